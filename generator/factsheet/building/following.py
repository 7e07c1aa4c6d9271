"""MkDocs' build, step by step in its own order, but that pages which would come out the same are kept."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs import utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import File, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from factsheet.building.forks import Progress, build_pages
from factsheet.building.keeping import MISSING, Kept, keep, known
from factsheet.building.records import STILL, Built, Manifest, Stamp
from factsheet.building.scene import LOGGER, Asking, Listed, Read, Scene, tell
from factsheet.building.shortcuts import shortcuts
from factsheet.building.sweep import scan, stamps, sweep
from factsheet.building.trust import common_digest, keeps
from factsheet.forking import meanwhile
from factsheet.search import searched, text_digest

log = logging.getLogger("mkdocs.factsheet")


@dataclass(frozen=True)
class Memory:
    """Where builds remember each other."""

    load: Callable[[], Manifest]
    save: Callable[[Manifest], None]


Index = Callable[[Path, Mapping[str, bytes]], None]


def follow(config: MkDocsConfig, serve_url: str | None, memory: Memory, index: Index, on_progress: Progress) -> None:
    """Build a site whose configuration is trusted, as `mkdocs.commands.build.build` does.

    Args:
        config: the site's configuration, loaded.
        serve_url: the address of the live preview, if it is one.
        memory: where the last build is remembered.
        index: makes the index of the site, and is told what is searched of each page, as `index_site` is.
        on_progress: told what is done, and how many pages of how many.

    Raises:
        Abort: when MkDocs would end so.
    """
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    logger = logging.getLogger(LOGGER)
    if config.strict:
        logger.addHandler(counter)
    try:
        started = time.monotonic()
        config = config.plugins.on_config(config)
        config.extra["indexed"] = True  # so that no hook makes the index once more
        config.plugins.on_pre_build(config=config)
        if not serve_url:
            log.info("Building documentation to directory: %s", config.site_dir)
        index(Path(config.site_dir), _build(config, serve_url, memory, on_progress))
        config.plugins.on_post_build(config=config)
        if counts := counter.get_counts():
            told = ", ".join(f"{count} {name.lower()}s" for name, count in counts)
            raise Abort(f"Aborted with {told} in strict mode!")
        log.info("Documentation built in %.2f seconds", time.monotonic() - started)
    except Exception as error:
        config.plugins.on_build_error(error=error)
        if isinstance(error, BuildError):
            log.error(str(error))
            raise Abort("Aborted with a BuildError!") from error
        raise
    finally:
        logger.removeHandler(counter)


def _build(config: MkDocsConfig, serve_url: str | None, memory: Memory, on_progress: Progress) -> Mapping[str, bytes]:
    """Build the pages, remember the build, and return what is searched of each page."""
    site = Path(config.site_dir)
    with meanwhile(partial(scan, site)) as scanned:
        scene = _gather(config, InclusionLevel.is_in_serve if serve_url else InclusionLevel.is_included)
        reads = {place: scene.read(place) for place, file in enumerate(scene.documents) if _is_listed(file, scene)}
        common = common_digest(config, bool(serve_url), _listing(scene, reads))
        sources, manifest = _stamp_sources(scene), memory.load()
        found = scanned()
    kept = keep(scene, manifest, common, sources, found) if keeps(config) else Kept()
    sweep(site, found, kept.outputs)
    _write_rest(scene, kept)
    listed, built = _write_listed(scene, reads)
    places = [place for place in range(len(scene.documents)) if place not in built and place not in kept.pages]
    with shortcuts(config, scene.env, scene.files, scene.nav.pages):
        built = {**built, **kept.pages, **build_pages(scene, places, listed, on_progress)}
    for place in _overwritten(scene, [*places, *reads]):
        built[place] = scene.build(place, listed)
    pages = {scene.documents[place].src_uri: built[place] for place in sorted(built)}
    _tell(scene, pages)
    memory.save(_manifest(scene, common, pages, sources, kept))
    return _texts(scene, pages)


def _gather(config: MkDocsConfig, inclusion: Callable[[InclusionLevel], bool]) -> Scene:
    """Find all files and make the navigation, as MkDocs does."""
    files = get_files(config)
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    documents = tuple(files.documentation_pages(inclusion=inclusion))
    return Scene(config, files, nav, env, documents, Asking(files), inclusion)


def _is_listed(file: File, scene: Scene) -> bool:
    """Tell whether a page stands in the navigation."""
    return file.page is not None and any(file.page is page for page in scene.nav.pages)


def _listing(scene: Scene, reads: Iterable[int]) -> object:
    """Return what other pages see of the navigation's pages: titles, and front matter as it was written."""
    pages = ((scene.documents[place].src_uri, scene.page(place)) for place in reads)
    return [
        (name, page.title, sorted((str(key), repr(value)) for key, value in page.meta.items())) for name, page in pages
    ]


