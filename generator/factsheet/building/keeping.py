"""Which pages and files of the last build this one keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.structure.files import File, Files

from factsheet.building.records import Built, Manifest, Stamp, digest
from factsheet.building.scene import Scene, is_excluded

# The page that a web host shows where there is none: the theme's own, of which nothing depends on any single page.
MISSING = "404.html"


@dataclass(frozen=True)
class Kept:
    """What stays as it lies in the site's folder."""

    pages: Mapping[int, Built] = field(default_factory=dict)  # by their place among the documents
    outputs: Mapping[str, Stamp] = field(default_factory=dict)  # by path below the site


def known(files: Files) -> dict[str, bool]:
    """Return the files after which a page's links can ask, and whether each is left out of the site."""
    return {file.src_uri: is_excluded(file) for file in files}


def keep(
    scene: Scene, manifest: Manifest, common: bytes, sources: Mapping[str, Stamp], found: Mapping[str, Stamp]
) -> Kept:
    """Find what would come out as it lies there.

    A page does so where its source, what all pages depend on, and the existence of whatever its links asked for are
    as in the last build, and where nobody touched its file since.

    Args:
        scene: this build.
        manifest: of the last build.
        common: digest of what all pages depend on now.
        sources: the stamps of this build's sources.
        found: the stamps of the files in the site's folder.

    Returns:
        What is kept, the pages of the navigation excepted, for all pages show them.
    """
    files = known(scene.files)
    moved = {path for path, excluded in files.items() ^ manifest.files.items()} if manifest.files else set(files)
    listed = {page.file.src_uri for page in scene.nav.pages}
    look = _Look(Path(scene.config.site_dir), manifest, sources, found)
    pages, outputs = {}, {}
    for place, file in enumerate(scene.documents):
        built = manifest.pages.get(file.src_uri) if common == manifest.common else None
        if built and file.src_uri not in listed and moved.isdisjoint(built.asked) and look.is_same(file, built):
            pages[place] = built
            if built.output:
                outputs[file.dest_uri] = found[file.dest_uri]
    taken = {file.dest_uri for file in scene.files}
    own = MISSING in scene.config.theme.static_templates and MISSING not in taken
    if own and common == manifest.common and not moved and look.is_untouched(MISSING):  # nor was it taken then
        outputs[MISSING] = found[MISSING]
    included = (file for file in scene.files if scene.inclusion(file.inclusion))
    copies = {file.dest_uri: found[file.dest_uri] for file in included if look.is_copied(file)}
    return Kept(pages, outputs | copies)


@dataclass(frozen=True)
class _Look:
    """Compares what lies on the disk with what is remembered."""

    site: Path
    manifest: Manifest
    sources: Mapping[str, Stamp]
    found: Mapping[str, Stamp]

    def is_same(self, file: File, built: Built) -> bool:
        """Tell whether a page's source and its file are those of the last build."""
        if not self._is_source(file) and digest(file.content_bytes) != built.source:
            return False
        if not built.output:
            return file.dest_uri not in self.found
        if self.is_untouched(file.dest_uri):
            return True
        return file.dest_uri in self.found and digest((self.site / file.dest_uri).read_bytes()) == built.output

    def is_copied(self, file: File) -> bool:
        """Tell whether a file that is no page lies in the site as it was copied there."""
        return not file.is_documentation_page() and self._is_source(file) and self.is_untouched(file.dest_uri)

    def is_untouched(self, output: str) -> bool:
        """Tell whether a file of the site has the stamp that it had."""
        stamp = self.found.get(output)
        return stamp is not None and stamp == self.manifest.outputs.get(output)

    def _is_source(self, file: File) -> bool:
        """Tell whether a source has the stamp that it had."""
        stamp = self.sources.get(file.src_uri)
        return stamp is not None and stamp == self.manifest.sources.get(file.src_uri)
