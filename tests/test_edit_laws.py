"""Whatever people decide, and in whatever order: nothing fails, nothing is lost but what they reject, all ids exist."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from facts_fixture import ENVOY, ID, OFFICIAL, exported, facts
from factsheet.check import check_site
from factsheet.edits import EditedPage, apply_edits, read_edits
from factsheet.edits.keys import PEOPLE, fault_of
from factsheet.exports import render_exports
from factsheet.model import Decision, Facts
from factsheet.model.decisions import Value
from factsheet.pages import render_pages
from factsheet.pages.merge import merge_page

PAGES = {page.path: page.text for page in render_pages(facts())}
ACTORS = [actor.id for actor in facts().actors]
IDS = {
    "actor": ACTORS,
    "quote": [quote.id for quote in facts().quotes],
    "date": [date.id for date in facts().dates],
    "source": [ID],
}
PLACES = [
    f"{mention.words.source}:{mention.words.span.start}-{mention.words.span.end}"
    for actor in facts().actors
    for mention in actor.mentions
]
WORDS = ["Klaar", "the envoy", "U.S.", "its representative for the region", "a  role", "", "“quoted”", "[x](y.md)"]
NAMES = st.sampled_from([*ACTORS, "nobody"])
DAYS = st.sampled_from(["2023-09-17", "2023-09-19", "2023-10", "1850~", "soon"])
ITEMS = st.lists(st.sampled_from([*WORDS, *PLACES]), max_size=3).map(tuple)
MOVES = st.builds(
    lambda what, who: tuple(f"{one} -> {who}" if who else one for one in what),
    st.lists(st.sampled_from([*WORDS[:3], *PLACES]), max_size=3),
    st.sampled_from(["", *ACTORS, "nobody"]),
)
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "kind": st.sampled_from(["person", "group", "unnamed", "town"]),
    "form": st.sampled_from(["direct", "mixed", "indirect", "sung"]),
    "publish": st.sampled_from(["full", "none", "excerpts", "all"]),
    "status": st.sampled_from(["verified", "disputed", "unsure"]),
    "affiliation": st.lists(NAMES, max_size=2).map(tuple),
    "not_same_as": st.lists(NAMES, max_size=2).map(tuple),
    "same_as": st.sampled_from([("https://example.org/a_(b)",), ("javascript:1",), ()]),
    "not_here": MOVES,
    **dict.fromkeys(("aliases", "roles", "tags"), ITEMS),
    **dict.fromkeys(("speaker", "addressee", "merge_into"), NAMES),
    **dict.fromkeys(("value", "said_on", "date", "reviewed_on"), DAYS),
}


@st.composite
def a_decision(draw: st.DrawFn, rejecting: bool = False) -> Decision:
    """Something that can be read from a page of the fixture, whatever it means."""
    type_ = draw(st.sampled_from(list(IDS)))
    key = draw(st.sampled_from(list(PEOPLE[type_])))
    values = VALUES.get(key, st.sampled_from(WORDS))
    value = draw(values if not rejecting or key != "status" else st.just("rejected"))
    if fault_of(type_, key, list(value) if isinstance(value, tuple) else value):
        value = "" if isinstance(value, str) else ()
    before = draw(ITEMS) if key in ("aliases", "roles") else ""
    return Decision(type=type_, id=draw(st.sampled_from(IDS[type_])), key=key, value=value, before=before)


def one_a_key(decisions: list[Decision]) -> list[Decision]:
    return list({(one.type, one.id, one.key): one for one in decisions}.values())


KEEPING = st.lists(a_decision(), max_size=8).map(one_a_key)
ALL = st.lists(st.booleans().flatmap(lambda reject: a_decision(rejecting=reject)), max_size=8).map(one_a_key)
MERGES = st.lists(
    st.builds(
        lambda one, other, key: Decision(type="actor", id=one, key=key, value=(other,) if key[0] == "n" else other),
        st.sampled_from(ACTORS),
        NAMES,
        st.sampled_from(["merge_into", "merge_into", "not_same_as"]),
    ),
    max_size=8,
).map(one_a_key)


def mentions(of: Facts) -> Counter[object]:
    return Counter(mention for actor in of.actors for mention in actor.mentions)


@settings(deadline=None, max_examples=200)
@given(KEEPING | MERGES)
def test_no_fact_is_lost_but_by_rejection(decisions: list[Decision]) -> None:
    left = apply_edits(facts(), decisions).facts
    assert mentions(left) == mentions(facts())
    assert {quote.id for quote in left.quotes} == {quote.id for quote in facts().quotes}
    assert Counter(place.words for date in left.dates for place in date.references) == Counter(
        place.words for date in facts().dates for place in date.references
    )
    told = {(one.type, one.id) for one in left.forwards}
    for type_, found, remaining in (("actor", facts().actors, left.actors), ("date", facts().dates, left.dates)):
        for one in found:
            assert one.id in {other.id for other in remaining} or (type_, one.id) in told


@settings(deadline=None, max_examples=200)
@given(ALL | MERGES)
@example(
    [
        Decision(type="actor", id="politico", key="status", value="rejected", before=""),
        Decision(type="actor", id="a-senior-diplomat", key="affiliation", value=("politico",), before=()),
    ]
)
def test_every_id_that_is_named_exists(decisions: list[Decision]) -> None:
    left = apply_edits(facts(), decisions).facts
    actors, quotes = {one.id for one in left.actors}, {one.id for one in left.quotes}
    voices = [voice for one in left.quotes for voice in (one.speaker, one.addressee) if voice and voice.actor]
    assert {voice.actor for voice in voices} <= actors
    assert {name for one in left.quotes for name in one.about} <= actors
    assert {head for one in left.actors for head in one.affiliation} <= actors
    assert all(one.id not in one.affiliation for one in left.actors)
    assert {name for one in left.dates for name in (*one.actors, *one.beside)} <= actors
    assert {name for one in left.dates for name in one.quotes} <= quotes
    dates = {one.id for one in left.dates}
    assert all(one.target in (actors if one.type == "actor" else dates) for one in left.forwards if one.target)
    assert len({one.value for one in left.dates}) == len(left.dates)
    for records in (left.actors, left.quotes, left.dates, left.sources):
        ids = [one.id for one in records]
        assert ids == sorted(set(ids))


@settings(deadline=None, max_examples=200)
@given(ALL | MERGES, st.randoms(use_true_random=False))
def test_neither_the_order_of_decisions_nor_a_second_time_changes_anything(
    decisions: list[Decision], chance: object
) -> None:
    once = apply_edits(facts(), decisions)
    shuffled = list(decisions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert apply_edits(facts(), shuffled) == once
    assert apply_edits(once.facts, decisions).facts == once.facts


@settings(deadline=None, max_examples=60)
@given(ALL | MERGES)
def test_whatever_is_decided_can_be_rendered_and_checked(decisions: list[Decision]) -> None:
    left = apply_edits(facts(), decisions).facts
    pages = {page.path: page.text for page in render_pages(left)}
    documents = {source.id: source.document for source in facts().sources}
    told = {finding.code for finding in check_site(pages, documents, files=exported(left))}
    assert told <= {"review", "unknown-actor", "source-changed"}, told
    assert list(render_exports(left))


@settings(deadline=None, max_examples=60)
@given(ALL | MERGES)
def test_a_decision_is_read_again_after_the_merge(decisions: list[Decision]) -> None:
    """The base keeps what was found: else the next run would take the decision for the machine's word."""
    edited = {path: with_decisions(text, decisions) for path, text in PAGES.items()}
    read = read_edits(EditedPage(path=path, base=PAGES[path], mine=mine) for path, mine in edited.items()).decisions
    new = {page.path: page.text for page in render_pages(apply_edits(facts(), read).facts)}
    merged = {path: merge_page(PAGES[path], mine, new[path]) for path, mine in edited.items() if path in new}
    assert not [one.conflicts for one in merged.values() if one.conflicts]
    again = read_edits(EditedPage(path=path, base=one.base, mine=one.text) for path, one in merged.items()).decisions
    kept = [one for one in read if one.path in merged]
    assert [meant(one) for one in again] == [meant(one) for one in kept]
    assert apply_edits(facts(), again).facts == replace(apply_edits(facts(), kept).facts, decisions=again)


def meant(decision: Decision) -> tuple[str, str, str, set[str], set[str]]:
    """What a decision is about and what it changes."""
    return decision.type, decision.id, decision.key, {*decision.added}, {*decision.removed}


def with_decisions(text: str, decisions: list[Decision]) -> str:
    """A page on which people wrote what they decided."""
    from editing import with_key

    for one in decisions:
        if f"\nid: {one.id}\n" in text or f'\nid: "{one.id}"\n' in text:
            text = with_key(text, one.key, list(one.value) if isinstance(one.value, tuple) else one.value)
    return text


def test_the_fixture_has_what_the_laws_are_about() -> None:
    assert {ENVOY, OFFICIAL} <= set(ACTORS)
    assert len(PLACES) > 10
