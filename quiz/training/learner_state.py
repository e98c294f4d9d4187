"""From a finished assessment to what the training functions read: abilities, draws, answers by objective."""

from collections.abc import Mapping, Sequence

import numpy as np

from quiz.measurement.reporting.classification import (
    NO_GAP_STATEMENTS,
    MasteryStatement,
)
from quiz.sittings.assessment.context import (
    AssessmentContext,
    estimate_sitting,
    joint_posterior,
)
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.models import Sitting
from quiz.training.effort import LearnerState, score_objectives

#: how many abilities are drawn from the posterior; the range of hours rests on them
DRAW_COUNT = 64
#: the draws are the same at every look, so that a page does not change by itself
SEED = 20261127


def classify_areas(
    sitting: Sitting, tools: AssessmentContext, required: Mapping[str, float]
) -> dict[str, MasteryStatement]:
    """Return what the assessment says of each required area."""
    estimates = estimate_sitting(sitting, tools, required=required)
    return {
        area: estimate.statement
        for area, estimate in estimates.items()
        if required.get(area, 0.0) > 0
    }


def select_open_levels(
    statements: Mapping[str, MasteryStatement], required: Mapping[str, float]
) -> dict[str, float]:
    """Return the required levels of the areas that may have a gap: all but the reached and probably reached ones."""
    return {
        area: required[area]
        for area, statement in statements.items()
        if statement not in NO_GAP_STATEMENTS
    }


def build_learner_state(
    chain: Sequence[Sitting],
    required: Mapping[str, float],
    learned: frozenset[str] = frozenset(),
) -> LearnerState:
    """Return where a person stands by their latest assessment and, for single objectives, those before it.

    Abilities come from the latest, which has the earlier ones in its prior; answers on an objective
    count wherever they were given.
    """
    joint = joint_posterior(chain[0])
    root = np.linalg.cholesky(joint.covariance)
    noise = np.random.default_rng(SEED).standard_normal((DRAW_COUNT, len(joint.areas)))
    answered = [
        (item, item.answer)
        for sitting in chain
        for item in counting_attempt_items(sitting.positions)
        if item.answer is not None
    ]
    return LearnerState(
        areas=joint.areas,
        theta=joint.mean,
        draws=joint.mean + noise @ root.T,
        required=required,
        shown=score_objectives(
            [(item.question.objective, answer.score) for item, answer in answered]
        ),
        learned=learned,
        from_zero=bool(answered) and all(answer.dont_know for _, answer in answered),
    )
