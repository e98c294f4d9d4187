"""No page of a report is half empty and nothing is cut, at every size of gap and on both papers."""

import io

import numpy as np
import pypdf
import pypdfium2
import pytest

from quiz.reports.options import Paper
from tests.reports.conftest import SaveReport
from tests.reports.people import PEOPLE, ReportedPerson

#: Margins of `look.typ`, in points.
TOP, BOTTOM = 14 * 72 / 25.4, 17 * 72 / 25.4
#: Ink reaches at least so far down the space between the margins, and no white strip in it is higher.
LEAST_FILL, MOST_WHITE = 0.8, 0.2
WHITE = 200


def measure_pages(document: bytes) -> list[tuple[float, float]]:
    """Return for each page how far down its ink reaches and its highest white strip, as shares of the space."""
    pages = []
    for page in pypdfium2.PdfDocument(document):
        picture = page.render(scale=1, grayscale=True).to_numpy()
        picture = picture.reshape(picture.shape[:2])
        space = picture[int(TOP) : int(len(picture) - BOTTOM) - 2]
        inked = np.flatnonzero((space < WHITE).any(axis=1))
        white = np.diff(np.concatenate([[0], inked, [len(space)]])).max()
        pages.append((float(inked[-1] / len(space)), float(white / len(space))))
    return pages


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.name)
def test_both_pages_are_filled_and_nothing_is_cut(
    save_report: SaveReport, who: ReportedPerson
) -> None:
    for paper in Paper:
        document = save_report(who, f"?paper={paper.value}")

        pages = measure_pages(document)
        reader = pypdf.PdfReader(io.BytesIO(document))
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        assert len(pages) == 2, (who.name, paper, pages)
        assert min(fill for fill, _ in pages) >= LEAST_FILL, (who.name, paper, pages)
        assert max(white for _, white in pages) <= MOST_WHITE, (who.name, paper, pages)
        assert "Check this report:" in text
        assert "How it was measured" in text
        assert who.result_name in text
        if who.own_levels:
            assert f"Custom goal: {who.goal_name}" in text
        width = {Paper.A4: 595, Paper.LETTER: 612}[paper]
        assert int(reader.pages[0].mediabox.width) == width


def test_a_page_that_is_half_empty_is_seen() -> None:
    drawn = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_blank_page(595, 842)
    writer.write(drawn)

    with pytest.raises(IndexError):
        measure_pages(drawn.getvalue())


@pytest.mark.parametrize("part", ["plan", "missed", "answers", "career"])
def test_parts_that_were_chosen_end_on_a_full_page(
    save_report: SaveReport, part: str
) -> None:
    who = next(one for one in PEOPLE if one.name == "about half way")

    pages = measure_pages(save_report(who, f"?part={part}"))

    assert len(pages) > 2
    assert min(fill for fill, _ in pages) >= LEAST_FILL, pages


def test_a_plain_report_is_under_120_kb(save_report: SaveReport) -> None:
    sizes = [len(save_report(who)) for who in PEOPLE if who.name == "knows nothing"]

    assert max(sizes) < 120_000
