"""The answers of a cohort to the questions of one check, beside what was expected of these people."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quiz.bank.questions import Question
from quiz.cohorts.analysis.hard_questions import CohortAnswer, predict_scores
from quiz.cohorts.insight.effects.evidence import build_state
from quiz.cohorts.insight.effects.queries import list_sittings_with_answers
from quiz.cohorts.insight.snapshot import CohortSnapshot
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.models import Answer, Sitting


@dataclass(frozen=True)
class GivenAnswer:
    """One answer of one member, as it is stored."""

    person: str
    question: Question
    answer: Answer


def load_sittings(
    session: Session, snapshot: CohortSnapshot
) -> Sequence[tuple[str, Sitting]]:
    """Return the finished sittings of the check with the key of the member."""
    keys = {
        one.sitting_id: one.key
        for one in snapshot.members
        if one.sitting_id is not None and one.state.has_result
    }
    sittings = list_sittings_with_answers(session, list(keys))
    return [(keys[one.id], one) for one in sittings]


def list_given(sittings: Iterable[tuple[str, Sitting]]) -> list[GivenAnswer]:
    """Return all answers that count."""
    return [
        GivenAnswer(key, item.question, item.answer)
        for key, sitting in sittings
        for item in counting_attempt_items(sitting.positions)
        if item.answer is not None
    ]


def compare_answers(
    sittings: Iterable[tuple[str, Sitting]], context: AssessmentContext
) -> list[CohortAnswer]:
    """Return the answers beside what each person's other answers let expect."""
    compared = []
    for key, sitting in sittings:
        expected = predict_scores(build_state(sitting, context))
        for given in list_given([(key, sitting)]):
            expectation = expected.get(given.question.key)
            if expectation is not None:
                compared.append(
                    CohortAnswer(
                        key,
                        expectation,
                        given.answer.score,
                        write_choice(given.answer),
                    )
                )
    return compared


def write_choice(answer: Answer) -> str:
    """Return an answer in a form that is equal for equal answers; empty for "I don't know"."""
    if answer.dont_know:
        return ""
    return json.dumps(answer.given, sort_keys=True)
