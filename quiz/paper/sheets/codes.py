"""The code on a sheet, as people type it: `K7QM2-B-03` is booklet, version and sheet."""

import re
from dataclasses import dataclass

from quiz.core.plain_characters import write_plainly
from quiz.errors import NotValid

_CODE = re.compile(r"([A-Z0-9]{5})([A-Z])(\d{1,3})")


@dataclass(frozen=True)
class SheetCode:
    """A code taken apart."""

    booklet: str
    letter: str
    number: int


def parse_code(typed: str) -> SheetCode:
    """Return a typed code; case, spaces and hyphens do not matter.

    Raises
    ------
    NotValid
        When it does not look like one.
    """
    word = re.sub(r"[^A-Z0-9]", "", write_plainly(typed).upper())
    match = _CODE.fullmatch(word)
    if match is None:
        raise NotValid("A code has three parts, for example K7QM2-B-03.")
    return SheetCode(match[1], match[2], int(match[3]))
