"""Who may restore a SQLite database: the user it belongs to, and nobody else, not even root."""

import os
from pathlib import Path
from pwd import getpwuid

import pytest

from quiz.errors import NotNow
from quiz.operations.backups.restore import restore_backup
from quiz.operations.database_lock import share_database
from tests import databases
from tests.factories import NOW
from tests.operations.places import Place

OTHER_USER = 12_345


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a SQLite database."""
    return Place(databases.with_tables(f"sqlite:///{tmp_path}/trigpoint.sqlite3"))


@pytest.mark.parametrize("given", ["trigpoint.sqlite3", "."])
def test_another_user_than_the_owner_is_refused_and_nothing_is_touched(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    backup = place.back_up(tmp_path / "one.backup")
    file = tmp_path / "trigpoint.sqlite3"
    if given == ".":
        file.unlink()
    before = file.read_bytes() if file.exists() else None
    owner = getpwuid(os.geteuid()).pw_name
    monkeypatch.setattr(os, "geteuid", lambda: OTHER_USER)

    with pytest.raises(
        NotNow, match=f"belongs to {owner}, and you are user {OTHER_USER}"
    ):
        restore_backup(backup, place.url, now=NOW)

    assert (file.read_bytes() if file.exists() else None) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("given", ["trigpoint.sqlite3", "."])
def test_a_database_of_another_user_is_refused_and_untouched(
    place: Place, tmp_path: Path, given: str
) -> None:
    backup = place.back_up(tmp_path / "one.backup")
    file = tmp_path / "trigpoint.sqlite3"
    if given == ".":
        file.unlink()
    os.chown(tmp_path / given, OTHER_USER, OTHER_USER)

    with pytest.raises(NotNow, match="belongs to user 12345, and you are root"):
        restore_backup(backup, place.url, now=NOW)

    assert file.exists() == (given != ".")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_lock_that_root_makes_does_not_keep_the_owner_out(tmp_path: Path) -> None:
    os.chown(tmp_path, OTHER_USER, OTHER_USER)

    with share_database(f"sqlite:///{tmp_path}/trigpoint.sqlite3"):
        assert (tmp_path / "trigpoint.sqlite3.lock").stat().st_uid == OTHER_USER
