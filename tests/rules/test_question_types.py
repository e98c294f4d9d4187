"""A question type is one module and one template, and nothing else asks which type a question has."""

import ast
import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast, get_args, get_type_hints

import pytest
from flask import Flask
from jinja2 import TemplateNotFound, nodes
from pydantic import ValidationError

from quiz.bank.answers import form_answers, samples, scoring
from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.linting import surface_cues, vocabulary, wording
from quiz.bank.linting.structure import check_answer_part, check_reasons
from quiz.bank.proofs.verdicts import check_output
from quiz.bank.publishing.json_export import export_questions
from quiz.bank.publishing.terminal_text import author_text, taker_text
from quiz.bank.questions import Question, TypeName
from quiz.bank.rendering import (
    build_review_view,
    build_taker_view,
    count_options,
    find_misconceptions,
)
from quiz.bank.types.protocol import QuestionType
from quiz.bank.types.registry import TYPES, UnknownType, find_type
from tests.bank import makers
from tests.rules.files import ROOT, named
from tests.rules.test_templates import tree

NAMES = get_args(TypeName)
MODULES = ROOT / "quiz" / "bank" / "types"
TEMPLATES = ROOT / "templates" / "questions" / "types"
#: What a template of a type offers, and what each macro takes.
MACROS = {
    "ask": ["part", "given", "described"],
    "keys": ["part"],
    "review": ["part"],
}
LACKING = object()
FIELDS = get_type_hints(QuestionType)
METHODS = {
    name: method
    for name, method in vars(QuestionType).items()
    if inspect.isfunction(method) and not name.startswith("_")
}


def missing_parts(kind: type) -> set[str]:
    """Return what a class lacks of the protocol; what it inherits from the protocol itself is lacking."""
    return {
        name
        for name in FIELDS.keys() | METHODS.keys()
        if getattr(kind, name, LACKING) in {LACKING, METHODS.get(name, LACKING)}
    }


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_a_type_implements_all_of_the_protocol(kind: QuestionType) -> None:
    assert not missing_parts(type(kind))
    for name, method in METHODS.items():
        wanted = list(inspect.signature(method).parameters)
        assert list(inspect.signature(getattr(type(kind), name)).parameters) == wanted


def test_a_type_that_lacks_something_is_found() -> None:
    class Half(QuestionType):
        name: TypeName = "single"

        def count_categories(self, question: Question) -> int:
            return len(question.options)

    missing = missing_parts(Half)

    assert "name" not in missing
    assert "count_categories" not in missing
    assert {"score", "table_column", "right_answer", "taker_lines"} <= missing


def test_registry_stored_names_modules_and_templates_are_the_same_types() -> None:
    modules = {path.stem for path in MODULES.glob("*.py")}
    templates = {path.stem for path in TEMPLATES.glob("[!_]*.html")}

    assert [kind.name for kind in TYPES] == list(NAMES)
    assert modules - {"__init__", "protocol", "registry"} == set(NAMES)
    assert templates == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_template_of_a_type_asks_offers_keys_and_reviews(name: str) -> None:
    macros = tree(TEMPLATES / f"{name}.html").find_all(nodes.Macro)
    found = {one.name: [arg.name for arg in one.args] for one in macros}

    assert {name: found.get(name) for name in MACROS} == MACROS


RIDDLE = replace(makers.question(), type=cast("TypeName", "riddle"))
GIVEN = {"choice": 0}
MARKED = scoring.ScoredAnswer(0.0)
ASKING: list[Callable[[], object]] = [
    lambda: find_type("riddle"),
    lambda: scoring.score_answer(RIDDLE, GIVEN),
    lambda: scoring.score_answer(RIDDLE, None),
    lambda: scoring.count_categories(RIDDLE),
    lambda: scoring.count_blind_choices(RIDDLE),
    lambda: scoring.guessing_probabilities(RIDDLE),
    lambda: form_answers.parse_form_answer(RIDDLE, [0], {"answer": ["0"]}),
    lambda: form_answers.fill_form_answer(RIDDLE, [0], None),
    lambda: form_answers.keep_form_answer(RIDDLE, {}),
    lambda: samples.right_answer(RIDDLE),
    lambda: samples.wrong_answer(RIDDLE, cast("Any", None)),
    lambda: build_item(RIDDLE),
    lambda: count_options(RIDDLE),
    lambda: build_taker_view(RIDDLE, [0, 1, 2]),
    lambda: build_review_view(RIDDLE, [0, 1, 2], GIVEN, MARKED, {}),
    lambda: find_misconceptions(RIDDLE, GIVEN, MARKED),
    lambda: list(check_answer_part(RIDDLE)),
    lambda: list(check_reasons(RIDDLE)),
    lambda: wording.choice_texts(RIDDLE),
    lambda: vocabulary.visible_text(RIDDLE),
    lambda: surface_cues.build_choice_questions([RIDDLE]),
    lambda: list(check_output(RIDDLE, makers.proof(""), "")),
    lambda: export_questions([RIDDLE], {}),
    lambda: taker_text(RIDDLE),
    lambda: author_text(RIDDLE),
]


