"""Stories of what is due: opened by one entry, closed by another, and overdue only when somebody looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.pages.worries import worries
from ledger import returns_owed
from ledger.details import is_detail
from ledger.entry import Actor, Entry
from ledger.folding import fold
from ledger.rules import Acknowledgement
from ledger.specification import ImprovementTarget, Indicator, Point, ReturnSchedule, ServiceLevels, SlaChange
from ledger.subjects.actions import ActionAssigned, ActionCompleted, CorrectiveActionTaken
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.feedback import ComplaintHandlingReviewed, ComplaintReceived
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    ProviderRepresentationsReceived,
    RepresentationsAnswered,
    ResolutionPlanAgreed,
)
from ledger.subjects.meetings import (
    AgendaItemConsidered,
    Attendee,
    Confirmation,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingScheduled,
)
from ledger.subjects.notices import DatesRevised, NoticeReceiptConfirmed, NoticeServed, NoticeWithdrawn
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
    SupervisionSessionHeld,
)
from ledger.subjects.performance import (
    DataReturnReceived,
    ImprovementTargetAgreed,
    PerformanceAssessed,
    PerformanceResultsShared,
    SatisfactionSurveyReceived,
    Span,
)
from ledger.subjects.records import (
    ConsultationRecorded,
    CorrectionConfirmed,
    DepartureRatified,
    DepartureRefused,
    EntryCorrected,
    EntryStruckOut,
    EntrySupplemented,
)
from ledger.subjects.reviews import (
    ContractReviewCompleted,
    ExtensionDecided,
    PurchasingIntentionCommunicated,
    RenewalDecided,
)
from ledger.subjects.termination import ContractExpired
from ledger.subjects.terms import (
    PerformanceIndicatorAgreed,
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
    ServiceSpecificationIssued,
)
from ledger.subjects.variations import EndDateChange, VariationAgreed, VariationProposed, VariationRejected
from ledger.words import Said
from projections.duties.due import Due, Duty, due, duties
from projections.duties.duty import DAY, duty
from projections.duties.records import left_to_name
from projections.procedure.compliance import compliance
from projections.status.standing import standing
from projections.status.status import status
from projections.view import FileView
from tests.story import ANN, COLLEAGUE, PIA, SURVEYED, Story, changed, given, reviewed
from tests.worked_through import COUNTY, ENTRIES, SAM, told, view_of

CONTRACT = ContractRegistered(
    happened_on=date(2025, 3, 3), reference="C-1", title="Meals", start_date=date(2025, 4, 1),
    end_date=date(2028, 3, 31), procedure="hampshire/1", exhibits=(SURVEYED,),
)  # fmt: skip
LEAD = (Attendee(person="Ann Ashe", office="lead-officer"),)


def found(view: FileView, id: str) -> Duty | None:
    return next((duty for duty in duties(view) if duty.id == id), None)


def opened(view: FileView, id: str) -> Duty:
    duty = found(view, id)
    assert duty is not None, f"{id} is not among {[d.id for d in duties(view)]}"
    return duty


def on(view: FileView, id: str, today: date) -> Due:
    there = due(duties(view), today)
    found = next((d for d in there if d.duty.id == id), None)
    assert found is not None, f"{id} is not among {[d.duty.id for d in there]} on {today}"
    return found


# --- one duty each: what opens it and what closes it -----------------------------------------------------------------

ASSESSED = PerformanceAssessed(happened_on=date(2025, 5, 6), standards=("S4",), judgement="met", evidence=(2,))
COMPLAINT = ComplaintReceived(happened_on=date(2025, 5, 6), subject=Said("Late"), whose="family")
CALL = ContactLogged(
    happened_on=date(2025, 5, 6), direction="to-provider", means="call", summary=Said("Visits"), concern=True
)
ACTION = ActionAssigned(
    happened_on=date(2025, 5, 6), description=Said("Hire two carers"), owner=PIA, due_on=date(2025, 6, 6)
)
UNPROVED: dict[str, Any] = {"notice": {"received_on": None, "received_at": None}}
RENEWAL = RenewalDecided(happened_on=date(2026, 1, 20), renew=True, tender_route="competition")
ALL_TOLD = PurchasingIntentionCommunicated(
    happened_on=date(2026, 2, 2), told=("providers", "users", "carers-families"), content=Said("A new tender")
)


@dataclass(frozen=True)
class Opened:
    """A duty, the story up to where it is open, and the entry that closes it."""

    duty: str
    office: str
    due_on: date | None
    citation: str
    until: str
    closing: Entry
    opening: Entry | None = None
    left_out: tuple[str, ...] = ()
    otherwise: Mapping[str, Any] = field(default_factory=dict)

    def view(self, *, closed: bool) -> FileView:
        """The file before or after the duty was closed."""
        more = {"opening": self.opening} if self.opening else {}
        more |= {"closing": self.closing} if closed else {}
        return told(*self.left_out, until=self.until, later=more, **self.otherwise)


LEAD_OFFICER, PROVIDER, COUNTY_MANAGER = "lead-officer", "provider-contract-manager", "county-manager-contracts"
MINUTES_BY, START = date(2025, 4, 21), date(2025, 2, 1)
DUTIES = (
    Opened("tell/ISS-001", LEAD_OFFICER, date(2025, 3, 8), "HCC-7.6-d", "issue", ENTRIES["told"]),
    Opened("plan/ISS-001", PROVIDER, date(2025, 3, 18), "HCC-7.6-c", "told", ENTRIES["plan"]),
    Opened(
        "plan-checked/ISS-001", LEAD_OFFICER, date(2025, 3, 31), "HCC-7.6-a", "plan",
        IssueResolved(happened_on=date(2025, 4, 2), issue="ISS-001"),
    ),
    Opened("minutes-recorded/MTG-001", LEAD_OFFICER, MINUTES_BY, "HCC-7.2-a", "met", ENTRIES["minutes"]),
    Opened("minutes-circulated/MTG-001", LEAD_OFFICER, MINUTES_BY, "HCC-7.2-b", "minutes", ENTRIES["circulated"]),
    Opened("minutes-filed/MTG-001", LEAD_OFFICER, MINUTES_BY, "HCC-7.2-c", "met", ENTRIES["minutes"]),
    Opened("remedy/NOT-001", LEAD_OFFICER, date(2025, 5, 7), "HCC-9.4-b", "notice", ENTRIES["assessed"]),
    Opened("process/NOT-001", LEAD_OFFICER, None, "HCC-9.1-c", "assessed", ENTRIES["concluded"]),
    Opened(
        "receipt/NOT-001", LEAD_OFFICER, None, "HCC-9.1-b", "notice",
        NoticeReceiptConfirmed(happened_on=date(2025, 4, 16), notice="NOT-001"), otherwise=UNPROVED,
    ),
    Opened(
        "receipt/NOT-001", LEAD_OFFICER, None, "HCC-9.1-b", "notice",
        NoticeWithdrawn(happened_on=date(2025, 4, 16), notice="NOT-001"), otherwise=UNPROVED,
    ),
    Opened(
        "action/ACT-001", PROVIDER, date(2025, 6, 6), "HCC-7.3-a", "concluded",
        ActionCompleted(happened_on=date(2025, 6, 2), action="ACT-001"), opening=ACTION,
    ),
    Opened(
        "action/ACT-001", PROVIDER, date(2025, 6, 6), "HCC-7.3-a", "concluded",
        CorrectiveActionTaken(
            happened_on=date(2025, 6, 2), by=ANN, action="ACT-001", reason="quality", description=Said("Two hired")
        ), opening=ACTION,
    ),
    Opened(
        "results-shared/ASM-001", LEAD_OFFICER, None, "HCC-2.1-f", "concluded",
        PerformanceResultsShared(happened_on=date(2025, 5, 9), assessments=("ASM-001",), shared_with=(PIA,)),
        opening=ASSESSED,
    ),
    Opened(
        "complaint/CMP-001", LEAD_OFFICER, None, "HCC-7.6-b", "concluded",
        ComplaintHandlingReviewed(happened_on=date(2025, 5, 20), complaint="CMP-001", judgement="satisfactory"),
        opening=COMPLAINT,
    ),
    Opened(
        "summary/CON-001", LEAD_OFFICER, date(2025, 5, 8), "the procedure is silent; taken from TVP-5.1-2c",
        "concluded", ConversationSummarySent(happened_on=date(2025, 5, 7), contact="CON-001"), opening=CALL,
    ),
    Opened("TC-15/TRM-001", LEAD_OFFICER, None, "HCC-9.2-a", "proposed", ENTRIES["discussed"]),
    Opened(
        "discuss/VAR-001", LEAD_OFFICER, None, "HCC-7.4-a", "concluded",
        ConsultationRecorded(
            happened_on=date(2025, 6, 3), by=ANN, subject="variation", variation="VAR-001",
            consulted=Actor(person="Sue Post", office="contract-support-officer"),
        ), opening=VariationProposed(happened_on=date(2025, 6, 2), variation_kind="terms", reason_code="demand"),
    ),
    Opened("TC-16/TRM-001", LEAD_OFFICER, None, "HCC-9.3-a", "proposed", ENTRIES["weighed"]),
    Opened("TC-17/TRM-001", LEAD_OFFICER, None, "HCC-9.5-b", "proposed", ENTRIES["informed"]),
    Opened("TC-18/TRM-001", LEAD_OFFICER, None, "HCC-9.4-a", "proposed", ENTRIES["case"]),
    Opened("TC-19/TRM-001", COUNTY_MANAGER, None, "HCC-9.4-e", "proposed", ENTRIES["lawyers"]),
    Opened(
        "vacancy/lead-officer", COUNTY_MANAGER, START, "HCC-4.1-a", "contact", ENTRIES["lead"], left_out=("lead",)
    ),
    Opened(
        "vacancy/representative", LEAD_OFFICER, START, "HCC-5.1-a", "contact", ENTRIES["representative"],
        left_out=("representative",),
    ),
    Opened(
        "review", LEAD_OFFICER, date(2026, 1, 31), "HCC-10.1-a", "right",
        reviewed(date(2026, 1, 12)),
    ),
    Opened("purchasing-intention", LEAD_OFFICER, None, "HCC-10.2-c", "right", ALL_TOLD, opening=RENEWAL),
    Opened(
        "meeting-held/MTG-001", LEAD_OFFICER, date(2025, 4, 7), "HCC-7.6-k", "right",
        MeetingHeld(happened_on=date(2025, 4, 7), meeting="MTG-001", attendees=LEAD),
        opening=MeetingScheduled(happened_on=date(2025, 3, 3), planned_for=date(2025, 4, 7)),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", DUTIES, ids=lambda case: f"{case.duty} {type(case.closing).__name__}")
def test_a_duty_is_opened_by_one_entry_and_closed_by_another(case: Opened) -> None:
    duty = opened(case.view(closed=False), case.duty)

    assert (duty.office, duty.due_on, duty.citation) == (case.office, case.due_on, case.citation)
    assert duty.opened_by
    assert found(case.view(closed=True), case.duty) is None


def test_a_variation_is_to_be_discussed_with_the_support_officer_by_the_lead_until_it_is_settled() -> None:
    """HCC-7.4-a: also where the provider identified the need; it needs no telling of what it proposed itself."""
    proposed = VariationProposed(happened_on=date(2025, 6, 2), variation_kind="terms", reason_code="demand")
    theirs = proposed.model_copy(update={"proposed_by_party": "provider"})
    by_another = ConsultationRecorded(
        happened_on=date(2025, 6, 3), by=Actor(person="Tim Tate", office="team-manager"), subject="variation",
        variation="VAR-001", consulted=Actor(person="Sue Post", office="contract-support-officer"),
    )  # fmt: skip
    rejected = VariationRejected(happened_on=date(2025, 6, 4), variation="VAR-001", rejected_by_party="authority")
    registered, asked = ENTRIES["registered"], "discuss/VAR-001"

    still = opened(_seen(given(registered, proposed, by_another)), asked)
    assert still.sentence == "Discuss VAR-001 with the Contract Support Officer."
    its_own = _seen(given(registered, theirs))
    said = opened(its_own, asked).sentence
    assert said == "Discuss VAR-001, which the provider proposed, with the Contract Support Officer."
    assert found(its_own, "inform/VAR-001") is None
    for entries in ((proposed, rejected), (theirs, rejected)):
        assert found(_seen(given(registered, *entries)), asked) is None


def test_the_support_officer_who_was_there_is_named_once_among_those_to_send_the_minutes_to() -> None:
    """HCC-7.2-d."""
    there = (*LEAD, Attendee(person="Sue Post", office="contract-support-officer"))
    met = MeetingHeld(happened_on=date(2025, 3, 3), attendees=there)

    send = opened(_seen(given(ENTRIES["registered"], met)), "minutes-circulated/MTG-001")

    assert send.sentence == "Send the minutes of MTG-001 to Ann Ashe, Sue Post."


def test_minutes_not_sent_to_somebody_who_was_there_are_still_to_be_sent() -> None:
    """HCC-7.2-b."""
    duty = opened(told(until="circulated", circulated={"recipients": (ANN, SAM)}), "minutes-circulated/MTG-001")

    assert "Pia Prior" in duty.sentence
    assert "Ann Ashe" not in duty.sentence


def _seen(story: Story) -> FileView:
    return FileView.of(story.file.known[0].file_id, story.recorded().file, {})


def test_of_a_last_meeting_without_the_provider_the_next_says_so() -> None:
    """HCC-7.1-a, HCC-12.4-a: it counts, for a list of who was there is often short (docs/adr/0174)."""
    alone = MeetingHeld(happened_on=date(2025, 3, 3), attendees=LEAD)
    theirs = Attendee(person="Pia Prior", office="provider-contract-manager", party="provider")
    met = alone.model_copy(update={"attendees": (*LEAD, theirs)})
    said = "the last, MTG-001, was held on 3 March 2025"

    assert (
        f"{said}, by its entry with nobody of the provider"
        in opened(_seen(given(ENTRIES["registered"], alone)), "meeting").sentence
    )
    assert f"{said}." in opened(_seen(given(ENTRIES["registered"], met)), "meeting").sentence


def test_minutes_are_to_go_to_the_support_officer_too_whether_there_or_not() -> None:
    """HCC-7.2-d: and are still to be sent where everybody else has them."""
    name, met = "minutes-circulated/MTG-001", MeetingHeld(happened_on=date(2025, 3, 3), attendees=LEAD)
    sent = MeetingMinutesCirculated(happened_on=date(2025, 3, 4), meeting="MTG-001", recipients=(ANN,))
    officer = Actor(person="Sue Post", office="contract-support-officer")
    hampshire = given(ENTRIES["registered"], met)

    nobody, lacking = (opened(_seen(story), name).sentence for story in (hampshire, hampshire.when(sent)))
    assert "to Ann Ashe, the Contract Support Officer" in nobody
    assert "to the Contract Support Officer" in lacking
    assert found(_seen(hampshire.when(sent.model_copy(update={"recipients": (ANN, officer)}))), name) is None


def test_the_support_officer_on_file_is_named_where_minutes_are_to_go_there() -> None:
    """HCC-7.2-d: of an ad hoc meeting as of any; who is in the office on the day of the meeting."""
    assigned = ContractSupportOfficerAssigned(happened_on=date(2025, 2, 3), person="Colin Marsh")
    met = MeetingHeld(happened_on=date(2025, 3, 3), attendees=LEAD, meeting_kind="ad-hoc")

    send = opened(_seen(given(ENTRIES["registered"], assigned, met)), "minutes-circulated/MTG-001")

    assert send.sentence == "Send the minutes of MTG-001 to Ann Ashe, Colin Marsh (Contract Support Officer)."


@pytest.mark.parametrize(("to", "sent_on", "has_them"), [
    (Actor(person="Colin Marsh"), date(2025, 3, 5), True),
    (Actor(person="Contract Support Officer", office="contract-support-officer"), date(2025, 3, 5), True),
    (Actor(person="Somebody Else", office="contract-support-officer"), date(2025, 3, 5), False),
    (Actor(person="Colin Marsh", office="provider-contract-manager", party="provider"), date(2025, 3, 5), False),
    (Actor(person="Dee Dale", office="contract-support-officer"), date(2025, 4, 2), True),
    (Actor(person="Colin Marsh", office="contract-support-officer"), date(2025, 4, 2), True),
])  # fmt: skip
def test_minutes_sent_to_somebody_else_in_the_support_officers_office_are_still_to_go_to_the_officer(
    to: Actor, sent_on: date, has_them: bool
) -> None:
    """HCC-7.2-d: to who held it when the meeting was held, or when they were sent."""
    held_by = [
        ContractSupportOfficerAssigned(happened_on=day, person=who)
        for day, who in ((date(2025, 2, 3), "Colin Marsh"), (date(2025, 4, 1), "Dee Dale"))
    ]
    met = MeetingHeld(happened_on=date(2025, 3, 3), attendees=LEAD)
    sent = MeetingMinutesCirculated(happened_on=sent_on, meeting="MTG-001", recipients=(ANN, to))
    story = given(ENTRIES["registered"], *held_by, met).when(sent)

    left = found(_seen(story), "minutes-circulated/MTG-001")
    if has_them:
        story.keeps("minutes.to-support-officer")
        assert left is None
    else:
        story.departs_from("minutes.to-support-officer")
        assert left is not None
        assert left.sentence == "Send the minutes of MTG-001 to Colin Marsh (Contract Support Officer)."


def test_minutes_sent_to_the_provider_are_not_sent_to_somebody_of_the_authority_who_is_called_so() -> None:
    """HCC-7.2-b."""
    namesake = Actor(person="Ann Ashe", office="provider-contract-manager", party="provider")
    met = MeetingHeld(happened_on=date(2025, 3, 3), attendees=LEAD)
    sent = MeetingMinutesCirculated(happened_on=date(2025, 3, 5), meeting="MTG-001", recipients=(namesake,))

    assert (
        "to Ann Ashe" in opened(_seen(given(ENTRIES["registered"], met, sent)), "minutes-circulated/MTG-001").sentence
    )


def test_whoever_is_to_be_told_of_what_will_be_bought_is_named_in_words() -> None:
    """HCC-10.2-c."""
    one = ALL_TOLD.model_copy(update={"told": ("users",)})
    view = told(until="right", later={"renewal": RENEWAL, "one": one})

    assert "Tell providers and carers' families what" in opened(view, "purchasing-intention").sentence


def test_what_the_provider_disputes_is_to_be_answered_until_it_was_or_it_accepts() -> None:
    """HCC-2.1-b."""
    disputed = ProviderRepresentationsReceived(
        happened_on=date(2025, 4, 16), by=PIA, answers=1, notice="NOT-001", stance="disputes", words=Said("Not so")
    )
    view = told(until="notice", later={"disputed": disputed})
    said = view.file.position
    answered = RepresentationsAnswered(happened_on=date(2025, 4, 22), representations=said, outcome="not-accepted")
    accepts = disputed.model_copy(update={"happened_on": date(2025, 4, 22), "stance": "accepts"})

    assert opened(view, f"answer/{said}").office == LEAD_OFFICER
    for closing in (answered, accepts):
        closed = told(until="notice", later={"disputed": disputed, "closing": closing})
        assert found(closed, f"answer/{said}") is None


def test_an_answer_to_the_provider_that_says_nothing_is_to_be_completed() -> None:
    """HCC-2.1-b: until a supplement names what it says, its document is filed, or another answer says it."""
    rule = "representations.answer-says-what"
    disputed = ProviderRepresentationsReceived(
        happened_on=date(2025, 4, 16), by=PIA, answers=1, notice="NOT-001", stance="disputes", words=Said("Not so")
    )
    said = told(until="notice", later={"disputed": disputed}).file.position
    empty = RepresentationsAnswered(happened_on=date(2025, 4, 22), representations=said)
    whole = empty.model_copy(update={"words": Said("The log shows it")})

    def view(*answers: Entry) -> FileView:
        return told(until="notice", later={"disputed": disputed, **{str(n): one for n, one in enumerate(answers)}})

    asked = next(one for one in duties(view(empty)) if one.citation == "HCC-2.1-b" and f"{said + 1}" in one.id)
    assert "neither whether it is accepted nor why is said" in asked.sentence
    added = EntrySupplemented(
        happened_on=date(2025, 4, 23), position=said + 1, words=Said("Not accepted"), completes=(rule,)
    )
    for closing in ((whole,), (empty, whole), (empty, added)):
        assert not [one for one in duties(view(*closing)) if one.id == asked.id]


def test_a_finding_before_the_time_to_remedy_was_over_does_not_close_the_duty_to_assess() -> None:
    """HCC-9.4-d: the time to remedy ran to 30 April."""
    too_soon = told(until="assessed", assessed={"happened_on": date(2025, 4, 24)})
    remedied = told(until="assessed", assessed={"happened_on": date(2025, 4, 24), "result": "remedied"})

    assert opened(too_soon, "remedy/NOT-001").since == date(2025, 5, 1)
    assert found(remedied, "remedy/NOT-001") is None
    assert found(told(until="assessed"), "remedy/NOT-001") is None


def test_the_provider_is_still_to_be_told_what_was_found_where_it_was_told_before_it_was() -> None:
    """HCC-2.1-f."""

    def owed(told_on: date | None) -> bool:
        view = told(until="assessed", assessed={"shared_with_provider_on": told_on})
        return any(one.id.startswith("remedy-shared/") for one in duties(view))

    found_on = ENTRIES["assessed"].happened_on
    assert owed(None)
    assert owed(found_on - timedelta(days=1))
    assert not owed(found_on)


def test_what_a_notice_purports_to_ask_opens_nothing() -> None:
    letter = ENTRIES["ending-notice"].model_copy(
        update={"by": ANN, "received_on": None, "received_at": None, "proposal": None}
    )

    assert found(told(until="concluded", later={"letter": letter}), "receipt/NOT-002") is None


# --- departures, corrections, details --------------------------------------------------------------------------------


def test_a_departure_without_a_reason_is_to_be_explained_by_whoever_departed_until_it_is() -> None:
    """HCC-9.1-a."""
    rule = "notice.support-officer-consulted"
    view = told("consulted", until="notice")
    [named] = [d.id for d in duties(view) if d.id.startswith("explain/") and rule in d.id]
    why = Acknowledgement(rule=rule, reason=Said("The office was vacant"))
    supplement = EntrySupplemented(
        happened_on=date(2025, 5, 1), position=int(named.split("/")[1]), words=Said("Vacant")
    )

    assert (opened(view, named).office, opened(view, named).named) == ("representative", "Ruth Reed")
    assert found(told("consulted", until="notice", acknowledging={"notice": why}), named) is None
    assert found(told("consulted", until="notice", later={"supplement": supplement}), named) is None


def test_of_two_proposals_to_end_the_contract_each_says_that_the_other_stands_as_well() -> None:
    """HCC-9.4-e: none takes the other's place, and what is asked of one is asked of both."""
    again = ENTRIES["proposed"].model_copy(update={"happened_on": date(2025, 6, 9)})
    alone, both = told("concluded", until="proposed"), told("concluded", until="proposed", later={"again": again})

    assert "stands as well" not in opened(alone, "TC-19/TRM-001").sentence
    assert opened(both, "TC-19/TRM-001").sentence.endswith("; TRM-002 stands as well.")
    assert opened(both, "TC-19/TRM-002").sentence.endswith("; TRM-001 stands as well.")
    assert opened(both, "TC-17/TRM-001").sentence.endswith("in TRM-001; TRM-002 stands as well.")


