"""The order of questions and options in each version of a booklet. Pure, and the same forever.

Booklet, key and entry each work it out from the seed, so they cannot differ. It rests on SHA-256 and not on a generator of
random numbers, whose sequence another release of Python may change: a printed sheet can be years old.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

#: Versions have one letter each, and are few enough to be handed to a class in turn.
MOST_VERSIONS = 8
#: Questions that stay in front, so that every version begins easily.
EASY_QUESTIONS = 2

Thing = TypeVar("Thing")


def order_questions(seed: int, version: int, keys: Sequence[str]) -> list[int]:
    """Return the places of the questions, in the order of a version; version 0 has them as they were chosen."""
    places = range(len(keys))
    if version == 0:
        return list(places)
    shuffled = _shuffle(list(keys), f"{seed}:{version}")
    first = set(keys[:EASY_QUESTIONS])
    return [
        keys.index(key) for key in sorted(shuffled, key=lambda key: key not in first)
    ]


def order_options(seed: int, version: int, key: str, count: int) -> tuple[int, ...]:
    """Return the file numbers of a question's options, in the order of a version."""
    return tuple(_shuffle(range(count), f"{seed}:{version}:{key}"))


def _shuffle(things: Sequence[Thing], word: str) -> list[Thing]:
    return sorted(things, key=lambda thing: sha256(f"{word}:{thing}".encode()).digest())
