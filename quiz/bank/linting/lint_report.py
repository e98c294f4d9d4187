"""All checks together, and one report of what they found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from quiz.bank.linting.bank_level import check_untested_tags, check_whole_bank
from quiz.bank.linting.cue_scores import CueResult, score_cues
from quiz.bank.linting.structure import (
    QUESTION_CHECKS,
    check_answer_part,
    check_review_date,
    run_question_checks,
)
from quiz.bank.linting.wording import WORDING_CHECKS
from quiz.bank.parsing.bank_folder import BankFolder
from quiz.catalogue.findings import Finding


@dataclass(frozen=True)
class CheckReport:
    """The findings in a bank, ordered by file and line."""

    findings: tuple[Finding, ...]
    question_count: int
    #: Paths of the questions that were read, one each.
    paths: tuple[str, ...]
    #: The score of each surface cue, the strongest first.
    cues: tuple[CueResult, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be fixed."""
        return tuple(
            finding for finding in self.findings if finding.severity == "error"
        )

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that a person should look at."""
        return tuple(
            finding for finding in self.findings if finding.severity == "warning"
        )

    def select_files(self, files: Sequence[Path]) -> "CheckReport":
        """Return the findings in these files (absolute paths)."""
        wanted = set(files)
        return CheckReport(
            tuple(
                finding
                for finding in self.findings
                if Path(finding.path).resolve() in wanted
            ),
            sum(Path(path).resolve() in wanted for path in self.paths),
            self.paths,
            self.cues,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the report for a program."""
        return {
            "questions": self.question_count,
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "findings": [finding.to_json() for finding in self.findings],
            "cues": [
                asdict(one) | {"excess": one.excess_share, "fails": one.is_failing}
                for one in self.cues
            ],
        }


def check_bank(
    bank: BankFolder, *, today: date, with_guesser: bool = True
) -> CheckReport:
    """Run every check on a bank. The guesser takes longest and only makes sense for a whole bank."""
    questions = tuple(bank.catalogue.questions.values())
    findings = list(bank.findings)
    for question in questions:
        findings += check_answer_part(question)
        findings += run_question_checks(question, QUESTION_CHECKS + WORDING_CHECKS)
        findings += [
            Finding(
                question.path,
                question.line,
                question.key,
                part,
                found,
                expected,
                "review",
                "warning",
            )
            for part, found, expected in check_review_date(question, today)
        ]
    if not any(finding.field == "tags" for finding in bank.findings):
        findings += check_untested_tags(bank.catalogue)
    # An operator's questions are checked singly; only ours are tested as a bank.
    results = (
        score_cues([question for question in questions if not question.own])
        if with_guesser
        else []
    )
    findings += check_whole_bank(bank.catalogue, results)
    return CheckReport(
        tuple(sorted(findings)),
        len(questions),
        tuple(question.path for question in questions),
        tuple(results),
    )
