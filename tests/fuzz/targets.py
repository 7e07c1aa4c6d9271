"""A target for each room: a function of any bytes that fails where the room does not keep what it promises."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import html5lib
import markdown

from factsheet.edtf_values import is_edtf
from factsheet.errors import PageError, SeedError
from factsheet.extract import extract_mentions
from factsheet.extract.dates import find_dates
from factsheet.extract.marks import pair_marks, split_paragraphs
from factsheet.extract.parse import parse
from factsheet.folding import CONTROLS
from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.language import load_lexicon, load_pipeline
from factsheet.model import Document, Metadata, Original, Span
from factsheet.pages.conflicts import conflicts, settle
from factsheet.pages.escape import BREAKS, escape
from factsheet.pages.front import Value, write_front_matter
from factsheet.pages.merge import merge_page
from factsheet.readers import read_file
from factsheet.readers.content import Content
from factsheet.readers.kept import digest_of, read_kept, write_kept
from factsheet.readers.metadata import KEYS, make_metadata
from factsheet.readers.text import read_text
from factsheet.resolve import resolve
from factsheet.resolve.dates import bounds, date_slug, words
from formats import make_docx
from hostile import EXTENSIONS, facts_of, sections, site, twin

if TYPE_CHECKING:
    from spacy.tokens import Doc

SEPARATOR = "\n=====\n"  # between the texts of one input
ZIP = b"PK"
FRAME = re.compile(r"<!-- /?conflict \w+ -->\n|^#! .*\n", re.MULTILINE)
KEY = re.compile(r"[a-z_]{1,40}")  # of the keys that the machine writes
LONGEST = 2_000  # characters of a text that the language model reads: it is slow, and what is short is looked at more


def text_of(data: bytes) -> str:
    """What a file of text could hold: any characters but lone surrogates, with line feeds."""
    return data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def texts_of(data: bytes, count: int) -> Sequence[str]:
    """So many texts, empty ones where there are too few."""
    found = text_of(data).split(SEPARATOR, count - 1)
    return [*found, *[""] * (count - len(found))]


def slices(spans: Sequence[tuple[Span, str]], text: str) -> None:
    """Each span lies in the text and holds its words."""
    for span, held in spans:
        assert 0 <= span.start <= span.end <= len(text), span
        assert text[span.start : span.end] == held, span


# ---------------------------------------------------------------- readers


def reads(data: bytes, path: str) -> None:
    """A reader refuses a file in one line, or returns a sound text that is kept as it is."""
    try:
        content = read_file(data, path)
    except SeedError as error:
        assert "\n" not in error.message
        assert error.path == path
        assert error.line is None or error.line > 0
        return
    assert content.text.strip()
    assert content.text.encode().decode() == content.text
    assert "\r" not in content.text
    assert list(content.pages) == sorted(content.pages)
    assert all(0 <= page <= len(content.text) for page in content.pages)
    assert set(content.said) <= set(KEYS)
    make_metadata(content.said, "en")
    if not path.endswith(".txt"):
        assert all("\n" not in value and value == value.strip() for value in content.said.values())
        keeps(content, data)


def keeps(content: Content, data: bytes) -> None:
    """What was taken out of a file is read again as it was kept."""
    original = Original(sha256=digest_of(data), said=tuple(content.said.items()), pages=content.pages)
    document = Document(
        id="a", path="seeds/a", text=content.text, sha256="", metadata=Metadata(), first_line=1, original=original
    )
    kept = read_kept(write_kept(document), original.sha256)
    assert kept is not None
    assert (kept.text, dict(kept.said), kept.pages) == (content.text, dict(content.said), content.pages)


def text(data: bytes) -> None:
    """A text is the file's, and our own reader raises nothing but our own error."""
    reads(data, "a.txt")
    try:
        content = read_text(data, "a.txt")
    except SeedError:
        return
    if not content.text.startswith(("---", "\ufeff")) and "\0" not in content.text:  # zeros look like UTF-16
        assert read_text(content.text.encode(), "a.txt").text == content.text


def html(data: bytes) -> None:
    """A saved web page."""
    reads(data, "a.html")


def pdf(data: bytes) -> None:
    """A PDF file."""
    reads(data, "a.pdf")


def eml(data: bytes) -> None:
    """An e-mail."""
    reads(data, "a.eml")


def docx(data: bytes) -> None:
    """A Word file, or the body of one."""
    reads(data if data.startswith(ZIP) else make_docx(["<w:p/>" + text_of(data)]), "a.docx")


def kept(data: bytes) -> None:
    """A kept text that somebody changed counts as none."""
    content = read_kept(data, "0" * 64)
    assert content is None or data.startswith(b"---")


# ---------------------------------------------------------------- extraction


def marks(data: bytes) -> None:
    """Quotation marks are paired within a paragraph, and each segment lies in its parent."""
    text = text_of(data)
    found = pair_marks(text)
    paragraphs = split_paragraphs(text)
    assert "".join(span.of(text) for span in paragraphs) == text
    for segment in found.segments:
        assert 0 <= segment.outer.start <= segment.span.start <= segment.span.end <= segment.outer.end <= len(text)
        assert segment.parent is None or found.segments[segment.parent].outer.covers(segment.outer)
        assert any(paragraph.covers(segment.outer) for paragraph in paragraphs)
    starts = [segment.outer.start for segment in found.segments]
    assert starts == sorted(starts)
    assert all(0 <= odd.span.start < odd.span.end <= len(text) for odd in found.oddities)


@cache
def parsed(text: str) -> Doc:
    """Read a text by the language model."""
    (doc,) = parse(load_pipeline(), [text])
    assert doc.text == text
    return doc


