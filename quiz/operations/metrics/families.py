"""What a monitor is told: of the requests of this host, and of the database that all hosts share."""

from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

from quiz.config import program_version
from quiz.operations.metrics.exposition import Family, Sample
from quiz.operations.metrics.queries import DatabaseNumbers
from quiz.web.observation.counters import SECONDS, ViewCounts

UNBOUNDED = "+Inf"


def describe_requests(counts: list[ViewCounts]) -> Iterator[Family]:
    """Yield what the workers of this host answered."""
    version = Sample(1, {"version": program_version()})
    yield Family("trigpoint_info", "gauge", "The version that runs.", (version,))
    yield Family(
        "trigpoint_requests_total",
        "counter",
        "Requests by view and class of status.",
        tuple(
            Sample(number, {"view": one.endpoint, "status": f"{status}xx"})
            for one in counts
            for status, number in enumerate(one.by_status, 1)
            if number
        ),
    )
    yield Family(
        "trigpoint_request_seconds",
        "histogram",
        "How long requests took, by view.",
        tuple(sample for one in counts for sample in _list_durations(one)),
    )


def describe_database(
    numbers: DatabaseNumbers | None, *, now: datetime
) -> Iterator[Family]:
    """Yield what the database says; with None, that it does not answer."""
    up = Sample(0 if numbers is None else 1)
    yield Family("trigpoint_database_up", "gauge", "1: the database answers.", (up,))
    if numbers is None:
        return
    yield _list_states("trigpoint_jobs", "Jobs by state.", numbers.jobs)
    yield _list_states("trigpoint_emails", "Emails by state.", numbers.emails)
    yield Family(
        "trigpoint_jobs_overdue",
        "gauge",
        "Waiting jobs that nobody took for ten minutes.",
        (Sample(numbers.overdue_jobs),),
    )
    yield Family(
        "trigpoint_email_trouble",
        "gauge",
        "1: emails are not being sent.",
        (Sample(int(numbers.has_mail_trouble)),),
    )
    if numbers.last_backup_at is not None:
        age = (now - numbers.last_backup_at).total_seconds()
        yield Family(
            "trigpoint_backup_age_seconds",
            "gauge",
            "Time since the last nightly backup that was proved.",
            (Sample(max(0.0, age)),),
        )


def _list_durations(one: ViewCounts) -> Iterator[Sample]:
    view = {"view": one.endpoint}
    totals = list(accumulate(one.by_duration))
    ends = [*(str(second) for second in SECONDS), UNBOUNDED]
    for end, total in zip(ends, totals, strict=True):
        yield Sample(total, view | {"le": end}, "_bucket")
    yield Sample(one.seconds, view, "_sum")
    yield Sample(totals[-1], view, "_count")


def _list_states(name: str, help_: str, counts: dict[str, int]) -> Family:
    samples = tuple(
        Sample(number, {"state": state}) for state, number in counts.items()
    )
    return Family(name, "gauge", help_, samples)
