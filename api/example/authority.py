"""The authority's own file in the examples: the procedure it adopted, and where the stories end."""

from __future__ import annotations

from datetime import date

from api.example.cast import RUTH, RUTHS
from api.example.telling import Desk, Story
from ledger.book import AUTHORITY
from ledger.subjects.records import NoteMade, ProcedureAdopted
from ledger.words import Said

FILE = AUTHORITY
CLOSED_ON = date(2026, 6, 6)
"""The day after the last entry of the stories: in a simulated ledger today is where its clock was left."""


def story(desk: Desk) -> Story:
    """Tell what is on the authority's file."""
    yield desk.record(
        "2024-12-02 09:15", RUTHS,
        ProcedureAdopted(
            happened_on=date(2024, 12, 2), by=RUTH, procedure="hampshire/1", effective_from=date(2024, 12, 2),
            title="Contract management: social care contracts", authorising_body="Corporate Management Team",
            authorised_on=date(2024, 11, 25), next_review_on=date(2026, 11, 30),
        ),
    )  # fmt: skip
    yield desk.record(
        "2026-06-06 09:00", RUTHS,
        NoteMade(
            happened_on=CLOSED_ON, by=RUTH,
            words=Said("The example contracts end here. What you record yourself follows from this day on."),
        ),
    )  # fmt: skip
