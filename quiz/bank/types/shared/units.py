"""Units after a typed number: their spellings, and those that a question accepts."""

import re
from functools import cache, lru_cache

from quiz.bank.questions import Question

#: Each row is one unit in the spellings that mean the same, in lower case.
SPELLINGS = (
    ("ms", "msec", "millisecond", "milliseconds"),
    ("s", "sec", "secs", "second", "seconds"),
    ("min", "mins", "minute", "minutes"),
    ("h", "hr", "hrs", "hour", "hours"),
    ("%", "percent", "per cent", "percentage"),
    ("byte", "bytes", "b"),
    ("tb", "terabyte", "terabytes"),
    ("mbit/s", "mbps", "megabit", "megabits", "megabits per second"),
    ("requests per second", "requests/s", "req/s", "rps", "requests"),
    ("euro", "euros", "eur", "€"),
)
_SIGNS_IN_FRONT = frozenset({"€", "eur", "%"})
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_ASKING = re.compile(r"[^.!?\n]*\?")
_WORD = re.compile(r"[^\W\d_]{2,}|%")


def accepted_units(question: Question) -> frozenset[str]:
    """Return the units that may follow the number in an answer, in lower case.

    That is the unit beside the field. Without one it is any word of the sentence that asks: to
    "How many seconds …?" people type `360 s` and `360 seconds` as well as `360`.
    """
    return _find_units(question.unit, question.stem)


@lru_cache(maxsize=1024)
def _find_units(unit: str | None, stem: str) -> frozenset[str]:
    if unit:
        return _unit_spellings(unit)
    asking = _ASKING.findall(_CODE.sub(" ", stem))
    words = _WORD.findall(asking[-1].casefold()) if asking else []
    return frozenset().union(*(_unit_spellings(word) for word in words))


def strip_unit(text: str, units: frozenset[str]) -> str:
    """Return `text` without one of the `units` at its end. Any other unit stays, so the text is not a number.

    Signs may stand in front as well: `€8,460`, `%80`.
    """
    for sign in units & _SIGNS_IN_FRONT:
        if text.casefold().startswith(sign):
            return text[len(sign) :].strip()
    ending = _unit_pattern(units)
    return ending.sub("", text) if ending else text


def _unit_spellings(unit: str) -> frozenset[str]:
    unit = unit.casefold()
    same = next((row for row in SPELLINGS if unit in row), ())
    return frozenset({unit, *same})


@cache
def _unit_pattern(units: frozenset[str]) -> re.Pattern[str] | None:
    if not units:
        return None
    longest_first = sorted(units, key=lambda unit: (-len(unit), unit))
    forms = "|".join(re.escape(unit) for unit in longest_first)
    return re.compile(rf"(?<=[\d.])\s*(?:{forms})\.?$", re.IGNORECASE)
