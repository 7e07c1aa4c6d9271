"""The gate: quotes in the articles of `tests/gold/` are read no worse than its `floors.json` says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import gold_scores
from factsheet.model import Document, Metadata, Span

if TYPE_CHECKING:
    from spacy.language import Language

SEE = "`python tests/gold_scores.py --errors` tells where"
TEXT = "Ada Bell said: “One two three four.” Then “Five,” she said. Bell thinks six seven eight."


def entry(words: str, speaker: str | None = None, form: str = "direct", **more: object) -> gold_scores.Entry:
    return gold_scores._entry({"words": words, "speaker": speaker, "form": form, **more}, TEXT)


def article(*entries: gold_scores.Entry) -> gold_scores.Article:
    document = Document(id="note", path="seeds/note.txt", text=TEXT, sha256="", metadata=Metadata())
    return gold_scores.Article(document, "note", entries)


def unit(words: str, speaker: str = "", names: tuple[str, ...] = (), *, quoted: bool = True) -> gold_scores.Unit:
    def place(found: str) -> Span:
        return Span(TEXT.index(found), TEXT.index(found) + len(found))

    return gold_scores.Unit((place(words),), quoted, place(speaker) if speaker else None, names)


@pytest.mark.parametrize("path", gold_scores.gold_files(), ids=lambda path: path.stem)
def test_what_is_annotated_stands_in_its_text(path: Path) -> None:
    entries = gold_scores.read_article(path).entries
    assert [e.span.start for e in entries] == sorted(e.span.start for e in entries)
    assert len({(e.span, e.quoted) for e in entries}) == len(entries)


def test_no_score_falls_below_its_floor(nlp: Language) -> None:
    held = json.loads(gold_scores.FLOORS.read_text(encoding="utf-8"))
    renew = "`python tests/gold_scores.py --update` measures anew"
    assert held["corpus"] == gold_scores.digest(), f"the articles are not those of the floors; {renew}"
    assert set(held["floors"]) == set(gold_scores.SCORES), f"the floors hold other scores; {renew}"
    lower = gold_scores.fallen(held["floors"], gold_scores.scores_of(gold_scores.measure(nlp)))
    assert not lower, f"{'; '.join(lower)}; {SEE}"


def test_words_match_one_to_one_and_best_first() -> None:
    gold = article(entry("One two three four.", "Ada Bell"), entry("Five,", "she"))
    found = [unit("One two three four"), unit("two three four"), unit("Five")]
    matches = gold_scores.match_units(gold, found, quoted=True)
    assert [match.unit for match in matches] == [found[0], found[2], found[1]]
    counts = gold_scores.count(matches)
    assert (counts.gold, counts.found, counts.matched, counts.attributed) == (2, 3, 2, 0)


def test_optional_entries_and_what_matches_them_do_not_count() -> None:
    gold = article(entry("One two three four.", optional=True), entry("Five,", optional=True))
    assert gold_scores.match_units(gold, [unit("One two three four.")], quoted=True) == []


def test_indirect_speech_over_quoted_words_is_left_out() -> None:
    gold = article(entry("Five,", "she"), entry("six seven eight", "Bell", "indirect"))
    found = [unit("Then “Five,”", quoted=False), unit("thinks six seven eight", quoted=False)]
    (match,) = gold_scores.match_units(gold, found, quoted=False)
    assert match.unit == found[1]


def test_the_speaker_is_named_by_the_nearest_words_outside_the_quote() -> None:
    assert entry("Five,", "Bell").speakers[0].start == TEXT.rindex("Bell")
    assert entry("One two three four.", "Bell").speakers[0].start == TEXT.index("Bell")
    with pytest.raises(ValueError, match="no 'two' beside"):
        entry("One two three four.", "two")


@pytest.mark.parametrize(
    ("names", "right"),
    [
        (("Ada Bell",), True),
        (("Dr Ada Bell",), True),
        (("Ada Bell-Ng", "Ada Bell"), True),
        (("Bell",), False),
        (("Ida Bell",), False),
        ((), False),
    ],
)
def test_an_actor_is_right_under_its_full_name(names: tuple[str, ...], right: bool) -> None:
    said = entry("Five,", "she", actor="Ada Bell")
    assert gold_scores.Match(said, unit("Five,", "she", names)).identified is right


def test_descriptions_may_end_sooner_or_later() -> None:
    said = entry("Five,", "she", actor="an engineer who built the road")
    assert gold_scores.Match(said, unit("Five,", "she", ("the engineer",))).identified
    assert not gold_scores.Match(said, unit("Five,", "she", ("the owner of the road",))).identified


def test_a_quote_without_a_speaker_is_no_part_of_the_joint_score() -> None:
    gold = article(entry("One two three four.", None), entry("Five,", "she"))
    found = [unit("One two three four.", "Ada Bell"), unit("Five,", "she")]
    counts = gold_scores.count(gold_scores.match_units(gold, found, quoted=True))
    assert (counts.attributed, counts.found_voiced, counts.gold_voiced) == (1, 1, 1)


def test_floors_rise_and_fall_only_with_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold_scores, "FLOORS", tmp_path / "floors.json")

    def held() -> float:
        return float(json.loads(gold_scores.FLOORS.read_text(encoding="utf-8"))["floors"]["quoted f1"])

    assert gold_scores.update({"quoted f1": 0.5}, allow_regression=False) == []
    assert gold_scores.update({"quoted f1": 0.6}, allow_regression=False) == []
    assert gold_scores.update({"quoted f1": 0.4}, allow_regression=False) == ["quoted f1 fell from 0.600 to 0.400"]
    assert held() == 0.6
    assert gold_scores.update({"quoted f1": 0.4}, allow_regression=True) == []
    assert held() == 0.4
