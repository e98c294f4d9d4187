"""What a page asks the database, and how the database finds it: a table that grows must not be read from end to end."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event

#: Tables with a row for each person, or for each thing that a person does.
GROWING = frozenset(
    {
        "account",
        "account_session",
        "answer",
        "area_result",
        "audit_entry",
        "evidence",
        "learned_objective",
        "own_goal",
        "person",
        "person_secret",
        "position",
        "practice_answer",
        "problem_report",
        "rescored_result",
        "resume_code",
        "share_link",
        "sitting",
        "training_plan",
        "web_session",
    }
)
EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
#: `SCAN answer`, `SCAN answer AS a USING COVERING INDEX …` in SQLite's words.
_SQLITE_SCAN = re.compile(r"^SCAN (\w+)")
_POSTGRESQL_SCAN = re.compile(r'Seq Scan on "?(\w+)')


@dataclass(frozen=True)
class AskedQuery:
    """A statement as it went to the database."""

    statement: str
    parameters: Any


@dataclass
class QueryLog:
    """All statements of some time."""

    queries: list[AskedQuery] = field(default_factory=list)


@contextmanager
def recorded_queries(engine: Engine) -> Iterator[QueryLog]:
    """Yield a log of all statements that go through an engine meanwhile."""
    log = QueryLog()

    def note(
        _connection: Connection,
        _cursor: object,
        statement: str,
        parameters: Any,
        _context: object,
        _executemany: bool,  # noqa: FBT001  # SQLAlchemy calls it so
    ) -> None:
        if statement.lstrip().upper().startswith(EXPLAINED):
            # Of many rows at once, the first.
            first = parameters[0] if isinstance(parameters, list) else parameters
            log.queries.append(AskedQuery(statement, first))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield log
    finally:
        event.remove(engine, "before_cursor_execute", note)


def find_scans(engine: Engine, queries: Sequence[AskedQuery]) -> list[str]:
    """Return the tables that some statements read from end to end, each with the statement; growing ones alone."""
    found = []
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # Where there are few rows, the planner would read them all. It still does where nothing else is possible.
            connection.exec_driver_sql("SET enable_seqscan = off")
        for query in _by_statement(queries):
            plan = explain_query(connection, query)
            scanned = sorted(set(_list_scans(engine, plan, query)) & GROWING)
            found += [f"{table}: {query.statement}" for table in scanned]
        connection.rollback()
        # The setting goes with the connection.
        connection.invalidate()
    return found


def explain_query(connection: Connection, query: AskedQuery) -> list[str]:
    """Return the lines of the database's plan for a statement."""
    if connection.dialect.name == "sqlite":
        words = "EXPLAIN QUERY PLAN "
        rows = connection.exec_driver_sql(words + query.statement, query.parameters)
        return [str(row[3]) for row in rows]
    rows = connection.exec_driver_sql("EXPLAIN " + query.statement, query.parameters)
    return [str(row[0]) for row in rows]


def _list_scans(engine: Engine, plan: list[str], query: AskedQuery) -> Iterator[str]:
    pattern = _SQLITE_SCAN if engine.dialect.name == "sqlite" else _POSTGRESQL_SCAN
    for line in plan:
        if match := pattern.search(line):
            yield _name_of_alias(match[1], query.statement)


def _name_of_alias(name: str, statement: str) -> str:
    """Return the table behind a name of a statement."""
    behind = re.search(rf"\b(\w+) AS {re.escape(name)}\b", statement)
    return behind[1] if behind else name


def _by_statement(queries: Sequence[AskedQuery]) -> Iterator[AskedQuery]:
    seen = set[str]()
    for query in queries:
        if query.statement not in seen:
            seen.add(query.statement)
            yield query
