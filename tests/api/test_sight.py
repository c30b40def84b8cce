"""What is withheld stays withheld: while somebody else records, through later entries, and from every refusal."""

from __future__ import annotations

from datetime import date

import pytest

from api.people import DEMO_PEOPLE
from api.reading import Reading
from api.sight import Sight
from projections.timeline import Filters
from tests.api.conftest import Ledger, User

DAY = {"file": "C-1", "happened_on": "2025-01-01"}
NOTE = {**DAY, "kind": "note-made", "words": "Aardvark: visits missed"}
ADVICE = {**NOTE, "words": "Cormorant: wait", "audience": "legal", "protection": "legal-advice"}


# --- while somebody else records --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "positions"), [("provider", [1]), ("lead-officer", [1, 2, 3])])
def test_what_is_recorded_while_somebody_reads_is_withheld_like_everything_else(
    ledger: Ledger, officer: User, person: str, positions: list[int]
) -> None:
    reading = Reading(ledger.client.app.state.wiring, "C-1", DEMO_PEOPLE[person])  # type: ignore[attr-defined]
    assert reading.sight.withheld == {}
    ledger.as_("legal-services").record(NOTE, ADVICE)

    page = reading.timeline(Filters(), order="happened", newest_first=False, after=None, limit=9)

    assert [line.position for line in page.lines] == positions
    assert "Cormorant" not in str(page.lines)
    assert reading.status()[0].counts.entries == (1 if person == "provider" else 2)
    assert reading.view.file.at(3) is None


def test_nobody_sees_an_entry_that_is_newer_than_what_their_sight_was_made_from(ledger: Ledger, officer: User) -> None:
    sight = Sight(DEMO_PEOPLE["provider"], ledger.book.file("C-1"), lambda: date(2025, 1, 1))
    officer.record(NOTE)

    newer = ledger.book.file("C-1")

    assert [recorded.position for recorded in sight.of(newer.known)] == [1]
    assert sight.position(newer) == 1
