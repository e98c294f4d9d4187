"""A line of the log has its time in UTC, how bad it is, where it comes from, and what happened."""

import re
import subprocess
import sys

SPEAK = """
import logging
from quiz.cli.logs import configure_logging
configure_logging()
logging.getLogger("quiz.security").info("view=x outcome=done")
logging.getLogger("alembic").info("not of ours")
"""


def test_a_line_says_when_and_where() -> None:
    spoken = subprocess.run(
        [sys.executable, "-c", SPEAK],
        capture_output=True,
        text=True,
        check=True,
        env={"TZ": "Asia/Tokyo", "PYTHONPATH": "."},
    ).stderr

    (line,) = spoken.splitlines()
    when = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    assert re.fullmatch(f"{when} INFO quiz.security view=x outcome=done", line)
