"""Self-rating, measured level and evidence of each area, side by side and never averaged. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from quiz.results.models import Evidence
from quiz.results.outcomes import AreaOutcome

#: A self-rating counts as higher or lower when it is this far outside the measured band.
RATING_TOLERANCE = 0.5


class RatingComparison(Enum):
    """How a self-rating compares with what the answers say."""

    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"


@dataclass(frozen=True)
class ClaimRow:
    """One area from three sides."""

    outcome: AreaOutcome
    #: The level that the person rated themselves at; None without a self-rating.
    rating: float | None
    comparison: RatingComparison | None
    evidence: tuple[Evidence, ...]


def build_claim_rows(
    outcomes: Sequence[AreaOutcome],
    ratings: Mapping[str, float],
    evidence: Sequence[Evidence],
) -> list[ClaimRow]:
    """Return the areas with a self-rating or with evidence."""
    rows = []
    for outcome in outcomes:
        rating = ratings.get(outcome.area_key)
        shown = tuple(one for one in evidence if outcome.area_key in one.areas)
        if rating is not None or shown:
            comparison = None if rating is None else compare_rating(rating, outcome)
            rows.append(ClaimRow(outcome, rating, comparison, shown))
    return rows


def compare_rating(rating: float, outcome: AreaOutcome) -> RatingComparison:
    """Return how a self-rating compares with the measured band."""
    if rating > outcome.high + RATING_TOLERANCE:
        return RatingComparison.HIGHER
    if rating < outcome.low - RATING_TOLERANCE:
        return RatingComparison.LOWER
    return RatingComparison.SIMILAR
