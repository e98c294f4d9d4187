"""Which answers a calibration learns from, and how much each counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.measurement.errors import ImpossibleResponse
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.moderation.answer_columns import read_answer_columns
from quiz.moderation.calibration import (
    calibrate_from_sittings,
    weigh_sittings,
)
from quiz.sittings import services
from quiz.sittings.assessment.context import (
    AssessmentContext,
    evaluate_person_fit,
)
from quiz.sittings.models import Sitting
from tests.factories import (
    a_person,
    finished,
)
from tests.moderation.test_calibration import ANSWERS, take


def test_sittings_from_one_network_count_like_the_root_of_their_number(
    session: Session, tools: AssessmentContext
) -> None:
    for _ in range(6):
        finished(session, tools, a_person(session), answers=3)
    for person in session.scalars(select(Person).order_by(Person.id).limit(4)):
        person.origin_hash = "a school in November"
    session.commit()

    columns = read_answer_columns(session, frozenset(), print)

    assert weigh_sittings(columns.origins).tolist() == [0.5] * 4 + [1.0] * 2


def test_a_sitting_that_went_on_from_a_deleted_one_is_not_learned_from(
    session: Session, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.moderation.calibration.LEAST_SITTINGS", 1)
    person = a_person(session)
    first = finished(session, tools, person)
    take(session, tools, 3)
    finished(session, tools, person)
    services.delete_sitting(session, first)
    session.commit()

    found = calibrate_from_sittings(session)

    assert (found.sittings, found.answers) == (1, ANSWERS)


def read_one_by_one(session: Session) -> list[tuple[int, str, float, bool]]:
    """Return number of sitting, question, score and "I don't know" of every answer, in the slow way."""
    found, number = [], 0
    for sitting in session.scalars(select(Sitting).order_by(Sitting.id)):
        usable = sitting.is_finished and sitting.follows_id is None
        is_hasty = PersonFitFlag.HASTE in evaluate_person_fit(sitting).flags
        if not usable or is_hasty:
            continue
        found += [
            (number, one.question.digest, one.answer.score, one.answer.dont_know)
            for one in sitting.positions
            if one.answer is not None and not one.left_out
        ]
        number += 1
    return found


def test_blocks_hold_what_reading_one_by_one_finds(
    session: Session, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.moderation.answer_columns.BLOCK_SITTINGS", 3)
    monkeypatch.setattr("quiz.moderation.answer_columns.BLOCK_VERSIONS", 5)
    for seed in range(8):
        # Some of them near the border of haste.
        pause = timedelta(seconds=(2, 40, 6, 5.5)[seed % 4])
        sitting = take(session, tools, seed, answers=11 + seed, pause=pause)
        answers = [one.answer for one in sitting.positions if one.answer]
        answers[seed].dont_know, answers[seed].score = True, 0.0
        sitting.positions[2].left_out = seed % 2 == 0
    session.commit()
    told: list[str] = []

    columns = read_answer_columns(session, frozenset(), told.append)

    rows = zip(
        columns.sitting.tolist(),
        (columns.questions[one].digest for one in columns.question.tolist()),
        columns.score.tolist(),
        columns.dont_know.tolist(),
        strict=True,
    )
    assert list(rows) == read_one_by_one(session)
    assert 0 < columns.hasty < 8
    assert columns.sittings + columns.hasty == 8
    assert told == [f"Read {read} of 8 sittings" for read in (3, 6, 8)]


def test_nothing_to_read_is_no_answer(session: Session) -> None:
    columns = read_answer_columns(session, frozenset(), print)

    assert (len(columns), columns.sittings, columns.hasty) == (0, 0, 0)


def test_a_score_that_a_question_cannot_have_is_named(
    session: Session, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.moderation.calibration.LEAST_SITTINGS", 1)
    sitting = take(session, tools, 1)
    [answered, *_] = [one.answer for one in sitting.positions if one.answer]
    answered.score = 0.37
    session.commit()

    with pytest.raises(ImpossibleResponse, match=r"not 0\.37"):
        calibrate_from_sittings(session)
