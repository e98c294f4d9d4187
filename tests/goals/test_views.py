"""Choosing a goal and starting an assessment."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import a_person, a_sitting, count
from tests.pages import Page
from tests.results.conftest import known

OpenPage = Callable[..., Page]


def test_every_goal_leads_to_its_start(
    page: OpenPage, tools: AssessmentContext
) -> None:
    goals = page("/goals")

    for goal in tools.catalogue.goals.values():
        assert goals.follow(goal.name).url == f"/goals/{goal.key}/start"


def test_the_required_levels_of_a_goal_are_read_as_a_sentence(page: OpenPage) -> None:
    goals = page("/goals")

    assert "Required levels, Junior generalist: from 0.6 to 1.2" in goals.html
    assert "across 12 areas." in goals.html


def test_the_start_page_says_length_and_time_of_each_choice(page: OpenPage) -> None:
    start = page("/goals/junior/start")

    assert "No timer." in start.text
    assert "48 at most" in start.text


def test_a_main_language_can_be_chosen(page: OpenPage, session: Session) -> None:
    question = page("/goals/junior/start").press(
        "Start", length="quick", language="python"
    )

    session.rollback()
    sitting = session.scalars(select(Sitting)).one()
    assert (question.url, sitting.language) == (f"/sittings/{sitting.key}", "python")


@pytest.mark.parametrize("field", ["length", "language", "claim_sql"])
def test_a_start_that_cannot_be_read_says_so_and_begins_nothing(
    page: OpenPage, session: Session, field: str
) -> None:
    sent = {"length": "quick", field: "nonsense"}

    start = page("/goals/junior/start").press("Start", sent)

    assert start.url == "/goals/junior/start"
    assert "We could not read your choice. Please choose again." in start.text
    session.rollback()
    assert count(session, Sitting) == 0


def test_an_assessment_in_progress_is_offered_on_the_way(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = a_sitting(session, tools, person).key
    known(client, session, person)

    assert page("/goals").follow("Continue").url == f"/sittings/{key}"
    assert page("/goals/junior/start").follow("Continue").url == f"/sittings/{key}"


def test_the_bank_shows_what_it_holds(page: OpenPage, tools: AssessmentContext) -> None:
    bank = page("/sources").follow("What the question bank holds")

    assert f"{len(tools.catalogue.questions):,} questions" in bank.text
    assert all(area.name in bank.text for area in tools.catalogue.areas.values())
