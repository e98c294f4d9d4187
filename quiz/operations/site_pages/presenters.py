"""What the pages about the site show: backups with their size and age, and which rows of a list are chosen."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from quiz.jobs.models import OPEN_STATES, JobState
from quiz.mail.models import MailState

#: Lists of jobs and emails, by the word in the address; the first is shown when none is named.
JOB_LISTS: dict[str, tuple[JobState, ...]] = {
    "open": OPEN_STATES,
    "failed": (JobState.FAILED,),
    "done": (JobState.DONE,),
    "cancelled": (JobState.CANCELLED,),
}
MAIL_LISTS: dict[str, tuple[MailState, ...]] = {
    "waiting": (MailState.WAITING,),
    "failed": (MailState.REFUSED, MailState.EXPIRED),
    "sent": (MailState.SENT,),
}
#: A nightly backup that is older was missed.
STALE_HOURS = 36


@dataclass(frozen=True)
class KeptBackup:
    """A backup in the data folder of this host."""

    name: str
    megabytes: float
    made_at: datetime


@dataclass(frozen=True)
class BackupState:
    """How the nightly backups stand."""

    #: The newest first.
    kept: tuple[KeptBackup, ...]
    #: How many this host keeps; 0: it makes none.
    keep: int
    #: When the last one was made that was proved, by whatever host.
    last_good_at: datetime | None
    hours_ago: int
    is_stale: bool


def describe_backups(
    paths: list[Path], *, keep: int, last_good_at: datetime | None, now: datetime
) -> BackupState:
    """Return how the backups stand."""
    kept = [_describe_file(path) for path in paths]
    if last_good_at is None and kept:
        # A database that was restored knows nothing of them; the files were proved when they were made.
        last_good_at = kept[-1].made_at
    age = (now - last_good_at).total_seconds() / 3600 if last_good_at else 0.0
    return BackupState(
        tuple(reversed(kept)), keep, last_good_at, int(age), age > STALE_HOURS
    )


def _describe_file(path: Path) -> KeptBackup:
    seen = path.stat()
    made_at = datetime.fromtimestamp(seen.st_mtime, UTC)
    return KeptBackup(path.name, seen.st_size / 1e6, made_at)
