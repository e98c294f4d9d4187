"""Tests speak to this machine alone. What reaches out fails, so that no test depends on it."""

import ipaddress
import socket

#: Addresses of hosts that tests made in network namespaces of this machine.
NAMESPACES: set[str] = set()
EVENTS = {"socket.connect", "socket.sendto"}


class OutsideReachedError(RuntimeError):
    """Something in a test tried to leave this machine."""


def refuse_the_outside(event: str, arguments: tuple[object, ...]) -> None:
    """Stop a connection to anything but this machine; an audit hook of the interpreter."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in EVENTS and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_here(host):
        raise OutsideReachedError(f"a test reached for {host!r}")


def _is_here(host: object) -> bool:
    if host is None or host in {"", "localhost", "0.0.0.0", socket.gethostname()}:  # noqa: S104  # names, not a listening address
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    if text in NAMESPACES:
        return True
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return text == "localhost"
