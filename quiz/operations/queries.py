"""Reads for keeping a site well: who has expired, the example people, and how many rows there are."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from math import ceil

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, PersonSecret, ResumeToken
from quiz.accounts.sessions.models import Account, AccountSession
from quiz.cohorts.models import Cohort, CohortMember, JoinLink
from quiz.core.db import Base
from quiz.credentials.models import AccountLink
from quiz.mail.models import OutgoingMail
from quiz.operations.backups.snapshot import reflect_tables
from quiz.organisations.models import Membership, SiteRole
from quiz.results.models import ShareLink
from quiz.sittings.models import Sitting
from quiz.training.models import TrainingPlan
from quiz.training.planning.plan_items import PlanItem
from quiz.web.models import LimitCounter, WebSession

#: How long one can see what became of an email.
KEEP_MAILS = timedelta(days=7)
#: How long the roster of an archived cohort keeps people who never joined.
KEEP_ROSTERS = timedelta(days=365)
#: A plan keeps somebody's data for this long after it was last changed, at most.
LONGEST_PLAN = timedelta(days=3 * 366)


def expiry_conditions(
    session: Session, *, now: datetime, keep_days: int, keep_account_days: int
) -> Mapping[type[Base], ColumnElement[bool]]:
    """Return for each table which rows have reached their end.

    People with an account are kept for longer, and as long as they have a role.
    """
    last_day = (now - timedelta(days=keep_days)).date()
    last_account_day = (now - timedelta(days=keep_account_days)).date()
    planners = find_planners(session, last_day=last_day)
    return {
        Person: and_(
            _is_long_gone(last_day, last_account_day, now=now),
            Person.id.not_in(planners),
        ),
        ShareLink: ShareLink.expires_at <= now,
        PersonSecret: PersonSecret.expires_at <= now,
        ResumeToken: ResumeToken.expires_at <= now,
        AccountSession: or_(
            AccountSession.expires_at <= now, AccountSession.idle_until <= now
        ),
        AccountLink: AccountLink.expires_at <= now,
        WebSession: WebSession.expires_at <= now,
        LimitCounter: LimitCounter.expires_at <= now,
        JoinLink: JoinLink.expires_at <= now,
        # Nobody joined as these, and nobody will.
        CohortMember: and_(
            CohortMember.person_id.is_(None),
            exists().where(
                Cohort.id == CohortMember.cohort_id,
                Cohort.archived_at <= now - KEEP_ROSTERS,
            ),
        ),
        OutgoingMail: OutgoingMail.created_at <= now - KEEP_MAILS,
    }


def _is_long_gone(
    last_day: date, last_account_day: date, *, now: datetime
) -> ColumnElement[bool]:
    """Return the condition that a person was last seen before the day, has no role and shares nothing."""
    owns = Account.person_id == Person.id
    has_role = exists().where(
        owns,
        or_(
            exists().where(SiteRole.account_id == Account.id),
            exists().where(Membership.account_id == Account.id),
        ),
    )
    # Whoever reads a shared result still finds it, and a plan that runs is in use.
    shares = exists().where(
        ShareLink.sitting_id == Sitting.id,
        Sitting.person_id == Person.id,
        ShareLink.expires_at > now,
    )
    return and_(
        Person.seen_on < last_day,
        or_(not_(exists().where(owns)), Person.seen_on < last_account_day),
        not_(has_role),
        not_(Person.is_example),
        not_(shares),
    )


def find_planners(session: Session, *, last_day: date) -> list[int]:
    """Return the people not seen since `last_day` whose plan ends later than that."""
    rows = session.execute(
        select(
            TrainingPlan.person_id,
            TrainingPlan.begins,
            TrainingPlan.hours,
            TrainingPlan.order,
            TrainingPlan.changed_at,
        )
        .join(Person, Person.id == TrainingPlan.person_id)
        .where(Person.seen_on < last_day)
    )
    return [
        person_id
        for person_id, begins, hours, order, changed_at in rows
        if min(
            _last_day_of_plan(begins, hours, order),
            (changed_at + LONGEST_PLAN).date(),
        )
        >= last_day
    ]


def _last_day_of_plan(begins: date, hours: float, order: Iterable[PlanItem]) -> date:
    """Return the end of a plan: its hours, spread over weeks of so many."""
    total = sum(getattr(item, "hours", 0.0) for item in order)
    weeks = ceil(total / hours) if hours > 0 else 0
    try:
        return begins + timedelta(weeks=weeks)
    except OverflowError:
        return date.max


def count_expired_rows(
    session: Session, conditions: Mapping[type[Base], ColumnElement[bool]]
) -> dict[str, int]:
    """Return how many rows of each table have reached their end."""
    return {
        model.__tablename__: session.scalar(
            select(func.count()).select_from(model).where(over)
        )
        or 0
        for model, over in conditions.items()
    }


def list_example_people(session: Session) -> list[Person]:
    """Return the example people in the database."""
    return list(session.scalars(select(Person).where(Person.is_example)))


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table of a backup has; it reads every table through."""
    return {
        table.name: connection.execute(
            select(func.count()).select_from(table)
        ).scalar_one()
        for table in reflect_tables(connection)
    }
