"""Links to the very words of the original: text fragments, as the specification writes them."""

from __future__ import annotations

import re
from urllib.parse import unquote

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.model import Span
from factsheet.pages.escape import escape
from factsheet.pages.fragments import original, text_fragment, web_address

TEXT = (
    "The well-known river, rose & fell on Monday. It rose again. And then it rose for the last time that anybody saw."
)
LONG = "And then it rose for the last time that anybody saw." + " And it never did again." * 5


def fragment(text: str, words: str, after: str = "") -> str:
    start = text.index(words, text.index(after) if after else 0)
    return text_fragment(text, Span(start, start + len(words))).removeprefix(":~:text=")


@pytest.mark.parametrize(
    ("words", "after", "expected"),
    [
        ("fell on Monday", "", "fell%20on%20Monday"),
        ("well-known river, rose & fell", "", "well%2Dknown%20river%2C%20rose%20%26%20fell"),
        ("rose", "It", "%26%20fell%20on%20Monday.%20It-,rose,-again.%20And%20then%20it%20rose"),
    ],
)
def test_words_are_named_and_the_signs_of_the_directive_are_numbers(words: str, after: str, expected: str) -> None:
    assert fragment(TEXT, words, after) == expected


def test_long_words_are_named_by_their_ends() -> None:
    assert fragment(LONG, LONG) == "And%20then%20it%20rose%20for,And%20it%20never%20did%20again."


def test_words_over_two_lines_are_named_by_what_stands_in_each() -> None:
    assert fragment("One two\nthree four", "two\nthree") == "two,three"


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_a_directive_holds_nothing_but_its_own_signs(words: str, before: str, after: str) -> None:
    text = before + words + after
    found = text_fragment(text, Span(len(before), len(before) + len(words)))
    assert re.fullmatch(r":~:text=(?:[\w.~%]+-,)?[\w.~%]+(?:,[\w.~%]+)?(?:,-[\w.~%]+)?", found, re.ASCII)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://news.example/a", "https://news.example/a#:~:text=fell"),
        ("https://news.example/a#part", "https://news.example/a#part:~:text=fell"),
        ("HTTP://News.example/a?x=1&y=(2)", "HTTP://News.example/a?x=1&y=%282%29#:~:text=fell"),
        ("javascript:alert(1)", ""),
        ("https:///nowhere", ""),
        ("https://[broken", ""),
        ("news.example/a", ""),
        ("", ""),
    ],
)
def test_the_address_of_words_in_the_original(address: str, expected: str) -> None:
    start = TEXT.index("fell")
    assert original(address, TEXT, Span(start, start + 4)) == expected


@given(st.text())
def test_no_address_leaves_its_link(rest: str) -> None:
    safe = web_address(f"https://news.example/{rest}")
    html = markdown.markdown(f"[{escape('words')}]({safe}) after", extensions=["attr_list"]) if safe else ""
    assert not safe or re.fullmatch(r'<p><a href="[^"<>]*">words</a> after</p>', html)
    assert "https://news.example/" in unquote(safe) or not safe
