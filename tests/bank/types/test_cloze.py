"""Fill the gaps: read from a file, asked, answered, scored, looked back at, printed."""

from dataclasses import asdict

import pytest

from quiz.bank.answers.form_answers import (
    fill_form_answer,
    keep_form_answer,
    parse_form_answer,
)
from quiz.bank.answers.scoring import (
    count_blind_choices,
    count_categories,
    guessing_probabilities,
    score_answer,
)
from quiz.bank.publishing.json_export import export_questions
from quiz.bank.publishing.terminal_text import author_text, taker_text
from quiz.bank.questions import ClozeGap, Option, Question
from quiz.bank.rendering import build_review_view, build_taker_view, find_misconceptions
from quiz.bank.types.gap_parts.views import ClozePart, ReviewedCloze
from quiz.errors import NotValid
from tests.bank import makers

TYPED = makers.gap("type", "LEFT JOIN", "LEFT OUTER JOIN", wrong=("JOIN",))
CHOSEN = makers.gap("choose", "`ON`", wrong=("`BY`", "`IN`"))
COUNTED = makers.gap("number", "42", wrong=("41",))
ALL_KINDS = makers.cloze(TYPED, CHOSEN, COUNTED)
#: Three options are shuffled, those of the gap that is chosen for.
ORDER = [2, 0, 1]


def review(one: Question, given: dict[str, object]) -> ReviewedCloze:
    scored = score_answer(one, given)
    part = build_review_view(one, ORDER, given, scored, {}).part
    assert isinstance(part, ReviewedCloze)
    return part


def test_the_text_is_cut_at_its_gaps_and_shows_no_mark() -> None:
    part = build_taker_view(ALL_KINDS, ORDER).part

    assert isinstance(part, ClozePart)
    assert [gap.number for gap in part.gaps] == [1, 2, 3]
    assert [gap.kind for gap in part.gaps] == ["type", "choose", "number"]
    html = "|".join(piece.html for piece in part.pieces)
    assert ">SELECT</span> a | b | b |" in html
    assert "__" not in html


def test_the_takers_part_holds_no_typed_answer_no_reason_and_no_mark_of_the_key() -> (
    None
):
    other = makers.gap("choose", wrong=("`ON`", "`BY`", "`IN`"))

    shown = repr(asdict(build_taker_view(ALL_KINDS, ORDER)))

    assert makers.REASON not in shown
    assert "JOIN" not in shown
    assert "42" not in shown
    assert (
        build_taker_view(makers.cloze(TYPED, other, COUNTED), ORDER).part
        == build_taker_view(ALL_KINDS, ORDER).part
    )


def test_each_gap_has_its_own_options_in_the_order_of_the_page() -> None:
    second = makers.gap("choose", "x", wrong=("y", "z"))

    part = build_taker_view(makers.cloze(CHOSEN, second), [4, 2, 5, 0, 1, 3]).part

    assert isinstance(part, ClozePart)
    assert [[one.text for one in gap.options] for gap in part.gaps] == [
        ["IN", "ON", "BY"],
        ["y", "z", "x"],
    ]


def test_a_gap_is_described_by_its_line_or_its_paragraph() -> None:
    code = build_taker_view(ALL_KINDS, ORDER).part
    prose = makers.cloze(TYPED, COUNTED, gap_text="Of *all* there\nare __1__ or __2__.")

    part = build_taker_view(prose, []).part

    assert isinstance(code, ClozePart)
    assert isinstance(part, ClozePart)
    assert code.gaps[0].surroundings == "SELECT a gap 1 b gap 2 b gap 3"
    assert part.gaps[1].surroundings == "Of all there are gap 1 or gap 2 ."


def test_a_mark_in_prose_is_no_bold_number() -> None:
    prose = makers.cloze(TYPED, COUNTED, gap_text="There are __1__ or __2__.")

    part = build_taker_view(prose, []).part

    assert isinstance(part, ClozePart)
    assert "<strong>" not in "".join(piece.html for piece in part.pieces)
    assert len(part.gaps) == 2


def test_a_page_gives_an_answer_and_an_answer_fills_the_page() -> None:
    fields = {"answer-0": [" left join "], "answer-1": ["1"], "answer-2": ["42"]}

    given = parse_form_answer(ALL_KINDS, ORDER, fields)

    assert given == {"gaps": ["left join", 0, "42"]}
    assert score_answer(ALL_KINDS, given).is_right
    assert fill_form_answer(ALL_KINDS, ORDER, given) == {
        "0": "left join",
        "1": "1",
        "2": "42",
    }


