"""Evidence, shared results, the signed file, career context, confidence and levels over time."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quiz.accounts.models import Person
from quiz.accounts.services import give_secret
from quiz.bank.versions import question_of
from quiz.config import Settings
from quiz.errors import NotNow
from quiz.gaps import services
from quiz.gaps.career import career_of
from quiz.gaps.claims import claim_rows
from quiz.gaps.confidence import kind_of, matrix_of
from quiz.gaps.models import Evidence, OwnGoal, ShareLink
from quiz.gaps.signed import ForgedResult, Keys, UnknownResult, signed, verified
from quiz.gaps.timeline import history_of
from quiz.sittings import events
from quiz.sittings import services as sitting_services
from quiz.sittings.measuring import Tools
from quiz.sittings.models import Answer, Sitting
from tests.factories import NOW, a_person, a_sitting, answer, finished, given, present
from tests.gaps.test_views import view_of
from tests.pages import Page

OpenPage = Callable[..., Page]
KEYS = Keys(
    "a key of thirty-two characters, more", ["an older key of thirty-two characters"]
)


@pytest.fixture
def person(client: FlaskClient, session: Session) -> Person:
    """Return the person behind the browser."""
    found = a_person(session)
    client.set_cookie("trigpoint_person", give_secret(session, found, now=NOW))
    session.commit()
    return found


@pytest.fixture
def sitting(session: Session, tools: Tools, person: Person) -> Sitting:
    """Return a finished sitting of the person behind the browser, with claims."""
    found = finished(session, tools, person, answers=6)
    found.claimed = {"sql": 3.0, "git": 0.0}
    session.commit()
    return found


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


def kept(session: Session) -> list[int | None]:
    """Return how many pieces of evidence, goals and links there are, and let go of the database."""
    models = (Evidence, OwnGoal, ShareLink)
    counts = [session.scalar(select(func.count()).select_from(one)) for one in models]
    session.rollback()
    return counts


def test_forgetting_takes_goals_evidence_and_links_along(
    page: OpenPage, app: Flask, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    session.rollback()
    added(page)
    page("/goals/senior/copy").press("Keep the goal")
    path = shared_path(page(f"/sittings/{key}/share").press("Make a link"))
    assert kept(session) == [1, 1, 1]

    page("/forget").press("Delete everything")

    assert kept(session) == [0, 0, 0]
    assert app.test_client().get(path).status_code == 404


def test_evidence_is_removed_by_its_owner_alone(
    page: OpenPage, client: FlaskClient, session: Session, person: Person
) -> None:
    mine = added(page)
    other = services.add_evidence(
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
        services.add_evidence(
            session, someone, url="https://x.org", note="x", areas=[], now=NOW
        )

    with pytest.raises(NotNow, match="Remove one first"):
        services.add_evidence(
            session, someone, url="https://x.org", note="x", areas=[], now=NOW
        )


def test_a_claim_is_held_against_the_band() -> None:
    from quiz.drawing.strips import StripData

    rows = [
        StripData(area, area, 1.0, 0.8, 1.2, 1.0, "likely")
        for area in ("a", "b", "c", "d")
    ]

    found = claim_rows(rows, {"a": 3.0, "b": 0.0, "c": 1.0}, [])

    assert [row.beside for row in found] == [
        "higher than the answers say",
        "lower than the answers say",
        "about what the answers say",
    ]


def main_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True).split("<main")[1].split("</main>")[0]


def shared_path(made: Page) -> str:
    return "/shared/" + made.text.split("/shared/")[1].split(" ")[0]


def test_a_result_is_shared_read_and_taken_back(
    page: OpenPage, client: FlaskClient, app: Flask, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    made = page(f"/sittings/{key}/share").press("Make a link", days="7")
    path = shared_path(made)
    stranger = app.test_client()

    seen = stranger.get(path)

    assert seen.status_code == 200
    assert seen.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert seen.headers["Cache-Control"] == "no-store"
    assert key not in seen.get_data(as_text=True)
    told = seen.get_data(as_text=True)
    assert "people with answers like theirs" in told
    assert "your" not in told.split("<main")[1].split("</main>")[0].lower()
    page(path)
    session.rollback()
    kept = session.scalars(select(ShareLink)).one()
    assert path.removeprefix("/shared/") != kept.secret_hash
    session.rollback()

    page(f"/sittings/{key}/share").press("Take back")

    gone = stranger.get(path)
    wrong = stranger.get("/shared/nothing")
    assert gone.status_code == wrong.status_code == 404
    assert main_of(gone) == main_of(wrong)


def test_a_link_ends_by_itself(
    page: OpenPage, session: Session, sitting: Sitting
) -> None:
    secret = services.share(session, sitting, days=7, now=NOW - timedelta(days=700))
    session.commit()

    page(f"/shared/{secret}", status=404)
    assert "None." in page(f"/sittings/{sitting.key}/share").text


def test_ten_links_are_enough_and_an_open_sitting_has_none(
    session: Session, tools: Tools, sitting: Sitting
) -> None:
    for _ in range(services.MOST_LINKS):
        services.share(session, sitting, days=7, now=NOW)
        session.flush()

    with pytest.raises(NotNow, match="Take one back first"):
        services.share(session, sitting, days=7, now=NOW)
    with pytest.raises(NotNow, match="no result to share"):
        services.share(session, a_sitting(session, tools), days=7, now=NOW)


def test_the_file_is_known_again_and_tells_no_question(
    client: FlaskClient, settings: Settings, sitting: Sitting, tools: Tools
) -> None:
    answer_ = client.get(f"/sittings/{sitting.key}/result.json")
    text = answer_.get_data(as_text=True)

    body = verified(text, Keys(settings.secret_key))

    assert body["goal"]["key"] == "junior"
    assert body["answers"]["all"] == 6
    assert len(body["areas"]) == 12
    assert all(0 < area["p_reached"] < 1 for area in body["areas"])
    assert body["claimed"] == {"SQL": "senior", "Git": "nothing yet"}
    assert not [key for key in tools.catalogue.questions if key in text]
    assert "attachment" in answer_.headers["Content-Disposition"]


def payload(session: Session, tools: Tools) -> str:
    from quiz.gaps.signed import payload_of

    view = view_of(finished(session, tools, answers=3), tools)
    return signed(payload_of(view, []), KEYS)


def test_a_changed_or_foreign_file_is_refused(session: Session, tools: Tools) -> None:
    text = payload(session, tools)
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
            verified(forged, KEYS)
    with pytest.raises(ForgedResult):
        verified(text, Keys("another key of thirty-two characters"))


def test_a_file_signed_with_the_key_before_is_still_known(
    session: Session, tools: Tools
) -> None:
    text = payload(session, tools)

    rolled = Keys("the newest key of thirty-two characters", [KEYS.now])

    assert verified(text, rolled)["format"] == "trigpoint-result"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "no JSON"),
        ("[]", "no result"),
        ('{"format": "other"}', "no result"),
        ('{"format": "trigpoint-result", "version": 99}', "version 99"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_result_is_named(text: str, said: str) -> None:
    with pytest.raises(UnknownResult, match=said):
        verified(text, KEYS)


def test_career_context_shows_sources_and_hides_what_is_wrong(
    page: OpenPage, tools: Tools
) -> None:
    career = page("/sources").follow("Pay, steps and outlook")

    assert "Pay in EUR a year" in career.text
    assert "they are no thresholds" in career.text
    assert "older than 3 years" in career.text
    assert "+23 %" not in career.text
    assert "Technical lead" in career.text
    assert "Good for" in career.follow("P1").text


def test_pay_is_never_converted(tools: Tools) -> None:
    found = career_of(tools.catalogue, date(2026, 11, 27))

    assert [one.name for one in found.pay] == ["CAD", "EUR", "GBP", "USD"]
    assert all(row.range for one in found.pay for row in one.rows)


@pytest.mark.parametrize(
    ("score", "dont_know", "confidence", "kind"),
    [
        (1.0, False, "sure", "mastered"),
        (1.0, False, "guess", "fragile"),
        (1.0, False, "think", "fragile"),
        (0.0, False, "sure", "misconception"),
        (0.0, False, "guess", "honest gap"),
        (0.5, False, "think", "honest gap"),
        (0.0, True, None, "honest gap"),
        (1.0, False, None, ""),
    ],
)
def test_confidence_and_rightness_make_four_kinds(
    score: float, *, dont_know: bool, confidence: str | None, kind: str
) -> None:
    one = Answer(score=score, dont_know=dont_know, confidence=confidence)

    assert kind_of(one) == kind


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF has, as its page tree says."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))


@pytest.fixture
def sure_or_not(session: Session, tools: Tools, person: Person) -> Sitting:
    """Return a finished sitting with one answer of each of the four kinds."""
    begun = a_sitting(session, tools, person)
    for right, confidence in (
        (True, "sure"),
        (False, "sure"),
        (True, "guess"),
        (False, "guess"),
    ):
        position = present(begun)
        one = given(position, right=right)
        said = sitting_services.Given(one.content, one.marked, confidence)
        sitting_services.answer(
            session, begun, position.token, said, tools=tools, now=NOW
        )
    sitting_services.finish(session, begun, tools=tools, now=NOW)
    session.commit()
    return begun


def test_the_result_shows_the_four_kinds_where_confidence_was_given(
    page: OpenPage, tools: Tools, sure_or_not: Sitting
) -> None:
    begun = sure_or_not
    result = page(f"/sittings/{begun.key}/result")

    for words in ("Misconception: 1", "Fragile: 1", "Honest gap: 1", "Mastered: 1"):
        assert words in result.text
    assert len(matrix_of(events.answered_positions(begun), tools.catalogue)) == 4


def test_the_report_says_what_can_be_shown_and_how_sure_the_person_was(
    page: OpenPage, client: FlaskClient, sure_or_not: Sitting
) -> None:
    added(page, note="A shop *with* #tests", url="https://example.org/" + "long/" * 60)
    for number in range(6):
        added(page, note=f"Another thing, number {number}")

    report = page(f"/sittings/{sure_or_not.key}/report")
    pdf = client.get(f"/sittings/{sure_or_not.key}/report.pdf").data

    assert pages_of(pdf) == 2
    assert "1 sure and right, 1 right but not sure" in report.text
    assert "number 5" in report.text
    assert "And 4 more." in report.text


def test_answers_are_found_by_area_and_by_how_sure_one_was(
    page: OpenPage, tools: Tools, sure_or_not: Sitting
) -> None:
    answers = page(f"/sittings/{sure_or_not.key}/answers")
    area = question_of(sure_or_not.positions[0].version).area
    of_area = page(f"{answers.url}?area={area}")
    sure = page(f"{answers.url}?sure=sure")
    sure_and_right = sure.follow("Right (1)")

    def numbers(shown: Page) -> int:
        return shown.html.count('<article class="answer"')

    assert numbers(answers) == 4
    assert 1 <= numbers(of_area) < 4
    assert numbers(sure) == sure.text.count("you were sure") == 2
    assert numbers(sure_and_right) == 1
    assert numbers(page(f"{answers.url}?area=nowhere&sure=maybe")) == 4


def test_levels_over_time_need_two_sittings(page: OpenPage, sitting: Sitting) -> None:
    assert "From the second sitting about all areas on" in page("/history").text


def test_levels_over_time_name_what_changed_beyond_the_noise(
    page: OpenPage, client: FlaskClient, session: Session, tools: Tools, person: Person
) -> None:
    for days, right in ((200, False), (100, None), (0, True)):
        begun = a_sitting(
            session, tools, person, length="quick", now=NOW - timedelta(days=days)
        )
        while events.current_position(begun):
            answer(session, begun, tools, right=right)
        sitting_services.finish(
            session, begun, tools=tools, now=NOW - timedelta(days=days)
        )
        session.flush()
        session.refresh(begun)
    session.commit()

    history = page("/history")

    assert "higher, by more than the noise" in history.text
    assert history.html.count('class="strip-dot"') == 3 * 12
    keys = [one.key for one in session.scalars(select(Sitting).order_by(Sitting.id))]
    two = page(f"/history?before={keys[0]}&after={keys[1]}")
    assert "no change beyond the noise" in two.text
    backwards = history_of(
        session.scalars(select(Sitting)).all(), tools, before=keys[2], after=keys[0]
    )
    assert backwards is not None
    assert (backwards.before.key, backwards.after.key) == (keys[0], keys[2])
