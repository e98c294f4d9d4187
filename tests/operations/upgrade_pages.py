"""Which pages somebody of an earlier version can have."""

from werkzeug.routing import Rule

NO_PAGES = {"jobs.show_job", "metrics.show_metrics", "static"}
#: Pages for people who have an account, which nobody of that time has.
OF_ACCOUNTS = ("account.", "email_change.", "first_run.", "links.")
OF_ROLES = ("provider.", "second_factor.", "sign_in.", "sign_up.")
#: Where pages of things are that there were none of: cohorts, booklets and codes of reports.
OF_NEW_THINGS = (
    "/administration",
    "/cohorts",
    "/groups",
    "/join/",
    "/paper/booklets",
    "/paper/sheets",
    "/r/",
)


def is_page_of_that_time(rule: Rule) -> bool:
    """Say whether a rule leads to a page that people without an account can have."""
    is_other = rule.endpoint.startswith(OF_ACCOUNTS + OF_ROLES)
    is_new = rule.rule.startswith(OF_NEW_THINGS)
    is_page = "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
    return is_page and not (is_other or is_new)
