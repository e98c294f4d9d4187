"""The calibration itself: repeat expectation and maximisation until nothing moves, then say how sure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from quiz.assess.calibration.answers import Answer, Answers
from quiz.assess.calibration.certainty import standard_errors
from quiz.assess.calibration.counts import Population, blocks_of
from quiz.assess.calibration.curves import Places, ResponseCurves
from quiz.assess.calibration.maximise import (
    Parameters,
    Prior,
    anchor_covariance,
    maximised,
)
from quiz.assess.calibration.mixing import Mixer
from quiz.assess.calibration.workers import (
    Crew,
    Question,
    Shelf,
    Task,
    shelf_or_crew,
)
from quiz.assess.curves import Authoring, Floats
from quiz.assess.errors import ImpossibleItem
from quiz.assess.items import Fitted, Item
from quiz.assess.pool import Pool
from quiz.errors import TrigpointError

#: Steps end when no b, ln a, mean or covariance would move by more than this.
TOLERANCE = 0.002
MOST_STEPS = 200
#: From this many people on, a first share of them brings the parameters near before all take part.
MANY_PEOPLE = 20_000
FIRST_SHARE = 0.1

PRIOR_CORRELATION = 0.5
#: the prior covariance counts as much as this many people
PRIOR_PEOPLE = 30.0
PRIOR_MEAN_SD = 0.5

Progress: TypeAlias = Callable[[int, float], None]


class DidNotConverge(TrigpointError):
    """The steps went on without coming to rest; the answers contradict the model, or the tolerance is too fine."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """A whole set of parameters, to be published as a whole."""

    items: dict[str, Fitted]
    areas: tuple[str, ...]
    population: Population
    people: int
    steps: int
    #: of shape (n_areas, 2, 2): see `maximise.anchor_covariance`
    anchor: Floats

    def anchor_se(self, area: Places, b: Floats) -> Floats:
        """Return how far the scale of an area may be off at difficulties b, in logits.

        This part of the error is shared by all questions and people of the area, so it is not in
        `Fitted.b_se`; it belongs to what is said about levels, beside the error of the cuts.
        """
        doubt = self.anchor[area]
        square: Floats = doubt[:, 1, 1] + 2 * b * doubt[:, 0, 1] + b**2 * doubt[:, 0, 0]
        return np.sqrt(square)


def calibrate(
    items: Iterable[Item], answers: Iterable[Answer], *, processes: int = 1
) -> dict[str, Fitted]:
    """Return fitted parameters of every item that has answers, by id.

    Examples
    --------
    >>> fitted = calibrate([Item("q1", "sql", -0.8, options=4)], [Answer("c1", "q1", 1)])
    >>> round(fitted["q1"].a, 1), round(fitted["q1"].b, 1)
    (1.2, -0.8)
    """
    pool = Pool.of(items)
    collected = Answers.of(pool, answers)
    asked, number = np.unique(collected.item, return_inverse=True)
    renumbered = replace(collected, item=number.astype(np.int32))
    return fit(
        [pool.items[place] for place in asked], renumbered, processes=processes
    ).items


def fit(
    items: Sequence[Item],
    answers: Answers,
    *,
    authoring: Authoring | None = None,
    processes: int = 1,
    tolerance: float = TOLERANCE,
    progress: Progress | None = None,
) -> Calibration:
    """Fit a, b of all items and mean and covariance of the people, over all areas together.

    EM with expectation propagation inside (see `counts`), on the authors' scale (see
    `maximise.anchored`), its steps mixed to arrive sooner (see `mixing`).

    Parameters
    ----------
    items
        In the order that `answers` numbers them.
    answers
        The marked answers of all people.
    authoring
        How far authored difficulties may be off; they are the prior, calibrated or not.
    processes
        Over how many processes the people are spread.
    tolerance
        Steps end when nothing would move by more than this (logits).
    progress
        Told the step and the largest move after each step.

    Raises
    ------
    ImpossibleItem
        When there is no item.
    DidNotConverge
        After MOST_STEPS steps.

    References
    ----------
    Bock & Aitkin (1981), Psychometrika 46, 443-459; Mislevy & Wu (1996), ETS RR-96-30-ONR (why the
    areas of an adaptive test must be fitted together).
    """
    if not items:
        raise ImpossibleItem("There is nothing to calibrate: no item has an answer.")
    areas = tuple(sorted({item.area for item in items}))
    place = {area: number for number, area in enumerate(areas)}
    area_of = np.array([place[item.area] for item in items], dtype=np.intp)
    curves = ResponseCurves.of(items)
    prior = prior_of(items, len(areas), authoring or Authoring())
    start = Parameters(prior.slope, prior.place, prior.population)
    blocks = blocks_of(answers, curves, area_of, len(areas))
    with shelf_or_crew(blocks, processes) as workers:
        climb = _Climb(workers, curves, prior, area_of, progress)
        if answers.people >= MANY_PEOPLE:
            start = climb.top(start, FIRST_SHARE, 5 * tolerance)
        end = climb.top(start, 1.0, tolerance)
        fitted = _fitted(workers, curves, end, prior, items, answers)
    return Calibration(
        fitted,
        areas,
        end.population,
        answers.people,
        climb.steps,
        anchor_covariance(end, prior, area_of),
    )


@dataclass(eq=False)
class _Climb:
    """The steps of one calibration."""

    workers: Shelf | Crew
    curves: ResponseCurves
    prior: Prior
    area_of: Places
    progress: Progress | None
    steps: int = 0

    def top(self, start: Parameters, share: float, tolerance: float) -> Parameters:
        """Return the parameters from which a step leads nowhere else, for this share of the people."""
        mixer, move = Mixer(start), np.inf
        for _ in range(MOST_STEPS):
            move = mixer.take(self._step(mixer.now, share))
            self.steps += 1
            if self.progress is not None:
                self.progress(self.steps, move)
            if move < tolerance:
                return mixer.now
        raise DidNotConverge(
            f"After {MOST_STEPS} steps the parameters still move by {move:.4f}."
        )

    def _step(self, now: Parameters, share: float) -> Parameters:
        counts = self.workers.counts(_task(self.curves, now, share))
        return maximised(counts, now, self.prior, self.curves, self.area_of)


def prior_of(items: Sequence[Item], areas: int, authoring: Authoring) -> Prior:
    """Return what is believed about items and people before any answer."""
    covariance = np.full((areas, areas), PRIOR_CORRELATION)
    np.fill_diagonal(covariance, 1.0)
    return Prior(
        slope=np.full(len(items), np.log(authoring.discrimination)),
        slope_sd=np.full(len(items), authoring.discrimination_spread),
        place=np.array([item.difficulty for item in items], dtype=float),
        place_sd=np.full(len(items), authoring.difficulty_sd),
        population=Population(np.zeros(areas), covariance),
        mean_sd=PRIOR_MEAN_SD,
        people=PRIOR_PEOPLE,
    )


def _task(curves: ResponseCurves, now: Parameters, share: float = 1.0) -> Task:
    chances = curves.chances(now.slope, now.place)
    return Task(np.log(chances).astype(np.float32), now.population, share)


def _fitted(
    workers: Shelf | Crew,
    curves: ResponseCurves,
    end: Parameters,
    prior: Prior,
    items: Sequence[Item],
    answers: Answers,
) -> dict[str, Fitted]:
    by_slope, by_place = curves.scores(end.slope, end.place)
    scored = Question(
        _task(curves, end).log_chances,
        end.population,
        (by_slope.astype(np.float32), by_place.astype(np.float32)),
    )
    found = workers.information(scored)
    slope_se, place_se = standard_errors(found, prior, curves.first_row)
    steepness: Floats = np.exp(end.slope)
    asked = np.bincount(answers.item, minlength=len(items))
    return {
        item.id: Fitted(
            float(steepness[number]),
            float(end.place[number]),
            float(steepness[number] * slope_se[number]),
            float(place_se[number]),
            int(asked[number]),
        )
        for number, item in enumerate(items)
    }
