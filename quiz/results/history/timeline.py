"""Levels over time: the results of assessments of all areas, and what has changed between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quiz.bank.repository import Catalogue
from quiz.results.evaluation import Evaluation
from quiz.results.history.change import AreaChange, compare_areas
from quiz.results.summary import count_answers
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingMode
from quiz.sittings.models import Sitting
from quiz.web.current_settings import local_day

#: Older assessments than the latest of these are left out.
MOST_SITTINGS = 12


@dataclass(frozen=True)
class LevelOnDay:
    """The level of one area with its 80% band, as one assessment says it."""

    day: date
    level: float
    low: float
    high: float


@dataclass(frozen=True)
class AreaHistory:
    """One area over time."""

    change: AreaChange
    #: One for each assessment, or None where it did not measure the area.
    levels: tuple[LevelOnDay | None, ...]


@dataclass(frozen=True)
class FinishedCheck:
    """A finished progress check."""

    key: str
    finished_at: datetime
    goal_name: str
    correct: int
    answered: int


@dataclass(frozen=True)
class History:
    """All areas over time."""

    #: Assessments of all areas, the earliest first.
    sittings: tuple[Sitting, ...]
    #: The two that are compared.
    before: Sitting
    after: Sitting
    areas: tuple[AreaHistory, ...]

    @property
    def changed(self) -> int:
        """How many areas have changed by more than the margin of error."""
        return sum(area.change.is_shown for area in self.areas)


def build_history(
    sittings: Sequence[Sitting],
    context: AssessmentContext,
    *,
    before: str = "",
    after: str = "",
) -> History | None:
    """Return levels over time; None with fewer than two finished assessments of all areas.

    What was added to an assessment since belongs to it.

    `before` and `after` are the keys of the two to compare; without them, or when they make no sense, the first is
    compared with the last. Levels are those of the results; whether one has changed is judged from each assessment alone.
    """
    whole = _select_whole(sittings)
    if len(whole) < 2:
        return None
    first, last = _choose_pair(whole, before, after)
    evaluations = {
        sitting.key: Evaluation(_select_latest_addition(sitting, sittings), context)
        for sitting in whole
    }
    return History(
        sittings=tuple(whole),
        before=first,
        after=last,
        areas=_build_area_histories(
            list(evaluations.values()),
            (evaluations[first.key], evaluations[last.key]),
            context.catalogue,
        ),
    )


def list_checks(sittings: Sequence[Sitting]) -> list[FinishedCheck]:
    """Return the finished progress checks, in the order given."""
    return [
        FinishedCheck(
            sitting.key,
            sitting.finished_at,
            sitting.goal_name,
            answers.correct,
            answers.total,
        )
        for sitting in sittings
        if sitting.mode is SittingMode.CHECK and sitting.finished_at is not None
        for answers in [count_answers(sitting.positions)]
    ]


def _select_whole(sittings: Sequence[Sitting]) -> list[Sitting]:
    """Return the latest finished assessments of all areas, the earliest first."""
    whole = [
        sitting
        for sitting in sittings
        if sitting.is_full and sitting.finished_at is not None
    ]
    return sorted(whole, key=_finished_at)[-MOST_SITTINGS:]


def _select_latest_addition(sitting: Sitting, sittings: Sequence[Sitting]) -> Sitting:
    """Return the assessment that holds everything added to this one: itself when nothing was."""
    added = [
        one
        for one in sittings
        if one.mode is SittingMode.AREA
        and one.follows_id == sitting.id
        and one.finished_at is not None
    ]
    if not added:
        return sitting
    return _select_latest_addition(max(added, key=_finished_at), sittings)


def _choose_pair(
    whole: Sequence[Sitting], before: str, after: str
) -> tuple[Sitting, Sitting]:
    keys = [sitting.key for sitting in whole]
    first = keys.index(before) if before in keys else 0
    last = keys.index(after) if after in keys else len(keys) - 1
    if first >= last:
        first, last = 0, len(keys) - 1
    return whole[first], whole[last]


def _build_area_histories(
    evaluations: Sequence[Evaluation],
    compared: tuple[Evaluation, Evaluation],
    catalogue: Catalogue,
) -> tuple[AreaHistory, ...]:
    before, after = compared
    return tuple(
        AreaHistory(
            change,
            tuple(_read_level(one, change.area_key) for one in evaluations),
        )
        for change in compare_areas(
            before.estimates,
            after.estimates,
            catalogue,
            alone=(before.alone.estimates, after.alone.estimates),
        )
    )


def _read_level(evaluation: Evaluation, area: str) -> LevelOnDay | None:
    estimate = evaluation.estimates.get(area)
    if estimate is None:
        return None
    return LevelOnDay(
        local_day(_finished_at(evaluation.sitting)),
        estimate.level,
        estimate.low,
        estimate.high,
    )


def _finished_at(sitting: Sitting) -> datetime:
    return sitting.finished_at or sitting.started_at
