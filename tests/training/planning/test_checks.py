"""Progress checks: what they bear out stays ticked, what they do not is open again."""

import random
import re
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingMode
from quiz.sittings.events import starting, transitions
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.effort import estimate_effort
from quiz.training.learner_state import build_learner_state
from quiz.training.models import TrainingPlan
from quiz.training.planning.plan_items import PlannedObjective
from tests.factories import NOW, a_sitting, answer, finish
from tests.training.steps import OpenPage, make_plan, monday


def planned(session: Session) -> list[str]:
    """Return the objectives of the stored plan."""
    session.rollback()
    plan = session.scalars(select(TrainingPlan)).one()
    return [item.objective for item in plan.order if isinstance(item, PlannedObjective)]


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
    """Tick the first objectives of a plan and answer the check; return what was asked about."""
    make_plan(page, routes, hours="60")
    for name in planned(session)[:ticks]:
        services.tick_objective(session, learner, name, now=datetime.now(UTC))
    session.commit()
    page("/plan").press("Check what I learned")
    session.rollback()
    check = session.scalars(
        select(Sitting).where(Sitting.mode == SittingMode.CHECK)
    ).one()
    now = datetime.now(UTC)
    while transitions.current_attempt_item(check.positions):
        answer(session, check, tools, right=right, now=now)
    finish(session, check, tools, now=now)
    session.commit()
    asked = {
        tools.catalogue.find_question(p.version.key).objective for p in check.positions
    }
    # Nothing stays locked for the next request.
    session.rollback()
    return asked


def test_what_was_missed_in_a_check_is_open_again_and_the_rest_stays_ticked(
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
    assert (
        f"{len(asked)} objectives that you ticked were not correct yet" in before.text
    )
    updated = before.press("Plan the rest", hours="60", begins=monday())
    order = set(planned(session))
    assert asked <= order
    assert not order & ticks.unasked
    assert f" 0 of {len(order)} objectives learned" in updated.text
    assert "Ticked, but not correct yet when we asked." in page("/plan?weeks=all").text
    # What nobody asked about can still be checked.
    assert "Check what I learned" in updated.html


def test_what_a_check_bears_out_stays_ticked_and_is_not_checked_again(
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
    assert not asked & set(planned(session))


def test_what_was_missed_can_be_ticked_again_and_checked_again(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    asked = checked(page, routes, session, tools, learner, right=False, ticks=3)
    assert "Nothing to check" in page("/plan").text
    name = tools.catalogue.objectives[min(asked)].name

    ticked = page("/plan?weeks=all").press(f"Learned: {name}")

    assert "Check what I learned" in ticked.html
    assert min(asked) in queries.load_ticks(session, learner).unasked


def test_answers_of_the_assessment_before_count_for_their_objectives(
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
    finish(session, check, tools)
    session.flush()
    session.expire_all()

    chain = queries.list_sitting_chain(session, check)
    state = build_learner_state(chain, dict.fromkeys(tools.catalogue.areas, 2.5))

    assert [each.key for each in chain] == [check.key, sitting.key]
    assert sum(score.asked for score in state.shown.values()) == 20
    assert not state.from_zero
    assert estimate_effort(state, tools.catalogue.objectives).needs


def test_i_do_not_know_to_everything_is_from_zero(
    session: Session, tools: AssessmentContext, learner: Person
) -> None:
    begun = a_sitting(session, tools, learner)
    answer(session, begun, tools, right=None, times=5)
    finish(session, begun, tools)
    session.flush()

    state = build_learner_state([begun], dict.fromkeys(tools.catalogue.areas, 1.0))

    assert state.from_zero


def test_what_a_rescoring_left_out_says_nothing_of_an_objective(
    session: Session, tools: AssessmentContext, learner: Person
) -> None:
    begun = a_sitting(session, tools, learner)
    answer(session, begun, tools, right=True)
    answer(session, begun, tools, right=None, times=4)
    finish(session, begun, tools)
    faulty = begun.positions[0]
    faulty.left_out = True
    session.flush()

    state = build_learner_state([begun], dict.fromkeys(tools.catalogue.areas, 1.0))

    assert sum(score.asked for score in state.shown.values()) == 4
    assert state.from_zero


def check_key(session: Session) -> str:
    check = session.scalars(
        select(Sitting).where(Sitting.mode == SittingMode.CHECK)
    ).one()
    session.rollback()
    return check.key


def test_a_check_has_a_page_of_its_own_that_says_what_holds(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    asked = checked(page, routes, session, tools, learner, right=True, ticks=9)
    key = check_key(session)

    shown = page(f"/sittings/{key}/result")

    assert shown.url == f"/plan/checks/{key}"
    assert shown.heading == f"12 of 12. {len(asked)} objectives hold."
    assert "Everything we asked about holds." in shown.text
    assert "What changed since" in shown.text
    for name in asked:
        assert tools.catalogue.objectives[name].name in shown.text
    assert "too close to call" not in shown.text
    assert shown.follow("Back to my plan").url == "/plan"
    assert "12 of 12 correct" in page("/history").text
    assert page("/history").html.count(f"/plan/checks/{key}") == 1


def test_the_page_of_a_check_says_what_comes_back_into_the_plan(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    asked = checked(page, routes, session, tools, learner, right=False, ticks=3)

    shown = page(f"/plan/checks/{check_key(session)}")

    assert re.fullmatch(r"0 of 1\d\. No objective holds yet\.", shown.heading)
    assert "What we asked about is open again in your plan." in shown.text
    for name in asked:
        assert tools.catalogue.objectives[name].name in shown.text


def test_the_areas_of_a_check_can_still_be_read_against_the_goal(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    checked(page, routes, session, tools, learner, right=True, ticks=3)

    shown = page(f"/plan/checks/{check_key(session)}")

    own = shown.follow("See all areas with this check")
    assert "Your profile" in own.text
    assert "too close to call" in own.text
    assert "many more answers" not in own.text
    assert "Started from your result" in own.text
    assert "must point the same way" not in own.text
    other = own.follow("Senior or lead")
    assert "Senior or lead (shown here)" in other.text
    assert other.follow("Junior generalist").heading == own.heading


def test_an_answer_that_a_rescoring_left_out_counts_in_no_check(
    page: OpenPage,
    routes: str,
    session: Session,
    tools: AssessmentContext,
    learner: Person,
) -> None:
    checked(page, routes, session, tools, learner, right=True, ticks=3)
    key = check_key(session)
    check = session.scalars(select(Sitting).where(Sitting.key == key)).one()
    check.positions[0].left_out = True
    counting = check.answered - 1
    session.commit()

    shown, history = page(f"/plan/checks/{key}"), page("/history")

    assert shown.heading.startswith(f"{counting} of {counting}. ")
    assert f"{counting} of {counting} correct" in history.text


def test_a_result_of_all_areas_has_no_page_of_a_check(
    page: OpenPage, routes: str
) -> None:
    key = routes.split("/")[2]

    assert page(f"/plan/checks/{key}").url == f"/sittings/{key}/result"