def _stamp_sources(scene: Scene) -> dict[str, Stamp]:
    """Take the stamps of all files that have been left alone long enough to be told from later versions."""
    now = time.time_ns()
    paths = {file.src_uri: str(file.abs_src_path) for file in scene.files}
    return {
        name: stamp
        for name, stamp in stamps(Path(scene.config.docs_dir), paths).items()
        if now - max(stamp.modified, stamp.changed) > STILL
    }


def _write_rest(scene: Scene, kept: Kept) -> None:
    """Write all that is no page: copies of files, and the theme's own few pages."""
    for file in scene.files:
        if not file.is_documentation_page() and scene.inclusion(file.inclusion) and file.dest_uri not in kept.outputs:
            file.copy_file()
    for name in scene.config.theme.static_templates - kept.outputs.keys():
        mkdocs_build._build_theme_template(name, scene.env, scene.files, scene.config, scene.nav)


def _write_listed(scene: Scene, reads: Mapping[int, Read]) -> tuple[tuple[Listed, ...], dict[int, Built]]:
    """Write the navigation's pages, in their order, and note what they look like to others."""
    listed, built = [], {}
    for place, read in reads.items():
        page = scene.page(place)
        before = dict(page.meta)
        built[place] = scene.write(place, read)
        listed.append(Listed(place, page, before, dict(page.meta)))
    return tuple(listed), built


def _tell(scene: Scene, pages: Mapping[str, Built]) -> None:
    """Tell what MkDocs said of the pages, kept ones included, and where links lead to no anchor."""
    for built in pages.values():
        tell(built.read)
    for built in pages.values():
        tell(built.written)
    for file in scene.documents:
        page, built = file.page, pages[file.src_uri]
        if page is not None:
            page.present_anchor_ids = set(built.anchors)
            targets = ((scene.files.src_uris.get(name), links) for name, links in built.links.items())
            page.links_to_anchors = {target: links for target, links in targets if target}
    level = scene.config.validation.links.anchors
    for file in scene.documents:
        if file.page is not None and file.page.links_to_anchors:
            file.page.validate_anchor_links(files=scene.files, log_level=level)


def _overwritten(scene: Scene, places: Collection[int]) -> Iterator[int]:
    """Yield pages whose file another one may have overwritten that stands before it, as `a.md` does `a/index.md`'s."""
    rivals: defaultdict[str, list[int]] = defaultdict(list)
    for place, file in enumerate(scene.documents):
        rivals[file.dest_uri].append(place)
    for several in rivals.values():
        if len(several) > 1 and not set(several).isdisjoint(places):
            yield several[-1]


def _texts(scene: Scene, pages: Mapping[str, Built]) -> dict[str, bytes]:
    """Return a digest of what is searched of each page, HTML that people put below docs/ included."""
    site = Path(scene.config.site_dir)
    texts = {file.dest_uri: pages[file.src_uri].searched for file in scene.documents}
    others = (file.dest_uri for file in scene.files if file.is_static_page() and file.dest_uri.endswith(".html"))
    for path in (path for path in others if (site / path).is_file()):
        texts[path] = text_digest(searched((site / path).read_text(encoding="utf-8", errors="replace")))
    return texts


def _manifest(
    scene: Scene, common: bytes, pages: Mapping[str, Built], sources: Mapping[str, Stamp], kept: Kept
) -> Manifest:
    """Return what the next build shall know of this one."""
    made = {MISSING, *(file.dest_uri for file in scene.files)} - kept.outputs.keys()
    return Manifest(
        common=common,
        files=known(scene.files),
        pages=pages,
        sources=sources,
        outputs={**kept.outputs, **stamps(Path(scene.config.site_dir), {name: name for name in made})},
    )
