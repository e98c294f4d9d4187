"""Pages of administrators about the site: jobs, emails, backups, settings, and who saw or did what."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.administration.login import (
    require_administrator,
    require_recent_administrator,
)
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.jobs import services as jobs
from quiz.jobs.current import current_queue
from quiz.jobs.models import Job
from quiz.jobs.queries import find_job
from quiz.mail.models import MailState
from quiz.mail.queries import find_mail_trouble, list_waiting_mails
from quiz.mail.services import hurry_mail
from quiz.operations.mails.delivery import add_delivery_job
from quiz.operations.site_pages import queries
from quiz.operations.site_pages.presenters import (
    JOB_LISTS,
    MAIL_LISTS,
    describe_backups,
)
from quiz.web.access import declare_access
from quiz.web.current_settings import current_settings
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("site", __name__)

MAX_PAGE = 100_000


@bp.get("/administration/jobs")
@declare_access(require_administrator)
def list_jobs() -> str:
    session, page = request_session(), _read_page()
    chosen = _read_list(list(JOB_LISTS))
    counts = queries.count_jobs(session)
    found = queries.list_jobs(session, JOB_LISTS[chosen], page=page)
    return render_template(
        "operations/jobs.html",
        jobs=found[: queries.PAGE_SIZE],
        chosen=chosen,
        counts={
            word: sum(counts.get(state, 0) for state in states)
            for word, states in JOB_LISTS.items()
        },
        page=page,
        has_more=len(found) > queries.PAGE_SIZE,
    )


@bp.post("/administration/jobs/<key>/cancel")
@declare_access(require_recent_administrator)
def cancel_job(key: str) -> ResponseReturnValue:
    job = _job_or_404(key)
    if ConfirmForm().validate_on_submit():
        jobs.cancel_job(request_session(), job, now=utc_now())
        flash("The job is cancelled. One that is running stops at its next step.")
    return redirect(url_for("site.list_jobs"), 303)


@bp.post("/administration/jobs/<key>/retry")
@declare_access(require_recent_administrator)
def retry_job(key: str) -> ResponseReturnValue:
    job, session = _job_or_404(key), request_session()
    if ConfirmForm().validate_on_submit():
        jobs.retry_job(session, job, now=utc_now())
        current_queue().send_after_commit(session, key)
        flash("The job waits for its turn again.")
    return redirect(url_for("site.list_jobs"), 303)


@bp.get("/administration/emails")
@declare_access(require_administrator)
def list_emails() -> str:
    session, page = request_session(), _read_page()
    chosen = _read_list(list(MAIL_LISTS))
    counts = queries.count_mails(session)
    found = queries.list_mails(session, MAIL_LISTS[chosen], page=page)
    return render_template(
        "operations/emails.html",
        emails=found[: queries.PAGE_SIZE],
        chosen=chosen,
        counts={
            word: sum(counts.get(state, 0) for state in states)
            for word, states in MAIL_LISTS.items()
        },
        is_waiting=bool(counts.get(MailState.WAITING)),
        trouble=find_mail_trouble(session, now=utc_now()),
        server=current_settings().smtp_host,
        page=page,
        has_more=len(found) > queries.PAGE_SIZE,
    )


@bp.post("/administration/emails/retry")
@declare_access(require_recent_administrator)
def retry_emails() -> ResponseReturnValue:
    session, now = request_session(), utc_now()
    if ConfirmForm().validate_on_submit():
        waiting = list_waiting_mails(session)
        for mail in waiting:
            hurry_mail(mail, now=now)
            add_delivery_job(session, mail, now=now).due_at = now
        flash("Every email that waits is tried within a minute.")
    return redirect(url_for("site.list_emails"), 303)


@bp.get("/administration/backups")
@declare_access(require_administrator)
def show_backups() -> str:
    # Backups know migrations, which no other page needs.
    from quiz.operations.backups.nightly import FOLDER, list_backups

    settings, session = current_settings(), request_session()
    last_good = queries.find_last_backup_job(session)
    state = describe_backups(
        list_backups(settings.data_folder / FOLDER),
        keep=settings.backup_keep,
        last_good_at=last_good.finished_at if last_good else None,
        now=utc_now(),
    )
    return render_template(
        "operations/backups.html",
        state=state,
        last_good=last_good,
        newest=queries.find_newest_backup_job(session),
    )


@bp.get("/administration/settings")
@declare_access(require_administrator)
def show_settings() -> str:
    from quiz.operations.doctor.settings_in_force import list_settings

    return render_template(
        "operations/settings.html", settings=list(list_settings(current_settings()))
    )


@bp.get("/administration/audit")
@declare_access(require_administrator)
def show_audit() -> str:
    page = _read_page()
    found = queries.list_audit_lines(request_session(), page=page)
    return render_template(
        "operations/audit.html",
        lines=found[: queries.PAGE_SIZE],
        page=page,
        has_more=len(found) > queries.PAGE_SIZE,
    )


def _job_or_404(key: str) -> Job:
    job = find_job(request_session(), key)
    if job is None:
        raise NotFound("There is no such job.")
    return job


def _read_page() -> int:
    return max(1, min(request.args.get("page", 1, type=int), MAX_PAGE))


def _read_list(known: list[str]) -> str:
    word = request.args.get("list", "")
    return word if word in known else known[0]
