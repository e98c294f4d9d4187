"""What the printed report shows, as data for its two templates. Pure."""

from dataclasses import asdict, dataclass
from typing import Any

from quiz.charts.printed_strips import draw_printed_strips
from quiz.core.text import format_day, format_hours, format_level
from quiz.results.confidence import ConfidenceGroup
from quiz.results.gaps.area_answers import AreaAnswers, Strengths
from quiz.results.gaps.presenters import Gap, ObjectiveLine
from quiz.results.outcomes import AreaOutcome
from quiz.results.presenters import (
    AddedQuestions,
    ResultNotes,
    ResultView,
    build_strip_values,
)

STRIP_WIDTH_PT = 172.0
STRIP_HEIGHT_PT = 26.0
#: As many as the second page holds.
MOST_EVIDENCE = 3


@dataclass(frozen=True)
class PrintedEvidence:
    """Something that can be looked at, and what it shows."""

    note: str
    url: str
    area_names: tuple[str, ...]


@dataclass(frozen=True)
class SupportingEvidence:
    """What a person said or showed besides answering."""

    evidence: tuple[PrintedEvidence, ...] = ()
    #: How sure the person was against how right; empty where nothing was said.
    matrix: tuple[ConfidenceGroup, ...] = ()

    @property
    def printed_evidence(self) -> tuple[PrintedEvidence, ...]:
        """The newest evidence, as much as there is room for."""
        return self.evidence[:MOST_EVIDENCE]

    @property
    def left_out(self) -> int:
        """How many pieces of evidence are not printed."""
        return len(self.evidence) - len(self.printed_evidence)


def build_report_content(
    result: ResultView, supporting: SupportingEvidence
) -> dict[str, Any]:
    """Return the facts of the report for Typst; numbers with decimals and dates are written out."""
    findings = result.findings
    return {
        "goal": result.goal_name,
        "name": result.person_name,
        "date": format_day(result.finished_on),
        "bank": result.bank_version,
        "is_early_estimate": result.is_early_estimate,
        "is_example": result.is_example,
        "is_supervised": result.is_supervised,
        "is_part": result.is_part,
        "counts": asdict(result.counts)
        | {
            "below": result.counts.below,
            "case": result.counts.case.value,
            "is_mostly_undecided": result.counts.is_mostly_undecided,
        },
        "helpful": result.helpful_area_names,
        "answers": asdict(result.answers)
        | {
            "total": result.answers.total,
            "dont_know_area": result.dont_know_area_name,
        },
        "notes": _describe_notes(result.notes),
        "rows": [
            _describe_area(row.outcome) | {"file": _strip_file_name(index)}
            for index, row in enumerate(result.rows)
        ],
        "strengths": _describe_strengths(findings.strengths),
        "gaps": [_describe_gap(gap) for gap in findings.gaps],
        "objectives": [_describe_objective(one) for one in findings.objectives],
        "missed": [_describe_objective(one) for one in findings.printed_missed],
        "undecided": result.undecided,
        "offer": None if result.offer is None else asdict(result.offer),
        "added": _describe_added(result.added),
        "has_forecast": result.has_forecast,
        "confidence": {
            group.category.value: len(group.numbers) for group in supporting.matrix
        },
        "evidence": [asdict(one) for one in supporting.printed_evidence],
        "left_out": supporting.left_out,
    }


def _describe_added(added: AddedQuestions | None) -> dict[str, Any] | None:
    if added is None:
        return None
    return {
        "area_names": added.area_names,
        "answers": added.answers,
        "date": format_day(added.before_on),
    }


def draw_report_strips(result: ResultView) -> dict[str, str]:
    """Return the strips of the report as SVG documents by file name."""
    strips = draw_printed_strips(
        build_strip_values([row.outcome for row in result.rows]),
        width_pt=STRIP_WIDTH_PT,
        height_pt=STRIP_HEIGHT_PT,
    )
    return {_strip_file_name(index): strip for index, strip in enumerate(strips)}


def _strip_file_name(index: int) -> str:
    return f"strip-{index}.svg"


def _describe_notes(notes: ResultNotes) -> dict[str, Any]:
    return {
        "person_fit": [flag.name for flag in notes.person_fit],
        "rescorings": [
            {
                "date": format_day(note.day),
                "moved": note.moved,
                "most": format_level(note.most),
            }
            for note in notes.rescorings
        ],
    }


def _describe_area(outcome: AreaOutcome) -> dict[str, Any]:
    return {
        "name": outcome.area_name,
        "statement": outcome.statement.value,
        "level": format_level(outcome.level),
        "low": format_level(outcome.low),
        "high": format_level(outcome.high),
        "required": format_level(outcome.required),
        "missing": format_level(outcome.missing),
        "answers": outcome.answers,
    }


def _describe_gap(gap: Gap) -> dict[str, Any]:
    start = gap.start
    return _describe_area(gap.outcome) | {
        "diagnosis": _describe_answers(gap.answers),
        "objectives": [_describe_objective(one) for one in gap.objectives],
        "start": None if start is None else {"title": start.title, "url": start.url},
    }


def _describe_strengths(strengths: Strengths) -> dict[str, Any]:
    return {
        "are_reached": strengths.are_reached,
        "areas": [
            {"name": one.area_name} | _describe_answers(one.answers)
            for one in strengths.areas
        ],
    }


def _describe_answers(answers: AreaAnswers) -> dict[str, Any]:
    return {
        "asked": answers.asked,
        "correct": answers.correct,
        "dont_know": answers.dont_know,
        "mastered": answers.mastered_names,
    }


def _describe_objective(line: ObjectiveLine) -> dict[str, Any]:
    return {
        "area": line.area_name,
        "text": line.text,
        "hours": format_hours(line.hours),
        "asked": line.asked,
        "missed": line.missed,
    }
