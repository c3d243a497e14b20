"""Prefect's record of textmart's runs: what is older than it is kept is taken out, so that its database stops growing.

Prefect has a service for that, which is off where nobody turns it on, takes out the runs of every flow, and works only on a server that
is there all the time. The record of a run is its row, its states, task runs and artifacts; lines of its log stay until a server that has
schedules clears what belongs to no run any more (`server.CLEARING`). What a run did stays in the warehouse's own tables `runs` and
`run_steps`.
"""

from datetime import datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterTags,
)
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound

# Runs of ours have this tag, those that `textmart serve` and `flows/prefect.yaml` schedule, too.
TAG = "textmart"
# As long as Prefect's own service keeps them by default.
KEPT = timedelta(days=90)
# A run takes out so many at the most: after an hour there is one more to take out, and after a long pause each run takes its share.
AT_MOST = 50


def take_out(now: datetime) -> int:
    """Takes out the record of runs that were to begin before that; returns how many those were."""
    with get_client(sync_client=True) as client:
        old = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                tags=FlowRunFilterTags(all_=[TAG]),
                expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": now - KEPT}),
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_ASC,
            limit=AT_MOST,
        )
        return sum(_taken_out(client, each.id) for each in old)


def _taken_out(client: SyncPrefectClient, run_id: UUID) -> bool:
    """Takes out the run with its artifacts; whether it was there: another run may be about the same."""
    try:
        for each in client.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))):
            client.delete_artifact(each.id)
        client.delete_flow_run(run_id)
    except ObjectNotFound:
        return False
    return True
