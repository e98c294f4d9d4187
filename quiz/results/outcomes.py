"""What an assessment says about one area, held against a required level: the type that this room computes with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.bank.repository import Catalogue
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.sittings.models import AreaResult


@dataclass(frozen=True)
class AreaOutcome:
    """A measured area; all levels are on the scale from 0 to 3."""

    area_key: str
    area_name: str
    level: float
    #: Ends of the band that holds the true level with a probability of 80%.
    low: float
    high: float
    required: float
    #: Probability that the required level is reached.
    p_reached: float
    statement: MasteryStatement
    #: How many answers the level rests on.
    answers: int
    #: Equally likely levels, smallest first, 20 as a rule.
    quantiles: tuple[float, ...] = ()

    @property
    def missing(self) -> float:
        """How far the level is below the required one; 0 when it is not."""
        return max(self.required - self.level, 0.0)


def read_stored_outcomes(
    results: Iterable[AreaResult], catalogue: Catalogue
) -> list[AreaOutcome]:
    """Return the outcomes that were stored when an assessment was finished."""
    return [
        AreaOutcome(
            area_key=result.area,
            area_name=catalogue.area_name(result.area),
            level=result.level,
            low=result.low,
            high=result.high,
            required=result.required,
            p_reached=result.p_reached,
            statement=MasteryStatement(result.statement),
            answers=result.asked,
            quantiles=tuple(result.quantiles),
        )
        for result in results
    ]


def build_outcomes(
    estimates: Mapping[str, AreaEstimate],
    required: Mapping[str, float],
    p_reached: Mapping[str, float],
    statements: Mapping[str, MasteryStatement],
    catalogue: Catalogue,
) -> list[AreaOutcome]:
    """Return the outcomes of the areas in `required`."""
    return [
        AreaOutcome(
            area_key=area,
            area_name=catalogue.area_name(area),
            level=estimates[area].level,
            low=estimates[area].low,
            high=estimates[area].high,
            required=level,
            p_reached=p_reached[area],
            statement=statements[area],
            answers=estimates[area].asked,
            quantiles=estimates[area].quantile_levels,
        )
        for area, level in required.items()
    ]
