"""`trigpoint mail`, as it is typed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quiz.cli.main import trigpoint_group
from quiz.cli.options import database_session
from quiz.core.checks.kept_secret import load_secret
from quiz.core.clock import utc_now
from quiz.errors import NotFound, NotNow, NotValid
from quiz.jobs.models import Job
from quiz.mail.messages import MailText
from quiz.mail.services import add_mail
from tests.factories import count
from tests.mail.server import MailServer


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Return a function that types `mail` and more words."""
    CliRunner().invoke(trigpoint_group, ["db", "upgrade", "--data", str(tmp_path)])

    def run(*words: str, **env: str) -> Result:
        return CliRunner(env=env).invoke(
            trigpoint_group, ["mail", *words, "--data", str(tmp_path)]
        )

    return run


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Return a mail server that takes everything."""
    with MailServer() as server:
        yield server


def use(server: MailServer) -> dict[str, str]:
    """Return the environment of an installation with this server."""
    return {
        "TRIGPOINT_BASE_URL": "https://quiz.example.org",
        "TRIGPOINT_SMTP_HOST": "localhost",
        "TRIGPOINT_SMTP_PORT": str(server.port),
        "TRIGPOINT_SMTP_SECURITY": "none",
        "TRIGPOINT_MAIL_FROM": "quiz@example.org",
    }


def test_a_test_email_prints_the_dialogue(
    run: Callable[..., Result], server: MailServer
) -> None:
    said = run("test", "ana@example.org", **use(server))

    assert said.exit_code == 0
    for line in (
        "> mail FROM:<quiz@example.org>",
        "> rcpt TO:<ana@example.org>",
        "< 250 OK",
    ):
        assert line in said.output
    assert server.recipients == ["ana@example.org"]


def test_a_test_that_fails_says_what_to_do(
    run: Callable[..., Result], server: MailServer
) -> None:
    server.sender_answer = "553 not your address"

    said = run("test", "ana@example.org", **use(server))

    assert isinstance(said.exception, NotNow)
    assert "553 not your address" in str(said.exception)
    assert "TRIGPOINT_MAIL_FROM" in str(said.exception)


def test_a_word_that_is_no_address_is_refused(run: Callable[..., Result]) -> None:
    assert isinstance(run("test", "ana").exception, NotValid)


def test_without_a_server_the_email_is_in_the_folder_and_can_be_read(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    run("test", "ana@example.org")
    (file,) = (tmp_path / "mail").iterdir()

    assert f"{file.parent}: 1" in run().output
    shown = run("show", file.stem).output
    assert "To: ana@example.org" in shown
    assert "This is a test." in shown


@pytest.mark.parametrize("key", ["n0n3", "../secret", "..", ""])
def test_a_key_that_names_no_email_shows_nothing(
    run: Callable[..., Result], key: str
) -> None:
    assert isinstance(run("show", key).exception, NotFound)


def test_the_list_tells_how_emails_fared_and_retry_hurries_them(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    with database_session(tmp_path) as session:
        text = MailText("test", "ana@example.org", "A subject\x1b[2J", "Text")
        add_mail(session, text, secret=load_secret(tmp_path), now=utc_now())

    listed = run("list").output

    assert "waiting   ana@example.org  A subject" in listed
    assert "\x1b" not in listed
    assert "tried: 1" in run("retry").output
    with database_session(tmp_path, writes=False) as session:
        assert count(session, Job) == 1
