"""Links and feeds, over a transport that never leaves this machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadingError, Unreadable
from index.reading.feeds import INTERVAL, LONGEST_INTERVAL, FeedState, poll, read_feed
from index.reading.network import PublicTransport, is_public
from index.reading.web import LARGEST_PAGE, Fetcher, FetchError, read_link_contents
from tests.reading.test_documents import FIRST, HEADLINE, page

Handler = Callable[[httpx.Request], httpx.Response]
URL = "https://z.example/dam"
PUBLIC = "93.184.215.14"


class Site:
    """A host that answers with what the test says, and remembers what it was asked."""

    def __init__(
        self, robots: httpx.Response | None = None, **pages: httpx.Response | Handler
    ) -> None:
        self.robots = robots or httpx.Response(404)
        self.pages = pages
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.url.path == "/robots.txt":
            return self.robots
        answer = self.pages.get(request.url.path.strip("/") or "root", httpx.Response(404))
        return answer(request) if callable(answer) else answer

    def fetcher(self, clock: Callable[[], float] = lambda: 0.0) -> Fetcher:
        return Fetcher(httpx.MockTransport(self), clock=clock)


def html(**headers: str) -> httpx.Response:
    return httpx.Response(200, content=page(), headers={"content-type": "text/html", **headers})


def test_a_link_is_read_with_its_page() -> None:
    (article,) = read_link_contents(URL, Site(dam=html()).fetcher()).articles
    assert article.headline == HEADLINE
    assert article.url == URL
    assert FIRST in article.text


def test_a_redirect_is_followed_and_checked() -> None:
    site = Site(
        old=httpx.Response(301, headers={"location": "/dam"}),
        dam=html(),
        file=httpx.Response(302, headers={"location": "file:///etc/passwd"}),
        loop=httpx.Response(302, headers={"location": "/loop"}),
    )
    fetcher = site.fetcher()
    assert fetcher.fetch("https://z.example/old").url == URL
    with pytest.raises(ReadingError, match="no link"):
        fetcher.fetch("https://z.example/file")
    with pytest.raises(ReadingError, match="redirects"):
        fetcher.fetch("https://z.example/loop")


@pytest.mark.parametrize(
    "url", ["ftp://z.example/a", "file:///etc/passwd", "z.example", "", "https://"]
)
def test_what_is_no_link(url: str) -> None:
    with pytest.raises(ReadingError, match="no link"):
        Site().fetcher().fetch(url)


def test_a_cookie_lasts_for_one_fetch() -> None:
    """Some pages need one on their way; what one chat's link logs in to must not last for all."""

    def gate(request: httpx.Request) -> httpx.Response:
        if "pass=1" in request.headers.get("cookie", ""):
            return html()
        return httpx.Response(302, headers={"location": "/login", "set-cookie": "seen=1"})

    login = httpx.Response(302, headers={"location": "/dam", "set-cookie": "pass=1; Path=/"})
    site = Site(dam=gate, login=login, open=html(**{"set-cookie": "who=reader; Max-Age=9999"}))
    fetcher = site.fetcher()
    assert fetcher.fetch(URL).status == 200
    assert "cookie" in site.asked[-1].headers
    fetcher.fetch("https://z.example/open")
    fetcher.fetch("https://z.example/open")
    assert not any("cookie" in request.headers for request in site.asked[-2:])
    assert not fetcher._client.cookies


def test_robots_are_obeyed_and_asked_once() -> None:
    rules = "User-agent: *\nDisallow: /private\n\nUser-agent: Qawl\nDisallow: /qawl\n"
    site = Site(robots=httpx.Response(200, text=rules), dam=html(), qawl=html())
    fetcher = site.fetcher()
    fetcher.fetch(URL)
    fetcher.fetch(URL)
    with pytest.raises(ReadingError, match="does not allow"):
        fetcher.fetch("https://z.example/qawl")
    assert [request.url.path for request in site.asked] == ["/robots.txt", "/dam", "/dam"]


def test_a_host_whose_robots_are_in_trouble_is_left_alone() -> None:
    site = Site(robots=httpx.Response(503), dam=html())
    with pytest.raises(FetchError, match="try again later"):
        site.fetcher().fetch(URL)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("status", "what"), [(403, "not open"), (404, "does not exist"), (500, "in trouble")]
)
def test_refusals_say_what_to_do(status: int, what: str) -> None:
    with pytest.raises(FetchError, match=what) as caught:
        Site(dam=httpx.Response(status)).fetcher().fetch(URL)
    assert caught.value.status == status


def test_a_page_that_is_too_large() -> None:
    site = Site(dam=httpx.Response(200, content=b"a" * (LARGEST_PAGE + 1)))
    with pytest.raises(ReadingError, match="too large"):
        site.fetcher().fetch(URL)


