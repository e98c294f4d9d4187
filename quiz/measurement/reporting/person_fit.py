"""Whether a person's answers fit together and came slowly enough to mean anything.

A sitting that fails is "not interpretable": perhaps haste, a headache, a shared screen, or a bank
that does not suit this person. It is never evidence of cheating, and nothing here says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import GRID_STEP, FloatArray
from quiz.measurement.specification import AssessmentSpecification

#: below this lz* the answers do not fit together: five in a hundred by theory, and fewer than two in
#: adaptive sittings (measured in docs/measurement.md), of people who answer as well as they can
LZ_STAR_CUTOFF = -1.645
#: with fewer answers lz* is anything but normal
MIN_ANSWERS_FOR_FIT = 15
#: an answer in less than a tenth of the time the question needs, and ten seconds at most, was not read
RAPID_RESPONSE_SHARE = 0.10
RAPID_RESPONSE_SECONDS = 10.0
#: of all answers so many must have been given with care
MIN_RESPONSE_TIME_EFFORT = 0.90
MIN_TIMED_ANSWERS = 10


class PersonFitFlag(Enum):
    """Why a result is not interpretable."""

    PATTERN = "the answers do not fit together"
    HASTE = "many answers came faster than the questions can be read"


@dataclass(frozen=True, slots=True)
class PersonFit:
    """How well a person's answers fit the model; None where there are too few to say."""

    #: standard normal for people who answer as well as they can; very negative is odd
    lz_star: float | None
    #: share of the timed answers that were not hasty
    response_time_effort: float | None

    @property
    def flags(self) -> tuple[PersonFitFlag, ...]:
        """The reasons not to interpret the result."""
        found = []
        if self.lz_star is not None and self.lz_star < LZ_STAR_CUTOFF:
            found.append(PersonFitFlag.PATTERN)
        if (
            self.response_time_effort is not None
            and self.response_time_effort < MIN_RESPONSE_TIME_EFFORT
        ):
            found.append(PersonFitFlag.HASTE)
        return tuple(found)

    @property
    def is_interpretable(self) -> bool:
        """Whether the result may be read as what the person knows."""
        return not self.flags


def person_fit(
    pool: ItemPool, plan: AssessmentPlan, responses: Sequence[Response]
) -> PersonFit:
    """Return how well the answers of one sitting fit together and how carefully they were given."""
    specification = AssessmentSpecification.compile_plan(pool, plan)
    return person_fit_from_state(ExamineeState(specification, responses), responses)


def person_fit_from_state(
    state: ExamineeState, responses: Sequence[Response]
) -> PersonFit:
    """Return the person fit of the answers that a state was computed from."""
    return PersonFit(
        _lz_star(state), _response_time_effort(state.specification.pool, responses)
    )


def lz_star(
    log_chances: Sequence[FloatArray],
    slopes: Sequence[FloatArray],
    observed: Sequence[int],
) -> float:
    """Return Snijders' lz* over the items of one ability.

    With l_k = ln P_k and s_k = d ln P_k / dθ at the estimate, W = Σ (l_x - Σ_k P_k l_k) is how much
    likelier the answers are than expected. Estimating θ has used up the part of W that points along
    the score, so that part is taken out: w̃ = W - c s, c = Cov(W, s) / Var(s), and

        lz* = Σ w̃ / √(Σ Var w̃)

    Parameters
    ----------
    log_chances, slopes
        For each item l and s of every category.
    given
        The category of each answer.

    Returns
    -------
    float
        About standard normal; 0 when the answers can say nothing (all outcomes equally likely).

    References
    ----------
    Snijders (2001), Psychometrika 66, 331-342; for several categories Sinharay (2016), Psychometrika
    81, 992-1013.

    Examples
    --------
    >>> half = np.log(np.array([0.5, 0.5]))
    >>> lz_star([half], [np.array([-1.0, 1.0])], [1])
    0.0
    """
    return _standardise_parts([_fit_parts(log_chances, slopes, observed)])


@dataclass(frozen=True, slots=True)
class _FitParts:
    """What one ability's items add up to: Σ w̃ and Σ Var w̃."""

    excess: float
    variance: float


def _fit_parts(
    log_chances: Sequence[FloatArray],
    slopes: Sequence[FloatArray],
    observed: Sequence[int],
) -> _FitParts:
    cross, score_variance, surprise, score, surprise_variance = 0.0, 0.0, 0.0, 0.0, 0.0
    for logs, slope, category in zip(log_chances, slopes, observed, strict=True):
        chance = np.exp(logs)
        surplus = logs - chance @ logs
        cross += float(chance @ (surplus * slope))
        score_variance += float(chance @ slope**2)
        surprise_variance += float(chance @ surplus**2)
        surprise += float(surplus[category])
        score += float(slope[category])
    share = cross / score_variance if score_variance > 0 else 0.0
    return _FitParts(surprise - share * score, surprise_variance - share * cross)


def _standardise_parts(areas: Sequence[_FitParts]) -> float:
    variance = sum(area.variance for area in areas)
    if variance < 1e-12:
        return 0.0
    return float(sum(area.excess for area in areas) / np.sqrt(variance))


def _lz_star(state: ExamineeState) -> float | None:
    """Return lz* over all areas: each has its own ability, and their parts are independent.

    References
    ----------
    Albers, Meijer & Tendeiro (2016), Applied Psychological Measurement 40, 274-288.
    """
    by_area: dict[int, list[int]] = {}
    for number, area in zip(state.answers, state.areas_asked, strict=True):
        if area >= 0:
            by_area.setdefault(area, []).append(number)
    if sum(map(len, by_area.values())) < MIN_ANSWERS_FOR_FIT:
        return None
    modes = state.posterior.density.argmax(axis=1)
    return _standardise_parts(
        [
            _area_parts(state, numbers, int(modes[area]))
            for area, numbers in by_area.items()
        ]
    )


def _area_parts(state: ExamineeState, numbers: Sequence[int], node: int) -> _FitParts:
    """Return what one area's answers add up to at a grid ability."""
    pool = state.specification.pool
    table = pool.log_probabilities[int(state.honest)]
    low, high = max(node - 1, 0), min(node + 1, table.shape[1] - 1)
    logs, slopes = [], []
    for number in numbers:
        rows = [
            pool.outcome_row(number, k) for k in range(pool.items[number].categories)
        ]
        logs.append(table[rows, node])
        slopes.append(
            (table[rows, high] - table[rows, low]) / ((high - low) * GRID_STEP)
        )
    # "I don't know" is no category of its own here: it is not knowing.
    return _fit_parts(logs, slopes, [state.answers[number] or 0 for number in numbers])


def _response_time_effort(
    pool: ItemPool, responses: Sequence[Response]
) -> float | None:
    """Return the share of timed answers that took long enough to read the question.

    "I don't know" may be quick and honest, so it does not count.

    References
    ----------
    Wise & Kong (2005), Applied Measurement in Education 18, 163-183 (response time effort, .90);
    Wise & Ma (2012), NCME (a tenth of the usual time, ten seconds at most).
    """
    hasty = [
        response.seconds
        < min(
            RAPID_RESPONSE_SHARE * float(pool.seconds[pool.item_index(response.item)]),
            RAPID_RESPONSE_SECONDS,
        )
        for response in responses
        if response.seconds is not None and not response.dont_know
    ]
    if len(hasty) < MIN_TIMED_ANSWERS:
        return None
    return 1 - sum(hasty) / len(hasty)
