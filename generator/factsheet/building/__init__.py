"""MkDocs' own build, with the pages written by several processes, and pages kept whose sources did not change."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig

from factsheet.building.following import Memory, follow
from factsheet.building.forks import Progress
from factsheet.building.records import Manifest, load_manifest, save_manifest
from factsheet.building.trust import distrust
from factsheet.config import load_settings
from factsheet.errors import BusyError, SearchError, SettingsError, StoreError
from factsheet.lock import alone
from factsheet.search import index_site, is_indexed

__all__ = ["Builder"]
STATE = Path(".factsheet")
CACHE = STATE / "cache/build"
PATIENCE = 120.0  # seconds for which the preview waits for a run of `generate`

log = logging.getLogger("mkdocs.factsheet")


def unheard(_what: str, _done: int, _all: int) -> None:
    """Tell nobody."""


class Builder:
    """Builds a site in place of `mkdocs.commands.build.build`, and remembers between builds.

    Args:
        on_progress: told what is done, and how many pages of how many.
    """

    def __init__(self, on_progress: Progress = unheard) -> None:
        self._plain = mkdocs_build.build
        self._on_progress = on_progress
        self._previews: dict[str, Manifest] = {}  # the preview's folder is gone when it ends, and so are these
        self._indexing = threading.Thread()

    def __call__(self, config: MkDocsConfig, *, serve_url: str | None = None, dirty: bool = False) -> None:
        """Build a site; by MkDocs' own code where anything takes part that we do not know.

        Args:
            config: the site's configuration, loaded.
            serve_url: the address of the live preview, if it is one.
            dirty: whether MkDocs' own way of keeping pages is asked for.

        Raises:
            Abort: when MkDocs cannot build it, or warns and shall be strict.
        """
        if dirty or distrust(config):
            self._plain(config, serve_url=serve_url, dirty=dirty)
            if not serve_url and not is_indexed(site := Path(config.site_dir)):
                _index(config, site)
            return
        if self._indexing.is_alive():
            self._indexing.join()
        if serve_url:
            _wait(Path(config.config_file_path).parent / STATE)
        index = self._index_later if serve_url else partial(_index, on_progress=self._on_progress)
        memory = self._memory(config, serve_url)
        follow(config, serve_url, memory, partial(index, config), self._on_progress)

    def _index_later(self, config: MkDocsConfig, site: Path, texts: Mapping[str, bytes]) -> None:
        """Index the preview while its reader reads on: nobody searches for what was written a moment ago."""
        self._indexing = threading.Thread(target=_index, args=(config, site, texts), daemon=True)
        self._indexing.start()

    def _memory(self, config: MkDocsConfig, serve_url: str | None) -> Memory:
        """Return where the builds of a site remember each other: on the disk, but for the live preview."""
        if serve_url:
            site = config.site_dir
            return Memory(
                lambda: self._previews.get(site, Manifest()),
                lambda manifest: self._previews.update({site: manifest}),
            )
        name = hashlib.blake2b(str(Path(config.site_dir).absolute()).encode(), digest_size=8).hexdigest()
        path = Path(config.config_file_path).parent / CACHE / f"{name}.msgpack"
        return Memory(lambda: load_manifest(path), lambda manifest: save_manifest(manifest, path))


def _wait(state: Path) -> None:
    """Wait until nobody writes pages, so that the preview shows what a run has written, and not half of it."""
    with contextlib.suppress(BusyError, StoreError), alone(state, patience=PATIENCE):
        pass


def _index(
    config: MkDocsConfig, site: Path, texts: Mapping[str, bytes] | None = None, on_progress: Progress = unheard
) -> None:
    """Index a built site, as `index_site` does; a site without search is still a site, and that is told."""
    try:
        settings = load_settings(Path(config.config_file_path))
        progress = partial(on_progress, "Indexing pages")
        index_site(site, texts, progress, name=settings.site_name, search_with=settings.search_with)
    except (SearchError, SettingsError) as error:
        log.warning("%s", error)
    except OSError as error:
        if site.is_dir():  # not where the preview has ended, and its folder is gone
            log.warning("the site has no search: %s", error)
