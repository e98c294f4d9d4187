"""The results of a calibration as input of a simulation."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.errors import ImpossibleItem
from quiz.measurement.irt.items import Item


@dataclass(frozen=True, slots=True)
class FittedParameters:
    """Item parameters and population from a calibration."""

    #: id, a, b, a_se, b_se of each fitted item
    items: tuple[tuple[str, float, float, float, float], ...] = ()
    #: areas, means and covariance of the people
    population: (
        tuple[tuple[str, ...], tuple[float, ...], tuple[tuple[float, ...], ...]] | None
    ) = None

    @classmethod
    def from_lines(
        cls, fitted: Iterable[str], population: str | None
    ) -> "FittedParameters":
        """Read the output of `trigpoint calibrate`: lines of items, and the population.

        Raises
        ------
        ImpossibleItem
            For a line that is not a fitted item.
        """
        try:
            lines = [json.loads(line) for line in fitted if line.strip()]
            items = tuple(
                (
                    str(line["id"]),
                    float(line["a"]),
                    float(line["b"]),
                    float(line["a_se"]),
                    float(line["b_se"]),
                )
                for line in lines
            )
        except (json.JSONDecodeError, KeyError, TypeError, ValueError) as fault:
            raise ImpossibleItem(
                f"A fitted item has id, a, b, a_se and b_se: {fault}"
            ) from None
        if population is None:
            return cls(items)
        prior = AbilityPrior.from_dict(json.loads(population))
        covariance = tuple(tuple(row) for row in prior.covariance.tolist())
        return cls(items, (prior.areas, tuple(prior.mean.tolist()), covariance))

    def population_prior(self) -> AbilityPrior | None:
        """Return the population as a prior."""
        if self.population is None:
            return None
        areas, mean, covariance = self.population
        return AbilityPrior.from_dict(
            {"areas": areas, "mean": mean, "covariance": covariance}
        )

    def apply_to(self, items: Iterable[Item]) -> list[Item]:
        """Return the items with their fitted parameters; others are unchanged."""
        by_item = {name: numbers for name, *numbers in self.items}
        learned = []
        for item in items:
            if item.id in by_item:
                a, b, a_se, b_se = by_item[item.id]
                learned.append(replace(item, a=a, b=b, c=None, a_se=a_se, b_se=b_se))
            else:
                learned.append(item)
        return learned
