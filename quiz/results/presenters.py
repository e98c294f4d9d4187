"""What the pages and reports of a result show: numbers, names and drawings. The sentences are in the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quiz.bank.repository import Catalogue
from quiz.catalogue.resources import Resource
from quiz.catalogue.skills import Objective, sort_chosen_objectives
from quiz.charts.drawing import Drawing
from quiz.charts.page_strips import draw_page_strips
from quiz.charts.quantile_dots import count_at_or_above, draw_quantile_dots
from quiz.charts.strips import StripValues
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.moderation.models import RescoredArea
from quiz.results.gaps.objectives import (
    ObjectiveCounts,
    count_objective_answers,
    select_area_objectives,
    take_turns,
)
from quiz.results.outcomes import AreaOutcome
from quiz.results.summary import (
    MOST_GAPS,
    AnswerCounts,
    StatementCounts,
    count_answers,
    count_statements,
    select_gaps,
    select_undecided,
    sort_by_gap,
)
from quiz.sittings.assessment.progress import FIRST_SKETCH_UNDER
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.models import Sitting
from quiz.web.current_settings import local_day

#: As many as one page of the report holds.
MOST_OBJECTIVES = 10
#: Areas named as those in which more questions would help most.
MOST_HELPFUL_AREAS = 2


@dataclass(frozen=True)
class ProfileRow:
    """One area with its drawings."""

    outcome: AreaOutcome
    strip: Drawing
    #: None when there are no quantiles.
    dots: Drawing | None
    #: How many of the quantiles are at the required level or above.
    at_or_above: int


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective to learn, and about how long it takes."""

    area_name: str
    text: str
    hours: float


@dataclass(frozen=True)
class Gap:
    """An area below the goal, and what to learn there first."""

    outcome: AreaOutcome
    objectives: tuple[ObjectiveLine, ...]
    #: A free page to start with, where one of the objectives has one.
    start: Resource | None = None


@dataclass(frozen=True)
class UndecidedArea:
    """An area that is too close to call, and about how many more questions would decide it."""

    area_key: str
    area_name: str
    #: None when more questions than people answer would be needed, or when it was not estimated.
    questions: int | None


@dataclass(frozen=True)
class RescoringNote:
    """What leaving out a faulty question did to a result."""

    day: date
    #: How many levels moved by a tenth or more, and by how much at most.
    moved: int
    most: float


@dataclass(frozen=True)
class ResultNotes:
    """What limits or has changed a result."""

    person_fit: tuple[PersonFitFlag, ...] = ()
    rescorings: tuple[RescoringNote, ...] = ()


@dataclass(frozen=True)
class ResultView:
    """Everything that the page and the report of a result show."""

    key: str
    goal_key: str
    goal_name: str
    finished_on: date
    bank_version: str
    answers: AnswerCounts
    #: The area with most of the "I don't know" answers; empty when there is none.
    dont_know_area_name: str
    counts: StatementCounts
    rows: tuple[ProfileRow, ...]
    gaps: tuple[Gap, ...]
    #: What to learn first over all areas below the goal, in an order in which it can be learned.
    objectives: tuple[ObjectiveLine, ...]
    undecided: tuple[UndecidedArea, ...]
    #: Whether it was estimated how many more questions would decide the undecided areas.
    has_forecast: bool
    notes: ResultNotes
    is_example: bool

    @property
    def is_early_estimate(self) -> bool:
        """Whether there are so few answers that the likely ranges are wide."""
        return self.answers.total < FIRST_SKETCH_UNDER

    @property
    def decidable(self) -> list[UndecidedArea]:
        """The undecided areas that more questions would decide, the fewest questions first."""
        countable = [area for area in self.undecided if area.questions]
        return sorted(countable, key=lambda area: area.questions or 0)

    @property
    def helpful_area_names(self) -> list[str]:
        """The areas in which more questions would help most."""
        return [area.area_name for area in self.decidable[:MOST_HELPFUL_AREAS]]


@dataclass(frozen=True)
class ResultGoal:
    """The goal that a result is read against."""

    key: str
    name: str


