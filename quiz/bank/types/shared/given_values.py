"""Checks of what came from a form or a program before it is scored, and the rounding of shares to scores."""

from collections.abc import Mapping, Sequence

from quiz.core.plain_characters import write_plainly
from quiz.errors import NotValid


def parse_number(value: object, count: int, message: str) -> int:
    """Return a whole number from 0 to below `count`; raises `NotValid` with `message`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        raise NotValid(message)
    return value


def parse_list(value: object, count: int, message: str) -> list[int]:
    """Return numbers below `count`."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise NotValid(message)
    return [parse_number(member, count, message) for member in value]


def parse_numbers(value: object, count: int, message: str) -> list[int]:
    """Return numbers below `count`, each once."""
    numbers = parse_list(value, count, message)
    if len(set(numbers)) < len(numbers):
        raise NotValid(message)
    return numbers


def parse_position(value: str, count: int) -> int:
    """Return the place on the page that a field names."""
    if not (
        value.isascii() and value.isdigit() and len(value) <= 2 and int(value) < count
    ):
        raise NotValid("Choose one of the answers.")
    return int(value)


def read_place(value: str) -> int:
    """Return the place that was typed beside a row, `1`, `1.`, `01` or `１`; 0 for what is none."""
    bare = write_plainly(value).strip().removesuffix(".").removesuffix(")").strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 2 else 0


def field_value(fields: Mapping[str, Sequence[str]], name: str) -> str:
    """Return the first value of a field; empty where it did not come."""
    return next(iter(fields.get(name, ())), "")


def round_to_category(share: float, count: int) -> float:
    """Return the largest of 0, 1/(count - 1), …, 1 that is not above `share`."""
    steps = count - 1
    return int(share * steps + 1e-9) / steps


def row_values(fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what stands in the fields `answer-<row>`, by row."""
    return {
        name.removeprefix("answer-"): values[0]
        for name, values in fields.items()
        if name.startswith("answer-") and values
    }
