"""Settings: read once, all faults named together, a secret made and kept."""

import stat
from pathlib import Path

import pytest

from quiz.config import Settings, load_secret
from quiz.errors import NotValid


def read(folder: Path, **env: str) -> Settings:
    return Settings.from_environment({"TRIGPOINT_DATA": str(folder)} | env)


def test_without_settings_everything_is_in_the_data_folder(tmp_path: Path) -> None:
    settings = read(tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path}/trigpoint.sqlite3"
    assert settings.is_sqlite
    assert not settings.is_https


def test_the_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_every_fault_is_named_together(tmp_path: Path) -> None:
    with pytest.raises(NotValid) as refused:
        read(
            tmp_path,
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


def test_the_old_name_of_postgresql_is_understood(tmp_path: Path) -> None:
    settings = read(tmp_path, TRIGPOINT_DATABASE_URL="postgres://u@h/d")

    assert settings.database_url == "postgresql://u@h/d"


def test_an_https_address_makes_cookies_secure(tmp_path: Path) -> None:
    settings = read(tmp_path, TRIGPOINT_BASE_URL="https://quiz.example.org/")

    assert settings.is_https
    assert settings.base_url == "https://quiz.example.org"


def test_a_data_folder_that_cannot_be_written_is_said_in_a_sentence(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(NotValid, match="cannot be written"):
        load_secret(tmp_path / "file" / "data")


def test_a_damaged_secret_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("abc")

    with pytest.raises(NotValid, match="too short"):
        read(tmp_path)


def test_a_secret_does_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = read(tmp_path)

    assert settings.secret_key not in repr(settings)


def test_numbers_and_folders_are_taken_over(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        TRIGPOINT_PROXY_HOPS="2",
        TRIGPOINT_DAILY_SITTINGS="9",
        TRIGPOINT_QUESTIONS=str(tmp_path),
    )

    assert (settings.proxy_hops, settings.daily_sittings_per_address) == (2, 9)
    assert settings.own_questions == tmp_path
