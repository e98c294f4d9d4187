"""The EM algorithm: expectation and maximisation steps until convergence, then standard errors."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from quiz.calibration.acceleration import AndersonAccelerator
from quiz.calibration.e_step import Population, split_blocks
from quiz.calibration.m_step import (
    CalibrationPrior,
    ModelParameters,
    m_step,
    scale_covariance,
)
from quiz.calibration.response_curves import IndexArray, ResponseCurves
from quiz.calibration.response_data import ResponseData, ScoredResponse
from quiz.calibration.standard_errors import standard_errors
from quiz.calibration.workers import (
    ExpectationTask,
    InformationTask,
    ProcessExecutor,
    SerialExecutor,
    make_executor,
)
from quiz.errors import TrigpointError
from quiz.measurement.errors import ImpossibleItem
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, ItemParameters
from quiz.measurement.irt.response_models import AuthoringPrior, FloatArray

#: Converged when no b, ln a, mean or covariance moves by more than this.
TOLERANCE = 0.002
MAX_STEPS = 200
#: From this many people on, the first iterations use only a share of them.
MANY_PEOPLE = 20_000
FIRST_SHARE = 0.1

PRIOR_CORRELATION = 0.5
#: the prior covariance counts as much as this many people
PRIOR_PEOPLE = 30.0
PRIOR_MEAN_SD = 0.5

ProgressCallback: TypeAlias = Callable[[int, float], None]


class DidNotConverge(TrigpointError):
    """EM did not converge: the answers contradict the model, or the tolerance is too small."""


@dataclass(frozen=True, eq=False)
class CalibrationResult:
    """A complete set of parameters, to be published as a whole."""

    items: dict[str, ItemParameters]
    areas: tuple[str, ...]
    population: Population
    people: int
    steps: int
    #: of shape (n_areas, 2, 2): see `m_step.scale_covariance`
    scale_covariance: FloatArray

    def scale_standard_error(self, area: IndexArray, b: FloatArray) -> FloatArray:
        """Return the standard error of an area's scale at difficulties b, in logits.

        This error is shared by all questions and people of the area, so it is not part of
        `ItemParameters.b_se`; it affects statements about levels, like the error of the cuts.
        """
        doubt = self.scale_covariance[area]
        square: FloatArray = (
            doubt[:, 1, 1] + 2 * b * doubt[:, 0, 1] + b**2 * doubt[:, 0, 0]
        )
        return np.sqrt(square)


def calibrate_items(
    items: Iterable[Item], answers: Iterable[ScoredResponse], *, processes: int = 1
) -> dict[str, ItemParameters]:
    """Return fitted parameters of every item that has answers, by id.

    Examples
    --------
    >>> fitted = calibrate_items([Item("q1", "sql", -0.8, options=4)], [ScoredResponse("c1", "q1", 1)])
    >>> round(fitted["q1"].a, 1), round(fitted["q1"].b, 1)
    (1.2, -0.8)
    """
    pool = ItemPool.from_items(items)
    collected = ResponseData.from_responses(pool, answers)
    asked, number = np.unique(collected.item, return_inverse=True)
    renumbered = replace(collected, item=number.astype(np.int32))
    return fit_model(
        [pool.items[area_number] for area_number in asked],
        renumbered,
        processes=processes,
    ).items


def fit_model(
    items: Sequence[Item],
    answers: ResponseData,
    *,
    authoring: AuthoringPrior | None = None,
    processes: int = 1,
    tolerance: float = TOLERANCE,
    progress: ProgressCallback | None = None,
) -> CalibrationResult:
    """Fit a, b of all items and mean and covariance of the people, over all areas together.

    EM with expectation propagation (`e_step`) on the authors' scale (`m_step`), accelerated.

    Parameters
    ----------
    items
        In the order of the item numbers of `answers`.
    authoring
        The uncertainty of authored difficulties, which are the prior of every item.
    tolerance
        Largest change at convergence, in logits.
    progress
        Called after each step with its number and its largest change.

    Raises
    ------
    ImpossibleItem
        When there is no item.
    DidNotConverge
        After MAX_STEPS steps.

    References
    ----------
    Bock & Aitkin (1981), Psychometrika 46, 443-459; Mislevy & Wu (1996), ETS RR-96-30-ONR (why the
    areas of an adaptive test must be fitted together).
    """
    if not items:
        raise ImpossibleItem("There is nothing to calibrate: no item has an answer.")
    areas = tuple(sorted({item.area for item in items}))
    numbers = {area: number for number, area in enumerate(areas)}
    area_of = np.array([numbers[item.area] for item in items], dtype=np.intp)
    curves = ResponseCurves.from_items(items)
    prior = build_prior(items, len(areas), authoring or AuthoringPrior())
    blocks = split_blocks(answers, curves, area_of, len(areas))
    with make_executor(blocks, processes) as workers:
        run = _EmRun(workers, curves, prior, area_of, progress)
        end = run.estimate_parameters(answers.people, tolerance)
        fitted = _item_parameters(workers, curves, end, prior, items, answers)
    return CalibrationResult(
        fitted,
        areas,
        end.population,
        answers.people,
        run.steps,
        scale_covariance(end, prior, area_of),
    )


@dataclass(eq=False)
class _EmRun:
    """The iterations of one calibration."""

    workers: SerialExecutor | ProcessExecutor
    curves: ResponseCurves
    prior: CalibrationPrior
    area_of: IndexArray
    progress: ProgressCallback | None
    steps: int = 0

    def estimate_parameters(self, people: int, tolerance: float) -> ModelParameters:
        """Iterate to convergence, beginning with a share of the people where there are many."""
        start = ModelParameters(
            self.prior.log_slope, self.prior.difficulty, self.prior.population
        )
        if people >= MANY_PEOPLE:
            start = self.find_maximum(start, FIRST_SHARE, 5 * tolerance)
        return self.find_maximum(start, 1.0, tolerance)

    def find_maximum(
        self, start: ModelParameters, share: float, tolerance: float
    ) -> ModelParameters:
        """Iterate to the parameters that an EM step leaves unchanged, using this share of the people."""
        accelerator, move = AndersonAccelerator(start), np.inf
        for _ in range(MAX_STEPS):
            move = accelerator.apply_step(
                self._em_step(accelerator.current_parameters, share)
            )
            self.steps += 1
            if self.progress is not None:
                self.progress(self.steps, move)
            if move < tolerance:
                return accelerator.current_parameters
        raise DidNotConverge(
            f"After {MAX_STEPS} steps the parameters still move by {move:.4f}."
        )

    def _em_step(self, now: ModelParameters, share: float) -> ModelParameters:
        counts = self.workers.sum_counts(_expectation_task(self.curves, now, share))
        return m_step(counts, now, self.prior, self.curves, self.area_of)


def build_prior(
    items: Sequence[Item], areas: int, authoring: AuthoringPrior
) -> CalibrationPrior:
    """Return the prior of items and population."""
    covariance = np.full((areas, areas), PRIOR_CORRELATION)
    np.fill_diagonal(covariance, 1.0)
    return CalibrationPrior(
        log_slope=np.full(len(items), np.log(authoring.discrimination)),
        log_slope_sd=np.full(len(items), authoring.discrimination_spread),
        difficulty=np.array([item.difficulty for item in items], dtype=float),
        difficulty_sd=np.full(len(items), authoring.difficulty_sd),
        population=Population(np.zeros(areas), covariance),
        mean_sd=PRIOR_MEAN_SD,
        people=PRIOR_PEOPLE,
    )


def _expectation_task(
    curves: ResponseCurves, now: ModelParameters, share: float = 1.0
) -> ExpectationTask:
    chances = curves.response_probabilities(now.log_slope, now.difficulty)
    return ExpectationTask(np.log(chances).astype(np.float32), now.population, share)


def _item_parameters(
    workers: SerialExecutor | ProcessExecutor,
    curves: ResponseCurves,
    end: ModelParameters,
    prior: CalibrationPrior,
    items: Sequence[Item],
    answers: ResponseData,
) -> dict[str, ItemParameters]:
    by_slope, by_difficulty = curves.score_functions(end.log_slope, end.difficulty)
    scored = InformationTask(
        _expectation_task(curves, end).log_chances,
        end.population,
        (by_slope.astype(np.float32), by_difficulty.astype(np.float32)),
    )
    information = workers.sum_information(scored)
    slope_se, difficulty_se = standard_errors(information, prior, curves.first_row)
    steepness: FloatArray = np.exp(end.log_slope)
    asked = np.bincount(answers.item, minlength=len(items))
    return {
        item.id: ItemParameters(
            float(steepness[number]),
            float(end.difficulty[number]),
            float(steepness[number] * slope_se[number]),
            float(difficulty_se[number]),
            int(asked[number]),
        )
        for number, item in enumerate(items)
    }
