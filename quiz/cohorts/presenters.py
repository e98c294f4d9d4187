"""Facts for the pages about a cohort as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from quiz.cohorts.calendar_days import format_moment
from quiz.cohorts.models import CheckPurpose, Cohort, CohortCheck


class CheckState(StrEnum):
    """Where a check stands in time."""

    PLANNED = "planned"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class ScheduledCheck:
    """A check with its dates in words."""

    key: str
    name: str
    purpose: CheckPurpose
    length: str
    opens: str
    closes: str
    state: CheckState
    #: Names of the areas that it asks about; empty: all areas of the goal.
    areas: tuple[str, ...]
    is_supervised: bool


@dataclass(frozen=True)
class CohortRow:
    """A cohort in the list of an instructor."""

    cohort: Cohort
    entries: int
    active: int


def describe_check(
    check: CohortCheck,
    zone: ZoneInfo,
    area_names: Mapping[str, str],
    *,
    now: datetime,
    closes_at: datetime | None = None,
) -> ScheduledCheck:
    """Return a check as pages show it; `closes_at` is a later closing time of one person."""
    closes = closes_at or check.closes_at
    state = CheckState.OVER if closes <= now else CheckState.OPEN
    if now < check.opens_at:
        state = CheckState.PLANNED
    return ScheduledCheck(
        check.key,
        check.name,
        check.purpose,
        check.length.value,
        format_moment(check.opens_at, zone),
        format_moment(closes, zone),
        state,
        tuple(area_names.get(area, area) for area in check.areas or ()),
        check.is_supervised,
    )


def build_cohort_rows(
    cohorts: Sequence[Cohort], counts: Mapping[int, tuple[int, int]]
) -> list[CohortRow]:
    """Return the rows of the list of cohorts."""
    return [CohortRow(one, *counts.get(one.id, (0, 0))) for one in cohorts]
