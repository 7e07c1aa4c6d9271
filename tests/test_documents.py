"""Whole documents: what `tests/cases/documents/*.yml` says is in them is found, and the laws of what is found."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.config import Settings
from factsheet.extract import extract_mentions
from factsheet.extract.parse import parse
from factsheet.model import Basis, Document, Facts, Quote
from factsheet.readers import read_seed
from factsheet.resolve.naming import quote_id
from reading import LEXICON, facts_of, written

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "tests" / "cases" / "documents").glob("*.yml"))
PIECES = [
    *("The mayor", " said ", "it is late", " told Reuters", " Ayla Demir ", "on May 3", " the U.S. ", "according to"),
    *(
        "“",
        "”",
        '"',
        "‘",
        "’",
        "'",
        "«",
        "»",
        "''",
        "``",
        ",",
        ".",
        ":",
        "—",
        "(",
        "5'",
        "é",
        "\u200b",
        "\t",
        "\n",
        "\n\n",
    ),
]


@pytest.fixture(scope="module", params=CASES, ids=[path.stem for path in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(yaml.safe_load(request.param.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def document(case: dict[str, Any]) -> Document:
    return read_seed(ROOT / case["seed"], ROOT, Settings())


@pytest.fixture(scope="module")
def facts(nlp: Language, document: Document) -> Facts:
    return facts_of(nlp, document)


def test_the_actors_are_found(case: dict[str, Any], facts: Facts) -> None:
    actors = {actor.name: actor for actor in facts.actors}
    names = {actor.id: actor.name for actor in facts.actors}
    for expected in case["actors"]:
        actor = actors[expected["name"]]
        mentions = [mention.words.text for mention in actor.mentions]
        assert actor.kind == expected["kind"], actor.name
        assert [role.text for role in actor.roles] == expected.get("roles", []), actor.name
        assert set(expected.get("aliases", [])) <= set(actor.aliases), actor.name
        assert set(expected.get("mentions", [])) <= set(mentions), actor.name
        assert {m.words.text for m in actor.mentions if m.metonym} == set(expected.get("metonym", [])), actor.name
        assert set(expected.get("affiliation", [])) <= {names[one] for one in actor.affiliation}, actor.name
        assert (actor.terms.text if actor.terms else None) == expected.get("terms"), actor.name


def test_nobody_else_is_an_actor(case: dict[str, Any], facts: Facts) -> None:
    assert {actor.name for actor in facts.actors} == {expected["name"] for expected in case["actors"]}
    assert not {actor.name for actor in facts.actors} & set(case["no_actors"])


def test_the_quotes_are_found_with_their_speakers(case: dict[str, Any], facts: Facts) -> None:
    names: dict[str | None, str | None] = {None: None, **{actor.id: actor.name for actor in facts.actors}}
    by_id = {quote.id: quote for quote in facts.quotes}

    def named(quote: Quote) -> str | None:
        return names[quote.speaker.actor] if quote.speaker else None

    for expected in case["quotes"]:
        whole = [quote for quote in facts.quotes if quote.words.text == expected["words"]]
        found = whole or [q for q in facts.quotes if expected["words"] in q.words.text and q.form == expected["form"]]
        assert len(found) == 1, expected["words"]
        assert found[0].form == expected["form"], expected["words"]
        assert named(found[0]) == expected["speaker"], expected["words"]
        if "addressee" in expected:
            assert found[0].addressee is not None
            assert names[found[0].addressee.actor] == expected["addressee"]
        if "within" in expected:
            assert found[0].parent is not None
            assert named(by_id[found[0].parent]) == expected["within"]


def test_the_dates_are_resolved(case: dict[str, Any], facts: Facts) -> None:
    found = {reference.words.text: reference for date in facts.dates for reference in date.references}
    values = {words: reference.value for words, reference in found.items()}
    assert values == {expected["words"]: expected["value"] for expected in case["dates"]}
    for expected in case["dates"]:
        if "basis" in expected:
            assert found[expected["words"]].basis == expected["basis"]


def test_without_a_day_of_publication_no_year_is_invented(
    nlp: Language, case: dict[str, Any], document: Document
) -> None:
    undated = facts_of(nlp, replace(document, metadata=replace(document.metadata, date="")))
    references = [reference for date in undated.dates for reference in date.references] + [
        reference for source in undated.sources for reference in source.unresolved
    ]
    assert {r.words.text: r.value for r in references} == {d["words"]: d["undated"] for d in case["dates"]}
    assert all(reference.basis is Basis.UNRESOLVED for reference in references if not reference.value)


def test_what_is_odd_is_told(case: dict[str, Any], facts: Facts) -> None:
    messages = [oddity.message for source in facts.sources for oddity in source.oddities]
    assert len(messages) == len(case["oddities"])
    assert all(message.startswith(start) for message, start in zip(messages, case["oddities"], strict=True))


def test_every_passage_is_the_source_s_own(facts: Facts, document: Document) -> None:
    """Nothing is invented: whatever a fact quotes stands at its offsets."""
    passages = [
        *(piece for quote in facts.quotes for piece in (quote.words, quote.context, *quote.pieces)),
        *(voice.words for quote in facts.quotes for voice in (quote.speaker, quote.addressee) if voice),
        *(quote.cue for quote in facts.quotes if quote.cue),
        *(mention.words for actor in facts.actors for mention in actor.mentions),
        *(role for actor in facts.actors for role in actor.roles),
        *(piece for date in facts.dates for one in date.references for piece in (one.words, *one.clause)),
    ]
    assert all(passage.text == passage.span.of(document.text) != "" for passage in passages)


# ---------------------------------------------------------------- laws


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_any_text_is_read_and_every_span_lies_in_it(nlp: Language, text: str) -> None:
    """Whatever the marks: nothing raises, spans slice to words, quotes of one level do not overlap."""
    (doc,) = parse(nlp, [text])
    mentions = extract_mentions(written(text), doc, LEXICON)
    spans = [*(m.span for m in mentions.actors), *(m.span for m in mentions.dates), *(m.span for m in mentions.quotes)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for quote in mentions.quotes:
        assert all(quote.span.covers(piece) for piece in quote.pieces)
        if quote.parent is not None:
            assert mentions.quotes[quote.parent].span.covers(quote.span)
    for index, quote in enumerate(mentions.quotes):
        for other in mentions.quotes[index + 1 :]:
            if quote.parent == other.parent:
                assert not any(a.overlaps(b) for a in quote.pieces for b in other.pieces)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([p for p in PIECES if "\n" not in p]), min_size=1, max_size=10).map("".join))
def test_a_damaged_paragraph_changes_nothing_in_the_others(nlp: Language, damage: str) -> None:
    first = "Ayla Demir, the mayor, said “the road is closed” on Monday.\n"
    last = "\nTomas Weller told reporters that “it floods every spring.”\n"
    (before,) = parse(nlp, [first + "Nothing else." + last])
    (after,) = parse(nlp, [first + "x" + damage + "." + last])

    def told(doc: Any, text: str) -> list[tuple[str, str | None]]:
        mentions = extract_mentions(written(text), doc, LEXICON)
        outside = [q for q in mentions.quotes if q.span.end < len(first) or q.span.start > len(text) - len(last)]
        return [(q.span.of(text), q.speaker.of(text) if q.speaker else None) for q in outside]

    assert told(before, before.text) == told(after, after.text)


def test_the_order_of_documents_changes_nothing(nlp: Language) -> None:
    documents = [written(f"Ayla Demir said “no {name}” on May 3.\n", name) for name in ("ashes", "birch", "cedar")]
    assert facts_of(nlp, *documents) == facts_of(nlp, *reversed(documents))


def test_the_same_words_twice_in_a_source_have_two_addresses(nlp: Language) -> None:
    said = "“We will not leave this town,” Ayla Demir said.\n"
    facts = facts_of(nlp, written(said + "\n" + said))
    assert len({quote.id for quote in facts.quotes}) == len(facts.quotes) == 2


def test_two_quotes_whose_digests_are_the_same_by_chance_have_an_address_each(nlp: Language) -> None:
    words, seen = "“Nobody came,” said Otto Lind.", dict[str, str]()
    for number in count():
        source = f"note-{number}"
        other = seen.setdefault(quote_id(source, "Nobody came,"), source)
        if other != source:
            break
    found = [facts_of(nlp, *(written(words, name) for name in names)) for names in ((source, other), (other, source))]
    assert found[0].quotes == found[1].quotes
    ids = [quote.id for quote in found[0].quotes]
    assert len(set(ids)) == 2
    assert quote_id(source, "Nobody came,") in ids
