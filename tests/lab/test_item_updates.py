"""What is learned of authored questions while sittings go on."""

import numpy as np

from lab.online_calibration.item_updates import recalibrate_items
from lab.simulation.engines.trigpoint import EngineSettings, TrigpointEngine
from lab.simulation.sittings import run_sittings
from lab.simulation.worlds import WorldOptions, make_world
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response


def test_without_answers_the_bank_stays_as_it_is() -> None:
    pool = ItemPool.from_items([Item("q1", "sql", 0.0)])

    assert recalibrate_items(pool, []) is pool


def test_a_question_that_everyone_misses_is_taken_to_be_harder_than_its_author_said() -> (
    None
):
    pool = ItemPool.from_items([Item(f"q{number}", "sql", 0.0) for number in range(6)])
    hard = [
        [Response(f"q{number}", float(number > 0)) for number in range(6)]
        for _ in range(60)
    ]

    learned = recalibrate_items(pool, hard)

    b = {item.id: item.b or 0.0 for item in learned.items}
    assert b["q0"] > 0.5 > max(b[f"q{number}"] for number in range(1, 6))
    assert all(item.is_calibrated and item.b_se > 0 for item in learned.items)


def test_calibrated_questions_and_unanswered_ones_stay_as_they_are() -> None:
    known = Item("known", "sql", 0.0, a=1.0, b=2.0)
    idle = Item("idle", "sql", 1.0)
    pool = ItemPool.from_items([known, idle, Item("open", "sql", 0.0)])

    learned = recalibrate_items(
        pool, [[Response("known", 1.0), Response("open", 1.0)]] * 9
    )

    by_id = {item.id: item for item in learned.items}
    assert by_id["known"] is known
    assert by_id["idle"] is idle
    assert by_id["open"].is_calibrated


def test_learned_difficulties_lie_nearer_to_the_truth_than_authored_ones() -> None:
    """Recovery: 200 made-up people; the gain is many times its standard error."""
    world = make_world(
        WorldOptions(areas=3, items=90, people=200, knowledge="authored", seed=5)
    )
    engine = TrigpointEngine(world, EngineSettings(cap=20, fixed=True))
    taken = list(run_sittings(world, engine, range(200)))

    off = {
        name: np.array(
            [
                (item.b if item.b is not None else item.difficulty)
                - world.difficulty[int(item.id[1:])]
                for item in items
            ]
        )
        for name, items in (("authored", world.items), ("learned", engine.pool.items))
    }
    assert np.square(off["learned"]).mean() < 0.8 * np.square(off["authored"]).mean()
    assert len(taken) == 200
