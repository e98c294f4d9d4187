"""From a given answer to its score. What is given stands in the order of the file, never of the page.

single, judgement   {"choice": 2}            number of the option
multiple            {"choices": [0, 3]}
text, number        {"text": "[1, 2]"}
ordering            {"order": [2, 0, 1]}     numbers of the rows, first place first
matching            {"matches": [1, 0, 1]}   for each left side the number of its right side
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product
from math import comb, factorial, perm
from typing import Any

from quiz.bank.answers.typed_answers import (
    MAX_CHARACTERS,
    is_same_number,
    is_same_text,
    parse_numbers,
)
from quiz.bank.answers.units import accepted_units
from quiz.bank.questions import Question
from quiz.errors import NotValid


@dataclass(frozen=True)
class ScoredAnswer:
    """An answer with its mark."""

    #: One of 0, 1/(categories - 1), …, 1.
    score: float
    dont_know: bool = False

    @property
    def is_right(self) -> bool:
        """Say whether nothing was wrong."""
        return self.score == 1


def score_answer(question: Question, given: Mapping[str, Any] | None) -> ScoredAnswer:
    """Mark an answer; None or an empty one is an honest "I don't know".

    Raises
    ------
    NotValid
        When nothing was chosen, or something that this question does not offer.
    """
    if not given:
        return ScoredAnswer(0.0, dont_know=True)
    return ScoredAnswer(_SCORERS[question.type](question, given))


def count_categories(question: Question) -> int:
    """Return how many different scores the question can have: 2 for right or wrong."""
    match question.type:
        case "judgement":
            return 4
        case "multiple":
            return min(_count_keys(question) - _guaranteed_hits(question), 3) + 1
        case "ordering":
            return 3 if len(question.order) == 3 else 4
        case "matching":
            return (
                2 if len(left_sides(question)) == len(right_sides(question)) == 3 else 3
            )
        case _:
            return 2


def count_blind_choices(question: Question) -> int:
    """Return among how many answers somebody without a clue chooses; 0 for a typed answer."""
    match question.type:
        case "single" | "judgement":
            return len(question.options)
        case "multiple":
            return comb(len(question.options), _count_keys(question))
        case "ordering":
            return factorial(len(question.order))
        case "matching":
            lefts, rights = len(left_sides(question)), len(right_sides(question))
            return rights**lefts if _uses_twice(question) else perm(rights, lefts)
        case _:
            return 0


def guessing_probabilities(question: Question) -> tuple[float, ...]:
    """Return the exact chance that a blind answer reaches at least each score above nothing.

    Counted over every answer that somebody without a clue may give, so it is as true as the
    marking itself; all zero for a typed answer.
    """
    steps = count_categories(question) - 1
    answers = _blind_answers(question)
    if not answers:
        return (0.0,) * steps
    scores = [score_answer(question, answer).score for answer in answers]
    return tuple(
        sum(score > (step - 0.5) / steps for score in scores) / len(scores)
        for step in range(1, steps + 1)
    )


def left_sides(question: Question) -> tuple[str, ...]:
    """Return the left sides of a matching question, in the order of the file."""
    return tuple(pair.left for pair in question.pairs if pair.left)


def right_sides(question: Question) -> tuple[str, ...]:
    """Return the right sides of a matching question, each once, in the order of the file."""
    return tuple(dict.fromkeys(pair.right for pair in question.pairs))


def key_matches(question: Question) -> tuple[int, ...]:
    """Return for each left side the number of the right side that belongs to it."""
    rights = right_sides(question)
    return tuple(rights.index(pair.right) for pair in question.pairs if pair.left)


def _score_single(question: Question, given: Mapping[str, Any]) -> float:
    choice = _parse_number(
        given.get("choice"), len(question.options), "Choose one of the answers."
    )
    return float(question.options[choice].correct)


def _score_judgement(question: Question, given: Mapping[str, Any]) -> float:
    choice = _parse_number(
        given.get("choice"), len(question.options), "Choose one of the answers."
    )
    return (question.options[choice].points or 0) / 3


def _score_multiple(question: Question, given: Mapping[str, Any]) -> float:
    wanted = _count_keys(question)
    message = f"Choose {wanted} answers."
    choices = _parse_numbers(given.get("choices"), len(question.options), message)
    if not 1 <= len(choices) <= wanted:
        raise NotValid(message)
    hits = sum(question.options[choice].correct for choice in choices)
    # Of five options with three keys any three hold one key: that one earns nothing.
    sure = _guaranteed_hits(question)
    return _round_to_category(
        max(0, hits - sure) / (wanted - sure), count_categories(question)
    )


def _score_text(question: Question, given: Mapping[str, Any]) -> float:
    text = _answer_text(given)
    exact = question.case == "exact"
    return float(
        any(is_same_text(text, form, exact=exact) for form in question.answers)
    )


def _score_number(question: Question, given: Mapping[str, Any]) -> float:
    text = _answer_text(given)
    units = accepted_units(question)
    if not parse_numbers(text, units):
        raise NotValid("Enter a number, for example 42 or 0.5.")
    return float(
        any(
            is_same_number(text, number, question.tolerance, units)
            for number in question.answers
        )
    )


def _score_order(question: Question, given: Mapping[str, Any]) -> float:
    count = len(question.order)
    message = f"Give each of the {count} rows its own place."
    order = _parse_numbers(given.get("order"), count, message)
    if len(order) != count:
        raise NotValid(message)
    pairs = count * (count - 1) // 2
    inverted = sum(first > second for first, second in combinations(order, 2))
    # Kendall's rank correlation: blind luck comes to 0 on average, and less than that earns nothing.
    agreement = max(0.0, (pairs - 2 * inverted) / pairs)
    if count == 3:
        return {0: 1.0, 1: 0.5}.get(inverted, 0.0)
    return _round_to_category(agreement, 4)


def _score_matches(question: Question, given: Mapping[str, Any]) -> float:
    lefts, rights = left_sides(question), right_sides(question)
    message = f"Choose a match for each of the {len(lefts)} rows."
    matches = _parse_list(given.get("matches"), len(rights), message)
    if len(matches) != len(lefts):
        raise NotValid(message)
    right = sum(
        one == key for one, key in zip(matches, key_matches(question), strict=True)
    )
    if right == len(lefts):
        return 1.0
    by_luck = len(lefts) / len(rights)
    beyond_luck = (right - by_luck) / (len(lefts) - by_luck)
    return 0.5 if beyond_luck >= 1 / 3 and count_categories(question) == 3 else 0.0


_SCORERS: dict[str, Callable[[Question, Mapping[str, Any]], float]] = {
    "single": _score_single,
    "judgement": _score_judgement,
    "multiple": _score_multiple,
    "text": _score_text,
    "number": _score_number,
    "ordering": _score_order,
    "matching": _score_matches,
}


def _round_to_category(share: float, count: int) -> float:
    """Return the largest of 0, 1/(count - 1), …, 1 that is not above `share`."""
    steps = count - 1
    return int(share * steps + 1e-9) / steps


def _count_keys(question: Question) -> int:
    return sum(option.correct for option in question.options)


def _guaranteed_hits(question: Question) -> int:
    """Return how many keys any choice of as many options as there are keys must hold."""
    keys = _count_keys(question)
    return max(0, 2 * keys - len(question.options))


def _parse_number(value: object, count: int, message: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        raise NotValid(message)
    return value


def _parse_list(value: object, count: int, message: str) -> list[int]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise NotValid(message)
    return [_parse_number(one, count, message) for one in value]


def _parse_numbers(value: object, count: int, message: str) -> list[int]:
    """Return numbers below `count`, each once."""
    numbers = _parse_list(value, count, message)
    if len(set(numbers)) < len(numbers):
        raise NotValid(message)
    return numbers


def _answer_text(given: Mapping[str, Any]) -> str:
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        raise NotValid("Type an answer.")
    if len(text) > MAX_CHARACTERS:
        raise NotValid(f"Type an answer of at most {MAX_CHARACTERS} characters.")
    return text


def _blind_answers(question: Question) -> list[dict[str, Any]]:
    match question.type:
        case "single" | "judgement":
            return [{"choice": number} for number in range(len(question.options))]
        case "multiple":
            numbers = range(len(question.options))
            picks = combinations(numbers, _count_keys(question))
            return [{"choices": list(pick)} for pick in picks]
        case "ordering":
            return [
                {"order": list(order)}
                for order in permutations(range(len(question.order)))
            ]
        case "matching":
            return [{"matches": list(matches)} for matches in _blind_matches(question)]
        case _:
            return []


def _blind_matches(question: Question) -> list[tuple[int, ...]]:
    """Return every way to match: each right side at most once, unless the key uses one twice."""
    count = len(left_sides(question))
    numbers = range(len(right_sides(question)))
    if _uses_twice(question):
        return list(product(numbers, repeat=count))
    return list(permutations(numbers, count))


def _uses_twice(question: Question) -> bool:
    key = key_matches(question)
    return len(set(key)) < len(key)
