"""Whether a person has changed since an earlier assessment, or only the measurement has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quiz.bank.repository import Catalogue
from quiz.measurement.reporting.change import ChangeDirection, reliable_change
from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.results.evaluation import Evaluation
from quiz.web.current_settings import local_day


@dataclass(frozen=True)
class AreaChange:
    """How one area compares between two assessments."""

    area_key: str
    area_name: str
    before: float
    after: float
    direction: ChangeDirection

    @property
    def is_shown(self) -> bool:
        """Whether the change is larger than the margin of error."""
        return self.direction is not ChangeDirection.NO_CHANGE_SHOWN


@dataclass(frozen=True)
class ChangeSinceLast:
    """What has changed since an earlier assessment."""

    finished_on: date
    #: The areas whose change is larger than the margin of error.
    changes: tuple[AreaChange, ...]
    #: How many areas were compared.
    areas: int


def compare_areas(
    before: Mapping[str, AreaEstimate],
    after: Mapping[str, AreaEstimate],
    catalogue: Catalogue,
    *,
    alone: tuple[Mapping[str, AreaEstimate], Mapping[str, AreaEstimate]],
) -> list[AreaChange]:
    """Return the areas that both have, as the bank orders them, with the levels that their results show.

    A change is shown where it is larger than the errors of both (Jacobson & Truax 1991). That is judged from `alone`,
    estimates that rest on different answers: those of each assessment by itself.
    """
    before_alone, after_alone = alone
    return [
        AreaChange(
            area.id,
            area.name,
            before[area.id].level,
            after[area.id].level,
            reliable_change(before_alone[area.id], after_alone[area.id]).direction,
        )
        for area in catalogue.areas.values()
        if area.id in before and area.id in after
    ]


def compare_with_previous(
    evaluation: Evaluation, previous: Evaluation | None, catalogue: Catalogue
) -> ChangeSinceLast | None:
    """Return the change since the previous assessment of all areas; None without one."""
    if previous is None or previous.sitting.finished_at is None:
        return None
    compared = compare_areas(
        previous.estimates,
        evaluation.estimates,
        catalogue,
        alone=(previous.alone.estimates, evaluation.alone.estimates),
    )
    return ChangeSinceLast(
        local_day(previous.sitting.finished_at),
        tuple(change for change in compared if change.is_shown),
        len(compared),
    )
