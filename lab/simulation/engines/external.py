"""An external engine that speaks the JSON lines of `trigpoint engine`, in any language."""

import contextlib
import json
import shlex
import subprocess
from dataclasses import dataclass
from typing import Any, TextIO, cast

import numpy as np

from lab.simulation.engines.trigpoint import EngineSettings
from lab.simulation.sittings import EngineReport
from lab.simulation.worlds import (
    GOAL_CUTS,
    SimulatedAnswer,
    World,
    item_name,
    item_number,
)
from quiz.measurement.errors import ImpossiblePlan


class ExternalEngineError(ImpossiblePlan):
    """The external engine ended or refused a request; the message is its own."""


@dataclass(eq=False)
class ExternalEngine:
    """A program that holds the bank and the sittings; one request and one answer per line."""

    world: World
    command: str
    settings: EngineSettings

    def __post_init__(self) -> None:
        self.name = shlex.split(self.command)[0].rpartition("/")[2]
        # It runs until its input is closed.
        self._process = subprocess.Popen(
            shlex.split(self.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        # Both are pipes because both were asked for.
        self._requests = cast("TextIO", self._process.stdin)
        self._answers = cast("TextIO", self._process.stdout)
        goals = {
            name: dict(zip(self.world.areas, cuts.tolist(), strict=True))
            for name, cuts in zip(GOAL_CUTS, self.world.cuts, strict=True)
        }
        items = [self._describe_item(number) for number in range(len(self.world.items))]
        try:
            self.send_request({"op": "load", "items": items, "goals": goals})
        except ExternalEngineError:
            self.close()
            raise

    def _describe_item(self, number: int) -> dict[str, Any]:
        item = self.world.items[number]
        known = {"a": item.a, "b": item.b, "c": item.c} if item.is_calibrated else {}
        return {
            "id": item.id,
            "area": item.area,
            "difficulty": item.difficulty,
            "options": item.options,
            "seconds": item.seconds,
            "categories": item.categories,
            **known,
        }

    def send_request(self, request: dict[str, Any]) -> Any:
        """Send one request and return the result of its answer."""
        # If the program has ended, the end of its output is read below.
        with contextlib.suppress(BrokenPipeError):
            self._requests.write(json.dumps(request) + "\n")
            self._requests.flush()
        line = self._answers.readline()
        if not line:
            raise ExternalEngineError(f"“{self.command}” ended without an answer.")
        answer = json.loads(line)
        if not answer["ok"]:
            raise ExternalEngineError(f"“{self.command}” says: {answer['error']}")
        return answer["result"]

    def open_sitting(self, person: int) -> "ExternalSitting":
        """Open a sitting there."""
        request = {
            "op": "open",
            "goal": list(GOAL_CUTS)[self.world.goal_index(person)],
            "candidate": f"c{person}",
            "seed": person,
            "max_items": self.settings.cap,
            "length": self.settings.length,
            "areas": None,
        }
        return ExternalSitting(self, self.send_request(request))

    def close(self) -> None:
        """End the program."""
        with contextlib.suppress(BrokenPipeError):
            self._requests.close()
        self._answers.close()
        self._process.wait()


class ExternalSitting:
    """One sitting of another engine."""

    def __init__(self, engine: ExternalEngine, key: str) -> None:
        self._engine = engine
        self._key = key

    def next_item(self) -> int | None:
        """Return the item it serves."""
        item = self._engine.send_request({"op": "next", "sitting": self._key})
        return None if item is None else item_number(item)

    def record_answer(self, item: int, given: SimulatedAnswer) -> None:
        """Pass the answer to the engine."""
        answer = {"op": "answer", "sitting": self._key, "item": item_name(item)}
        marked = {"dont_know": True} if given.dont_know else {"score": given.score}
        self._engine.send_request(answer | marked)

    def report_areas(self) -> EngineReport:
        """Return its report as arrays."""
        found = self._engine.send_request({"op": "report", "sitting": self._key})
        areas = [found[area] for area in self._engine.world.areas]
        return EngineReport(
            *(
                np.array([float(area[key]) for area in areas])
                for key in ("p_reached", "theta", "low", "high", "asked")
            )
        )
