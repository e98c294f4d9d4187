"""The roof: `create_app` puts the rooms together. No room imports it."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine

from quiz.accounts import login
from quiz.accounts.views import bp as accounts
from quiz.bank.parsing.bank_folder import load_bank
from quiz.careers.views import bp as careers
from quiz.config import Settings, assets_folder
from quiz.core.db import make_engine
from quiz.goals.views import bp as goals
from quiz.jobs import current as current_queue
from quiz.jobs.views import bp as jobs
from quiz.moderation.views import bp as moderation
from quiz.reports.views import bp as reports
from quiz.results.evidence.views import bp as evidence
from quiz.results.views import bp as results
from quiz.review.views import bp as review
from quiz.sittings import current as current_bank
from quiz.sittings.views import bp as sittings
from quiz.training.comparison.views import bp as training
from quiz.training.planning.views import bp as plan
from quiz.web import access, filters, rate_limits, security, static_files, transactions
from quiz.web.pages import error_pages
from quiz.web.pages.theme import current_theme
from quiz.web.pages.views import bp as web
from quiz.web.sessions import DatabaseSessions, keep_csrf_token

MAX_BODY_BYTES = 64 * 1024  # 64 KiB: no form of ours comes near
MAX_FORM_PARTS = 200
COMPRESSED_TYPES = [
    "text/html",
    "text/css",
    "text/javascript",
    "text/calendar",
    "image/svg+xml",
    "application/json",
]


class _App(Flask):
    """Flask, less what ours does not need of it."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is: to ask of each, in each request, whether it is a coroutine takes its time."""
        return func

    def log_exception(self, exc_info: object) -> None:
        """Leave it to the error page, which logs it once, with the number that people are told."""


def create_app(settings: Settings, *, engine: Engine | None = None) -> Flask:
    """Return the application, ready to serve; the database must have been upgraded before."""
    app = _App(
        __name__,
        template_folder=str(assets_folder() / "templates"),
        static_folder=str(assets_folder() / "static"),
    )
    engine = engine or make_engine(settings.database_url)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.old_secret_keys),
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        # The token lives as long as the browser's session id, from which it is made.
        WTF_CSRF_TIME_LIMIT=None,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIMETYPES=COMPRESSED_TYPES,
    )
    app.extensions["trigpoint_settings"] = settings
    app.session_interface = DatabaseSessions(engine)
    current_bank.init_app(
        app, load_bank(assets_folder() / "questions", settings.own_questions)
    )

    security.init_app(app, settings)
    static_files.init_app(app)
    filters.init_app(app)
    rate_limits.init_app(app, engine)
    # The anti-forgery token on a page that anybody can make a browser open is signed with the second
    # it was made in, so that its length class tells nothing that lasts (BREACH).
    Compress(app)
    error_pages.init_app(app)
    CSRFProtect(app)
    app.before_request(keep_csrf_token)
    login.init_app(app, LoginManager())
    current_queue.init_app(app, settings)
    for blueprint in (
        web,
        accounts,
        sittings,
        review,
        moderation,
        results,
        careers,
        goals,
        evidence,
        training,
        plan,
        reports,
        jobs,
    ):
        app.register_blueprint(blueprint)
    access.init_app(app)
    app.context_processor(_template_context)
    # Last, so that the commit comes before anything else that follows the view.
    transactions.init_app(app, engine)
    return app


def _template_context() -> dict[str, Any]:
    return {"theme": current_theme()}
