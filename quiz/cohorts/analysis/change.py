"""Whether single members have changed since the check before, or only the measurement has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quiz.measurement.ability.prior import ASSUMED_SD, AbilityPrior
from quiz.measurement.reporting.change import (
    CERTAINTY,
    AbilityEstimate,
    ChangeDirection,
    ReliableChange,
    reliable_change,
)

#: An estimate whose standard deviation is at least this share of the prior's rests on no answer to speak of.
MOST_PRIOR_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class MeasuredAbility:
    """An ability with its error, both in logits."""

    theta: float
    sd: float


@dataclass(frozen=True)
class MemberChange:
    """What has changed of one member between two checks."""

    key: str
    #: Over all areas that both checks measured; None where one of them rests on no answer to speak of.
    overall: ReliableChange | None
    #: By area.
    areas: Mapping[str, ReliableChange]

    @property
    def higher(self) -> tuple[str, ...]:
        """The areas that are higher by more than the margin of error."""
        return self._list_areas(ChangeDirection.HIGHER)

    @property
    def lower(self) -> tuple[str, ...]:
        """The areas that are lower by more than the margin of error."""
        return self._list_areas(ChangeDirection.LOWER)

    def _list_areas(self, direction: ChangeDirection) -> tuple[str, ...]:
        return tuple(
            area for area, one in self.areas.items() if one.direction is direction
        )


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How many members changed by more than the margin of error. Whether the cohort as a whole did is `effect.py`."""

    people: int
    higher: int
    lower: int
    #: How many of either direction there would be if nobody had changed.
    by_chance: float

    @property
    def no_change_shown(self) -> int:
        """For how many nothing beyond the margin of error is shown."""
        return self.people - self.higher - self.lower


def remove_prior(
    estimate: AbilityEstimate, *, prior_mean: float = 0.0, prior_sd: float = ASSUMED_SD
) -> MeasuredAbility | None:
    """Return what the answers alone say: the estimate with the prior divided out; None if that is next to nothing.

    A posterior is the product of the prior and what the answers say, so for normal distributions

        1/s² = 1/sd² - 1/sd₀²,   y = s² (θ/sd² - μ₀/sd₀²)

    y has the expectation of the true ability, which the posterior mean has not: that leans towards the prior's mean.

    Examples
    --------
    >>> measured = remove_prior(MeasuredAbility(0.5, 0.7071067811865476))
    >>> round(measured.theta, 3), round(measured.sd, 3)
    (1.0, 1.0)
    >>> remove_prior(MeasuredAbility(0.1, 1.0)) is None
    True
    """
    if estimate.sd >= MOST_PRIOR_SHARE * prior_sd:
        return None
    precision = 1 / estimate.sd**2 - 1 / prior_sd**2
    weighted = estimate.theta / estimate.sd**2 - prior_mean / prior_sd**2
    return MeasuredAbility(weighted / precision, precision**-0.5)


def average_ability(
    posterior: AbilityPrior, areas: Sequence[str] | None = None
) -> MeasuredAbility:
    """Return the mean ability over areas with its standard deviation.

    `posterior` is what a sitting alone says of all areas together, as `posterior_as_prior` returns it. The areas of one person
    err together, so the covariance counts: the mean of twelve areas is surer than each, and less sure than twelve
    independent ones.
    """
    chosen = posterior.align_to(tuple(areas)) if areas is not None else posterior
    weights = np.full(len(chosen.areas), 1 / len(chosen.areas))
    variance = float(weights @ chosen.covariance @ weights)
    return MeasuredAbility(float(weights @ chosen.mean), variance**0.5)


def measure_change(
    before: AbilityEstimate,
    after: AbilityEstimate,
    *,
    prior_mean: float = 0.0,
    prior_sd: float = ASSUMED_SD,
    certainty: float = CERTAINTY,
) -> ReliableChange | None:
    """Return the change between two estimates of one ability, stated only beyond its noise; None without enough answers.

    What is assumed:

    - Both estimates rest on different answers and start from the same prior, that for strangers. An exit estimate that starts
      from the entry result has the entry answers in it; then the two errors are correlated, and a change would look surer or
      smaller than it is. Give estimates of each check *alone* (`Evaluation.alone`).
    - The shared prior pulls both estimates towards the same mean. This does not correlate their errors, which come
      from different answers, but it shrinks the difference, by the factor of reliability, and more than its standard
      error. Left in, "more than noise" would be said of one unchanged person in a hundred in an area (reliability
      about .56) and of three over all areas (about .8) instead of five, and too seldom of those who changed. So the prior
      is divided out of each (`remove_prior`) before the difference is taken.
    - The true ability is a fixed unknown of each check. Nothing is assumed of how much people usually learn.
    - Errors are about normal. With few answers all right or all wrong they are not; the posterior's standard deviation is
      then large, and nothing is stated.

    For one area, part of the estimate comes from the answers about other areas (correlation .5). Dividing out the
    area's own prior leaves that in. What of a person is particular to the area and cannot be told from the others is then
    part of both errors, and cancels in the difference: by area, the band is wider than it need be (in simulation it
    misses the true change in 2 to 3 of 100 cases instead of 5). On the other hand an area may follow the others a
    little, where only these have changed.
    """
    first, second = (
        remove_prior(one, prior_mean=prior_mean, prior_sd=prior_sd)
        for one in (before, after)
    )
    if first is None or second is None:
        return None
    return reliable_change(first, second, certainty=certainty)


def compare_checks(
    key: str, before: AbilityPrior, after: AbilityPrior, areas: Iterable[str]
) -> MemberChange:
    """Return what has changed of one member, area by area and over all of them.

    Parameters
    ----------
    before, after
        What each check alone says of all areas together, from the prior for strangers (`posterior_as_prior`).
    areas
        The areas that both checks asked this member about.
    """
    names = [area for area in areas if area in before.areas and area in after.areas]
    changes = {}
    for area in names:
        change = measure_change(_read_area(before, area), _read_area(after, area))
        if change is not None:
            changes[area] = change
    overall = None
    if names:
        strangers = average_ability(AbilityPrior.from_defaults(names))
        overall = measure_change(
            average_ability(before, names),
            average_ability(after, names),
            prior_mean=strangers.theta,
            prior_sd=strangers.sd,
        )
    return MemberChange(key, overall, changes)


def count_changes(
    changes: Iterable[ReliableChange | None], *, certainty: float = CERTAINTY
) -> ChangeCounts:
    """Count how many members changed, in one area or over all; None is somebody without enough answers."""
    directions = [one.direction for one in changes if one is not None]
    return ChangeCounts(
        people=len(directions),
        higher=directions.count(ChangeDirection.HIGHER),
        lower=directions.count(ChangeDirection.LOWER),
        by_chance=(1 - certainty) / 2 * len(directions),
    )


def _read_area(posterior: AbilityPrior, area: str) -> MeasuredAbility:
    number = posterior.areas.index(area)
    variance = float(posterior.covariance[number, number])
    return MeasuredAbility(float(posterior.mean[number]), variance**0.5)