def test_a_question_mark_says_i_dont_know_of_one_gap() -> None:
    fields = {"answer-0": ["?"], "answer-1": ["?"], "answer-2": ["42"]}

    given = parse_form_answer(ALL_KINDS, ORDER, fields)

    assert given == {"gaps": [None, None, "42"]}
    assert not score_answer(ALL_KINDS, given).dont_know
    assert fill_form_answer(ALL_KINDS, ORDER, given) == {"0": "?", "1": "?", "2": "42"}


def test_a_question_mark_in_every_gap_is_an_honest_i_dont_know() -> None:
    fields = {f"answer-{number}": ["?"] for number in range(3)}

    given = parse_form_answer(ALL_KINDS, ORDER, fields)

    assert score_answer(ALL_KINDS, given).dont_know


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Fill gap 1, gap 2 and gap 3"),
        ({"answer-0": ["a"], "answer-2": ["1"]}, "Fill gap 2, or enter"),
        ({"answer-0": [" "], "answer-1": ["0"]}, "Fill gap 1 and gap 3"),
        ({"answer-0": ["a"], "answer-1": ["3"], "answer-2": ["1"]}, "Choose one"),
    ],
)
def test_what_is_missing_is_named(fields: dict[str, list[str]], said: str) -> None:
    with pytest.raises(NotValid, match=said):
        parse_form_answer(ALL_KINDS, ORDER, fields)


def test_what_was_filled_in_and_refused_is_kept() -> None:
    fields = {"answer-0": ["JOIN"], "answer-1": [""], "token": ["x"]}

    assert keep_form_answer(ALL_KINDS, fields) == {"0": "JOIN", "1": ""}


NONSENSE: list[dict[str, object]] = [
    {"gaps": ["a", 0]},
    {"gaps": "abc"},
    {"gaps": [1, 0, "42"]},
    {"gaps": ["a", "b", "42"]},
    {"gaps": ["a", True, "42"]},
    {"gaps": ["a", 3, "42"]},
    {"gaps": ["a", -1, "42"]},
    {"gaps": ["a", 0, "many"]},
    {"gaps": ["  ", 0, "42"]},
    {"gaps": ["a" * 301, 0, "42"]},
    {"choice": 0},
]


@pytest.mark.parametrize("given", NONSENSE)
def test_what_was_never_on_the_page_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(NotValid):
        score_answer(ALL_KINDS, given)


@pytest.mark.parametrize(
    ("values", "score"),
    [
        (["LEFT JOIN", 0, "42"], 1),
        (["left  outer join", 0, "42.0"], 1),
        (["LEFT JOIN", 1, "42"], 2 / 3),
        (["LEFT JOIN", 0, "41"], 1 / 3),
        (["LEFT JOIN", 2, None], 1 / 3),
        # One choice of three may be luck, so it earns nothing by itself.
        (["JOIN", 0, "41"], 0),
        ([None, 1, "41"], 0),
    ],
)
def test_each_gap_counts_and_luck_does_not(values: list[object], score: float) -> None:
    assert count_categories(ALL_KINDS) == 4
    assert score_answer(ALL_KINDS, {"gaps": values}).score == pytest.approx(score)


def test_two_gaps_to_choose_for_are_right_or_wrong() -> None:
    one = makers.cloze(CHOSEN, CHOSEN)

    assert count_categories(one) == 2
    assert score_answer(one, {"gaps": [0, 1]}).score == 0
    assert count_blind_choices(one) == 9
    assert guessing_probabilities(one) == pytest.approx((1 / 9,))


def test_three_gaps_to_choose_for_earn_half_beyond_one() -> None:
    one = makers.cloze(CHOSEN, CHOSEN, CHOSEN)

    assert count_categories(one) == 3
    assert score_answer(one, {"gaps": [0, 0, 1]}).score == 0.5
    assert score_answer(one, {"gaps": [0, 1, 1]}).score == 0
    assert guessing_probabilities(one) == pytest.approx((7 / 27, 1 / 27))


def test_nobody_types_an_answer_by_luck() -> None:
    assert count_blind_choices(ALL_KINDS) == 0
    assert guessing_probabilities(ALL_KINDS) == (0, 0, 0)


