"""What earlier runs redacted, as digests: by it redacted actors and quotes stay away under other names; pure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from factsheet.model import Span

SCHEMA = 1


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What one entry of `redact` stands for."""

    phrases: tuple[tuple[str, int], ...] = ()  # digests of names and words, with how many words they are
    names: tuple[str, ...] = ()  # digests of single names
    own: tuple[str, ...] = ()  # digests of the names, or of the quote, by which the fact is known again
    places: tuple[tuple[str, int, int], ...] = ()  # of quotes: source, start, end

    def spans(self, source: str) -> tuple[Span, ...]:
        """Return its places in a source."""
        return tuple(Span(start, end) for name, start, end in self.places if name == source)


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """All entries, by their digests."""

    schema: int = SCHEMA
    entries: dict[str, Entry] = {}
    terms: str = ""  # the digest of all redacted words: when it changes, nothing may be kept of what was found
    rejected: tuple[str, ...] = ()  # digests of facts that people deleted and whose addresses may not be kept


def read_register(data: bytes | None) -> Register:
    """Read the register; an empty one where there is none or it cannot be read.

    Args:
        data: the content of `.factsheet/redacted.json`.
    """
    try:
        return msgspec.json.decode(data, type=Register) if data else Register()
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Register()


def write_register(register: Register) -> bytes:
    """Write the register, keys sorted."""
    return msgspec.json.format(msgspec.json.encode(register, order="sorted"), indent=2) + b"\n"


def united(entries: Iterable[Entry]) -> Entry:
    """Put together what several runs know of one entry; its places are those of the last."""
    many = tuple(entries)
    return Entry(
        phrases=tuple(sorted({one for entry in many for one in entry.phrases})),
        names=tuple(sorted({one for entry in many for one in entry.names})),
        own=tuple(sorted({one for entry in many for one in entry.own})),
        places=many[-1].places if many else (),
    )
