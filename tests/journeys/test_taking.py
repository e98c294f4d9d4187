"""What a question page keeps while an answer is on its way, and what a person may switch on there."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browsers import Tab, barriers
from tests.journeys.test_main_job import begin, number

pytestmark = pytest.mark.browser

GIVEN = """form => [...new FormData(form)].filter(([name, value]) => name.startsWith("answer") && value).join()"""


def token(page: Page) -> str:
    return page.locator("form.question input[name=token]").get_attribute("value") or ""


def fill_in(page: Page) -> str:
    """Put something into the answer, whatever its type, and return what stands there."""
    field = page.locator("form.question [name^=answer]").last
    match field.evaluate("field => field.type"):
        case "radio" | "checkbox":
            field.check()
        case "select-one":
            field.select_option(index=1)
        case _:
            field.fill("1")
    return given(page)


def given(page: Page) -> str:
    found: str = page.locator("form.question").evaluate(GIVEN)
    assert found
    return found


def go_on(page: Page) -> None:
    before = token(page)
    page.get_by_role("button", name="I don’t know").click()
    expect(page.locator(f"input[name=token][value='{before}']")).to_have_count(0)


def test_what_was_filled_in_and_not_sent_outlives_a_reload_and_a_look_at_the_last_answer(
    tab: Tab,
) -> None:
    page = tab.page
    begin(page)
    go_on(page)
    filled = fill_in(page)

    page.reload()
    assert given(page) == filled
    page.get_by_role("button", name="Change my last answer").click()
    expect(page.get_by_text("You’re changing your last answer")).to_be_visible()
    go_on(page)

    assert given(page) == filled


def test_an_answer_reread_when_the_page_was_closed_is_sent_when_it_opens_again(
    tab: Tab,
) -> None:
    page = tab.page
    warned: list[str] = []

    def leave(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    begin(page)
    first = token(page)
    page.route(re.compile("/answer$"), lambda route: route.abort())
    page.get_by_role("button", name="I don’t know").click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()

    page.unroute(re.compile("/answer$"))
    page.reload()

    expect(page.locator(f"input[name=token][value='{first}']")).to_have_count(0)
    assert number(page) == "2"
    assert warned == ["beforeunload"]
    # The browser notes the connection that this test cut.
    tab.complaints.clear()


def test_a_button_that_must_wait_for_an_answer_reread_says_so(tab: Tab) -> None:
    page = tab.page
    begin(page)
    page.route(re.compile("/answer$"), lambda route: route.abort())
    page.get_by_role("button", name="I don’t know").click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()

    page.get_by_role("button", name="Ask me how sure I am").click()

    expect(page.get_by_text("This button works after that")).to_be_visible()
    page.unroute(re.compile("/answer$"))
    expect(page.get_by_text("2 of at most")).to_be_visible(timeout=20_000)
    tab.complaints.clear()


def test_asking_how_sure_one_is_keeps_the_answer_and_the_place(tab: Tab) -> None:
    page = tab.page
    begin(page)
    filled = fill_in(page)

    page.get_by_role("button", name="Ask me how sure I am").click()

    expect(page.get_by_text("How sure are you?")).to_be_visible()
    expect(page.get_by_role("button", name="Stop asking how sure I am")).to_be_focused()
    assert given(page) == filled
    page.reload()
    assert given(page) == filled


def test_a_clock_runs_for_those_who_switch_it_on(tab: Tab) -> None:
    page = tab.page
    begin(page)
    expect(page.get_by_text("This question:")).to_be_hidden()

    page.get_by_role("button", name="Show a clock").click()
    expect(page.get_by_text(re.compile("This question: 0:0[1-9]"))).to_be_visible()
    page.reload()

    expect(page.get_by_text("This question:")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Hide the clock").click()
    expect(page.get_by_text("This question:")).to_be_hidden()
