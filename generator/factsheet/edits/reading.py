"""What people decided: the keys of a page's front matter that differ from its base; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from factsheet.front_matter import FrontMatter, FrontMatterError, parse_front_matter, written_values
from factsheet.model import Decision, Status

TYPES = ("actor", "quote", "date", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPage:
    """A page that people changed, as the machine last wrote it and as it stands."""

    path: str  # as people name it: docs/actors/toivo-klaar.md
    base: str
    mine: str | None  # None where a person deleted it


def read_decisions(pages: Iterable[EditedPage]) -> tuple[Decision, ...]:
    """Read what people decided.

    Args:
        pages: the edited pages, in any order. One whose front matter cannot be read decides nothing; merging tells
            of it.

    Returns:
        The decisions, sorted by fact and key.
    """
    found = (decision for page in pages for decision in _decide(page))
    return tuple(sorted(found, key=lambda one: (one.type, one.id, one.key, one.path)))


def _decide(page: EditedPage) -> Iterator[Decision]:
    """Yield what the difference between a page and its base decides."""
    old = written_values(page.base)
    type_, name = str(old.get("type")), str(old.get("id", ""))
    if type_ not in TYPES or not name:
        return
    if page.mine is None:
        yield Decision(type=type_, id=name, key="status", value=Status.REJECTED.value, path=page.path)
    elif new := _front(page.mine):
        for key in dict.fromkeys((*old, *new.values)):
            before, value = _value(old, key), _value(new.values, key)
            if value != before and before is not None and value is not None:
                yield Decision(
                    type=type_, id=name, key=key, value=value, before=before, path=page.path, line=new.lines.get(key)
                )


def _front(text: str) -> FrontMatter | None:
    """Read front matter; None where it cannot be read or there is none."""
    try:
        front = parse_front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except FrontMatterError:
        return None
    return front if front.body_line > 1 else None


def _value(values: Mapping[str, object], key: str) -> str | tuple[str, ...] | None:
    """Return a string or a list of strings; empty where there is none, None for anything else."""
    value = values.get(key, "")
    if isinstance(value, str):
        return value
    return tuple(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
