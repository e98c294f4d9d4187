"""Right answers in other dress: the forms in which people and their devices write an accepted answer.

`bank check` types each of them; a question that does not take them is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from quiz.bank.types.protocol import StructureFault
from quiz.bank.types.shared.typed_answers import (
    TextRules,
    full_stop_counts,
    quotes_count,
)

#: Digits of other keyboards.
_DIGITS = "0123456789"
_OTHER_DIGITS = {
    "full-width digits": "０１２３４５６７８９",
    "Arabic digits": "٠١٢٣٤٥٦٧٨٩",
}
_INVISIBLE = "\u200b\ufeff\u200e\u200f\u00ad\u2060\ufe0f"
_HYPHENS = "−‐‑"
_DOUBLE_QUOTES = ("“”", "„“", "«»", "「」", "＂＂")
_SINGLE_QUOTES = ("‘’", "‚‘", "′′")


class Dressed(NamedTuple):
    """An accepted answer as somebody types it."""

    #: What differs, for messages.
    label: str
    text: str


def dress_any(text: str) -> Iterator[Dressed]:
    """Yield a text or a number in the dress that never counts."""
    for sign in _INVISIBLE:
        yield Dressed(f"U+{ord(sign):04X} around", f"{sign}{text}{sign}")
    yield Dressed("spaces around", f"\u00a0{text}\u3000")
    for label, digits in _OTHER_DIGITS.items():
        yield Dressed(label, text.translate(str.maketrans(_DIGITS, digits)))
    for sign in _HYPHENS:
        yield Dressed(f"U+{ord(sign):04X} for hyphens", text.replace("-", sign))
    yield Dressed("a prompt in front", f">>> {text}")
    yield Dressed("a prompt in front", f"$ {text}")
    if "`" not in text:
        for quotes in ("`", "```"):
            yield Dressed(f"{quotes} around", f"{quotes}{text}{quotes}")


def dress_text(text: str, listed: Sequence[str], rules: TextRules) -> Iterator[Dressed]:
    """Yield one of the `listed` texts in every dress that does not count under `rules`."""
    yield from dress_any(text)
    yield Dressed("no-break spaces", text.replace(" ", "\u00a0"))
    for pair in _DOUBLE_QUOTES:
        yield Dressed(f"{pair} for quotation marks", _curl(text, '"', pair))
    for pair in _SINGLE_QUOTES:
        yield Dressed(f"{pair} for apostrophes", _curl(text, "'", pair))
    if not rules.exact:
        yield Dressed("capitals", text.upper())
        yield Dressed("small letters", text.lower())
        yield from _dress_ends(text, listed, rules)
    if rules.list_form != "none":
        yield from _dress_list(text, rules)


def dress_number(text: str) -> Iterator[Dressed]:
    """Yield an accepted number in every notation that is taken."""
    yield from dress_any(text)
    yield Dressed("quotation marks around", f"“{text}”")
    yield Dressed("a full stop behind", f"{text}.")
    whole, point, decimals = text.partition(".")
    if point:
        yield Dressed("a decimal comma", f"{whole},{decimals}")
    digits = whole.lstrip("+-")
    if not whole.startswith(("+", "-")):
        yield Dressed("leading zeros", f"00{text}")
    if len(digits) > 3:
        for sign in (",", ".", " ", "\u00a0", "\u202f", "'", "’"):
            grouped = f"{int(whole):,}".replace(",", sign)
            if sign not in {",", "."} or not point:
                yield Dressed(f"{sign!r} for thousands", grouped + point + decimals)


def check_dress(
    section: str,
    accepted: Iterable[str],
    mistakes: Iterable[str],
    dress: Callable[[str], Iterable[Dressed]],
    is_right: Callable[[str], bool],
) -> Iterator[StructureFault]:
    """Yield a fault where an accepted answer is wrong in other dress, or a mistake right."""
    for texts, wanted in ((accepted, True), (mistakes, False)):
        verdict = "not right" if wanted else "right"
        for text in texts:
            for label, typed in dress(text):
                if is_right(typed) != wanted:
                    found = f"{text!r} with {label} ({typed!r}), which is {verdict}"
                    expected = "the same score for an answer in any dress"
                    yield StructureFault("dress", section, found, expected)
                    break


def _curl(text: str, straight: str, pair: str) -> str:
    """Return `text` with opening and closing quotation marks by turns."""
    first, *others = text.split(straight)
    marked = (pair[number % 2] + part for number, part in enumerate(others))
    return first + "".join(marked)


def _dress_ends(
    text: str, listed: Sequence[str], rules: TextRules
) -> Iterator[Dressed]:
    if not quotes_count(listed):
        for pair in ('""', "''", "„“"):
            if not any(mark in text for mark in "\"'"):
                yield Dressed("quotation marks around", f"{pair[0]}{text}{pair[1]}")
    if rules.is_word and not full_stop_counts(listed):
        yield Dressed("a full stop behind", f"{text}.")


def _dress_list(text: str, rules: TextRules) -> Iterator[Dressed]:
    items = text.replace("|", " ").replace(",", " ").split()
    if rules.list_form == "row" and len(items) == 1:
        items = list(text)
        if not text.isalnum():
            yield Dressed("spaces", " ".join(items))
            return
    if len(items) < 2 or not all(item.isalnum() for item in items):
        return
    for between in (" ", ",", ", ", "; ", " & ", " | "):
        yield Dressed(f"{between!r} between the items", between.join(items))
    *others, last = items
    yield Dressed("and", f"{', '.join(others)} and {last}")
