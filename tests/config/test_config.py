"""Settings: read once, all faults named together, a secret made and kept."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.config import Settings, program_version
from quiz.core.checks.kept_secret import load_secret
from quiz.errors import NotValid

Read = Callable[..., Settings]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return a function that reads the settings of an environment that holds nothing else."""
    for name in [name for name in os.environ if name.startswith("TRIGPOINT_")]:
        monkeypatch.delenv(name)

    def read(**env: str) -> Settings:
        for name, value in ({"TRIGPOINT_DATA": str(tmp_path)} | env).items():
            monkeypatch.setenv(name, value)
        return Settings.read()

    return read


def test_without_settings_everything_is_in_the_data_folder(
    read: Read, tmp_path: Path
) -> None:
    settings = read()

    assert settings.database_url == f"sqlite:///{tmp_path}/trigpoint.sqlite3"
    assert settings.is_sqlite
    assert not settings.is_https


def test_the_secret_is_made_once_and_kept_for_its_owner_alone(
    read: Read, tmp_path: Path
) -> None:
    first, second = read(), read()

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_every_fault_is_named_together(read: Read) -> None:
    with pytest.raises(NotValid) as refused:
        read(
            TRIGPOINT_SECRET_KEY="short",
            TRIGPOINT_DATABASE_URL="mysql://x",
            TRIGPOINT_BASE_URL="quiz.example.org",
            TRIGPOINT_QUESTIONS="/not/there",
            TRIGPOINT_PROXY_HOPS="two",
        )

    named = str(refused.value)
    for setting in (
        "SECRET_KEY",
        "DATABASE_URL",
        "BASE_URL",
        "QUESTIONS",
        "PROXY_HOPS",
    ):
        assert f"TRIGPOINT_{setting}" in named
    assert len(named.splitlines()) == 5