def test_an_intention_told_by_another_is_still_to_be_told_by_the_lead_officer() -> None:
    """HCC-9.5-b."""
    colin = Actor(person="Colin Marsh", office="contract-support-officer")
    another = ENTRIES["informed"].model_copy(update={"by": colin})
    named, view = "TC-17/TRM-001", told("concluded", until="proposed", later={"another": another})

    assert "it was told by Colin Marsh" in opened(view, named).sentence
    by_both = told("concluded", until="proposed", later={"another": another, "anew": ENTRIES["informed"]})
    assert found(by_both, named) is None


@pytest.mark.parametrize("verdict", [DepartureRatified, DepartureRefused])
def test_an_unauthorised_departure_is_to_be_ratified_or_refused_by_the_office_entitled(
    verdict: type[DepartureRatified | DepartureRefused],
) -> None:
    rule = "termination.process-worked-through"
    view = told("concluded", until="proposed")
    position = view.file.termination.proposals["TRM-001"].position
    said = verdict(happened_on=date(2025, 6, 9), by=COUNTY, position=position, rule=rule, reason=Said("Urgent"))

    assert opened(view, f"ratify/{position}/{rule}").office == "county-manager-contracts"
    settled = told("concluded", until="proposed", later={"said": said})
    assert found(settled, f"ratify/{position}/{rule}") is None


