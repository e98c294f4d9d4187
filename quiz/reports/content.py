"""What the printed report says, as data for its template. Pure."""

from typing import Any

from quiz.drawing.printed import printed_strips
from quiz.drawing.strips import StripData, in_words
from quiz.gaps.result import ObjectiveLine, ResultView
from quiz.web.filters import hours, long_date, one_decimal, plural

STRIP_WIDTH_PT = 172.0
STRIP_HEIGHT_PT = 26.0


def report_content(result: ResultView) -> dict[str, Any]:
    """Return the words of the report, numbers written out."""
    return {
        "goal": result.goal_name,
        "answers": plural(result.answered, "answer", "answers"),
        "questions": plural(result.answered, "question", "questions"),
        "date": long_date(result.finished_on),
        "verdict": result.verdict,
        "is_sketch": result.is_sketch,
        "notes": list(result.notes),
        "is_example": result.is_example,
        "bank": result.bank_version,
        "rows": [_row(index, row.data) for index, row in enumerate(result.rows)],
        "gaps": [
            {
                "title": f"{gap.area_name}, {gap.level:.1f} of {gap.required:.1f}",
                "sentence": gap.sentence,
                "objectives": [_objective(one) for one in gap.objectives],
            }
            for gap in result.gaps
        ],
        "objectives": [_objective(one) for one in result.objectives],
        "references": [
            {"area": one.area_name, "title": one.title, "url": one.url}
            for one in result.references
        ],
        "answered": result.answers_sentence,
        "unsure": result.unsure_sentence,
    }


def report_drawings(result: ResultView) -> dict[str, str]:
    """Return the strips of the report as SVG documents by file name."""
    strips = printed_strips(
        [row.data for row in result.rows],
        width_pt=STRIP_WIDTH_PT,
        height_pt=STRIP_HEIGHT_PT,
    )
    return {_file(index): strip for index, strip in enumerate(strips)}


def _file(index: int) -> str:
    return f"strip-{index}.svg"


def _row(index: int, data: StripData) -> dict[str, Any]:
    return {
        "name": data.area_name,
        "file": _file(index),
        "words": f"{data.area_name}: {data.statement}. {in_words(data)}",
        "statement": data.statement,
        "level": one_decimal(data.level),
        "rest": f"{data.low:.1f} to {data.high:.1f}; needs {data.required:.1f}",
    }


def _objective(one: ObjectiveLine) -> dict[str, str]:
    return {"area": one.area_name, "text": one.text, "hours": hours(one.hours)}
