"""Where blocks of people live while a calibration runs: here, or spread over processes.

Each worker keeps its own blocks; only parameters go out and only sums come back.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from operator import add
from types import TracebackType
from typing import Self

from quiz.calibration.e_step import (
    ExpectedCounts,
    Float32Array,
    Population,
    ResponseBlock,
    Sites,
    expected_counts,
)
from quiz.calibration.standard_errors import ItemInformation, item_information

#: How often flat sites are swept before they are near enough.
FIRST_SWEEPS = 4


@dataclass(frozen=True, eq=False)
class ExpectationTask:
    """What a worker is asked in a step: the expected counts of its blocks."""

    log_chances: Float32Array
    population: Population
    #: how many of the blocks take part, from the first, as a share of all
    share: float = 1.0


@dataclass(frozen=True, eq=False)
class InformationTask:
    """How much the answers tell about each item: chances, people, and d ln P by ln a and by b."""

    log_chances: Float32Array
    population: Population
    scores: tuple[Float32Array, Float32Array]


class SerialExecutor:
    """Blocks kept in this process, with their sites."""

    def __init__(self, blocks: Sequence[ResponseBlock]) -> None:
        self._blocks = blocks
        self._sites: list[Sites | None] = [None] * len(blocks)

    def sum_counts(self, task: ExpectationTask) -> ExpectedCounts:
        """Return the expected counts of the blocks that take part."""
        taking_part = math.ceil(task.share * len(self._blocks))
        return reduce(
            add, (self._block_counts(place, task) for place in range(taking_part))
        )

    def _block_counts(self, place: int, task: ExpectationTask) -> ExpectedCounts:
        block, sites = self._blocks[place], self._sites[place]
        counts, self._sites[place] = expected_counts(
            block,
            task.log_chances,
            task.population,
            Sites.flat_sites(block) if sites is None else sites,
            sweeps=FIRST_SWEEPS if sites is None else 1,
        )
        return counts

    def sum_information(self, task: InformationTask) -> ItemInformation:
        """Return what all blocks tell about each item."""
        return reduce(
            add,
            (
                item_information(
                    block,
                    task.log_chances,
                    task.population,
                    sites or Sites.flat_sites(block),
                    task.scores,
                )
                for block, sites in zip(self._blocks, self._sites, strict=True)
            ),
        )

    def close(self) -> None:
        """Nothing to give back."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class ProcessExecutor:
    """The same over several processes, each with every n-th block."""

    def __init__(self, blocks: Sequence[ResponseBlock], processes: int) -> None:
        context = get_context("spawn")
        self._ends: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for number in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve_tasks, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            ours.send(blocks[number::processes])
            self._ends.append(ours)
            self._processes.append(process)

    def sum_counts(self, task: ExpectationTask) -> ExpectedCounts:
        """Return the expected counts over all processes."""
        for end in self._ends:
            end.send(task)
        parts: list[ExpectedCounts] = [end.recv() for end in self._ends]
        return reduce(add, parts)

    def sum_information(self, task: InformationTask) -> ItemInformation:
        """Return what all blocks of all processes tell about each item."""
        for end in self._ends:
            end.send(task)
        parts: list[ItemInformation] = [end.recv() for end in self._ends]
        return reduce(add, parts)

    def close(self) -> None:
        """Let the processes end."""
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def make_executor(
    blocks: Sequence[ResponseBlock], processes: int
) -> SerialExecutor | ProcessExecutor:
    """Return a crew if there is work for more than one process, else a shelf."""
    busy = min(processes, len(blocks))
    return ProcessExecutor(blocks, busy) if busy > 1 else SerialExecutor(blocks)


def _serve_tasks(end: Connection) -> None:
    """Answer tasks until the other end is closed."""
    shelf = SerialExecutor(end.recv())
    while True:
        try:
            task: ExpectationTask | InformationTask = end.recv()
        except EOFError:
            return
        end.send(
            shelf.sum_counts(task)
            if isinstance(task, ExpectationTask)
            else shelf.sum_information(task)
        )
