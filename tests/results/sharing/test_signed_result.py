"""A result as a signed file, which this installation recognises and nobody can change."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.config import Settings
from quiz.core.keys import secret_hash
from quiz.moderation.rescoring import apply_rescoring
from quiz.results.evidence.claims import ClaimRow
from quiz.results.models import Evidence
from quiz.results.sharing.signed_result import (
    ForgedResult,
    Issue,
    SigningKeys,
    UnknownResult,
    build_payload,
    sign_result,
    verify_result,
)
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, finished
from tests.results.builders import outcome
from tests.results.test_presenters import view_of

KEYS = SigningKeys(
    "a key of thirty-two characters, more", ["an older key of thirty-two characters"]
)


def test_the_file_is_known_again_and_tells_no_question(
    client: FlaskClient, settings: Settings, sitting: Sitting, tools: AssessmentContext
) -> None:
    answer_ = client.get(f"/sittings/{sitting.key}/result.json")
    text = answer_.get_data(as_text=True)

    body = verify_result(text, SigningKeys(settings.secret_key))

    assert body["goal"]["key"] == "junior"
    assert body["answers"]["all"] == 6
    assert len(body["areas"]) == 12
    assert all(0 < area["p_reached"] < 1 for area in body["areas"])
    assert body["claimed"] == {"SQL": "senior", "Git": "nothing yet"}
    assert not [key for key in tools.catalogue.questions if key in text]
    assert "attachment" in answer_.headers["Content-Disposition"]


ISSUE = Issue("https://trigpoint.example/", "hash", "nonce", NOW, "x7kq2mwd9tfc")


def payload_of(
    sitting: Sitting, tools: AssessmentContext, **issue: Any
) -> dict[str, Any]:
    """Return what a file about a sitting says."""
    return build_payload(view_of(sitting, tools), [], [], replace(ISSUE, **issue))


def signed(session: Session, tools: AssessmentContext) -> str:
    return sign_result(payload_of(finished(session, tools, answers=3), tools), KEYS)


def test_a_file_names_its_site_person_and_moment_and_no_two_are_alike(
    client: FlaskClient, session: Session, settings: Settings, sitting: Sitting
) -> None:
    key = sitting.key
    owner = session.get(Person, sitting.person_id)
    assert owner is not None
    owner_key = owner.key
    session.rollback()

    first, second = (
        verify_result(
            client.get(f"/sittings/{key}/result.json").get_data(as_text=True),
            SigningKeys(settings.secret_key),
        )
        for _ in range(2)
    )

    assert first["issued"]["site"] == "http://localhost/"
    assert first["issued"]["person"] == secret_hash(owner_key)
    assert owner_key not in json.dumps(first)
    assert first["issued"]["nonce"] != second["issued"]["nonce"]
    assert first["issued"]["code"] == second["issued"]["code"]
    assert first["issued"]["at"].endswith("+00:00")


def test_numbers_are_rounded_and_names_are_those_of_the_format(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)
    result = sitting.results[0]
    result.level, result.low, result.high = 0.71239, 0.4, 1.00049
    result.p_reached = 0.123456

    body = build_payload(view_of(sitting, tools), [], ["A note."], ISSUE)

    [area] = [one for one in body["areas"] if one["key"] == result.area]
    assert (area["level"], area["low80"], area["high80"]) == (0.712, 0.4, 1.0)
    assert area["p_reached"] == 0.1235
    assert area["statement"] == result.statement
    assert body["finished_on"] == "2026-11-22"
    assert body["supervised"] is False
    assert body["notes"] == ["A note."]
    session.rollback()


def test_self_ratings_and_evidence_stand_with_their_area(
    session: Session, tools: AssessmentContext
) -> None:
    shop = Evidence(url="https://x.org", note="A shop", areas=["git"])
    claims = [
        ClaimRow(outcome("sql", area_name="SQL"), 2.0, None, ()),
        ClaimRow(outcome("ops", area_name="Operations"), 1.7, None, ()),
        ClaimRow(outcome("git", area_name="Git"), None, None, (shop,)),
    ]

    body = build_payload(view_of(finished(session, tools), tools), claims, [], ISSUE)

    assert body["claimed"] == {"SQL": "confirmed", "Operations": "1.7"}
    assert body["evidence"] == [
        {"area": "Git", "url": "https://x.org", "note": "A shop"}
    ]


def test_notes_are_written_as_the_page_says_them(
    client: FlaskClient, session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    apply_rescoring(
        session, sitting.positions[0].question.key, tools, why="wrong", now=NOW
    )
    session.commit()

    body = json.loads(client.get(f"/sittings/{sitting.key}/result.json").data)

    assert body["notes"][-1].startswith(
        "On 22 November 2026 a faulty question was left out of this result."
    )
    assert "\n" not in "".join(body["notes"])


def test_a_changed_or_foreign_file_is_refused(
    session: Session, tools: AssessmentContext
) -> None:
    text = signed(session, tools)
    better = json.loads(text)
    better["areas"][0]["level"] = 3.0
    bare = json.loads(text)
    del bare["signature"]

    for forged in (
        json.dumps(better),
        json.dumps(bare),
        text.replace("Junior", "Senior"),
    ):
        with pytest.raises(ForgedResult):
            verify_result(forged, KEYS)
    with pytest.raises(ForgedResult):
        verify_result(text, SigningKeys("another key of thirty-two characters"))


def test_a_file_signed_with_the_key_before_is_still_known(
    session: Session, tools: AssessmentContext
) -> None:
    text = signed(session, tools)

    rolled = SigningKeys("the newest key of thirty-two characters", [KEYS.current])

    assert verify_result(text, rolled)["format"] == "trigpoint-result"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "not JSON"),
        ("[]", "not a Trigpoint result"),
        ('{"format": "other"}', "not a Trigpoint result"),
        ('{"format": "trigpoint-result", "version": 99}', "version 99"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_result_is_named(text: str, said: str) -> None:
    with pytest.raises(UnknownResult, match=said):
        verify_result(text, KEYS)
