"""What the engine is told about a question."""

from quiz.bank.item_calibration.question_items import (
    AUTHORED_DIFFICULTY,
    build_item,
    build_items,
)
from quiz.bank.repository import Catalogue
from quiz.measurement.irt.item_pool import ItemPool
from tests.bank import makers


def test_an_item_carries_what_the_engine_needs() -> None:
    item = build_item(
        makers.judgement(level="S", difficulty="hard", enemies=("sql-01-x",))
    )

    assert (item.id, item.area, item.objective) == ("sql-01-rows", "sql", "SQL-01")
    assert (item.difficulty, item.seconds) == (2.2, 40.0)
    assert (item.categories, item.options) == (4, 4)
    assert item.enemies == {"sql-01-x"}
    assert not item.code
    assert not item.is_calibrated


def test_a_typed_answer_cannot_be_guessed() -> None:
    item = build_item(makers.text("a", form="code-output"))

    assert (item.options, item.categories, item.code) == (0, 2, True)


def test_harder_words_are_higher_on_the_scale() -> None:
    assert list(AUTHORED_DIFFICULTY.values()) == sorted(AUTHORED_DIFFICULTY.values())


def test_the_engine_takes_every_question_of_the_bank(catalogue: Catalogue) -> None:
    pool = ItemPool.from_items(build_items(catalogue.questions.values()))

    assert len(pool) == len(catalogue.questions)
