"""Extraction, evidence: what speaks for a name being a person's, an organization's or no actor's, in numbers.

One row for each name of a document, over all places where it stands; each number can be checked by reading them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from factsheet.extract.text import Text
from factsheet.extract.titled import Name
from factsheet.language import Lexicon

LABELS = ("PERSON", "ORG", "GPE", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "FAC", "LOC", "")
RELATIONS = (
    "nsubj", "nsubjpass", "dobj", "pobj", "poss", "compound", "appos", "conj", "ROOT", "attr", "oprd", "nmod", "amod",
    "dative", "agent", "npadvmod", "dep",
)  # fmt: skip
PREPOSITIONS = ("in", "of", "at", "on", "with", "for", "by", "from", "to", "as", "against", "about", "into", "between")
NEIGHBOURS = ("role", "body", "no actor")  # what the noun beside a name names
VERBS = ("work", "membership", "speech")  # of making works, of belonging to bodies, of speech
CONTEXT = (
    "the", "a", "whose", "year in brackets", "bracket", "in marks", "possessive", "comma", "quoted", "speaks", "title",
    "begins sentence", "who", "which", "he or she near", "it near",
)  # fmt: skip
FORM = (
    "times", "words", "characters", "capitals", "digit", "small word", "hyphen", "apostrophe", "mixed capitals",
    "point", "of", "and", "unknown words", "body last", "body inside", "no actor last", "no actor inside", "place last",
    "role last", "given first", "given last", "listed", "title first", "full names with it last",
    "full names with it first", "other names of its last word",
)  # fmt: skip
COMPANY = ("company", "people in company", "bodies in company", "places in company", "works in company")
READ = ("person", "organization", "place")  # what the name was taken for
FEATURES = (
    *(f"label {label or 'none'}" for label in LABELS),
    *(f"read as {kind}" for kind in READ),
    *(f"relation {relation}" for relation in RELATIONS),
    *(f"behind {preposition}" for preposition in PREPOSITIONS),
    *(f"{verb} verb above" for verb in VERBS),
    *(f"{side} {noun}" for side in ("above", "below", "before", "behind") for noun in NEIGHBOURS),
    *CONTEXT,
    *COMPANY,
    *FORM,
)
YEAR = re.compile(r"[\"”’]?\s*\(\s*(?:[A-Za-z]+ )?(?:1[5-9]|20)\d\d\b")
BRACKET = re.compile(r"\s*\(")
MIXED = re.compile(r"[a-z][A-Z]")
MARKS = "\"“‘'"
NEAR = 15  # tokens behind a name in which "he" or "it" may take it up
HE = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
IT = frozenset({"it", "its", "itself", "which"})

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place where a name stands."""

    name: Name
    head: int  # the token that heads it or, in a list, the list
    features: Row


def weigh(text: Text, groups: Mapping[str, Sequence[Name]], speaking: Set[int]) -> dict[str, Row]:
    """Describe each name of a document.

    Args:
        text: the parsed document.
        groups: the places of each name, by a key.
        speaking: the tokens that name speakers.

    Returns:
        By the same key, the features in the order of `FEATURES`: of what differs from place to place the mean.
    """
    sightings = {key: [_sight(text, name, speaking) for name in names] for key, names in groups.items()}
    lists: defaultdict[int, list[tuple[str, Sighting]]] = defaultdict(list)
    for key, found in sightings.items():
        for sighting in found:
            lists[sighting.head].append((key, sighting))
    words = _Words(groups)
    return {
        key: (
            *_mean([one.features for one in found]),
            *_mean([_company(key, lists[one.head]) for one in found]),
            *_form(text, max((one.name for one in found), key=lambda name: len(name.name)), len(found), words),
        )
        for key, found in sightings.items()
    }


class _Words:
    """How many names begin and end with a word."""

    def __init__(self, keys: Iterable[str]) -> None:
        long = [key.split() for key in keys if " " in key]
        self.first = Counter(words[0] for words in long)
        self.last = Counter(words[-1] for words in long)


def _mean(rows: Sequence[Row]) -> Iterator[float]:
    """Yield the mean of each column."""
    return (sum(column) / len(rows) for column in zip(*rows, strict=True))


# ---------------------------------------------------------------- where it stands


def _sight(text: Text, name: Name, speaking: Set[int]) -> Sighting:
    """Describe one place."""
    head = name.head
    while text.deps[head] == "conj" and text.heads[head] != head:
        head = text.heads[head]
    relation, above = text.deps[head], text.heads[head]
    preposition = text.senses[above] if relation == "pobj" else ""
    governor = text.heads[above] if relation == "pobj" else above
    label = Counter(text.entities[at] for at in range(name.start, name.end)).most_common(1)[0][0]
    read = "place" if name.place or name.kind is None else name.kind.value
    features = (
        *(float(label == one) for one in LABELS),
        *(float(read == one) for one in READ),
        *(float(one in (relation, text.deps[name.head])) for one in RELATIONS),
        *(float(preposition == one) for one in PREPOSITIONS),
        *_verb(text, governor),
        *_neighbours(text, name, governor),
        *_context(text, name, speaking),
    )
    return Sighting(name, head, features)


