"""Entry against exit: only people with both checks are in the effect, and those who were lost stand beside it."""

import random

from sqlalchemy.orm import Session

from quiz.sittings.assessment.context import AssessmentContext
from tests.cohorts.insight.scene import Scene, keep_readable, take_check
from tests.pages import Page


def finish_exit(
    session: Session, tools: AssessmentContext, scene: Scene, people: int
) -> None:
    """Let so many members take the exit check as if they knew nearly everything."""
    rng, levels = random.Random(9), dict.fromkeys(scene.cohort.required, 2.6)
    for member in scene.members[:people]:
        take_check(session, tools, member, scene.exit, levels, rng, most=10)
    keep_readable(session, scene)


def test_five_paired_people_have_an_effect_and_the_one_who_was_lost_is_counted(
    session: Session, tools: AssessmentContext, scene: Scene, instructor: Page
) -> None:
    finish_exit(session, tools, scene, 5)

    page = instructor.open(f"/cohorts/{scene.cohort.key}/effect")

    assert "95% interval:" in page.text
    assert "5 of 6 with an entry result" in page.text
    assert "1 person has an entry result alone" in page.text
    # The mean of five of six would tell of the sixth.
    assert "not shown" in page.text
    compared = page.open("/cohorts/compare")
    assert scene.cohort.name in compared.text


def test_four_paired_people_have_none(
    session: Session, tools: AssessmentContext, scene: Scene, instructor: Page
) -> None:
    finish_exit(session, tools, scene, 4)

    page = instructor.open(f"/cohorts/{scene.cohort.key}/effect")

    assert "An effect is shown from five people on." in page.text
    assert "95% interval:" not in page.text
