"""The effect that the address asks for: of one cohort, or of several side by side."""

from dataclasses import dataclass

from flask import request

from quiz.cohorts.analysis.effect import estimate_effect
from quiz.cohorts.insight.current import current_area_names
from quiz.cohorts.insight.effects.evidence import load_paired
from quiz.cohorts.insight.effects.presenters import (
    EffectView,
    build_effect_view,
    select_paired,
)
from quiz.cohorts.insight.loading import load_snapshot
from quiz.cohorts.insight.snapshot import CheckChoice, CohortSnapshot
from quiz.cohorts.models import CheckPurpose, Cohort, CohortCheck
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.web.transactions import request_session


@dataclass(frozen=True)
class CurrentEffect:
    """Both checks of a cohort, and the effect between them; None where there are not two with results."""

    first: CohortSnapshot
    last: CohortSnapshot
    view: EffectView | None


def load_effect(
    cohort: Cohort, *, first_key: str = "", last_key: str = ""
) -> CurrentEffect:
    """Return the effect between two checks of a cohort: those with these keys, or its entry and its exit."""
    session, order = request_session(), tuple(current_catalogue().areas)
    known = load_snapshot(session, cohort, order)
    first = choose_check(known.checks, CheckPurpose.ENTRY, first_key)
    last = choose_check(known.checks, CheckPurpose.EXIT, last_key)
    if first is None or last is None or first.opens_at >= last.opens_at:
        return CurrentEffect(known, known, None)
    before, after = (
        known
        if known.check is not None and known.check.id == one.id
        else load_snapshot(session, cohort, order, check_key=one.key)
        for one in (first, last)
    )
    people = select_paired(before, after)
    paired = load_paired(session, assessment_context(), people.pairs)
    effect = estimate_effect(paired, people.entry_levels)
    view = build_effect_view(effect, people, before, after, current_area_names())
    return CurrentEffect(before, after, view)


def load_asked_effect(cohort: Cohort) -> CurrentEffect:
    """Return the effect between the two checks that the address names."""
    return load_effect(
        cohort,
        first_key=request.args.get("first", ""),
        last_key=request.args.get("last", ""),
    )


def choose_check(
    choices: tuple[CheckChoice, ...], purpose: CheckPurpose, key: str
) -> CohortCheck | None:
    """Return the check with this key, else the one for this purpose: the first entry, the last exit."""
    for one in choices:
        if one.check.key == key:
            return one.check
    meant = [one.check for one in choices if one.check.purpose is purpose]
    if not meant:
        return None
    return meant[0] if purpose is CheckPurpose.ENTRY else meant[-1]
