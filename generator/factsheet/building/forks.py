"""Pages built by several processes at once, each a copy of this one, which costs no time and no second start."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial

from factsheet.building.records import Built
from factsheet.building.scene import Listed, Scene
from factsheet.errors import WorkerError
from factsheet.forking import processors, share

WORTH = 60  # pages from which a second process pays
MOST = 8  # processes; each holds what it changes of this one's memory
Progress = Callable[[str, int, int], None]


def build_pages(
    scene: Scene, places: Sequence[int], listed: tuple[Listed, ...], on_progress: Progress
) -> dict[int, Built]:
    """Build pages, in several processes where that pays and where a process can be copied.

    Args:
        scene: what the pages share.
        places: of the pages among the documents.
        listed: the pages of the navigation, built.
        on_progress: told what is done, and how many pages of how many.

    Returns:
        What is known of each, by its place.

    Raises:
        Exception: what MkDocs raises where it cannot build a page.
    """

    def build(some: Sequence[int]) -> dict[int, Built]:
        """Build some pages; from one that fails on they are missing."""
        built = {}
        for place in some:
            try:
                built[place] = scene.build(place, listed)
            except Exception:  # told when the page is built once more
                break
        return built

    jobs = min(MOST, processors()) if threading.active_count() == 1 else 1
    try:
        shares = share(build, places, jobs, WORTH, partial(on_progress, "Building pages"))
    except WorkerError:  # the system killed one, for want of memory: this process builds all by itself
        shares = [build(places)]
    built = {place: one for some in shares for place, one in some.items()}
    for place in places:
        if place not in built:
            scene.fail(place)
            built[place] = scene.build(place, listed)
    return built
