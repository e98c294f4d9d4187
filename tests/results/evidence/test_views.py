"""The portfolio: evidence is added, changed and removed by its owner, and appears beside what was measured."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.errors import NotNow
from quiz.results import services
from quiz.results.models import Evidence
from quiz.results.services import EvidenceDraft
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person
from tests.pages import Page

OpenPage = Callable[..., Page]
DRAFT = EvidenceDraft("https://x.org", "x", ["sql"])


def added(page: OpenPage, **fields: str | list[str]) -> Page:
    values: dict[str, str | list[str]] = {
        "url": "https://example.org/repo",
        "note": "A shop with tests",
        "areas": ["sql"],
    }
    return page("/evidence").press("Add", values | fields)


def test_evidence_stands_beside_claim_and_test(
    page: OpenPage, sitting: Sitting
) -> None:
    added(page)

    result = page(f"/sittings/{sitting.key}/result")

    assert "Self-rating, measured level and evidence" in result.text
    assert "A shop with tests" in result.text
    assert "Nothing yet, lower than the answers show" in result.text
    assert "Senior, " in result.text
    assert "None yet" in result.text
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
        "Add", {"url": url, "note": "keep this", "areas": ["sql"]}, status=422
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
    other = services.add_evidence(session, a_person(session), DRAFT, now=NOW)
    key = other.key
    session.commit()
    token = mine.html.split('name="csrf_token" value="')[1].split('"')[0]

    stolen = client.post(f"/evidence/{key}/remove", data={"csrf_token": token})
    page(f"/evidence/{key}/change", status=404)
    gone = page(mine_address(page)).press("Remove permanently")

    assert stolen.status_code == 404
    assert "Removed: https://example.org/repo" in gone.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1


def test_thirty_pieces_are_enough(session: Session) -> None:
    someone = a_person(session)
    for _ in range(services.MOST_EVIDENCE):
        services.add_evidence(session, someone, DRAFT, now=NOW)

    with pytest.raises(NotNow, match="You have 30 pieces of evidence"):
        services.add_evidence(session, someone, DRAFT, now=NOW)
    services.add_evidence(session, a_person(session), DRAFT, now=NOW)


def test_a_changed_piece_keeps_the_day_it_was_added(session: Session) -> None:
    evidence = services.add_evidence(session, a_person(session), DRAFT, now=NOW)

    services.change_evidence(evidence, EvidenceDraft("https://y.org", "y", ["git"]))

    assert (evidence.url, evidence.note, evidence.areas) == (
        "https://y.org",
        "y",
        ["git"],
    )
    assert evidence.created_at == NOW


def test_a_portfolio_lists_the_latest_first(
    page: OpenPage, session: Session, person: Person
) -> None:
    for days, note in ((1, "newer"), (0, "older")):
        services.add_evidence(
            session,
            person,
            EvidenceDraft("https://x.org", note, ["gone", "sql"]),
            now=NOW + timedelta(days=days),
        )
    session.commit()

    portfolio = page("/evidence").text

    assert portfolio.index("newer") < portfolio.index("older")
    assert "gone, SQL, added on 23 November 2026" in portfolio
