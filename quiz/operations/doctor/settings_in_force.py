"""The settings in force and where each comes from. A secret is named and never shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.engine import make_url

from quiz.config import Settings
from quiz.core.checks.kept_secret import read_secret
from quiz.errors import NotValid


class SettingSource(StrEnum):
    """Where the value of a setting comes from."""

    ENVIRONMENT = "environment"
    #: Of the secret key alone: the file that was made at the first start.
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True)
class SettingInForce:
    """A setting as it can be shown."""

    #: As it is called in the environment.
    name: str
    #: What it is; of a secret, nothing.
    shown: str
    is_secret: bool
    #: Whether it has a value at all.
    is_set: bool
    source: SettingSource


def list_settings(settings: Settings) -> Iterator[SettingInForce]:
    """Yield every setting, in the order in which `Settings` has them."""
    for field, info in Settings.model_fields.items():
        value = getattr(settings, field)
        # What must not be in a traceback must not be on a page either.
        is_secret = not info.repr
        yield SettingInForce(
            name=str(info.validation_alias),
            shown="" if is_secret else _write_value(field, value),
            is_secret=is_secret,
            is_set=value not in (None, "", ()),
            source=_find_source(settings, field),
        )


def _find_source(settings: Settings, field: str) -> SettingSource:
    if field == "secret_key" and _is_kept_secret(settings):
        return SettingSource.FILE
    is_given = field in settings.model_fields_set
    return SettingSource.ENVIRONMENT if is_given else SettingSource.DEFAULT


def _is_kept_secret(settings: Settings) -> bool:
    try:
        return read_secret(settings.data_folder / "secret") == settings.secret_key
    except (OSError, NotValid):
        return False


def _write_value(field: str, value: Any) -> str:
    if value is None:
        return ""
    if field == "database_url":
        return make_url(str(value)).render_as_string(hide_password=True)
    if isinstance(value, tuple):
        return "; ".join(str(each) for each in value)
    return str(value)
