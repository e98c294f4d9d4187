"""A drawing gets its words from the template that shows it."""

import pytest

from quiz.charts.drawing import format_percentage
from quiz.charts.page_strips import draw_page_strips
from quiz.charts.strips import StripValues
from tests.charts.shapes import parse

STRIP = draw_page_strips([StripValues(0.7, 0.4, 1.0, 1.2)])[0]


def test_a_labelled_drawing_is_an_image_with_one_text_alternative() -> None:
    image = parse(STRIP.labelled("  SQL:\nnot yet.\n"))

    assert image.get("role") == "img"
    assert image.get("aria-label") == "SQL: not yet."
    assert image.get("class") == "strip strip-main"


def test_markup_in_a_label_stays_text() -> None:
    image = STRIP.labelled('<b>SQL</b> & "more"')

    assert "<b>" not in image
    assert parse(image).get("aria-label") == '<b>SQL</b> & "more"'


@pytest.mark.parametrize(
    ("share", "written"), [(0, "0%"), (1 / 3, "33.33%"), (0.5, "50%"), (1, "100%")]
)
def test_a_share_is_written_without_trailing_zeros(share: float, written: str) -> None:
    assert format_percentage(share) == written
