"""How the questions of each area were answered: what a diagnosis and a strength are told from. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quiz.bank.repository import Catalogue
from quiz.catalogue.skills import Objective
from quiz.measurement.reporting.classification import NO_GAP_STATEMENTS, STATEMENT_ORDER
from quiz.results.gaps.objectives import ObjectiveCounts, count_objective_answers
from quiz.results.outcomes import AreaOutcome
from quiz.results.summary import is_correct
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.models import AttemptItem

MOST_STRENGTHS = 3
#: Objectives named in one line.
MOST_NAMED = 2


@dataclass(frozen=True)
class AreaAnswers:
    """The answers about one area."""

    asked: int = 0
    correct: int = 0
    dont_know: int = 0
    #: Objectives whose questions were all answered correctly.
    mastered: tuple[Objective, ...] = ()

    @property
    def mastered_names(self) -> list[str]:
        """The mastered objectives that are named, by name."""
        return [objective.name for objective in self.mastered[:MOST_NAMED]]


@dataclass(frozen=True)
class Strength:
    """An area in which something was answered correctly."""

    area_name: str
    answers: AreaAnswers


@dataclass(frozen=True)
class Strengths:
    """What a person can already do, or at least got right."""

    areas: tuple[Strength, ...] = ()
    #: Whether the goal is reached in these areas, at least probably.
    are_reached: bool = False


def summarise_area_answers(
    items: Iterable[AttemptItem], catalogue: Catalogue
) -> dict[str, AreaAnswers]:
    """Return the answers of every area that was asked about."""
    by_area: dict[str, list[AttemptItem]] = {}
    for item in counting_attempt_items(items):
        by_area.setdefault(item.question.area, []).append(item)
    return {
        area: _summarise_area(answered, catalogue) for area, answered in by_area.items()
    }


def select_strengths(
    outcomes: Iterable[AreaOutcome], answers: Mapping[str, AreaAnswers]
) -> Strengths:
    """Return the areas with the best answers: those in which the goal is reached or, without any, the others."""
    shown = [
        outcome
        for outcome in outcomes
        if answers.get(outcome.area_key, AreaAnswers()).mastered
    ]
    reached = [one for one in shown if one.statement in NO_GAP_STATEMENTS]
    return Strengths(
        tuple(
            Strength(outcome.area_name, answers[outcome.area_key])
            for outcome in _sort_by_strength(reached or shown, answers)[:MOST_STRENGTHS]
        ),
        are_reached=bool(reached),
    )


def select_missed(
    outcomes: Sequence[AreaOutcome],
    counts: Mapping[str, ObjectiveCounts],
    catalogue: Catalogue,
) -> list[Objective]:
    """Return every objective with a missed question, area by area as in `outcomes`, the most missed first."""
    order = [outcome.area_key for outcome in outcomes]
    missed = [
        catalogue.objectives[key]
        for key, count in counts.items()
        if count.missed and key in catalogue.objectives
    ]
    return sorted(
        (one for one in missed if one.area in order),
        key=lambda one: (order.index(one.area), -counts[one.id].missed, one.id),
    )


def _summarise_area(items: Sequence[AttemptItem], catalogue: Catalogue) -> AreaAnswers:
    answers = [item.answer for item in items if item.answer is not None]
    counts = count_objective_answers(items)
    mastered = [
        catalogue.objectives[key]
        for key, count in counts.items()
        if count.is_mastered and key in catalogue.objectives
    ]
    return AreaAnswers(
        asked=len(answers),
        correct=sum(is_correct(answer) for answer in answers),
        dont_know=sum(answer.dont_know for answer in answers),
        mastered=tuple(
            sorted(mastered, key=lambda one: (-counts[one.id].correct, one.id))
        ),
    )


def _sort_by_strength(
    outcomes: Iterable[AreaOutcome], answers: Mapping[str, AreaAnswers]
) -> list[AreaOutcome]:
    """Return the areas by statement, then by the share of correct answers, then by their number."""

    def strength(outcome: AreaOutcome) -> tuple[int, float, int]:
        given = answers[outcome.area_key]
        statement = STATEMENT_ORDER.index(outcome.statement)
        return (statement, given.correct / given.asked, given.correct)

    return sorted(outcomes, key=strength, reverse=True)
