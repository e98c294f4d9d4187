"""Closing what is still open at its closing time, once, however many processes look."""

from collections.abc import Callable

from quiz.jobs.kinds import JobRun
from quiz.jobs.queries import read_database_clock
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.queries import list_overdue_keys
from quiz.sittings.store import StaleSittingError, find_open_sitting


def close_overdue(run: JobRun, load_tools: Callable[[], AssessmentContext]) -> int:
    """Close every open sitting whose closing time has come, each in a transaction of its own; return how many.

    `load_tools` reads the bank, which takes a second or two: only when there is something to close.

    A sitting is locked while it is closed, so an answer that comes at the same moment is either in the result or refused.
    """
    with run.transaction() as session:
        before = read_database_clock(session) - services.CLOSING_GRACE
        keys = list_overdue_keys(session, before=before)
    if not keys:
        return 0
    closed, tools = 0, load_tools()
    for number, key in enumerate(keys):
        run.report_progress(number, len(keys))
        with run.transaction() as session:
            sitting = find_open_sitting(session, key, now=run.now, lock=True)
            if sitting is None or not sitting.is_open or sitting.closes_at is None:
                continue
            # Somebody may have been given more time since.
            if sitting.closes_at > before:
                continue
            try:
                services.close_sitting(session, sitting, tools=tools, now=run.now)
            except StaleSittingError:
                continue
            closed += 1
    return closed
