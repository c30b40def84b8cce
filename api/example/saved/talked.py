"""January and February 2026: a call, its summary, who was told, and what each side found out."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME
from api.example.paper import letter, table
from api.example.saved.parties import (
    HELEN,
    HELENS,
    INES,
    MINA,
    MINAS,
    PROVIDER,
    SENIOR,
    STELLA,
    TOM,
    TOMS,
)
from api.example.telling import Desk, Story, fact
from ledger.plans import Step
from ledger.subjects.actions import ActionAssigned
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.issues import (
    IssueEscalated,
    IssueRaised,
    IssueSignificanceAssessed,
    ProviderRepresentationsReceived,
    RepresentationsAnswered,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
    SeniorManagementBriefed,
)
from ledger.subjects.records import DocumentFiled, EntrySupplemented
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

CALLS, MEETINGS = "ISS-001", "ISS-002"


def talked(desk: Desk) -> Story:
    """Tell the call of 27 January and the two weeks that followed."""
    yield from _called(desk)
    yield from _told_upwards(desk)
    yield from _half_right(desk)
    yield from _planned(desk)


def _called(desk: Desk) -> Story:
    day = date(2026, 1, 27)
    yield desk.record(
        "2026-01-27 11:40", TOMS,
        fact(ContactLogged(
            happened_on=day, direction="to-provider", means="call", level="management", concern=True, by=TOM,
            participants=(TOM, MINA),
            summary=Said("Rang about two things I had from the victims' panel: nine people not called for a week, and "
                         "six in the west who waited three weeks for a first meeting. Mina had seen the first."),
        ), "the call"),
    )
    yield desk.record(
        "2026-01-27 12:05", TOMS,
        fact(IssueRaised(happened_on=day, noticed_on=date(2026, 1, 26), standards=("V1",), by=TOM,
                         evidence=(desk["the call"],),
                         nature=Said("Nine people referred between 12 and 16 January were called after a week.")),
             "late calls"),
        fact(IssueRaised(happened_on=day, noticed_on=date(2026, 1, 26), standards=("V2",), by=TOM,
                         evidence=(desk["the call"],),
                         nature=Said("Six people in the west waited three weeks for a first meeting.")),
             "late meetings"),
    )
    summary = letter(day, AUTHORITY_NAME, f"Mina Calloway, {PROVIDER}", "Our call this morning",
                     "We spoke of nine people who were called after a week (V1) and of six in the west who waited "
                     "three weeks for a first meeting (V2).",
                     "Please look into both and tell me what you find by 3 February.",
                     signed="Tom Reeve, lead officer", by="By e-mail")
    mail = desk.paper(summary)
    yield desk.record(
        "2026-01-27 16:10", TOMS,
        ConversationSummarySent(happened_on=day, contact="CON-001", issue=CALLS, recipients=(MINA, STELLA), by=TOM,
                                document=mail, words=Said("Nine people called after a week.")),
        ConversationSummarySent(happened_on=day, contact="CON-001", issue=MEETINGS, recipients=(MINA, STELLA), by=TOM,
                                document=mail, words=Said("Six people met after three weeks.")),
    )


def _told_upwards(desk: Desk) -> Story:
    day = date(2026, 1, 28)
    yield desk.record(
        "2026-01-28 09:15", TOMS,
        IssueEscalated(happened_on=day, issue=CALLS, to=HELEN, by=TOM, reason=Said("My line manager is to know.")),
        IssueEscalated(happened_on=day, issue=MEETINGS, to=HELEN, by=TOM, reason=Said("My line manager is to know.")),
        IssueSignificanceAssessed(happened_on=day, issue=CALLS, clients_affected=9, client_group=180, by=TOM,
                                  significant=False),
        IssueSignificanceAssessed(happened_on=day, issue=MEETINGS, clients_affected=6, client_group=180, by=TOM,
                                  significant=False),
    )
    monday = date(2026, 2, 2)
    yield desk.record(
        "2026-02-02 12:00", HELENS,
        SeniorManagementBriefed(happened_on=monday, issue=CALLS, body=SENIOR, means="weekly meeting", by=HELEN,
                                summary=Said("Late calls in January. Tom is talking to the provider.")),
        SeniorManagementBriefed(happened_on=monday, issue=MEETINGS, body=SENIOR, means="weekly meeting", by=HELEN,
                                summary=Said("Late first meetings in the west. The provider is looking into it.")),
    )


def _half_right(desk: Desk) -> Story:
    day = date(2026, 2, 3)
    yield desk.record(
        "2026-02-03 10:30", MINAS,
        ProviderRepresentationsReceived(
            happened_on=day, answers=desk["late calls"], issue=CALLS, stance="accepts", by=MINA,
            words=Said("Two of us were ill that week and nobody else had the list. It should not have happened."),
        ),
        fact(ProviderRepresentationsReceived(
            happened_on=day, answers=desk["late meetings"], issue=MEETINGS, stance="disputes", by=MINA,
            words=Said("The lists for the west are dated 2 January and reached us on the 14th. We met all six within "
                       "seven Working Days of that."),
        ), "the lists"),
        ResolutionPlanProposed(
            happened_on=day, issues=(CALLS,), proposed_by_party="provider", complete_by=date(2026, 3, 6), by=MINA,
            steps=(Step(what=Said("A second person has the list every day."), owner="Mina Calloway",
                        due_on=date(2026, 2, 13)),),
        ),
    )
    log = table(date(2026, 2, 5), AUTHORITY_NAME, "Lists of people referred, as sent out in January 2026",
                ("List", "Dated", "Sent"), ("North", "2 January", "2 January"), ("East", "2 January", "2 January"),
                ("West", "2 January", "14 January"))
    yield desk.record(
        "2026-02-05 15:20", TOMS,
        fact(DocumentFiled(happened_on=date(2026, 2, 5), title="Lists as sent out", document_kind="report", by=INES,
                           dated=date(2026, 2, 5), document=desk.paper(log),
                           hard_copy_location="Folder VS-031, Community Safety"), "lists as sent"),
    )
    answer = letter(date(2026, 2, 6), AUTHORITY_NAME, f"Mina Calloway, {PROVIDER}", "First meetings in the west",
                    "You are right. Our list for the west went out twelve days late. The six waited because of us, and "
                    "we have told them so.", signed="Tom Reeve, lead officer", by="By e-mail")
    yield desk.record(
        "2026-02-06 11:00", TOMS,
        RepresentationsAnswered(
            happened_on=date(2026, 2, 6), representations=desk["the lists"], outcome="accepted", by=TOM,
            recipient="Mina Calloway", exhibits=(desk.paper(answer),),
            words=Said("The list for the west went out twelve days late. That was our doing, not Harbour Light's."),
        ),
        EntrySupplemented(happened_on=date(2026, 2, 6), position=desk["late meetings"], by=TOM,
                          words=Said("The cause was the council's own late list, not a failing of Harbour Light.")),
    )


def _planned(desk: Desk) -> Story:
    day = date(2026, 2, 9)
    plan = letter(day, AUTHORITY_NAME, f"Mina Calloway, {PROVIDER}", "What each of us will do",
                  "Harbour Light: a second person has the list every day, from 13 February; calls are logged, to be "
                  "seen by 6 March.", "The council: every list goes out on the day it is dated, and Ines Calder stands "
                  "in for whoever is away, from 20 February.", signed="Tom Reeve, lead officer", by="By e-mail")
    yield desk.record(
        "2026-02-09 14:30", TOMS,
        fact(ResolutionPlanAgreed(
            happened_on=day, plan="PLN-001", issues=(CALLS,), complete_by=date(2026, 3, 6), by=TOM,
            agreed_by_authority="Tom Reeve", agreed_by_provider="Mina Calloway", exhibits=(desk.paper(plan),),
        ), "plan"),
        ResolutionPlanAgreed(
            happened_on=day, issues=(MEETINGS,), complete_by=date(2026, 2, 20), by=TOM,
            agreed_by_authority="Tom Reeve", agreed_by_provider="Mina Calloway", exhibits=(desk.paper(plan),),
            steps=(Step(what=Said("Every list goes out on the day it is dated."), owner="Ines Calder",
                        due_on=date(2026, 2, 20), outcome=Said("No list is late.")),),
        ),
        ActionAssigned(happened_on=day, plan="PLN-001", issue=CALLS, owner=MINA, by=TOM, due_on=date(2026, 3, 6),
                       description=Said("Show the log of calls.")),
        ActionAssigned(happened_on=day, plan="PLN-002", issue=MEETINGS, owner=INES, by=TOM, due_on=date(2026, 2, 20),
                       description=Said("Send every list on its day, with a stand-in.")),
    )
