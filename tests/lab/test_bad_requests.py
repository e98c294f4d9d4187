"""Requests that are refused, each with a sentence, and lines that are no requests."""

import json
from typing import Any

import pytest

from lab.engine_server.jsonlines import JsonLinesServer
from tests.lab.conversation import ITEMS, loaded, refused, say


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"op": None},
        {"op": "dance"},
        {"op": ["load"]},
        {"op": "load"},
        {"op": "load", "items": {}},
        {"op": "load", "items": ["q"]},
        {"op": "load", "items": [{"id": "q"}]},
        {"op": "load", "items": [{"id": "q", "area": "sql"}]},
        {"op": "load", "items": [{"id": "q", "area": "sql", "difficulty": "hard"}]},
        {"op": "load", "items": [{"id": "q", "area": "sql", "difficulty": True}]},
        {
            "op": "load",
            "items": [{"id": "q", "area": "sql", "difficulty": 0, "options": 2.5}],
        },
        {
            "op": "load",
            "items": [{"id": "q", "area": "sql", "difficulty": 0, "enemies": [1]}],
        },
        {
            "op": "load",
            "items": [{"id": "q", "area": "sql", "difficulty": 0, "code": 1}],
        },
        {
            "op": "load",
            "items": [{"id": "q", "area": "sql", "difficulty": 0, "steps": ["x"]}],
        },
        {"op": "load", "items": [ITEMS[0], ITEMS[0]]},
        {"op": "load", "items": ITEMS, "goals": []},
        {"op": "load", "items": ITEMS, "goals": {"junior": {}}},
        {"op": "load", "items": ITEMS, "goals": {"junior": {"sql": "high"}}},
        {"op": "load", "items": ITEMS, "prior": {"areas": ["sql"]}},
        {"op": "open"},
        {"op": "open", "goal": "senior"},
        {"op": "open", "goal": "junior", "length": "endless"},
        {"op": "open", "goal": "junior", "areas": ["cooking"]},
        {"op": "open", "goal": "junior", "areas": "sql"},
        {"op": "open", "goal": "junior", "seed": 1.5},
        {"op": "open", "goal": "junior", "max_items": -1},
        {"op": "next"},
        {"op": "next", "sitting": "s9"},
        {"op": "answer", "sitting": "s1", "item": "q9", "score": 1},
        {"op": "answer", "sitting": "s1", "item": "q1"},
        {"op": "answer", "sitting": "s1", "item": "q1", "score": 7},
        {"op": "report", "sitting": 1},
        {"op": "settle", "sitting": "s1", "area": "cooking"},
        {"op": "calibrate"},
        {"op": "calibrate", "answers": [{"candidate": "c1", "item": "q9", "score": 1}]},
    ],
    ids=lambda request: json.dumps(request)[:60],
)
def test_a_bad_request_is_refused_and_the_next_one_is_served(
    request_: dict[str, Any],
) -> None:
    engine = loaded()
    sitting = say(engine, op="open", goal="junior")
    waiting = say(engine, op="next", sitting=sitting)

    reason = refused(engine, **request_)

    assert reason
    assert say(engine, op="next", sitting=sitting) == waiting


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "null",
        "[]",
        '"open"',
        "[" * 100_000,
        "\x00",
        '{"op": "next", "sitting": NaN}',
    ],
    ids=["empty", "open", "null", "list", "string", "deep", "zero byte", "nan"],
)
def test_a_line_that_is_no_request_is_answered_all_the_same(line: str) -> None:
    answer = json.loads(loaded().answer_line(line))

    assert answer["ok"] is False


def test_before_a_bank_is_loaded_there_is_nothing_to_open() -> None:
    assert "load" in refused(JsonLinesServer(), op="open", goal="junior")


def test_numbers_without_end_are_refused() -> None:
    answer = JsonLinesServer().answer_line(
        '{"op": "load", "items": [], "cut_se": 1e999}'
    )

    assert "finite" in json.loads(answer)["error"]
