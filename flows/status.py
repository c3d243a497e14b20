"""Whether all is well with a warehouse, at a glance: what is read is the manifest and a few small tables, and of other files their size."""

from dataclasses import dataclass
from pathlib import Path

from flows import corpus, plan
from flows.settings import Settings
from flows.store import lock, mirror, parts, publish
from flows.store.manifest import Manifest, WarehouseError


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: what it is, what was seen, and whether that is well."""

    name: str
    seen: str
    is_well: bool = True


def status(settings: Settings) -> list[Line]:
    """Five lines: the corpus, its last run, its parts, its seeds and layers, and who writes it. WarehouseError without a published run."""
    warehouse = mirror.folder(settings.warehouse)
    live = publish.live(warehouse)
    if not live.run_id:
        raise WarehouseError(f"{settings.warehouse} has no published run; `textmart run` makes one")
    holder = lock.holder(warehouse)
    return [
        Line(
            "corpus", f"{sum(each.n_documents for each in live.batches):,} documents in {mirror.told(str(warehouse / publish.CATALOGUE))}"
        ),
        _last_run(warehouse, live),
        _parts(warehouse, live),
        _seeds(settings, live),
        Line("writer", holder or "nobody"),
    ]


def _last_run(warehouse: Path, live: Manifest) -> Line:
    runs = parts.read_or_empty(warehouse, "runs", live.tables.get("runs", ())).sort_by("run_id").to_pylist()
    if not runs:
        return Line("last run", "the table of runs is empty", is_well=False)
    last = runs[-1]
    steps = parts.read_or_empty(warehouse, "run_steps", live.tables.get("run_steps", ())).to_pylist()
    seconds = {step["step"]: step["seconds"] for step in steps if step["run_id"] == last["run_id"]}
    took = f"; {sum(seconds.values()):.1f} s, most of it {max(seconds, key=seconds.__getitem__)}" if seconds else ""
    counts = ", ".join(f"{last[f'n_{what}']:,} {what}" for what in ("added", "edited", "removed", "issues"))
    return Line("last run", f"{last['ended_at']:%Y-%m-%d %H:%M} UTC, {counts}; {len(runs):,} so far{took}")


def _parts(warehouse: Path, live: Manifest) -> Line:
    n_parts = sum(len(each) for each in live.parts().values())
    n_lost = len(corpus.without_damage(warehouse, live, remove=False)[1])
    if n_lost:
        return Line("parts", f"{n_lost:,} of {n_parts:,} are damaged or missing: `textmart run` makes them again", is_well=False)
    return Line("parts", f"{n_parts:,}, all there and of their size")


def _seeds(settings: Settings, live: Manifest) -> Line:
    """Settings may name other seeds than the corpus was made from; then those count, as for a run."""
    if not corpus.is_current(settings, live):
        return Line(
            "seeds", "layers, the model or people's decisions are others than in the last run: `textmart run` applies them", is_well=False
        )
    if plan.is_changed(settings, live):
        return Line("seeds", "not as they were read: `textmart run` reads what changed", is_well=False)
    n_seeds = sum(part.n_rows for part in live.tables.get("seed_files", ()))
    return Line("seeds", f"{n_seeds:,}, as they were read")
