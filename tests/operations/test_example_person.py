"""The example person: really takes a sitting, is marked, and goes without a trace."""

import random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.errors import NotNow
from quiz.operations.example_person import (
    make_example,
    remove_examples,
)
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, SEED, a_person


def test_the_example_has_a_finished_sitting_and_a_mark(
    session: Session, tools: AssessmentContext
) -> None:
    person, sitting, _ = make_example(session, tools, now=NOW)

    assert person.is_example
    assert sitting.state == "finished"
    assert sitting.answered >= 12


def test_there_is_one_example_at_most(
    session: Session, tools: AssessmentContext
) -> None:
    make_example(session, tools, now=NOW)

    with pytest.raises(NotNow):
        make_example(session, tools, now=NOW)


def test_removing_the_example_leaves_everybody_else(
    session: Session, tools: AssessmentContext
) -> None:
    ana = a_person(session)
    make_example(session, tools, now=NOW)

    assert remove_examples(session) == 1

    session.flush()
    assert session.scalars(select(Person)).all() == [ana]
    assert session.scalar(select(func.count()).select_from(Sitting)) == 0


def test_right_answers_are_right_and_wrong_ones_are_not(
    tools: AssessmentContext,
) -> None:
    rng = random.Random(SEED)

    for question in tools.catalogue.questions.values():
        assert score_answer(question, right_answer(question)).score == 1.0, question.key
        assert score_answer(question, wrong_answer(question, rng)).score < 1.0, (
            question.key
        )
