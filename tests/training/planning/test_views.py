"""The pages of the plan, as a person meets them."""

from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingMode
from quiz.sittings.models import Sitting
from quiz.training import queries
from quiz.training.models import LearnedObjective, StoredPreferences, TrainingPlan
from quiz.training.planning.plan_items import PlannedObjective, StoredLanguage
from tests.factories import answer, finish
from tests.training.steps import OpenPage, first_objective, make_plan, monday


def stored_plan(session: Session) -> TrainingPlan:
    session.rollback()
    return session.scalars(select(TrainingPlan)).one()


def objectives_of(plan: TrainingPlan) -> list[PlannedObjective]:
    return [item for item in plan.order if isinstance(item, PlannedObjective)]


def count(session: Session, model: type) -> int:
    session.rollback()
    number = session.scalar(select(func.count()).select_from(model)) or 0
    # Nothing stays locked for the next request.
    session.rollback()
    return number


def test_a_week_says_how_long_to_review(page: OpenPage, routes: str) -> None:
    plan = make_plan(page, routes, hours="12")

    # 80% of 12 hours in half-hour steps are 9.5.
    assert "Review of what you learned: 2.5 h" in plan.text


def test_a_tick_stays_and_can_be_taken_back(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = make_plan(page, routes)
    name = first_objective(plan)
    total = len(objectives_of(stored_plan(session)))
    session.rollback()

    ticked = plan.press(f"Learned: {name}")
    again = plan.press(f"Learned: {name}")

    assert f" 1 of {total} objectives learned" in ticked.text
    assert f" 1 of {total} objectives learned" in again.text
    assert count(session, LearnedObjective) == 1
    untick = again.press(f"Learned: {name}")
    assert f" 0 of {total} objectives learned" in untick.text


def test_an_objective_that_does_not_exist_cannot_be_ticked(
    client: FlaskClient, page: OpenPage, routes: str
) -> None:
    html = make_plan(page, routes).html
    token = html.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]

    response = client.post("/plan/ticks/MAGIC-01", data={"csrf_token": token})

    assert response.status_code == 404


def test_all_weeks_are_shown_when_asked_for(page: OpenPage, routes: str) -> None:
    plan = make_plan(page, routes, hours="4")

    whole = page("/plan?weeks=all")

    assert plan.html.count('class="week-no"') == 6
    assert whole.html.count('class="week-no"') > 6
    assert "Progress check: 12 questions, then update your plan" in whole.text
    assert "A form with a database · Project" in whole.text


