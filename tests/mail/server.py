"""An SMTP server on a thread of its own: aiosmtpd, with the answers that a test wants."""

import asyncio
import socket
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol  # noqa: N811  # it is a class
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as SmtpSession

TAKEN = "250 OK"


def find_free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class MailServer:
    """Takes emails while it is entered."""

    #: What is answered to a sender, a recipient and the email itself.
    sender_answer: str = TAKEN
    recipient_answer: str = TAKEN
    data_answer: str = TAKEN
    #: What is answered to a goodbye; None: the connection ends without an answer.
    quit_answer: str | None = "221 Bye"
    #: Name and password that it wants.
    login: tuple[str, str] | None = None
    #: Certificate and key; whether it is encrypted from the first byte.
    certificate: tuple[Path, Path] | None = None
    from_first_byte: bool = False
    #: Whether an address may have other characters than ASCII.
    takes_utf8: bool = True
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    port: int = field(default_factory=find_free_port)

    def __enter__(self) -> Self:
        """Start it."""
        context = None
        if self.certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*self.certificate)
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            enable_SMTPUTF8=self.takes_utf8,
            ssl_context=context if self.from_first_byte else None,
            tls_context=None if self.from_first_byte else context,
            authenticator=self._authenticate if self.login else None,
            auth_required=self.login is not None and not self.from_first_byte,
            auth_require_tls=context is not None and not self.from_first_byte,
        )
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self._controller.stop()

    def _authenticate(
        self,
        _server: Protocol,
        _session: SmtpSession,
        _envelope: Envelope,
        _mechanism: str,
        given: object,
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        pair = (given.login.decode(), given.password.decode())
        return AuthResult(success=pair == self.login, handled=False)

    async def handle_MAIL(  # noqa: N802  # aiosmtpd calls it so
        self,
        _server: Protocol,
        _session: SmtpSession,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Answer a sender."""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.sender_answer

    async def handle_RCPT(  # noqa: N802  # (the same)
        self,
        _server: Protocol,
        _session: SmtpSession,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Answer a recipient."""
        if self.recipient_answer == TAKEN:
            envelope.rcpt_tos.append(address)
            self.recipients.append(address)
        return self.recipient_answer

    async def handle_DATA(  # noqa: N802  # (the same)
        self, _server: Protocol, _session: SmtpSession, envelope: Envelope
    ) -> str:
        """Answer the email itself, and keep it when it is taken."""
        if self.data_answer == TAKEN:
            content = envelope.content
            assert isinstance(content, bytes)
            self.received.append(
                message_from_bytes(content, _class=EmailMessage, policy=default)
            )
        return self.data_answer

    async def handle_QUIT(  # noqa: N802  # (the same)
        self, server: Protocol, _session: SmtpSession, _envelope: Envelope
    ) -> str:
        """Answer a goodbye."""
        if self.quit_answer is None:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return self.quit_answer or ""
