"""Folding: what texts are reduced to, and where it comes from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factsheet.folding import fold, fold_with_places

TEXTS = st.text() | st.text("ab \t\n\u00a0\x00\x1c“")


@given(TEXTS)
def test_places_are_those_of_the_folded_text(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert places == sorted(set(places))
    assert all(char == " " or text[place] == char for char, place in zip(folded, places, strict=True))
