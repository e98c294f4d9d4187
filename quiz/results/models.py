"""What a person adds to their results: evidence, and links to share one, a name on one."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import (
    Base,
    LongText,
    PrimaryKey,
    PublicKey,
    SecretHash,
    ShortText,
    TextList,
)


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
    #: Keys of the areas it covers.
    areas: Mapped[TextList]
    created_at: Mapped[datetime]


class ResultName(Base):
    """The name or nickname that a person put on a result."""

    __tablename__ = "result_name"

    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    name: Mapped[ShortText]


class ShareLink(Base):
    """A way for others to read one result, until it expires or is turned off."""

    __tablename__ = "share_link"

    id: Mapped[PrimaryKey]
    #: Names the link in the owner's list; it gives no access.
    key: Mapped[PublicKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[SecretHash]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
