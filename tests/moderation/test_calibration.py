"""What many sittings say of the questions becomes a calibration, and sittings stay with theirs."""

import random
from datetime import timedelta
from math import exp

import numpy as np
import pytest
from sqlalchemy.orm import Session

from quiz.bank.item_calibration import services as store
from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.item_calibration.queries import find_calibration
from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.questions import Question
from quiz.core.keys import public_key
from quiz.errors import NotFound, NotNow
from quiz.measurement.irt.items import ItemParameters
from quiz.moderation import services as moderation_services
from quiz.moderation.calibration import (
    LEAST_SITTINGS,
    LearnedCalibration,
    calibrate_from_sittings,
)
from quiz.operations.example_person import make_example
from quiz.sittings import services
from quiz.sittings.assessment.context import (
    AssessmentContext,
    estimate_sitting,
)
from quiz.sittings.events import transitions
from quiz.sittings.models import Sitting
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    finish,
    finished,
    given,
    reread,
)

STEEPNESS = 1.2
ANSWERS = 16
SITTINGS = 70
PAUSE = timedelta(seconds=40)


def truth(question: Question) -> float:
    """Return how difficult a question really is in these tests: not what its author says."""
    off = random.Random(question.key).gauss(0, 0.9)
    return build_item(question).difficulty + off


def take(
    session: Session,
    tools: AssessmentContext,
    seed: int,
    answers: int = ANSWERS,
    pause: timedelta = PAUSE,
) -> Sitting:
    """Let somebody take a sitting and answer as their ability and the true difficulties have it."""
    rng = random.Random(seed)
    ability = rng.gauss(0, 1)
    sitting = a_sitting(session, tools)
    sitting.seed = seed
    now, taken = NOW, reread(session, sitting)
    for _ in range(answers):
        position = transitions.current_attempt_item(taken.positions)
        assert position is not None
        now += pause
        chance = 1 / (1 + exp(-STEEPNESS * (ability - truth(position.question))))
        services.record_answer(
            session,
            taken,
            position.token,
            given(position, right=rng.random() < chance),
            tools=tools,
            now=now,
        )
    finish(session, sitting, tools, now=now)
    return sitting


@pytest.fixture
def learned(session: Session, tools: AssessmentContext) -> LearnedCalibration:
    for seed in range(SITTINGS):
        take(session, tools, seed)
    session.commit()
    return calibrate_from_sittings(session)


def some_calibration(tools: AssessmentContext, *, shift: float = 1.5) -> CalibrationSet:
    """Return one in which every question is more difficult than its author said."""
    return CalibrationSet(
        public_key(),
        {
            question.digest: ItemParameters(
                1.2, build_item(question).difficulty + shift, 0.1, 0.1, 40
            )
            for question in tools.catalogue.questions.values()
        },
    )


def published(session: Session, found: CalibrationSet) -> str:
    store.store_calibration(session, found, sittings=60, now=NOW)
    store.publish_calibration(session, found.key, now=NOW)
    return found.key


def levels(sitting: Sitting, tools: AssessmentContext) -> dict[str, float]:
    return {area: one.theta for area, one in estimate_sitting(sitting, tools).items()}


def test_learning_comes_nearer_to_the_truth_than_the_authors_are(
    learned: LearnedCalibration, tools: AssessmentContext
) -> None:
    by_digest = {q.digest: q for q in tools.catalogue.questions.values()}
    rows = [
        (found.b, build_item(by_digest[digest]).difficulty, truth(by_digest[digest]))
        for digest, found in learned.calibrated.items.items()
        if found.answers >= 15
    ]
    found, authored, true = np.array(rows).T

    assert len(rows) > 10
    assert (learned.sittings, learned.hasty) == (SITTINGS, 0)
    assert learned.answers == learned.sittings * ANSWERS
    error, authors_error = (found - true).std(), (authored - true).std()
    assert error < 0.8 * authors_error
    assert all(abs(one.errors_off) >= 2 for one in learned.surprises)


def test_what_is_learned_is_kept_as_it_is_and_used_when_published(
    learned: LearnedCalibration, session: Session, tools: AssessmentContext
) -> None:
    key = store.store_calibration(
        session, learned.calibrated, sittings=learned.sittings, now=NOW
    ).key
    assert store.load_current_calibration(session) is None

    store.publish_calibration(session, key, now=NOW)
    row = find_calibration(session, key)
    read = CalibrationSet.from_content(key, row.content)

    assert read.items == learned.calibrated.items
    assert (row.sittings, row.answers) == (learned.sittings, learned.answers)
    assert a_sitting(session, tools).calibration == key


