"""The log of a process that serves or runs jobs: one line an event on standard error, its time in UTC."""

import logging
import time

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def configure_logging() -> None:
    """Write what the program logs, from INFO up, and warnings of the libraries it uses."""
    formatter = logging.Formatter(FORMAT, TIME_FORMAT)
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("quiz").setLevel(logging.INFO)
