"""A whole report for tests, and what its text says."""

import json
from pathlib import Path
from typing import Any

import typst

from quiz.charts.printed_strips import draw_printed_strips
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.example_profile import EXAMPLE_OUTCOMES
from quiz.results.presenters import build_strip_values
from quiz.results.summary import StatementCounts, count_statements
from tests.rules.files import ROOT

ROW = {
    "name": "SQL",
    "statement": MasteryStatement.NOT_YET.value,
    "level": "0.7",
    "low": "0.4",
    "high": "1.0",
    "required": "1.2",
    "missing": "0.5",
    "answers": 3,
    "file": "strip-0.svg",
}


def describe_counts(counts: StatementCounts) -> dict[str, Any]:
    """Return counts as the report hands them over."""
    return vars(counts) | {
        "below": counts.below,
        "case": counts.case.value,
        "is_mostly_undecided": counts.is_mostly_undecided,
    }


def report_content(**changes: Any) -> dict[str, Any]:
    """Return the facts of a report; a test names only those that matter to it."""
    counts = count_statements([outcome.statement for outcome in EXAMPLE_OUTCOMES])
    answers = {"correct": 8, "not_correct": 4, "dont_know": 0, "skipped": 0}
    content: dict[str, Any] = {
        "goal": "Junior",
        "name": "",
        "date": "22 November 2026",
        "bank": "abc",
        "is_early_estimate": False,
        "is_example": False,
        "is_on_paper": False,
        "counts": describe_counts(counts),
        "helpful": [],
        "answers": answers | {"total": 12, "dont_know_area": ""},
        "notes": {"person_fit": [], "rescorings": []},
        "rows": [ROW | {"file": name} for name in strips()],
        "strengths": {"are_reached": True, "areas": []},
        "gaps": [],
        "missed": [],
        "objectives": [],
        "undecided": [],
        "offer": None,
        "added": None,
        "has_forecast": True,
        "confidence": {},
        "evidence": [],
        "left_out": 0,
    }
    return content | changes


def strips() -> dict[str, str]:
    """Return the strips of the example profile by file name."""
    values = build_strip_values(EXAMPLE_OUTCOMES)
    return {
        f"strip-{number}.svg": svg
        for number, svg in enumerate(draw_printed_strips(values))
    }


def read_sentence(folder: Path, expression: str, content: dict[str, Any]) -> str:
    """Return in one line what an expression of the report's template says, given the facts of a report."""
    template = (ROOT / "templates/reports/result.typ").read_text()
    (folder / "result.typ").write_text(template)
    (folder / "ask.typ").write_text(
        f'#import "result.typ": *\n#metadata({expression}) <said>'
    )
    for name, svg in strips().items():
        (folder / name).write_text(svg)
    found = typst.query(
        str(folder / "ask.typ"),
        "<said>",
        field="value",
        one=True,
        root=str(folder),
        sys_inputs={"content": json.dumps(content)},
    )
    return " ".join(_read_text(json.loads(found)).split())


def _read_text(part: Any) -> str:
    if isinstance(part, list):
        return "".join(map(_read_text, part))
    if not isinstance(part, dict):
        return str(part)
    if part["func"] == "space":
        return " "
    if part["func"] == "smartquote":
        return "'"
    inner = (part.get(key) for key in ("text", "children", "body", "child"))
    return "".join(_read_text(one) for one in inner if one is not None)
