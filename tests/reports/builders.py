"""A whole report for tests, and what its text says."""

import json
from typing import Any

import typst

from quiz.charts.printed_strips import draw_printed_strips
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.reports.current import QR_FILE
from quiz.reports.presenters import NO_PARTS, describe_counts
from quiz.results.example_profile import EXAMPLE_OUTCOMES
from quiz.results.presenters import build_strip_values
from quiz.results.summary import count_statements
from quiz.typesetting.pdf import load_fonts
from tests.rules.files import ROOT

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'

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


def report_content(**changes: Any) -> dict[str, Any]:
    """Return the facts of a report; a test names only those that matter to it."""
    counts = count_statements([outcome.statement for outcome in EXAMPLE_OUTCOMES])
    answers = {"correct": 8, "not_correct": 4, "dont_know": 0, "skipped": 0}
    content: dict[str, Any] = {
        "paper": "a4",
        "code": {
            "word": "x7kq-2mwd-9tfc",
            "link": "https://trigpoint.example/r/x7kq2mwd9tfc",
            "short": "trigpoint.example/r/x7kq-2mwd-9tfc",
        },
        "goal": "Junior",
        "is_custom": False,
        "is_supervised": False,
        "is_part": False,
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
        "rows": [ROW | {"file": name} for name in strips() if name != QR_FILE],
        "strengths": {"are_reached": True, "areas": []},
        "gaps": [],
        "missed": [],
        "weeks": None,
        "readings": [],
        "parts": dict(NO_PARTS),
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
    """Return the drawings of a report: the strips of the example profile and a square in place of the QR code."""
    values = build_strip_values(EXAMPLE_OUTCOMES)
    return {
        f"strip-{number}.svg": svg
        for number, svg in enumerate(draw_printed_strips(values))
    } | {QR_FILE: SQUARE}


def read_sentence(expression: str, content: dict[str, Any]) -> str:
    """Return in one line what an expression of the report's sentences says, given the facts of a report."""
    found = typst.query(  # type: ignore[type-var]  # its stub wants source and root of one type
        f'#import "sentences.typ": *\n#import "drawings.typ": *\n#metadata({expression}) <said>'.encode(),
        "<said>",
        field="value",
        one=True,
        root=str(ROOT / "templates/reports"),
        font_paths=load_fonts(),
        sys_inputs={"content": json.dumps(content | {"drawings": strips()})},
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
