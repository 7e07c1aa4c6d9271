"""Words for people: kinds, forms, confidence and numbers as a newsroom says them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel import Locale

from factsheet.citation import PAUSES, in_marks, with_gaps
from factsheet.model import Actor, Basis, Date, DateReference, Form, Forward, Kind, Quote, Review, Status
from factsheet.resolve.dates import words as date_words

EXCERPT = 70  # characters of a quote in a title; what a search result shows in one line
NAME = 80  # characters of a name in a list or a title; an unnamed source is named by a whole description

KINDS = {
    Kind.PERSON: "Person",
    Kind.ORGANIZATION: "Organisation",
    Kind.STATE: "State",
    Kind.GROUP: "Group",
    Kind.UNNAMED: "Unnamed source",
}
FORMS = {
    Form.DIRECT: "Direct quotation, in the speaker’s own words",
    Form.MIXED: "Fragment in the speaker’s own words, inside the reporter’s sentence",
    Form.INDIRECT: "Reported speech, in the words of the source and not of the speaker",
}
TOLD = {
    Form.DIRECT: "in the speaker’s own words",
    Form.MIXED: "in a fragment of the speaker’s own words",
    Form.INDIRECT: "in reported speech",
}
# The form of a quote in a list.
SHORT_FORMS = {
    Form.DIRECT: "direct quotation",
    Form.MIXED: "quoted in part",
    Form.INDIRECT: "reported speech",
}
BASES = {
    Basis.EXPLICIT: "as the text says",
    Basis.PUBLICATION: "read against the day of publication",
    Basis.EVENT: "read against another date in the text",
    Basis.UNRESOLVED: "left open by the text",
    Basis.EDITOR: "set by an editor",
}
# The least confidence for which each word is used.
CONFIDENCE = ((0.9, "high"), (0.7, "good"), (0.4, "moderate"), (0.0, "low"))
# By the shape of the value, doubtful or not.
UNITS = {
    "day": re.compile(r"(?:\d{4}|XXXX)-(?:0\d|1[0-2])-\d\d[~?%]?"),
    "month": re.compile(r"(?:\d{4}|XXXX)-(?:0\d|1[0-2])[~?%]?"),
    "year": re.compile(r"-?\d{4}[~?%]?"),
    "decade": re.compile(r"-?\d{3}X[~?%]?"),
    "century": re.compile(r"-?\d\dXX[~?%]?"),
}
NO_SPEAKER = "Speaker not identified"


def doubt_words(quote: Quote) -> str:
    """Say what the confidence in a quote is a confidence in."""
    if quote.form is Form.INDIRECT:
        return "How sure it is that this is reported speech, and by whom"
    return "Confidence in the speaker"


def share(part: int, whole: int) -> str:
    """Say a share in percent, without rounding something to nothing or to all: "0 %", "under 1 %", "12 %"."""
    if not part or not whole:
        return "0 %"
    percent = 100 * part / whole
    return "under 1 %" if percent < 1 else f"{int(percent)} %"


def number(count: int, noun: str) -> str:
    """Put a noun into its number: "1 quote", "1,200 quotes"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def again_words(count: int) -> str:
    """Say in how many more sources something stands that republish it: ", republished in 2"."""
    return f", republished in {count:,}" if count else ""


def times(count: int) -> str:
    """Say how often: "once", "twice", "1,200 times"."""
    return {1: "once", 2: "twice"}.get(count) or number(count, "time")


def published_words(first: str, last: str) -> str:
    """Say when documents were published: "published on 4 October 2023", "published between 2004 and May 2023".

    Args:
        first: the earliest day of publication, as EDTF; empty where none is known.
        last: the latest.
    """
    if first != last:
        return f"published between {date_words(first)} and {date_words(last)}"
    return f"published {'on' if unit(first) == 'day' else 'in'} {date_words(first)}" if first else ""


def capital(text: str) -> str:
    """Begin with a capital: "an EU official" -> "An EU official"."""
    return text[:1].upper() + text[1:]


def excerpt(text: str, size: int = EXCERPT) -> str:
    """Cut a text at a word and say so: "we believe it is important…"."""
    line = " ".join(text.split())
    if len(line) <= size:
        return line
    return line[: size + 1].rsplit(" ", 1)[0][:size].rstrip(PAUSES + ".") + "…"


