"""Every language runs; those that are not installed here are skipped by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quiz.bank.proofs.postgresql import PostgresServer
from quiz.bank.proofs.runtimes import (
    RUNTIMES,
    _java_file,
    _javascript_file,
    engine_version,
    engines_for,
    is_installed,
    run_with_hash_seeds,
)
from quiz.bank.proofs.sqlite_script import (
    format_cell,
    run_script_file,
    split_statements,
)

PROGRAMS = {
    "python": ("print(len({'a', 'b'}))", "2\n"),
    "sqlite": ("CREATE TABLE t (a, b);\nINSERT INTO t VALUES (1.50, NULL);\nSELECT a, b FROM t", "1.5 | NULL\n"),
    "javascript": ("console.log([1, 2].length)", "2\n"),
    "bash": ("echo a | tr a b; ls -A", "b\n"),
    "git": ("git init -q\ngit commit -q --allow-empty -m one\ngit log --format='%s %an %ad'", "one Ana Mon Jan 5 09:00:00 2026 +0000\n"),
    "php": ('<?php echo count([1, 2]), "\\n";', "2\n"),
    "ruby": ("puts [1, 2].length", "2\n"),
    "java": ("public class Two { public static void main(String[] a) { System.out.println(1 + 1); } }", "2\n"),
    "go": ('package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(1 + 1) }', "2\n"),
    "csharp": ("class P { static void Main() { System.Console.WriteLine(1 + 1); } }", "2\n"),
    "rust": ('fn main() { println!("{}", 1 + 1); }', "2\n"),
}  # fmt: skip


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop_server()


def needing(language: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not is_installed(language), reason=f"{language} is not installed"
    )


@pytest.mark.parametrize(
    "language",
    [pytest.param(language, marks=needing(language)) for language in PROGRAMS],
)
def test_each_language_runs_three_times(
    language: str, postgres: PostgresServer
) -> None:
    code, expected = PROGRAMS[language]

    runs = run_with_hash_seeds(language, code, postgres=postgres)

    assert [(ran.output, ran.code) for ran in runs] == [(expected, 0)] * 3, runs[
        0
    ].errors


def test_every_language_is_tried() -> None:
    assert set(PROGRAMS) == set(RUNTIMES)


def test_hash_seeds_differ_from_run_to_run(postgres: PostgresServer) -> None:
    outputs = {
        ran.output
        for ran in run_with_hash_seeds("python", "print(hash('a'))", postgres=postgres)
    }

    assert len(outputs) == 3


def test_flask_can_be_asked_by_its_test_client(postgres: PostgresServer) -> None:
    code = (
        "from flask import Flask\nprint(Flask('x').test_client().get('/').status_code)"
    )

    assert run_with_hash_seeds("python", code, postgres=postgres)[0].output == "404\n"


@needing("go")
def test_a_program_that_does_not_build_is_not_run(postgres: PostgresServer) -> None:
    [built] = run_with_hash_seeds(
        "go", "package main\n\nfunc main() { nonsense }", postgres=postgres
    )

    assert built.code != 0
    assert "nonsense" in built.errors


def test_versions_are_one_line() -> None:
    assert engine_version("python").startswith("Python 3.")
    assert engine_version("git").startswith("Git 2.")
    assert engine_version("sqlite").startswith("SQLite 3.")
    assert engine_version("bash").startswith("Bash ")


def test_sql_asks_both_databases() -> None:
    assert engines_for("sql") == ("sqlite", "postgresql")
    assert engines_for("go") == ("go",)


def test_files_are_named_as_their_language_wants() -> None:
    assert _javascript_file("import fs from 'fs'") == "main.mjs"
    assert _javascript_file("const x = 1") == "main.js"
    assert _java_file("public final class Shop {}") == "Shop.java"
    assert _java_file("class Shop {}") == "Main.java"


def test_statements_are_cut_at_semicolons_outside_of_words() -> None:
    script = "SELECT ';';\nSELECT 1; -- done; really\nSELECT 2"

    assert [one.strip() for one in split_statements(script)][:2] == [
        "SELECT ';';",
        "SELECT 1;",
    ]
    assert split_statements("SELECT 1;\n\n") == ["SELECT 1;"]


def test_rows_are_printed_one_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.sql"
    file.write_text(
        "CREATE TABLE t (a); INSERT INTO t VALUES (1), (NULL); SELECT a, 2 FROM t;"
    )

    run_script_file(file)

    assert capsys.readouterr().out == "1 | 2\nNULL | 2\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "NULL"), (1.0, "1"), (2.50, "2.5"), ("2.50", "2.5"), ("v1.0.0", "v1.0.0"), (10, "10"), ("a.b", "a.b"), (0.0, "0")],
)  # fmt: skip
def test_values_are_written_as_in_the_questions(value: object, shown: str) -> None:
    assert format_cell(value) == shown
