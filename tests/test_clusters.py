"""On a dask or Ray cluster (real ones, of this machine) the same is found as here, whatever dies meanwhile."""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from factsheet.engines import Crew, Engine, Job, openings
from factsheet.errors import EngineError, FactsheetError
from factsheet.extracting import Reading
from test_engines import DOCUMENTS, alone, double, read, refuse, small_batches, workers

__all__ = ["alone", "small_batches"]  # fixtures

pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.usefixtures("small_batches")]  # the clusters' own

Readings = list[Reading | FactsheetError]
WORKERS = {"dask": "spawn_main", "ray": "ray::PoolActor"}  # in their command lines


def start_dask() -> Iterator[str]:
    import distributed

    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": logging.CRITICAL}
    with distributed.LocalCluster(**options) as cluster:
        yield cluster.scheduler_address


def start_ray() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # its workers do not take over ours, as dask's do
        from ray.cluster_utils import Cluster

        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
        yield cluster.address
        cluster.shutdown()


@pytest.fixture(scope="module", params=["dask", "ray"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A cluster of two workers; in continuous integration its package must be there."""
    name = request.param
    missing = importlib.util.find_spec({"dask": "distributed"}.get(name, name)) is None
    if missing and not os.environ.get("FACTSHEET_CLUSTERS_REQUIRED"):
        pytest.skip(f"{name} is not installed; it comes with: pip install 'factsheet[{name}]'")
    for address in {"dask": start_dask, "ray": start_ray}[name]():
        yield Engine(name=name, address=address)


def test_a_cluster_finds_what_this_machine_finds(engine: Engine, alone: Readings) -> None:
    """The documents stand on no disk: they travel as values."""
    assert list(read(DOCUMENTS, engine)) == alone


def test_when_all_its_workers_are_killed_nothing_is_lost_and_nothing_comes_twice(
    engine: Engine, alone: Readings
) -> None:
    results = read(DOCUMENTS, engine)
    first = next(results)
    killed = workers(WORKERS[engine.name])
    for one in killed:
        one.kill()
    assert len(killed) >= 2
    assert [first, *results] == alone


def test_what_kills_its_worker_each_time_is_given_up_and_the_rest_is_done(engine: Engine) -> None:
    batches = [range(2), range(2, 4)]
    # A dask cluster whose workers are killed as soon as they start gives its workers up; one of our own starts anew.
    with Crew(Engine(name="dask") if engine.name == "dask" else engine) as crew:
        job = Job(work=partial(double, worst=3), give_up=lambda number, _: -number)
        results = dict(crew.share(job, batches))
    assert [one for number in range(2) for one in results[number]] == [0, 2, 4, -3]


def test_what_the_work_itself_raises_is_raised(engine: Engine) -> None:
    with Crew(engine) as crew, pytest.raises(EngineError, match=r"^no$"):
        list(crew.share(Job(work=refuse, give_up=lambda number, _: number), [[1], [2]]))


@pytest.mark.parametrize("name", ["dask", "ray"])
def test_a_cluster_that_does_not_answer_is_one_clear_line(name: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings, "PATIENCE", 1)
    with pytest.raises(EngineError, match=r"answers at 127\.0\.0\.1:9 \(.+\); start it, or correct --address"):
        list(read(DOCUMENTS, Engine(name=name, address="127.0.0.1:9")))


@pytest.mark.parametrize("name", ["dask", "ray"])
def test_a_cluster_whose_package_is_missing_is_one_clear_line(name: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, {"dask": "distributed"}.get(name, name), None)
    with pytest.raises(EngineError, match=rf"{name} is not installed .*; install it with: pip install 'factsheet\["):
        list(read(DOCUMENTS, Engine(name=name)))
