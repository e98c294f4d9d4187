"""Two hosts as far apart as one machine can put them: in network namespaces where that is allowed, else at two addresses.

In a namespace a host has its own loopback and reaches nothing but whoever asks it; the database is met over its socket.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests import network


@dataclass(frozen=True)
class Position:
    """Where a host listens, and what its program is started with."""

    address: str
    #: Where visitors come from: the same network for both hosts.
    visitors: str
    prefix: tuple[str, ...] = ()


@contextmanager
def two_positions() -> Iterator[tuple[Position, Position]]:
    """Yield places for two hosts; namespaces are removed afterwards, and what runs in them ends before."""
    made = [_make_namespace(number) for number in (1, 2)]
    try:
        if made[0] is not None and made[1] is not None:
            yield made[0], made[1]
        else:
            yield Position("127.0.0.1", "127.0.0.1"), Position("127.0.0.2", "127.0.0.1")
    finally:
        for position in made:
            if position is not None:
                _run("ip", "netns", "delete", position.prefix[-1])
                network.NAMESPACES.discard(position.address)


def _make_namespace(number: int) -> Position | None:
    """Make a namespace and a cable to it; None where that is not allowed."""
    name = f"trigpoint-{os.getpid()}-{number}"
    # A subnet of four addresses of its own, so that runs beside each other do not meet.
    third, fourth = os.getpid() % 256, number * 4
    outer, inner = f"10.213.{third}.{fourth + 1}", f"10.213.{third}.{fourth + 2}"
    near, far = (
        f"tp{os.getpid() % 100_000}{number}a",
        f"tp{os.getpid() % 100_000}{number}b",
    )
    if not _run("ip", "netns", "add", name):
        return None
    inside = ("ip", "-n", name)
    steps = (
        ("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", name),
        ("ip", "address", "add", f"{outer}/30", "dev", near),
        ("ip", "link", "set", near, "up"),
        (*inside, "address", "add", f"{inner}/30", "dev", far),
        (*inside, "link", "set", far, "up"),
        (*inside, "link", "set", "lo", "up"),
        (*inside, "route", "add", "default", "via", outer),
    )
    if not all(_run(*step) for step in steps):
        _run("ip", "netns", "delete", name)
        return None
    network.NAMESPACES.add(inner)
    return Position(inner, f"10.213.{third}.5", ("ip", "netns", "exec", name))


def _run(*command: str) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0
