"""How well republished stories are told from others, measured on the articles of tests/gold/ and edits of them.

`python tests/story_scores.py` prints, for each kind of edit, the shares by which `stories/origins.py` decides.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from factsheet.extract.clutter import find_clutter, without_clutter
from factsheet.stories.origins import Telling, same_story
from factsheet.stories.shingles import shingles

GOLD = Path(__file__).parent / "gold"
FOOT = (
    "The Valley Observatory is an independent body that was founded by nine towns along the river. It measures the "
    "quality of water and air at forty stations, publishes all that it measures within a day, and takes no money from "
    "companies whose works it measures. Its board is chosen by the councils of the towns every four years. The annual "
    "accounts of the observatory, the minutes of its board and a list of everybody who has ever given it money can be "
    "read at its office in Mill Street on working days between nine and four, or be asked for by post."
)
SAID = (
    "“We have waited for eleven years, under three ministers and five plans, for somebody to come and look at what is "
    "under our feet, and now that the ground has moved we are told that nobody could have known it, and that a plan "
    "will be drawn up,” she said."
)
Pair = tuple[str, str]


@dataclass(frozen=True)
class Material:
    """What an edit is made of."""

    text: str  # the story
    other: str  # another one
    chance: random.Random


Edit = Callable[[Material], Pair]


def articles() -> list[str]:
    """The texts of the annotated articles that stand in their own files."""
    found = (yaml.safe_load(path.read_text(encoding="utf-8")).get("text") for path in sorted(GOLD.glob("*.yml")))
    return [text for text in found if text]


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text."""
    return [one for one in text.split("\n\n") if one.strip()]


def _joined(paragraphs: Sequence[str]) -> str:
    """Paragraphs as a text."""
    return "\n\n".join(paragraphs) + "\n"


def _first(text: str, share: float) -> list[str]:
    """The first paragraphs, that hold a share of the words."""
    kept: list[str] = []
    for one in _paragraphs(text):
        kept.append(one)
        if len(" ".join(kept).split()) >= share * len(text.split()):
            break
    return kept


def _words_changed(text: str, share: float, chance: random.Random) -> str:
    """A text in which some words are others or gone."""
    changed = {True: "indeed", False: ""}
    return "\n\n".join(
        " ".join(changed[chance.random() < 0.5] if chance.random() < share else word for word in one.split(" "))
        for one in _paragraphs(text)
    )


def _shuffled(text: str, chance: random.Random) -> str:
    """A text with its paragraphs in another order."""
    paragraphs = _paragraphs(text)
    chance.shuffle(paragraphs)
    return _joined(paragraphs)


REPUBLISHED: dict[str, Edit] = {
    "as it is": lambda it: (it.text, it.text),
    "another headline, opening and foot": lambda it: (
        it.text,
        _joined((*_first(it.other, 0.1), *_paragraphs(it.text), _paragraphs(it.other)[-1])),
    ),
    "cut to a half": lambda it: (it.text, _joined(_first(it.text, 0.5))),
    "cut to a third": lambda it: (it.text, _joined(_first(it.text, 0.33))),
    "as much again of a paper's own": lambda it: (it.text, _joined((it.text, *_first(it.other, 0.9)))),
    "in another order": lambda it: (it.text, _shuffled(it.text, it.chance)),
    "3 words in 100 changed": lambda it: (it.text, _words_changed(it.text, 0.03, it.chance)),
    "6 words in 100 changed": lambda it: (it.text, _words_changed(it.text, 0.06, it.chance)),
    "cut to a half, 4 words in 100 changed, an opening": lambda it: (
        it.text,
        _joined((*_first(it.other, 0.1), _words_changed(_joined(_first(it.text, 0.5)), 0.04, it.chance))),
    ),
}
OTHERS: dict[str, Edit] = {
    "another story": lambda it: (it.text, it.other),
    "one foot of a hundred words": lambda it: (_joined((it.text, FOOT)), _joined((it.other, FOOT))),
    "one foot below half a story": lambda it: (
        _joined((*_first(it.text, 0.4), FOOT)),
        _joined((*_first(it.other, 0.4), FOOT)),
    ),
    "one long quotation": lambda it: (_joined((it.text, SAID)), _joined((it.other, SAID))),
    "a follow-up with a third of old background": lambda it: (
        it.text,
        _joined((*_first(it.other, 0.6), *_first(it.text, 0.33))),
    ),
    "a follow-up that is half old background": lambda it: (
        it.text,
        _joined((*_first(it.other, 0.5), *_first(it.text, 0.4))),
    ),
    "a round-up with a tenth of it": lambda it: (it.text, _joined((*_first(it.text, 0.1), it.other))),
    "a round-up, and a brief that is in it": lambda it: (
        _joined(_first(it.text, 0.15)),
        _joined((*_first(it.text, 0.15), it.other)),
    ),
}


def telling(name: str, text: str) -> Telling:
    """A text as it is compared."""
    return Telling(name, shingles(without_clutter(text, find_clutter(text, "en"))))


def pairs(edit: Edit) -> Iterator[tuple[Telling, Telling]]:
    """Every article with what an edit makes of it and the next one."""
    texts = articles()
    for number, text in enumerate(texts):
        one, other = edit(Material(text, texts[number - 1], random.Random(number)))
        yield telling("one", one), telling("other", other)


def shares(one: Telling, other: Telling) -> tuple[float, float, int]:
    """Which shares of the shorter and of the longer two texts have in common, and how many runs."""
    shared = int(np.intersect1d(one.shingles, other.shingles).size)
    sizes = sorted((one.shingles.size, other.shingles.size))
    return shared / sizes[0], shared / sizes[1], shared


def main() -> None:
    """Print the shares of all edits."""
    for title, edits in (("to be joined", REPUBLISHED), ("to be kept apart", OTHERS)):
        sys.stdout.write(f"{title:52} of the shorter  of the longer    runs  joined\n")
        for name, edit in edits.items():
            found = list(pairs(edit))
            measured = [shares(*pair) for pair in found]
            columns = (
                "  ".join(f"{pick(one):.2f}" for pick in (min, max)) for one in list(zip(*measured, strict=True))[:2]
            )
            runs = [one[2] for one in measured]
            joined = sum(same_story(*pair) for pair in found)
            row = f"{name:52} {'     '.join(columns)}   {min(runs):3}-{max(runs):3}  {joined}/{len(found)}\n"
            sys.stdout.write(row)


if __name__ == "__main__":
    main()
