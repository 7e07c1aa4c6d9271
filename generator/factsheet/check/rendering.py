"""A page as its reader sees it: Markdown becomes HTML, and HTML the words, links and anchors that `check` compares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import markdown

Extensions = Mapping[str, Mapping[str, Any]]
BREAK = "\x1e"  # between two blocks; white space to whoever folds the text
TARGET = re.compile(r"data-at=[\"']?([^\s}\"'>]+)|\]\(<?([^)>\s]+)|href=\"([^\"]+)")
OPENING = re.compile(r"\w+(?: \w+){0,2}")
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
BLOCKS = frozenset({"p", "li", "div", "blockquote", "td", "th", "dd", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Words:
    """Words that a page shows as a source's."""

    text: str
    at: str  # the value of data-at; empty for a quotation without one
    quotation: bool  # set as a quotation, not only as words of a source in a line
    line: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture."""

    target: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a page shows."""

    words: tuple[Words, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    repeated: tuple[str, ...]  # anchors that stand twice


class Renderer:
    """Python-Markdown with the extensions of mkdocs.yml.

    Args:
        extensions: their names.
        configs: their settings, by name.
    """

    def __init__(self, extensions: Sequence[str], configs: Extensions) -> None:
        self.markdown = markdown.Markdown(
            extensions=list(extensions), extension_configs={name: dict(values) for name, values in configs.items()}
        )

    def render(self, body: str, line: int = 1) -> Rendered:
        """Render a page.

        Args:
            body: its Markdown, without front matter.
            line: the number of the body's first line in the file.

        Returns:
            What it shows, each thing with its line in the file.
        """
        self.markdown.reset()
        reader = _Reader()
        reader.feed(self.markdown.convert(body))
        reader.close()
        lines = _Lines(body, line)
        return Rendered(
            words=tuple(_with_line(found, lines) for found in reader.found()),
            links=tuple(Link(target, lines.find(target)) for target in reader.links),
            anchors=frozenset(reader.anchors),
            repeated=tuple(sorted(name for name, count in Counter(reader.anchors).items() if count > 1)),
        )


def _with_line(words: Words, lines: _Lines) -> Words:
    """Give words their line."""
    return replace(words, line=lines.find(words.at) if words.at else lines.find_words(words.text))


@dataclass(slots=True)
class _Element:
    """An element that is open or was."""

    tag: str
    at: str = ""
    quotation: bool = False
    inner: bool = False  # whether something inside it carries data-at
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside."""
        return "".join(self.parts)


class _Reader(HTMLParser):
    """Gathers the elements with data-at, the quotations, the links and the anchors of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[_Element] = []
        self.elements: list[_Element] = []
        self.links: list[str] = []
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        values = {name: value or "" for name, value in attrs}
        self.anchors += [values[name] for name in ("id", "name") if name in values and (name == "id" or tag == "a")]
        self.links += [values[name] for name in ("href", "src") if name in values]
        if tag in BLOCKS:
            self.handle_data(BREAK)
        if tag in VOID:
            return
        at = values.get("data-at", "")
        inside = any(one.tag == "blockquote" for one in self.open)
        element = _Element(tag, at, bool(at) and (inside or "quote" in values.get("class", "").split()))
        if at:
            for one in self.open:
                one.inner = True
        if at or tag == "blockquote":
            self.elements.append(element)
        self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what was left open inside it."""
        if any(one.tag == tag for one in self.open):
            while self.open.pop().tag != tag:
                pass
        if tag in BLOCKS:
            self.handle_data(BREAK)

    def handle_data(self, data: str) -> None:
        """Give a text to every element around it that is compared."""
        for element in self.open:
            if element.at or element.tag == "blockquote":
                element.parts.append(data)

    def found(self) -> Iterator[Words]:
        """Yield the words with an address, and block by block the quotations in which nothing has one."""
        for one in self.elements:
            if one.at:
                yield Words(one.text, one.at, one.quotation, None)
            elif not one.inner:
                yield from (Words(part, "", True, None) for part in one.text.split(BREAK) if part.strip())


class _Lines:
    """Finds the lines on which things of the rendered page stand in the Markdown: each next search, the next place."""

    def __init__(self, body: str, first: int) -> None:
        self.lines = body.split("\n")
        self.first = first
        self.rows: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            for token in dict.fromkeys("".join(groups) for groups in TARGET.findall(line)):
                self.rows.setdefault(token, []).append(number)

    def find(self, token: str) -> int | None:
        """Return the line of an address or a link; for attributes on a line of their own, the line of words above."""
        rows = self.rows.get(token)
        if not rows:
            return None
        number = rows.pop(0) if len(rows) > 1 else rows[0]
        alone = self.lines[number].lstrip("> ").startswith("{")
        return self.first + (number - 1 if alone and number else number)

    def find_words(self, text: str) -> int | None:
        """Return the first line that holds the opening words of a text."""
        opening = OPENING.search(text)
        rows = (number for number, line in enumerate(self.lines, self.first) if opening and opening[0] in line)
        return next(rows, None)
