"""The runs of words of a text as numbers, by which two texts are compared; pure."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from factsheet.folding import WORDS

Shingles = NDArray[np.uint64]  # sorted, each once

# Words in a run, for which 4 to 10 are usual (Broder, "On the resemblance and containment of documents", 1997): two
# reports of one event share many names and turns of three words, and few runs of five.
RUN = 5
# Odd numbers without a pattern (the digits of e and pi), by which a word counts otherwise in each place of a run.
PLACES = np.array(
    (0xB7E151628AED2A6B, 0x9E3779B97F4A7C15, 0x243F6A8885A308D3, 0x13198A2E03707345, 0xA4093822299F31D1),
    dtype=np.uint64,
)
MIXER = np.uint64(0xFF51AFD7ED558CCD)
HALF = np.uint64(33)  # bits: the upper ones come to lie on the lower, by which runs are sampled


def shingles(text: str) -> Shingles:
    """Return the runs of words of a text.

    Args:
        text: of a document; case, white space and marks count for nothing.

    Returns:
        A number for each run. The same run has the same number on every machine; two others have so by chance once in
        some 10^19 cases.
    """
    codes = np.array([crc32(word.encode(errors="replace")) for word in WORDS.findall(text.casefold())], dtype=np.uint64)
    count = len(codes) - RUN + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    runs = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(PLACES):
        runs += codes[place : place + count] * factor
    mixed = (runs ^ (runs >> HALF)) * MIXER
    return np.unique(mixed ^ (mixed >> HALF))


def count_shared(some: Shingles, others: Shingles) -> int:
    """Count the runs of one text that another one has, in a time that grows with the first alone."""
    if not others.size:
        return 0
    places = np.minimum(np.searchsorted(others, some), others.size - 1)
    return int(np.count_nonzero(others[places] == some))
