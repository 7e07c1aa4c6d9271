"""What need not be done for every page anew, since it comes out the same: the tools of Markdown, and the navigation.

Each is taken only with versions for which tests have shown it, and leaves every byte as it is.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2
import markdown
from jinja2.runtime import Context
from markdown import treeprocessors, util
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from factsheet.building.trust import own_folders

MATERIAL = ("9.8",)  # versions of Material whose partials are known
THEMES = ("material", "factsheet")  # whose navigation they draw
MARKDOWN = ("3.11",)  # of Python-Markdown
# What of a page these read is whether the navigation has it, and how addresses look from its folder.
PARTIALS = ("nav", "tabs", "logo")
# These and what they include must be Material's own or ask nothing of the page.
READ = ("nav", "nav-item", "tabs", "tabs-item", "logo", "source", "toc", "toc-item")
# Extensions that leave no trace of a page in the tools that read the next one, and no pattern under another's name.
REUSED = {"abbr", "admonition", "attr_list", "def_list", "fenced_code", "md_in_html", "meta", "nl2br", "sane_lists"}
REUSED |= {"smarty", "tables", "toc", "wikilinks"}
# A character without which a pattern of Python-Markdown cannot match; patterns that are not named are always tried.
NEEDED = {"backtick": "`", "escape": "\\", "reference": "[", "link": "[", "image_link": "!", "image_reference": "!"}
NEEDED |= {"short_reference": "[", "short_image_ref": "!", "autolink": "<", "automail": "<", "linebreak": "\n"}
NEEDED |= {"html": "<", "entity": "&"}
PROCESSOR = "_InlineProcessor__handleInline"  # Python-Markdown's, which tries each pattern on each piece of text


@contextmanager
def shortcuts(
    config: MkDocsConfig, env: jinja2.Environment, files: Iterable[File], listed: Collection[object]
) -> Iterator[None]:
    """Take the shortcuts that a site allows, as long as its pages are built.

    Args:
        config: the site's configuration.
        env: of the theme's templates.
        files: all files of the site.
        listed: the pages of the navigation, which are built without shortcuts through it.
    """
    if _is(importlib.metadata.version("mkdocs-material"), MATERIAL) and _is_materials_own(config):
        crowded = _crowded(files)
        for name in PARTIALS:
            _remember(env.get_template(f"partials/{name}.html"), crowded, _Seen(listed))
    names = {name.removeprefix("markdown.extensions.") for name in config.markdown_extensions}
    if not (_is(markdown.__version__, MARKDOWN) and names <= REUSED):
        yield
        return
    make, handle = markdown.Markdown, getattr(treeprocessors.InlineProcessor, PROCESSOR)
    markdown.Markdown = _reusing(make)  # type: ignore[misc,assignment]
    setattr(treeprocessors.InlineProcessor, PROCESSOR, _handle_inline)
    try:
        yield
    finally:
        markdown.Markdown = make  # type: ignore[misc]
        setattr(treeprocessors.InlineProcessor, PROCESSOR, handle)


def _is(version: str, known: Collection[str]) -> bool:
    """Tell whether a version is one of those known, whatever stands behind its second number."""
    return ".".join(version.split(".")[:2]) in known


def _is_materials_own(config: MkDocsConfig) -> bool:
    """Tell whether the navigation is drawn by Material's templates; one for the repository may be the site's."""
    folders = [folder / "partials" for folder in own_folders(config)]
    own = [path for folder in folders for name in READ if (path := folder / f"{name}.html").exists()]
    return config.theme.name in THEMES and all(path.stem == "source" and _is_silent(path) for path in own)


def _is_silent(source: Path) -> bool:
    """Tell whether the site's own link to the repository asks nothing of the page."""
    return "page" not in source.read_text(encoding="utf-8", errors="replace")


def _crowded(files: Iterable[File]) -> set[str]:
    """Return the folders of the site that hold more than a single page: from within, addresses look different."""
    crowded = set()
    for file in files:
        folder = file.dest_uri.removesuffix("/index.html").rpartition("/")[0]
        while folder and folder not in crowded:
            crowded.add(folder)
            folder = folder.rpartition("/")[0]
    return crowded


class _Seen:
    """What a page sees of the navigation's pages, which nothing changes while one page is rendered.

    Args:
        listed: the pages of the navigation.
    """

    def __init__(self, listed: Collection[Any]) -> None:
        self.listed = listed
        self._page: object = None
        self._digest = 0

    def by(self, page: object) -> int:
        """Return what tells apart what two pages see: titles and front matter."""
        if page is not self._page:
            seen = tuple((one.title, repr(sorted(one.meta.items(), key=str))) for one in self.listed)
            self._page, self._digest = page, hash(seen)
        return self._digest


def _remember(template: jinja2.Template, crowded: Collection[str], seen: _Seen) -> None:
    """Have a template rendered once for all pages of a folder that the navigation does not have."""
    render: Callable[[Context], Iterator[str]] = template.root_render_func
    rendered: dict[object, str] = {}

    def remembering(context: Context) -> Iterator[str]:
        """Render, or say what was rendered for a page that sees the same."""
        page: Any = context.get("page")
        if page is None or page in seen.listed or page.url.strip("/") in crowded:
            yield from render(context)
            return
        key = (page.url.rstrip("/").rpartition("/")[0], page.url.endswith("/"), context["base_url"], seen.by(page))
        if key not in rendered:
            rendered[key] = "".join(render(context))
        yield rendered[key]

    template.root_render_func = remembering


def _reusing(make: Callable[..., markdown.Markdown]) -> Callable[..., markdown.Markdown]:
    """Return what hands out the same tools again, cleaned, in place of making them."""
    made: list[markdown.Markdown] = []

    def reuse(**options: Any) -> markdown.Markdown:
        """Return the tools; all pages of a site ask for the same."""
        if not made:
            made.append(make(**options))
        return made[0].reset()

    return reuse


def _handle_inline(self: Any, data: str, patternIndex: int = 0) -> str:  # noqa: N803  # Python-Markdown's name
    """Try each pattern on a piece of text as Python-Markdown does, but for those that cannot match."""
    if isinstance(data, util.AtomicString):
        return data
    registered = self.inlinePatterns
    start = 0
    while patternIndex < len(registered):
        pattern = registered[patternIndex]
        needed = NEEDED.get(registered._priority[patternIndex].name)
        if needed and needed not in data:
            matched, start = False, 0
        else:
            data, matched, start = self._InlineProcessor__applyPattern(pattern, data, patternIndex, start)
        if not matched:
            patternIndex += 1  # noqa: N806
    return data
