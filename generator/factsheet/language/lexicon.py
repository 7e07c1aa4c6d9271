"""The language room: the lexicon, what the extraction has to know about words, read from the tables in `data/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from factsheet.errors import FactsheetError
from factsheet.language.tables import Row, read_mapping, read_table, split_cell
from factsheet.language.trees import Rankers, load_rankers

T = TypeVar("T")


class CueClass(StrEnum):
    """What a cue does: how the words around it are reported, and which objects it takes."""

    SAY = "say"
    TELL = "tell"  # its object is the addressee: "told Politico"
    ASK = "ask"
    WRITE = "write"
    THINK = "think"
    EVALUATE = "evaluate"  # its object is what is judged: "called the deal 'a sham'"
    SHOW = "show"
    NOUN = "noun"  # "the claim that ..."


class PhraseKind(StrEnum):
    """What a cue phrase tells, and where the speaker's words stand."""

    SOURCE = "source"  # the speaker follows: "according to the envoy"
    AROUND = "around"  # the speaker stands in its gap: "as the envoy put it"
    OCCASION = "occasion"  # it tells the occasion, not the speaker: "in a statement"


class StateStatus(StrEnum):
    """A state's place among the states, in the order in which a shared name is resolved."""

    MEMBER = "member"  # of the United Nations
    OBSERVER = "observer"
    PARTIAL = "partial"  # recognised by some or by none, or an entity that acts as a state; not a judgement
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports speech or thought."""

    lemma: str
    klass: CueClass
    weight: float  # 0..1: how sure the word alone makes it that somebody's words are reported


@dataclass(frozen=True, slots=True)
class CueRate:
    """How often a word reports somebody's words or thoughts, counted in annotated news, 0..1."""

    reporting: float = 0.0  # of all its uses
    quoting: float = 0.0  # of all its uses, those that report words in quotation marks
    clause: float = 0.0  # of its uses with a clause below it: "said that ..."
    infinitive: float = 0.0  # of those with an infinitive: "vowed to ..."
    object: float = 0.0  # of those with an object: "denied the ..."
    preposition: float = 0.0  # of those with a preposition: "warned of ..."


@dataclass(frozen=True, slots=True)
class CuePhrase:
    """Several words that report speech together; "..." marks the gap for the speaker."""

    phrase: str
    kind: PhraseKind


@dataclass(frozen=True, slots=True)
class State:
    """A state with the names under which a text lets it act, spelled as they are printed."""

    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]  # adjectives and words for the people, both numbers
    capitals: tuple[str, ...]  # cities whose names stand for the government
    seats: tuple[str, ...]  # buildings, streets and districts whose names do
    ambiguous: frozenset[str]  # keys of those of all its names that often mean somebody or something else
    status: StateStatus


@dataclass(frozen=True, slots=True)
class Title:
    """Words that stand before a person's name."""

    words: str
    gender: str  # "f", "m" or unknown


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """A noun that describes a person in a role."""

    lemma: str
    gender: str  # "f", "m" or unknown
    speaks: bool  # typical of an unnamed source: official, witness, spokesperson
    synonyms: tuple[str, ...]  # lemmas that may describe the same person a few lines on


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A personal pronoun, possessive or reflexive."""

    form: str
    person: int  # 1, 2 or 3
    number: str  # "singular", "plural" or either
    gender: str  # "f", "m", "n" or any
    cases: tuple[str, ...]  # nominative, accusative, genitive (before a noun), possessive (alone), reflexive


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What one language's tables know, ready to be looked up; every key is casefolded.

    A key says nothing about capitals: "us" finds the United States and "who" the World Health Organization.
    Look a name up only where the text writes it as a name.
    """

    language: str
    cues: Mapping[str, Cue]  # by lemma; "claim" and its like are the verb here
    cue_nouns: Mapping[str, Cue]  # by lemma; for words that the text uses as nouns
    verb_rates: Mapping[str, CueRate]  # by lemma, as below
    noun_rates: Mapping[str, CueRate]
    adjective_rates: Mapping[str, CueRate]
    cue_phrases: tuple[CuePhrase, ...]
    states: tuple[State, ...]
    state_by_name: Mapping[str, State]  # short names and aliases; as below, with and without "the"
    state_by_demonym: Mapping[str, State]
    state_by_capital: Mapping[str, State]
    state_by_seat: Mapping[str, State]
    governing_verbs: Mapping[str, str]  # by lemma: whether they take works ("starred in") or bodies ("joined")
    titles: Mapping[str, Title]
    courtesies: frozenset[str]  # those that tell no role, without their stop: "mr"
    terms: re.Pattern[str]  # on which an unnamed source spoke
    role_nouns: Mapping[str, RoleNoun]  # by lemma
    group_nouns: frozenset[str]  # lemmas
    organization_heads: frozenset[str]
    not_actor_heads: frozenset[str]
    place_heads: frozenset[str]
    post_nominals: frozenset[str]  # "frs" behind a person's name
    regions: frozenset[str]  # with and without "the": places that never act
    pronouns: Mapping[str, Pronoun]
    given_names: Mapping[str, str]  # to "f" or "m"
    nicknames: Mapping[str, tuple[str, ...]]  # to the given names they stand for, as printed
    organizations: Mapping[str, str]  # names and aliases to the name as printed, without "the"
    ambiguous_organizations: frozenset[str]  # keys of those that are also words, people, places or things
    acronyms: frozenset[str]  # keys of those of the ambiguous that mean the organization in capitals only: "SWIFT"
    not_actors: frozenset[str]  # with and without "the": things that never act, such as works, wars and devices
    ambiguous_not_actors: frozenset[str]  # those that are also people or places
    rankers: Rankers


