"""The files of two providers: who they are, and what is known of them beside what their contracts tell."""

from __future__ import annotations

from datetime import date

from api.example import ended_well, two_small_changes
from api.example.cast import RUTH, RUTHS
from api.example.telling import Desk, Story
from api.example.two_small_changes.parties import IVO, IVOS
from api.example.two_small_changes.parties import PROVIDER as TARN_AND_PELL
from api.people import EXAMPLE_PROVIDER
from ledger.file_names import PROVIDER
from ledger.organisations import Identifier
from ledger.subjects.knowledge import MarketIntelligenceRecorded
from ledger.subjects.provider import ProviderDetailsChanged, ProviderOpened
from ledger.subjects.records import NoteMade
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def larkfield(desk: Desk) -> Story:
    """Tell of the provider that failed in one service and did well in another."""
    yield desk.record(
        "2025-06-02 11:00", RUTHS,
        ProviderOpened(happened_on=date(2025, 6, 2), reference="LARKFIELD", name=EXAMPLE_PROVIDER, by=RUTH,
                       also_called=("Larkfield Home Care",), identifiers=(Identifier(scheme="XX-EXAMPLE", id="14"),),
                       sector="Home care", business=Said("Home care in the north of the county; 160 carers."),
                       ethos=Said("Everybody is visited by somebody they know.")),
        MarketIntelligenceRecorded(happened_on=date(2025, 6, 2), subject="provider", name=EXAMPLE_PROVIDER, by=RUTH,
                                   topic="Capacity", drawn_from="Tender of March 2025",
                                   summary=Said("Finds workers in the towns; short of people at weekends.")),
    )
    yield desk.record(
        "2026-05-19 14:20", RUTHS,
        NoteMade(happened_on=date(2026, 5, 19), by=RUTH, words=Said(
            f"Two contracts, two tales: {ended_well.FILE} is ended for missed visits, and Home from hospital ran to "
            "its end and was praised. Whoever judges a tender of Larkfield's reads both.")),
    )


def tarn_and_pell(desk: Desk) -> Story:
    """Tell of the provider of a Platinum contract, which was bought by a group."""
    yield desk.record(
        "2025-11-10 11:15", IVOS,
        ProviderOpened(happened_on=date(2025, 11, 10), reference="TARN-PELL", name=TARN_AND_PELL, by=IVO,
                       identifiers=(Identifier(scheme="XX-EXAMPLE", id="208"),), sector="Building maintenance",
                       business=Said("Repairs for three councils and a housing association."),
                       ethos=Said("Apprentices from the estates they work on.")),
    )
    yield desk.record(
        "2026-04-22 09:40", IVOS,
        ProviderDetailsChanged(happened_on=date(2026, 4, 22), group="Northgate Building Services", by=IVO,
                               business=Said("Repairs for four councils; bought by Northgate in April 2026.")),
        MarketIntelligenceRecorded(happened_on=date(2026, 4, 22), subject="provider", name=TARN_AND_PELL, by=IVO,
                                   topic="Ownership", drawn_from="Trade press",
                                   summary=Said(f"Bought by Northgate; Will Tarn stays. See what "
                                                f"{two_small_changes.FILE} says of a change of control.")),
    )


STORIES = ((f"{PROVIDER}LARKFIELD", larkfield), (f"{PROVIDER}TARN-PELL", tarn_and_pell))
"""The name of each file, and its story."""