#: Name, value, words of the sentence that refuses it. A row for everything that was once taken or crashed.
WRONG: list[tuple[str, str, str]] = [
    ("SECRET_KEY", "short", "at least 32"),
    ("SECRET_KEY", "a" * 32, "can be guessed"),
    ("SECRET_KEY", "abab" * 16, "can be guessed"),
    ("OLD_SECRET_KEYS", "a", "weak key"),
    ("OLD_SECRET_KEYS", "good key-good key-good-key-good-key-1 x", "weak key"),
    ("OLD_SECRET_KEYS", "b" * 40, "weak key"),
    ("BASE_URL", "quiz.example.org", "looks like|like https://"),
    ("BASE_URL", "ftp://quiz.example.org", "like https://"),
    ("BASE_URL", "https://", "like https://"),
    ("BASE_URL", "https://quiz.example.org/path", "like https://"),
    ("BASE_URL", "https://quiz.example.org?x=1", "like https://"),
    ("BASE_URL", "https://quiz.example.org#x", "like https://"),
    ("BASE_URL", "https://user:word@quiz.example.org", "like https://"),
    ("BASE_URL", "https://quiz.example.org:99999", "like https://"),
    ("BASE_URL", "https://quiz.example.org:0", "like https://"),
    ("BASE_URL", "https://quiz.example.org:", "like https://"),
    ("BASE_URL", "https://[::1", "like https://"),
    ("BASE_URL", "https://quiz example.org", "like https://"),
    ("BASE_URL", "https://-quiz.example.org", "like https://"),
    ("BASE_URL", "https://quiz..org", "like https://"),
    ("DATABASE_URL", "mysql://u@h/d", "postgresql://"),
    ("DATABASE_URL", "nonsense", "postgresql://"),
    ("DATABASE_URL", "postgresql://u@h:port/d", "a port is a number"),
    ("DATABASE_URL", "postgresql://u@h:99999/d", "port"),
    ("DATABASE_URL", "postgresql://u@h", "no database"),
    ("DATABASE_URL", "postgresql+asyncpg://u@h/d", "driver"),
    ("DATABASE_URL", "sqlite://", "no file"),
    ("DATABASE_URL", "sqlite:///:memory:", "no file"),
    ("DATABASE_URL", "sqlite://host/file", "slashes"),
    ("DATABASE_URL", "sqlite+aiosqlite:////x/y", "driver"),
    ("DATABASE_URL", "sqlite:////", "folder"),
    ("QUESTIONS", "/not/there", "not a folder"),
    ("QUESTIONS", __file__, "not a folder"),
    ("PROXY_HOPS", "two", "whole number"),
    ("PROXY_HOPS", "-1", "whole number"),
    ("PROXY_HOPS", "1.5", "whole number"),
    ("PROXY_HOPS", "9999", "whole number"),
    ("PROXY_HOPS", "٣", "whole number"),
    ("DAILY_SITTINGS", "0", "whole number"),
    ("DAILY_SITTINGS", "1e3", "whole number"),
    ("HOURLY_CODES", "0", "whole number"),
    ("HOURLY_CODES", "many", "whole number"),
    ("KEEP_DAYS", "0", "whole number"),
    ("KEEP_DAYS", "-5", "whole number"),
    ("KEEP_DAYS", "999999999", "whole number"),
    ("KEEP_DAYS", "1" + "0" * 20, "whole number"),
    ("CONTACT", "somebody", "email address"),
    ("CONTACT", "javascript:alert(1)", "email address"),
    ("CONTACT", "a@b", "email address"),
    ("CONTACT", "https://", "looks like https://"),
    ("ACCESSIBILITY_URL", "/page", "looks like https://"),
    ("ACCESSIBILITY_URL", "https://x.org/a page", "looks like https://"),
    ("TIME_ZONE", "Middle/Earth", "no time zone"),
    ("TIME_ZONE", "../../etc/passwd", "no time zone"),
    ("LOG_FORMAT", "xml", "one of text, json"),
    ("METRICS_TOKEN", "short", "at least 32"),
    ("METRICS_TOKEN", "a" * 40, "can be guessed"),
    (
        "METRICS_TOKEN",
        "words with blanks in them, many of these",
        "cannot be in a header",
    ),
    ("SMTP_HOST", "mail.example.org", "needs TRIGPOINT_BASE_URL"),
    ("SMTP_HOST", "smtp://mail.example.org:587", "the name of a server"),
    ("SMTP_HOST", "mail.example.org:587", "the name of a server"),
    ("SMTP_PORT", "smtp", "whole number"),
    ("SMTP_PORT", "70000", "whole number"),
    ("SMTP_SECURITY", "ssl", "one of tls, starttls, none"),
    ("SMTP_PASSWORD", "word@word", "set together"),
    ("SMTP_USER", "quiz", "SMTP_PASSWORD"),
    ("MAIL_FROM", "Trigpoint", "email address"),
    ("MAIL_FROM", "Trigpoint <quiz@>", "email address"),
    ("MAIL_FROM", "Trigpoint <prüfung@example.org>", "email address"),
    ("MAIL_FROM", "a@example.org\nBcc: b@example.org", "email address"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_a_wrong_setting_is_refused_in_one_sentence(
    read: Read, name: str, value: str, words: str
) -> None:
    with pytest.raises(NotValid, match=words) as refused:
        read(**{f"TRIGPOINT_{name}": value})

    said = str(refused.value)
    assert len(said.splitlines()) == 1
    assert f"TRIGPOINT_{name} " in said
    # A password or a key is not repeated on a screen.
    assert "word@" not in said
    assert "a" * 32 not in said


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("BASE_URL", "https://QUIZ.Example.org./", "https://quiz.example.org"),
        ("BASE_URL", "http://192.168.1.5:8000", "http://192.168.1.5:8000"),
        ("BASE_URL", "http://[::1]:8000", "http://[::1]:8000"),
        ("BASE_URL", "http://teacher-pc", "http://teacher-pc"),
        ("DATABASE_URL", "postgres://u@h/d", "postgresql://u@h/d"),
        ("DATABASE_URL", "postgresql:///d?host=/run", "postgresql:///d?host=/run"),
        ("TIME_ZONE", "Pacific/Auckland", "Pacific/Auckland"),
        ("PROXY_HOPS", " 2 ", 2),
        ("CONTACT", "quiz@example.org", "mailto:quiz@example.org"),
        ("CONTACT", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("ACCESSIBILITY_URL", "https://x.org/access", "https://x.org/access"),
    ],
)
def test_a_good_setting_is_kept_tidied(
    read: Read, name: str, value: str, kept: object
) -> None:
    settings = read(**{f"TRIGPOINT_{name}": value})

    assert getattr(settings, name.lower()) == kept


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("TRIGPOINT_BASE_ULR", "did you mean TRIGPOINT_BASE_URL"),
        ("TRIGPOINT_SECRET", "did you mean TRIGPOINT_SECRET_KEY"),
        ("TRIGPOINT_KEEPDAYS", "did you mean TRIGPOINT_KEEP_DAYS"),
        ("Trigpoint_Base_Url", "did you mean TRIGPOINT_BASE_URL"),
        ("TRIGPOINT_XYZZY", "there are TRIGPOINT_DATA"),
    ],
)
def test_a_misspelt_name_is_refused_with_a_suggestion(
    read: Read, name: str, meant: str
) -> None:
    with pytest.raises(NotValid, match=meant):
        read(**{name: "1"})


