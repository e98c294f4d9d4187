"""The two ways an email takes: to an SMTP server, or into a folder of files where there is no server."""

import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from quiz.config import Settings
from quiz.core.checks.smtp_checks import SmtpSecurity
from quiz.mail.models import MailFault

#: For each thing that the server is waited for.
TIMEOUT_SECONDS = 10.0
FOLDER_NAME = "mail"
PERMANENT = range(500, 600)


class DeliveryFailed(Exception):
    """An email was not taken. It is no error of the program, so it is none of `TrigpointError`."""

    def __init__(
        self, fault: MailFault, answer: str, *, is_final: bool = False
    ) -> None:
        """Say what failed, what the server answered, and whether that answer is its last word."""
        super().__init__(f"{fault.value}: {answer}")
        self.fault, self.is_final = fault, is_final
        self.answer = " ".join(answer.split())[:500]


class MailTransport(Protocol):
    """Takes a message, or raises `DeliveryFailed`."""

    def deliver(self, message: EmailMessage, *, key: str) -> None:
        """Send one message."""


def open_transport(settings: Settings) -> MailTransport:
    """Return the way that emails of this installation take."""
    if settings.smtp_host:
        return SmtpTransport(settings)
    return FolderTransport(mail_folder(settings))


def mail_folder(settings: Settings) -> Path:
    """Return where emails lie when there is no SMTP server."""
    return settings.data_folder / FOLDER_NAME


@dataclass(frozen=True)
class FolderTransport:
    """Writes each email as a file that its owner alone can read."""

    folder: Path

    def deliver(self, message: EmailMessage, *, key: str) -> None:
        """Write the message as `KEY.eml`, whole or not at all."""
        target = self.folder / f"{key}.eml"
        draft = self.folder / f".{key}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(opened, "wb") as file:
                file.write(message.as_bytes())
            draft.replace(target)
        except OSError as error:
            raise DeliveryFailed(
                MailFault.FOLDER, error.strerror or str(error)
            ) from error


def delete_mail_files(settings: Settings, keys: Iterable[str]) -> None:
    """Delete the files of emails, if there are any."""
    for key in keys:
        (mail_folder(settings) / f"{key}.eml").unlink(missing_ok=True)


