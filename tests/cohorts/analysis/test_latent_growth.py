"""The latent growth model against slower ways: exact sums, people left out, questions made harder."""

import numpy as np
import pytest

from quiz.cohorts.analysis.effect import collect_doubts
from quiz.cohorts.analysis.growth.latent_growth import (
    GrowthFit,
    GrowthPopulation,
    fit_growth,
    growth_contrasts,
    question_moves,
    question_variance,
    sampling_variance,
)
from quiz.measurement.irt.response_models import GRID, FloatArray
from tests.cohorts.analysis.learners import AREAS, authored_pool, draw_cohort

CONTRASTS = growth_contrasts(len(AREAS))


def likelihoods(
    people: int = 12, seed: int = 21, questions: int = 5
) -> tuple[FloatArray, np.ndarray]:
    cohort = draw_cohort(seed, people, 0.6, pool=authored_pool(), questions=questions)
    logs = [
        np.concatenate([one.entry.log_likelihood, one.exit.log_likelihood])
        for one in cohort
    ]
    answered = [
        np.concatenate([one.entry.answered, one.exit.answered]) for one in cohort
    ]
    return np.array(logs), np.array(answered)


def fitted(people: int = 12) -> tuple[GrowthFit, FloatArray]:
    logs, answered = likelihoods(people)
    return fit_growth(logs, answered), logs


def test_the_assumed_covariance_is_that_of_strangers_at_both_checks() -> None:
    covariance = GrowthPopulation.from_defaults(3).covariance

    assert covariance.diagonal() == pytest.approx(np.ones(6))
    assert covariance[0, 1] == pytest.approx(0.5)
    assert covariance[0, 3] == pytest.approx(0.8)
    assert covariance[0, 4] == pytest.approx(0.4)
    assert (np.linalg.eigvalsh(covariance) > 0).all()


def test_contrasts_take_entry_from_exit_and_their_mean() -> None:
    mean = np.array([0.0, 1.0, 2.0, 0.5, 1.0, 3.5])

    assert (CONTRASTS @ mean).tolist() == pytest.approx([0.5, 0.0, 1.5, 2 / 3])


def test_the_fitted_mean_is_where_the_exact_likelihood_is_flat() -> None:
    """One area, so that the marginal likelihood is a double sum: its slope in both means is 0 at the fit."""
    logs, answered = likelihoods(people=15)
    one_area = logs[:, [0, 3]]
    fit = fit_growth(one_area, answered[:, [0, 3]])
    precision, mean = fit.precision, fit.population.mean
    entry, exit_ = np.meshgrid(GRID - mean[0], GRID - mean[1], indexing="ij")
    log_prior = -0.5 * (
        precision[0, 0] * entry**2
        + 2 * precision[0, 1] * entry * exit_
        + precision[1, 1] * exit_**2
    )

    slopes, exact_means = [], []
    for rows in one_area:
        weights = np.exp(log_prior + rows[0][:, None] + rows[1][None, :])
        weights /= weights.sum()
        centre = np.array([(weights * entry).sum(), (weights * exit_).sum()])
        exact_means.append(centre + mean)
        slopes.append(precision @ centre)

    assert np.abs(fit.mean - exact_means).max() < 0.02
    information = fit.information.sum(axis=0)
    assert np.abs(np.linalg.solve(information, np.sum(slopes, axis=0))).max() < 0.02


def test_the_sampling_variance_is_that_of_leaving_each_person_out() -> None:
    logs, answered = likelihoods(people=10)
    fit = fit_growth(logs, answered)

    left_out = np.array(
        [
            CONTRASTS
            @ fit_growth(
                np.delete(logs, person, axis=0), np.delete(answered, person, axis=0)
            ).population.mean
            for person in range(10)
        ]
    )
    slow = 9 / 10 * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)

    # The slow way fits the covariance again each time, so it is the same only roughly.
    assert sampling_variance(fit, CONTRASTS) == pytest.approx(slow, rel=0.2)


def test_a_harder_question_moves_the_growth_as_the_derivative_says() -> None:
    """The curves of one question are moved along the scale and the model is fitted again."""
    cohort = draw_cohort(22, 10, 0.6, pool=authored_pool(), same_questions=True)
    doubts = collect_doubts(cohort, AREAS)
    logs = np.array(
        [
            np.concatenate([one.entry.log_likelihood, one.exit.log_likelihood])
            for one in cohort
        ]
    )
    answered = np.ones(logs.shape[:2], dtype=bool)
    fit = fit_growth(logs, answered)
    asked = doubts.item == 0
    step = 0.2

    moved = logs.copy()
    for person, row, slope in zip(
        doubts.person[asked], doubts.row[asked], doubts.slopes[asked], strict=True
    ):
        # ln P(θ - δ) = ln P(θ) - δ ∂ ln P/∂θ
        moved[person, row] -= step * slope
    refitted = fit_growth(moved, answered).population.mean

    moves = question_moves(fit, doubts, CONTRASTS, -doubts.slopes)
    derivative = moves[asked].sum(axis=0)
    difference = (CONTRASTS @ (refitted - fit.population.mean)) / step
    area = int(doubts.row[asked][0])
    # A harder question at entry means that people were better then, and so grew less.
    assert difference[area] < -0.05
    assert derivative[area] == pytest.approx(difference[area], rel=0.15)
    assert derivative[-1] == pytest.approx(difference[-1], rel=0.15)


def test_questions_that_are_known_add_no_variance() -> None:
    cohort = draw_cohort(23, 8, 0.6)
    fit, _ = fitted(8)

    doubts = collect_doubts(cohort, AREAS)

    assert question_variance(fit, doubts, CONTRASTS) == pytest.approx(np.zeros(4))


def test_all_wrong_at_entry_and_all_right_at_exit_stays_finite() -> None:
    logs, answered = likelihoods(people=8)
    falling = np.log(1 - 0.98 / (1 + np.exp(-1.2 * (GRID + 0.5))))
    rising = np.log(0.98 / (1 + np.exp(-1.2 * (GRID + 0.5))))
    logs[:, :3], logs[:, 3:] = 5 * falling, 5 * rising

    fit = fit_growth(logs, answered)

    assert np.isfinite(fit.population.mean).all()
    assert (CONTRASTS @ fit.population.mean > 2).all()
