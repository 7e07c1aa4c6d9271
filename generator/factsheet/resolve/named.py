"""Resolution, named: which names of one document are one actor's, and what kind of actor it is; pure.

The "precise constructs" and "strict head match" of Lee et al. (2013), for names: equal names, surnames and given names
with the full name, short names of organizations with the long one, sites and acronyms with what they stand for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from factsheet.folding import unaccented
from factsheet.language import Lexicon
from factsheet.model import ActorMention, Kind
from factsheet.resolve.aliases import find_aliases
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.variants import is_variant

NOT_KEY = re.compile(r"[^\w\s]")
# Letters that no decomposition reduces to the letter that English print gives for them.
POSSESSIVE = re.compile(r"['’]s(?=\s)")  # within a name: "New People's Party" and "New People Party" are one
SITE = re.compile(r"([\w-]+)\.[a-z.]{2,6}", re.IGNORECASE)
INITIALS_SKIP = frozenset({"of", "the", "for", "and", "in", "on", "de", "to"})
FAMILY = re.compile(r"\s*(?:family|families|brothers|sisters|siblings|dynasty|clan)\b", re.IGNORECASE)
SURE = 2  # votes of a name whose words tell its kind: a person's full name, an organization's with its head noun
RANK = {None: 3, Kind.STATE: 0, Kind.PERSON: 1, Kind.ORGANIZATION: 2}  # of kinds with as many votes


def join_names(names: Sequence[ActorMention], text: str, lexicon: Lexicon) -> list[Cluster]:
    """Cluster names and give each cluster its kind.

    Args:
        names: the mentions that are names.
        text: the document's text.
        lexicon: of its language.

    Returns:
        The clusters, by their first mention.
    """
    by_key: dict[str, Cluster] = {}
    couples = _couples(names)
    for mention in names:
        key = name_key(mention.name)
        apart = "family" if _is_family(mention, text) else mention.gender if key in couples else ""
        by_key.setdefault(f"{key} {apart}".strip(), Cluster(key=key)).add(mention)
    _join_aliases(by_key, names, text)
    _join_variants(by_key, lexicon)
    _join_surnames(by_key)
    _join_short_names(by_key, lexicon)
    _join_sites(by_key)
    _join_acronyms(by_key)
    for cluster in by_key.values():
        if cluster.kind is None:
            _vote(cluster, lexicon)
    return list(by_key.values())


def name_key(name: str) -> str:
    """Return what spellings of one name share: letters without accents and digits, folded, without "the"."""
    plain = name.casefold() if name.isascii() else unaccented(name.casefold())
    return " ".join(NOT_KEY.sub("", POSSESSIVE.sub("", plain)).split()).removeprefix("the ")


def _couples(names: Sequence[ActorMention]) -> set[str]:
    """Return the surnames that a man and a woman bear: "Mr Dean" and "Mrs Dean"."""
    genders: defaultdict[str, set[str]] = defaultdict(set)
    for mention in names:
        if mention.gender and " " not in mention.name:
            genders[name_key(mention.name)].add(mention.gender)
    return {key for key, both in genders.items() if len(both) > 1}


def _is_family(mention: ActorMention, text: str) -> bool:
    """Tell whether a surname stands for a family: "the Dean family" is not Ms Dean."""
    return " " not in mention.name and FAMILY.match(text, mention.span.end) is not None


def _move(by_key: dict[str, Cluster], key: str, target: Cluster) -> None:
    """Put the mentions of a name to another cluster."""
    target.add(*by_key.pop(key).mentions)


# ---------------------------------------------------------------- people


def _join_aliases(by_key: dict[str, Cluster], names: Sequence[ActorMention], text: str) -> None:
    """Join what the text says are two names of one."""
    for one, other in find_aliases(names, text):
        keys = [key for key, cluster in by_key.items() if one in cluster.mentions or other in cluster.mentions]
        if len(keys) == 2:
            _move(by_key, keys[1], by_key[keys[0]])


def _join_variants(by_key: dict[str, Cluster], lexicon: Lexicon) -> None:
    """Join "Brock Holt" to "Brock Wyatt Holt": two full names of one person, where no third can be meant as well."""
    people = [key for key, cluster in by_key.items() if " " in key and _is_person(cluster)]
    near: defaultdict[str, list[str]] = defaultdict(list)
    for key in people:
        for word in {key.split()[0], key.split()[-1]}:
            near[word].append(key)
    for key in people:
        candidates = {one for word in (key.split()[0], key.split()[-1]) for one in near[word]}
        same = [one for one in candidates if one in by_key and is_variant(key, one, lexicon.nicknames)]
        if len(same) == 1 and key in by_key and _agree(by_key[key], by_key[same[0]]):
            target, gone = sorted((key, same[0]), key=lambda one: (-len(one.split()), one))
            _move(by_key, gone, by_key[target])


def _is_person(cluster: Cluster) -> bool:
    """Tell whether a name was read as a person's anywhere."""
    return any(mention.kind is Kind.PERSON for mention in cluster.mentions)


