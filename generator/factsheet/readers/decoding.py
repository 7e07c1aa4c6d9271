"""The readers' room: bytes to characters, in any encoding that can be told for certain."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from factsheet.errors import SeedError

# Longer marks first: that of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What programs of the West wrote before Unicode, on Windows and on the Macintosh.
WESTERN = ("windows-1252", "mac-roman")
LETTERS = "àâäáãåæçèéêëìíîïñòóôöõøœùúûüßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜ"
ODD = re.compile(
    rf"[^\t\n\f\r -~‘’‚“”„†•–—…‹›«»€£§©®°·¡¿\u00a0{LETTERS}]"  # no letter or mark of a western text
    rf"|(?<=[a-zß-ö])[À-ÖØ-Ý]|[{LETTERS}]{{3}}"  # townÕs, Ïðè: another encoding's letters
    r"|(?<=\w)[‚„]|(?<=\w)[“‹«¡¿€£§©®°†•](?=\w)"
)
LEAST = 16  # bytes from which zeros tell something
SAMPLE = 100_000  # bytes by which an encoding is guessed
FOREIGN = 0.5  # the share of a text's letters that must be of another script for a guess to be trusted


def decode(data: bytes, path: str) -> str:
    """Decode a file of text.

    Encodings of Latin letters differ in a few of them and cannot be told by counting, so that only those of western
    languages are tried, and only where each character makes sense. Other scripts are unmistakable.

    Args:
        data: the file's bytes.
        path: the file as the person would name it, for errors.

    Returns:
        The text, without a byte order mark, its newlines as they were.

    Raises:
        SeedError: when it is no text, or in an encoding that cannot be told.
    """
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "") or _wide(data)
    try:
        text = data.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        guess = None if marked else _western(data) or _foreign(data)
        if guess is None:
            raise _undecodable(data, error, path) from error
        text = guess
    return text


def normalise_newlines(text: str) -> str:
    r"""Make "\r\n" and "\r" to "\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wide(data: bytes) -> str:
    """Name the encoding of a text of which every other byte is zero, as UTF-16 is without its mark; else nothing."""
    for encoding, high, low in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if len(data) >= LEAST and len(data) % 2 == 0 and high.count(0) > len(high) / 2 and 0 not in low:
            return encoding
    return ""


def _western(data: bytes) -> str | None:
    """Decode a text of a western language; None where a character makes no sense in one."""
    for encoding in WESTERN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not ODD.search(text):
            return text
    return None


def _foreign(data: bytes) -> str | None:
    """Decode a text that is mostly in another script than the Latin one; None where there is doubt."""
    best = from_bytes(data[:SAMPLE]).best()
    if best is None or not best.coherence:
        return None
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    letters = [char for char in text[:SAMPLE] if char.isalpha()]
    foreign = sum(char > "\u036f" for char in letters)
    return text if foreign > FOREIGN * len(letters) else None


def _undecodable(data: bytes, error: UnicodeDecodeError, path: str) -> SeedError:
    """Say where the bytes stop being text; codecs that skip a byte order mark count from behind it."""
    offset = error.start + len(data) - len(error.object)
    line = normalise_newlines(data[:offset].decode("utf-8", errors="replace")).count("\n") + 1
    what = f"found the byte 0x{data[offset]:02x} at offset {offset}"
    return SeedError(f"not UTF-8: {what}, and no other encoding is certain; save the file as UTF-8", path, line)
