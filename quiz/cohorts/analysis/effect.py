"""What a course did: entry check against exit check, for funders and for the school itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from quiz.cohorts.analysis.averages import FEWEST_PEOPLE, AverageGuard
from quiz.cohorts.analysis.growth.evidence import SittingEvidence
from quiz.cohorts.analysis.growth.latent_growth import (
    AnswerDoubts,
    fit_growth,
    growth_contrasts,
    question_variance,
    sampling_variance,
)
from quiz.cohorts.analysis.standing import LEVEL_DIGITS
from quiz.measurement.irt.response_models import GRID, FloatArray

#: The name of the method, for the line under every effect.
METHOD = "latent growth model, marginal maximum likelihood, cluster-robust t interval"
#: How sure the interval is.
CERTAINTY = 0.95
#: Logits between two whole levels, up to level 2; the last one is 1.1 wide.
LOGITS_PER_LEVEL = 1.3


@dataclass(frozen=True)
class PairedMember:
    """A member with both checks, each as evidence without any prior."""

    key: str
    entry: SittingEvidence
    exit: SittingEvidence


@dataclass(frozen=True, slots=True)
class GrowthEstimate:
    """Mean growth from entry to exit with its interval, in logits."""

    growth: float
    standard_error: float
    #: Ends of the 95% interval.
    low: float
    high: float
    degrees_of_freedom: float
    #: People with answers about it in both checks.
    people: int

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0

    @property
    def levels(self) -> tuple[float, float, float]:
        """Growth and the ends of its interval as levels, 1.3 logits each."""
        return (
            self.growth / LOGITS_PER_LEVEL,
            self.low / LOGITS_PER_LEVEL,
            self.high / LOGITS_PER_LEVEL,
        )


@dataclass(frozen=True, slots=True)
class PeopleAtEntry:
    """Some members as the entry check found them."""

    people: int
    #: Mean level from 0 to 3 over all areas, rounded to one decimal; None where the average is withheld.
    level: float | None


@dataclass(frozen=True)
class CohortEffect:
    """The effect of a course on those who took both checks, beside those who were lost in between."""

    #: Those with both checks: the effect is about them alone.
    paired: PeopleAtEntry
    #: Those with an entry check alone.
    lost: PeopleAtEntry
    #: Mean over the areas that both checks measured; None with fewer than five paired people.
    overall: GrowthEstimate | None
    #: By area; areas with fewer than five people measured in both checks are missing.
    areas: Mapping[str, GrowthEstimate]
    method: str = METHOD

    @property
    def lost_share(self) -> float:
        """The share of those with an entry check who have no exit check."""
        total = self.paired.people + self.lost.people
        return self.lost.people / total if total else 0.0


def estimate_effect(
    paired: Sequence[PairedMember], entry_levels: Mapping[str, float]
) -> CohortEffect:
    """Return the effect of a course.

    The mean growth comes from the answers of both checks in one model (`latent_growth`), not from the difference of two results:
    a result leans towards what is assumed of people in general, the exit one as well, and their difference makes growth smaller
    than it is. The interval is t with the variance of two sources: the spread between people, each of whom counts once
    however many areas there are (degrees of freedom: people - 1), and the doubt about questions that several people share;
    degrees of freedom of the sum by Satterthwaite (1946), Biometrics Bulletin 2, 110-114.

    How well it holds is measured in docs/measurement.md, section 9.

    What it is about: people like these with questions like these. What it is not: a comparison with people who took no
    course. Who would have learned the same without it shows the same growth.

    Parameters
    ----------
    paired
        Members with both checks.
    entry_levels
        Mean level over all areas at entry, for everybody with an entry check: paired or lost.
    """
    keys = [member.key for member in paired]
    growth = _estimate_growth(paired) if len(paired) >= FEWEST_PEOPLE else {}
    lost = entry_levels.keys() - set(keys)
    guard = AverageGuard.from_groups(entry_levels, {"paired": keys})
    return CohortEffect(
        paired=_describe_entry(keys, entry_levels, guard),
        lost=_describe_entry(sorted(lost), entry_levels, guard),
        overall=growth.pop("", None),
        areas=growth,
    )


def _describe_entry(
    keys: Sequence[str], entry_levels: Mapping[str, float], guard: AverageGuard
) -> PeopleAtEntry:
    levels = [entry_levels[key] for key in keys if key in entry_levels]
    if not guard.may_average(keys):
        return PeopleAtEntry(len(keys), None)
    return PeopleAtEntry(len(keys), round(fmean(levels), LEVEL_DIGITS))


def _estimate_growth(paired: Sequence[PairedMember]) -> dict[str, GrowthEstimate]:
    """Return growth by area; the mean over areas has an empty name."""
    areas, people = _list_common_areas(paired)
    if not areas:
        return {}
    likelihood = np.stack([_place_likelihoods(one, areas) for one in paired])
    answered = np.stack([_place_answered(one, areas) for one in paired])
    fit = fit_growth(likelihood, answered)
    contrasts = growth_contrasts(len(areas))
    between = sampling_variance(fit, contrasts)
    shared = question_variance(fit, collect_doubts(paired, areas), contrasts)
    growth = contrasts @ fit.population.mean
    estimates = {}
    for number, area in enumerate([*areas, ""]):
        count = people[area] if area else len(paired)
        variance = float(between[number] + shared[number])
        freedom = (count - 1) * (variance / float(between[number])) ** 2
        error = variance**0.5
        reach = float(stdtrit(freedom, 0.5 + CERTAINTY / 2)) * error
        value = float(growth[number])
        estimates[area] = GrowthEstimate(
            value, error, value - reach, value + reach, freedom, count
        )
    return estimates


def _list_common_areas(
    paired: Sequence[PairedMember],
) -> tuple[list[str], dict[str, int]]:
    """Return the areas that at least five people have answers about in both checks, with how many."""
    counts = Counter(
        area
        for member in paired
        for area in member.entry.answered_areas & member.exit.answered_areas
    )
    areas = [area for area in sorted(counts) if counts[area] >= FEWEST_PEOPLE]
    return areas, dict(counts)


def _place_likelihoods(member: PairedMember, areas: Sequence[str]) -> FloatArray:
    """Return the likelihoods of both checks in these areas, entry first; flat where an area was not asked about."""
    placed = np.zeros((2, len(areas), len(GRID)))
    for check, evidence in enumerate((member.entry, member.exit)):
        place = evidence.place_areas(areas)
        placed[check, place[place >= 0]] = evidence.log_likelihood[place >= 0]
    return placed.reshape(-1, len(GRID))


def _place_answered(
    member: PairedMember, areas: Sequence[str]
) -> npt.NDArray[np.bool_]:
    return np.array(
        [
            area in evidence.answered_areas
            for evidence in (member.entry, member.exit)
            for area in areas
        ]
    )


def collect_doubts(
    paired: Sequence[PairedMember], areas: Sequence[str]
) -> AnswerDoubts:
    """Return all answers of the cohort about these areas, with what is not known of the questions."""
    items: dict[str, int] = {}
    parts: list[tuple[npt.NDArray[Any], ...]] = []
    for person, member in enumerate(paired):
        for check, evidence in enumerate((member.entry, member.exit)):
            row = evidence.place_areas(areas)[evidence.item_area]
            kept = row >= 0
            index = [items.setdefault(item, len(items)) for item in evidence.items]
            parts.append(
                (
                    np.full(int(kept.sum()), person),
                    row[kept] + check * len(areas),
                    np.array(index, dtype=np.intp)[kept],
                    evidence.slopes[kept],
                    evidence.location[kept],
                    evidence.location_sd[kept],
                    evidence.discrimination_sd[kept],
                )
            )
    return AnswerDoubts(*map(np.concatenate, zip(*parts, strict=True)))
