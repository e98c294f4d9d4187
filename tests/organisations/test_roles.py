"""Roles: given and taken, and what happens to those who hold a cookie meanwhile."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import AccountSession, SignInMethod
from quiz.accounts.sessions.services import start_account_session
from quiz.errors import NotNow, NotValid
from quiz.organisations import queries, services
from quiz.organisations.models import (
    MemberRole,
    Membership,
    RoleSource,
    SiteRole,
    SiteRoleName,
)
from tests.accounts_cast import an_account
from tests.databases import recorded_statements
from tests.factories import NOW, count


def test_somebody_without_a_role_is_a_learner(session: Session) -> None:
    assert queries.find_roles(session, an_account(session).id) == queries.LEARNER


def test_roles_are_told_apart_in_one_statement(
    session: Session, engine: Engine
) -> None:
    ana = an_account(session)
    nord = services.create_organisation(session, "Nord", now=NOW)
    south = services.create_organisation(session, "South", now=NOW)
    services.grant_membership(session, ana, nord, MemberRole.INSTRUCTOR, now=NOW)
    services.grant_site_role(session, ana, SiteRoleName.AUTHOR, now=NOW)

    with recorded_statements(engine) as statements:
        roles = queries.find_roles(session, ana.id)

    assert len(statements) == 1
    assert roles.is_author
    assert not roles.is_administrator
    assert nord.id in roles.instructor_of
    assert south.id not in roles.instructor_of


def test_a_change_of_roles_signs_every_browser_out(session: Session) -> None:
    ana = an_account(session)
    for change in ("grant", "revoke"):
        start_account_session(
            session, ana, method=SignInMethod.PASSWORD, device="x", now=NOW
        )
        session.flush()
        if change == "grant":
            services.grant_site_role(session, ana, SiteRoleName.AUTHOR, now=NOW)
        else:
            services.revoke_role(session, session.scalars(select(SiteRole)).one())

        assert count(session, AccountSession) == 0


def test_a_role_is_given_once(session: Session) -> None:
    ana = an_account(session)
    nord = services.create_organisation(session, "Nord", now=NOW)

    given = [
        services.grant_membership(session, ana, nord, MemberRole.INSTRUCTOR, now=NOW)
        for _ in range(2)
    ]

    assert given == [True, False]
    assert count(session, Membership) == 1


def test_what_was_given_by_hand_stays_so(session: Session) -> None:
    ana = an_account(session)
    for source in (RoleSource.PROVIDER, RoleSource.HAND, RoleSource.PROVIDER):
        services.grant_site_role(
            session, ana, SiteRoleName.AUTHOR, now=NOW, source=source
        )

    assert session.scalars(select(SiteRole.source)).one() is RoleSource.HAND


def test_the_last_administrator_stays(session: Session) -> None:
    ana = an_account(session)
    services.grant_site_role(session, ana, SiteRoleName.ADMINISTRATOR, now=NOW)
    role = session.scalars(select(SiteRole)).one()

    with pytest.raises(NotNow):
        services.revoke_role(session, role)


def test_one_of_two_administrators_may_go(session: Session) -> None:
    for email in ("ana@example.org", "ben@example.org"):
        account = an_account(session, email)
        services.grant_site_role(session, account, SiteRoleName.ADMINISTRATOR, now=NOW)

    services.revoke_role(
        session, session.scalars(select(SiteRole)).first() or SiteRole()
    )

    assert count(session, SiteRole) == 1


def test_two_organisations_do_not_share_a_name(session: Session) -> None:
    services.create_organisation(session, "Nord", now=NOW)

    with pytest.raises(NotValid):
        services.create_organisation(session, "Nord", now=NOW)
