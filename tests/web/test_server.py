"""The server under clients that are slow: others are served, and the slow ones are cut off."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from waitress import wasyncore

from lab.benchmarks.load.slow_clients import ATTACKS, attack_server
from quiz import server

#: Set when those who sign in may go on.
hashed = threading.Event()


def answer(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
    if environ["PATH_INFO"] == "/sign-in":
        hashed.wait(10)
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Return the port of a small program behind our server, with two threads and little patience."""
    monkeypatch.setattr(server, "REQUEST_SECONDS", 2)
    monkeypatch.setattr(server, "IDLE_SECONDS", 2)
    listener = socket.create_server(("127.0.0.1", 0))
    sockets: dict[int, Any] = {}
    tasks = server.LanedDispatcher()
    tasks.set_thread_count(2)
    server.TimedServer(
        answer,
        sockets,
        _sock=listener,
        dispatcher=tasks,
        adj=server.server_options(2),
        sockinfo=(listener.family, listener.type, 0, listener.getsockname()),
        bind_socket=False,
    )
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            wasyncore.loop(timeout=0.1, use_poll=True, map=sockets, count=1)

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    stop.set()
    thread.join()
    tasks.shutdown()
    wasyncore.close_all(sockets)


@pytest.mark.parametrize("attack", ATTACKS)
def test_slow_clients_keep_nobody_waiting_and_are_cut_off(
    port: int, attack: str
) -> None:
    result = attack_server(port, attack, sockets=16, seconds=5)

    assert result.answered == result.probes > 0
    assert result.cut_off == 16


def test_a_request_in_several_pieces_is_taken(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        for piece in (b"POST / HTTP/1.1\r\nContent-", b"Length: 4\r\n\r\nab", b"cd"):
            client.sendall(piece)
            time.sleep(0.2)
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    ("version", "headers"),
    [
        (b"1.1", b"Content-Length: 4\r\nContent-Length: 5\r\n"),
        (b"1.1", b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"),
        (b"1.1", b"transfer-encoding: chunked\r\nCONTENT-LENGTH: 4\r\n"),
        (b"1.0", b"Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n"),
    ],
)
def test_a_request_whose_length_is_ambiguous_is_never_followed_by_another(
    port: int, version: bytes, headers: bytes
) -> None:
    """What a proxy takes for a body must not be a second request to the server."""
    hidden = b"GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(
            b"POST / HTTP/%b\r\nHost: x\r\n%b\r\n0\r\n\r\n%b"
            % (version, headers, hidden)
        )
        said = b""
        while piece := client.recv(1000):
            said += piece

    assert said.split(b" ")[1] == b"400"
    assert said.count(b"HTTP/1.") == 1


def test_a_body_in_chunks_is_taken(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
        )
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")


def test_a_body_beyond_all_sense_is_refused_while_it_comes_in(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")
        assert b" 413 " in client.recv(100)


def test_many_who_sign_in_at_once_keep_nobody_else_waiting(port: int) -> None:
    hashed.clear()
    post = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"
    signing_in = [
        socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(8)
    ]
    for client in signing_in:
        client.sendall(post)
    time.sleep(0.3)

    with socket.create_connection(("127.0.0.1", port), timeout=3) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")

    hashed.set()
    for client in signing_in:
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
        client.close()
