"""An email is sent once its request is kept, tried again when that fails, and given up in the end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.db import open_session
from quiz.errors import NotFound, NotNow, NotValid
from quiz.jobs.kinds import JobRun
from quiz.jobs.models import Job
from quiz.mail import queries, services
from quiz.mail.current import send_mail
from quiz.mail.messages import MailText
from quiz.mail.models import MailFault, MailState, OutgoingMail
from quiz.mail.transports import mail_folder
from quiz.operations.mails.delivery import deliver_mail
from tests.factories import NOW, a_person
from tests.mail.server import MailServer

StartServer = Callable[..., MailServer]
MakeSettings = Callable[..., Settings]
MakeRun = Callable[..., JobRun]
SECRET = "only for tests " * 4
TEXT = MailText("test", "ana@example.org", "Subject", "https://x.org/reset/s3cret\n")


def an_email(session: Session, *, lifetime: timedelta = timedelta(hours=1)) -> str:
    """Add an email that waits and return its key."""
    mail = services.add_mail(session, TEXT, secret=SECRET, now=NOW, lifetime=lifetime)
    session.commit()
    return mail.key


def stored(engine: Engine, key: str) -> OutgoingMail:
    """Return an email as the database has it now."""
    with open_session(engine, writes=False) as session:
        mail = queries.find_mail(session, key)
        assert mail is not None
        return mail


def test_a_sent_email_keeps_no_text(
    engine: Engine,
    session: Session,
    mail_server: StartServer,
    mail_settings: MakeSettings,
    run_of: MakeRun,
) -> None:
    key, server = an_email(session), mail_server()

    assert deliver_mail(run_of(mail_settings(server), key)) == "sent"

    mail = stored(engine, key)
    assert (mail.state, mail.sealed_text, mail.attempts) == (MailState.SENT, None, 1)
    assert "s3cret" in server.received[0].get_content()


def test_a_job_that_runs_twice_sends_once(
    session: Session,
    mail_server: StartServer,
    mail_settings: MakeSettings,
    run_of: MakeRun,
) -> None:
    key, server = an_email(session), mail_server()
    run = run_of(mail_settings(server), key)

    said = [deliver_mail(run), deliver_mail(run)]

    assert said == ["sent", "nothing to send"]
    assert len(server.received) == 1


def test_the_text_of_a_waiting_email_is_sealed(
    engine: Engine, session: Session
) -> None:
    key = an_email(session)

    mail = stored(engine, key)

    assert mail.sealed_text
    assert "s3cret" not in mail.sealed_text


def test_a_failed_attempt_is_followed_by_another_a_little_later(
    engine: Engine,
    session: Session,
    mail_server: StartServer,
    mail_settings: MakeSettings,
    run_of: MakeRun,
) -> None:
    key, server = an_email(session), mail_server(sender_answer="451 not now")
    settings = mail_settings(server)

    deliver_mail(run_of(settings, key))

    mail = stored(engine, key)
    job = session.scalars(select(Job)).one()
    assert (mail.state, mail.fault) == (MailState.WAITING, MailFault.SENDER)
    assert mail.answer == "451 not now"
    assert mail.next_try_at == job.due_at == NOW + timedelta(minutes=1)
    session.rollback()

    server.sender_answer = "250 OK"
    deliver_mail(run_of(settings, key, now=NOW + timedelta(minutes=1)))
    assert stored(engine, key).state == MailState.SENT


def test_pauses_grow_until_the_email_expires(
    engine: Engine, session: Session, mail_settings: MakeSettings, run_of: MakeRun
) -> None:
    key, settings = an_email(session), mail_settings()
    mail_folder(settings).write_text("in the way")
    minutes, now = [], NOW
    while (mail := stored(engine, key)).state == MailState.WAITING:
        assert mail.next_try_at is not None
        minutes.append((mail.next_try_at - now).total_seconds() / 60)
        now = mail.next_try_at
        deliver_mail(run_of(settings, key, now=now))

    assert minutes == [0, 1, 2, 5, 15, 30]
    assert (mail.state, mail.sealed_text) == (MailState.EXPIRED, None)
    assert mail.next_try_at is None


def test_an_email_whose_link_has_ended_is_not_sent(
    engine: Engine,
    session: Session,
    mail_server: StartServer,
    mail_settings: MakeSettings,
    run_of: MakeRun,
) -> None:
    key, server = an_email(session), mail_server()

    deliver_mail(run_of(mail_settings(server), key, now=NOW + timedelta(hours=1)))

    assert stored(engine, key).state == MailState.EXPIRED
    assert server.received == []


def test_a_recipient_whom_the_server_refuses_is_not_tried_again(
    engine: Engine,
    session: Session,
    mail_server: StartServer,
    mail_settings: MakeSettings,
    run_of: MakeRun,
) -> None:
    key = an_email(session)
    server = mail_server(recipient_answer="550 no such user")

    deliver_mail(run_of(mail_settings(server), key))

    assert stored(engine, key).state == MailState.REFUSED
    assert session.scalars(select(Job)).all() == []
    # One wrong address says nothing about the server.
    assert queries.find_mail_trouble(session, now=NOW) is None


def test_a_recipient_whom_the_server_refuses_for_now_is_no_trouble(
    engine: Engine,
    session: Session,
    mail_server: StartServer,
    mail_settings: MakeSettings,
    run_of: MakeRun,
) -> None:
    key = an_email(session)
    server = mail_server(recipient_answer="451 come back later")

    deliver_mail(run_of(mail_settings(server), key))

    assert stored(engine, key).state == MailState.WAITING
    assert queries.find_mail_trouble(session, now=NOW) is None


def test_a_server_that_refuses_every_email_for_good_is_trouble(
    session: Session,
    mail_server: StartServer,
    mail_settings: MakeSettings,
    run_of: MakeRun,
) -> None:
    key, server = an_email(session), mail_server(data_answer="554 looks like spam")

    deliver_mail(run_of(mail_settings(server), key))

    trouble = queries.find_mail_trouble(session, now=NOW)
    assert trouble is not None
    assert (trouble.fault, trouble.since) == (MailFault.CONTENT, NOW)


@pytest.mark.parametrize(
    ("damage", "state"),
    [
        ({"recipient": "ü@example.org"}, MailState.REFUSED),
        ({"recipient": "=?utf-8?q?x?=@example.org"}, MailState.REFUSED),
        ({"sealed_text": "sealed with a lost key"}, MailState.EXPIRED),
    ],
)
def test_an_email_that_can_never_be_sent_ends_and_is_no_trouble(
    engine: Engine,
    session: Session,
    mail_settings: MakeSettings,
    run_of: MakeRun,
    damage: dict[str, str],
    state: MailState,
) -> None:
    key = an_email(session)
    session.execute(update(OutgoingMail).values(**damage))
    session.commit()

    with pytest.raises(NotFound, match="given up"):
        deliver_mail(run_of(mail_settings(), key))

    mail = stored(engine, key)
    assert (mail.state, mail.sealed_text, mail.next_try_at) == (state, None, None)
    later = NOW + timedelta(days=1)
    assert queries.find_mail_trouble(session, now=later) is None


def test_trouble_begins_with_the_first_failure_and_ends_with_a_success(
    session: Session,
    mail_server: StartServer,
    mail_settings: MakeSettings,
    run_of: MakeRun,
) -> None:
    first, second = an_email(session), an_email(session)
    server = mail_server(sender_answer="553 not yours")
    settings, later = mail_settings(server), NOW + timedelta(minutes=3)
    deliver_mail(run_of(settings, first))
    deliver_mail(run_of(settings, second, now=later))
    session.rollback()

    trouble = queries.find_mail_trouble(session, now=later)

    assert trouble is not None
    assert (trouble.since, trouble.waiting) == (NOW, 2)
    assert (trouble.fault, trouble.answer) == (MailFault.SENDER, "553 not yours")

    server.sender_answer = "250 OK"
    session.rollback()
    deliver_mail(run_of(settings, second, now=NOW + timedelta(minutes=5)))
    session.rollback()
    assert queries.find_mail_trouble(session, now=NOW + timedelta(minutes=5)) is None


def test_an_email_that_nobody_tries_is_trouble_after_ten_minutes(
    session: Session,
) -> None:
    an_email(session)

    early = queries.find_mail_trouble(session, now=NOW + timedelta(minutes=9))
    late = queries.find_mail_trouble(session, now=NOW + timedelta(minutes=11))

    assert early is None
    assert late is not None
    assert late.fault is None


def test_a_sent_email_cannot_be_hurried(session: Session) -> None:
    mail = services.add_mail(session, TEXT, secret=SECRET, now=NOW)
    services.mark_sent(mail, now=NOW)

    with pytest.raises(NotNow):
        services.hurry_mail(mail, now=NOW)


def test_an_email_goes_with_its_person(session: Session) -> None:
    person = a_person(session)
    services.add_mail(session, TEXT, secret=SECRET, now=NOW, person_id=person.id)

    session.delete(person)
    session.flush()

    assert session.scalars(select(OutgoingMail)).all() == []


def test_a_request_writes_an_email_and_a_job_sends_it(
    app: Flask, engine: Engine, settings: Settings, run_of: MakeRun
) -> None:
    with app.test_request_context("/", method="POST"):
        key = send_mail("test", "ana@example.org").key
        app.process_response(app.response_class("kept"))

    with open_session(engine, writes=False) as session:
        job = session.scalars(select(Job)).one()
    assert job.arguments == {"mail": key}
    deliver_mail(run_of(settings, key))
    written = (mail_folder(settings) / f"{key}.eml").read_text()
    assert "Subject: Test email from Trigpoint" in written


def test_a_request_that_fails_writes_none(app: Flask, session: Session) -> None:
    with app.test_request_context("/", method="POST"):
        send_mail("test", "ana@example.org")
        app.process_response(app.response_class("refused", status=422))

    assert session.scalars(select(OutgoingMail)).all() == []
    assert session.scalars(select(Job)).all() == []


def test_a_request_cannot_write_to_two(app: Flask) -> None:
    with (
        app.test_request_context("/", method="POST"),
        pytest.raises(NotValid),
    ):
        send_mail("test", "ana@example.org,eve@example.org")
