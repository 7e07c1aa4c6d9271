"""Whether MkDocs' build may be followed in our way and its pages be kept: only where all that acts on them is known."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType
from typing import Any

import jinja2
import mkdocs
from jinja2 import nodes
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig

TESTED = ("1.6.1",)  # versions of MkDocs whose build is followed step by step in `following.py`
# What hooks may take part in: all of it happens once a build, in one process, as in MkDocs itself.
EVENTS = frozenset(("startup", "shutdown", "serve", "config", "pre_build", "post_build", "build_error"))
PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-material-extensions", "Markdown", "Jinja2", "PyYAML", "factsheet")
# Extensions that make of a page's Markdown always the same, whatever else lies on the disk.
PURE = {
    "abbr",
    "admonition",
    "attr_list",
    "codehilite",
    "def_list",
    "extra",
    "fenced_code",
    "footnotes",
    "legacy_attrs",
}
PURE |= {"legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"}
SEARCH = "material/search"  # does nothing where `enabled` is false; so it is switched off for Zensical
TODAY = ("build_date_utc", ".update_date")


def distrust(config: MkDocsConfig) -> str:
    """Say why a site is built by MkDocs' own code alone.

    Args:
        config: the site's configuration, loaded.

    Returns:
        The reason, as the end of a sentence; empty where there is none.
    """
    if mkdocs.__version__ not in TESTED:
        return f"MkDocs is {mkdocs.__version__}, known is {', '.join(TESTED)}"
    if logging.getLogger("mkdocs").isEnabledFor(logging.DEBUG):
        return "MkDocs tells every step of its own"
    asleep = [plugin for name, plugin in config.plugins.items() if name == SEARCH and not plugin.config.enabled]
    for name, plugin in config.plugins.items():
        if name not in config.hooks and plugin not in asleep:
            return f"the plugin {name!r} may act on every page"
    for event, methods in config.plugins.events.items():
        if event not in EVENTS and any(getattr(method, "__self__", None) not in asleep for method in methods):
            return f"a hook takes part in on_{event}"
    if config.extra_templates:
        return "extra_templates may read every page"
    for template in _templates(config):
        if _reads(template, "pages"):
            return f"the template {template.name} reads `pages`"
    return ""


def keeps(config: MkDocsConfig) -> bool:
    """Tell whether a page comes out the same as long as nothing changes that we know of.

    Args:
        config: the site's configuration, loaded.
    """
    names = {name.removeprefix("markdown.extensions.") for name in config.markdown_extensions}
    return names <= PURE and not any(_reads(template, *TODAY) for template in _templates(config))


def common_digest(config: MkDocsConfig, *more: object) -> bytes:
    """Return a digest of what every page depends on: settings, templates, hooks, and the versions of packages.

    Args:
        config: the site's configuration, after hooks have seen it.
        more: what else counts.
    """
    found = hashlib.blake2b(digest_size=16)
    for value in (*map(_version, PACKAGES), _plain(config), more):
        found.update(repr(value).encode())
    own = (path for folder in own_folders(config) for path in sorted(folder.rglob("*")) if path.is_file())
    for path in (*(path for path in own if path.suffix != ".pyc"), *_hooks(config)):
        content = path.read_bytes()
        found.update(f"{path.absolute()} {len(content)}\n".encode())
        found.update(content)
    return found.digest()


def _hooks(config: MkDocsConfig) -> list[Path]:
    """Return the files of the hooks."""
    hooks: Any = config.hooks  # MkDocs says that it is a list
    return [Path(str(hook.__file__)) for hook in hooks.values()]


def own_folders(config: MkDocsConfig) -> Iterator[Path]:
    """Yield the folders of templates that are neither MkDocs' nor Material's, whose versions tell what is in them.

    The theme of this package is one of them: in a checkout it changes while the version stays.

    Args:
        config: the site's configuration, loaded.
    """
    known = [Path(place) for place in (*mkdocs.__path__, *_places("material"))]
    yield from (path for path in map(Path, config.theme.dirs) if not any(map(path.is_relative_to, known)))


def _places(package: str) -> Iterable[str]:
    """Return the folders of a package; none where it is not installed."""
    found = find_spec(package)
    return found.submodule_search_locations or () if found else ()


def _templates(config: MkDocsConfig) -> Iterator[Path]:
    """Yield the templates that no package has brought."""
    for folder in own_folders(config):
        yield from sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".xml"))


def _reads(template: Path, *names: str) -> bool:
    """Tell whether a template reads such a variable or, with a dot, attribute; one that cannot be parsed may."""
    text = template.read_text(encoding="utf-8", errors="replace")
    if not any(name.strip(".") in text for name in names):
        return False
    try:
        tree = jinja2.Environment().parse(text)  # noqa: S701  # it renders nothing
    except jinja2.TemplateSyntaxError:
        return True
    asked = {id(test.node) for test in tree.find_all(nodes.Test) if test.name == "defined"}
    variables = (one.name for one in tree.find_all(nodes.Name) if id(one) not in asked)
    attributes = (f".{one.attr}" for one in tree.find_all(nodes.Getattr))
    return not {*variables, *attributes}.isdisjoint(names)


def _version(package: str) -> str:
    """Return a package's version; of one that is not installed, nothing."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return package


def _plain(value: Any) -> object:
    """Return a setting as something whose `repr` is the same in every process."""
    if isinstance(value, Config):
        told = {**value, "config_file_path": os.path.abspath(value.config_file_path)}  # noqa: PTH100  # the preview's is
        return {name: _plain(told[name]) for name in sorted(told) if name not in ("plugins", "hooks")}
    if isinstance(value, Mapping):
        return [(str(name), _plain(one)) for name, one in value.items()]
    if isinstance(value, FunctionType):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, str | int | float | bytes | Path | None):
        return value
    if isinstance(value, Iterable):
        return [_plain(one) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return [type(value).__qualname__, _plain(vars(value))] if hasattr(value, "__dict__") else str(value)
