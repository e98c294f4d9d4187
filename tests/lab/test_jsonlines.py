"""The conversation with the engine from outside, line by line."""

import io
import json
from typing import Any

import pytest

from lab.engine_server import jsonlines
from lab.engine_server.jsonlines import JsonLinesServer
from tests.lab.conversation import ITEMS, JUNIOR, loaded, refused, say


def many(count: int = 40) -> list[dict[str, Any]]:
    return [
        {"id": f"{area}{n}", "area": area, "difficulty": n / 10 - 2, "options": 4}
        for area in JUNIOR
        for n in range(count)
    ]


def sat_through(engine: JsonLinesServer, score: float = 1, **opening: Any) -> list[str]:
    """Return the items of a whole sitting, each answered alike."""
    sitting = say(engine, op="open", goal="junior", **opening)
    items = []
    while item := say(engine, op="next", sitting=sitting):
        items.append(item)
        say(engine, op="answer", sitting=sitting, item=item, score=score)
    return items


def test_a_bank_is_loaded_and_counted() -> None:
    counted = say(JsonLinesServer(), op="load", items=ITEMS, goals={"junior": JUNIOR})

    assert counted == {"items": 3, "areas": 3}


def test_sittings_are_numbered() -> None:
    engine = loaded()

    names = [
        say(
            engine,
            op="open",
            goal="junior",
            candidate="c1",
            seed=7,
            max_items=40,
            length="standard",
            areas=None,
        )
        for _ in "ab"
    ]

    assert names == ["s1", "s2"]


def test_the_same_item_is_served_until_it_is_answered() -> None:
    engine = loaded()
    sitting = say(engine, op="open", goal="junior")

    first, again = (say(engine, op="next", sitting=sitting) for _ in range(2))
    answered = say(engine, op="answer", sitting=sitting, item=first, score=1)
    other = say(engine, op="next", sitting=sitting)

    assert first == again != other
    assert answered is None


def test_a_repeated_answer_has_no_effect() -> None:
    engine = loaded()
    sitting = say(engine, op="open", goal="junior")
    item = say(engine, op="next", sitting=sitting)
    say(engine, op="answer", sitting=sitting, item=item, score=1)
    before = say(engine, op="report", sitting=sitting)

    say(engine, op="answer", sitting=sitting, item=item, score=1)
    say(engine, op="answer", sitting=sitting, item=item, score=0)

    assert say(engine, op="report", sitting=sitting) == before


def test_an_answer_to_another_item_than_the_one_served_is_refused() -> None:
    engine = loaded()
    sitting = say(engine, op="open", goal="junior")
    item = say(engine, op="next", sitting=sitting)
    other = next(one["id"] for one in ITEMS if one["id"] != item)

    assert item in refused(engine, op="answer", sitting=sitting, item=other, score=1)


def test_an_answer_before_any_item_was_served_is_refused() -> None:
    engine = loaded()
    sitting = say(engine, op="open", goal="junior")

    assert "next" in refused(engine, op="answer", sitting=sitting, item="q1", score=1)


def test_next_is_null_when_the_sitting_is_over() -> None:
    engine = loaded(many())
    sitting = say(engine, op="open", goal="junior", max_items=1)
    item = say(engine, op="next", sitting=sitting)
    say(engine, op="answer", sitting=sitting, item=item, dont_know=True)

    assert say(engine, op="next", sitting=sitting) is None
    assert say(engine, op="next", sitting=sitting) is None


def test_a_report_names_every_area_of_the_goal() -> None:
    engine = loaded()
    sitting = say(engine, op="open", goal="junior")

    found = say(engine, op="report", sitting=sitting)

    assert set(found) == set(JUNIOR)
    assert set(found["sql"]) == {"p_reached", "theta", "low", "high", "asked"}
    assert found["sql"]["low"] < found["sql"]["theta"] < found["sql"]["high"]


def test_a_sitting_can_be_restricted_to_some_areas() -> None:
    items = sat_through(loaded(many()), areas=["git"])

    assert items
    assert all(item.startswith("git") for item in items)


def test_a_candidate_who_opens_again_gets_other_questions_while_there_are_any() -> None:
    engine = loaded(many(8))

    first, second = (
        set(sat_through(engine, candidate="c1", length="quick", max_items=12))
        for _ in "ab"
    )
    third = set(sat_through(engine, candidate="c1", length="quick", max_items=12))

    assert len(first) == len(second) == 12
    assert first.isdisjoint(second)
    assert third


def test_exposure_is_counted_over_sittings() -> None:
    engine = loaded(many())
    shown: dict[str, int] = {}

    for number in range(150):
        for item in sat_through(engine, seed=number, max_items=6):
            shown[item] = shown.get(item, 0) + 1

    assert max(shown.values()) / 150 <= 0.35


def test_goals_count_exposure_apart() -> None:
    engine = JsonLinesServer()
    say(engine, op="load", items=many(), goals={"junior": JUNIOR, "other": JUNIOR})
    sat_through(engine)

    bench = engine.session
    assert bench is not None
    assert bench.opened == {"junior": 1}


def test_calibration_returns_parameters_with_their_errors() -> None:
    engine = loaded()
    answers = [
        {"candidate": f"c{n}", "item": "q1", "score": min(n % 4, 1)} for n in range(40)
    ]

    found = say(
        engine,
        op="calibrate",
        answers=[*answers, {"candidate": "c1", "item": "q3", "dont_know": True}],
    )

    assert set(found) == {"q1", "q3"}
    assert set(found["q1"]) == {"a", "b", "a_se", "b_se"}


def test_settling_is_forecast() -> None:
    engine = loaded(many())
    sitting = say(engine, op="open", goal="junior")
    item = say(engine, op="next", sitting=sitting)
    say(engine, op="answer", sitting=sitting, item=item, score=1)

    forecast = say(engine, op="settle", sitting=sitting, area="sql")

    assert 1 <= forecast <= 30


def test_two_pipes_carry_the_conversation() -> None:
    requests = io.StringIO(
        "\n".join(
            [
                json.dumps({"op": "load", "items": ITEMS, "goals": {"junior": JUNIOR}}),
                "nonsense",
                "",
                json.dumps({"op": "open", "goal": "junior"}),
            ]
        )
    )
    answers = io.StringIO()

    jsonlines.serve_requests(requests, answers)

    lines = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert [line["ok"] for line in lines] == [True, False, True]
    assert lines[2]["result"] == "s1"


def test_who_comes_is_learned_from_the_sittings_before() -> None:
    engine = loaded(many())
    for number in range(50):
        sat_through(engine, score=0, seed=number, max_items=8)

    sitting = say(engine, op="open", goal="junior")
    expected = say(engine, op="report", sitting=sitting)

    assert all(area["theta"] < -0.5 for area in expected.values())


@pytest.mark.parametrize(
    "said",
    [
        {"learn": False},
        {"prior": {"areas": ["sql"], "mean": [0], "covariance": [[1]]}},
    ],
    ids=["told not to", "prior given"],
)
def test_nothing_is_learned_when_it_was_told_otherwise(said: dict[str, Any]) -> None:
    engine = JsonLinesServer()
    say(engine, op="load", items=many(), goals={"junior": JUNIOR}, **said)
    for number in range(50):
        sat_through(engine, score=0, seed=number, max_items=8)

    sitting = say(engine, op="open", goal="junior")
    expected = say(engine, op="report", sitting=sitting)

    assert expected["sql"]["theta"] == pytest.approx(0, abs=1e-6)
