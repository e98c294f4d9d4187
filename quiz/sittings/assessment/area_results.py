"""What a finished sitting says of each area, as rows."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.sittings.models import AreaResult, Sitting


def store_results(
    session: Session, sitting: Sitting, estimates: Mapping[str, AreaEstimate]
) -> None:
    """Store the estimates as the result of a sitting, in place of what was there."""
    there = {result.area: result for result in sitting.results}
    for area, estimate in estimates.items():
        result = there.get(area)
        if result is None:
            result = AreaResult(sitting_id=sitting.id, area=area)
            session.add(result)
        result.theta, result.sd = estimate.theta, estimate.sd
        result.level = estimate.level
        result.low = estimate.low
        result.high = estimate.high
        result.required = sitting.required[area]
        result.p_reached = estimate.p_reached
        result.statement = estimate.statement
        result.asked = estimate.asked
        result.quantiles = list(estimate.quantile_levels)
