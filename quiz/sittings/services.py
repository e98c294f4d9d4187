"""Writes about sittings: answer, skip, change, finish. Each is one event that `store` saves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from quiz.bank.answers.scoring import ScoredAnswer
from quiz.errors import NotNow
from quiz.sittings.assessment.area_results import store_results
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.assessment.ending import select_longer_lengths
from quiz.sittings.assessment.presenting import present_next
from quiz.sittings.enums import (
    Confidence,
    ItemState,
    SittingLength,
    SittingState,
    StopReason,
)
from quiz.sittings.events import transitions
from quiz.sittings.models import Answer, AttemptItem, Sitting
from quiz.sittings.queries import list_additions
from quiz.sittings.store import save_event

#: An answer that arrives this long after the closing time still counts: it was on its way.
CLOSING_GRACE = timedelta(seconds=10)


class StalePageError(NotNow):
    """The page is older than the sitting: something else was answered since it was shown."""


class SittingClosedError(NotNow):
    """The sitting is finished; its explanations may have been read, so it takes no more answers."""


@dataclass(frozen=True)
class SubmittedAnswer:
    """An answer as it arrived, scored."""

    #: In the order of the question's file, as `bank.answers` reads it; empty for "I don't know".
    content: Mapping[str, Any]
    marked: ScoredAnswer
    confidence: Confidence | None = None


def record_answer(
    session: Session,
    sitting: Sitting,
    token: str,
    given: SubmittedAnswer,
    *,
    tools: AssessmentContext,
    now: datetime,
) -> None:
    """Store the answer of the page with `token` and present the next question.

    The same page sent again with the same answer changes nothing.

    Raises
    ------
    SittingClosedError
        When the sitting is finished.
    StalePageError
        When the page shows a question that is no longer the present one, with another answer.
    """
    position = _find_presented_item(sitting, token)
    if position is None:
        _check_repeated(sitting, token, given)
        return
    is_change = position.answer is not None
    if not is_change:
        transitions.lock_earlier_answers(sitting.positions, position)
    _set_answer(position, given, now=now)
    # One change a question: trying every option must tell nothing.
    position.state = ItemState.LOCKED if is_change else ItemState.ANSWERED
    if transitions.current_attempt_item(sitting.positions) is None:
        # After a first answer; and after a changed one when nothing was left to ask, for now something may be.
        present_next(session, sitting, tools, now=now)
    save_event(session, sitting)


def skip_question(
    session: Session,
    sitting: Sitting,
    token: str,
    *,
    tools: AssessmentContext,
    now: datetime,
) -> None:
    """Skip the question of the page with `token`; it comes back at the end, twice at most."""
    position = _find_presented_item(sitting, token)
    if position is None or not transitions.may_skip(position):
        # Sent again, or a button that the page no longer shows: the present state answers it.
        return
    position.state = ItemState.SKIPPED
    position.skips += 1
    present_next(session, sitting, tools, now=now, but=position)
    save_event(session, sitting)


def reopen_last(session: Session, sitting: Sitting) -> None:
    """Show the last answered question again, so that its answer can be changed.

    The question that was presented after it stays the next one.
    """
    _check_open(sitting)
    position = transitions.changeable_attempt_item(sitting.positions)
    if position is None:
        return
    position.state = ItemState.CHANGING
    position.token = transitions.new_token(position.number)
    save_event(session, sitting)


def keep_answer(
    session: Session, sitting: Sitting, *, tools: AssessmentContext, now: datetime
) -> None:
    """Leave an answer that is shown for a change as it is; it may still be changed."""
    _check_open(sitting)
    position = transitions.current_attempt_item(sitting.positions)
    if position is None or position.state is not ItemState.CHANGING:
        return
    position.state = ItemState.ANSWERED
    if transitions.current_attempt_item(sitting.positions) is None:
        # The sitting may have got a longer length while the answer was shown.
        present_next(session, sitting, tools, now=now)
    save_event(session, sitting)


def extend_sitting(
    session: Session,
    sitting: Sitting,
    length: SittingLength,
    *,
    tools: AssessmentContext,
    now: datetime,
) -> None:
    """Go on to a longer length with the answers so far. The same or a shorter length changes nothing."""
    _check_open(sitting)
    if length not in select_longer_lengths(sitting):
        return
    sitting.length = length
    if transitions.current_attempt_item(sitting.positions) is None:
        present_next(session, sitting, tools, now=now)
    save_event(session, sitting)


def ask_confidence(session: Session, sitting: Sitting, *, wanted: bool) -> None:
    """Ask from now on how sure the person is, or no longer."""
    _check_open(sitting)
    sitting.asks_confidence = wanted
    save_event(session, sitting)


def finish_sitting(
    session: Session,
    sitting: Sitting,
    *,
    tools: AssessmentContext,
    now: datetime,
    interruption: StopReason = StopReason.PERSON,
) -> None:
    """Close a sitting for good and store what it says of each area. A second time changes nothing.

    `interruption` is the reason to store where a question is still in front of the person.
    """
    if sitting.is_finished:
        return
    if not sitting.answered:
        raise NotNow("There is nothing to show yet. Answer a question first.")
    estimates = estimate_sitting(sitting, tools)
    is_interrupted = transitions.current_attempt_item(sitting.positions) is not None
    sitting.stop_reason = interruption if is_interrupted else StopReason.COMPLETE
    sitting.state = SittingState.FINISHED
    sitting.finished_at = max(now, *_known_moments(sitting))
    for position in sitting.positions:
        position.state = ItemState.LOCKED
    store_results(session, sitting, estimates)
    save_event(session, sitting)


def unassign_sitting(session: Session, sitting: Sitting) -> None:
    """Let a sitting be one of the person's own from now on."""
    sitting.assignment_key = None
    # Another one may take its place in the same request.
    session.flush()


