"""Made-up worlds: they are what their options say, and people answer the same whoever asks."""

import numpy as np
import pytest

from lab.simulation.worlds import (
    SimulatedAnswer,
    WorldOptions,
    _splitmix_next,
    item_name,
    item_number,
    make_world,
    simulate_answer,
)
from quiz.measurement.errors import ImpossiblePlan


def test_the_same_options_make_the_same_world() -> None:
    first, second = (make_world(WorldOptions(people=20, seed=5)) for _ in range(2))

    assert first.items == second.items
    assert np.array_equal(first.abilities, second.abilities)


def test_more_people_leave_the_questions_as_they_were() -> None:
    few, many = (
        make_world(WorldOptions(people=10)),
        make_world(WorldOptions(people=500)),
    )

    assert few.items == many.items
    assert np.array_equal(few.cuts, many.cuts)


def test_it_is_the_world_of_the_findings_unless_told_otherwise() -> None:
    world = make_world(WorldOptions(people=20_000, items=6000))

    choice = world.choices > 0
    assert choice.mean() == pytest.approx(0.7, abs=4 * np.sqrt(0.21 / 6000))
    assert world.guessing[choice].mean() == pytest.approx(0.2, abs=0.02)
    assert (world.guessing[~choice] == 0).all()
    assert world.discrimination.mean() == pytest.approx(
        1.2, abs=4 * 0.37 / np.sqrt(6000)
    )
    off = world.authored - world.difficulty
    assert off.std() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(2 * 6000))
    correlations = np.asarray(np.corrcoef(world.abilities.T))[np.triu_indices(10, 1)]
    assert correlations.min() > 0.48
    assert correlations.max() < 0.73
    reached = np.mean([world.abilities >= cut for cut in world.cuts])
    assert reached == pytest.approx(0.45, abs=0.03)


def test_people_can_be_shifted_and_unrelated() -> None:
    world = make_world(
        WorldOptions(
            people=4000, correlation=0.0, population_mean=-0.5, population_sd=0.8
        )
    )

    correlations = np.asarray(np.corrcoef(world.abilities.T))[np.triu_indices(10, 1)]
    assert np.abs(correlations).max() < 4.5 / np.sqrt(4000)
    assert world.abilities.mean() == pytest.approx(-0.5, abs=4 * 0.8 / np.sqrt(40_000))
    assert world.abilities.std() == pytest.approx(0.8, abs=0.02)


def test_on_day_one_the_engine_knows_the_authors_guess_only() -> None:
    world = make_world(WorldOptions(people=1, graded_share=0.3, knowledge="authored"))

    assert not any(item.is_calibrated for item in world.items)
    assert {item.difficulty for item in world.items} == set(world.authored.tolist())


def test_calibrated_items_are_what_they_truly_are() -> None:
    world = make_world(WorldOptions(people=1, graded_share=0.3))

    graded = next(item for item in world.items if item.categories == 4)
    assert all(item.is_calibrated for item in world.items)
    assert graded.thresholds == tuple(world.thresholds[item_number(graded.id)].tolist())
    assert item_name(item_number(graded.id)) == graded.id


def test_an_answer_does_not_depend_on_who_asks_or_when() -> None:
    world = make_world(WorldOptions(people=50, graded_share=0.2, honest_share=0.5))

    there = [simulate_answer(world, 7, item) for item in range(100)]
    back = [simulate_answer(world, 7, item) for item in reversed(range(100))]

    assert there == back[::-1]


def test_the_share_of_right_answers_is_the_models() -> None:
    world = make_world(WorldOptions(people=3000, items=40, slip=0.1, seed=2))
    item = int(np.flatnonzero(world.choices > 0)[0])

    right = np.mean(
        [simulate_answer(world, person, item).score for person in range(3000)]
    )

    knows = 1 / (
        1
        + np.exp(
            -world.discrimination[item]
            * (world.abilities[:, world.item_area[item]] - world.difficulty[item])
        )
    )
    chance = 0.9 * knows + (1 - 0.9 * knows) * world.guessing[item]
    assert right == pytest.approx(chance.mean(), abs=4 * np.sqrt(0.25 / 3000))


def test_graded_answers_have_the_scores_of_their_categories() -> None:
    world = make_world(WorldOptions(people=200, items=40, graded_share=1.0))

    scores = {
        simulate_answer(world, person, item).score
        for person in range(200)
        for item in range(5)
    }

    assert scores == {0.0, 1 / 3, 2 / 3, 1.0}


def test_guessers_are_lucky_as_often_as_options_allow() -> None:
    world = make_world(WorldOptions(people=2000, items=40))
    choice, typed = (
        int(np.flatnonzero(found)[0])
        for found in (world.choices > 0, world.choices == 0)
    )

    lucky = np.mean(
        [simulate_answer(world, p, choice, "guessing").score for p in range(2000)]
    )

    assert lucky == pytest.approx(world.guessing[choice], abs=4 * np.sqrt(0.16 / 2000))
    assert not any(
        simulate_answer(world, p, typed, "guessing").score for p in range(2000)
    )


def test_half_guessers_know_less_often_than_they_could() -> None:
    world = make_world(
        WorldOptions(people=400, items=40, choice_share=0.0, difficulty_mean=-1)
    )

    honest, half = (
        np.mean(
            [
                simulate_answer(world, p, item, kind).score
                for p in range(400)
                for item in range(4)
            ]
        )
        for kind in ("honest", "half guessing")
    )

    assert half == pytest.approx(honest / 2, abs=4 * np.sqrt(0.25 / 400))


def test_people_who_say_so_do_not_guess_as_much() -> None:
    world = make_world(
        WorldOptions(people=500, items=40, honest_share=1.0, difficulty_mean=2)
    )

    answers = [
        simulate_answer(world, person, item)
        for person in range(500)
        for item in range(5)
    ]

    assert any(answer.dont_know for answer in answers)
    assert all(answer.score == 0 for answer in answers if answer.dont_know)


@pytest.mark.parametrize(("kind", "score"), [("all right", 1.0), ("all wrong", 0.0)])
def test_some_answer_all_the_same(kind: str, score: float) -> None:
    world = make_world(WorldOptions(people=1))

    given = {simulate_answer(world, 0, item, kind) for item in range(20)}  # type: ignore[arg-type]

    assert given == {SimulatedAnswer(score)}


def test_the_scrambler_is_splitmix64() -> None:
    # First number of the reference generator (Vigna, splitmix64.c) from the seed 1234567.
    assert _splitmix_next(1234567) == 6457827717110365317


@pytest.mark.parametrize(
    "knobs",
    [
        {"slip": 1.5},
        {"correlation": -0.2},
        {"areas": 0},
        {"areas": 9, "items": 8},
        {"people": 0},
    ],
)
def test_impossible_worlds_are_refused(knobs: dict[str, float]) -> None:
    with pytest.raises(ImpossiblePlan):
        WorldOptions(**knobs)  # type: ignore[arg-type]
