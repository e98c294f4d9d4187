"""Which questions a cohort missed against what was expected of it, and by which mistake."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from quiz.cohorts.analysis.averages import FEWEST_PEOPLE
from quiz.cohorts.analysis.growth.evidence import read_item_doubt
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.response_models import GRID_STEP, FloatArray

#: From this many standard deviations under the expectation on, a question counts as missed: one in forty of those that are
#: answered as expected would be.
MISSED_RESIDUAL = -1.96
FULL_SCORE = 1.0


@dataclass(frozen=True, slots=True)
class ExpectedScore:
    """What the model expects of one person on one question, from this person's other answers. Scores lie between 0 and 1."""

    question: str
    expected: float
    #: Variance of the score about it, the doubt about the person included.
    variance: float
    #: By how much the expectation falls when the question is harder by the standard error of its difficulty:
    #: shared by all who answer it.
    shared_error: float


@dataclass(frozen=True, slots=True)
class CohortAnswer:
    """One answer of one member to one question."""

    person: str
    expectation: ExpectedScore
    #: 0 to 1; "I don't know" is 0.
    score: float
    #: What was chosen or typed, in a form that is equal for equal answers; empty for "I don't know" or where
    #: answers of this type cannot be compared.
    choice: str = ""

    @property
    def is_missed(self) -> bool:
        """Whether it has less than the full score."""
        return self.score < FULL_SCORE


@dataclass(frozen=True, slots=True)
class CommonMistake:
    """The most frequent wrong answer to a question."""

    choice: str
    people: int


@dataclass(frozen=True)
class QuestionResidual:
    """One question: how the cohort answered it beside what was expected of these very people."""

    question: str
    answered: int
    #: Sums over the people who answered it, as a number of right answers.
    score: float
    expected: float
    #: Standardised: the difference in standard deviations; negative is worse than expected.
    residual: float
    dont_know: int
    #: The most frequent wrong answer if at least two people gave it; None also with fewer than five answers.
    mistake: CommonMistake | None

    @property
    def is_missed(self) -> bool:
        """Whether the cohort was worse than expected by more than chance and the question's doubtful difficulty explain."""
        return self.residual <= MISSED_RESIDUAL


def predict_scores(state: ExamineeState) -> dict[str, ExpectedScore]:
    """Return for each answered question what the person's *other* answers let expect, by question.

    The posterior of the area with the question's own likelihood divided out is the ability that the other answers
    say, on the grid and exactly; what this answer said to other areas and back is left in, which is far less. With ability
    density q, expected score e(θ) and second moment m(θ),

        E = ∫ e q,   Var = ∫ m q - E²

    Using the whole posterior instead would pull the expectation towards what was answered: a question that everybody
    misses would lower its own expectation and look less hard than it is.
    """
    specification = state.specification
    pool = specification.pool
    density = state.posterior.density
    predicted = {}
    for number in sorted(state.answers.keys() - state.unscored):
        area = specification.item_area_list[number]
        if area < 0:
            continue
        row = pool.outcome_row(number, state.answers[number])
        logs = pool.log_probabilities[int(state.honest)][row]
        with np.errstate(divide="ignore"):
            others = np.log(density[area]) - logs
        weights = np.exp(others - others.max())
        rows = slice(pool.first_row[number], pool.first_row[number + 1])
        curves = pool.category_probabilities[int(state.honest)][rows]
        item = pool.items[number]
        predicted[item.id] = _integrate_score(
            item.id,
            weights / weights.sum(),
            curves,
            pool.row_score[rows],
            read_item_doubt(item)[0],
        )
    return predicted


def _integrate_score(
    question: str,
    weights: FloatArray,
    curves: FloatArray,
    scores: FloatArray,
    difficulty_sd: float,
) -> ExpectedScore:
    mean = scores @ curves
    expected = float(weights @ mean)
    variance = float(weights @ (scores**2 @ curves)) - expected**2
    # A question harder by δ is answered as if the person were weaker by δ.
    slope = float(weights @ np.gradient(mean, GRID_STEP))
    return ExpectedScore(question, expected, variance, slope * difficulty_sd)


def find_hard_questions(
    answers: Iterable[CohortAnswer], *, fewest: int = FEWEST_PEOPLE
) -> list[QuestionResidual]:
    """Return the questions with at least `fewest` answers, the most missed against expectation first.

        z = Σ (x - E) / √( Σ Var + (Σ s)² - Σ s² )

    x is the score, s the shared error of a question's difficulty. Without the last two terms the answers to one question would count
    as independent, and every question whose author took it for easier than it is would be reported as a weakness
    of the cohort. They are not: they share the doubt about the question. A question that is listed was
    missed more than both explain, and can still be a bad question rather than a weak class; look at it first.
    """
    by_question: dict[str, list[CohortAnswer]] = defaultdict(list)
    for answer in answers:
        by_question[answer.expectation.question].append(answer)
    residuals = [
        _compare_with_expectation(question, given)
        for question, given in by_question.items()
        if len(given) >= fewest
    ]
    return sorted(residuals, key=lambda one: (one.residual, one.question))


def _compare_with_expectation(
    question: str, answers: Sequence[CohortAnswer]
) -> QuestionResidual:
    score = sum(answer.score for answer in answers)
    expected = sum(answer.expectation.expected for answer in answers)
    shared = [answer.expectation.shared_error for answer in answers]
    variance = sum(answer.expectation.variance for answer in answers)
    variance += sum(shared) ** 2 - sum(error**2 for error in shared)
    return QuestionResidual(
        question=question,
        answered=len(answers),
        score=score,
        expected=expected,
        residual=(score - expected) / variance**0.5 if variance > 0 else 0.0,
        dont_know=sum(answer.is_missed and not answer.choice for answer in answers),
        mistake=_find_common_mistake(answers),
    )


def _find_common_mistake(answers: Sequence[CohortAnswer]) -> CommonMistake | None:
    """Return the most frequent wrong answer of at least two people among at least five; of equals the first by name."""
    choices = Counter(
        answer.choice for answer in answers if answer.is_missed and answer.choice
    )
    if len(answers) < FEWEST_PEOPLE or not choices:
        return None
    choice, people = min(choices.items(), key=lambda one: (-one[1], one[0]))
    return CommonMistake(choice, people) if people > 1 else None
