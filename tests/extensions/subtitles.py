"""A reader of SubRip files: numbered cues, each with its times and some lines of text."""

from __future__ import annotations

import re

from factsheet.errors import SeedError
from factsheet.readers import Content

TIMES = re.compile(r"\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d:\d\d[,.]\d{3}.*")
MARKUP = re.compile(r"<[^>]*>")


def read_srt(data: bytes, path: str) -> Content:
    """Read the text of subtitles, a paragraph for each cue."""
    blocks = re.split(r"\n\s*\n", data.decode("utf-8-sig").replace("\r\n", "\n").strip())
    cues = [block.split("\n", 2)[2] for block in blocks if _is_cue(block)]
    if not cues:
        raise SeedError("holds no subtitles; expected a number, a line of times and some text", path)
    return Content(text="".join(f"{MARKUP.sub('', ' '.join(cue.split()))}\n\n" for cue in cues))


def _is_cue(block: str) -> bool:
    """Tell whether lines are a number, times and a text."""
    lines = block.split("\n")
    return len(lines) > 2 and lines[0].strip().isdecimal() and bool(TIMES.fullmatch(lines[1].strip()))
