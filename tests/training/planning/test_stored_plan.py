"""A plan as it is stored, and read again."""

from quiz.catalogue.study_plans import Curriculum
from quiz.training.planning.projects import PlannedProject
from quiz.training.planning.stored_plan import (
    PlanContent,
    dump_content,
    list_missing_objectives,
    read_content,
)
from tests.training.people import bank, effort_at

OBJECTIVES, CURRICULUM = bank().objectives, bank().curriculum


def test_a_plan_is_the_same_after_being_stored() -> None:
    needs = effort_at(-0.9).needs
    projects = (PlannedProject(CURRICULUM.projects[2], 6.5),)
    content = PlanContent(needs, projects, "python")

    stored = dump_content(content)
    read = read_content(stored, OBJECTIVES, CURRICULUM)

    assert read.projects == projects
    assert read.language == "python"
    assert [(need.objective.id, need.builds_on) for need in read.needs] == [
        (need.objective.id, need.builds_on) for need in needs
    ]
    assert all(
        abs(was.hours - now.hours) < 0.001
        for was, now in zip(needs, read.needs, strict=True)
    )
    assert dump_content(read) == stored


def test_a_plan_from_before_projects_were_stored_is_read() -> None:
    stored = [{"objective": "SQL-01", "hours": 3.0, "weight": 0.2, "mastery": 0.5}]

    read = read_content(stored, OBJECTIVES, CURRICULUM)

    [need] = read.needs
    assert (need.objective.id, need.hours, need.mastery) == ("SQL-01", 3.0, 0.5)
    assert (read.projects, read.language) == ((), "")


def test_what_the_bank_no_longer_has_is_left_out_and_named() -> None:
    stored = [
        {"objective": "GONE-01", "hours": 3.0, "mastery": 0.5},
        {"objective": "SQL-01", "hours": 3.0, "mastery": 0.5},
        {"project": "workshop", "hours": 3.0},
    ]

    read = read_content(stored, OBJECTIVES, Curriculum())

    assert [need.objective.id for need in read.needs] == ["SQL-01"]
    assert read.projects == ()
    assert list_missing_objectives(stored, OBJECTIVES) == ["GONE-01"]
