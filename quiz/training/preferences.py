"""What a person says of hours, money, time and ways of learning. Everything may be left open."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal, get_args

from quiz.catalogue.training_routes import LearningStyle

Degree = Literal["no", "nice", "must"]
Background = Literal["", "school", "degree", "other"]
Support = Literal["alone", "reviewed", "dates"]
SUPPORT: tuple[Support, ...] = get_args(Support)


@dataclass(frozen=True, kw_only=True)
class TrainingPreferences:
    """What limits and shapes a route for one person; None and empty: not said."""

    #: hours a week
    hours: float | None = None
    #: EUR in all
    budget: float | None = None
    ready_by: date | None = None
    degree: Degree | None = None
    #: Name of a country as the routes' figures use it.
    country: str = ""
    #: `school`: a school-leaving certificate; `degree`: a degree as well; `other`: neither.
    background: Background = ""
    is_adult: bool | None = None
    #: How much of each way of learning is wanted, 0 to 1.
    style: Mapping[LearningStyle, float] = field(default_factory=dict)
    #: `alone`: finished a self-paced course before; `reviewed`: has somebody to review code;
    #: `dates`: gets on without fixed dates. True is a person who needs less support.
    support: Mapping[Support, bool] = field(default_factory=dict)

    @property
    def need_of_support(self) -> float:
        """The share of the answered questions on staying power that call for support; half when none is."""
        if not self.support:
            return 0.5
        return sum(not one for one in self.support.values()) / len(self.support)

    def as_dict(self) -> dict[str, Any]:
        """Return what was said, ready to be kept as JSON."""
        said = {
            name: value
            for name, value in asdict(self).items()
            if value not in (None, "", {})
        }
        return said | ({"ready_by": self.ready_by.isoformat()} if self.ready_by else {})

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> "TrainingPreferences":
        """Return what was kept; what this version does not know is passed over."""
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in said.items() if name in known}
        if values.get("ready_by"):
            values["ready_by"] = date.fromisoformat(values["ready_by"])
        return cls(**values)
