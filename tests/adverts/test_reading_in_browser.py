"""The page that shows an advert beside what it asks for, in a browser."""

import pytest

from tests.adverts.test_views import ADVERT
from tests.browsers import Tab, barriers

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
