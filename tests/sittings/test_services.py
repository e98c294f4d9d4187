"""Answer, skip, change and finish: what each leaves behind."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.sittings import services
from quiz.sittings.assessment.context import (
    AssessmentContext,
    collect_responses,
    evaluate_person_fit,
)
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import transitions
from quiz.sittings.models import Answer, AttemptItem
from quiz.sittings.services import StalePageError
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    count,
    finish,
    finished,
    given,
    present,
    reread,
    settle,
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


def test_an_answer_by_a_clock_that_is_behind_took_nobody_knows_how_long(
    session: Session, tools: AssessmentContext
) -> None:
    """One host showed the questions, another took the answers, and their clocks differ."""
    sitting = a_sitting(session, tools)
    behind = NOW - timedelta(seconds=90)

    answer(session, sitting, tools, right=False, times=20, now=behind)
    finish(session, sitting, tools, now=behind)

    answers = [each.answer for each in sitting.positions if each.answer]
    assert all(each.answered_at >= each.position.served_at for each in answers)
    assert sitting.finished_at == max(each.answered_at for each in answers)
    assert {each.seconds for each in collect_responses(sitting)} == {None}
    assert PersonFitFlag.HASTE not in evaluate_person_fit(sitting).flags


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
        session, reread(session, sitting), token, same, tools=tools, now=NOW
    )

    services.record_answer(
        session,
        reread(session, sitting),
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
            reread(session, sitting),
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

    services.reopen_last(session, reread(session, sitting))
    changing = present(sitting)
    answer(session, sitting, tools, right=False)

    assert changing is position
    assert position.answer is not None
    assert position.answer.score == 0.0
    assert present(sitting) is following
    assert count(session, Answer) == 1


def opens_again(session: Session, tools: AssessmentContext, area: str) -> bool:
    """Settle an area with right answers, make the last one wrong, and say whether a question follows."""
    person = a_person(session)
    done = finished(session, tools, person)
    sitting = settle(session, tools, person, done, area=area)
    while transitions.current_attempt_item(sitting.positions) is not None:
        answer(session, sitting, tools)
    services.reopen_last(session, reread(session, sitting))
    answer(session, sitting, tools, right=False)
    return transitions.current_attempt_item(sitting.positions) is not None


def test_another_last_answer_can_open_the_questions_again(
    session: Session, tools: AssessmentContext
) -> None:
    # Whether one wrong answer leaves an area open depends on its questions.
    assert any(opens_again(session, tools, area) for area in tools.catalogue.areas)


def test_a_longer_length_chosen_while_an_answer_is_shown_asks_on_when_it_is_kept(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=24)
    services.reopen_last(session, reread(session, sitting))
    longer = SittingLength.STANDARD
    services.extend_sitting(
        session, reread(session, sitting), longer, tools=tools, now=NOW
    )

    services.keep_answer(session, reread(session, sitting), tools=tools, now=NOW)
    session.refresh(sitting)

    assert present(sitting).number == 25


def test_keeping_the_last_answer_of_a_whole_length_presents_nothing(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=24)
    services.reopen_last(session, reread(session, sitting))

    services.keep_answer(session, reread(session, sitting), tools=tools, now=NOW)
    session.refresh(sitting)

    assert transitions.current_attempt_item(sitting.positions) is None
    assert len(sitting.positions) == 24


def test_changing_gives_the_page_a_new_token(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)
    old_token, same = position.token, given(position, right=False)
    answer(session, sitting, tools, right=True)
    services.reopen_last(session, reread(session, sitting))

    with pytest.raises(StalePageError):
        services.record_answer(
            session,
            reread(session, sitting),
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

    services.reopen_last(session, reread(session, sitting))

    assert (sitting.row_version, present(sitting).state) == (0, "presented")


def test_a_sitting_of_its_full_length_has_nothing_more_before_it(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    answer(session, sitting, tools, times=24)

    assert transitions.current_attempt_item(sitting.positions) is None
    assert sitting.state == "open"


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
