"""Which questions a booklet gets, how its versions are ordered, and the codes of its sheets."""

from collections import Counter

import pytest

from quiz.errors import NotValid
from quiz.measurement.assessment_plan import Length, weighted_floors
from quiz.paper.selection import list_all_questions, select_test_questions
from quiz.paper.sheets.codes import SheetCode, parse_code
from quiz.paper.shuffles import EASY_QUESTIONS, order_options, order_questions
from quiz.sittings.assessment.context import CORE_AREAS, AssessmentContext

KEYS = [f"sql-{number:02}" for number in range(20)]


@pytest.mark.parametrize("count", [12, 24, 48])
def test_a_test_covers_the_areas_of_its_goal_by_their_weight(
    tools: AssessmentContext, count: int
) -> None:
    required = tools.catalogue.goals["junior"].required_levels

    chosen = select_test_questions(
        tools, required, "python", count, calibrated=None, excluded=(), seed=4
    )

    counts = Counter(question.area for question in chosen)
    length: Length = "quick" if count <= 24 else "standard"
    floors = weighted_floors(required, length, core=CORE_AREAS)
    assert len(chosen) == count
    assert counts.keys() == required.keys()
    if sum(floors.values()) <= count:
        assert all(counts[area] >= floor for area, floor in floors.items())


def test_a_test_asks_in_the_language_that_was_chosen(tools: AssessmentContext) -> None:
    required = tools.catalogue.goals["junior"].required_levels

    chosen = select_test_questions(
        tools, required, "javascript", 24, calibrated=None, excluded=(), seed=4
    )

    packs = {question.pack for question in chosen}
    assert packs <= {None, "javascript"}
    assert "javascript" in packs


def test_a_harder_goal_gets_harder_questions(tools: AssessmentContext) -> None:
    levels = {}
    for key in ("junior", "senior"):
        required = tools.catalogue.goals[key].required_levels
        chosen = select_test_questions(
            tools, required, "python", 24, calibrated=None, excluded=(), seed=4
        )
        levels[key] = Counter(question.level for question in chosen)

    assert levels["junior"]["J"] > levels["senior"]["J"]
    assert levels["junior"]["S"] < levels["senior"]["S"]


def test_enemies_and_excluded_questions_are_not_in_a_test(
    tools: AssessmentContext,
) -> None:
    required = tools.catalogue.goals["junior"].required_levels
    first = select_test_questions(
        tools, required, "python", 48, calibrated=None, excluded=(), seed=4
    )
    keys = {question.key for question in first}

    second = select_test_questions(
        tools, required, "python", 48, calibrated=None, excluded=keys, seed=4
    )

    assert not keys & {question.key for question in second}
    assert not any(set(question.enemies) & keys for question in first)


def test_all_questions_are_listed_area_by_area(tools: AssessmentContext) -> None:
    listed = list_all_questions(
        tools, {"sql", "git"}, None, excluded={"sql-01-last-day-between"}
    )

    areas = [question.area for question in listed]
    assert areas == sorted(areas, key=list(tools.catalogue.areas).index)
    assert "sql-01-last-day-between" not in {question.key for question in listed}
    assert {question.pack for question in listed} == {None}


def test_version_a_keeps_the_order_and_the_others_shuffle_it() -> None:
    orders = [order_questions(7, version, KEYS) for version in range(8)]

    assert orders[0] == list(range(20))
    assert all(sorted(order) == list(range(20)) for order in orders)
    assert len(set(map(tuple, orders))) == 8


def test_every_version_begins_with_the_easy_questions() -> None:
    orders = [order_questions(7, version, KEYS) for version in range(8)]

    assert all(set(order[:EASY_QUESTIONS]) == {0, 1} for order in orders)


def test_the_order_of_options_never_changes() -> None:
    """These orders are on paper: a release that made others would score old sheets wrongly."""
    assert order_options(7, 0, "sql-01-last-day-between", 5) == (0, 3, 1, 2, 4)
    assert order_options(7, 1, "sql-01-last-day-between", 5) == (4, 2, 0, 3, 1)
    assert order_questions(7, 1, KEYS[:6]) == [1, 0, 2, 5, 3, 4]


def test_every_option_comes_first_equally_often() -> None:
    firsts = Counter(order_options(seed, 0, "x", 4)[0] for seed in range(2000))

    # Four standard deviations of a count with p = 1/4: 4 √(2000 · 3/16) = 77.
    assert all(abs(firsts[option] - 500) < 77 for option in range(4))


@pytest.mark.parametrize(
    "typed", ["K7QM2-B-03", "k7qm2 b 3", " k7qm2b03 ", "K7QM2–B–03"]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_code(typed) == SheetCode("K7QM2", "B", 3)


@pytest.mark.parametrize(
    "typed", ["", "K7QM2", "K7QM2-B", "K7QM2-3", "K7QM2-B-03-4-1", "hello"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(NotValid, match="three parts"):
        parse_code(typed)
