"""Links as articles: fetched within limits of size, time and manners."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final
from urllib.parse import unquote, urlsplit

import httpx

from index.errors import ReadingError, Unreadable
from index.reading.contents import Contents, too_large
from index.reading.files import SUFFIXES
from index.reading.network import PublicTransport, time_limit
from index.reading.packing import ACCEPTED
from index.reading.tasks import SourceReader
from index.types import Article

USER_AGENT: Final = "Qawl/0.1 (news reader; answers with quotations and links)"
ROBOT: Final = "Qawl"
LARGEST_PAGE: Final = 10_000_000
MOST_REDIRECTS: Final = 5
SECONDS: Final = 20.0
"""For the whole of one fetch: robots.txt, names, connections, redirects, headers and body."""

_ROBOTS_KEPT: Final = 3600.0
_MOST_HOSTS: Final = 1000
_LARGEST_ROBOTS: Final = 500_000
_PAGES: Final = ("text/html", "application/xhtml+xml")
_FILES: Final = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back for a link.

    Attributes:
        url: Where it was found in the end, after redirects.
        status: 200, or 304 where nothing has changed since.
        raw: The body as it came, still packed where ``packing`` says so.
        media_type: Without parameters, in lower case; empty where none was given.
        charset: As the server named it.
        etag: For the next conditional request.
        modified: ``Last-Modified``, for the next conditional request.
        retry_after: Seconds that the server asked to wait, if it did.
    """

    url: str
    status: int
    raw: bytes
    media_type: str
    charset: str | None
    etag: str | None
    modified: str | None
    retry_after: float | None = None
    packing: str = ""


@dataclass(frozen=True, slots=True)
class _Visit:
    """What holds for one link and all that it leads on to.

    Attributes:
        largest: Bytes, as they come, beyond which it is given up.
        deadline: By the fetcher's clock.
        cookies: They last for one fetch: else one chat's link could log in for all others.
    """

    largest: int
    deadline: float
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)


class Fetcher:
    """Fetches links politely: public hosts alone, robots.txt obeyed, limits kept.

    Args:
        transport: What reaches the network; tests pass their own.
        reader: What reads what comes back, robots.txt included.
        clock: Monotonic seconds.
        seconds: For the whole of one fetch.

    Attributes:
        reader: As given.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport | None = None,
        *,
        reader: SourceReader | None = None,
        clock: Callable[[], float] = time.monotonic,
        seconds: float = SECONDS,
    ) -> None:
        self.reader: Final = reader or SourceReader()
        self._client = httpx.Client(
            transport=transport or PublicTransport(),
            headers={
                "User-Agent": USER_AGENT,
                "Accept-Language": "ar,en;q=0.8,fr;q=0.7",
                "Accept-Encoding": ACCEPTED,
            },
            timeout=httpx.Timeout(10.0),
            # The client keeps none; see ``_Visit``.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
            trust_env=False,
        )
        self._clock = clock
        self._seconds = seconds
        self._robots: dict[str, tuple[float, Fetched]] = {}

    def close(self) -> None:
        self._client.close()

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Returns what a link leads to.

        Args:
            url: An http or https link.
            etag: Of the last answer, to be told if nothing has changed.
            modified: ``Last-Modified`` of the last answer, likewise.

        Raises:
            ReadingError: It cannot be had, must not be had, or is too large or too slow.
        """
        headers = {}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        with time_limit(self._seconds):
            visit = _Visit(LARGEST_PAGE, self._clock() + self._seconds, headers)
            self._check_robots(url, visit)
            fetched = self._follow(url, visit, obey_robots=True)
        if fetched.status >= 400:
            raise FetchError(*_refusal(url, fetched.status), fetched.status, fetched.retry_after)
        return fetched

    def _follow(self, url: str, visit: _Visit, *, obey_robots: bool) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            fetched, location = self._once(url, visit)
            if location is None:
                return fetched
            url = location
            if obey_robots:
                self._check_robots(url, visit)
        raise ReadingError(
            f"{url} leads on and on; more than {MOST_REDIRECTS} redirects", Unreadable.REDIRECTS
        )

    def _once(self, url: str, visit: _Visit) -> tuple[Fetched, str | None]:
        try:
            request = self._client.build_request("GET", url, headers=visit.headers)
            visit.cookies.set_cookie_header(request)
            with closing(self._client.send(request, stream=True)) as response:
                visit.cookies.extract_cookies(response)
                if response.has_redirect_location:
                    target = response.url.join(response.headers["location"])
                    return _fetched(response), str(target)
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return _fetched(response), None
                # An answer that never was on a wire is unpacked already.
                known = response.is_stream_consumed
                packing = "" if known else response.headers.get("content-encoding", "")
                raw = self._body(response, visit)
                return _fetched(response, raw, packing[:100]), None
        except httpx.TimeoutException as error:
            raise FetchError(
                f"{url} did not answer in time; try again later", Unreadable.TIMEOUT
            ) from error
        except httpx.HTTPError as error:
            told = str(error) or type(error).__name__
            raise FetchError(f"{url} cannot be reached: {told}", Unreadable.TROUBLE) from error
        except (httpx.InvalidURL, ValueError) as error:
            # A host that no name server could know, half a character, a port beyond all ports.
            raise ReadingError(f"{url!r} is no link to a web page", Unreadable.NO_LINK) from error

    def _body(self, response: httpx.Response, visit: _Visit) -> bytes:
        body = bytearray()
        known = response.is_stream_consumed
        for piece in [response.content] if known else response.iter_raw():
            body += piece
            if len(body) > visit.largest:
                told = f"{response.url} has more than {visit.largest:,} bytes; too large"
                raise too_large(told, visit.largest)
            if self._clock() > visit.deadline:
                raise FetchError(
                    f"{response.url} took more than {self._seconds:.0f} s; try again later",
                    Unreadable.TIMEOUT,
                )
        return bytes(body)

    def _check_robots(self, url: str, visit: _Visit) -> None:
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ReadingError(
                f"{url!r} is no link to a web page (http or https)", Unreadable.NO_LINK
            )
        rules = self._rules(f"{parts.scheme}://{parts.netloc}", visit)
        # RFC 9309: no such file allows all, a server in trouble forbids all.
        if rules.status >= 500 or rules.status == httpx.codes.TOO_MANY_REQUESTS:
            raise FetchError(
                f"{parts.netloc} does not say what may be read now; try again later",
                Unreadable.TROUBLE,
            )
        if rules.status < 400 and not self.reader.allows(
            rules.raw, url, ROBOT, packing=rules.packing, largest=_LARGEST_ROBOTS
        ):
            raise ReadingError(
                f"{parts.netloc} does not allow programs to read {url}", Unreadable.ROBOTS
            )

    def _rules(self, origin: str, visit: _Visit) -> Fetched:
        """Returns a host's robots.txt, kept for a while unless the host is in trouble."""
        kept = self._robots.get(origin)
        if kept is not None and self._clock() - kept[0] < _ROBOTS_KEPT:
            return kept[1]
        asking = _Visit(_LARGEST_ROBOTS, visit.deadline)
        fetched = self._follow(f"{origin}/robots.txt", asking, obey_robots=False)
        if len(self._robots) >= _MOST_HOSTS:
            self._robots.clear()
        if fetched.status < 500 and fetched.status != httpx.codes.TOO_MANY_REQUESTS:
            self._robots[origin] = (self._clock(), fetched)
        return fetched


