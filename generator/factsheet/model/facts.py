"""Records: facts, across documents."""

from __future__ import annotations

from dataclasses import dataclass, replace

from factsheet.model.decisions import Decision
from factsheet.model.documents import Document
from factsheet.model.mentions import Clutter, MentionType, Oddity
from factsheet.model.values import NOBODY_YET, Basis, Form, Kind, Review, Span


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Words of a source and where they stand in it."""

    source: str  # the document's id
    span: Span
    text: str

    @property
    def order(self) -> tuple[str, int, int]:
        """Sorts passages as they compare, many times faster."""
        return self.source, self.span.start, self.span.end


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorReference:
    """A mention that has been resolved to an actor."""

    words: Passage
    context: Passage  # the sentence it stands in
    type: MentionType
    metonym: bool = False
    found_by: str = ""  # the extractor of another package; empty for what we found
    again: bool = False  # whether the sentence is one of another source's story, which is counted there


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
    editor_roles: tuple[str, ...] = ()  # that a person wrote and no source says
    same_as: tuple[str, ...] = ()  # its addresses elsewhere in the web, written by a person
    tags: tuple[str, ...] = ()
    review: Review = NOBODY_YET
    added: bool = False  # whether a person added it
    paged: bool = True  # whether it has a page of its own; False for those whom the sources name in passing

    @property
    def found_by(self) -> tuple[str, ...]:
        """The extractors of other packages without which it would not be known; none for what we found ourselves."""
        return _finders(self.mentions)

    @property
    def told_once(self) -> tuple[ActorReference, ...]:
        """The mentions, without those that a republished story has once more."""
        return tuple(one for one in self.mentions if not one.again)


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
    republished: tuple[Quote, ...] = ()  # as the other sources of the same story have it, the earliest first
    confidence: float = 0.0
    rule: str = ""
    found_by: str = ""  # the extractor of another package; empty for what we found
    tags: tuple[str, ...] = ()
    added: bool = False  # whether a person added it
    review: Review = NOBODY_YET

    @property
    def source(self) -> str:
        """The id of the document."""
        return self.words.source

    @property
    def places(self) -> tuple[Quote, ...]:
        """The quote as each source of its story has it, its own first, under the id and the review that all share."""
        return (self, *(replace(one, id=self.id, review=self.review) for one in self.republished))


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
    found_by: str = ""  # the extractor of another package; empty for what we found
    clause: tuple[Passage, ...] = ()  # the words that tell what happened then, in pieces
    actors: tuple[str, ...] = ()  # ids, named in these words and not in those of the date
    again: bool = False  # whether the sentence is one of another source's story, which is counted there


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date and all the places that name it."""

    id: str  # the file name: the EDTF value in characters that are safe in a path
    value: str  # EDTF
    references: tuple[DateReference, ...]
    actors: tuple[str, ...] = ()  # ids, named in the clauses that it dates
    beside: tuple[str, ...] = ()  # ids, named elsewhere in the sentences
    quotes: tuple[str, ...] = ()  # ids, in the sentences
    title: str = ""  # that a person gave it
    tags: tuple[str, ...] = ()
    added: bool = False  # whether a person added a place that names it
    review: Review = NOBODY_YET

    @property
    def found_by(self) -> tuple[str, ...]:
        """The extractors of other packages without which it would not be known; none for what we found ourselves."""
        return _finders(self.references)

    @property
    def told_once(self) -> tuple[DateReference, ...]:
        """The places that name it, without those that a republished story has once more."""
        return tuple(one for one in self.references if not one.again)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as a fact: what it is and where its facts stand."""

    document: Document
    paragraphs: tuple[Span, ...]
    unresolved: tuple[DateReference, ...] = ()  # dates that the text leaves open
    oddities: tuple[Oddity, ...] = ()
    unread: bool = False  # whether nothing was looked for, since its language is not read here
    clutter: tuple[Clutter, ...] = ()  # what in it is no reporting
    day: str = ""  # that the text bears in its dateline or stamp, EDTF
    origin: str = ""  # the id of the source whose story it tells again; empty where it tells its own
    tags: tuple[str, ...] = ()
    review: Review = NOBODY_YET

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def published(self) -> str:
        """The day of publication as far as it is known, EDTF."""
        return self.document.metadata.date or self.day

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
class Forward:
    """A fact that people united with another one, or rejected: its page stays at its address and says so."""

    type: str  # actor, quote, date or source
    fact: Actor | Quote | Date | Source  # as people corrected it otherwise
    target: str = ""  # the id of the fact that it is told as; empty where it is rejected

    @property
    def id(self) -> str:
        """The id of the fact."""
        return self.fact.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the site says; each tuple sorted by id, suggestions the surest first."""

    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dates: tuple[Date, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    forwards: tuple[Forward, ...] = ()
    decisions: tuple[Decision, ...] = ()  # of people, that these facts follow


def _finders(places: tuple[ActorReference, ...] | tuple[DateReference, ...]) -> tuple[str, ...]:
    """Return who found the places of a fact, sorted; nobody where we found one of them."""
    finders = {place.found_by for place in places}
    return () if "" in finders else tuple(sorted(finders))
