"""The laws of identity: order and doubles change nothing, ids once given stay, people's word counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.model import ActorMention, Kind, MentionType, Span, Suggestion
from factsheet.resolve import Known
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.identity import identify
from factsheet.resolve.naming import Identity
from factsheet.resolve.spelling import NEIGHBOURS, spelling_pairs
from factsheet.resolve.suggestions import PER_ACTOR, suggest
from reading import LEXICON

NAMES = {
    Kind.PERSON: (
        *("Nora Falk", "Nora B. Falk", "Nora C. Falk", "Nora Bell Falk", "N. Falk", "Falk", "Nora Falck"),
        *("Georgia", "Nora Falk Jr.", "Hugo Lind", "Hugo Linde", "Lind Hugo"),
    ),
    Kind.ORGANIZATION: (
        *("Lumo", "Lumo Ltd", "Lumo Inc.", "Lumo Energy Group", "LEG", "League of Elder Gardeners", "Georgia"),
    ),
    Kind.STATE: ("Georgia", "Armenia"),
    Kind.UNNAMED: ("a senior official", "a resident"),
}
ROLES = ("", "mayor of Ostby", "the striker", "a judge", "envoy", "a diplomat")


@dataclass(frozen=True)
class Entry:
    """An actor of a document: its names, and a role or none."""

    kind: Kind
    names: tuple[str, ...]
    role: str = ""


Documents = Mapping[str, Sequence[Entry]]
Place = tuple[str, int]  # a document, and where in it an actor is mentioned first


def document(entries: Sequence[Entry]) -> tuple[str, list[Cluster]]:
    """Write a document that names actors, each with its role, and cluster its mentions."""
    text, clusters = "", []
    for entry in entries:
        mentions = []
        for name in entry.names:
            role = Span(len(text), len(text) + len(entry.role))
            text += f"{entry.role} "
            type_ = MentionType.NOMINAL if entry.kind is Kind.UNNAMED else MentionType.NAME
            mentions.append(
                ActorMention(
                    span=Span(len(text), len(text) + len(name)),
                    text=name,
                    type=type_,
                    name=name,
                    kind=entry.kind,
                    roles=(role,) if entry.role else (),
                )
            )
            text += f"{name}. "
        clusters.append(Cluster(mentions=mentions, kind=entry.kind))
    return text, clusters


def read(
    documents: Documents, known: Iterable[Known] = (), apart: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Identity, ...]:
    """The identities of documents, read in the order in which they are given."""
    read_ = {name: document(entries) for name, entries in documents.items()}
    clusters = [(name, cluster) for name, (_, found) in read_.items() for cluster in found]
    return identify(clusters, {name: text for name, (text, _) in read_.items()}, LEXICON, known, apart)


def remembered(identities: Iterable[Identity]) -> list[Known]:
    """What the pages of a run tell the next."""
    return [
        Known(one.id, one.name, one.kind, tuple(name for _, c in one.clusters for name in c.names), one.sources)
        for one in identities
    ]


def places(identity: Identity) -> frozenset[Place]:
    return frozenset((source, cluster.mentions[0].span.start) for source, cluster in identity.clusters)


def told(identities: Iterable[Identity]) -> dict[str, tuple[str, Kind, frozenset[Place]]]:
    return {one.id: (one.name, one.kind, places(one)) for one in identities}


def suggestions(identities: Iterable[Identity]) -> tuple[Suggestion, ...]:
    return suggest(identities, LEXICON)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(tuple(NAMES)))
    several = kind is Kind.ORGANIZATION and draw(st.booleans())
    names = tuple(draw(st.lists(st.sampled_from(NAMES[kind]), min_size=1, max_size=2 if several else 1, unique=True)))
    return Entry(kind, names, draw(st.sampled_from(ROLES)) if kind is Kind.PERSON else "")


# In one document a name is one actor's.
one_document = st.lists(entries(), min_size=1, max_size=4, unique_by=lambda entry: entry.names[0])
collections = st.dictionaries(st.sampled_from([f"doc-{letter}" for letter in "bcdefgh"]), one_document, max_size=6)
common = settings(max_examples=80, deadline=None)


@common
@given(collections, st.randoms(use_true_random=False))
def test_the_order_of_documents_and_actors_changes_nothing(documents: Documents, chance: object) -> None:
    names = list(documents)
    chance.shuffle(names)  # type: ignore[attr-defined]
    turned = {name: documents[name] for name in names}
    assert told(read(documents)) == told(read(turned))
    assert suggestions(read(documents)) == suggestions(read(turned))


@common
@given(collections)
def test_every_actor_has_one_id_and_a_second_run_gives_it_again(documents: Documents) -> None:
    first = read(documents)
    assert len({one.id for one in first}) == len(first)
    assert sum(len(one.clusters) for one in first) == sum(map(len, documents.values()))
    assert told(read(documents, remembered(first))) == told(first)


@common
@given(collections, collections)
def test_a_new_document_moves_no_actor_to_another_address(old: Documents, new: Documents) -> None:
    """An actor that stays whole keeps its id; one that others join keeps one of theirs; no id goes to somebody else."""
    before = read(old)
    after = read({**new, **old}, remembered(before))
    owner = {place: one.id for one in before for place in places(one)}
    for one in after:
        former = {owner[place] for place in places(one) if place in owner}
        whole = {it.id for it in before if places(it) <= places(one)}
        assert not whole or one.id in former
        assert former or one.id not in owner.values()


@common
@given(collections, collections)
def test_memory_keeps_ids_and_decides_nothing_else(old: Documents, new: Documents) -> None:
    together = {**new, **old}
    scratch, kept = read(together), read(together, remembered(read(old)))
    assert sorted(map(sorted, map(places, scratch))) == sorted(map(sorted, map(places, kept)))
    assert {one.name for one in scratch} == {one.name for one in kept}


@common
@given(collections.filter(bool), st.data())
def test_a_document_that_is_there_twice_changes_nobody(documents: Documents, data: st.DataObject) -> None:
    twice = data.draw(st.sampled_from(sorted(documents)))
    copy = data.draw(st.sampled_from(["aaa", "zzz"]))
    before = read(documents)
    after = read({**documents, copy: documents[twice]}, remembered(before))
    without = [replace(one, clusters=tuple(c for c in one.clusters if c[0] != copy)) for one in after]
    assert told(one for one in without if one.clusters) == told(before)
    for one in without:
        assert one.clusters or one.kind is Kind.UNNAMED


@common
@given(collections)
def test_nobody_unnamed_is_united_and_no_kinds_are_mixed(documents: Documents) -> None:
    for one in read(documents):
        kinds = {cluster.kind for _, cluster in one.clusters}
        assert one.kind is not Kind.UNNAMED or len(one.clusters) == 1
        assert kinds <= {Kind.PERSON, Kind.ORGANIZATION} or kinds == {one.kind}


# ---------------------------------------------------------------- suggestions


@common
@given(collections)
def test_suggestions_are_few_ranked_and_against_no_document(documents: Documents) -> None:
    found = read(documents)
    sources = {one.id: one.sources for one in found}
    kinds = {one.id: one.kind for one in found}
    made = suggestions(found)
    assert [-one.score for one in made] == sorted(-one.score for one in made)
    assert len({one.actors for one in made}) == len(made)
    for one in made:
        first, second = one.actors
        assert first < second
        assert 0 < one.score <= 1
        assert sources[first].isdisjoint(sources[second])
        assert Kind.UNNAMED not in (kinds[first], kinds[second])
        assert one.reason[0].isupper()
        assert one.reason.endswith(".")
    assert all(sum(actor in one.actors for one in made) <= PER_ACTOR for actor in kinds)


JUDGE, STRIKER = Entry(Kind.PERSON, ("Nora Falk",), "a judge"), Entry(Kind.PERSON, ("Nora Falk",), "the striker")
ROVERS = Entry(Kind.ORGANIZATION, ("Hallen Rovers",))
NAMESAKES = {"court": [JUDGE], "match": [STRIKER]}


def test_namesakes_keep_their_ids_whichever_document_comes_first() -> None:
    before = read(NAMESAKES)
    assert len(before) == 2
    more = {"aaa": [STRIKER], "aab": [Entry(Kind.PERSON, ("Nora Falk",))], **NAMESAKES}
    after = {place: one.id for one in read(more, remembered(before)) for place in places(one)}
    assert all(after[place] == one.id for one in before for place in places(one))
    assert after["aaa", places_of(STRIKER)] == after["match", places_of(STRIKER)]


def places_of(entry: Entry) -> int:
    return len(entry.role) + 1


def test_somebody_without_a_role_is_the_one_there_is_more_of_whatever_is_there_twice() -> None:
    documents = {**NAMESAKES, "note": [Entry(Kind.PERSON, ("Nora Falk",))]}
    (alike,) = (one.sources for one in read(documents) if "note" in one.sources)
    for twice in NAMESAKES:
        (one,) = (one for one in read({**documents, "copy": documents[twice]}) if "note" in one.sources)
        assert one.sources - {"copy"} == alike
    more = {**documents, "again": [Entry(Kind.PERSON, ("Nora Falk",), "a beloved striker")]}
    (one,) = (one for one in read(more) if "note" in one.sources)
    assert one.sources == {"again", "match", "note"}


def test_what_a_person_keeps_apart_stays_apart_when_documents_unite_it() -> None:
    """And is suggested no more."""
    before = read(NAMESAKES)
    first, second = sorted(one.id for one in before)
    apart = frozenset({(first, second)})
    assert [one.actors for one in suggestions(before)] == [(first, second)]
    assert suggest(before, LEXICON, apart) == ()
    both = {**NAMESAKES, "both": [Entry(Kind.PERSON, ("Nora Falk",), "a judge and striker")]}
    assert len(read(both, remembered(before))) == 1
    after = read(both, remembered(before), apart)
    assert {one.id for one in after} == {first, second}
    assert {place for one in after for place in places(one)} >= {place for one in before for place in places(one)}


def test_a_fuller_name_changes_the_title_and_not_the_address() -> None:
    before = read({"a": [Entry(Kind.PERSON, ("Nora Falk",))]})
    (after,) = read(
        {"a": [Entry(Kind.PERSON, ("Nora Falk",))], "b": [Entry(Kind.PERSON, ("Nora Bell Falk",))]}, remembered(before)
    )
    assert (after.id, after.name) == ("nora-falk", "Nora Bell Falk")


def test_an_id_that_was_somebody_s_goes_to_nobody_else() -> None:
    """Not even while the document that names its owner cannot be read."""
    before = read({"a": [Entry(Kind.STATE, ("Georgia",))]})
    (singer,) = read({"b": [Entry(Kind.PERSON, ("Georgia",), "a singer")]}, remembered(before))
    assert singer.id != before[0].id
    (again,) = read({"c": [Entry(Kind.STATE, ("Georgia",))]}, remembered(before))
    assert again.id == before[0].id


def test_two_known_actors_that_become_one_keep_one_of_their_addresses() -> None:
    full, short = Entry(Kind.ORGANIZATION, ("Water Board",)), Entry(Kind.ORGANIZATION, ("WB",))
    before = read({"a": [full], "b": [short]})
    assert {one.id for one in before} == {"water-board", "wb"}
    explains = Entry(Kind.ORGANIZATION, ("Water Board", "WB"))
    (after,) = read({"a": [full], "b": [short], "c": [explains]}, remembered(before))
    assert after.id == "water-board"


def test_one_name_read_as_two_kinds_is_suggested_but_never_a_state_as_a_person() -> None:
    person, body = Entry(Kind.PERSON, ("Georgia",), "a singer"), Entry(Kind.ORGANIZATION, ("Georgia",))
    state = Entry(Kind.STATE, ("Georgia",))
    assert len(read({"a": [person], "b": [body]})) == 2
    (one,) = suggestions(read({"a": [person], "b": [body]}))
    assert one.reason == "Same name, read as a person in one place and as an organisation in another."
    assert len(suggestions(read({"a": [state], "b": [body]}))) == 1
    assert suggestions(read({"a": [state], "b": [person]})) == ()


def test_a_name_that_only_a_guess_makes_a_person_goes_with_the_organization() -> None:
    person, body = Entry(Kind.PERSON, ("Hallen Quorl",)), Entry(Kind.ORGANIZATION, ("Hallen Quorl",))
    (one,) = read({"a": [person], "b": [body]})
    assert one.kind is Kind.ORGANIZATION
    (one,) = read({"a": [replace(person, role="a judge")], "b": [body]})
    assert one.kind is Kind.PERSON
    assert (
        len(read({"a": [Entry(Kind.PERSON, ("Weller Bank",), "a judge")], "b": [Entry(body.kind, ("Weller Bank",))]}))
        == 2
    )


def test_each_name_is_compared_with_few_others_however_many_sound_alike() -> None:
    names = [(f"n{a}rf{b}lk{c}nau", Kind.ORGANIZATION) for a, b, c in product("aeiou", repeat=3)]
    assert 0 < len(list(spelling_pairs(names))) <= NEIGHBOURS * len(names)