def test_details_that_are_missing_are_to_be_completed_until_a_supplement_adds_them() -> None:
    """Design: a missing standard, clause or recipient is a gap with a duty to complete it."""
    otherwise: dict[str, Any] = {"issue": {"standards": ()}}
    duty = opened(told(until="issue", **otherwise), "details/13")
    supplement = EntrySupplemented(
        happened_on=date(2025, 4, 2), position=13, words=Said("S4"), completes=("issue.cites-standard",)
    )

    assert "ISS-001" in duty.sentence
    assert "no standard is cited" in duty.sentence
    assert found(told(until="issue", later={"supplement": supplement}, **otherwise), "details/13") is None


def test_a_supplement_completes_what_it_names_and_nothing_else() -> None:
    """Design: a gap is there until it is filled (docs/adr/0383)."""
    bare = ActionAssigned(happened_on=date(2025, 4, 1), description=Said("Hire two carers"), issue="ISS-001")
    raised = IssueRaised(happened_on=date(2025, 4, 1), nature=Said("Visits missed"))
    story = given(changed(CONTRACT, procedure="thames-valley/1"), raised).when(bare)
    assert story.last is not None
    at, whom, paper = story.last.position, "action.has-owner-and-date", "action.recorded-in-writing"
    assert {d.rule for d in story.last.departures if is_detail(d)} == {whom, paper}
    said = EntrySupplemented(happened_on=date(2025, 4, 2), position=at, words=Said("Their number is 01632 960001"))

    def asked(of: Story) -> str | None:
        return next((one.sentence for one in duties(view_of(of.file)) if one.id == f"details/{at}"), None)

    one = story.when(changed(said, completes=(whom,)))
    assert asked(story) == asked(story.when(said)) != asked(one)
    assert "minutes" in (asked(one) or "")
    assert asked(one.when(changed(said, completes=(paper,)))) is None
    assert asked(story.when(changed(said, completes=(whom, paper)))) is None