def test_few_sittings_teach_nothing(session: Session, tools: AssessmentContext) -> None:
    finished(session, tools)

    with pytest.raises(NotNow, match=f"1 sittings.*takes {LEAST_SITTINGS}"):
        calibrate_from_sittings(session)


def test_only_real_people_who_began_anew_and_answered_with_care_are_learned_from(
    session: Session, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.moderation.calibration.LEAST_SITTINGS", 1)
    person = a_person(session)
    usable = take(session, tools, 3)
    make_example(session, tools, now=NOW)
    # In a second each, so nobody read the questions.
    take(session, tools, 4, answers=12, pause=timedelta(seconds=1))
    finished(session, tools, person, answers=3)
    again = finished(session, tools, person, answers=3)
    left_out = usable.positions[0]
    left_out.left_out = True
    moderation_services.quarantine_question(
        session, usable.positions[1].question.key, why="x", now=NOW
    )
    session.commit()
    gone = {left_out.question.digest, usable.positions[1].question.digest}

    found = calibrate_from_sittings(session)

    assert again.follows_id is not None
    assert (found.sittings, found.hasty) == (2, 1)
    assert found.answers == ANSWERS - 2 + 3
    assert not gone & found.calibrated.items.keys() - {
        p.question.digest for p in finished(session, tools).positions
    }


def test_publishing_changes_what_begins_and_nothing_that_is_there(
    session: Session, tools: AssessmentContext
) -> None:
    done, ongoing = finished(session, tools), a_sitting(session, tools)
    answer(session, ongoing, tools, times=3)
    before = levels(done, tools), levels(ongoing, tools)

    key = published(session, some_calibration(tools))
    fresh = a_sitting(session, tools)
    answer(session, fresh, tools, times=3)
    session.refresh(ongoing)
    session.refresh(fresh)

    assert (levels(done, tools), levels(ongoing, tools)) == before
    assert (done.calibration, ongoing.calibration) == (None, None)
    assert (fresh.calibration, reread(session, fresh).calibration) == (key, key)
    # Three right answers to questions that are hard say more than three to questions that are not.
    as_hard = levels(fresh, tools)
    fresh.calibration = None
    assert all(as_hard[area] > level for area, level in levels(fresh, tools).items())


def test_the_pages_of_a_sitting_and_its_steps_measure_the_same(
    session: Session, tools: AssessmentContext
) -> None:
    published(session, some_calibration(tools))
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=4)
    session.refresh(sitting)

    step = estimate_sitting(reread(session, sitting), tools)

    assert {a: one.theta for a, one in step.items()} == levels(sitting, tools)


def test_a_sitting_that_goes_on_takes_what_is_published_now(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    first = finished(session, tools, person)
    key = published(session, some_calibration(tools))

    again = a_sitting(session, tools, person)

    assert (again.follows_id, again.calibration) == (first.id, key)


def test_a_withdrawn_calibration_gives_way_to_the_one_before(
    session: Session, tools: AssessmentContext
) -> None:
    old = published(session, some_calibration(tools))
    new = published(session, some_calibration(tools, shift=0.5))
    sitting = a_sitting(session, tools)

    store.withdraw_calibration(session, new, now=NOW)

    assert sitting.calibration == new
    assert a_sitting(session, tools).calibration == old
    store.withdraw_calibration(session, old, now=NOW)
    assert a_sitting(session, tools).calibration is None
    store.publish_calibration(session, new, now=NOW)
    assert a_sitting(session, tools).calibration == new


def test_publishing_twice_or_what_is_not_there_is_refused(
    session: Session, tools: AssessmentContext
) -> None:
    key = published(session, some_calibration(tools))

    with pytest.raises(NotNow, match="published already"):
        store.publish_calibration(session, key, now=NOW)
    store.withdraw_calibration(session, key, now=NOW)
    with pytest.raises(NotNow, match="is not published"):
        store.withdraw_calibration(session, key, now=NOW)
    with pytest.raises(NotFound, match="no calibration nothing"):
        store.publish_calibration(session, "nothing", now=NOW)


def test_more_calibrations_than_are_kept_at_hand_are_read_again(
    session: Session, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_CACHED_SETS", 1)
    monkeypatch.setattr(store, "_cached_sets", {})
    first, second = (published(session, some_calibration(tools)) for _ in range(2))

    for key in (first, second, first):
        found = store.load_calibration_set(session, key)
        assert found is not None
        assert found.key == key
    assert len(store._cached_sets) == 1
