"""What the address asks of the page of levels, for the page itself, its picture and its files."""

from flask import request

from quiz.cohorts.insight.current import current_area_names
from quiz.cohorts.insight.levels.forms import LevelsForm, build_levels_form
from quiz.cohorts.insight.levels.heat_map import HeatFilter
from quiz.cohorts.insight.levels.presenters import LevelsView, build_levels_view
from quiz.cohorts.insight.snapshot import CohortSnapshot
from quiz.cohorts.insight.thresholds import read_teaching_thresholds
from quiz.cohorts.login import cohort_zone, current_cohort


def read_levels(
    snapshot: CohortSnapshot, *, rows_on_page: int = 0
) -> tuple[LevelsForm, LevelsView]:
    """Return the filter of the address, and what it leaves."""
    names = current_area_names()
    form = build_levels_form(snapshot, names, request.args)
    chosen = HeatFilter(
        group=form.group.data,
        people=form.people.data,
        areas=form.areas.data,
        sort=form.sort.data,
        page=form.page.data or 1,
    )
    zone = cohort_zone(current_cohort())
    return form, build_levels_view(
        snapshot,
        names,
        chosen,
        zone=zone,
        thresholds=read_teaching_thresholds(current_cohort().thresholds),
        rows_on_page=rows_on_page,
    )


def asked_values(form: LevelsForm) -> dict[str, str]:
    """Return what links of the page pass on: all but the page number, without what is empty."""
    return {
        field.name: field.data for field in form if field.name != "page" and field.data
    }
