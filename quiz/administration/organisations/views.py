"""Organisations: list them and add one."""

from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.administration.forms import OrganisationForm, ZoneForm
from quiz.administration.login import (
    require_administrator,
    require_recent_administrator,
)
from quiz.core.clock import utc_now
from quiz.errors import NotFound, NotValid
from quiz.organisations.models import Organisation
from quiz.organisations.queries import find_organisation, list_organisations
from quiz.organisations.services import change_time_zone, create_organisation
from quiz.web.access import declare_access
from quiz.web.current_settings import current_settings
from quiz.web.transactions import request_session

bp = Blueprint("organisations", __name__)


@bp.get("/administration/organisations")
@declare_access(require_administrator)
def show_organisations() -> str:
    return _render(OrganisationForm(time_zone=current_settings().time_zone))


@bp.post("/administration/organisations")
@declare_access(require_recent_administrator)
def add_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _render(form), 422
    try:
        create_organisation(
            request_session(),
            form.name.data or "",
            time_zone=form.time_zone.data or "",
            now=utc_now(),
        )
    except NotValid as error:
        form.name.errors = [str(error)]
        return _render(form), 422
    flash("The organisation is added.")
    return redirect(url_for("organisations.show_organisations"), 303)


@bp.get("/administration/organisations/<key>/time-zone")
@declare_access(require_administrator)
def show_zone_form(key: str) -> str:
    organisation = _organisation_or_404(key)
    return _render_zone(organisation, ZoneForm(time_zone=organisation.time_zone))


@bp.post("/administration/organisations/<key>/time-zone")
@declare_access(require_recent_administrator)
def change_zone(key: str) -> ResponseReturnValue:
    organisation, form = _organisation_or_404(key), ZoneForm()
    if not form.validate_on_submit():
        return _render_zone(organisation, form), 422
    change_time_zone(organisation, form.time_zone.data or "")
    flash("The time zone is saved.")
    return redirect(url_for("organisations.show_organisations"), 303)


def _organisation_or_404(key: str) -> Organisation:
    organisation = find_organisation(request_session(), key)
    if organisation is None:
        raise NotFound("There is no such organisation.")
    return organisation


def _render_zone(organisation: Organisation, form: ZoneForm) -> str:
    return render_template(
        "administration/time_zone.html",
        form=form,
        organisation=organisation,
        zones=sorted(available_timezones()),
    )


def _render(form: OrganisationForm) -> str:
    return render_template(
        "administration/organisations.html",
        form=form,
        organisations=list_organisations(request_session()),
        zones=sorted(available_timezones()),
    )
