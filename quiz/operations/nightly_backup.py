"""The backup that is made every night, and how many of them stay."""

import shutil
from pathlib import Path

from quiz.jobs.kinds import JobRun
from quiz.operations.backup import SUFFIX, verify_backup, write_backup

FOLDER = "backups"


def make_nightly_backup(run: JobRun) -> str:
    """Back up into the data folder, prove it, and delete the oldest beyond the number that is kept."""
    folder = run.settings.data_folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The day names it, so a second attempt replaces what a first one left.
    path = folder / f"{run.now:%Y-%m-%d}{SUFFIX}"
    report = write_backup(
        run.engine, path, now=run.now, report_rows=run.report_progress
    )
    verify_backup(path)
    remove_leftovers(folder)
    for old in list_backups(folder)[: -run.settings.backup_keep]:
        old.unlink()
    return f"{path.name}: {report.rows:,} rows, {report.bytes:,} bytes, verified"


def list_backups(folder: Path) -> list[Path]:
    """Return the nightly backups, the oldest first."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def remove_leftovers(folder: Path) -> None:
    """Delete what a killed worker left half-way. One night's work at a time: nobody else writes here."""
    for partial in folder.glob(".*.partial"):
        partial.unlink(missing_ok=True)
    for scratch in folder.glob(".verify-*"):
        shutil.rmtree(scratch, ignore_errors=True)
