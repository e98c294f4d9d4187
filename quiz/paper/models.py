"""Booklets: a fixed set of questions in a few versions, and the answer sheets that were printed for it."""

from datetime import datetime
from enum import StrEnum
from string import ascii_uppercase

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.bank.models import QuestionVersion
from quiz.core.db import Base, LevelsByArea, PrimaryKey, PublicKey, ShortText
from quiz.paper.shuffles import MOST_VERSIONS
from quiz.sittings.models import Sitting


class BookletKind(StrEnum):
    """Which questions a booklet holds."""

    #: As one person would get: chosen together, balanced, to be answered and measured.
    TEST = "test"
    #: Every question on a few areas, to read and to teach with. It has no answer sheets.
    COLLECTION = "collection"


class Booklet(Base):
    """Questions for paper, fixed when it was made."""

    __tablename__ = "paper_booklet"
    __table_args__ = (
        CheckConstraint(f"versions BETWEEN 1 AND {MOST_VERSIONS}", "versions"),
    )

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    #: Printed on every sheet, in front of the version letter and the number of the sheet.
    code: Mapped[str] = mapped_column(String(16), unique=True)
    #: Who made it.
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[BookletKind]
    goal_key: Mapped[ShortText]
    goal_name: Mapped[ShortText]
    #: Required level (0 to 3) by area, of the areas that it asks about.
    required: Mapped[LevelsByArea]
    #: Main language, one of the bank's packs; None: questions for everyone alone.
    language: Mapped[ShortText | None]
    #: Whether the sheets are for other people than who made it.
    for_others: Mapped[bool] = mapped_column(server_default=false(), default=False)
    versions: Mapped[int]
    #: Makes the order of questions and options in each version repeatable.
    seed: Mapped[int]
    bank_version: Mapped[ShortText]
    created_at: Mapped[datetime]

    questions: Mapped[list["BookletQuestion"]] = relationship(
        back_populates="booklet",
        order_by="BookletQuestion.number",
        passive_deletes=True,
    )
    sheets: Mapped[list["Sheet"]] = relationship(
        back_populates="booklet", order_by="Sheet.number", passive_deletes=True
    )

    @property
    def is_test(self) -> bool:
        """Whether it can be answered and measured."""
        return self.kind is BookletKind.TEST

    @property
    def letters(self) -> str:
        """The letters of its versions."""
        return ascii_uppercase[: self.versions]


class BookletQuestion(Base):
    """One question of a booklet, as it stood when the booklet was made."""

    __tablename__ = "paper_question"
    __table_args__ = (
        UniqueConstraint("booklet_id", "number"),
        UniqueConstraint("booklet_id", "question_version_id"),
    )

    id: Mapped[PrimaryKey]
    booklet_id: Mapped[int] = mapped_column(
        ForeignKey("paper_booklet.id", ondelete="CASCADE")
    )
    #: From 1, in the order of version A.
    number: Mapped[int]
    question_version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id"), index=True
    )

    booklet: Mapped[Booklet] = relationship(back_populates="questions")
    version: Mapped[QuestionVersion] = relationship(lazy="joined", innerjoin=True)


class Sheet(Base):
    """One answer sheet: a version of the booklet for one person."""

    __tablename__ = "paper_sheet"
    __table_args__ = (UniqueConstraint("booklet_id", "number"),)

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    booklet_id: Mapped[int] = mapped_column(
        ForeignKey("paper_booklet.id", ondelete="CASCADE")
    )
    #: From 1, in the order in which they are printed.
    number: Mapped[int]
    #: Number of its version, from 0.
    version: Mapped[int]
    #: Printed on booklet and sheet; None: there is a line to write it on.
    name: Mapped[ShortText | None]
    #: Whose answers it holds; None: not known yet.
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: What the answers became; None: not entered, or deleted since.
    sitting_id: Mapped[int | None] = mapped_column(
        ForeignKey("sitting.id", ondelete="SET NULL"), unique=True
    )
    entered_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]

    booklet: Mapped[Booklet] = relationship(
        back_populates="sheets", lazy="joined", innerjoin=True
    )
    sitting: Mapped[Sitting | None] = relationship(lazy="joined")

    @property
    def letter(self) -> str:
        """The letter of its version."""
        return ascii_uppercase[self.version]

    @property
    def code(self) -> str:
        """What is printed on it and typed to enter its answers."""
        return f"{self.booklet.code}-{self.letter}-{self.number:02}"

    @property
    def is_entered(self) -> bool:
        """Whether its answers are in a result."""
        return self.sitting_id is not None
