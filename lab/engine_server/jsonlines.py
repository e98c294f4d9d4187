"""The engine on two pipes: one JSON request a line in, one JSON answer a line out; no request stops the server.

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
from typing import Any, TextIO, TypeAlias

from lab.engine_server.requests import (
    AnswerRequest,
    AreaNamed,
    BadRequest,
    CalibrateRequest,
    LoadRequest,
    OpenRequest,
    SittingNamed,
    read_request,
)
from lab.engine_server.session import EngineSession
from quiz.errors import NotNow, TrigpointError
from quiz.measurement.ability.prior import AbilityPrior

Operation: TypeAlias = Callable[[EngineSession, object], Any]


def serve_requests(requests: TextIO, answers: TextIO) -> None:
    """Answer every line of `requests` with a line, until there are no more."""
    server = JsonLinesServer()
    for line in requests:
        if line.strip():
            answers.write(server.answer_line(line) + "\n")
            answers.flush()


@dataclass(eq=False)
class JsonLinesServer:
    """Reads requests, hands them to the session, and writes its results as JSON."""

    session: EngineSession | None = None

    def answer_line(self, line: str) -> str:
        """Return the answer to one request, as one line of JSON."""
        try:
            result = self._dispatch_request(json.loads(line))
        except TrigpointError as refused:
            return _error_line(str(refused))
        except json.JSONDecodeError as fault:
            return _error_line(f"not JSON: {fault}")
        # One odd request must not end an examiner's hundred thousand sittings: whatever goes wrong
        # is reported on its line, and the next line is read.
        except Exception as fault:  # noqa: BLE001
            return _error_line(f"{type(fault).__name__}: {fault}")
        return json.dumps(
            {"ok": True, "result": result}, ensure_ascii=False, allow_nan=False
        )

    def _dispatch_request(self, request: object) -> Any:
        if not isinstance(request, dict):
            raise BadRequest("a request must be a JSON object")
        name = request.get("op")
        if not isinstance(name, str) or not name:
            raise BadRequest("“op” must be a string and not empty")
        if name == "load":
            return self._load_bank(request)
        operation = _OPERATIONS.get(name)
        if operation is None:
            raise BadRequest(f"“op” is one of load, {', '.join(_OPERATIONS)}")
        if self.session is None:
            raise NotNow("No bank is loaded yet: begin with “load”.")
        return operation(self.session, request)

    def _load_bank(self, request: object) -> dict[str, int]:
        """Load a bank in place of the previous one, whose sittings are dropped."""
        bank = read_request(LoadRequest, request)
        self.session = EngineSession.from_bank(
            [entry.build_item() for entry in bank.items],
            bank.goals,
            cut_se=bank.cut_se,
            prior=None if bank.prior is None else AbilityPrior.from_dict(bank.prior),
            learns=bank.learn,
        )
        pool = self.session.pool
        return {"items": len(pool), "areas": len(pool.areas)}


def _error_line(why: str) -> str:
    return json.dumps({"ok": False, "error": why}, ensure_ascii=False)


def _open_sitting(session: EngineSession, request: object) -> str:
    return session.open_sitting(read_request(OpenRequest, request).build_request())


def _next_item(session: EngineSession, request: object) -> str | None:
    return session.next_item(read_request(SittingNamed, request).sitting)


def _record_answer(session: EngineSession, request: object) -> None:
    answer = read_request(AnswerRequest, request)
    session.record_answer(answer.sitting, answer.build_response())


def _report_areas(
    session: EngineSession, request: object
) -> dict[str, dict[str, float]]:
    estimates = session.report_areas(read_request(SittingNamed, request).sitting)
    return {
        area: {
            "p_reached": estimate.p_reached,
            "theta": estimate.theta,
            "low": estimate.low95,
            "high": estimate.high95,
            "asked": estimate.asked,
        }
        for area, estimate in estimates.items()
    }


def _forecast_questions(session: EngineSession, request: object) -> int | None:
    named = read_request(AreaNamed, request)
    return session.forecast_questions(named.sitting, named.area)


def _calibrate_items(
    session: EngineSession, request: object
) -> dict[str, dict[str, float]]:
    answers = read_request(CalibrateRequest, request).answers
    fitted = session.calibrate_items(answer.build_response() for answer in answers)
    return {
        item: {"a": found.a, "b": found.b, "a_se": found.a_se, "b_se": found.b_se}
        for item, found in fitted.items()
    }


_OPERATIONS: Mapping[str, Operation] = {
    "open": _open_sitting,
    "next": _next_item,
    "answer": _record_answer,
    "report": _report_areas,
    "settle": _forecast_questions,
    "calibrate": _calibrate_items,
}
