"""Asks somebody else's machine by HTTP, and waits no longer and takes no more than it was told to."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

_AT_ONCE = 16_384  # bytes


class NoAnswer(Exception):
    """Nothing came back that could be an answer; says why, in one line."""


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    media_type: str
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Nobody asked is sent on to somewhere that was not named in the settings."""

    def redirect_request(self, *_: Any) -> None:
        return None


def check_address(url: str) -> str:
    """Return the address, which is of http or https and names a host. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError("should be an address that begins with http:// or https:// and names a host")
    return url


def post(url: str, body: bytes, media_type: str, *, seconds: float, most: int) -> Answer:
    """Send a body and return what is answered within so many seconds, at most so many bytes. Raises NoAnswer.

    However slowly it comes: after that time the connection is cut.
    """
    sockets: list[socket.socket] = []
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), _Http(sockets, seconds), _Https(sockets, seconds), _NoRedirect(),
        urllib.request.HTTPErrorProcessor(), urllib.request.HTTPDefaultErrorHandler(),
    ):  # fmt: skip
        opener.add_handler(handler)
    request = urllib.request.Request(  # noqa: S310  # http and https alone have handlers
        check_address(url), data=body, headers={"Content-Type": media_type, "User-Agent": "cleartrail"}, method="POST"
    )
    late = threading.Event()
    cut = threading.Timer(seconds, _cut, [sockets, late])
    cut.daemon = True
    cut.start()
    try:
        try:
            response: Any = opener.open(request, timeout=seconds)
        except urllib.error.HTTPError as error:
            response = error
        if response is None:
            raise NoAnswer("nothing there speaks http or https")
        with response:
            content = _read(response, most)
            return Answer(response.status, response.headers.get_content_type(), content)
    except (OSError, http.client.HTTPException, ValueError, NoAnswer) as error:
        raise NoAnswer(f"no whole answer within {seconds:g} seconds" if late.is_set() else _why(error)) from None
    finally:
        cut.cancel()


def _read(response: Any, most: int) -> bytes:
    content = b""
    while piece := response.read1(_AT_ONCE):
        content += piece
        if len(content) > most:
            raise NoAnswer(f"the answer has more than {most:,} bytes")
    expected = response.headers.get("Content-Length")
    if expected is not None and expected.isdigit() and len(content) < int(expected):
        raise NoAnswer("the answer was cut short")
    return content


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, NoAnswer):
        return str(reason)
    return f"{type(reason).__name__}: {reason}"[:200]


def _cut(sockets: list[socket.socket], late: threading.Event) -> None:
    late.set()
    for one in sockets:
        with suppress(OSError):  # it has ended by itself
            one.shutdown(socket.SHUT_RDWR)


class _Http(urllib.request.HTTPHandler):
    """Opens connections that can be cut."""

    def __init__(self, sockets: list[socket.socket], seconds: float) -> None:
        super().__init__()
        self._made = partial(_Connection, sockets)

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._made, request)


class _Https(urllib.request.HTTPSHandler):
    """Opens connections that can be cut, to machines whose certificates the system trusts."""

    def __init__(self, sockets: list[socket.socket], seconds: float) -> None:
        super().__init__(context=ssl.create_default_context())
        self._made = partial(_SecureConnection, sockets)

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._made, request, context=self._context)  # type: ignore[attr-defined]


class _Connection(http.client.HTTPConnection):
    def __init__(self, sockets: list[socket.socket], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._sockets = sockets

    def connect(self) -> None:
        super().connect()
        self._sockets.append(self.sock)


class _SecureConnection(http.client.HTTPSConnection):
    def __init__(self, sockets: list[socket.socket], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._sockets = sockets

    def connect(self) -> None:
        super().connect()
        self._sockets.append(self.sock)
