"""Which questions a cohort missed against what was expected of it."""

from collections.abc import Iterator

import numpy as np
import pytest
from scipy.special import expit

from quiz.cohorts.analysis.hard_questions import (
    CohortAnswer,
    ExpectedScore,
    find_hard_questions,
    predict_scores,
)
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response
from quiz.measurement.irt.response_models import GRID
from tests.cohorts.analysis.learners import (
    AREAS,
    authored_pool,
    calibrated_pool,
    draw_responses,
    read_state,
)


def answer(
    score: float, expected: float = 0.5, *, choice: str = "", shared: float = 0.0
) -> CohortAnswer:
    expectation = ExpectedScore("q", expected, expected * (1 - expected), shared)
    return CohortAnswer("someone", expectation, score, choice)


def test_the_expectation_is_that_of_the_other_answers_alone() -> None:
    """Predicting an answer with it and without it in the state gives the same."""
    rng = np.random.default_rng(1)
    responses = draw_responses(rng, (0.0, 0.0, 0.0), range(10, 16))
    asked = responses[3]
    others = [one for one in responses if one is not asked]
    right, wrong = (
        predict_scores(
            read_state(calibrated_pool(), [*others, Response(asked.item, score)])
        )[asked.item]
        for score in (1.0, 0.0)
    )

    state = read_state(calibrated_pool(), others)
    density = state.posterior.density[AREAS.index("git")]
    number = calibrated_pool().item_index(asked.item)
    curve = 0.98 * expit(1.2 * (GRID - calibrated_pool().items[number].location))
    exact = float(density @ curve)

    # What the answer says to the other areas and back is left in: that is the difference.
    assert right.expected == pytest.approx(exact, abs=0.03)
    assert wrong.expected == pytest.approx(exact, abs=0.03)
    assert right.expected == pytest.approx(wrong.expected, abs=0.04)
    assert right.variance == pytest.approx(exact * (1 - exact), abs=0.02)


def test_weaker_people_are_expected_to_score_less() -> None:
    numbers = range(5, 25)
    strong, weak = (
        predict_scores(
            read_state(
                calibrated_pool(),
                [
                    Response(f"{area}-{number:02}", score)
                    for area in AREAS
                    for number in numbers
                ],
            )
        )
        for score in (1.0, 0.0)
    )

    assert all(strong[item].expected > weak[item].expected for item in strong)
    assert len(strong) == len(numbers) * len(AREAS)


def test_graded_questions_have_their_own_scores() -> None:
    pool = ItemPool.from_items(
        Item(f"{area}-{n}", area, difficulty=0.0, categories=4)
        for area in AREAS
        for n in range(3)
    )

    predicted = predict_scores(
        read_state(pool, [Response("git-0", 1 / 3), Response("git-1", 2 / 3)])
    )

    assert predicted.keys() == {"git-0", "git-1"}
    assert all(0 < one.expected < 1 for one in predicted.values())
    # Less than that of right and wrong alone with this mean.
    assert all(
        one.variance < one.expected * (1 - one.expected) for one in predicted.values()
    )


def test_a_question_as_authored_has_a_doubt_that_all_share() -> None:
    responses = [Response("git-20", 1.0), Response("git-10", 1.0)]

    known = predict_scores(read_state(calibrated_pool(), responses))["git-20"]
    authored = predict_scores(read_state(authored_pool(), responses))["git-20"]

    assert known.shared_error == 0
    # Half a logit of difficulty at a slope of about a quarter.
    assert 0.05 < authored.shared_error < 0.15


def cohort_answers(people: int, *, harder: float = 0.0) -> Iterator[CohortAnswer]:
    """Yield the answers of a cohort to twelve questions, of which git-15 is harder than it is taken for."""
    rng = np.random.default_rng(7)
    for person in range(people):
        ability = rng.normal(0, 0.8, len(AREAS))
        responses = draw_responses(rng, ability, range(14, 18))
        chance = 0.98 * expit(1.2 * (ability[0] + 0.5 - harder))
        responses[1] = Response("git-15", float(rng.random() < chance))
        expected = predict_scores(read_state(calibrated_pool(), responses))
        for response in responses:
            yield CohortAnswer(
                f"p{person}", expected[response.item], response.score, "wrong"
            )


def test_a_question_that_is_truly_harder_for_the_cohort_stands_first() -> None:
    hard = find_hard_questions(cohort_answers(40, harder=2.0))

    assert hard[0].question == "git-15"
    assert hard[0].is_missed
    assert hard[0].score < hard[0].expected
    assert hard[0].answered == 40


def test_questions_answered_as_expected_have_residuals_about_zero() -> None:
    residuals = [one.residual for one in find_hard_questions(cohort_answers(60))]

    assert len(residuals) == 12
    assert np.std(residuals) == pytest.approx(1, abs=0.5)
    assert abs(np.mean(residuals)) < 0.6


def test_four_answers_are_not_listed_and_five_are() -> None:
    assert not find_hard_questions([answer(0.0)] * 4)
    assert find_hard_questions([answer(0.0)] * 5)[0].answered == 5


def test_the_residual_is_the_difference_in_standard_deviations() -> None:
    (one,) = find_hard_questions([answer(0.0)] * 8 + [answer(1.0)] * 2)

    # 2 right of 5 expected, with a variance of 10 · .25.
    assert one.residual == pytest.approx((2 - 5) / 2.5**0.5)


def test_a_difficulty_that_is_in_doubt_for_all_makes_a_miss_less_surprising() -> None:
    (known,) = find_hard_questions([answer(0.0)] * 9 + [answer(1.0)])
    (doubtful,) = find_hard_questions(
        [answer(0.0, shared=0.12)] * 9 + [answer(1.0, shared=0.12)]
    )

    # (10 · .12)² - 10 · .12² beside 10 · .25
    assert doubtful.residual == pytest.approx(-4 / (2.5 + 1.296) ** 0.5)
    assert known.is_missed
    assert doubtful.residual > known.residual


def test_the_most_frequent_wrong_answer_is_named_with_its_number() -> None:
    (one,) = find_hard_questions(
        [
            answer(0.0, choice="b"),
            answer(0.0, choice="c"),
            answer(0.5, choice="c"),
            answer(1.0, choice="a"),
            answer(1.0, choice="a"),
            answer(1.0, choice="a"),
            answer(0.0),
        ]
    )

    assert one.mistake is not None
    assert (one.mistake.choice, one.mistake.people) == ("c", 2)
    assert one.dont_know == 1


def test_a_wrong_answer_that_one_person_gave_is_not_common() -> None:
    (one,) = find_hard_questions([answer(0.0, choice=name) for name in "bcdef"])

    assert one.mistake is None


def test_no_answers_are_no_questions() -> None:
    assert find_hard_questions([]) == []
    assert predict_scores(read_state(calibrated_pool(), [])) == {}
