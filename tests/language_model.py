"""What tests of the language model's extractor share: an endpoint on this machine that answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Reply = Callable[[BaseHTTPRequestHandler, Body], None]


class FakeEndpoint(ThreadingHTTPServer):
    """Answers each call as the next of its replies says, the last one for all further calls."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *replies: Reply) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = list(replies)
        self.calls: list[tuple[str, dict[str, str], Body]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def texts(self) -> list[str]:
        return [body["messages"][1]["content"] for _, _, body in self.calls]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: that callers hang up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: FakeEndpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append((self.path, dict(self.headers), body))
        reply = self.server.replies.pop(0) if len(self.server.replies) > 1 else self.server.replies[0]
        reply(self, body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def serving(*replies: Reply) -> Iterator[FakeEndpoint]:
    """Let an endpoint answer."""
    with FakeEndpoint(*replies) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def raw(data: bytes, status: int = 200, **headers: str) -> Reply:
    """Reply with these very bytes."""

    def reply(handler: BaseHTTPRequestHandler, _: Body) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def content(text: str) -> Reply:
    """Reply with a completion."""
    return raw(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode())


def found(**lists: list[dict[str, object]]) -> Reply:
    """Reply with a completion as it is asked for."""
    return content(json.dumps(lists))


def endless(handler: BaseHTTPRequestHandler, _: Body) -> None:
    """Reply without an end, as fast as it is read."""
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b"x" * 65_536)


def dripping(handler: BaseHTTPRequestHandler, _: Body) -> None:
    """Reply without an end, a byte at a time, so that no single wait is long."""
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _number in range(300):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)


def silent(_handler: BaseHTTPRequestHandler, _: Body) -> None:
    """Reply nothing for a while."""
    time.sleep(1.5)


def hanging_up(handler: BaseHTTPRequestHandler, _: Body) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")
