"""Writes about sittings: answer, skip, change, finish. Every event moves `seq` one up.

Callers hold the sitting locked (`live_sitting_of`); the conditional update of `seq` would stop a
second event even if they did not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from quiz.bank.answers.scoring import ScoredAnswer
from quiz.errors import NotNow
from quiz.sittings import transitions
from quiz.sittings.assessment.area_results import store_results
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.assessment.presenting import present_next
from quiz.sittings.assessment.progress import count_decided_areas
from quiz.sittings.live.queries import load_locked_answer
from quiz.sittings.live.rows import LiveAnswer, LivePosition, LiveSitting
from quiz.sittings.live.saving import (
    StalePageError,
    advance_version,
    save_confidence,
    save_event,
)
from quiz.sittings.models import Sitting


class SittingClosedError(NotNow):
    """The sitting is finished; its explanations may have been read, so it takes no more answers."""


@dataclass(frozen=True)
class SubmittedAnswer:
    """An answer as it arrived, marked."""

    #: In terms of the file's order, as `bank.marking` reads it; empty for "I don't know".
    content: Mapping[str, Any]
    marked: ScoredAnswer
    #: How sure the person was: `sure`, `think`, `guess`, or nothing.
    confidence: str | None = None


def record_answer(
    session: Session,
    sitting: LiveSitting,
    token: str,
    given: SubmittedAnswer,
    *,
    tools: AssessmentContext,
    now: datetime,
) -> None:
    """Store the answer of the page with `token` and serve the next question.

    The same page sent again with the same answer changes nothing.

    Raises
    ------
    SittingClosed
        When the sitting is finished.
    StalePage
        When the page shows a question that is no longer the present one, with another answer.
    """
    position = _find_presented_item(sitting, token)
    if position is None:
        _check_repeated(session, sitting, token, given)
        return
    if position.answer is None:
        transitions.lock_earlier_answers(sitting.positions, position)
    position.answer = _build_answer(position, given, now=now)
    position.state = "answered"
    if transitions.current_attempt_item(sitting.positions) is None:
        # After a first answer; and after a changed one when nothing was left to ask, for now something may be.
        present_next(session, sitting, tools, now=now)
    else:
        sitting.settled = count_decided_areas(sitting, tools)
    save_event(session, sitting)


def skip_question(
    session: Session,
    sitting: LiveSitting,
    token: str,
    *,
    tools: AssessmentContext,
    now: datetime,
) -> None:
    """Put the question of the page with `token` aside; it comes back at the end, twice at most."""
    position = _find_presented_item(sitting, token)
    if position is None or not transitions.may_skip(position):
        # Sent again, or a button that the page no longer shows: the present state answers it.
        return
    position.state = "aside"
    position.skips += 1
    present_next(session, sitting, tools, now=now, but=position)
    save_event(session, sitting)


def reopen_last(session: Session, sitting: LiveSitting) -> None:
    """Show the last answered question again, so that its answer can be changed.

    The question that was served after it stays the next one.
    """
    _check_open(sitting)
    position = transitions.changeable_attempt_item(sitting.positions)
    if position is None:
        return
    position.state = "changing"
    position.token = transitions.new_token(position.number)
    save_event(session, sitting)


def ask_confidence(session: Session, sitting: LiveSitting, *, wanted: bool) -> None:
    """Ask from now on how sure the person is, or no longer."""
    _check_open(sitting)
    sitting.asks_confidence = wanted
    save_confidence(session, sitting)


def finish_sitting(
    session: Session, sitting: Sitting, *, tools: AssessmentContext, now: datetime
) -> None:
    """Close a sitting for good and store what it says of each area. A second time changes nothing."""
    if sitting.state == "finished":
        return
    if not sitting.answered:
        raise NotNow("There is nothing to show yet. Answer a question first.")
    estimates = estimate_sitting(sitting, tools)
    reason = (
        "person" if transitions.current_attempt_item(sitting.positions) else "complete"
    )
    session.flush()
    advance_version(session.connection(), sitting)
    set_committed_value(sitting, "seq", sitting.seq + 1)
    sitting.state = "finished"
    sitting.finished_at = now
    sitting.stop_reason = reason
    for position in sitting.positions:
        position.state = "closed"
    store_results(session, sitting, estimates)


def _build_answer(
    position: LivePosition, given: SubmittedAnswer, *, now: datetime
) -> LiveAnswer:
    """Return an answer for a position, or another in its place; how long the first one took stays."""
    before = position.answer
    return LiveAnswer(
        given=dict(given.content),
        dont_know=given.marked.dont_know,
        score=given.marked.score,
        confidence=given.confidence,
        seconds=before.seconds if before else position.seconds_until(now),
        answered_at=now,
    )


def _check_open(sitting: LiveSitting) -> None:
    if sitting.state != "open":
        raise SittingClosedError("This sitting is finished. Its result is ready.")


def _find_presented_item(sitting: LiveSitting, token: str) -> LivePosition | None:
    """Return the position a page with `token` may act on; None when the page is an older one."""
    _check_open(sitting)
    position = transitions.current_attempt_item(sitting.positions)
    return position if position is not None and position.token == token else None


def _check_repeated(
    session: Session, sitting: LiveSitting, token: str, given: SubmittedAnswer
) -> None:
    earlier = transitions.find_attempt_item(sitting.positions, token)
    if earlier is not None and earlier.state == "closed":
        load_locked_answer(session, earlier)
    stored = earlier.answer if earlier else None
    same = stored is not None and (stored.given, stored.dont_know) == (
        dict(given.content),
        given.marked.dont_know,
    )
    if not same:
        raise StalePageError("This page is older than your sitting.")
