"""`trigpoint user`: accounts, roles and links from the command line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account, AccountSession
from quiz.cli.serve import describe_setup
from quiz.cli.users import user_group
from quiz.config import Settings
from quiz.credentials.first_run.token_file import FILE_NAME
from quiz.operations.database_lock import claim_database
from quiz.organisations.models import SiteRole
from quiz.privacy.models import ActorRole, AuditEntry
from tests.factories import count
from tests.pages import Page

Run = Callable[..., Result]


@pytest.fixture
def run(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command on the database of the test."""
    monkeypatch.setenv("TRIGPOINT_DATABASE_URL", settings.database_url)
    folder = str(settings.data_folder)

    def run(word: str, *words: str) -> Result:
        return CliRunner().invoke(user_group, [word, *words, "--data", folder])

    return run


def path_in(result: Result) -> str:
    [path] = re.findall(r"http://127\.0\.0\.1:8000(/password/\S+)", result.output)
    return str(path)


def test_create_makes_an_account_and_prints_a_link_to_choose_the_password(
    run: Run, page: Callable[..., Page], session: Session
) -> None:
    result = run("create", "Root@example.org", "--administrator")

    done = page(path_in(result)).press("Save password", password="nine slow otters")

    assert done.heading == "My account"
    assert "Administrator" in done.text
    assert session.scalars(select(Account.email)).one() == "root@example.org"


def test_the_link_works_once(run: Run, page: Callable[..., Page]) -> None:
    path = path_in(run("create", "root@example.org"))
    page(path).press("Save password", password="nine slow otters")

    page(path, status=404)


def test_create_for_a_lost_administrator_prints_a_new_link(
    run: Run, page: Callable[..., Page], session: Session
) -> None:
    first = path_in(run("create", "root@example.org", "--administrator"))

    second = path_in(run("create", "root@example.org", "--administrator"))

    page(first, status=404)
    assert page(second).heading == "Choose a password"
    assert count(session, SiteRole) == 1


def test_list_names_accounts_with_their_roles(run: Run) -> None:
    run("create", "root@example.org", "--administrator")
    run("create", "ana@example.org")
    run("grant", "ana@example.org", "--instructor", "Bootcamp Nord", "--author")
    run("create", "ben@example.org")
    run("disable", "ben@example.org")

    listed = run("list").output.splitlines()

    assert listed == [
        "ana@example.org: author, instructor of Bootcamp Nord",
        "ben@example.org: disabled",
        "root@example.org: administrator",
    ]


def test_revoke_takes_roles_away(run: Run) -> None:
    run("create", "ana@example.org", "--instructor", "Nord", "--author")

    run("revoke", "ana@example.org", "--instructor", "Nord", "--author")

    assert run("list").output == "ana@example.org: learner\n"


def test_the_last_administrator_is_not_revoked(run: Run) -> None:
    run("create", "root@example.org", "--administrator")

    refused = run("revoke", "root@example.org", "--administrator")

    assert "the only administrator" in str(refused.exception)
    assert "administrator" in run("list").output


@pytest.mark.parametrize("word", ["disable", "sign-out", "remove-second-step"])
def test_browsers_are_signed_out(
    run: Run, page: Callable[..., Page], session: Session, word: str
) -> None:
    path = path_in(run("create", "root@example.org"))
    page(path).press("Save password", password="nine slow otters")

    assert run(word, "root@example.org").exit_code == 0

    assert count(session, AccountSession) == 0


def test_an_unknown_address_is_said(run: Run) -> None:
    assert "no account" in str(run("link", "eve@example.org").exception)
    assert "right form" in str(run("link", "no address").exception)


def test_the_start_says_how_to_become_administrator_while_there_is_none(
    run: Run, engine: Engine, settings: Settings
) -> None:
    line = describe_setup(engine, settings, "0.0.0.0", 8000)  # noqa: S104  # not bound
    token = settings.data_folder / FILE_NAME
    assert line is not None
    assert "http://127.0.0.1:8000/setup" in line
    assert str(token) in line
    assert token.read_text().strip() not in line

    run("create", "root@example.org", "--administrator")

    assert describe_setup(engine, settings, "127.0.0.1", 8000) is None
    assert not Path(token).exists()


@pytest.mark.parametrize(
    ("words", "action"),
    [
        (["link"], "made-sign-in-link"),
        (["grant", "--author"], "gave-role"),
        (["revoke", "--author"], "took-role"),
        (["disable"], "closed-account"),
        (["enable"], "opened-account"),
        (["sign-out"], "signed-out"),
        (["remove-second-step"], "removed-second-factor"),
    ],
)
def test_whoever_it_was_done_to_can_see_it(
    run: Run, session: Session, words: list[str], action: str
) -> None:
    roles = ["--author"] if words[0] == "revoke" else []
    run("create", "ana@example.org", *roles)

    run(words[0], "ana@example.org", *words[1:])

    done = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert done[-1].action == action
    assert {entry.actor_role for entry in done} == {ActorRole.OPERATOR}


def test_while_a_backup_is_restored_nothing_is_changed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'site.db'}"
    monkeypatch.setenv("TRIGPOINT_DATABASE_URL", url)

    with claim_database(url):
        refused = run("create", "root@example.org")

    assert "restore" in str(refused.exception)
    assert run("create", "root@example.org").exit_code == 0
