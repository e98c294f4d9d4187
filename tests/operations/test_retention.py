"""What has had its time goes, and nothing else."""

from datetime import timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, ResumeToken
from quiz.accounts.services import create_person, make_resume_code, make_resume_link
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.operations.believed_time import judge_clock
from quiz.operations.retention import count_expired, remove_expired, remove_once
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
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


def test_the_server_removes_by_itself(
    session: Session, engine: Engine, settings: Settings
) -> None:
    a_person(session, now=NOW - timedelta(days=4000))
    judge_clock(session, now=utc_now(), is_right=True)
    session.commit()

    remove_once(engine, settings)

    assert count(session, Person) == 0