@cache
def load_lexicon(language: str = "en") -> Lexicon:
    """Read all tables of a language.

    Args:
        language: an ISO 639-1 code, the name of the folder below `data/`.

    Returns:
        The lexicon; the same object at every call.

    Raises:
        FactsheetError: when a table is missing or a cell has a value that is none of those it may have.
    """
    nouns = _records(language, "cue_nouns", _cue)
    states = _records(language, "states", _state)
    by_status = sorted(states, key=lambda state: tuple(StateStatus).index(state.status))
    return Lexicon(
        language=language,
        cues=_by_word(nouns, _lemma) | _by_word(_records(language, "cues", _cue), _lemma),
        cue_nouns=_by_word(nouns, _lemma),
        verb_rates=guessed_rates(language, "cues") | _counted(language, "VERB"),
        noun_rates=guessed_rates(language, "cue_nouns") | _counted(language, "NOUN"),
        adjective_rates=_counted(language, "ADJ"),
        cue_phrases=_records(language, "cue_phrases", _cue_phrase),
        states=states,
        state_by_name=_by_name(by_status, lambda state: [state.name, *state.aliases]),
        state_by_demonym=_by_name(by_status, lambda state: state.demonyms),
        state_by_capital=_by_name(by_status, lambda state: state.capitals),
        state_by_seat=_by_name(by_status, lambda state: state.seats),
        governing_verbs={row["lemma"]: row["governs"] for row in read_table(language, "governing_verbs")},
        titles=_by_word(_records(language, "titles", _title), lambda title: title.words),
        courtesies=_words(language, "courtesies"),
        terms=_pattern(language, "terms"),
        role_nouns=_by_word(_records(language, "role_nouns", _role_noun), lambda noun: noun.lemma),
        group_nouns=_words(language, "group_nouns"),
        organization_heads=_words(language, "organization_heads"),
        not_actor_heads=_words(language, "not_actor_heads"),
        place_heads=_words(language, "place_heads"),
        post_nominals=_words(language, "post_nominals"),
        regions=_keys(row["name"] for row in read_table(language, "regions")),
        pronouns=_by_word(_records(language, "pronouns", _pronoun), lambda pronoun: pronoun.form),
        given_names=_given_names(language),
        nicknames={row["nickname"].casefold(): split_cell(row["names"]) for row in read_table(language, "nicknames")},
        organizations=_organizations(language),
        ambiguous_organizations=_keys(_ambiguous(language, "organizations")),
        acronyms=_keys(name for name in _ambiguous(language, "organizations") if name.isupper()),
        not_actors=frozenset(_named(language, "not_actors")),
        ambiguous_not_actors=_keys(_ambiguous(language, "not_actors")),
        rankers=load_rankers(language),
    )


