"""Links as articles: fetched within limits of size, time and manners."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote, urlsplit

import httpx

from index.errors import ReadingError, Unreadable
from index.reading.files import SUFFIXES, read_bytes
from index.reading.html import read_html
from index.reading.network import PublicTransport
from index.reading.plain import read_text
from index.types import Article

USER_AGENT: Final = "Qawl/0.1 (news reader; answers with quotations and links)"
ROBOT: Final = "Qawl"
LARGEST_PAGE: Final = 10_000_000
MOST_REDIRECTS: Final = 5
SECONDS: Final = 20.0
"""For the whole of one fetch, redirects and body included."""

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


class Fetcher:
    """Fetches links politely: public hosts alone, robots.txt obeyed, limits kept.

    Args:
        transport: What reaches the network; tests pass their own.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = httpx.Client(
            transport=transport or PublicTransport(),
            headers={"User-Agent": USER_AGENT, "Accept-Language": "ar,en;q=0.8,fr;q=0.7"},
            timeout=httpx.Timeout(10.0),
            follow_redirects=False,
            trust_env=False,
        )
        self._clock = clock
        self._robots: dict[str, tuple[float, str | None]] = {}

    def close(self) -> None:
        self._client.close()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        largest: int = LARGEST_PAGE,
    ) -> Fetched:
        """Returns what a link leads to.

        Args:
            url: An http or https link.
            etag: Of the last answer, to be told if nothing has changed.
            modified: ``Last-Modified`` of the last answer, likewise.
            largest: Bytes, unpacked, beyond which it is given up.

        Raises:
            ReadingError: It cannot be had, must not be had, or is too large or too slow.
        """
        self._check_robots(url)
        headers = {}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        fetched = self._follow(url, headers, largest, obey_robots=True)
        if fetched.status >= 400:
            raise FetchError(*_refusal(url, fetched.status), fetched.status, fetched.retry_after)
        return fetched

    def _follow(
        self, url: str, headers: dict[str, str], largest: int, *, obey_robots: bool
    ) -> Fetched:
        deadline = self._clock() + SECONDS
        for _ in range(MOST_REDIRECTS + 1):
            fetched, location = self._once(url, headers, largest, deadline)
            if location is None:
                return fetched
            url = location
            if obey_robots:
                self._check_robots(url)
        raise ReadingError(
            f"{url} leads on and on; more than {MOST_REDIRECTS} redirects", Unreadable.REDIRECTS
        )

    def _once(
        self, url: str, headers: dict[str, str], largest: int, deadline: float
    ) -> tuple[Fetched, str | None]:
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                if response.has_redirect_location:
                    target = response.url.join(response.headers["location"])
                    return _empty(response), str(target)
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return _empty(response), None
                return _fetched(response, self._body(response, largest, deadline)), None
        except httpx.TimeoutException as error:
            raise FetchError(
                f"{url} did not answer in time; try again later", Unreadable.TIMEOUT
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{url} cannot be reached: {error}", Unreadable.TROUBLE) from error

    def _body(self, response: httpx.Response, largest: int, deadline: float) -> bytes:
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > largest:
                raise ReadingError(
                    f"{response.url} has more than {largest:,} bytes; too large",
                    Unreadable.TOO_LARGE,
                    limit=largest // 1_000_000,
                )
            if self._clock() > deadline:
                raise FetchError(
                    f"{response.url} took more than {SECONDS:.0f} s; try again later",
                    Unreadable.TIMEOUT,
                )
        return bytes(body)

    def _check_robots(self, url: str) -> None:
        from protego import Protego

        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ReadingError(
                f"{url!r} is no link to a web page (http or https)", Unreadable.NO_LINK
            )
        rules = self._rules(f"{parts.scheme}://{parts.netloc}")
        if rules is None:
            raise FetchError(
                f"{parts.netloc} does not say what may be read now; try again later",
                Unreadable.TROUBLE,
            )
        if not Protego.parse(rules).can_fetch(url, ROBOT):
            raise ReadingError(
                f"{parts.netloc} does not allow programs to read {url}", Unreadable.ROBOTS
            )

    def _rules(self, origin: str) -> str | None:
        """Returns a host's robots.txt, empty where there is none, None where it is in trouble."""
        kept = self._robots.get(origin)
        if kept is not None and self._clock() - kept[0] < _ROBOTS_KEPT:
            return kept[1]
        fetched = self._follow(f"{origin}/robots.txt", {}, _LARGEST_ROBOTS, obey_robots=False)
        # RFC 9309: no such file allows all, a server in trouble forbids all.
        rules: str | None = ""
        if fetched.status >= 500 or fetched.status == httpx.codes.TOO_MANY_REQUESTS:
            rules = None
        elif fetched.status < 400:
            rules = fetched.raw.decode("utf-8", "replace")
        if len(self._robots) >= _MOST_HOSTS:
            self._robots.clear()
        if rules is not None:
            self._robots[origin] = (self._clock(), rules)
        return rules


class FetchError(ReadingError):
    """A link that may be had later: the server or the way to it is in trouble.

    Attributes:
        status: Of the answer, None where there was none.
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


def read_link(url: str, fetcher: Fetcher) -> list[Article]:
    """Returns the article that a link leads to, or the articles of a file.

    Raises:
        ReadingError: It cannot be fetched, or holds no article.
    """
    fetched = fetcher.fetch(url)
    name = fetched.url
    if fetched.media_type in _PAGES or (not fetched.media_type and b"<html" in fetched.raw[:2000]):
        return [read_html(fetched.raw, name, url=fetched.url, charset=fetched.charset)]
    suffix = _FILES.get(fetched.media_type)
    path = unquote(urlsplit(fetched.url).path)
    if suffix is None and path.lower().endswith(SUFFIXES):
        suffix = path[path.rfind(".") :]
    if suffix is None:
        kind = fetched.media_type or "of a kind that the server does not name"
        raise ReadingError(f"{url} is no article but {kind}", Unreadable.KIND)
    if suffix == ".txt" and fetched.charset:
        try:
            text = fetched.raw.decode(fetched.charset)
            return [read_text(text.removeprefix("\ufeff"), url=fetched.url, name=name)]
        except (LookupError, UnicodeDecodeError):
            pass

    file = (path.rsplit("/", 1)[-1] or "file").removesuffix(suffix) + suffix
    articles = read_bytes(fetched.raw, file)
    return [a if a.url else replace(a, url=fetched.url) for a in articles]


def _fetched(response: httpx.Response, raw: bytes) -> Fetched:
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
        retry_after=float(wait) if wait.isdecimal() else None,
    )


def _empty(response: httpx.Response) -> Fetched:
    return _fetched(response, b"")


def _refusal(url: str, status: int) -> tuple[str, Unreadable]:
    if status in {401, 402, 403, 451}:
        told = f"{url} is not open to everybody ({status}); send its text instead"
        return told, Unreadable.CLOSED
    if status in {404, 410}:
        return f"{url} does not exist ({status}); is the link complete?", Unreadable.GONE
    return f"{url} is in trouble ({status}); try again later", Unreadable.TROUBLE
