"""The readers' room: saved web pages, by trafilatura, which is given the page's bytes alone and fetches nothing."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from typing import Any

from factsheet.errors import SeedError
from factsheet.readers.content import HTML_ELEMENTS, Content, clean_text, clean_values, load_library
from factsheet.readers.decoding import MARKS, decode

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
HEAD = 4096  # bytes in which a page must declare its encoding, and some
# Browsers read these names as Windows' encoding, and so do those who write them.
WESTERN = ("ascii", "iso8859-1")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Only the day that the page gives as that of its publication: not that of its copyright, nor one among its words. The
# latest day that is believed would otherwise be today, so that a text would change with the day of reading it.
DAYS = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}
# What no reader of the page sees, so that it is none of its words.
UNSEEN = "//body//*[self::template or @hidden or contains(translate(@style, ' ', ''), 'display:none')]"
CELLS = " |"


def read_html(data: bytes, path: str) -> Content:
    """Read the main text of a saved web page, without menus, adverts, forms and comments.

    Args:
        data: the file's bytes.
        path: the file as the person would name it, for errors.

    Returns:
        The text, an empty line between paragraphs; and title, author, day, publisher, address and language as far as
        the page's head tells them.

    Raises:
        SeedError: when its encoding cannot be told, it holds no text, or trafilatura is not installed.
    """
    trafilatura = load_library("trafilatura", ".html", "html")
    tree = _parse(_decode(data, path), path)
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    page = trafilatura.bare_extraction(
        tree, include_comments=False, with_metadata=True, date_extraction_params=dict(DAYS)
    )
    text = "\n\n".join(_paragraphs(page.text or "")) if page is not None else ""
    if not text:
        advice = "save the page once it has loaded whole, or its text as .txt"
        raise SeedError(f"no text is found in this page beside menus and the like; {advice}", path)
    return Content(text=f"{text}\n", said=_values(page.as_dict(), language))


def _values(found: Mapping[str, Any], language: str) -> Mapping[str, str]:
    """Return what a page says of itself by the keys of Metadata."""
    keys = {"title": "title", "author": "author", "date": "date", "publisher": "sitename", "url": "url"}
    values = {key: found.get(name) for key, name in keys.items()}
    return clean_values({**values, "language": language if LANGUAGE.fullmatch(language) else ""})


def _paragraphs(text: str) -> Sequence[str]:
    """Cut an extracted text into paragraphs; a line that ends within a clause goes on in the next."""
    paragraphs: list[str] = []
    for line in clean_text(text).split("\n"):
        bare = " ".join((line.strip(CELLS) if line.startswith("|") else line).split())
        if bare[:1].islower() and paragraphs and paragraphs[-1][-1:].isalpha():
            paragraphs[-1] += f" {bare}"
        elif bare:
            paragraphs.append(bare)
    return paragraphs


def _parse(text: str, path: str) -> Any:
    """Parse a page into a tree; nothing in it is run, loaded or expanded."""
    html = load_library("lxml.html", ".html", "html")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    tree = html.fromstring(text.encode("utf-8", errors="replace"), parser=parser) if text.strip() else None
    if tree is None:
        raise SeedError("the page is empty; save it anew, or delete it", path)
    if (found := sum(1 for _ in tree.iter())) > HTML_ELEMENTS:
        raise SeedError(f"found {found:,} elements; expected {HTML_ELEMENTS:,} at most; save its text as .txt", path)
    for unseen in tree.xpath(UNSEEN):
        unseen.drop_tree()
    return tree


def _decode(data: bytes, path: str) -> str:
    """Decode a page: by its byte order mark, else by what it declares, else by what it must be."""
    if not any(data.startswith(mark) for mark, _ in MARKS) and (declared := CHARSET.search(data[:HEAD])):
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            return data.decode("windows-1252" if name in WESTERN else name)
        except (LookupError, UnicodeError):
            pass  # it declares what it is not
    return decode(data, path)
