"""Which views are limited, and how: by the names of their endpoints, since their rooms are above this one."""

from limits import RateLimitItemPerDay, RateLimitItemPerHour

from quiz.web.limits.buckets import Limits, MakeLimit, TryLimit

_SITTINGS = MakeLimit("start", RateLimitItemPerDay(60))
_PORTFOLIO = MakeLimit("portfolio", RateLimitItemPerDay(200))
#: Emails that somebody lets us send to addresses they type, and accounts that come of it.
_EMAILS = MakeLimit("email", RateLimitItemPerHour(20), RateLimitItemPerHour(120))
_REPORT_CODES = TryLimit("report-code", RateLimitItemPerHour(300))
_LINKS = TryLimit("account-link", RateLimitItemPerHour(200))
_COHORTS = MakeLimit("cohort", RateLimitItemPerDay(200))
_ROSTERS = MakeLimit("roster", RateLimitItemPerHour(120))
_WAYS = MakeLimit("way", RateLimitItemPerHour(60))
#: Wrong codes of one classroom, where everybody types.
_JOIN_CODES = TryLimit("join-code", RateLimitItemPerHour(300))
#: How often somebody may make what a view makes, and try what it asks for. Views that make nothing are not here.
LIMITS: Limits = {
    "goals.create_sitting": _SITTINGS,
    "sittings.create_area_sitting": _SITTINGS,
    "plan.create_check_sitting": _SITTINGS,
    "goals.create_goal_copy": MakeLimit("goal", RateLimitItemPerDay(60)),
    "adverts.keep_advert_goal": MakeLimit("goal", RateLimitItemPerDay(60)),
    "adverts.read_adverts": MakeLimit(
        "advert", RateLimitItemPerHour(120), RateLimitItemPerHour(600)
    ),
    "sittings.create_resume_tokens": MakeLimit("token", RateLimitItemPerHour(20)),
    "moderation.submit_problem_report": MakeLimit("report", RateLimitItemPerDay(60)),
    "review.submit_practice_answer": MakeLimit("practice", RateLimitItemPerHour(400)),
    "evidence.create_evidence": _PORTFOLIO,
    "sharing.create_link": _PORTFOLIO,
    "paper.create_booklet": MakeLimit("booklet", RateLimitItemPerDay(60)),
    "paper.find_sheet": TryLimit("sheet", RateLimitItemPerHour(300)),
    "answer_sheets.save_sheet": MakeLimit("sheet", RateLimitItemPerHour(400)),
    "answer_sheets.create_result_link": MakeLimit(
        "sheet-link", RateLimitItemPerHour(120)
    ),
    "accounts.resume_by_code": TryLimit("code"),
    "accounts.resume_by_link": TryLimit("link"),
    "administration.create_account": MakeLimit("account", RateLimitItemPerDay(500)),
    "administration.create_password_link": MakeLimit(
        "token", RateLimitItemPerHour(200)
    ),
    "administration.grant_role": MakeLimit("role", RateLimitItemPerDay(500)),
    "organisations.add_organisation": MakeLimit(
        "organisation", RateLimitItemPerDay(60)
    ),
    "cohorts.create_cohort": _COHORTS,
    "cohorts.copy_cohort": _COHORTS,
    "checks.create_check": _COHORTS,
    "checks.try_check": _COHORTS,
    "members.create_member": MakeLimit("member", RateLimitItemPerDay(2000)),
    "members.create_password_link": MakeLimit("token", RateLimitItemPerHour(200)),
    "roster.preview_roster": _ROSTERS,
    "roster.store_roster": _ROSTERS,
    "ways.create_code": _WAYS,
    "ways.create_link": _WAYS,
    "ways.create_slips": _WAYS,
    "ways.send_invitations": _WAYS,
    "ways.send_one_invitation": MakeLimit("invitation", RateLimitItemPerHour(200)),
    "joining.enter_code": _JOIN_CODES,
    "joining.show_invitation": _JOIN_CODES,
    "joining.find_entry": _JOIN_CODES,
    "joining.join": MakeLimit(
        "join", RateLimitItemPerHour(60), RateLimitItemPerHour(600)
    ),
    "people.create_note": MakeLimit("note", RateLimitItemPerDay(500)),
    "membership.start": _SITTINGS,
    "membership.change_sharing": _PORTFOLIO,
    "sign_up.request_link": _EMAILS,
    "links.request_link": _EMAILS,
    "email_change.request_change": _EMAILS,
    "provider.unlink": MakeLimit("provider", RateLimitItemPerHour(20)),
    "sign_up.show_account_form": _LINKS,
    "sign_up.create_own_account": _LINKS,
    "links.show_password_form": _LINKS,
    "links.set_password": _LINKS,
    "email_change.show_new_address": _LINKS,
    "email_change.change_email": _LINKS,
    "verification.show_report_code": _REPORT_CODES,
    "verification.find_report": _REPORT_CODES,
    "verification.check_report_file": _REPORT_CODES,
    "sharing.show_shared_result": TryLimit("shared", RateLimitItemPerHour(300)),
}
#: Views that keep a processor busy for longer than an answer does.
HEAVY_VIEWS = (
    "reports.download_pdf",
    "sharing.download_signed_result",
    "paper.download_pdf",
)
