"""Figures from records: by hand, and how they are written and drawn."""

import json
import math
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from lab.simulation.accuracy_plot import draw_plot
from lab.simulation.figures import (
    MeasuredValue,
    accuracy_curve,
    calibration_error,
    collect_results,
    compute_figures,
    ratio_estimate,
)
from lab.simulation.sittings import EngineReport, SittingRecord
from lab.simulation.table import format_table, report_as_json
from lab.simulation.worlds import World, WorldOptions, make_world


def world_of(seed: int = 1) -> World:
    """Return a world of two areas and four people."""
    return make_world(WorldOptions(people=4, areas=2, items=10, seed=seed))


def record_of(
    world: World, person: int, p: list[float], asked: tuple[int, ...] = (0, 1)
) -> SittingRecord:
    """Return a sitting that ended with these chances."""
    theta = world.abilities[person]
    return SittingRecord(
        person,
        asked,
        EngineReport(np.array(p), theta, theta - 1, theta + 1, np.array([2.0, 1.0])),
        checkpoint_p_reached=np.array([[0.5, 0.5], p]),
        checkpoint_questions=np.array([1, len(asked)]),
        step_seconds=np.array([0.001, 0.003]),
        expected_seconds=120.0,
    )


def certain(world: World, person: int, *, right: bool) -> list[float]:
    """Return chances of .95 or .05 that are all right or all wrong."""
    reaches = world.abilities[person] >= world.cuts[world.goal_index(person)]
    return [0.95 if one == right else 0.05 for one in reaches]


def test_the_shape_of_a_profile_and_the_least_asked_area_are_told() -> None:
    world = world_of()
    records = [record_of(world, person, [0.5, 0.5]) for person in range(4)]

    figures = compute_figures(collect_results([(world, records)]))

    # The estimates are the abilities themselves.
    assert figures["shape"].value == pytest.approx(1.0)
    assert figures["fewest in an area"].value == 1.0


def test_right_and_wrong_decisions_are_counted() -> None:
    world = world_of()
    records = [
        record_of(world, person, certain(world, person, right=person != 3))
        for person in range(4)
    ]

    figures = compute_figures(collect_results([(world, records)]))

    assert figures["accuracy"].value == 0.75
    # Of four people one is all wrong: √(Σ (y - .75)² · 4/3) / 4 = .25.
    assert figures["accuracy"].error == pytest.approx(0.25)
    assert figures["stated sure"].value == 1
    assert figures["right of those"].value == 0.75
    assert figures["coverage"].value == 1
    assert figures["questions"] == MeasuredValue(2, 0)
    assert figures["minutes"].value == 2
    assert figures["calibration error"].value == pytest.approx(0.2, abs=0.06)
    assert figures["step p50 ms"].value == pytest.approx(2)


def test_exposure_is_counted_within_a_goal() -> None:
    world = world_of()
    half = [0.5, 0.5]
    records = [
        record_of(world, 0, half, (0, 1)),
        record_of(world, 3, half, (0, 2)),
        record_of(world, 1, half, (3,)),
    ]

    figures = compute_figures(collect_results([(world, records)]))

    assert figures["most shown item"].value == 1.0
    assert figures["bank used"].value == 0.4
    assert figures["repeats"].value == 0


def test_an_item_that_comes_twice_is_a_repeat() -> None:
    world = world_of()

    figures = compute_figures(
        collect_results([(world, [record_of(world, 0, [0.5, 0.5], (1, 1, 2))])])
    )

    assert figures["repeats"].value == 1
    assert math.isnan(figures["accuracy"].error)
    assert math.isnan(figures["right of those"].value)


def test_with_enough_worlds_errors_are_between_worlds() -> None:
    worlds = [world_of(seed) for seed in range(1, 6)]
    shards = [
        (world, [record_of(world, p, certain(world, p, right=n > 0)) for p in range(4)])
        for n, world in enumerate(worlds)
    ]

    figures = compute_figures(collect_results(shards))

    assert figures["accuracy"].value == pytest.approx(0.8)
    assert figures["accuracy"].error == pytest.approx(0.2)


