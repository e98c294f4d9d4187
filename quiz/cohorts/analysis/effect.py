"""What a course did: entry check against exit check, for funders and for the school itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.cohorts.analysis.evidence import SittingEvidence

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

    Parameters
    ----------
    paired
        Members with both checks.
    entry_levels
        Mean level over all areas at entry, for everybody with an entry check: paired or lost.
    """
    raise NotImplementedError
