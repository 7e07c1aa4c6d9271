"""The templates, in which every word that a template does not know to be Markdown is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from jinja2.runtime import Context

from factsheet.model import NOBODY_YET
from factsheet.pages import prose
from factsheet.pages.desk import Desk, at, part_path
from factsheet.pages.escape import Markdown, escape
from factsheet.pages.fragments import original
from factsheet.pages.lines import (
    belonging_line,
    cite_line,
    company_line,
    named,
    quote_line,
    republished_line,
    source_line,
)
from factsheet.pages.site import Site

# A page shows at most so many of a kind and says how many more there are: it must load on a phone.
LIMIT = 20
BLANK_LINES = "\n\n\n"  # where a template left something out

T = TypeVar("T")


def _finalize(value: object) -> object:
    """Escape whatever a template writes that is not Markdown already."""
    return value if isinstance(value, Markdown) else escape(str(value))


class _Context(Context):
    """What a template sees; it calls functions as they are, for none of ours asks for the context."""

    def call(
        self,
        function: Callable[..., object],
        *args: object,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: object,
    ) -> object:
        """Call a function from a template, without what Jinja would hand to one that asks."""
        return function(*args, **named)


def shortened(items: Sequence[T], limit: int = LIMIT) -> Sequence[T]:
    """Return the first items of a list that may be long."""
    return items[:limit]


def _environment() -> Environment:
    """Make the environment in which the templates are compiled, once."""
    environment = Environment(  # noqa: S701  what it writes is Markdown; _finalize escapes
        loader=PackageLoader("factsheet.pages"),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.context_class = _Context
    environment.filters |= {"number": prose.number, "shortened": shortened}
    environment.globals |= {"at": at, "prose": prose, "LIMIT": LIMIT, "part_path": part_path, "original": original}
    environment.globals |= {"quote_line": quote_line, "company_line": company_line, "belonging_line": belonging_line}
    environment.globals |= {"named": named, "source_line": source_line, "cite_line": cite_line}
    environment.globals["republished_line"] = republished_line
    environment.globals["nobody_yet"] = NOBODY_YET
    return environment


ENVIRONMENT = _environment()


@cache
def _template(name: str) -> Template:
    """Compile a template, when it is first asked for: all together take a third of a second."""
    return ENVIRONMENT.get_template(f"{name}.md.j2")


def fill_page(site: Site, path: str, template: str, context: Mapping[str, object]) -> str:
    """Fill a template."""
    text = _template(template).render(desk=Desk(site, path), site=site, **context)
    while BLANK_LINES in text:
        text = text.replace(BLANK_LINES, "\n\n")
    return text.rstrip("\n") + "\n"
