"""What a template writes with: links that follow every page, and the words of a source tied to their characters.

An element that shows words of a source carries `data-at=<source>:<start>-<end>`; its text is then exactly the
source's characters of that span, runs of white space folded. Ellipses and quotation marks of ours stand outside.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from urllib.parse import quote as percent
from urllib.parse import urlencode

from factsheet.blocks import is_blocked
from factsheet.citation import COMMA, GAP, PAUSES
from factsheet.folding import fold
from factsheet.model import Date, Form, Passage, Quote, Review, Source, Span, Status, Voice
from factsheet.pages.escape import Markdown, escape
from factsheet.pages.prose import date_title
from factsheet.pages.site import Site
from factsheet.resolve.dates import words as date_words
from factsheet.resolve.telling import telling

DOUBTED = (Status.DISPUTED, Status.UNVERIFIABLE, Status.RETRACTED)  # what is told wherever a fact is named
ADDRESS = "/:?#@!$&'*+,;=%~"  # what an address of the web keeps; parentheses would end the link
EXPLORE = "explore.md"  # the page that filters all quotes
WRITTEN_IN = "en"  # the language of what the pages say themselves
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
SHOWN = 240  # characters of a quote's words in a list; its page shows them all
WAYS = 1 << 16  # that are remembered, some 10 MB: neighbouring pages link to the same ones
LINES = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a passage that is set off, and the page to which it leads."""

    span: Span
    target: str = ""  # as the machine names the page; empty for a mark without a link
    strong: bool = False  # what a marked passage is about


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a source's words."""

    text: Markdown
    at: str


