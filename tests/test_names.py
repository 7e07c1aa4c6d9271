"""Names: what `tests/cases/names/*.yml` says is somebody's name is one, and what it says is none is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factsheet.extract import extract_mentions
from factsheet.extract.parse import parse
from factsheet.model import ActorMention, Kind, MentionType
from reading import LEXICON, as_parameter, cases_of, written

if TYPE_CHECKING:
    from spacy.language import Language

FILES = sorted((Path(__file__).parent / "cases" / "names").glob("*.yml"))


@dataclass(frozen=True)
class Case:
    """A text and what is a name in it.

    `organizations` map words to the name that they are known by, `people` are words that name people, `genders` what
    is known of theirs, and `nobody` are words that name no actor. Other names are not compared.
    """

    name: str
    text: str
    organizations: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[str] = ()
    genders: Mapping[str, str] = field(default_factory=dict)
    nobody: Sequence[str] = ()
    gap: bool = False  # not read right yet


def names_in(nlp: Language, text: str) -> dict[str, ActorMention]:
    (doc,) = parse(nlp, [text])
    actors = extract_mentions(written(text), doc, LEXICON).actors
    return {actor.span.of(text): actor for actor in actors if actor.type is MentionType.NAME}


@pytest.mark.parametrize("case", [as_parameter(case) for path in FILES for case in cases_of(path, Case)])
def test_names_are_those_of_actors_and_no_others(nlp: Language, case: Case) -> None:
    found = names_in(nlp, case.text)
    bodies = {words: actor.name for words, actor in found.items() if actor.kind is Kind.ORGANIZATION}
    assert {words: bodies.get(words) for words in case.organizations} == case.organizations
    assert [words for words in case.people if words not in found or found[words].kind is not Kind.PERSON] == []
    assert {words: found[words].gender for words in case.genders} == case.genders
    assert [words for words in case.nobody if words in found] == []
