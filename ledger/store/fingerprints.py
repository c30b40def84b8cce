"""Encrypts what a ledger from before schema version 13 keeps of requests: within migration 0013, in its transaction."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg

from ledger.errors import KeyDestroyed
from ledger.privacy.encryption import UNTELLABLE, encrypt_request
from ledger.privacy.keys import Keys
from ledger.store.encrypting import Progress

_ASKED = """
    SELECT e.command_id, e.file_id, e.request, EXISTS (
        SELECT FROM entries x JOIN erased d ON d.file_id = x.file_id AND d.of_entry = x.position
         WHERE x.arrival = e.arrival)
      FROM entries e WHERE e.command_id IS NOT NULL"""


def encrypt_requests(connection: psycopg.Connection[Any], keys: Callable[[], Keys], progress: Progress) -> None:
    """Fill requests_again from what `entries` has; of a request whose words were erased nothing is kept.

    Keys are asked for only where there is any. Raises NoKeys.
    """
    rows = connection.execute(_ASKED, binary=True).fetchall()
    if not rows:
        return
    tree = keys().now()
    with connection.cursor().copy("COPY requests_again (command_id, request) FROM STDIN") as copy:
        for done, (command_id, file_id, fingerprint, erased) in enumerate(rows, 1):
            request = UNTELLABLE
            if not erased:
                with suppress(KeyDestroyed):  # the file was disposed of
                    request = encrypt_request(tree, file_id, command_id, fingerprint)
            copy.write_row((command_id, request))
            if done % 1_000 == 0:
                progress("encrypting requests", done, len(rows))
