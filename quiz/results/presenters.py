"""What the pages and reports of a result show: numbers, names and drawings. The sentences are in the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quiz.bank.repository import Catalogue
from quiz.charts.drawing import Drawing
from quiz.charts.page_strips import draw_page_strips
from quiz.charts.quantile_dots import count_at_or_above, draw_quantile_dots
from quiz.charts.strips import StripValues
from quiz.core.keys import is_public_key
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.moderation.models import RescoredArea
from quiz.results.gaps.presenters import Findings, build_findings
from quiz.results.outcomes import AreaOutcome
from quiz.results.summary import (
    AnswerCounts,
    StatementCounts,
    count_answers,
    count_statements,
    select_undecided,
    sort_by_gap,
)
from quiz.sittings.assessment.progress import FIRST_SKETCH_UNDER
from quiz.sittings.enums import StopReason
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.merged_items import list_merged_items
from quiz.sittings.models import Sitting
from quiz.web.current_settings import local_day


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
class AreaOffer:
    """The areas in which a few more questions pay most, and about how many they are together."""

    area_names: tuple[str, ...]
    questions: int


@dataclass(frozen=True)
class AddedQuestions:
    """The questions that a result adds to an earlier one, with which it is read together."""

    key: str
    area_names: tuple[str, ...]
    answers: int
    #: The earlier result.
    before_key: str
    before_on: date


@dataclass(frozen=True)
class StartingPoint:
    """The earlier result that a sitting started from."""

    key: str = ""
    #: None when it was deleted since.
    finished_on: date | None = None
    #: Whether "reached" and "not yet" need new answers that point the same way; those of a progress check do not.
    is_checked_by_new_answers: bool = True


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
    #: What the person put on the result; empty without.
    person_name: str
    finished_on: date
    bank_version: str
    #: Whether it was taken on paper: all questions were chosen before the first answer.
    is_on_paper: bool
    answers: AnswerCounts
    #: The area with most of the "I don't know" answers; empty when there is none.
    dont_know_area_name: str
    counts: StatementCounts
    rows: tuple[ProfileRow, ...]
    findings: Findings
    #: Names of the areas that are too close to call.
    undecided: tuple[str, ...]
    #: Where a few more questions would help; None where they would not, or where nobody worked it out.
    offer: AreaOffer | None
    #: Whether it was worked out where a few more questions would help.
    has_forecast: bool
    #: None for a result of its own.
    added: AddedQuestions | None
    notes: ResultNotes
    is_example: bool
    #: Whether somebody watched while it was taken, all of it.
    is_supervised: bool = False
    #: Whether its closing time came before its end.
    is_part: bool = False
    #: Whether it was taken to try it out.
    is_trial: bool = False
    #: Whether the person made the goal: its name and levels are theirs, not the question bank's.
    is_custom_goal: bool = False

    @property
    def is_early_estimate(self) -> bool:
        """Whether there are so few answers that the likely ranges are wide."""
        return self.answers.total < FIRST_SKETCH_UNDER

    @property
    def helpful_area_names(self) -> tuple[str, ...]:
        """The areas in which more questions would help most."""
        return self.offer.area_names if self.offer else ()


@dataclass(frozen=True)
class ResultOwner:
    """Whose result it is, as far as pages say."""

    #: What the person put on the result; empty without.
    name: str = ""
    #: Whether it is the made-up example person.
    is_example: bool = False


NOBODY = ResultOwner()


@dataclass(frozen=True)
class ResultGoal:
    """The goal that a result is read against."""

    key: str
    name: str

    @property
    def is_custom(self) -> bool:
        """Whether a person made it; keys of the question bank are words."""
        return is_public_key(self.key)


def build_result_view(
    sitting: Sitting,
    goal: ResultGoal,
    outcomes: Sequence[AreaOutcome],
    catalogue: Catalogue,
    *,
    notes: ResultNotes,
    offer: AreaOffer | None = None,
    has_forecast: bool = False,
    owner: ResultOwner = NOBODY,
) -> ResultView:
    """Return a finished assessment read against a goal, together with the one that it adds questions to."""
    items = list_merged_items(sitting)
    answers = count_answers(items)
    return ResultView(
        key=sitting.key,
        goal_key=goal.key,
        goal_name=goal.name,
        person_name=owner.name,
        finished_on=local_day(sitting.finished_at or sitting.started_at),
        bank_version=sitting.bank_name,
        is_on_paper=sitting.parts[0].is_on_paper,
        answers=answers,
        dont_know_area_name=catalogue.area_name(answers.dont_know_area),
        counts=count_statements([outcome.statement for outcome in outcomes]),
        rows=tuple(build_profile_rows(sort_by_gap(outcomes))),
        findings=build_findings(
            outcomes, items, catalogue, language=sitting.language or ""
        ),
        undecided=tuple(outcome.area_name for outcome in select_undecided(outcomes)),
        offer=offer,
        has_forecast=has_forecast,
        added=build_added(sitting, catalogue),
        notes=notes,
        is_example=owner.is_example,
        is_supervised=all(part.is_supervised for part in sitting.parts),
        is_part=sitting.stop_reason is StopReason.CLOSED,
        is_trial=sitting.is_trial,
        is_custom_goal=goal.is_custom,
    )


def build_added(sitting: Sitting, catalogue: Catalogue) -> AddedQuestions | None:
    """Return what a sitting adds to an earlier one; None for one of its own."""
    *earlier, itself = sitting.parts
    if not earlier:
        return None
    areas = {area for part in sitting.parts for area in part.areas or ()}
    return AddedQuestions(
        sitting.key,
        tuple(catalogue.area_name(area) for area in sorted(areas)),
        sum(
            len(counting_attempt_items(part.positions))
            for part in [*earlier[1:], itself]
        ),
        earlier[0].key,
        local_day(earlier[0].finished_at or earlier[0].started_at),
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