def test_the_curve_follows_the_checkpoints() -> None:
    world = world_of()
    records = [
        record_of(world, person, certain(world, person, right=True))
        for person in range(4)
    ]

    [(first, _), (last, accuracy)] = accuracy_curve(collect_results([(world, records)]))

    assert (first.value, last.value) == (1, 2)
    assert accuracy.value == 1


def test_a_ratio_of_independent_clusters_has_the_binomial_error() -> None:
    right = np.array([1.0] * 30 + [0.0] * 10)

    found = ratio_estimate(right, np.ones(40), np.arange(40))

    assert found.value == 0.75
    assert found.error == pytest.approx(np.sqrt(0.75 * 0.25 / 39))


def test_clusters_that_err_together_count_as_one() -> None:
    right = np.array([1.0] * 30 + [0.0] * 10)

    alone = ratio_estimate(right, np.ones(40), np.arange(40))
    together = ratio_estimate(right, np.ones(40), np.repeat(np.arange(8), 5))

    assert together.error > 2 * alone.error


def test_chances_that_are_a_tenth_too_high_show_as_a_tenth() -> None:
    p, truth = np.full((10, 10), 0.85), np.zeros((10, 10), dtype=bool)
    truth[:, :7] = True
    truth[:5, 7] = True

    found = calibration_error(p, truth, np.arange(10))

    assert found.value == pytest.approx(0.1)
    assert found.error < 0.03


def test_the_table_names_what_is_to_be_reached() -> None:
    figures = {
        "accuracy": MeasuredValue(0.8812, 0.0031),
        "questions": MeasuredValue(26.2, 0.1),
    }

    text = format_table(
        {
            "trigpoint": figures,
            "catsim": {"accuracy": MeasuredValue(math.nan, math.nan)},
        },
        day_one=False,
    )

    head, accuracy, questions = text.splitlines()
    assert head.split() == ["floor", "target", "trigpoint", "catsim"]
    assert accuracy.split() == [
        "accuracy",
        ".875",
        ".885",
        "0.8812",
        "±",
        "0.0031",
        "-",
    ]
    assert questions.split() == ["questions", "28", "26", "26.20", "±", "0.10", "-"]


def test_day_one_has_goals_of_its_own() -> None:
    text = format_table(
        {"trigpoint": {"accuracy": MeasuredValue(0.9, 0.0)}}, day_one=True
    )

    assert text.splitlines()[1].split() == ["accuracy", ".855", ".866", "0.9000"]


def test_json_has_no_nan() -> None:
    point = (MeasuredValue(4, 0.1), MeasuredValue(0.7, math.nan))

    found = report_as_json(
        {"a": {"accuracy": MeasuredValue(0.9, math.nan)}}, {"a": [point]}, {"seed": 1}
    )

    assert json.loads(json.dumps(found, allow_nan=False)) == {
        "options": {"seed": 1},
        "figures": {"a": {"accuracy": {"value": 0.9, "se": None}}},
        "curves": {
            "a": [
                {
                    "questions": {"value": 4, "se": 0.1},
                    "accuracy": {"value": 0.7, "se": None},
                }
            ]
        },
    }


def test_the_plot_is_an_svg_with_a_line_for_each_engine() -> None:
    curve = [
        (MeasuredValue(n, 0.0), MeasuredValue(0.6 + n / 100, 0.01)) for n in (5, 10, 25)
    ]
    unknown = [(MeasuredValue(5, 0.0), MeasuredValue(0.7, math.nan))]

    svg = ET.fromstring(draw_plot({"ours": curve, "<theirs>": unknown}))  # noqa: S314

    names = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    lines = list(svg.iter("{http://www.w3.org/2000/svg}polyline"))
    assert len(lines) == 2
    assert {"ours", "<theirs>", "mean number of questions"} <= set(names)


def test_an_empty_plot_still_has_its_axes() -> None:
    svg = ET.fromstring(draw_plot({"ours": []}))  # noqa: S314

    assert list(svg.iter("{http://www.w3.org/2000/svg}line"))
