"""Extraction, names: which words of a document are names, and of what, from the model's entities and the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from factsheet.extract.judging import judge
from factsheet.extract.text import Text
from factsheet.extract.titled import Name, find_bodies, find_labels, find_titled, title_before
from factsheet.extract.trimming import KINDS, is_thing, kind_of, led_by_title, trim, untitled
from factsheet.language import Lexicon
from factsheet.model import Kind, Span

PLACES = frozenset({"GPE", "LOC", "FAC"})
SITE = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9-]{2,})\.(?:[a-z]{2,4})(?:\.[a-z]{2})?$", re.IGNORECASE)
HYPHENS = frozenset({"-", "‐", "‑", "–"})
VERSION = re.compile(r"[\s-]+(?:\d[\w.]*|[IVX]+)$")  # "Windows 10"
LONGEST = 6  # tokens: no name of the lexicon that is longer is looked for
ACRONYM_LENGTH = 3  # letters: a listed name as short as this counts only in capitals ("WHO", not "Who")


def find_names(text: Text, voices: Iterable[Span] = ()) -> tuple[Name, ...]:
    """Find the names in a document.

    The lexicon's states, seats of power and organizations come first, then the model's entities, then further
    mentions of people's surnames that the model passed over; then each is judged by all that the document shows of it.

    Args:
        text: the parsed document.
        voices: the words that name speakers.

    Returns:
        Names that do not overlap, in text order; programmes, laws, works and the like are left out.
    """
    return judge(text, list_names(text), voices)


def list_names(text: Text) -> list[Name]:
    """Return what may be a name in a document, in text order, with the kinds that the words by themselves suggest."""
    taken: set[int] = set()
    found: list[Name] = []
    for find in (_listed, _entities, _sites, find_titled, find_bodies):
        _take(find(text), found, taken)
    _take(find_labels(text, found), found, taken)
    _take(_repeated(text, found), found, taken)
    return sorted((name for name in found if name.kind or name.place), key=lambda name: name.start)


def _take(names: Iterable[Name], found: list[Name], taken: set[int]) -> None:
    """Add the names that overlap none found before."""
    for name in names:
        if not taken.intersection(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            found.append(name)


# ---------------------------------------------------------------- the lexicon's own


@dataclass(frozen=True, slots=True)
class Marked:
    """What the model marked in a document; spaCy would go through all of it again for each question."""

    whole: Mapping[int, tuple[int, int]]  # the entity that holds a token, tokens
    surnames: frozenset[str]  # the last words of people's full names


def _marked(doc: Doc) -> Marked:
    """Look at the entities of a document once."""
    entities = [entity for entity in doc.ents if entity.label_ in ("PERSON", "ORG", "GPE", "FAC")]
    return Marked(
        whole={token: (one.start, one.end) for one in entities for token in range(one.start, one.end)},
        surnames=frozenset(one[-1].text for one in entities if one.label_ == "PERSON" and len(one) > 1),
    )


def _listed(text: Text) -> Iterator[Name]:
    """Yield the names that the lexicon knows, the longest that begins at each word; what never acts has no kind."""
    doc, position, marked = text.doc, 0, _marked(text.doc)
    while position < len(doc):
        match = _longest(text, position, marked)
        if match is None or _inside_longer(doc, match, marked.whole, text.lexicon):
            position += 1
            continue
        yield match
        position = match.end


def _longest(text: Text, start: int, marked: Marked) -> Name | None:
    """Return the longest name of the lexicon that begins at a token."""
    if not _begins_name(text.string[text.starts[start] : text.ends[start]]):
        return None
    for end in range(min(start + LONGEST, len(text)), start, -1):
        words = text.string[text.starts[start] : text.ends[end - 1]]
        if not words[-1:].isalnum() and not words.endswith("."):
            continue
        name = _look_up(words, start, end, text, marked)
        if name is not None and _is_written_as_name(text.doc, start, end):
            return name
    return None


def _look_up(words: str, start: int, end: int, text: Text, marked: Marked) -> Name | None:
    """Return the lexicon's reading of some words, or None."""
    key, label, lexicon = _key(words), text.entities[start], text.lexicon
    if key in lexicon.state_by_name and _is_state(words, label) and not _is_given_name(text, start, end):
        return Name(start, end, _root(text, start, end), lexicon.state_by_name[key].name, Kind.STATE, known=True)
    if key in lexicon.state_by_seat:
        return Name(
            start, end, _root(text, start, end), lexicon.state_by_seat[key].name, Kind.STATE, seat=True, known=True
        )
    if key in lexicon.state_by_capital and not (label == "PERSON" and _runs_on(text.doc, end)):
        return Name(
            start,
            end,
            _root(text, start, end),
            lexicon.state_by_capital[key].name,
            Kind.STATE,
            capital=True,
            known=True,
        )
    if key in lexicon.not_actors and _is_listed_thing(text, start, end, key):
        return Name(start, end, _root(text, start, end), words, None, known=True)
    if key in lexicon.organizations and _is_organization(text, start, end, key, marked):
        return Name(start, end, _root(text, start, end), lexicon.organizations[key], Kind.ORGANIZATION, known=True)
    if key in lexicon.regions:
        return Name(start, end, _root(text, start, end), words, None, place=True, known=True)
    return None


