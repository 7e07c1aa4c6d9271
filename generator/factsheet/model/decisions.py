"""Records: what people decided on pages."""

from __future__ import annotations

from dataclasses import dataclass

Value = str | tuple[str, ...]  # as it stands in the front matter; empty where the key is missing or empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A key of a page's front matter that a person changed; the page that a person deleted is rejected."""

    type: str  # of the fact: actor, quote, date or source
    id: str
    key: str
    value: Value
    before: Value = ""  # as the machine wrote it
    path: str = ""  # the page, as people name it: docs/actors/toivo-klaar.md
    line: int | None = None  # of the key, 1-based; None where the key or the page is gone

    @property
    def words(self) -> str:
        """The value of a key that holds one."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def items(self) -> tuple[str, ...]:
        """The values of a key that holds a list."""
        return _items(self.value)

    @property
    def added(self) -> tuple[str, ...]:
        """What a person put in."""
        return tuple(one for one in self.items if one not in _items(self.before))

    @property
    def removed(self) -> tuple[str, ...]:
        """What a person took out."""
        return tuple(one for one in _items(self.before) if one not in self.items)


def _items(value: Value) -> tuple[str, ...]:
    """Return a value as a list."""
    return ((value,) if value else ()) if isinstance(value, str) else value
