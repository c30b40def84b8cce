"""February to May 2026: both parts of the plan are kept, both failings settled, and the results shared."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME, JOANS
from api.example.meeting import Met, held, minuted
from api.example.paper import table
from api.example.saved.agreed import judged, reported
from api.example.saved.parties import (
    BROUGHT,
    HELEN,
    HELENS,
    INES,
    INESS,
    JOAN,
    MINA,
    MINAS,
    PROVIDER,
    SENIOR,
    STELLA,
    TOM,
)
from api.example.saved.talked import CALLS, MEETINGS
from api.example.telling import Desk, Story, fact
from ledger.dates.span import Span
from ledger.subjects.actions import ActionCompleted
from ledger.subjects.feedback import ComplimentReceived
from ledger.subjects.issues import IssueResolved, SeniorManagementBriefed
from ledger.subjects.meetings import Confirmation, MeetingScheduled
from ledger.subjects.records import DocumentFiled
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def put_right(desk: Desk) -> Story:
    """Tell how the plan was kept and what came of it."""
    yield from _kept(desk)
    yield from _settled(desk)
    yield from _spring(desk)


def _kept(desk: Desk) -> Story:
    sent = table(date(2026, 2, 20), AUTHORITY_NAME, "Lists of people referred, as sent out in February 2026",
                 ("List", "Dated", "Sent"), ("North", "2 February", "2 February"), ("East", "2 February", "2 February"),
                 ("West", "2 February", "2 February"), ("All three", "16 February", "16 February"))
    yield desk.record(
        "2026-02-20 10:00", INESS,
        fact(DocumentFiled(happened_on=date(2026, 2, 20), title="Lists as sent out in February", document_kind="report",
                           dated=date(2026, 2, 20), document=desk.paper(sent), by=INES,
                           hard_copy_location="Folder VS-031, Community Safety"), "february lists"),
    )
    yield desk.record(
        "2026-02-20 10:15", INESS,
        ActionCompleted(happened_on=date(2026, 2, 20), action="ACT-002", confirmed_by=TOM, by=INES,
                        evidence=(desk["february lists"],),
                        words=Said("Every list since 2 February went out on its day.")),
    )
    calls = table(date(2026, 3, 4), PROVIDER, "Log of calls, 13 February to 3 March 2026",
                  ("People referred", "Called in time", "In 100"), ("48", "48", "100"))
    yield desk.record(
        "2026-03-04 16:00", MINAS,
        fact(DocumentFiled(happened_on=date(2026, 3, 4), title="Log of calls", document_kind="report", by=MINA,
                           dated=date(2026, 3, 4), document=desk.paper(calls), audience="shared",
                           hard_copy_location="Folder VS-031, Community Safety"), "log of calls"),
    )
    yield desk.record(
        "2026-03-04 16:10", MINAS,
        ActionCompleted(happened_on=date(2026, 3, 4), action="ACT-001", confirmed_by=TOM, by=MINA,
                        evidence=(desk["log of calls"],),
                        words=Said("48 of 48 people called within two Working Days.")),
    )


def _settled(desk: Desk) -> Story:
    met = Met("MTG-002", date(2026, 3, 17), (TOM, INES, MINA, STELLA, JOAN), {
        "risk-log": "No risk is open.",
        "complaints-overview": "None since January.",
        "action-and-improvement-plans": "Calls: in time since 13 February, as the log shows. First meetings: our lists "
                                        "have gone out on their day since 2 February; nobody has waited.",
        "future-development": "A room in the west from May.",
    }, brought=BROUGHT, note_taker=JOAN, confirmed=(Confirmation(issue=CALLS, satisfactory=True, in_time=True),
                                   Confirmation(issue=MEETINGS, satisfactory=True, in_time=True)),
        confirmed_under="action-and-improvement-plans")
    yield from held(desk, met, "2026-03-18 09:00", JOANS)
    yield desk.record(
        "2026-03-18 09:30", JOANS,
        IssueResolved(happened_on=date(2026, 3, 17), issue=CALLS, within_time=True, meeting="MTG-002", by=TOM,
                      words=Said("The plan was kept: every call in time for five weeks.")),
        IssueResolved(happened_on=date(2026, 3, 17), issue=MEETINGS, within_time=True, meeting="MTG-002", by=TOM,
                      words=Said("The cause was the council's own late list; every list is on its day since.")),
        MeetingScheduled(happened_on=date(2026, 3, 17), planned_for=date(2026, 5, 21), by=TOM,
                         expected=("lead-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "longer half-yearly meeting", date(2026, 3, 20), "2026-03-20 15:00", JOANS)
    day = date(2026, 3, 23)
    yield desk.record(
        "2026-03-23 12:00", HELENS,
        SeniorManagementBriefed(happened_on=day, issue=CALLS, body=SENIOR, means="weekly meeting", by=HELEN,
                                summary=Said("Settled in time by the provider's own plan.")),
        SeniorManagementBriefed(happened_on=day, issue=MEETINGS, body=SENIOR, means="weekly meeting", by=HELEN,
                                summary=Said("Settled. The lateness was ours, and the provider was told so.")),
    )


def _spring(desk: Desk) -> Story:
    second = Span(first=date(2026, 1, 6), last=date(2026, 4, 5))
    yield from reported(desk, second, date(2026, 4, 9), ("236", "226", "95.7"), "second report")
    yield from judged(desk, second, date(2026, 4, 10), "95.7", "ASM-002", "second report")
    yield desk.record(
        "2026-04-28 10:10", JOANS,
        ComplimentReceived(happened_on=date(2026, 4, 27), whose="service-user", standards=("V1",),
                           subject=Said("Somebody rang the next morning, and rang again.")),
    )
    met = Met("MTG-003", date(2026, 5, 21), (TOM, MINA, JOAN), {
        "complaints-overview": "None.",
        "action-and-improvement-plans": "None open.",
        "future-development": "The room in the west is open on Tuesdays.",
    }, brought=BROUGHT, note_taker=JOAN)
    yield from held(desk, met, "2026-05-22 09:00", JOANS)
    yield desk.record(
        "2026-05-22 09:20", JOANS,
        MeetingScheduled(happened_on=date(2026, 5, 21), planned_for=date(2026, 8, 20), by=TOM,
                         expected=("lead-officer", "provider-contract-manager")),
    )
    yield from minuted(desk, met, "quarterly meeting", date(2026, 5, 26), "2026-05-26 14:00", JOANS)
