"""Person fit: whether a person's answers fit together and came slowly enough to mean anything.

A flagged result is to be treated with care: perhaps haste, a headache, a shared screen, or a bank that does not
suit this person. It is never evidence of cheating, and nothing here says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import IndexArray, ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import GRID, GRID_STEP, FloatArray
from quiz.measurement.specification import AssessmentSpecification

#: below this lz* the answers do not fit together; fewer than five in a hundred people who answer as well as
#: they can are below it, also those with very uneven knowledge (docs/measurement.md)
LZ_STAR_CUTOFF = -1.645
#: with fewer answers lz* is anything but normal
MIN_ANSWERS_FOR_FIT = 15
#: fewest scored answers of each kind, right and missed: where hardly anything is right, nothing can contradict it
MIN_OF_EACH_KIND = 3
#: standard deviation (logits) of the prior under which each area's ability is estimated for the fit
OWN_ABILITY_SD = 1.5
#: an answer in less than a tenth of the time the question needs, and ten seconds at most, was not read
RAPID_RESPONSE_SHARE = 0.10
RAPID_RESPONSE_SECONDS = 10.0
#: of all answers so many must have been given with care
MIN_RESPONSE_TIME_EFFORT = 0.90
MIN_TIMED_ANSWERS = 10


class PersonFitFlag(Enum):
    """Why a result is to be treated with care."""

    PATTERN = "the answers do not fit together"
    HASTE = "many answers came faster than the questions can be read"


@dataclass(frozen=True, slots=True)
class PersonFit:
    """How well a person's answers fit the model; None where there are too few to say."""

    #: about standard normal for people who answer by the model; very negative values are aberrant
    lz_star: float | None
    #: share of the timed answers that were not hasty
    response_time_effort: float | None

    @property
    def flags(self) -> tuple[PersonFitFlag, ...]:
        """The signs that the result is to be treated with care."""
        flags = []
        if self.lz_star is not None and self.lz_star < LZ_STAR_CUTOFF:
            flags.append(PersonFitFlag.PATTERN)
        if self._is_hasty:
            flags.append(PersonFitFlag.HASTE)
        return tuple(flags)

    @property
    def _is_hasty(self) -> bool:
        effort = self.response_time_effort
        return effort is not None and effort < MIN_RESPONSE_TIME_EFFORT

    @property
    def is_interpretable(self) -> bool:
        """Whether the result may be read without reservation."""
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
    effort = _response_time_effort(state.specification.pool, responses)
    return PersonFit(_pattern_fit(state), effort)


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


def _pattern_fit(state: ExamineeState) -> float | None:
    """Return lz* over all areas; None where there are too few answers to say.

    Each area has its own ability, estimated from its answers alone, and the parts of the areas are independent.
    "I don't know" says that nothing was guessed, so it is neither expected nor surprising and is left out.

    References
    ----------
    Albers, Meijer & Tendeiro (2016), Applied Psychological Measurement 40, 274-288.
    """
    scored: dict[int, list[int]] = {}
    for number, area in zip(state.answers, state.areas_asked, strict=True):
        if area >= 0 and state.answers[number] is not None:
            scored.setdefault(area, []).append(number)
    numbers = [number for group in scored.values() for number in group]
    misses = sum(map(state.is_miss, numbers))
    if len(numbers) < MIN_ANSWERS_FOR_FIT or not (
        MIN_OF_EACH_KIND <= misses <= len(numbers) - MIN_OF_EACH_KIND
    ):
        return None
    nodes = _own_abilities(state)
    return _standardise_parts(
        [_area_parts(state, group, nodes[area]) for area, group in scored.items()]
    )


def _own_abilities(state: ExamineeState) -> IndexArray:
    """Return the grid index of each area's ability from its own answers, under a wide prior.

    The joint posterior would draw an area towards the others, and then honest answers of people who are much
    better in one area than in another look surprising.
    """
    logs = state.log_likelihood() - GRID**2 / (2 * OWN_ABILITY_SD**2)
    nodes: IndexArray = logs.argmax(axis=1)
    return nodes


def _area_parts(state: ExamineeState, numbers: Sequence[int], node: int) -> _FitParts:
    """Return the contribution of one area's answers at a grid ability."""
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
    return _fit_parts(logs, slopes, [state.answers[number] or 0 for number in numbers])


def rapid_response_seconds(usual: float) -> float:
    """Return the seconds under which a question was not read that usually takes so many."""
    return min(RAPID_RESPONSE_SHARE * usual, RAPID_RESPONSE_SECONDS)


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
        < rapid_response_seconds(float(pool.seconds[pool.item_index(response.item)]))
        for response in responses
        if response.seconds is not None and not response.dont_know
    ]
    if len(hasty) < MIN_TIMED_ANSWERS:
        return None
    return 1 - sum(hasty) / len(hasty)
