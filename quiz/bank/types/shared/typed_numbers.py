"""Comparison of typed numbers: the notations of several countries, units, status lines, words for small numbers."""

import re
from collections.abc import Sequence
from decimal import Decimal
from http import HTTPStatus

from quiz.bank.types.shared.typed_answers import undress
from quiz.bank.types.shared.units import strip_unit
from quiz.core.numbers import find_readings

#: Separators between groups of three digits: spaces, an apostrophe, an underscore.
_THOUSANDS = re.compile(r"(?<=\d)[ _'](?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?[0-9]{1,2})?", re.IGNORECASE | re.ASCII
)
#: What people write in front of a number without changing it.
_LABEL = re.compile(
    r"^(?:https?(?:/[0-9.]+)?|status|code|exit|port|line|about|approximately|approx\.?|ca\.?|[:=~≈])\s*(?=\S)",
    re.IGNORECASE,
)
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_WORD = re.compile(rf"^({'|'.join(_WORDS)})\b(?!-)", re.IGNORECASE)
_STATUS = re.compile(r"(\d{3})[ -]\(?([a-z][a-z' -]+?)\)?", re.IGNORECASE)
#: Reason phrases that the standards have changed; Python knows one of each.
_OTHER_PHRASES = {
    302: {"moved temporarily"},
    408: {"request time-out"},
    413: {"content too large", "payload too large", "request entity too large"},
    414: {"uri too long", "request-uri too long"},
    416: {"range not satisfiable", "requested range not satisfiable"},
    422: {"unprocessable content", "unprocessable entity"},
    504: {"gateway time-out"},
}


def find_same_number(
    given: str,
    accepted: Sequence[str],
    mistakes: Sequence[str],
    tolerance: Decimal,
    units: frozenset[str] = frozenset(),
) -> str | None:
    """Return the accepted number or the mistake that was typed; None for what nobody foresaw.

    Of two readings of `4.950` the first that is listed decides.
    """
    for number in parse_numbers(given, units):
        for mistake in mistakes:
            if number == Decimal(mistake):
                return mistake
        for listed in (*accepted, *mistakes):
            if abs(number - Decimal(listed)) <= tolerance:
                return listed
    return None


def is_same_number(
    given: str, accepted: str, tolerance: Decimal, units: frozenset[str] = frozenset()
) -> bool:
    """Say whether a typed number is within `tolerance` of the accepted one."""
    return find_same_number(given, [accepted], [], tolerance, units) is not None


def parse_numbers(
    text: str, units: frozenset[str] = frozenset()
) -> tuple[Decimal, ...]:
    """Return the numbers that a typed text can mean, the likeliest first; none if it is not a number.

    A separator is read as people of different countries write it: `1,500` and `1.500` are both fifteen
    hundred and one and a half. One of the `units` may stand behind the number.
    """
    # A break of line is no separator of thousands.
    if "\n" in text.strip():
        return ()
    bare = _strip_labels(undress(text).replace("--", "-"))
    bare = _WORD.sub(lambda word: str(_WORDS.index(word[1].casefold())), bare)
    bare = _strip_phrase(strip_unit(bare, units))
    if re.search(r"\d[.,]\d+\.$", bare):
        bare = bare[:-1]
    bare = _THOUSANDS.sub("", bare)
    found = [Decimal(bare)] if _NUMBER.fullmatch(bare) else []
    # In English the comma separates thousands.
    others = sorted(find_readings(bare), key=abs, reverse=True)
    return tuple(dict.fromkeys([*found, *others]))


def _strip_labels(text: str) -> str:
    while (bare := _LABEL.sub("", text)) != text:
        text = bare
    return text


def _strip_phrase(text: str) -> str:
    """Return a status without its reason phrase: `404` for `404 Not Found`. Another phrase stays."""
    line = _STATUS.fullmatch(text.removesuffix("."))
    if not line or int(line[1]) not in set(HTTPStatus):
        return text
    status = HTTPStatus(int(line[1]))
    phrases = {status.phrase.casefold()} | _OTHER_PHRASES.get(status, set())
    return line[1] if line[2].casefold() in phrases else text
