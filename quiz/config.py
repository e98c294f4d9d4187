"""Settings: every one of them, its unit and its default, read once from the environment.

`Settings.read` names everything that is wrong at once; tests build their own `Settings`.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from quiz.core.settings_checks import (
    SECRET_MIN_CHARACTERS,
    check_base_url,
    check_contact,
    check_database_url,
    check_folder,
    check_page_url,
    check_secret,
    check_zone,
    split_secrets,
    whole_number,
)
from quiz.errors import NotValid

PACKAGE_FOLDER = Path(__file__).resolve().parent
DEFAULT_PORT = 8000
PREFIX = "TRIGPOINT_"


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


def default_data_folder() -> Path:
    """Return `data` beside a checkout, or the user's own data folder for an installed program."""
    if assets_folder() != PACKAGE_FOLDER:
        return assets_folder() / "data"
    home = Path(os.environ.get("HOME", "."))
    base = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    return Path(base) / "trigpoint"


def _default_database_url(read: Mapping[str, Any]) -> str:
    # Put together by SQLAlchemy, so that `%`, `?` and `#` in a folder's name stay what they are.
    file = str(read["data_folder"] / "trigpoint.sqlite3")
    return URL.create("sqlite", database=file).render_as_string(hide_password=False)


class Settings(BaseSettings):
    """Everything that differs between one place Trigpoint runs and another."""

    model_config = SettingsConfigDict(
        frozen=True,
        case_sensitive=True,
        env_ignore_empty=True,
        env_prefix=PREFIX,
        extra="ignore",
        populate_by_name=True,
        enable_decoding=False,
        hide_input_in_errors=True,
    )

    #: Folder for the database, the kept secret and copies of the database.
    data_folder: Annotated[Path, AfterValidator(Path.absolute)] = Field(
        default_factory=default_data_folder, validation_alias="TRIGPOINT_DATA"
    )
    #: `sqlite:///…` or `postgresql://…`.
    database_url: Annotated[str, AfterValidator(check_database_url)] = Field(
        default_factory=_default_database_url,
        validation_alias="TRIGPOINT_DATABASE_URL",
    )
    #: Signs what leaves the server; at least 32 characters. Empty: the one kept in the data folder.
    secret_key: Annotated[str, AfterValidator(check_secret)] = Field(
        default="", repr=False, validation_alias="TRIGPOINT_SECRET_KEY"
    )
    #: Keys that are still accepted while a new one is rolled out.
    old_secret_keys: Annotated[tuple[str, ...], BeforeValidator(split_secrets)] = Field(
        default=(), repr=False, validation_alias="TRIGPOINT_OLD_SECRET_KEYS"
    )
    #: Address people use, without a slash at the end; None: whatever address of this machine a request names.
    base_url: Annotated[str | None, AfterValidator(check_base_url)] = Field(
        default=None, validation_alias="TRIGPOINT_BASE_URL"
    )
    #: An operator's own questions, same format; never touches ours.
    own_questions: Annotated[Path | None, AfterValidator(check_folder)] = Field(
        default=None, validation_alias="TRIGPOINT_QUESTIONS"
    )
    #: Whom people can write to about this site: an email address or a page.
    contact: Annotated[str, AfterValidator(check_contact)] = Field(
        default="", validation_alias="TRIGPOINT_CONTACT"
    )
    #: The operator's own accessibility statement; empty: the page that comes with the program.
    accessibility_url: Annotated[str, AfterValidator(check_page_url)] = Field(
        default="", validation_alias="TRIGPOINT_ACCESSIBILITY_URL"
    )
    #: The time zone in which days are told and counted, by its IANA name.
    time_zone: Annotated[str, AfterValidator(check_zone)] = Field(
        default="UTC", validation_alias="TRIGPOINT_TIME_ZONE"
    )
    #: How many proxies in front of us may say who the client is.
    proxy_hops: Annotated[int, whole_number(0, 10)] = Field(
        default=0, validation_alias="TRIGPOINT_PROXY_HOPS"
    )
    #: Sittings begun from one network in a day. A classroom shares an address.
    daily_sittings_per_address: Annotated[int, whole_number(1, 10_000_000)] = Field(
        default=300, validation_alias="TRIGPOINT_DAILY_SITTINGS"
    )
    #: Days after the last visit at which an anonymous person's data is deleted.
    keep_days: Annotated[int, whole_number(1, 3650)] = Field(
        default=90, validation_alias="TRIGPOINT_KEEP_DAYS"
    )
    #: Wrong resume codes from one network in an hour; right ones are never counted.
    hourly_codes_per_address: Annotated[int, whole_number(1, 1_000_000)] = Field(
        default=60, validation_alias="TRIGPOINT_HOURLY_CODES"
    )
    #: Whether the app runs jobs itself (1); 0 where `trigpoint worker` does.
    run_jobs: Annotated[int, whole_number(0, 1)] = Field(
        default=1, validation_alias="TRIGPOINT_RUN_JOBS"
    )
    #: How many nightly backups are kept in the data folder; 0: none is made.
    backup_keep: Annotated[int, whole_number(0, 1000)] = Field(
        default=7, validation_alias="TRIGPOINT_BACKUP_KEEP"
    )

    @property
    def is_https(self) -> bool:
        """Say whether people reach us by https; cookie flags and HSTS follow it."""
        return bool(self.base_url and self.base_url.startswith("https://"))

    @property
    def is_sqlite(self) -> bool:
        """Say whether the database is a file."""
        return self.database_url.startswith("sqlite")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days are told and counted."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def read(
        cls, data_folder: Path | None = None, *, needs_secret: bool = True
    ) -> "Settings":
        """Read the environment, making the data folder and its secret when they are missing.

        `data_folder` wins over the environment. Whoever only looks at an installation needs no secret, and nothing
        is made then.

        Raises
        ------
        NotValid
            With one sentence for each setting that cannot be used.
        """
        given: dict[str, Any] = {}
        if data_folder is not None:
            given["TRIGPOINT_DATA"] = data_folder
        faults = _unknown_names(os.environ)
        try:
            settings = cls(**given)
        except ValidationError as error:
            faults += _fault_sentences(error)
        else:
            if not faults and not needs_secret:
                return settings
            if not faults:
                secret = settings.secret_key or load_secret(settings.data_folder)
                return settings.model_copy(update={"secret_key": secret})
        raise NotValid("\n".join(faults))


