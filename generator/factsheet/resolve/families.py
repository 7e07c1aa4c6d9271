"""Resolution, families: what the names of one actor have in common in all documents, and in what they may differ; pure.

A name is cut into a family, which must be equal, and a form, which may be missing: of "Kamala D. Harris" the family is
Kamala Harris and the form D.; of "Lumo Energy Ltd" the family is Lumo Energy and the form Ltd. A bare name joins the
fuller ones as long as these do not compete: beside "George W. Bush" and "George H. W. Bush", "George Bush" is open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factsheet.model import Kind, MentionType
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.named import name_key
from factsheet.resolve.naming import UNNAMED, best_name, is_short_form

Words = tuple[str, ...]

INITIAL = re.compile(r"\b(\w)\.\s*")
# A father's name and his son's differ in these alone, so they belong to what must be equal.
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
LEGAL_FORMS = {
    form: form
    for form in (
        "ab",
        "ag",
        "asa",
        "bv",
        "co",
        "corp",
        "gmbh",
        "inc",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "oyj",
        "plc",
        "sa",
    )
} | {"company": "co", "corporation": "corp", "incorporated": "inc", "limited": "ltd"}


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """An actor in one document, as identity looks at it."""

    source: str
    cluster: Cluster
    name: str
    kind: Kind
    family: Words
    form: Words
    roles: frozenset[str] = frozenset()  # the words that tell what a person is


def appearance(source: str, cluster: Cluster, kind: Kind, roles: frozenset[str]) -> Appearance:
    """Cut the name of an actor of a document into family and form."""
    name = best_name(cluster.mentions, kind)
    family, form = cut_name(name, kind)
    if kind in UNNAMED:
        family = (*family, source, str(cluster.mentions[0].span.start))
    if kind is Kind.PERSON and not form and " " not in name:
        form = _genders(cluster)
    return Appearance(source, cluster, name, kind, family, form, roles)


def cut_name(name: str, kind: Kind) -> tuple[Words, Words]:
    """Cut a name into family and form.

    Args:
        name: the name, without title.
        kind: of the actor; names of two kinds have no family in common.

    Returns:
        The family, which begins with the kind, and the form, empty where the name has nothing that may be missing.
    """
    if kind is Kind.PERSON:
        family, form = _cut_person(name_key(INITIAL.sub(r"\1 ", name)).split())
    elif kind is Kind.ORGANIZATION:
        family, form = _cut_body([word for word in name_key(name).split() if word != "and"])
    else:
        family, form = tuple(name_key(name).split()), ()
    return (kind.value, *family), form


def _cut_person(words: Sequence[str]) -> tuple[Words, Words]:
    """Cut a person's name into first, last and generation, and the names between."""
    generation = words[-1] if len(words) > 1 and words[-1] in GENERATIONS else ""
    names = words[:-1] if generation else words
    if len(names) < 2:
        return (*names, generation), ()
    return (names[0], names[-1], generation), tuple(names[1:-1])


def _cut_body(words: Sequence[str]) -> tuple[Words, Words]:
    """Cut an organization's name into what it is called and its legal form."""
    end = len(words)
    while end > 1 and words[end - 1] in LEGAL_FORMS:
        end -= 1
    return tuple(words[:end]), tuple(LEGAL_FORMS[word] for word in words[end:])


def _genders(cluster: Cluster) -> Words:
    """Return the gender that titles give to a person who is called by one name alone: "Mrs Dean" is not "Mr Dean"."""
    told = {m.gender for m in cluster.mentions if m.type is MentionType.NAME and m.gender in ("f", "m")}
    return tuple(told) if len(told) == 1 else ()


def compete(one: Words, other: Words) -> bool:
    """Tell whether two forms are of two actors: "W." and "H. W." are, "D." and "Devi" are not, nor is nothing."""
    return any(a != b and not (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(one, other, strict=False))


def explained(appearances: Iterable[Appearance]) -> dict[Words, Words]:
    """Find the short forms that documents explain: where an organization is called both OSCE and by its full name.

    Args:
        appearances: in all documents.

    Returns:
        From the family of each short form to that of the full name, where all documents explain it alike.
    """
    meant: defaultdict[Words, set[Words]] = defaultdict(set)
    for one in appearances:
        if one.kind is Kind.ORGANIZATION and not is_short_form(one.name):
            for name in set(one.cluster.names):
                if is_short_form(name):
                    meant[cut_name(name, one.kind)[0]].add(one.family)
    return {short: full for short, (full, *others) in ((s, sorted(f)) for s, f in meant.items()) if not others}


def by_form(family: Sequence[Appearance]) -> list[list[Appearance]]:
    """Part a family into those whose forms do not compete.

    Args:
        family: appearances with one family.

    Returns:
        Groups; a name without a form is with the others where these are one group, else by itself.
    """
    groups: list[list[Appearance]] = []
    bare = [one for one in family if not one.form]
    for form, members in sorted(_forms(family).items()):
        near = [group for group in groups if any(not compete(form, one.form) for one in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(one for group in near for one in group), *members])
    open_ = [part for group in groups for part in _by_equal_form(group)]
    if bare and len(open_) == 1:
        return [[*open_[0], *bare]]
    return [*open_, bare] if bare else open_


def _forms(family: Iterable[Appearance]) -> dict[Words, list[Appearance]]:
    """Group by form, those without one left out."""
    forms: defaultdict[Words, list[Appearance]] = defaultdict(list)
    for one in family:
        if one.form:
            forms[one.form].append(one)
    return dict(forms)


def _by_equal_form(group: list[Appearance]) -> list[list[Appearance]]:
    """Leave a group together if no two of its forms compete ("B.", "Bernard"), else part it by form ("and Barry")."""
    forms = _forms(group)
    if any(compete(one, other) for one in forms for other in forms):
        return [members for _, members in sorted(forms.items())]
    return [group]
