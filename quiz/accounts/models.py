"""People, the secrets by which a browser is known again, and the time that is believed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.core.db import Base, PrimaryKey, PublicKey, SecretHash, ShortText


class Person(Base):
    """Someone who takes the quiz, with or without an account."""

    __tablename__ = "person"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    created_at: Mapped[datetime]
    #: Day of the last visit, which never goes back; anonymous data is deleted 90 days after it.
    seen_on: Mapped[date]
    #: Made by `trigpoint demo`; shown with a mark and taken away by it.
    is_example: Mapped[bool] = mapped_column(server_default=false(), default=False)
    #: A keyed hash of the network and the month in which they came; None: not known. Many people of one network
    #: count less in a calibration.
    origin_hash: Mapped[str | None] = mapped_column(String(24))

    secrets: Mapped[list["PersonSecret"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", passive_deletes=True
    )


class PersonSecret(Base):
    """A secret in the cookie of one browser. A person has one for each device."""

    __tablename__ = "person_secret"

    id: Mapped[PrimaryKey]
    #: Names the device in its owner's list; no way in.
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[SecretHash]
    #: What the browser is, roughly: `Firefox on Linux`.
    name: Mapped[ShortText]
    created_at: Mapped[datetime]
    #: Day of the last visit from this browser.
    used_on: Mapped[date]
    #: Days without a visit after which it ends.
    lifetime_days: Mapped[int]
    expires_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="secrets")


class ResumeKind(StrEnum):
    """How a person gets to another device."""

    #: A link that works until it expires or is withdrawn.
    LINK = "link"
    #: A code that is typed once.
    CODE = "code"


class ResumeToken(Base):
    """A way to another device: a link that can be kept, or a code to be typed once."""

    __tablename__ = "resume_code"

    id: Mapped[PrimaryKey]
    #: Names the link in its owner's list; no way in.
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ResumeKind]
    secret_hash: Mapped[SecretHash]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: A code works once; a link until it expires or is taken back.
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class ClockMark(Base):
    """How far time has certainly gone on. One row; a clock that jumps past it is not believed at once."""

    __tablename__ = "clock_mark"

    id: Mapped[PrimaryKey]
    #: The newest moment that is believed.
    believed_at: Mapped[datetime]
    #: When the clock was first seen to be far past it; None: it is not.
    jump_seen_at: Mapped[datetime | None]
    #: When it was last seen to be far past it.
    jump_last_at: Mapped[datetime | None]


class PersonJoin(Base):
    """A person who was joined with another. Backups from before know both, so deleting one must erase both."""

    __tablename__ = "person_join"

    #: SHA-256 of the public key of the person who was taken away.
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: The person who has had everything of theirs since.
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )


class Erasure(Base):
    """Somebody asked to be deleted. Nothing but a hash, so that restoring an older backup deletes them again."""

    __tablename__ = "erasure"

    #: SHA-256 of the person's public key.
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
