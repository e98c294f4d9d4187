"""The pages of the second step: set it up, see how many recovery codes are left, make new ones, take it away."""

import segno
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from quiz.accounts.sessions.login import (
    end_other_browsers,
    load_account,
    require_recent_sign_in,
    required_account,
)
from quiz.accounts.sessions.services import mark_two_step
from quiz.core.clock import utc_now
from quiz.core.sealing import seal_text
from quiz.credentials.links.current import notify_account
from quiz.credentials.queries import count_recovery_codes, find_second_factor
from quiz.credentials.second_factor import services, totp
from quiz.credentials.sign_in.forms import SetUpCodeForm
from quiz.credentials.sign_in.login import site_secrets
from quiz.web.access import declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("second_factor", __name__)


@bp.get("/account/second-step")
@declare_access(require_recent_sign_in)
def show_second_factor() -> str:
    account = required_account()
    factor = find_second_factor(request_session(), account.id)
    if factor is not None and factor.confirmed_at is None:
        key = services.open_key(factor, site_secrets())
        if key is not None:
            return _render_set_up(key, SetUpCodeForm())
        # Begun under another secret of the site: offer to begin again.
        factor = None
    return render_template(
        "credentials/second_factor.html",
        factor=factor,
        left=count_recovery_codes(request_session(), account.id),
    )


@bp.post("/account/second-step")
@declare_access(require_recent_sign_in)
def begin_set_up() -> ResponseReturnValue:
    account = load_account()
    factor = find_second_factor(request_session(), account.id)
    if ConfirmForm().validate_on_submit() and (
        factor is None or factor.confirmed_at is None
    ):
        sealed = seal_text(
            totp.new_totp_key(), site_secrets()[0], purpose=totp.SEAL_PURPOSE
        )
        services.begin_second_factor(request_session(), account, sealed, now=utc_now())
    return redirect(url_for("second_factor.show_second_factor"), 303)


@bp.post("/account/second-step/confirm")
@declare_access(require_recent_sign_in)
def confirm_set_up() -> ResponseReturnValue:
    form, account, now = SetUpCodeForm(), load_account(), utc_now()
    factor = find_second_factor(request_session(), account.id)
    if factor is None or factor.confirmed_at is not None:
        return redirect(url_for("second_factor.show_second_factor"), 303)
    key = services.open_key(factor, site_secrets())
    if key is None:
        return redirect(url_for("second_factor.show_second_factor"), 303)
    if not form.validate_on_submit():
        return _render_set_up(key, form), 422
    step = totp.find_step(key, form.code.data or "", now=now)
    if step is None or not services.use_step(request_session(), account.id, step):
        form.reject()
        return _render_set_up(key, form), 422
    codes = services.confirm_second_factor(request_session(), account, factor, now=now)
    mark_two_step(request_session(), required_account().session_id)
    end_other_browsers()
    notify_account(account, "second-step-on")
    return render_template("credentials/recovery_codes.html", codes=codes, is_new=True)


@bp.post("/account/second-step/recovery-codes")
@declare_access(require_recent_sign_in)
def renew_recovery_codes() -> ResponseReturnValue:
    account = load_account()
    factor = find_second_factor(request_session(), account.id)
    if (
        not ConfirmForm().validate_on_submit()
        or factor is None
        or factor.confirmed_at is None
    ):
        return redirect(url_for("second_factor.show_second_factor"), 303)
    codes = services.replace_recovery_codes(request_session(), account)
    return render_template("credentials/recovery_codes.html", codes=codes, is_new=False)


@bp.post("/account/second-step/remove")
@declare_access(require_recent_sign_in)
def remove_second_factor() -> ResponseReturnValue:
    if ConfirmForm().validate_on_submit():
        account = load_account()
        services.remove_second_factor(request_session(), account)
        end_other_browsers()
        notify_account(account, "second-step-off")
        flash("The second step is off. Your password alone lets you in.")
    return redirect(url_for("account.show_account"), 303)


def _render_set_up(key: str, form: SetUpCodeForm) -> str:
    address = totp.make_totp_address(key, required_account().login_name)
    return render_template(
        "credentials/second_factor_set_up.html",
        form=form,
        key=" ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        qr=Markup(segno.make(address, error="m").svg_inline(border=4, omitsize=True)),  # noqa: S704  # made here
    )
