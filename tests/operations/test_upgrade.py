"""A database of 28 November 2026 is upgraded: nothing is lost, and every page of it can be read.

`tests/data/upgrade` holds the rows of that day's schema, with the cookies of two people.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, MetaData, func, select, update
from werkzeug.routing import Rule

from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.core.db import make_engine, mapped_table, open_session
from quiz.core.keys import new_secret, secret_hash
from quiz.operations import migrations
from quiz.results.models import ShareLink
from quiz.sittings.models import AreaResult
from tests import databases
from tests.operations.upgrade_pages import is_page_of_that_time
from tests.pages import Page, open_page

STORED = json.loads(
    (Path(__file__).parents[1] / "data/upgrade/rows-2026-11-28.json").read_text()
)
Row = dict[str, Any]
Rows = dict[str, list[Row]]

ITEM_STATES = {"served": "presented", "aside": "skipped", "closed": "locked"}


def decoded(value: Any) -> Any:
    """Return a value of the file as Python has it."""
    match value:
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
    return value


def old_rows() -> Rows:
    """Return the rows of that day by table."""
    return {
        table: [{name: decoded(value) for name, value in row.items()} for row in rows]
        for table, rows in STORED["rows"].items()
    }


def converted(table: str, row: Row) -> Row:
    """Return a row of that day as today's schema holds it."""
    new = dict(row)
    if table == "sitting":
        # A count that the older program works out again with the next answer.
        del new["settled"]
        scope = new.pop("scope")
        mode = scope if scope == "check" else "full" if scope == "all" else "area"
        new |= {"mode": mode, "area": scope if mode == "area" else None}
        if mode != "full":
            new["length"] = None
    if table == "position":
        new["state"] = ITEM_STATES.get(row["state"], row["state"])
    return new


def store(engine: Engine, rows: Mapping[str, list[Row]]) -> None:
    """Insert rows into the tables as they are now, parents first."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.execution_options(writes=True).begin() as connection:
        for table in metadata.sorted_tables:
            if rows.get(table.name):
                connection.execute(table.insert(), rows[table.name])
        if connection.dialect.name == "postgresql":
            advance_sequences(connection, metadata)


def advance_sequences(connection: Connection, metadata: MetaData) -> None:
    """Let PostgreSQL count on from the ids that were inserted, as if it had given them itself."""
    for table in metadata.sorted_tables:
        if "id" in table.columns:
            latest = select(func.max(table.c.id)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, latest)))


def stored(engine: Engine) -> Rows:
    """Return all rows of all tables, each table in the order of its first column."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [
                {name: with_zone(value) for name, value in row._mapping.items()}
                for row in connection.execute(
                    select(table).order_by(next(iter(table.primary_key.columns)))
                )
            ]
            for table in metadata.sorted_tables
            if table.name != "alembic_version"
        }


def with_zone(value: Any) -> Any:
    """Return a moment in UTC, which SQLite keeps without saying so."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value
    return value


@pytest.fixture(scope="module")
def old_engine(new_database: Callable[[str], str]) -> Iterator[Engine]:
    """Return a database of that day's schema with that day's rows."""
    engine = make_engine(new_database("of_28_november"))
    databases.hurry(engine)
    migrations.upgrade_schema(engine, STORED["revision"])
    rows = old_rows()
    # An area sitting of each kind of state, which that day's people did not leave behind.
    template = rows["sitting"][1]
    rows["sitting"] += [
        template
        | {"id": 7, "key": "areafinished", "scope": "sql", "length": "settle"}
        | {"follows_id": 2, "seq": 0},
        template
        | {"id": 8, "key": "areaisopened", "scope": "ops", "length": "settle"}
        | {"follows_id": 2, "state": "open", "finished_at": None, "stop_reason": None},
        template
        | {"id": 9, "key": "areaisopen22", "scope": "git", "length": "settle"}
        | {"follows_id": 2, "state": "open", "finished_at": None, "stop_reason": None},
    ]
    store(engine, rows)
    yield engine
    engine.dispose()


def upgraded_rows(before: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of that day as an upgrade has to leave them."""
    return {
        table: [converted(table, row) for row in rows] for table, rows in before.items()
    }


def test_upgrading_and_going_back_loses_nothing(old_engine: Engine) -> None:
    before = stored(old_engine)

    migrations.upgrade_schema(old_engine)
    after = stored(old_engine)
    migrations.downgrade_schema(old_engine, STORED["revision"])

    # Tables and columns that are new hold nothing of that day.
    assert {
        table: [
            {name: row[name] for name in expected}
            for row, expected in zip(after[table], expected_rows, strict=True)
        ]
        for table, expected_rows in upgraded_rows(before).items()
    } == upgraded_rows(before)
    assert {row["mode"] for row in after["sitting"]} == {"full", "area", "check"}
    gone_back = stored(old_engine)
    for row in (*before["sitting"], *gone_back["sitting"]):
        del row["settled"]
    assert gone_back == before


def test_the_file_holds_something_of_every_kind_that_people_leave_behind() -> None:
    rows = old_rows()

    empty = {table for table, found in rows.items() if not found}
    assert empty == {"calibration", "web_session"}
    assert {row["state"] for row in rows["position"]} > {"served", "closed"}


