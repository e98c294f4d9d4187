"""The entries of a stored plan: objectives, projects and the language. Plain values for a JSON column."""

from typing import TypeAlias

from pydantic import BaseModel, ConfigDict


class _StoredItem(BaseModel):
    # Plans of other versions hold more; what this version does not know is ignored.
    model_config = ConfigDict(frozen=True, extra="ignore")


class PlannedObjective(_StoredItem):
    """An objective of a plan, with what was left to learn of it when the plan was made."""

    objective: str
    hours: float
    mastery: float
    #: How much of it the goal asks for; plans ask for whole objectives, earlier ones asked for parts.
    weight: float = 1.0


class StoredProject(_StoredItem):
    """A project of a plan."""

    project: str
    hours: float


class StoredLanguage(_StoredItem):
    """The language that a plan is followed in."""

    language: str


PlanItem: TypeAlias = PlannedObjective | StoredProject | StoredLanguage
