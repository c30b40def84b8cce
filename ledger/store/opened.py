"""Who was given which entry, as stored."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from ledger.store.asking import Asking


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
