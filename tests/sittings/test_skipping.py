"""Skipping: a question is put off, comes back at the end, and waits twice at most."""

from sqlalchemy.orm import Session

from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import (
    NOW,
    a_sitting,
    answer,
    present,
    reread,
)


def test_a_skipped_question_is_put_aside_without_an_answer(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    skipped = present(sitting)

    services.skip_question(
        session, reread(session, sitting), skipped.token, tools=tools, now=NOW
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
            reread(session, sitting),
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
        session, reread(session, sitting), skipped.token, tools=tools, now=NOW
    )

    answer(session, sitting, tools, times=23)

    assert present(sitting) is skipped


def test_a_question_is_skipped_twice_at_most(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    skipped = present(sitting)
    services.skip_question(
        session, reread(session, sitting), skipped.token, tools=tools, now=NOW
    )
    answer(session, sitting, tools, times=23)
    services.skip_question(
        session, reread(session, sitting), skipped.token, tools=tools, now=NOW
    )

    services.skip_question(
        session,
        reread(session, sitting),
        present(sitting).token,
        tools=tools,
        now=NOW,
    )

    assert (skipped.skips, skipped.state) == (2, "presented")
