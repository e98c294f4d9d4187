"""Finishing: what is stored for good, and what can be computed from it again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.errors import NotNow
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.models import AreaResult
from tests.factories import (
    NOW,
    a_sitting,
    answer,
    count,
    finish,
    finished,
    given,
    present,
    reread,
)


def test_finishing_stores_a_result_for_each_area(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=12)
    expected = estimate_sitting(sitting, tools)

    finish(session, sitting, tools, now=NOW)

    session.flush()
    stored = {row.area: row for row in session.scalars(select(AreaResult))}
    assert set(stored) == set(tools.catalogue.areas)
    for area, estimate in expected.items():
        assert stored[area].theta == pytest.approx(estimate.theta)
        assert stored[area].statement == estimate.statement.value
        assert len(stored[area].quantiles) == 20


def test_finishing_twice_changes_nothing(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)

    finish(session, sitting, tools, now=NOW + timedelta(days=1))

    assert sitting.finished_at == NOW
    assert count(session, AreaResult) == 12


def test_nothing_is_finished_without_an_answer(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    with pytest.raises(NotNow):
        finish(session, sitting, tools, now=NOW)

    assert sitting.state == "open"


def test_a_finished_sitting_takes_no_more_answers(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)
    position = sitting.positions[-1]

    with pytest.raises(services.SittingClosedError):
        services.record_answer(
            session,
            reread(session, sitting),
            position.token,
            given(position, right=True),
            tools=tools,
            now=NOW,
        )


def test_why_a_sitting_ended_is_kept(
    session: Session, tools: AssessmentContext
) -> None:
    early = finished(session, tools)
    whole = finished(session, tools, answers=24)

    assert (early.stop_reason, whole.stop_reason) == ("person", "complete")


def test_results_of_a_finished_sitting_can_be_computed_again_from_its_rows(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=9)

    again = estimate_sitting(sitting, tools)

    for row in sitting.results:
        assert row.theta == pytest.approx(again[row.area].theta, abs=1e-9)


def test_a_bank_that_is_edited_on_the_way_changes_no_answer_and_no_result(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=4)
    before = present(sitting)
    shown = before.question
    edited = AssessmentContext.from_catalogue(
        replace(
            tools.catalogue,
            questions={
                key: replace(one, level="S", difficulty="hard", explanation="New.")
                for key, one in tools.catalogue.questions.items()
            },
        )
    )

    answer(session, sitting, edited)
    finish(session, sitting, edited, now=NOW)
    session.flush()
    session.refresh(sitting)

    assert before.question == shown
    assert before.answer is not None
    assert before.answer.score == 1
    # The first five were served from the bank of before and are read with its difficulties.
    for area, estimate in estimate_sitting(sitting, tools).items():
        assert estimate == estimate_sitting(sitting, edited)[area]
