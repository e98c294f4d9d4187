"""The question page under a thumb: one line above it, no keys to press, rows to drag, and Back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import PHONE, Tab, barriers
from tests.journeys.test_main_job import begin, number
from tests.journeys.test_taking import go_on, token

pytestmark = pytest.mark.browser

MOST_TRIED = 80


@pytest.fixture
def phone(new_tab: Callable[..., Tab]) -> Page:
    """Return a page on a phone."""
    return new_tab(viewport=PHONE, has_touch=True, is_mobile=True).page


def rows(page: Page) -> list[str]:
    return page.locator(".row .option-text").all_inner_texts()


def go_to_ordering(page: Page) -> None:
    for _ in range(MOST_TRIED):
        if page.locator("[data-ordering]").count():
            return
        go_on(page)
    raise AssertionError("No question to order was asked.")


def test_a_phone_shows_no_keys_and_one_line_above_the_question(phone: Page) -> None:
    begin(phone)

    for _ in range(6):
        expect(phone.locator(".keys")).to_be_hidden()
        line = phone.locator(".topline").bounding_box()
        assert line is not None
        assert line["height"] < 50
        expect(phone.get_by_role("link", name="Report a problem").first).to_be_visible()
        go_on(phone)


def test_the_buttons_at_the_bottom_of_a_phone_leave_room_for_the_answers(
    phone: Page,
) -> None:
    begin(phone)

    for _ in range(6):
        bar = phone.locator(".question > .actions").bounding_box()
        assert bar is not None
        assert bar["height"] < 90
        last = phone.locator("form.question [name^=answer]").last
        last.focus()
        field = last.bounding_box()
        # What has the focus is never under the bar.
        assert field is not None
        bar = phone.locator(".question > .actions").bounding_box()
        assert bar is not None
        assert field["y"] < bar["y"]
        go_on(phone)


def test_rows_are_put_in_order_by_dragging(tab: Tab) -> None:
    page = tab.page
    # The whole question is in sight, whichever comes: a mouse moves on the screen alone.
    page.set_viewport_size({"width": 1280, "height": 2400})
    begin(page, "Thorough")
    go_to_ordering(page)
    # A new question takes no touch for a moment, so that a second tap does not answer it.
    expect(page.locator("main[data-fresh]")).to_have_count(0)
    before = rows(page)
    grips = page.locator("[data-grip]")
    first, last = grips.first.bounding_box(), grips.last.bounding_box()
    assert first is not None
    assert last is not None

    page.mouse.move(first["x"] + 20, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + 20, last["y"] + 30, steps=40)
    page.mouse.up()

    assert rows(page) == [*before[1:], before[0]]
    numbers = [field.input_value() for field in page.locator(".row input").all()]
    assert numbers == [str(number + 1) for number in range(len(before))]
    moved = page.locator("[data-moved]")
    expect(moved).to_contain_text(f"position {len(before)} of {len(before)}")
    assert barriers(page) == []


def test_rows_are_still_put_in_order_by_buttons(tab: Tab) -> None:
    page = tab.page
    begin(page, "Thorough")
    go_to_ordering(page)
    before = rows(page)

    page.locator("[data-by='1']").first.click()

    assert rows(page) == [before[1], before[0], *before[2:]]


def test_back_stays_on_the_question_once_and_then_leaves(tab: Tab) -> None:
    page = tab.page
    begin(page)
    go_on(page)
    go_on(page)
    here, shown = page.url, token(page)

    page.go_back()

    expect(page.get_by_text("This is still the current question")).to_be_visible()
    assert (page.url, token(page), number(page)) == (here, shown, "3")
    go_on(page)
    assert number(page) == "4"
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="Before you start")).to_be_visible()


def test_leaving_a_change_goes_back_to_the_question(tab: Tab) -> None:
    page = tab.page
    begin(page)
    go_on(page)
    shown = page.locator("h1").inner_text()
    page.get_by_role("button", name="Change my last answer").click()
    expect(page.get_by_text("You’re changing your last answer")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("h1")).to_have_text(shown)
    assert number(page) == "2"
