"""Identity: what `tests/cases/identity/*.yml` says is one actor across documents is one, and the laws of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factsheet.model import Actor, Facts
from reading import as_parameter, cases_of, facts_of, written

if TYPE_CHECKING:
    from spacy.language import Language

FILES = sorted((Path(__file__).parent / "cases" / "identity").glob("*.yml"))


@dataclass(frozen=True)
class Case:
    """Documents that are read together, and which of their actors are one.

    An entry of `actors` is one actor: for each document the words by which it is called there, and its `kind` if that
    is to be compared. Two entries are two actors; those that no entry names are not compared. `suggestions` are all
    there are: what kind of suggestion, and the names of the two actors.
    """

    name: str
    documents: Mapping[str, str]
    actors: Sequence[Mapping[str, str]]
    suggestions: Sequence[Sequence[str]] = ()
    gap: bool = False  # not resolved right yet

    @property
    def text(self) -> str:
        """What the case is called by."""
        return " ".join(self.documents.values())


def bare(words: str) -> str:
    """Words without their article."""
    return words.removeprefix("The ").removeprefix("the ")


def called(facts: Facts, source: str, words: str) -> Actor:
    """The one actor whom a document calls by some words."""
    found = [
        actor
        for actor in facts.actors
        if any(m.words.source == source and words in (m.words.text, bare(m.words.text)) for m in actor.mentions)
    ]
    assert len(found) == 1, (source, words, [(actor.id, actor.aliases) for actor in facts.actors])
    return found[0]


@pytest.mark.parametrize("case", [as_parameter(case) for path in FILES for case in cases_of(path, Case)])
def test_actors_of_several_documents_are_one_where_nothing_speaks_against(nlp: Language, case: Case) -> None:
    facts = facts_of(nlp, *(written(text, name) for name, text in case.documents.items()))
    ids = []
    for entry in case.actors:
        found = {called(facts, name, words) for name, words in entry.items() if name != "kind"}
        assert len(found) == 1, entry
        (actor,) = found
        assert entry.get("kind", actor.kind) == actor.kind, entry
        ids.append(actor.id)
    assert len(set(ids)) == len(ids), ids
    names = {actor.id: actor.name for actor in facts.actors}
    told = [[one.kind, *sorted(names[actor] for actor in one.actors)] for one in facts.suggestions]
    assert sorted(told) == sorted([kind, *sorted(pair)] for kind, *pair in case.suggestions)
