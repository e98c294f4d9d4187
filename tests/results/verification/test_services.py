"""Codes of a result: one that works, others that were turned off, and the digests of files."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from quiz.errors import NotNow
from quiz.results.verification import queries, services
from quiz.results.verification.models import ReportCode, ReportFile
from quiz.sittings.models import Sitting
from tests.factories import NOW, count


def test_a_result_keeps_its_code_until_it_is_turned_off(
    session: Session, sitting: Sitting
) -> None:
    first = services.ensure_code(session, sitting.id, now=NOW)

    assert services.ensure_code(session, sitting.id, now=NOW) is first
    services.revoke_code(session, sitting.id, now=NOW)
    services.revoke_code(session, sitting.id, now=NOW + timedelta(days=1))
    assert first.revoked_at == NOW
    assert services.ensure_code(session, sitting.id, now=NOW) is not first


def test_codes_of_one_result_come_to_an_end(session: Session, sitting: Sitting) -> None:
    for _ in range(services.MOST_CODES):
        services.ensure_code(session, sitting.id, now=NOW)
        services.revoke_code(session, sitting.id, now=NOW)

    with pytest.raises(NotNow, match="no more for it"):
        services.ensure_code(session, sitting.id, now=NOW)


def test_the_latest_hundred_files_of_a_code_are_known(
    session: Session, sitting: Sitting
) -> None:
    code = services.ensure_code(session, sitting.id, now=NOW)

    for number in range(services.MOST_FILES + 3):
        moment = NOW + timedelta(seconds=number)
        services.note_file(session, code.code, f"{number:064x}", now=moment)
        services.note_file(session, code.code, f"{number:064x}", now=moment)

    assert count(session, ReportFile) == services.MOST_FILES
    assert queries.find_file(session, code, f"{2:064x}") is None
    assert queries.find_file(session, code, f"{3:064x}") is not None


def test_what_is_noted_of_a_code_that_is_gone_is_dropped(session: Session) -> None:
    services.note_file(session, "x7kq2mwd9tfc", "0" * 64, now=NOW)

    assert count(session, ReportFile) == count(session, ReportCode) == 0
