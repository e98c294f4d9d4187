"""From a finished sitting to what the training functions read: abilities, draws, answers by objective."""

from collections.abc import Mapping, Sequence

import numpy as np

from quiz.assess.levels import Statement
from quiz.sittings.events import answered_positions
from quiz.sittings.measuring import Tools, estimates_of, joint_of
from quiz.sittings.models import Sitting
from quiz.training.effort import Standing, shown_of

#: how many abilities are drawn from the posterior; the range of hours rests on them
DRAWS = 64
#: the draws are the same at every look, so that a page does not change by itself
SEED = 20261127


def open_levels(
    sitting: Sitting, tools: Tools, required: Mapping[str, float]
) -> dict[str, float]:
    """Return the required levels of the areas that are not reached; a reached one has no gap to close."""
    return {
        area: required[area]
        for area, estimate in estimates_of(sitting, tools, required=required).items()
        if estimate.statement is not Statement.REACHED
    }


def standing_of(
    chain: Sequence[Sitting],
    required: Mapping[str, float],
    learned: frozenset[str] = frozenset(),
) -> Standing:
    """Return where a person stands by their latest sitting and, for single objectives, those it goes on from.

    Abilities come from the latest, which has the earlier ones in its prior; answers on an objective
    count wherever they were given.
    """
    joint = joint_of(chain[0])
    root = np.linalg.cholesky(joint.covariance)
    noise = np.random.default_rng(SEED).standard_normal((DRAWS, len(joint.areas)))
    return Standing(
        areas=joint.areas,
        theta=joint.mean,
        draws=joint.mean + noise @ root.T,
        required=required,
        shown=shown_of(
            [
                (position.question.objective, position.answer.score)
                for sitting in chain
                for position in answered_positions(sitting.positions)
                if position.answer is not None
            ]
        ),
        learned=learned,
    )