def test_a_standard_cited_that_is_not_on_file_is_to_be_put_right_until_it_is_there() -> None:
    """HCC-6.1-b: as where none is cited."""
    unknown: dict[str, Any] = {"issue": {"standards": ("S4", "S77")}}
    held = next(one for one in ENTRIES.values() if isinstance(one, ServiceSpecificationIssued))
    both = held.model_copy(
        update={"version": "1a", "standards": (*held.standards, Point(id="S77", text=Said("Call bells answered")))}
    )

    assert "S77" in opened(told(until="issue", **unknown), "details/13").sentence
    assert found(told(until="issue", later={"issued": both}, **unknown), "details/13") is None


def test_what_a_service_level_agreement_left_out_is_made_good_by_an_amendment_or_by_what_is_agreed_apart() -> None:
    """TVP-3.0-5, TVP-3.0-6, TVP-3.0-8: the departure stays on file, and Compliance says that it was kept since."""
    bound = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Victims", procedure="thames-valley/1"
    )
    both = (Actor(person="Ann", party="authority"), Actor(person="Pam", party="provider"))
    whole = ServiceLevels(
        contacts=both, indicators=(Indicator(id="K1", text=Said("98 of 100")),),
        reporting_schedule=(ReturnSchedule(kind="performance report", every_months=3),),
        improvement_targets=(ImprovementTarget(kind="service", text=Said("Answer within 2 days")),),
    )  # fmt: skip
    bare = ServiceLevelAgreementAgreed(
        happened_on=date(2025, 2, 5), contacts=both, reporting_schedule=whole.reporting_schedule
    )
    amended = ServiceLevelAgreementAmended(happened_on=date(2025, 3, 6), sla="SLA-001", becomes=whole)
    target = ImprovementTargetAgreed(happened_on=date(2025, 3, 6), improves="service", text=Said("Within 2 days"))
    measure = PerformanceIndicatorAgreed(happened_on=date(2025, 3, 7), indicator=whole.indicators[0])
    holds = "sla.holds-what-it-should"

    def asked(*entries: Entry) -> tuple[list[str], tuple[int, ...]]:
        view = view_of(given(bound, *entries).file)
        [kept] = [one for one in compliance(view, date(2025, 4, 1)).rules if one.rule == holds]
        found = [one.sentence.partition(": ")[2].removesuffix(".") for one in duties(view) if one.id == "details/2"]
        return found, kept.since

    no_targets = amended.model_copy(update={"becomes": whole.model_copy(update={"improvement_targets": ()})})
    targets, indicators = "improvement targets (TVP-3.0-8)", "performance indicators (TVP-3.0-6)"
    assert asked(bare) == ([f"it holds no {indicators} and no {targets}"], ())
    assert asked(bare, target) == ([f"it holds no {indicators}"], ())
    assert asked(bare, no_targets) == ([f"it holds no {targets}"], ())
    assert asked(bare, amended) == asked(bare, target, measure) == asked(bare, no_targets, target) == ([], (2,))
    assert holds in [d.rule for d in given(bound, bare, amended).file.entries[1].departures]


def test_an_amendment_in_words_alone_is_to_be_given_as_a_whole() -> None:
    """TVP-3.0-4, docs/adr/0432, 0445: by a later one, or a correction; words beside it make no other number."""
    bound = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Victims", procedure="thames-valley/1"
    )
    held = ServiceLevels(indicators=(Indicator(id="K1", text=Said("98 of 100"), target="95"),))
    agreed = ServiceLevelAgreementAgreed(happened_on=date(2025, 2, 5), indicators=held.indicators)
    words = ServiceLevelAgreementAmended(
        happened_on=date(2025, 3, 6), sla="SLA-001", changes=(SlaChange(what="K1", becomes=Said("98 percent")),)
    )
    whole = ServiceLevelAgreementAmended(happened_on=date(2025, 3, 10), sla="SLA-001", becomes=held)
    said = EntrySupplemented(
        happened_on=date(2025, 3, 10), position=3, words=Said("The target of K1 is 98 percent"),
        completes=("sla.amendment-given-as-a-whole",),
    )  # fmt: skip

    def asked(*entries: Entry) -> list[str]:
        found = duties(view_of(given(bound, agreed, words, *entries).file))
        return [one.sentence for one in found if one.id == "details/3"]

    [sentence] = asked()
    assert "what SLA-001 becomes as a whole is not given" in sentence
    corrected = EntryCorrected(
        happened_on=date(2025, 3, 10), position=3, reason=Said("Left out"), replacement=changed(words, becomes=held)
    )
    for mended in (whole, corrected):
        assert "becomes as a whole" not in str(asked(mended))
    assert "becomes as a whole" in str(asked(said))
    view = view_of(given(bound, agreed, words).file)
    assert "sla.amendment-given-as-a-whole" not in left_to_name(view, view.file.entries[2])


def test_what_a_corrected_entry_lacks_is_asked_for_once_and_there() -> None:
    """The correction itself carries the same departures, as those of the entry it replaces."""
    lacking = ENTRIES["issue"].model_copy(update={"standards": (), "nature": Said("Visits missed in March")})
    correction = EntryCorrected(happened_on=date(2025, 3, 5), position=13, reason=Said("In March"), replacement=lacking)

    view = told(until="issue", later={"correction": correction})

    asked = [d.id for d in duties(view) if max(d.opened_by, default=0) >= 13]
    assert [what for what in asked if what.startswith(("details/", "explain/"))] == ["details/13"]


