"""What the taker sees, and what the review shows."""

from dataclasses import asdict, replace
from typing import TypeVar

import pytest

from quiz.bank.answers.scoring import score_answer
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
from quiz.bank.types.matching import MatchingPart, ReviewedPairs
from quiz.bank.types.ordering import ReviewedOrder
from quiz.bank.types.shared.choices import ChoicePart, ReviewedChoice
from quiz.bank.types.text import ReviewedText, TypedPart
from tests.bank import makers

Part = TypeVar("Part")


def part_of(view: TakerView | ReviewView, kind: type[Part]) -> Part:
    """Return the part of a view that is its type's own."""
    assert isinstance(view.part, kind)
    return view.part


def review(one: Question, given: dict[str, object], catalogue: Catalogue) -> ReviewView:
    order = list(range(count_options(one)))
    return build_review_view(
        one, order, given, score_answer(one, given), catalogue.misconceptions
    )


def test_the_last_paragraph_that_is_not_code_is_the_question() -> None:
    parts = split_stem(
        "A scene.\n\n| t |\n|---|\n\nWhat is `x`?\n\n```python\nx = 1\n```\n\n- a note"
    )

    assert parts.scene_html.startswith("<p>A scene.</p>")
    assert "<table>" in parts.scene_html
    assert parts.question_html == "What is <code>x</code>?"
    assert parts.question_text == "What is x?"
    assert [html[:16] for html in parts.code_html] == [
        '<div class="code',
        "<ul>\n<li>a note<",
    ]


def test_the_taker_sees_options_in_the_order_of_the_page() -> None:
    view = build_taker_view(makers.question(), [2, 0, 1])

    assert [
        (one.value, one.letter, one.text) for one in part_of(view, ChoicePart).options
    ] == [
        ("0", "A", "arrange"),
        ("1", "B", "order by"),
        ("2", "C", "sort with"),
    ]
    assert part_of(view, ChoicePart).choose == 1


def test_the_taker_is_told_how_many_to_choose_and_the_unit() -> None:
    two = makers.multiple("a", "b", "c", right=(0, 1))
    size = makers.number("1", unit="MB")

    assert part_of(build_taker_view(two, [0, 1, 2]), ChoicePart).choose == 2
    assert part_of(build_taker_view(size, []), TypedPart).unit == "MB"


def test_left_sides_stay_and_right_sides_are_shuffled() -> None:
    one = makers.matching(("a", "1"), ("b", "2"), ("c", "1"), ("", "3"))

    part = part_of(build_taker_view(one, [2, 0, 1]), MatchingPart)

    assert [choice.text for choice in part.lefts] == ["a", "b", "c"]
    assert [choice.text for choice in part.rights] == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("one", "count"),
    [
        (makers.question(), 3),
        (makers.ordering("a", "b", "c"), 3),
        (makers.matching(("a", "1"), ("b", "2"), ("c", "1"), ("", "3")), 3),
        (makers.text("a"), 0),
    ],
)
def test_what_is_shuffled_is_counted(one: Question, count: int) -> None:
    assert count_options(one) == count


def secret(one: Question) -> Question:
    """Return a question whose hidden parts all hold a word that no page may show."""
    hidden = "SECRET beyond doubt"
    return replace(
        one,
        explanation=hidden,
        options=tuple(replace(option, reason=hidden, misconception="SECRET") for option in one.options),
        mistakes=tuple(replace(mistake, text=hidden, reason=hidden) for mistake in one.mistakes),
        answers=(hidden,) if one.answers else (),
        order=tuple(replace(row, reason=hidden) for row in one.order),
        pairs=tuple(replace(pair, reason=hidden) for pair in one.pairs),
        key="SECRET",
        objective="SECRET",
        tags=("SECRET",),
    )  # fmt: skip


def test_the_takers_view_holds_nothing_hidden(catalogue: Catalogue) -> None:
    for one in catalogue.questions.values():
        view = build_taker_view(secret(one), list(range(count_options(one))))

        assert "SECRET" not in repr(asdict(view))


def test_the_takers_view_says_nothing_of_which_option_is_the_key() -> None:
    one = makers.question()
    other = replace(
        one, options=makers.options("order by", "sort with", "arrange", right=(2,))
    )

    assert build_taker_view(one, [0, 1, 2]) == build_taker_view(other, [0, 1, 2])
    assert set(asdict(build_taker_view(one, [0, 1, 2]))) == set(
        TakerView.__dataclass_fields__
    )


