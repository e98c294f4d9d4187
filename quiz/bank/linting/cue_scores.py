"""The test-wise guesser: the score of somebody who follows one surface cue, tested against exact chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from quiz.bank.linting.learned_cues import (
    score_by_letters,
    score_by_surface,
    score_by_words,
)
from quiz.bank.linting.surface_cues import (
    CUES,
    PLACE_CUES,
    ChoiceQuestion,
    Scores,
    build_choice_questions,
    build_cue_context,
)
from quiz.bank.questions import Question

#: A cue fails when its adjusted p is below this and its excess at least that.
SIGNIFICANCE_LEVEL = 0.01
MIN_EXCESS = 0.03

#: Cues that look at all questions together.
LEARNED_CUES = {
    "learned surface": score_by_surface,
    "learned words": score_by_words,
    "learned letters": score_by_letters,
}
CUE_NAMES = (*CUES, *PLACE_CUES, *LEARNED_CUES)


@dataclass(frozen=True)
class CueResult:
    """The score of one cue over the bank."""

    name: str
    #: Questions with options, and those in which the cue prefers some of them.
    questions: int
    speaks_on: int
    #: Questions that it gets right, and how many chance would; ties count in part.
    score: float
    expected: float
    z: float
    #: Two-sided, adjusted after Holm for the number of cues.
    p: float

    @property
    def excess_share(self) -> float:
        """The share of questions by which the cue does better (or worse) than chance."""
        return (self.score - self.expected) / self.questions if self.questions else 0.0

    @property
    def is_failing(self) -> bool:
        """Whether this cue gives the bank away."""
        return self.p < SIGNIFICANCE_LEVEL and abs(self.excess_share) >= MIN_EXCESS


@dataclass(frozen=True)
class _CueTally:
    speaks_on: int
    score: float
    expected: float
    variance: float


def score_cues(questions: Sequence[Question]) -> list[CueResult]:
    """Return the score of each cue, the strongest first."""
    choices = build_choice_questions(questions)
    tallies = {
        name: tally_cue(choices, scores)
        for name, scores in score_options(choices).items()
    }
    z = {
        name: (one.score - one.expected) / sqrt(one.variance)
        if one.variance > 1e-12
        else 0.0
        for name, one in tallies.items()
    }
    adjusted = adjust_p_values(
        {name: erfc(abs(value) / sqrt(2)) for name, value in z.items()}
    )
    results = [
        CueResult(
            name,
            len(choices),
            one.speaks_on,
            one.score,
            one.expected,
            z[name],
            adjusted[name],
        )
        for name, one in tallies.items()
    ]
    return sorted(results, key=lambda one: (one.p, -abs(one.z)))


def score_options(choices: Sequence[ChoiceQuestion]) -> dict[str, list[Scores]]:
    """Return the numbers that every cue gives to the options of every question."""
    sight = build_cue_context(choices)
    scores: dict[str, list[Scores]] = {
        name: [cue(choice_question, sight) for choice_question in choices]
        for name, cue in (CUES | PLACE_CUES).items()
    }
    return scores | {
        name: learned(choices, sight) for name, learned in LEARNED_CUES.items()
    }


def tied_options(scores: Scores) -> list[int]:
    """Return the options to which a cue gives its largest number."""
    best = max(scores)
    return [number for number, score in enumerate(scores) if score == best]


def tally_cue(choices: Sequence[ChoiceQuestion], scores: Sequence[Scores]) -> _CueTally:
    """Return a cue's score with its exact mean and variance under blind guessing.

    Of n options k are keys, and t are tied as the cue's best. The share of keys among the tied has
    mean k/n and, drawn without replacement, variance k/n (1 - k/n) (n - t) / ((n - 1) t); with one
    key that is 1/(n t) - 1/n².
    """
    speaks_on, score, expected, variance = 0, 0.0, 0.0, 0.0
    for choice_question, numbers in zip(choices, scores, strict=True):
        count, keys, best = (
            len(choice_question.options),
            len(choice_question.keys),
            tied_options(numbers),
        )
        share = keys / count
        speaks_on += len(best) < count
        score += len(choice_question.keys.intersection(best)) / len(best)
        expected += share
        variance += (
            share * (1 - share) * (count - len(best)) / ((count - 1) * len(best))
        )
    return _CueTally(speaks_on, score, expected, variance)


def adjust_p_values(p: dict[str, float]) -> dict[str, float]:
    """Return p values adjusted for their number (Holm 1979, Scandinavian Journal of Statistics 6)."""
    adjusted: dict[str, float] = {}
    largest = 0.0
    for place, (name, value) in enumerate(sorted(p.items(), key=lambda item: item[1])):
        largest = max(largest, min(1.0, value * (len(p) - place)))
        adjusted[name] = largest
    return adjusted


def questions_given_away(questions: Sequence[Question], cue: str) -> list[str]:
    """Return the questions in which a cue prefers a single option and that option is right."""
    choices = build_choice_questions(questions)
    found = []
    for choice_question, numbers in zip(
        choices, score_options(choices)[cue], strict=True
    ):
        best = tied_options(numbers)
        if len(best) == 1 and best[0] in choice_question.keys:
            found.append(choice_question.key)
    return found
