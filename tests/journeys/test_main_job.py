"""The whole job as a stranger does it: from the first page to a printed result, and gone again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import PHONE, Tab, barriers, follow, press

pytestmark = pytest.mark.browser

QUICK = 24


def begin(page: Page, length: str = "Quick") -> None:
    page.goto("/")
    follow(page, "Choose a goal")
    follow(page, "Junior generalist", exact=True)
    page.get_by_role("radio", name=length).check()
    press(page, "Start")


def number(page: Page) -> str:
    """Return which question stands there, as the page says it."""
    return (
        page.locator(".topline").inner_text().partition("·")[2].split("of")[0].strip()
    )


def answer_somehow(page: Page) -> None:
    """Answer the question before the person, whatever its type, and wait for the next page."""
    before = page.locator("input[name=token]").first.get_attribute("value")
    options = page.locator("input[type=radio][name=answer]")
    if options.count():
        options.first.check()
        page.get_by_role("button", name="Answer", exact=True).click()
    else:
        page.get_by_role("button", name="I don’t know").click()
    expect(page.locator(f"input[name=token][value='{before}']")).to_have_count(0)
    # Without script there is no page for a moment, which is not yet the end of the questions.
    expect(page.locator("main h1")).to_be_visible()
    page.wait_for_load_state()


def answer_all(page: Page) -> None:
    while page.locator("form.question").count():
        answer_somehow(page)


def images_as_spoken(page: Page) -> list[tuple[str, str]]:
    """Return name and description of every picture on the page, as a screen reader gets them."""
    browser = page.context.new_cdp_session(page)
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    return [
        tuple(node.get(part, {}).get("value", "") for part in ("name", "description"))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] == "image"
    ]


def test_a_stranger_takes_the_quiz_reads_and_prints_the_result_and_leaves_no_trace(
    tab: Tab,
) -> None:
    page = tab.page
    begin(page)
    assert number(page) == "1"

    answer_all(page)
    press(page, "Finish and see the result")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Your result")
    assert page.locator(".profile-row").count() == 12
    spoken = images_as_spoken(page)
    assert len(spoken) == 12
    for words, more in spoken:
        assert re.fullmatch(
            r"[^.]+: [A-Za-z ]+\. Level .+ The goal needs \d\.\d\. \d+ answers?\.",
            words,
        )
        # A description would be read after the name, and say it again.
        assert not more
    page.locator(".profile-row").first.click()
    expect(
        page.get_by_text("Of 20 people with answers like yours").first
    ).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

    follow(page, f"All {QUICK} answers")
    assert page.locator("article.answer").count() == QUICK
    page.go_back()

    follow(page, "Delete my data")
    press(page, "Delete everything")
    expect(page.get_by_text("Your data is deleted")).to_be_visible()
    follow(page, "My results")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()


def test_it_works_without_script(new_tab: Callable[..., Tab]) -> None:
    page = new_tab(java_script_enabled=False).page
    begin(page)

    answer_all(page)
    press(page, "Finish and see the result")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Your result")


def test_it_works_by_keyboard_alone(tab: Tab) -> None:
    page = tab.page
    begin(page)
    # The line about the keys appears with them.
    expect(page.locator("[data-keys]")).to_be_visible()
    for _ in range(6):
        # A question that has just appeared takes no keys for a moment.
        expect(page.locator("main[data-fresh]")).to_have_count(0)
        before = page.locator("input[name=token]").first.get_attribute("value")
        if page.locator("input[type=radio][name=answer]").count():
            page.keyboard.press("b")
            expect(page.locator("input[name=answer]").nth(1)).to_be_checked()
            page.keyboard.press("Enter")
        else:
            page.locator("h1").focus()
            page.keyboard.press("0")
        expect(page.locator(f"input[name=token][value='{before}']")).to_have_count(0)

    assert number(page) == "7"


def test_closing_the_browser_and_coming_back_shows_the_same_question(
    new_tab: Callable[..., Tab], tmp_path: Path
) -> None:
    first = new_tab()
    begin(first.page)
    answer_somehow(first.page)
    heading = first.page.locator("h1").inner_text()
    state = first.page.context.storage_state(path=tmp_path / "cookies.json")
    first.page.context.close()

    second = new_tab(storage_state=state)
    second.page.goto("/sittings")
    follow(second.page, "Continue: Junior generalist")

    assert second.page.locator("h1").inner_text() == heading


def test_a_link_takes_the_sitting_to_a_phone(new_tab: Callable[..., Tab]) -> None:
    desk = new_tab().page
    begin(desk)
    answer_somehow(desk)
    follow(desk, "Save and leave")
    press(desk, "Create a link and a code")
    link = desk.get_by_role("link", name="/resume/").inner_text()

    phone = new_tab(viewport=PHONE, has_touch=True).page
    phone.goto(link)
    press(phone, "Continue here")
    follow(phone, "Continue: Junior generalist")

    assert number(phone) == "2"


def test_the_back_button_shows_the_present_state_and_loses_nothing(
    new_tab: Callable[..., Tab],
) -> None:
    page = new_tab(java_script_enabled=False).page
    begin(page)
    answer_somehow(page)

    page.go_back()
    page.reload()

    assert number(page) == "2"


def test_an_answer_given_without_a_connection_is_kept_and_sent_once(tab: Tab) -> None:
    page = tab.page
    begin(page)
    token = page.locator("input[name=token]").first.get_attribute("value")

    page.context.set_offline(offline=True)
    page.get_by_role("button", name="I don’t know").click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.context.set_offline(offline=False)

    expect(page.locator(f"input[name=token][value='{token}']")).to_have_count(
        0, timeout=20_000
    )
    assert number(page) == "2"
    # The browser itself notes the lost connection; that is what this test made happen.
    tab.complaints.clear()


def test_a_page_that_is_not_there_keeps_nobody_out(tab: Tab) -> None:
    tab.page.goto("/nowhere")

    assert barriers(tab.page) == []
    # The browser notes the 404 that this test asked for.
    tab.complaints.clear()


def test_no_way_of_answering_keeps_anybody_out_or_scrolls_sideways(
    new_tab: Callable[..., Tab],
) -> None:
    page = new_tab().page
    found: list[str] = []

    def look() -> None:
        found.extend(barriers(page))
        page.set_viewport_size({"width": 320, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 320:
            found.append(f"{page.url} is {wide} px wide at 320")
        page.set_viewport_size({"width": 1280, "height": 800})

    begin(page)
    kinds: set[str] = set()
    while page.locator("form.question").count():
        kind = page.locator("form.question").evaluate(
            "form => [...form.querySelectorAll('[name^=answer]')].map(e => e.tagName + e.type).join()"
        )
        if kind not in kinds:
            kinds.add(kind)
            look()
        answer_somehow(page)

    assert found == []
