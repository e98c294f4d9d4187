"""Anderson acceleration of the EM iteration: each step is mixed with the last few."""

import numpy as np

from quiz.calibration.e_step import Population
from quiz.calibration.m_step import ModelParameters
from quiz.measurement.irt.response_models import FloatArray

#: Number of plain steps at the start, and of past steps that are mixed afterwards.
PLAIN_STEPS = 3
MEMORY = 5
#: A step longer than the previous one by more than this factor restarts the acceleration.
MAX_GROWTH = 3.0


class AndersonAccelerator:
    """Holds the current parameters and turns each proposed step into a better one.

    x' = f(x) - Σ γ_j (Δf_j), where γ makes Σ γ_j Δ(f - x)_j nearest to f(x) - x.

    References
    ----------
    Anderson (1965), Journal of the ACM 12, 547-560; Walker & Ni (2011), SIAM Journal on Numerical
    Analysis 49, 1715-1735, for the form used here.
    """

    def __init__(self, start: ModelParameters) -> None:
        self._shape = (len(start.log_slope), len(start.population.mean))
        self._now = _pack_parameters(start)
        self._images: list[FloatArray] = []
        self._moves: list[FloatArray] = []
        self._steps = 0

    @property
    def current_parameters(self) -> ModelParameters:
        """The parameters to evaluate next."""
        return _unpack_parameters(self._now, *self._shape)

    def apply_step(self, proposed: ModelParameters) -> float:
        """Advance, given the result of one plain step from the current parameters; return its largest move."""
        image = _pack_parameters(proposed)
        move = image - self._now
        if self._moves and np.linalg.norm(move) > MAX_GROWTH * np.linalg.norm(
            self._moves[-1]
        ):
            self._images, self._moves = [], []
        self._steps += 1
        if self._steps > PLAIN_STEPS:
            self._images = [*self._images[-MEMORY:], image]
            self._moves = [*self._moves[-MEMORY:], move]
        self._now = self._mix_steps(image, move)
        return float(np.abs(move).max())

    def _mix_steps(self, image: FloatArray, move: FloatArray) -> FloatArray:
        if len(self._moves) < 2:
            return image
        moves = np.stack([move - past for past in self._moves[:-1]], axis=1)
        images = np.stack([image - past for past in self._images[:-1]], axis=1)
        weights, *_ = np.linalg.lstsq(moves, move, rcond=1e-6)
        mixed: FloatArray = image - images @ weights
        return mixed


def _pack_parameters(parameters: ModelParameters) -> FloatArray:
    """Pack the parameters into one vector.

    The covariance is stored as its Cholesky root with a logarithmic diagonal, so every mixture is a covariance.
    """
    root = np.linalg.cholesky(parameters.population.covariance)
    low = np.tril_indices(len(root), -1)
    return np.concatenate(
        [
            parameters.log_slope,
            parameters.difficulty,
            parameters.population.mean,
            np.log(np.diag(root)),
            root[low],
        ]
    )


def _unpack_parameters(vector: FloatArray, items: int, areas: int) -> ModelParameters:
    slope, difficulty, mean, diagonal, lower_triangle = np.split(
        vector, np.cumsum([items, items, areas, areas])
    )
    root = np.diag(np.exp(diagonal))
    root[np.tril_indices(areas, -1)] = lower_triangle
    return ModelParameters(slope, difficulty, Population(mean, root @ root.T))
