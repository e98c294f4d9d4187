"""Codes on reports, and the files that carry them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, PrimaryKey, PublicKey


class ReportCode(Base):
    """The code by which anybody who holds a report can check it, until its owner turns it off.

    It is kept as it is and not as a hash, since it is printed on every report that is made again; it leads to
    nothing but what stands on that report.
    """

    __tablename__ = "report_code"

    id: Mapped[PrimaryKey]
    code: Mapped[PublicKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    #: Whether the page says the name that is on the result.
    shows_name: Mapped[bool]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ReportFile(Base):
    """A file that was made with a code, by its digest; the file itself is not kept."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("report_code_id", "digest"),)

    id: Mapped[PrimaryKey]
    report_code_id: Mapped[int] = mapped_column(
        ForeignKey("report_code.id", ondelete="CASCADE"), index=True
    )
    #: SHA-256, in hexadecimal.
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
