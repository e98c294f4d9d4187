"""Writes about organisations and roles. A change of roles signs every browser of the account out.

Whoever holds a copy of a cookie must not gain or keep what another sign-in would not give.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.services import end_account_sessions
from quiz.core.keys import public_key
from quiz.errors import NotNow, NotValid
from quiz.organisations import queries
from quiz.organisations.models import (
    MemberRole,
    Membership,
    Organisation,
    RoleSource,
    SiteRole,
    SiteRoleName,
)


def create_organisation(
    session: Session, name: str, *, now: datetime, time_zone: str = "UTC"
) -> Organisation:
    """Add an organisation; `time_zone` is an IANA name.

    Raises
    ------
    NotValid
        When there is one of this name.
    """
    if queries.find_organisation_by_name(session, name) is not None:
        raise NotValid(f"There is an organisation called {name} already.")
    organisation = Organisation(
        key=public_key(), name=name, time_zone=time_zone, created_at=now
    )
    session.add(organisation)
    # Memberships need its number.
    session.flush()
    return organisation


def change_time_zone(organisation: Organisation, time_zone: str) -> None:
    """Tell the days and hours of an organisation in another time zone. Moments stay what they are."""
    organisation.time_zone = time_zone


def grant_site_role(
    session: Session,
    account: Account,
    role: SiteRoleName,
    *,
    now: datetime,
    source: RoleSource = RoleSource.HAND,
) -> bool:
    """Give a role on the whole site; say whether it is new. What was given by hand stays given by hand."""
    held = queries.find_site_role(session, account.id, role)
    if held is not None:
        held.source = source if source is RoleSource.HAND else held.source
        return False
    session.add(
        SiteRole(account_id=account.id, role=role, source=source, created_at=now)
    )
    session.flush()
    end_account_sessions(session, account.id)
    return True


def grant_membership(
    session: Session,
    account: Account,
    organisation: Organisation,
    role: MemberRole,
    *,
    now: datetime,
    source: RoleSource = RoleSource.HAND,
) -> bool:
    """Give a role in an organisation; say whether it is new."""
    held = queries.find_membership(session, account.id, organisation.id, role)
    if held is not None:
        held.source = source if source is RoleSource.HAND else held.source
        return False
    session.add(
        Membership(
            account_id=account.id,
            organisation_id=organisation.id,
            role=role,
            source=source,
            created_at=now,
        )
    )
    session.flush()
    end_account_sessions(session, account.id)
    return True


def revoke_role(session: Session, held: SiteRole | Membership) -> None:
    """Take a role away.

    Raises
    ------
    NotNow
        When nobody would be left to look after the site.
    """
    is_administrator = (
        isinstance(held, SiteRole) and held.role is SiteRoleName.ADMINISTRATOR
    )
    account_id = held.account_id
    session.delete(held)
    session.flush()
    if is_administrator and not queries.has_administrator(session):
        raise NotNow(
            "This is the only administrator. Make somebody else an administrator first."
        )
    end_account_sessions(session, account_id)
