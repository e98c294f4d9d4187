"""Settings: every one of them, its unit and its default, read once from the environment.

`Settings.read` names everything that is wrong at once; tests build their own `Settings`.
"""

import os
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

from quiz.core.checks.kept_secret import load_secret
from quiz.core.checks.log_checks import LogFormat, read_log_format
from quiz.core.checks.oidc_checks import (
    GroupRole,
    check_issuer,
    check_oidc_client_id,
    check_oidc_client_secret,
    check_oidc_only,
    read_group_roles,
)
from quiz.core.checks.settings_checks import (
    check_base_url,
    check_contact,
    check_database_url,
    check_folder,
    check_page_url,
    check_secret,
    check_token,
    check_zone,
    split_secrets,
    whole_number,
)
from quiz.core.checks.smtp_checks import (
    SMTP_PORTS,
    SmtpSecurity,
    check_mail_from,
    check_smtp_host,
    check_smtp_password,
    check_smtp_user,
    read_smtp_security,
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
    #: Wrong passwords and codes from one network in an hour; right ones are never counted. A school shares an address.
    hourly_sign_ins_per_address: Annotated[int, whole_number(1, 1_000_000)] = Field(
        default=200, validation_alias="TRIGPOINT_HOURLY_SIGN_INS"
    )
    #: Whether people may sign up by themselves (1), or get accounts from an administrator alone (0).
    sign_up: Annotated[int, whole_number(0, 1)] = Field(
        default=1, validation_alias="TRIGPOINT_SIGN_UP"
    )
    #: From which age on somebody may have an account of their own.
    minimum_age: Annotated[int, whole_number(13, 16)] = Field(
        default=16, validation_alias="TRIGPOINT_MINIMUM_AGE"
    )
    #: Days after the last visit at which an account is deleted with its data; one with a role is kept.
    keep_account_days: Annotated[int, whole_number(1, 3650)] = Field(
        default=730, validation_alias="TRIGPOINT_KEEP_ACCOUNT_DAYS"
    )
    #: Whether instructors and administrators must use a second factor.
    require_second_factor: Annotated[int, whole_number(0, 1)] = Field(
        default=0, validation_alias="TRIGPOINT_REQUIRE_SECOND_FACTOR"
    )
    #: Whether the app runs jobs itself (1); 0 where `trigpoint worker` does.
    run_jobs: Annotated[int, whole_number(0, 1)] = Field(
        default=1, validation_alias="TRIGPOINT_RUN_JOBS"
    )
    #: How many nightly backups are kept in the data folder; 0: none is made.
    backup_keep: Annotated[int, whole_number(0, 1000)] = Field(
        default=7, validation_alias="TRIGPOINT_BACKUP_KEEP"
    )

    #: How lines of the log are written.
    log_format: Annotated[LogFormat, BeforeValidator(read_log_format)] = Field(
        default=LogFormat.TEXT, validation_alias="TRIGPOINT_LOG_FORMAT"
    )
    #: Who shows this token may read `/metrics`; empty: nobody.
    metrics_token: Annotated[str, AfterValidator(check_token)] = Field(
        default="", repr=False, validation_alias="TRIGPOINT_METRICS_TOKEN"
    )

    #: Server that takes emails; None: they are written into a folder.
    smtp_host: Annotated[str | None, AfterValidator(check_smtp_host)] = Field(
        default=None, validation_alias="TRIGPOINT_SMTP_HOST"
    )
    #: Port of that server; 0: the usual one for its encryption.
    smtp_port: Annotated[int, whole_number(0, 65535)] = Field(
        default=0, validation_alias="TRIGPOINT_SMTP_PORT"
    )
    #: How the connection to it is encrypted.
    smtp_security: Annotated[SmtpSecurity, BeforeValidator(read_smtp_security)] = Field(
        default=SmtpSecurity.STARTTLS, validation_alias="TRIGPOINT_SMTP_SECURITY"
    )
    #: Name and password for it; empty: it wants none.
    smtp_user: Annotated[str, AfterValidator(check_smtp_user)] = Field(
        default="", validation_alias="TRIGPOINT_SMTP_USER"
    )
    smtp_password: Annotated[str, AfterValidator(check_smtp_password)] = Field(
        default="", repr=False, validation_alias="TRIGPOINT_SMTP_PASSWORD"
    )
    #: Where emails come from: an address, perhaps with a name.
    mail_from: Annotated[str | None, AfterValidator(check_mail_from)] = Field(
        default=None, validation_alias="TRIGPOINT_MAIL_FROM"
    )

    #: Provider of identity (OpenID Connect), by its issuer address; None: there is none.
    oidc_issuer: Annotated[str | None, AfterValidator(check_issuer)] = Field(
        default=None, validation_alias="TRIGPOINT_OIDC_ISSUER"
    )
    #: Name and secret under which the provider knows this site.
    oidc_client_id: Annotated[str, AfterValidator(check_oidc_client_id)] = Field(
        default="", validation_alias="TRIGPOINT_OIDC_CLIENT_ID", validate_default=True
    )
    oidc_client_secret: Annotated[str, AfterValidator(check_oidc_client_secret)] = (
        Field(
            default="",
            repr=False,
            validation_alias="TRIGPOINT_OIDC_CLIENT_SECRET",
            validate_default=True,
        )
    )
    #: What the button calls it.
    oidc_name: str = Field(
        default="single sign-on", validation_alias="TRIGPOINT_OIDC_NAME"
    )
    #: What the provider is asked for.
    oidc_scopes: str = Field(
        default="openid email profile", validation_alias="TRIGPOINT_OIDC_SCOPES"
    )
    #: The claim that names the groups of a person.
    oidc_groups_claim: str = Field(
        default="groups", validation_alias="TRIGPOINT_OIDC_GROUPS_CLAIM"
    )
    #: Which groups get which roles, renewed at every sign-in.
    oidc_roles: Annotated[tuple[GroupRole, ...], BeforeValidator(read_group_roles)] = (
        Field(default=(), validation_alias="TRIGPOINT_OIDC_ROLES")
    )
    #: Whether the provider is the only way to sign in (1).
    oidc_only: Annotated[int, whole_number(0, 1), AfterValidator(check_oidc_only)] = (
        Field(default=0, validation_alias="TRIGPOINT_OIDC_ONLY")
    )

    @property
    def effective_smtp_port(self) -> int:
        """The port that is set, or the usual one."""
        return self.smtp_port or SMTP_PORTS[self.smtp_security]

    @property
    def effective_mail_from(self) -> str:
        """The sender that is set, or one for emails that never leave this machine."""
        return self.mail_from or "Trigpoint <trigpoint@localhost>"

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
    # A default that does not fit the rest is told under the field's own name.
    names = {
        field: str(info.validation_alias)
        for field, info in Settings.model_fields.items()
    }
    for fault in error.errors():
        # What depends on another setting says nothing while that one is wrong.
        if fault["type"] != "default_factory_not_called":
            message = fault["msg"].removeprefix("Value error, ")
            name = str(fault["loc"][0])
            sentences.append(f"{names.get(name, name)} {message}")
    return sentences
