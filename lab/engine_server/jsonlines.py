"""The engine on two pipes: a JSON request a line in, a JSON answer a line out, and no line ever ends it.

{"op": "load", "items": [...], "goals": {...}}    {"ok": true, "result": {"items": 3, "areas": 3}}
{"op": "open", "goal": "junior", "seed": 7}       {"ok": true, "result": "s1"}
{"op": "next", "sitting": "s1"}                   {"ok": true, "result": "q1"}
{"op": "answer", "sitting": "s1", "item": "q1", "score": 1}
{"op": "report", "sitting": "s1"}
{"op": "settle", "sitting": "s1", "area": "sql"}
{"op": "calibrate", "answers": [{"candidate": "c1", "item": "q1", "score": 1}]}
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TextIO, cast

from lab.engine_server.request_fields import (
    BadRequest,
    JsonObject,
    read_flag,
    read_integer,
    read_list,
    read_names,
    read_number,
    read_numbers,
    read_object,
    read_optional_integer,
    read_optional_number,
    read_optional_text,
    read_text,
)
from lab.engine_server.session import EngineSession, SittingRequest
from quiz.calibration import ScoredResponse
from quiz.errors import NotNow, TrigpointError
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import STOPPING_RULES, Length
from quiz.measurement.irt.items import GradedModel, Item, Response


def serve_requests(requests: TextIO, answers: TextIO) -> None:
    """Answer every line of `requests` with a line, until there are no more."""
    engine = JsonLinesServer()
    for line in requests:
        if line.strip():
            answers.write(engine.answer_line(line) + "\n")
            answers.flush()


@dataclass(eq=False)
class JsonLinesServer:
    """The requests, each turned into what the bench understands and back."""

    session: EngineSession | None = None

    def answer_line(self, line: str) -> str:
        """Return the answer to one request, as one line of JSON."""
        try:
            result = self._dispatch_request(read_object(json.loads(line)))
        except TrigpointError as refused:
            return _error_line(str(refused))
        except json.JSONDecodeError as fault:
            return _error_line(f"not JSON: {fault}")
        # An examiner's hundred thousand sittings must not end with one odd request: whatever
        # goes wrong is told on its line, and the next line is read.
        except Exception as fault:  # noqa: BLE001
            return _error_line(f"{type(fault).__name__}: {fault}")
        return json.dumps(
            {"ok": True, "result": result}, ensure_ascii=False, allow_nan=False
        )

    def _dispatch_request(self, request: JsonObject) -> Any:
        if request.get("op") == "load":
            return self._load_bank(request)
        operations: Mapping[str, Callable[[EngineSession, JsonObject], Any]] = {
            "open": _open_sitting,
            "next": _next_item,
            "answer": _record_answer,
            "report": _report_areas,
            "settle": _forecast_questions,
            "calibrate": _calibrate_items,
        }
        operation = operations.get(read_text(request, "op"))
        if operation is None:
            raise BadRequest(f"“op” is one of load, {', '.join(operations)}")
        if self.session is None:
            raise NotNow("No bank is loaded yet: begin with “load”.")
        return operation(self.session, request)

    def _load_bank(self, request: JsonObject) -> dict[str, int]:
        """Load a bank in place of the one before, whose sittings are gone."""
        items = [
            _read_item(read_object(entry, "an item"))
            for entry in read_list(request, "items")
        ]
        goals = read_object(request.get("goals", {}), "“goals”")
        prior = request.get("prior")
        bench = EngineSession.from_bank(
            items,
            {
                name: read_numbers(cuts, f"the goal “{name}”")
                for name, cuts in goals.items()
            },
            cut_se=read_number(request, "cut_se", 0.0),
            prior=None
            if prior is None
            else AbilityPrior.from_dict(read_object(prior, "“prior”")),
            learns=read_flag(request, "learn", default=True),
        )
        self.session = bench
        return {"items": len(bench.pool), "areas": len(bench.pool.areas)}


def _error_line(why: str) -> str:
    return json.dumps({"ok": False, "error": why}, ensure_ascii=False)


def _read_item(entry: JsonObject) -> Item:
    steps = entry.get("steps")
    calibrated = entry.get("b") is not None
    return Item(
        id=read_text(entry, "id"),
        area=read_text(entry, "area"),
        # A calibrated item's difficulty is its b; the author's guess is then not needed.
        difficulty=read_number(entry, "difficulty", 0.0 if calibrated else None),
        options=read_integer(entry, "options", 0),
        seconds=read_number(entry, "seconds", 60.0),
        categories=read_integer(entry, "categories", 2),
        a=read_optional_number(entry, "a"),
        b=read_optional_number(entry, "b"),
        c=read_optional_number(entry, "c"),
        a_se=read_number(entry, "a_se", 0.0),
        b_se=read_number(entry, "b_se", 0.0),
        thresholds=None if steps is None else tuple(_read_thresholds(entry)),
        model=cast("GradedModel", read_optional_text(entry, "model") or "graded"),
        objective=read_optional_text(entry, "objective") or "",
        code=read_flag(entry, "code", default=False),
        form=read_optional_text(entry, "form") or "",
        enemies=read_names(entry, "enemies") or frozenset(),
    )


def _read_thresholds(entry: JsonObject) -> list[float]:
    return [read_number({"steps": step}, "steps") for step in read_list(entry, "steps")]


def _open_sitting(bench: EngineSession, request: JsonObject) -> str:
    length = read_optional_text(request, "length") or "standard"
    if length not in STOPPING_RULES:
        raise BadRequest(f"“length” is one of {', '.join(STOPPING_RULES)}")
    return bench.open_sitting(
        SittingRequest(
            goal=read_text(request, "goal"),
            candidate=read_optional_text(request, "candidate"),
            seed=read_integer(request, "seed", 0),
            max_items=read_optional_integer(request, "max_items"),
            length=cast("Length", length),
            areas=read_names(request, "areas"),
            objectives=read_names(request, "objectives"),
            use_time=read_flag(request, "use_time", default=False),
        )
    )


def _next_item(bench: EngineSession, request: JsonObject) -> str | None:
    return bench.next_item(read_text(request, "sitting"))


def _record_answer(bench: EngineSession, request: JsonObject) -> None:
    dont_know = read_flag(request, "dont_know", default=False)
    response = Response(
        item=read_text(request, "item"),
        score=0.0 if dont_know else read_number(request, "score"),
        dont_know=dont_know,
        seconds=read_optional_number(request, "seconds"),
    )
    bench.record_answer(read_text(request, "sitting"), response)


def _report_areas(
    bench: EngineSession, request: JsonObject
) -> dict[str, dict[str, float]]:
    return {
        area: {
            "p_reached": estimate.p_reached,
            "theta": estimate.theta,
            "low": estimate.low95,
            "high": estimate.high95,
            "asked": estimate.asked,
        }
        for area, estimate in bench.report_areas(read_text(request, "sitting")).items()
    }


def _forecast_questions(bench: EngineSession, request: JsonObject) -> int | None:
    return bench.forecast_questions(
        read_text(request, "sitting"), read_text(request, "area")
    )


def _calibrate_items(
    bench: EngineSession, request: JsonObject
) -> dict[str, dict[str, float]]:
    answers = [
        _read_response(read_object(entry, "an answer"))
        for entry in read_list(request, "answers")
    ]
    return {
        item: {"a": fitted.a, "b": fitted.b, "a_se": fitted.a_se, "b_se": fitted.b_se}
        for item, fitted in bench.calibrate_items(answers).items()
    }


def _read_response(entry: JsonObject) -> ScoredResponse:
    dont_know = read_flag(entry, "dont_know", default=False)
    return ScoredResponse(
        candidate=read_text(entry, "candidate"),
        item=read_text(entry, "item"),
        score=0.0 if dont_know else read_number(entry, "score"),
        dont_know=dont_know,
    )
