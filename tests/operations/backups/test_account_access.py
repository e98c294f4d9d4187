"""After a restore people sign in as before it: what was closed or taken away since the backup stays so."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.services import change_password
from quiz.core.keys import secret_hash
from quiz.credentials.models import ProviderIdentity, RecoveryCode, SecondFactor
from quiz.operations.backups.restore import RestoreReport, restore_backup
from quiz.organisations.models import (
    MemberRole,
    Membership,
    Organisation,
    SiteRole,
    SiteRoleName,
)
from quiz.organisations.services import (
    create_organisation,
    grant_membership,
    grant_site_role,
    revoke_role,
)
from tests.accounts_cast import an_account
from tests.factories import NOW
from tests.operations.places import Place

LATER = NOW + timedelta(days=3)
ANA = "ana@example.org"

Restore = Callable[[Callable[[Session], object]], RestoreReport]


def add_ana(session: Session) -> None:
    """Add an administrator and instructor with everything that lets somebody in, and a second administrator."""
    ana = an_account(session, ANA, password_hash="old")
    others = {"account_id": ana.id}
    session.add(SecondFactor(sealed_key="old", created_at=NOW, **others))
    for code in ("first", "second"):
        session.add(RecoveryCode(secret_hash=secret_hash(code), **others))
    for subject in ("left", "kept"):
        session.add(
            ProviderIdentity(
                issuer="https://id.example.org",
                subject=subject,
                created_at=NOW,
                used_at=NOW,
                **others,
            )
        )
    for name in ("Left", "Kept"):
        school = create_organisation(session, name, now=NOW)
        grant_membership(session, ana, school, MemberRole.INSTRUCTOR, now=NOW)
    ben = an_account(session, "ben@example.org", password_hash="his")
    for account in (ana, ben):
        grant_site_role(session, account, SiteRoleName.ADMINISTRATOR, now=NOW)
    grant_site_role(session, ana, SiteRoleName.AUTHOR, now=NOW)


def find_ana(session: Session) -> Account:
    """Return her account, the first, which may have another address by now."""
    return session.scalars(select(Account).order_by(Account.id)).all()[0]


@pytest.fixture
def restore(place: Place, tmp_path: Path) -> Restore:
    """Return a function that makes a backup, lets something happen, and restores the backup."""

    def make(happen: Callable[[Session], object]) -> RestoreReport:
        place.write(add_ana)
        path = place.back_up(tmp_path / "old.backup")
        place.write(happen)
        return restore_backup(path, place.url, now=LATER)

    return make


def test_a_closed_account_stays_closed_and_a_changed_password_changed(
    restore: Restore, place: Place
) -> None:
    def happen(session: Session) -> None:
        ana = find_ana(session)
        ana.disabled_at = ana.password_changed_at = LATER
        ana.password_hash, ana.credentials_version = "new", 7

    report = restore(happen)

    assert report.replayed.accounts == 2
    with place.session() as session:
        ana = find_ana(session)
        assert (ana.password_hash, ana.credentials_version) == ("new", 7)
        assert ana.disabled_at == ana.password_changed_at == LATER
        ben = session.scalars(select(Account).where(Account.id != ana.id)).one()
        assert (ben.password_hash, ben.disabled_at) == ("his", None)


def test_roles_that_were_taken_stay_taken_and_others_stay(
    restore: Restore, place: Place
) -> None:
    def happen(session: Session) -> None:
        ana = find_ana(session)
        left = select(Organisation.id).where(Organisation.name == "Left")
        for taken in (
            select(SiteRole).where(
                SiteRole.account_id == ana.id,
                SiteRole.role == SiteRoleName.ADMINISTRATOR,
            ),
            select(Membership).where(Membership.organisation_id.in_(left)),
        ):
            revoke_role(session, session.scalars(taken).one())

    restore(happen)

    with place.session() as session:
        ana = find_ana(session)
        roles = select(SiteRole.role).where(SiteRole.account_id == ana.id)
        assert session.scalars(roles).all() == [SiteRoleName.AUTHOR]
        assert [
            held.organisation.name for held in session.scalars(select(Membership))
        ] == ["Kept"]
    assert place.count(SiteRole) == 2


def test_a_used_recovery_code_stays_used_and_the_second_step_is_the_present_one(
    restore: Restore, place: Place
) -> None:
    def happen(session: Session) -> None:
        factor = session.scalars(select(SecondFactor)).one()
        factor.sealed_key, factor.last_step = "new", 42
        used, gone = session.scalars(select(RecoveryCode).order_by(RecoveryCode.id))
        used.used_at = LATER
        session.delete(gone)
        left = ProviderIdentity.subject == "left"
        session.delete(session.scalars(select(ProviderIdentity).where(left)).one())

    restore(happen)

    with place.session() as session:
        factor = session.scalars(select(SecondFactor)).one()
        assert (factor.sealed_key, factor.last_step) == ("new", 42)
        code = session.scalars(select(RecoveryCode)).one()
        assert (code.secret_hash, code.used_at) == (secret_hash("first"), LATER)
        assert session.scalars(select(ProviderIdentity.subject)).all() == ["kept"]


def test_a_second_step_that_was_taken_off_stays_off(
    restore: Restore, place: Place
) -> None:
    def happen(session: Session) -> None:
        for row in (*session.scalars(select(SecondFactor)), *_codes(session)):
            session.delete(row)

    restore(happen)

    assert (place.count(SecondFactor), place.count(RecoveryCode)) == (0, 0)


def test_an_address_that_was_left_lets_nobody_in_also_when_somebody_else_has_it_now(
    restore: Restore, place: Place
) -> None:
    def happen(session: Session) -> None:
        ana, ben = session.scalars(select(Account).order_by(Account.id))
        ana.email = "ana@new.example.org"
        session.flush()
        ben.email = ANA

    restore(happen)

    with place.session() as session:
        emails = session.scalars(select(Account.email).order_by(Account.id)).all()
        assert emails == ["ana@new.example.org", ANA]


def test_a_present_that_is_older_than_the_backup_gives_no_old_password_back(
    place: Place, tmp_path: Path
) -> None:
    """As when somebody restored last week's backup on a new machine and then finds yesterday's."""
    place.write(add_ana)
    place.write(lambda session: change_password(find_ana(session), "new", now=LATER))
    path = place.back_up(tmp_path / "newer.backup")

    def go_back(session: Session) -> None:
        ana = find_ana(session)
        ana.password_hash, ana.credentials_version = "old", 1

    place.write(go_back)

    report = restore_backup(path, place.url, now=LATER)

    assert report.replayed.accounts == 1
    with place.session() as session:
        assert find_ana(session).password_hash == "new"


def test_on_a_new_machine_accounts_are_as_in_the_backup(
    place: Place, sqlite_place: Place, tmp_path: Path
) -> None:
    place.write(add_ana)

    report = restore_backup(
        place.back_up(tmp_path / "old.backup"), sqlite_place.url, now=LATER
    )

    assert report.replayed.accounts == 0
    assert (sqlite_place.count(SiteRole), sqlite_place.count(RecoveryCode)) == (3, 2)


def _codes(session: Session) -> list[RecoveryCode]:
    return list(session.scalars(select(RecoveryCode)))
