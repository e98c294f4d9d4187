"""Typesetting: data stays data, and nothing keeps a report from being printed."""

from pathlib import Path
from typing import Any

import pytest

from quiz.typesetting.pdf import typeset_pdf
from tests.reports.builders import report_content, strips


def test_markup_in_a_name_stays_text() -> None:
    plain = typeset_pdf("reports/result.typ", report_content(goal="Junior"), strips())

    with_markup = typeset_pdf(
        "reports/result.typ",
        report_content(goal='#panic() *x* $y$ #read("/etc/passwd")'),
        strips(),
    )

    assert plain.startswith(b"%PDF")
    assert with_markup.startswith(b"%PDF")


def test_a_report_is_tagged_for_machines() -> None:
    assert b"pdfuaid:part" in typeset_pdf(
        "reports/result.typ", report_content(), strips()
    )


def test_letters_that_the_fonts_lack_do_not_keep_it_from_printing() -> None:
    pdf = typeset_pdf("reports/result.typ", report_content(goal="後端開発者"), strips())

    assert pdf.startswith(b"%PDF")


def test_the_same_report_is_the_same_file() -> None:
    first, second = (
        typeset_pdf("reports/result.typ", report_content(), strips()) for _ in range(2)
    )

    assert first == second


def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    typeset_pdf("reports/result.typ", report_content(), strips())

    assert list(tmp_path.iterdir()) == []


def test_typst_sees_nothing_but_the_template_and_its_drawings() -> None:
    content: dict[str, Any] = report_content()
    content["rows"][0]["file"] = "/etc/passwd"

    with pytest.raises(Exception, match=r"access denied|not found|failed to load"):
        typeset_pdf("reports/result.typ", content, strips())
