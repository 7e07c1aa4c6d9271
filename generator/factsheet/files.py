"""Writing a file so that, whatever happens, it is whole: the old one or the new one."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from factsheet.errors import StoreError

Stamp = bytes  # of a file: a hundred thousand of them must be small
STATE = struct.Struct("<qqQQ")
FARTHEST = 2**63 - 1  # nanoseconds: 2262; a broken clock can date a file later
LEFTOVER = re.compile(r"\..+\.\d+\.tmp")  # the name of a neighbour that a killed process left behind
BLOCK = 1 << 20  # bytes that are copied at once
COMPARED = 1 << 16  # bytes that are compared at once


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file by way of a neighbour that then takes its place; folders are made as needed.

    Args:
        path: the file to write.
        data: its new content.

    Raises:
        StoreError: when the file or a folder above it cannot be written; what stood there still stands.
    """
    _replace(path, lambda neighbour: neighbour.write_bytes(data))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is made piece by piece, as `write_atomically` does.

    Args:
        path: the file to write; the pieces may be read from the one that stands there.
        pieces: its new content, in order; none is held longer than it takes to write it.

    Raises:
        StoreError: when the file or a folder above it cannot be written; what stood there still stands.
    """

    def write(neighbour: Path) -> None:
        """Write the pieces one after the other."""
        with neighbour.open("wb") as file:
            file.writelines(pieces)

    _replace(path, write)


def write_if_different(path: Path, data: bytes) -> bool:
    """Write a file unless it already holds these bytes.

    Args:
        path: the file to write.
        data: the content it shall have.

    Returns:
        Whether it was written.

    Raises:
        StoreError: when it cannot be written.
    """
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # absent or unreadable: writing tells whether something is wrong
    write_atomically(path, data)
    return True


def write_pieces_if_different(path: Path, pieces: Iterable[bytes]) -> bool:
    """Write a file that is made piece by piece, unless it already holds these bytes.

    The pieces are compared with the file as they come; nothing touches the disk before the first difference, and
    what was equal up to there is then copied from the file.

    Args:
        path: the file to write.
        pieces: the content it shall have, in order.

    Returns:
        Whether it was written.

    Raises:
        StoreError: when it cannot be written.
    """
    if not path.is_file():
        write_pieces(path, pieces)
        return True
    left = iter(pieces)
    try:
        with path.open("rb") as old:
            equal, piece = _compare(old, left)
    except OSError as error:
        raise StoreError(f"cannot be read: {error.strerror or error}", str(path)) from error
    if piece is None:
        return False
    write_pieces(path, chain(_beginning(path, equal), (piece,), left))
    return True


def stamp_of(found: os.stat_result) -> Stamp:
    """Tell one state of a file from another without reading it; `times_of` tells when it was written."""
    changed, moved = (min(one, FARTHEST) for one in (found.st_mtime_ns, found.st_ctime_ns))
    return STATE.pack(changed, moved, found.st_size, found.st_ino)


def times_of(stamp: Stamp) -> tuple[int, int]:
    """Return when a file's content was last changed, and its inode, in nanoseconds since 1970."""
    content, inode, _, _ = STATE.unpack(stamp)
    return content, inode


def remove(path: Path) -> None:
    """Delete a file, if it is there.

    Raises:
        StoreError: when it cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"cannot be deleted: {error.strerror or error}", str(path)) from error


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file's neighbour and let it take the file's place."""
    neighbour = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(neighbour)
            neighbour.replace(path)
        finally:
            neighbour.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", str(path)) from error


def _compare(file: BinaryIO, pieces: Iterator[bytes]) -> tuple[int, bytes | None]:
    """Return how many bytes a file shares with the pieces, and the piece that differs; None where all is equal."""
    equal = 0
    for piece in _blocks(pieces):
        if file.read(len(piece)) != piece:
            return equal, piece
        equal += len(piece)
    return equal, b"" if file.read(1) else None


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join pieces until they make a block: a thousand short ones are compared as fast as a long one."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= COMPARED:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _beginning(path: Path, size: int) -> Iterator[bytes]:
    """Yield the first bytes of a file, in blocks; it is closed when the last has been taken."""
    with path.open("rb") as file:
        for start in range(0, size, BLOCK):
            yield file.read(min(BLOCK, size - start))
