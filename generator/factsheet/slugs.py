"""Slugs: words as part of an address, which is a file's name on every system that people use."""

from __future__ import annotations

import hashlib

from slugify import slugify

# Windows keeps these names for its devices, whatever ends them (Microsoft, "Naming Files, Paths, and Namespaces");
# index.md is a section's own page.
RESERVED = frozenset(
    ("aux", "con", "index", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)))
)
WORDS = 60  # characters: long enough to be read, short enough for a line of text
LONGEST = 120  # characters: a file's name has 255 at most, and two slugs, a digest and a suffix must fit in


def slug_of(words: str) -> str:
    """Return words as they stand in an address.

    Args:
        words: any; where there are many, the first ones count.

    Returns:
        Small letters a to z, digits and hyphens between them; nothing where no word has a letter or digit. It is no
        name that a system keeps for itself.
    """
    slug = slugify(words.replace("’", "").replace("'", ""), max_length=WORDS, word_boundary=True)
    return f"{slug}-page" if slug in RESERVED else slug


def bounded(slug: str) -> str:
    """Return a slug that is no longer than fits, and still another one for other words.

    Args:
        slug: of any length.
    """
    if len(slug) <= LONGEST:
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:6]
    return f"{slug[: LONGEST - 7].rstrip('-_')}-{digest}"
