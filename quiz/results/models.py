"""What a person adds to their results: evidence, and links to share one."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, LongText, PrimaryKey, PublicKey, SecretHash, TextList


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