@dataclass
class Upgraded:
    """The app on the upgraded database."""

    app: Flask
    engine: Engine
    #: Opens the shared result; the file keeps only the hash of its own.
    share_secret: str

    def client(self, name: str) -> FlaskClient:
        """Return the browser of one of the people."""
        client = self.app.test_client()
        for cookie, value in STORED["cookies"][name].items():
            client.set_cookie(cookie, value)
        return client


@pytest.fixture(scope="module")
def upgraded(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Upgraded]:
    """Return the app of today on the database of that day, upgraded."""
    from quiz.app import create_app

    url = new_database("upgraded_with_rows")
    engine = make_engine(url)
    databases.hurry(engine)
    migrations.upgrade_schema(engine, STORED["revision"])
    store(engine, old_rows())
    migrations.upgrade_schema(engine)
    secret = new_secret()
    share = mapped_table(ShareLink)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            update(share).values(
                secret_hash=secret_hash(secret),
                expires_at=utc_now() + timedelta(days=1),
            )
        )
    settings = Settings(
        data_folder=tmp_path_factory.mktemp("upgraded"),
        database_url=url,
        secret_key=STORED["secret_key"],
    )
    app = create_app(settings, engine=engine)
    app.testing = True
    yield Upgraded(app, engine, secret)
    engine.dispose()


def own(table: str, person: int) -> list[Row]:
    """Return the rows of a table that belong to a person."""
    return [row for row in old_rows()[table] if row["person_id"] == person]


def values_of(rule: Rule, person: int, share_secret: str) -> list[dict[str, str]]:
    """Return what may stand in an address, so that it leads to something of this person."""
    sittings = own("sitting", person)
    finished = [row for row in sittings if row["state"] == "finished"]
    opened = [row for row in sittings if row["state"] == "open"]
    keys = [{"key": row["key"]} for row in sittings]
    known: dict[str, list[dict[str, str]]] = {
        "moderation.show_problem_form": [{"key": row["key"]} for row in opened],
        "goals.edit_goal": [{"key": g["key"]} for g in own("own_goal", person)],
        "evidence.edit_evidence": [
            {"key": row["key"]} for row in own("evidence", person)
        ],
        "review.show_practice_answer": [
            {"key": row["key"]} for row in own("practice_answer", person)
        ],
        "review.show_practice": [
            {"kind": "objective", "name": "HTTP-01"},
            *({"kind": "missed", "name": row["key"]} for row in finished),
        ],
        "sharing.show_shared_result": [{"secret": share_secret}],
        "accounts.confirm_resume_link": [{"secret": "any"}],
        "plan.show_check": [
            {"key": row["key"]} for row in finished if row["scope"] == "check"
        ],
        "training.show_route": [
            {"key": row["key"], "route_key": "self-taught"} for row in finished
        ],
    }
    if rule.endpoint in known:
        return known[rule.endpoint]
    if "/sittings/<key>" in rule.rule:
        return keys
    if "/goals/<key>" in rule.rule:
        return [
            {"key": "junior"},
            *({"key": g["key"]} for g in own("own_goal", person)),
        ]
    return [{}] if not rule.arguments else []


@pytest.mark.parametrize(("name", "person"), [("first", 2), ("second", 3)])
def test_every_page_of_these_people_can_be_read(
    upgraded: Upgraded, name: str, person: int
) -> None:
    client, opened = upgraded.client(name), set()

    for rule in upgraded.app.url_map.iter_rules():
        if not is_page_of_that_time(rule):
            continue
        for values in values_of(rule, person, upgraded.share_secret):
            if rule.endpoint == "plan.download_calendar" and name == "second":
                continue
            address = rule.build(values)
            assert address is not None, rule
            response = client.get(address[1], follow_redirects=True)
            assert response.status_code == 200, (rule.endpoint, address[1])
            opened.add(rule.endpoint)

    everything = {
        rule.endpoint
        for rule in upgraded.app.url_map.iter_rules()
        if is_page_of_that_time(rule)
    }
    missing = everything - opened
    assert missing <= (set() if name == "first" else NOT_FOR_SECOND)


#: Pages of what the second person does not have.
NOT_FOR_SECOND = {
    "plan.show_check",
    "moderation.show_problem_form",
    "evidence.edit_evidence",
    "review.show_practice_answer",
    "plan.download_calendar",
}


#: Stored statement -> what people read.
SHOWN_AS = {
    "reached": "Reached",
    "likely": "Probably reached",
    "too close to tell": "Too close to call",
    "likely not yet": "Probably not yet",
    "not yet": "Not yet",
}


def test_results_show_what_is_stored(upgraded: Upgraded) -> None:
    rows = [row for row in own("sitting", 2) if row["state"] == "finished"]
    with open_session(upgraded.engine, writes=False) as session:
        results = {
            row["key"]: session.scalars(
                select(AreaResult).where(AreaResult.sitting_id == row["id"])
            ).all()
            for row in rows
        }
    client = upgraded.client("first")

    for key, areas in results.items():
        page: Page = open_page(client, f"/sittings/{key}/result?areas=all")
        assert areas
        for area in areas:
            assert f"{area.level:.1f}" in page.text
            assert f"{area.low:.1f} to {area.high:.1f}" in page.text
            assert SHOWN_AS[area.statement] in page.text


def test_the_open_sitting_goes_on_where_it_was(upgraded: Upgraded) -> None:
    client = upgraded.client("first")

    question = open_page(client, "/sittings/5lmjp4x3svfb")
    following = question.press("I don’t know")

    assert "6 of at most" in question.text
    assert "7 of at most" in following.text
