"""What happens to the attempt items of a sitting: answered, skipped, changed. Pure rules without a database.

presented -> answered -> locked, presented -> skipped -> presented, answered -> changing -> answered.
"""

import secrets
from collections.abc import Iterable

from quiz.sittings.enums import ItemState
from quiz.sittings.models import AttemptItem

MAX_SKIPS = 2
TOKEN_BYTES = 12


def new_token(number: int) -> str:
    """Return a token for one showing of attempt item `number`."""
    return f"{number}-{secrets.token_urlsafe(TOKEN_BYTES)}"


def current_attempt_item(items: Iterable[AttemptItem]) -> AttemptItem | None:
    """Return the item a person is at: one whose answer is being changed, else the presented one."""
    presented = None
    for item in items:
        state = item.state
        if state is ItemState.CHANGING:
            return item
        if state is ItemState.PRESENTED and presented is None:
            presented = item
    return presented


def changeable_attempt_item(items: Iterable[AttemptItem]) -> AttemptItem | None:
    """Return the item whose answer may still be changed: the latest, until the next is answered."""
    answered = [item for item in items if item.state is ItemState.ANSWERED]
    return max(answered, key=lambda item: item.number, default=None)


def find_attempt_item(items: Iterable[AttemptItem], token: str) -> AttemptItem | None:
    """Return the item that a page with this token showed, now or earlier."""
    number = token.partition("-")[0]
    return next((item for item in items if str(item.number) == number), None)


def skipped_attempt_items(items: Iterable[AttemptItem]) -> list[AttemptItem]:
    """Return the skipped items, the longest waiting first."""
    waiting = [item for item in items if item.state is ItemState.SKIPPED]
    return sorted(waiting, key=lambda item: (item.skips, item.number))


def answered_attempt_items(items: Iterable[AttemptItem]) -> list[AttemptItem]:
    """Return the items that have an answer, in the order of presentation."""
    return [item for item in items if item.answer is not None]


def counting_attempt_items(items: Iterable[AttemptItem]) -> list[AttemptItem]:
    """Return the items whose answers count: the answered ones without those that a rescoring left out."""
    return [item for item in answered_attempt_items(items) if not item.left_out]


def may_skip(item: AttemptItem) -> bool:
    """Say whether the question may be skipped for now: twice, then it is answered or left."""
    return item.state is ItemState.PRESENTED and item.skips < MAX_SKIPS


def lock_earlier_answers(items: Iterable[AttemptItem], latest: AttemptItem) -> None:
    """Lock every answer before the `latest`."""
    for item in items:
        if (
            item.state in {ItemState.ANSWERED, ItemState.CHANGING}
            and item is not latest
        ):
            item.state = ItemState.LOCKED
