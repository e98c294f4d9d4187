"""A school with a cohort, an instructor, and people who join."""

from datetime import timedelta

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.sessions.models import Account
from quiz.cohorts import services
from quiz.cohorts.checks.services import CheckDetails, create_check
from quiz.cohorts.joining.services import add_entry, create_way, join_cohort
from quiz.cohorts.models import (
    CheckPurpose,
    Cohort,
    CohortCheck,
    CohortMember,
    JoinLinkKind,
)
from quiz.cohorts.services import CohortDetails
from quiz.core.clock import utc_now
from quiz.organisations.models import Organisation
from quiz.organisations.services import create_organisation
from quiz.sittings.enums import SittingLength
from tests.access.belongings import make_instructor

REQUIRED = {"prog": 1.2, "sql": 1.2, "git": 1.0, "test": 1.0}


def a_school(
    session: Session, account: Account | None = None, name: str = "School A"
) -> Organisation:
    """Return an organisation, led by an account if one is given."""
    school = create_organisation(session, name, now=utc_now())
    school.time_zone = "Europe/Paris"
    if account is not None:
        make_instructor(session, account, school)
    session.flush()
    return school


def a_cohort(
    session: Session, school: Organisation, name: str = "Evening class"
) -> Cohort:
    """Return a cohort that is about four areas."""
    details = CohortDetails(
        name=name, goal_key="junior", goal_name="Junior", required=REQUIRED
    )
    return services.create_cohort(session, school, details, now=utc_now())


def a_check(
    session: Session,
    cohort: Cohort,
    *,
    name: str = "Entry assessment",
    purpose: CheckPurpose = CheckPurpose.ENTRY,
    areas: list[str] | None = None,
    opens_in: timedelta = timedelta(hours=-1),
    closes_in: timedelta = timedelta(days=7),
    is_supervised: bool = False,
) -> CohortCheck:
    """Return a check that is open now, unless other times are asked for."""
    now = utc_now()
    details = CheckDetails(
        name=name,
        purpose=purpose,
        length=SittingLength.QUICK,
        areas=areas,
        opens_at=now + opens_in,
        closes_at=now + closes_in,
        is_supervised=is_supervised,
    )
    return create_check(session, cohort, details, now=now)


def a_code(
    session: Session,
    cohort: Cohort,
    account: Account,
    *,
    member: CohortMember | None = None,
    lifetime: timedelta = timedelta(days=1),
) -> str:
    """Return a code that is typed to join; with a member, that of a slip."""
    kind = JoinLinkKind.CODE if member is None else JoinLinkKind.SLIP
    now = utc_now()
    return create_way(
        session,
        cohort,
        kind,
        made_by_id=account.id,
        expires_at=now + lifetime,
        now=now,
        member=member,
    )


def an_entry(
    session: Session,
    cohort: Cohort,
    name: str = "Hana Sato",
    *,
    external_id: str | None = None,
    email: str | None = None,
    group: str | None = None,
) -> CohortMember:
    """Return an entry of the roster as which nobody has joined."""
    member = add_entry(session, cohort, name, now=utc_now())
    member.external_id, member.email, member.group_name = external_id, email, group
    session.flush()
    return member


def a_member(
    session: Session, cohort: Cohort, person: Person, name: str = "Hana Sato"
) -> CohortMember:
    """Return a person who takes part in a cohort."""
    return join_cohort(session, cohort, person, name=name, now=utc_now())
