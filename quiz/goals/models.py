"""Custom goals that people make."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import (
    Base,
    LevelsByArea,
    LongText,
    PrimaryKey,
    PublicKey,
    ShortText,
    TextByKey,
)


class OwnGoal(Base):
    """A goal that a person copied and changed."""

    __tablename__ = "own_goal"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[ShortText]
    sentence: Mapped[LongText]
    #: Required level by area; 0 where an area is not needed.
    levels: Mapped[LevelsByArea]
    #: Rows of the skills matrix -> `required` or `useful`.
    skills: Mapped[TextByKey]
    changed_at: Mapped[datetime]
