"""Claimed, tested, shown: what a person thinks, what the answers say, what can be looked at. Never averaged. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.bank.repository import Catalogue
from quiz.charts.strips import StripData
from quiz.goals.models import Evidence

CLAIM_WORDS = {
    0.0: "nothing yet",
    0.5: "a little",
    1.0: "junior",
    2.0: "confirmed",
    3.0: "senior",
}
#: a claim is compared in words from this distance on
CLAIM_TOLERANCE = 0.5


@dataclass(frozen=True)
class ClaimRow:
    """One area from three sides."""

    area_name: str
    claimed: str
    #: How the claim lies to the band of the test, in words; empty without a claim.
    beside: str
    level: float
    low: float
    high: float
    evidence: tuple[Evidence, ...]


def build_claim_rows(
    rows: Sequence[StripData],
    claimed: Mapping[str, float],
    evidence: Sequence[Evidence],
) -> list[ClaimRow]:
    """Return the areas of which something was claimed or shown."""
    found = []
    for row in rows:
        shown = tuple(one for one in evidence if row.key in one.areas)
        claim = claimed.get(row.key)
        if claim is None and not shown:
            continue
        found.append(
            ClaimRow(
                row.area_name,
                "" if claim is None else CLAIM_WORDS.get(claim, f"{claim:.1f}"),
                "" if claim is None else _compare_claim(claim, row),
                row.level,
                row.low,
                row.high,
                shown,
            )
        )
    return found


def _compare_claim(claim: float, row: StripData) -> str:
    if claim > row.high + CLAIM_TOLERANCE:
        return "higher than the answers say"
    if claim < row.low - CLAIM_TOLERANCE:
        return "lower than the answers say"
    return "about what the answers say"


def list_area_names(areas: Sequence[str], catalogue: Catalogue) -> list[str]:
    """Return the names of areas; one that is gone keeps its key."""
    return [
        catalogue.areas[area].name if area in catalogue.areas else area
        for area in areas
    ]
