"""The commands for the keys of words: changing what they are wrapped by, and destroying again what came back."""

from __future__ import annotations

import shutil
from pathlib import Path

from ledger.store.database import Database
from tests.api.test_command_line import Run, database, opened, run

__all__ = ["database", "opened", "run"]  # fixtures


def test_the_wrapping_key_is_changed_and_the_words_are_still_read(
    opened: Run, database: Database, tmp_path: Path
) -> None:
    wrapping = tmp_path / "keys" / database.schema / "wrapping-key"
    old, words = wrapping.read_bytes(), opened("timeline", "C-1").out

    changed = opened("rotate-wrapping-key")

    assert changed.code == 0, changed.error
    assert wrapping.read_bytes() != old
    assert opened("timeline", "C-1").out == words
    wrapping.write_bytes(old)
    said = opened("rotate-wrapping-key")
    assert (said.code, "do not open" in said.error) == (2, True)


def test_an_erasure_that_an_old_folder_of_keys_undid_is_done_again(
    opened: Run, database: Database, tmp_path: Path
) -> None:
    """CPC307-K1."""
    keys = tmp_path / "keys" / database.schema
    assert "its keys" in opened("erase-again").out
    note = {"kind": "note-made", "file": "C-1", "happened_on": "2025-01-01", "words": "Mrs Pomfret fell"}
    assert opened("record", stdin=note).code == 0
    shutil.copy2(keys / "keys", tmp_path / "old keys")
    erasing = {
        "kind": "words-erased", "file": "C-1", "happened_on": "2025-01-01", "ground": "objection",
        "asked_by": "the-person", "exceptions_weighed": ["legal-claims"], "words": [{"position": 3}],
        "by": {"person": "Lena Stone", "office": "legal-services"},
    }  # fmt: skip
    erased = opened("record", stdin=erasing)
    assert erased.code == 0, erased.error
    assert opened("audit").code == 0
    shutil.copy2(tmp_path / "old keys", keys / "keys")

    found = opened("audit")
    assert (found.code, "keys of what was erased are there again" in found.out) == (1, True)
    assert "destroyed again" in opened("erase-again").out
    assert opened("audit").code == 0
