"""The gaps of a result, what to learn first, and what was missed, ready for pages and reports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quiz.bank.repository import Catalogue
from quiz.catalogue.resources import Resource
from quiz.catalogue.skills import Objective, sort_chosen_objectives
from quiz.results.gaps.area_answers import (
    AreaAnswers,
    Strengths,
    select_missed,
    select_strengths,
    summarise_area_answers,
)
from quiz.results.gaps.objectives import (
    ObjectiveCounts,
    count_objective_answers,
    select_area_objectives,
    take_turns,
)
from quiz.results.outcomes import AreaOutcome
from quiz.results.summary import MOST_GAPS, select_gaps, sort_by_gap
from quiz.sittings.models import AttemptItem

#: As many as the second page of the report has room for: those to learn first, and together with those missed.
MOST_OBJECTIVES = 8


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective, about how long it takes to learn, and how its questions were answered."""

    area_name: str
    text: str
    hours: float
    asked: int = 0
    missed: int = 0


@dataclass(frozen=True)
class Gap:
    """An area below the goal, what the answers there showed, and what to learn first."""

    outcome: AreaOutcome
    objectives: tuple[ObjectiveLine, ...]
    answers: AreaAnswers = field(default_factory=AreaAnswers)
    #: A free page to start with, where one of the objectives has one.
    start: Resource | None = None


@dataclass(frozen=True)
class Findings:
    """What the answers show besides levels."""

    strengths: Strengths
    #: The biggest gaps, three at most.
    gaps: tuple[Gap, ...]
    #: What to learn first over all gaps, in an order in which it can be learned.
    objectives: tuple[ObjectiveLine, ...]
    #: Every objective with a missed question that no gap above names.
    missed: tuple[ObjectiveLine, ...]

    @property
    def printed_missed(self) -> tuple[ObjectiveLine, ...]:
        """As much of what was missed as the report has room for; what to learn first has priority."""
        return self.missed[: max(MOST_OBJECTIVES - len(self.objectives), 0)]


def build_findings(
    outcomes: Sequence[AreaOutcome],
    items: Iterable[AttemptItem],
    catalogue: Catalogue,
    *,
    language: str = "",
) -> Findings:
    """Return what the answers of an assessment show about these areas, with pages for somebody who learns in `language`."""
    items, gaps = list(items), select_gaps(outcomes)
    counts = count_objective_answers(items)
    by_area = summarise_area_answers(items, catalogue)
    chosen = [
        select_area_objectives(outcome, counts, catalogue)
        for outcome in gaps[:MOST_GAPS]
    ]
    named = {objective.id for objectives in chosen for objective in objectives}
    return Findings(
        strengths=select_strengths(outcomes, by_area),
        gaps=tuple(
            Gap(
                outcome,
                tuple(_build_line(one, counts, catalogue) for one in objectives),
                by_area.get(outcome.area_key, AreaAnswers()),
                _find_start(objectives, catalogue, language),
            )
            for outcome, objectives in zip(gaps, chosen, strict=False)
        ),
        objectives=_build_objectives(gaps, counts, catalogue),
        missed=tuple(
            _build_line(one, counts, catalogue)
            for one in select_missed(sort_by_gap(outcomes), counts, catalogue)
            if one.id not in named
        ),
    )


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
        _build_line(objective, counts, catalogue)
        for objective in sort_chosen_objectives(
            turns[:MOST_OBJECTIVES], catalogue.objectives
        )
    )


def _find_start(
    objectives: Iterable[Objective], catalogue: Catalogue, language: str
) -> Resource | None:
    """Return the first free page for one of the objectives."""
    pages = (
        page
        for objective in objectives
        for page in catalogue.resources_for(objective.id, language)
    )
    return next(pages, None)


def _build_line(
    objective: Objective, counts: Mapping[str, ObjectiveCounts], catalogue: Catalogue
) -> ObjectiveLine:
    count = counts.get(objective.id, ObjectiveCounts())
    return ObjectiveLine(
        catalogue.area_name(objective.area),
        objective.name,
        objective.hours,
        asked=count.missed + count.correct,
        missed=count.missed,
    )
