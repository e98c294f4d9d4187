"""A question for two kinds of readers: who takes it sees no trace of the key; who reviews it sees all.

The two are made by separate functions on purpose: what `TakerView` does not have, a page cannot leak.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from quiz.bank.answers.scoring import ScoredAnswer, key_matches, left_sides, right_sides
from quiz.bank.answers.typed_answers import is_same_number, is_same_text
from quiz.bank.answers.units import accepted_units
from quiz.bank.markdown import block_html, inline_html, label_html, plain_text
from quiz.bank.parsing.blocks import is_paragraph, split_blocks
from quiz.bank.questions import Mistake, Option, Question, QuestionType, Reference
from quiz.catalogue.misconceptions import Misconception


@dataclass(frozen=True)
class StemParts:
    """A stem as it stands on the page: what comes before the question, the question, what follows."""

    scene_html: Markup
    question_html: Markup
    code_html: tuple[Markup, ...]
    #: The question without marks, for a title or a list.
    question_text: str


@dataclass(frozen=True)
class ShownChoice:
    """Something to choose or to place; `value` is its place on this page and says nothing else."""

    value: str
    letter: str
    html: Markup
    #: Without marks, for where HTML cannot stand.
    text: str


@dataclass(frozen=True)
class TakerView:
    """A question as its taker sees it: no key, no id, no difficulty, no reasons."""

    type: QuestionType
    scene_html: Markup
    question_html: Markup
    code_html: tuple[Markup, ...]
    question_text: str
    #: Options, rows to order, or left sides to match.
    options: tuple[ShownChoice, ...]
    #: Right sides to match.
    rights: tuple[ShownChoice, ...]
    #: How many to choose, for multiple choice.
    choose: int | None
    unit: str | None


@dataclass(frozen=True)
class ReviewedOption:
    """An option after the sitting."""

    letter: str
    html: Markup
    chosen: bool
    key: bool
    points: int | None
    reason_html: Markup


@dataclass(frozen=True)
class ReviewedPair:
    """A row of an ordering (what is given and right are places) or a matching question."""

    html: Markup
    given_html: Markup | None
    key_html: Markup
    right: bool
    reason_html: Markup


@dataclass(frozen=True)
class ReviewView:
    """A question with everything that it teaches, after it was answered."""

    key: str
    type: QuestionType
    scene_html: Markup
    question_html: Markup
    code_html: tuple[Markup, ...]
    question_text: str
    #: "right", "part", "not yet" or "dont_know"; empty when nothing was given.
    outcome: str
    options: tuple[ReviewedOption, ...]
    pairs: tuple[ReviewedPair, ...]
    given_text: str | None
    key_text: str | None
    #: Why the typed answer is wrong, when it is a mistake that people are known to make.
    mistake_html: Markup | None
    explanation_html: Markup
    references: tuple[Reference, ...]
    #: Paragraphs that mend the idea behind what was given.
    misconceptions: tuple[Markup, ...]


def count_options(question: Question) -> int:
    """Return how many things are shuffled: options, rows, or right sides; 0 for a typed answer."""
    return len(question.options) or len(question.order) or len(right_sides(question))


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
    parts = split_stem(question.stem)
    texts = [option.text for option in question.options] or [
        row.text for row in question.order
    ]
    keys = sum(option.correct for option in question.options)
    matching = question.type == "matching"
    # Left sides stay as they are: only the right sides of a matching question are shuffled.
    shown = left_sides(question) if matching else [texts[number] for number in order]
    rights = right_sides(question)
    return TakerView(
        type=question.type,
        scene_html=parts.scene_html,
        question_html=parts.question_html,
        code_html=parts.code_html,
        question_text=parts.question_text,
        options=_label_choices(shown),
        rights=_label_choices([rights[number] for number in order]) if matching else (),
        choose=keys if question.type == "multiple" else None,
        unit=question.unit,
    )


def build_review_view(
    question: Question,
    order: Sequence[int],
    given: Mapping[str, Any],
    marked: ScoredAnswer | None,
    misconceptions: Mapping[str, Misconception],
) -> ReviewView:
    """Return the question with what was given, what is right, and why."""
    parts = split_stem(question.stem)
    text = given.get("text")
    mistake = _find_typed_mistake(question, given, marked)
    return ReviewView(
        key=question.key,
        type=question.type,
        scene_html=parts.scene_html,
        question_html=parts.question_html,
        code_html=parts.code_html,
        question_text=parts.question_text,
        outcome=_answer_outcome(marked),
        options=_review_options(question, order, given),
        pairs=_review_rows(question, given) + _review_pairs(question, given),
        given_text=text,
        key_text=question.answers[0] if question.answers else None,
        mistake_html=block_html(mistake.reason) if mistake else None,
        explanation_html=block_html(question.explanation),
        references=question.references,
        misconceptions=tuple(
            block_html(misconceptions[idea].text)
            for idea in find_misconceptions(question, given, marked)
            if idea in misconceptions
        ),
    )


def find_misconceptions(
    question: Question, given: Mapping[str, Any], marked: ScoredAnswer | None
) -> list[str]:
    """Return the ids of the wrong ideas that what was given names."""
    mistake = _find_typed_mistake(question, given, marked)
    chosen: list[Option | Mistake] = [
        question.options[number] for number in _chosen_numbers(given)
    ]
    wrong = [*chosen, mistake] if mistake else chosen
    return sorted({one.misconception for one in wrong if one.misconception})


def _find_typed_mistake(
    question: Question, given: Mapping[str, Any], marked: ScoredAnswer | None
) -> Mistake | None:
    text = given.get("text")
    return (
        _find_mistake(question, text)
        if text and marked and not marked.is_right
        else None
    )


def _label_choices(texts: Sequence[str]) -> tuple[ShownChoice, ...]:
    return tuple(
        ShownChoice(
            str(place), ascii_uppercase[place], label_html(text), plain_text(text)
        )
        for place, text in enumerate(texts)
    )


def _chosen_numbers(given: Mapping[str, Any]) -> list[int]:
    return list(given.get("choices", [])) + (
        [given["choice"]] if "choice" in given else []
    )


def _answer_outcome(marked: ScoredAnswer | None) -> str:
    if marked is None:
        return ""
    if marked.dont_know:
        return "dont_know"
    if marked.is_right:
        return "right"
    return "part" if marked.score else "not yet"


def _review_options(
    question: Question, order: Sequence[int], given: Mapping[str, Any]
) -> tuple[ReviewedOption, ...]:
    chosen = _chosen_numbers(given)
    return tuple(
        ReviewedOption(
            letter=ascii_uppercase[place],
            html=label_html(question.options[number].text),
            chosen=number in chosen,
            key=question.options[number].correct
            or question.options[number].points == 3,
            points=question.options[number].points,
            reason_html=block_html(question.options[number].reason),
        )
        for place, number in enumerate(order if question.options else ())
    )


def _review_rows(
    question: Question, given: Mapping[str, Any]
) -> tuple[ReviewedPair, ...]:
    places = {number: place for place, number in enumerate(given.get("order", ()), 1)}
    return tuple(
        ReviewedPair(
            html=label_html(row.text),
            given_html=Markup(places[number]) if number in places else None,  # noqa: S704  # a number
            key_html=Markup(number + 1),  # noqa: S704  # a number
            right=places.get(number) == number + 1,
            reason_html=block_html(row.reason),
        )
        for number, row in enumerate(question.order)
    )


def _review_pairs(
    question: Question, given: Mapping[str, Any]
) -> tuple[ReviewedPair, ...]:
    rights = right_sides(question)
    matches = given.get("matches")
    pairs = [pair for pair in question.pairs if pair.left]
    return tuple(
        ReviewedPair(
            html=label_html(pair.left),
            given_html=label_html(rights[matches[number]]) if matches else None,
            key_html=label_html(pair.right),
            right=matches is not None and matches[number] == key,
            reason_html=block_html(pair.reason),
        )
        for number, (pair, key) in enumerate(
            zip(pairs, key_matches(question), strict=True)
        )
    )


def _find_mistake(question: Question, text: str) -> Mistake | None:
    """Return the known mistake that was typed."""
    exact = question.case == "exact"
    for mistake in question.mistakes:
        if question.type == "number":
            if is_same_number(
                text, mistake.text, question.tolerance, accepted_units(question)
            ):
                return mistake
        elif is_same_text(text, mistake.text, exact=exact):
            return mistake
    return None
