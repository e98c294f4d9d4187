"""Who may call which view, written by hand. A view that is not here, or is here and not in the app, fails the matrix."""

#: Everybody, whoever they are.
EVERYONE = """
GET / · GET /accessibility · GET /bank/example · GET /privacy/stored · GET /forgotten-password · POST /forgotten-password
GET /adverts · POST /adverts · POST /adverts/goal · GET /bank · GET /career · GET /forget · GET /goals
GET /goals/<key>/copy · POST /goals/<key>/copy · GET /goals/<key>/start · GET /healthz · GET /help · GET /history
GET /method · GET /password/<secret> · POST /password/<secret> · GET /plan · GET /privacy · GET /readyz
GET /resume · POST /resume · GET /resume/<secret> · POST /resume/<secret> · GET /shared/<secret> · GET /sign-in
GET /verify · POST /verify · POST /verify/file · GET /r/<code>
GET /paper · GET /paper/new · POST /paper/new
POST /sign-in · GET /sign-in/code · POST /sign-in/code · GET /sittings · POST /sittings · GET /sources
GET /static/<path:filename> · POST /theme · GET /join · POST /join · GET /join/<secret> · POST /join/<secret>
POST /join/<secret>/confirm
"""
#: A browser that holds a secret of ours, signed in or not.
KNOWN = """
GET /devices · POST /devices/leave · GET /evidence · POST /evidence · GET /my-data · GET /plan/calendar.ics
POST /paper · POST /plan/check · POST /plan/end · POST /plan/renew · POST /plan/ticks/<objective> · GET /practice/<kind>/<name>
POST /practice/<kind>/<name>
"""
#: A browser that is signed in.
SIGNED_IN = """
GET /account · GET /account/claim · POST /account/claim · GET /account/confirm · POST /account/confirm
GET /account/name · POST /account/name · GET /account/password · POST /account/password · POST /account/sessions/end
GET /account/email/<secret> · POST /account/email/<secret> · POST /sign-out
"""
#: The same, and the person has shown within ten minutes who they are.
RECENT = """
GET /account/email · POST /account/email
GET /account/second-step · POST /account/second-step · POST /account/second-step/confirm
POST /account/second-step/recovery-codes · POST /account/second-step/remove
"""
#: An administrator.
ADMINISTER = """
GET /administration · GET /administration/accounts · GET /administration/accounts/<key>
GET /administration/organisations · GET /administration/organisations/<key>/time-zone · GET /administration/jobs
GET /administration/emails · GET /administration/backups · GET /administration/settings · GET /administration/audit
GET /administration/questions
"""
#: An administrator who has shown within ten minutes who they are.
ADMINISTER_RECENT = """
POST /administration/accounts · POST /administration/accounts/<key>/link · POST /administration/accounts/<key>/roles
POST /administration/accounts/<key>/roles/<kind>/<int:row_id>/end · POST /administration/accounts/<key>/sign-out
POST /administration/accounts/<key>/second-step/remove · POST /administration/accounts/<key>/close
POST /administration/accounts/<key>/open · POST /administration/organisations
POST /administration/jobs/<key>/cancel · POST /administration/jobs/<key>/retry · POST /administration/emails/retry
POST /administration/questions/quarantine · POST /administration/questions/<name>/release
POST /administration/organisations/<key>/time-zone
"""
#: An instructor of any organisation.
INSTRUCT = "GET /cohorts · GET /cohorts/new · POST /cohorts/new · GET /cohorts/compare"
#: An instructor of the organisation of the cohort in the address.
INSTRUCT_COHORT = """
GET /cohorts/<key>/setup · GET /cohorts/<key>/change · POST /cohorts/<key>/change · GET /cohorts/<key>/copy
POST /cohorts/<key>/copy · GET /cohorts/<key>/archive · POST /cohorts/<key>/archive · POST /cohorts/<key>/reopen
POST /cohorts/<key>/delete · GET /cohorts/<key>/checks/new · POST /cohorts/<key>/checks/new
GET /cohorts/<key>/checks/<check_key>/change · POST /cohorts/<key>/checks/<check_key>/change
GET /cohorts/<key>/checks/<check_key>/delete · POST /cohorts/<key>/checks/<check_key>/delete
POST /cohorts/<key>/checks/<check_key>/try · GET /cohorts/<key>/members · GET /cohorts/<key>/members/new
POST /cohorts/<key>/members/new · GET /cohorts/<key>/members/<member_key>/change
POST /cohorts/<key>/members/<member_key>/change · GET /cohorts/<key>/members/<member_key>/remove
POST /cohorts/<key>/members/<member_key>/remove · POST /cohorts/<key>/members/<member_key>/invite
GET /cohorts/<key>/roster · POST /cohorts/<key>/roster · POST /cohorts/<key>/roster/store
GET /cohorts/<key>/roster.csv · POST /cohorts/<key>/ways/code · POST /cohorts/<key>/ways/link
POST /cohorts/<key>/ways/slips · POST /cohorts/<key>/ways/emails · POST /cohorts/<key>/ways/<way_key>/end
GET /cohorts/<key> · GET /cohorts/<key>/picture.<kind> · GET /cohorts/<key>/support · POST /cohorts/<key>/support
POST /cohorts/<key>/support/reset · GET /cohorts/<key>/plan · GET /cohorts/<key>/plan.ics · GET /cohorts/<key>/effect
GET /cohorts/<key>/questions · GET /cohorts/<key>/questions/<question_key>
GET /cohorts/<key>/people/<member_key> · GET /cohorts/<key>/people/<member_key>/answers/<sitting_key>
POST /cohorts/<key>/people/<member_key>/notes · POST /cohorts/<key>/people/<member_key>/notes/<note_key>/delete
POST /cohorts/<key>/people/<member_key>/evidence/<evidence_key> · GET /cohorts/<key>/files/levels.<kind>
GET /cohorts/<key>/files/support.<kind> · GET /cohorts/<key>/files/plan.<kind> · GET /cohorts/<key>/files/effect.<kind>
GET /cohorts/<key>/files/cohort.xlsx
"""
#: The same, who has shown within ten minutes who they are.
INSTRUCT_COHORT_RECENT = """
POST /cohorts/<key>/members/<member_key>/password-link
"""
#: A monitor that shows the token of the settings; nobody where there is none.
MONITOR = "GET /metrics"
#: A browser that is known; where it is signed in, the person has shown within ten minutes who they are.
RECENT_IF_SIGNED_IN = """
POST /forget · GET /my-data/download.json · GET /my-data/download.html
"""
#: Everybody, unless a setting says that accounts are made by an administrator.
SIGN_UP = (
    "GET /sign-up · POST /sign-up · GET /sign-up/<secret> · POST /sign-up/<secret>"
)
#: Nobody on a site without a sign-in provider.
PROVIDER = """
GET /sign-in/provider · GET /sign-in/provider/callback · GET /account/provider · POST /account/provider/end
"""
#: Whoever owns the thing in the address, by the table that holds it.
OWNER = {
    "person_secret": "POST /devices/<key>/end",
    "resume_code": "POST /resume-links/<key>/end",
    "evidence": """
        GET /evidence/<key>/change · POST /evidence/<key>/change · POST /evidence/<key>/remove
    """,
    "own_goal": """
        GET /goals/<key>/change · POST /goals/<key>/change · POST /goals/<key>/delete
    """,
    "cohort_member": """
        GET /groups/<key> · GET /groups/<key>/checks/<check_key> · POST /groups/<key>/checks/<check_key>/start
        POST /groups/<key>/sharing · POST /groups/<key>/undo · GET /groups/<key>/leave · POST /groups/<key>/leave
    """,
    "job": "GET /jobs/<key> · POST /jobs/<key>/cancel",
    "paper_booklet": """
        GET /paper/booklets/<key> · GET /paper/booklets/<key>/print.pdf · GET /paper/booklets/<key>/delete
        POST /paper/booklets/<key>/delete
    """,
    "paper_sheet": """
        GET /paper/sheets/<key> · POST /paper/sheets/<key> · GET /paper/sheets/<key>/saved · POST /paper/sheets/<key>/link
    """,
    "practice_answer": "GET /practice/answers/<key>",
    "sitting": """
        GET /sittings/<key>/answers · GET /sittings/<key>/report · GET /sittings/<key>/report.pdf
        GET /sittings/<key>/report/parts · POST /sittings/<key>/code/name · POST /sittings/<key>/code/end
        GET /sittings/<key>/result · GET /sittings/<key>/result.json · GET /sittings/<key>/routes
        GET /sittings/<key>/routes/<route_key> · POST /sittings/<key>/routes/<route_key>
        POST /sittings/<key>/routes/<route_key>/price · GET /sittings/<key>/routes/limits
        POST /sittings/<key>/routes/limits · POST /sittings/<key>/name · GET /plan/checks/<key> · GET /sittings/<key>/share
        POST /sittings/<key>/share · POST /sittings/<key>/share/<link_key>/end
    """,
    "open sitting": """
        GET /sittings/<key> · POST /sittings/<key>/answer · POST /sittings/<key>/change
        POST /sittings/<key>/confidence · GET /sittings/<key>/finish · POST /sittings/<key>/finish
        GET /sittings/<key>/delete · POST /sittings/<key>/delete · POST /sittings/<key>/extend
        POST /sittings/<key>/keep · POST /sittings/<key>/settle · GET /sittings/<key>/flag · POST /sittings/<key>/flag · GET /sittings/<key>/pause · POST /sittings/<key>/pause
    """,
}
#: Whoever owns it and is signed in.
SIGNED_IN_OWNER = {"account_session": "POST /account/sessions/<key>/end"}
#: Whoever has the token of the first start, as long as nobody administers the site.
SET_UP = "GET /setup · POST /setup"


