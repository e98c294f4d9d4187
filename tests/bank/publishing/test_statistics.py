"""The bank in numbers, and its table for the README."""

from datetime import date

import pytest

from quiz.bank.linting.cue_scores import CueResult
from quiz.bank.linting.lint_report import CheckReport
from quiz.bank.proofs.proof_store import StoredProof
from quiz.bank.publishing.readme_table import (
    BEGIN,
    END,
    bank_table,
    format_share,
    guesser_sentence,
    insert_table,
)
from quiz.bank.publishing.statistics import compute_statistics, measure_coverage
from quiz.bank.repository import Catalogue
from quiz.errors import NotValid

TODAY = date(2026, 11, 22)


def cue(name: str, score: float, p: float) -> CueResult:
    return CueResult(name, 100, 100, score, 25.0, 0.0, p)


def test_coverage_says_what_is_thin(catalogue: Catalogue) -> None:
    coverage = measure_coverage(catalogue)

    thin = {one.objective.id: one.is_thin for one in coverage.objectives}
    assert thin == {"PROG-01": False, "PROG-13": True, "SQL-01": True, "SOFT-14": True}
    assert [(one.row.id, one.is_thin) for one in coverage.rows] == [
        ("python", False),
        ("sql", False),
        ("collaboration", True),
    ]
    assert coverage.objectives[0].by_type == {
        "single": 1,
        "multiple": 1,
        "number": 1,
        "text": 1,
    }
    assert (coverage.packs[""], coverage.packs["python"], coverage.packs["rust"]) == (
        7,
        1,
        0,
    )


def test_measures_count_what_there_is(catalogue: Catalogue) -> None:
    one = catalogue.find_question("sql-01-largest")
    proofs = {one.key: StoredProof(one.proof_digest, "SQLite 3", "Frost\n")}

    numbers = compute_statistics(catalogue, proofs, today=date(2028, 1, 1))

    assert (numbers.total, numbers.neutral, numbers.proved, numbers.with_reasons) == (
        9,
        7,
        1,
        9,
    )
    assert numbers.past_review == 1
    assert (numbers.objectives_covered, numbers.objectives) == (1, 4)
    assert (numbers.rows_covered, numbers.rows) == (2, 3)
    assert numbers.median_seconds == 40
    assert [(area.area, area.total, area.proved) for area in numbers.areas] == [
        ("prog", 6, 0),
        ("sql", 2, 1),
        ("soft", 1, 0),
    ]


def test_an_empty_bank_has_numbers_too(catalogue: Catalogue) -> None:
    empty = Catalogue(catalogue.areas, {}, {}, {}, {}, {})

    assert compute_statistics(empty, {}, today=TODAY).median_words == 0


def test_the_table_has_a_line_an_area_and_one_for_all(catalogue: Catalogue) -> None:
    table = bank_table(
        compute_statistics(catalogue, {}, today=TODAY), CheckReport((), 9, ())
    )

    assert "| Programming | 6 | 4 | 2 | 0 | 1 | 1 | 3 | 1 | 0 | 0 | 0 % |" in table
    assert "| **all** | 9 | 6 | 2 | 1 | 1 | 1 | 4 | 2 | 1 | 0 | 0 % |" in table
    assert "7 of them are asked of everyone; Python adds 1, JavaScript 1" in table
    assert "Checks: 0 errors, 0 warnings" in table


def test_the_table_goes_between_its_marks() -> None:
    text = f"before\n{BEGIN}\nold\n{END}\nafter"

    assert insert_table(text, "new") == f"before\n{BEGIN}\nnew\n{END}\nafter"


@pytest.mark.parametrize("text", ["no marks", BEGIN, END])
def test_a_file_without_the_marks_is_refused(text: str) -> None:
    with pytest.raises(NotValid, match="bank table: begin"):
        insert_table(text, "new")


def test_the_guesser_is_told_of_in_one_sentence() -> None:
    assert guesser_sentence([]) == "nothing to guess."
    assert guesser_sentence([cue("longest", 26, 0.5), cue("echo", 24.5, 0.9)]) == (
        "none of 2 cues beats luck; the largest excess is +1.0% (longest)."
    )
    assert (
        guesser_sentence([cue("longest", 40, 0.001)])
        == "beats luck by longest (+15.0%)."
    )


def test_a_share_of_nothing_is_none() -> None:
    assert format_share(1, 4) == "25 %"
    assert format_share(0, 0) == "none"
