"""Answer, skip, change and finish: what each leaves behind."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.errors import NotNow
from quiz.sittings import services, transitions
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.models import Answer, AreaResult, AttemptItem, Sitting
from quiz.sittings.services import StalePageError
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    count,
    finished,
    given,
    present,
    settle,
    under_way,
)


def test_an_answer_is_stored_and_the_next_question_served(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)

    answer(session, sitting, tools, right=True, now=NOW + timedelta(seconds=40))

    assert position.answer is not None
    assert (position.answer.score, position.answer.seconds) == (1.0, 40.0)
    assert present(sitting).number == 2
    assert sitting.row_version == 1


def test_i_dont_know_is_an_answer_without_content(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)

    answer(session, sitting, tools, right=None)

    assert position.answer is not None
    assert (position.answer.dont_know, position.answer.given) == (True, {})


def test_no_question_comes_twice(session: Session, tools: AssessmentContext) -> None:
    sitting = a_sitting(session, tools)

    answer(session, sitting, tools, right=False, times=24)

    keys = [position.version.key for position in sitting.positions]
    assert len(set(keys)) == len(keys) == 24


def test_the_same_page_sent_again_changes_nothing(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)
    same = given(position, right=True)
    token = position.token
    services.record_answer(
        session, under_way(session, sitting), token, same, tools=tools, now=NOW
    )

    services.record_answer(
        session,
        under_way(session, sitting),
        token,
        same,
        tools=tools,
        now=NOW + timedelta(seconds=9),
    )

    assert count(session, Answer) == 1
    assert (sitting.row_version, len(sitting.positions)) == (1, 2)


def test_an_older_page_with_another_answer_is_refused(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)
    other = given(position, right=False)
    answer(session, sitting, tools, right=True)

    with pytest.raises(StalePageError):
        services.record_answer(
            session,
            under_way(session, sitting),
            position.token,
            other,
            tools=tools,
            now=NOW,
        )

    assert position.answer is not None
    assert position.answer.score == 1.0


def test_the_last_answer_can_be_changed_and_the_next_question_stays(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)
    answer(session, sitting, tools, right=True)
    following = present(sitting)

    services.reopen_last(session, under_way(session, sitting))
    changing = present(sitting)
    answer(session, sitting, tools, right=False)

    assert changing is position
    assert position.answer is not None
    assert position.answer.score == 0.0
    assert present(sitting) is following
    assert count(session, Answer) == 1


def test_another_last_answer_can_open_the_questions_again(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = settle(session, tools, person, finished(session, tools, person))
    while transitions.current_attempt_item(sitting.positions) is not None:
        answer(session, sitting, tools)

    services.reopen_last(session, under_way(session, sitting))
    answer(session, sitting, tools, right=False)

    assert present(sitting).state == "presented"


def test_changing_gives_the_page_a_new_token(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)
    old_token, same = position.token, given(position, right=False)
    answer(session, sitting, tools, right=True)
    services.reopen_last(session, under_way(session, sitting))

    with pytest.raises(StalePageError):
        services.record_answer(
            session,
            under_way(session, sitting),
            old_token,
            same,
            tools=tools,
            now=NOW,
        )

    assert position.token != old_token


def test_an_answer_is_closed_for_good_when_the_next_one_is_given(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    first = present(sitting)

    answer(session, sitting, tools, times=2)

    assert first.state == "locked"
    assert (
        transitions.changeable_attempt_item(sitting.positions) is sitting.positions[1]
    )


def test_changing_before_any_answer_does_nothing(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    services.reopen_last(session, under_way(session, sitting))

    assert (sitting.row_version, present(sitting).state) == (0, "presented")


def test_a_skipped_question_is_put_aside_without_an_answer(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    skipped = present(sitting)

    services.skip_question(
        session, under_way(session, sitting), skipped.token, tools=tools, now=NOW
    )

    assert (skipped.state, skipped.skips, skipped.answer) == ("skipped", 1, None)
    assert present(sitting) is not skipped


def test_a_skip_sent_twice_skips_once(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    skipped = present(sitting)

    for _ in range(2):
        services.skip_question(
            session,
            under_way(session, sitting),
            skipped.token,
            tools=tools,
            now=NOW,
        )

    assert (skipped.skips, len(sitting.positions)) == (1, 2)


def test_skipped_questions_come_back_at_the_end(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    skipped = present(sitting)
    services.skip_question(
        session, under_way(session, sitting), skipped.token, tools=tools, now=NOW
    )

    answer(session, sitting, tools, times=23)

    assert present(sitting) is skipped


def test_a_question_is_skipped_twice_at_most(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    skipped = present(sitting)
    services.skip_question(
        session, under_way(session, sitting), skipped.token, tools=tools, now=NOW
    )
    answer(session, sitting, tools, times=23)
    services.skip_question(
        session, under_way(session, sitting), skipped.token, tools=tools, now=NOW
    )

    services.skip_question(
        session,
        under_way(session, sitting),
        present(sitting).token,
        tools=tools,
        now=NOW,
    )

    assert (skipped.skips, skipped.state) == (2, "presented")


def test_a_sitting_of_its_full_length_has_nothing_more_before_it(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    answer(session, sitting, tools, times=24)

    assert transitions.current_attempt_item(sitting.positions) is None
    assert sitting.state == "open"


def test_finishing_stores_a_result_for_each_area(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=12)
    expected = estimate_sitting(sitting, tools)

    services.finish_sitting(session, under_way(session, sitting), tools=tools, now=NOW)

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

    services.finish_sitting(
        session, under_way(session, sitting), tools=tools, now=NOW + timedelta(days=1)
    )

    assert sitting.finished_at == NOW
    assert count(session, AreaResult) == 12


def test_nothing_is_finished_without_an_answer(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    with pytest.raises(NotNow):
        services.finish_sitting(
            session, under_way(session, sitting), tools=tools, now=NOW
        )

    assert sitting.state == "open"


def test_a_finished_sitting_takes_no_more_answers(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)
    position = sitting.positions[-1]

    with pytest.raises(services.SittingClosedError):
        services.record_answer(
            session,
            under_way(session, sitting),
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


def test_an_event_that_another_overtook_is_refused(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)
    sitting_table = Sitting.__table__
    read_before = under_way(session, sitting)
    session.connection().execute(
        sitting_table.update().where(sitting_table.c.id == sitting.id).values(seq=7)  # type: ignore[attr-defined]  # a table
    )

    with pytest.raises(StalePageError):
        services.record_answer(
            session,
            read_before,
            position.token,
            given(position, right=True),
            tools=tools,
            now=NOW,
        )

    assert (count(session, Answer), count(session, AttemptItem)) == (0, 1)


@pytest.mark.parametrize("answers", [1, 2])
def test_what_is_stored_at_once_is_what_is_stored_bit_by_bit(
    session: Session,
    tools: AssessmentContext,
    monkeypatch: pytest.MonkeyPatch,
    answers: int,
) -> None:
    def stored() -> list[tuple[object, ...]]:
        sitting = a_sitting(session, tools)
        answer(session, sitting, tools, right=True, times=answers)
        session.refresh(sitting)
        rows = [
            (
                position.question.key,
                position.number,
                position.state,
                position.skips,
                position.option_order,
                position.served_at,
                position.left_out,
                position.answer
                and (
                    position.answer.given,
                    position.answer.score,
                    position.answer.dont_know,
                    position.answer.seconds,
                    position.answer.answered_at,
                    position.answer.confidence,
                ),
            )
            for position in sitting.positions
        ]
        return [(sitting.row_version, sitting.settled), *rows]

    usual = stored()
    monkeypatch.setattr(saving._Changes, "is_usual", False)

    assert stored() == usual
    assert len(usual) == answers + 2


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
    services.finish_sitting(session, under_way(session, sitting), tools=edited, now=NOW)
    session.flush()
    session.refresh(sitting)

    assert before.question == shown
    assert before.answer is not None
    assert before.answer.score == 1
    # The first five were served from the bank of before and are read with its difficulties.
    for area, estimate in estimate_sitting(sitting, tools).items():
        assert estimate == estimate_sitting(sitting, edited)[area]


def test_positions_hold_their_options_in_an_order_of_their_own(
    session: Session, tools: AssessmentContext
) -> None:
    orders = set()
    for _ in range(3):
        sitting = a_sitting(session, tools)
        answer(session, sitting, tools, times=24)
        orders |= {tuple(position.option_order) for position in sitting.positions}

    assert any(list(order) != sorted(order) for order in orders)
    assert count(session, AttemptItem) == 72
