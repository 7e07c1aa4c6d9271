"""Records: what published facts said, and say now."""

from __future__ import annotations

from dataclasses import dataclass

from factsheet.model.decisions import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A published fact that says something else since a day, because a person decided so or a source changed."""

    on: str  # the day, as 2026-11-25
    type: str  # of the fact: actor, quote, date or source
    id: str
    title: str  # what its page was called
    key: str  # of its front matter; "text" for the text of a source
    before: Value  # of a list, what people had done to it: "+Adi" was added, "-A." taken out
    after: Value
    by: str = ""  # who changed it, where that is known and may be told
