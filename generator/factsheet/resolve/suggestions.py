"""Resolution, suggestions: actors that may be one, for people to decide; nothing is united here; pure.

Every rule looks names up by what they must share, so that a hundred thousand actors take seconds. Two actors that one
document names both are two, and are never suggested.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from factsheet.language import Lexicon
from factsheet.model import Kind, MentionType, Suggestion
from factsheet.resolve.evidence import Pair
from factsheet.resolve.families import GENERATIONS, Words, compete, cut_name
from factsheet.resolve.named import initials, name_key
from factsheet.resolve.naming import UNNAMED, Identity, is_acronym
from factsheet.resolve.spelling import differing, letters_apart, spelling_pairs

PER_ACTOR = 5  # suggestions: a longer list is not read
MOST = 5000  # suggestions in all: more is no list but a complaint about the sources
NAMESAKES = 20  # of more actors with one name nobody can tell by the name who is who
NUMBERS = {0: "in spaces or marks", 1: "in one letter", 2: "in two letters"}
KINDS = {Kind.PERSON: "a person", Kind.ORGANIZATION: "an organisation", Kind.STATE: "a state"}


@dataclass(frozen=True, slots=True)
class Profile:
    """What suggestions look at of an actor."""

    id: str
    name: str
    kind: Kind
    words: Words  # of its name, folded
    family: Words
    form: Words
    sources: frozenset[str]
    gender: str  # "f", "m" or unknown


Found = Iterator[tuple[Profile, Profile, str, str, float]]  # two actors, kind of suggestion, reason, score


def suggest(identities: Iterable[Identity], lexicon: Lexicon, apart: Set[Pair] = frozenset()) -> tuple[Suggestion, ...]:
    """Find the actors that may be one.

    Args:
        identities: of all documents.
        lexicon: of their language.
        apart: pairs of ids, each sorted, that a person said are two actors.

    Returns:
        The suggestions, the surest first, each pair once, by the first rule that finds it; at most `PER_ACTOR` for an
        actor and `MOST` in all.
    """
    profiles = [_profile(one) for one in sorted(identities, key=lambda one: one.id) if one.kind not in UNNAMED]
    best: dict[Pair, Suggestion] = {}
    for rule in (_namesakes, _short_names, _initialled, _spellings, _acronyms):
        for one, other, kind, reason, score in rule(profiles, lexicon):
            pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if pair not in best and pair not in apart and _may_be_one(one, other):
                best[pair] = Suggestion(kind=kind, actors=pair, reason=reason, score=round(score, 2))
    return tuple(_bounded(sorted(best.values(), key=lambda it: (-it.score, it.actors))))


def _profile(identity: Identity) -> Profile:
    """Look at an actor as suggestions do."""
    family, form = cut_name(identity.name, identity.kind)
    named = (m for _, cluster in identity.clusters for m in cluster.mentions if m.type is MentionType.NAME)
    genders = {mention.gender for mention in named if mention.gender in ("f", "m")}
    words = tuple(name_key(identity.name).split())
    gender = genders.pop() if len(genders) == 1 else ""
    return Profile(identity.id, identity.name, identity.kind, words, family, form, identity.sources, gender)


def _may_be_one(one: Profile, other: Profile) -> bool:
    """Tell whether no document and no title speaks against two actors' being one."""
    told = {one.gender, other.gender} - {""} if one.kind is other.kind is Kind.PERSON else set[str]()
    return one.id != other.id and len(told) < 2 and one.sources.isdisjoint(other.sources)


