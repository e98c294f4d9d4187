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

from quiz.assess.bench import Bench, Opening
from quiz.assess.calibration import Answer
from quiz.assess.items import GradedModel, Item, Response
from quiz.assess.plan import LIMITS, Length
from quiz.assess.prior import Prior
from quiz.assess.requests import (
    BadRequest,
    Fields,
    fields,
    flag,
    listed,
    names,
    number,
    numbers,
    optional_number,
    optional_text,
    optional_whole,
    text,
    whole,
)
from quiz.errors import NotNow, TrigpointError


def main(requests: TextIO, answers: TextIO) -> None:
    """Answer every line of `requests` with a line, until there are no more."""
    engine = JsonEngine()
    for line in requests:
        if line.strip():
            answers.write(engine.respond(line) + "\n")
            answers.flush()


@dataclass(eq=False)
class JsonEngine:
    """The requests, each turned into what the bench understands and back."""

    bench: Bench | None = None

    def respond(self, line: str) -> str:
        """Return the answer to one request, as one line of JSON."""
        try:
            result = self._result(fields(json.loads(line)))
        except TrigpointError as refused:
            return _refusal(str(refused))
        except json.JSONDecodeError as fault:
            return _refusal(f"not JSON: {fault}")
        # An examiner's hundred thousand sittings must not end with one odd request: whatever
        # goes wrong is told on its line, and the next line is read.
        except Exception as fault:  # noqa: BLE001
            return _refusal(f"{type(fault).__name__}: {fault}")
        return json.dumps(
            {"ok": True, "result": result}, ensure_ascii=False, allow_nan=False
        )

    def _result(self, request: Fields) -> Any:
        if request.get("op") == "load":
            return self._load(request)
        operations: Mapping[str, Callable[[Bench, Fields], Any]] = {
            "open": _open,
            "next": _next,
            "answer": _answer,
            "report": _report,
            "settle": _settle,
            "calibrate": _calibrate,
        }
        operation = operations.get(text(request, "op"))
        if operation is None:
            raise BadRequest(f"“op” is one of load, {', '.join(operations)}")
        if self.bench is None:
            raise NotNow("No bank is loaded yet: begin with “load”.")
        return operation(self.bench, request)

    def _load(self, request: Fields) -> dict[str, int]:
        """Load a bank in place of the one before, whose sittings are gone."""
        items = [_item(fields(entry, "an item")) for entry in listed(request, "items")]
        goals = fields(request.get("goals", {}), "“goals”")
        prior = request.get("prior")
        bench = Bench.of(
            items,
            {name: numbers(cuts, f"the goal “{name}”") for name, cuts in goals.items()},
            cut_se=number(request, "cut_se", 0.0),
            prior=None if prior is None else Prior.from_dict(fields(prior, "“prior”")),
            learns=flag(request, "learn", default=True),
        )
        self.bench = bench
        return {"items": len(bench.pool), "areas": len(bench.pool.areas)}


def _refusal(why: str) -> str:
    return json.dumps({"ok": False, "error": why}, ensure_ascii=False)


def _item(entry: Fields) -> Item:
    steps = entry.get("steps")
    calibrated = entry.get("b") is not None
    return Item(
        id=text(entry, "id"),
        area=text(entry, "area"),
        # A calibrated item's difficulty is its b; the author's guess is then not needed.
        difficulty=number(entry, "difficulty", 0.0 if calibrated else None),
        options=whole(entry, "options", 0),
        seconds=number(entry, "seconds", 60.0),
        categories=whole(entry, "categories", 2),
        a=optional_number(entry, "a"),
        b=optional_number(entry, "b"),
        c=optional_number(entry, "c"),
        a_se=number(entry, "a_se", 0.0),
        b_se=number(entry, "b_se", 0.0),
        steps=None if steps is None else tuple(_steps(entry)),
        model=cast("GradedModel", optional_text(entry, "model") or "graded"),
        objective=optional_text(entry, "objective") or "",
        code=flag(entry, "code", default=False),
        form=optional_text(entry, "form") or "",
        enemies=names(entry, "enemies") or frozenset(),
    )


def _steps(entry: Fields) -> list[float]:
    return [number({"steps": step}, "steps") for step in listed(entry, "steps")]


def _open(bench: Bench, request: Fields) -> str:
    length = optional_text(request, "length") or "standard"
    if length not in LIMITS:
        raise BadRequest(f"“length” is one of {', '.join(LIMITS)}")
    return bench.open(
        Opening(
            goal=text(request, "goal"),
            candidate=optional_text(request, "candidate"),
            seed=whole(request, "seed", 0),
            max_items=optional_whole(request, "max_items"),
            length=cast("Length", length),
            areas=names(request, "areas"),
            objectives=names(request, "objectives"),
            use_time=flag(request, "use_time", default=False),
        )
    )


def _next(bench: Bench, request: Fields) -> str | None:
    return bench.next(text(request, "sitting"))


def _answer(bench: Bench, request: Fields) -> None:
    dont_know = flag(request, "dont_know", default=False)
    response = Response(
        item=text(request, "item"),
        score=0.0 if dont_know else number(request, "score"),
        dont_know=dont_know,
        seconds=optional_number(request, "seconds"),
    )
    bench.answer(text(request, "sitting"), response)


def _report(bench: Bench, request: Fields) -> dict[str, dict[str, float]]:
    return {
        area: {
            "p_reached": estimate.p_reached,
            "theta": estimate.theta,
            "low": estimate.low95,
            "high": estimate.high95,
            "asked": estimate.asked,
        }
        for area, estimate in bench.report(text(request, "sitting")).items()
    }


def _settle(bench: Bench, request: Fields) -> int | None:
    return bench.settle(text(request, "sitting"), text(request, "area"))


def _calibrate(bench: Bench, request: Fields) -> dict[str, dict[str, float]]:
    answers = [
        _collected(fields(entry, "an answer")) for entry in listed(request, "answers")
    ]
    return {
        item: {"a": fitted.a, "b": fitted.b, "a_se": fitted.a_se, "b_se": fitted.b_se}
        for item, fitted in bench.calibrate(answers).items()
    }


def _collected(entry: Fields) -> Answer:
    dont_know = flag(entry, "dont_know", default=False)
    return Answer(
        candidate=text(entry, "candidate"),
        item=text(entry, "item"),
        score=0.0 if dont_know else number(entry, "score"),
        dont_know=dont_know,
    )
