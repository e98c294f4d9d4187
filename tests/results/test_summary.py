"""Which gap comes first, and what is said of all areas together."""

import pytest

from quiz.charts.strips import Statement, StripData
from quiz.results.summary import (
    StatementCounts,
    count_row_statements,
    select_gap_rows,
    select_undecided_rows,
    sort_by_gap,
    write_verdict,
)


def row(
    key: str, statement: Statement, level: float = 1.0, required: float = 1.0
) -> StripData:
    return StripData(
        key=key,
        area_name=key.upper(),
        level=level,
        low=level - 0.3,
        high=level + 0.3,
        required=required,
        statement=statement,
    )


def test_settled_gaps_come_before_likely_ones_and_reached_areas_last() -> None:
    rows = [
        row("a", "reached"),
        row("b", "likely not yet"),
        row("c", "not yet"),
        row("d", "likely"),
    ]

    assert [one.key for one in sort_by_gap(rows)] == ["c", "b", "d", "a"]


def test_within_a_statement_the_larger_gap_comes_first() -> None:
    rows = [row("small", "not yet", level=0.8), row("large", "not yet", level=0.2)]

    assert [one.key for one in sort_by_gap(rows)] == ["large", "small"]


def test_at_most_three_gaps_are_named() -> None:
    rows = [row(str(n), "not yet", level=n / 10) for n in range(5)]

    assert [one.key for one in select_gap_rows(rows)] == ["0", "1", "2"]


def test_an_area_too_close_to_tell_is_unsure_and_no_gap() -> None:
    rows = [row("a", "too close to tell"), row("b", "likely")]

    assert select_gap_rows(rows) == []
    assert [one.key for one in select_undecided_rows(rows)] == ["a"]


def test_only_what_is_decided_counts_as_settled() -> None:
    counts = count_row_statements(
        [row("a", "reached"), row("b", "not yet"), row("c", "likely")]
    )

    assert counts.settled == 2


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            StatementCounts(12, reached=3, likely=1, close=3, likely_not=2, not_yet=3),
            (
                "Of 12 areas, you reach the level of this goal in three and likely in one more."
                " Five are below it, two of these only probably. Three are too close to tell."
            ),
        ),
        (
            StatementCounts(12, reached=12, likely=0, close=0, likely_not=0, not_yet=0),
            "You reach the level of this goal in all 12 areas.",
        ),
        (
            StatementCounts(12, reached=0, likely=0, close=0, likely_not=0, not_yet=12),
            "Of 12 areas, you reach the level of this goal in none yet. All are below it.",
        ),
        (
            StatementCounts(12, reached=11, likely=0, close=1, likely_not=0, not_yet=0),
            "Of 12 areas, you reach the level of this goal in eleven. One is too close to tell.",
        ),
        (
            StatementCounts(12, reached=0, likely=5, close=6, likely_not=1, not_yet=0),
            (
                "Of 12 areas, you likely reach the level of this goal in five."
                " One is probably below it. Six are too close to tell."
            ),
        ),
        (
            StatementCounts(12, reached=4, likely=0, close=7, likely_not=0, not_yet=1),
            (
                "Of 12 areas, you reach the level of this goal in four."
                " One is below it. Seven are too close to tell."
            ),
        ),
    ],
)
def test_the_verdict_is_whole_sentences_without_empty_clauses(
    counts: StatementCounts, sentence: str
) -> None:
    assert write_verdict(counts) == sentence
