"""The records that flow through the generator, in the order in which they arise; data only.

Offsets are code points into a document's text, 0-based, end exclusive. Every record is frozen and made of
plain values, so that it can be compared, hashed and written as JSON.
"""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a seed's front matter says about the document; empty where it is silent."""

    title: str = ""
    date: str = ""  # of publication, EDTF
    publisher: str = ""
    author: str = ""
    url: str = ""
    license: str = ""
    language: str = "en"
    note: str = ""
    publish: Publish = Publish.EXCERPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document as its reader returned it."""

    id: str  # the slug of the path below seeds/, without suffix
    path: str  # as the person would name it: seeds/istanbul-talks.txt
    text: str
    sha256: str  # of the text in UTF-8
    metadata: Metadata
    first_line: int = 1  # the file's line on which the text begins: behind the front matter


# ---------------------------------------------------------------- what extraction finds in one document


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something in the text that a person should look at."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """All that extraction found in one document; what is cached."""

    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    quotes: tuple[QuoteMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    oddities: tuple[Oddity, ...] = ()


# ---------------------------------------------------------------- facts, across documents


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Words of a source and where they stand in it."""

    source: str  # the document's id
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorReference:
    """A mention that has been resolved to an actor."""

    words: Passage
    context: Passage  # the sentence it stands in
    type: MentionType
    metonym: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody or something that acts or speaks."""

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()  # other names in the texts, most frequent first
    roles: tuple[Passage, ...] = ()
    affiliation: tuple[str, ...] = ()  # ids of actors
    mentions: tuple[ActorReference, ...] = ()
    terms: Passage | None = None  # an unnamed source's terms
    paged: bool = True  # whether it has a page of its own; False for those whom the sources name in passing


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody named as speaker or addressee: the words, and the actor they resolve to."""

    words: Passage
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words reported as somebody's, with all that ties them to their source."""

    id: str
    form: Form
    words: Passage  # from the first word to the last
    pieces: tuple[Passage, ...]  # the speaker's own words
    context: Passage  # the sentences they stand in
    cue: Passage | None = None
    verb: str = ""  # the lemma of a cue that is a verb, lower case
    speaker: Voice | None = None
    addressee: Voice | None = None
    parent: str | None = None  # id of the quote in which this one is nested
    about: tuple[str, ...] = ()  # ids of the actors named inside the words
    said_on: str = ""  # EDTF; empty where the text does not say
    confidence: float = 0.0
    rule: str = ""

    @property
    def source(self) -> str:
        """The id of the document."""
        return self.words.source


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedDate:
    """What a date mention comes to, given the document's other dates and its day of publication."""

    value: str = ""  # EDTF; empty when unresolved
    basis: Basis = Basis.UNRESOLVED
    reference: str = ""  # the date it was reckoned from, EDTF


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReference:
    """One place in a source that names a date."""

    words: Passage
    context: Passage
    value: str  # EDTF; empty when unresolved
    basis: Basis
    reference: str = ""  # the date it was reckoned from, EDTF
    rule: str = ""
    clause: tuple[Passage, ...] = ()  # the words that tell what happened then, in pieces
    actors: tuple[str, ...] = ()  # ids, named in these words and not in those of the date


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date and all the places that name it."""

    id: str  # the file name: the EDTF value in characters that are safe in a path
    value: str  # EDTF
    references: tuple[DateReference, ...]
    actors: tuple[str, ...] = ()  # ids, named in the clauses that it dates
    beside: tuple[str, ...] = ()  # ids, named elsewhere in the sentences
    quotes: tuple[str, ...] = ()  # ids, in the sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as a fact: what it is and where its facts stand."""

    document: Document
    paragraphs: tuple[Span, ...]
    unresolved: tuple[DateReference, ...] = ()  # dates that the text leaves open
    oddities: tuple[Oddity, ...] = ()

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def title(self) -> str:
        """The document's title, or its path where it has none."""
        return self.document.metadata.title or self.document.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two actors that may be one, which a person decides."""

    kind: str  # a short stable name: "surname"
    actors: tuple[str, str]  # ids, sorted
    reason: str  # a sentence
    score: float  # 0 to 1, to rank by


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the site says; each tuple sorted by id, suggestions the surest first."""

    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dates: tuple[Date, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


# ---------------------------------------------------------------- pages and findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file below docs/ as the machine would write it: a Markdown page or an export."""

    path: str  # below docs/, with forward slashes
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something `check` or `generate` has to tell a person."""

    path: str
    line: int | None
    message: str  # what was found, what was expected, what to do
    code: str  # a short stable name: "altered", "broken-link"
    error: bool = True  # False for a warning

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message} [{self.code}]"
