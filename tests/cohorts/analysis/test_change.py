"""Whether single members have changed, or only the measurement has."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.cohorts.analysis.change import (
    MeasuredAbility,
    average_ability,
    compare_checks,
    count_changes,
    measure_change,
    remove_prior,
)
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.reporting.change import ChangeDirection, reliable_change

AREAS = ("git", "sql")


def posterior(
    mean: tuple[float, float], variance: float, shared: float
) -> AbilityPrior:
    return AbilityPrior(
        AREAS, np.array(mean), np.array([[variance, shared], [shared, variance]])
    )


@given(
    theta=st.floats(-3, 3),
    sd=st.floats(0.1, 2.5),
    prior_mean=st.floats(-1, 1),
    prior_sd=st.floats(0.5, 1.5),
)
def test_dividing_the_prior_out_undoes_multiplying_it_in(
    theta: float, sd: float, prior_mean: float, prior_sd: float
) -> None:
    precision = 1 / sd**2 + 1 / prior_sd**2
    mixed = (theta / sd**2 + prior_mean / prior_sd**2) / precision
    estimate = MeasuredAbility(mixed, precision**-0.5)

    alone = remove_prior(estimate, prior_mean=prior_mean, prior_sd=prior_sd)

    if alone is not None:
        assert alone.theta == pytest.approx(theta, abs=1e-6)
        assert alone.sd == pytest.approx(sd, rel=1e-6)


def test_an_estimate_as_wide_as_the_prior_says_nothing() -> None:
    assert remove_prior(MeasuredAbility(0.4, 0.99)) is None
    assert measure_change(MeasuredAbility(0.4, 0.99), MeasuredAbility(2.0, 0.3)) is None


def test_unchanged_people_are_reported_as_changed_five_times_in_a_hundred() -> None:
    """True abilities are drawn widely, each is measured twice with a known error and the prior of strangers."""
    rng = np.random.default_rng(4)
    people, error = 20_000, 0.9
    truth = rng.normal(0, 1, people)
    shrink = 1 / (1 + error**2)
    sd = error * shrink**0.5
    posteriors = shrink * (truth + rng.normal(0, error, (2, people)))

    changes = [
        measure_change(MeasuredAbility(before, sd), MeasuredAbility(after, sd))
        for before, after in posteriors.T
    ]
    counts = count_changes(changes)

    assert counts.by_chance == pytest.approx(500)
    # Binomial with 20,000 trials of .025: a standard deviation is 22.
    assert counts.higher == pytest.approx(500, abs=90)
    assert counts.lower == pytest.approx(500, abs=90)
    # With the prior left in, hardly any would be: that is why it is divided out.
    left_in = sum(
        reliable_change(
            MeasuredAbility(before, sd), MeasuredAbility(after, sd)
        ).direction
        is not ChangeDirection.NO_CHANGE_SHOWN
        for before, after in posteriors.T
    )
    assert left_in < 300


def test_the_difference_is_the_true_one_on_average_and_its_band_holds_it() -> None:
    rng = np.random.default_rng(5)
    people, error, growth = 8_000, 0.8, 1.0
    truth = rng.normal(-0.5, 1, people)
    shrink = 1 / (1 + error**2)
    sd = error * shrink**0.5
    before = shrink * (truth + rng.normal(0, error, people))
    after = shrink * (truth + growth + rng.normal(0, error, people))

    changes = [
        measure_change(MeasuredAbility(one, sd), MeasuredAbility(other, sd))
        for one, other in zip(before, after, strict=True)
    ]

    differences = [one.difference for one in changes if one]
    assert np.mean(differences) == pytest.approx(growth, abs=0.05)
    held = np.mean([one.low <= growth <= one.high for one in changes if one])
    assert held == pytest.approx(0.95, abs=0.01)


def test_the_mean_over_areas_counts_that_they_err_together() -> None:
    together = average_ability(posterior((0.0, 1.0), 0.4, 0.2))
    apart = average_ability(posterior((0.0, 1.0), 0.4, 0.0))

    assert together.theta == 0.5
    assert together.sd**2 == pytest.approx((0.4 + 0.2) / 2)
    assert apart.sd**2 == pytest.approx(0.4 / 2)


def test_a_member_is_compared_by_area_and_over_all() -> None:
    before = posterior((-1.0, 0.0), 0.25, 0.1)
    after = posterior((0.6, 0.0), 0.25, 0.1)

    change = compare_checks("a", before, after, AREAS)

    assert change.overall is not None
    assert change.higher == ("git",)
    assert change.lower == ()
    assert change.areas["sql"].difference == 0
    assert 0 < change.overall.difference < change.areas["git"].difference


def test_areas_that_only_one_check_asked_about_are_not_compared() -> None:
    before = posterior((-1.0, 0.0), 0.25, 0.1)
    after = posterior((1.0, 0.0), 0.25, 0.1)

    change = compare_checks("a", before, after, ["git", "ops"])
    nothing = compare_checks("a", before, after, [])

    assert list(change.areas) == ["git"]
    assert nothing.overall is None
    assert not nothing.areas


def test_members_without_enough_answers_count_for_nothing() -> None:
    counts = count_changes([None, None])

    assert (counts.people, counts.no_change_shown, counts.by_chance) == (0, 0, 0)
