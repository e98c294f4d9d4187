"""Limits on guessing: how often something secret may be tried for one account, from one network and in all.

A try is counted before it is looked at, so that many at once do not slip through; a right one is taken back. The
counters are in the database, so they hold over all processes and hosts, and over a restart.

Nobody can lock somebody else out: when an account is under attack, each network still has a few tries of its own.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from quiz.core.clock import utc_now
from quiz.web.current_settings import current_settings
from quiz.web.limits.buckets import network_hash
from quiz.web.limits.storage import add_to_counter
from quiz.web.models import LimitCounter
from quiz.web.security.events import note_subject
from quiz.web.transactions import separate_session

#: The window in which tries for one account are counted.
WINDOW = timedelta(minutes=5)
#: Wrong tries for one account from one network.
MOST_PER_PAIR = 10
#: Wrong tries for one account from everywhere; beyond it each network has `MOST_UNDER_ATTACK`.
MOST_PER_ACCOUNT = 10
MOST_UNDER_ATTACK = 2
#: Wrong tries on the whole site; beyond it every account counts as under attack.
MOST_ON_SITE = 1000
NETWORK_WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class AttemptTicket:
    """A try that was let through and counted."""

    keys: tuple[str, ...]


def count_attempt(name: str, subject: str) -> AttemptTicket:
    """Count a try of `name` for `subject` (an email address, a key), before it is looked at.

    Raises
    ------
    TooManyRequests
        When there were too many; names the seconds to wait.
    """
    who, network = _subject_hash(subject), network_hash()
    note_subject(who)
    pair, account = f"{name}:{who}:{network}", f"{name}:{who}"
    place, site = f"{name}:network:{network}", f"{name}:site"
    windows = {
        pair: WINDOW,
        account: WINDOW,
        place: NETWORK_WINDOW,
        site: WINDOW,
    }
    now = utc_now()
    with separate_session(writes=True) as session:
        # In one order for everybody, so that no two wait for each other.
        counts = {
            key: add_to_counter(session, key, 1, windows[key], now=now)
            for key in sorted(windows)
        }
    is_attacked = counts[account] > MOST_PER_ACCOUNT or counts[site] > MOST_ON_SITE
    most = MOST_UNDER_ATTACK if is_attacked else MOST_PER_PAIR
    if counts[pair] > most:
        raise TooManyRequests(retry_after=int(WINDOW.total_seconds()))
    if counts[place] > current_settings().hourly_sign_ins_per_address:
        raise TooManyRequests(retry_after=int(NETWORK_WINDOW.total_seconds()))
    return AttemptTicket(tuple(sorted(windows)))


def count_secret_attempt(
    name: str, subject: str, *, most: int, window: timedelta
) -> AttemptTicket:
    """Count a try of a short code for `subject`, from wherever it comes, and stop it beyond `most` in a window.

    Raises
    ------
    TooManyRequests
        When there were too many; names the seconds to wait.
    """
    who = _subject_hash(subject)
    key = f"{name}:{who}"
    note_subject(who)
    with separate_session(writes=True) as session:
        count = add_to_counter(session, key, 1, window, now=utc_now())
    if count > most:
        raise TooManyRequests(retry_after=int(window.total_seconds()))
    return AttemptTicket((key,))


def forgive_attempt(session: Session, ticket: AttemptTicket, *, now: datetime) -> None:
    """Take a try back that was right."""
    for key in ticket.keys:
        session.execute(
            update(LimitCounter)
            .where(
                LimitCounter.key == key,
                LimitCounter.amount > 0,
                LimitCounter.expires_at > now,
            )
            .values(amount=LimitCounter.amount - 1)
            .execution_options(synchronize_session=False)
        )


def _subject_hash(subject: str) -> str:
    """Return the keyed hash under which a subject is counted; the address itself is not kept."""
    secret = str(current_app.secret_key).encode()
    digest = hmac.new(secret, f"attempt:{subject}".encode(), "sha256").hexdigest()
    return digest[:24]
