"""The log of a process that serves or runs jobs: one line an event on standard output, its time in UTC.

A line has the id of the request that it is about, if there is one, and no personal data.
"""

import json
import logging
import sys
import time
from collections.abc import Mapping

from quiz.core.checks.log_checks import LogFormat

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
#: Where a record carries what its message says as single values.
FIELDS = "fields"
REQUEST = "request"


class TextFormatter(logging.Formatter):
    """Lines for people; the id of the request is at the end."""

    converter = time.gmtime  # type: ignore[assignment]  # typed as a method

    def __init__(self) -> None:
        """Write time, level, logger and message."""
        super().__init__(FORMAT, TIME_FORMAT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name
        """Return the line without a traceback."""
        line = super().formatMessage(record)
        found = getattr(record, REQUEST, "")
        return f"{line} request={found}" if found else line


class JsonFormatter(logging.Formatter):
    """One JSON object a line; a traceback is a text in it."""

    converter = time.gmtime  # type: ignore[assignment]  # typed as a method

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        written: dict[str, object] = {
            "time": self.formatTime(record, TIME_FORMAT),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if found := getattr(record, REQUEST, ""):
            written[REQUEST] = found
        fields = getattr(record, FIELDS, None)
        if isinstance(fields, Mapping):
            written[FIELDS] = dict(fields)
        if record.exc_info:
            written["error"] = self.formatException(record.exc_info)
        return json.dumps(written, ensure_ascii=False, default=str)


class RequestFilter(logging.Filter):
    """Notes on each record which request it is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through."""
        from quiz.web.observation.request_ids import find_request_id

        setattr(record, REQUEST, find_request_id())
        return True


def configure_logging(log_format: LogFormat = LogFormat.TEXT) -> None:
    """Write what the program logs, from INFO up, and warnings of the libraries it uses."""
    handler = logging.StreamHandler(sys.stdout)
    is_json = log_format is LogFormat.JSON
    handler.setFormatter(JsonFormatter() if is_json else TextFormatter())
    handler.addFilter(RequestFilter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("quiz").setLevel(logging.INFO)
