"""The figures of simulated cohorts, from made-up errors."""

import pytest

from lab.bank_simulation.cohort_figures import (
    ChangeFigures,
    CohortErrors,
    EstimateError,
    WorldErrors,
    collect_errors,
    summarise_errors,
)
from lab.bank_simulation.cohort_table import list_change_rows, list_effect_rows


def world(seed: int, *errors: float) -> WorldErrors:
    """Return a world with one cohort for each error; intervals hold up to .2."""
    return WorldErrors(
        seed,
        tuple(
            CohortErrors(
                (8, 0.3),
                EstimateError(error, 0.1, holds=abs(error) <= 0.2),
                (EstimateError(error, 0.3, holds=True),),
                EstimateError(error / 2, 0.1, holds=False),
            )
            for error in errors
        ),
        {0.3: ChangeFigures(0.05, 0.04, 0.01, 0.2)},
    )


def test_bias_spread_and_coverage_are_over_all_cohorts() -> None:
    cells = collect_errors([world(1, 0.1, 0.3), world(2, -0.1, 0.1)])

    figures = summarise_errors(cells[8, 0.3].overall)

    assert figures.cohorts == 4
    assert figures.bias == pytest.approx(0.1)
    assert figures.spread == pytest.approx(0.02**0.5)
    assert figures.stated == pytest.approx(0.1)
    assert figures.coverage == 0.75


def test_cohorts_of_one_world_do_not_count_as_independent() -> None:
    """Two worlds a standard deviation apart, whatever the number of cohorts in each."""
    few = collect_errors([world(1, 0.2), world(2, 0.0)])
    many = collect_errors([world(1, *[0.2] * 50), world(2, *[0.0] * 50)])

    one, other = (summarise_errors(cells[8, 0.3].overall) for cells in (few, many))

    assert one.bias_error == pytest.approx(other.bias_error) == pytest.approx(0.1)


def test_tables_have_a_row_for_each_size_and_growth() -> None:
    worlds = [world(1, 0.1, 0.3), world(2, -0.1, 0.1)]

    effects = list(list_effect_rows(collect_errors(worlds)))
    changes = list(list_change_rows({0.3: [one.changes[0.3] for one in worlds]}, 60))

    assert effects[2].startswith("| 8 | .3 | 4 | .100 ± ")
    assert changes[2] == "| .3 | 120 | .050 | .040 | .010 | .200 |"
    assert {line.count("|") for line in effects} == {effects[0].count("|")}
