"""The clusters' own joblib backends, each with the one thing that it lacks."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # importing them takes seconds
    from distributed import Client
    from joblib.parallel import ParallelBackendBase


@dataclass(frozen=True, slots=True)
class _Failed:
    """In place of a result: why there is none."""

    error: BaseException


def dask_backend(client: Client) -> ParallelBackendBase:
    """Return joblib's backend for dask, which here also tells of a task that failed.

    joblib 1.6 does not, and waits for ever for a task over which dask gave up since four workers died.

    Args:
        client: of the cluster.

    Raises:
        ImportError: when dask is not installed.
    """
    from joblib._dask import DaskDistributedBackend

    class DaskBackend(DaskDistributedBackend):  # type: ignore[misc]
        """Calls back for failures, too."""

        def effective_n_jobs(self, n_jobs: int) -> int:
            """Count the cluster's cores as two at least: one joblib would leave alone, and do the work itself."""
            return max(2, int(super().effective_n_jobs(n_jobs)))

        def submit(self, func: Any, callback: Any = None) -> Future[Any]:
            """Hand over a task, and see to it that the callback is called whatever becomes of it."""

            def tell(done: Future[Any]) -> None:
                """Tell of a failure; of a success the backend tells itself."""
                if error := done.exception():
                    callback(_Failed(error))

            future: Future[Any] = super().submit(func, callback)
            future.add_done_callback(tell)
            return future

        def retrieve_result_callback(self, out: Any) -> Any:
            """Return a task's result, or raise why there is none."""
            if isinstance(out, _Failed):
                raise out.error
            return super().retrieve_result_callback(out)

    return DaskBackend(client=client)


def ray_backend() -> ParallelBackendBase:
    """Return Ray's backend for joblib, which here also hands results over as they come.

    It can, but takes over from its base that it cannot. Its workers spread over the machines of a cluster.

    Raises:
        ImportError: when Ray is not installed.
    """
    from ray.util.joblib.ray_backend import RayBackend

    class StreamingRayBackend(RayBackend):
        """Hands results over as they come."""

        supports_return_generator = True

    return StreamingRayBackend(ray_remote_args={"scheduling_strategy": "SPREAD"})
