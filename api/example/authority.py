"""The authority's own file in the examples: the procedure it adopted, who has read it, and where the stories end."""

from __future__ import annotations

from datetime import date

from api.example.cast import ANN, ANNS, COLIN, RUTH, RUTHS
from api.example.telling import Desk, Story
from ledger.book import AUTHORITY
from ledger.subjects.adoption import (
    GoverningDocument,
    MemberOfAudience,
    ProcedureAcknowledged,
    ProcedureAdopted,
    ProcedureAudienceSet,
)
from ledger.subjects.records import NoteMade
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
            authorised_on=date(2024, 11, 25), next_review_on=date(2026, 11, 30), document_version="4.0",
            authors=("Contracts section",), status="Final", section="Adult social care",
            master_copy="Contracts section, procedures folder",
            governing_documents=(
                GoverningDocument(title="Standing Orders on Contracts", version="2024", dated=date(2024, 4, 1)),
                GoverningDocument(title="Financial Regulations", version="2023"),
                GoverningDocument(
                    title="Contract Practice Notes, which supplement Standing Orders", version="7",
                    dated=date(2024, 9, 2),
                ),
            ),
        ),
    )  # fmt: skip
    yield desk.record(
        "2026-06-04 10:00", RUTHS,
        ProcedureAudienceSet(
            happened_on=date(2026, 6, 4), by=RUTH, procedure="hampshire",
            people=tuple(
                MemberOfAudience(person=one.person, office=(one.office or "").replace("-", " "))
                for one in (ANN, COLIN, RUTH)
            ),
        ),
    )  # fmt: skip
    for at, whose, one in (("2026-06-04 11:30", ANNS, ANN), ("2026-06-05 09:10", RUTHS, RUTH)):
        yield desk.record(
            at, whose,
            ProcedureAcknowledged(
                happened_on=date.fromisoformat(at[:10]), by=one, procedure="hampshire/1", person=one.person
            ),
        )  # fmt: skip
    yield desk.record(
        "2026-06-06 09:00", RUTHS,
        NoteMade(
            happened_on=CLOSED_ON, by=RUTH,
            words=Said("The example contracts end here. What you record yourself follows from this day on."),
        ),
    )  # fmt: skip
