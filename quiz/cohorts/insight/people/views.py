"""The pages about one member: result, answers if they are shared, notes, confirmed evidence."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts.sessions.login import required_account
from quiz.bank.versions import load_question_by_digest
from quiz.cohorts.insight.people import queries, services
from quiz.cohorts.insight.people.forms import NoteForm
from quiz.cohorts.insight.people.presenters import (
    build_check_lines,
    build_person_rows,
    count_answers,
)
from quiz.cohorts.login import (
    current_cohort,
    record_action,
    require_cohort,
)
from quiz.cohorts.models import CohortCheck, CohortMember
from quiz.cohorts.notes.queries import list_notes
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.privacy.current import note_seen
from quiz.privacy.models import ActorRole, AuditAction
from quiz.review.answers import build_reviewed_answers, sort_missed_first
from quiz.sittings.current import current_catalogue
from quiz.sittings.models import Sitting
from quiz.web.access import declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("people", __name__)


@bp.get("/cohorts/<key>/people/<member_key>")
@declare_access(require_cohort)
def show_person(key: str, member_key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    return _render_person(_member_or_404(member_key), NoteForm())


@bp.get("/cohorts/<key>/people/<member_key>/answers/<sitting_key>")
@declare_access(require_cohort)
def show_answers(key: str, member_key: str, sitting_key: str) -> str:  # noqa: ARG001  # (the same)
    """Show single answers, which the member has agreed to."""
    member = _member_or_404(member_key)
    sitting = _find_shown(member, sitting_key)
    if not member.shares_answers or sitting is None or not sitting.is_finished:
        raise NotFound("There are no answers that you may see.")
    _note_look(member, AuditAction.SAW_ANSWERS)
    queries.load_positions(request_session(), sitting)
    return render_template(
        "cohorts/person_answers.html",
        cohort=current_cohort(),
        member=member,
        answers=sort_missed_first(build_reviewed_answers(sitting, current_catalogue())),
    )


@bp.post("/cohorts/<key>/people/<member_key>/notes")
@declare_access(require_cohort)
def create_note(key: str, member_key: str) -> ResponseReturnValue:
    member, form = _member_or_404(member_key), NoteForm()
    if not form.validate_on_submit():
        return _render_person(member, form), 422
    services.write_note(
        request_session(),
        member,
        form.text.data or "",
        author_id=required_account().id,
        now=utc_now(),
    )
    record_action(member.person_id, AuditAction.WROTE_NOTE)
    flash(f"The note is saved. {member.name} can read it.")
    return _go_back(key, member_key, "notes")


@bp.post("/cohorts/<key>/people/<member_key>/notes/<note_key>/delete")
@declare_access(require_cohort)
def delete_note(key: str, member_key: str, note_key: str) -> ResponseReturnValue:
    member = _member_or_404(member_key)
    note = queries.find_note(request_session(), member, note_key)
    if note is None:
        raise NotFound("There is no such note.")
    if ConfirmForm().validate_on_submit():
        services.delete_note(request_session(), note)
        flash("The note is deleted.")
    return _go_back(key, member_key, "notes")


@bp.post("/cohorts/<key>/people/<member_key>/evidence/<evidence_key>")
@declare_access(require_cohort)
def change_sign_off(
    key: str, member_key: str, evidence_key: str
) -> ResponseReturnValue:
    """Confirm a piece of evidence, or take that back."""
    member, session = _member_or_404(member_key), request_session()
    found = next(
        (
            pair
            for pair in queries.list_evidence_with_sign_offs(session, member)
            if pair[0].key == evidence_key
        ),
        None,
    )
    if found is None:
        raise NotFound("There is no such evidence.")
    if ConfirmForm().validate_on_submit():
        evidence, signed = found
        if signed is None:
            services.confirm_evidence(
                session,
                member,
                evidence,
                signed_by_id=required_account().id,
                now=utc_now(),
            )
            record_action(member.person_id, AuditAction.SIGNED_OFF_EVIDENCE)
        else:
            services.withdraw_confirmation(session, signed)
        flash("Saved.")
    return _go_back(key, member_key, "evidence")


def _go_back(key: str, member_key: str, anchor: str) -> ResponseReturnValue:
    target = url_for(
        "people.show_person", key=key, member_key=member_key, _anchor=anchor
    )
    return redirect(target, 303)


def _member_or_404(member_key: str) -> CohortMember:
    member = queries.find_sharing_member(
        request_session(), current_cohort(), member_key
    )
    if member is None:
        raise NotFound("There is no such person in this cohort.")
    return member


def _note_look(member: CohortMember, action: AuditAction) -> None:
    if member.person_id is not None:
        note_seen(
            member.person_id,
            action,
            ActorRole.INSTRUCTOR,
            organisation_id=current_cohort().organisation_id,
        )


def _find_shown(member: CohortMember, sitting_key: str) -> Sitting | None:
    """Return a sitting of a member that instructors may see."""
    session = request_session()
    checks = queries.list_check_results(session, member)
    sittings = [sitting for _, sitting in checks if sitting is not None]
    shared = queries.list_shared_sittings(session, member)
    return next((one for one in [*sittings, *shared] if one.key == sitting_key), None)


def _render_person(member: CohortMember, form: NoteForm) -> str:
    session, catalogue = request_session(), current_catalogue()
    checks = queries.list_check_results(session, member)
    shared = queries.list_shared_sittings(session, member)
    shown = _choose_shown(checks, shared)
    if shown is not None:
        _note_look(member, AuditAction.SAW_RESULT)
    return render_template(
        "cohorts/person.html",
        cohort=current_cohort(),
        member=member,
        lines=build_check_lines(checks, shown),
        shared=shared,
        shown=shown,
        rows=build_person_rows(
            shown,
            count_answers(_list_answers(shown)),
            catalogue,
            tuple(catalogue.areas),
        )
        if shown
        else [],
        notes=list_notes(session, member),
        evidence=queries.list_evidence_with_sign_offs(session, member),
        area_names={area.id: area.name for area in catalogue.areas.values()},
        form=form,
    )


def _choose_shown(
    checks: Sequence[tuple[CohortCheck, Sitting | None]], shared: Sequence[Sitting]
) -> Sitting | None:
    """Return the result that the address asks for: by check or by shared sitting; otherwise the latest of a check."""
    asked, wanted = request.args.get("check", ""), request.args.get("shared", "")
    finished = [
        (check, sitting)
        for check, sitting in checks
        if sitting is not None and sitting.is_finished
    ]
    for one in shared:
        if one.key == wanted:
            return one
    for check, sitting in finished:
        if check.key == asked:
            return sitting
    return finished[-1][1] if finished else None


def _list_answers(sitting: Sitting) -> list[tuple[str, float, bool]]:
    """Return area, score and honesty of each answer of a sitting."""
    session, questions = request_session(), current_catalogue().questions
    answers = []
    for row in queries.list_outcomes(session, sitting.id):
        question = questions.get(row.key)
        if question is None or question.digest != row.digest:
            question = load_question_by_digest(session, row.digest)
        answers.append((question.area, row.score, row.dont_know))
    return answers
