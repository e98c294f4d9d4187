"""What doctor says of emails, and how long they are kept."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.mail.messages import MailText
from quiz.mail.models import MailFault, OutgoingMail
from quiz.mail.services import add_mail, mark_failed, mark_sent
from quiz.mail.transports import DeliveryFailed, mail_folder
from quiz.operations.doctor.mail import ADVICE, check_mail
from quiz.operations.retention import try_retention

TEXT = MailText("test", "ana@example.org", "Subject", "Text")
SECRET = "only for tests " * 4
MakeSettings = Callable[..., Settings]


@pytest.fixture
def make_settings(tmp_path: Path) -> MakeSettings:
    """Return a function that makes the settings of an installation."""
    return lambda **values: Settings(data_folder=tmp_path, secret_key=SECRET, **values)


@pytest.mark.parametrize(
    ("values", "verdict", "words"),
    [
        ({}, "ok", "Written into"),
        ({"base_url": "https://quiz.example.org"}, "warning", "no mail server"),
        (
            {
                "base_url": "https://quiz.example.org",
                "smtp_host": "mail.example.org",
                "mail_from": "quiz@example.org",
            },
            "ok",
            "Sent through mail.example.org",
        ),
    ],
)
def test_doctor_says_which_way_emails_take(
    session: Session,
    make_settings: MakeSettings,
    values: dict[str, str],
    verdict: str,
    words: str,
) -> None:
    (finding,) = check_mail(make_settings(**values), session)

    assert finding.verdict == verdict
    assert words in finding.found


@pytest.mark.parametrize("fault", sorted(set(MailFault) - {MailFault.RECIPIENT}))
def test_doctor_says_what_to_do_about_every_fault(
    session: Session, make_settings: MakeSettings, fault: MailFault
) -> None:
    mail = add_mail(session, TEXT, secret=SECRET, now=utc_now())
    mark_failed(mail, DeliveryFailed(fault, "535 no"), now=utc_now())
    session.flush()

    (finding,) = check_mail(make_settings(), session)

    assert finding.verdict == "error"
    assert "1 waiting. 535 no" in finding.found
    assert ADVICE[fault] in finding.advice


def test_emails_that_nobody_sends_are_found(
    session: Session, make_settings: MakeSettings
) -> None:
    add_mail(session, TEXT, secret=SECRET, now=utc_now() - timedelta(minutes=20))

    (finding,) = check_mail(make_settings(), session)

    assert "trigpoint worker" in finding.advice


def test_emails_and_their_files_are_kept_for_a_week(
    engine: Engine, session: Session, settings: Settings
) -> None:
    now, folder = utc_now(), mail_folder(settings)
    folder.mkdir(exist_ok=True)
    ages = {6: now - timedelta(days=6), 8: now - timedelta(days=8)}
    for days, written in ages.items():
        mail = add_mail(session, TEXT, secret=SECRET, now=written)
        mark_sent(mail, now=written)
        file = folder / f"age{days}.eml"
        file.touch()
        os.utime(file, (written.timestamp(), written.timestamp()))
    session.commit()

    try_retention(engine, settings, now=now)

    assert [mail.created_at for mail in session.scalars(select(OutgoingMail))] == [
        ages[6]
    ]
    assert [file.stem for file in folder.glob("age*.eml")] == ["age6"]
