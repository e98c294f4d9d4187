"""The pages that compare training routes, as a person meets them."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.goals.repository import GoalDraft
from quiz.goals.services import add_goal
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.events import transitions
from quiz.sittings.models import Sitting
from quiz.training.models import StoredPreferences, TrainingPlan
from quiz.training.preferences import TrainingPreferences
from tests.factories import NOW, a_person, a_sitting, answer, finish, settle
from tests.training.steps import OpenPage, make_plan, monday


def stored(session: Session) -> TrainingPreferences:
    session.rollback()
    [row] = session.scalars(select(StoredPreferences))
    said = row.said
    # Nothing stays locked for the next request.
    session.rollback()
    return said


def test_the_result_leads_to_the_comparison(page: OpenPage, sitting: Sitting) -> None:
    found = page(f"/sittings/{sitting.key}/result").follow("Compare training routes")

    assert found.heading == "9 training routes to choose from"
    assert "These are estimates: each route says how we got its numbers." in found.text
    assert "Our assumption, November 2026." in found.text


def test_a_comparison_of_added_questions_rests_on_all_answers(
    page: OpenPage,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
    sitting: Sitting,
) -> None:
    added = settle(session, tools, learner, sitting)
    answer(session, added, tools, right=False, times=3)
    finish(session, added, tools)
    key = added.key
    session.commit()

    found = page(f"/sittings/{key}/routes")

    assert "early estimate" not in found.text.lower()
    assert "All assumptions" in found.text


def test_each_route_says_its_reasons_once_and_nothing_where_none_stands_out(
    page: OpenPage, routes: str
) -> None:
    found = page(routes)

    alone, bootcamp = (
        " ".join("".join(one.itertext()).split()) for one in found.all("tbody")[:2]
    )
    assert alone.count("It costs no tuition.") == 1
    assert "Reasons against" not in alone
    assert bootcamp.count("of your gap on your own.") == 1
    assert "Reasons for" not in bootcamp
    assert "Nothing stands out" not in found.text


def test_hours_and_budget_change_the_comparison_without_a_script(
    page: OpenPage, routes: str
) -> None:
    found = page(routes).press("Compare again", hours="12", budget="1,500")

    assert found.heading == "1 training route fits your limits"
    assert "It takes at least 38 hours a week; you have 12." in found.text
    assert 'value="1,500"' in found.html


def test_a_bootcamp_tells_what_it_does_not_cover_and_what_to_ask(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}/bootcamp-full")

    assert "What a typical programme does not cover for you" in found.text
    assert "Which language and framework are taught, and which versions?" in found.text
    assert "how many work as developers 6 months after the end" in found.text
    assert "Unknown: we found no figure that can be cited." in found.text
    plan = found.press("Make this plan", hours="6", begins=monday())
    assert plan.heading == "My plan: Junior generalist"
    assert "Bootcamp, full time, 6 h a week" in plan.text


def test_learning_alone_asks_no_school_and_no_price(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}/self-taught")

    assert "Questions to ask" not in found.text
    assert "The price you were told" not in found.text
    assert "each one builds on those before" in found.text


def test_higher_goals_say_that_they_take_years_in_a_job(
    page: OpenPage, routes: str
) -> None:
    junior, confirmed, senior = (
        page(f"{routes}?goal={goal}").text for goal in ("junior", "confirmed", "senior")
    )

    assert "years in a job" not in junior.split("Assumptions")[0]
    assert "This goal also takes some years in a job." in confirmed
    assert "No course makes you ready for it." in senior
    assert "No date: this goal takes years in a job" in senior


def test_the_same_answers_are_compared_for_another_goal(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}?goal=confirmed")

    assert "Your gap to Mid-level developer is" in found.text
    detail = found.follow("View details: On your own, with this plan")
    plan = detail.press("Make this plan", hours="10", begins=monday())
    assert plan.heading == "My plan: Mid-level developer"


def own_goal(session: Session, person: Person, tools: AssessmentContext) -> str:
    """Store a goal that asks for more SQL and for nothing in teamwork; return its key."""
    levels = dict.fromkeys(tools.catalogue.areas, 1.0) | {"sql": 3.0, "soft": 0.0}
    draft = GoalDraft("Data desk", "Keeps the figures.", levels, {})
    key = add_goal(session, person, draft, now=NOW).key
    session.commit()
    return key


def test_the_same_answers_are_compared_and_planned_for_a_custom_goal(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    key = own_goal(session, learner, tools)

    found = page(f"{routes}?goal={key}")

    assert "Your gap to Data desk is" in found.text
    detail = found.follow("View details: On your own, with this plan")
    plan = detail.press("Make this plan", hours="10", begins=monday())
    assert plan.heading == "My plan: Data desk"


def test_a_goal_of_somebody_else_is_not_read(
    page: OpenPage, routes: str, session: Session, tools: AssessmentContext
) -> None:
    key = own_goal(session, a_person(session), tools)

    assert page(f"{routes}?goal={key}").text == page(routes).text


def test_a_plan_needs_hours_and_a_day(page: OpenPage, routes: str) -> None:
    found = page(f"{routes}/self-taught").press(
        "Make this plan", hours="", begins="", status=422
    )

    assert "Write how many hours a week you have." in found.text
    assert "Choose the first day of the plan." in found.text


def test_a_stranger_sees_nothing_of_it(
    page: OpenPage, client: FlaskClient, routes: str, session: Session
) -> None:
    make_plan(page, routes)
    stranger = a_person(session)
    client.set_cookie("trigpoint_person", add_person_secret(session, stranger, now=NOW))
    session.commit()

    for address in (routes, f"{routes}/limits", f"{routes}/self-taught"):
        missing = page(address, status=404)
        assert missing.text == page("/sittings/nothing/routes", status=404).text
    assert "A learning plan starts from a result." in page("/plan").text
    assert client.get("/plan/calendar.ics").status_code == 404


def test_an_unknown_route_is_not_found(page: OpenPage, routes: str) -> None:
    page(f"{routes}/teleport", status=404)


def test_an_assessment_in_progress_has_no_routes_yet(
    page: OpenPage, session: Session, tools: AssessmentContext, learner: Person
) -> None:
    key = a_sitting(session, tools, learner).key
    session.commit()

    for part in ("routes", "routes/limits", "routes/self-taught"):
        assert page(f"/sittings/{key}/{part}").url == f"/sittings/{key}"


@pytest.mark.parametrize(
    "part", ["routes/limits", "routes/self-taught", "routes/self-taught/price"]
)
def test_nothing_is_stored_with_an_assessment_in_progress(
    page: OpenPage,
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
    part: str,
) -> None:
    key = a_sitting(session, tools, learner).key
    session.commit()
    [token, *_] = re.findall(
        r'name="csrf_token"[^>]*value="([^"]+)"', page(f"/sittings/{key}").html
    )
    sent = {"csrf_token": token, "price": "900", "hours": "12", "begins": monday()}

    answered = client.post(f"/sittings/{key}/{part}", data=sent)

    assert answered.status_code == 303
    assert answered.location == f"/sittings/{key}"
    assert session.scalars(select(StoredPreferences)).all() == []
    assert session.scalars(select(TrainingPlan)).all() == []
    session.rollback()


def all_right(session: Session, tools: AssessmentContext, person: Person) -> str:
    """Answer everything right; return the address of the comparison."""
    begun = a_sitting(session, tools, person, length="thorough")
    while transitions.current_attempt_item(begun.positions):
        answer(session, begun, tools, right=True)
    finish(session, begun, tools)
    session.commit()
    return f"/sittings/{begun.key}/routes"


def test_where_nothing_is_missing_a_project_and_the_job_come_next(
    page: OpenPage, session: Session, tools: AssessmentContext, learner: Person
) -> None:
    found = page(all_right(session, tools, learner))

    assert found.heading == "No gaps for this goal"
    assert "A project to show" in found.text
    assert "Looking for the job" in found.text
    assert "training routes fit" not in found.text
    assert found.follow("Compare for another goal").url.endswith("/result")
