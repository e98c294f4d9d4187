"""Questions that must not meet."""

from typing import Any

from quiz.bank.linting.similarity import (
    find_cueing_pairs,
    find_near_duplicates,
    find_unmarked_pairs,
)
from quiz.bank.linting.vocabulary import (
    content_stems,
    inverse_document_frequencies,
    stem_word,
)
from quiz.bank.questions import Question
from tests.bank import makers

LONG = (
    "Which of the indexes on the table of orders does the planner read for this report?"
)


def pair(first: str, second: str, **changes: Any) -> list[Question]:
    return [
        makers.text("a", key="sql-01-one", stem=first),
        makers.text("b", key="sql-01-two", stem=second, **changes),
    ]


def test_nearly_the_same_words_are_a_duplicate() -> None:
    [found] = find_near_duplicates(pair(LONG, LONG.replace("this report", "this page")))

    assert (found.first.key, found.second.key) == ("sql-01-one", "sql-01-two")
    assert "of their word groups in common" in found.why
    assert not found.is_marked


def test_the_same_words_in_another_order_are_alike() -> None:
    # Rarer words weigh more, so the bank holds a third question.
    questions = pair(
        "Planner reads which index, table or orders?",
        "Orders, table, index: which planner reads?",
    )
    questions.append(makers.text("c", key="sql-01-three", stem="Why do nulls vanish?"))

    [found] = find_near_duplicates(questions)

    assert "likeness of words" in found.why


def test_other_areas_are_not_compared() -> None:
    assert list(find_near_duplicates(pair(LONG, LONG, area="git"))) == []


def test_different_questions_are_no_duplicates() -> None:
    assert (
        list(find_near_duplicates(pair(LONG, "How many rows does the join yield?")))
        == []
    )


def test_enemies_are_settled() -> None:
    [found] = find_near_duplicates(pair(LONG, LONG, enemies=("sql-01-one",)))

    assert found.is_marked
    assert find_unmarked_pairs([found.first, found.second]) == []


def test_a_stem_that_holds_the_rare_words_of_another_key_gives_it_away() -> None:
    key = makers.question(
        key="sql-01-key",
        options=makers.options("a partial covering index", "a view", "a trigger"),
    )
    telling = makers.text(
        "x", key="sql-01-stem", stem="What makes a partial covering scan fast?"
    )

    [found] = find_cueing_pairs([key, telling])

    assert (found.first.key, found.second.key) == ("sql-01-key", "sql-01-stem")
    assert "cover, partial" in found.why


def test_another_objective_gives_nothing_away() -> None:
    key = makers.question(
        options=makers.options("a partial covering index", "a view", "b")
    )
    telling = makers.text(
        "x", objective="SQL-02", stem="What makes a partial covering scan fast?"
    )

    assert list(find_cueing_pairs([key, telling])) == []


def test_each_pair_is_listed_once() -> None:
    questions = pair(LONG, LONG.replace("report", "page"))

    assert len(find_unmarked_pairs([*questions])) == 1


def test_words_meet_by_their_stems() -> None:
    assert {stem_word(word) for word in ("join", "joins", "joined", "joining")} == {
        "join"
    }
    assert stem_word("planner") == stem_word("planners")
    assert stem_word("running") == stem_word("runs") == "run"
    assert stem_word("cache") == stem_word("caching") == "cach"
    assert content_stems("The rows of an ordered query") == ["row", "order", "query"]


def test_a_word_in_every_text_weighs_nothing() -> None:
    idf = inverse_document_frequencies(["rows joined", "rows sorted"])

    assert idf["row"] == 0
    assert idf["join"] > 0
