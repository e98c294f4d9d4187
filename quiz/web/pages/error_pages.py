"""Errors become pages here, and only here: what happened, what is saved, one way on."""

import logging
import secrets
from http import HTTPStatus
from urllib.parse import urlencode

from flask import (
    Flask,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.routing import RoutingException
from werkzeug.wrappers import Response

from quiz.core.database_errors import is_outage, is_value_refused
from quiz.errors import NotAllowed, NotFound, NotNow, NotValid, TrigpointError
from quiz.web.limits.heavy_work import TooBusyError
from quiz.web.security.form_origin import ForeignFormError
from quiz.web.transactions import SAFE_METHODS

log = logging.getLogger(__name__)

STATUS_OF: dict[type[TrigpointError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    NotNow: 409,
    NotValid: 422,
}
WITH_OWN_PAGE = frozenset({400, 403, 404, 409, 413, 422, 429, 500, 503})
RETRY_AFTER_SECONDS = 5
ErrorResponse = tuple[str, int, dict[str, str]]


def init_app(app: Flask) -> None:
    """Answer every kind of error with a page."""
    app.register_error_handler(TrigpointError, _own_error)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(ForeignFormError, _foreign_form)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(InternalServerError, _unexpected_error)
    app.register_error_handler(HTTPException, _http_error)


def _error_page(
    status: int, *, message: str = "", reference: str = "", wait: int = 0
) -> ErrorResponse:
    name = (
        status if status in WITH_OWN_PAGE else (400 if status < 500 else 500)
    )  # server errors begin at 500
    # The header then names nobody who is not known yet: the database may just have refused.
    g.is_error_page = True
    text = render_template(
        f"errors/{name}.html",
        message=message,
        reference=reference,
        wait=wait,
        here=request.path,
        # Without a look at the database, which may be what failed.
        is_known=any(
            current_app.config[name] in request.cookies
            for name in ("PERSON_COOKIE_NAME", "ACCOUNT_COOKIE_NAME")
        ),
        status_name=HTTPStatus(status).phrase,
    )
    return text, status, {}


def _own_error(error: TrigpointError) -> ErrorResponse:
    status = next(code for kind, code in STATUS_OF.items() if isinstance(error, kind))
    # A stranger's thing and a missing thing must look the same, to the letter.
    return _error_page(
        status, message="" if status == HTTPStatus.NOT_FOUND else str(error)
    )


def _stale_form(_error: CSRFError) -> ErrorResponse:
    return _error_page(400, message="stale-form" if request.cookies else "no-cookies")


def _foreign_form(_error: ForeignFormError) -> ErrorResponse:
    return _error_page(400, message="foreign-form")


def _http_error(error: HTTPException) -> ErrorResponse | Response:
    if address := _address_without_slash():
        return redirect(address, HTTPStatus.PERMANENT_REDIRECT)
    wait = getattr(error, "retry_after", None) or 0
    message = "busy" if isinstance(error, TooBusyError) else ""
    text, status, headers = _error_page(error.code or 500, message=message, wait=wait)
    if wait:
        headers["Retry-After"] = str(wait)
    for name, value in error.get_headers():
        if name == "Allow":
            headers[name] = value
    return text, status, headers


def _address_without_slash() -> str:
    """Return the page that somebody meant who typed a slash after its address; "" without one.

    It is built from the rule of the page, so that it never leads to another site.
    """
    was_found = request.url_rule is not None
    if was_found or request.method not in SAFE_METHODS or request.path[-1:] != "/":
        return ""
    routes = current_app.create_url_adapter(request)
    if routes is None:
        return ""
    try:
        endpoint, values = routes.match(request.path.rstrip("/"))
    except (HTTPException, RoutingException):
        return ""
    query = urlencode(list(request.args.items(multi=True)))
    return url_for(endpoint, **values) + ("?" + query if query else "")


def _database_error(error: DBAPIError) -> ErrorResponse:
    """Answer what the database refused: 503 for an outage, 422 for a value, 500 for a mistake of ours.

    Nothing of the request was kept.
    """
    if is_value_refused(error):
        return _error_page(422)
    reference = _log_with_reference("the database refused", error)
    if not is_outage(error):
        return _error_page(500, reference=reference)
    text, status, headers = _error_page(503, reference=reference)
    return text, status, headers | {"Retry-After": str(RETRY_AFTER_SECONDS)}


def _unexpected_error(error: InternalServerError) -> ErrorResponse:
    original = error.original_exception
    if isinstance(original, DBAPIError):
        return _database_error(original)
    return _error_page(
        500, reference=_log_with_reference("unexpected", original or error)
    )


def _log_with_reference(what: str, error: BaseException) -> str:
    """Log an error under a number that people can quote; never the address itself, which may hold a secret."""
    reference = secrets.token_hex(4)
    rule = request.url_rule.rule if request.url_rule else "an unknown address"
    log.error("%s [%s] %s %s", what, reference, request.method, rule, exc_info=error)
    return reference