def split_views(text: str) -> set[str]:
    """Return the views of a list."""
    return {" ".join(view.split()) for view in text.replace("\n", "·").split("·")} - {
        ""
    }


def list_expected() -> dict[str, tuple[str, str]]:
    """Return for each view the kind of rule, and the table of the thing in its address."""
    expected: dict[str, tuple[str, str]] = {}
    plain = {
        "everyone": EVERYONE,
        "known": KNOWN,
        "signed in": SIGNED_IN,
        "recent": RECENT,
        "provider": PROVIDER,
        "administer": ADMINISTER,
        "administer recently": ADMINISTER_RECENT,
        "recent if signed in": RECENT_IF_SIGNED_IN,
        "sign-up": SIGN_UP,
        "set-up": SET_UP,
        "instruct": INSTRUCT,
        "monitor": MONITOR,
    }
    for kind, text in plain.items():
        expected |= dict.fromkeys(split_views(text), (kind, ""))
    for table, text in OWNER.items():
        expected |= dict.fromkeys(split_views(text), ("owner", table))
    for kind, text in (
        ("instruct cohort", INSTRUCT_COHORT),
        ("instruct cohort recently", INSTRUCT_COHORT_RECENT),
    ):
        expected |= dict.fromkeys(split_views(text), (kind, "cohort"))
    for table, text in SIGNED_IN_OWNER.items():
        expected |= dict.fromkeys(split_views(text), ("signed-in owner", table))
    return expected
