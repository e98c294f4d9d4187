"""From a result to a plan that is followed, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import PHONE, Tab, barriers, follow, press
from tests.journeys.test_main_job import answer_somehow, begin

pytestmark = pytest.mark.browser


def result_after(page: Page, answers: int) -> None:
    begin(page)
    for _ in range(answers):
        answer_somehow(page)
    follow(page, "Finish and see the result")
    press(page, "Finish and see the result")


def test_a_learner_compares_routes_makes_a_plan_and_ticks_off_what_was_learned(
    tab: Tab,
) -> None:
    page = tab.page
    result_after(page, 5)
    follow(page, "Compare training routes")
    assert barriers(page) == []

    page.get_by_label("Hours a week", exact=True).fill("12")
    page.get_by_label("Budget in all", exact=True).fill("1.500")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "1 training route fits your limits"
    )
    expect(page.get_by_label("Slider: Budget in all")).to_have_value("1500")
    assert page.get_by_label("Hours a week", exact=True).input_value() == "12"
    assert page.get_by_label("Slider: Hours a week").input_value() == "12"
    page.get_by_text("How we got this").first.click()
    follow(page, "View details")
    press(page, "Make this plan")
    assert barriers(page) == []

    first = page.get_by_role("checkbox").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox").first).to_have_attribute("aria-checked", "true")
    expect(page.get_by_role("checkbox").first).to_be_focused()
    page.reload()
    expect(page.get_by_role("checkbox").first).to_have_attribute("aria-checked", "true")
    press(page, "Check what I learned")
    expect(page.locator(".topline")).to_contain_text("of about 12")


def test_a_slider_moves_the_comparison_and_keeps_the_focus(tab: Tab) -> None:
    page = tab.page
    result_after(page, 3)
    follow(page, "Compare training routes")
    slider = page.get_by_label("Slider: Hours a week")

    slider.focus()
    page.keyboard.press("Home")

    expect(page.get_by_label("Hours a week", exact=True)).to_have_value("1")
    expect(page.locator("#excluded")).to_contain_text("Bootcamp, full time")
    expect(slider).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("#excluded")).to_have_count(0)
    assert barriers(page) == []


def right_edges(page: Page, parts: str) -> list[float]:
    """Return where the parts of a page end on the right."""
    edges: list[float] = page.locator(parts).evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect().right)"
    )
    return edges


def test_the_routes_are_compared_without_scrolling_sideways(tab: Tab) -> None:
    page = tab.page
    result_after(page, 3)
    follow(page, "Compare training routes")

    for width in (390, 900, 1280):
        page.set_viewport_size({"width": width, "height": 844})

        routes = page.locator(".routes tbody").all()
        assert len(routes) > 5
        assert max(right_edges(page, ".routes tr > *")) <= width
        for route in routes:
            box = route.bounding_box()
            assert box is not None
            assert box["height"] < 844
        # On a phone a route is a card, and each figure says what it is.
        label = routes[0].get_by_text("Time at your pace").first
        expect(label).to_be_visible(visible=width < 900)
    assert barriers(page) == []


def test_the_pages_of_training_fit_a_phone(new_tab: Callable[..., Tab]) -> None:
    page = new_tab(viewport=PHONE).page
    result_after(page, 3)
    follow(page, "Compare training routes")
    for step in ("View details", None):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert barriers(page) == []
        if step:
            follow(page, step)
    press(page, "Make this plan")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []
