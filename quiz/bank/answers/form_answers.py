"""Between the fields of a page and an answer in the order of the file. Marking is done in `marking`.

Fields: `answer` (a value, several values, or a text), or `answer-<value>` one a row.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from quiz.bank.answers.scoring import left_sides
from quiz.bank.questions import Question
from quiz.errors import NotValid


def parse_form_answer(
    question: Question, order: Sequence[int], fields: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the answer that a page sent, ready for `marking.mark`.

    Raises
    ------
    NotValid
        When something is missing, or was never on the page.
    """
    values = list(fields.get("answer", ()))
    match question.type:
        case "single" | "judgement":
            return {
                "choice": order[
                    _parse_position(values[0] if values else "", len(order))
                ]
            }
        case "multiple":
            return {
                "choices": sorted(
                    order[_parse_position(value, len(order))] for value in values
                )
            }
        case "ordering":
            return {"order": _parse_order(order, fields)}
        case "matching":
            return {"matches": _parse_matches(question, order, fields)}
        case _:
            return {"text": values[0].strip() if values else ""}


def fill_form_answer(
    question: Question, order: Sequence[int], given: Mapping[str, Any] | None
) -> str | list[str] | dict[str, str] | None:
    """Return what stands in the fields of a page that shows an answer again."""
    if not given:
        return None
    places = {number: str(place) for place, number in enumerate(order)}
    match question.type:
        case "single" | "judgement":
            return places[given["choice"]]
        case "multiple":
            return [places[number] for number in given["choices"]]
        case "ordering":
            return {
                places[number]: str(place)
                for place, number in enumerate(given["order"], 1)
            }
        case "matching":
            return {
                str(left): places[right] for left, right in enumerate(given["matches"])
            }
        case _:
            return str(given["text"])


def _parse_position(value: str, count: int) -> int:
    if not (
        value.isascii() and value.isdigit() and len(value) <= 2 and int(value) < count
    ):
        raise NotValid("Choose one of the answers.")
    return int(value)


def _parse_order(
    order: Sequence[int], fields: Mapping[str, Sequence[str]]
) -> list[int]:
    rows = range(1, len(order) + 1)
    wanted = [str(place) for place in rows]
    places = [
        next(iter(fields.get(f"answer-{value}", [""])), "").strip()
        for value in range(len(order))
    ]
    if sorted(places) != wanted:
        raise NotValid(f"Give each row its own place, from 1 to {len(order)}.")
    by_place = {int(place): number for place, number in zip(places, order, strict=True)}
    return [by_place[place] for place in rows]


def _parse_matches(
    question: Question, order: Sequence[int], fields: Mapping[str, Sequence[str]]
) -> list[int]:
    count = len(left_sides(question))
    values = [
        next(iter(fields.get(f"answer-{left}", [""])), "") for left in range(count)
    ]
    if not all(values):
        raise NotValid(f"Choose a match for each of the {count} rows.")
    return [order[_parse_position(value, len(order))] for value in values]