def test_a_page_that_is_too_slow() -> None:
    times = iter([0.0, 0.0, 0.0, 0.0, 100.0, 200.0])
    site = Site(dam=httpx.Response(200, content=iter([b"a", b"b"])))
    with pytest.raises(FetchError, match="try again later"):
        site.fetcher(lambda: next(times, 300.0)).fetch(URL)


def test_a_server_that_does_not_answer() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("", request=request)

    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(FetchError, match="in time"):
        Site(dam=silent).fetcher().fetch(URL)
    with pytest.raises(FetchError, match="cannot be reached"):
        Site(dam=gone).fetcher().fetch(URL)


def test_files_behind_links() -> None:
    text = httpx.Response(
        200,
        content=f"{HEADLINE}\n{FIRST}".encode("cp1256"),
        headers={"content-type": "text/plain; charset=windows-1256"},
    )
    picture = httpx.Response(200, content=b"\x89PNG", headers={"content-type": "image/png"})
    lines = httpx.Response(200, content=b'{"text": "The dam is ready."}', headers={})
    site = Site(**{"a.txt": text, "b.png": picture, "c.jsonl": lines})
    (article,) = read_link_contents("https://z.example/a.txt", site.fetcher()).articles
    assert (article.headline, article.url) == (HEADLINE, "https://z.example/a.txt")
    (article,) = read_link_contents("https://z.example/c.jsonl", site.fetcher()).articles
    assert article.url == "https://z.example/c.jsonl"
    with pytest.raises(ReadingError, match="image/png"):
        read_link_contents("https://z.example/b.png", site.fetcher())


def guarded(site: Site, *addresses: str) -> Fetcher:
    transport = PublicTransport(httpx.MockTransport(site), resolver=lambda host, port: addresses)
    return Fetcher(transport)


def test_a_request_goes_to_the_address_that_was_judged() -> None:
    site = Site(dam=html())
    assert guarded(site, PUBLIC).fetch(URL).url == URL
    request = site.asked[-1]
    assert request.url.host == PUBLIC
    assert request.headers["host"] == "z.example"
    assert request.extensions["sni_hostname"] == "z.example"


def test_the_older_internet_is_preferred() -> None:
    site = Site(dam=html())
    guarded(site, "2606:4700::1111", PUBLIC).fetch(URL)
    assert site.asked[-1].url.host == PUBLIC


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0"),
        *("fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "nonsense"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not is_public(address)
    site = Site(dam=html())
    with pytest.raises(ReadingError, match="not on the public internet"):
        guarded(site, PUBLIC, address).fetch(URL)
    assert site.asked == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::1"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["http://z.example:22/", "http://user:secret@z.example/", "http://z.example:8080/"]
)
def test_odd_links_are_refused(url: str) -> None:
    with pytest.raises(ReadingError):
        guarded(Site(root=html()), PUBLIC).fetch(url)


def test_a_redirect_to_a_private_host_is_refused() -> None:
    site = Site(old=httpx.Response(302, headers={"location": "http://inside.example/"}))
    hosts = {"z.example": PUBLIC, "inside.example": "10.0.0.7"}
    transport = PublicTransport(
        httpx.MockTransport(site), resolver=lambda host, port: [hosts[host]]
    )
    with pytest.raises(ReadingError, match=r"inside\.example is not on the public internet"):
        Fetcher(transport).fetch("https://z.example/old")


