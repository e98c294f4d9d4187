"""The weeks to come: of a stored plan, of the one that could be made, towards the next goal."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import a_person
from tests.journeys.scripts import at_level
from tests.pages import open_page
from tests.reports.people import PEOPLE, ReportedPerson, take_as
from tests.reports.test_printable_text import words
from tests.results.conftest import known


def report_of(client: FlaskClient, key: str, query: str = "") -> str:
    return " ".join(
        words(client.get(f"/sittings/{key}/report.pdf{query}").data).split()
    )


def test_somebody_without_a_plan_reads_what_is_assumed(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = take_as(session, tools, person, PEOPLE[1]).key
    known(client, session, person)

    text = report_of(client, key)

    assert "Your next 8 weeks" in text
    assert "these weeks assume 8 h a week and learning on your own" in text


def test_somebody_with_a_plan_reads_it_with_its_days_and_boxes(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = take_as(session, tools, person, PEOPLE[1]).key
    known(client, session, person)
    route = open_page(client, f"/sittings/{key}/routes/self-taught")
    route.press("Make this plan", hours="12")

    text = report_of(client, key, "?part=plan")

    assert "From your learning plan, at 12 h a week" in text
    assert ", from " in text
    assert "Your whole plan, to tick off" in text


def test_somebody_who_reached_the_goal_reads_of_the_next_one(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    who = ReportedPerson("ready for a junior post", at_level(1.7))
    key = take_as(session, tools, person, who).key
    known(client, session, person)

    text = report_of(client, key)

    assert "towards the next goal: Mid-level developer" in text
