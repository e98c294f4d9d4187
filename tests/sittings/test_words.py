"""Columns of words and of JSON: the database refuses other words, and a reader refuses other JSON."""

from collections.abc import Callable

import pytest
from sqlalchemy import CheckConstraint, Engine, Enum, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import quiz.app  # noqa: F401  # every room's tables
from quiz.core.db import Base, make_engine
from quiz.core.json_column import MalformedJsonError
from quiz.operations import migrations
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import a_person, a_sitting, answer

#: Every column of words.
WORDS = [
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Enum)
]

#: Constraints that are about more than the words of one column.
OTHER_CHECKS = {
    "ck_account_has_a_way_in",
    "ck_paper_booklet_versions",
    "ck_sitting_area_mode_has_area",
    "ck_sitting_full_has_length",
    "ck_sitting_paper_is_finished",
}


def test_states_are_columns_of_words() -> None:
    assert set(WORDS) == {
        ("sitting", "state"),
        ("sitting", "mode"),
        ("sitting", "length"),
        ("sitting", "stop_reason"),
        ("position", "state"),
        ("answer", "confidence"),
        ("area_result", "statement"),
        ("problem_report", "kind"),
        ("resume_code", "kind"),
        ("job", "state"),
        ("consent", "subject"),
        ("audit_entry", "action"),
        ("audit_entry", "actor_role"),
        ("account_link", "purpose"),
        ("account_session", "method"),
        ("membership", "role"),
        ("membership", "source"),
        ("site_role", "role"),
        ("site_role", "source"),
        ("outgoing_mail", "state"),
        ("outgoing_mail", "fault"),
        ("sitting", "medium"),
        ("paper_booklet", "kind"),
        ("cohort_check", "purpose"),
        ("cohort_check", "length"),
        ("join_link", "kind"),
    }


def test_the_migrations_make_the_constraints_of_the_models(
    new_database: Callable[[str], str],
) -> None:
    migrated = make_engine(new_database("checks_migrated"))
    modelled = make_engine(new_database("checks_modelled"))
    migrations.upgrade_schema(migrated)
    with modelled.execution_options(writes=True).begin() as connection:
        Base.metadata.create_all(connection)

    assert checks(migrated) == checks(modelled)
    assert checks(migrated).keys() >= OTHER_CHECKS
    assert len(checks(migrated)) == len(WORDS) + len(OTHER_CHECKS)
    for engine in (migrated, modelled):
        engine.dispose()


def checks(engine: Engine) -> dict[str, str]:
    """Return the CHECK constraints of a database by name."""
    found = inspect(engine)
    return {
        str(check["name"]): check["sqltext"].replace('"', "")
        for table in Base.metadata.tables
        for check in found.get_check_constraints(table)
    }


def test_every_constraint_has_a_name() -> None:
    unnamed = [
        (table.name, str(constraint.sqltext))
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint) and constraint.name is None
    ]

    assert unnamed == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sitting SET state = 'paused'",
        "UPDATE sitting SET mode = 'all'",
        "UPDATE sitting SET length = 'settle'",
        "UPDATE sitting SET stop_reason = 'bored'",
        "UPDATE sitting SET mode = 'check'",
        "UPDATE sitting SET length = NULL",
        "UPDATE sitting SET area = 'sql'",
        "UPDATE position SET state = 'served'",
        "UPDATE answer SET confidence = 'very'",
    ],
)
def test_the_database_refuses_other_words(
    session: Session, tools: AssessmentContext, change: str
) -> None:
    answer(session, a_sitting(session, tools), tools)

    with pytest.raises(IntegrityError):
        session.execute(text(change))

    session.rollback()


def test_a_person_has_one_open_sitting_of_each_mode_and_area(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools, a_person(session))
    other = a_sitting(session, tools, goal="senior")
    session.flush()

    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "UPDATE sitting SET person_id = :person, goal_key = 'junior' WHERE id = :id"
            ),
            {"person": sitting.person_id, "id": other.id},
        )

    session.rollback()


@pytest.mark.parametrize(
    ("column", "stored"),
    [
        ("required", '{"sql": "a lot"}'),
        ("required", "[1, 2]"),
        ("objectives", '{"SQL-01": true}'),
        ("prior", '{"areas": ["sql"], "mean": [0.0]}'),
    ],
)
def test_json_of_another_kind_is_an_error_with_a_name(
    session: Session, tools: AssessmentContext, column: str, stored: str
) -> None:
    sitting = a_sitting(session, tools)
    session.flush()
    session.execute(text(f"UPDATE sitting SET {column} = '{stored}'"))  # noqa: S608  # words of this test
    session.expire_all()

    with pytest.raises(MalformedJsonError):
        session.get(Sitting, sitting.id, populate_existing=True)

    session.rollback()
