"""How the log is written: the values that the setting takes."""

from enum import StrEnum
from typing import Any


class LogFormat(StrEnum):
    """The two ways in which a line of the log can be written."""

    #: For people.
    TEXT = "text"
    #: One JSON object a line, for programs that collect logs.
    JSON = "json"


def read_log_format(value: Any) -> LogFormat:
    """Return the format that a word names."""
    word = str(value).strip().lower()
    try:
        return LogFormat(word)
    except ValueError:
        known = ", ".join(LogFormat)
        raise ValueError(f"is {word[:40]!r}; it takes one of {known}.") from None
