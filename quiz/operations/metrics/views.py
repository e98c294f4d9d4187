"""`/metrics`: read by a monitor that shows the token. Without a token in the settings there is no such page."""

import hmac

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.operations.metrics.exposition import CONTENT_TYPE, write_families
from quiz.operations.metrics.families import describe_database, describe_requests
from quiz.operations.metrics.queries import DatabaseNumbers, read_database_numbers
from quiz.web.access import declare_access, name_rule
from quiz.web.current_settings import current_settings
from quiz.web.observation.counters import counters_of
from quiz.web.transactions import release_session, request_session

bp = Blueprint("metrics", __name__)

SCHEME = "bearer"


@name_rule("token of the monitor")
def require_metrics_token() -> None:
    """Access rule: the header holds the token of the settings.

    Raises
    ------
    NotFound
        Without it, or when there is none: to anybody else there is no such page.
    """
    token = current_settings().metrics_token
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    is_right = hmac.compare_digest(shown.strip().encode(), token.encode())
    if not token or scheme.lower() != SCHEME or not is_right:
        raise NotFound("There is nothing here for this browser.")


@bp.get("/metrics")
@declare_access(require_metrics_token)
def show_metrics() -> ResponseReturnValue:
    """Return the numbers; those of the workers also while the database does not answer."""
    families = [
        *describe_requests(counters_of(current_app).read()),
        *describe_database(_read_numbers(), now=utc_now()),
    ]
    return Response(write_families(families), content_type=CONTENT_TYPE)


def _read_numbers() -> DatabaseNumbers | None:
    try:
        return read_database_numbers(request_session())
    except DBAPIError:
        release_session()
        return None