def delete_old_mail_files(settings: Settings, *, before: datetime) -> None:
    """Delete the files of emails that were written before a moment."""
    for path in mail_folder(settings).glob("*.eml"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()


@dataclass(frozen=True)
class SmtpTransport:
    """Speaks to the SMTP server of the settings, one connection for each email."""

    settings: Settings
    #: Hears every line of the dialogue; what would tell a password is left out.
    hear: Callable[[str], None] = field(default=lambda _line: None)

    def deliver(self, message: EmailMessage, *, key: str) -> None:  # noqa: ARG002  # the folder's files are named by it
        """Send the message."""
        try:
            with closing(self._connect()) as server:
                server.hear_line(f"({len(message.as_bytes())} bytes of email)")
                server.send_message(message)
                # The email is taken: how the goodbye is answered changes nothing.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except (smtplib.SMTPException, OSError) as error:
            raise classify_failure(error) from error

    def _connect(self) -> "_HeardDialogue":
        host, port = self.settings.smtp_host or "", self.settings.effective_smtp_port
        context = ssl.create_default_context()
        self.hear(f"(connecting to {host}, port {port})")
        if self.settings.smtp_security == SmtpSecurity.TLS:
            server: _HeardDialogue = _HeardTls(
                host, port, timeout=TIMEOUT_SECONDS, context=context, hear=self.hear
            )
        else:
            server = _HeardPlain(host, port, timeout=TIMEOUT_SECONDS, hear=self.hear)
        with ExitStack() as unless_prepared:
            unless_prepared.callback(server.close)
            self._prepare(server, context)
            unless_prepared.pop_all()
        return server

    def _prepare(self, server: "_HeardDialogue", context: ssl.SSLContext) -> None:
        if self.settings.smtp_security == SmtpSecurity.STARTTLS:
            server.starttls(context=context)
            server.hear_line("(encrypted from here on)")
        if self.settings.smtp_user:
            server.login(self.settings.smtp_user, self.settings.smtp_password)


class _HeardDialogue(smtplib.SMTP):
    """An SMTP client that lets somebody hear its dialogue."""

    _hear: Callable[[str], None]
    _is_signing_in = False

    def hear_line(self, line: str) -> None:
        """Hand on a line of the dialogue."""
        self._hear(line)

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Send a command, and hand it on without what signs in."""
        shown = f"{cmd} {args}".strip()
        if self._is_signing_in:
            shown = (
                f"AUTH {args.split(maxsplit=1)[0]} …" if cmd == "AUTH" and args else "…"
            )
        self._hear(f"> {shown}")
        super().putcmd(cmd, args)

    def getreply(self) -> tuple[int, bytes]:
        """Read the server's answer, and hand it on."""
        code, message = super().getreply()
        for line in message.decode(errors="replace").splitlines() or [""]:
            self._hear(f"< {code} {line}")
        return code, message

    def login(
        self, user: str, password: str, *, initial_response_ok: bool = True
    ) -> tuple[int, bytes]:
        """Sign in; nobody hears with what."""
        self.ehlo_or_helo_if_needed()
        self._is_signing_in = True
        try:
            return super().login(
                user, password, initial_response_ok=initial_response_ok
            )
        finally:
            self._is_signing_in = False


class _HeardPlain(_HeardDialogue):
    """A connection that begins without encryption."""

    def __init__(
        self, host: str, port: int, *, timeout: float, hear: Callable[[str], None]
    ) -> None:
        self._hear = hear
        super().__init__(host, port, timeout=timeout)


class _HeardTls(smtplib.SMTP_SSL, _HeardDialogue):
    """A connection that is encrypted from its first byte."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        timeout: float,
        context: ssl.SSLContext,
        hear: Callable[[str], None],
    ) -> None:
        self._hear = hear
        smtplib.SMTP_SSL.__init__(self, host, port, timeout=timeout, context=context)


#: What an answer of the server refuses, by the error that smtplib makes of it.
ANSWERED_FAULTS: dict[type[smtplib.SMTPResponseException], MailFault] = {
    smtplib.SMTPSenderRefused: MailFault.SENDER,
    smtplib.SMTPAuthenticationError: MailFault.SIGN_IN,
    smtplib.SMTPDataError: MailFault.CONTENT,
}


def classify_failure(error: smtplib.SMTPException | OSError) -> DeliveryFailed:
    """Return what went wrong, in the kinds that an operator can do something about."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(error.recipients.values()))
            return _read_answer(MailFault.RECIPIENT, code, answer)
        case smtplib.SMTPResponseException():
            fault = ANSWERED_FAULTS.get(type(error), MailFault.ANSWER)
            return _read_answer(fault, error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError():
            fault = _find_unsupported(str(error))
        case ssl.SSLError():
            fault = MailFault.ENCRYPTION
        case socket.gaierror():
            fault = MailFault.UNKNOWN_HOST
        case smtplib.SMTPException() if not isinstance(
            error, smtplib.SMTPServerDisconnected
        ):
            fault = MailFault.ANSWER
        case _:
            fault = MailFault.NO_CONNECTION
    return DeliveryFailed(fault, str(error) or type(error).__name__)


def _find_unsupported(asked: str) -> MailFault:
    if "STARTTLS" in asked:
        return MailFault.ENCRYPTION
    # A recipient has ASCII characters alone by now.
    return MailFault.SENDER if "SMTPUTF8" in asked else MailFault.SIGN_IN


def _read_answer(fault: MailFault, code: int, answer: bytes | str) -> DeliveryFailed:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return DeliveryFailed(fault, f"{code} {text}", is_final=code in PERMANENT)
