"""The page that shows an advert beside what it asks for, in a browser."""

import pytest
from playwright.sync_api import Locator

from tests.adverts.test_views import ADVERT
from tests.browsers import Tab, barriers
from tests.journeys.test_training import result_after

pytestmark = pytest.mark.browser


def read_advert_in(tab: Tab) -> None:
    tab.page.goto("/adverts")
    tab.page.get_by_label("The text of the advert").fill(ADVERT)
    tab.page.get_by_role("button", name="Read it").click()
    tab.page.get_by_role("heading", name="What it asks for").wait_for()


def test_the_reading_has_no_barrier_and_fits_a_small_phone(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 320, "height": 700})

    read_advert_in(tab)

    assert not barriers(tab.page)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_word_leads_to_its_requirement_with_the_keyboard(tab: Tab) -> None:
    read_advert_in(tab)

    tab.page.get_by_role("link", name="PostgreSQL").focus()
    tab.page.keyboard.press("Enter")

    assert tab.page.url.endswith("#r-postgresql")
    assert tab.page.locator("#r-postgresql:target").is_visible()


def box_of(part: Locator) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom edges of a visible part of the page."""
    assert part.is_visible()
    box = part.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


@pytest.mark.parametrize("width", [390, 1280])
def test_each_row_of_the_profile_holds_its_name_its_strip_and_its_numbers(
    tab: Tab, width: int
) -> None:
    result_after(tab.page, 3)
    tab.page.set_viewport_size({"width": width, "height": 844})

    read_advert_in(tab)

    rows = tab.page.locator("#fit .profile-row").all()
    assert rows
    for row in rows:
        left, top, right, bottom = box_of(row)
        for part in (".profile-name", ".strip-main", ".word", ".profile-nums"):
            x1, y1, x2, y2 = box_of(row.locator(part))
            assert left - 1 <= x1 < x2 <= right + 1, part
            assert top - 1 <= y1 < y2 <= bottom + 1, part
    assert not barriers(tab.page)
