"""Reading the folders: links, overlays, and faults of every file at once."""

import time
from pathlib import Path

import pytest

from quiz.bank.parsing.bank_folder import load_bank, read_bank
from quiz.bank.repository import Catalogue
from quiz.catalogue.findings import BankFaults
from quiz.catalogue.matrix import SalaryRow
from tests.bank.conftest import OWN, SMALL, Break


def faults(root: Path, own: Path | None = None) -> list[str]:
    with pytest.raises(BankFaults) as caught:
        load_bank(root, own)
    return [str(finding) for finding in caught.value.findings]


def test_everything_in_the_folder_is_found(catalogue: Catalogue) -> None:
    assert list(catalogue.areas) == ["prog", "sql", "soft"]
    assert list(catalogue.objectives) == ["PROG-01", "PROG-13", "SQL-01", "SOFT-14"]
    assert list(catalogue.goals) == ["junior", "senior"]
    assert str(catalogue.goals["junior"].levels["prog"]) == "1.2"
    assert catalogue.profiles["P0"].place == "France"
    assert catalogue.figures["outlook"].percent == 15
    pay = catalogue.rows["pay-fr-junior"]
    assert isinstance(pay, SalaryRow)
    assert pay.low == 35000
    assert not catalogue.rows["pay-fr-junior"].is_tested
    assert "copies nothing" in catalogue.misconceptions["assignment-copies"].text
    assert len(catalogue.questions) == 9


def test_an_operators_folder_adds_questions_goals_and_misconceptions() -> None:
    catalogue = load_bank(SMALL, OWN)

    assert catalogue.find_question("prog-01-our-own").own
    assert not catalogue.find_question("prog-01-sum").own
    assert list(catalogue.goals) == ["junior", "senior", "night-shift"]
    assert "all-is-yours" in catalogue.misconceptions


def test_an_operators_folder_may_not_take_the_key_of_a_question_of_ours(
    bank_copy: Path,
) -> None:
    assert any(
        "prog-01-sum key: found used before in" in fault
        for fault in faults(SMALL, bank_copy)
    )


def test_a_goal_twice_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "goals").mkdir()
    text = (SMALL / "goals/junior.toml").read_text(encoding="utf-8")
    (tmp_path / "goals/other.toml").write_text(text, encoding="utf-8")

    assert any(
        "junior goal: found used before; " in fault for fault in faults(SMALL, tmp_path)
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("prog/prog-01.md", "- tags: python", "- tags: cobol", "tags: found cobol; expected an id of skills/matrix.toml"),
        ("sql/sql-01.md", "- enemies: sql-01-largest", "- enemies: sql-01-none", "enemies: found sql-01-none; expected the key of a question"),
        ("misconceptions/prog.md", "## assignment-copies", "## another", "Options: found assignment-copies; expected an id in misconceptions/"),
        ("misconceptions/prog.md", "## assignment-copies", "## Bad id", "Bad id misconception: found an odd id"),
        ("misconceptions/prog.md", "## assignment-copies", "## empty-one\n\n## assignment-copies", "empty-one misconception: found no text"),
        ("skills/objectives.toml", 'prerequisites = ["PROG-01"]', 'prerequisites = ["PROG-77"]', "PROG-13 prerequisites: found PROG-77; expected an objective"),
        ("skills/objectives.toml", 'area = "sql"', 'area = "nosql"', "SQL-01 area: found nosql; expected an area"),
        ("skills/matrix.toml", 'area = "sql"', 'area = "nosql"', "sql area: found nosql; expected an area"),
        ("skills/matrix.toml", 'profiles = ["P0"]', 'profiles = ["P9"]', "python profiles: found P9; expected a profile"),
        ("skills/matrix.toml", 'what = "an interview"', "", "profile P0 what: found"),
        ("skills/matrix.toml", 'levels = ["J"]', 'levels = ["X"]', "row sql levels.0: found 'X'"),
        ("skills/areas.toml", 'id = "sql"', 'id = "prog"', "area: found an id twice"),
        ("skills/areas.toml", "[[area]]", "[[area", "file: found"),
        ("goals/junior.toml", "prog = 1.2", "prog = 1.2\nextra = 2", "junior levels: found prog, extra, sql, soft; expected every area once"),
        ("goals/junior.toml", "order = 1", 'colour = "red"', "goal order: found"),
    ],
)  # fmt: skip
def test_what_is_named_must_exist(
    name: str, old: str, new: str, expected: str, break_bank: Break
) -> None:
    root = break_bank(name, old, new)

    assert any(expected in fault for fault in faults(root)), faults(root)


def test_the_name_of_a_file_begins_with_its_objective(bank_copy: Path) -> None:
    (bank_copy / "sql/sql-01.md").rename(bank_copy / "sql/rows.md")

    assert any(
        "file: found rows.md; expected sql-01.md or sql-01-….md" in one
        for one in faults(bank_copy)
    )


def test_misconceptions_lie_in_a_file_named_after_an_area(bank_copy: Path) -> None:
    (bank_copy / "misconceptions/prog.md").rename(bank_copy / "misconceptions/all.md")

    assert any(
        "found all.md; expected an area's id" in one for one in faults(bank_copy)
    )


def test_a_file_that_is_no_text_is_a_fault_and_not_a_crash(bank_copy: Path) -> None:
    (bank_copy / "prog/prog-01.md").write_bytes(b"\xff\xfe\x00")
    (bank_copy / "misconceptions/prog.md").write_bytes(b"\xff")

    assert sum("a readable UTF-8 file" in one for one in faults(bank_copy)) == 2


def test_a_missing_table_is_a_fault(bank_copy: Path) -> None:
    (bank_copy / "skills/current.toml").unlink()

    assert any("a readable UTF-8 file" in one for one in faults(bank_copy))


def test_what_can_be_read_is_read_in_spite_of_faults(break_bank: Break) -> None:
    root = break_bank("prog/prog-01.md", "- seconds: 40", "- seconds: x")

    bank = read_bank(root)

    assert len(bank.findings) == 1
    assert len(bank.catalogue.questions) == 8


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(bank_copy: Path) -> None:
    file = bank_copy / "sql/sql-01.md"
    text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())

    copied = load_bank(bank_copy).find_question("sql-01-largest")

    assert copied.digest == load_bank(SMALL).find_question("sql-01-largest").digest


def test_a_thousand_questions_load_in_a_few_seconds(bank_copy: Path) -> None:
    text = (
        (SMALL / "sql/sql-01.md")
        .read_text(encoding="utf-8")
        .replace("- enemies: sql-01-largest\n", "")
    )
    for number in range(500):
        more = text.replace("## sql-01-", f"## sql-01-n{number}-")
        (bank_copy / f"sql/sql-01-n{number}.md").write_text(more, encoding="utf-8")

    start = time.process_time()
    catalogue = load_bank(bank_copy)
    seconds = time.process_time() - start

    assert len(catalogue.questions) == 1009
    assert seconds < 5
