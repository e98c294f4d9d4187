"""What to teach, to whom and when."""

from collections.abc import Collection, Mapping
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.catalogue.skills import Objective, collect_prerequisites
from quiz.cohorts.analysis.members import MeasuredMember
from quiz.cohorts.analysis.teaching_plan import (
    LearnerNeeds,
    TeachingMode,
    TeachingPlan,
    TeachingThresholds,
    build_teaching_plan,
)
from quiz.cohorts.analysis.teaching_weeks import TeachingCalendar
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.training.effort import estimate_effort
from tests.cohorts.analysis.members import measured
from tests.training.people import bank, learner, levels

AUTUMN = TeachingCalendar(date(2026, 9, 7), date(2026, 12, 18), 20)


def objective(
    name: str, hours: float = 4, area: str = "sql", before: tuple[str, ...] = ()
) -> Objective:
    return Objective(
        id=name,
        area=area,
        level="J",
        bloom="Ap",
        hours=hours,
        prerequisites=before,
        name=name,
        text=name,
    )


FEW = {
    each.id: each
    for each in (
        objective("Q3", before=("Q2",)),
        objective("Q1"),
        objective("Q2", 6, before=("Q1",)),
        objective("G1", area="git"),
    )
}


def needs(
    key: str,
    hours: Mapping[str, float],
    *,
    below: Collection[str] = ("sql", "git"),
    undecided: Collection[str] = (),
    claimed: Collection[str] = (),
) -> LearnerNeeds:
    return LearnerNeeds(
        key, hours, frozenset(below), frozenset(undecided), frozenset(claimed)
    )


def plan_for(*learners: LearnerNeeds, **options: object) -> TeachingPlan:
    return build_teaching_plan(learners, FEW, AUTUMN, **options)  # type: ignore[arg-type]


def lacking(count: int, *, of: int = 10, name: str = "Q1") -> list[LearnerNeeds]:
    """Return a class in which so many lack one objective."""
    return [needs(f"p{n:02}", {name: 4.0} if n < count else {}) for n in range(of)]


@pytest.mark.parametrize(
    ("count", "mode"),
    [
        (10, TeachingMode.ALL),
        (6, TeachingMode.ALL),
        (5, TeachingMode.GROUP),
        (3, TeachingMode.GROUP),
        (2, TeachingMode.INDIVIDUAL),
        (1, TeachingMode.INDIVIDUAL),
    ],
)
def test_how_many_lack_an_objective_says_for_whom_it_is_taught(
    count: int, mode: TeachingMode
) -> None:
    (unit,) = plan_for(*lacking(count)).units

    assert unit.mode is mode
    assert unit.lacking == tuple(f"p{n:02}" for n in range(count))


def test_what_nobody_lacks_is_not_in_the_plan() -> None:
    plan = plan_for(*lacking(0))

    assert not plan.units
    assert plan.hours == 0
    assert plan.people == 10


def test_thresholds_are_the_instructors() -> None:
    strict = TeachingThresholds(share_for_all=0.9, smallest_group=6)

    assert plan_for(*lacking(8), thresholds=strict).units[0].mode is TeachingMode.GROUP
    assert (
        plan_for(*lacking(5), thresholds=strict).units[0].mode
        is TeachingMode.INDIVIDUAL
    )


def test_where_the_undecided_would_change_it_a_check_comes_first() -> None:
    unsure = [
        needs(f"u{n}", {"Q1": 4.0, "Q2": 6.0}, below=(), undecided=("sql",))
        for n in range(3)
    ]

    plan = plan_for(*lacking(4, of=7), *unsure)

    (check,) = plan.checks
    assert plan.by_objective["Q1"].mode is TeachingMode.ASK_FIRST
    assert plan.by_objective["Q1"].is_tentative
    assert (check.area, check.people) == ("sql", ("u0", "u1", "u2"))
    assert check.objectives == ("Q1", "Q2")


def test_undecided_people_who_would_change_nothing_need_no_check() -> None:
    unsure = needs("u", {"Q1": 4.0}, below=(), undecided=("sql",))

    plan = plan_for(*lacking(8, of=9), unsure)

    assert plan.units[0].mode is TeachingMode.ALL
    assert plan.units[0].undecided == ("u",)
    assert not plan.checks


def test_an_area_that_is_reached_is_not_taught_whatever_single_answers_say() -> None:
    reached = [needs(f"p{n}", {"Q1": 4.0}, below=("git",)) for n in range(10)]

    assert not plan_for(*reached).units


def test_ticks_stand_beside_it_as_claimed() -> None:
    learners = lacking(6)
    ticked = [
        needs(one.key, one.hours, claimed=("Q1",)) if n < 2 else one
        for n, one in enumerate(learners)
    ]

    (unit,) = plan_for(*ticked).units

    assert unit.claimed == ("p00", "p01")
    assert unit.lacking == ("p02", "p03", "p04", "p05")
    assert unit.mode is TeachingMode.GROUP


def test_what_all_say_they_have_learned_is_left_out() -> None:
    ticked = [needs(f"p{n}", {"Q1": 4.0}, claimed=("Q1",)) for n in range(10)]

    assert not plan_for(*ticked).units


