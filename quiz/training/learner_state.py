"""From a finished sitting to what the training functions read: abilities, draws, answers by objective."""

from collections.abc import Mapping, Sequence

import numpy as np

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.sittings.assessment.context import (
    AssessmentContext,
    estimate_sitting,
    joint_posterior,
)
from quiz.sittings.models import Sitting
from quiz.sittings.transitions import answered_attempt_items
from quiz.training.effort import LearnerState, score_objectives

#: how many abilities are drawn from the posterior; the range of hours rests on them
DRAW_COUNT = 64
#: the draws are the same at every look, so that a page does not change by itself
SEED = 20261127


def unreached_levels(
    sitting: Sitting, tools: AssessmentContext, required: Mapping[str, float]
) -> dict[str, float]:
    """Return the required levels of the areas that are not reached; a reached one has no gap to close."""
    return {
        area: required[area]
        for area, estimate in estimate_sitting(
            sitting, tools, required=required
        ).items()
        if estimate.statement is not MasteryStatement.REACHED
    }


def build_learner_state(
    chain: Sequence[Sitting],
    required: Mapping[str, float],
    learned: frozenset[str] = frozenset(),
) -> LearnerState:
    """Return where a person stands by their latest sitting and, for single objectives, those it goes on from.

    Abilities come from the latest, which has the earlier ones in its prior; answers on an objective
    count wherever they were given.
    """
    joint = joint_posterior(chain[0])
    root = np.linalg.cholesky(joint.covariance)
    noise = np.random.default_rng(SEED).standard_normal((DRAW_COUNT, len(joint.areas)))
    return LearnerState(
        areas=joint.areas,
        theta=joint.mean,
        draws=joint.mean + noise @ root.T,
        required=required,
        shown=score_objectives(
            [
                (position.question.objective, position.answer.score)
                for sitting in chain
                for position in answered_attempt_items(sitting.positions)
                if position.answer is not None
            ]
        ),
        learned=learned,
    )
