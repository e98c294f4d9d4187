"""Organisations: list them and add one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.administration.forms import OrganisationForm
from quiz.administration.login import (
    require_administrator,
    require_recent_administrator,
)
from quiz.core.clock import utc_now
from quiz.errors import NotValid
from quiz.organisations.queries import list_organisations
from quiz.organisations.services import create_organisation
from quiz.web.access import declare_access
from quiz.web.transactions import request_session

bp = Blueprint("organisations", __name__)


@bp.get("/administration/organisations")
@declare_access(require_administrator)
def show_organisations() -> str:
    return _render(OrganisationForm())


@bp.post("/administration/organisations")
@declare_access(require_recent_administrator)
def add_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _render(form), 422
    try:
        create_organisation(request_session(), form.name.data or "", now=utc_now())
    except NotValid as error:
        form.name.errors = [str(error)]
        return _render(form), 422
    flash("The organisation is added.")
    return redirect(url_for("organisations.show_organisations"), 303)


def _render(form: OrganisationForm) -> str:
    return render_template(
        "administration/organisations.html",
        form=form,
        organisations=list_organisations(request_session()),
    )
