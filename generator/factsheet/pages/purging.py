"""Redacted words leave the pages that stand: the machine's words are blocked, a person's are told and left alone.

A page whose very address gives redacted words away, or that tells of a redacted fact, goes; one that people edited is
left to them and told. No base keeps redacted words. All this comes before regeneration, which then writes what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import yaml

from factsheet.errors import PageError
from factsheet.front_matter import FAST_LOADER
from factsheet.model import Finding
from factsheet.pages.front import scalar
from factsheet.pages.shelf import Shelf, identity_of

GIVEN_AWAY = "redacted"  # the code of findings
WHAT = "words that are redacted"
Find = Callable[[str], bool]
Block = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """What the pages must not hold."""

    block: Block  # a text with redacted words blocked
    block_address: Block  # a file name with redacted words blocked
    gives_away: Find  # whether a file name holds redacted words
    gone: Collection[str] = ()  # the paths at which the machine wrote the pages of redacted facts
    moved: Mapping[str, str] = field(default_factory=dict)  # the new paths of pages whose old ones give words away


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one page; a text of None stays as it is."""

    path: str
    place: str | None
    before: str | None  # the page as it stands
    page: str | None = None
    base: str | None = None
    target: str = ""  # where the page goes; empty for where it stands
    drop_page: bool = False
    drop_base: bool = False


def steps(shelf: Shelf, purge: Purge) -> Iterator[Step]:
    """Yield what has to be done to the pages that the machine wrote.

    Args:
        shelf: the pages.
        purge: what they must not hold.
    """
    for path, place in shelf.locate(shelf.bases()).items():
        with suppress(PageError):
            base = shelf.base_text(path) or ""
            mine = shelf.page_text(place) if place else None
            clean = block_page(base, base, purge.block)
            page = None if mine is None else block_page(mine, base, purge.block)
            edited = mine is not None and mine != base
            if edited and place == path and path in purge.moved and path not in purge.gone:
                yield Step(path, place, mine, page, clean, target=purge.moved[path])
            elif path in purge.gone or path in purge.moved or purge.gives_away(path):
                left = page if edited and page != mine else None
                yield Step(path, place, mine, left, clean, drop_page=mine is not None and not edited, drop_base=True)
            elif clean != base or page != mine:
                yield Step(path, place, mine, page if page != mine else None, clean)


def carry_out(shelf: Shelf, step: Step) -> None:
    """Do what has to be done to a page; one that somebody saves just then is left to the next run."""
    if step.target and step.page is not None and step.before is not None:
        standing = shelf.page_text(step.target)
        if standing is None and shelf.write(step.target, step.target, step.page, step.base or "", None):
            standing = step.page
        if standing == step.page:
            shelf.drop(step.path, step.path, step.before)
    elif step.drop_page and step.place and step.before is not None:
        shelf.drop(step.path, step.place, step.before)
    elif step.drop_base:
        if step.page is None or shelf.write(step.path, step.place or "", step.page, step.base or "", step.before):
            shelf.forget(step.path)
    else:
        shelf.write(step.path, step.place or step.path, step.page, step.base or "", step.before)


def deleted_facts(todo: Iterator[Step] | Collection[Step], shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield type and id of the facts whose pages people deleted, where the base must go that tells of it."""
    for step in todo:
        identity = identity_of(shelf.base_text(step.path) or "") if step.drop_base and step.before is None else None
        if identity:
            yield identity


def block_page(text: str, base: str, block: Block) -> str:
    """Block redacted words in the lines that the machine wrote.

    Args:
        text: a page.
        base: the page as the machine last wrote it.
        block: blocks a text.
    """
    if block(text) == text:
        return text
    machine = frozenset(line.rstrip("\r") for line in base.split("\n"))
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip("\r") == "---"), 0)
    return "\n".join(
        line if line.rstrip("\r") not in machine else _entry(line, block) if number < end else block(line)
        for number, line in enumerate(lines)
    )


def _entry(line: str, block: Block) -> str:
    """Block the value on a line of front matter."""
    if block(line) == line:
        return line
    before = line[: len(line) - len(line.lstrip())] + ("- " if line.lstrip().startswith("- ") else "")
    key, colon, value = ("", "", line[len(before) :]) if before.endswith("- ") else line.partition(":")
    text = yaml.load(value, Loader=FAST_LOADER)  # noqa: S506  it makes strings and nothing else
    return f"{key}{colon}{' ' if colon else before}{scalar(block(str(text)))}"


def given_away(texts: Mapping[str, str], purge: Purge, folder: str) -> Iterator[Finding]:
    """Yield, as errors, the redacted words that stand on pages all the same, which only people can have written.

    Args:
        texts: the pages by their path below docs/.
        purge: what they must not hold.
        folder: the name of docs/ in findings.
    """
    for path, text in sorted(texts.items()):
        place = f"{folder}/{purge.block_address(path)}"
        if purge.gives_away(path):
            message = f"the file's name holds {WHAT}; take from the page what you need, and delete or rename it"
            yield Finding(path=place, line=None, message=message, code=GIVEN_AWAY)
        if purge.block(text) == text:
            continue
        numbers = [number for number, line in enumerate(text.split("\n"), 1) if purge.block(line) != line]
        more = f", here and on {len(numbers) - 1} more lines" if len(numbers) > 1 else ""
        message = f"holds {WHAT}{more}, and a person wrote them; take them out"
        yield Finding(path=place, line=next(iter(numbers), None), message=message, code=GIVEN_AWAY)
