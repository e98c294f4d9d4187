"""Checking a password in a request: counted before, hashed while nothing of the database is held."""

from quiz.core.clock import utc_now
from quiz.credentials.passwords.hashing import is_password
from quiz.credentials.queries import StoredPassword, find_stored_password
from quiz.web.limits.attempts import AttemptTicket, count_attempt, forgive_attempt
from quiz.web.transactions import release_session, request_session, separate_session

#: Wrong passwords count together, wherever they are asked for.
ATTEMPT_NAME = "sign-in"


def check_password(
    login_name: str, password: str
) -> tuple[StoredPassword | None, AttemptTicket]:
    """Return what was checked when the password of an address or name is right, else None, and the counted try.

    What the request did to the database before is taken back; an unknown name takes as long as a known one.

    Raises
    ------
    TooManyRequests
        When there were too many wrong ones.
    """
    release_session()
    ticket = count_attempt(ATTEMPT_NAME, login_name)
    with separate_session(writes=False) as reading:
        stored = find_stored_password(reading, login_name)
    is_right = is_password(stored.hash if stored else None, password)
    return (stored if is_right else None), ticket


def forgive_password(ticket: AttemptTicket) -> None:
    """Take the try of a right password back."""
    forgive_attempt(request_session(), ticket, now=utc_now())
