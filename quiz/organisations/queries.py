"""Reads about organisations and roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, null, select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.organisations.models import (
    MemberRole,
    Membership,
    Organisation,
    RoleSource,
    SiteRole,
    SiteRoleName,
)


@dataclass(frozen=True, slots=True)
class Roles:
    """What an account may do. Without any of it, somebody is a learner."""

    is_administrator: bool = False
    is_author: bool = False
    #: Ids of the organisations in which they are an instructor.
    instructor_of: frozenset[int] = frozenset()


LEARNER = Roles()


def find_roles(session: Session, account_id: int) -> Roles:
    """Return what an account may do. In one statement: most pages of somebody signed in ask for it."""
    site = select(SiteRole.role, null()).where(SiteRole.account_id == account_id)
    led = select(null(), Membership.organisation_id).where(
        Membership.account_id == account_id,
        Membership.role == MemberRole.INSTRUCTOR,
    )
    rows: Sequence[tuple[SiteRoleName | None, int | None]] = session.execute(
        site.union_all(led)
    ).all()
    held = {role for role, _ in rows}
    return Roles(
        is_administrator=SiteRoleName.ADMINISTRATOR in held,
        is_author=SiteRoleName.AUTHOR in held,
        instructor_of=frozenset(number for _, number in rows if number is not None),
    )


def has_administrator(session: Session) -> bool:
    """Say whether anybody can look after this site."""
    found = session.scalar(
        select(
            exists().where(
                SiteRole.role == SiteRoleName.ADMINISTRATOR,
                SiteRole.account_id == Account.id,
                Account.disabled_at.is_(None),
            )
        )
    )
    return bool(found)


def find_organisation(session: Session, key: str) -> Organisation | None:
    """Return the organisation with this public key."""
    return session.scalar(select(Organisation).where(Organisation.key == key))


def find_organisation_by_name(session: Session, name: str) -> Organisation | None:
    """Return the organisation of this name."""
    return session.scalar(select(Organisation).where(Organisation.name == name))


def list_organisations(session: Session) -> list[Organisation]:
    """Return all organisations by name."""
    return list(session.scalars(select(Organisation).order_by(Organisation.name)))


def list_memberships(session: Session, account_id: int) -> list[Membership]:
    """Return the roles of an account in organisations."""
    return list(
        session.scalars(
            select(Membership)
            .join(Organisation)
            .where(Membership.account_id == account_id)
            .order_by(Organisation.name)
        )
    )


def list_site_roles(session: Session, account_id: int) -> list[SiteRole]:
    """Return the roles of an account on the whole site."""
    return list(
        session.scalars(
            select(SiteRole)
            .where(SiteRole.account_id == account_id)
            .order_by(SiteRole.role)
        )
    )


def find_site_role(
    session: Session, account_id: int, role: SiteRoleName
) -> SiteRole | None:
    """Return a role of an account on the whole site, if it has it."""
    return session.scalar(
        select(SiteRole).where(SiteRole.account_id == account_id, SiteRole.role == role)
    )


def find_membership(
    session: Session, account_id: int, organisation_id: int, role: MemberRole
) -> Membership | None:
    """Return a role of an account in an organisation, if it has it."""
    return session.scalar(
        select(Membership).where(
            Membership.account_id == account_id,
            Membership.organisation_id == organisation_id,
            Membership.role == role,
        )
    )


def list_provider_roles(
    session: Session, account_id: int
) -> list[SiteRole | Membership]:
    """Return the roles that a provider of identity gave to an account."""
    return [
        *session.scalars(
            select(SiteRole).where(
                SiteRole.account_id == account_id,
                SiteRole.source == RoleSource.PROVIDER,
            )
        ),
        *session.scalars(
            select(Membership).where(
                Membership.account_id == account_id,
                Membership.source == RoleSource.PROVIDER,
            )
        ),
    ]
