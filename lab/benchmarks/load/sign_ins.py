"""People answer while a class signs in: how much longer the former wait, and how long the latter."""

import threading
import time
from dataclasses import dataclass
from http.client import HTTPException

from lab.benchmarks.load.heavy_pages import time_answers
from lab.benchmarks.quiz_client import QuizClient, RequestRefused
from lab.benchmarks.timing import Percentiles
from quiz.accounts.services import create_bare_person
from quiz.accounts.sessions.models import Account
from quiz.core.clock import utc_now
from quiz.core.db import make_engine, open_session
from quiz.core.keys import public_key
from quiz.credentials.passwords.hashing import hash_password

PASSWORD = "river otter lamp 7"  # noqa: S105  # of people who are made up


@dataclass(frozen=True)
class SignInResult:
    """Waiting for the next question, ms, without and with people who sign in; and for signing in, ms."""

    answers_alone: Percentiles
    answers_beside_sign_ins: Percentiles
    ratio_of_p95: float
    sign_ins: Percentiles
    errors: int


def create_accounts(url: str, count: int) -> list[str]:
    """Store so many accounts with one password; return their addresses."""
    emails = [f"learner{number}@school.example" for number in range(count)]
    engine, now, stored = make_engine(url), utc_now(), hash_password(PASSWORD)
    with open_session(engine, writes=True) as session:
        for email in emails:
            person = create_bare_person(session, now=now)
            session.add(
                Account(
                    key=public_key(),
                    person_id=person.id,
                    email=email,
                    password_hash=stored,
                    email_verified_at=now,
                    created_at=now,
                )
            )
        session.commit()
    engine.dispose()
    return emails


def compare_with_sign_ins(
    port: int, emails: list[str], *, within: float, seconds: float
) -> SignInResult:
    """Let four people answer for so many seconds, alone and then while everybody signs in `within` seconds."""
    alone = time_answers(port, seconds)
    waits, errors = list[float](), list[str]()
    threads = [
        threading.Thread(
            target=_sign_in,
            args=(port, email, within * number / len(emails), waits, errors),
            daemon=True,
        )
        for number, email in enumerate(emails)
    ]
    for thread in threads:
        thread.start()
    beside = time_answers(port, seconds)
    for thread in threads:
        thread.join(60)
    return SignInResult(
        alone,
        beside,
        beside.p95 / alone.p95,
        Percentiles.from_values(waits),
        len(errors),
    )


def _sign_in(
    port: int, email: str, after: float, waits: list[float], errors: list[str]
) -> None:
    time.sleep(after)
    client = QuizClient(port)
    try:
        client.open_page("/sign-in")
        began = time.perf_counter()
        client.post_form("/sign-in", {"email": email, "password": PASSWORD})
        if client.path.startswith("/sign-in"):
            errors.append("The password was not taken.")
        waits.append(1000 * (time.perf_counter() - began))
    except (OSError, HTTPException, RequestRefused) as error:
        errors.append(str(error))