def dates(data: bytes) -> None:
    """A date stands in the text where it says."""
    text = text_of(data)[:LONGEST]
    parsed.cache_clear()
    doc = parsed(text)
    slices([(date.span, date.text) for date in find_dates(doc, tuple(doc.sents))], text)


def edtf(data: bytes) -> None:
    """A value is a date or none; one has bounds in order, words, and a name that any disk takes."""
    value = text_of(data)
    if not is_edtf(value):
        return
    days = bounds(value)
    assert days is None or days[0] <= days[1]
    assert words(value)
    slug = date_slug(value)
    assert slug
    assert re.fullmatch(r"[\w.+^-]{1,120}", slug, re.ASCII)
    assert slug.strip(". ") == slug


def extract(data: bytes) -> None:
    """Whatever is found stands verbatim in the text, and can be put together."""
    text = text_of(data)[:LONGEST]
    parsed.cache_clear()
    doc = parsed(text)
    document = Document(id="a", path="seeds/a.txt", text=text, sha256="", metadata=Metadata(date="2024-05-07"))
    lexicon = load_lexicon("en")
    found = extract_mentions(document, doc, lexicon)
    slices([(one.span, one.text) for one in (*found.actors, *found.dates)], text)
    facts = resolve([(document, found)], lexicon)
    slices([(one.words.span, one.words.text) for one in facts.quotes], text)
    slices([(one.words.span, one.words.text) for actor in facts.actors for one in actor.mentions], text)


# ---------------------------------------------------------------- pages


def scalars(value: object) -> bool:
    """Tell whether a value is a string, or holds nothing but strings."""
    if isinstance(value, dict):
        return all(scalars(one) for pair in value.items() for one in pair)
    return all(map(scalars, value)) if isinstance(value, list) else isinstance(value, str)


def front_matter(data: bytes) -> None:
    """The body stays to the character, every scalar a string, and what is written is read again."""
    text = text_of(data)
    try:
        matter = parse_front_matter(text)
    except FrontMatterError as error:
        assert 0 < error.line <= text.count("\n") + 1
        assert "\n" not in error.message
        return
    assert text.endswith(matter.body)
    assert not matter.body or matter.body_line == text.removesuffix(matter.body).count("\n") + 1
    assert scalars(dict(matter.values))
    assert set(matter.lines) == set(matter.values)
    plain: dict[str, Value] = {key: value for key, value in matter.values.items() if isinstance(value, str)}
    plain = {key: value for key, value in plain.items() if value and KEY.fullmatch(key)}
    assert dict(parse_front_matter(write_front_matter(plain.items())).values) == plain


def machine_page(text: str) -> str:
    """A page as the machine writes it: some keys, any body, and a line feed at the end."""
    try:
        matter = parse_front_matter(text)
    except FrontMatterError:
        matter = parse_front_matter("")
    plain: dict[str, Value] = {key: value for key, value in matter.values.items() if isinstance(value, str)}
    front = write_front_matter({"id": "baku", **{key: one for key, one in plain.items() if KEY.fullmatch(key)}}.items())
    return f"{front}\n{matter.body.strip()}\n"


def merge(data: bytes) -> None:
    """No line that a person wrote is lost, and merging again changes nothing."""
    base, mine, theirs = texts_of(data, 3)
    base, theirs = map(machine_page, (base, theirs))
    if "conflict" in base + theirs:
        return  # boxes are drawn by the merge itself
    try:
        merged = merge_page(base, mine, theirs)
    except PageError:
        return
    added = set(mine.split("\n")) - set(base.split("\n"))
    written = {line.strip() for line in merged.text.split("\n")}
    front = len(mine) - len(parse_front_matter(mine).body)
    assert {line.strip() for line in added & set(mine[front:].split("\n"))} <= written
    again = merge_page(merged.base, merged.text, theirs).text
    # Of a box that somebody tore apart a comment may go only now.
    assert again == merged.text or ("conflict" in mine and FRAME.sub("", again) == FRAME.sub("", merged.text))
    if mine == base:
        assert merged.text == theirs
    if theirs == base:
        assert merged.text == mine


def conflict(data: bytes) -> None:
    """A conflict box that anybody wrote can be settled either way, or is told to be none."""
    for side in ("mine", "theirs"):
        settled = text_of(data)
        while found := conflicts(settled):
            shorter = settle(settled, 0, side)
            assert len(shorter) < len(settled), found
            settled = shorter


def escaping(data: bytes) -> None:
    """A text renders to itself, wherever on a page it is put."""
    words = "".join(char for char in text_of(data) if ord(char) not in range(0xE000, 0xF900))
    shown = " ".join(BREAKS.sub(" ", CONTROLS.sub("", words)).split())
    written = escape(words)
    for before, after in (("", ""), ("- ", ""), ("# ", ""), ("> ", ""), ("so ", " on"), ("[", "](a.md)")):
        page = markdown.markdown(f"{before}{written}{after}", extensions=EXTENSIONS)
        tree = html5lib.parseFragment(page, namespaceHTMLElements=False)
        seen = " ".join("".join(tree.itertext()).split())
        wanted = f"{'so ' if before == 'so ' else ''}{shown}{after if before == 'so ' else ''}"
        assert seen == " ".join(wanted.split()), (before, words)


def pages(data: bytes) -> None:
    """Words from a source make the elements that harmless words of their length make."""
    words = " ".join(text_of(data).split())[:200]
    if words:
        assert sections(site(facts_of(words))) == sections(site(facts_of(twin(words))))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    one.__name__: one
    for one in (
        *(text, html, pdf, eml, docx, kept),
        *(marks, dates, edtf, extract),
        *(front_matter, merge, conflict, escaping, pages),
    )
}
