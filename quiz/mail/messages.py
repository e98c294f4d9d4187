"""What an email says, and the message that is made of it for a mail server."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from email_validator import validate_email

from quiz.errors import NotValid

SEAL_PURPOSE = "outgoing mail"
MAX_RECIPIENT_CHARACTERS = 254
#: One address and nothing else: nothing that ends a header, begins another one or an encoded word, or adds a recipient.
RECIPIENT = re.compile(r"(?!.*=\?)[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")


@dataclass(frozen=True)
class MailText:
    """An email before it is stored."""

    #: Name of its template.
    kind: str
    recipient: str
    subject: str
    body: str

    def __post_init__(self) -> None:
        """Refuse a recipient that is not one address."""
        build_recipient(self.recipient)

    @classmethod
    def from_rendered(cls, kind: str, recipient: str, rendered: str) -> "MailText":
        """Return the email in a rendered template: the subject in its first line, the text below."""
        subject, _, body = rendered.strip().partition("\n")
        return cls(kind, recipient, " ".join(subject.split()), body.strip() + "\n")


def build_recipient(address: str) -> Address:
    """Return an address as the header of an email takes it: a domain with other letters as its ASCII name.

    Raises
    ------
    NotValid
        When it is not one address, or one that no header can hold.
    """
    if len(address) > MAX_RECIPIENT_CHARACTERS or not RECIPIENT.fullmatch(address):
        raise _not_one_address()
    local, _, domain = address.rpartition("@")
    try:
        if not domain.isascii():
            domain = validate_email(
                f"postmaster@{domain}",
                check_deliverability=False,
                globally_deliverable=False,
            ).ascii_domain
        return Address(addr_spec=f"{local}@{domain}")
    except (MessageError, ValueError) as error:
        raise _not_one_address() from error


def _not_one_address() -> NotValid:
    return NotValid("That is not an email address.")


def build_message(
    text: MailText, *, sender: str, key: str, written_at: datetime
) -> EmailMessage:
    """Return the message for a mail server; the same email has the same Message-ID at every attempt.

    Raises
    ------
    NotValid
        When no header can hold the recipient.
    """
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = build_recipient(text.recipient)
    message["Subject"] = text.subject
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = f"<{key}@{domain}>"
    message["Content-Language"] = "en"
    # Nobody's holiday notice answers these.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    # Lines of plain text arrive as they are; a long link must not be cut in two.
    message.set_content(text.body, cte="quoted-printable")
    return message
