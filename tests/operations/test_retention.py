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
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests import databases
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
