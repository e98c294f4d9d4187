"""The pages about a cohort as an instructor reads them."""

import random

from sqlalchemy.orm import Session

from quiz.cohorts.checks.models import CheckSitting
from quiz.cohorts.models import Cohort
from quiz.core.clock import utc_now
from quiz.core.keys import public_key
from quiz.privacy.models import AuditAction, AuditEntry
from quiz.results.models import Evidence
from quiz.sittings.assessment.context import AssessmentContext
from tests.cohorts.insight.scene import Scene, join_people, plan_checks, take_check
from tests.pages import Page, open_page, words


def table_rows(page: Page) -> list[list[str]]:
    """Return the cells of the first table in words."""
    return [
        [words(cell) for cell in row.iter() if cell.tag in {"th", "td"}]
        for row in page.all("tr")
    ]


def test_an_empty_cohort_says_what_to_do_next(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    page = instructor.open(f"/cohorts/{cohort.key}")
    held = session.get_one(Cohort, cohort.id)
    join_people(session, held, ["Hana"], groups=())
    session.commit()

    without_check = page.open(f"/cohorts/{cohort.key}")
    plan_checks(session, held)
    session.commit()
    without_result = page.open(f"/cohorts/{cohort.key}")

    assert "Nobody is in this cohort yet." in page.text
    assert "There is no check yet." in without_check.text
    assert "Nobody has a result in" in without_result.text
    for path in ("/support", "/plan", "/effect", "/questions"):
        page.open(f"/cohorts/{cohort.key}{path}")


def test_one_result_is_shown_without_any_average(
    session: Session, tools: AssessmentContext, cohort: Cohort, instructor: Page
) -> None:
    held = session.get_one(Cohort, cohort.id)
    entry, _ = plan_checks(session, held)
    [member] = join_people(session, held, ["Hana"], groups=())
    take_check(session, tools, member, entry, {}, random.Random(1), most=4)
    session.commit()

    page = instructor.open(f"/cohorts/{cohort.key}")

    assert "One result so far." in page.text
    median = next(row for row in table_rows(page) if row[0] == "Median")
    assert all(cell.endswith("not shown") for cell in median[1:])


def test_the_heat_map_is_a_table_with_needed_levels_median_and_people(
    scene: Scene, instructor: Page
) -> None:
    page = instructor.open(f"/cohorts/{scene.cohort.key}")

    rows = table_rows(page)
    assert rows[0] == ["Name", "prog", "sql", "test", "git"]
    assert rows[1] == ["Needed", "1.2", "1.2", "1.0", "1.0"]
    assert rows[3] == ["People measured (n)", "6", "6", "6", "6"]
    assert [row[0] for row in rows[4:10]] == [one.name for one in scene.members]


def test_people_are_filtered_and_sorted_by_the_address(
    scene: Scene, instructor: Page
) -> None:
    address = f"/cohorts/{scene.cohort.key}"

    red = instructor.open(f"{address}?group=Red")
    lowest = instructor.open(f"{address}?sort=area-sql")
    nobody = instructor.open(f"{address}?people=waiting")

    assert [row[0] for row in table_rows(red)[4:7]] == [
        one.name for one in scene.members[::2]
    ]
    levels = [float(row[2].split()[0]) for row in table_rows(lowest)[4:10]]
    assert levels == sorted(levels)
    assert "Nobody matches." in nobody.text


def test_no_average_tells_of_a_group_of_three_or_of_the_others(
    scene: Scene, instructor: Page
) -> None:
    page = instructor.open(f"/cohorts/{scene.cohort.key}?group=Red")

    median = next(row for row in table_rows(page) if row[0] == "Median")
    assert all(cell.endswith("not shown") for cell in median[1:])


def test_a_look_at_levels_is_written_down_for_each_person_once_an_hour(
    session: Session, scene: Scene, instructor: Page
) -> None:
    for _ in range(2):
        instructor.open(f"/cohorts/{scene.cohort.key}")

    looks = session.query(AuditEntry).filter_by(action=AuditAction.SAW_LEVELS).all()
    assert sorted(one.person_id for one in looks) == sorted(
        one.person_id or 0 for one in scene.members
    )


def test_thresholds_are_set_by_the_instructor_and_go_back_to_the_usual_ones(
    scene: Scene, instructor: Page
) -> None:
    page = instructor.open(f"/cohorts/{scene.cohort.key}/support")

    refused = page.press("Save thresholds", status=422, share_below="0")
    strict = refused.press("Save thresholds", share_below="1", fewest_answers="1")
    usual = strict.press("Use the usual thresholds")

    assert "Enter a number from 1 to 100." in refused.text
    assert "at least 1% of the measured areas" in strict.text
    assert "at least 50% of the measured areas" in usual.text


def test_a_person_page_shows_counts_and_never_times_and_is_written_down(
    session: Session, scene: Scene, instructor: Page
) -> None:
    member = scene.members[0]
    page = instructor.open(f"/cohorts/{scene.cohort.key}/people/{member.key}")

    assert "Hours" not in page.text
    assert "seconds" not in page.text
    assert "does not share single answers" in page.text
    assert (
        session.query(AuditEntry)
        .filter_by(action=AuditAction.SAW_RESULT, person_id=member.person_id)
        .count()
        == 1
    )


def test_single_answers_are_shown_only_to_whom_they_are_shared_with(
    session: Session, scene: Scene, instructor: Page
) -> None:
    member = scene.members[0]
    address = f"/cohorts/{scene.cohort.key}/people/{member.key}"
    link = session.query(CheckSitting).filter_by(member_id=member.id).one()
    answers = f"{address}/answers/{link.sitting.key}"
    session.commit()
    instructor.open(answers, status=404)

    session.get_one(type(member), member.id).shares_answers = True
    session.commit()
    shown = instructor.open(address).follow("Show single answers")

    assert shown.heading == f"Answers of {member.name}"
    assert (
        session.query(AuditEntry).filter_by(action=AuditAction.SAW_ANSWERS).count() == 1
    )


def test_a_note_is_read_by_the_person_and_can_be_deleted(
    session: Session, scene: Scene, instructor: Page
) -> None:
    member = scene.members[0]
    page = instructor.open(f"/cohorts/{scene.cohort.key}/people/{member.key}")

    refused = page.press("Save note", status=422, text="  ")
    written = refused.press("Save note", text="Pair with Bastien on joins.")

    deleted = written.press("Delete")

    assert "Write something." in refused.text
    assert "Pair with Bastien on joins." in written.text
    assert "Pair with Bastien" not in deleted.text
    assert (
        session.query(AuditEntry).filter_by(action=AuditAction.WROTE_NOTE).count() == 1
    )


def test_evidence_is_confirmed_and_taken_back(
    session: Session, scene: Scene, instructor: Page
) -> None:
    member = session.get_one(type(scene.members[0]), scene.members[0].id)
    session.add(
        Evidence(
            key=public_key(),
            person_id=member.person_id,
            url="https://example.org/shop",
            note="A small shop",
            areas=["sql"],
            created_at=utc_now(),
        )
    )
    session.commit()
    page = instructor.open(f"/cohorts/{scene.cohort.key}/people/{member.key}")

    confirmed = page.press("Confirm")

    assert "Not confirmed" in page.text
    assert "Confirmed by" in confirmed.text
    assert "Not confirmed" in confirmed.press("Take back").text


def test_the_plan_leaves_holidays_out_and_is_a_calendar_without_names(
    session: Session, scene: Scene, instructor: Page
) -> None:
    page = instructor.open(
        f"/cohorts/{scene.cohort.key}/plan?hours=6&share=50&smallest=2"
    )
    calendar = page.client.get(f"/cohorts/{scene.cohort.key}/plan.ics?hours=6")

    assert "class hours are planned" in page.text
    assert calendar.mimetype == "text/calendar"
    assert "BEGIN:VEVENT" in calendar.text
    assert not [one for one in scene.members if one.name in calendar.text]


def test_a_question_for_the_wall_comes_without_its_key_first(
    session: Session, scene: Scene, instructor: Page
) -> None:
    link = session.query(CheckSitting).filter_by(member_id=scene.members[0].id).one()
    question = link.sitting.positions[0].question.key
    session.commit()
    address = f"/cohorts/{scene.cohort.key}/questions/{question}"

    asked = instructor.open(address)
    why = asked.follow("Explanation")

    assert "Why" not in [words(one) for one in asked.all("h2")]
    assert "Why" in [words(one) for one in why.all("h2")]
    open_page(
        instructor.client, f"/cohorts/{scene.cohort.key}/questions/none", status=404
    )