class Desk:
    """The tools for writing one page.

    Args:
        site: the facts.
        path: the page, as the machine names it.
    """

    def __init__(self, site: Site, path: str) -> None:
        self.site = site
        self._folder = posixpath.dirname(site.place(path))

    def link(self, target: str, text: str, anchor: str = "", at: str = "") -> Markdown:
        """Link to a page.

        Args:
            target: the page, as the machine names it.
            text: what the link says, not yet escaped unless it is Markdown.
            anchor: a place on the page.
            at: where in a source the text stands, if it is a source's.
        """
        way = self._way(target)
        words = text if isinstance(text, Markdown) else escape(text)
        if at:
            return Markdown(f"[{words}]({way}{'#' if anchor else ''}{anchor}){{ data-at={at} }}")
        return Markdown(f"[{words}]({way}{'#' if anchor else ''}{anchor})")

    def _way(self, target: str) -> str:
        """Find the address of a page as this one links to it."""
        return _way(self.site.place(target), self._folder)

    def away(self, address: str, text: str) -> Markdown:
        """Link to a page of the web, whose address `fragments.web_address` made safe."""
        return Markdown(f"[{escape(text)}]({address})") if address else escape(text)

    def explore(self, text: str, **chosen: str | Sequence[str]) -> Markdown:
        """Link to the page that filters all quotes, with some of its filters set: speaker, source, status, about."""
        return Markdown(f"[{escape(text)}]({self._way(EXPLORE)}?{urlencode(chosen, doseq=True)})")

    def actor(self, name: str, text: str = "") -> Markdown:
        """Link to an actor; by words alone where there is no such page."""
        actor = self.site.actors.get(name)
        words = text or (actor.name if actor else name)
        if not actor or not actor.paged:
            return escape(words)
        return doubted(self.link(f"actors/{name}.md", words), actor.review)

    def quote(self, one: Quote) -> Markdown:
        """Link to a quote's page by its title."""
        return doubted(self.link(f"quotes/{one.id}.md", self.site.quote_title(one)), one.review)

    def date(self, one: Date) -> Markdown:
        """Link to a date's page."""
        return doubted(self.link(f"dates/{one.id}.md", date_title(one)), one.review)

    def day(self, value: str) -> Markdown:
        """Say a date, with a link where it has a page."""
        date = self.site.date_of.get(value)
        return self.date(date) if date else escape(date_words(value))

    def source(self, one: Source) -> Markdown:
        """Link to a source's page."""
        return doubted(self.link(f"sources/{one.id}.md", self.site.source_title(one.id)), one.review)

    def elsewhere(self, address: str) -> Markdown:
        """Link to an address of the web."""
        return Markdown(f"[{escape(address)}]({percent(address, safe=ADDRESS)})")

    def place(self, passage: Passage, text: str = "") -> Markdown:
        """Link to the paragraph of a source in which a passage begins: "Title, page 2, paragraph 4"."""
        number, source = self.site.paragraph(passage), self.site.sources[passage.source]
        printed = f"page {page}, " if (page := source.document.page(passage.span.start)) else ""
        title = text or f"{self.site.source_title(passage.source)}, {printed}paragraph {number}"
        return self.link(self._page(passage), title, self._anchor(passage))

    def words(self, passage: Passage, target: str = "") -> Markdown:
        """Show words of a source as a link, to the target or else to their place in the source."""
        anchor = "" if target else self._anchor(passage)
        return self.link(target or self._page(passage), passage.text, anchor, self.at(passage))

    def said(self, one: Quote) -> Markdown:
        """Show the first of a quote's words in a line, linked to its page.

        They stand in quotation marks unless they are reported speech, which reads as a clause with its cue: "said that
        the wall is weak".
        """
        if one.form is Form.INDIRECT:
            return doubted(self._reported(one), one.review)
        pieces, shown, left = one.pieces or (one.words,), [], SHOWN
        for number, piece in enumerate(pieces, 1):
            shown.append(self._beginning(unpaused(piece, COMMA if number == len(pieces) else PAUSES), one, left))
            left -= len(piece.text)
            if left <= 0:
                break
        return doubted(Markdown(f"“{GAP.join(shown)}”"), one.review)

    def _reported(self, one: Quote) -> Markdown:
        """Show reported speech with its cue, in the source's own order."""
        text = self.site.sources[one.source].document.prose
        clause = telling(one, text)
        if clause:
            return self._beginning(Passage(one.source, clause, clause.of(text)), one)
        if one.cue is None:
            return self._beginning(one.words, one)
        if one.cue.span < one.words.span:
            return Markdown(GAP.join((self.words(one.cue), self._beginning(one.words, one))))
        return Markdown(GAP.join((self._beginning(unpaused(one.words), one), self.words(one.cue))))

    def _beginning(self, passage: Passage, one: Quote, size: int = SHOWN) -> Markdown:
        """Show the beginning of a passage as a link to a quote's page, with an ellipsis where it goes on."""
        shown = cut(passage, size)
        return Markdown(self.words(shown, f"quotes/{one.id}.md") + ("" if shown == passage else " …"))

    def voice(self, one: Voice) -> Markdown:
        """Name a speaker or addressee: the actor and, where they differ, the words of the source."""
        actor = self.site.actors.get(one.actor or "")
        if actor is None and is_blocked(one.words.text):
            return self.words(one.words)
        if actor is None:
            return Markdown(f"not identified; the text says “{self.words(one.words)}”")
        if fold(one.words.text).casefold() in ("", fold(actor.name).casefold()):
            return self.actor(actor.id)
        return Markdown(f"{self.actor(actor.id)}, named here as “{self.words(one.words)}”")

    def blocks(self, passage: Passage, marks: Sequence[Mark] = ()) -> list[Block]:
        """Show a passage by paragraphs, with marks and links inside.

        Args:
            passage: words of a source.
            marks: what to set off; where marks overlap, the shortest counts.
        """
        lines = (Span(found.start(), found.end()) for found in LINES.finditer(passage.text))
        offset = passage.span.start
        return [
            Block(
                Markdown("".join(self._marked(passage, line, marks))),
                self.at(Passage(passage.source, Span(line.start + offset, line.end + offset), "")),
            )
            for line in lines
        ]

    def at(self, passage: Passage) -> str:
        """Write where a passage stands, and in which language if not in that of the pages: report:6-10 lang=fr."""
        language = foreign_language(self.site.sources[passage.source])
        return f"{at(passage)} lang={language}" if language else at(passage)

    def _marked(self, passage: Passage, line: Span, marks: Sequence[Mark]) -> Iterator[Markdown]:
        """Yield the stretches of a line, each as Markdown."""
        offset = passage.span.start
        whole = Span(line.start + offset, line.end + offset)
        near = [mark for mark in marks if mark.span.overlaps(whole)]
        for target, pieces in groupby(stretches(whole, near), key=lambda piece: piece[1] and piece[1].target):
            shown = [(passage.text[span.start - offset : span.end - offset], mark) for span, mark in pieces]
            text = "".join(words for words, _ in shown)
            words = text.strip()
            if target is None or not words:
                yield escape(text)
            elif target:
                yield _inside(text, self.link(target, words))
            else:
                yield _inside(text, Markdown(f"<mark>{''.join(_emphasised(shown)).strip()}</mark>"))

    def _page(self, passage: Passage) -> str:
        """Name the page of its source on which a passage stands, as the machine names it."""
        return part_path(passage.source, self.site.part(passage))

    def _anchor(self, passage: Passage) -> str:
        """Name the paragraph of a passage on its source's page, if that page shows it."""
        number = self.site.paragraph(passage)
        return f"p{number}" if number in self.site.shown(passage.source) else ""


