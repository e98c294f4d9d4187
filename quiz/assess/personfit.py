"""Whether a person's answers fit together and came slowly enough to mean anything.

A sitting that fails is "not interpretable": perhaps haste, a headache, a shared screen, or a bank
that does not suit this person. It is never evidence of cheating, and nothing here says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from quiz.assess.curves import GRID_STEP, Floats
from quiz.assess.items import Response
from quiz.assess.plan import Plan
from quiz.assess.pool import Pool
from quiz.assess.standing import Standing
from quiz.assess.terms import Terms

#: below this lz* the answers do not fit together: five in a hundred by theory, and fewer than two in
#: adaptive sittings (measured in docs/measurement.md), of people who answer as well as they can
MISFIT = -1.645
#: with fewer answers lz* is anything but normal
ANSWERS_FOR_FIT = 15
#: an answer in less than a tenth of the time the question needs, and ten seconds at most, was not read
HASTY_SHARE = 0.10
HASTY_SECONDS = 10.0
#: of all answers so many must have been given with care
LEAST_CARE = 0.90
ANSWERS_FOR_CARE = 10


class Doubt(Enum):
    """Why a result is not interpretable."""

    PATTERN = "the answers do not fit together"
    HASTE = "many answers came faster than the questions can be read"


@dataclass(frozen=True, slots=True)
class PersonFit:
    """How well a person's answers fit the model; None where there are too few to say."""

    #: standard normal for people who answer as well as they can; very negative is odd
    lz_star: float | None
    #: share of the timed answers that were not hasty
    care: float | None

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The reasons not to interpret the result."""
        found = []
        if self.lz_star is not None and self.lz_star < MISFIT:
            found.append(Doubt.PATTERN)
        if self.care is not None and self.care < LEAST_CARE:
            found.append(Doubt.HASTE)
        return tuple(found)

    @property
    def interpretable(self) -> bool:
        """Whether the result may be read as what the person knows."""
        return not self.doubts


def person_fit(pool: Pool, plan: Plan, responses: Sequence[Response]) -> PersonFit:
    """Return how well the answers of one sitting fit together and how carefully they were given."""
    return PersonFit(_lz_star(pool, plan, responses), _care(pool, responses))


def lz_star(
    log_chances: Sequence[Floats], slopes: Sequence[Floats], given: Sequence[int]
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
    return _standardised([_parts(log_chances, slopes, given)])


@dataclass(frozen=True, slots=True)
class _Parts:
    """What one ability's items add up to: Σ w̃ and Σ Var w̃."""

    excess: float
    variance: float


def _parts(
    log_chances: Sequence[Floats], slopes: Sequence[Floats], given: Sequence[int]
) -> _Parts:
    cross, score_variance, surprise, score, surprise_variance = 0.0, 0.0, 0.0, 0.0, 0.0
    for logs, slope, category in zip(log_chances, slopes, given, strict=True):
        chance = np.exp(logs)
        surplus = logs - chance @ logs
        cross += float(chance @ (surplus * slope))
        score_variance += float(chance @ slope**2)
        surprise_variance += float(chance @ surplus**2)
        surprise += float(surplus[category])
        score += float(slope[category])
    share = cross / score_variance if score_variance > 0 else 0.0
    return _Parts(surprise - share * score, surprise_variance - share * cross)


def _standardised(areas: Sequence[_Parts]) -> float:
    variance = sum(area.variance for area in areas)
    if variance < 1e-12:
        return 0.0
    return float(sum(area.excess for area in areas) / np.sqrt(variance))


def _lz_star(pool: Pool, plan: Plan, responses: Sequence[Response]) -> float | None:
    """Return lz* over all areas: each has its own ability, and their parts are independent.

    References
    ----------
    Albers, Meijer & Tendeiro (2016), Applied Psychological Measurement 40, 274-288.
    """
    standing = Standing(Terms.of(pool, plan), responses)
    by_area: dict[int, list[int]] = {}
    for number, area in zip(standing.answers, standing.areas_asked, strict=True):
        if area >= 0:
            by_area.setdefault(area, []).append(number)
    if sum(map(len, by_area.values())) < ANSWERS_FOR_FIT:
        return None
    modes = standing.posterior.density.argmax(axis=1)
    return _standardised(
        [
            _area_parts(standing, numbers, int(modes[area]))
            for area, numbers in by_area.items()
        ]
    )


def _area_parts(standing: Standing, numbers: Sequence[int], node: int) -> _Parts:
    """Return what one area's answers add up to at a grid ability."""
    pool = standing.terms.pool
    table = pool.log_chance[int(standing.honest)]
    low, high = max(node - 1, 0), min(node + 1, table.shape[1] - 1)
    logs, slopes = [], []
    for number in numbers:
        rows = [pool.outcome(number, k) for k in range(pool.items[number].categories)]
        logs.append(table[rows, node])
        slopes.append(
            (table[rows, high] - table[rows, low]) / ((high - low) * GRID_STEP)
        )
    # "I don't know" is no category of its own here: it is not knowing.
    return _parts(logs, slopes, [standing.answers[number] or 0 for number in numbers])


def _care(pool: Pool, responses: Sequence[Response]) -> float | None:
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
            HASTY_SHARE * float(pool.seconds[pool.number(response.item)]), HASTY_SECONDS
        )
        for response in responses
        if response.seconds is not None and not response.dont_know
    ]
    if len(hasty) < ANSWERS_FOR_CARE:
        return None
    return 1 - sum(hasty) / len(hasty)
