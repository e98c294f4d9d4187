"""How sure somebody was against how right: mastered, fragile, honest gap, misconception. Pure but for the rows it reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quiz.bank.answers.scoring import ScoredAnswer
from quiz.bank.markdown import block_html
from quiz.bank.rendering import find_misconceptions
from quiz.bank.repository import Catalogue
from quiz.results.sentences import is_right
from quiz.sittings.models import Answer, AttemptItem

GROUP_NAMES = ("misconception", "fragile", "honest gap", "mastered")
GROUP_SENTENCES = {
    "mastered": "Sure and right. This holds.",
    "fragile": "Right, but guessed or not sure. It may not hold next time.",
    "honest gap": "Not right, and you knew that you were not sure. Plain gaps.",
    "misconception": "Sure, and not right. Mend these first: nobody looks up what they are sure of.",
}


@dataclass(frozen=True)
class ConfidenceGroup:
    """Answers of one kind."""

    name: str
    words: str
    numbers: tuple[int, ...]
    area_names: tuple[str, ...]


@dataclass(frozen=True)
class MisconceptionFeedback:
    """A wrong idea with a name, and the paragraph that mends it."""

    html: Markup
    numbers: tuple[int, ...]


def classify_answer(answer: Answer) -> str:
    """Return what an answer with its confidence shows; empty where nothing was said."""
    if answer.dont_know:
        return "honest gap"
    if answer.confidence is None:
        return ""
    if is_right(answer):
        return "mastered" if answer.confidence == "sure" else "fragile"
    return "misconception" if answer.confidence == "sure" else "honest gap"


def build_confidence_matrix(
    answered: Sequence[AttemptItem], catalogue: Catalogue
) -> list[ConfidenceGroup]:
    """Return the four kinds, or nothing when no answer says how sure it was."""
    if not any(one.answer and one.answer.confidence for one in answered):
        return []
    found: dict[str, list[AttemptItem]] = {kind: [] for kind in GROUP_NAMES}
    for position in answered:
        if position.answer is None or position.left_out:
            continue
        if kind := classify_answer(position.answer):
            found[kind].append(position)
    return [
        ConfidenceGroup(
            kind,
            GROUP_SENTENCES[kind],
            tuple(position.number for position in positions),
            tuple(
                dict.fromkeys(_area_name(position, catalogue) for position in positions)
            ),
        )
        for kind, positions in found.items()
    ]


def summarise_confidence_matrix(kinds: Sequence[ConfidenceGroup]) -> str:
    """Return the four kinds in one sentence for paper; empty where nothing was said."""
    if not kinds:
        return ""
    count = {kind.name: len(kind.numbers) for kind in kinds}
    return (
        f"How sure, and how right: {count['mastered']} sure and right, {count['fragile']} right but not sure,"
        f" {count['honest gap']} not right and known to be unsure, {count['misconception']} sure and not right."
    )


def collect_misconceptions(
    answered: Sequence[AttemptItem], catalogue: Catalogue
) -> list[MisconceptionFeedback]:
    """Return the wrong ideas that answers name, once each, with the questions where they showed."""
    found: dict[str, list[int]] = {}
    for position in answered:
        answer = position.answer
        if answer is None or position.left_out:
            continue
        marked = ScoredAnswer(answer.score, answer.dont_know)
        question = position.question
        for idea in find_misconceptions(question, answer.given, marked):
            found.setdefault(idea, []).append(position.number)
    return [
        MisconceptionFeedback(
            block_html(catalogue.misconceptions[idea].text), tuple(numbers)
        )
        for idea, numbers in found.items()
        if idea in catalogue.misconceptions
    ]


def _area_name(position: AttemptItem, catalogue: Catalogue) -> str:
    area = position.question.area
    return catalogue.areas[area].name if area in catalogue.areas else area
