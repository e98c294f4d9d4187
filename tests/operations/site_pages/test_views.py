"""What administrators see of the site, and what they can do about it."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.config import Settings
from quiz.jobs import services as jobs
from quiz.jobs.models import Job, JobState
from quiz.jobs.queries import find_job, read_database_clock
from quiz.mail.messages import MailText
from quiz.mail.models import MailFault, OutgoingMail
from quiz.mail.services import add_mail, mark_failed, mark_sent
from quiz.mail.transports import DeliveryFailed
from quiz.operations.backups.nightly import FOLDER
from quiz.web.current_settings import EXTENSION_NAME
from tests.accounts_fixtures import SignIn
from tests.credentials.test_account import let_time_pass
from tests.pages import Page, words

OpenPage = Callable[..., Page]
PAGES = ("jobs", "emails", "backups", "settings", "audit", "questions")


def a_job(session: Session, state: JobState, *, message: str = "", **more: str) -> Job:
    """Add a job of an hour ago in a state."""
    now = read_database_clock(session) - timedelta(hours=1)
    job = jobs.add_job(session, more.get("kind", "mail"), {}, now=now)
    if state == JobState.CANCELLED:
        jobs.cancel_job(session, job, now=now)
    elif state != JobState.WAITING:
        claim = jobs.claim_job(session, job.key, now=now, lease=timedelta(minutes=1))
        assert claim
        ends = {JobState.FAILED: jobs.refuse_job, JobState.DONE: jobs.complete_job}
        if state in ends:
            ends[state](session, claim, message, now=now)
    session.commit()
    return job


def a_mail(session: Session, recipient: str, *, hours: int = 0) -> OutgoingMail:
    text = MailText("test", recipient, "Your link", "The secret text")
    return add_mail(
        session,
        text,
        secret="only for tests " * 4,
        now=read_database_clock(session) - timedelta(hours=hours),
    )


def test_every_page_is_reached_from_the_first_and_says_that_there_is_nothing(
    root: Account, page: OpenPage
) -> None:
    first = page("/administration")

    assert "No job is waiting or running." in first.follow("Jobs").text
    assert "No email is waiting." in first.follow("Emails").text
    assert "No backup has been made yet." in first.follow("Backups").text
    assert "Nobody with a role has looked" in first.follow("Audit log").text
    assert "Nobody has reported a problem." in (
        first.follow("Questions and reports").text
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_learner_does_not_see_them(
    ana: Account, page: OpenPage, sign_in: SignIn, name: str
) -> None:
    page(f"/administration/{name}", status=404)
    sign_in()
    page(f"/administration/{name}", status=403)


def test_jobs_are_listed_by_state_and_a_failed_one_says_why(
    root: Account, page: OpenPage, session: Session
) -> None:
    a_job(session, JobState.FAILED, message="the disk is full", kind="backup")
    a_job(session, JobState.DONE, message="deleted: person 2", kind="retention")
    a_job(session, JobState.WAITING)

    first = page("/administration/jobs")

    assert "In progress: 1" in first.text
    assert "the disk is full" not in first.text
    failed = first.follow("Failed: 1")
    assert "Nightly backup" in failed.text
    assert "the disk is full" in failed.text
    assert "deleted: person 2" in failed.follow("Done: 1").text
    assert "1 failed in the last 7 days" in page("/administration").text


def test_a_failed_job_is_tried_again_and_a_waiting_one_cancelled(
    root: Account, page: OpenPage, session: Session
) -> None:
    job = a_job(session, JobState.FAILED, message="no way", kind="backup")

    again = page("/administration/jobs?list=failed").press("Try again")

    assert "waits for its turn again" in again.text
    session.expire_all()
    tried = find_job(session, job.key)
    assert tried is not None
    assert (tried.state, tried.failures, tried.message) == (JobState.WAITING, 0, None)
    session.rollback()
    cancelled = again.press("Cancel").follow("Cancelled: 1")
    assert "Nightly backup" in cancelled.text


def test_a_job_is_not_tried_again_while_another_does_the_same_work(
    root: Account, page: OpenPage, session: Session
) -> None:
    now = read_database_clock(session)
    old = jobs.add_job(session, "mail", {}, now=now, unique_key="mail:x")
    jobs.cancel_job(session, old, now=now)
    jobs.add_job(session, "mail", {}, now=now, unique_key="mail:x")
    session.commit()

    refused = page("/administration/jobs?list=cancelled").press("Try again", status=409)

    assert "Another job for the same work is open already." in refused.text


def test_a_job_that_is_done_is_not_tried_again(
    root: Account, app: Flask, page: OpenPage, session: Session
) -> None:
    job = a_job(session, JobState.FAILED)
    shown = page("/administration/jobs?list=failed")
    session.execute(Job.__table__.update().values(state=JobState.DONE))  # type: ignore[attr-defined]  # a table
    session.commit()

    refused = shown.press("Try again", status=409)

    assert "did not fail" in refused.text
    session.expire_all()
    assert find_job(session, job.key).state == JobState.DONE  # type: ignore[union-attr]  # it is there


def test_many_jobs_come_in_pages(
    root: Account, page: OpenPage, session: Session
) -> None:
    now = read_database_clock(session)
    for number in range(51):
        jobs.add_job(session, f"kind{number:02}", {}, now=now)
    session.commit()

    first = page("/administration/jobs")
    second = first.follow("Next page")

    assert "Kind50" in first.text
    assert "Kind00" not in first.text
    assert "Kind00" in second.text
    assert second.follow("Previous page").text == first.text


def test_emails_say_what_became_of_them_and_never_what_they_say(
    root: Account, page: OpenPage, session: Session
) -> None:
    now = read_database_clock(session)
    mark_sent(
        a_mail(session, "sent@example.org", hours=2), now=now - timedelta(hours=2)
    )
    refused = a_mail(session, "gone@example.org")
    failure = DeliveryFailed(MailFault.RECIPIENT, "550 no such user", is_final=True)
    mark_failed(refused, failure, now=now)
    waiting = a_mail(session, "late@example.org")
    mark_failed(waiting, DeliveryFailed(MailFault.NO_CONNECTION, "refused"), now=now)
    session.commit()

    shown = page("/administration/emails")

    assert "late@example.org" in shown.text
    assert "The mail server cannot be reached: refused" in shown.text
    assert "gone@example.org" not in shown.text
    assert "550 no such user" in shown.follow("Not sent: 1").text
    assert "sent@example.org" in shown.follow("Sent: 1").text
    assert "secret text" not in shown.html
    before = waiting.next_try_at
    shown.press("Try all that wait now")
    session.expire_all()
    assert before is not None
    assert waiting.next_try_at is not None
    assert waiting.next_try_at < before


@pytest.fixture
def backups(app: Flask) -> Iterator[Path]:
    """Return the folder of nightly backups, emptied afterwards."""
    settings: Settings = app.extensions[EXTENSION_NAME]
    folder = settings.data_folder / FOLDER
    folder.mkdir(exist_ok=True)
    yield folder
    for path in folder.iterdir():
        path.unlink()


def test_backups_are_shown_with_size_and_age_and_an_old_one_is_named(
    root: Account, page: OpenPage, session: Session, backups: Path
) -> None:
    for day, megabytes in (("2026-11-20", 1.5), ("2026-11-21", 2.5)):
        path = backups / f"{day}.trigpoint-backup"
        path.write_bytes(b"x" * int(megabytes * 1e6))
        os.utime(path, (0, 1_760_000_000))
    (backups / "mine.trigpoint-backup").write_bytes(b"")

    old = page("/administration/backups")

    assert "more than a day old" in old.text
    assert old.text.index("2026-11-21") < old.text.index("2026-11-20")
    assert "2.5 MB" in old.text
    assert "mine" not in old.text
    a_job(session, JobState.DONE, message="b: 5 rows, verified", kind="backup")
    a_job(session, JobState.FAILED, message="the disk is full", kind="backup")
    fresh = page("/administration/backups")
    assert "more than a day old" not in fresh.text
    assert "1 hour ago" in fresh.text
    assert "5 rows, verified" in fresh.text
    assert "Latest attempt" in fresh.text
    assert "the disk is full" in fresh.text


def test_settings_say_where_they_come_from_and_show_no_secret(
    root: Account, app: Flask, page: OpenPage
) -> None:
    settings: Settings = app.extensions[EXTENSION_NAME]
    changed = Settings(
        data_folder=settings.data_folder,
        database_url="postgresql://quiz:hush@db/quiz",
        secret_key="only for tests " * 4,
        smtp_user="quiz",
        smtp_password="hush",
        metrics_token="hush-hush-0123456789-abcdefghijklmn",
        contact="https://example.org/contact",
    )
    app.extensions[EXTENSION_NAME] = changed
    shown = page("/administration/settings")
    app.extensions[EXTENSION_NAME] = settings

    assert "hush" not in shown.html
    assert "only for tests" not in shown.html
    rows = {words(row).split()[0]: words(row) for row in shown.all("tr")}
    assert set(rows) >= {
        str(field.validation_alias) for field in Settings.model_fields.values()
    }
    assert "https://example.org/contact Environment" in rows["TRIGPOINT_CONTACT"]
    assert "Set, not shown Environment" in rows["TRIGPOINT_SMTP_PASSWORD"]
    assert "90 Default" in rows["TRIGPOINT_KEEP_DAYS"]
    assert "Not set Default" in rows["TRIGPOINT_BASE_URL"]


def test_the_audit_log_says_who_did_what_to_whom(
    root: Account, ana: Account, page: OpenPage, session: Session
) -> None:
    page(f"/administration/accounts/{ana.key}")

    shown = page("/administration/audit")

    assert "Looked at the account: ana@example.org" in shown.text
    assert "By root@example.org, administrator" in shown.text
    assert shown.follow("ana@example.org").heading == "Account of ana@example.org"


def test_whoever_has_not_signed_in_lately_confirms_before_changing_anything(
    root: Account, session: Session, page: OpenPage
) -> None:
    job = a_job(session, JobState.FAILED)
    let_time_pass(session)

    asked = page("/administration/jobs?list=failed").press("Try again")

    assert asked.url.startswith("/account/confirm")
    session.expire_all()
    assert find_job(session, job.key).state == JobState.FAILED  # type: ignore[union-attr]  # it is there
