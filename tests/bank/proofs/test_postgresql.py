"""The PostgreSQL of the proofs: rows as text, a schema for each, nothing dangerous allowed."""

from collections.abc import Iterator

import pytest

from quiz.bank.proofs.postgresql import PostgresServer, find_binary, unprivileged_user

pytestmark = pytest.mark.skipif(
    not PostgresServer.is_installed(), reason="PostgreSQL is not installed here"
)


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop_server()


def test_rows_come_as_psql_shows_them(postgres: PostgresServer) -> None:
    ran = postgres.run_script("SELECT 1, NULL, 'a', TRUE, FALSE, 2.50; SELECT 2")

    assert ran.output == "1 | NULL | a | t | f | 2.5\n2\n"


def test_each_script_has_tables_of_its_own(postgres: PostgresServer) -> None:
    script = "CREATE TABLE t (a INT); INSERT INTO t VALUES (1); SELECT COUNT(*) FROM t;"

    assert [postgres.run_script(script).output for _ in range(2)] == ["1\n", "1\n"]


def test_transactions_are_those_of_the_script(postgres: PostgresServer) -> None:
    ran = postgres.run_script(
        "CREATE TABLE t (a INT); BEGIN; INSERT INTO t VALUES (1); SAVEPOINT s;"
        "INSERT INTO t VALUES (2); ROLLBACK TO s; COMMIT; SELECT COUNT(*) FROM t;"
    )

    assert ran.output == "1\n"


def test_a_transaction_left_open_does_no_harm(postgres: PostgresServer) -> None:
    assert postgres.run_script("BEGIN; SELECT 1").output == "1\n"
    assert postgres.run_script("SELECT 2").output == "2\n"


def test_an_error_is_a_failed_run(postgres: PostgresServer) -> None:
    ran = postgres.run_script("SELECT 1/0")

    assert ran.code == 1
    assert "division by zero" in ran.errors


def test_a_body_between_dollar_signs_goes_in_one_piece(
    postgres: PostgresServer,
) -> None:
    ran = postgres.run_script("DO $$ BEGIN PERFORM 1; END $$; SELECT 3")

    assert ran.output == "3\n"


@pytest.mark.parametrize(
    "script",
    [
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE ROLE x",
    ],
)
def test_a_script_may_not_leave_its_schema(
    script: str, postgres: PostgresServer
) -> None:
    assert postgres.run_script(script).code == 1


def test_the_version_is_named(postgres: PostgresServer) -> None:
    assert postgres.server_version.startswith("PostgreSQL ")


def test_a_server_that_never_started_can_be_closed() -> None:
    PostgresServer().stop_server()


def test_root_becomes_somebody_else_and_others_stay() -> None:
    assert unprivileged_user(0) in {"postgres", "nobody"}
    assert unprivileged_user(1000) is None


def test_a_program_that_is_not_there_is_not_found() -> None:
    assert find_binary("no-such-program") is None
