"""Writes about checks: plan, change and delete them, take one, give more time."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.cohorts.calendar_days import add_days
from quiz.cohorts.checks import queries
from quiz.cohorts.checks.models import CheckSitting
from quiz.cohorts.models import CheckPurpose, Cohort, CohortCheck, CohortMember
from quiz.cohorts.queries import list_checks
from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from quiz.sittings.events.starting import Assignment, start_assigned_sitting
from quiz.sittings.models import Sitting

MOST_CHECKS = 60


@dataclass(frozen=True)
class CheckDetails:
    """What an instructor says of a check."""

    name: str
    purpose: CheckPurpose
    length: SittingLength
    #: None: all areas of the goal.
    areas: Sequence[str] | None
    opens_at: datetime
    closes_at: datetime
    is_supervised: bool


def create_check(
    session: Session, cohort: Cohort, details: CheckDetails, *, now: datetime
) -> CohortCheck:
    """Add a check to a cohort.

    Raises
    ------
    NotNow
        When the cohort has too many.
    """
    if len(list_checks(session, cohort)) >= MOST_CHECKS:
        raise NotNow(f"A cohort can have {MOST_CHECKS} checks.")
    check = CohortCheck(key=public_key(), cohort_id=cohort.id, created_at=now)
    _set_details(check, details)
    session.add(check)
    session.flush()
    return check


def change_check(
    session: Session,
    cohort: Cohort,
    check: CohortCheck,
    details: CheckDetails,
    *,
    zone: ZoneInfo,
) -> None:
    """Store what an instructor says of a check; open assessments of it close at the new time.

    Length and areas stay as they are once somebody has begun, so that the results can be compared.
    """
    has_begun = queries.count_sittings(session, check) > 0
    length, areas, purpose = check.length, check.areas, check.purpose
    _set_details(check, details)
    if has_begun:
        check.length, check.areas, check.purpose = length, areas, purpose
    session.flush()
    move_closing_times(session, cohort, zone=zone)


def _set_details(check: CohortCheck, details: CheckDetails) -> None:
    check.name = details.name
    check.purpose = details.purpose
    check.length = details.length
    check.areas = list(details.areas) if details.areas is not None else None
    check.opens_at = details.opens_at
    check.closes_at = details.closes_at
    check.is_supervised = details.is_supervised


def delete_check(session: Session, check: CohortCheck) -> None:
    """Delete a check. Assessments that were begun stay with the people; instructors no longer see them."""
    session.delete(check)


def find_closing_time(
    check: CohortCheck, member: CohortMember, *, zone: ZoneInfo
) -> datetime:
    """Return when a check closes for a member: the same time of day, so many days later."""
    return add_days(check.closes_at, member.extra_days, zone)


def move_closing_times(session: Session, cohort: Cohort, *, zone: ZoneInfo) -> None:
    """Let the open assessments of a cohort close when its checks now say, for each person."""
    for link, sitting in queries.list_open_sittings(session, cohort):
        sitting.closes_at = find_closing_time(link.check, link.member, zone=zone)
        sitting.is_supervised = link.check.is_supervised


def give_more_time(
    session: Session, member: CohortMember, days: int, *, zone: ZoneInfo
) -> None:
    """Let all checks of a cohort close so many days later for a member."""
    member.extra_days = days
    session.flush()
    move_closing_times(session, member.cohort, zone=zone)


def start_check(
    session: Session,
    member: CohortMember,
    person: Person,
    check: CohortCheck,
    *,
    tools: AssessmentContext,
    zone: ZoneInfo,
    now: datetime,
    rng: random.Random,
) -> Sitting:
    """Return the sitting in which a member takes a check, beginning it when there is none.

    Raises
    ------
    NotNow
        When the check has not opened yet, or has closed for them.
    """
    closes_at, cohort = find_closing_time(check, member, zone=zone), member.cohort
    link = queries.find_check_sitting(session, check.id, member.id)
    if link is not None:
        return link.sitting
    if cohort.archived_at is not None or not check.opens_at <= now < closes_at:
        raise NotNow("This assessment is not open now.")
    assignment = _build_assignment(check, member, closes_at)
    sitting = start_assigned_sitting(
        session, person, assignment, tools=tools, now=now, rng=rng
    )
    session.add(
        CheckSitting(check_id=check.id, member_id=member.id, sitting_id=sitting.id)
    )
    session.flush()
    return sitting


def _build_assignment(
    check: CohortCheck, member: CohortMember, closes_at: datetime
) -> Assignment:
    cohort = member.cohort
    areas = set(check.areas) if check.areas is not None else set(cohort.required)
    return Assignment(
        key=check.key,
        goal_key=cohort.goal_key,
        goal_name=cohort.goal_name,
        required={
            area: level for area, level in cohort.required.items() if area in areas
        },
        length=check.length,
        language=cohort.language,
        closes_at=closes_at,
        is_supervised=check.is_supervised,
        is_trial=member.is_test,
    )