def _join_surnames(by_key: dict[str, Cluster]) -> None:
    """Join "Khovaev" to "Igor Khovaev": what is the last, or the first, word of just one full name."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for key, cluster in by_key.items():
        words = key.split()
        if len(cluster.key.split()) > 1 and _is_person(cluster):
            owners[words[-1]].add(key)
            owners[" ".join(words[-2:])].add(key)
            owners[words[0]].add(key)
    for key in list(by_key):
        full = sorted(owners.get(by_key[key].key, set()) - {key}) if not key.endswith(" family") else []
        if not full or any(m.kind is Kind.STATE for m in by_key[key].mentions):
            continue
        agreeing = [by_key[k] for k in full if k in by_key and _agree(by_key[key], by_key[k])]
        target = _nearest(by_key[key], agreeing)
        if target is not None:
            _move(by_key, key, target)


def _agree(one: Cluster, other: Cluster) -> bool:
    """Tell whether nothing known of two people's gender tells them apart: "Mrs Dean" is not "Robert Dean"."""
    return not one.gender or not other.gender or one.gender == other.gender


def _nearest(cluster: Cluster, candidates: Sequence[Cluster]) -> Cluster | None:
    """Return the candidate whose last mention before the cluster's first is nearest, else the only one there is."""
    first = min(mention.span.start for mention in cluster.mentions)
    before = [
        (max(m.span.start for m in candidate.mentions if m.span.start < first), number)
        for number, candidate in enumerate(candidates)
        if any(m.span.start < first for m in candidate.mentions)
    ]
    if before:
        return candidates[max(before)[1]]
    return candidates[0] if len(candidates) == 1 else None


# ---------------------------------------------------------------- organizations


def _join_short_names(by_key: dict[str, Cluster], lexicon: Lexicon) -> None:
    """Join the short name of an organization to the long one, where just one is meant.

    "Orinda" is "Orinda Group", "the Committee" "Transport Committee", "the Society" "Society of the Cincinnati", "Red
    Sox" "Boston Red Sox" and "Scientology" "Church of Scientology".
    """
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for key, cluster in by_key.items():
        if " " in key and _is_body(cluster):
            for short in _short_names(key, lexicon):
                owners[short].append(key)
    for key in list(by_key):
        long = [owner for owner in owners.get(key, []) if owner in by_key]
        if len(long) == 1 and (key in lexicon.organization_heads or not _is_placed(by_key[key])):
            by_key[long[0]].kind = Kind.ORGANIZATION
            _move(by_key, key, by_key[long[0]])


def _short_names(key: str, lexicon: Lexicon) -> set[str]:
    """Return the names by which an organization may be called for short.

    Its first word, where the rest is but the kind of body ("Orinda" of "Orinda Group NV", not "London" of "London
    Marathon"); the kind of body itself; what follows a first word that is the home's or the kind's.
    """
    words, bodies = key.split(), lexicon.organization_heads
    of = words.index("of") if "of" in words[1:-1] else 0
    short = {words[-1]} & bodies
    if of:
        short |= {words[of - 1]} & bodies
        short |= {" ".join(words[of + 1 :])} if words[of - 1] in bodies and of == 1 else set()
        return short
    if words[-1] in bodies:
        short.add(words[0])
    if len(words) > 2:
        short.add(" ".join(words[1:]))
    return short


