"""Questions as they stood: each revision that was ever loaded, so that past sittings never change."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from quiz.db import Base, PrimaryKey, Word


class QuestionVersion(Base):
    """One question with one content. Written once, never changed."""

    __tablename__ = "question_version"

    id: Mapped[PrimaryKey]
    #: The question's key in the bank.
    key: Mapped[Word] = mapped_column(index=True)
    #: SHA-256 of the content.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: Read only where the process does not know the digest yet: see `versions.question_of`.
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    created_at: Mapped[datetime]
