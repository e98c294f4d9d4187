"""Run inside the cage, before the program: sets limits, wakes the loopback device, becomes the program.

A script of its own, so that no code of ours runs between fork and exec: python launch.py SECONDS BYTES COMMAND…
"""

import fcntl
import os
import resource
import socket
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
FILE_BYTES = 64 * 1024 * 1024
OPEN_FILES = 512


def wake_loopback() -> None:
    """Bring `lo` up: in a network namespace of its own it sleeps, and tests speak to themselves."""
    name = b"lo".ljust(16, b"\0")
    # Outside a namespace it is awake already, and is not ours to change.
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket,
        suppress(OSError),
    ):
        answer = fcntl.ioctl(any_socket, SIOCGIFFLAGS, name + bytes(16))
        flags = struct.unpack("16sH", answer[:18])[1] | IFF_UP
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", name, flags))


def run_limited(
    words: Sequence[str],
    *,
    limit: Callable[[int, tuple[int, int]], object] = resource.setrlimit,
    become: Callable[[str, list[str]], object] = os.execvp,
) -> None:
    """Limit this process, then become the command."""
    seconds, data_bytes, command = int(words[0]), int(words[1]), list(words[2:])
    limit(resource.RLIMIT_CPU, (seconds, seconds))
    # Data rather than address space: Node.js, Java and Go reserve far more than they use.
    limit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
    limit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    limit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    limit(resource.RLIMIT_CORE, (0, 0))
    wake_loopback()
    become(command[0], command)


if (
    __name__ == "__main__"
):  # pragma: no cover  # only the cage starts it so, as another process
    run_limited(sys.argv[1:])
