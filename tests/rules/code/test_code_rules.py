"""Every rule of CONTRIBUTING about code is run over the whole program, and catches a bad example.

An exception stands here by file, with its reason. One that is no longer needed fails, so the list
only ever says what is so.
"""

import ast
from collections import defaultdict

import pytest

from tests.rules.code import code_rules
from tests.rules.code.code_rules import RULES, Rule
from tests.rules.files import ROOT, named

FILES = sorted(
    path for folder in ("quiz", "lab") for path in (ROOT / folder).rglob("*.py")
)
TREES = {named(path): ast.parse(path.read_text()) for path in FILES}

#: Rule -> file -> why it may.
EXCEPTIONS: dict[str, dict[str, str]] = {
    "queries_hold_the_selects": {
        "quiz/operations/backups/account_access.py": "reads tables of another revision, which no model describes",
        "quiz/operations/backups/erasures.py": "reads tables of another revision, which no model describes",
        "quiz/bank/versions.py": "stores a version once, by upsert, and reads it back",
        "quiz/moderation/answer_columns.py": "reads answers in one pass, as the fit wants them",
        "quiz/review/services.py": "looks whether an answer sent twice is there already",
        "quiz/sittings/store.py": "the one read and write path of an open sitting",
    },
    "services_hold_the_writes": {
        "quiz/moderation/rescoring.py": "the service of rescoring, under its own name",
        "quiz/sittings/assessment/area_results.py": "stores what a finished sitting says",
        "quiz/sittings/events/starting.py": "the service that starts a sitting",
        "quiz/sittings/store.py": "the one read and write path of an open sitting",
    },
    "forms_read_the_fields": {
        "quiz/web/security/bad_input.py": "looks at the characters of every field, before any form reads one",
        "quiz/sittings/presenters.py": "shows what was typed again, field by field",
        "quiz/sittings/views.py": "the fields of an answer depend on the type of question",
    },
    "views_hold_the_request": {
        "quiz/access/rules.py": "the rules that are asked before a view",
        "quiz/sittings/presenters.py": "a step is a part of a page when a script asks",
    },
    "functions_fit_a_screen": {
        "quiz/bank/parsing/bank_folder.py": "the list of everything that a bank holds",
        "quiz/calibration/em.py": "one iteration of the fit, read from top to bottom",
    },
    "templates_hold_the_sentences": {
        "quiz/bank/types/judgement.py": "messages of a form",
        "quiz/bank/types/single.py": "messages of a form",
        "quiz/measurement/assessment_plan.py": "messages of errors, raised from a table",
    },
}

#: Rule -> a file and a few lines that must be caught.
BAD_EXAMPLES: dict[str, tuple[str, str]] = {
    "queries_hold_the_selects": (
        "quiz/goals/views.py",
        "from sqlalchemy import select\nrows = session.scalars(select(Goal))",
    ),
    "services_hold_the_writes": (
        "quiz/goals/views.py",
        "def add():\n    request_session().add(row)",
    ),
    "services_never_commit": ("quiz/goals/services.py", "session.commit()"),
    "now_and_chance_are_handed_in": (
        "quiz/goals/services.py",
        "def add():\n    row.changed_at = utc_now()",
    ),
    "views_hold_the_request": ("quiz/goals/services.py", "from flask import request"),
    "forms_read_the_fields": ("quiz/goals/views.py", "name = request.form['name']"),
    "views_import_no_views": (
        "quiz/reports/views.py",
        "from quiz.results.views import load_result_view",
    ),
    "presenters_know_charts": (
        "quiz/results/summary.py",
        "from quiz.charts.strips import draw_strip",
    ),
    "settings_read_the_environment": (
        "quiz/web/security.py",
        "import os\nkey = os.environ['KEY']",
    ),
    "functions_fit_a_screen": (
        "quiz/goals/services.py",
        "def add():\n" + "    x = 1\n" * 45,
    ),
    "errors_are_caught_by_name": (
        "quiz/goals/services.py",
        "try:\n    add()\nexcept Exception:\n    pass",
    ),
    "no_assertion_in_production": ("quiz/goals/services.py", "assert row is not None"),
    "templates_hold_the_sentences": (
        "quiz/results/summary.py",
        "HEADLINE = 'You have reached this goal.'",
    ),
}


def breaking(rule: Rule) -> dict[str, list[str]]:
    """Return what breaks a rule, by file."""
    broken: dict[str, list[str]] = defaultdict(list)
    for path, tree in TREES.items():
        for finding in rule(path, tree):
            broken[path].append(f"{path}:{finding.line} {finding.message}")
    return broken


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_file_breaks_the_rule(rule: Rule) -> None:
    allowed = EXCEPTIONS.get(rule.__name__, {})

    broken = breaking(rule)

    wrong = [line for path in sorted(broken.keys() - allowed) for line in broken[path]]
    assert not wrong, f"{rule.__doc__}\n" + "\n".join(wrong)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_exception_is_still_needed(rule: Rule) -> None:
    assert not EXCEPTIONS.get(rule.__name__, {}).keys() - breaking(rule).keys()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_catches_a_bad_example(rule: Rule) -> None:
    path, code = BAD_EXAMPLES[rule.__name__]

    assert list(rule(path, ast.parse(code)))


def test_no_exception_names_a_rule_that_is_gone() -> None:
    assert not EXCEPTIONS.keys() - {rule.__name__ for rule in RULES}


def test_a_sentence_in_an_error_that_is_raised_is_allowed() -> None:
    code = "raise NotFound('There is no such goal here.')"

    assert not list(
        code_rules.templates_hold_the_sentences("quiz/goals/x.py", ast.parse(code))
    )