def test_a_correction_of_anothers_entry_waits_for_a_second_person() -> None:
    strike = EntryStruckOut(happened_on=date(2025, 5, 6), position=2, reason=Said("Wrong contract"))
    story = given(*list(ENTRIES.values())[:2]).when(strike, account=COLLEAGUE).recorded()
    confirmed = story.when(CorrectionConfirmed(happened_on=date(2025, 5, 8), position=3)).recorded()

    duty = opened(view_of(story.file), "confirm/3")

    assert (duty.office, duty.opened_by) == (None, (3, 2))
    assert found(view_of(confirmed.file), "confirm/3") is None


# --- what recurs, without a clock ------------------------------------------------------------------------------------


def quarterly(*met_on: date, **more: Entry) -> FileView:
    held: dict[str, Entry] = {f"met-{day}": MeetingHeld(happened_on=day, attendees=LEAD) for day in met_on}
    return told(until="right", specification={"meetings_per_year": 4}, later={**held, **more})


def test_ninety_four_days_without_the_meeting_the_contract_asks_for_are_overdue() -> None:
    """HCC-7.1-a, HCC-6.1-c."""
    last = date(2025, 4, 30)  # the last day of the contract's first quarter

    overdue = on(quarterly(last), "meeting", last + timedelta(days=94))

    assert (overdue.state, overdue.duty.due_on, overdue.days_over) == ("overdue", date(2025, 7, 31), 2)
    assert (overdue.days_since_last, overdue.missed, overdue.person) == (94, 1, "Ann Ashe")
    assert "94 days since the last" in overdue.sentence
    assert "4 in each year of the contract are asked for, one more by the end of each quarter" in overdue.sentence


def test_a_meeting_due_while_the_frequency_changes_says_what_is_asked_for_before_and_after() -> None:
    """HCC-6.1-c: four a year when its quarter began, two from within it, which goes on to the end of the half
    (docs/adr/0420); the next part goes by the two alone."""
    twice = ServiceSpecificationIssued(
        happened_on=date(2025, 9, 1), version="2", meetings_per_year=2, effective_from=date(2025, 9, 20)
    )
    view = quarterly(date(2025, 4, 30), date(2025, 7, 31), twice=twice)

    amid = on(view, "meeting", date(2025, 10, 1))
    assert amid.duty.due_on == date(2026, 1, 31)
    assert "4 a year are asked for up to 19 September 2025, 2 from then on, and the last" in amid.sentence
    held = quarterly(date(2025, 4, 30), date(2025, 7, 31), date(2025, 10, 6), twice=twice)
    after = on(held, "meeting", date(2026, 1, 5))
    assert "2 in each year of the contract are asked for, one more by the end of each half" in after.sentence


@pytest.mark.parametrize(
    ("today", "state", "missed"),
    [
        (date(2025, 7, 16), "coming", 0), (date(2025, 7, 17), "due", 0), (date(2025, 7, 31), "due", 0),
        (date(2025, 8, 1), "overdue", 1), (date(2025, 10, 31), "overdue", 1), (date(2025, 11, 1), "overdue", 2),
        (date(2026, 5, 1), "overdue", 4),
    ],
)  # fmt: skip
def test_how_often_a_meeting_was_missed_is_decided_on_the_day_it_is_read(today: date, state: str, missed: int) -> None:
    read = on(quarterly(date(2025, 3, 3)), "meeting", today)

    assert (read.state, read.missed) == (state, missed)


def test_the_next_meeting_arranged_is_named_and_none_is_due_after_the_end() -> None:
    arranged = MeetingScheduled(happened_on=date(2025, 3, 4), planned_for=date(2025, 6, 2))
    assert (
        "MTG-002, arranged for 2 June 2025, is not on file as held"
        in opened(quarterly(date(2025, 3, 3), arranged=arranged), "meeting").sentence
    )

    ending = told(until="right", registered={"end_date": date(2025, 6, 30)})
    assert found(ending, "meeting") is None


def test_each_return_not_sent_is_due_and_the_next_one_recurs() -> None:
    """HCC-8.2-a."""
    monthly = {"return_schedule": (ReturnSchedule(kind="activity return", grace_days=5),)}
    sent: dict[str, Entry] = {
        f"sent-{first}": DataReturnReceived(happened_on=last + timedelta(days=3), period=Span(first=first, last=last))
        for first, last in ((date(2025, 2, 1), date(2025, 2, 28)), (date(2025, 4, 1), date(2025, 4, 30)))
    }
    view = told(until="right", specification=monthly, later=sent)

    returns = [d for d in duties(view) if d.id.startswith("return/")]

    assert [(d.id, d.due_on, d.every_months) for d in returns] == [
        ("return/activity return/2025-03-01", date(2025, 4, 5), None),
        ("return/activity return/2025-05-01", date(2025, 6, 5), 1),
    ]
    assert {d.party for d in returns} == {"provider"}
    assert on(view, "return/activity return/2025-05-01", date(2025, 8, 6)).missed == 3


def test_the_yearly_survey_is_due_twelve_months_after_the_last() -> None:
    """HCC-6.2-a."""
    survey = SatisfactionSurveyReceived(happened_on=date(2025, 6, 2), words=Said("They come in time"))

    assert opened(told(until="right"), "survey").due_on == date(2026, 2, 1)
    assert opened(told(until="right", later={"survey": survey}), "survey").due_on == date(2026, 6, 2)
    never, again = on(told(until="right"), "survey", date(2026, 2, 2)), date(2026, 6, 3)
    assert (never.state, never.days_since_last) == ("overdue", None)
    assert "since the last" not in never.sentence
    assert "366 days since the last" in on(told(until="right", later={"survey": survey}), "survey", again).sentence


def test_a_representative_who_is_not_the_lead_officer_is_supervised() -> None:
    """HCC-5.1-c."""
    session = SupervisionSessionHeld(happened_on=date(2025, 3, 10), nominee="Ruth Reed")

    assert opened(told(until="right"), "supervision").due_on == date(2025, 4, 6)
    assert opened(told(until="right", later={"session": session}), "supervision").due_on == date(2025, 6, 10)
    assert found(told(until="right", representative={"person": "Ann Ashe"}), "supervision") is None


@pytest.mark.parametrize(
    ("nominee", "lead_officer", "why"),
    [
        ("Ruth Reed", "Ruth Reed", "Ruth Reed was not lead officer on that day, Ann Ashe was"),
        ("Ruth Reed", "Zed Zulu", "Zed Zulu was not lead officer"),
        ("Bob Other", "Ann Ashe", "Bob Other was not representative on that day"),
    ],
)
def test_a_session_without_the_lead_officer_in_post_or_of_nobodys_nominee_is_no_supervision_and_is_told(
    nominee: str, lead_officer: str, why: str
) -> None:
    """HCC-5.1-c."""
    held = SupervisionSessionHeld(happened_on=date(2025, 3, 10), nominee=nominee, lead_officer=lead_officer)
    view = told(until="right", later={"session": held})

    supervision = opened(view, "supervision")
    assert (supervision.due_on, why in supervision.sentence) == (date(2025, 4, 6), True)
    [departed] = [d for r in view.file.of(SupervisionSessionHeld) for d in r.departures]
    assert (departed.rule, why in departed.found) == ("supervision.of-a-nominee-by-the-lead", True)
    counted = held.model_copy(update={"nominee": "Ruth Reed", "lead_officer": "A. Ashe"})
    assert opened(told(until="right", later={"session": counted}), "supervision").due_on == date(2025, 6, 10)


