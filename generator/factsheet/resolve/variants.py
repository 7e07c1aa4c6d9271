"""Resolution, variants: whether two full names are one person's, whatever is left out, shortened or turned round; pure.

"Brock Holt" and "Brock Wyatt Holt", "Lawrence Lessig" and "Larry Lessig", "J. Ruiz" and "Jorge Ruiz", "Natsu Higuchi"
and "Higuchi Natsu"; not "Johann Bernoulli" and "Johann II Bernoulli".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# What tells a son from his father or a king from another: it may not stand in one name alone.
ORDINALS = frozenset({"jr", "sr", "junior", "senior", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"})


def is_variant(one: str, other: str, nicknames: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether two names can be one person's full names.

    Args:
        one: the words of a name in lower case without punctuation, blanks between, as `name_key` returns them.
        other: those of another.
        nicknames: to the given names that they stand for.

    Returns:
        False for names of one word, and for equal ones.
    """
    short, long = sorted((one.split(), other.split()), key=len)
    if len(short) < 2 or short == long or ORDINALS.intersection(set(short) ^ set(long)):
        return False
    if sorted(short) == sorted(long):
        return len(short) == 2
    first, *middle, last = short
    if last != long[-1]:
        return False
    starts = [at for at, word in enumerate(long[:-1]) if _is_given(first, word, nicknames)]
    return any(_is_within(middle, long[at + 1 : -1]) for at in starts)


def _is_given(one: str, other: str, nicknames: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether two given names are one: equal, an initial of the other, or its nickname."""
    if _is_short(one, other):
        return True
    return any(
        long.casefold() == name
        for nickname, name in ((one, other), (other, one))
        for long in nicknames.get(nickname, ())
    )


def _is_within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether middle names, or their initials, are the first of others: "W." is not the first of "H. W."."""
    pairs = zip(short, long, strict=False)
    return len(short) <= len(long) and all(_is_short(one, other) for one, other in pairs)


def _is_short(one: str, other: str) -> bool:
    """Tell whether two names are one, or one is the initial of the other."""
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])
