"""Comparison of typed answers: what may differ between two ways to write the same answer."""

import re
import unicodedata
from decimal import Decimal

from quiz.bank.types.shared.units import strip_unit

MAX_CHARACTERS = 300

#: Characters that phones and word processors put in place of plain ones.
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "--", "…": "..."}
)
_BESIDE_MARKS = re.compile(r" ?([,:;|=+<>()\[\]{}]) ?")
#: Separators between groups of three digits: spaces of any width, an apostrophe, an underscore.
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f_'’](?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?[0-9]{1,2})?", re.IGNORECASE | re.ASCII
)


def is_same_text(given: str, accepted: str, *, exact: bool) -> bool:
    """Say whether a typed text is an accepted form.

    White space at the ends and doubled spaces never count. Unless `exact`, neither do upper and
    lower case, nor spaces beside marks: `[1,2]` is `[1, 2]`.
    """
    return _normalise_answer(given, exact=exact) == _normalise_answer(
        accepted, exact=exact
    )


def _normalise_answer(text: str, *, exact: bool) -> str:
    text = " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())
    # People copy the back quotes with which questions mark code.
    if len(text) > 2 and text[0] == text[-1] == "`":
        text = text[1:-1].strip()
    return text if exact else _BESIDE_MARKS.sub(r"\1", text).casefold()


def is_same_number(
    given: str, accepted: str, tolerance: Decimal, units: frozenset[str] = frozenset()
) -> bool:
    """Say whether a typed number is within `tolerance` of the accepted one."""
    wanted = Decimal(accepted)
    return any(
        abs(number - wanted) <= tolerance for number in parse_numbers(given, units)
    )


def parse_numbers(
    text: str, units: frozenset[str] = frozenset()
) -> tuple[Decimal, ...]:
    """Return the numbers that a typed text can mean; none if it is not a number.

    A comma is read as people of different countries write it: `1,5` is one and a half, and `1,500`
    is both fifteen hundred and one and a half. One of the `units` may stand behind it.
    """
    text = strip_unit(text.replace("−", "-").strip(), units)
    text = _THOUSANDS.sub("", text)
    forms = {text}
    if "," in text:
        forms = {text.replace(",", "")} if re.search(r",\d{3}(?!\d)", text) else set()
        if text.count(",") == 1 and "." not in text:
            forms.add(text.replace(",", "."))
    return tuple(Decimal(form) for form in sorted(forms) if _NUMBER.fullmatch(form))
