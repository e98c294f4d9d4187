"""Pages that belong to no room: privacy, help, the theme, and the health checks."""

from flask import Blueprint, Response, current_app, redirect, render_template
from flask.typing import ResponseReturnValue

from quiz.bank.item_calibration.queries import find_current_calibration
from quiz.core.db import is_writable
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import current_settings
from quiz.web.forms import ThemeForm
from quiz.web.pages.theme import read_theme, remember_theme
from quiz.web.security.headers import safe_path
from quiz.web.transactions import request_session

bp = Blueprint("web", __name__)


@bp.get("/privacy")
@declare_access(allow_everyone)
def show_privacy() -> str:
    settings = current_settings()
    return render_template(
        "web/privacy.html",
        keep_days=settings.keep_days,
        keep_account_days=settings.keep_account_days,
    )


@bp.get("/help")
@declare_access(allow_everyone)
def show_help() -> str:  # the endpoint is web.help
    return render_template("web/help.html")


@bp.get("/accessibility")
@declare_access(allow_everyone)
def show_accessibility() -> str:
    return render_template("web/accessibility.html")


@bp.post("/theme")
@declare_access(allow_everyone)
def choose_theme() -> ResponseReturnValue:
    form = ThemeForm()
    response = redirect(safe_path(form.next.data, "/"), 303)
    chosen = read_theme(form.theme.data or "")
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    remember_theme(response, chosen, secure=secure)
    return response


@bp.get("/healthz")
@declare_access(allow_everyone)
def check_health() -> ResponseReturnValue:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@declare_access(allow_everyone)
def check_readiness() -> ResponseReturnValue:
    """Say that the database answers, and would take what is sent."""
    if not is_writable(request_session()):
        return Response("the database cannot be written\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@bp.get("/method")
@declare_access(allow_everyone)
def show_method() -> str:
    return render_template(
        "web/method.html", calibration=find_current_calibration(request_session())
    )
