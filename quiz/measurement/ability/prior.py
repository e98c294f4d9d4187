"""The prior over abilities: means and covariances of the areas before the first answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from quiz.measurement.errors import ImpossiblePrior
from quiz.measurement.irt.response_models import FloatArray

#: used until it is estimated: too high a value makes intervals too narrow, too low a value costs questions
ASSUMED_CORRELATION = 0.5
ASSUMED_SD = 1.0
#: time constant of forgetting: after this long, 63% of the information has decayed
MEMORY_DAYS = 730.0


@dataclass(frozen=True, eq=False)
class AbilityPrior:
    """A normal distribution over areas: θ ~ N(mean, covariance), in logits."""

    areas: tuple[str, ...]
    #: of shape (n_areas,)
    mean: FloatArray
    #: of shape (n_areas, n_areas)
    covariance: FloatArray
    #: area -> own answers of the sittings that it comes from; empty where that is not known
    answers: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_defaults(
        cls,
        areas: Iterable[str],
        *,
        mean: float = 0.0,
        sd: float = ASSUMED_SD,
        correlation: float = ASSUMED_CORRELATION,
    ) -> "AbilityPrior":
        """Return the prior for a person nothing is known about: the same for every area."""
        names = tuple(areas)
        covariance = np.full((len(names), len(names)), correlation * sd**2)
        np.fill_diagonal(covariance, sd**2)
        return cls(names, np.full(len(names), float(mean)), covariance)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "AbilityPrior":
        """Return the prior that `as_dict` wrote, validated."""
        try:
            areas = tuple(str(area) for area in stored["areas"])
            mean = np.array(stored["mean"], dtype=float)
            covariance = np.array(stored["covariance"], dtype=float)
            answers = {
                str(area): int(count)
                for area, count in dict(stored.get("answers", {})).items()
            }
        except (KeyError, TypeError, ValueError):
            raise ImpossiblePrior(
                "A prior has areas, a mean and a covariance, in numbers."
            ) from None
        return cls(areas, mean, covariance, answers).ensure_valid()

    def as_dict(self) -> dict[str, Any]:
        """Return the prior as lists of names and numbers, ready for JSON."""
        stored = {
            "areas": list(self.areas),
            "mean": self.mean.tolist(),
            "covariance": self.covariance.tolist(),
        }
        return stored | ({"answers": dict(self.answers)} if self.answers else {})

    def ensure_valid(self) -> "AbilityPrior":
        """Return the prior itself if it is a valid distribution.

        Raises
        ------
        ImpossiblePrior
            Shapes that do not fit, numbers that are not finite, or a covariance that is not
            symmetric and positive definite.
        """
        count = len(self.areas)
        if len(set(self.areas)) != count:
            raise ImpossiblePrior("A prior names an area twice.")
        if self.mean.shape != (count,) or self.covariance.shape != (count, count):
            raise ImpossiblePrior(
                "A prior needs one mean per area and one covariance per pair."
            )
        if not (np.isfinite(self.mean).all() and np.isfinite(self.covariance).all()):
            raise ImpossiblePrior("A prior's numbers must be finite.")
        if not np.allclose(self.covariance, self.covariance.T, atol=1e-9):
            raise ImpossiblePrior("A prior's covariance must be symmetric.")
        if count and float(np.linalg.eigvalsh(self.covariance)[0]) <= 1e-9:
            raise ImpossiblePrior("A prior's covariance must be positive definite.")
        return self

    def align_to(self, areas: Sequence[str]) -> "AbilityPrior":
        """Return the prior of exactly these areas, in this order.

        Areas it does not hold are predicted from those it does, by regression under the default prior.
        """
        if tuple(areas) == self.areas:
            return self
        known = [area for area in areas if area in self.areas]
        here = [self.areas.index(area) for area in known]
        mean, covariance = self.mean[here], self.covariance[np.ix_(here, here)]
        if len(known) == len(areas):
            return AbilityPrior(tuple(areas), mean, covariance, self.answers)
        return _extend_areas(AbilityPrior(tuple(known), mean, covariance), tuple(areas))

    def widen_with_time(
        self, days: float, toward: "AbilityPrior | None" = None
    ) -> "AbilityPrior":
        """Return the prior widened for the days since, in which the person may have changed.

        Σ(t) = w² Σ + (1 - w²) Σ₀, w = exp(-days / 730); the mean stays. Σ₀ is the default prior, so a
        person who has been measured is never known less well than a new one.
        """
        base = (toward or AbilityPrior.from_defaults(self.areas)).align_to(self.areas)
        kept = float(np.exp(-2 * max(days, 0.0) / MEMORY_DAYS))
        return replace(
            self, covariance=kept * self.covariance + (1 - kept) * base.covariance
        )


def _extend_areas(known: AbilityPrior, areas: tuple[str, ...]) -> AbilityPrior:
    base = AbilityPrior.from_defaults(areas)
    old = np.array([areas.index(area) for area in known.areas], dtype=np.intp)
    new = np.array(
        [n for n, area in enumerate(areas) if area not in known.areas], dtype=np.intp
    )
    slope = np.linalg.solve(
        base.covariance[np.ix_(old, old)], base.covariance[np.ix_(old, new)]
    ).T
    rest = base.covariance[np.ix_(new, new)] - slope @ base.covariance[np.ix_(old, new)]
    mean, covariance = base.mean.copy(), base.covariance.copy()
    mean[old] = known.mean
    mean[new] = base.mean[new] + slope @ (known.mean - base.mean[old])
    covariance[np.ix_(old, old)] = known.covariance
    covariance[np.ix_(new, old)] = slope @ known.covariance
    covariance[np.ix_(old, new)] = covariance[np.ix_(new, old)].T
    covariance[np.ix_(new, new)] = slope @ known.covariance @ slope.T + rest
    return AbilityPrior(areas, mean, covariance)
