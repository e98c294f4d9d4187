"""Checking a report in a real browser: the file stays where it is."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, expect

from tests.browsers import Tab
from tests.journeys.test_main_job import answer_somehow, begin

pytestmark = pytest.mark.browser


def test_the_browser_works_out_the_digest_and_sends_no_file(
    tab: Tab, tmp_path: Path
) -> None:
    page = tab.page
    begin(page)
    answer_somehow(page)
    sitting = re.sub(r"/(result|finish).*", "", urlsplit(page.url).path)
    page.goto(f"{sitting}/finish")
    with page.expect_navigation():
        page.locator("main form [type=submit], main form button").first.click()
    sitting = re.sub(r"/result.*", "", urlsplit(page.url).path)
    report = tmp_path / "report.pdf"
    report.write_bytes(page.request.get(f"{sitting}/report.pdf").body())
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(report.read_bytes() + b" ")
    sent: list[Request] = []

    def keep(request: Request) -> None:
        sent.append(request)

    page.on("request", keep)

    page.goto("/verify")
    expect(page.get_by_text("A PDF stays on your device")).to_be_visible()
    page.locator("input[type=file]").set_input_files(report)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("This file is genuine.")).to_be_visible()
    page.locator("input[type=file]").set_input_files(altered)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Altered, or not made here.")).to_be_visible()
    # The browser notes the status of that answer.
    assert len(tab.complaints) == 1
    assert "422" in tab.complaints.pop()

    posts = [one for one in sent if one.method == "POST"]
    assert len(posts) == 2
    assert all(len(one.post_data_buffer or b"") < 2000 for one in posts)
    assert all(b"%PDF" not in (one.post_data_buffer or b"") for one in posts)
