"""Two hosts whose clocks are 90 seconds apart behave as one: whoever answers, it is the same site."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from lab.benchmarks.quiz_client import QuizClient, RequestRefused
from quiz.accounts.sessions.models import AccountSession
from quiz.administration.services import OPERATOR, ensure_account, hand_out_link
from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.jobs.models import Job, JobState
from quiz.sittings.models import Answer, AttemptItem, Sitting
from quiz.web.models import LimitCounter
from tests.faults.visitor import wait_until
from tests.hosts.conftest import DAILY_SITTINGS, Host

Hosts = tuple[Host, Host]
PASSWORD = "nine slow otters"


def turn_to(browser: QuizClient, host: Host) -> None:
    browser.go_to(host.position.address, host.port)


def key_of(browser: QuizClient) -> str:
    [key] = re.findall(r"/sittings/(\w+)", browser.path)[:1]
    return str(key)


def copy_of(browser: QuizClient, host: Host) -> QuizClient:
    """Return the same person's browser, looking at the same page, in front of a host."""
    twin = host.open_browser()
    twin.cookies, twin.html, twin.path = (
        dict(browser.cookies),
        browser.html,
        browser.path,
    )
    return twin


def forget_limits(engine: Engine) -> None:
    with open_session(engine, writes=True) as session:
        session.connection().execute(LimitCounter.__table__.delete())  # type: ignore[attr-defined]  # a table
        session.commit()


def rows_of(engine: Engine, key: str) -> tuple[Sitting, list[AttemptItem]]:
    with open_session(engine, writes=False) as session:
        sitting = session.scalars(select(Sitting).where(Sitting.key == key)).one()
        positions = list(sitting.positions)
        session.expunge_all()
    return sitting, positions


def test_their_clocks_are_that_far_apart(hosts: Hosts, engine: Engine) -> None:
    moments = []
    for host in hosts:
        browser = host.open_browser()
        browser.begin_sitting()
        moments.append(rows_of(engine, key_of(browser))[0].started_at)

    apart = abs((moments[0] - moments[1]).total_seconds())
    assert 60 < apart < 95


def test_a_sitting_goes_on_from_host_to_host_and_ends_on_either(
    hosts: Hosts, engine: Engine
) -> None:
    forget_limits(engine)
    browser = hosts[0].open_browser()
    browser.begin_sitting()
    key, given = key_of(browser), 0
    while True:
        turn_to(browser, hosts[given % 2])
        if browser.answer_question() is None:
            break
        given += 1

    browser.post_form(f"/sittings/{key}/finish", {})

    assert browser.path == f"/sittings/{key}/result"
    shown = browser.html
    turn_to(browser, hosts[0])
    browser.open_page(f"/sittings/{key}/result")
    assert _main(browser.html) == _main(shown)
    sitting, positions = rows_of(engine, key)
    answered = [position for position in positions if position.answer is not None]
    assert sitting.state == "finished"
    assert len(answered) == given > 10
    assert [each.number for each in answered] == list(range(1, given + 1))
    # Whatever the clocks say, nothing ended before it began.
    assert sitting.finished_at is not None
    assert sitting.finished_at >= sitting.started_at
    for each in answered:
        assert each.answer is not None
        assert each.answer.answered_at >= each.served_at


def test_start_pressed_at_both_hosts_at_once_makes_one_sitting(
    hosts: Hosts, engine: Engine
) -> None:
    forget_limits(engine)
    browser = hosts[0].open_browser()
    # Known by now, so that both requests are the same person's.
    browser.begin_sitting()
    browser.post_form(f"{browser.path}/pause", {})
    pages = []
    for host in hosts:
        twin = copy_of(browser, host)
        twin.open_page("/goals/junior/start")
        pages.append(twin)

    def press(twin: QuizClient) -> str:
        twin.post_form(
            "/sittings", {"goal": "junior", "length": "quick", "language": ""}
        )
        return key_of(twin)

    with ThreadPoolExecutor(2) as both:
        keys = set(both.map(press, pages))

    assert len(keys) == 1


