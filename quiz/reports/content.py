"""What the printed report says, as data for its template. Pure."""

from dataclasses import dataclass
from typing import Any

from quiz.charts.printed_strips import draw_printed_strips
from quiz.charts.strips import StripData, describe_strip
from quiz.results.presenters import ObjectiveLine, ResultView
from quiz.web.filters import format_count, format_hours, long_date, one_decimal

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
    #: How sure the person was against how right, in a sentence; empty where nothing was said.
    sure: str = ""

    @property
    def printed_evidence(self) -> tuple[PrintedEvidence, ...]:
        """The newest evidence, as much as there is room for."""
        return self.evidence[:MOST_EVIDENCE]

    @property
    def left_off(self) -> int:
        """How many are not printed."""
        return len(self.evidence) - len(self.printed_evidence)


def build_report_content(
    result: ResultView, beside: SupportingEvidence
) -> dict[str, Any]:
    """Return the words of the report, numbers written out."""
    return {
        "goal": result.goal_name,
        "answers": format_count(result.answered, "answer", "answers"),
        "questions": format_count(result.answered, "question", "questions"),
        "date": long_date(result.finished_on),
        "verdict": result.verdict,
        "is_sketch": result.is_sketch,
        "notes": list(result.notes),
        "is_example": result.is_example,
        "bank": result.bank_version,
        "rows": [
            _build_area_row(index, row.data) for index, row in enumerate(result.rows)
        ],
        "gaps": [
            {
                "area": gap.area_name,
                "title": f"{gap.area_name}, {gap.level:.1f} of {gap.required:.1f}",
                "sentence": gap.sentence,
                "objectives": [_build_objective(one) for one in gap.objectives],
                "start": None
                if gap.start is None
                else {"title": gap.start.title, "url": gap.start.url},
            }
            for gap in result.gaps
        ],
        "objectives": [_build_objective(one) for one in result.objectives],
        "answered": result.answers_sentence,
        "unsure": result.unsure_sentence,
        "sure": beside.sure,
        "evidence": [
            {"note": one.note, "url": one.url, "areas": ", ".join(one.area_names)}
            for one in beside.printed_evidence
        ],
        "left_off": beside.left_off,
    }


def draw_report_strips(result: ResultView) -> dict[str, str]:
    """Return the strips of the report as SVG documents by file name."""
    strips = draw_printed_strips(
        [row.data for row in result.rows],
        width_pt=STRIP_WIDTH_PT,
        height_pt=STRIP_HEIGHT_PT,
    )
    return {_strip_file_name(index): strip for index, strip in enumerate(strips)}


def _strip_file_name(index: int) -> str:
    return f"strip-{index}.svg"


def _build_area_row(index: int, data: StripData) -> dict[str, Any]:
    return {
        "name": data.area_name,
        "file": _strip_file_name(index),
        "words": f"{data.area_name}: {data.statement}. {describe_strip(data)}",
        "statement": data.statement,
        "level": one_decimal(data.level),
        "rest": f"{data.low:.1f} to {data.high:.1f}; needs {data.required:.1f}",
    }


def _build_objective(one: ObjectiveLine) -> dict[str, str]:
    return {"area": one.area_name, "text": one.text, "hours": format_hours(one.hours)}
