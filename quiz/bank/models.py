"""Question versions and stored calibrations: both are immutable, so that past sittings never change."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, PrimaryKey, PublicKey, ShortText, StoredObject


class QuestionVersion(Base):
    """One version of a question. Written once and never changed."""

    __tablename__ = "question_version"

    id: Mapped[PrimaryKey]
    #: The question's key in the bank.
    key: Mapped[ShortText] = mapped_column(index=True)
    #: SHA-256 of the content.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: Read only if this process has not cached the digest: see `versions.load_question`.
    content: Mapped[StoredObject] = mapped_column(deferred=True)
    created_at: Mapped[datetime]


class StoredCalibration(Base):
    """Item parameters estimated from many sittings. The content is written once and never changed."""

    __tablename__ = "calibration"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    made_at: Mapped[datetime]
    #: The number of sittings, and of answers, that it was estimated from.
    sittings: Mapped[int]
    answers: Mapped[int]
    #: As `CalibrationSet.as_content` writes it.
    content: Mapped[StoredObject] = mapped_column(deferred=True)
    #: From when new sittings use it, and from when they no longer do.
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    @property
    def is_published(self) -> bool:
        """Whether new sittings may use it; of several published ones, the latest is used."""
        return self.published_at is not None and self.withdrawn_at is None
