"""From an answer to its score, for each of the seven types."""

from itertools import permutations

import pytest

from quiz.bank.answers.scoring import (
    ScoredAnswer,
    count_blind_choices,
    count_categories,
    guessing_probabilities,
    score_answer,
)
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from quiz.bank.types.matching import key_matches, left_sides, right_sides
from quiz.errors import NotValid
from tests.bank import makers

MATCHES = (("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"), ("", "5"))


@pytest.mark.parametrize("given", [None, {}])
def test_nothing_given_is_an_honest_i_dont_know(
    given: dict[str, object] | None,
) -> None:
    marked = score_answer(makers.question(), given)

    assert marked == ScoredAnswer(0.0, dont_know=True)
    assert not marked.is_right


def test_a_single_choice_is_right_or_wrong() -> None:
    one = makers.question()

    assert score_answer(one, {"choice": 0}).is_right
    assert score_answer(one, {"choice": 2}).score == 0


@pytest.mark.parametrize(("choice", "score"), [(0, 1), (1, 2 / 3), (2, 1 / 3), (3, 0)])
def test_a_judgement_earns_its_points_in_thirds(choice: int, score: float) -> None:
    assert score_answer(makers.judgement(), {"choice": choice}).score == score


@pytest.mark.parametrize(
    ("choices", "score"),
    [([0, 2], 1), ([0, 1], 0.5), ([2], 0.5), ([1, 3], 0), ([1], 0)],
)
def test_two_of_five_earn_half_for_one(choices: list[int], score: float) -> None:
    one = makers.multiple("a", "b", "c", "d", "e", right=(0, 2))

    assert score_answer(one, {"choices": choices}).score == score


@pytest.mark.parametrize(
    ("choices", "score"), [([0, 1, 2], 1), ([0, 1, 3], 0.5), ([0, 3, 4], 0), ([0], 0)]
)
def test_a_hit_that_nobody_can_miss_earns_nothing(
    choices: list[int], score: float
) -> None:
    three_of_five = makers.multiple("a", "b", "c", "d", "e", right=(0, 1, 2))

    assert score_answer(three_of_five, {"choices": choices}).score == score


def test_three_of_four_are_right_or_wrong() -> None:
    one = makers.multiple("a", "b", "c", "d", right=(0, 1, 2))

    assert count_categories(one) == 2
    assert [
        score_answer(one, {"choices": pick}).score for pick in ([0, 1, 2], [1, 2, 3])
    ] == [
        1,
        0,
    ]


def test_many_keys_are_counted_in_thirds() -> None:
    one = makers.multiple(*"abcdefghij", right=(0, 1, 2, 3, 4))

    assert count_categories(one) == 4
    scores = [
        score_answer(one, {"choices": list(range(hits))}).score for hits in range(1, 6)
    ]
    assert scores == [0, 1 / 3, 1 / 3, 2 / 3, 1]


def test_a_typed_text_may_have_any_accepted_form() -> None:
    one = makers.text("[1, 2]", "1 2")

    assert score_answer(one, {"text": " [1,2]"}).is_right
    assert score_answer(one, {"text": "1  2"}).is_right
    assert not score_answer(one, {"text": "[2, 1]"}).is_right


def test_an_exact_text_keeps_its_case() -> None:
    one = makers.text("AbC", case="exact")

    assert score_answer(one, {"text": "AbC"}).is_right
    assert not score_answer(one, {"text": "abc"}).is_right


def test_a_number_may_be_one_of_several() -> None:
    one = makers.number("10", "12")

    assert score_answer(one, {"text": "12.0"}).is_right
    assert not score_answer(one, {"text": "11"}).is_right


@pytest.mark.parametrize(
    ("order", "score"),
    [([0, 1, 2], 1), ([1, 0, 2], 0.5), ([1, 2, 0], 0), ([2, 1, 0], 0)],
)
def test_three_rows_earn_half_for_one_swap(order: list[int], score: float) -> None:
    assert score_answer(makers.ordering("a", "b", "c"), {"order": order}).score == score


@pytest.mark.parametrize(
    ("order", "score"),
    [
        ([0, 1, 2, 3], 1),
        ([0, 1, 3, 2], 2 / 3),
        ([1, 0, 3, 2], 1 / 3),
        ([3, 2, 1, 0], 0),
    ],
)
def test_four_rows_earn_thirds_by_their_agreement(
    order: list[int], score: float
) -> None:
    assert (
        score_answer(makers.ordering("a", "b", "c", "d"), {"order": order}).score
        == score
    )