def _is_given_name(text: Text, start: int, end: int) -> bool:
    """Tell whether a state's name is a person's here, for a surname follows: "Chad Michael Murray"."""
    lexicon, doc = text.lexicon, text.doc
    if end - start > 1 or end == len(doc) or text.lower[start] not in lexicon.given_names:
        return False
    follows = text.pos[end] == "PROPN" and doc[end].text.istitle() and text.entities[end] == "PERSON"
    return follows and text.lower[end] not in lexicon.titles


def _key(words: str) -> str:
    """Return what words are looked up by."""
    return words.casefold().replace("’", "'")


def _is_organization(text: Text, start: int, end: int, key: str, marked: Marked) -> bool:
    """Tell whether a listed name means the organization here.

    An ambiguous one does where the model reads exactly these words as an organization, an acronym is written as one,
    and nobody in the document has it for a surname: "Ford" beside "Betty Ford".
    """
    words, lexicon = text.doc[start:end].text, text.lexicon
    if not _has_capitals(words) or (key in lexicon.acronyms and not words.isupper()):
        return False
    if key not in lexicon.ambiguous_organizations:
        return True
    read_so = text.entities[start] == "ORG" and marked.whole[start] == (start, end)
    return read_so and words not in marked.surnames


def _is_listed_thing(text: Text, start: int, end: int, key: str) -> bool:
    """Tell whether a listed thing is meant here; an ambiguous one is not where the model reads a person or a place."""
    return _has_capitals(text.doc[start:end].text) and (
        key not in text.lexicon.ambiguous_not_actors or text.entities[start] not in {"PERSON", *PLACES}
    )


def _has_capitals(words: str) -> bool:
    """Tell whether a name as short as an acronym is written as one: "WHO" and "DoD", not "Who"."""
    return len(words) > ACRONYM_LENGTH or words.isupper() or not words.istitle()


def _root(text: Text, start: int, end: int) -> int:
    """Return the token that heads a name."""
    root: int = text.doc[start:end].root.i
    return root


def _runs_on(doc: Doc, end: int) -> bool:
    """Tell whether an entity of the model goes on at a token."""
    return end < len(doc) and doc[end].ent_iob_ == "I"


def _begins_name(word: str) -> bool:
    """Tell whether a listed name may begin with a word: "Reuters", "eBay", "4chan", "al" in "al-Shabaab"."""
    return word != word.lower() or word[0].isdigit() or word == "al"


def _is_written_as_name(doc: Doc, start: int, end: int) -> bool:
    """Tell whether words have capitals but for small ones: "Organization of American States"."""
    return all(not t.is_alpha or not t.text.islower() or len(t) <= ACRONYM_LENGTH for t in doc[start:end])


def _is_state(words: str, label: str) -> bool:
    """Tell whether a state's name names it here: not in "IN" and "Us", nor where the model reads a person ("Chad")."""
    letters = words.replace(".", "")
    return (len(letters) != 2 or letters in ("US", "UK")) and not (label == "PERSON" and " " not in words)


def _inside_longer(doc: Doc, match: Name, whole: Mapping[int, tuple[int, int]], lexicon: Lexicon) -> bool:
    """Tell whether a name of the lexicon is part of a longer one: "Georgia" in "Georgia Republican Party"."""
    first, last = whole.get(match.start), whole.get(match.end - 1)
    if first is None or first != last:
        return False
    start, end = trim(doc, *first, lexicon)
    return (start, end) != (match.start, match.end) and end - start > match.end - match.start


# ---------------------------------------------------------------- the model's entities


def _entities(text: Text) -> Iterator[Name]:
    """Yield the people, organizations and places that the model found."""
    for entity in text.doc.ents:
        if entity.label_ in KINDS or entity.label_ in PLACES:
            name = _entity(text, entity)
            if name is not None:
                yield name


