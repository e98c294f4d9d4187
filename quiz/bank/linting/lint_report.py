"""All checks put together, and what they found as one report."""

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
    """What was found in a bank, in the order of files and lines."""

    findings: tuple[Finding, ...]
    question_count: int
    #: Paths of the questions that were read, one each.
    paths: tuple[str, ...]
    #: What each surface cue scores, the most telling first.
    cues: tuple[CueResult, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Those that must be mended."""
        return tuple(one for one in self.findings if one.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Those that a person should look at."""
        return tuple(one for one in self.findings if one.severity == "warning")

    def select_files(self, files: Sequence[Path]) -> "CheckReport":
        """Return what concerns these files (absolute paths)."""
        wanted = set(files)
        return CheckReport(
            tuple(one for one in self.findings if Path(one.path).resolve() in wanted),
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
            "findings": [one.to_json() for one in self.findings],
            "cues": [
                asdict(one) | {"excess": one.excess_share, "fails": one.is_failing}
                for one in self.cues
            ],
        }


def check_bank(
    bank: BankFolder, *, today: date, with_guesser: bool = True
) -> CheckReport:
    """Run every check on a bank; the guesser takes longest, and sees the whole bank alone."""
    questions = tuple(bank.catalogue.questions.values())
    findings = list(bank.findings)
    for one in questions:
        findings += check_answer_part(one)
        findings += run_question_checks(one, QUESTION_CHECKS + WORDING_CHECKS)
        findings += [
            Finding(
                one.path, one.line, one.key, part, found, expected, "review", "warning"
            )
            for part, found, expected in check_review_date(one, today)
        ]
    if not any(one.field == "tags" for one in bank.findings):
        findings += check_untested_tags(bank.catalogue)
    # An operator's questions are checked one by one, but ours alone must stand as a bank.
    results = (
        score_cues([one for one in questions if not one.own]) if with_guesser else []
    )
    findings += check_whole_bank(bank.catalogue, results)
    return CheckReport(
        tuple(sorted(findings)),
        len(questions),
        tuple(one.path for one in questions),
        tuple(results),
    )