def test_a_misspelt_name_is_told_beside_the_other_faults(read: Read) -> None:
    with pytest.raises(NotValid) as refused:
        read(TRIGPOINT_KEEP_DAYS="0", TRIGPOINT_KEP_DAYS="5")

    assert len(str(refused.value).splitlines()) == 2


def test_an_empty_setting_is_as_good_as_none(read: Read) -> None:
    assert read(TRIGPOINT_BASE_URL="", TRIGPOINT_KEEP_DAYS="").keep_days == 90


def test_an_https_address_makes_cookies_secure(read: Read) -> None:
    settings = read(TRIGPOINT_BASE_URL="https://quiz.example.org/")

    assert settings.is_https
    assert settings.base_url == "https://quiz.example.org"


@pytest.mark.parametrize(
    "name", ["da%20ta", "da ta", "da?ta=x", "da#ta", "d'a\"ta", "däta", "da;ta&x"]
)
def test_the_name_of_the_data_folder_is_taken_as_it_is(
    read: Read, tmp_path: Path, name: str
) -> None:
    from quiz.core.db import make_engine

    engine = make_engine(read(TRIGPOINT_DATA=str(tmp_path / name)).database_url)
    with engine.connect():
        pass
    engine.dispose()

    assert (tmp_path / name / "trigpoint.sqlite3").exists()
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_data_folder_that_cannot_be_written_is_said_in_a_sentence(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(NotValid, match="cannot be written"):
        load_secret(tmp_path / "file" / "data")


def test_a_file_where_the_data_folder_should_be_is_said_in_a_sentence(
    read: Read, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(NotValid, match="cannot be written"):
        read(TRIGPOINT_DATA=str(tmp_path / "file"))


def test_a_damaged_secret_is_not_used(read: Read, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("abc")

    with pytest.raises(NotValid, match="too short"):
        read()


def test_a_secret_does_not_show_when_settings_are_printed(read: Read) -> None:
    settings = read()

    assert settings.secret_key not in repr(settings)


def test_numbers_and_folders_are_taken_over(read: Read, tmp_path: Path) -> None:
    settings = read(
        TRIGPOINT_PROXY_HOPS="2",
        TRIGPOINT_DAILY_SITTINGS="9",
        TRIGPOINT_QUESTIONS=str(tmp_path),
    )

    assert (settings.proxy_hops, settings.daily_sittings_per_address) == (2, 9)
    assert settings.own_questions == tmp_path


def test_the_version_is_known_in_a_checkout_too() -> None:
    assert program_version().count(".") == 2


SERVER = {
    "TRIGPOINT_BASE_URL": "https://quiz.example.org",
    "TRIGPOINT_SMTP_HOST": "Mail.Example.org.",
    "TRIGPOINT_MAIL_FROM": "Trigpoint <quiz@example.org>",
}


@pytest.mark.parametrize(
    ("security", "port"), [("tls", 465), ("STARTTLS", 587), ("none", 25)]
)
def test_a_mail_server_has_the_usual_port_of_its_encryption(
    read: Read, security: str, port: int
) -> None:
    settings = read(**SERVER, TRIGPOINT_SMTP_SECURITY=security)

    assert settings.smtp_host == "mail.example.org"
    assert settings.effective_smtp_port == port


def test_a_mail_server_needs_a_sender(read: Read) -> None:
    with pytest.raises(NotValid, match="TRIGPOINT_MAIL_FROM is missing"):
        read(**{name: value for name, value in SERVER.items() if "FROM" not in name})


def test_a_password_is_not_sent_in_the_clear(read: Read) -> None:
    login = {"TRIGPOINT_SMTP_USER": "quiz", "TRIGPOINT_SMTP_PASSWORD": "a secret word"}

    with pytest.raises(NotValid, match="in the clear") as refused:
        read(**SERVER, **login, TRIGPOINT_SMTP_SECURITY="none")

    assert "a secret word" not in str(refused.value)
    assert "a secret word" not in repr(
        read(**SERVER, **login, TRIGPOINT_SMTP_SECURITY="tls")
    )
