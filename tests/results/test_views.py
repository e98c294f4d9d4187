"""The home page and the result, as a person meets them."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.goals import services as goal_services
from quiz.goals.repository import GoalDraft
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    finish,
    finished,
    settle,
)
from tests.pages import Page
from tests.results.conftest import known

OpenPage = Callable[..., Page]


def test_the_home_page_says_what_you_get_and_leads_to_the_goals(
    page: OpenPage,
) -> None:
    home = page("/")

    assert "An example. Maren, 36 answers" in home.text
    assert "SQL: Not yet. Level 0.7, likely range 0.4 to 1.0." in home.html
    assert home.follow("Choose a goal").url == "/goals"


def test_the_result_says_headline_profile_and_gaps(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = a_sitting(session, tools, person)
    answer(session, sitting, tools, right=False, times=24)
    finish(session, sitting, tools, now=NOW)
    key = sitting.key
    known(client, session, person)

    result = page(f"/sittings/{key}/result")

    assert "You have not reached this goal yet." in result.text
    assert "Your 3 biggest gaps" in result.text
    assert result.text.count("Start here, free:") == 3
    assert "0 of 24 answers were correct." in result.text
    assert all(area.name in result.text for area in tools.catalogue.areas.values())


def test_an_open_area_says_how_many_answers_it_rests_on(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = finished(session, tools, person, answers=3)
    sitting.results[0].statement = MasteryStatement.TOO_CLOSE
    sitting.results[0].asked = 1
    key = sitting.key
    known(client, session, person)

    result = page(f"/sittings/{key}/result")

    assert '<span class="profile-answers">1 answer</span>' in result.html


def test_the_same_answers_are_read_against_every_goal(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = finished(session, tools, person, answers=24).key
    known(client, session, person)
    own = page(f"/sittings/{key}/result")

    other = own.follow("Senior or lead")

    assert "Senior" in other.title
    assert "Senior or lead (shown here)" in other.text
    assert "too close to call" in other.text
    assert "More questions would hardly help" not in other.text
    assert other.follow("Junior generalist").url == f"/sittings/{key}/result"


def test_the_name_of_a_goal_is_the_one_it_has_today(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    renamed = finished(session, tools, person)
    renamed.goal_name = "A name of before"
    gone = finished(session, tools, person)
    gone.goal_key, gone.goal_name = "gone", "A goal that is gone"
    keys = renamed.key, gone.key
    known(client, session, person)

    headings = [page(f"/sittings/{key}/result").heading for key in keys]

    assert headings == [
        "Your result: Junior generalist",
        "Your result: A goal that is gone",
    ]


def test_a_result_does_not_lead_to_the_start_of_a_goal_that_is_deleted(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    here, gone = (finished(session, tools, person) for _ in range(2))
    gone.goal_key = "gone"
    keys = here.key, gone.key
    known(client, session, person)

    kept, deleted = (page(f"/sittings/{key}/result") for key in keys)

    assert kept.follow("Retake").url == "/goals/junior/start"
    assert "early estimate" in deleted.text
    assert "/goals/gone/start" not in deleted.html
    assert deleted.follow("Choose another goal").url == "/goals"


def test_a_custom_goal_shows_its_skills_and_a_goal_of_the_bank_does_not(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = finished(session, tools, person, answers=6).key
    draft = GoalDraft("Payments", "", {"sql": 1.0}, {"git": "required"})
    own = goal_services.add_goal(session, person, draft, now=NOW).key
    known(client, session, person)

    read = page(f"/sittings/{key}/result?goal={own}")

    assert "Skills that this goal names" in read.text
    assert "Skills that this goal" not in page(f"/sittings/{key}/result").text


def test_after_questions_about_one_area_the_result_shows_all_of_them(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = a_sitting(session, tools, person)
    for right in (True, False):
        answer(session, whole, tools, right=right, times=5)
    finish(session, whole, tools, now=NOW)
    session.flush()
    session.refresh(whole)
    about_sql = settle(session, tools, person, whole, area="sql")
    answer(session, about_sql, tools, times=1)
    finish(session, about_sql, tools, now=NOW)
    session.flush()
    session.refresh(about_sql)
    assert "too close to tell" in {
        result.statement for result in about_sql.results if result.area != "sql"
    }
    key = about_sql.key
    known(client, session, person)

    result = page(f"/sittings/{key}/result")

    assert "too close to call" in result.text


def test_an_assessment_in_progress_has_no_result_yet(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = a_sitting(session, tools, person).key
    known(client, session, person)

    for part in ("result", "share", "report"):
        assert page(f"/sittings/{key}/{part}").url == f"/sittings/{key}"
    for part in ("result.json", "report.pdf"):
        answered = client.get(f"/sittings/{key}/{part}")
        assert answered.headers["Location"] == f"/sittings/{key}"