def _entity(text: Text, entity: SpacySpan) -> Name | None:
    """Trim an entity to the bare name and name its kind."""
    doc, lexicon = text.doc, text.lexicon
    start, end = trim(doc, entity.start, entity.end, lexicon, entity.label_)
    kind, title = kind_of(doc, start, end, entity.label_, lexicon), ""
    begin = led_by_title(doc, start, end, lexicon) if kind is Kind.ORGANIZATION else start
    if begin > start:
        kind, start = Kind.PERSON, begin
    elif kind is Kind.PERSON:
        start, title = untitled(doc, start, end, lexicon)
    if start >= end or not any(token.text[0].isupper() or token.text[0].isdigit() for token in doc[start:end]):
        return None
    if not title and kind is Kind.PERSON:
        title = title_before(doc, start, lexicon)
    if is_thing(doc, start, end, lexicon) or _is_version_of_thing(doc[start:end].text, lexicon):
        return None
    last = doc[end - 1].lower_
    if last in lexicon.organization_heads and end - start > 1 and kind is not Kind.PERSON:
        kind = Kind.ORGANIZATION
    place = kind is None or (last in lexicon.place_heads and kind is not Kind.PERSON and end - start > 1)
    return Name(start, end, doc[start:end].root.i, doc[start:end].text, None if place else kind, title, place)


def _is_version_of_thing(words: str, lexicon: Lexicon) -> bool:
    """Tell whether words name a listed thing, numbered or not: "Spanish flu", "Windows 10"."""
    key = _key(VERSION.sub("", words))
    return key in lexicon.not_actors and key not in lexicon.ambiguous_not_actors and _has_capitals(words)


def _sites(text: Text) -> Iterator[Name]:
    """Yield the web sites that are said to say something: "politico.eu reported"."""
    for token, dep in enumerate(text.deps):
        if dep in ("nsubj", "pobj", "dobj", "dative") and "." in text.lower[token] and text.doc[token].like_url:
            words = text.string[text.starts[token] : text.ends[token]]
            if SITE.match(words):
                yield Name(token, token + 1, token, words, Kind.ORGANIZATION)


def _repeated(text: Text, found: Sequence[Name]) -> Iterator[Name]:
    """Yield further mentions of people's surnames and given names, and of names of one word."""
    known = dict(_short_forms(text, found))
    for token, pos in enumerate(text.pos):
        if text.string[text.starts[token]].isupper() and (pos in ("PROPN", "NOUN") or text.doc[token].is_oov):
            hyphen = text.string[text.starts[token] - 1 : text.starts[token]] in HYPHENS
            start = _orthographic_start(text.doc, token) if hyphen else token
            words = text.string[text.starts[start] : text.ends[token]]
            if words in known and _ends_word(text.doc, token):
                title = title_before(text.doc, start, text.lexicon)
                yield Name(start, token + 1, token, words, known[words], title)


def _short_forms(text: Text, found: Sequence[Name]) -> Iterator[tuple[str, Kind]]:
    """Yield the words by which names may come again, each with its kind; where two differ, the later one counts."""
    people = [name for name in found if name.kind is Kind.PERSON and name.end > name.start + 1]
    for name in people:
        first = text.string[text.starts[name.start] : text.ends[name.start]]
        if first.casefold() in text.lexicon.given_names:
            yield first, Kind.PERSON
    for name in reversed(found):
        if name.end == name.start + 1 and name.name.istitle() and name.kind in (Kind.PERSON, Kind.ORGANIZATION):
            yield name.name, name.kind
    for name in people:
        if surname := _surname(text, name):
            yield surname, Kind.PERSON


def _surname(text: Text, name: Name) -> str:
    """Return the last word of a person's full name, hyphens and all: "Nwosu-Brandt"."""
    start = _orthographic_start(text.doc, name.end - 1)
    words = text.string[text.starts[start] : text.ends[name.end - 1]]
    return words if start > name.start and words[:1].isupper() else ""


def _orthographic_start(doc: Doc, token: int) -> int:
    """Return the first token of the word between spaces in which a token stands, if the word has hyphens."""
    start = token
    while (
        start > 1
        and doc[start - 1].text in HYPHENS
        and not doc[start - 1].whitespace_
        and not doc[start - 2].whitespace_
    ):
        start -= 2
    return start


def _ends_word(doc: Doc, token: int) -> bool:
    """Tell whether no hyphen joins a token to the next."""
    return token + 1 >= len(doc) or bool(doc[token].whitespace_) or doc[token + 1].text not in HYPHENS
