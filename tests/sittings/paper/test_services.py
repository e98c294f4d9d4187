"""A sheet becomes a finished sitting: measured like any other, from what earlier results say, and correctable."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.bank.answers.samples import right_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.rendering import count_options
from quiz.bank.versions import ensure_version, load_question
from quiz.errors import NotNow
from quiz.measurement.engine import estimate_abilities
from quiz.sittings.assessment.context import (
    AssessmentContext,
    build_test_plan,
    collect_responses,
    evaluate_person_fit,
    select_pool,
)
from quiz.sittings.enums import ItemState, SittingLength, SittingMedium, SittingState
from quiz.sittings.models import Answer, Sitting
from quiz.sittings.paper.services import (
    PaperItem,
    PaperTest,
    correct_paper_sitting,
    find_paper_length,
    record_paper_sitting,
)
from quiz.sittings.services import SubmittedAnswer
from tests.factories import NOW, a_person, finished

KEYS = ("sql", "git", "http")


@pytest.fixture
def paper_test(tools: AssessmentContext) -> PaperTest:
    """Return a test of three areas."""
    levels = tools.catalogue.goals["junior"].required_levels
    required = {area: levels[area] for area in KEYS}
    return PaperTest("junior", "Junior generalist", required, None, seed=1)


def items(
    session: Session, tools: AssessmentContext, said: str, each: int = 4
) -> list[PaperItem]:
    """Return items of which each letter says how one was answered: right, don't know, or empty."""
    questions = [
        question
        for area in KEYS
        for question in tools.catalogue.questions_of_area(area)[:each]
        if question.pack is None
    ]
    made = []
    for question, word in zip(questions, said, strict=False):
        content = {"r": right_answer(question), "d": {}}.get(word)
        submitted = (
            None
            if content is None
            else SubmittedAnswer(content, score_answer(question, content or None))
        )
        version = ensure_version(session, question, now=NOW)
        order = tuple(range(count_options(question)))
        made.append(PaperItem(version, order, submitted))
    return made


def test_a_sheet_becomes_a_finished_sitting(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    person = a_person(session)

    sitting = record_paper_sitting(
        session,
        person,
        paper_test,
        items(session, tools, "rrd-rrd-rrd-"),
        taken_at=NOW,
        tools=tools,
    )

    session.expire_all()
    assert (sitting.state, sitting.medium) == (
        SittingState.FINISHED,
        SittingMedium.PAPER,
    )
    assert sitting.finished_at == NOW
    assert [one.answer and one.answer.score for one in sitting.positions] == [
        1,
        1,
        0,
        None,
    ] * 3
    assert {one.state for one in sitting.positions} == {ItemState.LOCKED}
    assert {one.area for one in sitting.results} == set(KEYS)


def test_it_is_measured_by_the_same_engine(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    sitting = record_paper_sitting(
        session,
        a_person(session),
        paper_test,
        items(session, tools, "rrdrrdrrd"),
        taken_at=NOW,
        tools=tools,
    )

    expected = estimate_abilities(
        select_pool(sitting, tools, sitting.positions),
        build_test_plan(sitting),
        collect_responses(sitting),
    )

    stored = {one.area: one.theta for one in sitting.results}
    assert stored == pytest.approx({area: one.theta for area, one in expected.items()})


def test_nobody_says_how_long_an_answer_took_and_no_haste_is_seen(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    sitting = record_paper_sitting(
        session,
        a_person(session),
        paper_test,
        items(session, tools, "r" * 12),
        taken_at=NOW,
        tools=tools,
    )

    assert {one.seconds for one in session.scalars(select(Answer))} == {None}
    assert "HASTE" not in {flag.name for flag in evaluate_person_fit(sitting).flags}


def test_it_begins_with_what_the_result_before_it_says(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    person = a_person(session)
    before = finished(session, tools, person, answers=6)
    moment = before.finished_at
    assert moment is not None

    after, earlier = (
        record_paper_sitting(
            session,
            person,
            paper_test,
            items(session, tools, "rrrr"),
            taken_at=moment + shift,
            tools=tools,
        )
        for shift in (timedelta(days=3), -timedelta(days=3))
    )

    assert (after.follows_id, after.prior is not None) == (before.id, True)
    assert (earlier.follows_id, earlier.prior) == (None, None)


def test_correcting_measures_again_from_the_same_beginning(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    person = a_person(session)
    sitting = record_paper_sitting(
        session,
        person,
        paper_test,
        items(session, tools, "rrrrrrrr-"),
        taken_at=NOW,
        tools=tools,
    )
    before = {one.area: one.theta for one in sitting.results}
    version = sitting.row_version

    correct_paper_sitting(
        session, sitting, items(session, tools, "ddddd--rr"), taken_at=NOW, tools=tools
    )

    session.expire_all()
    assert len(session.scalars(select(Sitting)).all()) == 1
    assert sitting.row_version == version + 1
    assert [one.answer and one.answer.score for one in sitting.positions] == [0] * 5 + [
        None
    ] * 2 + [1] * 2
    assert all(
        one.theta < before[one.area] for one in sitting.results if one.area == "sql"
    )


def test_other_questions_are_no_correction(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    sitting = record_paper_sitting(
        session,
        a_person(session),
        paper_test,
        items(session, tools, "rrr"),
        taken_at=NOW,
        tools=tools,
    )

    with pytest.raises(LookupError, match="other questions"):
        correct_paper_sitting(
            session, sitting, items(session, tools, "rrrr"), taken_at=NOW, tools=tools
        )


def test_a_sheet_without_an_answer_is_no_sitting(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    with pytest.raises(NotNow, match="Enter at least one answer"):
        record_paper_sitting(
            session,
            a_person(session),
            paper_test,
            items(session, tools, "---"),
            taken_at=NOW,
            tools=tools,
        )


def test_a_sitting_on_paper_is_never_open(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    sitting = record_paper_sitting(
        session,
        a_person(session),
        paper_test,
        items(session, tools, "rrr"),
        taken_at=NOW,
        tools=tools,
    )

    sitting.state = SittingState.OPEN
    with pytest.raises(IntegrityError, match="paper_is_finished"):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    ("questions", "length"),
    [
        (6, "quick"),
        (24, "quick"),
        (25, "standard"),
        (48, "standard"),
        (49, "thorough"),
        (150, "thorough"),
    ],
)
def test_the_length_has_room_for_the_questions(questions: int, length: str) -> None:
    assert find_paper_length(questions) == SittingLength(length)


def test_questions_on_paper_are_read_as_they_were_printed(
    session: Session, tools: AssessmentContext, paper_test: PaperTest
) -> None:
    made = items(session, tools, "rrr")
    sitting = record_paper_sitting(
        session, a_person(session), paper_test, made, taken_at=NOW, tools=tools
    )

    shown = [position.question for position in sitting.positions]
    assert shown == [load_question(item.version) for item in made]
