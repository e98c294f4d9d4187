"""Whole sittings of made-up people: an engine asks, the world answers, and what the engine says is kept."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lab.simulation.worlds import ResponseStyle, SimulatedAnswer, World, simulate_answer
from quiz.measurement.irt.response_models import FloatArray


@dataclass(frozen=True, eq=False)
class EngineReport:
    """What an engine says after some answers, each of shape (n_areas,)."""

    p_reached: FloatArray
    theta: FloatArray
    #: ends of the 95 % interval
    low: FloatArray
    high: FloatArray


class RunningSitting(Protocol):
    """One sitting as the simulation sees it."""

    def next_item(self) -> int | None:
        """Return the number of the item to ask, or None when the sitting is over."""

    def record_answer(self, item: int, given: SimulatedAnswer) -> None:
        """Take an answer."""

    def report_areas(self) -> EngineReport:
        """Return what is said now."""


class SimulationEngine(Protocol):
    """Something that runs sittings: ours, or another to compare it with."""

    name: str

    def open_sitting(self, person: int) -> RunningSitting:
        """Open a sitting for a person with the person's goal."""


@dataclass(frozen=True, eq=False)
class SittingRecord:
    """One finished sitting."""

    person: int
    #: numbers of the items in the order they were asked
    asked: tuple[int, ...]
    report: EngineReport
    #: of shape (n_checkpoints, n_areas): p_reached after so many questions, or at the end
    checkpoint_p_reached: FloatArray
    #: how many questions had been asked at each checkpoint
    checkpoint_questions: npt.NDArray[np.intp]
    #: time of each choice of a question
    step_seconds: FloatArray
    #: what the questions were expected to take
    expected_seconds: float


def run_sittings(
    world: World,
    engine: SimulationEngine,
    people: Iterable[int],
    *,
    checkpoints: Sequence[int] = (),
    kind: ResponseStyle = "honest",
) -> Iterator[SittingRecord]:
    """Yield the record of each person's sitting, one after the other."""
    for person in people:
        yield _run_sitting(world, engine, person, checkpoints, kind)


def _run_sitting(
    world: World,
    engine: SimulationEngine,
    person: int,
    checkpoints: Sequence[int],
    kind: ResponseStyle,
) -> SittingRecord:
    sitting = engine.open_sitting(person)
    asked: list[int] = []
    steps: list[float] = []
    passed: list[FloatArray] = []
    while True:
        if len(passed) < len(checkpoints) and len(asked) == checkpoints[len(passed)]:
            passed.append(sitting.report_areas().p_reached)
        begun = time.perf_counter()
        item = sitting.next_item()
        steps.append(time.perf_counter() - begun)
        if item is None:
            break
        asked.append(item)
        sitting.record_answer(item, simulate_answer(world, person, item, kind))
    verdict = sitting.report_areas()
    passed += [verdict.p_reached] * (len(checkpoints) - len(passed))
    return SittingRecord(
        person=person,
        asked=tuple(asked),
        report=verdict,
        checkpoint_p_reached=np.array(passed).reshape(
            len(checkpoints), len(world.areas)
        ),
        checkpoint_questions=np.minimum(
            np.array(checkpoints, dtype=np.intp), len(asked)
        ),
        step_seconds=np.array(steps),
        expected_seconds=float(world.seconds[asked].sum()),
    )
