"""Two people turn out to be one, and both have an open sitting for the same goal: one of the two is closed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from quiz.sittings.queries import (
    find_open_sitting,
    list_doubled_assignments,
    list_sittings,
)
from quiz.sittings.services import delete_sitting, finish_sitting, unassign_sitting
from quiz.sittings.store import reload_open_sitting


def close_doubled_sittings(
    session: Session,
    keeper: Person,
    other: Person,
    *,
    tools: AssessmentContext,
    now: datetime,
) -> None:
    """Finish the shorter of two open sittings for one goal; one without an answer is deleted.

    Of two that were begun for the same assignment, the one with fewer answers stays as one of the person's own.
    """
    for ours, theirs in list_doubled_assignments(session, keeper.id, other.id):
        shorter = min((theirs, ours), key=lambda one: one.answered)
        is_kept = not shorter.is_open or _close(session, shorter, tools=tools, now=now)
        if is_kept:
            unassign_sitting(session, shorter)
    for shorter in list(_shorter_sittings(session, keeper, other)):
        _close(session, shorter, tools=tools, now=now)


def _close(
    session: Session, sitting: Sitting, *, tools: AssessmentContext, now: datetime
) -> bool:
    """Finish a sitting and say that it is kept; one without an answer is deleted."""
    if not sitting.answered:
        delete_sitting(session, sitting)
        return False
    event = reload_open_sitting(session, sitting, now=now)
    finish_sitting(session, event, tools=tools, now=now)
    return True


def _shorter_sittings(
    session: Session, keeper: Person, other: Person
) -> Iterator[Sitting]:
    for theirs in list_sittings(session, other):
        if theirs.is_open and theirs.assignment_key is None:
            ours = find_open_sitting(
                session, keeper, theirs.goal_key, theirs.mode, theirs.areas
            )
            if ours is not None:
                yield min((theirs, ours), key=lambda one: one.answered)