def _is_body(cluster: Cluster) -> bool:
    """Tell whether a name was read as an organization's anywhere."""
    return any(m.kind is Kind.ORGANIZATION for m in cluster.mentions)


def _is_placed(cluster: Cluster) -> bool:
    """Tell whether a name is a place's or a state's somewhere: organizations lie in it, and none is called by it."""
    return any(mention.place or mention.kind is Kind.STATE for mention in cluster.mentions)


def _join_sites(by_key: dict[str, Cluster]) -> None:
    """Join "politico.eu" to "Politico"."""
    joined = {key.replace(" ", ""): key for key in reversed(list(by_key))}
    for key in list(by_key):
        site = SITE.fullmatch(by_key[key].mentions[0].name)
        owner = joined.get(site[1].casefold()) if site else None
        if owner is not None and owner != key and owner in by_key:
            _move(by_key, key, by_key[owner])


def _join_acronyms(by_key: dict[str, Cluster]) -> None:
    """Join "OSCE" to "Organization for Security and Co-operation in Europe"."""
    long: defaultdict[str, list[str]] = defaultdict(list)
    for key, cluster in by_key.items():
        if _is_body(cluster):
            for letters in initials(cluster.mentions[0].name):
                long[letters].append(key)
    for key in list(by_key):
        name = by_key[key].mentions[0].name.replace(".", "")
        owners = [owner for owner in long.get(name.casefold(), []) if owner != key and owner in by_key]
        if name.isupper() and len(owners) == 1:
            _move(by_key, key, by_key[owners[0]])


def initials(name: str) -> set[str]:
    """Return the acronyms of a name of several words, with and without its small words."""
    words = re.findall(r"\w+", name)
    if len(words) < 2:
        return set()
    whole = "".join(word[0] for word in words).casefold()
    short = "".join(word[0] for word in words if word.casefold() not in INITIALS_SKIP).casefold()
    return {whole, short} - {""}


# ---------------------------------------------------------------- kinds


def _vote(cluster: Cluster, lexicon: Lexicon) -> None:
    """Let a document's mentions of one name vote on its kind; names that tell it themselves count double."""
    votes: Counter[Kind | None] = Counter()
    for mention in cluster.mentions:
        votes[None if mention.place else mention.kind] += SURE if _tells(mention, lexicon) else 1
    cluster.kind = min(votes, key=lambda kind: (-votes[kind], RANK.get(kind, 9)))
    if cluster.kind is None:
        cluster.kind = _second(cluster, votes)
    if cluster.kind is Kind.STATE:
        cluster.mentions = [mention for mention in cluster.mentions if not mention.place]


def _tells(mention: ActorMention, lexicon: Lexicon) -> bool:
    """Tell whether a name shows its kind: a person's by several words, an organization's by its head noun."""
    if " " not in mention.name:
        return False
    last = mention.name.split()[-1].casefold()
    return mention.kind is Kind.PERSON or (mention.kind is Kind.ORGANIZATION and last in lexicon.organization_heads)


def _second(cluster: Cluster, votes: Mapping[Kind | None, int]) -> Kind | None:
    """Return the kind of a name that is a place where it is mentioned most, if it acts elsewhere."""
    if votes[Kind.STATE]:
        return Kind.STATE
    full = any(m.kind is Kind.PERSON and " " in m.name for m in cluster.mentions)
    return Kind.PERSON if full else None


def first_mention(cluster: Cluster) -> int:
    """Return where a cluster's first mention stands."""
    return min(mention.span.start for mention in cluster.mentions)


def by_first_mention(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Sort clusters by their first mention."""
    return sorted(clusters, key=first_mention)
