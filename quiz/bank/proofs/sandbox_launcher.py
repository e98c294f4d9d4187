"""Runs inside the sandbox: sets limits, brings up the loopback device, then becomes the program.

A separate script, so that none of our code runs between fork and exec. Usage:
python sandbox_launcher.py SECONDS BYTES COMMAND…
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
    """Bring `lo` up: in a new network namespace it is down, and programs may talk to themselves."""
    name = b"lo".ljust(16, b"\0")
    # Outside a namespace it is up already, and we may not change it.
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
    """Set the limits of this process, then replace it by the command."""
    seconds, data_bytes, command = int(words[0]), int(words[1]), list(words[2:])
    limit(resource.RLIMIT_CPU, (seconds, seconds))
    # RLIMIT_DATA, not the address space: Node.js, Java and Go reserve far more than they use.
    limit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
    limit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    limit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    limit(resource.RLIMIT_CORE, (0, 0))
    wake_loopback()
    become(command[0], command)


if (
    __name__ == "__main__"
):  # pragma: no cover  # started by the sandbox as a process of its own
    run_limited(sys.argv[1:])
