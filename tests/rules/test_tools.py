"""The tools that other tests lean on find what they are there to find."""

import socket
from collections.abc import Callable

import pytest
from flask import Flask

from tests.network import OutsideReachedError
from tests.pages import Page, open_page

FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>Goals</h1>{body}</body></html>"""
POST = '<form method="post"><input type="hidden" name="csrf_token" value="x">{}</form>'


def page_of(body: str, title: str = "Goals - Trigpoint", status: int = 200) -> Page:
    """Return a page of a small app as the tests' tools see it."""
    app = Flask("small")
    html = FRAME.format(title=title, body=body)
    app.add_url_rule("/goals", view_func=lambda: (html, status))
    return open_page(app.test_client(), "/goals")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<p>one<p>two</div>", "end-tag-too-early"),
        ("<h1>Another</h1>", "2 h1 elements"),
        ("<h3>Deep</h3>", "an h3 follows an h1"),
        ('<p id="a"></p><p id="a"></p>', "'a' stands 2 times"),
        ('<a href="#nowhere">on</a>', "leads nowhere"),
        ('<input name="age">', "'age' has no label"),
        ('<label for="b">Age</label><input id="a" name="age">', "names nothing"),
        ('<form method="post"><button>Go</button></form>', "no CSRF field"),
        ('<p style="color: red">red</p>', "p has style="),
        ("<script>1</script>", "a script without src"),
        ('<img src="/a.png">', "an image without alt"),
        ('<a href="/goals"></a>', "a nameless a"),
    ],
)
def test_a_page_with_a_fault_fails_and_says_which(body: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        page_of(body)


def test_a_title_that_is_not_the_heading_fails() -> None:
    with pytest.raises(AssertionError, match="does not begin with 'Goals'"):
        page_of("", title="Welcome")


def test_a_page_with_another_status_fails() -> None:
    with pytest.raises(AssertionError, match="/goals says 404"):
        page_of("", status=404)


def test_a_form_sends_what_stands_in_it_and_what_is_filled_in() -> None:
    app = Flask("small")
    fields = """<label>Name <input name="name" value="Ana"></label>
        <label>Old <input type="radio" name="age" value="old" checked></label>
        <label>Young <input type="radio" name="age" value="young"></label>
        <button name="action" value="send">Send</button>"""
    html = FRAME.format(title="Goals", body=POST.format(fields))
    sent: dict[str, list[str]] = {}

    @app.route("/goals", methods=["GET", "POST"])
    def goals() -> str:
        from flask import request

        sent.update(request.form.to_dict(flat=False))
        return html

    open_page(app.test_client(), "/goals").press("Send", age="young")

    assert sent == {
        "csrf_token": ["x"],
        "name": ["Ana"],
        "age": ["young"],
        "action": ["send"],
    }


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.getaddrinfo("example.org", 80),
    ],
    ids=["address", "name"],
)
def test_nothing_outside_this_machine_is_reached(reach: Callable[[], object]) -> None:
    with pytest.raises(OutsideReachedError):
        reach()
