"""What is open at its closing time is closed once, and marked."""

import random
from datetime import timedelta

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from quiz.cohorts.checks.closing import close_overdue
from quiz.cohorts.checks.services import start_check
from quiz.cohorts.login import cohort_zone
from quiz.cohorts.models import Cohort, CohortMember
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.jobs.kinds import JobRun
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import StopReason
from quiz.sittings.models import Sitting
from tests.cohorts.cast import a_check, a_member
from tests.factories import a_person, answer


def close(engine: Engine, settings: Settings, tools: AssessmentContext) -> int:
    """Run the periodic work once."""
    run = JobRun("closing", {}, engine, settings, utc_now())
    return close_overdue(run, lambda: tools)


def begun(
    session: Session, cohort: Cohort, tools: AssessmentContext, *, answers: int
) -> Sitting:
    """Return a sitting of a check with so many answers."""
    held = session.get_one(Cohort, cohort.id)
    member: CohortMember = a_member(session, held, a_person(session, now=utc_now()))
    assert member.person is not None
    sitting = start_check(
        session,
        member,
        member.person,
        a_check(session, held),
        tools=tools,
        zone=cohort_zone(held),
        now=utc_now(),
        rng=random.Random(7),
    )
    answer(session, sitting, tools, times=answers, now=utc_now())
    return sitting


def test_an_open_assessment_is_closed_and_marked_as_part(
    session: Session,
    engine: Engine,
    settings: Settings,
    cohort: Cohort,
    tools: AssessmentContext,
) -> None:
    key = begun(session, cohort, tools, answers=2).key
    session.execute(update(Sitting).values(closes_at=utc_now() - timedelta(minutes=1)))
    session.commit()

    counts = [close(engine, settings, tools) for _ in range(2)]

    assert counts == [1, 0]
    session.expire_all()
    sitting = session.query(Sitting).filter_by(key=key).one()
    assert sitting.stop_reason is StopReason.CLOSED
    assert len(sitting.results) == 4


def test_what_has_no_answer_goes_and_what_is_not_over_stays(
    session: Session,
    engine: Engine,
    settings: Settings,
    cohort: Cohort,
    tools: AssessmentContext,
) -> None:
    empty, going = (begun(session, cohort, tools, answers=count) for count in (0, 1))
    key, kept = empty.key, going.key
    session.execute(
        update(Sitting)
        .where(Sitting.key == key)
        .values(closes_at=utc_now() - timedelta(minutes=1))
    )
    session.commit()

    close(engine, settings, tools)

    session.expire_all()
    assert [one.key for one in session.query(Sitting)] == [kept]
