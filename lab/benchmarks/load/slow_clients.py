"""Clients that hold connections and send a byte a second, or nothing: what others get meanwhile."""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from lab.benchmarks.timing import Percentiles

PROBE_SECONDS = 4.0
PAUSE_BETWEEN_PROBES = 0.25
LETTER_SECONDS = 1.0
HEADERS = b"GET /goals HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = (
    b"POST /theme HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)
#: Attack -> what is sent at once, and what once a second.
ATTACKS: dict[str, tuple[bytes, bytes]] = {
    "headers": (HEADERS, b"X"),
    "bodies": (BODY, b"x"),
    "silent": (b"", b""),
}


@dataclass(frozen=True)
class AttackResult:
    """What others got while slow clients held their connections."""

    answered: int
    probes: int
    #: ms of those that were answered; None when none was
    waits: Percentiles | None
    cut_off: int
    sockets: int

    def __str__(self) -> str:
        shown = f"; {self.waits}" if self.waits else ""
        return (
            f"{self.answered} of {self.probes} answered in {PROBE_SECONDS:g} s{shown};"
            f" {self.cut_off} of {self.sockets} cut off"
        )


def attack_server(
    port: int, attack: str, *, sockets: int, seconds: float
) -> AttackResult:
    """Hold so many connections for so long, and ask for the health page all the while."""
    at_once, each_second = ATTACKS[attack]
    held = [_connect(port, at_once) for _ in range(sockets)]
    stop = threading.Event()
    sender = threading.Thread(
        target=_send_slowly, args=(held, each_second, stop), daemon=True
    )
    sender.start()
    waits = []
    until, probes = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        probes += 1
        took = _ask_health(port)
        if took is not None:
            waits.append(1000 * took)
        time.sleep(PAUSE_BETWEEN_PROBES)
    stop.set()
    sender.join()
    cut_off = sum(_is_cut_off(each) for each in held)
    for each in held:
        each.close()
    percentiles = Percentiles.from_values(waits) if waits else None
    return AttackResult(len(waits), probes, percentiles, cut_off, sockets)


def _connect(port: int, at_once: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    if at_once:
        connection.sendall(at_once)
    return connection


def _send_slowly(
    held: list[socket.socket], letter: bytes, stop: threading.Event
) -> None:
    while not stop.wait(LETTER_SECONDS):
        for connection in held:
            with contextlib.suppress(OSError):
                if letter:
                    connection.sendall(letter)


def _ask_health(port: int) -> float | None:
    """Return the seconds until the health page came; None when it did not in time."""
    begun = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=PROBE_SECONDS)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
    return time.perf_counter() - begun


def _is_cut_off(connection: socket.socket) -> bool:
    """Say whether the server has ended a connection."""
    connection.settimeout(0.05)
    try:
        # What it may have said before it hung up is read first.
        while connection.recv(4096):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True
