"""The code of a result for the current request, and the note of a file that carries it."""

from quiz.core.clock import utc_now
from quiz.results.verification import queries, services
from quiz.web.transactions import release_session, request_session, separate_session


def find_report_code(sitting_id: int) -> str | None:
    """Return the code that a report of this result carries; None before the first report."""
    working = queries.find_working_code(request_session(), sitting_id)
    return working.code if working else None


def make_report_code(sitting_id: int) -> str:
    """Return the code of the first report of a result; the request lets go of what it read, since SQLite has one writer."""
    release_session()
    with separate_session(writes=True) as session:
        return services.ensure_code(session, sitting_id, now=utc_now()).code


def note_report_file(code: str, digest: str) -> None:
    """Remember the digest of a file that was made for this request, after all else was read."""
    found = queries.find_code(request_session(), code)
    if found is not None and queries.find_file(request_session(), found, digest):
        return
    release_session()
    with separate_session(writes=True) as session:
        services.note_file(session, code, digest, now=utc_now())