def test_each_session_that_does_not_count_is_named_with_the_reason() -> None:
    """HCC-5.1-c: what is wrong with the newest is not what is wrong with the one before."""
    others = (("Ruth Reed", "Zed Zulu"), ("Bob Other", "Ann Ashe"))
    later = {
        nominee: SupervisionSessionHeld(happened_on=date(2025, 3, 10), nominee=nominee, lead_officer=lead)
        for nominee, lead in others
    }
    sentence = opened(told(until="right", later=later), "supervision").sentence

    assert "does not count: Zed Zulu was not lead officer on that day, Ann Ashe was; entry" in sentence
    assert sentence.endswith("does not count: Bob Other was not representative on that day, by what is on file.")


def test_supervision_is_counted_from_the_day_somebody_else_led() -> None:
    """HCC-5.1-c: Ann Ashe led and was representative from March 2025; Bea Holt leads from 1 June 2026."""
    bea = LeadOfficerAppointed(happened_on=date(2026, 6, 1), person="Bea Holt")
    by_herself = told(until="right", representative={"person": "Ann Ashe"}, later={"bea": bea})

    supervision = opened(by_herself, "supervision")
    assert (supervision.since, supervision.due_on) == (date(2026, 6, 1), date(2026, 9, 1))
    assert "Ann Ashe" in supervision.sentence
    again = LeadOfficerAppointed(happened_on=date(2026, 7, 1), person="Ann Ashe")
    back = told(until="right", representative={"person": "Ann Ashe"}, later={"bea": bea, "again": again})
    assert found(back, "supervision") is None


def test_a_representative_who_led_is_to_be_nominated_by_the_next_lead_officer_or_to_give_way() -> None:
    """HCC-5.1-b, HCC-4.1-c: and as long as nobody leads, no lead officer is there to supervise anybody."""
    gone = RoleAppointmentEnded(happened_on=date(2026, 5, 4), office="lead-officer", person="Ann Ashe")
    bea = LeadOfficerAppointed(happened_on=date(2026, 6, 1), person="Bea Holt")
    nominated = RepresentativeAppointed(happened_on=date(2026, 6, 3), person="Ann Ashe", nominated_by="Bea Holt")
    led = {"person": "Ann Ashe", "nominated_by": None}
    vacant, left, settled = (
        told(until="right", representative=led, later=later)
        for later in ({"gone": gone}, {"gone": gone, "bea": bea}, {"gone": gone, "bea": bea, "anew": nominated})
    )

    assert (found(vacant, "supervision"), asked_to_nominate(vacant)) == (None, [])
    assert opened(left, "supervision").since == date(2026, 6, 1)
    [nomination] = asked_to_nominate(left)
    assert (nomination.since, nomination.office, nomination.citation) == (date(2026, 6, 1), "lead-officer", "HCC-5.1-b")
    assert nomination.sentence.startswith("Nominate Ann Ashe as representative, or appoint another")
    assert asked_to_nominate(settled) == []
    assert opened(settled, "supervision").since == date(2026, 6, 3)
    for nominee in ({}, {"person": "Ann Ashe", "nominated_by": "Cleo County"}):
        assert asked_to_nominate(told(until="right", representative=nominee, later={"bea": bea})) == []


def asked_to_nominate(view: FileView) -> list[Duty]:
    return [one for one in duties(view) if one.id.startswith("nomination/")]


def test_a_review_that_leaves_questions_open_is_still_due_and_says_which() -> None:
    """HCC-10.1-a."""
    empty = ContractReviewCompleted(happened_on=date(2026, 1, 12))

    duty = opened(told(until="right", later={"review": empty}), "review")

    assert (duty.due_on, duty.is_open) == (date(2026, 1, 31), True)
    assert "REV-001 does not say whether the contract met service needs" in duty.sentence


def test_an_end_moved_too_near_has_one_day_for_its_review_and_no_warning_before_it_was_set() -> None:
    """HCC-10.1-a, HCC-12.7, HCC-A2-c: moved on 10 March 2026 to 28 February 2027."""
    moved = VariationAgreed(happened_on=date(2026, 3, 10), changes=(EndDateChange(becomes=date(2027, 2, 28)),))
    story = given(CONTRACT, moved)
    view = view_of(story.file)

    review, warning = opened(view, "review"), opened(view, "renewal-warning")
    assert (review.due_on, review.since) == (date(2027, 2, 28), date(2026, 3, 10))
    assert (warning.since, warning.due_on) == (date(2026, 3, 10), date(2026, 3, 10))
    assert "due by 28 February 2027" in warning.sentence
    done = story.when(reviewed(date(2026, 5, 10))).keeps("review.in-time")
    assert found(view_of(done.file), "review") is None
    kept = status(view_of(done.file)).kept.review
    assert kept is not None
    assert (kept.due_on, kept.done_on) == (date(2027, 2, 28), date(2026, 5, 10))


def test_nobody_explains_what_had_a_cause_that_was_struck_out() -> None:
    """Design, idea 5: the departure stays on the act, and no reason is asked for any more."""
    moved = VariationAgreed(happened_on=date(2025, 3, 10), changes=(EndDateChange(becomes=date(2025, 4, 30)),), by=ANN)
    late = given(CONTRACT, moved, reviewed(date(2025, 5, 10)))
    explain = f"explain/{late.file.position}/review.in-time"
    assert opened(view_of(late.file), explain).citation == "HCC-10.1-a"

    struck = late.when(EntryStruckOut(happened_on=date(2025, 5, 12), position=2, reason=Said("In error")))
    assert found(view_of(struck.recorded().file), explain) is None
    [rule] = [r for r in compliance(view_of(struck.file), date(2025, 5, 12)).rules if r.rule == "review.in-time"]
    assert (rule.departed, rule.since, rule.state) == ((), (late.file.position,), "kept")


def test_a_review_is_due_again_ahead_of_an_end_that_was_put_off() -> None:
    """HCC-10.1-a."""
    review = reviewed(date(2026, 1, 12))
    extended = ExtensionDecided(happened_on=date(2026, 6, 1), taken=True, new_end_date=date(2029, 1, 31))

    duty = opened(told(until="right", later={"review": review, "extended": extended}), "review")

    assert duty.due_on == date(2028, 1, 31)


# --- on the day it is read -------------------------------------------------------------------------------------------


def test_an_office_left_is_vacant_from_the_next_day_and_whoever_is_in_post_that_day_is_named() -> None:
    left = RoleAppointmentEnded(happened_on=date(2025, 5, 1), office="lead-officer", last_day=date(2025, 5, 30))
    gone = told(until="right", later={"left": left})
    after = LeadOfficerAppointed(happened_on=date(2025, 6, 9), person="Bea Bold", post="Service Manager")
    followed = told(until="right", later={"left": left, "after": after})

    duty = opened(gone, "vacancy/lead-officer")

    assert (duty.since, duty.due_on) == (date(2025, 5, 31), None)
    assert "vacancy/lead-officer" not in {d.duty.id for d in due([duty], date(2025, 5, 30))}
    assert found(followed, "vacancy/lead-officer") is None
    assert [on(followed, "review", day).person for day in (date(2025, 5, 30), date(2025, 6, 1), date(2025, 6, 9))] == [
        "Ann Ashe",
        None,
        "Bea Bold",
    ]


def test_nobody_is_their_own_deputy_and_the_office_stays_vacant() -> None:
    """TVP-4.0-8: a designated lead officer and a deputy within the authority."""
    bound = CONTRACT.model_copy(update={"procedure": "thames-valley/1"})
    lead = LeadOfficerAppointed(happened_on=date(2025, 3, 3), person="Ann Ashe")
    own = DeputyOfficerAppointed(happened_on=date(2025, 5, 5), person="Ann Ashe")
    dee = DeputyOfficerAppointed(happened_on=date(2025, 4, 7), person="Dee Dale")
    besides = dee.model_copy(update={"happened_on": date(2025, 6, 2), "alongside": True})
    risen = LeadOfficerAppointed(happened_on=date(2025, 6, 2), person="Dee Dale")
    named = "vacancy/deputy-lead-officer"

    never = opened(view_of(given(bound, lead, own).file), named)
    assert (never.since, never.due_on) == (date(2025, 3, 3), date(2025, 4, 1))
    assert "Name a deputy officer: Ann Ashe is the lead officer as well" in never.sentence
    assert opened(view_of(given(bound, lead, dee, own).file), named).since == date(2025, 5, 5)
    assert opened(view_of(given(bound, lead, dee, risen).file), named).since == date(2025, 6, 2)
    assert found(view_of(given(bound, lead, dee).file), named) is None
    assert found(view_of(given(bound, lead, own, besides).file), named) is None


