"""Words that would be markup somewhere, in facts of every kind, and harmless ones of the same length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unicodedata import category

import html5lib
import markdown
import yaml

from facts_fixture import ACTORS, DATES, ID, QUOTES, document, facts, reference
from factsheet.check import DEFAULT_EXTENSIONS
from factsheet.front_matter import parse_front_matter
from factsheet.model import Basis, Facts, Form, Passage, Publish, Review, Source, Span, Status, Voice
from factsheet.pages import render_pages

EXTENSIONS = [*DEFAULT_EXTENSIONS, "md_in_html"]
CASES = Path(__file__).parent / "cases/hostile/injections.yml"
BY = Review(status=Status.DISPUTED, on="2026-01-02")


def injections() -> Iterator[tuple[str, str]]:
    """Each injection, named by where it would be markup and by its number."""
    for group, texts in yaml.safe_load(CASES.read_text(encoding="utf-8")).items():
        yield from ((f"{group} {number}", text) for number, text in enumerate(texts, 1))


def twin(text: str) -> str:
    """Harmless words of the same length and width: white space and accents stay, and an address stays one."""
    scheme = next((one for one in ("https://", "http://") if text.startswith(one)), "")
    return scheme + "".join(char if char.isspace() or category(char)[0] == "M" else "w" for char in text[len(scheme) :])


def facts_of(words: str) -> Facts:
    """Facts in which everything that a source or an editor can say is these words, but what is read as an address only.

    Args:
        words: in one line.
    """
    text = f"{words}\n{words} said {words}\n"
    first = Passage(ID, Span(0, len(words)), words)
    whole = Passage(ID, Span(len(words) + 1, len(text) - 1), text[len(words) + 1 : -1])
    known = document(Publish.FULL, text=text)
    metadata = replace(known.metadata, title=words, publisher=words, author=words, license=words, note=words, url=words)
    spans = (first.span, whole.span)
    unresolved = (replace(reference("September 17", "", Basis.UNRESOLVED), words=first, context=first),)
    source = Source(document=replace(known, metadata=metadata), paragraphs=spans, unresolved=unresolved)
    review = replace(BY, by=words, note=words)
    voice = Voice(words=first, actor=ACTORS[0].id)
    said = {"words": first, "pieces": (first,), "context": whole, "cue": first, "speaker": voice, "addressee": voice}
    quotes = [replace(one, **said, review=review, tags=(words,)) for one in QUOTES]
    quotes.append(replace(quotes[0], id="reported", form=Form.INDIRECT, parent=None))
    named = {"name": words, "aliases": (words,), "roles": (first,), "terms": first, "editor_roles": (words,)}
    actors = (
        replace(
            one,
            **named,
            tags=(words,),
            review=review,
            mentions=tuple(replace(mention, words=first, context=whole) for mention in one.mentions),
        )
        for one in ACTORS
    )
    dates = (
        replace(
            one,
            review=review,
            references=tuple(replace(two, words=first, context=whole, clause=(whole,)) for two in one.references),
        )
        for one in DATES
    )
    return replace(facts(), sources=(source,), actors=tuple(actors), quotes=tuple(quotes), dates=tuple(dates))


def elements(html: str) -> Counter[tuple[str, ...]]:
    """Count the elements of a page, each with the names of its attributes."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return Counter((str(one.tag), *sorted(one.attrib)) for one in tree.iter())


def site(of: Facts) -> dict[str, tuple[str, dict[str, object]]]:
    """Render all pages; each as HTML, with its front matter."""
    rendered = {}
    for page in render_pages(of):
        front = parse_front_matter(page.text)
        rendered[page.path] = markdown.markdown(front.body, extensions=EXTENSIONS), dict(front.values)
    return rendered


def sections(pages: dict[str, tuple[str, dict[str, object]]]) -> dict[str, Counter[tuple[str, ...]]]:
    """Count the elements of each section, for a name moves from one letter's page to another's."""
    counted: dict[str, Counter[tuple[str, ...]]] = {}
    for path, (html, _) in pages.items():
        counted.setdefault(path.partition("/")[0], Counter()).update(elements(html))
    return counted
