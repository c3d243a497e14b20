"""The batches of a run on a Dask cluster, instead of in processes of this one: on as many machines as see the same warehouse.

Dask hands a batch that was under way in a worker which is gone to another one (https://distributed.dask.org/en/stable/resilience.html).
What a worker gets are paths and scalars; what it makes are parts, in their place in the warehouse.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import dask
from distributed import KilledWorker
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError
from prefect import Task
from prefect_dask.task_runners import DaskTaskRunner

from flows.dask_workers import CALM, CONNECT_SECONDS, loading
from flows.settings import Settings
from flows.workers import ClusterError, WorkerDiedError


@dataclass(frozen=True, slots=True)
class Answer:
    """A step that a worker of the cluster has or will get."""

    step: str
    future: Any

    def result(self) -> Any:
        """What the step returns; raises what it raised, WorkerDiedError if it ends workers, and ClusterError if the scheduler is gone."""
        try:
            return self.future.result()
        except KilledWorker as error:
            raise WorkerDiedError(f"{self.step}: the Dask workers that took it ended, {error.last_worker.address} last") from error
        except (FutureCancelledError, CommClosedError) as error:
            raise ClusterError(f"{self.step}: the Dask scheduler is gone ({error}); run again to do what is missing") from error


@contextmanager
def connected(settings: Settings) -> Iterator[Callable[[str, Task[[], Any]], Answer]]:
    """How to hand out the task of a step: to the cluster of the scheduler that the settings name; with none, to one of processes on this
    machine that ends when this does. Raises ClusterError.
    """
    here = {"n_workers": settings.processes(), "threads_per_worker": 1, "dashboard_address": None}
    named = {"address": settings.scheduler, "client_kwargs": {"timeout": CONNECT_SECONDS}}
    with (
        dask.config.set({} if settings.scheduler else CALM),
        DaskTaskRunner(**named if settings.scheduler else {"cluster_kwargs": here}) as runner,
    ):
        try:
            runner.client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"no Dask worker within {CONNECT_SECONDS} s at {settings.scheduler or 'this machine'}; start `dask scheduler`, and"
                f" `dask worker --nthreads 1` wherever the warehouse is to be seen ({error})"
            ) from error
        workers = runner.client.scheduler_info(n_workers=-1)["workers"]
        if threaded := sorted(address for address, worker in workers.items() if worker["nthreads"] > 1):
            raise ClusterError(
                f"Dask workers with several threads would share one model: {', '.join(threaded)}; start them with `--nthreads 1`"
            )
        # A command has seen to the workers of a named scheduler, which are warm from its first run on.
        _kept = [] if settings.scheduler else loading(runner.client, settings)
        yield lambda step, task: Answer(step, runner.submit(task, parameters={}))
