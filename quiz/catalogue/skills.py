"""Areas, objectives, rows of the skills matrix, goals and misconceptions: their shape, not their files."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

#: Junior, confirmed, senior.
Level = Literal["J", "C", "S"]


Bloom = Literal["U", "Ap", "An", "E", "C"]


class _SkillData(BaseModel):
    """Data read from a file: nothing is converted, nothing unknown is let in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Area(_SkillData):
    """One of the areas in which ability is measured."""

    id: str
    name: str
    sentence: str


class Objective(_SkillData):
    """What a person can do: measured by questions, reached in hours."""

    id: str
    area: str
    level: Level
    bloom: Bloom
    #: Guided learning, for someone who has the prerequisites.
    hours: float
    prerequisites: tuple[str, ...]
    #: Short and imperative, for people.
    name: str
    #: "can …", in full.
    text: str


class JobProfile(_SkillData):
    """One of the published job profiles that the matrix was read from."""

    what: str
    date: str
    place: str
    good_for: str


class MatrixRow(_SkillData):
    """A skill, tool, duty or fact that job profiles name."""

    id: str
    name: str
    kind: str
    area: str
    #: Levels at which it is tested; none means shown or recognised, not tested.
    levels: tuple[Level, ...]
    #: Job profiles that name it; none means added from current practice.
    profiles: tuple[str, ...]
    measure: str
    #: Other spellings that a job advert may use.
    synonyms: tuple[str, ...]
    #: On whose word it was added, when no profile names it.
    added: str = ""
    #: Where a profile is wrong or unclear, and how it is read.
    correction: str = ""
    #: False for a figure that must not be shown.
    shown: bool = True
    currency: str = ""
    low: int | None = None
    high: int | None = None
    average: int | None = None
    median: int | None = None
    per: str = ""
    place: str = ""
    year: int | None = None

    @property
    def is_tested(self) -> bool:
        """Say whether questions must carry this row as a tag."""
        return bool(self.levels)


class ReplacementFigure(_SkillData):
    """A figure that takes the place of an outdated one."""

    id: str
    name: str
    text: str
    source: str
    place: str
    year: int
    percent: int | None = None
    currency: str = ""
    median: int | None = None
    per: str = ""


class Goal(_SkillData):
    """The level that a kind of post asks for in each area, from 0 to 3."""

    key: str
    name: str
    sentence: str
    order: int
    levels: dict[str, Decimal]


class Misconception(_SkillData):
    """A wrong idea that has a name, and the paragraph that mends it."""

    id: str
    area: str
    #: Markdown.
    text: str
    path: str
    line: int
