"""Free ports on this machine, away from those the kernel hands out by itself."""

import errno
import random
import socket
from pathlib import Path

from yingda.settings import Address

LOOPBACK = "127.0.0.1"
OWN_PORTS = range(20_000, 30_000)  # below the ephemeral ports: nobody is given these by chance
RTP_BLOCKS = range(10_000, 20_000, 2_000)


def is_free(address: Address, kind: socket.SocketKind = socket.SOCK_STREAM) -> bool:
    """Return whether a server could be bound to this address now."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as refused:
            if refused.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def is_ours(host: str) -> bool:
    """Return whether a server of this machine could be bound to the address at all."""
    try:
        is_free(Address(host, 0), socket.SOCK_DGRAM)
    except OSError:
        return False
    return True


def is_free_for_sip(address: Address) -> bool:
    """Return whether both transports of SIP can be bound."""
    return is_free(address, socket.SOCK_DGRAM) and is_free(address, socket.SOCK_STREAM)


def free_port(kept: int | None = None) -> int:
    """Return the kept port when it is free, else another that is."""
    tries = [kept] if kept else []
    tries += random.sample(OWN_PORTS, 200)
    return next(port for port in tries if is_free_for_sip(Address(LOOPBACK, port)))


def rtp_block(kept: int | None = None) -> tuple[int, int]:
    """Return the first and last port for sound; centres may share: the kernel arbitrates."""
    first = kept or random.choice(RTP_BLOCKS)  # noqa: S311 -- to spread, not to hide
    return first, first + RTP_BLOCKS.step - 1


def owner_of(port: int) -> str | None:
    """Return who listens on a TCP port of this machine, "name (pid 12)", when /proc tells."""
    inodes = _listening_inodes(port)
    for process in Path("/proc").glob("[0-9]*"):
        if any(_target(link) in inodes for link in _files_of(process)):
            return f"{(process / 'comm').read_text().strip()} (pid {process.name})"
    return None


def _files_of(process: Path) -> list[Path]:
    """Return the open files of a process, none when it ended or belongs to somebody else."""
    try:
        return list((process / "fd").iterdir())
    except OSError:
        return []


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:  # closed meanwhile
        return ""


def _listening_inodes(port: int) -> set[str]:
    """Return the sockets bound to a port, TCP listeners and UDP, as /proc names them."""
    found: set[str] = set()
    for table, states in (("tcp", {"0A"}), ("tcp6", {"0A"}), ("udp", {"07"}), ("udp6", {"07"})):
        try:
            lines = Path("/proc/net", table).read_text().splitlines()[1:]
        except OSError:
            continue
        rows = [line.split() for line in lines]
        wanted = f":{port:04X}"
        found |= {
            f"socket:[{row[9]}]" for row in rows if row[1].endswith(wanted) and row[3] in states
        }
    return found
