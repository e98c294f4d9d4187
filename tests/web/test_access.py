"""A view without a declared rule does not start."""

import pytest
from flask import Flask

from quiz.errors import NotAllowed
from quiz.web import access
from quiz.web.pages import error_pages


def test_a_view_that_nobody_thought_about_stops_the_start() -> None:
    app = Flask(__name__)
    app.add_url_rule("/open", "forgotten", lambda: "here")

    with pytest.raises(access.UndeclaredViewError, match="forgotten"):
        access.init_app(app)


def test_every_view_of_the_app_has_a_rule(shared_app: Flask) -> None:
    declared = access.declared_rules(shared_app)

    assert declared.keys() == shared_app.view_functions.keys()


def test_a_rule_is_asked_before_its_view() -> None:
    app = Flask(__name__)
    reached = []

    @access.name_rule("nobody")
    def nobody() -> None:
        raise NotAllowed("not you")

    @access.declare_access(nobody)
    def view() -> str:
        reached.append("here")
        return "here"

    app.add_url_rule("/x", "x", view)
    access.init_app(app)
    app.register_error_handler(NotAllowed, lambda _: ("no", 403))

    assert app.test_client().get("/x").status_code == 403
    assert reached == []


def test_every_kind_of_our_errors_has_a_status() -> None:
    kinds = {kind.__name__ for kind in error_pages.STATUS_OF}

    assert kinds == {"NotFound", "NotAllowed", "NotNow", "NotValid"}


def test_views_that_change_something_take_no_get(shared_app: Flask) -> None:
    changing = {
        "goals.create_sitting",
        "sittings.submit_answer",
        "sittings.reopen_answer",
        "sittings.create_resume_tokens",
        "sittings.finish_sitting",
        "moderation.submit_problem_report",
        "sittings.toggle_confidence",
        "goals.create_goal_copy",
        "goals.update_goal",
        "goals.delete_goal",
        "evidence.create_evidence",
        "evidence.delete_evidence",
        "sharing.create_link",
        "sharing.revoke_link",
        "training.update_preferences",
        "training.choose_route",
        "plan.update_tick",
        "plan.renew_plan",
        "plan.create_check_sitting",
        "plan.end_plan",
        "privacy.delete_own_data",
    }

    for rule in shared_app.url_map.iter_rules():
        if rule.endpoint in changing:
            assert rule.methods == {"POST", "OPTIONS"}, rule
