"""A clock is believed when it goes on as clocks do; one that jumps deletes nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.config import Settings
from quiz.operations.believed_time import judge_clock, peek_clock
from quiz.operations.retention import remove_expired, run_retention
from quiz.results.models import ShareLink
from quiz.sittings.assessment.context import AssessmentContext
from quiz.training.models import TrainingPlan
from quiz.training.planning.plan_items import PlannedObjective
from tests.factories import NOW, a_person, count, finished

DAY = timedelta(days=1)


def believe(session: Session) -> None:
    judge_clock(session, now=NOW, is_right=True)


@pytest.mark.parametrize(
    ("step", "believed"),
    [
        (timedelta(0), True),
        (timedelta(hours=6), True),
        (2 * DAY, True),
        (-timedelta(minutes=30), True),
        (2 * DAY + timedelta(minutes=1), False),
        (100 * DAY, False),
        (4 * 365 * DAY, False),
        (-2 * DAY, False),
        (-400 * DAY, False),
    ],
)
def test_a_clock_is_believed_as_long_as_it_does_not_jump(
    session: Session, step: timedelta, *, believed: bool
) -> None:
    believe(session)

    assert peek_clock(session, now=NOW + step).is_believed is believed
    assert judge_clock(session, now=NOW + step).is_believed is believed


def test_what_was_believed_never_goes_back(session: Session) -> None:
    believe(session)
    judge_clock(session, now=NOW - timedelta(minutes=30))

    assert judge_clock(session, now=NOW + 2 * DAY).is_believed


def test_a_start_in_another_year_deletes_nobody_and_says_what_it_would(
    session: Session, engine: Engine, settings: Settings
) -> None:
    for _ in range(5):
        a_person(session)
    believe(session)
    session.commit()

    result = run_retention(engine, settings, now=NOW + 4 * 365 * DAY)

    assert not result.is_done
    assert "person: 5" in result.describe_refusal()
    assert "--clock-is-right" in result.describe_refusal()
    assert count(session, Person) == 5


def test_the_first_look_of_an_old_site_is_measured_by_its_visits(
    session: Session,
) -> None:
    a_person(session)
    session.flush()

    assert not remove_expired(session, now=NOW + 100 * DAY, keep_days=90).is_done
    assert count(session, Person) == 1


def test_a_clock_that_runs_on_for_a_week_is_believed(session: Session) -> None:
    a_person(session)
    believe(session)
    rested = NOW + 100 * DAY

    done = [
        remove_expired(session, now=rested + n * DAY, keep_days=90).is_done
        for n in range(8)
    ]

    assert done == [False] * 7 + [True]
    assert count(session, Person) == 0


def test_a_clock_that_jumps_again_waits_anew(session: Session) -> None:
    believe(session)
    jumped = NOW + 100 * DAY
    for n in range(6):
        judge_clock(session, now=jumped + n * DAY)

    judge_clock(session, now=jumped + 300 * DAY)

    assert not judge_clock(session, now=jumped + 301 * DAY).is_believed


def test_a_clock_that_is_set_right_goes_on_as_if_nothing_was(
    session: Session,
) -> None:
    a_person(session)
    believe(session)
    remove_expired(session, now=NOW + 1000 * DAY, keep_days=90)

    assert remove_expired(session, now=NOW + DAY, keep_days=90).is_done
    assert count(session, Person) == 1


def test_the_word_of_the_operator_is_taken(session: Session) -> None:
    a_person(session)
    believe(session)

    result = remove_expired(
        session, now=NOW + 100 * DAY, keep_days=90, clock_is_right=True
    )

    assert result.is_done
    assert count(session, Person) == 0


def a_plan(session: Session, person: Person, *, weeks: int) -> None:
    session.add(
        TrainingPlan(
            key="plan00000001",
            person_id=person.id,
            sitting_id=None,
            goal_name="Junior",
            required={},
            route_key="self-taught",
            hours=10.0,
            begins=NOW.date(),
            order=[PlannedObjective(objective="SQL-01", hours=5.0, mastery=0.5)]
            * (2 * weeks),
            changed_at=NOW,
            version=1,
        )
    )
    session.flush()


@pytest.mark.parametrize(
    ("weeks", "days", "people"), [(50, 200, 1), (50, 440, 1), (50, 442, 0), (1, 99, 0)]
)
def test_a_plan_counts_as_a_visit_to_its_end(
    session: Session, weeks: int, days: int, people: int
) -> None:
    a_plan(session, a_person(session), weeks=weeks)

    remove_expired(session, now=NOW + days * DAY, keep_days=90, clock_is_right=True)

    assert count(session, Person) == people


def test_a_plan_of_centuries_counts_for_three_years(session: Session) -> None:
    a_plan(session, a_person(session), weeks=5200)

    remove_expired(
        session, now=NOW + (3 * 366 + 91) * DAY, keep_days=90, clock_is_right=True
    )

    assert count(session, Person) == 0


@pytest.mark.parametrize(("days", "people"), [(99, 1), (101, 0)])
def test_a_result_stays_as_long_as_somebody_may_read_it(
    session: Session, tools: AssessmentContext, days: int, people: int
) -> None:
    sitting = finished(session, tools)
    session.add(
        ShareLink(
            key="link00000001",
            sitting_id=sitting.id,
            secret_hash="x" * 64,
            created_at=NOW,
            expires_at=NOW + 100 * DAY,
        )
    )
    session.flush()

    remove_expired(session, now=NOW + days * DAY, keep_days=90, clock_is_right=True)

    assert count(session, Person) == people
