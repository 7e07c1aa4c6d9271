"""The readers' room: the texts that were taken out of files, kept so that a library's next version moves no offset.

A kept text counts as long as it and its original are, byte for byte, what they were when it was taken out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import yaml

from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.model import Document
from factsheet.readers.content import Content

KEPT = Path(".factsheet/texts")  # below the project's folder
FENCE, SEAL, ORIGINAL, PAGES = "---\n", "sha256: ", "original", "pages"


def kept_path(identifier: str) -> Path:
    """Return where the text of a document is kept, below the project's folder."""
    return KEPT / f"{identifier}.txt"


def digest_of(data: bytes) -> str:
    """Return the digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def write_kept(document: Document) -> bytes:
    """Return what is kept of a document: its text below what its file says of itself, and a seal upon both.

    Args:
        document: one that was taken out of a file; of a text, nothing has to be kept.
    """
    original = document.original
    if original is None:
        return b""
    values = {ORIGINAL: original.sha256, **({PAGES: " ".join(map(str, original.pages))} if original.pages else {})}
    header = yaml.safe_dump({**values, **dict(original.said)}, allow_unicode=True, sort_keys=False, width=float("inf"))
    sealed = f"{header}{FENCE}{document.text}"
    return f"{FENCE}{SEAL}{digest_of(sealed.encode())}\n{sealed}".encode()


def read_kept(data: bytes, original: str) -> Content | None:
    """Read a kept text.

    Args:
        data: the file's bytes.
        original: the digest of the file that the text is to be taken out of.

    Returns:
        What the reader returned when the text was kept; None where it was another file's, or somebody changed it.
    """
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
        matter = parse_front_matter(text)
    except (FrontMatterError, UnicodeDecodeError):
        return None
    seal, _, sealed = text.removeprefix(FENCE).partition("\n")
    values = {key: value for key, value in matter.values.items() if isinstance(value, str)}
    if seal != f"{SEAL}{digest_of(sealed.encode())}" or values.get(ORIGINAL) != original:
        return None
    pages = tuple(int(number) for number in values.get(PAGES, "").split())
    said = {key: value for key, value in values.items() if key not in (SEAL.strip(": "), ORIGINAL, PAGES)}
    return Content(text=matter.body, said=said, pages=pages)
