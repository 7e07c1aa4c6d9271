"""Formats of pages: how those of an earlier version are changed, so that people's edits on them stay edits; pure.

Other words on a page and new keys need no new format: the merge brings them in. A format begins where the merge would
take the machine's change for something else and a person's edit would lose its meaning: a key is called otherwise, or
its values mean something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import NamedTuple


class Texts(NamedTuple):
    """A page as the machine last wrote it, and as it stands."""

    base: str
    mine: str | None  # None where a person deleted it


Migration = Callable[[Texts], Texts]


def number_the_format(texts: Texts) -> Texts:
    """Bring a page from format 0, of the versions that noted none, to 1: nothing on it changes.

    Args:
        texts: the page and its base.
    """
    return texts


# In order: the one at place n makes format n + 1 of format n. Each changes base and page alike, so that what a person
# edited stays the difference between them, and done twice it does what it does once, for a run may be stopped midway.
MIGRATIONS: tuple[Migration, ...] = (number_the_format,)
FORMAT = len(MIGRATIONS)  # of the pages that this version writes


def migrate(texts: Texts, migrations: Iterable[Migration]) -> Texts:
    """Bring a page and its base to a later format.

    Args:
        texts: the page and its base.
        migrations: those that wait, in order.

    Returns:
        Both in the later format.
    """
    return reduce(lambda before, migration: migration(before), migrations, texts)
