"""What may happen to a job, and what may not: two workers, one row."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.core.db import open_session
from quiz.jobs import queries, services
from quiz.jobs.models import Job, JobState
from quiz.jobs.services import JobClaim
from tests.factories import NOW, a_person, count

LEASE = timedelta(seconds=60)


def add(session: Session, **options: str | int) -> str:
    """Add a job and return its key."""
    job = services.add_job(session, "letters", {"cohort": 3}, now=NOW, **options)  # type: ignore[arg-type]  # options by name
    return job.key


def claim(session: Session, key: str, *, now: datetime = NOW) -> JobClaim:
    """Take a job that is waiting."""
    claimed = services.claim_job(session, key, now=now, lease=LEASE)
    assert claimed is not None
    return claimed


def found(session: Session, key: str) -> Job:
    job = queries.find_job(session, key)
    assert job is not None
    return job


def test_of_two_workers_one_gets_the_job(session: Session) -> None:
    key = add(session)

    first = services.claim_job(session, key, now=NOW, lease=LEASE)
    second = services.claim_job(session, key, now=NOW, lease=LEASE)

    assert first is not None
    assert first.arguments == {"cohort": 3}
    assert second is None


def test_asked_for_twice_there_is_one_job_until_it_is_over(session: Session) -> None:
    first = add(session, unique_key="letters:3")
    again = add(session, unique_key="letters:3")
    services.complete_job(session, claim(session, first), "2 letters", now=NOW)
    later = add(session, unique_key="letters:3")

    assert first == again
    assert later != first
    assert count(session, Job) == 2


def test_the_work_of_a_period_is_added_once_even_when_it_is_over(
    session: Session,
) -> None:
    assert services.add_periodic_job(session, "backup", "2026-11-22", now=NOW)
    key = queries.list_due_keys(session, now=NOW)[0]
    services.complete_job(session, claim(session, key), "done", now=NOW)

    assert not services.add_periodic_job(session, "backup", "2026-11-22", now=NOW)
    assert services.add_periodic_job(session, "backup", "2026-11-23", now=NOW)


def test_the_next_period_waits_for_work_that_is_still_open(session: Session) -> None:
    services.add_periodic_job(session, "backup", "2026-11-22", now=NOW)

    assert not services.add_periodic_job(session, "backup", "2026-11-23", now=NOW)


def test_a_worker_whose_lease_was_lost_changes_nothing_any_more(
    session: Session,
) -> None:
    key, late = add(session), NOW + timedelta(minutes=2)
    slow = claim(session, key)
    services.release_abandoned_jobs(session, now=late)
    quick = claim(session, key, now=late)

    state = services.renew_lease(session, slow, progress=(5, 9), now=late, lease=LEASE)

    assert state is None
    assert not services.complete_job(session, slow, "from the slow one", now=late)
    assert services.complete_job(session, quick, "from the quick one", now=late)
    assert found(session, key).message == "from the quick one"


def test_a_job_whose_worker_lives_is_not_taken_away(session: Session) -> None:
    key = add(session)
    services.renew_lease(
        session,
        claim(session, key),
        progress=(1, 9),
        now=NOW + timedelta(seconds=50),
        lease=LEASE,
    )

    assert services.release_abandoned_jobs(session, now=NOW + LEASE) == 0
    assert (found(session, key).done, found(session, key).total) == (1, 9)


def test_three_silent_workers_are_enough(session: Session) -> None:
    key, now = add(session), NOW
    for _ in range(3):
        claim(session, key, now=now)
        now += timedelta(minutes=2)
        services.release_abandoned_jobs(session, now=now)

    assert found(session, key).state == JobState.FAILED
    assert found(session, key).message == services.SILENT_WORKER


def test_an_error_is_tried_again_after_a_pause_that_grows(session: Session) -> None:
    key = add(session)
    pauses = []
    for _ in range(2):
        services.record_failure(session, claim(session, key), "an error", now=NOW)
        pauses.append(found(session, key).due_at - NOW)
    services.record_failure(session, claim(session, key), "an error", now=NOW)

    assert pauses == [timedelta(seconds=30), timedelta(seconds=60)]
    assert found(session, key).state == JobState.FAILED
    assert found(session, key).failures == 3


def test_a_worker_that_is_asked_to_stop_counts_as_no_failure(session: Session) -> None:
    key = add(session)
    for _ in range(5):
        services.return_job(session, claim(session, key), now=NOW)

    assert found(session, key).state == JobState.WAITING
    assert found(session, key).failures == 0


def test_a_waiting_job_is_cancelled_at_once(session: Session) -> None:
    key = add(session)

    services.cancel_job(session, found(session, key), now=NOW)

    assert found(session, key).state == JobState.CANCELLED
    assert services.claim_job(session, key, now=NOW, lease=LEASE) is None


def test_a_running_job_is_told_at_its_next_report(session: Session) -> None:
    key = add(session)
    held = claim(session, key)

    services.cancel_job(session, found(session, key), now=NOW)

    told = services.renew_lease(session, held, progress=(1, 2), now=NOW, lease=LEASE)
    assert told == JobState.CANCELLING
    services.return_job(session, held, now=NOW)
    assert found(session, key).state == JobState.CANCELLED


@pytest.mark.parametrize("ending", [services.return_job, services.record_failure])
def test_a_cancelled_job_does_not_begin_again(session: Session, ending: object) -> None:
    key = add(session)
    held = claim(session, key)
    services.cancel_job(session, found(session, key), now=NOW)

    if ending is services.return_job:
        services.return_job(session, held, now=NOW)
    else:
        services.record_failure(session, held, "an error", now=NOW)

    assert found(session, key).state == JobState.CANCELLED


def test_a_cancelled_job_of_a_killed_worker_is_over(session: Session) -> None:
    key = add(session)
    claim(session, key)
    services.cancel_job(session, found(session, key), now=NOW)

    services.release_abandoned_jobs(session, now=NOW + LEASE)

    assert found(session, key).state == JobState.CANCELLED


def test_a_cancelled_job_is_no_failure_after_however_many_silent_workers(
    session: Session,
) -> None:
    key, now = add(session), NOW
    for _ in range(2):
        claim(session, key, now=now)
        now += timedelta(minutes=2)
        services.release_abandoned_jobs(session, now=now)
    claim(session, key, now=now)
    services.cancel_job(session, found(session, key), now=now)

    services.release_abandoned_jobs(session, now=now + LEASE)

    assert found(session, key).state == JobState.CANCELLED


def test_a_lease_that_is_renewed_at_the_same_moment_is_kept(
    engine: Engine, session: Session
) -> None:
    def release(now: datetime) -> int:
        with open_session(engine, writes=True) as other, other.begin():
            return services.release_abandoned_jobs(other, now=now)

    key = add(session)
    held = claim(session, key)
    session.commit()
    late = NOW + LEASE
    services.renew_lease(session, held, progress=(1, 9), now=late, lease=LEASE)

    with ThreadPoolExecutor(1) as pool:
        releasing = pool.submit(release, late)
        # By now it has seen the old lease, or waits to see anything.
        time.sleep(0.5)
        session.commit()
        released = releasing.result(timeout=10)

    assert released == 0
    assert found(session, key).state == JobState.RUNNING


def test_a_message_that_led_to_nothing_is_sent_again_each_minute(
    session: Session,
) -> None:
    key = add(session)

    at_once = services.take_due_keys(session, now=NOW)
    after = services.take_due_keys(session, now=NOW + timedelta(seconds=61))
    again = services.take_due_keys(session, now=NOW + timedelta(seconds=62))

    assert (at_once, after, again) == ([], [key], [])


def test_the_jobs_of_somebody_who_is_deleted_are_deleted(session: Session) -> None:
    person = a_person(session)
    session.flush()
    add(session, owner_id=person.id)

    session.delete(person)
    session.flush()

    assert count(session, Job) == 0


def test_old_jobs_are_deleted_and_open_ones_stay(session: Session) -> None:
    services.complete_job(session, claim(session, add(session)), "done", now=NOW)
    open_one = add(session)

    services.delete_old_jobs(session, before=NOW + timedelta(days=30))

    assert found(session, open_one).is_open
    assert count(session, Job) == 1


def test_the_database_refuses_a_state_that_there_is_not(session: Session) -> None:
    add(session)

    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE job SET state = 'asleep'"))


def test_the_clock_of_the_database_is_told_in_utc(engine: Engine) -> None:
    with open_session(engine, writes=False) as session:
        told = queries.read_database_clock(session)

    assert abs(told - datetime.now(UTC)) < timedelta(seconds=10)


def test_troubled_jobs_are_counted(session: Session) -> None:
    add(session)
    claim(session, add(session))
    services.refuse_job(session, claim(session, add(session)), "no cohort", now=NOW)
    late = NOW + timedelta(hours=1)

    counts = queries.count_troubled_jobs(
        session, overdue_since=late, failed_since=NOW, now=late
    )

    assert counts == (1, 1, 1)
