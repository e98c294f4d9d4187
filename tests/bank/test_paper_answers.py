"""What is typed for an answer sheet becomes the answer that a page would send, and the other way round."""

import random

import pytest

from quiz.bank.answers.paper_answers import (
    UnreadableBox,
    is_dont_know,
    print_question,
    read_paper_answer,
    write_paper_answer,
)
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.markdown_nodes import block_nodes
from quiz.bank.questions import Question
from quiz.bank.rendering import count_options
from quiz.bank.types.protocol import BoxKind
from quiz.bank.types.registry import type_of
from quiz.sittings.assessment.context import AssessmentContext


def one_of(tools: AssessmentContext, kind: BoxKind, *, boxes: int = 1) -> Question:
    """Return a question of the bank with such a box."""
    return next(
        question
        for question in tools.catalogue.questions.values()
        for part in [print_question(question, range(count_options(question)))]
        if len(part.boxes) == boxes and part.boxes[0].kind is kind
    )


def test_every_question_of_the_bank_can_be_answered_on_paper(
    tools: AssessmentContext,
) -> None:
    rng = random.Random(3)
    for question in tools.catalogue.questions.values():
        order = list(range(count_options(question)))
        rng.shuffle(order)
        for given in (right_answer(question), wrong_answer(question, rng)):
            typed = write_paper_answer(question, order, given)
            boxes = print_question(question, order).boxes
            lower = [
                text.lower() if box.texts else text
                for text, box in zip(typed, boxes, strict=True)
            ]
            read = read_paper_answer(question, order, lower)

            expected = score_answer(question, given).score
            assert score_answer(question, read).score == expected, question.key


def test_every_question_of_the_bank_is_printed_with_its_reasons(
    tools: AssessmentContext,
) -> None:
    for question in tools.catalogue.questions.values():
        order = list(range(count_options(question)))
        reasons = type_of(question).paper_reasons(question, order)

        shown = [
            block_nodes(text) for one in reasons for text in (one.text, one.reason)
        ]
        assert all(shown), question.key
        assert block_nodes(question.stem), question.key


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (BoxKind.ONE, "z", "Z is not one of the letters A to"),
        (BoxKind.ONE, "ab", "Only one letter fits here."),
        (BoxKind.ONE, "42", "4 is not one of the letters"),
        (BoxKind.SEVERAL, "aa", "A letter is there twice."),
        (BoxKind.SEVERAL, "abcd", "At most"),
        (BoxKind.ORDER, "ab", "This takes"),
        (BoxKind.ORDER, "aabb", "A letter is there twice."),
        (BoxKind.MATCH, "a", "This takes"),
        (BoxKind.NUMBER, "many", "Enter a number"),
        (BoxKind.TEXT, "x" * 301, "at most 300 characters"),
    ],
)
def test_what_cannot_stand_in_a_box_is_refused(
    tools: AssessmentContext, kind: BoxKind, typed: str, said: str
) -> None:
    question = one_of(tools, kind)

    with pytest.raises(UnreadableBox, match=said) as refused:
        read_paper_answer(question, range(count_options(question)), [typed])

    assert refused.value.box == 0


@pytest.mark.parametrize("typed", ["b, a", "B A", "b/a", "ab", "ＡＢ", "a+b"])
def test_letters_are_read_however_they_are_separated(
    tools: AssessmentContext, typed: str
) -> None:
    question = one_of(tools, BoxKind.SEVERAL)
    order = list(reversed(range(count_options(question))))

    assert read_paper_answer(question, order, [typed]) == {"choices": sorted(order[:2])}


@pytest.mark.parametrize("mark", ["-", "?", "−", " - ", "？"])
@pytest.mark.parametrize("kind", BoxKind)
def test_a_mark_says_dont_know_in_every_kind_of_box(
    tools: AssessmentContext, kind: BoxKind, mark: str
) -> None:
    question = one_of(tools, kind)

    assert is_dont_know(question, mark)
    assert read_paper_answer(question, range(count_options(question)), [mark]) == {}


def test_the_box_that_is_wrong_is_named_among_several(tools: AssessmentContext) -> None:
    question = next(
        one
        for one in tools.catalogue.questions.values()
        if len(one.gaps) > 1 and one.gaps[-1].kind == "choose"
    )
    order = range(count_options(question))
    typed = list(write_paper_answer(question, order, right_answer(question)))
    typed[-1] = "z"

    with pytest.raises(UnreadableBox) as refused:
        read_paper_answer(question, order, typed)

    assert refused.value.box == len(typed) - 1


def test_a_empty_gap_beside_filled_ones_is_not_known(tools: AssessmentContext) -> None:
    question = next(
        one for one in tools.catalogue.questions.values() if len(one.gaps) > 1
    )
    order = range(count_options(question))
    typed = list(write_paper_answer(question, order, right_answer(question)))

    read = read_paper_answer(question, order, [*typed[:-1], ""])

    assert read["gaps"][-1] is None
    assert write_paper_answer(question, order, read)[-1] == "-"