def _records(language: str, table: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    """Turn each row of a table into a record."""
    return tuple(_record(row, make, f"language/data/{language}/{table}.tsv") for row in read_table(language, table))


def _record(row: Row, make: Callable[[Row], T], place: str) -> T:
    """Turn one row into a record, or say which row cannot be one."""
    try:
        return make(row)
    except (KeyError, ValueError) as error:
        raise FactsheetError(f"the row of {next(iter(row.values()))!r} cannot be read: {error}", place) from error


def _by_word(records: Iterable[T], word: Callable[[T], str]) -> dict[str, T]:
    """Map each casefolded word to its record."""
    return {word(record).casefold(): record for record in records}


def _by_name(records: Iterable[T], names: Callable[[T], Iterable[str]]) -> dict[str, T]:
    """Map all keys of all names to their record; of two records with one name the first keeps it."""
    mapping: dict[str, T] = {}
    for record in records:
        for form in (form for name in names(record) for form in _forms(name)):
            mapping.setdefault(form, record)
    return mapping


def _forms(name: str) -> tuple[str, ...]:
    """Return the keys of a name: "the Kremlin" is found with and without its article, "The Hague" only with."""
    bare = name.removeprefix("the ").casefold()
    return bare, f"the {bare}"


def _words(language: str, table: str) -> frozenset[str]:
    """Read a table that is a plain list of words."""
    return frozenset(row["word"].casefold() for row in read_table(language, table))


def _pattern(language: str, table: str) -> re.Pattern[str]:
    """Read a table of regular expressions as one, up to the end of the clause, whatever the capitals."""
    patterns = "|".join(row["pattern"] for row in read_table(language, table))
    return re.compile(rf"(?:{patterns})[^.;\n]*", re.IGNORECASE)


def _given_names(language: str) -> dict[str, str]:
    """Map given names to "f" or "m": those of all languages, which cross borders, and above them the language's own."""
    names = dict(read_mapping("en", "given_names", "name", "gender"))
    names |= read_mapping(language, "given_names", "name", "gender")
    return {name.casefold(): gender for name, gender in names.items()}


def _organizations(language: str) -> dict[str, str]:
    """Map "eu", "e.u." and "european union" to "European Union"."""
    return {form: name.removeprefix("the ") for form, name in _named(language, "organizations").items()}


def _named(language: str, table: str) -> dict[str, str]:
    """Map all keys of the names and aliases of a table to the row's name."""
    return {
        form: row["name"]
        for row in read_table(language, table)
        for name in (row["name"], *split_cell(row["aliases"]))
        for form in _forms(name)
    }


def _ambiguous(language: str, table: str) -> tuple[str, ...]:
    """Return the names of a table that often mean somebody or something else."""
    return tuple(name for row in read_table(language, table) for name in split_cell(row["ambiguous"]))


def _keys(names: Iterable[str]) -> frozenset[str]:
    """Return the keys of names."""
    return frozenset(form for name in names for form in _forms(name))


def _lemma(cue: Cue) -> str:
    """Return what a cue is found by."""
    return cue.lemma


def _cue(row: Row) -> Cue:
    """Read a row of `cues`."""
    return Cue(row["lemma"], CueClass(row["class"]), float(row["weight"]))


def _counted(language: str, pos: str) -> dict[str, CueRate]:
    """Map the words of a class to how often they were seen to be cues."""
    rows = zip(read_table(language, "cue_rates"), _records(language, "cue_rates", _cue_rate), strict=True)
    return {row["lemma"]: rate for row, rate in rows if row["pos"] == pos}


def guessed_rates(language: str, table: str) -> dict[str, CueRate]:
    """Map the words of a table to how often they are cues, as far as their weights suggest.

    Args:
        language: an ISO 639-1 code.
        table: "cues" or "cue_nouns".
    """
    return {cue.lemma.casefold(): _guessed_rate(cue.weight) for cue in _records(language, table, _cue)}


def _guessed_rate(weight: float) -> CueRate:
    """Return the rate of a cue that was never counted; the shares are those of counted cues of the same weight."""
    return CueRate(0.8 * weight, 0.2 * weight, 0.8 * weight, 0.5 * weight, 0.4 * weight, 0.3 * weight)


def _cue_rate(row: Row) -> CueRate:
    """Read a row of `cue_rates`."""
    columns = ("reporting", "quoting", "clause", "infinitive", "object", "preposition")
    return CueRate(*(float(row[column]) for column in columns))


def _cue_phrase(row: Row) -> CuePhrase:
    """Read a row of `cue_phrases`."""
    return CuePhrase(row["phrase"], PhraseKind(row["kind"]))


def _state(row: Row) -> State:
    """Read a row of `states`."""
    return State(
        name=row["name"],
        aliases=split_cell(row["aliases"]),
        demonyms=split_cell(row["demonyms"]),
        capitals=split_cell(row["capitals"]),
        seats=split_cell(row["seats"]),
        ambiguous=_keys(split_cell(row["ambiguous"])),
        status=StateStatus(row["status"]),
    )


def _title(row: Row) -> Title:
    """Read a row of `titles`."""
    return Title(row["title"], row["gender"])


def _role_noun(row: Row) -> RoleNoun:
    """Read a row of `role_nouns`."""
    return RoleNoun(row["lemma"], row["gender"], row["speaks"] == "yes", split_cell(row["synonyms"]))


def _pronoun(row: Row) -> Pronoun:
    """Read a row of `pronouns`."""
    return Pronoun(row["form"], int(row["person"]), row["number"], row["gender"], split_cell(row["cases"]))
