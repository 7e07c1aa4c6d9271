"""Texts as their readers see them: what two texts must have in common to be the same words."""

from __future__ import annotations

import re

# HTML can hold no control character, and Python-Markdown keeps its own marks between U+0002 and U+0003.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def fold(text: str) -> str:
    """Reduce a text to what its reader sees: runs of white space become one space, control characters go.

    Args:
        text: any text, of a source or of a rendered page.

    Returns:
        The folded text without white space at its ends; two texts that fold alike read alike.
    """
    return " ".join(CONTROLS.sub("", text).split())
