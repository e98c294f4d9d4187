"""An email reaches a real SMTP server, and what goes wrong is told apart."""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.config import Settings
from quiz.mail.messages import MailText, build_message
from quiz.mail.models import MailFault
from quiz.mail.transports import (
    DeliveryFailed,
    FolderTransport,
    SmtpTransport,
    delete_mail_files,
    mail_folder,
    open_transport,
)
from tests.factories import NOW
from tests.mail.server import MailServer

StartServer = Callable[..., MailServer]
MakeSettings = Callable[..., Settings]
TEXT = MailText("test", "ana@example.org", "A test", "Äpfel\n" + "x" * 300 + "\n")
MESSAGE = build_message(
    TEXT, sender="Trigpoint <quiz@example.org>", key="k7q2", written_at=NOW
)


def fault_of(settings: Settings) -> DeliveryFailed:
    """Return what keeps the message from being sent."""
    with pytest.raises(DeliveryFailed) as failed:
        open_transport(settings).deliver(MESSAGE, key="k7q2")
    return failed.value


def test_the_server_gets_the_text_unchanged(
    mail_server: StartServer, mail_settings: MakeSettings
) -> None:
    server = mail_server()

    open_transport(mail_settings(server)).deliver(MESSAGE, key="k7q2")

    (received,) = server.received
    assert server.recipients == ["ana@example.org"]
    assert received["From"] == "Trigpoint <quiz@example.org>"
    assert received["Message-ID"] == "<k7q2@example.org>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received.get_content().replace("\r\n", "\n") == TEXT.body


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_connection_is_encrypted_and_signed_in(
    mail_server: StartServer,
    mail_settings: MakeSettings,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    security: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = mail_server(
        certificate=certificate,
        from_first_byte=security == "tls",
        login=("quiz", "a secret word"),
    )
    settings = mail_settings(
        server,
        smtp_security=security,
        smtp_user="quiz",
        smtp_password="a secret word",
    )
    heard: list[str] = []

    SmtpTransport(settings, heard.append).deliver(MESSAGE, key="k7q2")

    assert len(server.received) == 1
    said = "\n".join(heard)
    assert "> AUTH " in said
    assert "< 235 " in said
    # Neither as it is nor as the protocol writes it.
    for hidden in ("a secret word", "YSBzZWNyZXQgd29yZA", "AHF1aXoA"):
        assert hidden not in said


def test_a_certificate_that_nobody_vouches_for_is_refused(
    mail_server: StartServer,
    mail_settings: MakeSettings,
    certificate: tuple[Path, Path],
) -> None:
    server = mail_server(certificate=certificate)

    failure = fault_of(mail_settings(server, smtp_security="starttls"))

    assert failure.fault == MailFault.ENCRYPTION
    assert "CERTIFICATE_VERIFY_FAILED" in failure.answer
    assert server.received == []


def test_a_server_without_encryption_gets_nothing_when_it_is_asked_for(
    mail_server: StartServer, mail_settings: MakeSettings
) -> None:
    server = mail_server()

    failure = fault_of(mail_settings(server, smtp_security="starttls"))

    assert failure.fault == MailFault.ENCRYPTION
    assert server.received == []


def test_a_wrong_password_is_told_apart(
    mail_server: StartServer,
    mail_settings: MakeSettings,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = mail_server(certificate=certificate, login=("quiz", "right"))

    failure = fault_of(
        mail_settings(
            server, smtp_security="starttls", smtp_user="quiz", smtp_password="wrong"
        )
    )

    assert failure.fault == MailFault.SIGN_IN


@pytest.mark.parametrize(
    ("answers", "fault", "is_final"),
    [
        ({"recipient_answer": "550 no such user"}, MailFault.RECIPIENT, True),
        ({"recipient_answer": "451 come back later"}, MailFault.RECIPIENT, False),
        ({"sender_answer": "553 not your address"}, MailFault.SENDER, True),
        ({"data_answer": "554 looks like spam"}, MailFault.CONTENT, True),
        ({"data_answer": "452 disk full"}, MailFault.CONTENT, False),
    ],
)
def test_answers_of_the_server_are_told_apart(
    mail_server: StartServer,
    mail_settings: MakeSettings,
    answers: dict[str, str],
    fault: MailFault,
    *,
    is_final: bool,
) -> None:
    failure = fault_of(mail_settings(mail_server(**answers)))

    assert (failure.fault, failure.is_final) == (fault, is_final)
    assert failure.answer in answers.values()


@pytest.mark.parametrize("goodbye", ["250 OK", "421 too late", None])
def test_an_email_that_was_taken_is_sent_whatever_the_goodbye(
    mail_server: StartServer, mail_settings: MakeSettings, goodbye: str | None
) -> None:
    server = mail_server(quit_answer=goodbye)
    heard: list[str] = []

    SmtpTransport(mail_settings(server), heard.append).deliver(MESSAGE, key="k7q2")

    assert len(server.received) == 1
    assert "> quit" in heard


def test_a_port_where_nobody_listens_is_no_connection(
    mail_settings: MakeSettings,
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    failure = fault_of(
        mail_settings(
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
            base_url="https://quiz.example.org",
            mail_from="quiz@example.org",
        )
    )

    assert failure.fault == MailFault.NO_CONNECTION


def test_tls_towards_a_port_that_begins_in_the_clear_is_named(
    mail_server: StartServer, mail_settings: MakeSettings
) -> None:
    failure = fault_of(mail_settings(mail_server(), smtp_security="tls"))

    assert failure.fault == MailFault.ENCRYPTION


def test_an_unknown_name_is_told_apart() -> None:
    from quiz.mail.transports import classify_failure

    failure = classify_failure(socket.gaierror(-2, "Name or service not known"))

    assert failure.fault == MailFault.UNKNOWN_HOST
    assert classify_failure(ssl.SSLError("x")).fault == MailFault.ENCRYPTION


def test_a_server_that_takes_ascii_alone_refuses_the_sender_and_no_sign_in(
    mail_server: StartServer, mail_settings: MakeSettings
) -> None:
    message = build_message(TEXT, sender="quiz@example.org", key="k7q2", written_at=NOW)
    del message["From"]
    message["From"] = "quiz@bücher.example"

    transport = open_transport(mail_settings(mail_server(takes_utf8=False)))
    with pytest.raises(DeliveryFailed) as failed:
        transport.deliver(message, key="k7q2")

    assert failed.value.fault == MailFault.SENDER


def test_without_a_server_an_email_is_a_file_for_its_owner_alone(
    mail_settings: MakeSettings,
) -> None:
    settings = mail_settings()

    open_transport(settings).deliver(MESSAGE, key="k7q2")

    (file,) = mail_folder(settings).iterdir()
    assert file.name == "k7q2.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    delete_mail_files(settings, ["k7q2", "n0n3"])
    assert list(mail_folder(settings).iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")

    with pytest.raises(DeliveryFailed) as failed:
        FolderTransport(tmp_path / "mail").deliver(MESSAGE, key="k7q2")

    assert failed.value.fault == MailFault.FOLDER
