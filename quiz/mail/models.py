"""An email from the moment it is written until it is a week old."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, LongText, PrimaryKey, PublicKey, ShortText


class MailState(StrEnum):
    """Where an email is. Only one that waits is still tried."""

    WAITING = "waiting"
    SENT = "sent"
    #: The server refuses the recipient or the email itself; trying again changes nothing.
    REFUSED = "refused"
    #: It was not sent before what it says had lost its worth.
    EXPIRED = "expired"


class MailFault(StrEnum):
    """Why an attempt to send failed."""

    UNKNOWN_HOST = "unknown-host"
    NO_CONNECTION = "no-connection"
    ENCRYPTION = "encryption"
    SIGN_IN = "sign-in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"
    ANSWER = "answer"
    FOLDER = "folder"


class OutgoingMail(Base):
    """An email to one person. Its text is sealed while it waits, and gone once it was sent."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_state_next_try_at", "state", "next_try_at"),
    )

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    #: Name of its template.
    kind: Mapped[ShortText]
    recipient: Mapped[LongText]
    subject: Mapped[LongText]
    #: The text, sealed; None once nobody will send it any more.
    sealed_text: Mapped[LongText | None]
    state: Mapped[MailState]
    attempts: Mapped[int]
    #: When it is tried next; None once it is not.
    next_try_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    #: What went wrong at the last attempt, and what the server said.
    fault: Mapped[MailFault | None]
    answer: Mapped[LongText | None]
    created_at: Mapped[datetime]
    #: When what it says loses its worth, such as a link that ends.
    expires_at: Mapped[datetime]
