"""Who was given which entry, as stored."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from ledger.store.asking import Asking


class After(NamedTuple):
    """Where a page begins in what is listed the newest first; without a moment, at the newest."""

    at: datetime | None = None
    """The moment the page before ended with."""
    passed: int = 0
    """How many of that moment were on it already."""


_EVERY = (1, 2**63 - 1)  # positions
# Both read what lies under a file in the key, or under one entry of it.
_BY_ACCOUNT: LiteralString = """
    SELECT account, name, office, min(first_at), max(first_at), count(*) FROM opened
     WHERE file_id = %b AND position BETWEEN %b::bigint AND %b::bigint
     GROUP BY account, name, office HAVING max(first_at) <= coalesce(%b::timestamptz, 'infinity')
     ORDER BY max(first_at) DESC, account, name, office OFFSET %b::bigint LIMIT %b::bigint"""
_TO_ACCOUNT: LiteralString = """
    SELECT name, office, first_at, array_agg(position ORDER BY position) FROM opened
     WHERE file_id = %b AND position BETWEEN %b::bigint AND %b::bigint AND account = %b
       AND first_at <= coalesce(%b::timestamptz, 'infinity')
     GROUP BY first_at, name, office ORDER BY first_at DESC, name, office OFFSET %b::bigint LIMIT %b::bigint"""


class GivenOut(Asking):
    """Notes who is given which entries, and is asked who was."""

    def note_opened(
        self,
        account: str,
        name: str,
        office: str,
        places: Mapping[UUID, Collection[int]],
        *,
        wait_for_disk: bool = True,
    ) -> int:
        """Writes down that an account is given these entries; returns how many it had not been given before.

        Without `wait_for_disk` a crash of the server may take that back until it is on the disk: for at most
        three times wal_writer_delay, 0.6 s.
        """
        # As text, which psycopg need not put together out of each id: a third of the whole call.
        files = ",".join(",".join([str(file_id)] * len(positions)) for file_id, positions in places.items())
        positions = ",".join(str(position) for held in places.values() for position in sorted(held))
        waiting: LiteralString = (
            "" if wait_for_disk else "set_config('synchronous_commit', 'off', true),"
        )  # of this alone
        [(*_, new)] = self._rows(
            f"SELECT {waiting} note_opened(%s, %s, %s, %t::uuid[], %t::bigint[])",
            (account, name, office, f"{{{files}}}", f"{{{positions}}}"),
        )
        return int(new)

    def opened(
        self, file_id: UUID, positions: Collection[int]
    ) -> list[tuple[int, str, str | None, str | None, datetime]]:
        """(position, account, name, role, when first) of who was given these entries of a file, the first first."""
        return self._rows(
            "SELECT position, account, name, office, first_at FROM opened"
            " WHERE file_id = %b AND position = ANY(%b::bigint[]) ORDER BY position, first_at, account",
            (file_id, list(positions)),
        )

    def opened_by_account(
        self, file_id: UUID, position: int | None, after: After, limit: int
    ) -> list[tuple[str, str | None, str | None, datetime, datetime, int]]:
        """(account, name, role, first and last when it was given an entry anew, how many), the last given first.

        Of a file, or of one entry of it.
        """
        return self._rows(_BY_ACCOUNT, (file_id, *_between(position), *after, limit))

    def opened_to_account(
        self, file_id: UUID, account: str, position: int | None, after: After, limit: int
    ) -> list[tuple[str | None, str | None, datetime, list[int]]]:
        """(name, role, when, positions): what of a file an account was first given at each moment, the newest first."""
        given: tuple[Any, ...] = (file_id, *_between(position), account, *after, limit)
        return self._rows(_TO_ACCOUNT, given)


def _between(position: int | None) -> tuple[int, int]:
    return _EVERY if position is None else (position, position)
