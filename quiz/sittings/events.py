"""What happens at the positions of a sitting: answered, skipped, changed. Pure rules on rows.

served -> answered -> closed, served -> aside -> served, answered -> changing -> answered.
"""

import secrets

from quiz.sittings.models import Position, Sitting

MAX_SKIPS = 2
TOKEN_BYTES = 12


def new_token(number: int) -> str:
    """Return a token for one showing of the question at position `number`."""
    return f"{number}-{secrets.token_urlsafe(TOKEN_BYTES)}"


def current_position(sitting: Sitting) -> Position | None:
    """Return the position a person is at: one whose answer is being changed, else the served one."""
    for state in ("changing", "served"):
        for position in sitting.positions:
            if position.state == state:
                return position
    return None


def changeable_position(sitting: Sitting) -> Position | None:
    """Return the position whose answer may still be changed: the latest, until the next is answered."""
    answered = [
        position for position in sitting.positions if position.state == "answered"
    ]
    return max(answered, key=lambda position: position.number, default=None)


def position_shown_with(sitting: Sitting, token: str) -> Position | None:
    """Return the position that a page with this token showed, now or earlier."""
    number = token.partition("-")[0]
    return next((p for p in sitting.positions if str(p.number) == number), None)


def set_aside(sitting: Sitting) -> list[Position]:
    """Return the positions skipped for now, the longest waiting first."""
    waiting = [position for position in sitting.positions if position.state == "aside"]
    return sorted(waiting, key=lambda position: (position.skips, position.number))


def answered_positions(sitting: Sitting) -> list[Position]:
    """Return the positions that have an answer, in the order of serving."""
    return [position for position in sitting.positions if position.answer is not None]


def may_skip(position: Position) -> bool:
    """Say whether the question may be skipped for now: twice, then it is answered or left."""
    return position.state == "served" and position.skips < MAX_SKIPS


def close_earlier(sitting: Sitting, latest: Position) -> None:
    """Close for good every answer before the `latest`."""
    for position in sitting.positions:
        if position.state in {"answered", "changing"} and position is not latest:
            position.state = "closed"
