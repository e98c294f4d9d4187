"""How sure a person was against how right: four categories of answers, and the misconceptions behind some of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from markupsafe import Markup

from quiz.bank.answers.scoring import ScoredAnswer
from quiz.bank.markdown import block_html
from quiz.bank.rendering import find_misconceptions
from quiz.bank.repository import Catalogue
from quiz.results.summary import is_correct
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.merged_items import number_in_result
from quiz.sittings.models import Answer, AttemptItem

SURE = "sure"


class ConfidenceCategory(Enum):
    """What an answer shows together with how sure the person was; the most urgent first."""

    MISCONCEPTION = "misconception"
    FRAGILE = "fragile"
    KNOWN_GAP = "honest gap"
    SECURE = "mastered"


@dataclass(frozen=True)
class ConfidenceGroup:
    """The answers of one category."""

    category: ConfidenceCategory
    #: Numbers of the questions in the result.
    numbers: tuple[int, ...]
    area_names: tuple[str, ...]


@dataclass(frozen=True)
class MisconceptionFeedback:
    """A misconception with the paragraph that clears it up, and the questions where it showed."""

    html: Markup
    numbers: tuple[int, ...]


def classify_answer(answer: Answer) -> ConfidenceCategory | None:
    """Return the category of an answer; None when the person did not say how sure they were."""
    if answer.dont_know:
        return ConfidenceCategory.KNOWN_GAP
    if answer.confidence is None:
        return None
    is_sure = answer.confidence == SURE
    if is_correct(answer):
        return ConfidenceCategory.SECURE if is_sure else ConfidenceCategory.FRAGILE
    return ConfidenceCategory.MISCONCEPTION if is_sure else ConfidenceCategory.KNOWN_GAP


def build_confidence_matrix(
    answered: Sequence[AttemptItem], catalogue: Catalogue
) -> list[ConfidenceGroup]:
    """Return all four groups, or none at all when no answer says how sure the person was."""
    counting = counting_attempt_items(answered)
    if not any(item.answer and item.answer.confidence for item in counting):
        return []
    groups: dict[ConfidenceCategory, list[AttemptItem]] = {
        category: [] for category in ConfidenceCategory
    }
    for item in counting:
        if item.answer and (category := classify_answer(item.answer)):
            groups[category].append(item)
    return [
        ConfidenceGroup(
            category,
            tuple(number_in_result(item) for item in items),
            tuple(
                dict.fromkeys(catalogue.area_name(item.question.area) for item in items)
            ),
        )
        for category, items in groups.items()
    ]


def collect_misconceptions(
    answered: Sequence[AttemptItem], catalogue: Catalogue
) -> list[MisconceptionFeedback]:
    """Return the misconceptions behind the answers, once each, in the order in which they first showed."""
    numbers: dict[str, list[int]] = {}
    for item in counting_attempt_items(answered):
        if item.answer is None:
            continue
        scored = ScoredAnswer(item.answer.score, item.answer.dont_know)
        for key in find_misconceptions(item.question, item.answer.given, scored):
            numbers.setdefault(key, []).append(number_in_result(item))
    return [
        MisconceptionFeedback(
            block_html(catalogue.misconceptions[key].text), tuple(seen)
        )
        for key, seen in numbers.items()
        if key in catalogue.misconceptions
    ]
