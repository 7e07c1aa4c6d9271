"""MkDocs' own build, with the pages written by several processes, and pages kept whose sources did not change."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig

from factsheet.building.following import Memory, follow, index
from factsheet.building.forks import Progress
from factsheet.building.records import Manifest, load_manifest, save_manifest
from factsheet.building.trust import distrust
from factsheet.search import is_indexed

__all__ = ["Builder"]
CACHE = Path(".factsheet/cache/build")


class Builder:
    """Builds a site in place of `mkdocs.commands.build.build`, and remembers between builds.

    Args:
        on_progress: told how many pages of how many are built.
    """

    def __init__(self, on_progress: Progress = lambda _done, _all: None) -> None:
        self._plain = mkdocs_build.build
        self._on_progress = on_progress
        self._previews: dict[str, Manifest] = {}  # the preview's folder is gone when it ends, and so are these

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
                index(site)
        else:
            follow(config, serve_url, self._memory(config, serve_url), self._on_progress)

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
