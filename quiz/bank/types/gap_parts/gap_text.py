"""A text with gaps `__1__`, `__2__`, …: its gaps found, filled and shown; and one gap with what was put into it."""

import re
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from quiz.bank.markdown import block_html, plain_text
from quiz.bank.prose import strip_back_quotes
from quiz.bank.questions import ClozeGap, Option
from quiz.bank.source.blocks import find_text_code_blocks, is_code_block, split_blocks
from quiz.bank.types.shared.typed_answers import (
    MAX_CHARACTERS,
    TextRules,
    find_same_text,
)
from quiz.bank.types.shared.typed_numbers import find_same_number, parse_numbers
from quiz.core.plain_characters import remove_invisible
from quiz.errors import NotValid

_MARK = re.compile(r"__([1-9])__")
#: Characters that no text holds: one stands for each gap while Markdown becomes HTML.
_FIRST_STAND_IN = 0xE000
_STAND_IN = re.compile("[\ue001-\ue009]")

#: What one gap was filled with: a typed text, the number of an option, or None for "I don't know".
GapValue = str | int | None


def gap_numbers(text: str) -> list[int]:
    """Return the numbers of the gaps, in the order of the text."""
    return [int(number) for number in _MARK.findall(text)]


def fill_gaps(text: str, values: Sequence[str]) -> str:
    """Return the text with a value in each gap."""
    return _MARK.sub(lambda mark: values[int(mark[1]) - 1], text)


def split_html(text: str) -> list[tuple[Markup, int | None]]:
    """Return the text as HTML in pieces, each with the number of the gap behind it; the last has none."""
    marked = _MARK.sub(lambda mark: chr(_FIRST_STAND_IN + int(mark[1])), text)
    html = block_html(marked)
    numbers = [ord(mark) - _FIRST_STAND_IN for mark in _STAND_IN.findall(html)]
    pieces = [Markup(piece) for piece in _STAND_IN.split(html)]  # noqa: S704  # cleaned as a whole
    return list(zip(pieces, [*numbers, None], strict=True))


def gap_surroundings(text: str) -> dict[int, str]:
    """Return for each gap its line of code or its paragraph in plain words, for a screen reader."""
    lines: list[str] = []
    for block in split_blocks(text):
        if is_code_block(block):
            lines += find_text_code_blocks(block)[0].code.split("\n")
        else:
            lines.append(" ".join(block.split("\n")))
    found: dict[int, str] = {}
    for line in lines:
        words = _MARK.sub(lambda mark: f" gap {mark[1]} ", line)
        shown = " ".join(plain_text(words).split())
        found |= dict.fromkeys(gap_numbers(line), shown)
    return found


def key_option(gap: ClozeGap) -> Option:
    """Return what is right in a gap; of several forms, the one to show."""
    return next(option for option in gap.options if option.correct)


def option_value(gap: ClozeGap, option: Option) -> str:
    """Return an option as it stands in the filled text."""
    return strip_back_quotes(option.text) if gap.kind == "choose" else option.text


def find_option(gap: ClozeGap, value: GapValue) -> Option | None:
    """Return the option that a gap was filled with; None for what the author did not foresee."""
    if value is None:
        return None
    if isinstance(value, int):
        return gap.options[value]
    listed = _find_listed(gap, value)
    return next((option for option in gap.options if option.text == listed), None)


def is_right(gap: ClozeGap, value: GapValue) -> bool:
    """Say whether a gap is filled with something right."""
    option = find_option(gap, value)
    return option is not None and option.correct


def text_rules(gap: ClozeGap) -> TextRules:
    """Return what counts in a gap that a text is typed into."""
    exact = gap.kind == "type exactly"
    return TextRules(exact, is_word=not exact)


def check_value(gap: ClozeGap, number: int, value: object) -> GapValue:
    """Return a value that the gap can hold; raises `NotValid` for any other."""
    if value is None:
        return None
    if gap.kind == "choose":
        if type(value) is int and 0 <= value < len(gap.options):
            return value
        raise NotValid(f"Choose one of the options for gap {number}.")
    if not isinstance(value, str) or not remove_invisible(value).strip():
        raise NotValid(f"Fill gap {number}.")
    if len(value) > MAX_CHARACTERS:
        raise NotValid(f"Fill gap {number} with at most {MAX_CHARACTERS} characters.")
    if gap.kind == "number" and not parse_numbers(value):
        raise NotValid(f"Gap {number} needs a number, for example 42 or 0.5.")
    return value


def _find_listed(gap: ClozeGap, value: str) -> str | None:
    right = [option.text for option in gap.options if option.correct]
    wrong = [option.text for option in gap.options if not option.correct]
    if gap.kind == "number":
        return find_same_number(value, right, wrong, Decimal(0))
    return find_same_text(value, right, wrong, text_rules(gap))
