"""Typesetting: data stays data, and nothing keeps a report from being printed."""

from pathlib import Path
from typing import Any

import pytest
import typst

from quiz.typesetting.pdf import typeset_pdf
from tests.reports.builders import report_content, strips
from tests.rules.files import ROOT


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


def test_the_same_report_is_the_same_file() -> None:
    first, second = (
        typeset_pdf("reports/result.typ", report_content(), strips()) for _ in range(2)
    )

    assert first == second


def test_typst_sees_nothing_but_the_templates(tmp_path: Path) -> None:
    template = ROOT / "templates/reports"
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")

    for path in (str(secret), "../../pyproject.toml", "../macros/results.html"):
        with pytest.raises(
            typst.TypstError, match=r"access denied|not found|failed to load|escape"
        ):
            typst.compile(  # type: ignore[call-overload]  # its stub wants source and root of one type
                f'#read("{path}")'.encode(), root=str(template), format="pdf"
            )


def test_a_drawing_that_was_not_handed_over_is_no_file_on_the_disk() -> None:
    content: dict[str, Any] = report_content()
    content["rows"][0]["file"] = "/etc/passwd"

    with pytest.raises(typst.TypstError, match="does not contain key"):
        typeset_pdf("reports/result.typ", content, strips())
