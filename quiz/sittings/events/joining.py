"""Two people turn out to be one, and both have an open sitting for the same goal: one of the two is closed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from quiz.sittings.queries import find_open_sitting, list_sittings
from quiz.sittings.services import delete_sitting, finish_sitting
from quiz.sittings.store import reload_open_sitting


def close_doubled_sittings(
    session: Session,
    keeper: Person,
    other: Person,
    *,
    tools: AssessmentContext,
    now: datetime,
) -> None:
    """Finish the shorter of two open sittings for one goal; one without an answer is deleted."""
    for shorter in list(_shorter_sittings(session, keeper, other)):
        if shorter.answered:
            event = reload_open_sitting(session, shorter, now=now)
            finish_sitting(session, event, tools=tools, now=now)
        else:
            delete_sitting(session, shorter)


def _shorter_sittings(
    session: Session, keeper: Person, other: Person
) -> Iterator[Sitting]:
    for theirs in list_sittings(session, other):
        if theirs.is_open:
            ours = find_open_sitting(
                session, keeper, theirs.goal_key, theirs.mode, theirs.areas
            )
            if ours is not None:
                yield min((theirs, ours), key=lambda one: one.answered)
