"""The readers' room: paragraphs out of lines that end where a page or a screen does; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

Lines = Sequence[str]

EDGE = 2  # lines at the top and at the foot of a page among which running heads are looked for
LEAST_PAGES = 3  # on which a line must return to be a running head
SHARE = 3  # one page in so many must have it: left and right pages may have heads of their own, and chapters, too
NUMBER = re.compile(r"\W*(?:page|p\.)?\s*(?:\d+|[ivxl]+)(?:\s*(?:of|/)\s*\d+)?\W*", re.IGNORECASE)
ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
OPENING = '“„"‘‚«([ '
ITEM = re.compile(r"(?:[•▪●◦‣*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
BROKEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
COMPOUND = re.compile(r"\w+-\w+")
FULL = 0.85  # of the usual width: a line that ends earlier may be its paragraph's last
HEADING = 0.6  # of the usual width: a line that ends earlier, without a full stop, is a heading or an entry
PARAGRAPH, SPACE, HYPHEN, WHOLE = "\n\n", " ", "", "\u00ad"  # what stands between two lines; WHOLE takes a hyphen out


def without_running_heads(pages: Sequence[Lines]) -> Sequence[Lines]:
    """Take off each page what returns at its top and its foot: titles, page numbers.

    Args:
        pages: the lines of each page, blank ones among them.
    """
    counts = Counter(form for page in pages for form in {_form(page[index]) for index in _edges(page)})
    least = max(LEAST_PAGES, len(pages) / SHARE)
    heads = {form for form, count in counts.items() if count >= least}
    return [_trim(page, heads, numbered=len(pages) > 1) for page in pages]


def join_lines(pages: Sequence[Lines]) -> tuple[str, tuple[int, ...]]:
    """Make paragraphs of lines, with the words whole that were broken at their ends.

    Args:
        pages: the lines of each page, blank ones among them.

    Returns:
        The text, an empty line between paragraphs, and where in it each page begins; offsets.
    """
    width = _width([line.strip() for page in pages for line in page])
    compounds = frozenset(found for page in pages for line in page for found in COMPOUND.findall(line.lower()))
    pieces, starts, size, before, blank = list[str](), list[int](), 0, "", False
    for page in pages:
        begun = False
        for line in map(str.strip, page):
            if line:
                glue = PARAGRAPH if blank and before else _glue(before, line, width, compounds)
                if glue == WHOLE:
                    pieces[-1], glue, size = pieces[-1][:-1], "", size - 1
                starts += [] if begun else [size + len(glue)]
                pieces += (glue, line)
                size += len(glue) + len(line)
                begun, before = True, line
            blank = not line
        starts += [] if begun else [size]
        blank = False
    return "".join((*pieces, "\n")), tuple(starts)


def _glue(before: str, line: str, width: int, compounds: frozenset[str]) -> str:
    """Say what stands between two lines.

    A paragraph ends before an item of a list, and after a line that is shorter than most and ends a sentence, or is
    much shorter and goes on with a capital.
    """
    if not before:
        return ""
    if broken := BROKEN.search(before):
        word = re.match(r"\w*", line)
        after = word[0] if word else ""
        kept = not after[:1].islower() or f"{broken[1]}-{after}".lower() in compounds
        return HYPHEN if kept and not before.endswith("\u00ad") else WHOLE
    ended = len(before) < FULL * width and ENDED.search(before)
    heading = len(before) < HEADING * width and line.lstrip(OPENING)[:1].isupper() and not before.endswith(",")
    return PARAGRAPH if ITEM.match(line) or ended or heading else SPACE


def _width(lines: Lines) -> int:
    """Return the usual length of a full line: nine in ten are no longer."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _edges(page: Lines) -> Sequence[int]:
    """Return the indexes of a page's first and last lines that are not blank."""
    filled = [index for index, line in enumerate(page) if line.strip()]
    return [*filled[:EDGE], *filled[max(EDGE, len(filled) - EDGE) :]]


def _form(line: str) -> str:
    """Return what of a line returns on other pages: not its numbers."""
    return re.sub(r"\d+", "#", " ".join(line.split()).lower())


def _trim(page: Lines, heads: set[str], *, numbered: bool) -> Lines:
    """Take running heads and bare page numbers off the edges of a page."""
    gone = {
        index
        for index in _edges(page)
        if _form(page[index]) in heads or (numbered and NUMBER.fullmatch(page[index].strip()))
    }
    return [line for index, line in enumerate(page) if index not in gone]