def build_result_view(
    sitting: Sitting,
    goal: ResultGoal,
    outcomes: Sequence[AreaOutcome],
    catalogue: Catalogue,
    *,
    questions_to_decide: Mapping[str, int | None] | None,
    notes: ResultNotes,
    is_example: bool = False,
) -> ResultView:
    """Return a finished assessment read against a goal.

    `questions_to_decide` is by area, with None where more questions than people answer would be needed; None
    altogether when it was not estimated.
    """
    forecast = questions_to_decide or {}
    answers, gaps = count_answers(sitting.positions), select_gaps(outcomes)
    by_objective = count_objective_answers(answered_attempt_items(sitting.positions))
    return ResultView(
        key=sitting.key,
        goal_key=goal.key,
        goal_name=goal.name,
        finished_on=local_day(sitting.finished_at or sitting.started_at),
        bank_version=sitting.bank_name,
        answers=answers,
        dont_know_area_name=catalogue.area_name(answers.dont_know_area),
        counts=count_statements([outcome.statement for outcome in outcomes]),
        rows=tuple(build_profile_rows(sort_by_gap(outcomes))),
        gaps=tuple(
            _build_gap(outcome, by_objective, catalogue) for outcome in gaps[:MOST_GAPS]
        ),
        objectives=_build_objectives(gaps, by_objective, catalogue),
        undecided=tuple(
            UndecidedArea(
                outcome.area_key,
                outcome.area_name,
                forecast.get(outcome.area_key),
            )
            for outcome in select_undecided(outcomes)
        ),
        has_forecast=questions_to_decide is not None,
        notes=notes,
        is_example=is_example,
    )


def build_profile_rows(outcomes: Sequence[AreaOutcome]) -> list[ProfileRow]:
    """Draw the rows of one profile; the goal's outline joins each notch to its neighbours'."""
    strips = draw_page_strips(build_strip_values(outcomes))
    return [
        ProfileRow(
            outcome=outcome,
            strip=strip,
            dots=draw_quantile_dots(outcome.quantiles, outcome.required)
            if outcome.quantiles
            else None,
            at_or_above=count_at_or_above(outcome.quantiles, outcome.required),
        )
        for outcome, strip in zip(outcomes, strips, strict=True)
    ]


def build_strip_values(outcomes: Sequence[AreaOutcome]) -> list[StripValues]:
    """Return what the strips of a profile show, on a page or on paper."""
    return [
        StripValues(
            outcome.level,
            outcome.low,
            outcome.high,
            outcome.required,
            is_hatched=outcome.statement is MasteryStatement.TOO_CLOSE,
        )
        for outcome in outcomes
    ]


def build_rescoring_note(
    moment: datetime, changes: Mapping[str, RescoredArea]
) -> RescoringNote:
    """Return what a rescoring did to the levels of one result."""
    moves = [
        abs(change.after - change.before)
        for change in changes.values()
        if round(change.after, 1) != round(change.before, 1)
    ]
    return RescoringNote(local_day(moment), len(moves), max(moves, default=0.0))


def _build_objectives(
    gaps: Sequence[AreaOutcome],
    counts: Mapping[str, ObjectiveCounts],
    catalogue: Catalogue,
) -> tuple[ObjectiveLine, ...]:
    """Return the objectives to learn first over all gaps: the areas take turns, the biggest gap first."""
    turns = take_turns(
        select_area_objectives(outcome, counts, catalogue) for outcome in gaps
    )
    return tuple(
        _build_objective_line(objective, catalogue)
        for objective in sort_chosen_objectives(
            turns[:MOST_OBJECTIVES], catalogue.objectives
        )
    )


def _build_gap(
    outcome: AreaOutcome, counts: Mapping[str, ObjectiveCounts], catalogue: Catalogue
) -> Gap:
    objectives = select_area_objectives(outcome, counts, catalogue)
    free = [
        page
        for objective in objectives
        for page in catalogue.resources_for(objective.id)
    ]
    return Gap(
        outcome,
        tuple(_build_objective_line(one, catalogue) for one in objectives),
        start=free[0] if free else None,
    )


def _build_objective_line(objective: Objective, catalogue: Catalogue) -> ObjectiveLine:
    return ObjectiveLine(
        catalogue.area_name(objective.area), objective.name, objective.hours
    )
