"""Whether a person has changed since an earlier sitting, or only the measurement has."""

from dataclasses import dataclass
from datetime import date

from quiz.measurement.reporting.change import ChangeDirection, reliable_change
from quiz.measurement.reporting.classification import level_from_theta
from quiz.sittings.assessment.context import (
    ALL_AREAS,
    AssessmentContext,
    estimate_sitting,
)
from quiz.sittings.models import Sitting


@dataclass(frozen=True)
class AreaChange:
    """An area whose level has changed beyond the noise."""

    area_name: str
    before: float
    after: float
    is_higher: bool


@dataclass(frozen=True)
class ChangeSinceLast:
    """What has changed since an earlier sitting."""

    finished_on: date
    changes: tuple[AreaChange, ...]
    areas: int


def compare_with_previous(
    sitting: Sitting, before: Sitting | None, tools: AssessmentContext
) -> ChangeSinceLast | None:
    """Return the change since the sitting about all areas before this one, None without one.

    Each sitting is read by itself, as if there had been no other: only so do the two errors add up.
    """
    if before is None or before.finished_at is None or sitting.scope != ALL_AREAS:
        return None
    old, new = (estimate_sitting(one, tools, alone=True) for one in (before, sitting))
    common = [area for area in tools.catalogue.areas if area in old and area in new]
    directions = {
        area: reliable_change(old[area], new[area]).direction for area in common
    }
    changes = tuple(
        AreaChange(
            tools.catalogue.areas[area].name,
            level_from_theta(old[area].theta),
            level_from_theta(new[area].theta),
            direction is ChangeDirection.HIGHER,
        )
        for area, direction in directions.items()
        if direction is not ChangeDirection.NO_CHANGE_SHOWN
    )
    return ChangeSinceLast(before.finished_at.date(), changes, len(common))
