"""Migrations lead to the models, forth and back, on both databases."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect

from quiz.core.db import make_engine
from quiz.operations import migrations

VERSIONS = sorted((Path(__file__).parents[2] / "migrations" / "versions").glob("*.py"))


def test_all_migrations_together_make_the_tables_of_the_models(
    new_database: Callable[[str], str],
) -> None:
    engine = make_engine(new_database("upgraded"))

    migrations.upgrade_schema(engine)

    migrations.check_schema(engine)
    engine.dispose()


def test_migrations_run_down_to_nothing_and_up_again(
    new_database: Callable[[str], str],
) -> None:
    engine = make_engine(new_database("down_and_up"))
    migrations.upgrade_schema(engine)

    migrations.downgrade_schema(engine, "base")

    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrations.upgrade_schema(engine)
    migrations.check_schema(engine)
    engine.dispose()


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.name)
def test_a_migration_has_its_date_in_front_and_says_why(path: Path) -> None:
    tree = ast.parse(path.read_text())

    assert re.fullmatch(r"20\d{6}_\d{4}_[0-9a-z]{4,12}_\w+\.py", path.name)
    assert len((ast.get_docstring(tree) or "").splitlines()) > 1, "no line of why"


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.name)
def test_a_migration_imports_nothing_of_ours(path: Path) -> None:
    """The models will have moved on by the time it runs again."""
    tree = ast.parse(path.read_text())

    named = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(a.name for a in node.names)]
    }

    assert not {name for name in named if name.split(".")[0] == "quiz"}
