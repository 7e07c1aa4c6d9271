"""The check room: what stands on the pages, read as a visitor reads it, against the characters of the sources; pure.

A page is rendered by Python-Markdown with the extensions of mkdocs.yml, so that an escaping fault is caught as surely
as a hand-altered word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from factsheet.check.additions import check_additions
from factsheet.check.links import check_links
from factsheet.check.metadata import check_metadata, check_unique_ids
from factsheet.check.quotations import Library, check_quotations
from factsheet.check.rendering import Extensions, Rendered, Renderer
from factsheet.check.sameness import check_sameness, suggested
from factsheet.check.sources import UNANSWERED, foreign, oddities, refusals
from factsheet.check.told import check_told
from factsheet.errors import FactsheetError
from factsheet.front_matter import FrontMatter, FrontMatterError, parse_front_matter
from factsheet.model import Document, Finding

__all__ = ["DEFAULT_EXTENSIONS", "UNANSWERED", "check_site", "foreign", "oddities", "refusals", "suggested"]

DEFAULT_EXTENSIONS: Sequence[str] = ("toc", "tables", "fenced_code", "admonition", "attr_list", "md_in_html")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is found on one page by itself, and what others must know of it."""

    path: str
    rendered: Rendered  # without its words
    findings: tuple[Finding, ...]


CheckSome = Callable[[Sequence[str]], list[Checked]]


def by_itself(check: CheckSome, paths: Sequence[str]) -> Iterable[list[Checked]]:
    """Check all pages in one go."""
    return (check(paths),)


def check_site(
    pages: Mapping[str, str],
    documents: Mapping[str, Document],
    *,
    files: Collection[str] = (),
    extensions: Sequence[str] = DEFAULT_EXTENSIONS,
    configs: Extensions | None = None,
    folder: str = "docs",
    share: Callable[[CheckSome, Sequence[str]], Iterable[list[Checked]]] = by_itself,
) -> tuple[Finding, ...]:
    """Check every page of a site.

    Args:
        pages: the text of each page by its path below docs/.
        documents: the sources by id; one that could not be read is missing.
        files: the other files below docs/, to which pages may link.
        extensions: Python-Markdown's, as mkdocs.yml names them.
        configs: the extensions' settings, as in mkdocs.yml.
        folder: the name of docs/ in findings.
        share: calls what checks some pages, maybe in several processes, until all are checked; returns what that
            returned, in the order of the pages.

    Returns:
        What a person should look at, by page and line. Nothing is said of what is as it should be.
    """
    renderer, library = Renderer(extensions, configs or {}), Library(documents)
    fronts, findings = _read_fronts(pages, folder)
    actors = frozenset(str(front.values.get("id")) for front in fronts.values() if front.values.get("type") == "actor")

    def check(paths: Sequence[str]) -> list[Checked]:
        """Check some pages, each by itself."""
        return [_check_page(path, fronts[path], renderer, actors, library, folder) for path in paths]

    checked = [one for some in share(check, [*fronts]) for one in some]
    findings += (finding for one in checked for finding in one.findings)
    rendered = {one.path: one.rendered for one in checked}
    findings += check_links(rendered, frozenset(files) | frozenset(pages), folder)
    findings += check_additions(pages, fronts, documents, folder)
    findings += check_unique_ids(fronts, folder)
    findings += check_sameness(fronts, folder)
    return tuple(sorted(findings, key=lambda one: (one.path, one.line or 0, one.code, one.message)))


def _read_fronts(pages: Mapping[str, str], folder: str) -> tuple[dict[str, FrontMatter], list[Finding]]:
    """Take the front matter off each page; a page where that fails is a finding and is checked no further."""
    fronts: dict[str, FrontMatter] = {}
    findings: list[Finding] = []
    for path, text in sorted(pages.items()):
        try:
            fronts[path] = parse_front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n"))
        except (FrontMatterError, FactsheetError) as error:
            place = f"{folder}/{path}"
            findings.append(Finding(path=place, line=error.line, message=error.message, code="front-matter"))
    return fronts, findings


def _check_page(
    path: str, front: FrontMatter, renderer: Renderer, actors: Collection[str], library: Library, folder: str
) -> Checked:
    """Check a page by itself."""
    place, rendered = f"{folder}/{path}", renderer.render(front.body, front.body_line)
    findings = (
        *check_metadata(front, actors, library, place),
        *check_quotations(rendered, library, place),
        *check_told(front, library, place),
    )
    return Checked(path, replace(rendered, words=()), findings)
