"""The readers' room: paragraphs out of simple HTML, such as Word files and e-mails become; nothing in it is run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from factsheet.readers.content import clean_text

BLOCK = re.compile(
    r"address|article|aside|blockquote|body|br|caption|d[dlt]|div|fig\w+|footer|form|h[1-6r]|header|html|li|main|nav|ol"
    r"|p|pre|section|t[dhr]|table|tbody|tfoot|thead|ul"
)
EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
UNREAD = frozenset(("head", "noscript", "script", "style", "template", "title"))
NOTES = ("#footnote", "#endnote")  # links between a text and its notes, as mammoth writes them


def read_markup(markup: str) -> str:
    """Return the text of simple HTML, an empty line between paragraphs.

    The cells of a table are paragraphs, for many tables only lay a text out.

    Args:
        markup: of a whole document, or a part; tags may be left open.
    """
    walker = _Walker()
    walker.feed(markup)
    walker.close()
    return "".join(f"{paragraph}\n\n" for paragraph in walker.end())[:-1]


class _Walker(HTMLParser):
    """Gathers paragraphs while the tags of a document pass by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._paragraphs: list[str] = []
        self._words: list[str] = []
        self._unread = ""  # the tag below which nothing is read
        self._depth = 0  # how many such tags stand within each other

    def end(self) -> Sequence[str]:
        """Return the paragraphs once all has passed by."""
        self._break()
        return self._paragraphs

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, or stop reading."""
        values = {key: value or "" for key, value in attrs}
        if self._unread:
            self._depth += tag == self._unread
        elif tag not in EMPTY and (tag in UNREAD or _is_unseen(values) or values.get("href", "").startswith(NOTES)):
            self._unread, self._depth = tag, 1
        elif BLOCK.fullmatch(tag):
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph, or read on."""
        if self._unread:
            self._depth -= tag == self._unread
            self._unread = self._unread if self._depth else ""
        elif BLOCK.fullmatch(tag):
            self._break()

    def handle_data(self, data: str) -> None:
        """Gather words."""
        if not self._unread:
            self._words.append(data)

    def _break(self) -> None:
        """End a paragraph, if there is one."""
        text = " ".join(clean_text("".join(self._words)).split())
        self._paragraphs += [text] if text else []
        self._words = []


def _is_unseen(values: dict[str, str]) -> bool:
    """Tell whether no reader sees an element."""
    return "hidden" in values or "display:none" in values.get("style", "").replace(" ", "").lower()
