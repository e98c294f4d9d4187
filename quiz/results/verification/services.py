"""Give a result its code, note the files that carry it, show or hide the name, turn it off."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.results.verification import queries
from quiz.results.verification.models import ReportCode, ReportFile

#: Codes that one result can have had: each that is turned off is followed by another at the next report.
MOST_CODES = 20
#: Digests kept for a code; a report that is made again unchanged is the same file.
MOST_FILES = 100


def ensure_code(session: Session, sitting_id: int, *, now: datetime) -> ReportCode:
    """Return the code that reports of a result carry, made where there is none that works.

    Raises
    ------
    NotNow
        When as many codes were turned off as a result may have.
    """
    working = queries.find_working_code(session, sitting_id)
    if working is not None:
        return working
    if queries.count_codes(session, sitting_id) >= MOST_CODES:
        raise NotNow(
            f"{MOST_CODES} codes of this result were turned off. There are no more for it."
        )
    code = ReportCode(
        code=public_key(), sitting_id=sitting_id, shows_name=True, created_at=now
    )
    session.add(code)
    session.flush()
    return code


def note_file(session: Session, code_word: str, digest: str, *, now: datetime) -> None:
    """Remember the digest of a file that carries a code; the oldest goes when there are too many."""
    code = queries.find_code(session, code_word)
    if code is None or queries.find_file(session, code, digest) is not None:
        return
    for surplus in queries.list_files(session, code)[MOST_FILES - 1 :]:
        session.delete(surplus)
    session.add(ReportFile(report_code_id=code.id, digest=digest, made_at=now))
    session.flush()


def choose_name_shown(session: Session, sitting_id: int, *, shown: bool) -> None:
    """Let the page of the code say the name on the result, or not."""
    code = queries.find_working_code(session, sitting_id)
    if code is not None:
        code.shows_name = shown


def revoke_code(session: Session, sitting_id: int, *, now: datetime) -> None:
    """Turn the code off; a second time changes nothing."""
    code = queries.find_working_code(session, sitting_id)
    if code is not None:
        code.revoked_at = now
