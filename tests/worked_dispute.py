"""A contract ended early with everything done as Thames Valley's strategy asks, from which tests leave things out.

As `tests/worked_through.py` for Hampshire: informal stage, agreement of senior management, notice, meeting within ten
business days, action plan, its failure, mediation considered, the PCC's decision, notice under the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from ledger.entry import Actor, Entry
from ledger.folding import fold
from ledger.plans import Step
from ledger.rules import Acknowledgement
from ledger.specification import Point
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.disputes import (
    ActionState,
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
    DisputeStepPassedOver,
    FormalEscalationAuthorised,
    FormalEscalationRecommended,
)
from ledger.subjects.issues import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    ResolutionPlanAgreed,
    SeniorManagementBriefed,
)
from ledger.subjects.meetings import Attendee, MeetingHeld, MeetingMinutesRecorded
from ledger.subjects.notices import Addressee, NoticeReceiptConfirmed, NoticeServed
from ledger.subjects.people import DeputyOfficerAppointed, LeadOfficerAppointed, ProviderContactNamed
from ledger.subjects.records import NoteMade
from ledger.subjects.termination import ContractTerminated, EarlyTerminationProposed, TerminationAuthorised
from ledger.subjects.terms import ServiceSpecificationIssued, TerminationClauseEntered
from ledger.words import Document, Said
from projections.view import FileView
from tests.worked_through import recorded_in_order, view_of

START = date(2025, 1, 6)
CORA = Actor(person="Cora Vale", office="lead-officer")
PETRA = Actor(person="Petra Dean", office="pdm")
SIMON = Actor(person="Simon Grey", office="smg")
PAULA = Actor(person="Paula Crane", office="pcc")
PIA = Attendee(person="Pia Prior", office="provider-contract-manager", party="provider")
ED = Attendee(person="Ed Scale", office="provider-escalation-contact", party="provider")
PRESENT = (Attendee(person="Cora Vale", office="lead-officer"), PIA, ED)
MINUTES = Said(Document("ab" * 32, "Minutes"))

ENTRIES: Mapping[str, Entry] = {
    "registered": ContractRegistered(
        happened_on=START, reference="C-1", title="Victim support", start_date=date(2025, 2, 1),
        end_date=date(2027, 1, 31), procedure="thames-valley/1",
    ),
    "note": NoteMade(happened_on=date(2025, 3, 3), by=CORA, words=Said("Nine referrals left for three weeks")),
    "lead": LeadOfficerAppointed(happened_on=START, person="Cora Vale"),
    "deputy": DeputyOfficerAppointed(happened_on=START, person="Dan Low"),
    "manager": ProviderContactNamed(happened_on=START, person="Pia Prior", role="contract-manager"),
    "escalation": ProviderContactNamed(happened_on=START, person="Ed Scale", role="escalation-contact"),
    "specification": ServiceSpecificationIssued(
        happened_on=START, version="1", standards=(Point(id="S4", text=Said("Referrals answered in a week")),)
    ),
    "right": TerminationClauseEntered(happened_on=START, clause="31.1", trigger="convenience"),
    "issue": IssueRaised(
        happened_on=date(2025, 3, 3), by=CORA, nature=Said("Referrals left"), standards=("S4",), evidence=(2,)
    ),
    "told": IssueNotifiedToProvider(happened_on=date(2025, 3, 4), by=CORA, issue="ISS-001", means="e-mail"),
    "escalated": IssueEscalated(happened_on=date(2025, 3, 5), by=CORA, issue="ISS-001", to=PETRA),
    "briefed": SeniorManagementBriefed(happened_on=date(2025, 3, 10), by=PETRA, issue="ISS-001", body="SMG"),
    "plan": ResolutionPlanAgreed(
        happened_on=date(2025, 3, 10), issues=("ISS-001",), complete_by=date(2025, 3, 24),
        steps=(Step(what=Said("A second worker"), owner="Pia Prior", due_on=date(2025, 3, 24)),),
    ),
    "recommended": FormalEscalationRecommended(
        happened_on=date(2025, 3, 25), by=CORA, issues=("ISS-001",), reason=Said("The plan came to nothing")
    ),
    "agreed": FormalEscalationAuthorised(
        happened_on=date(2025, 3, 28), by=SIMON, dispute="DSP-001", body="SMG", form="minutes", requested_by=PETRA,
        document=MINUTES,
    ),
    "notice": NoticeServed(
        happened_on=date(2025, 4, 1), by=CORA, notice_kind="dispute", dispute="DSP-001", issues=("ISS-001",),
        concern=Said("Referrals"), method="e-mail", receipt_requested=True, meeting_requested_by=date(2025, 4, 15),
        recipients=(Addressee(person="Pia Prior"), Addressee(person="Ed Scale")),
    ),
    "received": NoticeReceiptConfirmed(happened_on=date(2025, 4, 2), notice="NOT-001", means="reply"),
    "met": MeetingHeld(
        happened_on=date(2025, 4, 14), by=CORA, meeting_kind="dispute", attendees=PRESENT, dispute="DSP-001",
        dispute_outcome="plan-to-follow",
    ),
    "met-minutes": MeetingMinutesRecorded(happened_on=date(2025, 4, 15), meeting="MTG-001", document=MINUTES),
    "action-plan": DisputeActionPlanAgreed(
        happened_on=date(2025, 4, 17), by=CORA, dispute="DSP-001", complete_by=date(2025, 5, 16),
        time_reason=Said("Four weeks to hire and train"),
        actions=(
            Step(
                what=Said("Hire two workers"), owner="Pia Prior", due_on=date(2025, 5, 16), outcome=Said("None waits")
            ),
        ),
    ),
    "quarter": MeetingHeld(happened_on=date(2025, 4, 28), by=CORA, meeting_kind="regular", attendees=PRESENT),
    "quarter-minutes": MeetingMinutesRecorded(happened_on=date(2025, 4, 29), meeting="MTG-002", document=MINUTES),
    "progress": DisputeActionPlanProgressReported(
        happened_on=date(2025, 5, 2), by=CORA, plan="PLN-002", reported_to=PETRA,
        actions=(ActionState(number=1, state="late"),),
    ),
    "failed": DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 19), by=CORA, dispute="DSP-001", plan="PLN-002", result="outcomes-missed",
        evidence=(2,), shared_with_provider_on=date(2025, 5, 19),
    ),
    "considered": DisputeStepPassedOver(
        happened_on=date(2025, 5, 26), by=PETRA, dispute="DSP-001", steps=("mediation", "arbitration", "litigation"),
        reason=Said("Clients cannot wait for it"),
    ),
    "proposed": EarlyTerminationProposed(
        happened_on=date(2025, 6, 2), by=CORA, grounds=("default",), issues=("ISS-001",)
    ),
    "decided": TerminationAuthorised(
        happened_on=date(2025, 6, 16), by=PAULA, proposal="TRM-001", reason=Said("Clients are not served")
    ),
    "ending-notice": NoticeServed(
        happened_on=date(2025, 6, 18), happened_at=time(11), by=CORA, notice_kind="termination", clause="31.1",
        proposal="TRM-001", method="hand", recipients=(Addressee(person="Pia Prior"),),
        received_on=date(2025, 6, 18), received_at=time(11), ends_on=date(2025, 7, 31),
    ),
    "ended": ContractTerminated(
        happened_on=date(2025, 6, 18), by=CORA, proposal="TRM-001", notice="NOT-002", ends_on=date(2025, 7, 31),
        clause="31.1",
    ),
}  # fmt: skip
"""Everything that happened, by name, in the order it was recorded."""
ASKED_ON = date(2025, 8, 29)


def told(
    *left_out: str, until: str = "ended", amid: Mapping[str, Mapping[str, Entry]] | None = None,
    later: Mapping[str, Entry] | None = None, recorded: Mapping[str, date] | None = None,
    acknowledging: Mapping[str, Acknowledgement] | None = None, **otherwise: Any,
) -> FileView:  # fmt: skip
    """Return the file with entries left out, told otherwise, or with more after the one `amid` names."""
    entries: dict[str, Entry] = {}
    planned = any(isinstance(one, ResolutionPlanAgreed) for more in (amid or {}).values() for one in more.values())
    for name, entry in ENTRIES.items():
        if name not in left_out:
            entries[name] = entry.model_copy(update=otherwise.get(name.replace("-", "_"), {}))
        if "plan" in left_out and not planned and getattr(entries.get(name), "plan", None) == "PLN-002":
            entries[name] = entries[name].model_copy(update={"plan": "PLN-001"})  # then it is the first plan on file
        entries |= (amid or {}).get(name, {})
        if name == until:
            break
    entries |= later or {}
    return view_of(fold(recorded_in_order(entries, recorded or {}, acknowledging or {})))
