"""Work that several processes share comes out as if one had done it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from factsheet.errors import StoreError, WorkerError
from factsheet.forking import CHUNK, LEAST, meanwhile, share
from factsheet.pages import Store, render_pages
from many_facts import many

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process is doubled on Linux alone")
MANY = range(LEAST + CHUNK // 2)


def test_results_come_in_the_order_of_the_items() -> None:
    assert [one for some in share(list, MANY, 3) for one in some] == list(MANY)


def children() -> set[str]:
    """The processes that this one began and that are not waited for; other tests leave some that live on."""
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread of another test that ends just now
            found.update((task / "children").read_text().split())
    return found


def slowly(_: Sequence[int]) -> int:
    """Take so long that every process gets its turn, and tell which did it."""
    time.sleep(0.1)
    return os.getpid()


def test_several_processes_work() -> None:
    assert len(set(share(slowly, MANY, 3))) == 3


def test_few_items_are_not_worth_a_second_process() -> None:
    assert set(share(lambda _: os.getpid(), MANY[: LEAST - 1], 3)) == {os.getpid()}


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_what_goes_wrong_in_any_process_is_raised_here(turn: int) -> None:
    def fail(items: Sequence[int]) -> None:
        if turn * CHUNK in items:
            raise StoreError("cannot be written: the disk is full", "docs/index.md")

    before = children()
    with pytest.raises(StoreError) as caught:
        share(fail, MANY, 3)
    assert str(caught.value) == "docs/index.md: cannot be written: the disk is full"
    assert children() == before


def test_a_process_that_is_killed_is_told() -> None:
    first = os.getpid()

    def die(some: Sequence[int]) -> None:
        if slowly(some) != first:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(WorkerError, match="run again, nothing is lost"):
        share(die, MANY, 2)


def test_an_interruption_ends_all_processes() -> None:
    first = os.getpid()

    def interrupt(some: Sequence[int]) -> None:
        if slowly(some) == first:
            raise KeyboardInterrupt
        signal.pause()

    before = children()
    with pytest.raises(KeyboardInterrupt):
        share(interrupt, MANY, 2)
    assert children() == before


def test_pages_written_by_several_processes_are_those_that_one_writes(tmp_path: Path) -> None:
    drafts = tuple(render_pages(many(400, sources=40)))
    assert len(drafts) > LEAST
    stores = {jobs: Store(tmp_path / f"docs{jobs}", tmp_path / f"base{jobs}", jobs=jobs) for jobs in (1, 3)}
    reports = {jobs: store.apply(drafts) for jobs, store in stores.items()}
    assert reports[1] == reports[3]
    assert stores[1].read() == stores[3].read()
    edited = tmp_path / "docs3" / drafts[-1].path
    edited.write_text(edited.read_text(encoding="utf-8") + "\nWhat a person wrote.\n", encoding="utf-8")
    assert stores[3].apply(drafts[1:]).kept == (drafts[-1].path,)


# ---------------------------------------------------------------- meanwhile


def test_another_process_works_meanwhile() -> None:
    before = children()
    with meanwhile(os.getpid) as result:
        assert result() == result()
        assert (result() != os.getpid()) or threading.active_count() > 1
    assert children() == before


def test_what_goes_wrong_meanwhile_is_raised_where_it_is_asked_for() -> None:
    def fail() -> None:
        raise StoreError("cannot be read", "site")

    with meanwhile(fail) as result, pytest.raises(StoreError, match="cannot be read"):
        result()


def test_where_the_other_process_is_killed_this_one_works() -> None:
    first = os.getpid()

    def die() -> int:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    with meanwhile(die) as result:
        assert result() == first


def test_beside_threads_this_process_works() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    with meanwhile(os.getpid) as result:
        assert result() == os.getpid()
    ended.set()
    thread.join()


def test_nobody_waits_for_work_that_is_not_asked_for() -> None:
    before = children()
    with pytest.raises(KeyboardInterrupt), meanwhile(signal.pause):
        raise KeyboardInterrupt
    assert children() == before