def check_deletable(sitting: Sitting, *, now: datetime) -> None:
    """Let nobody delete an assigned sitting before it closes, and begin it again with other questions.

    Raises
    ------
    NotNow
        When it is assigned and its closing time has not come.
    """
    if sitting.closes_at is not None and now < sitting.closes_at:
        raise NotNow(
            "This assessment was set by your group. You can delete it after its closing time."
        )


def close_sitting(
    session: Session, sitting: Sitting, *, tools: AssessmentContext, now: datetime
) -> bool:
    """Finish a sitting whose closing time has come, as part where questions were left; without an answer, delete it.

    Says whether there is a result.
    """
    if not sitting.answered:
        delete_sitting(session, sitting)
        return False
    finish_sitting(
        session, sitting, tools=tools, now=now, interruption=StopReason.CLOSED
    )
    return True


def delete_sitting(session: Session, sitting: Sitting) -> None:
    """Delete a sitting with everything in it, and the sittings that add questions to it: they rest on its answers."""
    ids = [one.id for one in (sitting, *list_additions(session, sitting))]
    session.execute(delete(Sitting).where(Sitting.id.in_(ids)))


def _set_answer(
    position: AttemptItem, given: SubmittedAnswer, *, now: datetime
) -> None:
    """Give an attempt item its answer, or change the one it has; how long the first one took stays."""
    answer = position.answer
    if answer is None:
        seconds = max((now - position.served_at).total_seconds(), 0.0)
        position.answer = answer = Answer(seconds=seconds)
    answer.given = dict(given.content)
    answer.dont_know = given.marked.dont_know
    answer.score = given.marked.score
    answer.confidence = given.confidence
    # Another host may have shown the question, with a clock that is ahead.
    answer.answered_at = max(now, position.served_at)


def _known_moments(sitting: Sitting) -> list[datetime]:
    """Return when a sitting began and was answered, by the clocks of whichever hosts it was on."""
    answers = [position.answer for position in sitting.positions if position.answer]
    return [sitting.started_at, *(answer.answered_at for answer in answers)]


def _check_open(sitting: Sitting) -> None:
    if not sitting.is_open:
        raise SittingClosedError("This assessment is finished. Its result is ready.")


def _find_presented_item(sitting: Sitting, token: str) -> AttemptItem | None:
    """Return the position a page with `token` may act on; None when the page is an older one."""
    _check_open(sitting)
    position = transitions.current_attempt_item(sitting.positions)
    return position if position is not None and position.token == token else None


def _check_repeated(sitting: Sitting, token: str, given: SubmittedAnswer) -> None:
    """Let pass what was sent before, in the same words; refuse everything else that an older page sends."""
    earlier = transitions.find_attempt_item(sitting.positions, token)
    stored = earlier.answer if earlier else None
    same = stored is not None and (stored.given, stored.dont_know) == (
        dict(given.content),
        given.marked.dont_know,
    )
    if not same:
        raise StalePageError("This page is out of date.")
