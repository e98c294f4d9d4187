"""Simulated sittings: an engine asks, the world answers, and the engine's reports are recorded."""

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
    """An engine's report after some answers, each field of shape (n_areas,)."""

    p_reached: FloatArray
    theta: FloatArray
    #: ends of the 95% interval
    low: FloatArray
    high: FloatArray
    #: number of answers
    asked: FloatArray


class RunningSitting(Protocol):
    """The interface of one sitting."""

    def next_item(self) -> int | None:
        """Return the number of the item to ask, or None when the sitting is over."""

    def record_answer(self, item: int, given: SimulatedAnswer) -> None:
        """Record an answer."""

    def report_areas(self) -> EngineReport:
        """Return the current report."""


class SimulationEngine(Protocol):
    """The interface of an engine: Trigpoint's, or one to compare it with."""

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
    #: expected time of the questions
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
    at_checkpoints: list[FloatArray] = []
    while True:
        if (
            len(at_checkpoints) < len(checkpoints)
            and len(asked) == checkpoints[len(at_checkpoints)]
        ):
            at_checkpoints.append(sitting.report_areas().p_reached)
        started = time.perf_counter()
        item = sitting.next_item()
        steps.append(time.perf_counter() - started)
        if item is None:
            break
        asked.append(item)
        sitting.record_answer(item, simulate_answer(world, person, item, kind))
    report = sitting.report_areas()
    at_checkpoints += [report.p_reached] * (len(checkpoints) - len(at_checkpoints))
    return SittingRecord(
        person=person,
        asked=tuple(asked),
        report=report,
        checkpoint_p_reached=np.array(at_checkpoints).reshape(
            len(checkpoints), len(world.areas)
        ),
        checkpoint_questions=np.minimum(
            np.array(checkpoints, dtype=np.intp), len(asked)
        ),
        step_seconds=np.array(steps),
        expected_seconds=float(world.seconds[asked].sum()),
    )
