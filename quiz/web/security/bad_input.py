"""What no page of ours sends and no database takes is refused before anything is looked up: NUL characters."""

from flask import Flask, abort, request

from quiz.errors import NotValid
from quiz.web.transactions import SAFE_METHODS

NUL = "\0"


def init_app(app: Flask) -> None:
    """Look at the address and the fields of each request first."""
    app.before_request(refuse_nul)


def refuse_nul() -> None:
    """Stop a request whose address (404), query (400) or form (422) holds a NUL character."""
    if NUL in request.path:
        abort(404)
    if b"%00" in request.query_string or b"\0" in request.query_string:
        abort(400)
    if request.method in SAFE_METHODS:
        return
    for name, values in request.form.lists():
        if NUL in name or any(NUL in value for value in values):
            raise NotValid(
                "Your text contains a character that we cannot store (NUL). Remove it and send it again."
            )
