"""A result that adds questions to an earlier one shows the answers of both, wherever it shows answers."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.goals import services as goal_services
from quiz.goals.repository import GoalDraft
from quiz.review.queries import list_missed_questions
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import Confidence
from quiz.sittings.models import Sitting
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    finish,
    given,
    present,
    reread,
    settle,
)
from tests.pages import Page
from tests.results.conftest import known

OpenPage = Callable[..., Page]


def answer_surely(
    session: Session, sitting: Sitting, tools: AssessmentContext, *, right: bool
) -> None:
    """Answer the question before a person and say that they are sure."""
    position = present(sitting)
    said = replace(given(position, right=right), confidence=Confidence.SURE)
    services.record_answer(
        session,
        reread(session, sitting),
        position.token,
        said,
        tools=tools,
        now=NOW,
    )
    session.refresh(sitting)


@pytest.fixture
def merged(
    session: Session, client: FlaskClient, tools: AssessmentContext
) -> tuple[Sitting, Sitting]:
    """Return a result of six answers and one that adds three to it, of the person behind the browser."""
    person: Person = a_person(session)
    whole = a_sitting(session, tools, person)
    for right in (True, False, True, False, True, False):
        answer_surely(session, whole, tools, right=right)
    finish(session, whole, tools)
    added = settle(session, tools, person, whole)
    for right in (False, True, False):
        answer_surely(session, added, tools, right=right)
    finish(session, added, tools)
    known(client, session, person)
    return whole, added


def test_the_answers_of_both_parts_are_on_the_page_of_all_answers(
    page: OpenPage, merged: tuple[Sitting, Sitting]
) -> None:
    _, added = merged

    result = page(f"/sittings/{added.key}/result")
    answers = result.follow("All 9 answers, missed ones first")

    numbers = re.findall(r'<article class="answer" id="answer-(\d+)"', answers.html)
    # Six were answered and a seventh was presented before the first of the addition.
    assert sorted(map(int, numbers)) == [1, 2, 3, 4, 5, 6, 8, 9, 10]


def test_how_sure_somebody_was_is_counted_over_both_parts(
    page: OpenPage, merged: tuple[Sitting, Sitting]
) -> None:
    _, added = merged

    result = page(f"/sittings/{added.key}/result")
    report = page(f"/sittings/{added.key}/report")

    assert "Secure: 4" in result.text
    assert "Misconception: 5" in result.text
    assert "4 sure and correct" in report.text
    for number in (1, 2, 8, 10):
        assert f'/sittings/{added.key}/answers#answer-{number}"' in result.html


def test_what_was_missed_in_either_part_can_be_practised(
    session: Session, tools: AssessmentContext, merged: tuple[Sitting, Sitting]
) -> None:
    whole, added = merged
    person = session.get_one(Person, added.person_id)

    practised = list_missed_questions(session, person, tools.catalogue, added)

    assert {question.key for question in practised} == {
        item.question.key
        for part in (whole, added)
        for item in part.positions
        if item.answer and not item.answer.score
    }
    assert len(practised) == 5


def test_the_skills_of_a_goal_count_the_answers_of_the_first_part(
    page: OpenPage, session: Session, merged: tuple[Sitting, Sitting]
) -> None:
    whole, added = merged
    skill = whole.positions[0].question.tags[0]
    asked = sum(
        skill in item.question.tags
        for part in (whole, added)
        for item in part.positions
        if item.answer
    )
    person = session.get_one(Person, added.person_id)
    draft = GoalDraft("Payments", "", {"sql": 1.0}, {skill: "required"})
    goal = goal_services.add_goal(session, person, draft, now=NOW).key
    session.commit()

    read = page(f"/sittings/{added.key}/result?goal={goal}")

    assert f" of {asked} correct" in read.html.partition('id="skills"')[2]


def test_the_earlier_result_shows_its_own_answers_alone(
    page: OpenPage, merged: tuple[Sitting, Sitting]
) -> None:
    whole, _ = merged

    answers = page(f"/sittings/{whole.key}/answers")

    assert answers.html.count('<article class="answer"') == 6


def test_a_result_that_was_added_to_says_nothing_of_more_answers(
    page: OpenPage, merged: tuple[Sitting, Sitting]
) -> None:
    whole, added = merged

    for part in ("result", "report"):
        earlier = page(f"/sittings/{whole.key}/{part}").text
        assert "too close to call" in earlier
        assert "many more answers" not in earlier
        assert "would help most" not in earlier
    assert "would help most" in page(f"/sittings/{added.key}/result").text
