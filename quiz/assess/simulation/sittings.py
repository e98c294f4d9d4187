"""Whole sittings of made-up people: an engine asks, the world answers, and what the engine says is kept."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from quiz.assess.curves import Floats
from quiz.assess.simulation.worlds import Given, Kind, World, answer_of


@dataclass(frozen=True, eq=False)
class Verdict:
    """What an engine says after some answers, each of shape (n_areas,)."""

    p_reached: Floats
    theta: Floats
    #: ends of the 95 % interval
    low: Floats
    high: Floats


class RunningSitting(Protocol):
    """One sitting as the simulation sees it."""

    def next_item(self) -> int | None:
        """Return the number of the item to ask, or None when the sitting is over."""

    def answer(self, item: int, given: Given) -> None:
        """Take an answer."""

    def verdict(self) -> Verdict:
        """Return what is said now."""


class Engine(Protocol):
    """Something that runs sittings: ours, or another to compare it with."""

    name: str

    def open(self, person: int) -> RunningSitting:
        """Open a sitting for a person with the person's goal."""


@dataclass(frozen=True, eq=False)
class Record:
    """One finished sitting."""

    person: int
    #: numbers of the items in the order they were asked
    asked: tuple[int, ...]
    verdict: Verdict
    #: of shape (n_checkpoints, n_areas): p_reached after so many questions, or at the end
    on_the_way: Floats
    #: how many questions had been asked at each checkpoint
    asked_by_then: npt.NDArray[np.intp]
    #: time of each choice of a question
    step_seconds: Floats
    #: what the questions were expected to take
    expected_seconds: float


def run_sittings(
    world: World,
    engine: Engine,
    people: Iterable[int],
    *,
    checkpoints: Sequence[int] = (),
    kind: Kind = "honest",
) -> Iterator[Record]:
    """Yield the record of each person's sitting, one after the other."""
    for person in people:
        yield _sitting(world, engine, person, checkpoints, kind)


def _sitting(
    world: World, engine: Engine, person: int, checkpoints: Sequence[int], kind: Kind
) -> Record:
    sitting = engine.open(person)
    asked: list[int] = []
    steps: list[float] = []
    passed: list[Floats] = []
    while True:
        if len(passed) < len(checkpoints) and len(asked) == checkpoints[len(passed)]:
            passed.append(sitting.verdict().p_reached)
        begun = time.perf_counter()
        item = sitting.next_item()
        steps.append(time.perf_counter() - begun)
        if item is None:
            break
        asked.append(item)
        sitting.answer(item, answer_of(world, person, item, kind))
    verdict = sitting.verdict()
    passed += [verdict.p_reached] * (len(checkpoints) - len(passed))
    return Record(
        person=person,
        asked=tuple(asked),
        verdict=verdict,
        on_the_way=np.array(passed).reshape(len(checkpoints), len(world.areas)),
        asked_by_then=np.minimum(np.array(checkpoints, dtype=np.intp), len(asked)),
        step_seconds=np.array(steps),
        expected_seconds=float(world.seconds[asked].sum()),
    )
