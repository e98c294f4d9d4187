"""Every verdict on a signed file."""

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, PersonJoin
from quiz.core.keys import secret_hash
from quiz.results.sharing import signed_result
from quiz.results.sharing.signed_result import SigningKeys, sign_result
from quiz.results.verification import services
from quiz.results.verification.file_check import FileVerdict, check_file
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person
from tests.results.sharing.test_signed_result import KEYS, payload_of

SITE = "https://trigpoint.example/"


def payload(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> dict[str, Any]:
    """Return what a file about a sitting says, made for the person it belongs to."""
    code = services.ensure_code(session, sitting.id, now=NOW)
    owner = session.get(Person, sitting.person_id)
    assert owner is not None
    return payload_of(
        sitting, tools, site=SITE, person=secret_hash(owner.key), code=code.code
    )


def verdict(session: Session, body: dict[str, Any], site: str = SITE) -> FileVerdict:
    text = sign_result(body, KEYS)
    return check_file(session, text.encode(), keys=KEYS, site=site).verdict


def test_a_file_made_here_for_its_person_is_genuine(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    body = payload(session, tools, sitting)

    assert verdict(session, body) is FileVerdict.GENUINE
    assert verdict(session, body, site="") is FileVerdict.GENUINE


def test_a_file_of_another_site_or_person_is_foreign(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    body = payload(session, tools, sitting)
    other = body | {"issued": body["issued"] | {"person": secret_hash("somebody")}}

    assert verdict(session, other) is FileVerdict.FOREIGN
    assert verdict(session, body, site="https://other.example/") is FileVerdict.FOREIGN


def test_a_file_made_before_two_browsers_were_combined_stays_genuine(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    body = payload(session, tools, sitting)
    keeper = a_person(session)
    before = session.get(Person, sitting.person_id)
    assert before is not None
    sitting.person_id = keeper.id
    assert verdict(session, body) is FileVerdict.FOREIGN

    session.add(PersonJoin(key_hash=secret_hash(before.key), person_id=keeper.id))
    session.flush()

    assert verdict(session, body) is FileVerdict.GENUINE


def test_a_result_that_was_corrected_since_makes_a_file_out_of_date(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    body = payload(session, tools, sitting)

    sitting.results[0].level += 0.2
    session.flush()

    assert verdict(session, body) is FileVerdict.CORRECTED


def test_a_file_about_what_was_deleted_says_so(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    body = payload(session, tools, sitting) | {"sitting": "nothing"}

    assert verdict(session, body) is FileVerdict.DELETED


def test_a_file_whose_code_was_turned_off_is_revoked(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    body = payload(session, tools, sitting)

    services.revoke_code(session, sitting.id, now=NOW)

    assert verdict(session, body) is FileVerdict.REVOKED


def test_a_file_of_the_first_version_is_still_read(
    session: Session,
    tools: AssessmentContext,
    sitting: Sitting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = payload(session, tools, sitting) | {"version": 1}
    del body["issued"]
    signer = signed_result._build_signer(KEYS, 1)
    signature = signer.get_signature(signed_result._canonical_json(body)).decode()
    text = json.dumps(body | {"signature": signature})

    check = check_file(session, text.encode(), keys=KEYS, site=SITE)

    assert check.verdict is FileVerdict.UNBOUND
    assert check.is_good


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7 of somebody else", FileVerdict.UNKNOWN),
        (b"\xff\xfe", FileVerdict.UNREADABLE),
        (b"{}", FileVerdict.UNREADABLE),
        (b'{"format": "trigpoint-result", "version": 2}', FileVerdict.ALTERED),
        (b'{"format": "trigpoint-result", "version": true}', FileVerdict.ALTERED),
    ],
)
def test_what_is_not_ours_is_named(
    session: Session, data: bytes, expected: FileVerdict
) -> None:
    keys = SigningKeys("a key of thirty-two characters, more")

    assert check_file(session, data, keys=keys, site=SITE).verdict is expected
