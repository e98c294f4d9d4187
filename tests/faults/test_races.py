"""The same thing at once from many sides: done once, and everybody is told what is so."""

import threading
from urllib.parse import urlsplit

import pytest

from tests.faults.visitor import Server, Visitor


def test_an_answer_whose_acknowledgement_was_lost_is_stored_once(
    server: Server,
) -> None:
    visitor = Visitor(server.address)
    question = visitor.begin()

    visitor.dont_know(question)
    again = visitor.dont_know(question)

    assert again.number == 2
    assert server.rows("answer") == 1


@pytest.mark.parametrize("_turn", range(4))
def test_finishing_and_answering_at_once_counts_exactly_what_is_stored(
    server: Server, _turn: int
) -> None:
    visitor = Visitor(server.address)
    question = visitor.dont_know(visitor.begin())
    path = urlsplit(question.url).path
    token = visitor.get(f"{path}/finish").hidden("csrf_token")
    came: list[int] = []

    def finish() -> None:
        came.append(visitor.post(f"{path}/finish", csrf_token=token).status)

    def answer() -> None:
        came.append(visitor.dont_know(question).status)

    threads = [threading.Thread(target=act) for act in (finish, answer, finish)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Whoever came after the end was told so; the result holds every answer that is stored, once.
    assert set(came) <= {200, 409}
    stored = server.rows("answer")
    assert stored in {1, 2}
    assert f"· {stored} answer" in visitor.get(f"{path}/result").html
    assert server.rows("area_result") == 12


def test_two_devices_answering_at_once_store_one_answer(server: Server) -> None:
    visitor = Visitor(server.address)
    question = visitor.begin()
    statuses: list[int] = []

    def press() -> None:
        statuses.append(visitor.dont_know(question).status)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 6
    assert server.rows("answer") == 1


def test_start_pressed_on_many_devices_at_once_begins_one_sitting(
    server: Server,
) -> None:
    visitor = Visitor(server.address)
    visitor.begin()
    urls: list[str] = []
    start = visitor.get("/goals/senior/start")

    def press() -> None:
        token = start.hidden("csrf_token")
        urls.append(
            visitor.post(
                "/sittings", csrf_token=token, goal="senior", length="quick"
            ).url
        )

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(urls) == 6
    assert len(set(urls)) == 1
