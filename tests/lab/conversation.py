"""Speaking to the engine server in the tests: a small bank, requests that succeed, requests that are refused."""

import json
from typing import Any

from lab.engine_server.jsonlines import JsonLinesServer

ITEMS: list[dict[str, Any]] = [
    {"id": "q1", "area": "sql", "difficulty": -0.8, "options": 4, "seconds": 35},
    {
        "id": "q2",
        "area": "git",
        "difficulty": 0.1,
        "options": 0,
        "seconds": 70,
        "a": 1.3,
        "b": 0.2,
        "c": 0,
    },
    {"id": "q3", "area": "soft", "difficulty": 0.0, "seconds": 60, "categories": 4},
]
JUNIOR = {"sql": -0.5, "git": -0.6, "soft": -0.4}


def loaded(items: list[dict[str, Any]] | None = None) -> JsonLinesServer:
    engine = JsonLinesServer()
    say(engine, op="load", items=items or ITEMS, goals={"junior": JUNIOR})
    return engine


def say(engine: JsonLinesServer, **request: Any) -> Any:
    """Return the result of a request that must succeed."""
    answer = json.loads(engine.answer_line(json.dumps(request)))
    assert answer["ok"] is True, answer
    return answer["result"]


def refused(engine: JsonLinesServer, **request: Any) -> str:
    """Return the reason why a request is refused."""
    answer = json.loads(engine.answer_line(json.dumps(request)))
    assert answer["ok"] is False, answer
    return str(answer["error"])
