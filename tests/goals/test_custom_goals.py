"""Custom goals: copied, changed, aimed for, read against, deleted."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.errors import NotNow
from quiz.goals import services
from quiz.goals.models import OwnGoal
from quiz.goals.repository import GoalDraft, build_goal, find_goal
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person, finished
from tests.pages import Page

OpenPage = Callable[..., Page]


def draft(tools: AssessmentContext, **changed: float) -> GoalDraft:
    levels = dict.fromkeys(tools.catalogue.areas, 1.0) | changed
    return GoalDraft("Night shift", "Keeps it running.", levels, {"git": "required"})


def copied(page: OpenPage, **changed: str) -> Page:
    return page("/goals/junior/copy").press("Save goal", dict(changed))


def test_a_goal_is_copied_and_changed_and_begun(
    page: OpenPage, session: Session
) -> None:
    goals = copied(page, name="Payments team", level_sec="2.2", level_soft="0")
    assert "Payments team" in goals.text

    question = goals.follow("Payments team").press("Start", length="quick")

    assert question.url.startswith("/sittings/")
    session.rollback()
    sitting = session.scalars(select(Sitting)).one()
    assert sitting.goal_name == "Payments team"
    assert sitting.required["sec"] == 2.2
    assert "soft" not in sitting.required


def test_old_answers_are_read_against_a_new_goal(
    page: OpenPage, session: Session, tools: AssessmentContext, person: Person
) -> None:
    sitting = finished(session, tools, person, answers=6)
    session.commit()
    copied(page, name="Payments team", skill_git="required", skill_python="useful")

    result = page(f"/sittings/{sitting.key}/result").follow("Payments team")

    assert "Your result: Payments team" in result.text
    assert "Skills that this goal names" in result.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Give the goal a name."),
        ("name", "x" * 61, "Write at most 60 characters."),
        ("level_sql", "4", "Write a level from 0 to 3"),
        ("level_sql", "much", "Write a level from 0 to 3"),
        ("skill_git", "maybe", "Not a valid choice"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_lost(
    page: OpenPage, field: str, value: str, said: str
) -> None:
    sent = {"sentence": "Something to keep", field: value}

    form = page("/goals/junior/copy").press("Save goal", sent, status=422)

    assert said in form.text
    assert "Something to keep" in form.html


def test_a_goal_that_needs_nothing_is_refused(
    page: OpenPage, tools: AssessmentContext
) -> None:
    nothing = {f"level_{area}": "0" for area in tools.catalogue.areas}

    form = page("/goals/junior/copy").press("Save goal", nothing, status=422)

    assert "a level above 0 in at least one area" in form.text


def test_changing_a_goal_changes_no_result_of_before(
    page: OpenPage, session: Session, tools: AssessmentContext, person: Person
) -> None:
    own = services.add_goal(session, person, draft(tools), now=NOW)
    key = own.key
    session.commit()

    page("/goals").follow("Night shift", status=200)
    page(f"/goals/{key}/change").press("Save goal", level_sql="2.5")

    session.expire_all()
    changed = session.scalars(select(OwnGoal)).one()
    assert changed.levels["sql"] == 2.5
    assert changed.skills == {"git": "required"}


def test_deleting_asks_for_a_press_and_keeps_the_sittings(
    page: OpenPage, session: Session, tools: AssessmentContext, person: Person
) -> None:
    key = services.add_goal(session, person, draft(tools), now=NOW).key
    session.commit()

    goals = page(f"/goals/{key}/change").press("Delete the goal")

    assert "The goal is deleted." in goals.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(OwnGoal)) == 0


def test_somebody_elses_goal_looks_like_none(
    page: OpenPage, session: Session, tools: AssessmentContext, person: Person
) -> None:
    key = services.add_goal(session, a_person(session), draft(tools), now=NOW).key
    session.commit()

    for part in ("start", "copy", "change"):
        page(f"/goals/{key}/{part}", status=404)
    assert "Night shift" not in page("/goals").text


def test_twenty_goals_are_enough(session: Session, tools: AssessmentContext) -> None:
    someone = a_person(session)
    for _ in range(services.MOST_GOALS):
        services.add_goal(session, someone, draft(tools), now=NOW)

    with pytest.raises(NotNow, match=r"You have 20 custom goals\. Delete one first"):
        services.add_goal(session, someone, draft(tools), now=NOW)
    services.add_goal(session, a_person(session), draft(tools), now=NOW)


def test_a_copy_requires_what_its_original_does(
    session: Session, tools: AssessmentContext
) -> None:
    junior = tools.catalogue.goals["junior"]
    own = services.add_goal(
        session,
        a_person(session),
        GoalDraft("Copy", "", junior.required_levels, {}),
        now=NOW,
    )

    assert build_goal(own).required_levels == junior.required_levels


def test_a_goal_is_found_by_one_function(
    session: Session, tools: AssessmentContext
) -> None:
    someone = a_person(session)
    own = services.add_goal(session, someone, draft(tools, sql=0), now=NOW)
    session.flush()

    found = find_goal(session, someone, tools.catalogue, own.key)

    assert found is not None
    assert "sql" not in found.levels
    assert (
        find_goal(session, someone, tools.catalogue, "junior")
        is tools.catalogue.goals["junior"]
    )
    assert find_goal(session, None, tools.catalogue, own.key) is None
