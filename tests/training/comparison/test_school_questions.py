"""What a programme leaves open, and what to ask."""

import pytest

from quiz.training.comparison.measures import covered_share
from quiz.training.comparison.school_questions import (
    QuestionTopic,
    build_school_questions,
    select_open_needs,
)
from quiz.training.planning.schedule import build_plan
from tests.training.comparison.makers import effort, need, route
from tests.training.people import BEN, TODAY, bank, effort_at

ROUTES, AREAS, CURRICULUM = bank().routes, bank().areas, bank().curriculum


def topics(key: str) -> list[QuestionTopic]:
    found = build_school_questions(ROUTES[key], BEN.effort, AREAS)
    return [question.topic for question in found]


def test_a_bootcamp_leaves_open_what_it_does_not_cover() -> None:
    gap, course = effort_at(-1.8), ROUTES["bootcamp-full"]

    rest = select_open_needs(course, gap, CURRICULUM)

    open_hours = sum(
        each.hours * (1 - covered_share(course, each)) for each in gap.needs
    )
    # Whole objectives: in each area at most half of one too much or too little.
    longest = sum(
        max(each.hours for each in gap.needs if each.objective.area == area) / 2
        for area in gap.by_area
    )
    assert abs(sum(each.hours for each in rest) - open_hours) <= longest
    assert {each.objective.id for each in rest} < {
        each.objective.id for each in gap.needs
    }
    assert build_plan(rest, hours=12, begins=TODAY, curriculum=CURRICULUM).weeks


def test_what_beginners_learn_first_is_never_what_stays_open() -> None:
    rest = select_open_needs(ROUTES["university"], effort_at(-1.8), CURRICULUM)

    first = set(CURRICULUM.spine[:12])
    assert not first & {each.objective.id for each in rest}


def test_senior_objectives_stay_open_in_every_programme() -> None:
    gap = effort_at(1.0, "senior")

    for key in ("bootcamp-full", "university", "school", "apprenticeship"):
        rest = select_open_needs(ROUTES[key], gap, CURRICULUM)
        senior = {
            each.objective.id for each in gap.needs if each.objective.level == "S"
        }
        assert senior <= {each.objective.id for each in rest}


def test_a_route_that_covers_everything_leaves_nothing_open() -> None:
    whole = route(coverage=dict.fromkeys(AREAS, 1.0))

    assert select_open_needs(whole, BEN.effort, CURRICULUM) == []


def test_the_largest_thin_areas_are_asked_about_first() -> None:
    course = route(coverage=dict.fromkeys(AREAS, 0.6) | {"git": 0.7})
    gap = effort(
        need("SQL-01", 6),
        need("SQL-04", 20),
        need("SQL-06", 9),
        need("SQL-07", 8),
        need("WEB-01", 5),
        need("API-01", 4.9),
        need("GIT-01", 30),
    )

    found = build_school_questions(course, gap, AREAS)

    gaps = [question for question in found if question.topic is QuestionTopic.GAP]
    assert [(each.area.id, each.hours) for each in gaps if each.area] == [
        ("sql", 43),
        ("web", 5),
    ]
    assert [each.id for each in gaps[0].objectives] == ["SQL-04", "SQL-06", "SQL-07"]
    assert found[: len(gaps)] == gaps


def test_at_most_four_areas_are_asked_about() -> None:
    thin = route(coverage=dict.fromkeys(AREAS, 0.0))
    found = build_school_questions(thin, effort_at(-1.8), AREAS)

    assert sum(each.topic is QuestionTopic.GAP for each in found) == 4


@pytest.mark.parametrize("key", [key for key in ROUTES if key != "self-taught"])
def test_questions_fit_the_kind_of_school(key: str) -> None:
    asked = set(topics(key))

    free = {"university", "peer-school", "apprenticeship"}
    assert (QuestionTopic.PRICE in asked) is (key not in free)
    assert (QuestionTopic.COMPANY in asked) is (key == "apprenticeship")
    assert (QuestionTopic.TITLE in asked) is (ROUTES[key].paper.kind == "title")
    if ROUTES[key].kind == "bootcamp":
        wanted = {
            QuestionTopic.JOBS,
            QuestionTopic.FUNDING,
            QuestionTopic.LANGUAGE,
            QuestionTopic.STOPPING,
        }
        assert wanted <= asked
    if key in {"university", "peer-school"}:
        assert QuestionTopic.STOPPING not in asked


def test_learning_alone_asks_nobody() -> None:
    assert topics("self-taught") == []
