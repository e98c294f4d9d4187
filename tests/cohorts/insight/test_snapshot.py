"""A cohort at one check: who is where, what is read, and that it takes few statements."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from quiz.cohorts.insight.loading import load_snapshot
from quiz.cohorts.insight.snapshot import CohortSnapshot, MemberState
from quiz.cohorts.joining.services import leave_cohort
from quiz.core.clock import utc_now
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import AreaResult
from tests.cohorts.cast import an_entry
from tests.cohorts.insight.scene import Scene, take_check
from tests.pages import Page

#: A page about a cohort takes no more, however many members there are.
MOST_STATEMENTS = 12


def read(
    session: Session, tools: AssessmentContext, scene: Scene, check: str = ""
) -> CohortSnapshot:
    """Return the snapshot of a cohort."""
    areas = tuple(tools.catalogue.areas)
    return load_snapshot(session, scene.cohort, areas, check_key=check)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that an engine is sent."""
    statements: list[str] = []

    def keep(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def test_levels_are_those_that_were_stored_and_areas_come_in_the_order_of_the_bank(
    session: Session, tools: AssessmentContext, scene: Scene
) -> None:
    snapshot = read(session, tools, scene)

    assert snapshot.check is not None
    assert snapshot.check.key == scene.entry.key
    assert list(snapshot.required) == ["prog", "sql", "test", "git"]
    member = snapshot.by_key[scene.members[0].key]
    stored = {
        one.area: one
        for one in session.query(AreaResult).filter_by(sitting_id=member.sitting_id)
    }
    for area, one in member.areas.items():
        assert (one.level, one.low, one.high) == (
            stored[area].level,
            stored[area].low,
            stored[area].high,
        )
        assert one.statement == stored[area].statement
        assert one.answers == stored[area].asked


def test_each_state_is_told_apart(
    session: Session, tools: AssessmentContext, scene: Scene
) -> None:
    done, part, begun, waiting, left, _ = scene.members
    rng = random.Random(1)
    levels = dict.fromkeys(scene.cohort.required, 1.0)
    for member, most in ((done, 8), (part, 3), (begun, 2)):
        take_check(
            session,
            tools,
            member,
            scene.exit,
            levels,
            rng,
            most=most,
            closed=member is part,
            finishes=member is not begun,
        )
    leave_cohort(session, left, now=utc_now())
    invited, new = (an_entry(session, scene.cohort, name) for name in ("Zoe", "Zed"))
    invited.invited_at = utc_now()
    session.flush()

    snapshot = read(session, tools, scene, scene.exit.key)

    states = {one.key: one.state for one in snapshot.members}
    assert [states[one.key] for one in (done, part, begun, waiting, left)] == [
        MemberState.DONE,
        MemberState.PART,
        MemberState.OPEN,
        MemberState.NOT_STARTED,
        MemberState.NOT_SHARED,
    ]
    assert states[invited.key] is MemberState.NOT_JOINED
    assert states[new.key] is MemberState.NOT_INVITED
    assert snapshot.by_key[part.key].areas


def test_whoever_left_is_a_name_without_results_at_once(
    session: Session, tools: AssessmentContext, scene: Scene
) -> None:
    leave_cohort(session, scene.members[0], now=utc_now())

    snapshot = read(session, tools, scene)

    gone = snapshot.by_key[scene.members[0].key]
    assert (gone.sitting_id, gone.areas, gone.abilities) == (None, {}, {})
    assert len(snapshot.measured) == 5
    assert snapshot.checks[0].results == 5


def test_a_test_person_is_counted_nowhere(
    session: Session, tools: AssessmentContext, scene: Scene
) -> None:
    scene.members[0].is_test = True
    session.flush()

    snapshot = read(session, tools, scene)

    assert scene.members[0].key not in snapshot.by_key
    assert snapshot.checks[0].results == len(snapshot.measured) == 5


def test_a_goal_that_has_changed_since_is_what_levels_are_held_against(
    session: Session, tools: AssessmentContext, scene: Scene
) -> None:
    scene.cohort.required = dict.fromkeys(scene.cohort.required, 3.0)
    session.flush()

    snapshot = read(session, tools, scene)

    statements = {
        area.statement for one in snapshot.measured for area in one.areas.values()
    }
    assert not statements & {MasteryStatement.REACHED, MasteryStatement.LIKELY}


def test_change_since_the_check_before_is_stated_only_beyond_its_noise(
    session: Session, tools: AssessmentContext, scene: Scene
) -> None:
    rng, member = random.Random(2), scene.members[0]
    take_check(
        session,
        tools,
        member,
        scene.exit,
        dict.fromkeys(scene.cohort.required, 3.0),
        rng,
    )

    snapshot = read(session, tools, scene, scene.exit.key)

    assert snapshot.earlier_check is not None
    changed = snapshot.by_key[member.key].change
    assert changed is not None
    assert not changed.lower
    assert all(
        abs(one.index) > 1.96
        for one in changed.areas.values()
        if one.direction.value == "higher"
    )
    assert snapshot.by_key[scene.members[1].key].change is None


@pytest.mark.parametrize("path", ["", "/support"])
def test_a_page_takes_at_most_twelve_statements(
    engine: Engine, scene: Scene, instructor: Page, path: str
) -> None:
    address = f"/cohorts/{scene.cohort.key}{path}"
    instructor.open(address)

    with counted(engine) as statements:
        instructor.open(address)

    reads = [one for one in statements if one.startswith("SELECT")]
    assert len(reads) <= MOST_STATEMENTS, reads


def test_a_later_look_does_not_depend_on_the_number_of_members(
    engine: Engine,
    session: Session,
    tools: AssessmentContext,
    scene: Scene,
    instructor: Page,
) -> None:
    address = f"/cohorts/{scene.cohort.key}"
    instructor.open(address)
    with counted(engine) as few:
        instructor.open(address)
    for number in range(20):
        an_entry(session, scene.cohort, f"Person {number}")
    scene.cohort.starts_on = (utc_now() - timedelta(days=3)).date()
    session.commit()

    with counted(engine) as many:
        instructor.open(address)

    assert len(few) == len(many)
