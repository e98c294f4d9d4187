"""Under which addresses this machine is reached from its network."""

import socket
import struct

SIOCGIFADDR = 0x8915  # Linux: the IPv4 address of an interface
LONGEST_NAME = 15


def list_addresses() -> list[str]:
    """Return the IPv4 addresses of this machine but its own loop; empty where the system does not tell."""
    try:
        import fcntl
    except ImportError:  # no such call on this system
        return []
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            asked = struct.pack("256s", name.encode()[:LONGEST_NAME])
            try:
                told = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, asked)
            except OSError:  # an interface without an address
                continue
            address = socket.inet_ntoa(told[20:24])
            if not address.startswith("127."):
                found.append(address)
    return found
