"""Pages about job adverts: paste, see, correct, keep as a goal."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.goals.models import OwnGoal
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import finished
from tests.pages import Page

ADVERT = """Back-end developer, ticketing
We are looking for a developer to join a team of five in Lyon.

You bring
- 0 to 2 years of experience; Python, with Django or Flask
- PostgreSQL: you tune a slow query
- Git

Nice to have
- Docker, Redis
- Terraform, Svelte

No PHP any more.
"""


def test_an_advert_is_shown_beside_what_it_asks_for(page: Callable[..., Page]) -> None:
    form = page("/goals").follow("Paste a job advert, get a goal")

    reading = form.press("Read it", text=ADVERT)

    assert "Level: junior, 0 to 2 years" in reading.text
    assert 'href="#r-python"' in reading.html
    assert 'id="r-python"' in reading.html
    assert "nor on Svelte" in reading.text
    assert (
        "SQL PostgreSQL, Query optimisation. Raised from 1.2: Query optimisation is more than junior developers"
        in reading.text
    )


def test_the_advert_becomes_a_goal_with_levels_and_skills(
    page: Callable[..., Page], session: Session
) -> None:
    reading = page("/adverts").press("Read it", text=ADVERT)

    start = reading.press("Keep it as a goal", name="Billetterie")

    goal = session.scalars(select(OwnGoal)).one()
    assert start.url.endswith(f"/goals/{goal.key}/start")
    assert goal.name == "Billetterie"
    assert goal.levels == {"prog": 1.2, "web": 1.1, "sql": 1.6, "git": 1.0}
    assert goal.skills == {
        "python": "required", "django": "required", "flask": "required", "postgresql": "required",
        "query-optimisation": "required", "git": "required", "docker": "useful", "redis": "useful",
    }  # fmt: skip


def test_a_correction_changes_the_goal(page: Callable[..., Page]) -> None:
    reading = page("/adverts").press("Read it", text=ADVERT)

    corrected = reading.press(
        "Apply the corrections", need_git="", need_docker="required", added="testing"
    )

    assert 'href="#r-git"' not in corrected.html
    assert "Removed by you Git" in corrected.text
    assert "Operations Docker. As for every junior developer." in corrected.text
    assert "Testing Testing." in corrected.text


def test_several_adverts_make_one_goal(page: Callable[..., Page]) -> None:
    reading = page("/adverts").press("Read it", text=ADVERT)

    both = reading.press(
        "Read it as well",
        text="Senior developer wanted. We are looking for somebody to join our team. You know Python and Kafka.",
    )

    assert "What these 2 adverts ask for" in both.text
    assert "in 2 of 2" in both.text


SENIOR = (
    "Senior developer wanted. We are looking for somebody to join our team."
    " You know Python and Kafka. Redis is required."
)


def need_of(page: Page, row: str) -> str:
    """Return what the select of a row says."""
    [select] = [one for one in page.all("select") if one.get("name") == f"need_{row}"]
    [chosen] = [one for one in select.iter("option") if "selected" in one.attrib]
    return chosen.get("value", "")


def test_what_nobody_corrected_follows_the_next_advert(
    page: Callable[..., Page],
) -> None:
    reading = page("/adverts").press("Read it", text=ADVERT)
    assert (need_of(reading, "redis"), need_of(reading, "git")) == ("nice", "required")

    both = reading.press("Read it as well", text=SENIOR)
    three = both.press("Read it as well", text=SENIOR.replace("Python", "Go"))

    assert need_of(both, "redis") == "required"
    assert (need_of(three, "redis"), need_of(three, "git")) == ("required", "nice")
    assert "Level: senior" in three.text


def test_what_was_corrected_stays_so_with_the_next_advert(
    page: Callable[..., Page],
) -> None:
    reading = page("/adverts").press("Read it", text=ADVERT)

    corrected = reading.press(
        "Apply the corrections",
        need_git="",
        need_redis="excluded",
        added="testing",
        level="confirmed",
    )
    both = corrected.press("Read it as well", text=SENIOR)
    put_back = both.press("Apply the corrections", need_git="required")

    for shown in (corrected, both):
        assert need_of(shown, "git") == ""
        assert need_of(shown, "redis") == "excluded"
        assert need_of(shown, "testing") == "required"
        assert "Level: mid-level" in shown.text
    assert need_of(put_back, "git") == "required"
    assert "Removed by you" not in put_back.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"level": "chief"}, "Level: choose one of the options in the list."),
        ({"need_git": "perhaps"}, "Git: choose one of the options in the list."),
        ({"added": "nothing-known"}, "Add it as required: choose one of the options"),
        ({"name": "x" * 61}, "Name of the goal: write at most 60 characters."),
    ],
)
@pytest.mark.parametrize("button", ["Apply the corrections", "Keep it as a goal"])
def test_a_wrong_choice_is_named_and_nothing_is_lost(
    page: Callable[..., Page],
    session: Session,
    button: str,
    wrong: dict[str, str],
    said: str,
) -> None:
    reading = page("/adverts").press("Read it", text=ADVERT)

    refused = reading.press(
        button, {"name": "Billetterie", "need_docker": "required"} | wrong, status=422
    )

    assert "There is a problem" in refused.text
    assert said in refused.text
    assert need_of(refused, "docker") == "required"
    assert need_of(refused, "git") == "required"
    again = refused.press("Keep it as a goal", name="Billetterie")
    assert again.url.endswith("/start")
    assert session.scalars(select(OwnGoal)).one().name == "Billetterie"


def test_an_advert_that_cannot_be_read_as_well_stays_in_its_field(
    page: Callable[..., Page],
) -> None:
    reading = page("/adverts").press("Read it", text=ADVERT)

    refused = reading.press("Read it as well", text="Wash the leeks.", status=422)

    assert "does not look like a job advert" in refused.text
    assert "Wash the leeks." in [
        "".join(one.itertext()).strip() for one in refused.all("textarea")
    ]
    assert 'id="r-postgresql"' in refused.html


def test_an_advert_in_which_nothing_is_left_makes_no_goal_and_stays_on_the_page(
    page: Callable[..., Page], session: Session
) -> None:
    reading = page("/adverts").press("Read it", text=ADVERT)
    nothing = {
        f"need_{row}": ""
        for row in (
            "python", "django", "flask", "postgresql", "query-optimisation", "git",
        )
    }  # fmt: skip

    refused = reading.press("Keep it as a goal", nothing, status=422)

    assert "so no goal follows" in refused.text
    assert 'id="r-postgresql"' in refused.html
    assert session.scalars(select(OwnGoal)).all() == []


def test_a_level_is_named_in_words_that_developers_use(
    page: Callable[..., Page],
) -> None:
    reading = page("/adverts").press(
        "Read it", text=ADVERT.replace("0 to 2 years", "3 to 5 years")
    )

    assert "asks for a mid-level developer" in reading.heading
    assert "every mid-level developer" in reading.text
    assert "onfirmed" not in reading.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing to read yet"),
        (
            "Wash the leeks and slice them. Add the stock and let it simmer.",
            "does not look like a job advert",
        ),
        (
            "Wir suchen einen Entwickler für unser Team mit Erfahrung und Kenntnissen in Python.",
            "not in English or French",
        ),
        ("Python developer wanted. " * 8_000, "longer than any job advert"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_goals_are_offered(
    page: Callable[..., Page], text: str, why: str
) -> None:
    answer = page("/adverts").press("Read it", text=text, status=422)

    assert why in answer.text
    assert "Choose one of the goals instead" in answer.text


def test_a_file_is_read_like_a_text(
    page: Callable[..., Page], client: FlaskClient
) -> None:
    [token] = re.findall(
        r'name="csrf_token"[^>]*value="([^"]+)"', page("/adverts").html
    )[:1]
    upload = (io.BytesIO(ADVERT.encode()), "advert.txt")

    answer = client.post(
        "/adverts",
        data={"file": upload, "csrf_token": token},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 200
    assert 'id="r-postgresql"' in answer.text


def test_markup_in_an_advert_is_shown_as_text(page: Callable[..., Page]) -> None:
    answer = page("/adverts").press(
        "Read it", text=ADVERT + "<script>alert(1)</script>"
    )

    assert "<script>alert(1)" not in answer.html
    assert "&lt;script&gt;alert(1)" in answer.html


def test_a_finished_sitting_is_read_against_the_advert_at_once(
    page: Callable[..., Page],
    person: Person,
    session: Session,
    tools: AssessmentContext,
) -> None:
    sitting = finished(session, tools, person, answers=12)
    key = sitting.key
    session.commit()

    reading = page("/adverts").press("Read it", text=ADVERT)
    result = reading.press("Keep it as a goal", name="Billetterie")

    assert "Your result against this advert" in reading.text
    assert "You have reached what is asked for in" in reading.text
    assert result.url == f"/sittings/{key}/result"
    assert "Your result: Billetterie" in result.text