def doubted(shown: Markdown, review: Review) -> Markdown:
    """Say behind a fact that people doubt it: "... (disputed)"."""
    return Markdown(f"{shown} ({review.status})") if review.status in DOUBTED else shown


def part_path(source: str, number: int) -> str:
    """Name a page of a source's text, 1-based: the first is the source's own page."""
    return f"sources/{source}/{number}.md" if number > 1 else f"sources/{source}.md"


def cut(passage: Passage, size: int) -> Passage:
    """Return the beginning of a passage, ended at a word; all of it where it is short enough.

    Args:
        passage: words of a source.
        size: the most code points to keep, at least one.
    """
    if len(passage.text) <= size:
        return passage
    head = passage.text[: max(size, 1)]
    kept = head.rsplit(None, 1)[0] if len(head.split()) > 1 else head
    return unpaused(Passage(passage.source, Span(passage.span.start, passage.span.start + len(kept)), kept))


def unpaused(passage: Passage, pauses: str = PAUSES) -> Passage:
    """Return a passage without the comma, colon or dash at its end, as it is shown before an ellipsis."""
    kept = passage.text.rstrip(pauses)
    return Passage(passage.source, Span(passage.span.start, passage.span.start + len(kept)), kept) if kept else passage


@lru_cache(maxsize=WAYS)
def _way(path: str, folder: str) -> str:
    """Return the way from a folder to a page, as an address."""
    there, _, name = path.rpartition("/")
    if there == folder:
        way = name
    elif folder and there and "/" not in folder and there.partition("/")[0] != folder:
        way = f"../{path}"
    else:
        way = posixpath.relpath(path, folder or ".")
    return percent(way)


def foreign_language(source: Source) -> str:
    """Return the language of a source (BCP 47), empty where it is that of the pages themselves, or is none."""
    language = source.document.metadata.language
    return language if LANGUAGE.fullmatch(language) and source.document.language != WRITTEN_IN else ""


def at(passage: Passage) -> str:
    """Write where a passage stands: istanbul-talks:612-650."""
    return f"{passage.source}:{passage.span.start}-{passage.span.end}"


def _inside(text: str, shown: Markdown) -> Markdown:
    """Set the blanks around some words around what they are shown as."""
    words = text.strip()
    before, behind = text.split(words, 1)
    return Markdown(before + shown + behind)


def _emphasised(pieces: Iterable[tuple[str, Mark | None]]) -> Iterator[Markdown]:
    """Yield the pieces of a marked passage, those that it is about in bold."""
    for text, mark in pieces:
        words = text.strip()
        bold = mark is not None and mark.strong and words
        yield _inside(text, Markdown(f"<strong>{escape(words)}</strong>")) if bold else escape(text)


def stretches(whole: Span, marks: Iterable[Mark]) -> Iterator[tuple[Span, Mark | None]]:
    """Cut a span where marks begin and end.

    Args:
        whole: the span to cut.
        marks: what to set off; they may overlap and reach beyond the span.

    Yields:
        The pieces in order, neighbours of one mark united, each with the shortest mark over it.
    """
    ranked = sorted(marks, key=lambda mark: (mark.span.end - mark.span.start, not mark.strong, mark.span, mark.target))
    edges = {edge for mark in ranked for edge in (mark.span.start, mark.span.end)}
    cuts = [whole.start, *sorted(edge for edge in edges if whole.start < edge < whole.end), whole.end]
    start, held = whole.start, _over(ranked, cuts[0], cuts[1])
    for left, right in pairwise(cuts[1:]):
        mark = _over(ranked, left, right)
        if mark != held:
            yield Span(start, left), held
            start, held = left, mark
    yield Span(start, whole.end), held


def _over(ranked: Sequence[Mark], start: int, end: int) -> Mark | None:
    """Return the first mark that covers a stretch."""
    return next((mark for mark in ranked if mark.span.start <= start and end <= mark.span.end), None)