def test_overdue_comes_first_then_what_is_due_then_what_is_coming() -> None:
    states = [d.state for d in due(duties(told(until="concluded")), date(2025, 9, 24))]

    assert states == sorted(states, key=["overdue", "due", "coming"].index)
    assert set(states) == {"overdue", "due", "coming"}


def test_what_has_not_arisen_yet_is_not_due() -> None:
    view = told(until="notice")

    assert "remedy/NOT-001" not in {d.duty.id for d in due(duties(view), date(2025, 4, 30))}
    assert on(view, "remedy/NOT-001", date(2025, 5, 1)).state == "due"
    assert on(view, "remedy/NOT-001", date(2025, 5, 8)).sentence.endswith("overdue by 1 day.")


def test_once_the_contract_has_ended_nothing_that_lasts_as_long_as_it_does_is_due() -> None:
    ended = duties(told())

    assert {"meeting", "review", "supervision"} <= {d.duty.id for d in due(ended, date(2025, 7, 30))}
    assert not {"meeting", "review", "supervision", "survey"} & {d.duty.id for d in due(ended, date(2025, 7, 31))}


def test_a_purported_termination_leaves_every_duty_standing() -> None:
    assert "meeting" in {d.duty.id for d in due(duties(told("lawyers", "advice")), date(2025, 9, 24))}


def test_as_at_an_earlier_day_what_closed_it_later_has_not_happened() -> None:
    view = told()
    earlier = view_of(fold(view.file.known, date(2025, 3, 3)), date(2025, 3, 3))

    assert found(earlier, "tell/ISS-001") is not None
    assert found(view, "tell/ISS-001") is None


def test_an_issue_told_late_is_no_longer_to_be_told_and_one_of_another_is() -> None:
    second = IssueRaised(happened_on=date(2025, 5, 6), nature=Said("Late invoices"), standards=("S4",))
    talk = IssueNotifiedToProvider(happened_on=date(2025, 5, 6), issue="ISS-002", means="unrecorded")
    view = told(until="concluded", later={"second": second, "talk": talk})

    assert found(view, "tell/ISS-001") is None
    assert opened(view, "tell/ISS-002").due_on == date(2025, 5, 11)


def test_a_failing_that_came_back_is_to_be_told_again_and_then_answered_with_a_new_plan() -> None:
    """HCC-7.6-c, HCC-7.6-d: the telling and the plan of the first time have done their work."""
    settled = IssueResolved(happened_on=date(2025, 4, 7), issue="ISS-001")
    back = IssueReopened(happened_on=date(2025, 4, 22), issue="ISS-001", reason=Said("Missed again"))
    again = IssueNotifiedToProvider(happened_on=date(2025, 4, 24), issue="ISS-001", means="e-mail", by=ANN)
    plan = ResolutionPlanAgreed(happened_on=date(2025, 4, 29), issues=("ISS-001",), complete_by=date(2025, 5, 30))
    steps: dict[str, Entry] = {"settled": settled, "back": back}

    untold = told(until="plan", later=steps)
    unplanned = told(until="plan", later={**steps, "again": again})
    planned = told(until="plan", later={**steps, "again": again, "planned": plan})

    [telling] = [d for d in duties(untold) if d.id.startswith("tell/ISS-001/")]
    assert (telling.since, telling.due_on, telling.office) == (back.happened_on, date(2025, 4, 27), "lead-officer")
    assert opened(unplanned, "plan/ISS-001").due_on == date(2025, 5, 8)
    assert found(planned, "plan/ISS-001") is None
    assert opened(planned, "plan-checked/ISS-001").due_on == date(2025, 5, 30)


def test_every_duty_says_who_cites_a_requirement_and_comes_back_as_it_went() -> None:
    for view in (told(until="proposed"), told("concluded"), told("lead", until="contact")):
        for one in duties(view):
            assert one.citation
            assert one.title
            assert one.sentence.endswith(".")
            assert Duty.model_validate_json(one.model_dump_json()) == one
        ids = [one.id for one in duties(view)]
        assert len(ids) == len(set(ids))


def test_a_notice_worked_out_with_an_older_table_of_holidays_is_revised_by_a_person() -> None:
    """Design, idea 6: a table that did not know Easter Monday gave a day less; what was stated stays on the notice."""
    view = told(until="notice")
    notice = view.file.known[-1]
    assert isinstance(notice.entry, NoticeServed)
    worked = notice.entry.worked
    assert worked is not None
    assert worked.remedy is not None
    assert worked.remedy.contract is not None
    older = worked.remedy.contract.model_copy(update={"table": "uk-bank-holidays/2020-01", "end": date(2025, 4, 29)})
    remedy = worked.remedy.model_copy(update={"contract": older, "period_stated": None, "ends_on": date(2025, 4, 29)})
    stated = notice.entry.model_copy(update={"worked": worked.model_copy(update={"remedy": remedy})})
    file = fold((*view.file.known[:-1], replace(notice, entry=stated)))

    asked = opened(view_of(file), "revise/NOT-001")
    revised = Story(file).when(
        DatesRevised(happened_on=date(2025, 4, 22), since=date(2025, 4, 14), notice="NOT-001", cause="holiday-table")
    )

    assert "ends on Wednesday 30 April 2025" in asked.sentence
    assert revised.file.notices.by_id["NOT-001"].remedy_ends() == date(2025, 4, 30)
    assert found(view_of(revised.file), "revise/NOT-001") is None
    assert stated.worked is not None
    assert stated.worked.remedy is not None
    assert stated.worked.remedy.ends_on == date(2025, 4, 29)


ENDS_IN_AUGUST = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Home care", start_date=date(2025, 2, 1),
    end_date=date(2025, 8, 15),
)  # fmt: skip


@pytest.mark.parametrize(
    ("due_on", "since", "last_on", "today", "missed"),
    [
        (date(2025, 2, 28), date(2025, 1, 31), None, date(2025, 3, 30), 1),  # by the end of each month
        (date(2025, 2, 28), date(2025, 1, 31), None, date(2025, 4, 1), 2),
        (date(2025, 2, 28), date(2025, 1, 28), date(2025, 1, 28), date(2025, 3, 29), 2),  # a month after the last
        (date(2025, 2, 28), date(2025, 1, 31), date(2025, 1, 31), date(2025, 3, 31), 1),
        (date(2025, 3, 14), date(2025, 3, 1), None, date(2025, 4, 15), 2),  # a fortnight after the month
        (date(2025, 2, 28), date(2025, 2, 1), None, date(2025, 3, 29), 2),  # four weeks after the month
        (date(2025, 6, 15), date(2025, 1, 1), None, date(2025, 7, 16), 2),
    ],
)
def test_what_recurs_by_the_month_is_counted_from_the_day_its_date_was_counted_from(
    due_on: date, since: date, last_on: date | None, today: date, missed: int
) -> None:
    """HCC-8.2-a, HCC-12.6: month ends are not lost in February."""
    one = duty(
        view_of(given(ENDS_IN_AUGUST).file), "return", "Send it", office=None, named="Pia", since=since, due_on=due_on,
        citation="HCC-8.2-a", every_months=1, last_on=last_on,
    )  # fmt: skip

    [read] = due([one], today)

    assert read.missed == missed


def test_the_return_for_the_days_after_the_last_whole_month_is_asked_for_too() -> None:
    """HCC-6.1-e, HCC-8.2-a: the contract ends on 15 August, and the return for August is for a fortnight of it."""
    monthly = ServiceSpecificationIssued(
        happened_on=date(2025, 2, 1), return_schedule=(ReturnSchedule(kind="activity return", grace_days=7),)
    )
    whole = DataReturnReceived(
        happened_on=date(2025, 8, 5), period=Span(first=date(2025, 2, 1), last=date(2025, 7, 31)), each_period=True
    )
    for ended in ((), (ContractExpired(happened_on=date(2025, 8, 15)),)):
        view = view_of(given(ENDS_IN_AUGUST, monthly, whole, *ended).file)

        returns = [(one.id, one.due_on) for one in duties(view) if one.id.startswith("return/")]

        assert returns == [("return/activity return/2025-08-01", date(2025, 8, 22))], ended
        [owed] = returns_owed.overdue_returns(view.file, date(2025, 9, 1), view.procedure)
        assert (owed.period, owed.due_on) == (Span(first=date(2025, 8, 1), last=date(2025, 8, 15)), date(2025, 8, 22))


