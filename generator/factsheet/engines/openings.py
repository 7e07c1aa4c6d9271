"""How the workers of each engine are called: each yields what has them make calls, whose results come as they are."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from factsheet.engines.backends import dask_backend, ray_backend
from factsheet.engines.processes import Processes
from factsheet.engines.records import Engine, Name
from factsheet.errors import EngineError

if TYPE_CHECKING:  # importing them takes seconds
    from distributed import Client
    from joblib import Parallel

PATIENCE = 20  # seconds in which a cluster must answer, and bring a first worker
# Each batch is a task, and results come as soon as they are there, in any order; two a worker wait ahead of time.
STREAMING: dict[str, Any] = {"batch_size": 1, "pre_dispatch": "2 * n_jobs", "return_as": "generator_unordered"}

Call = Callable[[], tuple[int, list[Any]]]
Workers = Callable[[Iterable[Call]], Generator[tuple[int, list[Any]]]]


@contextmanager
def open_local(engine: Engine) -> Iterator[Workers]:
    """Start processes on this machine: new ones, not forks."""
    with Processes(engine.workers) as processes:
        yield processes


@contextmanager
def open_dask(engine: Engine) -> Iterator[Workers]:
    """Join a dask cluster, or start one of this machine with one worker a core."""
    try:
        import distributed
        from joblib import Parallel, parallel_config
    except ImportError as error:
        raise _missing("dask", error) from error
    with _dask_client(engine, distributed) as client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise EngineError(f"the dask cluster has no worker; start one: dask worker {engine.address}") from error
        with parallel_config(backend=dask_backend(client)), Parallel(**STREAMING) as parallel:
            yield _through(parallel)


@contextmanager
def _dask_client(engine: Engine, distributed: Any) -> Iterator[Client]:
    """Join the cluster at an address or, without one, start a cluster that ends with us."""
    if engine.address:
        try:
            client = distributed.Client(engine.address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise _unreachable("dask scheduler", engine.address, error) from error
        with client:
            yield client
        return
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),  # the crew itself tries again
        distributed.LocalCluster(
            n_workers=engine.workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def open_ray(engine: Engine) -> Iterator[Workers]:
    """Join a Ray cluster, or start one of this machine; it is left as it was found."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # which would be sent to its makers
    try:
        import ray
        from joblib import Parallel, parallel_config
    except ImportError as error:
        raise _missing("ray", error) from error
    ours = not ray.is_initialized()
    if ours:
        _join_ray(engine, ray)
    try:
        with parallel_config(backend=ray_backend()), Parallel(n_jobs=_cores(ray), **STREAMING) as parallel:
            yield _through(parallel)
    finally:
        if ours:
            ray.shutdown()


def _through(parallel: Parallel) -> Workers:
    """Return what has calls made by joblib."""
    from joblib import delayed

    return lambda calls: parallel(delayed(call)() for call in calls)


def _join_ray(engine: Engine, ray: Any) -> None:
    """Connect to the cluster at an address, or start one."""
    where = {"address": engine.address} if engine.address else {"address": "local", "include_dashboard": False}
    try:
        if engine.address and engine.address != "auto":
            _knock(engine.address)
        ray.init(**where, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, ValueError, RuntimeError) as error:
        raise _unreachable("Ray cluster", engine.address or "this machine", error) from error


def _knock(address: str) -> None:
    """See whether anybody answers at an address, for which Ray itself would wait for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    socket.create_connection((host, int(port)), timeout=PATIENCE).close()


def _cores(ray: Any) -> int:
    """Count the cores of the cluster."""
    return int(ray.cluster_resources().get("CPU", 1))


def _missing(name: Name, error: ImportError) -> EngineError:
    """Say how an engine is installed."""
    return EngineError(f"{name} is not installed ({error}); install it with: pip install 'factsheet[{name}]'")


def _unreachable(what: str, address: str, error: Exception) -> EngineError:
    """Say that nobody answers."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return EngineError(f"no {what} answers at {address} ({reason}); start it, or correct --address")


OPENINGS: dict[Name, Callable[[Engine], AbstractContextManager[Workers]]] = {
    "local": open_local,
    "dask": open_dask,
    "ray": open_ray,
}
