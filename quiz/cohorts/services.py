"""Writes about cohorts: create, change, archive, copy for the next intake, delete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from quiz.cohorts import queries
from quiz.cohorts.calendar_days import add_days
from quiz.cohorts.models import Cohort, CohortCheck, DaysOff
from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.organisations.models import Organisation

MOST_COHORTS = 500


@dataclass(frozen=True)
class CohortDetails:
    """What an instructor says of a cohort."""

    name: str
    goal_key: str
    goal_name: str
    required: Mapping[str, float]
    language: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    hours_per_week: float | None = None
    days_off: tuple[DaysOff, ...] = ()
    shows_band_to_learners: bool = False


def create_cohort(
    session: Session,
    organisation: Organisation,
    details: CohortDetails,
    *,
    now: datetime,
    is_example: bool = False,
) -> Cohort:
    """Add a cohort to an organisation.

    Raises
    ------
    NotNow
        When the organisation has too many.
    """
    if queries.count_cohorts(session, organisation.id) >= MOST_COHORTS:
        raise NotNow(
            f"An organisation can have {MOST_COHORTS} cohorts. Delete one that is archived first."
        )
    cohort = Cohort(
        key=public_key(),
        organisation_id=organisation.id,
        thresholds=None,
        archived_at=None,
        is_example=is_example,
        created_at=now,
    )
    change_cohort(cohort, details)
    session.add(cohort)
    session.flush()
    return cohort


def change_cohort(cohort: Cohort, details: CohortDetails) -> None:
    """Store what an instructor says of a cohort. Assessments that were begun keep the goal they began with."""
    cohort.name = details.name
    cohort.goal_key = details.goal_key
    cohort.goal_name = details.goal_name
    cohort.required = dict(details.required)
    cohort.language = details.language
    cohort.starts_on = details.starts_on
    cohort.ends_on = details.ends_on
    cohort.hours_per_week = details.hours_per_week
    cohort.days_off = list(details.days_off)
    cohort.shows_band_to_learners = details.shows_band_to_learners


def archive_cohort(cohort: Cohort, *, now: datetime) -> None:
    """Put a cohort aside: nobody joins it any more and no check of it is begun. Results stay visible."""
    cohort.archived_at = cohort.archived_at or now


def reopen_cohort(cohort: Cohort) -> None:
    """Take a cohort out of the archive."""
    cohort.archived_at = None


def delete_cohort(session: Session, cohort: Cohort) -> None:
    """Delete an archived cohort with its roster; assessments stay with the people who took them.

    Raises
    ------
    NotNow
        When it is not archived.
    """
    if cohort.archived_at is None:
        raise NotNow("Archive the cohort first.")
    session.delete(cohort)


def copy_cohort(
    session: Session,
    cohort: Cohort,
    name: str,
    starts_on: date | None,
    *,
    zone: ZoneInfo,
    now: datetime,
) -> Cohort:
    """Return a new cohort like this one, without its people.

    When both begin on a known day, its last day, days off and checks move by the days in between; otherwise checks and
    dates are left out.
    """
    shift = (
        starts_on - cohort.starts_on
        if starts_on is not None and cohort.starts_on is not None
        else None
    )
    copy = create_cohort(
        session,
        cohort.organisation,
        CohortDetails(
            name=name,
            goal_key=cohort.goal_key,
            goal_name=cohort.goal_name,
            required=cohort.required,
            language=cohort.language,
            starts_on=starts_on,
            ends_on=_shift_day(cohort.ends_on, shift),
            hours_per_week=cohort.hours_per_week,
            days_off=_shift_days_off(cohort, shift),
            shows_band_to_learners=cohort.shows_band_to_learners,
        ),
        now=now,
    )
    copy.thresholds = cohort.thresholds
    if shift is not None:
        for check in queries.list_checks(session, cohort):
            _copy_check(session, check, copy, shift.days, zone=zone, now=now)
    return copy


def _shift_day(day: date | None, shift: timedelta | None) -> date | None:
    return day + shift if day is not None and shift is not None else None


def _shift_days_off(cohort: Cohort, shift: timedelta | None) -> tuple[DaysOff, ...]:
    if shift is None:
        return ()
    return tuple(
        DaysOff(first=one.first + shift, last=one.last + shift)
        for one in cohort.days_off
    )


def _copy_check(
    session: Session,
    check: CohortCheck,
    cohort: Cohort,
    days: int,
    *,
    zone: ZoneInfo,
    now: datetime,
) -> None:
    session.add(
        CohortCheck(
            key=public_key(),
            cohort_id=cohort.id,
            purpose=check.purpose,
            name=check.name,
            length=check.length,
            areas=check.areas,
            opens_at=add_days(check.opens_at, days, zone),
            closes_at=add_days(check.closes_at, days, zone),
            is_supervised=check.is_supervised,
            created_at=now,
        )
    )
