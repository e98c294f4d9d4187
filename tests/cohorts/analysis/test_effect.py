"""Entry against exit: growth without a lean, and those who were lost beside it."""

from dataclasses import replace

import numpy as np
import pytest

from quiz.cohorts.analysis.averages import FEWEST_PEOPLE
from quiz.cohorts.analysis.effect import (
    LOGITS_PER_LEVEL,
    METHOD,
    PairedMember,
    estimate_effect,
)
from tests.cohorts.analysis.learners import (
    AREAS,
    authored_pool,
    draw_cohort,
    without_area,
)


def test_a_large_cohort_shows_its_growth_in_every_area() -> None:
    effect = estimate_effect(draw_cohort(1, 60, 0.9), {})

    assert effect.overall is not None
    assert effect.overall.low < 0.9 < effect.overall.high
    assert effect.overall.is_shown
    assert tuple(effect.areas) == AREAS
    for area in effect.areas.values():
        assert area.growth == pytest.approx(0.9, abs=4 * area.standard_error)
        assert area.standard_error > effect.overall.standard_error
    assert effect.method == METHOD


def test_growth_does_not_lean_towards_zero_and_the_interval_holds() -> None:
    """Forty cohorts of fifteen: the mean of results would show about two thirds of this growth."""
    growths = []
    for seed in range(40):
        effect = estimate_effect(
            draw_cohort(1000 + seed, 15, 0.8, questions=4, entry_mean=-1.2), {}
        )
        assert effect.overall is not None
        growths.append(effect.overall)

    values = np.array([one.growth for one in growths])
    held = np.mean([one.low <= 0.8 <= one.high for one in growths])

    assert values.mean() == pytest.approx(
        0.8, abs=3 * values.std() / len(values) ** 0.5
    )
    # Binomial with 40 trials of .95: a standard deviation is .034.
    assert held >= 0.95 - 3 * 0.034
    stated = np.mean([one.standard_error for one in growths])
    assert stated == pytest.approx(values.std(), rel=0.35)


def test_entry_and_exit_changed_about_is_the_same_growth_downwards() -> None:
    cohort = draw_cohort(3, 20, 0.5)
    swapped = [PairedMember(one.key, one.exit, one.entry) for one in cohort]

    forward, backward = estimate_effect(cohort, {}), estimate_effect(swapped, {})

    assert forward.overall is not None
    assert backward.overall is not None
    assert backward.overall.growth == pytest.approx(-forward.overall.growth, abs=1e-3)
    assert backward.overall.low == pytest.approx(-forward.overall.high, abs=2e-3)


def test_the_order_of_people_does_not_matter() -> None:
    cohort = draw_cohort(4, 12, 0.5)

    one, other = estimate_effect(cohort, {}), estimate_effect(cohort[::-1], {})

    assert one.overall is not None
    assert other.overall is not None
    assert other.overall.growth == pytest.approx(one.overall.growth, abs=1e-6)


def test_four_people_have_no_effect() -> None:
    effect = estimate_effect(draw_cohort(5, FEWEST_PEOPLE - 1, 0.5), {})

    assert effect.overall is None
    assert not effect.areas
    assert effect.paired.people == 4


def test_more_people_make_it_surer() -> None:
    cohort = draw_cohort(6, 40, 0.5)

    few, many = estimate_effect(cohort[:10], {}), estimate_effect(cohort, {})

    assert few.overall is not None
    assert many.overall is not None
    assert many.overall.standard_error < 0.7 * few.overall.standard_error


def test_an_area_that_the_exit_check_left_out_has_no_effect() -> None:
    cohort = [
        replace(one, exit=without_area(one.exit, "git"))
        for one in draw_cohort(7, 12, 0.5)
    ]

    effect = estimate_effect(cohort, {})

    assert tuple(effect.areas) == ("http", "sql")
    assert effect.overall is not None


def test_a_member_without_answers_in_one_area_stays_in_the_others() -> None:
    cohort = draw_cohort(8, 12, 0.5)
    cohort[0] = replace(cohort[0], exit=without_area(cohort[0].exit, "git"))

    effect = estimate_effect(cohort, {})

    assert effect.areas["git"].people == 11
    assert effect.areas["sql"].people == 12


def test_doubt_about_questions_that_people_share_widens_the_interval() -> None:
    """Everybody gets the same questions, of which but the authors' estimate is known; another time others."""
    shared = estimate_effect(
        draw_cohort(9, 40, 0.5, pool=authored_pool(), same_questions=True), {}
    )
    spread = estimate_effect(draw_cohort(9, 40, 0.5, pool=authored_pool()), {})

    assert shared.overall is not None
    assert spread.overall is not None
    assert spread.overall.degrees_of_freedom < 45
    assert shared.overall.degrees_of_freedom > 60
    assert shared.overall.standard_error > 1.15 * spread.overall.standard_error


def test_those_who_were_lost_stand_beside_the_effect() -> None:
    cohort = draw_cohort(10, 6, 0.5)
    levels = {one.key: 1.0 for one in cohort} | {f"lost{n}": 0.4 for n in range(5)}

    effect = estimate_effect(cohort, levels)

    assert (effect.paired.people, effect.lost.people) == (6, 5)
    assert (effect.paired.level, effect.lost.level) == (1.0, 0.4)
    assert effect.lost_share == pytest.approx(5 / 11)


def test_the_level_of_four_lost_people_is_withheld_and_cannot_be_subtracted() -> None:
    """The level of all at entry is shown elsewhere, so the one of the paired would tell that of the four."""
    cohort = draw_cohort(10, 6, 0.5)
    levels = {one.key: 1.0 for one in cohort} | {f"lost{n}": 0.4 for n in range(4)}

    effect = estimate_effect(cohort, levels)

    assert effect.lost.people == 4
    assert effect.lost.level is None
    assert effect.paired.level is None
    assert effect.overall is not None


def test_nobody_lost_leaves_the_level_of_the_paired() -> None:
    cohort = draw_cohort(10, 6, 0.5)

    effect = estimate_effect(cohort, {one.key: 1.2 for one in cohort})

    assert effect.lost.people == 0
    assert effect.lost.level is None
    assert effect.paired.level == 1.2
    assert effect.lost_share == 0


def test_growth_in_levels_is_growth_in_logits_over_the_width_of_a_level() -> None:
    effect = estimate_effect(draw_cohort(11, 10, 0.5), {})

    assert effect.overall is not None
    growth, low, high = effect.overall.levels
    assert growth == effect.overall.growth / LOGITS_PER_LEVEL
    assert low < growth < high
