"""Starting: every obstacle is one sentence, said before the program says that it is ready."""

import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lab.benchmarks.servers import find_free_port
from quiz.cli.options import printable
from quiz.cli.serve import describe_addresses
from quiz.config import Settings
from quiz.core.db import make_engine
from quiz.core.network import list_addresses
from quiz.errors import NotNow
from quiz.operations import migrations
from quiz.operations.schema_version import require_usable_database

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-P", "-m", "quiz"]


def settings_for(folder: Path, **changed: Any) -> Settings:
    return Settings(
        data_folder=folder,
        database_url=f"sqlite:///{folder}/trigpoint.sqlite3",
        secret_key="only for tests " * 4,
        **changed,
    )


def start(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the program as it is typed, until it ends by itself."""
    return subprocess.run(
        [*PROGRAM, *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def new_database(folder: Path) -> Path:
    engine = make_engine(f"sqlite:///{folder}/trigpoint.sqlite3")
    migrations.upgrade_schema(engine)
    engine.dispose()
    return folder / "trigpoint.sqlite3"


def newer(folder: Path) -> None:
    with sqlite3.connect(new_database(folder)) as database:
        database.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    database.close()


def garbage(folder: Path) -> None:
    (folder / "trigpoint.sqlite3").write_bytes(b"no database " * 1000)


def truncated(folder: Path) -> None:
    file = new_database(folder)
    file.write_bytes(file.read_bytes()[:20_000])


def torn(folder: Path) -> None:
    file = new_database(folder)
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    file.write_bytes(bytes(content))


def a_folder(folder: Path) -> None:
    (folder / "trigpoint.sqlite3").mkdir()


#: What was done to the database, and words of the sentence that is said.
BROKEN = [
    (newer, "newer Trigpoint"),
    (garbage, "not a database"),
    (truncated, "malformed|damaged"),
    (torn, "malformed|damaged"),
    (a_folder, "cannot be used"),
]


@pytest.mark.parametrize(("damage", "words"), BROKEN)
def test_a_database_that_cannot_be_used_is_said_in_a_sentence(
    tmp_path: Path, damage: object, words: str
) -> None:
    damage(tmp_path)  # type: ignore[operator]  # each of them is a function
    engine = make_engine(f"sqlite:///{tmp_path}/trigpoint.sqlite3")

    with pytest.raises(NotNow, match=words) as refused:
        require_usable_database(engine)

    engine.dispose()
    assert len(str(refused.value).splitlines()) == 1


def test_the_program_says_it_and_ends(tmp_path: Path) -> None:
    newer(tmp_path)

    ended = start("run", "--data", str(tmp_path), "--port", str(find_free_port()))

    assert ended.returncode == 1
    assert "newer Trigpoint" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Trigpoint is at" not in ended.stdout


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody:secret@127.0.0.1:1/none",
        "sqlite:////not/there/file",
    ],
)
def test_a_database_that_is_not_there_is_said_without_its_password(url: str) -> None:
    engine = make_engine(url)

    with pytest.raises(NotNow, match="cannot be used") as refused:
        require_usable_database(engine)

    assert "secret" not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_read_only_database_is_refused(tmp_path: Path) -> None:
    file = new_database(tmp_path)
    engine = make_engine(f"sqlite:///file:{file}?mode=ro&uri=true")

    with pytest.raises(NotNow, match="cannot be written"):
        require_usable_database(engine)
    engine.dispose()


def test_a_setting_that_is_wrong_is_said_and_the_program_ends(tmp_path: Path) -> None:
    ended = start("run", "--data", str(tmp_path), TRIGPOINT_KEEP_DAYS="0")

    assert ended.returncode == 1
    assert ended.stderr.startswith("trigpoint: TRIGPOINT_KEEP_DAYS")
    assert len(ended.stderr.splitlines()) == 1


def test_the_version_is_said() -> None:
    assert start("--version").stdout.startswith("trigpoint, version ")


@pytest.mark.parametrize(
    ("host", "first"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000 "),
        ("::1", "http://[::1]:8000 "),
        ("192.168.1.5", "http://192.168.1.5:8000 "),
        ("0.0.0.0", "http://127.0.0.1:8000 "),  # noqa: S104  # compared, not bound
        ("::", "http://127.0.0.1:8000 "),
    ],
)
def test_the_address_is_written_as_it_is_typed(
    tmp_path: Path, host: str, first: str
) -> None:
    assert first in describe_addresses(settings_for(tmp_path), host, 8000)[0]


def test_for_the_whole_network_the_addresses_that_others_type_are_said(
    tmp_path: Path,
) -> None:
    lines = describe_addresses(settings_for(tmp_path), "0.0.0.0", 8000)  # noqa: S104  # compared

    for address in list_addresses():
        assert f"http://{address}:8000" in lines[1]
    assert "127.0.0.1" not in "".join(lines[1:])


def test_with_a_base_address_that_one_is_said(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, base_url="https://quiz.example.org")

    [line] = describe_addresses(settings, "0.0.0.0", 8000)  # noqa: S104  # compared

    assert "https://quiz.example.org" in line


@contextmanager
def running(folder: Path, **env: str) -> Iterator[int]:
    """Run the program on a data folder until the block is left; yields its port."""
    port = find_free_port()
    with (folder.parent / "said").open("w+") as said:
        process = subprocess.Popen(
            [*PROGRAM, "run", "--data", str(folder), "--port", str(port)],
            env=os.environ | {"PYTHONPATH": str(ROOT)} | env,
            stdout=said,
            stderr=said,
        )
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until and process.poll() is None:
                said.seek(0)
                if "Trigpoint is at" in said.read():
                    break
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def test_every_file_is_readable_by_its_owner_alone_whoever_made_the_folder(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    (folder / "trigpoint.sqlite3").touch(0o644)

    with running(folder):
        modes = {
            each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()
        }

    assert "trigpoint.sqlite3" in modes
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("a plain note, ä € 漢", "a plain note, ä € 漢"),
        ("\x1b[2J\x1b[31mred", "\\x1b[2J\\x1b[31mred"),
        ("one\n1 January  forged-line", "one\\n1 January  forged-line"),
        ("\x9b31m", "\\x9b31m"),
        ("right \u202e to left", "right \\u202e to left"),
        ("bell\a, back\b, return\r", "bell\\x07, back\\x08, return\\r"),
    ],
)
def test_what_strangers_wrote_moves_no_terminal(note: str, shown: str) -> None:
    assert printable(note) == shown
