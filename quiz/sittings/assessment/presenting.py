"""Presents the next question: chosen by the engine, fixed from then on."""

import random
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.bank.questions import Question
from quiz.bank.rendering import count_options
from quiz.measurement.engine import EXPLORATION_POSITION
from quiz.sittings.assessment.context import AssessmentContext, select_question
from quiz.sittings.assessment.exposures import ExposureCache
from quiz.sittings.enums import ItemState
from quiz.sittings.events import transitions
from quiz.sittings.models import AttemptItem, Sitting

_exposures = ExposureCache()


def present_next(
    session: Session,
    sitting: Sitting,
    tools: AssessmentContext,
    *,
    now: datetime,
    but: AttemptItem | None = None,
) -> None:
    """Present the next question, or a skipped one when none is worth asking; `but` comes last."""
    chosen = select_question(
        sitting,
        tools,
        barred=sitting.excluded_keys,
        exposure=_exposures.count_for_goal(session, sitting.goal_key, now=now)
        if sitting.answered == EXPLORATION_POSITION - 1
        else None,
    )
    if chosen.question is not None:
        _present_question(sitting, chosen.question, now=now)
        return
    waiting = transitions.skipped_attempt_items(sitting.positions)
    # A skipped question comes back when nothing else is left to ask; the one skipped just now comes last.
    again = next((p for p in waiting if p is not but), waiting[0] if waiting else None)
    if again is not None:
        again.state = ItemState.PRESENTED
        again.token = transitions.new_token(again.number)


def _present_question(sitting: Sitting, question: Question, *, now: datetime) -> None:
    number = len(sitting.positions) + 1
    # Seeded apart from the selection, so that the order tells nothing of the choice.
    order = list(range(count_options(question)))
    random.Random(f"{sitting.seed}:{question.key}").shuffle(order)  # noqa: S311  # a shuffle, no secret
    sitting.positions.append(
        AttemptItem(
            number=number,
            question=question,
            option_order=order,
            token=transitions.new_token(number),
            state=ItemState.PRESENTED,
            skips=0,
            left_out=False,
            served_at=now,
        )
    )
