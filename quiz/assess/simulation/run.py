"""A whole simulation: worlds, engines and groups of people cut into jobs, run here or over processes."""

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from typing import Any, TypeAlias

from quiz.assess.simulation.baseline import Catsim
from quiz.assess.simulation.foreign import Foreign
from quiz.assess.simulation.ours import Settings, Trigpoint
from quiz.assess.simulation.sittings import Engine, Record, run_sittings
from quiz.assess.simulation.worlds import Kind, World, WorldOptions, make_world

#: People of one run; exposure is counted within it, as in one installation of that many sittings.
SHARD = 1000

OURS = "trigpoint"
CATSIM = "catsim"

Tick: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One shard of people of one kind, in one world, with one engine."""

    #: OURS, CATSIM, or a command that speaks JSON lines
    engine: str
    options: WorldOptions
    settings: Settings
    kind: Kind
    first: int
    last: int
    checkpoints: tuple[int, ...] = ()

    @property
    def people(self) -> range:
        """The people of the shard."""
        return range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Done:
    """A finished job."""

    job: Job
    records: tuple[Record, ...]

    @property
    def world(self) -> World:
        """The world it ran in."""
        return world_of(self.job.options)


@lru_cache(maxsize=8)
def world_of(options: WorldOptions) -> World:
    """Return the world of these options, made once."""
    return make_world(options)


def jobs_of(
    engine: str,
    options: WorldOptions,
    settings: Settings,
    *,
    worlds: int = 1,
    kind: Kind = "honest",
    people: int | None = None,
    skip: int = 0,
    checkpoints: tuple[int, ...] = (),
) -> list[Job]:
    """Return the jobs that run everyone after the first `skip`, or `people` of them, in each world."""
    last = options.people if people is None else min(skip + people, options.people)
    return [
        Job(
            engine,
            replace(options, seed=options.seed + number),
            settings,
            kind,
            first,
            min(first + SHARD, last),
            checkpoints,
        )
        for number in range(worlds)
        for first in range(skip, last, SHARD)
    ]


def run_job(job: Job, tick: Tick) -> Done:
    """Run a job; `tick` is told of every sitting."""
    world = world_of(job.options)
    records = []
    with _engine(job, world) as engine:
        for record in run_sittings(
            world, engine, job.people, checkpoints=job.checkpoints, kind=job.kind
        ):
            records.append(record)
            tick(1)
    return Done(job, tuple(records))


@contextmanager
def _engine(job: Job, world: World) -> Iterator[Engine]:
    if job.engine == OURS:
        yield Trigpoint(world, job.settings)
    elif job.engine == CATSIM:
        yield Catsim(world, job.settings.cap or 40)
    else:
        foreign = Foreign(world, job.engine, job.settings)
        try:
            yield foreign
        finally:
            foreign.close()


def run_jobs(jobs: list[Job], *, processes: int, tick: Tick) -> list[Done]:
    """Run the jobs and return them done, in their order, whatever the number of processes."""
    if processes == 1:
        return [run_job(job, tick) for job in jobs]
    context = get_context("spawn")
    ticks = context.Queue()
    with ProcessPoolExecutor(processes, context, _remember, (ticks,)) as pool:
        futures = [pool.submit(_run_and_tell, job) for job in jobs]
        while not all(future.done() for future in futures):
            try:
                tick(ticks.get(timeout=0.2))
            except queue.Empty:
                continue
        return [future.result() for future in futures]


_ticks: list[Any] = []


def _remember(ticks: Any) -> None:
    """Keep the queue of this process's parent; queues travel only while a process starts."""
    _ticks.append(ticks)


def _run_and_tell(job: Job) -> Done:
    return run_job(job, _ticks[0].put)
