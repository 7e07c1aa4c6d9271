"""Escaping: every word that comes from a seed is data, and reads on the page exactly as it stood.

Python-Markdown and GitHub must agree on the result, so a character is escaped with a backslash where both know that
escape and with a character reference where they do not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from factsheet.blocks import BLOCK, MARK, RUN
from factsheet.folding import CONTROLS

# Everything that ends a line somewhere (str.splitlines), with the blanks around it; other spaces are kept as they are.
BREAKS = re.compile("[ \t]*[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029][\\s]*| {2,}")
# Marks that turn the direction of what follows, beyond the words they came with: visible to the editor.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")

ALWAYS = str.maketrans(
    {
        "\\": "\\\\",
        "`": "\\`",
        "*": "\\*",
        "[": "\\[",
        "]": "\\]",
        "{": "\\{",
        "}": "\\}",
        "|": "\\|",
        "<": "&lt;",
    }
)
AMPERSAND = re.compile(r"&(?=#|\w+;)")
DEFINITION = re.compile(r"\]:")  # Python-Markdown takes `[\]:](a.md)` for a link's definition
UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # snake_case is no emphasis
TILDES = re.compile(r"~(?=~)|(?<=~)~|^~")
OPENING = re.compile(r"^(\s*)([-+#>!:=])")  # what opens a block when it stands first
NUMBER = re.compile(r"^(\s*\d+)([.)])(?=\s|$)")
CLOSING = re.compile(r"[#!]+$")  # a heading's closing marks; an exclamation mark before a link makes an image
REDACTED = r'<span class="redacted">\\[redacted\\]</span>'
REFERENCE = {":": "&#58;", "=": "&#61;"}  # no Markdown escape exists


# What a text must hold, anywhere or at its beginning, for any rule above to change it; most texts hold none.
SUSPECT = re.compile(
    "|".join(
        (
            f"[{re.escape(''.join(map(chr, ALWAYS)))}&_~{MARK}\x00-\x1f\x7f-\x9f\u2028\u2029]",
            CONTROLS.pattern,
            TURNS.pattern,
            "  ",
            "[#!]$",
        )
    )
)
FIRST = re.compile(rf"{OPENING.pattern}|{NUMBER.pattern}")
REMEMBERED = 65_536  # names and passages stand on many pages


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""

    __slots__ = ()


@lru_cache(maxsize=REMEMBERED)
def escape(text: str) -> Markdown:
    r"""Write a text in Markdown so that it renders to itself, wherever it is put.

    It may stand in a paragraph, heading, list item, table cell, quotation or link text, at its beginning, in its
    middle or at its end. Runs of white space that break a line become one space; control characters, which HTML
    cannot hold, are dropped.

    Args:
        text: any text.

    Returns:
        The text, with as few escapes as that takes: `AT&T's #1 hit (a_b) *sic*` -> `AT&T's #1 hit (a_b) \*sic\*`.
    """
    if not SUSPECT.search(text) and not FIRST.match(text):
        return Markdown(text)
    line = BREAKS.sub(" ", CONTROLS.sub("", text.replace(BLOCK, MARK)))
    line = AMPERSAND.sub("&amp;", line).translate(ALWAYS)
    line = DEFINITION.sub("]&#58;", line)
    line = UNDERSCORE.sub(r"\\_", line)
    line = TILDES.sub("&#126;", line)
    line = CLOSING.sub(lambda found: "".join("\\" + mark for mark in found[0]), line)
    line = OPENING.sub(lambda found: found[1] + REFERENCE.get(found[2], "\\" + found[2]), line)
    line = NUMBER.sub(r"\1\\\2", line)
    line = RUN.sub(REDACTED, line)
    return Markdown(TURNS.sub(lambda found: f"&#x{ord(found[0]):X};", line))
