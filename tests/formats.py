"""Files of all formats, made for tests."""

from __future__ import annotations

from typing import Any


def make_file(case: dict[str, Any]) -> bytes:
    """Make the file that a case describes, by the end of its name."""
    content: str = case["content"]
    return content.encode(case.get("encoding", "utf-8"))
