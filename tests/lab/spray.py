"""Throws datagrams at a server and waits for nothing."""

import socket
from collections.abc import Iterable


def spray(host: str, port: int, datagrams: Iterable[bytes]) -> None:
    """Send each datagram once, from one port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        for datagram in datagrams:
            out.sendto(datagram, (host, port))
