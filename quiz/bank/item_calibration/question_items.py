"""Conversion of questions into the items that the engine measures with."""

from collections.abc import Iterable

from quiz.bank.answers.scoring import count_blind_choices, count_categories
from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.questions import Question
from quiz.measurement.irt.items import Item

#: The ability (logits) at which half of the people know the answer, as authored.
AUTHORED_DIFFICULTY = {
    ("J", "easy"): -1.8,
    ("J", "typical"): -1.2,
    ("J", "hard"): -0.6,
    ("C", "easy"): -0.3,
    ("C", "typical"): 0.3,
    ("C", "hard"): 0.9,
    ("S", "easy"): 1.0,
    ("S", "typical"): 1.6,
    ("S", "hard"): 2.2,
}


def build_items(
    questions: Iterable[Question],
    calibrated: CalibrationSet | None = None,
    *,
    language: str | None = None,
) -> list[Item]:
    """Return the questions as items, with the calibration's parameters where it has any.

    `language` is the person's own; questions of another language's pack are foreign to them.
    """
    known = calibrated.items if calibrated else {}
    return [
        build_item(question, language=language).with_parameters(
            known.get(question.digest)
        )
        for question in questions
    ]


def build_item(question: Question, *, language: str | None = None) -> Item:
    """Return a question as an item with its authored difficulty.

    One random answer in `options` earns full marks, whatever the type.
    """
    return Item(
        id=question.key,
        area=question.area,
        difficulty=AUTHORED_DIFFICULTY[question.level, question.difficulty],
        options=count_blind_choices(question),
        seconds=float(question.seconds),
        categories=count_categories(question),
        objective=question.objective,
        code=question.is_code,
        form=question.type,
        foreign=question.pack is not None and question.pack != language,
        enemies=frozenset(question.enemies),
    )
