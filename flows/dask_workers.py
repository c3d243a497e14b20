"""The workers of a Dask cluster: what a run tells them does not depend on where they are, and they load while it starts and reads.

Nothing here imports Prefect: a command warms up the workers before it does.
"""

import logging
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from flows import batch
from flows.annotate.fingerprint import folder_of
from flows.settings import Settings, absolute

CONNECT_SECONDS = 30

# Off or slow is what nobody reads of a run and what interrupts the model: samples of its stack a hundred times a second, the delay of the
# event loop fifty times, memory ten times. The README gives the same to those who start workers themselves.
CALM = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "1s",
}


def seen_from_everywhere(settings: Settings) -> Settings:
    """The settings with paths, of the warehouse and of models that are folders, that do not depend on where a process was started."""

    def everywhere(model: str) -> str:
        return absolute(model) if folder_of(model) == Path(model) else model

    return replace(
        settings,
        warehouse=absolute(settings.warehouse),
        model=everywhere(settings.model),
        models={language: everywhere(model) for language, model in settings.models.items()},
    )


def warm_up(settings: Settings) -> None:
    """Has each worker of the scheduler that the settings name load what its first batch would wait for, and waits for that.

    Called in a process of its own, by a run that will say itself what is wrong with the cluster.
    """
    distributed: Any = import_module("distributed")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with distributed.Client(settings.scheduler, timeout=CONNECT_SECONDS) as client:
        distributed.wait(loading(client, settings))


def loading(client: Any, settings: Settings) -> list[Any]:
    """The futures of that, one for each worker that the client's scheduler has now; while they are kept, it goes on."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    model = seen_from_everywhere(settings).model
    return [client.submit(_load, model, workers=[address], pure=False) for address in workers]


def _load(model: str) -> None:
    # With the first batch comes a task of Prefect's, which knows its flow.
    import_module("flows.pipeline")
    batch.warm_up(model)
