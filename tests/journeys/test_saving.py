"""An answer counts as saved only when the app itself says so; until then it is kept and sent again."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browsers import PHONE, Tab
from tests.journeys.test_main_job import begin, number
from tests.journeys.test_taking import fill_in, given, go_on

pytestmark = pytest.mark.browser

ANSWER = re.compile("/answer$")
FOREIGN = "<html><title>School WiFi</title><body><h1>Log in to the school WiFi</h1></body></html>"
OURS = '<html><title>Trigpoint</title><body><main id="main" data-trigpoint><h1>An error</h1></main></body></html>'

#: What may come back instead of the app's acknowledgement.
NOT_AN_ACKNOWLEDGEMENT: dict[str, dict[str, Any]] = {
    "wifi-login": {"status": 200, "body": FOREIGN},
    "proxy-403": {"status": 403, "body": FOREIGN},
    "proxy-413": {"status": 413, "body": FOREIGN},
    "proxy-429": {"status": 429, "body": FOREIGN},
    "proxy-500": {"status": 500, "body": FOREIGN},
    "proxy-502": {"status": 502, "body": FOREIGN},
    "proxy-520": {"status": 520, "body": ""},
    "json": {"status": 200, "body": "{}", "content_type": "application/json"},
    "our-500": {"status": 500, "body": OURS},
    "our-429": {"status": 429, "body": OURS},
}


def begin_at_a_choice(page: Page) -> int:
    """Go on until one of several options is to be chosen; return the number of that question."""
    begin(page)
    while not page.locator("input[type=radio][name=answer]").count():
        go_on(page)
    return int(number(page))


def answer_with(page: Page, *, seconds: float = 20) -> None:
    """Press "Answer" until the next question is there."""
    before = page.locator("input[name=token]").first.get_attribute("value")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(f"input[name=token][value='{before}']")).to_have_count(
        0, timeout=seconds * 1000
    )


@pytest.mark.parametrize(
    "answer", NOT_AN_ACKNOWLEDGEMENT.values(), ids=NOT_AN_ACKNOWLEDGEMENT
)
def test_what_is_not_an_acknowledgement_of_the_app_keeps_the_answer_and_sends_it_again(
    tab: Tab, answer: dict[str, Any]
) -> None:
    page = tab.page
    first = begin_at_a_choice(page)
    filled = fill_in(page)
    page.route(
        ANSWER,
        lambda route: route.fulfill(**({"content_type": "text/html"} | answer)),
    )
    page.get_by_role("button", name="Answer", exact=True).click()

    expect(page.get_by_text("Not saved yet")).to_be_visible()
    assert given(page) == filled
    assert re.search(r"/sittings/\w+$", page.url)

    page.unroute(ANSWER)
    expect(page.get_by_text("Not saved yet")).to_have_count(0, timeout=20_000)
    assert int(number(page)) == first + 1
    # The browser notes the answers that this test made up.
    tab.complaints.clear()


def test_an_answer_sent_after_the_browser_lost_its_session_is_sent_again_with_a_new_token(
    tab: Tab,
) -> None:
    page = tab.page
    first = begin_at_a_choice(page)
    fill_in(page)
    page.context.clear_cookies(name="trigpoint_session")

    answer_with(page)

    assert int(number(page)) == first + 1
    # The browser notes the 400 that this test brought about.
    tab.complaints.clear()


def test_an_answer_that_nobody_answers_is_sent_again_after_twenty_seconds(
    tab: Tab,
) -> None:
    page = tab.page
    first = begin_at_a_choice(page)
    fill_in(page)
    held: list[Route] = []
    page.route(ANSWER, lambda route: held.append(route), times=1)  # noqa: PLW0108  # playwright wraps functions of Python only

    answer_with(page, seconds=40)

    assert len(held) == 1
    assert int(number(page)) == first + 1
    tab.complaints.clear()


def test_the_second_half_of_a_double_tap_answers_no_question_unseen(
    new_tab: Any,
) -> None:
    page = new_tab(viewport=PHONE, has_touch=True, reduced_motion="reduce").page
    begin(page)
    place = page.get_by_role("button", name="I don’t know").bounding_box()
    assert place is not None
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2

    for _ in range(3):
        page.touchscreen.tap(x, y)
        page.wait_for_timeout(120)
    page.wait_for_timeout(1500)

    assert number(page) == "2"
