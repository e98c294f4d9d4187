"""What happens at the positions of a sitting: answered, skipped, changed. Pure rules on rows, mapped or live.

served -> answered -> closed, served -> aside -> served, answered -> changing -> answered.
"""

import secrets
from collections.abc import Iterable
from typing import TypeVar

from quiz.sittings.live.rows import LivePosition
from quiz.sittings.models import AttemptItem

P = TypeVar("P", bound=AttemptItem | LivePosition)

MAX_SKIPS = 2
TOKEN_BYTES = 12


def new_token(number: int) -> str:
    """Return a token for one showing of the question at position `number`."""
    return f"{number}-{secrets.token_urlsafe(TOKEN_BYTES)}"


def current_attempt_item(positions: Iterable[P]) -> P | None:
    """Return the position a person is at: one whose answer is being changed, else the served one."""
    served = None
    for position in positions:
        if position.state == "changing":
            return position
        if position.state == "served" and served is None:
            served = position
    return served


def changeable_attempt_item(positions: Iterable[P]) -> P | None:
    """Return the position whose answer may still be changed: the latest, until the next is answered."""
    answered = [position for position in positions if position.state == "answered"]
    return max(answered, key=lambda position: position.number, default=None)


def find_attempt_item(positions: Iterable[P], token: str) -> P | None:
    """Return the position that a page with this token showed, now or earlier."""
    number = token.partition("-")[0]
    return next((p for p in positions if str(p.number) == number), None)


def skipped_attempt_items(positions: Iterable[P]) -> list[P]:
    """Return the positions skipped for now, the longest waiting first."""
    waiting = [position for position in positions if position.state == "aside"]
    return sorted(waiting, key=lambda position: (position.skips, position.number))


def answered_attempt_items(positions: Iterable[P]) -> list[P]:
    """Return the positions that have an answer, in the order of serving."""
    return [position for position in positions if position.answer is not None]


def may_skip(position: AttemptItem | LivePosition) -> bool:
    """Say whether the question may be skipped for now: twice, then it is answered or left."""
    return position.state == "served" and position.skips < MAX_SKIPS


def lock_earlier_answers(positions: Iterable[P], latest: P) -> None:
    """Close for good every answer before the `latest`."""
    for position in positions:
        if position.state in {"answered", "changing"} and position is not latest:
            position.state = "closed"
