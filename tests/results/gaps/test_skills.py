"""What the answers showed of the skills that a custom goal names."""

from quiz.results.gaps.skills import summarise_skills
from quiz.sittings.assessment.context import AssessmentContext
from tests.results.builders import answer, item


def test_answers_count_for_every_skill_of_their_question_unless_a_rescoring_left_them_out(
    tools: AssessmentContext,
) -> None:
    items = [
        item(answer(1.0), tags=("git", "python")),
        item(answer(0.5), tags=("git",)),
        item(None, tags=("git",)),
        item(answer(0.0), tags=("git",), left_out=True),
    ]

    summaries = summarise_skills(
        items, {"git": "required", "python": "useful"}, tools.catalogue
    )

    git, python = summaries
    assert (git.correct, git.missed, git.asked) == (1, 1, 2)
    assert (python.correct, python.missed, python.asked) == (1, 0, 1)


def test_required_skills_come_first_then_areas_and_names_in_alphabetical_order(
    tools: AssessmentContext,
) -> None:
    marks = dict.fromkeys(tools.catalogue.rows, "useful") | {"python": "required"}

    summaries = summarise_skills([], marks, tools.catalogue)

    assert summaries[0].name == tools.catalogue.rows["python"].name
    assert [skill.is_required for skill in summaries].count(True) == 1
    rest = [(skill.area_name, skill.name) for skill in summaries[1:]]
    assert rest == sorted(rest)


def test_a_skill_that_the_bank_no_longer_has_is_left_out(
    tools: AssessmentContext,
) -> None:
    assert summarise_skills([], {"gone": "required"}, tools.catalogue) == []
