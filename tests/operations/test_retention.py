"""Data past its retention period is deleted, and nothing else."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, ResumeToken
from quiz.accounts.services import create_person, make_resume_code, make_resume_link
from quiz.accounts.sessions.models import Account
from quiz.config import Settings
from quiz.core.db import make_engine
from quiz.errors import NotNow
from quiz.jobs import services as jobs
from quiz.jobs.kinds import JobRun
from quiz.operations.believed_time import judge_clock
from quiz.operations.job_kinds import remove_expired_data
from quiz.operations.retention import (
    count_expired,
    remove_expired,
    run_retention,
    try_retention,
)
from quiz.organisations.models import MemberRole, SiteRoleName
from quiz.organisations.services import (
    create_organisation,
    grant_membership,
    grant_site_role,
)
from quiz.results.models import ShareLink
from quiz.results.services import create_share_link
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests import databases
from tests.accounts_cast import an_account
from tests.factories import NOW, a_person, finished

LATER = NOW + timedelta(days=91)


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_somebody_not_seen_for_91_days_goes_with_everything(
    session: Session, tools: AssessmentContext
) -> None:
    finished(session, tools, a_person(session), answers=2)

    gone = remove_expired(session, now=LATER, keep_days=90, clock_is_right=True)

    assert gone.rows["person"] == 1
    assert (count(session, Person), count(session, Sitting)) == (0, 0)


def test_somebody_seen_90_days_ago_stays(session: Session) -> None:
    a_person(session)
    session.flush()

    remove_expired(
        session, now=NOW + timedelta(days=90), keep_days=90, clock_is_right=True
    )

    assert count(session, Person) == 1


def test_the_example_stays(session: Session) -> None:
    create_person(session, now=NOW, is_example=True)
    session.flush()

    remove_expired(session, now=LATER, keep_days=90, clock_is_right=True)

    assert count(session, Person) == 1


def test_expired_codes_go_and_links_that_work_stay(session: Session) -> None:
    person = a_person(session)
    make_resume_code(session, person, now=NOW)
    make_resume_link(session, person, now=NOW)
    session.flush()

    remove_expired(
        session, now=NOW + timedelta(hours=2), keep_days=90, clock_is_right=True
    )

    assert list(session.scalars(select(ResumeToken.kind))) == ["link"]


def test_links_to_results_go_when_they_expire(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, a_person(session), answers=2)
    for days in (1, 30):
        create_share_link(session, sitting, days=days, now=NOW)

    gone = remove_expired(session, now=NOW + timedelta(days=1), keep_days=90)

    assert gone.rows["share_link"] == 1
    (left,) = session.scalars(select(ShareLink))
    assert left.expires_at == NOW + timedelta(days=30)
    assert count(session, Sitting) == 1


@pytest.mark.parametrize(("days", "stays"), [(91, True), (730, True), (731, False)])
def test_somebody_with_an_account_stays_for_as_long_as_the_setting_for_accounts_says(
    session: Session, *, days: int, stays: bool
) -> None:
    an_account(session)

    remove_expired(
        session,
        now=NOW + timedelta(days=days),
        keep_days=90,
        keep_account_days=730,
        clock_is_right=True,
    )

    assert (count(session, Person), count(session, Account)) == (stays, stays)


def test_a_setting_for_accounts_below_the_one_for_everybody_takes_nobody_early(
    session: Session,
) -> None:
    an_account(session)

    remove_expired(
        session,
        now=NOW + timedelta(days=50),
        keep_days=90,
        keep_account_days=30,
        clock_is_right=True,
    )

    assert count(session, Account) == 1


def test_somebody_with_a_role_stays(session: Session) -> None:
    administrator = an_account(session, "ada@example.org")
    teacher = an_account(session, "ben@example.org")
    an_account(session, "cem@example.org")
    grant_site_role(session, administrator, SiteRoleName.ADMINISTRATOR, now=NOW)
    school = create_organisation(session, "A school", now=NOW)
    grant_membership(session, teacher, school, MemberRole.INSTRUCTOR, now=NOW)

    remove_expired(
        session,
        now=NOW + timedelta(days=5000),
        keep_days=90,
        keep_account_days=730,
        clock_is_right=True,
    )

    assert set(session.scalars(select(Account.email))) == {
        "ada@example.org",
        "ben@example.org",
    }


def test_counting_removes_nothing(session: Session) -> None:
    a_person(session)
    session.flush()

    found = count_expired(session, now=LATER, keep_days=90)

    assert found["person"] == 1
    assert count(session, Person) == 1


def test_a_second_run_finds_nothing(session: Session) -> None:
    a_person(session)
    session.flush()
    remove_expired(session, now=LATER, keep_days=90, clock_is_right=True)

    again = remove_expired(session, now=LATER, keep_days=90)

    assert set(again.rows.values()) == {0}


def a_run(engine: Engine, settings: Settings) -> JobRun:
    """Return the job that comes round, at a time when everybody has been gone for 91 days."""
    return JobRun("x7kq2mwd9tfc", {}, engine, settings, now=LATER)


def test_the_job_that_comes_round_says_what_it_deleted(
    session: Session, engine: Engine, settings: Settings
) -> None:
    a_person(session)
    jobs.add_job(session, "letters", {}, now=NOW)
    jobs.cancel_open_jobs(session, "not needed", now=NOW)
    judge_clock(session, now=LATER, is_right=True)
    session.commit()

    said = remove_expired_data(a_run(engine, settings))

    assert count(session, Person) == 0
    assert "person 1," in said
    assert said.endswith("job 1")


def test_the_job_fails_when_the_database_does_not_let_it_run(
    new_database: Callable[[str], str], settings: Settings
) -> None:
    broken = make_engine(databases.with_tables(new_database("without_a_clock")))
    with broken.execution_options(writes=True).begin() as connection:
        connection.execute(text("DROP TABLE clock_mark"))

    with pytest.raises(DBAPIError):
        remove_expired_data(a_run(broken, settings))

    assert try_retention(broken, settings, now=LATER) is None
    broken.dispose()


def test_the_job_fails_while_the_clock_is_not_believed(
    session: Session, engine: Engine, settings: Settings
) -> None:
    a_person(session)
    judge_clock(session, now=NOW, is_right=True)
    session.commit()

    with pytest.raises(NotNow, match="91 days ahead"):
        remove_expired_data(a_run(engine, settings))

    assert count(session, Person) == 1


def test_copies_with_data_that_has_expired_go_as_well(
    settings: Settings, tmp_path: Path
) -> None:
    engine = make_engine(databases.with_tables(f"sqlite:///{tmp_path}/site.sqlite3"))
    copy = tmp_path / "site-before-migration-20260101-000000-000000.sqlite3"
    copy.touch()
    os.utime(copy, (0, 0))

    run_retention(engine, settings, now=NOW)

    engine.dispose()
    assert not copy.exists()
