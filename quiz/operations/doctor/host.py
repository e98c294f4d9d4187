"""Checks of the machine and the settings: what the database has no part in."""

import os
import platform
import shutil
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from quiz.config import PREFIX, Settings, program_version
from quiz.core.checks.kept_secret import read_secret
from quiz.core.db import sqlite_journal_mode, sqlite_library
from quiz.errors import NotValid
from quiz.operations.backups.nightly import FOLDER, list_backups
from quiz.operations.backups.sqlite_place import SIDECARS
from quiz.operations.doctor.findings import (
    Diagnosis,
    report_error,
    report_ok,
    report_warning,
)

#: Whatever must not be in a traceback is not printed here either.
SECRET_SETTINGS = {
    str(field.validation_alias)
    for field in Settings.model_fields.values()
    if not field.repr
}
LIBRARIES = ("flask", "sqlalchemy", "gunicorn", "huey", "psycopg", "pydantic")
LOW_BYTES, EMPTY_BYTES = 2_000_000_000, 200_000_000
#: A nightly backup that is older was missed.
STALE_BACKUP_HOURS = 36
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_versions() -> Iterator[Diagnosis]:
    """Say what runs here."""
    parts = [f"Trigpoint {program_version()}", f"Python {platform.python_version()}"]
    for library in LIBRARIES:
        try:
            parts.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            yield report_error(
                "versions", f"{library} is not installed.", "Install Trigpoint again."
            )
    yield report_ok("versions", ", ".join(parts))


def check_settings(env: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Say which settings come from the environment; a secret is named and not shown."""
    given = {
        name: "set" if name in SECRET_SETTINGS else _without_password(name, value)
        for name, value in sorted(env.items())
        if name.startswith(PREFIX) and value
    }
    said = ", ".join(f"{name}={value}" for name, value in given.items())
    yield report_ok(
        "settings", f"From the environment: {said or 'none'}. Others: default."
    )


def check_secret_key(settings: Settings) -> Iterator[Diagnosis]:
    """See whether there is a key that signs, and whether others can read it."""
    secret = settings.data_folder / "secret"
    if settings.secret_key:
        yield report_ok("secret key", "From the environment.")
    elif not secret.exists():
        yield report_error(
            "secret key",
            f"There is none in {settings.data_folder}.",
            "Start the app; it makes one. After a restore, bring the old one back.",
        )
    elif secret.stat().st_mode & OTHERS:
        yield report_error(
            "secret key", f"Others can read {secret}.", f"chmod 600 {secret}"
        )
    else:
        try:
            read_secret(secret)
        except NotValid as error:
            yield report_error(
                "secret key", str(error), f"Put the right key into {secret}."
            )
        else:
            yield report_ok("secret key", f"In {secret}, readable by its owner alone.")


def check_address(settings: Settings) -> Iterator[Diagnosis]:
    """See whether base URL and proxy hops go together."""
    url, hops = settings.base_url, settings.proxy_hops
    if url is None and hops:
        yield report_warning(
            "base URL",
            "Not set, although there is a proxy.",
            "Set TRIGPOINT_BASE_URL to the address that people use; links and cookies follow it.",
        )
    elif url is None:
        yield report_ok("base URL", "Not set: the address of each request is used.")
    elif settings.is_https and not hops:
        yield report_warning(
            "proxy hops",
            f"{url} is https, so something in front of Trigpoint ends it, but TRIGPOINT_PROXY_HOPS is 0.",
            "Set TRIGPOINT_PROXY_HOPS to the number of proxies; otherwise everybody shares one limit.",
        )
    elif not settings.is_https:
        yield report_warning(
            "base URL",
            f"{url} is not https: cookies travel in the clear.",
            "Use https, unless this is a network of your own.",
        )
    else:
        yield report_ok("base URL", f"{url}, proxies: {hops}")


def check_data_folder(settings: Settings) -> Iterator[Diagnosis]:
    """See whether the data folder can be written, is private and has room."""
    folder = settings.data_folder
    if not folder.is_dir():
        yield report_error(
            "data folder",
            f"There is no folder {folder}.",
            "Start the app, which makes it, or set TRIGPOINT_DATA.",
        )
        return
    if not os.access(folder, os.W_OK):
        yield report_error(
            "data folder", f"{folder} cannot be written.", "Give it to this user."
        )
    elif folder.stat().st_mode & stat.S_IWOTH:
        yield report_error(
            "data folder", f"Anybody can write to {folder}.", f"chmod 700 {folder}"
        )
    elif folder.stat().st_mode & OTHERS:
        yield report_warning(
            "data folder", f"Others can look into {folder}.", f"chmod 700 {folder}"
        )
    else:
        yield report_ok("data folder", str(folder))
    free = shutil.disk_usage(folder).free
    said = f"{free / 1e9:.1f} GB free"
    if free < EMPTY_BYTES:
        yield report_error("disk", said, "Make room: answers will soon be refused.")
    elif free < LOW_BYTES:
        yield report_warning("disk", said, "Make room, or keep fewer backups.")
    else:
        yield report_ok("disk", said)


def check_sqlite_library(settings: Settings) -> Iterator[Diagnosis]:
    """See whether the SQLite library is safe for several processes."""
    if not settings.is_sqlite:
        return
    said = f"{sqlite_library().sqlite_version} ({sqlite_library().__name__}), journal {sqlite_journal_mode()}"
    if sqlite_journal_mode() == "WAL":
        yield report_ok("SQLite", said)
    else:
        yield report_warning(
            "SQLite",
            f"{said}: this version can lose writes with a write-ahead log, so a slower journal is used.",
            "Install the package pysqlite3, or a system with SQLite 3.51.3 or newer.",
        )


def check_backups(settings: Settings, *, now: datetime) -> Iterator[Diagnosis]:
    """See whether there is a backup of last night, and whether old data lies about."""
    kept = list_backups(settings.data_folder / FOLDER)
    if not settings.backup_keep:
        yield report_ok("backup", "TRIGPOINT_BACKUP_KEEP is 0: this host makes none.")
    elif not kept:
        yield report_warning(
            "backup", "There is none yet.", "It is made at night; see “jobs” below."
        )
    else:
        newest = kept[-1]
        made = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
        hours = (now - made).total_seconds() / 3600
        said = f"{newest.name}, {newest.stat().st_size / 1e6:.1f} MB, {hours:.0f} hours old"
        if hours > STALE_BACKUP_HOURS:
            yield report_warning("backup", said, "See “jobs” below and the log.")
        else:
            yield report_ok("backup", said)
    for path in _leftovers(settings):
        yield report_warning(
            "old data", f"{path} is from before a restore.", "Delete it if all is well."
        )


def _leftovers(settings: Settings) -> list[Path]:
    found = settings.data_folder.glob("*.before-restore")
    return [path for path in found if not path.name.endswith(SIDECARS)]


def _without_password(name: str, value: str) -> str:
    if name != "TRIGPOINT_DATABASE_URL" or "://" not in value:
        return value
    from sqlalchemy.engine import make_url

    return make_url(value).render_as_string(hide_password=True)
