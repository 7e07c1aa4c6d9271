"""The language model's endpoint: the one module that opens a connection, to one address, with bounds on all it takes.

It follows no redirection and no proxy of the environment, either of which could carry texts elsewhere; and where no
other machine is allowed, it looks at the other end of the connection before it sends anything.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from factsheet.errors import ExtensionError
from factsheet.folding import fold

LONGEST = 2_000_000  # bytes of an answer: more than all quotes of the longest part of a text that is sent
SHOWN = 120  # characters of an answer that stand in an error
PAUSE = 1.0  # seconds before the second attempt; twice as many before each further one
AGAIN = (408, 425, 429, 500, 502, 503, 504)  # what a server says when it may answer later


class UnreachableError(OSError):
    """An endpoint that gave no answer."""


@dataclass(frozen=True)
class Endpoint:
    """Where a language model is asked.

    Args:
        url: up to what stands before the name of a call.
        timeout: seconds within which an answer has to be there, whole.
        retries: how often a call is made again.
        local: whether it is this machine.
        key_from: the variable of the environment that holds the key; empty where none is asked for.
        pause: seconds before the second attempt.
    """

    url: str
    timeout: float
    retries: int
    local: bool
    key_from: str = ""
    pause: float = PAUSE

    @classmethod
    def at(cls, url: str, *, timeout: float, retries: int, allow_remote: bool, key_from: str) -> Endpoint:
        """Check an address, and what is asked for beside it.

        Raises:
            ExtensionError: when it is none, is another machine's that is not allowed, or its key is not there.
        """
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError as error:
            raise ExtensionError(f"url is {url!r}, which is no address ({error})") from error
        if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
            raise ExtensionError(f"url is {url!r}, expected an address such as http://localhost:11434/v1")
        local = _is_local(host)
        if not local and not allow_remote:
            message = f"{host} is another machine, and what is sent there leaves this one"
            raise ExtensionError(f"{message}; set allow_remote: true if that may be, or a url on localhost")
        if not local and parts.scheme != "https":
            raise ExtensionError(f"url is {url!r}, by which anybody on the way can read along; expected https://")
        if key_from and not os.environ.get(key_from):
            raise ExtensionError(f"the variable {key_from} of the environment, which shall hold the key, is not set")
        return cls(url.rstrip("/"), timeout, retries, local, key_from)

    @property
    def host(self) -> str:
        """The machine, with the port where the address names one."""
        return urlsplit(self.url).netloc

    def post(self, call: str, body: Mapping[str, object]) -> bytes:
        """Make a call, and again after a while where that may help.

        Args:
            call: its name, below the address.
            body: what is sent, as JSON.

        Returns:
            The answer.

        Raises:
            UnreachableError: when there is none.
        """
        data, fault = json.dumps(body).encode(), ""
        for attempt in range(self.retries + 1):
            if attempt:
                time.sleep(self.pause * 2 ** (attempt - 1))
            try:
                status, answer = self._once(call, data)
            except (OSError, http.client.HTTPException, ValueError) as error:
                fault = fold(f"{type(error).__name__}: {error}")[:SHOWN]
                if isinstance(error, PermissionError):
                    break
                continue
            if status == http.client.OK:
                return answer
            fault = f"status {status}: {fold(answer.decode('utf-8', 'replace'))[:SHOWN]}"
            if status not in AGAIN:
                break
        raise UnreachableError(f"{self.host} gave no answer ({fault})")

    def _once(self, call: str, data: bytes) -> tuple[int, bytes]:
        """Make a call once, and cut it off when its time is over, whatever comes meanwhile."""
        parts = urlsplit(self.url)
        kind: Any = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self.key_from:
            headers["Authorization"] = f"Bearer {os.environ.get(self.key_from, '')}"
        with closing(kind(parts.hostname, parts.port, timeout=self.timeout)) as connection:
            watch = Timer(self.timeout, _cut, [connection])
            watch.daemon = True
            watch.start()
            try:
                connection.connect()
                if self.local and not _is_local(connection.sock.getpeername()[0]):
                    raise PermissionError(f"{parts.hostname} leads to another machine, to which nothing was sent")
                connection.request("POST", f"{parts.path}/{call}", data, headers)
                with connection.getresponse() as response:
                    status, answer, left = response.status, response.read(LONGEST + 1), response.length
                if watch.finished.is_set():
                    raise TimeoutError(f"no whole answer within {self.timeout:g} seconds")
            finally:
                watch.cancel()
        if len(answer) > LONGEST:
            raise ValueError(f"an answer longer than {LONGEST:,} bytes")
        if left:
            raise ValueError("an answer that breaks off")
        return status, answer


def _is_local(host: str) -> bool:
    """Tell whether a name or an address is this machine's own, by which no other can be reached."""
    with suppress(ValueError):
        address = ip_address(host)
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return (mapped or address).is_loopback
    return host.lower() == "localhost"


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a connection on which somebody may be waiting."""
    with suppress(OSError, AttributeError):  # it may end by itself at this very moment
        connection.sock.shutdown(socket.SHUT_RDWR)
