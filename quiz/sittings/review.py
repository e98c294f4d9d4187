"""Looking back: every answer of a finished sitting with its key, reasons and sources."""

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.bank.catalogue import Catalogue
from quiz.bank.marking import Marked
from quiz.bank.render import ReviewView, review_view
from quiz.bank.versions import question_of
from quiz.sittings.events import answered_positions
from quiz.sittings.models import Sitting

#: What a person may ask to see -> outcomes of `ReviewView`.
FILTERS = {
    "right": {"right"},
    "not-yet": {"not yet", "part"},
    "unknown": {"dont_know"},
}


@dataclass(frozen=True)
class Reviewed:
    """One answer on the page of all answers."""

    number: int
    area_name: str
    objective_name: str
    view: ReviewView


def reviewed_answers(sitting: Sitting, catalogue: Catalogue) -> list[Reviewed]:
    """Return the answers of a finished sitting in order, with what each question teaches."""
    reviewed = []
    for position in answered_positions(sitting):
        answer = position.answer
        if answer is None:
            continue
        question = question_of(position.version)
        area = catalogue.areas.get(question.area)
        objective = catalogue.objectives.get(question.objective)
        reviewed.append(
            Reviewed(
                number=position.number,
                area_name=area.name if area else question.area,
                objective_name=objective.name if objective else question.objective,
                view=review_view(
                    question,
                    position.option_order,
                    answer.given,
                    Marked(answer.score, answer.dont_know),
                    catalogue.misconceptions,
                ),
            )
        )
    return reviewed


def filtered(reviewed: Sequence[Reviewed], show: str) -> list[Reviewed]:
    """Return the answers with the wanted outcome; all of them for any other word."""
    outcomes = FILTERS.get(show)
    return [one for one in reviewed if outcomes is None or one.view.outcome in outcomes]
