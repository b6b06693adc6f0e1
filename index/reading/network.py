"""The only door to the network: an HTTP transport that reaches public addresses alone, in time.

A link comes from anybody. It must not lead the server to itself, to its neighbours or to a
cloud's metadata, neither by its name, nor by a redirect, nor by a name that is looked up
twice with two answers. So each request is resolved here once, its addresses are judged, and
the connection goes to the very address that was judged.

A server may also send one byte in five seconds and never end. So every wait for the network,
of the name server as of each byte, is cut off by one moment: see ``time_limit``.
"""

from __future__ import annotations

import ipaddress
import math
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

import httpcore
import httpx

from index.errors import ReadingError, Unreadable

Resolver = Callable[[str, int], Iterable[str]]
"""Gives the addresses of a host name and port."""

PORTS: Final = frozenset({80, 443})

_UNTIL: Final = ContextVar("until", default=math.inf)
# A lookup that hangs holds its thread for a minute, whatever becomes of its link.
_LOOKUPS: Final = ThreadPoolExecutor(32, thread_name_prefix="lookup")

# The project's own list: what Python calls global changes with its version, and takes in
# addresses that lead inside. The IANA registries of special addresses, and what clouds add.
_REFUSED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's own services, under a public address.
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",  # Oracle's metadata is 192.0.0.192.
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo and other tunnels, benchmarks.
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3ffe::/16",
        "3fff::/20",
    )
)
# All else of IPv6 is loopback, local, multicast, reserved, or an IPv4 address in disguise:
# mapped (::ffff:0:0/96), compatible (::/96), translated (64:ff9b::/96, 64:ff9b:1::/48).
_GLOBAL_IPV6: Final = ipaddress.ip_network("2000::/3")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Cuts off every wait for the network inside the block, all of them together."""
    token = _UNTIL.set(min(_UNTIL.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def _left(timeout: float | None) -> float | None:
    left = _UNTIL.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this link is over")
    if math.isinf(left):
        return timeout
    return left if timeout is None else min(timeout, left)


def resolve(host: str, port: int) -> list[str]:
    """Returns the addresses that the system knows for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Says whether an address is one of the open internet.

    >>> [is_public(a) for a in ("93.184.215.14", "127.0.0.1", "192.0.0.192", "::1", "10.1.2.3")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.scope_id or ip not in _GLOBAL_IPV6):
        return False
    return not any(ip in network for network in _REFUSED if network.version == ip.version)


class _TimedStream(httpcore.NetworkStream):
    """A connection each wait of which ends with the time limit."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _TimedBackend(httpcore.SyncBackend):
    """Connects within the time limit."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        inner = super().connect_tcp(host, port, _left(timeout), local_address, socket_options)
        return _TimedStream(inner)


@cache
def _ssl_context() -> ssl.SSLContext:
    """Returns what certificates are checked with; reading the authorities takes long."""
    return httpx.create_ssl_context(trust_env=False)


class TimedTransport(httpx.HTTPTransport):
    """Sends requests over the network, every wait cut off by ``time_limit``."""

    def __init__(self) -> None:
        # httpx takes no backend of connections: this is its pool with ours in it.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_ssl_context(),
            network_backend=_TimedBackend(),
            retries=1,
        )


class PublicTransport(httpx.BaseTransport):
    """Sends requests to public addresses, pinned; refuses all others.

    Args:
        inner: What sends them; by default over the network.
        resolver: What looks names up.
    """

    def __init__(
        self, inner: httpx.BaseTransport | None = None, *, resolver: Resolver = resolve
    ) -> None:
        self._inner = inner or TimedTransport()
        self._resolver = resolver

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request, a redirect's included.

        Raises:
            ReadingError: The address is not one that may be asked.
        """
        url = request.url
        host = url.host
        port = url.port or (443 if url.scheme == "https" else 80)
        if url.scheme not in {"http", "https"} or not host or port not in PORTS:
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
            # The system's own lookup cannot be cut off: it is left behind in its thread.
            lookup = _LOOKUPS.submit(lambda: list(self._resolver(host, port)))
            addresses = lookup.result(_left(None))
        except (TooLate, httpcore.TimeoutException) as error:
            raise httpx.ConnectTimeout(f"{host} was not found in time") from error
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
