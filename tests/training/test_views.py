"""The pages of training, as a person meets them."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.goals.repository import GoalDraft
from quiz.goals.services import add_goal
from quiz.sittings import starting, transitions
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.effort import estimate_effort
from quiz.training.learner_state import build_learner_state
from quiz.training.models import (
    LearnedObjective,
    PlannedObjective,
    StoredPreferences,
    TrainingPlan,
)
from quiz.training.preferences import TrainingPreferences
from tests.factories import NOW, a_person, a_sitting, answer, finish
from tests.pages import Page

OpenPage = Callable[..., Page]


@pytest.fixture
def learner(client: FlaskClient, session: Session) -> Person:
    """Return the person behind the browser."""
    person = a_person(session)
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    return person


@pytest.fixture
def sitting(session: Session, tools: AssessmentContext, learner: Person) -> Sitting:
    """Return a finished sitting with gaps, of the person behind the browser."""
    begun = a_sitting(session, tools, learner)
    answer(session, begun, tools, right=True, times=4)
    answer(session, begun, tools, right=False, times=6)
    answer(session, begun, tools, right=None, times=4)
    finish(session, begun, tools, now=NOW)
    session.commit()
    return begun


@pytest.fixture
def routes(sitting: Sitting) -> str:
    """Return the address of the comparison."""
    return f"/sittings/{sitting.key}/routes"


def monday() -> str:
    today = datetime.now(UTC).date()
    return (today + timedelta(days=7 - today.weekday())).isoformat()


def planned(page: OpenPage, routes: str, *, hours: str = "12") -> Page:
    return page(f"{routes}/self-taught").press(
        "Make this plan", hours=hours, begins=monday()
    )


def test_the_result_leads_to_the_comparison(page: OpenPage, sitting: Sitting) -> None:
    found = page(f"/sittings/{sitting.key}/result").follow("Compare training routes")

    assert found.heading.endswith("fit your limits")
    assert "These are estimates from stated assumptions" in found.text
    assert "older than 3 years" in found.text
    assert "Our assumption" in found.text


def test_hours_and_budget_change_the_comparison_without_a_script(
    page: OpenPage, routes: str
) -> None:
    found = page(routes).press("Compare again", hours="12", budget="1,500")

    assert found.heading == "One way to close the gap fits your limits"
    assert "It takes at least 45 hours a week; you have 12." in found.text
    assert 'value="1,500"' in found.html


def test_what_is_no_number_is_named_and_kept(page: OpenPage, routes: str) -> None:
    found = page(routes).press("Compare again", hours="many", budget="1")

    assert "Write the hours as a number from 1 to 80" in found.text
    assert 'value="many"' in found.html
    assert found.heading == "Six ways to close the gap fit your limits"


def test_what_was_wished_is_kept_and_not_asked_again(
    page: OpenPage, routes: str, session: Session
) -> None:
    found = page(f"{routes}/limits").press(
        "Compare routes",
        hours="40",
        budget="5000",
        degree="must",
        country="France",
        background="school",
        is_adult="yes",
        style_theory="much",
        support_alone="no",
    )

    assert found.heading == "Two ways to close the gap fit your limits"
    assert "It gives no degree, and you need one." in found.text
    form = page(f"{routes}/limits")
    assert 'value="40"' in form.html
    session.rollback()
    [kept] = session.scalars(select(StoredPreferences))
    assert kept.said.style == {"theory": 1.0}
    assert kept.said.support == {"alone": False}


def test_wishes_sent_again_take_the_place_of_the_first(
    page: OpenPage, routes: str, session: Session
) -> None:
    form = page(f"{routes}/limits")
    form.press("Compare routes", hours="10")
    form.press("Compare routes", hours="20")

    session.rollback()
    [kept] = session.scalars(select(StoredPreferences))
    assert kept.said == TrainingPreferences(hours=20.0)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("hours", "0", "from 1 to 80"),
        ("hours", "nan", "from 1 to 80"),
        ("budget", "-5", "Write the budget"),
        ("ready_by", "2020-01-01", "This day has gone by."),
        ("ready_by", "2999-01-01", "too far away"),
        ("ready_by", "soon", "Not a valid date"),
        ("degree", "doctor", "Not a valid choice"),
        ("country", "Atlantis", "Not a valid choice"),
    ],
)
def test_a_mistake_in_the_form_is_named_and_nothing_is_lost(
    page: OpenPage, routes: str, session: Session, field: str, value: str, said: str
) -> None:
    sent = {"hours": "14", "budget": "900", field: value}

    found = page(f"{routes}/limits").press("Compare routes", sent, status=422)

    assert said in found.text
    kept = "14" if field != "hours" else "900"
    assert f'value="{kept}"' in found.html
    session.rollback()
    assert session.scalar(select(func.count()).select_from(StoredPreferences)) == 0


def test_a_bootcamp_tells_what_stays_open_and_what_to_ask(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}/bootcamp-full")

    assert "What a typical programme leaves open for you" in found.text
    assert "Questions to ask a school before you pay" in found.text
    plan = found.press("Make this plan", hours="6", begins=monday())
    assert plan.heading == "My plan: Junior generalist"
    assert "Bootcamp, full time, 6 h a week" in plan.text


def test_learning_alone_asks_no_school(page: OpenPage, routes: str) -> None:
    found = page(f"{routes}/self-taught")

    assert "Questions to ask a school" not in found.text
    assert "in an order in which each has what it builds on" in found.text


def test_the_same_answers_are_compared_for_another_goal(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}?goal=confirmed")

    assert (
        "Your gap to Confirmed developer is" in found.text or "Confirmed" in found.text
    )
    detail = found.follow("Look and choose: On your own, with this plan")
    plan = detail.press("Make this plan", hours="10", begins=monday())
    assert plan.heading.startswith("My plan: Confirmed")


def own_goal(session: Session, person: Person, tools: AssessmentContext) -> str:
    """Keep a goal that asks for more SQL and for nothing in soft skills; return its key."""
    levels = dict.fromkeys(tools.catalogue.areas, 1.0) | {"sql": 3.0, "soft": 0.0}
    draft = GoalDraft("Data desk", "Keeps the figures.", levels, {})
    key = add_goal(session, person, draft, now=NOW).key
    session.commit()
    return key


def test_the_same_answers_are_compared_and_planned_for_a_goal_of_ones_own(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    key = own_goal(session, learner, tools)

    found = page(f"{routes}?goal={key}")

    assert "Your gap to Data desk is" in found.text
    detail = found.follow("Look and choose: On your own, with this plan")
    plan = detail.press("Make this plan", hours="10", begins=monday())
    assert plan.heading == "My plan: Data desk"


def test_a_goal_of_somebody_else_is_not_read(
    page: OpenPage, routes: str, session: Session, tools: AssessmentContext
) -> None:
    key = own_goal(session, a_person(session), tools)

    assert page(f"{routes}?goal={key}").text == page(routes).text


def test_a_week_says_how_long_to_review(page: OpenPage, routes: str) -> None:
    plan = planned(page, routes, hours="12")

    # Four fifths of 12 hours in half-hour steps are 9.5.
    assert "Review of what you learned: 2.5 h" in plan.text


def test_a_plan_needs_hours_and_a_day(page: OpenPage, routes: str) -> None:
    found = page(f"{routes}/self-taught").press(
        "Make this plan", hours="", begins="", status=422
    )

    assert "Write how many hours a week you have." in found.text
    assert "Choose the first day of the plan." in found.text


def test_a_tick_stays_and_can_be_taken_back(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = planned(page, routes)
    line = plan.html.split('aria-label="Learned: ')[1].split('"')[0]

    ticked = plan.press(f"Learned: {line}")
    again = plan.press(f"Learned: {line}")

    assert "1 of" in ticked.text
    assert "1 of" in again.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(LearnedObjective)) == 1
    session.rollback()
    assert "0 of" in again.press(f"Learned: {line}").text


def test_an_objective_that_is_none_cannot_be_ticked(
    client: FlaskClient, page: OpenPage, routes: str
) -> None:
    planned(page, routes)
    token = (
        page("/plan")
        .html.split('name="csrf_token" type="hidden" value="')[1]
        .split('"')[0]
    )

    answer_ = client.post("/plan/ticks/MAGIC-01", data={"csrf_token": token})

    assert answer_.status_code == 404


def test_all_weeks_are_shown_when_asked_for(page: OpenPage, routes: str) -> None:
    plan = planned(page, routes, hours="4")

    whole = page("/plan?weeks=all")

    assert plan.html.count('class="week') < whole.html.count('class="week')
    assert "12 questions on what you learned" in whole.text
    assert "A form with a database" in whole.text


def test_a_plan_chosen_again_takes_the_place_of_the_first_and_keeps_the_ticks(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = planned(page, routes)
    line = plan.html.split('aria-label="Learned: ')[1].split('"')[0]
    plan.press(f"Learned: {line}")

    detail = page(f"{routes}/bootcamp-part")
    assert "What you ticked off is kept." in detail.text
    detail.press("Replace my plan", hours="8", begins=monday())

    session.rollback()
    [kept] = session.scalars(select(TrainingPlan))
    assert (kept.route_key, kept.hours, kept.version) == ("bootcamp-part", 8.0, 2)
    assert session.scalar(select(func.count()).select_from(LearnedObjective)) == 1


def test_renewing_plans_what_is_left_from_the_day_it_is_asked_for(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = planned(page, routes)
    line = plan.html.split('aria-label="Learned: ')[1].split('"')[0]
    plan.press(f"Learned: {line}")

    renewed = page("/plan").press("Plan the rest", hours="9", begins=monday())

    assert "The plan is renewed." in renewed.text
    assert "9 h a week" in renewed.text
    assert line not in renewed.text
    refused = page("/plan").press("Plan the rest", hours="none", begins=monday())
    assert "The plan was not changed." in refused.text


def test_a_check_asks_twelve_questions_about_what_was_ticked_off(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    plan = planned(page, routes)
    assert "Nothing to check: tick something off first." in plan.text
    for line in [
        part.split('"')[0] for part in plan.html.split('aria-label="Learned: ')[1:5]
    ]:
        plan.press(f"Learned: {line}")

    question = page("/plan").press("Check what I learned")

    assert "1 of about 12" in question.text
    session.rollback()
    check = session.scalars(select(Sitting).where(Sitting.mode == "check")).one()
    ticked = queries.load_ticks(session, learner).unasked
    assert set(check.objectives or ()) == ticked
    answer(session, check, tools, times=12)
    assert len(check.positions) == 12
    asked = {
        tools.catalogue.find_question(p.version.key).objective for p in check.positions
    }
    assert asked <= ticked
    finish(session, check, tools, now=datetime.now(UTC))
    session.commit()
    assert "You were measured after this plan was made." in page("/plan").text
    before = page("/plan").text
    renewed = page("/plan").press("Plan the rest", hours="12", begins=monday())
    assert "You were measured after" in before
    assert "You were measured after" not in renewed.text


def test_ending_a_plan_keeps_what_was_ticked_off(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = planned(page, routes)
    line = plan.html.split('aria-label="Learned: ')[1].split('"')[0]

    ended = plan.press(f"Learned: {line}").press("End the plan")

    assert "You have no plan yet." in ended.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(LearnedObjective)) == 1


def test_the_calendar_has_a_week_an_entry_and_can_be_read_again(
    page: OpenPage, client: FlaskClient, routes: str
) -> None:
    planned(page, routes)
    first = Calendar.from_ical(client.get("/plan/calendar.ics").data)
    page("/plan").press("Plan the rest", hours="12", begins=monday())
    second = Calendar.from_ical(client.get("/plan/calendar.ics").data)

    weeks = list(first.walk("VEVENT"))
    assert len(weeks) > 3
    assert all(isinstance(event.decoded("dtstart"), date) for event in weeks)
    assert weeks[0].decoded("dtend") - weeks[0].decoded("dtstart") == timedelta(weeks=1)
    assert [e["uid"] for e in weeks] == [e["uid"] for e in second.walk("VEVENT")]
    assert all(event["sequence"] == 1 for event in weeks)
    assert all(event["sequence"] == 2 for event in second.walk("VEVENT"))


def test_a_plan_holds_when_an_objective_or_a_route_is_gone_from_the_bank(
    page: OpenPage, routes: str, session: Session
) -> None:
    planned(page, routes)
    session.rollback()
    [kept] = session.scalars(select(TrainingPlan))
    kept.order = [
        *kept.order,
        PlannedObjective("GONE-01", hours=2, weight=1, mastery=0),
    ]
    kept.route_key = "gone"
    session.commit()

    plan = page("/plan")

    assert "1 objective of this plan is no longer in the question bank" in plan.text
    assert "A route that is no longer described" in plan.text
    page("/plan").press("Plan the rest", hours="5", begins=monday(), status=404)


def test_weeks_gone_by_without_a_tick_are_no_failure(
    page: OpenPage, routes: str, session: Session
) -> None:
    planned(page, routes)
    session.rollback()
    [kept] = session.scalars(select(TrainingPlan))
    kept.begins -= timedelta(weeks=5)
    session.commit()

    plan = page("/plan")

    assert "That happens." in plan.text
    assert "Plan the rest from today" in plan.text


def test_a_stranger_sees_nothing_of_it(
    page: OpenPage, client: FlaskClient, routes: str, session: Session
) -> None:
    planned(page, routes)
    stranger = a_person(session)
    client.set_cookie("trigpoint_person", add_person_secret(session, stranger, now=NOW))
    session.commit()

    for address in (routes, f"{routes}/limits", f"{routes}/self-taught"):
        missing = page(address, status=404)
        assert missing.text == page("/sittings/nothing/routes", status=404).text
    assert "A plan comes from a result." in page("/plan").text
    assert client.get("/plan/calendar.ics").status_code == 404


def test_an_unknown_route_is_not_found(page: OpenPage, routes: str) -> None:
    page(f"{routes}/teleport", status=404)


def test_an_open_sitting_has_no_routes_yet(
    page: OpenPage, session: Session, tools: AssessmentContext, learner: Person
) -> None:
    begun = a_sitting(session, tools, learner)
    session.commit()

    for part in ("routes", "routes/limits", "routes/self-taught"):
        assert page(f"/sittings/{begun.key}/{part}").url == f"/sittings/{begun.key}"


def test_nothing_to_close_is_said(
    page: OpenPage, session: Session, tools: AssessmentContext, learner: Person
) -> None:
    begun = a_sitting(session, tools, learner, length="thorough")
    while transitions.current_attempt_item(begun.positions):
        answer(session, begun, tools, right=True)
    finish(session, begun, tools, now=NOW)
    session.commit()

    found = page(f"/sittings/{begun.key}/routes")

    assert found.heading == "Nothing to close for this goal"


def test_without_a_plan_the_page_says_where_one_comes_from(
    page: OpenPage, sitting: Sitting
) -> None:
    empty = page("/plan")

    assert (
        empty.follow("Compare training routes").url == f"/sittings/{sitting.key}/routes"
    )


def test_forgetting_takes_wishes_plan_and_ticks_along(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = planned(page, routes)
    plan.press("Learned: " + plan.html.split('aria-label="Learned: ')[1].split('"')[0])
    page(f"{routes}/limits").press("Compare routes", hours="10")

    session.rollback()
    session.delete(session.scalars(select(Person)).one())
    session.commit()

    for model in (StoredPreferences, TrainingPlan, LearnedObjective):
        assert session.scalar(select(func.count()).select_from(model)) == 0


def checked(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
    *,
    right: bool,
    ticks: int,
) -> set[str]:
    """Tick off the first objectives of a plan and answer the check; return what was asked about."""
    planned(page, routes, hours="60")
    session.rollback()
    [plan] = session.scalars(select(TrainingPlan))
    for one in plan.order[:ticks]:
        services.tick_objective(session, learner, one.objective, now=datetime.now(UTC))
    session.commit()
    page("/plan").press("Check what I learned")
    session.rollback()
    check = session.scalars(select(Sitting).where(Sitting.mode == "check")).one()
    now = datetime.now(UTC)
    while transitions.current_attempt_item(check.positions):
        answer(session, check, tools, right=right, now=now)
    finish(session, check, tools, now=now)
    session.commit()
    return {
        tools.catalogue.find_question(p.version.key).objective for p in check.positions
    }


def test_what_was_missed_in_a_check_is_open_again_and_the_rest_stays_ticked_off(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    asked = checked(page, routes, session, tools, learner, right=False, ticks=14)
    ticks = queries.load_ticks(session, learner)
    session.rollback()

    assert ticks.missed == asked
    assert len(ticks.unasked) == 14 - len(asked) > 0
    before = page("/plan")
    assert f"{len(asked)} objectives you ticked off were not right yet" in before.text
    renewed = before.press("Plan the rest", hours="60", begins=monday())
    session.rollback()
    [kept] = session.scalars(select(TrainingPlan))
    order = {one.objective for one in kept.order}
    assert asked <= order
    assert not order & ticks.unasked
    assert f" 0 of {len(order)} objectives learned" in renewed.text
    assert "Ticked off, and not right yet when you were asked." in renewed.text
    # What nobody asked about can still be checked.
    assert "Check what I learned" in renewed.html


def test_what_a_check_bears_out_stays_ticked_off_and_is_not_checked_again(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    asked = checked(page, routes, session, tools, learner, right=True, ticks=3)
    ticks = queries.load_ticks(session, learner)
    session.rollback()

    assert ticks.shown == asked
    assert not ticks.missed
    page("/plan").press("Plan the rest", hours="60", begins=monday())
    session.rollback()
    [kept] = session.scalars(select(TrainingPlan))
    assert not asked & {one.objective for one in kept.order}


def test_what_was_missed_can_be_ticked_off_once_more_and_checked_again(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    asked = checked(page, routes, session, tools, learner, right=False, ticks=3)
    assert "Nothing to check" in page("/plan").text
    name = tools.catalogue.objectives[min(asked)].name
    # SQLite lets one write at a time, and the page wants to.
    session.rollback()

    ticked = page("/plan").press(f"Learned: {name}")

    assert "Check what I learned" in ticked.html
    assert min(asked) in queries.load_ticks(session, learner).unasked


def test_answers_of_the_sitting_before_count_for_their_objectives(
    session: Session, tools: AssessmentContext, learner: Person, sitting: Sitting
) -> None:
    check = starting.start_check_sitting(
        session,
        sitting,
        learner,
        ["PROG-01", "PROG-02", "SQL-01"],
        tools=tools,
        now=NOW,
        rng=random.Random(1),
    )
    answer(session, check, tools, times=6)
    finish(session, check, tools, now=NOW)
    session.flush()
    session.expire_all()

    chain = queries.list_sitting_chain(session, check)
    standing = build_learner_state(chain, dict.fromkeys(tools.catalogue.areas, 1.0))

    assert [one.key for one in chain] == [check.key, sitting.key]
    assert sum(one.asked for one in standing.shown.values()) == 20
    assert estimate_effort(standing, tools.catalogue.objectives).needs
