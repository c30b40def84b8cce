"""A contract ended early with everything done as the Hampshire procedure asks, from which tests leave things out.

Each entry goes by a name, so that a test can say what is missing or otherwise: `told("consulted", decided=LATER)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from ledger.contract_file import ContractFile
from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.entry import Account, Actor, Entry, Recorded
from ledger.folding import fold
from ledger.rules import Acknowledgement
from ledger.serving.service_clauses import MODEL_SERVICES_EXAMPLE
from ledger.specification import Point
from ledger.subjects.actions import CorrectiveActionTaken
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.default_process import DefaultProcessConcluded
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, ResolutionPlanAgreed
from ledger.subjects.meetings import (
    AgendaItemConsidered,
    Attendee,
    Confirmation,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
)
from ledger.subjects.notices import Addressee, NoticeServed, RemedyAssessed
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
)
from ledger.subjects.records import ConsultationRecorded, NoteMade
from ledger.subjects.termination import (
    ContractTerminated,
    EarlyTerminationProposed,
    LegalAdviceReceived,
    LegalServicesConsulted,
    ProviderInformedOfIntention,
    TerminationAuthorised,
    TerminationCaseRecorded,
    TerminationImpactAssessed,
)
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
    WorkingDayDefined,
)
from ledger.words import Document, Said
from projections.view import FileView
from tests.story import ANN, PIA, RUTH, SURVEYED, given

START = date(2025, 1, 6)
SAM = Actor(person="Sam Sallow", office="contract-support-officer")
COUNTY = Actor(person="Cleo Manager", office="county-manager-contracts")
LAWYER = Actor(person="Lena Law", office="legal-services")
MINUTES = Said(Document("ab" * 32, "Minutes of 7 April 2025"))

ENTRIES: Mapping[str, Entry] = {
    "registered": ContractRegistered(
        happened_on=START, reference="C-1", title="Home care", start_date=date(2025, 2, 1), end_date=date(2027, 1, 31),
        exhibits=(SURVEYED,),
    ),
    "note": NoteMade(happened_on=date(2025, 3, 3), by=ANN, words=Said("Eleven visits missed in February")),
    "lead": LeadOfficerAppointed(happened_on=START, person="Ann Ashe", post="Service Manager"),
    "representative": RepresentativeAppointed(happened_on=START, person="Ruth Reed", nominated_by="Ann Ashe"),
    "support": ContractSupportOfficerAssigned(happened_on=START, person="Sam Sallow"),
    "contact": ProviderContactNamed(happened_on=START, person="Pia Prior", role="contract-manager"),
    "specification": ServiceSpecificationIssued(
        happened_on=START, version="1", standards=(Point(id="S4", text=Said("Every visit is made")),)
    ),
    "service": NoticeClauseEntered(happened_on=START, clause="43.3", methods=MODEL_SERVICES_EXAMPLE.methods),
    "address": NoticeAddressGiven(
        happened_on=START, party="provider", addresses=(NoticeAddress(method="hand", address="1 Mill Lane"),)
    ),
    "working-day": WorkingDayDefined(happened_on=START, clause="1.1"),
    "cure": DefaultClauseEntered(
        happened_on=START, clause="30.2", notice_kind="default", cure_period=Period(count=10, unit="working-days")
    ),
    "right": TerminationClauseEntered(
        happened_on=START, clause="31.1", trigger="unremedied-default", first_notice="default"
    ),
    "issue": IssueRaised(
        happened_on=date(2025, 3, 3), by=ANN, nature=Said("Visits missed"), standards=("S4",), evidence=(2,)
    ),
    "told": IssueNotifiedToProvider(
        happened_on=date(2025, 3, 4), by=ANN, issue="ISS-001", means="e-mail", recipient="Pia Prior"
    ),
    "plan": ResolutionPlanAgreed(happened_on=date(2025, 3, 10), issues=("ISS-001",), complete_by=date(2025, 3, 31)),
    "met": MeetingHeld(
        happened_on=date(2025, 4, 7), by=ANN,
        attendees=(
            Attendee(person="Ann Ashe", office="lead-officer"),
            Attendee(person="Sam Sallow", office="contract-support-officer"),
            Attendee(person="Pia Prior", office="provider-contract-manager", party="provider"),
        ),
    ),
    "checked": AgendaItemConsidered(
        happened_on=date(2025, 4, 7), meeting="MTG-001", item="issues-raised-before",
        confirmations=(Confirmation(issue="ISS-001", satisfactory=False, in_time=False),),
    ),
    "minutes": MeetingMinutesRecorded(happened_on=date(2025, 4, 8), meeting="MTG-001", document=MINUTES),
    "circulated": MeetingMinutesCirculated(
        happened_on=date(2025, 4, 9), meeting="MTG-001", recipients=(ANN, SAM, PIA), means="e-mail"
    ),
    "corrected": CorrectiveActionTaken(
        happened_on=date(2025, 4, 9), by=ANN, description=Said("Visits moved to a second rota"), meeting="MTG-001"
    ),
    "consulted": ConsultationRecorded(
        happened_on=date(2025, 4, 10), by=ANN, subject="notice", consulted=SAM, issues=("ISS-001",)
    ),
    "notice": NoticeServed(
        happened_on=date(2025, 4, 14), happened_at=time(11), by=RUTH, notice_kind="default", clause="30.1",
        standards_breached=("S4",), issues=("ISS-001",), remedy_required=Said("Make every visit"),
        remedy_period=Period(count=10, unit="working-days"), method="hand", address="1 Mill Lane",
        recipients=(Addressee(person="Pia Prior"),), received_on=date(2025, 4, 14), received_at=time(11),
    ),
    "assessed": RemedyAssessed(
        happened_on=date(2025, 5, 2), by=ANN, notice="NOT-001", result="not-remedied", evidence=(2,),
        shared_with_provider_on=date(2025, 5, 2),
    ),
    "concluded": DefaultProcessConcluded(
        happened_on=date(2025, 5, 12), by=ANN, notices=("NOT-001",), result="not-remedied"
    ),
    "proposed": EarlyTerminationProposed(
        happened_on=date(2025, 6, 2), by=ANN, grounds=("default",), issues=("ISS-001",), notices=("NOT-001",)
    ),
    "discussed": ConsultationRecorded(
        happened_on=date(2025, 6, 4), by=ANN, subject="termination", consulted=SAM, proposal="TRM-001"
    ),
    "informed": ProviderInformedOfIntention(
        happened_on=date(2025, 6, 5), by=ANN, intention="terminate", proposal="TRM-001", means="letter"
    ),
    "weighed": TerminationImpactAssessed(
        happened_on=date(2025, 6, 9), by=ANN, proposal="TRM-001", users_affected=41,
        user_impact=Said("41 people lose their carers"), vulnerability=Said("Nine live alone"),
        alternative_arrangements=Said("Two providers take over"), timescales=Said("Six weeks"),
        equality=Said("None found"),
    ),
    "case": TerminationCaseRecorded(
        happened_on=date(2025, 6, 11), by=ANN, proposal="TRM-001", grounds=Said("Default"), clause="31.1", cited=(2,),
        trail_digest="ab" * 32,
    ),
    "lawyers": LegalServicesConsulted(happened_on=date(2025, 6, 12), by=COUNTY, proposal="TRM-001"),
    "advice": LegalAdviceReceived(
        happened_on=date(2025, 6, 16), by=LAWYER, proposal="TRM-001", recommends="proceed", advice=Said("Go on")
    ),
    "decided": TerminationAuthorised(happened_on=date(2025, 6, 18), by=COUNTY, proposal="TRM-001"),
    "ending-notice": NoticeServed(
        happened_on=date(2025, 6, 20), happened_at=time(11), by=LAWYER, notice_kind="termination", clause="31.1",
        proposal="TRM-001", method="hand", address="1 Mill Lane", recipients=(Addressee(person="Pia Prior"),),
        received_on=date(2025, 6, 20), received_at=time(11), ends_on=date(2025, 7, 31),
    ),
    "ended": ContractTerminated(
        happened_on=date(2025, 6, 20), by=LAWYER, proposal="TRM-001", notice="NOT-002", ends_on=date(2025, 7, 31),
        clause="31.1",
    ),
}  # fmt: skip
"""Everything that happened, by name, in the order it was recorded."""
ASKED_ON = date(2025, 8, 29)
"""A day on which all of it is over."""
Order = tuple[str, ...]


def told(
    *left_out: str, until: str = "ended", amid: Mapping[str, Entry] | None = None,
    later: Mapping[str, Entry] | None = None,
    recorded: Mapping[str, date] | None = None, acknowledging: Mapping[str, Acknowledgement] | None = None,
    **otherwise: Any,
) -> FileView:  # fmt: skip
    """Return the file with these entries left out, others otherwise, more told amid (before the proposal) or later.

    Each was recorded the day after it happened, unless `recorded` gives a day. Parts of an entry that differ are given
    by its name, hyphens as underscores: told(decided={"by": ANN}).
    """
    entries: dict[str, Entry] = {}
    for name, entry in ENTRIES.items():
        if name not in left_out:
            entries[name] = entry.model_copy(update=otherwise.get(name.replace("-", "_"), {}))
        if name == "concluded":
            entries |= amid or {}
        if name == until:
            break
    entries |= later or {}
    return view_of(fold(recorded_in_order(entries, recorded or {}, acknowledging or {})))


def view_of(file: ContractFile, as_at: date | None = None) -> FileView:
    """Return a file as projections see it; its words are still with its entries."""
    return FileView.of(UUID(int=1), file, {}, as_at=as_at)


def at(view: FileView, name: str) -> int:
    """Return the position of the entry of that name, by its kind and day."""
    wanted = ENTRIES[name]
    return next(
        r.position for r in view.file.known if (r.entry.kind, r.entry.happened_on) == (wanted.kind, wanted.happened_on)
    )


def recorded_in_order(
    entries: Mapping[str, Entry], when: Mapping[str, date], acknowledging: Mapping[str, Acknowledgement]
) -> list[Recorded]:
    """Return entries as recorded one after another, the day after each happened unless `when` gives its day."""
    story = given()
    if "registered" in entries:
        story = given(entries["registered"])
    days: dict[int, date] = {}
    for name, entry in entries.items():
        if name != "registered":
            said = (acknowledging[name],) if name in acknowledging else ()
            story = story.when(entry, acknowledging=said).recorded()
        position = story.file.position
        days[position] = when.get(name, entry.happened_on + timedelta(days=1))
    moments = {p: datetime(d.year, d.month, d.day, 12, tzinfo=UTC) for p, d in days.items()}
    return [replace(r, recorded_at=moments.get(r.position, r.recorded_at)) for r in story.file.known]


PROVIDER_ACCOUNT = Account(account="provider", name="Priya Provider", party="provider")
