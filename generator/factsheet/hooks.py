"""What MkDocs does for our theme while it builds: it makes the index of the search after the pages.

A project's `hooks/build.py` takes these functions from here, so that they are renewed with the package.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from factsheet.config import load_settings
from factsheet.errors import SearchError, SettingsError
from factsheet.search import index_site

log = logging.getLogger("mkdocs.factsheet")
state = {"live": False}


def on_startup(command: str, **_: Any) -> None:
    """Remember whether this is the live preview, whose script the content security policy would stop."""
    state["live"] = command == "serve"


def on_config(config: MkDocsConfig, **_: Any) -> MkDocsConfig:
    """Tell the templates so."""
    config.extra["live"] = state["live"]
    return config


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Index the built pages, unless whoever built them does that: `factsheet build` knows which have changed."""
    if config.extra.get("indexed"):
        return
    try:
        settings = load_settings(Path(config.config_file_path))
        index_site(Path(config.site_dir), name=settings.site_name, search_with=settings.search_with)
    except (SearchError, SettingsError) as error:
        log.warning("%s", error)
