"""Single choice: one of three to five options is right. The answer is {"choice": 2}, the option's number."""

import random
from collections.abc import Iterator
from typing import Any

from quiz.bank.questions import Proof, Question, TypeName
from quiz.bank.types.protocol import ChoiceSet, Given, StructureFault
from quiz.bank.types.shared.choices import (
    OneOption,
    check_option_count,
    find_repeated,
    right_numbers,
)
from quiz.bank.types.shared.given_values import parse_number
from quiz.bank.types.shared.option_proofs import check_option_output


class SingleChoice(OneOption):
    """One right option among wrong ones."""

    name: TypeName = "single"
    table_column = "single"
    stem_max_words = 60
    option_max_words = 18

    def check_structure(self, question: Question) -> Iterator[StructureFault]:
        """Yield a fault unless exactly one of three to five different options is right."""
        keys = len(right_numbers(question))
        if keys != 1:
            yield StructureFault("keys", "Options", f"{keys} keys", "exactly one `[x]`")
        yield from check_option_count(question)
        yield from find_repeated(
            [option.text for option in question.options], "Options"
        )

    def choice_sets(self, question: Question) -> tuple[ChoiceSet, ...]:
        """Return the options."""
        texts = tuple(option.text for option in question.options)
        return (ChoiceSet(texts, frozenset(right_numbers(question))),)

    def score(self, question: Question, given: Given) -> float:
        """Return 1 for the right option, else 0."""
        choice = parse_number(
            given.get("choice"), len(question.options), "Choose one of the answers."
        )
        return float(question.options[choice].correct)

    def count_categories(self, question: Question) -> int:
        """Return 2: right or wrong."""
        del question
        return 2

    def check_output(
        self, question: Question, proof: Proof, output: str
    ) -> Iterator[str]:
        """Yield how the output, or the verdicts in it, contradict the options."""
        return check_option_output(question, proof, output)

    def right_answer(self, question: Question) -> dict[str, Any]:
        """Return the right option."""
        return {"choice": right_numbers(question)[0]}

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return one of the wrong options."""
        wrong = [
            number
            for number, option in enumerate(question.options)
            if not option.correct
        ]
        return {"choice": rng.choice(wrong)}
