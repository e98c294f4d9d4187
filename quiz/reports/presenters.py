"""What the printed report shows, as data for its two templates. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from quiz.charts.printed_strips import draw_printed_strips
from quiz.core.keys import format_key
from quiz.core.text import format_day, format_hours, format_level
from quiz.reports.options import Paper
from quiz.reports.weeks import NEXT_WEEKS, PrintedWeeks, describe_weeks
from quiz.results.confidence import ConfidenceGroup
from quiz.results.gaps.area_answers import AreaAnswers, Strengths
from quiz.results.gaps.presenters import Gap, ObjectiveLine
from quiz.results.gaps.readings import GoalReading
from quiz.results.outcomes import AreaOutcome
from quiz.results.presenters import (
    AddedQuestions,
    ResultNotes,
    ResultView,
    build_strip_values,
)
from quiz.results.summary import StatementCounts
from quiz.typesetting.printable_text import isolate_text

STRIP_WIDTH_PT = 172.0
STRIP_HEIGHT_PT = 26.0
#: As many as the second page holds.
MOST_EVIDENCE = 3
MOST_MISSED = 24
MOST_READINGS = 6


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


@dataclass(frozen=True)
class PrintedCode:
    """The code of a report and the address of its page."""

    code: str
    link: str


NO_PARTS: Mapping[str, Any] = {
    "plan": None,
    "answers": [],
    "missed": [],
    "career": None,
}


@dataclass(frozen=True)
class ReportFacts:
    """What a report shows besides the result itself."""

    code: PrintedCode
    readings: tuple[GoalReading, ...] = ()
    weeks: PrintedWeeks | None = None
    supporting: SupportingEvidence = SupportingEvidence()
    #: The parts that were chosen, as facts.
    parts: Mapping[str, Any] = field(default_factory=lambda: NO_PARTS)
    paper: Paper = Paper.A4


def build_report_content(result: ResultView, facts: ReportFacts) -> dict[str, Any]:
    """Return the facts of the report for Typst; numbers with decimals and dates are written out.

    What a person typed is isolated, so that its direction moves nothing beside it.
    """
    findings = result.findings
    return _describe_supporting(facts.supporting) | {
        "paper": facts.paper.value,
        "code": _describe_code(facts.code),
        "goal": isolate_text(result.goal_name),
        "is_custom": result.is_custom_goal,
        "name": isolate_text(result.person_name),
        "date": format_day(result.finished_on),
        "bank": result.bank_version,
        "is_on_paper": result.is_on_paper,
        "is_early_estimate": result.is_early_estimate,
        "is_example": result.is_example,
        "is_supervised": result.is_supervised,
        "is_part": result.is_part,
        "counts": describe_counts(result.counts),
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
        "missed": [_describe_objective(one) for one in findings.missed[:MOST_MISSED]],
        "weeks": describe_weeks(facts.weeks, NEXT_WEEKS),
        "readings": [
            {"goal": isolate_text(one.name), "counts": describe_counts(one.counts)}
            for one in facts.readings[:MOST_READINGS]
        ],
        "parts": dict(facts.parts),
        "undecided": result.undecided,
        "offer": None if result.offer is None else asdict(result.offer),
        "added": _describe_added(result.added),
        "has_forecast": result.has_forecast,
    }


def _describe_supporting(supporting: SupportingEvidence) -> dict[str, Any]:
    return {
        "confidence": {
            group.category.value: len(group.numbers) for group in supporting.matrix
        },
        "evidence": [
            asdict(one) | {"note": isolate_text(one.note)}
            for one in supporting.printed_evidence
        ],
        "left_out": supporting.left_out,
    }


def describe_counts(counts: StatementCounts) -> dict[str, Any]:
    """Return how many areas have each statement."""
    return asdict(counts) | {
        "below": counts.below,
        "case": counts.case.value,
        "is_mostly_undecided": counts.is_mostly_undecided,
    }


def _describe_code(code: PrintedCode) -> dict[str, str]:
    return {
        "word": format_key(code.code),
        "link": code.link,
        "short": code.link.partition("://")[2].replace(
            code.code, format_key(code.code)
        ),
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