@pytest.mark.parametrize(("procedure", "enough"), [("hampshire/1", True), ("thames-valley/1", False)])
def test_a_call_that_the_log_holds_is_the_note_that_hampshire_asks_for(procedure: str, enough: bool) -> None:
    """HCC-7.6-e: notes are made of what an issue was and when the provider was told; TVP-5.1-2b asks for writing."""
    contract = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Home care", procedure=procedure)
    raised = IssueRaised(happened_on=date(2025, 5, 5), nature=Said("Visits missed"))
    call = ContactLogged(
        happened_on=date(2025, 5, 5), direction="to-provider", means="call", concern=True, issue="ISS-001",
        participants=(ANN, PIA), summary=Said("Told Pia of the visits"),
    )  # fmt: skip

    def asked(*entries: Entry) -> set[str]:
        return {one.id for one in duties(view_of(given(contract, raised, *entries).file))}

    assert "tell/ISS-001" in asked()
    assert ("tell/ISS-001" in asked(call)) == ("summary/CON-001" in asked(call)) == (not enough)
    assert ("plan/ISS-001" in asked(call)) == enough
    theirs = call.model_copy(update={"direction": "from-provider"})
    unnamed = call.model_copy(update={"issue": None})
    assert "tell/ISS-001" in asked(theirs)
    assert {"tell/ISS-001", "summary/CON-001"} <= asked(unnamed)


def test_an_e_mail_about_an_issue_in_the_contact_log_has_told_the_provider_of_it() -> None:
    """TVP-5.1-2a, TVP-5.1-2b, TVP-5.1-2c: a talk the next day that comes back to it wants no summary."""
    contract = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care", procedure="thames-valley/1"
    )
    raised = IssueRaised(happened_on=date(2025, 5, 5), nature=Said("Visits missed"))
    mail = ContactLogged(
        happened_on=date(2025, 5, 6), direction="to-provider", means="e-mail", issue="ISS-001",
        participants=(ANN, PIA), summary=Said("The visits"),
    )  # fmt: skip
    call = mail.model_copy(update={"happened_on": date(2025, 5, 7), "means": "call"})

    def asked(*entries: Entry) -> set[str]:
        return {one.id for one in duties(view_of(given(contract, raised, *entries).file))}

    assert "tell/ISS-001" not in asked(mail)
    for tells_nobody in ({"means": "newsletter"}, {"direction": "within-authority"}):
        assert "tell/ISS-001" in asked(mail.model_copy(update=tells_nobody))
    given(contract, raised, mail).when(call).keeps("contact.concern-first-in-recorded-form")
    assert "summary/CON-001" in asked(call)
    assert "summary/CON-002" not in asked(mail, call)
    assert "summary/CON-002" in asked(mail, call.model_copy(update={"concern": True}))
    theirs = mail.model_copy(update={"direction": "from-provider", "by": PIA})
    assert "summary/CON-002" not in asked(theirs, call)
    assert "tell/ISS-001" in asked(theirs, call)
    assert "summary/CON-002" in asked(theirs.model_copy(update={"means": "call"}), call)


def test_a_telling_in_a_talk_is_summed_up_in_writing_like_a_talk_in_the_contact_log() -> None:
    """TVP-5.1-2c: within two days, whatever tells of it otherwise later."""
    contract = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Home care", procedure="thames-valley/1"
    )
    raised = IssueRaised(happened_on=date(2025, 5, 5), nature=Said("Visits missed"))
    talk = IssueNotifiedToProvider(happened_on=date(2025, 5, 6), issue="ISS-001", means="unrecorded")
    portal = talk.model_copy(update={"happened_on": date(2025, 5, 8), "means": "portal"})
    sent = ConversationSummarySent(happened_on=date(2025, 5, 7), issue="ISS-001", recipients=(PIA,))

    def asked(*entries: Entry) -> dict[str, date | None]:
        found = duties(view_of(given(contract, raised, *entries).file))
        return {one.id: one.due_on for one in found if one.id.startswith("summary/")}

    assert asked(talk) == asked(talk, portal) == {"summary/3": date(2025, 5, 8)}
    assert asked(talk, sent) == {}
    assert asked(portal.model_copy(update={"happened_on": date(2025, 5, 5)}), talk) == {}


def test_the_status_calls_late_what_is_overdue_among_the_duties_and_from_the_same_day() -> None:
    """docs/adr/0215."""

    def said(view: FileView, day: date) -> list[tuple[str, str]]:
        facts = status(view)
        return [(one.weight, one.words) for one in worries(facts, standing(facts, day))]

    told_by, untold = date(2025, 3, 8), told(until="issue")
    assert ("note", "ISS-001: provider to be told by 8 March 2025") in said(untold, told_by)
    assert ("late", "ISS-001: provider not told") in said(untold, told_by + DAY)
    assess_by, ran, over = date(2025, 5, 7), told(until="notice"), "time to remedy of NOT-001 over for"
    assert ("note", f"{over} 7 days, to be assessed by 7 May 2025") in said(ran, assess_by)
    assert ("late", f"{over} 8 days, not assessed") in said(ran, assess_by + DAY)
    too_soon = told(until="assessed", assessed={"happened_on": date(2025, 4, 24)})
    assert ("late", f"{over} 8 days, not assessed again") in said(too_soon, assess_by + DAY)
    in_time = told(until="assessed")
    assert ("note", f"{over} 8 days, found not remedied") in said(in_time, assess_by + DAY)


def test_minutes_are_written_before_they_are_sent_and_filed() -> None:
    """All three fall due on one day; what has to be done first is said first."""
    met = MeetingHeld(happened_on=date(2025, 3, 3), attendees=LEAD)
    late = due(duties(_seen(given(ENTRIES["registered"], met))), date(2025, 6, 1))

    assert [one.duty.id.partition("/")[0] for one in late if one.duty.id.startswith("minutes-")] == [
        "minutes-recorded", "minutes-circulated", "minutes-filed",
    ]  # fmt: skip


def test_the_result_of_an_issue_that_only_a_meeting_found_settled_is_to_be_recorded() -> None:
    """HCC-7.6-a: until it is, until it came back, or until a later meeting finds otherwise."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Late visits"))
    met = MeetingHeld(happened_on=date(2025, 4, 7))

    def considered(meeting: str, on: date, well: bool) -> AgendaItemConsidered:
        one = Confirmation(issue="ISS-001", satisfactory=well)
        return AgendaItemConsidered(happened_on=on, meeting=meeting, item="issues-raised-before", confirmations=(one,))

    def asked(*entries: Entry) -> list[str]:
        confirmed = considered("MTG-001", met.happened_on, well=True)
        view = view_of(given(ENTRIES["registered"], raised, met, confirmed, *entries).file)
        return [one.sentence for one in duties(view) if one.id == "issue-result/ISS-001"]

    [sentence] = asked()
    assert sentence == (
        "Record the result of ISS-001, or correct what was confirmed: MTG-001 on 7 April 2025 found it settled well,"
        " and it is open on file."
    )
    for closing in (
        IssueResolved(happened_on=date(2025, 4, 1), issue="ISS-001"),
        IssueResolved(happened_on=date(2025, 4, 7), issue="ISS-001", satisfactory=False),
        IssueReopened(happened_on=date(2025, 4, 9), issue="ISS-001", reason=Said("Again")),
    ):
        assert asked(closing) == []
    later = MeetingHeld(happened_on=date(2025, 5, 7))
    assert asked(later, considered("MTG-002", later.happened_on, well=False)) == []
