"""The answer after which a browser shows nobody's things any more."""

from flask import Response, current_app, redirect, url_for

from quiz.accounts import login

#: The browser throws away what our pages have kept in it; our cookies are taken back one by one, since the word
#: for cookies means those of all programs on the same host.
CLEARED = '"cache", "storage"'


def leave_browser_empty() -> Response:
    """Take the secrets from this browser, and what it has kept of our pages, and lead to the first page."""
    login.forget_browser()
    return lead_home_emptied()


def lead_home_emptied() -> Response:
    """Lead to the first page, and let the browser throw away what it has kept of our pages."""
    response = current_app.make_response(redirect(url_for("results.show_home"), 303))
    response.headers["Clear-Site-Data"] = CLEARED
    return response
