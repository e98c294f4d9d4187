"""Questions as plain text."""

from quiz.bank.publishing.terminal_text import author_text, taker_text
from quiz.bank.repository import Catalogue


def test_the_taker_sees_stem_and_options_and_no_reason(catalogue: Catalogue) -> None:
    text = taker_text(catalogue.find_question("prog-01-two-names"))

    assert text.startswith("A program keeps notes in lists.")
    assert "  A  `" in text
    assert "copies nothing" not in text


def test_rows_and_right_sides_stand_in_the_order_of_the_alphabet(
    catalogue: Catalogue,
) -> None:
    rows = taker_text(catalogue.find_question("prog-13-steps-in-order"))
    pairs = taker_text(catalogue.find_question("sql-01-which-clause"))

    assert rows.index("The code is compiled") < rows.index("The source is read")
    assert "  Only some rows --> ____" in pairs
    assert pairs.index("`GROUP BY`") < pairs.index("`WHERE`")


def test_a_typed_answer_has_a_place_and_its_unit(catalogue: Catalogue) -> None:
    assert taker_text(catalogue.find_question("prog-01-sum")).endswith(
        "Your answer: ________ MB"
    )
    assert taker_text(catalogue.find_question("prog-01-lower")).endswith(
        "Your answer: ________"
    )


def test_the_author_sees_everything(catalogue: Catalogue) -> None:
    for one in catalogue.questions.values():
        text = author_text(one)

        assert one.explanation in text
        assert all(reference.url in text for reference in one.references)
        assert all(option.reason in text for option in one.options)
        assert all(mistake.reason in text for mistake in one.mistakes)
        assert all(part.reason in text for part in one.order)
        assert all(pair.reason in text for pair in one.pairs)


def test_the_author_sees_pack_proof_and_ideas(catalogue: Catalogue) -> None:
    text = author_text(catalogue.find_question("prog-01-two-names"))

    assert "python; tags python; stable, review by 2030-11-01; proved by python" in text
    assert "(assignment-copies)" in text