def test_a_host_that_is_not_there() -> None:
    def nothing(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(ReadingError, match="there is no host"):
        Fetcher(PublicTransport(httpx.MockTransport(Site()), resolver=nothing)).fetch(URL)


def feed(*numbers: int) -> bytes:
    items = "".join(
        f"<item><title>خبر {n}</title><link>/news/{n}</link><guid>id-{n}</guid>"
        f"<pubDate>Tue, {n:02} Jun 2018 10:00:00 +0300</pubDate></item>"
        for n in numbers
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>وكالة</title>{items}"
        "</channel></rss>"
    ).encode()


ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>
<entry><title>One</title><id>urn:1</id><link href="https://c.example/1"/>
<updated>2018-06-26T10:00:00Z</updated></entry>
<entry><title>No link</title><id>urn:2</id></entry>
<entry><title>Bad</title><id>urn:3</id><link href="javascript:alert(1)"/></entry></feed>"""


def test_feeds_are_read() -> None:
    title, entries = read_feed(feed(26, 25), "https://z.example/feed")
    assert title == "وكالة"
    assert [entry.url for entry in entries] == [
        "https://z.example/news/26",
        "https://z.example/news/25",
    ]
    assert entries[0].date == dt.date(2018, 6, 26)
    title, entries = read_feed(ATOM, "https://c.example/feed")
    assert [(entry.key, entry.title) for entry in entries] == [("urn:1", "One")]


@pytest.mark.parametrize("raw", [b"", b"<html><body>no</body></html>", b"{}", b"\xff\xfe"])
def test_what_is_no_feed(raw: bytes) -> None:
    with pytest.raises(ReadingError, match="no feed"):
        read_feed(raw, "u")


class Feed:
    """A feed that can change, be unchanged, and fail."""

    def __init__(self) -> None:
        self.answer: httpx.Response = self.with_items(1)
        self.asked: list[httpx.Request] = []

    def with_items(self, *numbers: int) -> httpx.Response:
        headers = {"content-type": "application/rss+xml", "etag": f'"{numbers}"'}
        return httpx.Response(200, content=feed(*numbers), headers=headers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.headers.get("if-none-match") == self.answer.headers.get("etag", "-"):
            return httpx.Response(304)
        return self.answer


def test_a_feed_is_polled_politely() -> None:
    source = Feed()
    fetcher = Site(feed=source).fetcher()
    state = FeedState("https://z.example/feed")
    fresh, state = poll(state, fetcher, now=0)
    assert [entry.key for entry in fresh] == ["id-1"]
    assert (state.title, state.due) == ("وكالة", INTERVAL)
    assert poll(state, fetcher, now=INTERVAL - 1) == ([], state)
    assert len(source.asked) == 1

    fresh, state = poll(state, fetcher, now=INTERVAL)
    assert fresh == []
    assert source.asked[-1].headers["if-none-match"] == state.etag

    source.answer = source.with_items(3, 2, 1)
    fresh, state = poll(state, fetcher, now=3 * INTERVAL)
    assert [entry.key for entry in fresh] == ["id-2", "id-3"]
    assert state.seen == ("id-1", "id-2", "id-3")


def test_a_feed_in_trouble_is_put_off_longer_and_longer() -> None:
    source = Feed()
    source.answer = httpx.Response(503)
    fetcher = Site(feed=source).fetcher()
    state = FeedState("https://z.example/feed", seen=("id-1",))
    waits = []
    for _ in range(12):
        now = state.due
        fresh, state = poll(state, fetcher, now)
        assert fresh == []
        waits.append(state.due - now)
    assert waits[:3] == [2 * INTERVAL, 4 * INTERVAL, 8 * INTERVAL]
    assert waits[-1] == LONGEST_INTERVAL
    assert state.seen == ("id-1",)

    source.answer = httpx.Response(429, headers={"retry-after": "7200"})
    _, state = poll(FeedState("https://z.example/feed"), fetcher, now=0)
    assert state.due == 7200

    source.answer = source.with_items(1)
    _, state = poll(state, fetcher, now=7200)
    assert state.failures == 0


def test_a_feed_that_is_gone_or_none_is_an_error() -> None:
    source = Feed()
    fetcher = Site(feed=source).fetcher()
    for answer, what in [
        (httpx.Response(410), "does not exist"),
        (html(), "no feed"),
        (httpx.Response(200, content=b"<x/>", headers={"content-type": "text/xml"}), "no feed"),
    ]:
        source.answer = answer
        with pytest.raises(ReadingError, match=what):
            poll(FeedState("https://z.example/feed"), fetcher, now=0)


@given(st.lists(st.lists(st.integers(1, 28), max_size=6, unique=True), max_size=6))
def test_each_entry_is_handed_out_once(polls: list[list[int]]) -> None:
    source = Feed()
    fetcher = Site(feed=source).fetcher()
    state = FeedState("https://z.example/feed")
    handed_out: list[str] = []
    for number, items in enumerate(polls):
        source.answer = source.with_items(*items)
        fresh, state = poll(state, fetcher, now=number * INTERVAL)
        handed_out += [entry.key for entry in fresh]
    assert len(handed_out) == len(set(handed_out))
    assert set(handed_out) == {f"id-{n}" for items in polls for n in items}


MALFORMED = [
    *("http://[", "http://a.example:99999999/", "https://xn--/", "https://xn--a.com/", "http:a"),
    *("http://a.example/\ud800", "http://\ud800.example/", "http://\u202ea.example/", "http:///a"),
    *("http://a\x00b.example/", "http://\u2100.example/", "http://[v1.a]/", "http://a.example:8a/"),
]


@pytest.mark.parametrize("link", MALFORMED)
def test_a_malformed_link_is_no_link(link: str) -> None:
    transport = httpx.MockTransport(Site(root=httpx.Response(200, text="a")))
    fetcher = Fetcher(PublicTransport(transport, resolver=lambda *_: [PUBLIC]))
    with pytest.raises(ReadingError) as caught:
        fetcher.fetch(link)
    assert caught.value.reason is Unreadable.NO_LINK
