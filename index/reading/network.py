"""The only door to the network: an HTTP transport that reaches public addresses alone.

A link comes from anybody. It must not lead the server to itself, to its neighbours or to a
cloud's metadata, neither by its name, nor by a redirect, nor by a name that is looked up
twice with two answers. So each request is resolved here once, its addresses are judged, and
the connection goes to the very address that was judged.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Final

import httpx

from index.errors import ReadingError, Unreadable

Resolver = Callable[[str, int], Iterable[str]]
"""Gives the addresses of a host name and port."""

PORTS: Final = frozenset({80, 443})


def resolve(host: str, port: int) -> list[str]:
    """Returns the addresses that the system knows for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Says whether an address is one of the open internet.

    >>> [is_public(a) for a in ("93.184.215.14", "127.0.0.1", "169.254.169.254", "::1", "10.1.2.3")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        # 64:ff9b::/96 leads to IPv4 through a translator.
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


class PublicTransport(httpx.BaseTransport):
    """Sends requests to public addresses, pinned; refuses all others.

    Args:
        inner: What sends them; by default httpx's own transport.
        resolver: What looks names up.
        ports: Ports that may be asked.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport | None = None,
        *,
        resolver: Resolver = resolve,
        ports: frozenset[int] = PORTS,
    ) -> None:
        self._inner = inner or httpx.HTTPTransport(retries=1, trust_env=False)
        self._resolver = resolver
        self._ports = ports

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request, a redirect's included.

        Raises:
            ReadingError: The address is not one that may be asked.
        """
        url = request.url
        host = url.host
        port = url.port or (443 if url.scheme == "https" else 80)
        if url.scheme not in {"http", "https"} or not host or port not in self._ports:
            raise ReadingError(
                f"{url} is no address of a web page (http or https)", Unreadable.NO_LINK
            )
        if url.userinfo:
            raise ReadingError(
                "a link with a name and a password in it is not opened", Unreadable.NO_LINK
            )
        address = self._public_address(host, port)
        pinned = httpx.Request(
            request.method,
            url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.raw_host.decode("ascii")},
        )
        response = self._inner.handle_request(pinned)
        response.request = request
        return response

    def _public_address(self, host: str, port: int) -> str:
        try:
            addresses = list(self._resolver(host, port))
        except (OSError, UnicodeError) as error:
            raise ReadingError(f"there is no host {host}", Unreadable.NO_HOST) from error
        if not addresses:
            raise ReadingError(f"there is no host {host}", Unreadable.NO_HOST)
        # One private address among public ones is a trap, not a choice.
        if not all(is_public(address) for address in addresses):
            raise ReadingError(
                f"{host} is not on the public internet; it is not opened", Unreadable.NOT_PUBLIC
            )
        # Many servers have no way to IPv6, whatever the name server says.
        return min(addresses, key=lambda address: ":" in address)

    def close(self) -> None:
        self._inner.close()
