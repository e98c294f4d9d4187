"""Right answers in other dress, one table for each kind of answer. Anybody may add a row."""

import random
from typing import Any

import pytest

from quiz.bank.answers.form_answers import parse_form_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.linting.structure import check_answer_part
from quiz.bank.parsing.bank_folder import load_bank
from quiz.bank.questions import GapKind, Question
from quiz.bank.types.registry import type_of
from quiz.errors import NotValid
from tests.bank import makers
from tests.rules.files import ROOT

PRINTED = {"stem": "What does this program print?", "form": "code-output"}
EXACT = PRINTED | {"case": "exact"}
ROW = PRINTED | {
    "stem": "What is printed? Type the letters in one row, without spaces."
}
SPACES = {"stem": "Which files are left? Type them with spaces between them."}
JSON = ('{"b":null}', '{"b": null}')

#: Key, what is typed, and what the question is like.
RIGHT_TEXTS = [
    # Nothing that can be seen
    *[("8", f"8{sign}", PRINTED) for sign in "\u200b\ufeff\u200e\u200f\u00ad\u2060\ufe0f"],
    ("rvrs", "\u200brvrs", EXACT),
    # Other digits
    ("2024 017", "２０２４ ０１７", PRINTED),
    ("2024 017", "٢٠٢٤ ٠١٧", PRINTED),
    # Hyphens and dashes
    *[("No-007 No-05", f"No{sign}007 No{sign}05", PRINTED) for sign in "−‐‑–—"],
    ("tea.. milk--", "tea.. milk–", EXACT),
    ("tea.. milk--", "tea.. milk—", EXACT),
    ("1-2", "1−2", PRINTED),
    # Quotation marks
    *[('{"b":null}', f"{{{pair[0]}b{pair[1]}:null}}", EXACT)
      for pair in ("“”", "„“", "””", "»«", "«»", "「」", "『』", "＂＂", "″″")],
    ('{"b":null}', "{«\u00a0b\u00a0»:null}", EXACT),
    ("it's", "it’s", EXACT),
    # What stands around
    ("8", "`8`", PRINTED),
    ("8", "```8```", PRINTED),
    ("8", "```text\n8\n```", PRINTED),
    ("8", ">>> 8", PRINTED),
    ("/cart", "$ /cart", PRINTED),
    ("BA700", '"BA700"', PRINTED),
    ("BA700", "„BA700“", PRINTED),
    ("salt", "Salt.", {"stem": "What was left out?"}),
    ("salt", '"salt."', {"stem": "What was left out?"}),
    ("salt", "“salt”.", {"stem": "What was left out?"}),
    # Spaces
    ("10 None 0", "10\u00a0None\u202f0", PRINTED),
    ("[1, 2]", "[1,2]", PRINTED),
    # Lists
    ("ACD", "A C D", ROW),
    ("ACD", "a, c and d", ROW),
    ("ACD", "A & C; D", ROW),
    ("a c", "a, c", SPACES),
    ("a c", "`a` and `c`", SPACES | {"case": "exact"}),
    ("a c", "['a', 'c']", SPACES),
    ("a c", "a; c", SPACES),
    ("4 | 2 | 30", "4, 2, 30", {"stem": "Write the values with a `|` between them."}),
    ("RL.E.BRL.", "R L . E . B R L .", ROW),
]  # fmt: skip
WRONG_TEXTS = [
    ("8", "8.", PRINTED),
    ("rvrs", '"rvrs"', EXACT),
    ("rvrs", "RVRS", EXACT),
    ("tea.. milk--", "tea . . milk--", EXACT),
    ("1Ann;2Bo;-", "1Ann2Bo-", ROW | {"case": "exact"}),
    ("10 None 0", "10, None, 0", PRINTED),
    ("a c", "A C", SPACES | {"case": "exact"}),
    ("a c", "a b c", SPACES),
    ("salt", "salt...", {"stem": "What was left out?"}),
]
#: Key, mistake, and what is typed: a listed mistake stays one in any dress.
MISTAKES = [
    ("ink", '"ink"', "“ink”", {"stem": "What does this query return?"}),
    ("tea.. milk--", "tea.. milk-", "tea.. milk−", EXACT),
    ("gold", "gold.", "gold.", {"stem": "Which plan is it?"}),
    ("a c", "a, c", "a, c", SPACES),
]
#: Key, what is typed, and what the question is like.
RIGHT_NUMBERS = [
    *[("7", f"7{sign}", {}) for sign in "\u200b\ufeff\u200e\u200f\u00ad\u2060\ufe0f"],
    ("7", "７", {}),
    ("7", "٧", {}),
    ("15.5", "15．5", {}),
    ("15.5", "15٫5", {}),
    ("15.5", "15.5.", {}),
    ("15.5", "15,5", {}),
    *[("-400", f"{sign}400", {}) for sign in "-−‐‑–—"],
    *[("4950", typed, {}) for typed in ("4.950", "4,950", "4 950", "4’950", "4_950", "4950.", "4\u202f950")],
    ("1234567", "1.234.567", {}),
    ("1234.56", "1.234,56", {}),
    ("1234.56", "1,234.56", {}),
    *[("1500", typed, {"unit": "euros"}) for typed in ("1 500 €", "€1.500", "1500 EUR", "€ 1,500")],
    ("8", "%8", {"unit": "%"}),
    ("7", "007", {}),
    ("5", "five", {}),
    ("5", "Five.", {}),
    ("5", "five workers", {"unit": "workers"}),
    *[("404", typed, {}) for typed in ("404 Not Found", "HTTP 404", "HTTP/1.1 404 Not Found", "status code 404", "404.")],
    ("422", "422 Unprocessable Entity", {}),
    ("422", "422 Unprocessable Content", {}),
    ("8080", "port 8080", {}),
    ("8080", ":8080", {}),
    ("7", "`7`", {}),
    ("7", "```7```", {}),
    ("7", ">>> 7", {}),
    ("7", '"7"', {}),
]  # fmt: skip
ASKED_AGAIN = [
    *("many", "403 Not Found", "7 or 8", "5 apples", "twenty-one", "two thousand"),
    *("", "\u200b", "1.2.3", "7\n8", "::", "five hundred"),
]


