"""What the result page says of a finished sitting, put together from its rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import cast

from quiz.bank.repository import Catalogue
from quiz.catalogue.goals import Goal
from quiz.catalogue.resources import Resource
from quiz.catalogue.skills import Objective
from quiz.charts.strips import ProfileRow, Statement, StripData, build_profile_rows
from quiz.results.gaps.objectives import (
    ObjectiveCounts,
    select_objectives,
    sort_by_prerequisites,
)
from quiz.results.sentences import (
    UndecidedArea,
    describe_answers,
    describe_undecided_areas,
    is_right,
)
from quiz.results.summary import (
    count_row_statements,
    rewrite_for_others,
    select_gap_rows,
    select_undecided_rows,
    sort_by_gap,
    write_verdict,
)
from quiz.sittings.assessment.progress import FIRST_SKETCH_UNDER
from quiz.sittings.models import AreaResult, AttemptItem, Sitting
from quiz.sittings.transitions import answered_attempt_items

#: As many as one page of the report holds.
LEARN_FIRST = 10


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective worth learning, and about how long it takes."""

    area_name: str
    text: str
    hours: float


@dataclass(frozen=True)
class Gap:
    """An area below the goal."""

    area_key: str
    area_name: str
    level: float
    required: float
    sentence: str
    objectives: tuple[ObjectiveLine, ...]
    #: A free page to begin with, where the first of the objectives has one.
    start: Resource | None = None


@dataclass(frozen=True)
class ResultView:
    """Everything the result page and the printed report say."""

    key: str
    goal_key: str
    goal_name: str
    finished_on: date
    answered: int
    right: int
    not_yet: int
    dont_know: int
    skipped: int
    verdict: str
    rows: tuple[ProfileRow, ...]
    gaps: tuple[Gap, ...]
    #: What to learn first over all areas below the goal, in an order in which it can be learned.
    objectives: tuple[ObjectiveLine, ...]
    unsure: tuple[UndecidedArea, ...]
    #: What is not settled, and what would settle it.
    unsure_sentence: str
    #: What was right, not yet right and not known.
    answers_sentence: str
    areas: int
    settled: int
    bank_version: str
    is_example: bool
    #: What was changed after the sitting, dated: a faulty question left out.
    notes: tuple[str, ...] = ()

    @property
    def shared_verdict(self) -> str:
        """The verdict as others read it."""
        return rewrite_for_others(self.verdict)

    @property
    def is_sketch(self) -> bool:
        """Say whether there are so few answers that the bands are wide."""
        return self.answered < FIRST_SKETCH_UNDER


def build_result_view(
    sitting: Sitting,
    catalogue: Catalogue,
    *,
    to_settle: dict[str, int | None],
    is_example: bool,
    rows: Sequence[StripData] | None = None,
    goal: Goal | None = None,
    notes: Sequence[str] = (),
) -> ResultView:
    """Return what is said of a finished sitting.

    `to_settle` holds, for areas too close to tell, about how many more questions would settle them.
    `rows` and `goal` read it against another goal than its own.
    """
    rows = list(
        rows or [build_strip_data(result, catalogue) for result in sitting.results]
    )
    answered = answered_attempt_items(sitting.positions)
    answers = [position.answer for position in answered if position.answer is not None]
    counts, seen = count_row_statements(rows), _count_objective_answers(answered)
    unsure = tuple(
        UndecidedArea(row.key, row.area_name, to_settle.get(row.key))
        for row in select_undecided_rows(rows)
    )
    return ResultView(
        key=sitting.key,
        goal_key=goal.key if goal else sitting.goal_key,
        goal_name=goal.name if goal else sitting.goal_name,
        finished_on=(sitting.finished_at or sitting.started_at).date(),
        answered=len(answers),
        right=sum(is_right(answer) for answer in answers),
        not_yet=sum(
            not is_right(answer) and not answer.dont_know for answer in answers
        ),
        dont_know=sum(answer.dont_know for answer in answers),
        skipped=sum(
            position.skips > 0 and position.answer is None
            for position in sitting.positions
        ),
        verdict=write_verdict(counts),
        rows=tuple(build_profile_rows(sort_by_gap(rows))),
        gaps=tuple(_build_gap(row, seen, catalogue) for row in select_gap_rows(rows)),
        objectives=_build_learning_list(rows, seen, catalogue),
        unsure=unsure,
        unsure_sentence=describe_undecided_areas(unsure),
        answers_sentence=describe_answers(answered, catalogue),
        areas=counts.areas,
        settled=counts.settled,
        bank_version=sitting.bank_name,
        is_example=is_example,
        notes=tuple(notes),
    )


def build_strip_data(result: AreaResult, catalogue: Catalogue) -> StripData:
    """Return a stored result as the drawing wants it; an area that is gone keeps its key as name."""
    area = catalogue.areas.get(result.area)
    return StripData(
        key=result.area,
        area_name=area.name if area else result.area,
        level=result.level,
        low=result.low,
        high=result.high,
        required=result.required,
        statement=cast("Statement", result.statement),
        quantiles=tuple(result.quantiles),
        p_reached=result.p_reached,
    )


def _select_area_objectives(
    row: StripData,
    seen: Mapping[str, ObjectiveCounts],
    catalogue: Catalogue,
    most: int = 2,
) -> list[Objective]:
    here = [one for one in catalogue.objectives.values() if one.area == row.key]
    return select_objectives(here, row.required, seen, most)


def _build_objective_line(objective: Objective, catalogue: Catalogue) -> ObjectiveLine:
    return ObjectiveLine(
        catalogue.areas[objective.area].name, objective.name, objective.hours
    )


def _build_gap(
    row: StripData, seen: Mapping[str, ObjectiveCounts], catalogue: Catalogue
) -> Gap:
    chosen = _select_area_objectives(row, seen, catalogue)
    free = [page for one in chosen for page in catalogue.resources_for(one.id)]
    return Gap(
        area_key=row.key,
        area_name=row.area_name,
        level=row.level,
        required=row.required,
        sentence=_gap_sentence(row),
        objectives=tuple(_build_objective_line(one, catalogue) for one in chosen),
        start=free[0] if free else None,
    )


def _build_learning_list(
    rows: list[StripData], seen: Mapping[str, ObjectiveCounts], catalogue: Catalogue
) -> tuple[ObjectiveLine, ...]:
    """Return objectives of every area below the goal, the largest gap first, two rounds over the areas."""
    by_area = [
        _select_area_objectives(row, seen, catalogue)
        for row in select_gap_rows(rows, len(rows))
    ]
    rounds = [one for pair in zip_longest(*by_area) for one in pair if one is not None]
    return tuple(
        _build_objective_line(one, catalogue)
        for one in sort_by_prerequisites(rounds[:LEARN_FIRST])
    )


def _gap_sentence(row: StripData) -> str:
    missing = max(row.required - row.level, 0.0)
    if row.statement == "not yet":
        return f"You are about {missing:.1f} of a level below what the goal needs."
    return f"You are probably below what the goal needs, by about {missing:.1f} of a level."


def _count_objective_answers(answered: list[AttemptItem]) -> dict[str, ObjectiveCounts]:
    missed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for position in answered:
        if position.answer is None:
            continue
        counter = right if is_right(position.answer) else missed
        counter[position.question.objective] += 1
    return {
        one: ObjectiveCounts(missed[one], right[one])
        for one in missed.keys() | right.keys()
    }
