"""Records: what extraction finds in one document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from factsheet.model.proposals import Refusal
from factsheet.model.values import Form, Kind, Span


class MentionType(StrEnum):
    """How an actor is mentioned: by a name, by a description, or by a pronoun."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """Words that may stand for an actor, with what grammar tells of them."""

    span: Span
    text: str
    type: MentionType
    name: str = ""  # the bare name, without article, title and possessive; a nominal's words
    title: str = ""  # "President", "Mr": lower case, as written before the name
    kind: Kind | None = None  # what the words themselves suggest
    head: str = ""  # the lemma of the head word, lower case
    modifiers: tuple[str, ...] = ()  # lemmas of the content words beside the head, lower case, sorted
    function: str = ""  # the head's dependency relation, spaCy's English label ("nsubj")
    verb: str = ""  # the lemma that governs it, lower case
    sentence: int = 0
    paragraph: int = 0
    definite: bool = False
    plural: bool = False
    gender: str = ""  # "f", "m" or unknown
    quoted: bool = False  # inside quotation marks
    place: bool = False  # reads as a place here ("in Istanbul"), not as one who acts
    metonym: bool = False  # a capital or a seat of power that acts for its government
    roles: tuple[Span, ...] = ()  # what the text says the actor is ("Washington's senior adviser ...")
    terms: Span | None = None  # on what terms an unnamed source spoke ("granted anonymity ...")
    found_by: str = ""  # the extractor of another package; empty for what we found


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMention:
    """Words reported as somebody's."""

    form: Form
    span: Span  # from the first word to the last, outer quotation marks left out
    pieces: tuple[Span, ...]  # the speaker's own words, one span a stretch; several in a split quote
    cue: Span | None = None
    verb: str = ""  # the lemma of a cue that is a verb, lower case
    speaker: Span | None = None  # the words that name the speaker
    addressee: Span | None = None
    parent: int | None = None  # index of the quote in which this one is nested
    confidence: float = 0.0  # 0 to 1: that the speaker's words are the right ones
    rule: str = ""  # the rule that found the speaker
    id: str = ""  # of the quote that a person added; empty for one that gets its id from its words
    found_by: str = ""  # the extractor of another package; empty for what we found


class Anchor(StrEnum):
    """What a relative date is reckoned from."""

    NONE = ""
    PUBLICATION = "publication"
    MENTION = "mention"  # the date named before: "three years later"
    EVENT = "event"  # an event that the document dates elsewhere: "two days before the attack"


class Tense(StrEnum):
    """Where the governing verb puts its event, seen from the day of writing."""

    NONE = ""
    PAST = "past"
    FUTURE = "future"
    LATER = "later"  # ahead of what is told, not of the day of writing: "said it would meet on Monday"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """What the words of a date say, part by part; an empty part is one that they do not say."""

    year: str = ""  # "2023", "199X", "19XX", "-0044"
    month: str = ""  # "01" to "12", or EDTF's seasons, quarters and halves: "21" to "24", "33" to "36", "40", "41"
    day: str = ""  # "01" to "31"
    weekday: int | None = None  # 1 is Monday, 7 Sunday
    unit: str = ""  # day, weekend, week, month, quarter, year, decade, century
    amount: int | None = None  # units from the anchor: -2 with unit "day" is two days before it
    anchor: Anchor = Anchor.NONE
    qualifier: str = ""  # early, mid, late or approximate


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEvent:
    """The gist of a clause, by which a date that hangs on an event finds the date of that event."""

    heads: tuple[str, ...] = ()  # lemmas of its verb and event nouns, lower case, sorted
    names: tuple[str, ...] = ()  # proper nouns in it, lower case, sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Words that name a date, and how they are to be read once the reference dates are known."""

    span: Span
    text: str
    rule: str  # the production that read it
    sentence: int = 0
    reading: DateReading = DateReading()
    end: DateReading | None = None  # the last day of a range; open ranges ("2013 to the present") have an empty one
    tense: Tense = Tense.NONE
    relation: str = ""  # before, after, since, until, by: how the clause lies to the date
    event: DateEvent | None = None  # what "two days before ..." hangs on
    dated: DateEvent | None = None  # the clause that it dates
    clause: tuple[Span, ...] = ()  # the words of that clause, in pieces where other words stand between
    value: str = ""  # EDTF, as a person reads the words; empty where the machine reads them
    found_by: str = ""  # the extractor of another package; empty for what we found


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something in the text that a person should look at."""

    span: Span
    message: str


class ClutterKind(StrEnum):
    """What stands in a document and is no reporting."""

    DATELINE = "dateline"  # where and when a report was written: "LONDON (Reuters) - "
    STAMP = "stamp"  # when a page was published
    BYLINE = "byline"
    CREDIT = "credit"  # who else worked on it
    PICTURE = "picture"  # captions, and whose pictures they are
    LINK = "link"  # what leads to other pages
    INVITATION = "invitation"  # to sign up, to follow, to give
    BUTTON = "button"
    RIGHTS = "rights"
    NOTICE = "notice"  # where it was printed before, and how it was edited
    EMBED = "embed"  # what stands around the words of a post

    @classmethod
    def dated(cls) -> tuple[ClutterKind, ...]:
        """Return the kinds whose date is the document's own."""
        return cls.DATELINE, cls.STAMP


@dataclass(frozen=True, slots=True, order=True)
class Clutter:
    """A stretch of a document in which nothing is a fact."""

    span: Span
    kind: ClutterKind
    date: Span | None = None  # the words of the date that it bears


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """All that extraction found in one document; what is cached."""

    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    quotes: tuple[QuoteMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    clutter: tuple[Clutter, ...] = ()  # where nothing was looked for
    day: str = ""  # that the text bears in its dateline or stamp, EDTF
    unread: bool = False  # whether nothing was looked for, since its language is not read here
    refused: tuple[Refusal, ...] = ()  # what extractors of other packages proposed and is told nowhere

    @property
    def complete(self) -> bool:
        """Whether every extractor of another package did its work; else it should be asked again."""
        return not any(one.failed for one in self.refused)
