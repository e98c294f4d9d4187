"""Multiple choice: two or more options are right. The answer is {"choices": [0, 3]}, numbers of options."""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import Any

from quiz.bank.questions import Proof, Question, TypeName
from quiz.bank.types.protocol import (
    AnswerBox,
    BoxKind,
    ChoiceSet,
    FormFields,
    FormValue,
    Given,
    PaperPart,
    StructureFault,
)
from quiz.bank.types.shared.choices import (
    ChoicePart,
    OptionList,
    ReviewedChoice,
    check_option_count,
    find_repeated,
    label_choices,
    misconceptions_behind,
    review_options,
    right_numbers,
)
from quiz.bank.types.shared.given_values import (
    parse_numbers,
    parse_position,
    round_to_category,
)
from quiz.bank.types.shared.option_proofs import check_option_output
from quiz.errors import NotValid

COUNT_WORDS = {2: "TWO", 3: "THREE", 4: "FOUR"}


class MultipleChoice(OptionList):
    """Several right options; the stem says how many."""

    name: TypeName = "multiple"
    table_column = "multiple"
    stem_max_words = 60
    option_max_words = 18

    def check_structure(self, question: Question) -> Iterator[StructureFault]:
        """Yield a fault unless two to n - 1 options are right and the stem says how many."""
        keys, count = len(right_numbers(question)), len(question.options)
        if not 2 <= keys < count:
            yield StructureFault(
                "keys", "Options", f"{keys} keys of {count}", f"2 to {count - 1} keys"
            )
        wanted = COUNT_WORDS.get(keys, str(keys))
        if not re.search(rf"\b[Cc]hoose {wanted}\b", question.stem):
            yield StructureFault(
                "keys", "stem", "no such count", f"the words `Choose {wanted}`"
            )
        yield from check_option_count(question)
        yield from find_repeated(
            [option.text for option in question.options], "Options"
        )

    def choice_sets(self, question: Question) -> tuple[ChoiceSet, ...]:
        """Return the options."""
        texts = tuple(option.text for option in question.options)
        return (ChoiceSet(texts, frozenset(right_numbers(question))),)

    def present(self, question: Question, order: Sequence[int]) -> ChoicePart:
        """Return the options in the order of the page, and how many to choose."""
        shown = [question.options[number].text for number in order]
        return ChoicePart(label_choices(shown), choose=len(right_numbers(question)))

    def read_form(
        self, question: Question, order: Sequence[int], fields: FormFields
    ) -> dict[str, Any]:
        """Return the options that were ticked."""
        del question
        values = fields.get("answer", ())
        if not values:
            raise NotValid("Choose, or say “I don’t know”.")
        return {
            "choices": sorted(
                order[parse_position(value, len(order))] for value in values
            )
        }

    def fill_form(
        self, question: Question, order: Sequence[int], given: Given
    ) -> FormValue:
        """Return the places of the chosen options."""
        del question
        places = {number: str(place) for place, number in enumerate(order)}
        return [places[number] for number in given["choices"]]

    def keep_form(self, fields: FormFields) -> FormValue | None:
        """Return the values of the options that were ticked."""
        return list(fields.get("answer", ()))

    def present_on_paper(self, question: Question, order: Sequence[int]) -> PaperPart:
        """Return the options, of which several are crossed."""
        texts = tuple(question.options[number].text for number in order)
        count = len(right_numbers(question))
        return PaperPart((AnswerBox(BoxKind.SEVERAL, texts, count),))

    def score(self, question: Question, given: Given) -> float:
        """Return a share for each hit beyond those that any choice of that size must contain."""
        wanted = len(right_numbers(question))
        message = f"Choose {wanted} answers."
        choices = parse_numbers(given.get("choices"), len(question.options), message)
        if not 1 <= len(choices) <= wanted:
            raise NotValid(message)
        hits = sum(question.options[choice].correct for choice in choices)
        # Of five options with three keys any three hold one key: that one earns nothing.
        sure = _guaranteed_hits(question)
        return round_to_category(
            max(0, hits - sure) / (wanted - sure), self.count_categories(question)
        )

    def count_categories(self, question: Question) -> int:
        """Return at most 4: the hits that count, in thirds."""
        return min(len(right_numbers(question)) - _guaranteed_hits(question), 3) + 1

    def count_blind_choices(self, question: Question) -> int:
        """Return how many ways there are to choose as many as there are keys."""
        return comb(len(question.options), len(right_numbers(question)))

    def blind_answers(self, question: Question) -> list[dict[str, Any]]:
        """Return every choice of as many options as there are keys."""
        picks = combinations(range(len(question.options)), len(right_numbers(question)))
        return [{"choices": list(pick)} for pick in picks]

    def review(
        self, question: Question, order: Sequence[int], given: Given, *, is_right: bool
    ) -> ReviewedChoice:
        """Return the options with the chosen ones marked."""
        del is_right
        return review_options(question, order, given.get("choices", ()))

    def find_misconceptions(
        self, question: Question, given: Given, *, is_right: bool
    ) -> set[str]:
        """Return what the chosen options name."""
        del is_right
        chosen = [question.options[number] for number in given.get("choices", ())]
        return misconceptions_behind(chosen)

    def check_output(
        self, question: Question, proof: Proof, output: str
    ) -> Iterator[str]:
        """Yield how the output, or the verdicts in it, contradict the options."""
        return check_option_output(question, proof, output)

    def right_answer(self, question: Question) -> dict[str, Any]:
        """Return all keys."""
        return {"choices": right_numbers(question)}

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return wrong options, at most as many as there are keys."""
        del rng
        keys = right_numbers(question)
        others = [n for n in range(len(question.options)) if n not in keys]
        return {"choices": others[: len(keys)]}


def _guaranteed_hits(question: Question) -> int:
    """Return how many keys any choice of as many options as there are keys must hold."""
    return max(0, 2 * len(right_numbers(question)) - len(question.options))
