"""Levels over time: which assessments are shown, and which two are compared."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.results.history.presenters import build_timelines
from quiz.results.history.timeline import MOST_SITTINGS, build_history
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingMode
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person, a_sitting, answer, finish
from tests.pages import Page

OpenPage = Callable[..., Page]


def taken(
    session: Session,
    tools: AssessmentContext,
    person: Person,
    now: datetime,
    *,
    right: bool | None = True,
    answers: int = 1,
) -> Sitting:
    """Return a sitting that was finished at a moment."""
    sitting = a_sitting(session, tools, person, now=now)
    answer(session, sitting, tools, right=right, times=answers, now=now)
    finish(session, sitting, tools, now=now)
    session.flush()
    session.refresh(sitting)
    return sitting


@pytest.fixture
def three(session: Session, tools: AssessmentContext, person: Person) -> list[Sitting]:
    """Return three finished sittings of the person behind the browser: weak, middling, strong."""
    sittings = [
        taken(
            session,
            tools,
            person,
            NOW - timedelta(days=days),
            right=right,
            answers=24,
        )
        for days, right in ((200, False), (100, None), (0, True))
    ]
    session.commit()
    return sittings


def test_one_finished_assessment_is_not_a_history(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    first = taken(session, tools, person, NOW)
    in_progress = a_sitting(session, tools, person, now=NOW + timedelta(days=1))

    assert build_history([first, in_progress], tools) is None


def test_assessments_come_from_the_earliest_to_the_latest(
    tools: AssessmentContext, three: list[Sitting]
) -> None:
    history = build_history([three[2], three[0], three[1]], tools)

    assert history is not None
    assert list(history.sittings) == three
    assert (history.before, history.after) == (three[0], three[2])
    assert [level.day for level in history.areas[0].levels if level] == [
        sitting.started_at.date() for sitting in three
    ]


def test_two_assessments_can_be_chosen_unless_they_make_no_sense(
    tools: AssessmentContext, three: list[Sitting]
) -> None:
    keys = [sitting.key for sitting in three]

    def compared(before: str, after: str) -> tuple[str, str]:
        history = build_history(three, tools, before=before, after=after)
        assert history is not None
        return history.before.key, history.after.key

    assert compared(keys[0], keys[1]) == (keys[0], keys[1])
    assert compared(keys[1], "") == (keys[1], keys[2])
    assert compared("", keys[1]) == (keys[0], keys[1])
    for senseless in ((keys[2], keys[0]), (keys[1], keys[1]), ("x", "y")):
        assert compared(*senseless) == (keys[0], keys[2])


def test_the_levels_are_those_that_the_results_show(
    tools: AssessmentContext, three: list[Sitting]
) -> None:
    history = build_history(three, tools)
    shown = {result.area: result for result in three[1].results}

    assert history is not None
    for area in history.areas:
        level = area.levels[1]
        assert level is not None
        result = shown[area.change.area_key]
        assert (level.level, level.low, level.high) == pytest.approx(
            (result.level, result.low, result.high)
        )


def test_the_areas_that_changed_are_counted(
    tools: AssessmentContext, three: list[Sitting]
) -> None:
    history = build_history(three, tools)

    assert history is not None
    assert history.changed == sum(area.change.is_shown for area in history.areas)
    assert history.changed > 0
    assert len(history.areas) == 12


def test_an_area_that_one_assessment_did_not_measure_leaves_a_blank_there(
    session: Session, tools: AssessmentContext, three: list[Sitting]
) -> None:
    three[1].required = {
        area: level for area, level in three[1].required.items() if area != "soft"
    }

    history = build_history(three, tools)

    assert history is not None
    [soft] = [area for area in history.areas if area.change.area_key == "soft"]
    assert [level is None for level in soft.levels] == [False, True, False]
    [timeline] = [one for one in build_timelines(history) if one.history is soft]
    assert timeline.drawing.shapes.count('class="strip-dot"') == 2
    session.rollback()


def test_only_assessments_of_all_areas_and_only_the_latest_are_shown(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    many = [
        taken(session, tools, person, NOW + timedelta(days=day))
        for day in range(MOST_SITTINGS + 2)
    ]
    many[-1].mode, many[-1].length, many[-1].areas = SittingMode.AREA, None, ("sql",)

    history = build_history(many, tools)

    assert history is not None
    assert list(history.sittings) == many[1:-1]
    session.rollback()


def test_the_page_needs_two_assessments(page: OpenPage, sitting: Sitting) -> None:
    assert "After your second assessment of all areas" in page("/history").text


def test_the_page_says_what_changed_by_more_than_the_margin_of_error(
    page: OpenPage, three: list[Sitting]
) -> None:
    keys = [sitting.key for sitting in three]

    history = page("/history")
    two = page(f"/history?before={keys[0]}&after={keys[1]}")

    assert "higher, by more than the margin of error" in history.text
    assert history.html.count('class="strip-dot"') == 3 * 12
    assert "no change larger than the margin of error" in two.text
    assert "SQL over time. 6 May 2026: " in history.html
