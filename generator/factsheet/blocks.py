"""The block that stands for redacted words; in a source's text, as many marks as there were characters."""

from __future__ import annotations

import re

MARK = "\ue0de"  # of Unicode's private use: in no text, no word, and as long as what it covers, so that offsets hold
BLOCK = "[redacted]"
RUN = re.compile(f"{MARK}(?:\\s*{MARK})*")
BLOCKS = re.compile(r"\[redacted\](?:\s*\[redacted\])*")


def show_blocks(text: str) -> str:
    """Write a block for each run of marks."""
    return RUN.sub(BLOCK, text) if MARK in text else text


def fold_blocks(text: str) -> str:
    """Write as one block whatever blocks and marks follow each other, so that two texts can be compared."""
    return BLOCKS.sub(BLOCK, show_blocks(text))


def is_blocked(text: str) -> bool:
    """Tell whether nothing of a text can be read but blocks."""
    return MARK in text and not any(char.isalnum() for char in text)