def score(question: Question, typed: str) -> float:
    return score_answer(question, {"text": typed}).score


@pytest.mark.parametrize(("key", "typed", "like"), RIGHT_TEXTS)
def test_a_right_text_is_right_in_other_dress(
    key: str, typed: str, like: dict[str, Any]
) -> None:
    assert score(makers.text(key, **like), typed) == 1.0


@pytest.mark.parametrize(("key", "typed", "like"), WRONG_TEXTS)
def test_what_is_no_dress_stays_wrong(
    key: str, typed: str, like: dict[str, Any]
) -> None:
    assert score(makers.text(key, **like), typed) == 0.0


@pytest.mark.parametrize(("key", "mistake", "typed", "like"), MISTAKES)
def test_a_listed_mistake_in_other_dress_is_that_mistake(
    key: str, mistake: str, typed: str, like: dict[str, Any]
) -> None:
    question = makers.text(key, mistakes=(mistake,), **like)

    assert score(question, key) == 1.0
    assert score(question, typed) == 0.0
    part = type_of(question).review(question, [], {"text": typed}, is_right=False)
    assert getattr(part, "mistake_html")  # noqa: B009  # the type is known to the text's module alone


@pytest.mark.parametrize(("key", "typed", "like"), RIGHT_NUMBERS)
def test_a_right_number_is_right_in_other_dress(
    key: str, typed: str, like: dict[str, Any]
) -> None:
    assert score(makers.number(key, **like), typed) == 1.0


@pytest.mark.parametrize("typed", ASKED_AGAIN)
def test_what_is_no_number_is_asked_again(typed: str) -> None:
    with pytest.raises(NotValid):
        score(makers.number("7"), typed)


def test_a_dot_is_read_as_thousands_only_where_the_key_says_so() -> None:
    assert score(makers.number("4.95"), "4.950") == 1.0
    assert score(makers.number("4950", mistakes=("4.95",)), "4.950") == 0.0


def test_a_text_that_nobody_sees_is_asked_for_again() -> None:
    with pytest.raises(NotValid):
        score(makers.text("8"), "\u200b\ufeff")


@pytest.mark.parametrize(
    "places",
    [("１", "２", "３"), ("١", "٢", "٣"), ("1.", "2.", "3."), ("01", "02", "03"),
     ("1)", "2)", "3)"), ("1\u200b", " 2", "3\ufeff")],
)  # fmt: skip
def test_places_are_read_in_any_digits(places: tuple[str, str, str]) -> None:
    question = makers.ordering("first", "second", "third")
    fields = {f"answer-{row}": [place] for row, place in enumerate(places)}

    assert parse_form_answer(question, [0, 1, 2], fields) == {"order": [0, 1, 2]}


@pytest.mark.parametrize(
    "places", [("1", "2", ""), ("1", "2", "x"), ("1", "1", "2"), ("0", "1", "2")]
)
def test_places_that_are_none_are_asked_for_again(
    places: tuple[str, str, str],
) -> None:
    question = makers.ordering("first", "second", "third")
    fields = {f"answer-{row}": [place] for row, place in enumerate(places)}

    with pytest.raises(NotValid):
        parse_form_answer(question, [0, 1, 2], fields)


@pytest.mark.parametrize(
    ("kind", "key", "typed"),
    [
        ("type", "LEFT JOIN", "left\u00a0join"),
        ("type", "ETag", '"ETag".'),
        ("type exactly", "2026-02-01", "２０２６−０２−０１"),
        ("type exactly", "reset", "`reset`\u200b"),
        ("number", "3000", "3.000"),
        ("number", "304", "304 Not Modified"),
    ],
)
def test_a_gap_takes_its_answer_in_other_dress(
    kind: GapKind, key: str, typed: str
) -> None:
    wrong = ("1", "2") if kind == "number" else ("no", "nor")
    question = makers.cloze(
        makers.gap(kind, key, wrong=wrong), makers.gap("choose", "`ON`")
    )
    values = {**type_of(question).right_answer(question)}
    values["gaps"] = [typed, *values["gaps"][1:]]

    assert score_answer(question, values).score == 1.0


def test_i_do_not_know_is_understood_from_a_full_width_keyboard() -> None:
    question = makers.cloze(makers.gap("type", "WHERE"), makers.gap("type", "ON"))
    fields = {"answer-0": ["？"], "answer-1": ["?\u200b"]}

    assert parse_form_answer(question, [], fields) == {}


def test_a_mistake_that_is_the_key_in_other_dress_is_refused() -> None:
    like = {"stem": "Which files are left? Type them with spaces between them."}
    faults = check_answer_part(makers.text("a c", mistakes=("a; c",), **like))

    assert [fault.check for fault in faults] == ["dress"]


def test_no_question_of_the_bank_takes_a_mistake_or_refuses_its_key_in_any_dress() -> (
    None
):
    for question in load_bank(ROOT / "questions").questions.values():
        faults = [fault.found for fault in check_answer_part(question)]
        assert not faults, question.key
        question_type = type_of(question)
        wrong = question_type.wrong_answer(question, random.Random(1))
        assert score_answer(question, wrong).score < 1, question.key
