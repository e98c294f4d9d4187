"""Practice: an answer at once, never a level moved, and nothing told of what is being measured."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.bank.answers.samples import right_answer
from quiz.bank.answers.scoring import score_answer
from quiz.review import practice, queries
from quiz.review import services as review_services
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.models import PracticeAnswer, Sitting
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    finish,
    finished,
    given,
)
from tests.pages import Page

OpenPage = Callable[..., Page]
TODAY = datetime.now(UTC)


@pytest.fixture
def person(client: FlaskClient, session: Session) -> Person:
    """Return the person behind the browser."""
    found = a_person(session)
    client.set_cookie("trigpoint_person", add_person_secret(session, found, now=NOW))
    session.commit()
    return found


@pytest.fixture
def missed(session: Session, tools: AssessmentContext, person: Person) -> Sitting:
    """Return a finished sitting of which two answers were not right."""
    sitting = a_sitting(session, tools, person)
    answer(session, sitting, tools, right=True, times=2)
    answer(session, sitting, tools, right=False)
    answer(session, sitting, tools, right=None)
    finish(session, sitting, tools, now=NOW)
    session.commit()
    return sitting


def test_an_answer_is_explained_at_once(page: OpenPage, person: Person) -> None:
    question = page("/practice/objective/SQL-01")
    assert "Practice never changes your level." in question.text

    after = question.press("I don’t know")

    assert after.heading == "You chose “I don’t know”"
    assert "Read more:" in after.text
    assert after.follow("Next question").url == "/practice/objective/SQL-01"


def test_what_was_missed_comes_until_each_was_right(
    session: Session, tools: AssessmentContext, person: Person, missed: Sitting
) -> None:
    questions = queries.list_missed_questions(session, person, tools.catalogue, missed)
    assert len(questions) == 2
    asked: list[str] = []

    for _ in range(3):
        turn = queries.find_next_turn(session, person, questions, now=TODAY)
        assert turn is not None
        right = len(asked) > 0
        content = right_answer(turn.question) if right else {}
        marked = services.SubmittedAnswer(
            content, score_answer(turn.question, content if right else None)
        )
        review_services.record_practice_answer(session, person, turn, marked, now=TODAY)
        session.flush()
        asked.append(turn.question.key)

    assert set(asked) == {one.key for one in questions}
    assert queries.find_next_turn(session, person, questions, now=TODAY) is None
    later = TODAY + timedelta(days=61)
    assert queries.find_next_turn(session, person, questions, now=later) is not None


def test_the_end_is_said(
    page: OpenPage, session: Session, tools: AssessmentContext, person: Person
) -> None:
    sitting = finished(session, tools, person, answers=2)
    session.commit()

    assert page(f"/practice/missed/{sitting.key}").heading == "Nothing to practise"


def test_sent_twice_it_is_kept_once(
    page: OpenPage, session: Session, person: Person
) -> None:
    question = page("/practice/objective/SQL-01")

    first = question.press("I don’t know")
    second = question.press("I don’t know")

    assert first.url == second.url
    session.rollback()
    assert session.scalar(select(func.count()).select_from(PracticeAnswer)) == 1


def test_it_moves_no_level(
    page: OpenPage, session: Session, tools: AssessmentContext, missed: Sitting
) -> None:
    before = {area: one.theta for area, one in estimate_sitting(missed, tools).items()}
    key = missed.key
    # SQLite lets one write at a time, and the page wants to.
    session.rollback()

    page(f"/practice/missed/{key}").press("I don’t know")

    session.expire_all()
    assert {
        area: one.theta for area, one in estimate_sitting(missed, tools).items()
    } == before


def test_what_was_practised_is_not_used_to_measure_for_sixty_days(
    session: Session, tools: AssessmentContext
) -> None:
    fresh = a_sitting(session, tools)
    first = fresh.positions[0].version.key
    other = a_person(session)
    question = tools.catalogue.find_question(first)
    turn = practice.PracticeTurn(question, 0)
    review_services.record_practice_answer(
        session, other, turn, given(fresh.positions[0], right=True), now=NOW
    )
    session.flush()

    sitting = a_sitting(session, tools, other)
    answer(session, sitting, tools, times=23)

    assert first not in {position.version.key for position in sitting.positions}


def test_questions_of_an_open_sitting_are_left_out(
    session: Session, tools: AssessmentContext, person: Person
) -> None:
    sitting = a_sitting(session, tools, person)
    answer(session, sitting, tools, times=8)
    held = {position.version.key for position in sitting.positions}

    for objective in {tools.catalogue.find_question(key).objective for key in held}:
        offered = queries.list_objective_questions(
            session, person, tools.catalogue, objective
        )
        assert not held & {one.key for one in offered}


def test_seen_questions_come_first(
    session: Session, tools: AssessmentContext, person: Person, missed: Sitting
) -> None:
    seen = {position.version.key for position in missed.positions}
    objective = tools.catalogue.find_question(missed.positions[0].version.key).objective

    offered = queries.list_objective_questions(
        session, person, tools.catalogue, objective
    )

    assert offered[0].key in seen


@pytest.mark.parametrize(
    "address",
    [
        "/practice/objective/MAGIC-01",
        "/practice/else/SQL-01",
        "/practice/missed/none",
        "/practice/answers/none",
    ],
)
def test_what_is_not_there_is_not_found(
    page: OpenPage, person: Person, address: str
) -> None:
    page(address, status=404)


def test_an_open_sitting_tells_nothing(
    page: OpenPage, session: Session, tools: AssessmentContext, person: Person
) -> None:
    sitting = a_sitting(session, tools, person)
    session.commit()

    page(f"/practice/missed/{sitting.key}", status=404)


def test_somebody_elses_answer_is_not_shown(
    page: OpenPage, client: FlaskClient, session: Session, person: Person
) -> None:
    mine = page("/practice/objective/SQL-01").press("I don’t know")
    stranger = a_person(session)
    client.set_cookie("trigpoint_person", add_person_secret(session, stranger, now=NOW))
    session.commit()

    page(mine.url, status=404)


def test_a_page_that_was_made_up_is_refused(
    page: OpenPage, client: FlaskClient, person: Person
) -> None:
    question = page("/practice/objective/SQL-01")
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', question.html)
    assert found is not None
    sent = {"csrf_token": found[1], "action": "dont_know"}

    for forged in (
        {"question": "git-01-none", "turn": "0"},
        {"question": "", "turn": "0"},
        {"question": "sql-01", "turn": "99"},
        {"turn": "x"},
    ):
        assert (
            client.post("/practice/objective/SQL-01", data=sent | forged).status_code
            == 404
        )


def test_nothing_chosen_is_said_and_stays_on_the_page(
    page: OpenPage, person: Person
) -> None:
    question = page("/practice/objective/SQL-01")

    again = question.press("Answer", status=422)

    assert "There is a problem" in again.text
