"""Writing a file so that, whatever happens, it is whole: the old one or the new one."""

from __future__ import annotations

import os
import re
from pathlib import Path

from factsheet.errors import StoreError

LEFTOVER = re.compile(r"\..+\.\d+\.tmp")  # the name of a neighbour that a killed process left behind


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file by way of a neighbour that then takes its place; folders are made as needed.

    Args:
        path: the file to write.
        data: its new content.

    Raises:
        StoreError: when the file or a folder above it cannot be written; what stood there still stands.
    """
    neighbour = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            neighbour.write_bytes(data)
            neighbour.replace(path)
        finally:
            neighbour.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", str(path)) from error


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
