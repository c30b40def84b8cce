"""Tokens by which programs say who they are: kept as hashes, in a file only its owner can read.

Format of the file, for another implementation: JSON, {"tokens": [{"name", "account", "person", "roles",
"organisations", "granted", "sha256", "made_at"}]}. `sha256` is of the token's ASCII text, in hex. A token is "ct_" and
32 random bytes in base64url: 256 bits that nobody can guess need no slow hash.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.people import ROLES, Person, Role
from ledger.store.database_settings import SettingsRefused


@dataclass(frozen=True)
class Token:
    """One token as it is kept: everything but the token itself."""

    name: str
    person: Person
    sha256: str
    made_at: str


class Tokens:
    """The tokens of one ledger, read again whenever the file has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._one_at_a_time = threading.Lock()
        self._read_at: tuple[int, int] | None = None
        self._people: dict[str, Person] = {}

    def person(self, token: str) -> Person | None:
        """Return whose token that is, None where it is nobody's. Raises SettingsRefused for an unreadable file."""
        with self._one_at_a_time:
            self._look_again()
            return self._people.get(_digest(token))

    def all(self) -> list[Token]:
        """Return every token there is."""
        return list(_read(self._path))

    def make(
        self, name: str, roles: Sequence[Role], *, person: str | None = None, organisations: Sequence[str] = (),
        granted: Sequence[str] = (),
    ) -> str:  # fmt: skip
        """Make a token and return it, this once. Raises ValueError where the name is taken or the roles do not fit."""
        made = Person(f"token:{name}", person or name, frozenset(roles), tuple(organisations), tuple(granted))
        token = "ct_" + secrets.token_urlsafe(32)
        with _locked(self._path):
            there = list(_read(self._path))
            if any(known.name == name for known in there):
                raise ValueError(f"there is a token {name!r} already; revoke it first or choose another name")
            there.append(Token(name, made, _digest(token), datetime.now(UTC).isoformat(timespec="seconds")))
            _write(self._path, there)
        return token

    def revoke(self, name: str) -> bool:
        """Remove a token; returns whether there was one."""
        with _locked(self._path):
            there = list(_read(self._path))
            left = [token for token in there if token.name != name]
            if len(left) < len(there):
                _write(self._path, left)
            return len(left) < len(there)

    def _look_again(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._read_at, self._people = None, {}
            return
        stamp = (found.st_mtime_ns, found.st_ino)
        if stamp != self._read_at:
            self._people = {token.sha256: token.person for token in _read(self._path)}
            self._read_at = stamp


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> Iterator[Token]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["tokens"]
        yield from [_token(row) for row in rows]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsRefused(
            f"{path} cannot be read as a file of tokens ({type(error).__name__}); move it away and make new ones."
        ) from None


def _token(row: dict[str, Any]) -> Token:
    unknown = set(row["roles"]) - set(ROLES)
    if unknown:
        raise ValueError(f"unknown role {unknown}")
    person = Person(
        row["account"], row["person"], frozenset(row["roles"]), tuple(row["organisations"]), tuple(row["granted"])
    )
    return Token(row["name"], person, row["sha256"], row["made_at"])


def _write(path: Path, tokens: Sequence[Token]) -> None:
    rows = [
        {
            "name": token.name, "account": token.person.account, "person": token.person.name,
            "roles": sorted(token.person.roles), "organisations": token.person.organisations,
            "granted": token.person.granted, "sha256": token.sha256, "made_at": token.made_at,
        }
        for token in tokens
    ]  # fmt: skip
    beside = path.with_suffix(".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"tokens": rows}, file, indent=2)
    beside.replace(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Two commands that make tokens at once wait for one another; the lock goes with the process."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
