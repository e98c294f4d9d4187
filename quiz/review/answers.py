"""Looking back: every answer of a finished sitting with its key, reasons and sources."""

from collections.abc import Iterable
from dataclasses import dataclass

from quiz.bank.answers.scoring import ScoredAnswer
from quiz.bank.rendering import ReviewView, build_review_view
from quiz.bank.repository import Catalogue
from quiz.catalogue.skills import Level
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.merged_items import list_merged_items, number_in_result
from quiz.sittings.models import Sitting

#: What a person may ask to see -> outcomes of `ReviewView`.
FILTERS = {
    "right": {"right"},
    "not-yet": {"not yet", "part"},
    "unknown": {"dont_know"},
}
#: Outcomes from what needs a look most to what needs it least.
OUTCOME_ORDER = {"not yet": 0, "dont_know": 0, "part": 1, "right": 2, "": 2}


@dataclass(frozen=True)
class ReviewedAnswer:
    """One answer on the page of all answers."""

    number: int
    area_key: str
    area_name: str
    objective_name: str
    view: ReviewView
    level: Level
    #: How sure the person was: `sure`, `think`, `guess`, or nothing.
    confidence: str = ""


def build_reviewed_answers(
    sitting: Sitting, catalogue: Catalogue
) -> list[ReviewedAnswer]:
    """Return the answers that a result rests on in order, with what each question teaches."""
    reviewed = []
    for position in answered_attempt_items(list_merged_items(sitting)):
        answer = position.answer
        if answer is None:
            continue
        question = position.question
        area = catalogue.areas.get(question.area)
        objective = catalogue.objectives.get(question.objective)
        reviewed.append(
            ReviewedAnswer(
                number=number_in_result(position),
                area_key=question.area,
                area_name=area.name if area else question.area,
                confidence=answer.confidence or "",
                objective_name=objective.name if objective else question.objective,
                level=question.level,
                view=build_review_view(
                    question,
                    position.option_order,
                    answer.given,
                    ScoredAnswer(answer.score, answer.dont_know),
                    catalogue.misconceptions,
                ),
            )
        )
    return reviewed


def sort_missed_first(reviewed: Iterable[ReviewedAnswer]) -> list[ReviewedAnswer]:
    """Return the answers that were not correct, the partly correct and the correct ones, each in order."""
    return sorted(reviewed, key=lambda one: OUTCOME_ORDER[one.view.outcome])


def filter_by_area_and_confidence(
    reviewed: Iterable[ReviewedAnswer], *, area: str, sure: str
) -> list[ReviewedAnswer]:
    """Return the answers of one area and given with one confidence; an empty word asks for all."""
    return [
        one
        for one in reviewed
        if area in {"", one.area_key} and sure in {"", one.confidence}
    ]


def filter_by_outcome(
    reviewed: Iterable[ReviewedAnswer], show: str
) -> list[ReviewedAnswer]:
    """Return the answers with the wanted outcome; all of them for any other word."""
    outcomes = FILTERS.get(show)
    return [one for one in reviewed if outcomes is None or one.view.outcome in outcomes]
