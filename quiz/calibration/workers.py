"""Executors of a calibration: the expectation step in this process, or spread over several.

Each process keeps its own blocks; only parameters are sent and only sums are returned.
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
    Population,
    ResponseBlock,
    Sites,
    expected_counts,
)
from quiz.calibration.response_data import Float32Array
from quiz.calibration.standard_errors import ItemInformation, item_information

#: Number of sweeps that flat sites need to come close to convergence.
FIRST_SWEEPS = 4


@dataclass(frozen=True, eq=False)
class ExpectationTask:
    """A request for the expected counts of a worker's blocks."""

    log_chances: Float32Array
    population: Population
    #: share of the blocks that take part, from the first
    share: float = 1.0


@dataclass(frozen=True, eq=False)
class InformationTask:
    """A request for the item information of a worker's blocks; scores are d ln P by ln a and by b."""

    log_chances: Float32Array
    population: Population
    scores: tuple[Float32Array, Float32Array]


class SerialExecutor:
    """Processes all blocks in this process."""

    def __init__(self, blocks: Sequence[ResponseBlock]) -> None:
        self._blocks = blocks
        self._sites: list[Sites | None] = [None] * len(blocks)

    def sum_counts(self, task: ExpectationTask) -> ExpectedCounts:
        """Return the expected counts of the blocks that take part."""
        taking_part = math.ceil(task.share * len(self._blocks))
        return reduce(
            add, (self._block_counts(number, task) for number in range(taking_part))
        )

    def _block_counts(self, number: int, task: ExpectationTask) -> ExpectedCounts:
        block, sites = self._blocks[number], self._sites[number]
        counts, self._sites[number] = expected_counts(
            block,
            task.log_chances,
            task.population,
            Sites.flat_sites(block) if sites is None else sites,
            sweeps=FIRST_SWEEPS if sites is None else 1,
        )
        return counts

    def sum_information(self, task: InformationTask) -> ItemInformation:
        """Return the information about each item in all blocks."""
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
        """Do nothing: there are no resources to release."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class ProcessExecutor:
    """Distributes blocks over several processes, every n-th block to each."""

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
        """Return the information about each item over all processes."""
        for end in self._ends:
            end.send(task)
        parts: list[ItemInformation] = [end.recv() for end in self._ends]
        return reduce(add, parts)

    def close(self) -> None:
        """Stop the processes."""
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def make_executor(
    blocks: Sequence[ResponseBlock], processes: int
) -> SerialExecutor | ProcessExecutor:
    """Return a process executor if there are blocks for more than one process, else a serial one."""
    busy = min(processes, len(blocks))
    return ProcessExecutor(blocks, busy) if busy > 1 else SerialExecutor(blocks)


def _serve_tasks(end: Connection) -> None:
    """Serve tasks until the connection is closed."""
    executor = SerialExecutor(end.recv())
    while True:
        try:
            task: ExpectationTask | InformationTask = end.recv()
        except EOFError:
            return
        end.send(
            executor.sum_counts(task)
            if isinstance(task, ExpectationTask)
            else executor.sum_information(task)
        )
