"""The readers' room: e-mails saved as files, by the standard library."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from itertools import groupby

from factsheet.errors import SeedError
from factsheet.readers.content import Content, clean_text, clean_values
from factsheet.readers.decoding import decode, normalise_newlines
from factsheet.readers.lines import join_lines
from factsheet.readers.markup import read_markup

QUOTED = re.compile(r"(?:> ?)*")


def read_mail(data: bytes, path: str) -> Content:
    """Read the text of an e-mail; what is attached to it is no part of it.

    Args:
        data: the file's bytes.
        path: the file as the person would name it, for errors.

    Returns:
        The text, an empty line between paragraphs, in which each of a message that it answers begins with "> "; its
        subject as title, its sender as author, and its day where the sender was.

    Raises:
        SeedError: when it holds no text of its own, or one in an encoding that cannot be told.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("plain", "html")) if message.keys() else None
    if not isinstance(body, EmailMessage):
        raise SeedError("is no e-mail with a text of its own; put what is attached into the seeds by itself", path)
    plain = normalise_newlines(_decode(body, path))
    text = read_markup(plain) if body.get_content_subtype() == "html" else _unwrap(plain, body)
    if not text.strip():
        raise SeedError("the e-mail holds no text of its own; put what is attached into the seeds by itself", path)
    return Content(text=text, said=_values(message))


def _decode(body: EmailMessage, path: str) -> str:
    """Decode a text as the e-mail declares, else as it must be."""
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(body.get_content_charset() or "ascii")
    except (LookupError, UnicodeError):
        return decode(data, path)


def _unwrap(text: str, body: EmailMessage) -> str:
    """Make paragraphs of lines that were broken to fit a screen."""
    flowed = body.get_param("format") == "flowed"
    lines = clean_text(text).split("\n")
    paragraphs = [
        f"{depth}{paragraph}"
        for depth, group in groupby(lines, key=_depth)
        for paragraph in _paragraphs([QUOTED.sub("", line, count=1) for line in group], flowed=flowed)
    ]
    return "\n\n".join(paragraphs) + "\n"


def _depth(line: str) -> str:
    """Return the marks before a line of a message that is answered: "> > "."""
    marks = QUOTED.match(line)
    return "> " * marks[0].count(">") if marks else ""


def _paragraphs(lines: list[str], *, flowed: bool) -> Iterator[str]:
    """Yield the paragraphs of lines; in a flowing text (RFC 3676) a line goes on where it ends with a space."""
    text = "\n".join(lines)
    text = re.sub(r"(?<!^--) \n", " ", text, flags=re.MULTILINE) if flowed else join_lines([lines])[0]
    yield from filter(None, map(str.strip, text.split("\n")))


def _values(message: EmailMessage) -> Mapping[str, str]:
    """Return what the e-mail says of itself by the keys of Metadata."""
    sender = getattr(message["from"], "addresses", ())
    sent = getattr(message["date"], "datetime", None)
    return clean_values(
        {
            "title": str(message["subject"] or ""),
            "author": (sender[0].display_name or sender[0].addr_spec) if sender else "",
            "date": sent.date().isoformat() if sent else "",
        }
    )
