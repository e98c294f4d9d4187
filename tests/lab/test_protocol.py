"""The protocol of `trigpoint engine`, against a transcript kept word for word.

The transcript holds every operation, every optional field and every kind of refusal. What it asks leaves the engine
no choice of question, so that it holds whatever the engine prefers; numbers are compared to six digits.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from lab.engine_server.jsonlines import JsonLinesServer

TRANSCRIPT = Path(__file__).parent / "golden" / "engine.transcript"


def read_transcript() -> list[tuple[str, dict[str, Any]]]:
    lines = TRANSCRIPT.read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("> ") for line in lines[::2])
    return [
        (request.removeprefix("> "), json.loads(answer.removeprefix("< ")))
        for request, answer in zip(lines[::2], lines[1::2], strict=True)
    ]


def flatten(value: Any, path: str = "") -> dict[str, Any]:
    """Return the leaves of a JSON value by their paths, in order."""
    if not isinstance(value, dict):
        return {path: value}
    return {
        name: leaf
        for key, inner in value.items()
        for name, leaf in flatten(inner, f"{path}/{key}").items()
    }


def test_the_engine_says_what_it_has_always_said() -> None:
    server = JsonLinesServer()

    for request, expected in read_transcript():
        answer = flatten(json.loads(server.answer_line(request)))

        wanted = {
            name: pytest.approx(value, rel=1e-6, abs=1e-6)
            if isinstance(value, float)
            else value
            for name, value in flatten(expected).items()
        }
        assert answer == wanted, request
        assert list(answer) == list(wanted)
