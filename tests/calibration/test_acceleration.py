"""Mixing past steps: the end is the same, only sooner, and a mixture that goes astray is forgotten."""

import numpy as np
import pytest

from quiz.calibration.acceleration import AndersonAccelerator
from quiz.calibration.e_step import Population
from quiz.calibration.m_step import ModelParameters

#: a slow iteration x → centre + PULL (x - centre), in some directions slower than in others
PULL = np.array([0.98, 0.9, 0.5, 0.97])
CENTRE = np.array([0.3, -0.2, 1.0, 0.5])


def parameters(values: np.ndarray) -> ModelParameters:
    """Return parameters of two items and no interesting population."""
    return ModelParameters(values[:2], values[2:], Population(np.zeros(1), np.eye(1)))


def step(now: ModelParameters) -> ModelParameters:
    """Return where a plain step leads."""
    values = np.concatenate([now.log_slope, now.difficulty])
    return parameters(CENTRE + PULL * (values - CENTRE))


def test_it_comes_to_the_same_end_much_sooner() -> None:
    mixer, plain = AndersonAccelerator(parameters(np.zeros(4))), parameters(np.zeros(4))

    for _ in range(12):
        mixer.apply_step(step(mixer.current_parameters))
        plain = step(plain)

    mixed = np.concatenate(
        [mixer.current_parameters.log_slope, mixer.current_parameters.difficulty]
    )
    assert mixed == pytest.approx(CENTRE, abs=1e-6)
    assert (
        np.abs(np.concatenate([plain.log_slope, plain.difficulty]) - CENTRE).max() > 0.1
    )


def test_the_move_it_tells_is_that_of_the_plain_step() -> None:
    mixer = AndersonAccelerator(parameters(np.zeros(4)))

    move = mixer.apply_step(step(mixer.current_parameters))

    assert move == pytest.approx(np.abs(CENTRE * (1 - PULL)).max())


def test_after_a_leap_it_begins_again_with_plain_steps() -> None:
    mixer = AndersonAccelerator(parameters(np.zeros(4)))
    for _ in range(6):
        mixer.apply_step(step(mixer.current_parameters))
    far = parameters(np.full(4, 50.0))

    mixer.apply_step(far)

    assert np.concatenate(
        [mixer.current_parameters.log_slope, mixer.current_parameters.difficulty]
    ) == pytest.approx(np.full(4, 50.0))
