"""Why the interface could not take a request at all: reasons that lie in how it was sent, not in what it would record.

    Malformed         the body is not JSON that everybody reads alike
    WrongMediaType    the body is of a type that is not taken here
    BodyTooLarge      the body is over the limit
    NotSignedIn       nobody knows who is asking
    NowOnly           what is answered for the present alone was asked for the past
    NothingNear       there is no such thing; the nearest names there are

What stands against an entry itself is in ledger/refusals.py, and what the store says in ledger/errors.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ledger.errors import TooLarge
from ledger.refusals import NotOnFile


class Malformed(Exception):
    """The body is not JSON that everybody reads alike. `field` says where, if it can be said."""

    def __init__(self, why: str, field: str = "") -> None:
        self.field = field
        super().__init__(f"{field}: {why}" if field else why)


class WrongMediaType(Exception):
    """The body is of a type that is not taken here; `accepted` says which is."""

    def __init__(self, why: str, accepted: str) -> None:
        self.accepted = accepted
        super().__init__(why)


class BodyTooLarge(TooLarge):
    """The body is over the limit; none of it was kept."""


class NotSignedIn(Exception):
    """Nobody knows who is asking."""


class NowOnly(Exception):
    """What is answered for the present alone, as lists across files are, was asked for the past."""


class NothingNear(NotOnFile):
    """There is no such thing; `nearest` are the names there are that look like it."""

    def __init__(self, message: str, wanted: str = "", there: Iterable[str] = ()) -> None:
        known = sorted(there)
        self.nearest = tuple(get_close_matches(wanted, known, n=5, cutoff=0.4) or known[:12])
        near = f"; the nearest names are: {', '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"{message}{near}")