def _verb(text: Text, governor: int) -> Row:
    """Tell which kind of verb governs a name, of itself or through a preposition."""
    lemma, verb = text.lemmas[governor], text.pos[governor] == "VERB"
    return (
        float(verb and text.lexicon.governing_verbs.get(lemma) == "work"),
        float(verb and text.lexicon.governing_verbs.get(lemma) == "membership"),
        float(verb and lemma in text.lexicon.cues),
    )


def _neighbours(text: Text, name: Name, governor: int) -> Iterator[float]:
    """Tell what the nouns above, below, before and behind a name are."""
    below = [
        child
        for child in text.children[name.head]
        if not name.start <= child < name.end and text.deps[child] in ("appos", "compound", "nmod", "amod")
    ]
    above = () if text.pos[governor] == "VERB" or name.start <= governor < name.end else (text.lemmas[governor],)
    for words in (
        above,
        tuple(text.lemmas[child] for child in below),
        text.lemmas[name.start - 1 : name.start] if name.start else (),
        text.lemmas[name.end : name.end + 1],
    ):
        yield from _sorts(words, text.lexicon)


def _sorts(words: Sequence[str], lexicon: Lexicon) -> Row:
    """Tell whether nouns are roles of people, kinds of bodies, or kinds of things that do not act."""
    return (
        float(any(word in lexicon.role_nouns or word in lexicon.titles for word in words)),
        float(any(word in lexicon.organization_heads or word in lexicon.group_nouns for word in words)),
        float(any(word in lexicon.not_actor_heads for word in words)),
    )


def _context(text: Text, name: Name, speaking: Set[int]) -> Row:
    """Describe the words and marks around a name."""
    start, end = text.starts[name.start], text.ends[name.end - 1]
    before = text.senses[name.start - 1] if name.start else ""
    left, right = text.string[max(start - 1, 0) : start], text.string[end : end + 18]
    clauses = [child for child in text.children[name.head] if text.deps[child] == "relcl"]
    relatives = {text.senses[word] for clause in clauses for word in text.children[clause]}
    near = text.senses[name.end : name.end + NEAR]
    return (
        float(before == "the"),
        float(before in ("a", "an")),
        float(before in ("his", "her", "their", "its", "my", "our")),
        float(YEAR.match(right) is not None),
        float(BRACKET.match(right) is not None),
        float(left != "" and left in MARKS and right.lstrip(",.")[:1] in tuple("\"”’'")),
        float(right[:2] in ("'s", "’s")),
        float(right[:1] == ","),
        float(text.levels[name.head] is not None),
        float(not speaking.isdisjoint(range(name.start, name.end))),
        float(bool(name.title)),
        float(name.start == 0 or text.sentences[name.start - 1] != text.sentences[name.start]),
        float(not relatives.isdisjoint(("who", "whom"))),
        float("which" in relatives),
        float(not HE.isdisjoint(near)),
        float(not IT.isdisjoint(near)),
    )


def _company(key: str, members: Sequence[tuple[str, Sighting]]) -> Row:
    """Describe the other names of the list in which a name stands: "starred in Stoker and Belle"."""
    others = [other.features for name, other in members if name != key]
    if not others:
        return (0.0,) * len(COMPANY)
    labels = [LABELS.index(label) for label in ("PERSON", "ORG", "GPE", "WORK_OF_ART")]
    return (float(len(others)), *(sum(row[at] for row in others) / len(others) for at in labels))


# ---------------------------------------------------------------- what it looks like


def _form(text: Text, name: Name, times: int, known: _Words) -> Row:
    """Describe a name by itself, and how it shares words with the document's other names."""
    lexicon, string = text.lexicon, name.name
    words = string.casefold().split() or [""]
    first, last, single = words[0], words[-1], len(words) == 1
    tokens = range(name.start, name.end)
    return (
        float(times),
        float(len(words)),
        float(len(string)),
        float(string.isupper()),
        float(any(character.isdigit() for character in string)),
        float(any(word[0].islower() for word in string.split())),
        float("-" in string),
        float("'" in string or "’" in string),
        float(MIXED.search(string) is not None),
        float("." in string),
        float("of" in words),
        float("and" in words or "&" in words),
        sum(text.doc[token].is_oov for token in tokens) / len(tokens),
        float(last in lexicon.organization_heads),
        float(any(word in lexicon.organization_heads for word in words)),
        float(last in lexicon.not_actor_heads),
        float(any(word in lexicon.not_actor_heads for word in words)),
        float(last in lexicon.place_heads),
        float(last in lexicon.role_nouns),
        float(first in lexicon.given_names),
        float(last in lexicon.given_names),
        float(_is_listed(string.casefold(), lexicon)),
        float(first in lexicon.titles),
        float(known.last[last] if single else 0),
        float(known.first[first] if single else 0),
        float(0 if single else known.last[last] - 1),
    )


def _is_listed(key: str, lexicon: Lexicon) -> bool:
    """Tell whether the lexicon knows a name for an organization's and for nothing else."""
    return key in lexicon.organizations and key not in lexicon.ambiguous_organizations
