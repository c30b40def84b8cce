"""The authority's own file in the examples: the procedure it adopted, who has read it, and where the stories end."""

from __future__ import annotations

from datetime import date

from api.example.cast import ANN, ANNS, COLIN, RUTH, RUTHS
from api.example.saved.parties import HELEN, INES, TOM, TOMS
from api.example.telling import Desk, Story
from api.example.two_small_changes.parties import DIANE, DIANES, IVO, IVOS, PETER, PETERS
from ledger.book import AUTHORITY
from ledger.subjects.adoption import (
    GoverningDocument,
    MemberOfAudience,
    ProcedureAcknowledged,
    ProcedureAdopted,
    ProcedureAudienceSet,
    ProcedureReviewed,
)
from ledger.subjects.knowledge import (
    BriefingHeld,
    Group,
    KnowledgeShared,
    MarketIntelligenceRecorded,
    StaffCountsReported,
    TeamPresent,
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
                GoverningDocument(title="Departmental Procedure on Contracts", version="3"),
                GoverningDocument(
                    title="Contract Practice Notes, which supplement Standing Orders", version="7",
                    dated=date(2024, 9, 2),
                ),
            ),
        ),
    )  # fmt: skip
    yield from _of_others(desk)
    yield from _known(desk)
    yield desk.record(
        "2026-06-04 10:00", RUTHS,
        ProcedureAudienceSet(
            happened_on=date(2026, 6, 4), by=RUTH, procedure="hampshire",
            people=tuple(
                MemberOfAudience(person=one.person, office=one.office)
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


def _of_others(desk: Desk) -> Story:
    """The procedures of two other parts of the council, and the first one looked over after a year."""
    yield desk.record(
        "2025-09-01 10:00", RUTHS,
        ProcedureAdopted(
            happened_on=date(2025, 9, 1), by=HELEN, procedure="thames-valley/1", effective_from=date(2025, 9, 1),
            title="Managing contracts for victims' services", authorising_body="Senior Management Group",
            authorised_on=date(2025, 8, 27), next_review_on=date(2026, 8, 31), document_version="2.1", status="Final",
            authors=("Community Safety",), section="Community safety", master_copy="Community Safety, shared folder",
            governing_documents=(GoverningDocument(title="Standing Orders on Contracts", version="2024",
                                                   dated=date(2024, 4, 1)),),
        ),
        ProcedureAudienceSet(
            happened_on=date(2025, 9, 1), by=HELEN, procedure="thames-valley",
            people=(MemberOfAudience(person="Tom Reeve", office="commissioning officer", unit="Community Safety"),
                    MemberOfAudience(person="Ines Calder", office="assistant", unit="Community Safety")),
        ),
    )  # fmt: skip
    for at, one in (("2025-09-03 10:00", TOM), ("2025-09-03 10:20", INES)):
        yield desk.record(
            at, TOMS,
            ProcedureAcknowledged(
                happened_on=date.fromisoformat(at[:10]), by=one, procedure="thames-valley/1", person=one.person
            ),
        )  # fmt: skip
    yield desk.record(
        "2025-10-27 14:00", IVOS,
        ProcedureAdopted(
            happened_on=date(2025, 10, 27), by=IVO, procedure="tiered/1", effective_from=date(2025, 11, 3),
            title="Managing suppliers by tier", authorising_body="Cabinet", authorised_on=date(2025, 10, 21),
            next_review_on=date(2026, 10, 30), document_version="1.0", status="Final", authors=("SRM Lead",),
            section="Housing and Highways", master_copy="Commercial team, policies",
            governing_documents=(GoverningDocument(title="Standing Orders on Contracts", version="2024",
                                                   dated=date(2024, 4, 1)),),
        ),
        ProcedureAudienceSet(
            happened_on=date(2025, 10, 27), by=IVO, procedure="tiered",
            people=(MemberOfAudience(person="Peter Voss", office="contract manager", unit="Housing"),
                    MemberOfAudience(person="Aisha Bell", office="contract manager", unit="Housing"),
                    MemberOfAudience(person="Diane Keele", office="director", unit="Housing")),
        ),
    )  # fmt: skip
    for at, whose, one in (("2025-11-03 09:10", PETERS, PETER), ("2025-11-10 09:10", DIANES, DIANE)):
        yield desk.record(
            at, whose,
            ProcedureAcknowledged(
                happened_on=date.fromisoformat(at[:10]), by=one, procedure="tiered/1", person=one.person
            ),
        )  # fmt: skip
    yield desk.record(
        "2025-11-24 16:00", RUTHS,
        ProcedureReviewed(
            happened_on=date(2025, 11, 24), by=RUTH, procedure="hampshire/1", outcome="kept",
            next_review_on=date(2026, 11, 30),
            findings=Said("Kept to, but for minutes that come late. A meeting in May goes over them."),
        ),
    )  # fmt: skip


def _known(desk: Desk) -> Story:
    """What the council knows of a market, whom it taught, and how many were supervised."""
    yield desk.record(
        "2026-02-16 11:30", RUTHS,
        MarketIntelligenceRecorded(
            happened_on=date(2026, 2, 16), by=RUTH, subject="sector", name="Home care", topic="Capacity",
            drawn_from="Tenders of 2025",
            summary=Said("Five could take on a contract for the county; two of them only from the autumn."),
        ),
        KnowledgeShared(
            happened_on=date(2026, 2, 16), by=RUTH, form="exemplar", title="A file kept as it should be",
            topic="records",
            unit="Adult Services", summary=Said("MCC-VS-031: a call, and its summary the same afternoon."),
        ),
    )  # fmt: skip
    yield desk.record(
        "2026-05-14 16:30", RUTHS,
        BriefingHeld(
            happened_on=date(2026, 5, 14), by=RUTH, form="team-briefing", topic="Minutes within two weeks",
            teams=(TeamPresent(unit="Adult Services", team="Contracts", people=9),),
        ),
        StaffCountsReported(
            happened_on=date(2026, 5, 14), by=RUTH, counted="supervision-sessions", period="2025/26",
            presented_to="Corporate Management Team",
            groups=(Group(team="Contracts", staff=9, reached=8, not_reached=1),),
        ),
    )  # fmt: skip
