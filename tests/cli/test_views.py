"""`trigpoint views`, as it is typed."""

import json
from pathlib import Path

from click.testing import CliRunner
from flask import Flask

from quiz.cli.main import trigpoint_group


def run(folder: Path, *words: str) -> str:
    """Return what the command says."""
    said = CliRunner().invoke(trigpoint_group, ["views", *words, "--data", str(folder)])
    assert said.exit_code == 0, said.output
    return said.output


def test_every_view_is_listed_with_its_rule(tmp_path: Path, shared_app: Flask) -> None:
    views = json.loads(run(tmp_path, "--json"))

    assert {view["endpoint"] for view in views} == shared_app.view_functions.keys()
    assert {
        "method": "POST",
        "path": "/forget",
        "rule": "known person, signed in lately if at all",
    }.items() <= next(
        view for view in views if view["endpoint"] == "privacy.delete_own_data"
    ).items()
    assert all(view["rule"] for view in views)


def test_the_list_for_people_has_a_line_for_each(tmp_path: Path) -> None:
    lines = run(tmp_path).splitlines()

    assert any(line.split()[:2] == ["GET", "/privacy"] for line in lines)
