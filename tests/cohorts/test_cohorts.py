"""Cohorts as instructors make, change, copy, archive and delete them."""

from datetime import timedelta

from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.cohorts.models import Cohort, CohortCheck
from quiz.core.clock import utc_now
from tests.accounts_fixtures import SignIn
from tests.cohorts.cast import a_check, a_school
from tests.pages import Page


def test_somebody_without_a_cohort_is_told_how_to_begin(
    session: Session, ana: Account, sign_in: SignIn
) -> None:
    a_school(session, ana)
    session.commit()

    page = sign_in().follow("Cohorts")

    assert "Create the first cohort" in page.text


def test_an_instructor_creates_a_cohort_and_plans_its_first_check(
    session: Session, ana: Account, sign_in: SignIn
) -> None:
    a_school(session, ana)
    session.commit()

    form = sign_in().follow("Cohorts").follow("Create the first cohort")
    setup = form.press(
        "Save cohort",
        name="Evening class, spring 2027",
        goal="junior",
        starts_on="2027-01-11",
        ends_on="2027-05-28",
        hours_per_week="9",
        days_off="15 February 2027 to 28 February 2027",
    )
    planned = setup.follow("Plan a check").press("Save check", areas=["sql", "git"])

    assert setup.heading == "Evening class, spring 2027: set up"
    assert "11 January 2027 to 28 May 2027" in setup.text
    assert "1 holiday" in setup.text
    assert "Entry assessment" in planned.text
    assert "only Git and SQL" in planned.text or "only SQL and Git" in planned.text
    assert "Open now." in planned.text


def test_what_cannot_be_is_said_at_the_field(instructor: Page) -> None:
    form = instructor.open("/cohorts/new")

    refused = form.press(
        "Save cohort",
        status=422,
        name="",
        starts_on="2027-05-01",
        ends_on="2027-01-01",
        days_off="sometime in spring",
    )

    assert "Enter a name." in refused.text
    assert "The last day is before the first." in refused.text
    assert "write days like 15 February 2027" in refused.text


def test_a_copy_moves_the_checks_with_the_first_day_and_takes_nobody_along(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    kept = session.get_one(Cohort, cohort.id)
    kept.starts_on = utc_now().date()
    check = a_check(session, kept)
    opened = check.opens_at
    session.commit()

    setup = instructor.open(f"/cohorts/{cohort.key}/copy").press(
        "Create the copy",
        name="Next intake",
        starts_on=(utc_now().date() + timedelta(days=100)).isoformat(),
    )

    assert setup.heading == "Next intake: set up"
    assert "Nobody yet." in setup.text
    copied = session.query(CohortCheck).filter(CohortCheck.id != check.id).one()
    assert abs(copied.opens_at - opened - timedelta(days=100)) <= timedelta(hours=1)


def test_an_archived_cohort_can_be_opened_again_or_deleted(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    confirm = instructor.open(f"/cohorts/{cohort.key}/archive")
    listed = confirm.press("Archive")
    archived = instructor.open(f"/cohorts/{cohort.key}/setup")

    assert "Archive" in listed.text
    assert "Nobody can join" in archived.text
    again = archived.press("Take out of the archive")
    assert "Nobody can join" not in again.text
    again.open(f"/cohorts/{cohort.key}/archive").press("Archive")
    instructor.open(f"/cohorts/{cohort.key}/archive").press("Remove permanently")
    assert session.query(Cohort).count() == 0


def test_a_check_is_changed_and_deleted_after_a_question(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    check = a_check(session, session.get_one(Cohort, cohort.id))
    session.commit()
    address = f"/cohorts/{cohort.key}/checks/{check.key}"

    changed = instructor.open(f"{address}/change").press(
        "Save check", name="First look", is_supervised="y"
    )
    gone = instructor.open(f"{address}/delete").press("Delete check")

    assert "First look (supervised)" in changed.text
    assert "None yet." in gone.text


def test_a_check_about_one_area_is_filled_in_from_the_teaching_plan(
    cohort: Cohort, instructor: Page
) -> None:
    area = next(iter(cohort.required))

    form = instructor.open(f"/cohorts/{cohort.key}/checks/new?area={area}")
    other = instructor.open(f"/cohorts/{cohort.key}/checks/new?area=nothing")

    ticked = [
        [
            box.get("value")
            for box in page.all("input")
            if box.get("name") == "areas" and box.get("checked") is not None
        ]
        for page in (form, other)
    ]
    assert ticked == [[area], []]


def test_a_check_that_closes_before_it_opens_is_refused(
    instructor: Page, cohort: Cohort
) -> None:
    form = instructor.open(f"/cohorts/{cohort.key}/checks/new")

    refused = form.press(
        "Save check", status=422, opens_on="2027-02-02", closes_on="2027-02-01"
    )

    assert "It closes before it opens." in refused.text