class FetchError(ReadingError):
    """A link that may be had later: the server or the way to it is in trouble.

    Attributes:
        status: Of the answer; None if no answer came.
        retry_after: Seconds that the server asked to wait.
    """

    def __init__(
        self,
        message: str,
        reason: Unreadable,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, reason)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Read:
    """What a link leads to, and what to ask with whether that has changed.

    Attributes:
        articles: None if nothing has changed.
    """

    articles: tuple[Article, ...] | None
    etag: str | None
    modified: str | None


def read_link_again(
    url: str, fetcher: Fetcher, *, etag: str | None = None, modified: str | None = None
) -> Read:
    """Returns what a link leads to now.

    Args:
        etag: Of the last answer, to be told if nothing has changed.
        modified: Likewise.

    Raises:
        ReadingError: It cannot be fetched, or holds no article.
    """
    fetched = fetcher.fetch(url, etag=etag, modified=modified)
    if fetched.status == httpx.codes.NOT_MODIFIED:
        return Read(None, fetched.etag or etag, fetched.modified or modified)
    found = _contents(url, fetched, fetcher.reader)
    return Read(found.articles, fetched.etag, fetched.modified)


def read_link_contents(url: str, fetcher: Fetcher) -> Contents:
    """Returns what a link leads to, with what is to be told about the reading.

    Raises:
        ReadingError: It cannot be fetched, or holds no article.
    """
    return _contents(url, fetcher.fetch(url), fetcher.reader)


def _contents(url: str, fetched: Fetched, reader: SourceReader) -> Contents:
    path = unquote(urlsplit(fetched.url).path)
    suffix = _FILES.get(fetched.media_type)
    if suffix is None and fetched.media_type not in _PAGES and path.lower().endswith(SUFFIXES):
        suffix = path[path.rfind(".") :]
    if suffix is None and fetched.media_type in {*_PAGES, ""}:
        return reader.page(
            fetched.raw,
            fetched.url,
            charset=fetched.charset,
            packing=fetched.packing,
            largest=LARGEST_PAGE,
        )
    if suffix is None:
        kind = fetched.media_type or "of a kind that the server does not name"
        raise ReadingError(f"{url} is no article but {kind[:80]}", Unreadable.KIND)
    file = (path.rsplit("/", 1)[-1] or "file").removesuffix(suffix) + suffix
    contents = reader.file(fetched.raw, file, packing=fetched.packing, largest=LARGEST_PAGE)
    articles = tuple(a if a.url else replace(a, url=fetched.url) for a in contents.articles)
    return replace(contents, articles=articles)


def _fetched(response: httpx.Response, raw: bytes = b"", packing: str = "") -> Fetched:
    media_type, _, _ = response.headers.get("content-type", "").partition(";")
    wait = response.headers.get("retry-after", "")
    return Fetched(
        url=str(response.url),
        status=response.status_code,
        raw=raw,
        media_type=media_type.strip().lower(),
        charset=response.charset_encoding,
        etag=response.headers.get("etag"),
        modified=response.headers.get("last-modified"),
        retry_after=float(wait[:6]) if wait.isdecimal() else None,
        packing=packing,
    )


def _refusal(url: str, status: int) -> tuple[str, Unreadable]:
    if status in {401, 402, 403, 451}:
        told = f"{url} is not open to everybody ({status}); send its text instead"
        return told, Unreadable.CLOSED
    if status in {404, 410}:
        return f"{url} does not exist ({status}); is the link complete?", Unreadable.GONE
    return f"{url} is in trouble ({status}); try again later", Unreadable.TROUBLE
