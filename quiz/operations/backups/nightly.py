"""The backup that is made every night, and how many of them stay."""

import shutil
import tempfile
from pathlib import Path

from quiz.jobs.kinds import JobRun
from quiz.operations.backup import SUFFIX, verify_backup, write_backup
from quiz.operations.queries import count_rows

FOLDER = "backups"
#: What is not proved yet is in a folder of its own, beside those that are.
SCRATCH = ".night-"
#: Names of nightly backups. Whatever else somebody keeps in the folder is left alone.
PATTERN = f"[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]{SUFFIX}"
#: Each row is written, loaded into the scratch database, and compared.
PASSES = 3


def make_nightly_backup(run: JobRun) -> str:
    """Back up into the data folder, prove it, and delete the oldest beyond the number that is kept."""
    folder = run.settings.data_folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_leftovers(folder)
    with run.engine.connect() as connection:
        total = PASSES * sum(count_rows(connection).values())

    def report_rows(rows: int) -> None:
        done = run.done + rows
        # Some may have been added since they were counted.
        run.report_progress(done, max(done, total))

    # The day names it, so a second attempt replaces what a first one left.
    path = folder / f"{run.now:%Y-%m-%d}{SUFFIX}"
    with tempfile.TemporaryDirectory(dir=folder, prefix=SCRATCH) as scratch:
        unproved = Path(scratch) / path.name
        report = write_backup(
            run.engine, unproved, now=run.now, report_rows=report_rows
        )
        verify_backup(unproved, report_rows=report_rows)
        unproved.replace(path)
    for old in list_backups(folder)[: -run.settings.backup_keep]:
        old.unlink()
    return f"{path.name}: {report.rows:,} rows, {report.bytes:,} bytes, verified"


def list_backups(folder: Path) -> list[Path]:
    """Return the nightly backups, the oldest first."""
    return sorted(folder.glob(PATTERN))


def _remove_leftovers(folder: Path) -> None:
    """Delete what a killed worker left half-way. One night's work at a time: nobody else works in such a folder."""
    for scratch in folder.glob(f"{SCRATCH}*"):
        shutil.rmtree(scratch, ignore_errors=True)
