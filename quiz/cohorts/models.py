"""Cohorts of an organisation, who is in them, their checks, and the ways to join."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.accounts.models import Person
from quiz.accounts.sessions.models import EMAIL_LENGTH
from quiz.core.db import (
    Base,
    LevelsByArea,
    PrimaryKey,
    PublicKey,
    SecretHash,
    ShortText,
    TextList,
)
from quiz.core.json_column import JsonColumn
from quiz.organisations.models import Organisation
from quiz.sittings.enums import SittingLength


class DaysOff(BaseModel):
    """Days on which nothing is taught, the first and the last of them included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: date
    last: date


class CheckPurpose(StrEnum):
    """What a check is for. Entry and exit are compared with each other."""

    ENTRY = "entry"
    MIDDLE = "middle"
    EXIT = "exit"
    OTHER = "other"


class JoinLinkKind(StrEnum):
    """How a way to join gets to a learner."""

    #: Typed from the board, by anybody in the room.
    CODE = "code"
    #: Opened by anybody who was given it.
    LINK = "link"
    #: Printed on a slip of paper for one entry of the roster.
    SLIP = "slip"
    #: Sent by email to one entry of the roster.
    EMAIL = "email"


class Cohort(Base):
    """A group of learners who work towards one goal together."""

    __tablename__ = "cohort"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[ShortText]
    goal_key: Mapped[ShortText]
    goal_name: Mapped[ShortText]
    #: Required level (0 to 3) by area, as it was when the goal was chosen.
    required: Mapped[LevelsByArea]
    #: Main language, one of the bank's packs; None: questions for everyone only.
    language: Mapped[ShortText | None]
    #: First and last day of teaching in the organisation's time zone; None: not given.
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    #: Hours of teaching a week; None: not given.
    hours_per_week: Mapped[float | None]
    days_off: Mapped[list[DaysOff]] = mapped_column(JsonColumn(list[DaysOff]))
    #: Whether learners see where the cohort as a whole is, from five people on.
    shows_band_to_learners: Mapped[bool] = mapped_column(
        server_default=false(), default=False
    )
    #: From when on somebody counts as needing help, by name of the threshold; None: the defaults.
    thresholds: Mapped[dict[str, float] | None] = mapped_column(
        JsonColumn(dict[str, float])
    )
    archived_at: Mapped[datetime | None]
    #: Made by `trigpoint demo`, and taken away by it.
    is_example: Mapped[bool] = mapped_column(server_default=false(), default=False)
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()


class CohortCheck(Base):
    """An assessment that the members of a cohort take, between two moments."""

    __tablename__ = "cohort_check"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohort.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[CheckPurpose]
    name: Mapped[ShortText]
    length: Mapped[SittingLength]
    #: Keys of the areas that it asks about; None: all areas of the goal.
    areas: Mapped[TextList | None]
    opens_at: Mapped[datetime]
    #: Answers count until then; an entry of the roster can have days on top of it.
    closes_at: Mapped[datetime]
    #: Whether somebody watches while it is taken.
    is_supervised: Mapped[bool]
    created_at: Mapped[datetime]

    cohort: Mapped[Cohort] = relationship()


class CohortMember(Base):
    """One entry of a cohort's roster: a learner who is expected, takes part or has left.

    Nothing about an entry shows which person it is until somebody joins as it.
    """

    __tablename__ = "cohort_member"
    __table_args__ = (
        UniqueConstraint("cohort_id", "person_id"),
        UniqueConstraint("cohort_id", "external_id"),
        UniqueConstraint("cohort_id", "email"),
        Index(None, "person_id"),
    )

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    #: Who joined as it; None: nobody yet. Deleting the person deletes the entry.
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE")
    )
    #: By which the school knows them, such as a student number.
    external_id: Mapped[ShortText | None]
    #: In small letters.
    email: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH))
    name: Mapped[ShortText]
    group_name: Mapped[ShortText | None]
    #: An instructor who tries a check; counted nowhere.
    is_test: Mapped[bool] = mapped_column(server_default=false(), default=False)
    #: By how many days every check closes later for them.
    extra_days: Mapped[int] = mapped_column(server_default="0", default=0)
    invited_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    #: Version of what they agreed to when they joined.
    consent_version: Mapped[ShortText | None]
    #: Whether instructors may read their single answers.
    shares_answers: Mapped[bool] = mapped_column(server_default=false(), default=False)
    #: Since when instructors see nothing of them, and they see nothing of the cohort.
    left_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def is_active(self) -> bool:
        """Whether somebody has joined as it and has not left."""
        return self.joined_at is not None and self.left_at is None


class JoinLink(Base):
    """A way to join a cohort, as anybody on its roster or as one entry of it."""

    __tablename__ = "join_link"

    id: Mapped[PrimaryKey]
    #: Names the way in the instructors' list; it gives no access.
    key: Mapped[PublicKey]
    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohort.id", ondelete="CASCADE"), index=True
    )
    #: The entry of the roster that it is for; None: everybody.
    member_id: Mapped[int | None] = mapped_column(
        ForeignKey("cohort_member.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[JoinLinkKind]
    secret_hash: Mapped[SecretHash]
    #: Who made it; None: the account is gone.
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: When the one person it was for joined with it.
    used_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    member: Mapped[CohortMember | None] = relationship()