@pytest.mark.parametrize(
    ("matches", "score"),
    [([0, 1, 2, 3], 1), ([0, 1, 2, 4], 0.5), ([0, 1, 4, 2], 0.5), ([0, 2, 3, 1], 0)],
)
def test_matches_beyond_luck_earn_half(matches: list[int], score: float) -> None:
    assert score_answer(makers.matching(*MATCHES), {"matches": matches}).score == score


def test_three_pairs_without_a_spare_are_right_or_wrong() -> None:
    one = makers.matching(("a", "1"), ("b", "2"), ("c", "3"))

    assert count_categories(one) == 2
    assert score_answer(one, {"matches": [0, 2, 1]}).score == 0


def test_two_left_sides_may_share_a_right_side() -> None:
    one = makers.matching(("a", "1"), ("b", "2"), ("c", "1"), ("", "3"))

    assert left_sides(one) == ("a", "b", "c")
    assert right_sides(one) == ("1", "2", "3")
    assert key_matches(one) == (0, 1, 0)
    assert score_answer(one, {"matches": [0, 1, 0]}).is_right
    assert count_blind_choices(one) == 27


NONSENSE = [
    (makers.question(), {"choice": 3}),
    (makers.question(), {"choice": -1}),
    (makers.question(), {"choice": True}),
    (makers.question(), {"choice": "0"}),
    (makers.judgement(), {"choices": [0]}),
    (makers.multiple("a", "b", "c", right=(0, 1)), {"choices": [0, 1, 2]}),
    (makers.multiple("a", "b", "c", right=(0, 1)), {"choices": [0, 0]}),
    (makers.multiple("a", "b", "c", right=(0, 1)), {"choices": []}),
    (makers.multiple("a", "b", "c", right=(0, 1)), {"choices": "01"}),
    (makers.text("a"), {"text": "   "}),
    (makers.text("a"), {"text": 5}),
    (makers.text("a"), {"text": "a" * 301}),
    (makers.number("1"), {"text": "many"}),
    (makers.ordering("a", "b", "c"), {"order": [0, 1]}),
    (makers.ordering("a", "b", "c"), {"order": [0, 1, 1]}),
    (makers.ordering("a", "b", "c"), {"order": 7}),
    (makers.matching(*MATCHES), {"matches": [0, 1]}),
    (makers.matching(*MATCHES), {"matches": [0, 1, 2, 5]}),
]


@pytest.mark.parametrize(("one", "given"), NONSENSE)
def test_what_was_never_on_the_page_is_refused(
    one: Question, given: dict[str, object]
) -> None:
    with pytest.raises(NotValid):
        score_answer(one, given)


def test_every_score_is_one_of_the_categories(catalogue: Catalogue) -> None:
    one = catalogue.find_question("prog-13-steps-in-order")

    scores = {
        score_answer(one, {"order": list(order)}).score
        for order in permutations(range(4))
    }

    assert scores == {0, 1 / 3, 2 / 3, 1}


@pytest.mark.parametrize(
    ("one", "count", "chances"),
    [
        (makers.question(), 3, (1 / 3,)),
        (makers.judgement(), 4, (3 / 4, 1 / 2, 1 / 4)),
        (makers.multiple("a", "b", "c", "d", "e", right=(0, 2)), 10, (7 / 10, 1 / 10)),
        (makers.ordering("a", "b", "c"), 6, (3 / 6, 1 / 6)),
        (makers.ordering("a", "b", "c", "d"), 24, (9 / 24, 4 / 24, 1 / 24)),
        (makers.matching(("a", "1"), ("b", "2"), ("c", "3")), 6, (1 / 6,)),
        (makers.text("a"), 0, (0,)),
        (makers.number("1"), 0, (0,)),
    ],
)
def test_luck_is_counted_and_not_guessed(
    one: Question, count: int, chances: tuple[float, ...]
) -> None:
    assert count_blind_choices(one) == count
    assert guessing_probabilities(one) == pytest.approx(chances)


def test_the_blind_choices_of_matching_are_those_that_are_tried() -> None:
    one = makers.matching(*MATCHES)
    shared = makers.matching(("a", "1"), ("b", "2"), ("c", "1"), ("", "3"))

    # 120 ways to give four of five right sides; 7 of 81 with every match right or nearly so.
    assert guessing_probabilities(one)[-1] == pytest.approx(
        1 / count_blind_choices(one)
    )
    assert guessing_probabilities(shared)[-1] == pytest.approx(
        1 / count_blind_choices(shared)
    )
