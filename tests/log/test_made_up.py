"""Bundles and copies made up by somebody who has the log's key: all is signed, all fits, and one thing is a lie."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

import ledger.verify
from tests.mutants.of_made_up import of_made_up
from tests.mutants.of_made_up_copies import of_made_up_copies


@pytest.mark.parametrize("cases", [of_made_up, of_made_up_copies])
def test_whoever_has_the_logs_key_cannot_lie_unseen_in_what_hangs_together(cases: object, tmp_path: Path) -> None:
    """Each check that finds one of these out is missed by `python -m tests.mutants` if it is taken out."""
    tried = 0
    for name, ask, right in cases(SimpleNamespace(folder=tmp_path)):  # type: ignore[operator]  # untyped, as mutants are
        answer = ask(ledger.verify)
        assert (answer[0] == 0) == right, (name, answer)
        tried += 1
    assert tried > 15
