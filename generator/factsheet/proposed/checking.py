"""What a proposal must have in common with its document to be told; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from factsheet.errors import said
from factsheet.extract.clutter import without_clutter
from factsheet.extract.marks import pair_marks
from factsheet.folding import show
from factsheet.model import (
    Clutter,
    Document,
    Form,
    Proposal,
    ProposedActor,
    ProposedDate,
    ProposedQuote,
    Refusal,
    Span,
    Words,
)

KINDS: tuple[type[Proposal], ...] = (ProposedQuote, ProposedActor, ProposedDate)
NOWHERE = Span(0, 0)
NAME_LENGTH = 150  # characters of the words that name somebody; titles and names are shorter
VALUE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?")
NUMBERS = re.compile(r"\d+")
WORDS = re.compile(r"[^\W\d_]+")
# What may stand between the name of a speaker and the words in a transcript: "ORTEGA (via video): ", "<lena> ", "Q. ".
TURN = re.compile(r"\s*(?:\([^()\n]{1,40}\)\s*)?[\])]?\s*(?:[:>]|[—–-](?=\s)|\.(?=\s))\s*")
BEFORE_TURN = re.compile(r"[\s\[\]()<>*_\d:.,-]*")  # a time, a number, a bracket


@dataclass(frozen=True)
class Ground:
    """A document, prepared for checking what is proposed of it.

    Args:
        document: the document.
        clutter: what in it is no reporting.
        months: the forms of the names of the twelve months in its language, in small letters.
    """

    document: Document
    clutter: tuple[Clutter, ...] = ()
    months: tuple[Sequence[str], ...] = ()

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.prose

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """What stands between quotation marks."""
        return tuple(one.span for one in pair_marks(without_clutter(self.text, self.clutter)).segments)

    def fault(self, proposal: Proposal) -> tuple[Span, str]:
        """Say what is wrong with a proposal, to follow "proposed"; empty where it holds.

        Returns:
            Where it stands, as far as that can be said, and what is wrong.
        """
        for role, words in _words(proposal):
            if fault := self._misplaced(words):
                return self._place(words), f"{role} {show(words.text)}, {fault}"
        return self._place(proposal.words), self._unborne(proposal)

    def place(self, thing: object) -> Span:
        """Return where an extractor says that something is amiss; the beginning where it says nothing of use."""
        if isinstance(thing, Refusal) and isinstance(thing.span, Span) and isinstance(thing.span.start, int):
            return self._place(Words(thing.span.start, ""))
        return NOWHERE

    def _place(self, words: Words) -> Span:
        """Return where words would stand, within the text."""
        start = min(max(words.start, 0), len(self.text))
        return Span(start, min(start + len(words.text), len(self.text)))

    def _misplaced(self, words: Words) -> str:
        """Say why words do not stand where they are said to; empty where they do."""
        span, text = words.span, self.text
        if not any(char.isalnum() for char in words.text) or words.text != words.text.strip():
            return "expected words without blanks around them"
        if span.start < 0 or span.of(text) != words.text:
            elsewhere = text.find(words.text)
            where = f"but at {elsewhere}" if elsewhere >= 0 else "nor anywhere in the document"
            return f"which do not stand at {words.start}, {where}"
        if _inside_word(text, span.start) or _inside_word(text, span.end):
            return "which begin or end within a word"
        if any(one.span.overlaps(span) for one in self.clutter):
            return "which stand in what is no reporting, as a byline or a caption"
        return ""

    def _unborne(self, proposal: Proposal) -> str:
        """Say what the text does not bear out of words that stand in it; empty where it does all."""
        if isinstance(proposal, ProposedQuote):
            return self._quote_fault(proposal)
        shown = show(proposal.words.text)
        if isinstance(proposal, ProposedActor):
            return f"an actor {shown}, {fault}" if (fault := _no_name(proposal.words)) else ""
        return f"a date {shown}, {fault}" if (fault := self._date_fault(proposal)) else ""

    def _quote_fault(self, quote: ProposedQuote) -> str:
        """Say why words are not quoted as it is proposed, or nobody whom the text names can have spoken them."""
        span, shown = quote.words.span, show(quote.words.text)
        for role, words in (("speaker", quote.speaker), ("addressee", quote.addressee)):
            if words and words.span.overlaps(span):
                return f"a quote {shown}, whose {role} {show(words.text)} stands in the words themselves"
            if words and (fault := _too_long(words)):
                return f"a quote {shown}, whose {role} {show(words.text)} is {fault}"
        marked = any(one.covers(span) for one in self.quoted)
        if quote.form is Form.INDIRECT:
            return f"a report {shown}, {fault}" if (fault := self._report_fault(quote, marked)) else ""
        if marked or self._is_turn(quote):
            return ""
        return f"a quote {shown}, around which no quotation marks stand; expected the form indirect"

    def _report_fault(self, quote: ProposedQuote, marked: bool) -> str:
        """Say why words cannot be a report of what somebody said; empty where they may be one."""
        if marked:
            return "which is quoted; expected the form direct or mixed"
        if quote.speaker is None or not self._together(quote.speaker.span, quote.words.span):
            return "expected words in its own paragraph that name the speaker"
        return ""

    def _together(self, *spans: Span) -> bool:
        """Tell whether stretches stand in one paragraph."""
        first, last = min(spans), max(spans, key=lambda one: one.end)
        return "\n\n" not in self.text[first.start : last.end]

    def _is_turn(self, quote: ProposedQuote) -> bool:
        """Tell whether words stand on one line behind the name of their speaker, as in a transcript."""
        if quote.speaker is None:
            return False
        name, span = quote.speaker.span, quote.words.span
        line = self.text.rfind("\n", 0, name.start) + 1
        opens = BEFORE_TURN.fullmatch(self.text, line, name.start) and "\n" not in quote.words.text
        return bool(opens and name.end <= span.start and TURN.fullmatch(self.text, name.end, span.start))

    def _date_fault(self, date: ProposedDate) -> str:
        """Say why words do not say a date; empty where they say each part of it."""
        value = VALUE.fullmatch(date.value)
        if value is None:
            return f"read as {date.value!r}, expected a year, month or day as 2023, 2023-09 or 2023-09-17"
        numbers = [int(one) for one in NUMBERS.findall(date.words.text)]
        parts = {part: int(number) for part, number in value.groupdict().items() if number}
        left = [number for part, number in parts.items() if part != "month"]
        for number in left:
            if number not in numbers:
                return f"read as {date.value}, of which they do not say {number}"
            numbers.remove(number)
        if "month" in parts and parts["month"] not in numbers and not self._names_month(date, parts["month"]):
            return f"read as {date.value}, of which they do not say the month"
        return ""

    def _names_month(self, date: ProposedDate, month: int) -> bool:
        """Tell whether words name a month in their language."""
        forms = self.months[month - 1] if self.months else ()
        return any(word.casefold() in forms for word in WORDS.findall(date.words.text))


def as_proposal(thing: object) -> Proposal:
    """Return what an extractor yielded, as a record of ours through and through, or say why it is none.

    Raises:
        ValueError: to follow "proposed".
    """
    if isinstance(thing, Refusal):
        raise ValueError(thing.message)
    if not isinstance(thing, Proposal):
        raise ValueError(f"{type(thing).__name__}, expected a quote, an actor or a date")
    kind = next(one for one in KINDS if isinstance(thing, one))
    try:
        return msgspec.convert(msgspec.to_builtins(thing), kind)
    except Exception as error:
        raise ValueError(f"{kind.__name__} that is none ({said(error)})") from error


def _words(proposal: Proposal) -> list[tuple[str, Words]]:
    """Return all words of a proposal, each with what it is."""
    if isinstance(proposal, ProposedQuote):
        roles = (("a speaker", proposal.speaker), ("an addressee", proposal.addressee), ("a cue", proposal.cue))
        return [("a quote", proposal.words), *((role, words) for role, words in roles if words)]
    return [("an actor" if isinstance(proposal, ProposedActor) else "a date", proposal.words)]


def _inside_word(text: str, place: int) -> bool:
    """Tell whether a place lies within a word."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _no_name(words: Words) -> str:
    """Say why words are no name; empty where they may be one."""
    if not any(word[0] != word[0].lower() or word[0].lower() == word[0].upper() for word in WORDS.findall(words.text)):
        return "which is no name, for none of its words has a capital"
    return _too_long(words)


def _too_long(words: Words) -> str:
    """Say that words are too many to name somebody; empty where they are not."""
    if len(words.text) > NAME_LENGTH or "\n\n" in words.text:
        return f"longer than the {NAME_LENGTH} characters of a name, or more than a paragraph"
    return ""
