"""What a person wishes, the plan they follow, and what they have ticked off."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import (
    Base,
    JsonObject,
    LevelsByArea,
    PrimaryKey,
    PublicKey,
    ShortText,
    StoredObject,
)
from quiz.core.json_column import JsonColumn


class StoredPreferences(Base):
    """What was said of hours, money and ways of learning, with the sitting it was said about."""

    __tablename__ = "training_wishes"

    id: Mapped[PrimaryKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), unique=True
    )
    #: As `TrainingPreferences.to_stored` writes it.
    said: Mapped[StoredObject]
    changed_at: Mapped[datetime]


class TrainingPlan(Base):
    """The plan a person follows: one at a time."""

    __tablename__ = "training_plan"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    #: The sitting it was last made from.
    sitting_id: Mapped[int | None] = mapped_column(
        ForeignKey("sitting.id", ondelete="SET NULL")
    )
    goal_name: Mapped[ShortText]
    #: Required level by area.
    required: Mapped[LevelsByArea]
    route_key: Mapped[ShortText]
    #: Hours a week.
    hours: Mapped[float]
    begins: Mapped[date]
    #: What is planned, in order. Fixed until the plan is renewed.
    order: Mapped[list[JsonObject]] = mapped_column(JsonColumn(list[JsonObject]))
    changed_at: Mapped[datetime]
    #: One up with every change; tells calendars which is newer.
    version: Mapped[int]


class LearnedObjective(Base):
    """An objective that a person has ticked off. It stays when the plan changes."""

    __tablename__ = "learned_objective"
    __table_args__ = (UniqueConstraint("person_id", "objective"),)

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    objective: Mapped[ShortText]
    learned_at: Mapped[datetime]
