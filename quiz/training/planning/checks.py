"""What a progress check showed: which ticked objectives hold, which come back into the plan, and what changed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quiz.catalogue.skills import Objective
from quiz.results.history.change import AreaChange
from quiz.results.summary import is_correct
from quiz.sittings.models import AttemptItem
from quiz.training.planning.ticks import CONFIRMING_SCORE


@dataclass(frozen=True)
class CheckedObjective:
    """An objective that a check asked about."""

    objective: Objective
    area_name: str
    correct: int
    asked: int
    #: Whether the answers bear out that it was learned.
    holds: bool


@dataclass(frozen=True)
class CheckView:
    """What the page of a progress check shows."""

    key: str
    goal_name: str
    finished_on: date
    correct: int
    asked: int
    objectives: tuple[CheckedObjective, ...]
    #: Objectives that were to be checked, and that no question was asked about.
    unasked: tuple[Objective, ...]
    #: The day of the result that it is compared with; None when that is deleted.
    before_on: date | None
    #: How the levels of the areas that were asked about compare with that result.
    changes: tuple[AreaChange, ...]

    @property
    def held(self) -> list[CheckedObjective]:
        """The objectives that hold."""
        return [one for one in self.objectives if one.holds]

    @property
    def missed(self) -> list[CheckedObjective]:
        """The objectives that come back into the plan."""
        return [one for one in self.objectives if not one.holds]


def check_objectives(
    answered: Iterable[AttemptItem],
    objectives: Mapping[str, Objective],
    area_names: Mapping[str, str],
) -> list[CheckedObjective]:
    """Return the objectives of these answers in the order of asking; one holds from half of its points on."""
    by_objective: dict[str, list[AttemptItem]] = {}
    for item in answered:
        by_objective.setdefault(item.question.objective, []).append(item)
    return [
        _check_objective(objectives[name], area_names, items)
        for name, items in by_objective.items()
        if name in objectives
    ]


def _check_objective(
    objective: Objective, area_names: Mapping[str, str], items: Sequence[AttemptItem]
) -> CheckedObjective:
    answers = [item.answer for item in items if item.answer is not None]
    mean = sum(answer.score for answer in answers) / max(len(answers), 1)
    return CheckedObjective(
        objective,
        area_names[objective.area],
        sum(is_correct(answer) for answer in answers),
        len(answers),
        holds=mean >= CONFIRMING_SCORE,
    )
