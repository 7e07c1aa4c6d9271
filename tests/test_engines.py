"""Wherever documents are read, and whatever dies meanwhile, the same is found, once."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet import extracting
from factsheet.cache import MentionCache
from factsheet.config import Settings
from factsheet.engines import Crew, Engine, Job
from factsheet.errors import EngineError, FactsheetError, SeedError
from factsheet.extracting import Reading, extract_all
from factsheet.model import Document, Metadata

NAMES = ("Ada Brennan", "Tomas Weller", "Mia Ortega", "Zoë Lund", "Bruno Halabi")
TWO = Engine(jobs=2)
HERE = Engine(jobs=1)


def document(number: int) -> Document:
    name, other = NAMES[number % 5], NAMES[(number + 2) % 5]
    text = (
        f"“The lake fell by {number} inches,” {name}, the mayor of Colmouth, told the Harbour Gazette on Friday.\n\n"
        f"{other} said on {number % 28 + 1} May 2024 that “nobody had asked for it”, and that the road was closed.\n"
    ) * (number % 3 + 1)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    path = f"seeds/{number}.txt"
    return Document(id=f"{number}", path=path, text=text, sha256=sha256, metadata=Metadata(date="2024-05-07"))


DOCUMENTS = [document(number) for number in range(30)]


def read(
    documents: Sequence[Document | FactsheetError], engine: Engine, folder: Path | None = None
) -> Iterator[Reading | FactsheetError]:
    return extract_all(documents, Settings(), MentionCache(folder, lambda _: "tests"), engine)


@pytest.fixture(scope="module")
def alone() -> list[Reading | FactsheetError]:
    """What is found in each document when it is read with nothing beside it."""
    return [found for one in DOCUMENTS for found in read([one], HERE)]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut thirty documents into some ten batches."""
    monkeypatch.setattr(extracting, "BATCH_CHARACTERS", 1_000)


def workers(name: str = "--multiprocessing-fork") -> list[psutil.Process]:
    """The processes that work for this one, by what their command line says."""
    return [one for one in psutil.Process().children(recursive=True) if name in " ".join(one.cmdline())]


@settings(max_examples=10)
@given(characters=st.integers(1, 4_000), order=st.permutations(range(len(DOCUMENTS))), count=st.integers(1, 30))
def test_what_is_found_does_not_depend_on_what_is_read_beside_it(
    alone: list[Reading | FactsheetError], characters: int, order: list[int], count: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extracting, "BATCH_CHARACTERS", characters)
        assert list(read([DOCUMENTS[at] for at in order[:count]], HERE)) == [alone[at] for at in order[:count]]


@pytest.mark.usefixtures("small_batches")
def test_two_processes_find_what_one_finds_in_the_same_order(alone: list[Reading | FactsheetError]) -> None:
    broken = SeedError("not UTF-8", "seeds/broken.txt")
    assert list(read([*DOCUMENTS[:7], broken, *DOCUMENTS[7:]], TWO)) == [*alone[:7], broken, *alone[7:]]


@pytest.mark.usefixtures("small_batches")
def test_what_is_found_is_kept_as_soon_as_it_is_found(tmp_path: Path) -> None:
    results = read(DOCUMENTS, TWO, tmp_path)
    next(results)
    kept = len(list(tmp_path.rglob("*.json.gz")))
    assert 0 < kept < len(DOCUMENTS)
    results.close()  # type: ignore[attr-defined]
    list(read(DOCUMENTS, TWO, tmp_path))
    assert len(list(tmp_path.rglob("*.json.gz"))) == len(DOCUMENTS)


@pytest.mark.usefixtures("small_batches")
def test_when_all_workers_are_killed_nothing_is_lost_and_nothing_comes_twice(
    alone: list[Reading | FactsheetError],
) -> None:
    results = read(DOCUMENTS, TWO)
    first = next(results)
    killed = workers()
    for one in killed:
        one.kill()
    assert len(killed) >= 2
    assert [first, *results] == alone


def test_few_documents_are_read_by_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the model a second time would take longer."""
    monkeypatch.setattr(Crew, "share", None)
    assert len(list(read(DOCUMENTS, Engine()))) == len(DOCUMENTS)


def double(numbers: Sequence[int], worst: int = -1) -> list[int]:
    """Double numbers, in a worker; the worst of them is its death."""
    if worst in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return [number * 2 for number in numbers]


def repeat(messages: Sequence[bytes]) -> list[bytes]:
    return list(messages)


@pytest.mark.parametrize("wait", [0, 0.01, 0.03])
def test_workers_that_are_killed_amid_a_long_message_keep_nobody_waiting(wait: float) -> None:
    """A message is longer than a pipe: 64 KiB on Linux."""
    batches = [[bytes([number]) * 300_000] for number in range(40)]
    with Crew(TWO) as crew:
        results = crew.share(Job(work=repeat, give_up=lambda message, _: message), batches)
        first = next(results)
        time.sleep(wait)
        for one in workers():
            one.kill()
        assert sorted([first, *results]) == list(enumerate(batches))


def refuse(_: Sequence[int]) -> list[int]:
    raise EngineError("no")


def test_what_kills_its_worker_each_time_is_given_up_and_the_rest_is_done() -> None:
    batches = [range(start, start + 4) for start in range(0, 16, 4)]
    with Crew(TWO) as crew:
        job = Job(work=partial(double, worst=6), give_up=lambda number, _: -number)
        results = dict(crew.share(job, batches))
    assert [one for number in range(4) for one in results[number]] == [-6 if n == 6 else 2 * n for n in range(16)]


def test_what_the_work_itself_raises_is_raised() -> None:
    with Crew(TWO) as crew, pytest.raises(EngineError, match=r"^no$"):
        list(crew.share(Job(work=refuse, give_up=lambda number, _: number), [[1], [2]]))


def test_a_worker_with_other_rules_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it found would stand in our cache as if we had found it."""
    monkeypatch.setattr(extracting, "finder_of", lambda _: "newer rules")
    with pytest.raises(EngineError, match="another factsheet or language model"):
        list(read(DOCUMENTS, TWO))