@pytest.mark.parametrize("ask", ASKING)
def test_an_unknown_type_is_an_error_wherever_a_question_goes(
    ask: Callable[[], object],
) -> None:
    with pytest.raises(UnknownType, match="riddle"):
        ask()


def test_an_unknown_type_has_no_page_and_is_not_read_from_storage(
    shared_app: Flask,
) -> None:
    with pytest.raises(TemplateNotFound):
        shared_app.jinja_env.get_template("questions/types/riddle.html")
    with pytest.raises(ValidationError):
        Question.from_json(RIDDLE.to_json())


# Nothing else branches on the type. Some names of types are everyday words, so text and number are
# looked for where something called `type` is compared, the others wherever they stand as a string.

DISTINCT = set(NAMES) - {"text", "number"}
ALLOWED = {
    # The list of names that stored questions may have.
    "quiz/bank/questions.py",
}
QUOTED = re.compile("[\"'`](" + "|".join(sorted(DISTINCT)) + ")[\"'`]")
COMPARED = re.compile(r"\btype\b\s*(?:[!=]==?|(?:not )?in\b)")
BLOCK = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


def is_type(node: ast.expr) -> bool:
    """Say whether an expression is the type of something."""
    return isinstance(node, ast.Attribute) and node.attr == "type"


def branches_in_python(source: str) -> list[int]:
    """Return the lines of Python that name a type or compare one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant):
            wrong = isinstance(node.value, str) and node.value in DISTINCT
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            words = [one for one in ast.walk(node) if isinstance(one, ast.Constant)]
            wrong = any(map(is_type, sides)) and any(w.value in NAMES for w in words)
        elif isinstance(node, ast.Match):
            wrong = is_type(node.subject)
        elif isinstance(node, ast.Subscript):
            wrong = is_type(node.slice)
        else:
            wrong = False
        if wrong:
            found.append(getattr(node, "lineno", 0))
    return found


def branches_in_template(source: str) -> list[str]:
    """Return the tags of a template that name a type or compare one."""
    tags = BLOCK.findall(source)
    return [tag for tag in tags if QUOTED.search(tag) or COMPARED.search(tag)]


def branches_in_script(source: str) -> list[str]:
    """Return the lines of a script that name a type."""
    return [line for line in source.splitlines() if QUOTED.search(line)]


def files(folder: str, pattern: str, besides: Path) -> list[Path]:
    return [
        path
        for path in sorted((ROOT / folder).rglob(pattern))
        if besides not in path.parents and named(path) not in ALLOWED
    ]


def test_no_other_module_branches_on_the_type() -> None:
    wrong = [
        f"{named(path)}:{line}"
        for path in files("quiz", "*.py", MODULES)
        for line in branches_in_python(path.read_text())
    ]

    assert not wrong, "\n".join(wrong)


def test_no_other_template_and_no_script_branches_on_the_type() -> None:
    wrong = [
        f"{named(path)}: {tag}"
        for path in files("templates", "*.html", TEMPLATES)
        for tag in branches_in_template(path.read_text())
    ] + [
        f"{named(path)}: {line}"
        for path in files("static/js", "*.js", MODULES)
        for line in branches_in_script(path.read_text())
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "source",
    [
        'if question.type == "text":\n    pass',
        'if question.type in ("number", "text"):\n    pass',
        "match question.type:\n    case other:\n        pass",
        "scorers[question.type](question)",
        'scorers = {"ordering": 1}',
        'is_choice = kind == "single"',
    ],
)
def test_a_branch_in_python_is_found(source: str) -> None:
    assert branches_in_python(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% if q.type == "text" %}',
        '{% if view.type in ("number",) %}',
        '{{ "matching" if view.pairs }}',
    ],
)
def test_a_branch_in_a_template_is_found(source: str) -> None:
    assert branches_in_template(source)


def test_a_branch_in_a_script_is_found() -> None:
    assert branches_in_script('if (form.dataset.type === "ordering") sort();')


def test_everyday_words_are_no_branch() -> None:
    assert not branches_in_python('kind = fields["text"] if field.type else "number"')
    assert not branches_in_template('{% import "types/" ~ q.type ~ ".html" as asked %}')
