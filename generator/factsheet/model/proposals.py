"""Records: what extractors of other packages propose; nothing of it is a fact before its words were found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated

import msgspec

from factsheet.model.values import Form, Kind, Span

UNMEASURED = 0.5  # the confidence in what nobody has measured: as like to be right as wrong
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a document, and where they begin in its text; they count only where they stand there."""

    start: int  # code points, 0-based
    text: str

    @property
    def span(self) -> Span:
        """Where they would stand."""
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedQuote:
    """Words that may be somebody's."""

    words: Words  # without the quotation marks around them
    form: Form  # direct and mixed: in quotation marks, or behind a speaker's name as in a transcript
    speaker: Words | None = None  # that name the speaker, wherever in the document
    addressee: Words | None = None
    cue: Words | None = None  # that tell of the speaking: "insisted"
    confidence: Share = UNMEASURED  # the share of such cases that are right, as far as it was measured


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedActor:
    """A name that may be an actor's."""

    words: Words
    kind: Kind = Kind.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedDate:
    """Words that may name a day, a month or a year."""

    words: Words
    value: str  # "2023-09-17", "2023-09" or "2023": nothing that the words do not say


Proposal = ProposedQuote | ProposedActor | ProposedDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What an extractor proposed and the document does not bear out, or that the extractor failed over it."""

    span: Span
    message: str
    failed: bool = False  # whether the extractor failed, and should be asked again


# Given a document's text and its language, as "en"; a refusal says of what the extractor itself could make nothing.
Extractor = Callable[[str, str], Iterable[Proposal | Refusal]]


@dataclass(frozen=True, slots=True)
class Asked:
    """An extractor that the settings name."""

    name: str
    identity: str  # its name with its package and version
    find: Extractor
    key: str = ""  # all that decides what it finds in a text: its identity with its settings
