"""A line of the log has its time in UTC, how bad it is, where it comes from, and what happened."""

import json
import re
import subprocess
import sys

WHEN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
SPEAK = """
import logging
from quiz.cli.logs import configure_logging
from quiz.core.checks.log_checks import LogFormat
configure_logging(LogFormat({format!r}))
security = logging.getLogger("quiz.security")
security.info("view=x outcome=done", extra={{"fields": {{"view": "x"}}}})
logging.getLogger("alembic").info("not of ours")
try:
    raise ValueError("two\\nlines")
except ValueError:
    security.exception("unexpected")
"""


def speak(log_format: str) -> list[str]:
    """Return the lines of a program that logs."""
    spoken = subprocess.run(
        [sys.executable, "-c", SPEAK.format(format=log_format)],
        capture_output=True,
        text=True,
        check=True,
        env={"TZ": "Asia/Tokyo", "PYTHONPATH": "."},
    )
    assert spoken.stderr == ""
    return spoken.stdout.splitlines()


def test_a_line_says_when_and_where() -> None:
    line, error, *trace = speak("text")

    assert re.fullmatch(f"{WHEN} INFO quiz.security view=x outcome=done", line)
    assert re.fullmatch(f"{WHEN} ERROR quiz.security unexpected", error)
    assert trace[0].startswith("Traceback")


def test_as_json_a_line_is_an_object_and_an_error_stays_on_it() -> None:
    first, error = map(json.loads, speak("json"))

    assert re.fullmatch(WHEN, first.pop("time"))
    assert first == {
        "level": "INFO",
        "logger": "quiz.security",
        "message": "view=x outcome=done",
        "fields": {"view": "x"},
    }
    assert error["message"] == "unexpected"
    assert "ValueError: two\nlines" in error["error"]
