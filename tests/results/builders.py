"""Outcomes and answered questions for tests: complete ones, of which a test names only what matters to it."""

from typing import Any

from quiz.bank.models import QuestionVersion
from quiz.bank.versions import cache_questions
from quiz.catalogue.skills import Level, Objective
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.outcomes import AreaOutcome
from quiz.results.summary import StatementCounts
from quiz.sittings.enums import SittingMode
from quiz.sittings.models import Answer, AttemptItem, Sitting
from tests.bank.makers import question


def outcome(
    key: str = "sql",
    statement: MasteryStatement = MasteryStatement.LIKELY,
    *,
    level: float = 1.0,
    required: float = 1.0,
    **changes: Any,
) -> AreaOutcome:
    """Return an outcome with a band of 0.2 to both sides of its level."""
    values: dict[str, Any] = {
        "area_name": key.upper(),
        "low": level - 0.2,
        "high": level + 0.2,
        "p_reached": 0.5,
        "answers": 3,
    }
    return AreaOutcome(
        area_key=key,
        level=level,
        required=required,
        statement=statement,
        **(values | changes),
    )


def counts(
    areas: int = 12,
    *,
    reached: int = 0,
    likely: int = 0,
    close: int = 0,
    likely_not: int = 0,
    not_yet: int = 0,
) -> StatementCounts:
    """Return counts; what a test does not name is 0."""
    assert reached + likely + close + likely_not + not_yet == areas
    return StatementCounts(areas, reached, likely, close, likely_not, not_yet)


def answer(
    score: float = 1.0,
    *,
    dont_know: bool = False,
    confidence: str | None = None,
    **content: Any,
) -> Answer:
    """Return an answer with a score."""
    return Answer(
        score=score, dont_know=dont_know, confidence=confidence, given=content
    )


def item(
    answered: Answer | None = None,
    *,
    number: int = 1,
    skips: int = 0,
    left_out: bool = False,
    **question_changes: Any,
) -> AttemptItem:
    """Return a question of a sitting with its answer, or without one."""
    shown = question(**question_changes)
    cache_questions([shown])
    return AttemptItem(
        sitting=Sitting(mode=SittingMode.FULL),
        number=number,
        skips=skips,
        left_out=left_out,
        version=QuestionVersion(key=shown.key, digest=shown.digest),
        answer=answered,
    )


def objective(
    key: str, level: Level = "J", *before: str, area: str = "sql"
) -> Objective:
    """Return a learning objective of four hours that is called by its key."""
    return Objective(
        id=key,
        area=area,
        level=level,
        bloom="Ap",
        hours=4,
        prerequisites=before,
        name=key,
        text=f"can {key}",
    )
