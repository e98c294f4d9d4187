"""The page that a code on a report leads to, the check of a file, and how the owner turns a code off."""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.core.clock import utc_now
from quiz.core.keys import read_key
from quiz.results.current import load_evaluation, load_shared_result_view
from quiz.results.sharing.signed_result import SigningKeys
from quiz.results.verification import queries, services
from quiz.results.verification.file_check import FileCheck, check_digest, check_file
from quiz.results.verification.forms import FileForm, NameShownForm, ReportCodeForm
from quiz.sittings.current import own_sitting_or_404
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import current_settings, external_url
from quiz.web.forms import ConfirmForm
from quiz.web.security.headers import keep_from_search
from quiz.web.transactions import request_session

bp = Blueprint("verification", __name__)
MOST_FILE_BYTES = 2 * 1024 * 1024
MOST_FORM_BYTES = 64 * 1024


@bp.url_value_preprocessor
def allow_reports(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a report be larger than what other forms send."""
    if endpoint == "verification.check_report_file":
        request.max_content_length = MOST_FILE_BYTES + MOST_FORM_BYTES


@bp.get("/verify")
@declare_access(allow_everyone)
def show_check_form() -> Response:
    return _render_check_page()


@bp.post("/verify")
@declare_access(allow_everyone)
def find_report() -> ResponseReturnValue:
    form = ReportCodeForm()
    if not form.validate_on_submit():
        return _render_check_page(form=form), 422
    code = read_key(form.code.data or "")
    return redirect(url_for("verification.show_report_code", code=code), 303)


@bp.post("/verify/file")
@declare_access(allow_everyone)
def check_report_file() -> ResponseReturnValue:
    form = FileForm()
    check = _check_handed_in(form) if form.validate_on_submit() else None
    if check is None:
        return _render_check_page(is_empty=True), 422
    page = _render_check_page(check=check)
    return page if check.code or check.content else (page, 422)


@bp.get("/r/<code>")
@declare_access(allow_everyone)
def show_report_code(code: str) -> ResponseReturnValue:
    found = queries.find_code(request_session(), read_key(code))
    if found is None:
        return keep_from_search(
            Response(render_template("results/code_unknown.html"))
        ), 404
    if found.revoked_at is not None:
        page = Response(render_template("results/code_off.html", code=found))
        return keep_from_search(page), 410
    sitting = queries.find_coded_sitting(request_session(), found)
    if sitting is None:
        return keep_from_search(
            Response(render_template("results/code_unknown.html"))
        ), 404
    return keep_from_search(
        Response(
            render_template(
                "results/code.html",
                code=found,
                result=load_shared_result_view(load_evaluation(sitting)),
                files=queries.list_files(request_session(), found),
                form=FileForm(formdata=None),
            )
        )
    )


@bp.post("/sittings/<key>/code/name")
@declare_access(require_owner("sitting"))
def choose_name_shown(key: str) -> ResponseReturnValue:
    sitting, form = own_sitting_or_404(key), NameShownForm()
    if form.validate_on_submit():
        services.choose_name_shown(
            request_session(), sitting.id, shown=bool(form.shows_name.data)
        )
        flash("Saved.")
    return _go_to_share_page(key)


@bp.post("/sittings/<key>/code/end")
@declare_access(require_owner("sitting"))
def revoke_code(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if ConfirmForm().validate_on_submit():
        services.revoke_code(request_session(), sitting.id, now=utc_now())
        flash(
            "The code is turned off. Reports that you gave away can no longer be checked."
        )
    return _go_to_share_page(key)


def _check_handed_in(form: FileForm) -> FileCheck | None:
    """Return what is known of what was handed in; None when there was nothing."""
    if digest := form.read_digest():
        return check_digest(request_session(), digest)
    upload = form.file.data
    if not upload or not upload.filename:
        return None
    settings = current_settings()
    return check_file(
        request_session(),
        upload.read(MOST_FILE_BYTES + 1),
        keys=SigningKeys(settings.secret_key, settings.old_secret_keys),
        # Without a base URL a site has as many addresses as its machine.
        site=external_url("results.show_home") if settings.base_url else "",
    )


def _render_check_page(
    *,
    form: ReportCodeForm | None = None,
    check: FileCheck | None = None,
    is_empty: bool = False,
) -> Response:
    page = render_template(
        "results/verify.html",
        form=form or ReportCodeForm(formdata=None),
        file_form_fields=FileForm(formdata=None),
        check=check,
        is_empty=is_empty,
    )
    return keep_from_search(Response(page))


def _go_to_share_page(key: str) -> ResponseReturnValue:
    return redirect(url_for("sharing.show_share_links", key=key, _anchor="code"), 303)
