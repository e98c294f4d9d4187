"""Situational judgement: four actions from the best to the worst. The answer is {"choice": 2}."""

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any

from quiz.bank.questions import Option, Proof, Question, TypeName
from quiz.bank.source.blocks import SourceSection
from quiz.bank.source.sections import FaultCollector, read_items
from quiz.bank.types.protocol import ChoiceSet, Given, StructureFault
from quiz.bank.types.shared.choices import (
    BEST_POINTS,
    OneOption,
    find_repeated,
    shuffled_options,
)
from quiz.bank.types.shared.given_values import parse_number

_GRADED = re.compile(r"^- \[([0-3])\] ?(.*)$")


class Judgement(OneOption):
    """Four graded actions, of which one is chosen."""

    name: TypeName = "judgement"
    table_column = "judgement"
    #: A scene takes more words than a question.
    stem_max_words = 90
    option_max_words = 24

    def read_sections(
        self, sections: Mapping[str, SourceSection], report: FaultCollector
    ) -> dict[str, Any]:
        """Return the actions with their points."""
        like = "`- [3] text` to `- [0] text`, the reason beneath as `  > …`"
        items = read_items(sections["Options"], _GRADED, like, report)
        return {
            "options": tuple(
                Option(
                    item.text,
                    item.reason,
                    points=int(item.mark),
                    misconception=item.misconception,
                )
                for item in items
            )
        }

    def check_structure(self, question: Question) -> Iterator[StructureFault]:
        """Yield a fault unless there are four actions with different points, and the stem asks what one should do."""
        points = sorted(
            (option.points or 0 for option in question.options), reverse=True
        )
        if points != [3, 2, 1, 0]:
            yield StructureFault(
                "count",
                "Options",
                f"points {points}",
                "four options with 3, 2, 1 and 0",
            )
        if not re.search(r"\bshould\b", question.stem):
            yield StructureFault(
                "should",
                "stem",
                "no `should`",
                "what you should do, not what you would do",
            )
        yield from find_repeated(
            [option.text for option in question.options], "Options"
        )

    def choice_sets(self, question: Question) -> tuple[ChoiceSet, ...]:
        """Return the actions; the best one is the key."""
        texts = tuple(option.text for option in question.options)
        best = frozenset(
            number
            for number, option in enumerate(question.options)
            if option.points == BEST_POINTS
        )
        return (ChoiceSet(texts, best, graded=True),)

    def score(self, question: Question, given: Given) -> float:
        """Return the points in thirds."""
        choice = parse_number(
            given.get("choice"), len(question.options), "Choose one of the answers."
        )
        return (question.options[choice].points or 0) / BEST_POINTS

    def count_categories(self, question: Question) -> int:
        """Return 4: no point to three points."""
        del question
        return BEST_POINTS + 1

    def export(self, question: Question) -> dict[str, Any]:
        """Return the actions with their points."""
        return {
            "options": [
                {"text": option.text, "points": option.points}
                for option in shuffled_options(question)
            ],
            "answers": [],
        }

    def check_output(
        self, question: Question, proof: Proof, output: str
    ) -> Iterator[str]:
        """Yield that no program can prove a judgement."""
        del question, proof, output
        yield "a judgement is proved by people, not by running it"

    def right_answer(self, question: Question) -> dict[str, Any]:
        """Return the best action."""
        points = [option.points for option in question.options]
        return {"choice": points.index(BEST_POINTS)}

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return one of the other actions."""
        others = [
            number
            for number, option in enumerate(question.options)
            if option.points != BEST_POINTS
        ]
        return {"choice": rng.choice(others)}
