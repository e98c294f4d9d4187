"""Nothing of the results of another school can be seen or counted by an instructor."""

import pytest
from sqlalchemy.orm import Session

from quiz.sittings.assessment.context import AssessmentContext
from tests.cohorts.cast import a_cohort, a_school
from tests.cohorts.insight.scene import Scene, keep_readable, play_small
from tests.cohorts.test_walls import CANARY, crawl
from tests.pages import Page


@pytest.fixture
def foreign(session: Session, tools: AssessmentContext, scene: Scene) -> Scene:
    """Return a cohort of another school whose members, with results, are called by the canary."""
    school = a_school(session, None, f"{CANARY} school")
    theirs = play_small(session, tools, a_cohort(session, school, f"{CANARY} class"))
    for number, member in enumerate(theirs.members):
        member.name, member.group_name = f"{CANARY} {number}", f"{CANARY} group"
    theirs.entry.name = f"{CANARY} check"
    return keep_readable(session, theirs)


def test_following_every_link_shows_nothing_of_another_school(
    scene: Scene, foreign: Scene, instructor: Page
) -> None:
    texts = crawl(instructor)

    assert [text for text in texts if scene.members[0].name in text]
    assert not [text for text in texts if CANARY in text]
    keys = [
        foreign.cohort.key,
        foreign.entry.key,
        *(one.key for one in foreign.members),
    ]
    assert not [text for text in texts for key in keys if key in text]


def test_a_check_or_member_of_another_school_in_an_own_address_is_as_if_it_were_not_there(
    scene: Scene, foreign: Scene, instructor: Page
) -> None:
    address = f"/cohorts/{scene.cohort.key}"

    page = instructor.open(f"{address}?check={foreign.entry.key}")
    compared = instructor.client.get(f"/cohorts/compare?cohort={foreign.cohort.key}")

    assert "6 with a result" in page.text
    assert CANARY not in page.text
    assert CANARY not in compared.text
    instructor.open(f"{address}/people/{foreign.members[0].key}", status=404)
