"""Every table says to whom its rows belong, or that they belong to nobody."""

from sqlalchemy.orm import Session

from quiz.access.ownership import OWNED_BY, OWNERLESS, PEOPLE, belongs_to, find_table
from quiz.access.queries import find_owner
from quiz.core.db import Base
from quiz.operations.migrations import import_models
from quiz.sittings.assessment.context import AssessmentContext
from tests.access.belongings import Belongings, a_learner

import_models()


def test_every_table_is_in_one_of_the_two_lists() -> None:
    named = {*OWNED_BY, *OWNERLESS, PEOPLE}

    assert named == set(Base.metadata.tables)
    assert not OWNED_BY.keys() & OWNERLESS


def test_what_deletes_a_row_with_its_owner_is_the_column_that_names_the_owner() -> None:
    """Else a row would stay behind when somebody is deleted."""
    for table, name in OWNED_BY.items():
        (key,) = find_table(table).c[name].foreign_keys

        assert key.ondelete == "CASCADE", table


def test_an_owner_is_found_from_every_kind_of_thing(
    session: Session, tools: AssessmentContext
) -> None:
    people = [
        a_learner(session, tools, "ana", with_account=True),
        a_learner(session, tools, "ben"),
    ]
    session.flush()

    for theirs in people:
        for table, key in _list_keys(theirs):
            assert find_owner(session, table, key) == theirs.person.id, table
    assert find_owner(session, "sitting", "n0suchkey000") is None


def test_the_condition_of_ownership_parts_the_rows_of_two_people(
    session: Session, tools: AssessmentContext
) -> None:
    people = [
        a_learner(session, tools, word, with_account=True).person
        for word in ("ana", "ben")
    ]
    for name in OWNED_BY:
        table = find_table(name)
        found = [
            {
                tuple(map(str, row))
                for row in session.execute(
                    table.select().where(belongs_to(name, person.id))
                )
            }
            for person in people
        ]
        assert not found[0] & found[1], name


def _list_keys(theirs: Belongings) -> list[tuple[str, str]]:
    return [(table.removeprefix("open "), key) for table, key in theirs.keys.items()]
