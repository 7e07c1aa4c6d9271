"""Internal links: every one leads to a page or file of the site and, where it names one, to an anchor."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from factsheet.check.rendering import Link, Rendered
from factsheet.model import Finding

EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def check_links(pages: Mapping[str, Rendered], files: Collection[str], folder: str) -> Iterator[Finding]:
    """Check the links and anchors of all pages.

    Args:
        pages: the pages as rendered, by path below docs/.
        files: everything below docs/.
        folder: the name of docs/ in findings.

    Yields:
        Broken links, missing anchors, and anchors that stand twice on a page.
    """
    for path, page in pages.items():
        place = f"{folder}/{path}"
        for link in page.links:
            if problem := _problem(link, path, pages, files):
                yield Finding(path=place, line=link.line, message=problem[1], code=problem[0])
        for anchor in page.repeated:
            message = f"the anchor #{anchor} stands twice on this page; rename one"
            yield Finding(path=place, line=None, message=message, code="duplicate-anchor")


def _problem(link: Link, path: str, pages: Mapping[str, Rendered], files: Collection[str]) -> tuple[str, str] | None:
    """Say what is wrong with a link; None where it leads somewhere, or away from the site."""
    if EXTERNAL.match(link.target):
        return None
    parts = urlsplit(link.target)
    if parts.path.startswith("/"):
        return "broken-link", f"the link {link.target} begins at the server's root; write it relative to this page"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
    if target not in files:
        near = get_close_matches(target, [one for one in files if one.endswith(".md")], n=1, cutoff=0.8)
        hint = f"did you mean {near[0]}?" if near else "correct or remove it"
        return "broken-link", f"the link {link.target} leads to no page; {hint}"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].anchors:
        return "broken-anchor", f"the link {link.target} leads to a page without the anchor #{anchor}; correct it"
    return None
