"""What a person adds around their results: goals of their own, evidence, links to share."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, LongText, PrimaryKey, PublicKey, SecretHash, ShortText


class OwnGoal(Base):
    """A goal that somebody copied and changed."""

    __tablename__ = "own_goal"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[ShortText]
    sentence: Mapped[LongText]
    #: Required level by area; 0 where an area is not needed.
    levels: Mapped[dict[str, Any]]
    #: Rows of the skills matrix -> `required` or `useful`.
    skills: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class Evidence(Base):
    """Something that shows what questions cannot: a repository, a project that runs."""

    __tablename__ = "evidence"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    url: Mapped[LongText]
    note: Mapped[LongText]
    #: Keys of the areas it shows something of.
    areas: Mapped[list[Any]]
    created_at: Mapped[datetime]


class ShareLink(Base):
    """A way for others to read one result, until it expires or is taken back."""

    __tablename__ = "share_link"

    id: Mapped[PrimaryKey]
    #: Names the link in the owner's list; no way in.
    key: Mapped[PublicKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[SecretHash]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