def _unknown_names(env: Mapping[str, str]) -> list[str]:
    known = [str(field.validation_alias) for field in Settings.model_fields.values()]
    faults = []
    for name in sorted(env):
        if not name.upper().startswith(PREFIX) or name in known:
            continue
        short = [each.removeprefix(PREFIX) for each in known]
        near = get_close_matches(name.upper().removeprefix(PREFIX), short, n=1)
        hint = (
            f"did you mean {PREFIX}{near[0]}?"
            if near
            else f"there are {', '.join(known)}."
        )
        faults.append(f"{name} is not a setting; {hint}")
    return faults


def _fault_sentences(error: ValidationError) -> list[str]:
    sentences = []
    for fault in error.errors():
        # What depends on another setting says nothing while that one is wrong.
        if fault["type"] != "default_factory_not_called":
            message = fault["msg"].removeprefix("Value error, ")
            sentences.append(f"{fault['loc'][0]} {message}")
    return sentences


def load_secret(folder: Path) -> str:
    """Return the secret kept in `folder`, making it (readable by its owner alone) the first time."""
    path = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Exclusive creation: of two programs that start together, one writes and the other reads.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_secret(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotValid(
            f"The data folder {folder} cannot be written: {reason}."
        ) from error
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    return secret


def read_secret(path: Path) -> str:
    """Return the secret that a file keeps.

    Raises
    ------
    NotValid
        When it cannot be read, or is too short.
    """
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotValid(
            f"The data folder {path.parent} cannot be written: a file is in its way."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise NotValid(f"The secret in {path} cannot be read: {error}.") from error
    if len(secret) < SECRET_MIN_CHARACTERS:
        raise NotValid(
            f"The secret in {path} is too short. Delete the file and start again."
        )
    return secret
