"""Extraction, contents: the words that grammar puts under a word of speech or thought, by the kind of the relation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from factsheet.extract.speech.governors import NOMINALS, SUBJECTS, VERBS
from factsheet.extract.syntax import FINITE_TAGS
from factsheet.extract.text import Text

LONGEST_ASIDE = 12  # tokens of a clause that is thrown in: "Ms Petkutė told the committee on Monday"


class Under(IntEnum):
    """How words stand under a cue."""

    CLAUSE = 0  # "said | that the road is closed"
    INFINITIVE = 1  # "vowed | to close the road"
    OBJECT = 2  # "denied | the allegations"
    PREPOSITION = 3  # "warned of | a flood"
    GERUND = 4  # "accused him of | closing the road"
    PREDICATE = 5  # "called | the plan a hoax"
    ADVERBIAL = 6  # "asked | whether it floods"
    BEFORE_ACCORDING = 7  # "| the road is closed, according to ..."
    ASIDE = 8  # "| The road, he said, is closed"
    NOUN_CLAUSE = 9  # "the claim | that the road is closed"
    NOUN_PREPOSITION = 10  # "criticism of | the plan"
    PASSIVE = 11  # "| the plan was endorsed by ..."
    ADJECTIVE = 12  # "was worried | that it floods"
    BEHIND_ACCORDING = 13  # "According to ..., | the road is closed"


BY_DEPENDENCY = {"ccomp": Under.CLAUSE, "xcomp": Under.INFINITIVE, "dobj": Under.OBJECT, "oprd": Under.PREDICATE}
JOINING = frozenset({"prep", "xcomp", "oprd", "dative", "pcomp", "advcl"})
SHORT_END = 5  # tokens of such a clause before its verb, and from it to the sentence's end
BARE = frozenset({"nsubj", "advmod", "npadvmod", "punct", "prep", "det"})
STOPS = frozenset({",", "—", "–", "-", ".", ";", ":", "“", "”", '"'})
RELATIVES = frozenset({"who", "which", "that", "whose", "where", "when", "and", "but", "or"})


@dataclass(frozen=True, slots=True)
class Content:
    """Words under a cue."""

    under: Under
    first: int  # tokens
    last: int  # one past
    head: int
    hole: tuple[int, int] | None = None  # a clause that is thrown in, as tokens


def find_contents(text: Text, cue: int) -> Iterator[Content]:
    """Yield what may be said under a cue, a verb, a noun, an adjective or "according"."""
    if text.senses[cue] == "according":
        yield from _beside_according(text, cue)
    elif text.pos[cue] in ("NOUN", "PROPN"):
        yield from _of_noun(text, cue)
    elif text.pos[cue] == "ADJ":
        yield from _of_adjective(text, cue)
    elif text.pos[cue] in VERBS:
        yield from _of_verb(text, cue)
        yield from _predicates(text, cue)
        yield from _asides(text, cue)


def _below(text: Text, under: Under, head: int) -> Content:
    """Return all that hangs on a word."""
    return Content(under, text.lefts[head], text.rights[head], head)


def _of_verb(text: Text, verb: int) -> Iterator[Content]:
    """Yield the clauses, infinitives, objects and prepositional objects of a verb."""
    for child in text.children[verb]:
        dep = text.deps[child]
        if dep in BY_DEPENDENCY:
            yield _below(text, BY_DEPENDENCY[dep], child)
        elif dep == "advcl" and child > verb:
            yield _below(text, Under.ADVERBIAL, child)
        elif dep == "nsubjpass":
            yield _below(text, Under.PASSIVE, child)
        elif dep == "prep" and child > verb:
            yield from _of_preposition(text, child, Under.PREPOSITION, Under.GERUND)


def _of_preposition(text: Text, preposition: int, noun: Under, clause: Under) -> Iterator[Content]:
    """Yield what a preposition governs."""
    for child in text.children[preposition]:
        if text.deps[child] in ("pobj", "pcomp"):
            yield _below(text, noun if text.deps[child] == "pobj" else clause, child)


def _predicates(text: Text, verb: int) -> Iterator[Content]:
    """Yield an object with what is said of it: "blamed | Yerevan for the situation", "urged | them to leave"."""
    for child in text.children[verb]:
        joined = [c for c in text.children[verb] if c > child and text.deps[c] in JOINING]
        if text.deps[child] == "dobj" and joined and text.rights[child] > verb:
            yield Content(Under.PREDICATE, text.lefts[child], text.rights[joined[-1]], child)


def _of_noun(text: Text, noun: int) -> Iterator[Content]:
    """Yield the clauses and prepositional objects of a noun."""
    for child in text.children[noun]:
        dep = text.deps[child]
        if child < noun:
            continue
        if dep in ("acl", "ccomp") or (dep == "relcl" and text.senses[text.lefts[child]] == "that"):
            yield _below(text, Under.NOUN_CLAUSE, child)
        elif dep == "prep":
            yield from _of_preposition(text, child, Under.NOUN_PREPOSITION, Under.NOUN_PREPOSITION)


def _of_adjective(text: Text, adjective: int) -> Iterator[Content]:
    """Yield the clauses and prepositional objects of an adjective behind a copula."""
    if text.deps[adjective] != "acomp":
        return
    for child in text.children[adjective]:
        if child > adjective and text.deps[child] in ("ccomp", "xcomp"):
            yield _below(text, Under.ADJECTIVE, child)
        elif child > adjective and text.deps[child] == "prep":
            yield from _of_preposition(text, child, Under.ADJECTIVE, Under.ADJECTIVE)


def _beside_according(text: Text, cue: int) -> Iterator[Content]:
    """Yield the parts of the sentence before and behind an "according to"."""
    first, last = text.sentence_of(cue)
    end = max(text.rights[cue], text.rights[min(cue + 1, len(text) - 1)])
    if cue - first >= 2:
        yield Content(Under.BEFORE_ACCORDING, first, cue, text.heads[cue])
    if last - end >= 3:
        yield Content(Under.BEHIND_ACCORDING, end, last, text.heads[cue])


def _asides(text: Text, cue: int) -> Iterator[Content]:
    """Yield the sentence into which a clause is thrown, or which it ends: "It floods here, she said."."""
    if text.tags[cue] not in FINITE_TAGS or any(text.deps[c] == "ccomp" and c > cue for c in text.children[cue]):
        return
    first, last = text.sentence_of(cue)
    low, high = _between_commas(text, cue, first, last)
    named = any(text.pos[token] in NOMINALS for token in range(low, high) if token != cue)
    if low - first < 2 or high >= last or not named or text.senses[low] in RELATIVES or high - low > LONGEST_ASIDE:
        return
    goes_on = text.lower[high] == "," and last - high > 4
    hole = (low - 1, high + 1) if goes_on else None
    yield Content(Under.ASIDE, first, last if goes_on else low - 1, text.heads[cue], hole)


def closes_sentence(text: Text, cue: int) -> bool:
    """Tell a clause that can only report the sentence before it, as in "It floods here, politico.eu reported late".

    It has its own subject beside the verb and nothing that is said by itself, and no conjunction joins it; the sentence
    before it is whole. The parser at times takes such a clause for a second main clause. Misses longer ones, as with
    the place and the occasion behind the verb.
    """
    first, last = text.sentence_of(cue)
    low, high = _between_commas(text, cue, first, last)
    subject = text.child(cue, *SUBJECTS)
    bare = {text.deps[c] for c in text.children[cue] if low <= c < high} <= BARE
    ended = all(text.pos[token] in ("PUNCT", "SPACE") for token in range(high, last))
    kept = bare and ended and text.deps[cue] not in ("relcl", "acl", "advcl")
    if subject is None or not kept or low <= first or high - cue > SHORT_END:
        return False
    if any(level is not None for level in text.levels[first:low]):
        return False
    whole = any(text.deps[t] in SUBJECTS and text.tags[text.heads[t]] in FINITE_TAGS for t in range(first, low))
    return whole and low <= subject <= cue + 1 and cue - low <= SHORT_END and text.tags[first] not in ("VBN", "VBG")


def _between_commas(text: Text, cue: int, first: int, last: int) -> tuple[int, int]:
    """Return the tokens around a cue up to the commas, dashes or stops that part them off, in its sentence."""
    low, high = cue, cue + 1
    while low > first and text.lower[low - 1] not in STOPS:
        low -= 1
    while high < last and text.lower[high] not in STOPS:
        high += 1
    return low, high
