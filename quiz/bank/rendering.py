"""Views of a question: without any trace of the key for its taker, with everything for a review.

Two separate functions build them on purpose: a page cannot leak what `TakerView` does not have. The
`part` of each view depends on the type and is shown by the template of that type.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from quiz.bank.answers.scoring import ScoredAnswer
from quiz.bank.markdown import block_html, inline_html, plain_text
from quiz.bank.questions import Question, Reference, TypeName
from quiz.bank.source.blocks import is_paragraph, split_blocks
from quiz.bank.types.protocol import ReviewPart, TakerPart
from quiz.bank.types.registry import type_of
from quiz.catalogue.misconceptions import Misconception


@dataclass(frozen=True)
class StemParts:
    """A stem as HTML: what comes before the question, the question, and what follows."""

    scene_html: Markup
    question_html: Markup
    code_html: tuple[Markup, ...]
    #: The question without marks, for a title or a list.
    question_text: str


@dataclass(frozen=True)
class TakerView:
    """A question as its taker sees it: no key, no id, no difficulty, no reasons."""

    type: TypeName
    scene_html: Markup
    question_html: Markup
    code_html: tuple[Markup, ...]
    question_text: str
    part: TakerPart


@dataclass(frozen=True)
class ReviewView:
    """A question with everything that it teaches, after it was answered."""

    key: str
    type: TypeName
    scene_html: Markup
    question_html: Markup
    code_html: tuple[Markup, ...]
    question_text: str
    #: "right", "part", "not yet" or "dont_know"; empty when nothing was given.
    outcome: str
    part: ReviewPart
    explanation_html: Markup
    references: tuple[Reference, ...]
    #: Paragraphs that correct the misconceptions behind the answer.
    misconceptions: tuple[Markup, ...]


def count_options(question: Question) -> int:
    """Return how many things are shuffled: options, rows, or right sides; 0 for a typed answer."""
    return type_of(question).count_shuffled(question)


@lru_cache(maxsize=4096)
def split_stem(stem: str) -> StemParts:
    """Split a stem at its question: the last paragraph that is not code."""
    blocks = split_blocks(stem)
    place = max(number for number, block in enumerate(blocks) if is_paragraph(block))
    return StemParts(
        scene_html=block_html("\n\n".join(blocks[:place])),
        question_html=inline_html(blocks[place]),
        code_html=tuple(block_html(block) for block in blocks[place + 1 :]),
        question_text=plain_text(" ".join(blocks[place].split("\n"))),
    )


def build_taker_view(question: Question, order: Sequence[int]) -> TakerView:
    """Return the question as its taker sees it; `order` holds file numbers in the order of the page."""
    stem = split_stem(question.stem)
    return TakerView(
        type=question.type,
        scene_html=stem.scene_html,
        question_html=stem.question_html,
        code_html=stem.code_html,
        question_text=stem.question_text,
        part=type_of(question).present(question, order),
    )


def build_review_view(
    question: Question,
    order: Sequence[int],
    given: Mapping[str, Any],
    marked: ScoredAnswer | None,
    misconceptions: Mapping[str, Misconception],
) -> ReviewView:
    """Return the question with the answer, the key and the reasons."""
    stem = split_stem(question.stem)
    is_right = marked is not None and marked.is_right
    return ReviewView(
        key=question.key,
        type=question.type,
        scene_html=stem.scene_html,
        question_html=stem.question_html,
        code_html=stem.code_html,
        question_text=stem.question_text,
        outcome=_name_outcome(marked),
        part=type_of(question).review(question, order, given, is_right=is_right),
        explanation_html=block_html(question.explanation),
        references=question.references,
        misconceptions=tuple(
            block_html(misconceptions[key].text)
            for key in find_misconceptions(question, given, marked)
            if key in misconceptions
        ),
    )


def find_misconceptions(
    question: Question, given: Mapping[str, Any], marked: ScoredAnswer | None
) -> list[str]:
    """Return the ids of the misconceptions behind an answer."""
    is_right = marked is not None and marked.is_right
    return sorted(
        type_of(question).find_misconceptions(question, given, is_right=is_right)
    )


def _name_outcome(marked: ScoredAnswer | None) -> str:
    if marked is None:
        return ""
    if marked.dont_know:
        return "dont_know"
    if marked.is_right:
        return "right"
    return "part" if marked.score else "not yet"
