"""A sheet is typed in with the keyboard alone, with script and without."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import Tab, press

pytestmark = pytest.mark.browser

TYPED = {"one": "b", "number": "42", "text": "abc"}


def open_sheet(page: Page, *, questions: str = "12") -> None:
    """Make a booklet of one's own and open the form of its sheet."""
    page.goto("/paper/new")
    page.get_by_label("How many questions?").fill(questions)
    press(page, "Make the booklet")
    with page.expect_navigation():
        page.get_by_role("link", name="Enter answers").click()


def texts_for(page: Page) -> list[str]:
    """Return something that fits into each box, in their order."""
    boxes = page.locator("input[data-box]")
    facts = boxes.evaluate_all(
        "all => all.map(one => [one.dataset.box, Number(one.dataset.count)])"
    )
    return [TYPED.get(kind, "abcdefgh"[:count]) for kind, count in facts]


def test_a_sheet_is_typed_in_with_letters_and_enter_alone(tab: Tab) -> None:
    page = tab.page
    open_sheet(page, questions="24")
    texts = texts_for(page)

    started = time.monotonic()
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    typed = time.monotonic() - started
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    # The page keeps up with somebody who types faster than anybody can.
    assert typed < 60
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entered:")
    expect(page.locator(".read-back li")).to_have_count(len(texts))


def test_what_cannot_stand_in_a_box_is_marked_when_it_is_left(tab: Tab) -> None:
    page = tab.page
    open_sheet(page)
    box = page.locator("input[data-box=one]").first

    box.fill("z")
    box.press("Enter")
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill("a")

    expect(box).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-entered]")).to_contain_text("of")


def test_without_script_enter_saves_nothing_before_the_sheet_is_whole(
    new_tab: Callable[..., Tab],
) -> None:
    tab = new_tab(java_script_enabled=False)
    page = tab.page
    open_sheet(page)
    texts = texts_without_script(page)
    boxes = page.locator("input[data-box]")

    boxes.first.fill(texts[0])
    with page.expect_navigation():
        boxes.first.press("Enter")
    asked = page.get_by_text("Not saved yet.").count()
    for number, text in enumerate(texts):
        boxes.nth(number).fill(text)
    with page.expect_navigation():
        boxes.last.press("Enter")

    # The browser logs the answer that asks about empty fields, which is 422.
    tab.complaints.clear()
    assert asked == 1
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entered:")


def texts_without_script(page: Page) -> list[str]:
    """Return the same, asked of each box by its attributes."""
    return [
        TYPED.get(
            str(box.get_attribute("data-box")),
            "abcdefgh"[: int(box.get_attribute("data-count") or 1)],
        )
        for box in page.locator("input[data-box]").all()
    ]
