"""Reported problems, and questions in quarantine."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.moderation import queries as moderation_queries
from quiz.moderation import services as moderation_services
from quiz.moderation.models import ProblemReport
from quiz.sittings import queries
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import ProblemKind
from tests.factories import (
    NOW,
    a_sitting,
    answer,
    finished,
    present,
)


def test_a_report_of_a_problem_names_the_question_and_goes_with_its_writer(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)

    moderation_services.report_problem(
        session,
        position,
        person_id=sitting.person_id,
        kind=ProblemKind.KEY,
        note="both are right",
        now=NOW,
    )

    session.flush()
    [report] = session.scalars(select(ProblemReport))
    assert report.question_version_id == position.question_version_id
    session.delete(session.get_one(Person, sitting.person_id))
    session.flush()
    assert session.scalars(select(ProblemReport.id)).all() == []


def test_a_question_in_quarantine_is_asked_no_more(
    session: Session, tools: AssessmentContext
) -> None:
    whole = finished(session, tools, answers=24)
    keys = [position.version.key for position in whole.positions]

    affected = [
        moderation_services.quarantine_question(session, key, why="wrong key", now=NOW)
        for key in keys
    ]
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=24)

    assert set(affected) == {1}
    assert set(keys).isdisjoint(position.version.key for position in sitting.positions)


def test_a_released_question_may_be_asked_again(session: Session) -> None:
    moderation_services.quarantine_question(
        session, "sql-01-x", why="doubtful", now=NOW
    )

    assert moderation_services.release_question(session, "sql-01-x")
    assert not moderation_services.release_question(session, "sql-01-x")
    assert queries.list_quarantined_keys(session) == frozenset()


def test_reports_are_listed_with_their_question(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)
    moderation_services.report_problem(
        session,
        position,
        person_id=sitting.person_id,
        kind=ProblemKind.KEY,
        note="both",
        now=NOW,
    )
    session.flush()

    [(report, key)] = moderation_queries.list_problem_reports(session)

    assert (report.note, key) == ("both", position.version.key)
