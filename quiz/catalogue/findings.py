"""What is wrong with a question file: where, what was found, what was expected. Finding it is not done here."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from quiz.errors import NotValid

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to fix, named so that its writer needs to search for nothing."""

    path: str
    line: int
    #: The question's key; empty when the file or the whole bank is meant.
    key: str
    #: The field or part, as it is called in the file.
    field: str
    found: str
    expected: str
    #: The name of the check that speaks.
    check: str = "format"
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the finding as one line for a terminal."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        about = " ".join(word for word in (self.key, self.field) if word)
        return (
            f"{place}: {self.severity} [{self.check}] {about}:"
            f" found {self.found}; expected {self.expected}"
        )

    def to_json(self) -> dict[str, Any]:
        """Return the finding for a program."""
        return asdict(self)


class BankFaults(NotValid):
    """The question bank cannot be used as it is; every fault is listed at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings, in the order of files and lines."""
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))