def test_hours_are_the_mean_of_what_is_left_in_half_hours() -> None:
    plan = plan_for(
        needs("a", {"Q1": 4.0}), needs("b", {"Q1": 2.0}), needs("c", {"Q1": 2.2})
    )

    assert plan.units[0].hours == 3.0


def test_nothing_comes_before_what_it_builds_on() -> None:
    hours = {"Q3": 4.0, "Q2": 6.0, "Q1": 4.0}

    plan = plan_for(*(needs(f"p{n}", hours) for n in range(6)))

    assert [unit.objective.id for unit in plan.units] == ["Q1", "Q2", "Q3"]


def test_what_serves_more_people_comes_earlier() -> None:
    """Both take four hours and build on nothing."""
    many = [needs(f"p{n}", {"Q1": 4.0}) for n in range(6)]
    few = [needs(f"f{n}", {"G1": 4.0}) for n in range(4)]

    plan = plan_for(*many, *few)

    assert [unit.objective.id for unit in plan.units] == ["Q1", "G1"]


def test_what_single_people_need_takes_no_hours_of_the_class() -> None:
    plan = plan_for(*lacking(6), needs("alone", {"G1": 4.0}))

    assert [unit.objective.id for unit in plan.individual] == ["G1"]
    assert [one.objective for week in plan.weeks for one in week.lessons] == ["Q1"]


def test_what_does_not_fit_before_the_end_is_said() -> None:
    short = TeachingCalendar(date(2026, 9, 7), date(2026, 9, 11), 5)
    hours = {"Q1": 4.0, "Q2": 6.0}

    plan = build_teaching_plan([needs(f"p{n}", hours) for n in range(6)], FEW, short)

    assert plan.hours == 5
    assert [(one.objective, one.hours) for one in plan.left_over] == [("Q2", 5.0)]


def test_the_check_that_decides_most_hours_comes_first() -> None:
    unsure = [
        needs(
            f"u{n}",
            {"Q1": 4.0, "Q2": 6.0, "G1": 4.0},
            below=(),
            undecided=("sql", "git"),
        )
        for n in range(6)
    ]

    plan = plan_for(*unsure)

    assert [check.area for check in plan.checks] == ["sql", "git"]


def test_an_empty_class_has_an_empty_plan() -> None:
    plan = plan_for()

    assert not plan.units
    assert len(plan.weeks) == 15


def real_needs(seed: int, people: int) -> list[LearnerNeeds]:
    """Return learners of the real bank with a junior goal."""
    rng = np.random.default_rng(seed)
    required = levels("junior")
    learners = []
    for person in range(people):
        theta = dict(
            zip(bank().areas, rng.normal(-0.8, 0.7, len(bank().areas)), strict=True)
        )
        effort = estimate_effort(learner(theta), bank().objectives)
        statements = rng.choice(np.array(list(MasteryStatement)), len(required))
        areas = {
            area: measured(1.0, MasteryStatement(str(said)))
            for area, said in zip(required, statements, strict=True)
        }
        ticks = rng.choice(list(bank().objectives), 5).tolist()
        learners.append(
            LearnerNeeds.from_effort(
                MeasuredMember(f"p{person}", areas), effort, frozenset(ticks)
            )
        )
    return learners


@pytest.mark.parametrize("seed", range(4))
def test_plans_of_the_real_bank_keep_their_promises(seed: int) -> None:
    plan = build_teaching_plan(
        real_needs(seed, 12), bank().objectives, AUTUMN, curriculum=bank().curriculum
    )

    before = collect_prerequisites(bank().objectives)
    order = [unit.objective.id for unit in plan.units]
    for place, name in enumerate(order):
        assert not before[name] & set(order[place:])
    lessons = [one for week in plan.weeks for one in week.lessons] + [*plan.left_over]
    in_class = [unit for unit in plan.units if unit.mode is not TeachingMode.INDIVIDUAL]
    assert sum(one.hours for one in lessons) == pytest.approx(
        sum(unit.hours for unit in in_class)
    )
    for unit in plan.units:
        groups = (unit.lacking, unit.undecided, unit.claimed)
        everyone = [key for group in groups for key in group]
        assert len(everyone) == len(set(everyone))
        assert unit.hours > 0


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from(["lacks", "unsure", "claims", "knows"]), max_size=14))
def test_the_mode_is_what_the_counts_say(kinds: list[str]) -> None:
    learners = [
        needs(
            f"p{n:02}",
            {} if kind == "knows" else {"Q1": 4.0},
            below=() if kind == "unsure" else ("sql",),
            undecided=("sql",) if kind == "unsure" else (),
            claimed=("Q1",) if kind == "claims" else (),
        )
        for n, kind in enumerate(kinds)
    ]

    plan = plan_for(*learners)

    least = kinds.count("lacks")
    most = least + kinds.count("unsure")
    if not most:
        assert not plan.units
        return
    (unit,) = plan.units
    assert (len(unit.lacking), len(unit.undecided)) == (least, most - least)
    if unit.mode is TeachingMode.ALL:
        assert least >= 0.6 * len(kinds)
    if unit.mode is TeachingMode.INDIVIDUAL:
        assert most < 3
    if least == most:
        assert unit.mode is not TeachingMode.ASK_FIRST
