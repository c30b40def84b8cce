"""What makes it safe to send a request again: what is kept of it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid5

import rfc8785

from ledger.entry import Account
from ledger.errors import CommandErased, KeyDestroyed
from ledger.judgement import Act
from ledger.privacy.encryption import UNTELLABLE, encrypt_request
from ledger.store.postgres import LedgerStore
from ledger.store.writes import Command


def command_for(
    store: LedgerStore, file_id: Callable[[str], UUID], acts: Sequence[Act], account: Account, key: str | None
) -> Command | None:
    """Return what is kept of a request, for the day it is sent again: its fingerprint, under a key that goes with it.

    The fingerprint is HMAC-SHA-256, under the ledger's request_key, of what was submitted: canonical JSON (RFC
    8785) of an array of {departures, entry, file}. How it is encrypted: privacy/encryption.py. Raises CommandErased
    where it was recorded before and its words were erased since; NoKeys.
    """
    if key is None or not acts:
        return None
    submitted: list[Any] = [
        {
            "file": act.file,
            "entry": act.entry.model_dump(mode="json", exclude_none=True),
            "departures": [d.model_dump(mode="json", exclude_none=True) for d in act.departures],
        }
        for act in acts
    ]
    # Of text, whole numbers and names in ASCII this is RFC 8785's form, and twenty times as quick.
    said = json.dumps(submitted, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return command_of(store, file_id(acts[0].file), account, key, said)


def command_of(store: LedgerStore, first: UUID, account: Account, key: str, said: bytes) -> Command:
    """Return the command of an account under a key, for what was `said`; `first`: the file of its first entry."""
    settings = store.settings
    fingerprint = hmac.digest(bytes(settings.request_key), said, "sha256")
    named = rfc8785.dumps(["command", account.account, key])  # an account's name may hold any sign
    command_id = uuid5(UUID(bytes=bytes(settings.file_key_secret[:16])), named.decode())
    try:
        return Command(command_id, encrypt_request(store.keys(), first, command_id, fingerprint))
    except KeyDestroyed:
        if store.is_recorded(command_id):
            raise CommandErased(command_id) from None
        return Command(command_id, UNTELLABLE)  # the file was disposed of: the rules say so