@pytest.mark.parametrize(
    "gaps",
    [
        (TYPED, TYPED),
        (TYPED, CHOSEN),
        (CHOSEN, CHOSEN, CHOSEN),
        (TYPED, TYPED, TYPED, TYPED, CHOSEN),
        (TYPED, CHOSEN, CHOSEN, CHOSEN, CHOSEN, CHOSEN),
        (TYPED,) * 6,
    ],
)
def test_every_category_can_be_reached(gaps: tuple[ClozeGap, ...]) -> None:
    one = makers.cloze(*gaps)
    right = [0 if gap.kind == "choose" else "LEFT JOIN" for gap in gaps]
    steps = count_categories(one) - 1

    found = set()
    for pattern in range(2 ** len(gaps)):
        values = [
            value if pattern >> place & 1 else None for place, value in enumerate(right)
        ]
        found.add(round(score_answer(one, {"gaps": values}).score * steps))

    assert found == set(range(steps + 1))


def test_upper_and_lower_case_count_where_the_gap_says_so() -> None:
    exact = makers.cloze(makers.gap("type exactly", "fetchOne"), COUNTED)

    assert score_answer(exact, {"gaps": ["fetchOne", "42"]}).is_right
    assert not score_answer(exact, {"gaps": ["fetchone", "42"]}).is_right


def test_a_review_shows_the_right_value_in_each_gap() -> None:
    part = review(ALL_KINDS, {"gaps": ["JOIN", 1, "42"]})

    assert [piece.key for piece in part.pieces] == ["LEFT JOIN", "ON", "42", ""]
    assert [(gap.is_given, gap.is_right) for gap in part.gaps] == [
        (True, False),
        (True, False),
        (True, True),
    ]


def test_a_review_shows_every_option_to_choose_and_of_typed_ones_the_given_and_the_right() -> (
    None
):
    part = review(ALL_KINDS, {"gaps": ["JOIN", 1, None]})
    typed, chosen, counted = part.gaps

    assert [(one.html, one.given, one.key) for one in typed.answers] == [
        ("<code>LEFT JOIN</code>", False, True),
        ("<code>JOIN</code>", True, False),
    ]
    assert [(one.html, one.given, one.key) for one in chosen.answers] == [
        ("<code>ON</code>", False, True),
        ("<code>BY</code>", True, False),
        ("<code>IN</code>", False, False),
    ]
    assert [one.html for one in counted.answers] == ["<code>42</code>"]
    assert not counted.is_given
    assert makers.REASON in typed.answers[1].reason_html


def test_an_unforeseen_answer_is_shown_as_text_without_a_reason() -> None:
    typed = review(ALL_KINDS, {"gaps": ["<b>", 0, "42"]}).gaps[0]

    assert typed.answers[-1].html == "<code>&lt;b&gt;</code>"
    assert typed.answers[-1].given
    assert not typed.answers[-1].reason_html


def test_a_wrong_answer_names_the_idea_behind_it() -> None:
    idea = Option("JOIN", makers.REASON, misconception="joins-keep-all")
    one = makers.cloze(ClozeGap("type", (*TYPED.options[:1], idea)), CHOSEN)
    given = {"gaps": ["join", 0]}

    assert find_misconceptions(one, given, score_answer(one, given)) == [
        "joins-keep-all"
    ]
    assert find_misconceptions(one, {}, None) == []


def test_on_paper_gaps_are_numbered_places_and_options_stand_below() -> None:
    text = taker_text(ALL_KINDS)

    assert "SELECT a [1: ______] b [2: ______] b [3: ______]" in text
    assert text.index("2  Choose one:") < text.index("`BY`") < text.index("`ON`")
    assert "JOIN" not in text
    assert "42" not in text


def test_an_author_reads_every_answer_with_its_reason() -> None:
    text = author_text(ALL_KINDS)

    assert f"  1 = LEFT JOIN: {makers.REASON}" in text
    assert f"  1 x JOIN: {makers.REASON}" in text
    assert f"  3 x 41: {makers.REASON}" in text


def test_other_programs_get_the_text_and_its_gaps() -> None:
    [content] = export_questions([ALL_KINDS], {})

    assert content["answers"] == ["LEFT JOIN", "ON", "42"]
    assert content["options"] == []
    assert content["text"] == ALL_KINDS.gap_text
    assert content["gaps"][2] == {
        "kind": "number",
        "options": [
            {"text": "41", "correct": False},
            {"text": "42", "correct": True},
        ],
    }


def test_json_and_back_is_the_same_question() -> None:
    assert Question.from_json(ALL_KINDS.to_json()) == ALL_KINDS
