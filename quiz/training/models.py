"""What a person prefers, the plan they follow, and what they have ticked."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, LevelsByArea, PrimaryKey, PublicKey, ShortText
from quiz.core.json_column import JsonColumn
from quiz.training.planning.plan_items import PlanItem
from quiz.training.preferences import StorablePreferences, TrainingPreferences


class StoredPreferences(Base):
    """What was said about hours, money and ways of learning, with the assessment it was said about."""

    __tablename__ = "training_wishes"

    id: Mapped[PrimaryKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), unique=True
    )
    said: Mapped[TrainingPreferences] = mapped_column(JsonColumn(StorablePreferences))
    changed_at: Mapped[datetime]


class TrainingPlan(Base):
    """The plan a person follows: one at a time."""

    __tablename__ = "training_plan"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    #: The assessment it was last made from.
    sitting_id: Mapped[int | None] = mapped_column(
        ForeignKey("sitting.id", ondelete="SET NULL"), index=True
    )
    goal_name: Mapped[ShortText]
    #: Required level by area.
    required: Mapped[LevelsByArea]
    route_key: Mapped[ShortText]
    #: Hours a week.
    hours: Mapped[float]
    begins: Mapped[date]
    #: Objectives, projects and the language of the plan. Fixed until the plan is updated.
    order: Mapped[list[PlanItem]] = mapped_column(JsonColumn(list[PlanItem]))
    changed_at: Mapped[datetime]
    #: One up with every change; tells calendars which is newer.
    version: Mapped[int]


class LearnedObjective(Base):
    """An objective that a person has ticked. It stays when the plan changes."""

    __tablename__ = "learned_objective"
    __table_args__ = (UniqueConstraint("person_id", "objective"),)

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    objective: Mapped[ShortText]
    learned_at: Mapped[datetime]
