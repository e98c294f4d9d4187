"""What a person aims for: levels by area, and how much experience in a job such levels mean. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

#: mean required level from which on a goal means years in a job, and from which on it means many
SOME_EXPERIENCE_LEVEL = 1.5
LONG_EXPERIENCE_LEVEL = 2.3


class Experience(StrEnum):
    """The experience in a job that a goal means besides its levels."""

    NONE = "none"
    SOME = "some"
    LONG = "long"


@dataclass(frozen=True)
class TrainingAim:
    """The levels that are planned for."""

    name: str
    #: Required level by area.
    required: Mapping[str, float]
    #: Key of a goal other than the assessment's own; empty for its own.
    other: str = ""

    @property
    def experience(self) -> Experience:
        """The experience in a job that these levels mean, by the mean of the required levels."""
        levels = [level for level in self.required.values() if level > 0]
        mean = sum(levels) / len(levels) if levels else 0.0
        if mean >= LONG_EXPERIENCE_LEVEL:
            return Experience.LONG
        return Experience.SOME if mean >= SOME_EXPERIENCE_LEVEL else Experience.NONE
