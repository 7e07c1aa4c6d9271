"""Actors: who in a document is one, of what kind and by what name, as `tests/cases/actors/*.yml` say, and its laws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.extract.judging import LEAST, decide
from factsheet.model import Kind
from factsheet.resolve.aliases import ALIAS
from factsheet.resolve.variants import is_variant
from reading import as_parameter, cases_of, facts_of, written

if TYPE_CHECKING:
    from spacy.language import Language

FILES = sorted((Path(__file__).parent / "cases" / "actors").glob("*.yml"))
WORDS = ("anna", "maria", "a", "m", "berg", "lund", "jr", "ii")
NICKNAMES = {"larry": ("Lawrence",)}
SHARES = st.floats(0, 1)


@dataclass(frozen=True)
class Case:
    """A text and everybody in it who has a name, each with the kind."""

    name: str
    text: str
    actors: Mapping[str, str]
    gap: bool = False  # not read right yet


@pytest.mark.parametrize("case", [as_parameter(case) for path in FILES for case in cases_of(path, Case)])
def test_whoever_acts_is_an_actor_and_nothing_else(nlp: Language, case: Case) -> None:
    facts = facts_of(nlp, written(case.text))
    named = {
        actor.name: actor.kind.value for actor in facts.actors if actor.kind in ("person", "organization", "state")
    }
    assert named == dict(case.actors)


# ---------------------------------------------------------------- laws


@given(person=SHARES, body=SHARES, speaks=st.booleans())
def test_a_name_is_of_the_likelier_kind_and_of_none_only_where_both_are_unlikely(
    person: float, body: float, speaks: bool
) -> None:
    kind = decide((person, body), speaks=speaks)
    assert (kind is None) == (max(person, body) < LEAST and not speaks)
    assert kind is not Kind.PERSON or person >= body
    assert kind is not Kind.ORGANIZATION or body > person


@settings(max_examples=300)
@given(one=st.lists(st.sampled_from(WORDS), max_size=4), other=st.lists(st.sampled_from(WORDS), max_size=4))
def test_a_variant_is_one_whichever_way_one_asks(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert is_variant(first, second, NICKNAMES) == is_variant(second, first, NICKNAMES)
    assert not is_variant(first, first, NICKNAMES)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("brock holt", "brock wyatt holt", True),
        ("otto jespersen", "jens otto harry jespersen", True),
        ("j ruiz", "jorge ruiz", True),
        ("larry pike", "lawrence pike", True),
        ("natsu higuchi", "higuchi natsu", True),
        ("anna m berg", "anna maria berg", True),
        ("anna m berg", "anna h m berg", False),
        ("anna berg", "anna lund", False),
        ("johann berg", "johann ii berg", False),
        ("anton berg jr", "anton berg", False),
        ("berg", "anna berg", False),
        ("maria berg", "anna berg", False),
    ],
)
def test_full_names_of_one_person_leave_out_shorten_or_turn_round(one: str, other: str, same: bool) -> None:
    assert is_variant(one, other, NICKNAMES) is same


@pytest.mark.parametrize(
    ("gap", "tells"),
    [
        (", better known by her stage name ", True),
        (" (also known as ", True),
        (", aka ", True),
        (" (alias ", True),
        (", née ", True),
        (", whose real name is ", True),
        (", formerly ", True),
        (" nominee ", False),
        (" and ", False),
        (" was known. Later ", False),
    ],
)
def test_an_alias_is_told_by_the_words_between_two_names(gap: str, tells: bool) -> None:
    assert (ALIAS.fullmatch(gap) is not None) is tells
