"""The roof: `create_app` puts the rooms together. No room imports it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Flask
from flask_compress import Compress
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.access import rules as access_rules
from quiz.accounts import login
from quiz.accounts import views as accounts
from quiz.accounts.models import Person
from quiz.accounts.sessions.login import header_account
from quiz.administration.organisations.views import bp as organisations
from quiz.administration.views import bp as administration
from quiz.adverts.views import bp as adverts
from quiz.bank.parsing.bank_folder import load_bank
from quiz.careers.views import bp as careers
from quiz.cohorts.checks.views import bp as checks
from quiz.cohorts.exports.views import bp as exports
from quiz.cohorts.insight.effects.views import bp as effects
from quiz.cohorts.insight.levels.views import bp as levels
from quiz.cohorts.insight.people.views import bp as people
from quiz.cohorts.insight.questions.views import bp as hard_questions
from quiz.cohorts.insight.support.views import bp as support
from quiz.cohorts.insight.teaching.views import bp as teaching
from quiz.cohorts.joining.views import bp as joining
from quiz.cohorts.login import leads_cohorts
from quiz.cohorts.members.views import bp as members
from quiz.cohorts.membership.current import list_open_checks, list_own_groups
from quiz.cohorts.membership.services import settle_memberships
from quiz.cohorts.membership.views import bp as membership
from quiz.cohorts.roster.views import bp as roster
from quiz.cohorts.views import bp as cohorts
from quiz.cohorts.ways.views import bp as ways
from quiz.config import Settings, assets_folder
from quiz.core.db import make_engine
from quiz.credentials.account.views import bp as account
from quiz.credentials.email_change.views import bp as email_change
from quiz.credentials.first_run.views import bp as first_run
from quiz.credentials.links.views import bp as links
from quiz.credentials.oidc import client as oidc_client
from quiz.credentials.oidc.views import bp as provider
from quiz.credentials.second_factor.views import bp as second_factor
from quiz.credentials.sign_in.login import has_passwords
from quiz.credentials.sign_in.views import bp as sign_in
from quiz.credentials.sign_up.views import bp as sign_up
from quiz.goals.views import bp as goals
from quiz.jobs import current as current_queue
from quiz.jobs.views import bp as jobs
from quiz.mail import current as current_mail
from quiz.mail.models import OutgoingMail
from quiz.moderation.views import bp as moderation
from quiz.operations.mails.delivery import add_delivery_job
from quiz.operations.metrics.views import bp as metrics
from quiz.operations.question_health.views import bp as question_health
from quiz.operations.site_pages.views import bp as site
from quiz.organisations.login import find_actor, find_trouble_for_administrator
from quiz.paper.sheets.views import bp as answer_sheets
from quiz.paper.views import bp as paper
from quiz.privacy.views import bp as privacy
from quiz.reports.cohort_pictures.views import bp as cohort_pictures
from quiz.reports.views import bp as reports
from quiz.results.evidence.views import bp as evidence
from quiz.results.sharing.views import bp as sharing
from quiz.results.verification.views import bp as verification
from quiz.results.views import bp as results
from quiz.review.views import bp as review
from quiz.sittings import current as current_bank
from quiz.sittings.events.joining import close_doubled_sittings
from quiz.sittings.views import bp as sittings
from quiz.training.comparison.views import bp as training
from quiz.training.planning.views import bp as plan
from quiz.web import access, current_settings, filters, transactions
from quiz.web.limits import buckets, heavy_work
from quiz.web.limits.view_limits import HEAVY_VIEWS, LIMITS
from quiz.web.observation import counters, request_ids, seen_headers
from quiz.web.pages import error_pages, static_files
from quiz.web.pages.theme import current_theme
from quiz.web.pages.views import bp as web
from quiz.web.security import bad_input, events, form_origin, headers, hosts
from quiz.web.sessions import DatabaseSessions

MAX_BODY_BYTES = 64 * 1024  # 64 KiB: no form of ours comes near
MAX_FORM_PARTS = 200
COMPRESSED_TYPES = [
    "text/html",
    "text/css",
    "text/javascript",
    "text/calendar",
    "image/svg+xml",
    "application/json",
]
BLUEPRINTS: tuple[Blueprint, ...] = (
    web,
    accounts.bp,
    sign_in,
    account,
    provider,
    sign_up,
    links,
    email_change,
    second_factor,
    first_run,
    administration,
    organisations,
    sittings,
    review,
    moderation,
    results,
    careers,
    goals,
    adverts,
    evidence,
    sharing,
    verification,
    training,
    plan,
    cohorts,
    checks,
    members,
    roster,
    ways,
    joining,
    membership,
    levels,
    support,
    teaching,
    people,
    effects,
    hard_questions,
    exports,
    cohort_pictures,
    reports,
    paper,
    answer_sheets,
    jobs,
    privacy,
    site,
    question_health,
    metrics,
)

#: Blueprints whose every form is a security event.
SECURITY_ROOMS = frozenset(
    {
        "account",
        "accounts",
        "administration",
        "checks",
        "cohorts",
        "email_change",
        "first_run",
        "joining",
        "links",
        "members",
        "membership",
        "organisations",
        "people",
        "privacy",
        "provider",
        "roster",
        "question_health",
        "second_factor",
        "sharing",
        "sign_in",
        "sign_up",
        "verification",
        "ways",
        "site",
    }
)
#: Views that are one although they answer a GET: what comes back from a provider of identity, and downloads.
SECURITY_VIEWS = frozenset(
    {"provider.come_back", "privacy.download_json", "privacy.download_page"}
)


class _App(Flask):
    """Flask, but errors are logged once, by the error page, with the number that people are told."""

    def log_exception(self, exc_info: object) -> None:
        """Leave it to the error page."""


def create_app(settings: Settings, *, engine: Engine | None = None) -> Flask:
    """Return the application, ready to serve; the database must have been upgraded before."""
    app = _App(
        __name__,
        template_folder=str(assets_folder() / "templates"),
        static_folder=str(assets_folder() / "static"),
    )
    engine = engine or make_engine(settings.database_url)
    _configure(app, settings)
    app.session_interface = DatabaseSessions(engine)
    # First, so that the time of a request holds all of its work.
    counters.init_app(app)
    request_ids.init_app(app)
    current_bank.init_app(
        app, load_bank(assets_folder() / "questions", settings.own_questions)
    )
    headers.init_app(app, settings)
    hosts.init_app(app, settings)
    seen_headers.init_app(app, settings)
    static_files.init_app(app)
    filters.init_app(app)
    # The anti-forgery token on a page that anybody can make a browser open is signed with the second
    # it was made in, so that its length class tells nothing that lasts (BREACH).
    Compress(app)
    error_pages.init_app(app)
    # In the order in which they look at a request.
    bad_input.init_app(app)
    form_origin.init_app(app)
    heavy_work.init_app(app, HEAVY_VIEWS)
    buckets.init_app(app, engine, LIMITS, login.find_person_key)
    login.init_app(app, engine)
    oidc_client.init_app(app, settings)
    current_queue.init_app(app, settings)
    current_mail.init_app(app, _start_delivery)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    counters.open_counters(app)
    access.init_app(app)
    events.init_app(app, SECURITY_ROOMS, SECURITY_VIEWS, login.find_actor_key)
    access_rules.init_app(app, find_actor)
    app.extensions[login.SETTLE_EXTENSION] = _settle_join
    app.context_processor(_template_context)
    # Last, so that the commit comes before anything else that follows the view.
    transactions.init_app(app, engine)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.old_secret_keys),
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIMETYPES=COMPRESSED_TYPES,
    )
    current_settings.init_app(app, settings)


def _settle_join(
    session: Session, keeper: Person, other: Person, now: datetime
) -> None:
    """Close what two people who become one both have open."""
    tools = current_bank.assessment_context()
    settle_memberships(session, keeper, other)
    close_doubled_sittings(session, keeper, other, tools=tools, now=now)


def _start_delivery(session: Session, mail: OutgoingMail) -> None:
    """Let a job send an email once the request is kept."""
    job = add_delivery_job(session, mail, now=mail.created_at)
    current_queue.current_queue().send_after_commit(session, job.key)


def _template_context() -> dict[str, Any]:
    settings = current_settings.current_settings()
    return {
        "theme": current_theme(),
        "contact": settings.contact,
        "accessibility_url": settings.accessibility_url,
        "signed_in": header_account,
        "may_sign_up": _may_sign_up,
        "has_passwords": has_passwords,
        "mail_trouble": find_trouble_for_administrator,
        "leads_cohorts": leads_cohorts,
        "group_checks": list_open_checks,
        "own_groups": list_own_groups,
    }


def _may_sign_up() -> bool:
    settings = current_settings.current_settings()
    return bool(settings.sign_up and has_passwords())
