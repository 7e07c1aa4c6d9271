"""Links into the original: an address with a text fragment, at which a browser shows the words of a quote.

https://wicg.github.io/scroll-to-text-fragment/: `#:~:text=[prefix-,]start[,end][,-suffix]`, in which dashes, commas
and ampersands of the words are written as their numbers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from factsheet.model import Span

WHOLE = 80  # characters; a longer text, or one over several lines, is named by its first and last words
ENDS = 5  # words at each end of a long text, and beside a short one that stands twice
WORD = re.compile(r"\S+")


def text_fragment(text: str, span: Span) -> str:
    """Name a stretch of a text so that a browser finds it on the page from which the text is.

    Args:
        text: the document's text.
        span: the words; at least one that is not white space.

    Returns:
        What stands behind "#" in an address: ":~:text=The%20river%20rose,on%20Monday".
    """
    stretch = span.of(text).strip()
    words = WORD.findall(stretch)
    end = min(ENDS, len(words) // 2)
    short = not end or (len(stretch) <= WHOLE and "\n" not in stretch)
    named = _encode(words) if short else f"{_encode(words[:end])},{_encode(words[-end:])}"
    before, after = _beside(text, span) if short and _is_repeated(text, words) else ("", "")
    return f":~:text={before and before + '-,'}{named}{after and ',-' + after}"


def original(address: str, text: str, span: Span) -> str:
    """Return the address of words in the original; empty where its address is none of the web's.

    Args:
        address: of the document, as its front matter has it.
        text: the document's text.
        span: the words.
    """
    safe = web_address(address)
    return f"{safe}{'' if '#' in safe else '#'}{text_fragment(text, span)}" if safe else ""


def web_address(address: str) -> str:
    """Write a web address so that it can stand in a Markdown link; empty where it is no http or https address.

    Args:
        address: anything that a person wrote.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return ""
    return quote(address.strip(), safe="%/:?#@!$&+,;=~", errors="replace")


def _is_repeated(text: str, words: list[str]) -> bool:
    """Tell whether words stand in a text more than once; a browser does not tell capitals from small letters."""
    return _lower(text).count(" ".join(words).lower()) > 1


@lru_cache(maxsize=4)
def _lower(text: str) -> str:
    """Return a text in small letters with one space between its words; a source is asked once for each quote."""
    return " ".join(text.split()).lower()


def _beside(text: str, span: Span) -> tuple[str, str]:
    """Return the words before and behind a stretch in its own paragraph, encoded."""
    before = text[: span.start].rpartition("\n")[2]
    after = text[span.end :].partition("\n")[0]
    return _encode(WORD.findall(before)[-ENDS:]), _encode(WORD.findall(after)[:ENDS])


def _encode(words: list[str]) -> str:
    """Join words and write whatever the directive reads as a sign of its own as its number."""
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
