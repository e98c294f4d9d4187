"""What the result page says of a finished sitting, put together from its rows."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import cast

from quiz.bank.catalogue import Catalogue
from quiz.bank.versions import question_of
from quiz.drawing.strips import ProfileRow, Statement, StripData, profile_rows
from quiz.gaps.compare import gaps_of, largest_gap_first, tally, unsure_of, verdict
from quiz.gaps.objectives import Seen, worth_learning
from quiz.gaps.words import Unsure, answers_sentence, is_right, unsure_sentence
from quiz.sittings.events import answered_positions
from quiz.sittings.models import AreaResult, Position, Sitting
from quiz.sittings.progress import FIRST_SKETCH_UNDER


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective worth learning, and about how long it takes."""

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
    unsure: tuple[Unsure, ...]
    #: What is not settled, and what would settle it.
    unsure_sentence: str
    #: What was right, not yet right and not known.
    answers_sentence: str
    areas: int
    settled: int
    bank_version: str
    is_example: bool

    @property
    def is_sketch(self) -> bool:
        """Say whether there are so few answers that the bands are wide."""
        return self.answered < FIRST_SKETCH_UNDER


def result_view(
    sitting: Sitting,
    catalogue: Catalogue,
    *,
    to_settle: dict[str, int | None],
    is_example: bool,
) -> ResultView:
    """Return what is said of a finished sitting.

    `to_settle` holds, for areas too close to tell, about how many more questions would settle them.
    """
    rows = [strip_data(result, catalogue) for result in sitting.results]
    answered = answered_positions(sitting)
    answers = [position.answer for position in answered if position.answer is not None]
    counts = tally(rows)
    unsure = tuple(
        Unsure(row.key, row.area_name, to_settle.get(row.key))
        for row in unsure_of(rows)
    )
    return ResultView(
        key=sitting.key,
        goal_key=sitting.goal_key,
        goal_name=sitting.goal_name,
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
        verdict=verdict(counts, sitting.goal_name),
        rows=tuple(profile_rows(largest_gap_first(rows), prefix="profile")),
        gaps=tuple(_gap(row, answered, catalogue) for row in gaps_of(rows)),
        unsure=unsure,
        unsure_sentence=unsure_sentence(unsure),
        answers_sentence=answers_sentence(answered, catalogue),
        areas=counts.areas,
        settled=counts.settled,
        bank_version=sitting.bank_version,
        is_example=is_example,
    )


def strip_data(result: AreaResult, catalogue: Catalogue) -> StripData:
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
    )


def _gap(row: StripData, answered: list[Position], catalogue: Catalogue) -> Gap:
    seen = _seen(answered)
    objectives = [one for one in catalogue.objectives.values() if one.area == row.key]
    return Gap(
        area_key=row.key,
        area_name=row.area_name,
        level=row.level,
        required=row.required,
        sentence=_gap_sentence(row),
        objectives=tuple(
            ObjectiveLine(one.name, one.hours)
            for one in worth_learning(objectives, row.required, seen)
        ),
    )


def _gap_sentence(row: StripData) -> str:
    missing = max(row.required - row.level, 0.0)
    if row.statement == "not yet":
        return f"You are about {missing:.1f} of a level below what the goal needs."
    return f"You are probably below what the goal needs, by about {missing:.1f} of a level."


def _seen(answered: list[Position]) -> dict[str, Seen]:
    missed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for position in answered:
        if position.answer is None:
            continue
        counter = right if is_right(position.answer) else missed
        counter[question_of(position.version).objective] += 1
    return {one: Seen(missed[one], right[one]) for one in missed.keys() | right.keys()}
