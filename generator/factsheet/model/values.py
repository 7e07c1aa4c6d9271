"""Records: the plain values of which the others are made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    STATE = "state"
    GROUP = "group"
    UNNAMED = "unnamed"


class Form(StrEnum):
    """How words were reported: the speaker's clause, a fragment in the reporter's clause, or without marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Basis(StrEnum):
    """What a date's value rests on."""

    EXPLICIT = "explicit"
    PUBLICATION = "publication"
    EVENT = "event"
    UNRESOLVED = "unresolved"
    EDITOR = "editor"  # a person set it


class Status(StrEnum):
    """How far people have reviewed a fact."""

    UNREVIEWED = "unreviewed"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    UNVERIFIABLE = "unverifiable"
    RETRACTED = "retracted"
    REJECTED = "rejected"


class Publish(StrEnum):
    """How much of a source's text its page shows."""

    EXCERPTS = "excerpts"
    FULL = "full"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What people found when they checked a fact."""

    status: Status = Status.UNREVIEWED
    by: str = ""
    on: str = ""  # EDTF
    note: str = ""


NOBODY_YET = Review()  # has checked a fact


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end
