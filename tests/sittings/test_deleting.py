"""Deleting one assessment, and nothing else."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.services import add_person_secret
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Answer, Sitting
from tests.factories import (
    NOW,
    a_person,
    answer,
    count,
    finish,
    finished,
    settle,
)
from tests.pages import Page

OpenPage = Callable[..., Page]


def two_sittings(page: OpenPage) -> list[Page]:
    """Return a question of an assessment in progress, and the result of a finished one."""
    question = page("/goals/junior/start").press("Start").press("I don’t know")
    finished = (
        page("/goals/senior/start")
        .press("Start")
        .press("I don’t know")
        .follow("Finish and see the result")
        .press("Finish and see the result")
    )
    return [question, finished]


def test_an_assessment_in_progress_is_deleted_alone(
    page: OpenPage, session: Session
) -> None:
    question, result = two_sittings(page)

    asked = page(f"{question.url}/delete")
    mine = asked.press("Delete permanently")

    assert "1 answer" in asked.text
    assert "The assessment is deleted." in mine.text
    assert "In progress" not in mine.text
    assert page(result.url).heading == result.heading
    assert (count(session, Sitting), count(session, Answer)) == (1, 1)


def test_a_finished_assessment_is_deleted_with_its_result(
    page: OpenPage, session: Session
) -> None:
    question, result = two_sittings(page)

    page(result.url.replace("/result", "/delete")).press("Delete permanently")

    page(result.url, status=404)
    session.rollback()
    assert [one.state for one in session.scalars(select(Sitting))] == ["open"]
    session.rollback()
    assert page(question.url).heading == question.heading


def test_what_adds_questions_to_a_result_is_named_and_deleted_with_it(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole, other = (finished(session, tools, person) for _ in range(2))
    first = settle(session, tools, person, whole, area="git sql")
    answer(session, first, tools, times=2)
    finish(session, first, tools)
    settle(session, tools, person, first, area="sql")
    secret = add_person_secret(session, person, now=NOW)
    key, kept = whole.key, other.key
    session.commit()
    client.set_cookie("trigpoint_person", secret)

    asked = page(f"/sittings/{key}/delete")
    mine = asked.press("Delete permanently")

    assert "These add questions to it and are deleted with it" in asked.text
    assert re.search(
        r"More on Git[\w ]* and SQL, started on .*?, 2 answers", asked.text
    )
    assert "2 answers" in asked.text
    assert "The assessment is deleted" in mine.text
    session.rollback()
    assert [one.key for one in session.scalars(select(Sitting))] == [kept]


def test_deleting_what_was_added_leaves_the_result_before(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person)
    added = settle(session, tools, person, whole)
    kept, key = whole.key, added.key
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    session.commit()

    asked = page(f"/sittings/{key}/delete")
    asked.press("Delete permanently")

    assert "deleted with it" not in asked.text
    session.rollback()
    assert [one.key for one in session.scalars(select(Sitting))] == [kept]


def test_nothing_is_deleted_without_a_press(page: OpenPage, session: Session) -> None:
    question, _ = two_sittings(page)

    mine = page(f"{question.url}/delete").follow("Cancel")

    assert mine.url == "/sittings"
    assert count(session, Sitting) == 2


def test_nobody_deletes_what_belongs_to_others(
    page: OpenPage, client: FlaskClient, session: Session
) -> None:
    question, _ = two_sittings(page)
    client.delete_cookie("trigpoint_person")
    page("/goals/junior/start").press("Start")

    page(f"{question.url}/delete", status=404)

    assert count(session, Sitting) == 3