def test_a_plan_chosen_again_replaces_the_first_and_keeps_the_ticks(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = make_plan(page, routes)
    plan.press(f"Learned: {first_objective(plan)}")

    detail = page(f"{routes}/bootcamp-part")
    assert "What you ticked is kept." in detail.text
    detail.press("Replace my plan", hours="8", begins=monday())

    kept = stored_plan(session)
    assert (kept.route_key, kept.hours, kept.version) == ("bootcamp-part", 8.0, 2)
    assert kept.order == objectives_of(kept)
    assert count(session, LearnedObjective) == 1


def test_updating_plans_what_is_left_from_the_day_it_is_asked_for(
    page: OpenPage, routes: str
) -> None:
    plan = make_plan(page, routes)
    name = first_objective(plan)
    plan.press(f"Learned: {name}")

    updated = page("/plan").press("Plan the rest", hours="9", begins=monday())

    assert "Your plan is updated." in updated.text
    assert "9 h a week" in updated.text
    assert f"Learned: {name}" not in updated.html
    refused = page("/plan").press("Plan the rest", hours="none", begins=monday())
    assert "Your plan was not changed." in refused.text


def test_a_plan_is_followed_in_a_language(
    page: OpenPage, routes: str, session: Session
) -> None:
    page(f"{routes}/self-taught").press(
        "Make this plan", hours="12", begins=monday(), language="javascript"
    )

    assert StoredLanguage(language="javascript") in stored_plan(session).order
    session.rollback()
    assert 'selected value="javascript"' in page("/plan").html


def test_ending_a_plan_keeps_what_was_ticked(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = make_plan(page, routes)

    ended = plan.press(f"Learned: {first_objective(plan)}").press("End the plan")

    assert "You have no plan yet." in ended.text
    assert count(session, LearnedObjective) == 1


def test_the_calendar_has_an_entry_per_week_and_can_be_read_again(
    page: OpenPage, client: FlaskClient, routes: str
) -> None:
    make_plan(page, routes)
    first = Calendar.from_ical(client.get("/plan/calendar.ics").data)
    page("/plan").press("Plan the rest", hours="12", begins=monday())
    second = Calendar.from_ical(client.get("/plan/calendar.ics").data)

    weeks = list(first.walk("VEVENT"))
    assert len(weeks) > 3
    assert all(isinstance(event.decoded("dtstart"), date) for event in weeks)
    assert str(weeks[0]["summary"]).startswith("Week 1: ")
    assert "\n" not in str(weeks[0]["summary"])
    assert "\nReview: 2.5 h" in str(weeks[0]["description"])
    assert "progress check with 12 questions" in str(weeks[3]["description"])
    assert [each["uid"] for each in weeks] == [
        each["uid"] for each in second.walk("VEVENT")
    ]
    assert all(event["sequence"] == 1 for event in weeks)
    assert all(event["sequence"] == 2 for event in second.walk("VEVENT"))


def test_a_plan_holds_when_an_objective_or_a_route_is_gone_from_the_bank(
    page: OpenPage, routes: str, session: Session
) -> None:
    make_plan(page, routes)
    kept = stored_plan(session)
    gone = PlannedObjective(objective="GONE-01", hours=2, mastery=0)
    kept.order = [*kept.order, gone]
    kept.route_key = "gone"
    session.commit()

    plan = page("/plan")

    assert "1 objective of this plan is no longer in the question bank" in plan.text
    assert "A training route that is no longer described" in plan.text
    page("/plan").press("Plan the rest", hours="5", begins=monday(), status=404)


def test_a_plan_from_before_projects_were_stored_has_projects(
    page: OpenPage, routes: str, session: Session
) -> None:
    make_plan(page, routes, hours="60")
    kept = stored_plan(session)
    kept.order = [*objectives_of(kept)]
    session.commit()

    assert "· Project" in page("/plan?weeks=all").text


def test_past_weeks_without_a_tick_are_no_failure(
    page: OpenPage, routes: str, session: Session
) -> None:
    make_plan(page, routes)
    kept = stored_plan(session)
    kept.begins -= timedelta(weeks=5)
    session.commit()

    plan = page("/plan")

    assert "You have not ticked" in plan.text
    assert "Plan the rest from today" in plan.text


def test_without_a_plan_the_page_says_where_one_comes_from(
    page: OpenPage, sitting: Sitting
) -> None:
    empty = page("/plan")

    assert (
        empty.follow("Compare training routes").url == f"/sittings/{sitting.key}/routes"
    )


def test_forgetting_takes_preferences_plan_and_ticks_along(
    page: OpenPage, routes: str, session: Session
) -> None:
    plan = make_plan(page, routes)
    plan.press(f"Learned: {first_objective(plan)}")
    page(f"{routes}/limits").press("Compare training routes", hours="10")

    session.rollback()
    session.delete(session.scalars(select(Person)).one())
    session.commit()

    for model in (StoredPreferences, TrainingPlan, LearnedObjective):
        assert count(session, model) == 0


def test_a_check_asks_twelve_questions_about_what_was_ticked(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    plan = make_plan(page, routes)
    assert "Nothing to check yet. First tick what you have learned." in plan.text
    names = [
        part.split('"')[0] for part in plan.html.split('aria-label="Learned: ')[1:5]
    ]
    for name in names:
        plan.press(f"Learned: {name}")

    question = page("/plan").press("Check what I learned")

    assert "1 of at most 12" in question.text
    session.rollback()
    check = session.scalars(
        select(Sitting).where(Sitting.mode == SittingMode.CHECK)
    ).one()
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
    before = page("/plan")
    updated = before.press("Plan the rest", hours="12", begins=monday())
    assert "You have a newer result than this plan." in before.text
    assert "You have a newer result" not in updated.text
