"""The program on a machine whose clock is wrong.

    python -m tests.hosts.skewed_program SECONDS run --port …

Both clocks are moved before anything else is imported: the one that the program asks, and the one that libraries ask.
What counts durations goes on as it is, like on a real machine.
"""

import sys
import time
from datetime import UTC, datetime, timedelta

from quiz.core import clock


def move_clocks(seconds: float) -> None:
    """Let this process believe that it is so many seconds later."""
    true_time, ahead = time.time, timedelta(seconds=seconds)

    def believed_time() -> float:
        return true_time() + seconds

    def believed_now() -> datetime:
        return datetime.now(UTC) + ahead

    time.time = believed_time
    clock.utc_now = believed_now


if __name__ == "__main__":
    move_clocks(float(sys.argv.pop(1)))
    from quiz.cli.main import main

    main()
