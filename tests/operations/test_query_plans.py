"""No page reads a table that grows from end to end, and none asks more often than it has to."""

import pytest
from flask import Flask
from sqlalchemy import Engine, Table, text
from sqlalchemy import PrimaryKeyConstraint as Primary
from sqlalchemy import UniqueConstraint as Unique

from lab.benchmarks.growth.query_plans import (
    AskedQuery,
    find_scans,
    recorded_queries,
)
from lab.benchmarks.growth.walking import PageWalk, walk_pages
from quiz.core.db import Base
from tests import databases

#: The most queries that a page may ask. More must be a decision, and a row in a loop is none.
MOST_QUERIES = {
    "goals.create_sitting": 20,
    "results.show_home": 6,
    "results.show_result": 20,
    "review.show_answers": 4,
    "sittings.finish_sitting": 20,
    "sittings.show_sitting": 4,
    "sittings.show_sittings": 6,
    "sittings.submit_answer": 12,
}


@pytest.fixture(scope="module")
def walk(shared_app: Flask, shared_engine: Engine) -> PageWalk:
    """Return the walk of one person through the pages, made once."""
    done = walk_pages(shared_app, shared_engine)
    databases.remove_rows(shared_engine)
    return done


def test_no_page_reads_a_growing_table_from_end_to_end(
    walk: PageWalk, shared_engine: Engine
) -> None:
    scans = {
        endpoint: found
        for endpoint, queries in walk.queries.items()
        if (found := find_scans(shared_engine, queries))
    }

    assert len(walk.queries) > 20
    assert not scans, "\n".join(
        f"{endpoint}: {each}" for endpoint, found in scans.items() for each in found
    )


@pytest.mark.parametrize("endpoint", MOST_QUERIES)
def test_a_page_asks_only_so_often(walk: PageWalk, endpoint: str) -> None:
    queries = walk.queries[endpoint]

    assert 0 < len(queries) <= MOST_QUERIES[endpoint], "\n".join(
        query.statement for query in queries
    )


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("SELECT sum(score) FROM answer", "answer"),
        ("SELECT a.id FROM answer AS a WHERE a.seconds > 1", "answer"),
        ("SELECT 1 FROM sitting WHERE lower(state) = 'open'", "sitting"),
        ("UPDATE position SET skips = 1 WHERE skips = 2", "position"),
    ],
)
def test_a_query_that_reads_all_of_a_table_is_caught(
    engine: Engine, statement: str, table: str
) -> None:
    with recorded_queries(engine) as log, engine.connect() as connection:
        connection.execute(text(statement))
        connection.rollback()

    [found] = find_scans(engine, log.queries)

    assert found.startswith(f"{table}: ")


def test_a_query_by_an_index_is_none(engine: Engine) -> None:
    query = AskedQuery("SELECT score FROM answer WHERE position_id = 5", ())

    assert find_scans(engine, [query]) == []


#: Column -> why deleting what it points to may read the whole table.
UNINDEXED = {"audit_entry.organisation_id": "nobody deletes an organisation"}


def first_columns(table: Table) -> set[str]:
    """Return the columns by which the rows of a table can be found; an index of a part of the rows does not count."""
    whole = [
        index.columns
        for index in table.indexes
        if index.dialect_options["sqlite"].get("where") is None
    ]
    unique = [
        one.columns for one in table.constraints if isinstance(one, Unique | Primary)
    ]
    return {next(iter(columns)).name for columns in [*whole, *unique] if columns}


def test_deleting_a_row_reads_no_other_table_from_end_to_end() -> None:
    """The database looks for rows that point to the one that goes."""
    missing = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.foreign_keys and column.name not in first_columns(table)
    }

    assert missing == set(UNINDEXED)
