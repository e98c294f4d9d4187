"""A plan as it is stored, and read again."""

from pydantic import TypeAdapter

from quiz.catalogue.study_plans import Curriculum
from quiz.training.planning.plan_items import (
    PlanItem,
    PlannedObjective,
    StoredLanguage,
    StoredProject,
)
from quiz.training.planning.projects import PlannedProject
from quiz.training.planning.stored_plan import (
    PlanContent,
    list_items,
    list_missing_objectives,
    read_content,
)
from tests.training.people import bank, effort_at

OBJECTIVES, CURRICULUM = bank().objectives, bank().curriculum
ITEMS: TypeAdapter[list[PlanItem]] = TypeAdapter(list[PlanItem])


def test_a_plan_is_the_same_after_being_stored() -> None:
    needs = effort_at(-0.9).needs
    projects = (PlannedProject(CURRICULUM.projects[2], 6.5),)
    items = list_items(PlanContent(needs, projects, "python"))

    stored = ITEMS.dump_python(items, mode="json")
    read = read_content(ITEMS.validate_python(stored), OBJECTIVES, CURRICULUM)

    assert stored[-1] == {"language": "python"}
    assert read.projects == projects
    assert read.language == "python"
    assert [(need.objective.id, need.builds_on) for need in read.needs] == [
        (need.objective.id, need.builds_on) for need in needs
    ]
    assert all(
        abs(was.hours - now.hours) < 0.001
        for was, now in zip(needs, read.needs, strict=True)
    )
    assert list_items(read) == items


def test_a_plan_from_before_projects_were_stored_is_read() -> None:
    stored = [{"objective": "SQL-01", "hours": 3.0, "weight": 0.2, "mastery": 0.5}]

    read = read_content(ITEMS.validate_python(stored), OBJECTIVES, CURRICULUM)

    [need] = read.needs
    assert (need.objective.id, need.hours, need.mastery) == ("SQL-01", 3.0, 0.5)
    assert (read.projects, read.language) == ((), "")


def test_what_the_bank_no_longer_has_is_left_out_and_named() -> None:
    items: list[PlanItem] = [
        PlannedObjective(objective="GONE-01", hours=3.0, mastery=0.5),
        PlannedObjective(objective="SQL-01", hours=3.0, mastery=0.5),
        StoredProject(project="workshop", hours=3.0),
        StoredLanguage(language="java"),
    ]

    read = read_content(items, OBJECTIVES, Curriculum())

    assert [need.objective.id for need in read.needs] == ["SQL-01"]
    assert (read.projects, read.language) == ((), "java")
    assert list_missing_objectives(items, OBJECTIVES) == ["GONE-01"]
