"""Facts for the pages of hard questions."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quiz.bank.markdown import inline_html, plain_text
from quiz.bank.questions import Question
from quiz.bank.rendering import (
    ReviewView,
    TakerView,
    build_review_view,
    build_taker_view,
    count_options,
    split_stem,
)
from quiz.bank.repository import Catalogue
from quiz.bank.types.registry import type_of
from quiz.cohorts.analysis.averages import FEWEST_PEOPLE
from quiz.cohorts.analysis.hard_questions import QuestionResidual
from quiz.cohorts.insight.questions.answers import GivenAnswer

LETTERS = "ABCDEFGHIJ"
#: As many questions as somebody goes through with a class.
MOST_QUESTIONS = 30


@dataclass(frozen=True)
class HardQuestionRow:
    """One question in the list."""

    key: str
    text: str
    area_name: str
    residual: QuestionResidual
    #: The commonest wrong answer as text; empty where it cannot be told in a line.
    mistake: str


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many people chose one option, or had one outcome."""

    letter: str
    html: Markup
    people: int
    is_right: bool


@dataclass(frozen=True)
class ProjectedQuestion:
    """A question for the wall: as it was asked, how it was answered, and why."""

    taker: TakerView
    review: ReviewView
    #: The answer part as lines, for types without options.
    lines: tuple[str, ...]
    #: Options with how many chose them; empty for other types.
    options: tuple[OptionCount, ...]
    right: int
    part: int
    wrong: int
    dont_know: int
    answered: int
    #: Whether so many answered that their answers may be shown.
    is_shown: bool


def build_question_rows(
    residuals: Sequence[QuestionResidual],
    questions: Mapping[str, Question],
    catalogue: Catalogue,
) -> list[HardQuestionRow]:
    """Return the questions that were missed most against expectation, worst first."""
    return [
        HardQuestionRow(
            key=one.question,
            text=split_stem(questions[one.question].stem).question_text,
            area_name=catalogue.area_name(questions[one.question].area),
            residual=one,
            mistake=describe_mistake(questions[one.question], one),
        )
        for one in residuals
        if one.question in questions and one.score < one.expected
    ][:MOST_QUESTIONS]


def describe_mistake(question: Question, residual: QuestionResidual) -> str:
    """Return the commonest wrong answer as text."""
    if residual.mistake is None:
        return ""
    given = json.loads(residual.mistake.choice)
    if "text" in given:
        return str(given["text"])
    numbers = given.get("choices", [given["choice"]] if "choice" in given else [])
    return "; ".join(plain_text(question.options[number].text) for number in numbers)


def build_projected(
    question: Question, answers: Sequence[GivenAnswer], catalogue: Catalogue
) -> ProjectedQuestion:
    """Return a question with the answers of the cohort, counted without names."""
    order = list(range(count_options(question)))
    given = [one.answer for one in answers]
    known = [one for one in given if not one.dont_know]
    is_shown = len(given) >= FEWEST_PEOPLE
    return ProjectedQuestion(
        taker=build_taker_view(question, order),
        review=build_review_view(question, order, {}, None, catalogue.misconceptions),
        lines=() if question.options else tuple(type_of(question).taker_lines(question)),
        options=tuple(_count_options(question, [one.given for one in known])),
        right=sum(one.score >= 1 for one in known),
        part=sum(0 < one.score < 1 for one in known),
        wrong=sum(one.score <= 0 for one in known),
        dont_know=len(given) - len(known),
        answered=len(given),
        is_shown=is_shown,
    )


def _count_options(
    question: Question, given: Sequence[Mapping[str, object]]
) -> list[OptionCount]:
    """Return how many people chose each option; who chose several counts at each."""
    counts: Counter[int] = Counter()
    for one in given:
        choice, choices = one.get("choice"), one.get("choices")
        if isinstance(choice, int):
            counts[choice] += 1
        elif isinstance(choices, list):
            counts.update(choices)
    best = max((option.points or 0 for option in question.options), default=0)
    return [
        OptionCount(
            LETTERS[number],
            inline_html(option.text),
            counts[number],
            option.correct or (option.points is not None and option.points == best),
        )
        for number, option in enumerate(question.options)
    ]
