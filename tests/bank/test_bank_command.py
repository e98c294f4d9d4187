"""The command `trigpoint bank`, as somebody types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quiz.cli.bank.checking import bank_group
from tests.bank.conftest import OWN, SMALL, Break


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(bank_group, [str(word) for word in words])


def make_it_leak(root: Path) -> None:
    """Fill a bank with forty questions whose key stands first, of two objectives."""
    for name, objective in (
        ("soft/soft-14.md", "soft-14"),
        ("sql/sql-01.md", "sql-01"),
    ):
        body = (
            (SMALL / "soft/soft-14.md").read_text(encoding="utf-8").partition("## ")[2]
        )
        head = (root / name).read_text(encoding="utf-8").partition("## ")[0]
        many = [
            "## " + body.replace("soft-14-stuck-colleague", f"{objective}-no-{number}")
            for number in range(20)
        ]
        (root / name).write_text(head + "".join(many), encoding="utf-8")


def test_check_names_faults_and_fails(break_bank: Break) -> None:
    root = break_bank("prog/prog-01.md", "- seconds: 40", "- seconds: x")

    result = run("check", "--questions", root, "--today", "2026-11-22")

    assert result.exit_code == 1
    assert (
        "prog-01.md:8: error [format] prog-01-two-names seconds: found 'x'"
        in result.output
    )
    assert "8 questions, " in result.output


def test_check_of_some_files_speaks_of_these_alone(break_bank: Break) -> None:
    root = break_bank("prog/prog-01.md", "- seconds: 40", "- seconds: x")

    sound = run("check", "--questions", root, root / "sql/sql-01.md")
    broken = run("check", "--questions", root, root / "prog/prog-01.md")

    assert (sound.exit_code, sound.output) == (0, "2 questions, 0 errors, 0 warnings\n")
    assert (broken.exit_code, len(broken.output.strip().split("\n"))) == (1, 2)


def test_check_speaks_json_to_programs() -> None:
    result = run("check", "--questions", SMALL, "--json")

    content = json.loads(result.output)
    assert content["questions"] == 9
    assert {finding["check"] for finding in content["findings"]} == {
        "coverage",
        "places",
    }


def test_check_says_when_the_bank_gives_itself_away(bank_copy: Path) -> None:
    make_it_leak(bank_copy)

    result = run("check", "--questions", bank_copy)

    assert "The whole bank gives itself away: first in file" in result.output


def test_a_day_that_is_none_is_refused() -> None:
    result = run("check", "--today", "soon")

    assert result.exit_code == 2
    assert "'soon' is no date; write it as 2026-11-22" in result.output


def test_our_own_bank_is_the_default() -> None:
    result = run("show", "sql-01-and-binds-before-or")

    assert result.exit_code == 0


def test_guess_shows_what_each_cue_scores() -> None:
    result = run("guess", "--questions", SMALL)

    assert result.output.startswith("cue ")
    assert "learned words" in result.output


def test_guess_names_the_questions_of_a_cue(bank_copy: Path) -> None:
    longest = run("guess", "--questions", bank_copy, "--cue", "longest")
    words = run("guess", "--questions", bank_copy, "--cue", "learned words")
    unknown = run("guess", "--questions", bank_copy, "--cue", "smell")

    assert "soft-14-stuck-colleague" in longest.output
    assert words.exit_code == 0
    assert unknown.exit_code == 2
    assert "one of longest, shortest" in unknown.output


def test_tells_lists_what_gives_keys_away(bank_copy: Path) -> None:
    everything = run("tells", "--questions", bank_copy)
    one_file = run("tells", "--questions", bank_copy, bank_copy / "sql/sql-01.md")

    assert "given away; luck alone would be 1." in everything.output
    assert "0 given away; luck alone would be 0." in one_file.output


def test_tells_names_the_words(bank_copy: Path) -> None:
    make_it_leak(bank_copy)

    result = run("tells", "--questions", bank_copy, "--most", "3")

    assert "-no-" in result.output
    assert "the key has" in result.output


def test_show_says_nothing_of_the_key_unless_asked() -> None:
    taker = run("show", "prog-01-two-names", "--questions", SMALL)
    author = run("show", "prog-01-two-names", "--questions", SMALL, "--key")

    assert "copies nothing" not in taker.output
    assert "copies nothing" in author.output


def test_show_of_nothing_is_said_so() -> None:
    result = run("show", "prog-01-none", "--questions", SMALL)

    assert result.exit_code == 1
    assert "no question 'prog-01-none'" in result.output


def test_coverage_shows_everything_or_what_is_thin() -> None:
    whole = run("coverage", "--questions", SMALL).output
    thin = run("coverage", "--questions", SMALL, "--thin").output

    assert (
        "PROG-01    4      Predict values (multiple 1, number 1, single 1, text 1)"
        in whole
    )
    assert "pack of everyone" in whole
    assert "PROG-01" not in thin
    assert "SOFT-14    1 thin Mentor" in thin


def test_coverage_of_an_objective_without_questions(bank_copy: Path) -> None:
    (bank_copy / "soft/soft-14.md").unlink()

    assert (
        "SOFT-14    0 thin Mentor\n" in run("coverage", "--questions", bank_copy).output
    )


def test_export_is_json(bank_copy: Path) -> None:
    result = run("export", "--format", "json", "--questions", bank_copy, "--own", OWN)

    content = json.loads(result.output)
    assert len(content) == 10
    assert content[0]["id"] == "prog-01-two-names"


def test_export_of_a_broken_bank_says_what_is_wrong(break_bank: Break) -> None:
    root = break_bank("prog/prog-01.md", "- seconds: 40", "- seconds: x")

    result = run("export", "--questions", root)

    assert result.exit_code == 1
    assert "seconds: found 'x'" in result.output


def test_the_table_is_printed_or_put_into_a_file(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(
        "a\n<!-- bank table: begin -->\n<!-- bank table: end -->\nb", encoding="utf-8"
    )

    printed = run("table", "--questions", SMALL)
    written = run("table", "--questions", SMALL, "--write", readme)

    assert printed.output.startswith("| area |")
    assert written.exit_code == 0
    assert printed.output.strip() in readme.read_text(encoding="utf-8")


def test_enemies_are_found_and_noted(bank_copy: Path) -> None:
    file = bank_copy / "soft/soft-14.md"
    text = file.read_text(encoding="utf-8")
    twin = "## " + text.partition("## ")[2].replace("stuck-colleague", "twin")
    file.write_text(text + "\n" + twin, encoding="utf-8")

    found = run("enemies", "--questions", bank_copy, "--write")
    again = run("enemies", "--questions", bank_copy)

    assert "soft-14-stuck-colleague and soft-14-twin: 100% of" in found.output
    assert again.output == ""


def test_options_are_mixed_in_the_files_that_are_named(bank_copy: Path) -> None:
    before = (bank_copy / "prog/prog-01.md").read_text(encoding="utf-8")

    run("mix", "--questions", bank_copy, bank_copy / "soft/soft-14.md")
    untouched = (bank_copy / "prog/prog-01.md").read_text(encoding="utf-8")
    run("mix", "--questions", bank_copy)

    assert untouched == before
    assert (bank_copy / "prog/prog-01.md").read_text(encoding="utf-8") != before


def test_verify_keeps_proofs_and_runs_only_what_changed(bank_copy: Path) -> None:
    first = run("verify", "--questions", bank_copy, bank_copy / "prog/prog-01.md")
    again = run(
        "verify", "--questions", bank_copy, bank_copy / "prog/prog-01.md", "--changed"
    )

    assert "2 proved, 0 failed, 0 kept, 0 not run" in first.output
    assert "0 proved, 0 failed" in again.output
    assert '"prog-01-two-names"' in (bank_copy / "proofs.json").read_text(
        encoding="utf-8"
    )


def test_verify_fails_and_forgets_a_proof_that_no_longer_holds(
    break_bank: Break,
) -> None:
    root = break_bank("prog/prog-01.md", "print(1000 * 1.5 / 1000)", "print(7)")
    (root / "proofs.json").write_text(
        json.dumps(
            {
                key: {"digest": "", "runtime": "", "output": ""}
                for key in ("prog-01-sum", "gone")
            }
        ),
        encoding="utf-8",
    )

    result = run("verify", "--questions", root, root / "prog/prog-01.md")

    assert result.exit_code == 1
    assert (
        "failed prog-01-sum\n    python: it printed '7', which is no accepted answer"
        in result.output
    )
    kept = json.loads((root / "proofs.json").read_text(encoding="utf-8"))
    assert list(kept) == ["prog-01-two-names"]


def test_verify_can_leave_no_trace(bank_copy: Path) -> None:
    run("verify", "--no-keep", "--questions", bank_copy, bank_copy / "prog/prog-01.md")

    assert not (bank_copy / "proofs.json").exists()


@pytest.mark.parametrize(
    "command", ["check", "verify", "guess", "coverage", "export", "show"]
)
def test_every_command_explains_itself(command: str) -> None:
    assert run(command, "--help").exit_code == 0
