"""A simulation split into jobs by world, engine and group of people, run here or over several processes."""

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from typing import Any, TypeAlias

from lab.simulation.engines.catsim_adapter import CatsimEngine
from lab.simulation.engines.external import ExternalEngine
from lab.simulation.engines.trigpoint import EngineSettings, TrigpointEngine
from lab.simulation.sittings import SimulationEngine, SittingRecord, run_sittings
from lab.simulation.worlds import ResponseStyle, World, WorldOptions, make_world

#: People per shard; exposure is counted within it, as in an installation with that many sittings.
SHARD_SIZE = 1000

TRIGPOINT = "trigpoint"
CATSIM = "catsim"

ProgressTick: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class SimulationJob:
    """One shard of people with one response style, in one world, with one engine."""

    #: OURS, CATSIM, or a command that speaks JSON lines
    engine: str
    options: WorldOptions
    settings: EngineSettings
    kind: ResponseStyle
    first: int
    last: int
    checkpoints: tuple[int, ...] = ()

    @property
    def people(self) -> range:
        """The people of the shard."""
        return range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class FinishedJob:
    """A finished job."""

    job: SimulationJob
    records: tuple[SittingRecord, ...]

    @property
    def world(self) -> World:
        """The world it ran in."""
        return load_world(self.job.options)


@lru_cache(maxsize=8)
def load_world(options: WorldOptions) -> World:
    """Return the world of these options, cached."""
    return make_world(options)


def plan_jobs(
    engine: str,
    options: WorldOptions,
    settings: EngineSettings,
    *,
    worlds: int = 1,
    kind: ResponseStyle = "honest",
    people: int | None = None,
    skip: int = 0,
    checkpoints: tuple[int, ...] = (),
) -> list[SimulationJob]:
    """Return the jobs for everyone after the first `skip`, or for `people` of them, in each world."""
    last = options.people if people is None else min(skip + people, options.people)
    return [
        SimulationJob(
            engine,
            replace(options, seed=options.seed + number),
            settings,
            kind,
            first,
            min(first + SHARD_SIZE, last),
            checkpoints,
        )
        for number in range(worlds)
        for first in range(skip, last, SHARD_SIZE)
    ]


def run_job(job: SimulationJob, tick: ProgressTick) -> FinishedJob:
    """Run a job, calling `tick` after every sitting."""
    world = load_world(job.options)
    records = []
    with _open_engine(job, world) as engine:
        for record in run_sittings(
            world, engine, job.people, checkpoints=job.checkpoints, kind=job.kind
        ):
            records.append(record)
            tick(1)
    return FinishedJob(job, tuple(records))


@contextmanager
def _open_engine(job: SimulationJob, world: World) -> Iterator[SimulationEngine]:
    if job.engine == TRIGPOINT:
        yield TrigpointEngine(world, job.settings)
    elif job.engine == CATSIM:
        yield CatsimEngine(world, job.settings.cap or 40)
    else:
        foreign = ExternalEngine(world, job.engine, job.settings)
        try:
            yield foreign
        finally:
            foreign.close()


def run_jobs(
    jobs: list[SimulationJob], *, processes: int, tick: ProgressTick
) -> list[FinishedJob]:
    """Run the jobs and return the results in their order."""
    if processes == 1:
        return [run_job(job, tick) for job in jobs]
    context = get_context("spawn")
    ticks = context.Queue()
    with ProcessPoolExecutor(processes, context, _keep_queue, (ticks,)) as pool:
        futures = [pool.submit(_run_with_ticks, job) for job in jobs]
        while not all(future.done() for future in futures):
            try:
                tick(ticks.get(timeout=0.2))
            except queue.Empty:
                continue
        return [future.result() for future in futures]


_ticks: list[Any] = []


def _keep_queue(ticks: Any) -> None:
    """Store the parent's queue: queues can be passed only when a process starts."""
    _ticks.append(ticks)


def _run_with_ticks(job: SimulationJob) -> FinishedJob:
    return run_job(job, _ticks[0].put)
