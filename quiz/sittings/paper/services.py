"""Sittings that were taken on paper: all questions are fixed, and the answers come at once, typed in afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.models import QuestionVersion
from quiz.errors import NotNow
from quiz.measurement.assessment_plan import STOPPING_RULES
from quiz.sittings import queries
from quiz.sittings.assessment.area_results import store_results
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.enums import (
    FULL_LENGTHS,
    ItemState,
    SittingLength,
    SittingMedium,
    SittingMode,
    SittingState,
    StopReason,
)
from quiz.sittings.events.starting import build_sitting, continue_from
from quiz.sittings.events.transitions import new_token
from quiz.sittings.models import Answer, AttemptItem, Sitting
from quiz.sittings.services import SubmittedAnswer


class NothingAnsweredError(NotNow):
    """Not one question of a sheet is answered, so there is nothing to measure."""


@dataclass(frozen=True)
class PaperTest:
    """What a sheet was printed for."""

    goal_key: str
    goal_name: str
    #: Required level (0 to 3) by area, of the areas that it asks about.
    required: Mapping[str, float]
    language: str | None
    seed: int


@dataclass(frozen=True)
class PaperItem:
    """A question as it was printed, and what was answered; None: it was left empty."""

    version: QuestionVersion
    #: Where each printed option stands in the file, in printed order.
    option_order: tuple[int, ...]
    answer: SubmittedAnswer | None


def record_paper_sitting(
    session: Session,
    person: Person,
    test: PaperTest,
    items: Sequence[PaperItem],
    *,
    taken_at: datetime,
    tools: AssessmentContext,
) -> Sitting:
    """Store a finished sitting with the answers of a sheet, and what they say of each area.

    Like any sitting of a person who has a result, it begins with what that says of them.

    Raises
    ------
    NothingAnsweredError
        When nothing was answered.
    """
    _check_answered(items)
    before = queries.find_latest_finished_before(session, person, taken_at)
    sitting = build_sitting(
        session,
        person,
        tools,
        goal_key=test.goal_key,
        goal_name=test.goal_name,
        required=dict(test.required),
        language=test.language,
        mode=SittingMode.FULL,
        medium=SittingMedium.PAPER,
        length=find_paper_length(len(items)),
        seed=test.seed,
        started_at=taken_at,
        finished_at=taken_at,
        stop_reason=StopReason.COMPLETE,
        **continue_from(before, now=taken_at),
    )
    sitting.state = SittingState.FINISHED
    sitting.positions = [
        _build_attempt_item(number, item, now=taken_at)
        for number, item in enumerate(items, 1)
    ]
    session.add(sitting)
    _measure(session, sitting, tools)
    return sitting


def correct_paper_sitting(
    session: Session,
    sitting: Sitting,
    items: Sequence[PaperItem],
    *,
    taken_at: datetime,
    tools: AssessmentContext,
) -> None:
    """Put other answers of the same sheet in place of those that were typed in, and measure again.

    Raises
    ------
    NothingAnsweredError
        When nothing is answered.
    LookupError
        When the items are not those of the sitting.
    """
    _check_answered(items)
    versions = [item.version.id for item in items]
    if versions != [position.question_version_id for position in sitting.positions]:
        raise LookupError(f"Sitting {sitting.key} has other questions.")
    for position, item in zip(sitting.positions, items, strict=True):
        _replace_answer(session, position, item.answer, now=taken_at)
    sitting.started_at = sitting.finished_at = taken_at
    sitting.row_version += 1
    _measure(session, sitting, tools)


def find_paper_length(questions: int) -> SittingLength:
    """Return the length of a sitting that has room for so many questions: the longest has room for any."""
    return next(
        (
            length
            for length in SittingLength
            if questions <= STOPPING_RULES[FULL_LENGTHS[length]].max_items
        ),
        SittingLength.THOROUGH,
    )


def _measure(session: Session, sitting: Sitting, tools: AssessmentContext) -> None:
    session.flush()
    store_results(session, sitting, estimate_sitting(sitting, tools))
    session.flush()
    session.expire(sitting, ["results"])


def _check_answered(items: Sequence[PaperItem]) -> None:
    if all(item.answer is None for item in items):
        raise NothingAnsweredError("Enter at least one answer.")


def _build_attempt_item(number: int, item: PaperItem, *, now: datetime) -> AttemptItem:
    position = AttemptItem(
        number=number,
        version=item.version,
        option_order=list(item.option_order),
        token=new_token(number),
        state=ItemState.LOCKED,
        skips=0,
        left_out=False,
        served_at=now,
    )
    if item.answer is not None:
        position.answer = _fill_answer(Answer(seconds=None), item.answer, now=now)
    return position


def _replace_answer(
    session: Session,
    position: AttemptItem,
    submitted: SubmittedAnswer | None,
    *,
    now: datetime,
) -> None:
    if submitted is not None:
        position.answer = _fill_answer(
            position.answer or Answer(seconds=None), submitted, now=now
        )
    elif position.answer is not None:
        session.delete(position.answer)
        position.answer = None


def _fill_answer(
    answer: Answer, submitted: SubmittedAnswer, *, now: datetime
) -> Answer:
    answer.given = dict(submitted.content)
    answer.dont_know = submitted.marked.dont_know
    answer.score = submitted.marked.score
    answer.confidence = submitted.confidence
    answer.answered_at = now
    return answer
