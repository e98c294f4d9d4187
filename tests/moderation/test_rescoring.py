"""A faulty question is left out of results: explicitly, logged, with a note, and reversibly."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.services import add_person_secret
from quiz.cli.problems import problems_group
from quiz.core.db import make_engine, open_session
from quiz.errors import NotFound, NotNow
from quiz.moderation import queries as moderation_queries
from quiz.moderation import rescoring
from quiz.moderation import services as moderation_services
from quiz.operations import migrations
from quiz.sittings.assessment.context import (
    AssessmentContext,
    collect_responses,
    estimate_sitting,
)
from quiz.sittings.models import Sitting
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    finish,
    finished,
    settle,
)
from tests.pages import Page

OpenPage = Callable[..., Page]


def levels(sitting: Sitting) -> dict[str, float]:
    return {one.area: one.level for one in sitting.results}


def first_key(sitting: Sitting) -> str:
    return sitting.positions[0].version.key


def test_the_question_no_longer_counts_and_the_answer_stays(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=6)
    before, key = levels(sitting), first_key(sitting)

    effect = rescoring.preview_rescoring(session, key, tools)
    done = rescoring.apply_rescoring(session, key, tools, why="two keys", now=NOW)

    assert (effect.results, done.question_key) == (1, key)
    assert sitting.answered == 6
    assert len(collect_responses(sitting)) == 5
    assert levels(sitting) != before
    now = {area: one.level for area, one in estimate_sitting(sitting, tools).items()}
    assert levels(sitting) == pytest.approx(now, abs=1e-12)


def test_a_preview_changes_nothing(session: Session, tools: AssessmentContext) -> None:
    sitting = finished(session, tools, answers=6)
    before = levels(sitting)

    rescoring.preview_rescoring(session, first_key(sitting), tools)

    assert levels(sitting) == before
    assert not any(position.left_out for position in sitting.positions)


def test_taking_it_back_brings_every_number_back(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=6)
    before, key = levels(sitting), first_key(sitting)
    done = rescoring.apply_rescoring(session, key, tools, why="two keys", now=NOW)
    session.flush()
    assert moderation_queries.list_active_rescorings(session, sitting)

    changed = rescoring.undo_rescoring(session, done.id, tools, now=NOW)

    assert changed == 1
    assert levels(sitting) == pytest.approx(before, abs=1e-9)
    assert not moderation_queries.list_active_rescorings(session, sitting)
    with pytest.raises(NotNow, match="taken back already"):
        rescoring.undo_rescoring(session, done.id, tools, now=NOW)


def test_two_rescorings_are_taken_back_in_any_order(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=6)
    before = levels(sitting)
    keys = [position.version.key for position in sitting.positions[:2]]
    first, second = (
        rescoring.apply_rescoring(session, key, tools, why="faulty", now=NOW)
        for key in keys
    )
    session.flush()

    rescoring.undo_rescoring(session, first.id, tools, now=NOW)
    rescoring.undo_rescoring(session, second.id, tools, now=NOW)

    assert levels(sitting) == pytest.approx(before, abs=1e-9)


@pytest.fixture
def merged(session: Session, tools: AssessmentContext) -> tuple[Sitting, Sitting]:
    """Return a result and one that adds questions to it."""
    person = a_person(session)
    whole = finished(session, tools, person, answers=6)
    added = settle(session, tools, person, whole)
    answer(session, added, tools, times=2)
    finish(session, added, tools)
    return whole, added


def test_a_result_that_adds_to_a_rescored_one_is_rescored_with_it(
    session: Session, tools: AssessmentContext, merged: tuple[Sitting, Sitting]
) -> None:
    whole, added = merged
    before, key = (levels(whole), levels(added)), first_key(whole)

    in_quarantine = moderation_services.quarantine_question(
        session, key, why="two keys", now=NOW
    )
    effect = rescoring.preview_rescoring(session, key, tools)
    assert (levels(whole), levels(added)) == before
    assert not whole.positions[0].left_out
    done = rescoring.apply_rescoring(session, key, tools, why="two keys", now=NOW)
    session.flush()

    assert in_quarantine == effect.results == 2
    estimates = estimate_sitting(added, tools)
    assert levels(added) != before[1]
    assert levels(added) == pytest.approx(
        {area: one.level for area, one in estimates.items()}, abs=1e-12
    )
    for sitting in merged:
        [noted] = moderation_queries.list_active_rescorings(session, sitting)
        assert noted.sitting_id == sitting.id
    assert rescoring.undo_rescoring(session, done.id, tools, now=NOW) == 2
    assert levels(whole) == pytest.approx(before[0], abs=1e-9)
    assert levels(added) == pytest.approx(before[1], abs=1e-9)


def test_questions_added_after_a_rescoring_carry_its_note_and_its_undoing(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person, answers=6)
    key = first_key(whole)
    done = rescoring.apply_rescoring(session, key, tools, why="two keys", now=NOW)
    added = settle(session, tools, person, whole)
    answer(session, added, tools, times=2)
    finish(session, added, tools)
    without = levels(added)

    noted = moderation_queries.list_active_rescorings(session, added)
    changed = rescoring.undo_rescoring(session, done.id, tools, now=NOW)

    assert [one.rescoring_id for one in noted] == [done.id]
    assert changed == 2
    assert levels(added) != pytest.approx(without, abs=1e-9)


def test_what_no_result_counts_cannot_be_left_out(
    session: Session, tools: AssessmentContext
) -> None:
    open_one = a_sitting(session, tools)
    answer(session, open_one, tools)

    with pytest.raises(NotNow, match="No result counts"):
        rescoring.apply_rescoring(session, first_key(open_one), tools, why="x", now=NOW)
    with pytest.raises(NotFound):
        rescoring.undo_rescoring(session, 99, tools, now=NOW)


def test_people_find_a_dated_note_on_their_result(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = finished(session, tools, person, answers=6)
    rescoring.apply_rescoring(
        session, first_key(sitting), tools, why="two keys", now=NOW
    )
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    key = sitting.key
    session.commit()

    said = "On 22 November 2026 a faulty question was left out of this result"
    assert said in page(f"/sittings/{key}/result").text
    assert said in page(f"/sittings/{key}/report").text
    assert said in client.get(f"/sittings/{key}/result.json").get_data(as_text=True)
    assert client.get(f"/sittings/{key}/report.pdf").status_code == 200


def test_it_is_done_and_taken_back_from_the_command_line(
    tmp_path: Path, tools: AssessmentContext
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/trigpoint.sqlite3")
    migrations.upgrade_schema(engine)
    with open_session(engine, writes=True) as session:
        key = first_key(finished(session, tools, answers=4))
        moderation_services.quarantine_question(session, key, why="two keys", now=NOW)
        session.commit()
    engine.dispose()

    def run(*words: str, given: str = "") -> str:
        env = {"TRIGPOINT_DATA": str(tmp_path), "TRIGPOINT_DATABASE_URL": ""}
        made = CliRunner(env=env).invoke(
            problems_group, words, input=given, catch_exceptions=False
        )
        assert made.exit_code == 0, made.output
        return made.output

    assert "Nothing was changed." in run(
        "rescore", key, "--why", "two keys", given="n\n"
    )
    assert "Done, as rescoring 1." in run("rescore", key, "--why", "two keys", "--yes")
    assert "Results affected: 0." in run("rescore", key, "--why", "two keys", "--yes")
    assert f"{key}  1 results" in run("rescorings")
    assert "Results changed: 1." in run("undo", "1")
    assert "taken back on" in run("rescorings")
