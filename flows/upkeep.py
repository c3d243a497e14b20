"""Upkeep of a warehouse between runs: check, publish again, compact, vacuum."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flows import batch, batches, corpus
from flows.settings import Settings
from flows.store import files, keyed, lock, manifest, mirror, parts, publish, upgrade
from flows.store.manifest import WarehouseError


def check(warehouse: Path) -> list[str]:
    """One line for each damaged part and each broken rule. A damaged part is marked, so that the next run makes it again."""
    live = publish.live(warehouse)
    if not live.run_id:
        raise WarehouseError(f"{warehouse} has no published run; `textmart run` makes one")
    every = live.parts()
    damaged = list(parts.damaged(warehouse, [part for each in every.values() for part in each]))
    for part in damaged:
        files.suspect(parts.path_of(warehouse, part))
    if damaged:
        return [f"{parts.path_of(warehouse, part)} is damaged or missing" for part in damaged]
    return publish.broken(warehouse, live)


def publish_again(warehouse: Path) -> Path:
    """Writes the catalogue for where the warehouse lies now, of the run that it names or else of the last one."""
    with lock.writing(warehouse, wait_seconds=0):
        try:
            live = publish.live(warehouse)
        except WarehouseError:
            live = manifest.EMPTY
        live = live if live.run_id else publish.newest(warehouse)
        publish.write(warehouse, live)
    return warehouse / publish.CATALOGUE


def compact(settings: Settings) -> tuple[int, int]:
    """Joins all small batches and the parts of each other table; returns how many parts were live before and are after."""
    warehouse = mirror.folder(settings.warehouse)
    with lock.writing(warehouse, wait_seconds=0):
        live = upgrade.upgraded(warehouse, publish.live(warehouse))
        joined_batches = tuple(batches.compacted(settings, live.batches, corpus.at_once))
        tables = {name: tuple(keyed.joined(warehouse, name, each, at_most=1)) for name, each in live.tables.items()}
        joined = replace(live, run_id=publish.run_id(corpus.utc_now(), after=live.run_id), batches=joined_batches, tables=tables)
        before, after = (sum(len(each) for each in one.parts().values()) for one in (live, joined))
        if after < before:
            publish.publish(warehouse, live, joined, [batch.as_made(each) for each in joined.without(live).batches])
    return before, after


def vacuum(warehouse: Path, keep_days: int, now: datetime) -> int:
    """Removes what nothing kept names; returns how many files that were."""
    with lock.writing(warehouse, wait_seconds=0):
        return publish.vacuum(warehouse, keep_days, now)