def confidence_words(value: float) -> str:
    """Say a confidence in a word, with the number beside it: "high (0.95)"."""
    word = next(word for least, word in CONFIDENCE if value >= least)
    return f"{word} ({value:.2f})"


def finder_words(extractors: Iterable[str]) -> str:
    """Say which extractors of other packages found a fact."""
    return f"Found by {' and '.join(f'the extractor {name}' for name in extractors)}, not by Factsheet itself."


def speaker_words(quote: Quote, actor: Actor | None) -> str:
    """Name the speaker: as resolved, else as the text does, else that nobody is identified."""
    if actor:
        return capital(actor.name)
    return capital(" ".join(quote.speaker.words.text.split())) if quote.speaker else NO_SPEAKER


def quote_title(quote: Quote, actor: Actor | None) -> str:
    """Title a quote's page: "An EU official: “past years,”"; reported speech stands without quotation marks."""
    words = excerpt(with_gaps(piece.text for piece in quote.pieces or (quote.words,)))
    speaker = excerpt(speaker_words(quote, actor), NAME)
    if quote.form is not Form.INDIRECT:
        return f"{speaker}: {in_marks(quote, words)}"
    return f"{speaker} {quote.cue.text} {words}" if quote.cue and tells(quote) else f"{speaker}, as reported: {words}"


def tells(quote: Quote) -> bool:
    """Tell whether speaker, cue and reported words make a sentence: "Russia blamed Yerevan for the situation".

    They do where the cue stands before the words and is a verb in the past or the third person; the bare form may
    follow "would" or "to", and a participle ("saying") makes no sentence.
    """
    if quote.cue is None or quote.speaker is None or not quote.verb or quote.words.span < quote.cue.span:
        return False
    cue = quote.cue.text
    return cue.islower() and cue != quote.verb and not cue.endswith("ing")


def date_title(date: Date) -> str:
    """Title a date's page: as a person does, else "17 September 2023"."""
    return date.title or capital(date_words(date.value))


def forward_title(forward: Forward) -> str:
    """Title the page of a fact that is told as another one, or not at all."""
    fact = forward.fact
    if isinstance(fact, Quote):
        return quote_title(fact, None) if forward.target else "Rejected quote"
    if isinstance(fact, Date):
        return date_words(fact.value)
    return fact.name if isinstance(fact, Actor) else fact.title


def review_words(review: Review) -> str:
    """Say what people found when they checked a fact: "Disputed. Checked by Lea on 2 January 2026: no such day."."""
    by = f" by {review.by}" if review.by else ""
    on = f" {'on' if unit(review.on) == 'day' else 'in'} {date_words(review.on)}" if review.on else ""
    status = "" if review.status is Status.UNREVIEWED else f"{capital(review.status)}."
    checked = f"Checked{by}{on}" if by or on else "Note" if review.note else ""
    note = f": {review.note}" if review.note else "." if checked else ""
    return f"{status} {checked}{note}".strip()


def unit(value: str) -> str:
    """Say what a date is a date of: "day", "month", "year", "decade" or "century"; "time" for anything else."""
    return next((name for name, shape in UNITS.items() if shape.fullmatch(value)), "time")


def open_words(value: str) -> str:
    """Say what the sources leave open about a date; empty for a full day.

    Args:
        value: EDTF.

    Returns:
        A sentence: "Only the month is stated."
    """
    if value.startswith(("../", "/")):
        return "When it began is not stated."
    if value.endswith(("/..", "/")):
        return "When it ended is not stated."
    if "/" not in value and value.endswith(("~", "?", "%")):
        return "It is given only roughly."
    named = unit(value)
    if named == "time":
        return "No single day is stated."
    return "" if named == "day" else f"Only the {named} is stated."


def basis_words(reference: DateReference) -> str:
    """Say what a date's value rests on."""
    known = f", {date_words(reference.reference)}" if reference.reference else ""
    return BASES[reference.basis] + known


STATUSES = tuple(status.value for status in Status)


def language_words(code: str) -> str:
    """Name a language: "German" for "de"; what has no name stays a code.

    Args:
        code: ISO 639-1.
    """
    return str(Locale("en").languages.get(code, code))
