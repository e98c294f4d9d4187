"""Typesetting: data stays data, and nothing keeps a report from being printed."""

from pathlib import Path
from typing import Any

from quiz.charts.example_profile import EXAMPLE_ROWS
from quiz.charts.printed_strips import draw_printed_strips
from quiz.reports.pdf import typeset_pdf


def content(**words: Any) -> dict[str, Any]:
    rows = [
        {
            "name": row.area_name,
            "file": f"strip-{n}.svg",
            "words": row.area_name,
            "statement": row.statement,
            "level": f"{row.level:.1f}",
            "rest": "",
        }
        for n, row in enumerate(EXAMPLE_ROWS)
    ]
    said = {
        "goal": "Junior",
        "answers": "12 answers",
        "questions": "12 questions",
        "date": "22 November 2026",
        "verdict": "Of 12 areas …",
        "is_sketch": False,
        "is_example": False,
        "bank": "abc",
        "rows": rows,
        "gaps": [],
        "objectives": [],
        "answered": "",
        "unsure": "",
        "sure": "",
        "evidence": [],
        "left_off": 0,
    }
    return said | words


def drawings() -> dict[str, str]:
    return {
        f"strip-{n}.svg": svg for n, svg in enumerate(draw_printed_strips(EXAMPLE_ROWS))
    }


def test_markup_in_a_name_stays_text() -> None:
    plain = typeset_pdf("result.typ", content(goal="Junior"), drawings())

    with_markup = typeset_pdf(
        "result.typ", content(goal='#panic() *x* $y$ #read("/etc/passwd")'), drawings()
    )

    assert plain.startswith(b"%PDF")
    assert with_markup.startswith(b"%PDF")


def test_letters_that_the_fonts_lack_do_not_keep_it_from_printing() -> None:
    pdf = typeset_pdf("result.typ", content(goal="後端開発者"), drawings())

    assert pdf.startswith(b"%PDF")


def test_the_same_report_is_the_same_file() -> None:
    first, second = (typeset_pdf("result.typ", content(), drawings()) for _ in range(2))

    assert first == second


def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    typeset_pdf("result.typ", content(), drawings())

    assert list(tmp_path.iterdir()) == []
