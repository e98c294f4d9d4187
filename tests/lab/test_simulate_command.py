"""The commands `simulate` and `calibrate`: what they print, write and refuse."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lab.cli.calibrate import AnswerFileError
from lab.cli.simulate import calibrate_command, simulate_command
from quiz.measurement.errors import ImpossibleItem

SMALL = ["--people", "12", "--areas", "3", "--items", "60", "--cap", "8"]


def simulated(*options: str) -> Result:
    """Run a small simulation."""
    result = CliRunner().invoke(
        simulate_command, [*SMALL, *options], catch_exceptions=False
    )
    assert result.exit_code == 0
    return result


def test_the_table_has_a_column_for_each_engine() -> None:
    result = simulated("--against", "catsim")

    head = result.stdout.splitlines()[0].split()
    rows = {line.split("  ")[0] for line in result.stdout.splitlines()[1:]}
    assert head == ["floor", "target", "trigpoint", "catsim"]
    assert {"accuracy", "coverage", "guessers reach", "1,500 items p95 ms"} <= rows


def test_figures_and_curves_are_written(tmp_path: Path) -> None:
    figures, drawing = tmp_path / "figures.json", tmp_path / "curve.svg"

    simulated("--json", str(figures), "--plot", str(drawing), "--knowledge", "authored")

    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["options"]["knowledge"] == "authored"
    assert 0 < found["figures"]["trigpoint"]["accuracy"]["value"] <= 1
    asked = [point["questions"]["value"] for point in found["curves"]["trigpoint"]]
    # A point every second question, or where a sitting ended before it.
    assert asked[0] == 2
    assert 2 < asked[1] <= 4
    assert drawing.read_text(encoding="utf-8").startswith("<svg")


def answers_file(path: Path, lines: list[str]) -> str:
    """Write a file of answers."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def items(tmp_path: Path) -> str:
    """A file of three items, one a line, of which the third gets no answers."""
    described = [
        {"id": f"q{n}", "area": "sql", "difficulty": 0.0, "options": 4}
        for n in range(3)
    ]
    return answers_file(
        tmp_path / "items.jsonl", [json.dumps(item) for item in described]
    )


def calibrated(answers: str, items: str, *options: str) -> Result:
    """Run a calibration."""
    return CliRunner().invoke(
        calibrate_command, [answers, "--items", items, *options], catch_exceptions=False
    )


def test_answers_in_json_lines_become_parameters(tmp_path: Path, items: str) -> None:
    answers = [
        {"candidate": "ana", "item": "q0", "score": 1},
        {"candidate": "ana", "item": "q1", "dont_know": True},
        {"candidate": "ben", "item": "q0", "score": 0},
    ]
    file = answers_file(
        tmp_path / "answers.jsonl", [json.dumps(a) for a in answers] + [""]
    )

    result = calibrated(file, items)

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["id"], line["answers"]) for line in lines] == [("q0", 2), ("q1", 1)]
    assert all(line["a_se"] > 0 and line["b_se"] > 0 for line in lines)


def test_answers_in_a_table_say_the_same(tmp_path: Path, items: str) -> None:
    json_lines = answers_file(
        tmp_path / "answers.jsonl",
        [
            '{"candidate": "ana", "item": "q0", "score": 1}',
            '{"candidate": "ana", "item": "q1", "dont_know": true}',
        ],
    )
    table = answers_file(
        tmp_path / "answers.csv",
        ["candidate,item,score,dont_know", "ana,q0,1,", "ana,q1,,true"],
    )

    assert calibrated(table, items).stdout == calibrated(json_lines, items).stdout


def test_the_population_can_be_the_next_prior(tmp_path: Path, items: str) -> None:
    file = answers_file(
        tmp_path / "a.csv", ["candidate,item,score", "ana,q0,1", "ben,q2,0"]
    )
    population, out = tmp_path / "population.json", tmp_path / "fitted.jsonl"

    calibrated(file, items, "--population", str(population), "--out", str(out))

    found = json.loads(population.read_text(encoding="utf-8"))
    assert found["areas"] == ["sql"]
    assert found["covariance"][0][0] == pytest.approx(1.0, abs=0.1)
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 2: not JSON"),
        ('{"candidate": "ana", "score": 1}', "line 2: an answer has"),
        ('{"candidate": "ana", "item": "q0"}', "line 2: an answer has"),
        (
            '{"candidate": "ana", "item": "q0", "dont_know": "perhaps"}',
            "line 2: an answer has",
        ),
    ],
    ids=["no json", "no item", "no score", "no flag"],
)
def test_a_line_that_is_no_answer_is_named(
    tmp_path: Path, items: str, line: str, words: str
) -> None:
    file = answers_file(
        tmp_path / "a.jsonl", ['{"candidate": "ana", "item": "q0", "score": 1}', line]
    )

    with pytest.raises(AnswerFileError, match=words):
        calibrated(file, items)


def test_items_that_cannot_be_are_named(tmp_path: Path) -> None:
    answers = answers_file(tmp_path / "a.csv", ["candidate,item,score", "ana,q0,1"])
    items = answers_file(
        tmp_path / "items.json",
        ['[{"id": "q0", "area": "sql", "difficulty": 0, "options": 1}]'],
    )

    with pytest.raises(AnswerFileError, match="options is 0"):
        calibrated(answers, items)


def test_what_was_learned_is_used_for_the_next_people(tmp_path: Path) -> None:
    names = ("answers.jsonl", "bank.jsonl", "fitted.jsonl", "population.json")
    answers, bank, fitted, population = (str(tmp_path / name) for name in names)

    simulated("--knowledge", "authored", "--answers", answers, "--bank", bank)
    calibrated(answers, bank, "--out", fitted, "--population", population)
    again = simulated(
        *("--people", "18", "--skip", "12", "--knowledge", "authored"),
        *("--fitted", fitted, "--population", population),
    )

    given = [
        json.loads(line)
        for line in Path(answers).read_text(encoding="utf-8").splitlines()
    ]
    assert len({answer["candidate"] for answer in given}) == 12
    assert len(Path(bank).read_text(encoding="utf-8").splitlines()) == 60
    assert "accuracy" in again.stdout


def test_fitted_items_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    fitted = answers_file(tmp_path / "fitted.jsonl", ['{"id": "q00000", "a": 1.0}'])

    with pytest.raises(ImpossibleItem, match="A fitted item has"):
        simulated("--fitted", fitted)


def test_the_fit_of_made_up_answers_is_timed() -> None:
    result = CliRunner().invoke(calibrate_command, ["--made-up", "26000"])

    assert result.stdout.startswith("26,000 answers of 1,000 people, 1 processes: ")
    assert "error of b: authored 0." in result.stdout


def test_a_calibration_without_answers_says_what_is_missing() -> None:
    result = CliRunner().invoke(calibrate_command, [])

    assert result.exit_code == 2
    assert "Name a FILE" in result.stderr
