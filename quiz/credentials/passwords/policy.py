"""Which passwords are good enough: long, not common, and not made of words that anybody would try first.

Nothing is asked of the kinds of characters. A password is neither cut nor changed.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable
from enum import Enum, auto
from functools import cache
from pathlib import Path

MIN_CHARACTERS = 8
ADVISED_CHARACTERS = 12
MAX_CHARACTERS = 128
#: Fewer different characters than this are a pattern: `aaaaaaaaaaaa`, `abababababab`.
MIN_DIFFERENT = 5
#: A word of the context that is shorter says nothing: `ana` is in `banana`.
MIN_CONTEXT_CHARACTERS = 4
#: What must be left of a password without the words of its context, or stand around a common one.
MIN_BESIDE_CONTEXT = 8
SITE_WORDS = ("trigpoint",)

#: The 19,640 most common passwords in breaches, as hashes: the first 5 bytes of SHA-256, in order. Which ones they are
#: is taken from the list that Django ships (R. Williams, 2018, from breaches published until then).
COMMON_FILE = Path(__file__).with_name("common_passwords.bin")
HASH_BYTES = 5
#: Rows of keyboards and the plain orders; a password that runs along one is guessed early.
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
)
RUN_CHARACTERS = 4


class PasswordFault(Enum):
    """Why a password is refused."""

    TOO_SHORT = auto()
    TOO_LONG = auto()
    COMMON = auto()
    PATTERN = auto()
    CONTEXT = auto()


def find_fault(password: str, context: Iterable[str] = ()) -> PasswordFault | None:
    """Return why a password is refused; None when it is good enough.

    `context` is what is known of the person: email address, name, the name of the site or organisation.
    """
    if len(password) < MIN_CHARACTERS:
        return PasswordFault.TOO_SHORT
    if len(password) > MAX_CHARACTERS:
        return PasswordFault.TOO_LONG
    folded = password.casefold()
    if is_common(folded):
        return PasswordFault.COMMON
    if _is_pattern(folded):
        return PasswordFault.PATTERN
    if _leans_on(folded, [*SITE_WORDS, *context]):
        return PasswordFault.CONTEXT
    return None


def is_common(folded: str) -> bool:
    """Say whether a password in small letters is a common one, or one with digits and signs around it."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    is_bare = len(folded) - len(core) < MIN_BESIDE_CONTEXT
    return _is_listed(folded) or (is_bare and _is_listed(core))


def _is_listed(word: str) -> bool:
    hashes = _common_hashes()
    wanted = hashlib.sha256(word.encode()).digest()[:HASH_BYTES]
    place = bisect_left(hashes, wanted)
    return place < len(hashes) and hashes[place] == wanted


@cache
def _common_hashes() -> list[bytes]:
    data = COMMON_FILE.read_bytes()
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def _is_pattern(folded: str) -> bool:
    if len(set(folded)) < MIN_DIFFERENT:
        return True
    # The same few characters over and over: `trig1trig1`.
    for length in range(1, len(folded) // 2 + 1):
        piece = folded[:length]
        if (
            length < MIN_CHARACTERS
            and piece * (len(folded) // length)
            == folded[: length * (len(folded) // length)]
        ):
            return True
    return _share_of_runs(folded) >= 1


def _share_of_runs(folded: str) -> float:
    """Return which part of a password runs along rows of the keyboard, the alphabet or the digits, 0 to 1."""
    rows = [row for run in RUNS for row in (run, run[::-1])]
    covered = [False] * len(folded)
    for start in range(len(folded) - RUN_CHARACTERS + 1):
        piece = folded[start : start + RUN_CHARACTERS]
        if any(piece in row for row in rows):
            covered[start : start + RUN_CHARACTERS] = [True] * RUN_CHARACTERS
    return sum(covered) / len(folded)


def _leans_on(folded: str, context: Iterable[str]) -> bool:
    """Say whether hardly anything is left of a password without the words of its context."""
    rest = folded
    for word in sorted(_context_words(context), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != folded and len(rest) < MIN_BESIDE_CONTEXT


def _context_words(context: Iterable[str]) -> set[str]:
    words = set()
    for text in context:
        folded = text.casefold()
        words |= {folded, *re.split(r"[\W_]+", folded)}
    return {word for word in words if len(word) >= MIN_CONTEXT_CHARACTERS}
