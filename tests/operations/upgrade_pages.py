"""Which pages somebody of an earlier version can have."""

from werkzeug.routing import Rule

NO_PAGES = {"jobs.show_job", "static"}
#: Pages for people who have an account, which nobody of that time has.
OF_ACCOUNTS = ("account.", "administration.", "email_change.", "first_run.", "links.")
OF_ROLES = (
    *("organisations.", "provider.", "second_factor.", "sign_in.", "sign_up."),
    "site.",
)

#: Pages of cohorts, which nobody of that time leads or is in.
OF_COHORTS = (
    "checks.",
    "cohorts.",
    "members.",
    "membership.",
    "roster.",
    "joining.show_invitation",
)


def is_page_of_that_time(rule: Rule) -> bool:
    """Say whether a rule leads to a page that people without an account can have."""
    is_other = rule.rule.startswith("/administration") or rule.endpoint.startswith(
        OF_ACCOUNTS + OF_ROLES + OF_COHORTS
    )
    return "GET" in (rule.methods or ()) and not (is_other or rule.endpoint in NO_PAGES)
