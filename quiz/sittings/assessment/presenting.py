"""Puts the next question before a person: chosen by the engine, fixed when it is served."""

import random
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.bank.questions import Question
from quiz.bank.rendering import count_options
from quiz.sittings import transitions
from quiz.sittings.assessment.context import AssessmentContext, select_question
from quiz.sittings.assessment.exposures import ExposureCache
from quiz.sittings.live.rows import LivePosition, LiveSitting

_exposures = ExposureCache()


def present_next(
    session: Session,
    sitting: LiveSitting,
    tools: AssessmentContext,
    *,
    now: datetime,
    but: LivePosition | None = None,
) -> None:
    """Serve the next question, or what was skipped when none is worth asking; `but` comes last."""
    chosen = select_question(
        sitting,
        tools,
        barred=sitting.not_to_ask,
        exposure=_exposures.count_for_goal(session, sitting.goal_key, now=now),
    )
    sitting.settled = chosen.settled
    if chosen.question is not None:
        _present_question(sitting, chosen.question, now=now)
        return
    waiting = transitions.skipped_attempt_items(sitting.positions)
    # What was skipped comes back when nothing else is left to ask; what was skipped just now
    # comes last.
    again = next((p for p in waiting if p is not but), waiting[0] if waiting else None)
    if again is not None:
        again.state = "served"
        again.token = transitions.new_token(again.number)


def _present_question(
    sitting: LiveSitting, question: Question, *, now: datetime
) -> None:
    number = len(sitting.positions) + 1
    # Apart from the sitting's own seed, so that the order tells nothing of the choice.
    order = list(range(count_options(question)))
    random.Random(f"{sitting.seed}:{question.key}").shuffle(order)  # noqa: S311  # a shuffle, no secret
    sitting.positions.append(
        LivePosition(
            number=number,
            question=question,
            option_order=order,
            token=transitions.new_token(number),
            state="served",
            skips=0,
            left_out=False,
            served_at=now,
        )
    )
