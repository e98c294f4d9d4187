"""A text with gaps as people meet it: by keyboard, by name, on a telephone, without script."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect

from quiz.bank.rendering import build_taker_view
from tests.bank import makers
from tests.browsers import Tab, barriers
from tests.journeys.test_main_job import begin

pytestmark = pytest.mark.browser


def practise_gaps(page: Page) -> None:
    """Open practice at the question with gaps about customers without purchases."""
    begin(page)
    page.goto("/practice/objective/SQL-04")
    while not page.locator(".cloze").count():
        page.get_by_role("button", name="I don’t know").click()
        page.get_by_role("link", name="Next question").click()


def gap(page: Page, number: int) -> Locator:
    return page.get_by_label(f"Gap {number}", exact=True)


def test_gaps_have_names_and_lines_and_are_filled_by_keyboard(tab: Tab) -> None:
    page = tab.page
    practise_gaps(page)

    expect(gap(page, 2)).to_have_accessible_description(
        "gap 2 purchase AS p ON p.customer_id = c.id"
    )
    gap(page, 1).focus()
    page.keyboard.type("p.id")
    page.keyboard.press("Tab")
    expect(gap(page, 2)).to_be_focused()
    page.keyboard.type("left join")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Correct")
    expect(page.locator("mark")).to_have_text([re.compile("p.id"), re.compile("LEFT")])
    assert barriers(page) == []


def test_an_empty_gap_is_named_and_what_was_typed_stays(tab: Tab) -> None:
    page = tab.page
    practise_gaps(page)
    gap(page, 2).fill("JOIN")
    page.get_by_role("button", name="Answer", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Fill gap 1, or enter ?")
    expect(gap(page, 2)).to_have_value("JOIN")
    gap(page, 1).select_option("I don’t know")
    page.get_by_role("button", name="Answer", exact=True).click()

    expect(page.get_by_text("Gap 1: you chose “I don’t know”")).to_be_visible()
    expect(page.get_by_text("An inner join drops customers")).to_be_visible()
    # The browser notes the answer 422.
    tab.complaints.clear()


def test_gaps_work_without_script_on_a_narrow_screen(
    new_tab: Callable[..., Tab],
) -> None:
    narrow = {"width": 320, "height": 700}
    page = new_tab(java_script_enabled=False, viewport=narrow, has_touch=True).page
    practise_gaps(page)

    for number in (1, 2):
        box = gap(page, number).bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    gap(page, 1).select_option("p.id")
    gap(page, 2).fill("LEFT OUTER JOIN")
    page.get_by_role("button", name="Answer", exact=True).tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Correct")


def test_what_was_typed_into_gaps_outlives_a_reload(
    tab: Tab, shared_app: Flask
) -> None:
    page = tab.page
    begin(page)
    template = shared_app.jinja_env.get_template("questions/types/cloze.html")
    part = build_taker_view(makers.cloze(), [2, 0, 1]).part
    fields = str(template.module.ask(part, None))  # type: ignore[attr-defined]  # a macro

    def add_gaps(route: Route) -> None:
        response = route.fetch()
        # The gaps take the place of the question's own fields, whose names would clash.
        head, rest = response.text().split("</h1>", 1)
        tail = rest[rest.index('<p class="saved"') :]
        changed = f"{head}</h1>{fields}{tail}"
        route.fulfill(response=response, body=changed)

    page.route(re.compile(r"/sittings/[^/]+$"), add_gaps)
    page.reload()
    gap(page, 1).fill("left jo")
    gap(page, 2).select_option("ON")

    page.reload()

    expect(gap(page, 1)).to_have_value("left jo")
    expect(gap(page, 2)).to_have_value("1")
