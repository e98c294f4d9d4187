"""A row of what `trigpoint doctor` says."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class DoctorFinding:
    """What one check found."""

    #: What was looked at.
    subject: str
    verdict: Verdict
    #: What is so.
    found: str
    #: What to do about it; empty when nothing has to be done.
    advice: str = ""


def report_ok(subject: str, found: str) -> DoctorFinding:
    """Return a finding that asks for nothing."""
    return DoctorFinding(subject, Verdict.OK, found)


def report_warning(subject: str, found: str, advice: str) -> DoctorFinding:
    """Return a finding that somebody should look at."""
    return DoctorFinding(subject, Verdict.WARNING, found, advice)


def report_error(subject: str, found: str, advice: str) -> DoctorFinding:
    """Return a finding because of which something does not work."""
    return DoctorFinding(subject, Verdict.ERROR, found, advice)


def has_errors(findings: Iterable[DoctorFinding]) -> bool:
    """Say whether anything does not work."""
    return any(finding.verdict == Verdict.ERROR for finding in findings)