def _bounded(ranked: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Yield the first suggestions of a ranked list, of each actor only some."""
    count = Counter[str]()
    told = 0
    for one in ranked:
        if told < MOST and all(count[actor] < PER_ACTOR for actor in one.actors):
            count.update(one.actors)
            told += 1
            yield one


def _by(profiles: Iterable[Profile], kinds: Sequence[Kind] = tuple(KINDS)) -> Iterator[Profile]:
    """Yield the actors of some kinds whose names have words."""
    return (one for one in profiles if one.words and one.kind in kinds)


# ---------------------------------------------------------------- rules


def _namesakes(profiles: Sequence[Profile], _lexicon: Lexicon) -> Found:
    """Yield actors of one name who were kept apart: for their roles, their middle names or their kinds."""
    named: defaultdict[Words, list[Profile]] = defaultdict(list)
    alike: defaultdict[Words, list[Profile]] = defaultdict(list)
    for one in _by(profiles):
        named[one.words].append(one)
        alike[one.family[:-1] if one.kind is Kind.PERSON else one.family].append(one)
    for one, other in _pairs(named.values()):
        if one.kind is not other.kind and Kind.ORGANIZATION in (one.kind, other.kind):
            first, second = KINDS[one.kind], KINDS[other.kind]
            yield one, other, "same-name", f"Same name, read as {first} in one place and as {second} in another.", 0.5
    for one, other in _pairs(alike.values()):
        yield from _same_kind(one, other)


def _pairs(groups: Iterable[Sequence[Profile]]) -> Iterator[tuple[Profile, Profile]]:
    """Yield every two actors of each group."""
    return (pair for group in groups for pair in combinations(group[:NAMESAKES], 2))


def _same_kind(one: Profile, other: Profile) -> Found:
    """Yield two actors of one kind and name, and why they were kept apart."""
    if one.family != other.family:
        generations = {one.words[-1], other.words[-1]} & GENERATIONS
        if len(generations) == 1 and not compete(one.form, other.form):
            yield one, other, "same-name", f"Same name but for the generation: {one.name}, {other.name}.", 0.3
    elif one.form == other.form:
        reason = "Same name, different roles, nothing shared: kept apart."
        yield one, other, "same-name", reason, 0.6
    elif not compete(one.form, other.form):
        reason = f"{one.name} and {other.name} agree, but their roles or others of that name leave it open: kept apart."
        yield one, other, "same-name", reason, 0.5


def _short_names(profiles: Sequence[Profile], lexicon: Lexicon) -> Found:
    """Yield a surname, or the beginning of a name, with the only full name in the collection that has it."""
    owners: defaultdict[tuple[Kind, str, Words], list[Profile]] = defaultdict(list)
    for one in _by(profiles, (Kind.PERSON, Kind.ORGANIZATION)):
        for size in range(1, len(one.words)):
            owners[one.kind, "begins", one.words[:size]].append(one)
            if one.kind is Kind.PERSON:
                owners[one.kind, "ends", one.words[size:]].append(one)
    for one in _by(profiles, (Kind.PERSON, Kind.ORGANIZATION)):
        full = owners.get((one.kind, "ends", one.words), ())
        if len(full) == 1:
            reason = "Same surname and kind; only one full name with it in the collection."
            yield one, full[0], "surname", reason, 0.8 if len(one.words) > 1 else 0.7
        starts = owners.get((one.kind, "begins", one.words), ())
        if len(starts) == 1 and _is_short_for(one, starts[0], lexicon):
            yield one, starts[0], "shorter-name", f"{starts[0].name} begins with {one.name}.", 0.7


def _is_short_for(one: Profile, other: Profile, lexicon: Lexicon) -> bool:
    """Tell whether the beginning of a name can stand for it; what goes on in small letters is no longer name.

    One word can if it is an organization's whole name but for the kind of body: "Lumo" of "Lumo Bank", not "London" of
    "London Marathon", nor "Bank" of "Bank of Lumo".
    """
    heads = lexicon.organization_heads
    if len(one.words) > 1:
        return not heads.issuperset(one.words) and other.name.split()[-1][:1].isupper()
    return one.kind is Kind.ORGANIZATION and one.words[0] not in heads and other.words[-1] in heads


def _initialled(profiles: Sequence[Profile], lexicon: Lexicon) -> Found:
    """Yield people of one surname whose first name is short for the other's: "J. Weller", "Joe" for "Joseph"."""
    people: defaultdict[tuple[str, str], list[Profile]] = defaultdict(list)
    full = [one for one in _by(profiles, (Kind.PERSON,)) if len(one.family) == 4]
    for one in full:
        people[one.family[1], " ".join(one.family[2:])].append(one)
        if len(one.family[1]) > 1:
            people[f"{one.family[1][0]}.", " ".join(one.family[2:])].append(one)
    for one in full:
        first, rest = one.family[1], " ".join(one.family[2:])
        longer = (name_key(name) for name in lexicon.nicknames.get(first, ()))
        keys = [f"{first}."] if len(first) == 1 else [name for name in longer if name != first]
        near = {it.id: it for key in keys for it in people.get((key, rest), ()) if _may_be_one(one, it)}
        if len(near) == 1:
            (it,) = near.values()
            what = f"{first.upper()}." if len(first) == 1 else first.capitalize()
            yield one, it, "first-name", f"Same surname, and {what} may be short for the first name of {it.name}.", 0.7


def _spellings(profiles: Sequence[Profile], _lexicon: Lexicon) -> Found:
    """Yield names that differ in a letter or two, or in the order of their words."""
    holders = _holders(profiles)
    for name, other, kind in spelling_pairs((name, kind) for name, kind in holders):
        words, others = name.split(), other.split()
        pairs = differing(words, others) if len(words) == len(others) else []
        apart = sum(letters_apart(*pair) for pair in pairs)
        score = 0.9 - apart / max(len(name), len(other))
        one, it = holders[name, kind][0], holders[other, kind][0]
        yield one, it, "spelling", f"Names differ {NUMBERS[apart]}: {', '.join(_written(pairs, one, it))}.", score
    turned: defaultdict[tuple[str, ...], list[Profile]] = defaultdict(list)
    for one in _by(profiles, (Kind.PERSON,)):
        turned[tuple(sorted(one.words))].append(one)
    for one, it in _pairs(turned.values()):
        if one.words != it.words:
            yield one, it, "word-order", f"Same words in another order: {one.name}, {it.name}.", 0.8


def _holders(profiles: Iterable[Profile]) -> Mapping[tuple[str, Kind], list[Profile]]:
    """Group actors by name and kind."""
    holders: defaultdict[tuple[str, Kind], list[Profile]] = defaultdict(list)
    for one in _by(profiles):
        holders[" ".join(one.words), one.kind].append(one)
    return holders


def _written(pairs: Sequence[tuple[str, str]], one: Profile, other: Profile) -> Iterator[str]:
    """Yield the words in which two names differ as they are written, or both names."""
    if len(pairs) != 1 or len(one.name.split()) != len(other.name.split()):
        yield from (one.name, other.name)
        return
    for word, profile in zip(pairs[0], (one, other), strict=True):
        yield next((it for it in profile.name.split() if name_key(it) == word), profile.name)


def _acronyms(profiles: Sequence[Profile], _lexicon: Lexicon) -> Found:
    """Yield an acronym with the organizations whose words begin with its letters."""
    long: defaultdict[str, list[Profile]] = defaultdict(list)
    for one in _by(profiles, (Kind.ORGANIZATION,)):
        for letters in initials(one.name):
            long[letters].append(one)
    for one in _by(profiles, (Kind.ORGANIZATION,)):
        if len(one.words) == 1 and is_acronym(one.name):
            for other in long.get(one.words[0], ())[:NAMESAKES]:
                reason = f"The letters of {one.name} begin the words of {other.name}."
                yield one, other, "acronym", reason, 0.7


def lesser_first(pair: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Sort two actors so that the one who is named less fully would be merged into the other.

    Args:
        pair: two ids.
        names: the actors' names by id.
    """
    return sorted(sorted(pair, reverse=True), key=lambda id_: (len(names[id_].split()), len(names[id_])))
