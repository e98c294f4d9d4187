"""What a person can show, and what they claim, beside what was measured."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.errors import NotNow
from quiz.goals import services
from quiz.goals.models import Evidence
from quiz.results import services as results_services
from quiz.results.evidence.claims import build_claim_rows
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person
from tests.pages import Page

OpenPage = Callable[..., Page]


def added(page: OpenPage, **fields: str | list[str]) -> Page:
    values: dict[str, str | list[str]] = {
        "url": "https://example.org/repo",
        "note": "A shop with tests",
        "areas": ["sql"],
    }
    return page("/evidence").press("Add it", values | fields)


def test_evidence_stands_beside_claim_and_test(
    page: OpenPage, sitting: Sitting
) -> None:
    added(page)

    result = page(f"/sittings/{sitting.key}/result")

    assert "Claimed, tested, shown" in result.text
    assert "A shop with tests" in result.text
    assert "Nothing yet, " in result.text
    assert 'rel="nofollow noopener noreferrer"' in result.html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "example.org",
        "https://",
        "https://[broken",
        "https://a b.example/",
    ],
)
def test_only_whole_addresses_of_the_web_are_taken(
    page: OpenPage, person: Person, url: str
) -> None:
    form = page("/evidence").press(
        "Add it", {"url": url, "note": "keep this", "areas": ["sql"]}, status=422
    )

    assert "begins with https:// or http://" in form.text
    assert "keep this" in form.html


def test_markup_in_evidence_stays_text(page: OpenPage, sitting: Sitting) -> None:
    added(page, note="<script>alert(1)</script>")

    result = page(f"/sittings/{sitting.key}/result")

    assert "<script>alert(1)</script>" not in result.html
    assert "<script>alert(1)</script>" in result.text


def mine_address(page: OpenPage) -> str:
    """Return where the one piece of evidence can be changed."""
    return page("/evidence").follow("Change or remove: A shop with tests").url


def test_evidence_is_changed_and_a_mistake_loses_nothing(
    page: OpenPage, person: Person
) -> None:
    added(page)
    address = mine_address(page)

    refused = page(address).press("Save", url="nonsense", note="Better", status=422)
    assert "begins with https:// or http://" in refused.text
    assert "Better" in refused.html
    changed = refused.press("Save", url="https://example.org/new")

    assert "https://example.org/new" in changed.text
    assert "Better" in changed.text
    assert "https://example.org/repo" not in changed.text


def test_evidence_is_removed_by_its_owner_alone(
    page: OpenPage, client: FlaskClient, session: Session, person: Person
) -> None:
    mine = added(page)
    other = results_services.add_evidence(
        session,
        a_person(session),
        url="https://x.org",
        note="x",
        areas=["sql"],
        now=NOW,
    )
    key = other.key
    session.commit()
    token = mine.html.split('name="csrf_token" value="')[1].split('"')[0]

    stolen = client.post(f"/evidence/{key}/remove", data={"csrf_token": token})
    page(f"/evidence/{key}/change", status=404)
    gone = page(mine_address(page)).press("Remove it for good")

    assert stolen.status_code == 404
    assert "Removed: https://example.org/repo" in gone.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1


def test_thirty_pieces_are_enough(session: Session) -> None:
    someone = a_person(session)
    for _ in range(services.MOST_EVIDENCE):
        results_services.add_evidence(
            session, someone, url="https://x.org", note="x", areas=[], now=NOW
        )

    with pytest.raises(NotNow, match="Remove one first"):
        results_services.add_evidence(
            session, someone, url="https://x.org", note="x", areas=[], now=NOW
        )


def test_a_claim_is_held_against_the_band() -> None:
    from quiz.charts.strips import StripData

    rows = [
        StripData(area, area, 1.0, 0.8, 1.2, 1.0, "likely")
        for area in ("a", "b", "c", "d")
    ]

    found = build_claim_rows(rows, {"a": 3.0, "b": 0.0, "c": 1.0}, [])

    assert [row.beside for row in found] == [
        "higher than the answers say",
        "lower than the answers say",
        "about what the answers say",
    ]
