"""The page of a plan, on one day."""

from datetime import timedelta

import pytest

from quiz.training.planning.presenters import (
    NEXT_LINES,
    WEEKS_SHOWN,
    PlanView,
    WorkPart,
    build_plan_view,
)
from quiz.training.planning.ticks import Ticks
from tests.training.people import TODAY, bank
from tests.training.planning.test_schedule import ann

PLAN = ann(6)
ORDER = [need.objective.id for need in PLAN.order]
NOTHING = Ticks(frozenset(), frozenset(), frozenset())


def view(
    ticks: Ticks = NOTHING, *, days: int = 0, whole: bool = True, language: str = ""
) -> PlanView:
    day = TODAY + timedelta(days=days)
    return build_plan_view(PLAN, bank(), ticks, day, whole=whole, language=language)


def learned(*names: str) -> Ticks:
    return Ticks(frozenset(names), frozenset(), frozenset())


def test_the_next_weeks_begin_with_the_present_one() -> None:
    first, third = view(whole=False), view(whole=False, days=15)

    assert [week.number for week in first.weeks] == [1, 2, 3, 4, 5, 6]
    assert [week.number for week in third.weeks] == [3, 4, 5, 6, 7, 8]
    assert [week.is_now for week in third.weeks] == [True] + [False] * (WEEKS_SHOWN - 1)
    assert third.week_count == len(PLAN.weeks)
    assert len(view().weeks) == len(PLAN.weeks)


def test_the_last_day_of_a_week_belongs_to_it() -> None:
    assert view(days=6, whole=False).weeks[0].number == 1
    assert view(days=7, whole=False).weeks[0].number == 2
    assert view(days=6).behind == 0
    assert view(days=7).behind > 0


def test_next_are_the_first_objectives_that_are_not_ticked_each_once() -> None:
    def upcoming(found: PlanView) -> list[str]:
        return [line.objective.id for line in found.next_lines if line.objective]

    assert upcoming(view()) == ORDER[:NEXT_LINES]
    assert upcoming(view(learned(ORDER[0], ORDER[2]))) == [
        ORDER[1],
        ORDER[3],
        ORDER[4],
    ]


def test_ticks_are_counted_and_missed_ones_are_open() -> None:
    ticks = Ticks(frozenset({ORDER[0]}), frozenset({ORDER[1]}), frozenset({ORDER[2]}))

    found = view(ticks)

    assert (found.learned, found.missed, found.objectives) == (2, 1, len(ORDER))
    marks = {
        line.objective.id: (line.is_learned, line.is_missed)
        for week in found.weeks
        for line in week.lines
        if line.objective
    }
    assert [marks[name] for name in ORDER[:4]] == [
        (True, False),
        (True, False),
        (False, True),
        (False, False),
    ]


def test_hours_left_are_those_of_the_plan_without_what_is_learned() -> None:
    assert view().hours_left == pytest.approx(
        sum(week.hours for week in PLAN.weeks) / 0.8
    )
    ticked = view(learned(ORDER[0]))
    first = sum(
        line.hours
        for week in view().weeks
        for line in week.lines
        if line.objective and line.objective.id == ORDER[0]
    )
    assert view().hours_left - ticked.hours_left == pytest.approx(first / 0.8)


def test_projects_of_past_weeks_are_not_left() -> None:
    everything = learned(*ORDER)

    assert view(everything).hours_left > 0
    after = view(everything, days=7 * len(PLAN.weeks))
    assert after.hours_left == 0
    assert after.is_over
    assert not view(everything, days=7 * len(PLAN.weeks) - 1).is_over


def test_parts_of_work_are_named_first_later_and_whole() -> None:
    parts: dict[str, list[WorkPart]] = {}
    for week in view().weeks:
        for line in week.lines:
            name = line.objective.id if line.objective else line.project.id  # type: ignore[union-attr]  # one of the two
            parts.setdefault(name, []).append(line.part)

    for found in parts.values():
        if len(found) == 1:
            assert found == [WorkPart.WHOLE]
        else:
            assert found[0] is WorkPart.FIRST
            assert set(found[1:]) == {WorkPart.LATER}


def test_a_week_names_each_area_once_and_how_much_is_checked() -> None:
    for week, planned in zip(view().weeks, PLAN.weeks, strict=True):
        areas = [work.need.objective.area for work in planned.work if work.need]
        assert [area.id for area in week.areas] == list(dict.fromkeys(areas))
        assert week.checked == len(planned.check)
        assert week.review == planned.review
        assert week.last_day == week.begins + timedelta(days=6)


def test_material_is_in_the_language_of_the_plan() -> None:
    found = view(language="javascript")

    shown = {
        line.objective.id: line.resources
        for week in found.weeks
        for line in week.lines
        if line.objective
    }
    for name, pages in shown.items():
        assert pages == bank().resources_for(name, "javascript")
        in_language = [page.serves("javascript") for page in pages]
        assert all(in_language) or not any(in_language)