def test_an_answer_sent_to_both_hosts_at_once_is_kept_once(
    hosts: Hosts, engine: Engine
) -> None:
    forget_limits(engine)
    browser = hosts[0].open_browser()
    browser.begin_sitting()
    key = key_of(browser)

    def answer(twin: QuizClient) -> str:
        try:
            twin.answer_question()
        except RequestRefused as refused:
            return str(refused)[:3]
        return "kept"

    for turn in range(6):
        twins = [copy_of(browser, host) for host in hosts]
        with ThreadPoolExecutor(2) as both:
            outcomes = Counter(both.map(answer, twins))
        assert set(outcomes) <= {"kept", "409"}
        assert outcomes["kept"] >= 1
        positions = rows_of(engine, key)[1]
        assert sum(each.answer is not None for each in positions) == turn + 1
        turn_to(browser, hosts[turn % 2])
        browser.open_page(f"/sittings/{key}")


def test_newcomers_of_a_network_share_one_limit(hosts: Hosts, engine: Engine) -> None:
    forget_limits(engine)
    for number in range(int(DAILY_SITTINGS)):
        hosts[number % 2].open_browser().begin_sitting()

    for host in hosts:
        with pytest.raises(RequestRefused, match="429"):
            host.open_browser().begin_sitting()
    forget_limits(engine)


def sign_in(engine: Engine, host: Host, email: str) -> QuizClient:
    """Return a browser that chose a password at a host and is signed in there."""
    with open_session(engine, writes=True) as session:
        account = ensure_account(session, email, now=utc_now())
        secret = hand_out_link(session, account, OPERATOR, now=utc_now())
        session.commit()
    browser = host.open_browser()
    browser.open_page(f"/password/{secret}")
    browser.post_form(f"/password/{secret}", {"password": PASSWORD})
    return browser


def test_signing_in_and_out_holds_at_both_hosts(hosts: Hosts, engine: Engine) -> None:
    for number, (here, there) in enumerate((hosts, hosts[::-1])):
        email = f"ana{number}@example.org"
        browser = sign_in(engine, here, email)
        assert "My account" in browser.html
        twin = copy_of(browser, there)
        twin.open_page("/account")
        assert email in twin.html
        # What needs somebody who has shown who they are lately does not ask again.
        twin.open_page("/account/email")
        assert twin.path == "/account/email"

        twin.post_form("/sign-out", {})
        browser.open_page("/account")

        assert browser.path.startswith("/sign-in")


def test_a_session_ends_by_the_same_moment_at_both(
    hosts: Hosts, engine: Engine
) -> None:
    browser = sign_in(engine, hosts[0], "ben@example.org")
    with open_session(engine, writes=True) as session:
        # Over for more than both clocks are apart.
        session.connection().execute(
            AccountSession.__table__.update().values(  # type: ignore[attr-defined]  # a table
                expires_at=utc_now() - timedelta(minutes=3)
            )
        )
        session.commit()

    for host in hosts:
        twin = copy_of(browser, host)
        twin.open_page("/account")
        assert twin.path.startswith("/sign-in")


def test_periodic_work_is_done_once_and_no_job_is_taken_from_a_host_that_lives(
    hosts: Hosts, engine: Engine
) -> None:
    def states() -> list[tuple[str, int, int]]:
        with open_session(engine, writes=False) as session:
            found = session.execute(select(Job.state, Job.attempts, Job.failures))
            return [(state.value, tries, failures) for state, tries, failures in found]

    def all_done() -> bool:
        found = states()
        return bool(found) and all(state == JobState.DONE for state, *_ in found)

    wait_until(all_done)

    assert {(tries, failures) for _, tries, failures in states()} == {(1, 0)}
    with open_session(engine, writes=False) as session:
        periods = session.execute(
            select(Job.kind, Job.period, func.count())
            .where(Job.period.is_not(None))
            .group_by(Job.kind, Job.period)
        )
        assert {count for _, _, count in periods} == {1}


def test_no_answer_is_there_twice(hosts: Hosts, engine: Engine) -> None:
    """At the end of all of it."""
    with open_session(engine, writes=False) as session:
        doubled = session.execute(
            select(Answer.position_id)
            .group_by(Answer.position_id)
            .having(func.count() > 1)
        ).all()
        assert not doubled
        assert session.scalar(select(func.count()).select_from(Answer))


def _main(html: str) -> str:
    """Return what a page says, without its form tokens."""
    [main] = re.findall(r"<main.*?</main>", html, re.DOTALL)
    return re.sub(r'value="[^"]*"', "", str(main))
