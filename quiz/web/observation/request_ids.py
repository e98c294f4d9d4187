"""The id of a request: in the header of its response, and in every line that the log has about it."""

import re
import secrets

from flask import Flask, Response, g, has_request_context, request

from quiz.web.current_settings import current_settings

HEADER = "X-Request-ID"
#: What a proxy may call a request. Anything else could bring lines of its own into the log.
_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")


def init_app(app: Flask) -> None:
    """Name each response's request."""

    @app.after_request
    def name_request(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response


def request_id() -> str:
    """Return the id of the present request: the one that a proxy of ours gave it, otherwise a random one."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        is_believed = current_settings().proxy_hops and _FORM.fullmatch(given)
        g.request_id = given if is_believed else secrets.token_hex(8)
    found: str = g.request_id
    return found


def find_request_id() -> str:
    """Return the id of the present request, or nothing where there is no request."""
    return request_id() if has_request_context() else ""
