"""What the furniture keeps in the database: web sessions and the counters of rate limits."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, ShortText, StoredObject


class WebSession(Base):
    """A browser's session: flash messages and, later, who is signed in. Found by its hash alone."""

    __tablename__ = "web_session"

    #: SHA-256 of the random id in the cookie.
    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[StoredObject]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LimitCounter(Base):
    """How often something was done in a window of time; shared by all processes and machines."""

    __tablename__ = "limit_counter"

    #: The limit and the hashed address it counts.
    key: Mapped[ShortText] = mapped_column(primary_key=True)
    amount: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)
