"""Codes to join a cohort: short enough for a board, long enough that nobody guesses one."""

import secrets

from quiz.core.keys import READABLE_CHARACTERS

#: Of 28 characters each: 28^13 is 2^62.5.
CHARACTERS = 13
#: `K7QM-2WD9-TFCXP`
GROUPS = (4, 4, 5)


def new_join_code() -> str:
    """Return a code of 62 bits, to be read from a board or a slip of paper."""
    word = "".join(secrets.choice(READABLE_CHARACTERS) for _ in range(CHARACTERS))
    return tidy_join_code(word)


def tidy_join_code(typed: str) -> str:
    """Return a typed code as `new_join_code` wrote it: in capitals, with hyphens where they belong.

    Examples
    --------
    >>> tidy_join_code(" k7qm 2wd9 tfcxp ")
    'K7QM-2WD9-TFCXP'
    """
    word = "".join(letter for letter in typed.upper() if letter.isalnum())
    parts, start = [], 0
    for length in GROUPS:
        parts.append(word[start : start + length])
        start += length
    return "-".join(part for part in [*parts, word[start:]] if part)
