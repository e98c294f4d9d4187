"""What a learner sees of the group as a whole: only where the instructors let them, and from five people on."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.services import add_person_secret
from quiz.cohorts.models import Cohort
from quiz.core.clock import utc_now
from quiz.sittings.assessment.context import AssessmentContext
from tests.cohorts.insight.scene import Scene, play_small
from tests.pages import Page, open_page


def open_group(client: FlaskClient, session: Session, played: Scene) -> Page:
    """Open the page of the group as one of its members."""
    member = played.members[0]
    assert member.person is not None
    secret = add_person_secret(session, member.person, now=utc_now())
    client.set_cookie("trigpoint_person", secret)
    session.commit()
    return open_page(client, f"/groups/{member.key}")


@pytest.mark.parametrize(("people", "is_shown"), [(4, False), (5, True)])
def test_a_learner_sees_the_group_from_five_people_on(
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
    cohort: Cohort,
    people: int,
    is_shown: bool,  # noqa: FBT001  # a value of the table
) -> None:
    held = session.get_one(Cohort, cohort.id)
    held.shows_band_to_learners = True
    played = play_small(session, tools, held, people=people)

    page = open_group(client, session, played)

    assert "Where the group is" in page.text
    rows = page.all("tr")[1:]
    assert len(rows) == (len(held.required) if is_shown else 0)
    assert ("at least five people" in page.text) is not is_shown


def test_a_learner_sees_nothing_of_the_group_unless_the_instructors_say_so(
    client: FlaskClient, session: Session, tools: AssessmentContext, cohort: Cohort
) -> None:
    held = session.get_one(Cohort, cohort.id)
    played = play_small(session, tools, held, people=5)

    page = open_group(client, session, played)

    assert "Where the group is" not in page.text
