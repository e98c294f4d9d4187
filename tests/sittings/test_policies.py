"""Who may do what with a sitting."""

from flask import Flask

from quiz.web.access import AccessRule, read_rule_name

ANSWERING = {"owner of open sitting"}


def test_every_view_that_changes_a_sitting_declares_that_it_answers(
    shared_app: Flask,
) -> None:
    changing = {
        rule.endpoint
        for rule in shared_app.url_map.iter_rules()
        if rule.rule.startswith("/sittings/<key>/")
        and "POST" in (rule.methods or ())
        and rule.endpoint.split(".")[0] in {"sittings", "moderation"}
    }
    rules: dict[str, AccessRule] = shared_app.extensions["trigpoint_rules"]

    assert len(changing) == 10
    assert {read_rule_name(rules[endpoint]) for endpoint in changing} == ANSWERING
