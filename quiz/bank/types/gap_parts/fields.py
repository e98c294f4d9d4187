"""The fields of a page that shows a text with gaps."""

from collections.abc import Sequence

from quiz.bank.questions import Question
from quiz.bank.types.gap_parts.gap_text import GapValue
from quiz.bank.types.protocol import FormFields
from quiz.bank.types.shared.given_values import field_value
from quiz.core.plain_characters import remove_invisible, write_plainly
from quiz.errors import NotValid

#: What somebody enters in a gap to say "I don't know".
UNKNOWN = "?"


def read_gap_field(fields: FormFields, number: int) -> str:
    """Return what was typed into a gap; empty where nothing is to be seen."""
    value = remove_invisible(field_value(fields, f"answer-{number}")).strip()
    return UNKNOWN if write_plainly(value) == UNKNOWN else value


def require_all(values: Sequence[str]) -> None:
    """Raise `NotValid` where a gap is empty, naming each of them."""
    empty = [f"gap {number}" for number, value in enumerate(values, 1) if not value]
    if empty:
        *others, last = empty
        named = f"{', '.join(others)} and {last}" if others else last
        raise NotValid(f"Fill {named}, or enter ? if you do not know.")


def split_order(question: Question, order: Sequence[int]) -> list[list[int]]:
    """Return for each gap its option numbers in the order of the page; `order` counts over all gaps."""
    orders: list[list[int]] = []
    start = 0
    for gap in question.gaps:
        count = len(gap.options) if gap.kind == "choose" else 0
        orders.append([n - start for n in order if start <= n < start + count])
        start += count
    return orders


def field_value_of(value: GapValue, order: Sequence[int]) -> str:
    """Return what stands in the field of a gap."""
    if value is None:
        return UNKNOWN
    return str(order.index(value)) if isinstance(value, int) else value