def test_a_review_shows_what_was_chosen_what_is_right_and_why(
    catalogue: Catalogue,
) -> None:
    one = catalogue.find_question("prog-01-two-names")

    view = build_review_view(
        one,
        [1, 0, 2],
        {"choice": 1},
        score_answer(one, {"choice": 1}),
        catalogue.misconceptions,
    )

    assert view.outcome == "not yet"
    assert [
        (option.letter, option.chosen, option.key)
        for option in part_of(view, ReviewedChoice).options
    ] == [
        ("A", True, False),
        ("B", False, True),
        ("C", False, False),
    ]
    assert "copies nothing" in part_of(view, ReviewedChoice).options[0].reason_html
    assert [str(html) for html in view.misconceptions] == [
        "<p>Assignment binds a <strong>name</strong> to an object and copies nothing.</p>\n"
    ]
    assert view.references == one.references
    assert "never copies it" in view.explanation_html


@pytest.mark.parametrize(
    ("given", "outcome"),
    [({"choice": 0}, "right"), ({"choice": 1}, "part"), ({"choice": 3}, "not yet"), ({}, "dont_know")],
)  # fmt: skip
def test_the_outcome_has_a_word(
    given: dict[str, object], outcome: str, catalogue: Catalogue
) -> None:
    assert review(makers.judgement(), given, catalogue).outcome == outcome


def test_the_key_of_a_judgement_is_its_best_action(catalogue: Catalogue) -> None:
    view = review(makers.judgement(), {"choice": 1}, catalogue)

    assert [
        (option.key, option.points) for option in part_of(view, ReviewedChoice).options
    ] == [
        (True, 3),
        (False, 2),
        (False, 1),
        (False, 0),
    ]


def test_several_choices_are_shown_as_chosen(catalogue: Catalogue) -> None:
    one = makers.multiple("a", "b", "c", right=(0, 1))

    view = review(one, {"choices": [0, 2]}, catalogue)

    assert [option.chosen for option in part_of(view, ReviewedChoice).options] == [
        True,
        False,
        True,
    ]


def test_a_known_mistake_is_explained(catalogue: Catalogue) -> None:
    view = review(
        catalogue.find_question("prog-01-lower"), {"text": "tolower"}, catalogue
    )

    assert part_of(view, ReviewedText).given_text == "tolower"
    assert part_of(view, ReviewedText).key_text == "lower"
    assert (
        part_of(view, ReviewedText).mistake_html
        == "<p>That is the name in other languages.</p>\n"
    )
    assert len(view.misconceptions) == 1


def test_a_mistaken_number_is_recognised(catalogue: Catalogue) -> None:
    one = catalogue.find_question("prog-01-sum")

    assert (
        part_of(review(one, {"text": "15 MB"}, catalogue), ReviewedText).mistake_html
        is not None
    )
    assert (
        part_of(review(one, {"text": "77"}, catalogue), ReviewedText).mistake_html
        is None
    )
    assert (
        part_of(review(one, {"text": "1.5"}, catalogue), ReviewedText).mistake_html
        is None
    )


def test_another_wrong_text_has_no_mistake_to_explain(catalogue: Catalogue) -> None:
    view = review(
        catalogue.find_question("prog-01-lower"), {"text": "small"}, catalogue
    )

    assert part_of(view, ReviewedText).mistake_html is None
    assert view.misconceptions == ()


def test_an_order_is_reviewed_by_places(catalogue: Catalogue) -> None:
    one = catalogue.find_question("prog-13-steps-in-order")

    view = review(one, {"order": [1, 0, 2, 3]}, catalogue)

    assert [
        (row.given_place, row.place, row.is_right)
        for row in part_of(view, ReviewedOrder).rows
    ] == [
        (2, 1, False),
        (1, 2, False),
        (3, 3, True),
        (4, 4, True),
    ]
    unanswered = review(one, {}, catalogue)
    assert part_of(unanswered, ReviewedOrder).rows[0].given_place is None


def test_matches_are_reviewed_side_by_side(catalogue: Catalogue) -> None:
    one = catalogue.find_question("sql-01-which-clause")

    view = review(one, {"matches": [0, 3, 2]}, catalogue)

    assert [
        (pair.html, pair.given_html, pair.key_html, pair.is_right)
        for pair in part_of(view, ReviewedPairs).pairs
    ] == [
        ("Only some rows", "<code>WHERE</code>", "<code>WHERE</code>", True),
        ("A certain order", "<code>GROUP BY</code>", "<code>ORDER BY</code>", False),
        ("At most ten rows", "<code>LIMIT</code>", "<code>LIMIT</code>", True),
    ]
    unanswered = review(one, {}, catalogue)
    assert part_of(unanswered, ReviewedPairs).pairs[0].given_html is None


def test_a_question_can_be_shown_to_its_author_without_any_answer() -> None:
    view = build_review_view(makers.question(), [0, 1, 2], {}, None, {})

    assert view.outcome == ""
    assert part_of(view, ReviewedChoice).options[0].key


def test_a_misconception_that_is_gone_is_passed_over() -> None:
    wrong = replace(makers.options("a", "b")[1], misconception="gone")
    one = makers.question(options=(makers.options("a")[0], wrong))

    view = build_review_view(
        one, [0, 1], {"choice": 1}, score_answer(one, {"choice": 1}), {}
    )

    assert view.misconceptions == ()
