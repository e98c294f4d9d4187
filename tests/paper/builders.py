"""Booklets and typed sheets for tests."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.answers.paper_answers import write_paper_answer
from quiz.bank.answers.samples import wrong_answer
from quiz.paper.models import Booklet
from quiz.paper.printed import PrintedQuestion
from quiz.paper.services import BookletOrder, create_booklet
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import NOW


def a_booklet(
    session: Session,
    tools: AssessmentContext,
    owner: Person,
    *,
    now: datetime = NOW,
    seed: int = 1,
    **changes: Any,
) -> Booklet:
    """Return a booklet of twelve questions for a junior; a test names only what matters to it."""
    goal = tools.catalogue.goals["junior"]
    order: dict[str, Any] = {
        "goal_key": goal.key,
        "goal_name": goal.name,
        "required": goal.required_levels,
        "language": "python",
        "questions": 12,
    }
    return create_booklet(
        session,
        owner,
        BookletOrder(**(order | changes)),
        tools=tools,
        excluded=(),
        now=now,
        rng=random.Random(seed),
    )


def key_texts(printed: Sequence[PrintedQuestion]) -> dict[str, str]:
    """Return what somebody types for a sheet that is filled in as the key says, by field."""
    return {
        box.field: text
        for question in printed
        for box, text in zip(question.boxes, question.key, strict=True)
    }


def wrong_texts(printed: Sequence[PrintedQuestion], *, seed: int = 1) -> dict[str, str]:
    """Return what somebody types who answers everything, and nothing right."""
    rng = random.Random(seed)
    return {
        box.field: text
        for question in printed
        for box, text in zip(
            question.boxes,
            write_paper_answer(
                question.question,
                question.order,
                wrong_answer(question.question, rng),
            ),
            strict=True,
        )
    }


def without(texts: Mapping[str, str], *fields: str) -> dict[str, str]:
    """Return texts of which some are empty."""
    return dict(texts) | dict.fromkeys(fields, "")
