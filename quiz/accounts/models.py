"""People and the secrets by which a browser is known again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, false, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.core.db import Base, PrimaryKey, PublicKey, SecretHash, ShortText


class Person(Base):
    """Someone who takes the quiz, with or without an account."""

    __tablename__ = "person"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    created_at: Mapped[datetime]
    #: Day of the last visit; anonymous data goes 90 days after it.
    seen_on: Mapped[date]
    #: Made by `trigpoint demo`; shown with a mark and taken away by it.
    is_example: Mapped[bool] = mapped_column(server_default=false(), default=False)

    secrets: Mapped[list["PersonSecret"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", passive_deletes=True
    )


class PersonSecret(Base):
    """A long-lived secret in the cookie of one browser. A person has one for each device."""

    __tablename__ = "person_secret"

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[SecretHash]
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="secrets")


class ResumeToken(Base):
    """A way to another device: a link that can be kept, or a code to be typed once."""

    __tablename__ = "resume_code"

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    #: `link` or `code`.
    kind: Mapped[ShortText]
    secret_hash: Mapped[SecretHash]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: A code works once; a link until it expires or is taken back.
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Erasure(Base):
    """Somebody asked to be deleted. Nothing but a hash, so that restoring an older backup deletes them again."""

    __tablename__ = "erasure"

    #: SHA-256 of the person's public key.
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(server_default=func.current_timestamp())
