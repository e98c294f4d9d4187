"""What a person wishes, the plan they follow, and what they have ticked off."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, LevelsByArea, PrimaryKey, PublicKey, ShortText
from quiz.core.json_column import JsonColumn
from quiz.training.preferences import TrainingPreferences


@dataclass(frozen=True)
class PlannedObjective:
    """One entry of a plan: an objective with what it takes and how much it matters."""

    objective: str
    hours: float
    weight: float
    #: Probability that it was mastered when the plan was made.
    mastery: float


class StoredPreferences(Base):
    """What was said of hours, money and ways of learning, with the sitting it was said about."""

    __tablename__ = "training_wishes"

    id: Mapped[PrimaryKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), unique=True
    )
    said: Mapped[TrainingPreferences] = mapped_column(
        JsonColumn(
            Annotated[
                TrainingPreferences,
                PlainValidator(TrainingPreferences.from_dict),
                PlainSerializer(TrainingPreferences.as_dict),
            ]
        )
    )
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
    order: Mapped[list[PlannedObjective]] = mapped_column(
        JsonColumn(list[PlannedObjective])
    )
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
