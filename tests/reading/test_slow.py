"""A server that never ends is cut off by one deadline, wherever it is slow."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from index.errors import ReadingError, Unreadable
from index.reading.network import PublicTransport, TimedTransport, is_public, time_limit
from index.reading.web import Fetcher

PAUSE = 0.05
NO_RULES = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def drip(connection: socket.socket, data: bytes) -> None:
    while True:
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(PAUSE)


def slow_header(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
    drip(connection, b"a")


def slow_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    drip(connection, b"a")


def endless_early_hints(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(PAUSE)


def silence(connection: socket.socket) -> None:
    time.sleep(60)


def endless_redirects(connection: socket.socket) -> None:
    time.sleep(0.3)
    connection.sendall(
        b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )


@contextmanager
def server(answer: Callable[[socket.socket], None], *, rules_too: bool = False) -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))

    def serve_one(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            asked = connection.recv(65536)
            if b"robots.txt" in asked and not rules_too:
                connection.sendall(NO_RULES)
                return
            answer(connection)

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=serve_one, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


@pytest.mark.parametrize(
    "answer", [slow_header, slow_body, endless_early_hints, silence, endless_redirects]
)
@pytest.mark.parametrize("rules_too", [False, True])
def test_a_slow_server_is_cut_off(answer: Callable[[socket.socket], None], rules_too: bool) -> None:
    with server(answer, rules_too=rules_too) as port:
        fetcher = Fetcher(TimedTransport(), seconds=1.0)
        with pytest.raises(ReadingError) as caught:
            fetcher.fetch(f"http://127.0.0.1:{port}/a")
        fetcher.close()
    assert caught.value.reason in {Unreadable.TIMEOUT, Unreadable.REDIRECTS}


def test_a_slow_name_server_is_cut_off() -> None:
    never = threading.Event()

    def wait(host: str, port: int) -> list[str]:
        never.wait(60)
        return []

    transport = PublicTransport(httpx.MockTransport(lambda _: httpx.Response(200)), resolver=wait)
    try:
        with time_limit(0.2), pytest.raises(httpx.ConnectTimeout):
            transport.handle_request(httpx.Request("GET", "https://z.example/"))
    finally:
        never.set()


REFUSED = [
    *("192.0.0.192", "192.0.0.8", "168.63.129.16", "198.18.0.1", "203.0.113.9", "192.88.99.1"),
    *("240.0.0.1", "100.100.100.200", "64:ff9b::808:808", "64:ff9b:1::1", "::8.8.8.8", "::1"),
    *("::ffff:8.8.8.8", "fec0::1", "fe80::1", "fd00:ec2::254", "2002:808:808::", "2001::1"),
    *("2001:db8::1", "3fff::1", "5f00::1", "ff0e::1", "4000::1", "100::1", "2001:20::1", "0.0.0.0"),
    *("", "1.2.3", "0x7f.1", "2130706433", "127.1", "fe80::1%eth0", "2606:4700::1111%1"),
]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_refused(address: str) -> None:
    assert not is_public(address)
