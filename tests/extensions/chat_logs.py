"""An extractor of what people write in a chat, as its log has it: "[2024.05.03 14:02] <Lena Ort> words"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.model import Extractor, Form, Proposal, ProposedDate, ProposedQuote, Words

LINE = re.compile(r"^\[(?P<day>\d{4}\.\d\d\.\d\d) \d\d:\d\d\] <(?P<who>[^<>\n]+)> (?P<words>\S[^\n]*\S)$", re.MULTILINE)


def chats(least: int = 2) -> Extractor:
    """Make an extractor of chats.

    Args:
        least: how many words a line has to have.
    """

    def find(text: str, _language: str) -> Iterator[Proposal]:
        """Propose each line that is long enough, with its day."""
        for line in LINE.finditer(text):
            if len(line["words"].split()) < least:
                continue
            who = Words(line.start("who"), line["who"])
            yield ProposedQuote(words=Words(line.start("words"), line["words"]), form=Form.DIRECT, speaker=who)
            yield ProposedDate(words=Words(line.start("day"), line["day"]), value=line["day"].replace(".", "-"))

    return find
