"""The benchmarks run and say what they measured; how fast anything is, no test asks."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from lab.benchmarks.load.load_test import run_load_test
from lab.benchmarks.printing.paper_quiz import measure_printing
from lab.benchmarks.servers import run_server
from lab.benchmarks.timing import Percentiles, cpu_seconds, time_call
from lab.cli.bench import bench_command
from lab.fault_injection.server_kills import inject_faults
from quiz.core.db import make_engine
from quiz.errors import NotNow
from quiz.operations import migrations


def run(*words: str) -> str:
    made = CliRunner().invoke(bench_command, words, catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.output


def numbers(output: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output[output.index("{") :])
    return found


def test_choosing_and_planning_are_measured_beside_known_work() -> None:
    for words in (("plan",), ("select", "--items", "60")):
        assert "known work, ms" in run(*words)
        assert "known work, ms" in numbers(run(*words, "--json"))


def test_ways_of_answering_are_counted_with_the_mix_kept_and_without() -> None:
    found = numbers(run("mix", "--people", "4", "--json"))

    kept, free = (
        found[f"quick, mix {words}: shares"]["number"] for words in ("kept", "free")
    )
    assert 0 < kept < free
    assert 0.5 < found["quick, mix kept: right"] <= 1


def test_pages_are_measured() -> None:
    assert "result page, ms" in run("result", "--times", "2")


def test_growth_is_measured_and_every_query_explained() -> None:
    found = numbers(run("growth", "--answers", "2300,2400", "--json"))

    sizes = {name.split(":")[0] for name in found}
    assert len(sizes) == 2
    for size in sizes:
        assert found[f"{size}: learning, s"] > 0
        assert found[f"{size}: learning, peak MB"] > 50
        assert found[f"{size}: answer step, ms"]["count"] > 40
        assert found[f"{size}: tables read from end to end"] == 0


def test_the_start_is_measured_with_the_memory_of_all_processes() -> None:
    found = numbers(run("start", "--times", "1", "--json"))

    assert found["to the first page, s of CPU"]["count"] == 1
    assert (
        50
        < found["memory before anybody answers, MB"]
        < found["memory after people answered, MB"]
        < 400
    )


def test_learning_is_judged_on_the_same_people_before_and_after() -> None:
    found = numbers(run("learning", "--after", "60", "--judged", "20", "--json"))

    assert {"after 0: questions", "after 60: questions"} <= set(found)
    assert 0.6 < found["after 60: areas right"] <= 1
    assert 0.6 < found["after 60: of those right"] <= 1


def test_a_step_is_measured_beside_the_bare_program() -> None:
    found = numbers(run("step", "--rounds", "1", "--json"))

    assert {
        "our step, ms of CPU",
        "bare step, ms of CPU",
        "ratio",
        "ratio of the cheapest rounds",
    } <= set(found)


def test_a_question_is_weighed() -> None:
    found = numbers(run("weight", "--json"))

    assert found["first load, bytes"] > found["a further question, bytes"] > 0


def test_people_at_once_are_counted_and_none_is_lost() -> None:
    words = ("--people", "3", "--seconds", "3", "--think", "0.1", "0.3")
    found = numbers(run("load", *words, "--json"))

    assert found["trigpoint: answers"]["count"] > 0
    assert [found[f"trigpoint: {name}"] for name in ("errors", "lost", "doubled")] == [
        0,
        0,
        0,
    ]


def test_nothing_is_lost_when_the_server_is_killed() -> None:
    words = ("--kills", "1", "--calls", "0", "--people", "2")
    found = numbers(run("faults", *words, "--json"))

    assert found["answers"] > 0
    assert found["back"]["count"] == 1
    assert [found[name] for name in ("lost", "doubled", "stuck")] == [0, 0, 0]
    assert found["integrity"] == "ok"


def test_a_loss_would_be_counted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/forgetful.sqlite3"
    engine = make_engine(url)
    migrations.upgrade_schema(engine)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER forget AFTER INSERT ON answer"
                " BEGIN DELETE FROM answer WHERE id = NEW.id - 1; END"
            )
        )
    engine.dispose()

    found = inject_faults(url, tmp_path, kills=1, calls=0, people=1, seed=1)

    assert found.lost > 0


def test_a_person_who_is_refused_is_an_error(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bare.sqlite3"
    engine = make_engine(url)
    migrations.upgrade_schema(engine)
    engine.dispose()

    # The bare program has none of the pages that a person asks for.
    with run_server("bare", "gunicorn", url, tmp_path) as served:
        found = run_load_test(served, url, people=2, seconds=1, think=(0.1, 0.2))

    assert (found.errors, found.answers) == (2, None)


def test_a_booklet_is_timed_with_its_sheets_and_keys() -> None:
    cost = measure_printing(questions=6, versions=2, rounds=1)

    assert cost.kilobytes > 20
    assert cost.ratio == pytest.approx(1000 * cost.booklets_seconds / cost.reference_ms)
    assert min(cost.choosing_seconds, cost.booklets_cpu_seconds, cost.key_seconds) > 0


def test_an_unknown_server_is_named() -> None:
    with pytest.raises(NotNow, match="There is no server 'apache'"):
        run("step", "--rounds", "1", "--server", "apache")


def test_spreads_and_times_are_what_they_say() -> None:
    spread = Percentiles.from_values([1.0, 2.0, 3.0])

    assert (spread.p50, spread.count) == (2.0, 3)
    assert time_call(lambda: None, 3).count == 3
    assert cpu_seconds(1_000_000_000) == 0


def test_the_effect_of_a_course_is_measured_on_cohorts_with_a_known_growth() -> None:
    words = ("cohort-effect", "--worlds", "1", "--size", "6", "--growth", "0.6")

    output = run(*words, "--json")
    (figures,) = json.loads(output[output.index("[") :])

    assert (figures["people"], figures["growth"], figures["cohorts"]) == (6, 0.6, 1)
    # Four standard errors of so small a cohort.
    assert abs(figures["bias"]) < 4 * figures["stated"]
