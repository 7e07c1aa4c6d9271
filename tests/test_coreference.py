"""Coreference: what `tests/cases/coreference/*.yml` says is one actor is one, and the laws of clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.extract import extract_mentions
from factsheet.extract.parse import parse
from factsheet.model import ActorMention, Form, Kind, Mentions, MentionType, QuoteMention, Span
from factsheet.resolve.coreference import resolve_document
from reading import LEXICON, as_parameter, cases_of, written

if TYPE_CHECKING:
    from spacy.language import Language

    from factsheet.resolve.clusters import Chains

FILES = sorted((Path(__file__).parent / "cases" / "coreference").glob("*.yml"))
FEWEST_CASES = 4  # in a file: fewer do not show a phenomenon
PIECES = (
    *("Ayla Demir", "Mr Weller", "the mayor", "A senior official", "the official", "The ministry", "Orinda Group"),
    *("she", "He", "it", "they", "I", "who", "her lawyer", "the company", "CONTI:", "A:", "Q:"),
    *("said", "told", "met", "replied", "“", "”", ",", ".", "\n", "\n\n", "and", "that", "of", "’s"),
)


@dataclass(frozen=True)
class Case:
    """A text and who is who in it.

    `chains` are all actors with more than one mention, each with all its mentions in the order of the text.
    `unresolved` are pronouns that stand for nobody, and pairs ("A and B") that are two. `labels` says who the letters
    of an interview are. A key that is left out is not compared.
    """

    name: str
    text: str
    chains: Sequence[Sequence[str]] | None = None
    unresolved: Sequence[str] = ()
    labels: Mapping[str, str | None] = field(default_factory=dict)
    gap: bool = False  # not resolved right yet


def read(nlp: Language, text: str) -> tuple[Mentions, Chains]:
    (doc,) = parse(nlp, [text])
    mentions = extract_mentions(written(text), doc, LEXICON)
    return mentions, resolve_document(mentions, text, LEXICON)


def words_of(chains: Chains) -> list[list[str]]:
    return [[mention.text for mention in cluster.mentions] for cluster in chains.clusters]


# ---------------------------------------------------------------- the cases


@pytest.mark.parametrize("case", [as_parameter(case) for path in FILES for case in cases_of(path, Case)])
def test_mentions_of_one_actor_are_together_and_no_others(nlp: Language, case: Case) -> None:
    mentions, chains = read(nlp, case.text)
    found = words_of(chains)
    if case.chains is not None:
        assert [words for words in found if len(words) > 1] == [list(chain) for chain in case.chains]
    for words in case.unresolved:
        together = set(words.split(" and "))
        assert not any(together <= set(chain) for chain in found), found
    speakers = {quote.speaker for quote in mentions.quotes if quote.speaker is not None}
    for label, name in case.labels.items():
        actors = {chains.actor_of(span) for span in speakers if span.of(case.text) == label}
        assert {actor.names[0] if actor else None for actor in actors} == {name}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_file_shows_its_phenomenon_in_words_of_its_texts(path: Path) -> None:
    """A file opens with a comment, has enough cases, and names nothing that is not in the text."""
    cases = cases_of(path, Case)
    words = [(case.text, word) for case in cases for chain in case.chains or () for word in chain]
    words += [(case.text, word) for case in cases for pair in case.unresolved for word in pair.split(" and ")]
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert len(cases) >= FEWEST_CASES
    assert not [word for text, word in words if word not in text]


def test_i_in_words_nested_in_others_is_who_says_the_outer_words() -> None:
    """Written out, so that it does not hang on which quotations are found: “I said, ‘Go,’” Haddad said."""
    text = "“I said, ‘Go,’” Haddad said."

    def place(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    name = ActorMention(
        span=place("Haddad"), text="Haddad", type=MentionType.NAME, name="Haddad", head="haddad", kind=Kind.PERSON
    )
    pronoun = ActorMention(span=place("I"), text="I", type=MentionType.PRONOUN, head="i", quoted=True)
    outer, inner = place("I said, ‘Go,’"), place("Go,")
    quotes = (
        QuoteMention(form=Form.DIRECT, span=outer, pieces=(outer,), speaker=name.span),
        QuoteMention(form=Form.DIRECT, span=inner, pieces=(inner,), speaker=pronoun.span, parent=0),
    )
    mentions = Mentions(sentences=(Span(0, len(text)),), actors=(pronoun, name), quotes=quotes)
    assert words_of(resolve_document(mentions, text, LEXICON)) == [["I", "Haddad"]]


# ---------------------------------------------------------------- laws


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_every_mention_is_in_one_cluster_at_most(nlp: Language, text: str) -> None:
    """And clusters are in the order of the text, as are the mentions in each, and none is without mentions."""
    mentions, chains = read(nlp, text)
    placed = [id(mention) for cluster in chains.clusters for mention in cluster.mentions]
    assert len(placed) == len(set(placed))
    assert set(placed) <= {id(mention) for mention in mentions.actors}
    spans = [[mention.span for mention in cluster.mentions] for cluster in chains.clusters]
    assert all(spans)
    assert all(cluster == sorted(cluster) for cluster in spans)
    assert [cluster[0].start for cluster in spans] == sorted(cluster[0].start for cluster in spans)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_the_same_mentions_give_the_same_clusters(nlp: Language, text: str) -> None:
    mentions, chains = read(nlp, text)
    assert words_of(resolve_document(mentions, text, LEXICON)) == words_of(chains)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([piece for piece in PIECES if "\n" not in piece]), max_size=12).map(" ".join))
def test_what_stands_far_below_does_not_change_for_whom_a_pronoun_stands(nlp: Language, below: str) -> None:
    """Only names are looked for in the whole text."""
    text = "Nora Falk has written four novels. She lives alone.\n"
    _, chains = read(nlp, f"{text}\nNothing happened. It rained.\n\n{below}")
    assert chains.clusters[0].mentions[0].text == "Nora Falk"
    assert [m.text for m in chains.clusters[0].mentions if m.span.end <= len(text)] == ["Nora Falk", "She"]
