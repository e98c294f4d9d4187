"""Questions as they stood and what answers said of them, so that past sittings never change."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, PrimaryKey, PublicKey, ShortText, StoredObject


class QuestionVersion(Base):
    """One question with one content. Written once, never changed."""

    __tablename__ = "question_version"

    id: Mapped[PrimaryKey]
    #: The question's key in the bank.
    key: Mapped[ShortText] = mapped_column(index=True)
    #: SHA-256 of the content.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: Read only where the process does not know the digest yet: see `versions.question_of`.
    content: Mapped[StoredObject] = mapped_column(deferred=True)
    created_at: Mapped[datetime]


class StoredCalibration(Base):
    """What the answers of many sittings say of the questions. Its content is written once, never changed."""

    __tablename__ = "calibration"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    made_at: Mapped[datetime]
    #: How many sittings, and answers, it rests on.
    sittings: Mapped[int]
    answers: Mapped[int]
    #: As `Calibrated.content` writes it.
    content: Mapped[StoredObject] = mapped_column(deferred=True)
    #: Since when sittings begin with it, and since when they no longer do.
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    @property
    def is_published(self) -> bool:
        """Whether it may be what sittings begin with; of several, the latest is."""
        return self.published_at is not None and self.withdrawn_at is None
