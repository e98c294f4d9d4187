"""Settings: every one of them, its unit and its default, read once from the environment.

`Settings.from_environment` names everything that is wrong at once; tests build their own `Settings`.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from quiz.errors import NotValid

PACKAGE_FOLDER = Path(__file__).resolve().parent
SECRET_MIN_CHARACTERS = 32
DEFAULT_PORT = 8000


def assets_folder() -> Path:
    """Return the folder that holds templates, static, questions and migrations.

    In a checkout that is the folder above the package; in an installed wheel, the package itself.
    """
    return (
        PACKAGE_FOLDER
        if (PACKAGE_FOLDER / "templates").is_dir()
        else PACKAGE_FOLDER.parent
    )


def program_version() -> str:
    """Return the version of the installed program, or of the checkout."""
    try:
        return version("trigpoint")
    except PackageNotFoundError:
        text = (assets_folder() / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text)["project"]["version"])


def default_data_folder(env: Mapping[str, str]) -> Path:
    """Return `data` beside a checkout, or the user's own data folder for an installed program."""
    if assets_folder() != PACKAGE_FOLDER:
        return assets_folder() / "data"
    base = env.get("XDG_DATA_HOME") or str(Path(env.get("HOME", ".")) / ".local/share")
    return Path(base) / "trigpoint"


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one place Trigpoint runs and another."""

    #: Folder for the database, the kept secret and backups.
    data_folder: Path
    #: `sqlite:///…` or `postgresql://…`.
    database_url: str
    #: Signs what leaves the server; at least 32 characters.
    secret_key: str = field(repr=False)
    #: Keys that are still accepted while a new one is rolled out.
    old_secret_keys: tuple[str, ...] = field(default=(), repr=False)
    #: Address people use, without a slash at the end; None: whatever address a request names.
    base_url: str | None = None
    #: An operator's own questions, same format; never touches ours.
    own_questions: Path | None = None
    #: How many proxies in front of us may say who the client is.
    proxy_hops: int = 0
    #: Sittings begun from one network address in a day. A classroom shares an address.
    daily_sittings_per_address: int = 300
    #: Days after the last visit at which an anonymous person's data goes.
    keep_days: int = 90
    #: Wrong resume codes from one network address in an hour.
    hourly_codes_per_address: int = 20
    #: Whether the app runs jobs itself; no where `trigpoint worker` does.
    run_jobs: bool = True
    #: How many nightly backups are kept in the data folder; 0: none is made.
    backup_keep: int = 7

    @property
    def is_https(self) -> bool:
        """Say whether people reach us by https; cookie flags and HSTS follow it."""
        return bool(self.base_url and self.base_url.startswith("https://"))

    @property
    def is_sqlite(self) -> bool:
        """Say whether the database is a file in the data folder."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings from `env`, making the data folder and its secret when they are missing.

        Raises
        ------
        NotValid
            With one line for each setting that cannot be used.
        """
        faults: list[str] = []
        folder = Path(env.get("TRIGPOINT_DATA") or default_data_folder(env)).absolute()
        secret = env.get("TRIGPOINT_SECRET_KEY", "")
        if secret and len(secret) < SECRET_MIN_CHARACTERS:
            faults.append(
                f"TRIGPOINT_SECRET_KEY has {len(secret)} characters; it needs at least"
                f" {SECRET_MIN_CHARACTERS}. Leave it unset and one is made and kept for you."
            )
        own = _read_folder(env, "TRIGPOINT_QUESTIONS", faults)
        settings = {
            "data_folder": folder,
            "database_url": _read_database_url(env, folder, faults),
            "base_url": _read_base_url(env, faults),
            "own_questions": own,
            "proxy_hops": _read_number(
                env, "TRIGPOINT_PROXY_HOPS", cls.proxy_hops, faults
            ),
            "daily_sittings_per_address": _read_number(
                env, "TRIGPOINT_DAILY_SITTINGS", cls.daily_sittings_per_address, faults
            ),
            "hourly_codes_per_address": _read_number(
                env, "TRIGPOINT_HOURLY_CODES", cls.hourly_codes_per_address, faults
            ),
            "keep_days": _read_number(
                env, "TRIGPOINT_KEEP_DAYS", cls.keep_days, faults
            ),
            "run_jobs": _read_number(env, "TRIGPOINT_RUN_JOBS", 1, faults) != 0,
            "backup_keep": _read_number(
                env, "TRIGPOINT_BACKUP_KEEP", cls.backup_keep, faults
            ),
            "old_secret_keys": tuple(env.get("TRIGPOINT_OLD_SECRET_KEYS", "").split()),
        }
        if faults:
            raise NotValid("\n".join(faults))
        settings["secret_key"] = secret or load_secret(folder)
        return cls(**settings)  # type: ignore[arg-type]  # one dict holds every type of setting


def load_secret(folder: Path) -> str:
    """Return the secret kept in `folder`, making it (readable by its owner alone) the first time."""
    path = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Exclusive creation: of two programs that start together, one writes and the other reads.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    except OSError as error:
        raise NotValid(
            f"The data folder {folder} cannot be written: {error.strerror}."
        ) from error
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    return secret


def _read_secret(path: Path) -> str:
    try:
        secret = path.read_text().strip()
    except OSError as error:
        raise NotValid(
            f"The secret in {path} cannot be read: {error.strerror}."
        ) from error
    if len(secret) < SECRET_MIN_CHARACTERS:
        raise NotValid(
            f"The secret in {path} is too short. Delete the file and start again."
        )
    return secret


def _read_database_url(env: Mapping[str, str], folder: Path, faults: list[str]) -> str:
    url = (
        env.get("TRIGPOINT_DATABASE_URL") or f"sqlite:///{folder / 'trigpoint.sqlite3'}"
    )
    scheme = url.split(":", 1)[0]
    if scheme == "postgres":
        return "postgresql" + url.removeprefix("postgres")
    if scheme.split("+")[0] not in {"sqlite", "postgresql"}:
        faults.append(
            f"TRIGPOINT_DATABASE_URL begins with {scheme!r}; use postgresql://… or sqlite:///…"
        )
    return url


def _read_base_url(env: Mapping[str, str], faults: list[str]) -> str | None:
    url = env.get("TRIGPOINT_BASE_URL", "").rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        faults.append(
            f"TRIGPOINT_BASE_URL is {url!r}; it looks like https://quiz.example.org"
        )
    return url


def _read_folder(env: Mapping[str, str], name: str, faults: list[str]) -> Path | None:
    value = env.get(name)
    if not value:
        return None
    if not Path(value).is_dir():
        faults.append(f"{name} names {value!r}, which is not a folder.")
    return Path(value).absolute()


def _read_number(
    env: Mapping[str, str], name: str, default: int, faults: list[str]
) -> int:
    value = env.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit():
        faults.append(
            f"{name} is {value!r}; it takes a whole number, for example {default}."
        )
        return default
    return int(value)
