"""Pages about the job, and the list of sources."""

from flask import Blueprint, render_template

from quiz.careers.presenters import OLD_YEARS, build_career_view
from quiz.sittings.current import current_catalogue
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import local_today

bp = Blueprint("careers", __name__)


@bp.get("/sources")
@declare_access(allow_everyone)
def show_sources() -> str:
    return render_template(
        "careers/sources.html",
        profiles=current_catalogue().profiles,
        figures=current_catalogue().figures.values(),
    )


@bp.get("/career")
@declare_access(allow_everyone)
def show_career() -> str:
    return render_template(
        "careers/career.html",
        career=build_career_view(current_catalogue(), local_today()),
        profiles=current_catalogue().profiles,
        old_years=OLD_YEARS,
    )
