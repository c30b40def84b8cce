"""Histories for Hypothesis: what happens to a contract, in any order: late, corrected, struck out and reinstated.

A history is a list of `Step`s, plain numbers, so that a failing one shrinks. `entry_of` makes a step an entry on the
file as it then is; what contradicts the file is not recorded, as it would not be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from hypothesis import strategies as st

from ledger.activities import PlannedActivity
from ledger.book import Act, Book
from ledger.contents import references
from ledger.contract_file import ContractFile
from ledger.contract_terms import NoticeAddress, PointsTariff
from ledger.dates.calendar import Period
from ledger.dates.span import Span
from ledger.disputing import STAGES
from ledger.entry import Account, Actor, Entry, Money, Recorded
from ledger.judgement import Stage, judge_together
from ledger.refusals import Invalid, Refused
from ledger.rules import Acknowledgement
from ledger.serving.service_clauses import MODEL_SERVICES_EXAMPLE
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Extension, Organisation
from ledger.subjects.assurance import AuditCommissioned, AuditReported
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.disputes import (
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    FormalEscalationAuthorised,
    ImmediateEscalationAuthorised,
)
from ledger.subjects.implementation import ImplementationActivityReported, ImplementationPlanAgreed
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
    MeetingMinutesRecorded,
    MeetingScheduled,
)
from ledger.subjects.money import BudgetPositionRecorded
from ledger.subjects.notices import Addressee, NoticeReceiptConfirmed, NoticeServed, RemedyPeriodExtended
from ledger.subjects.outcomes import OutcomeIdentified, OutcomeSpecified
from ledger.subjects.people import LeadOfficerAppointed, RepresentativeAppointed, RoleAppointmentEnded
from ledger.subjects.records import (
    TAKEN_OFF,
    CorrectionConfirmed,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
    DocumentFiled,
    EntryCorrected,
    EntryReclassified,
    EntryStruckOut,
    EntrySupplemented,
    NoteMade,
    ProcedureBound,
)
from ledger.subjects.remedies import (
    PointsAwarded,
    PointsDisputed,
    PointsWithdrawn,
    SumFellDue,
    SumSettled,
    SuspensionBegun,
    SuspensionLifted,
)
from ledger.subjects.resources import ResourceLine, ResourcePlanAgreed, ResourceUseRecorded, VarianceAssessed
from ledger.subjects.retention import Chosen, HoldLifted, HoldPlaced, RetentionSet, WordsErased
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.risks import RiskAssessed, RiskIdentified
from ledger.subjects.termination import ContractTerminated, EarlyTerminationProposed
from ledger.subjects.terms import DefaultClauseEntered, NoticeAddressGiven, NoticeClauseEntered, PointsClauseEntered
from ledger.subjects.variations import EndDateChange, TotalValueChange, VariationAgreed
from ledger.words import Said
from tests.story import ANN, CLERK, COLLEAGUE, COUNTY, LEGAL, PIA, PROVIDER

FIRST = date(2025, 1, 6)
RECORDED = datetime(2026, 12, 1, 9, tzinfo=UTC)
SMG = Actor(person="Simon Grey", office="smg")
PCC = Actor(person="Paula Crane", office="pcc")
ACCOUNTS = (CLERK, CLERK, CLERK, COLLEAGUE, PROVIDER)


class Step(NamedTuple):
    """One thing that happens: what, on which day counted from the first, and numbers to choose by."""

    what: str
    day: int
    which: int = 0
    other: int = 0
    account: int = 0


def registered(reference: str, title: str = "Home care") -> ContractRegistered:
    """Return the entry that opens a contract's file."""
    return ContractRegistered(
        happened_on=FIRST, reference=reference, title=title, provider=Organisation(name="Care Ltd"),
        start_date=date(2025, 2, 1), end_date=date(2027, 1, 31), total_value=Money(pence=100_000_000), by=ANN,
        extensions=(Extension(id="A", months=6), Extension(id="B", until=date(2028, 6, 30))),
    )  # fmt: skip


def entry_of(step: Step, file: ContractFile) -> Entry:
    """Return what happens by a step on a file: it refers to what is there, where something is."""
    return _WHAT[step.what](step, FIRST + timedelta(days=step.day), file)


def _one(step: Step, ids: Iterable[str], without: str) -> str:
    there = sorted(ids)
    return there[step.which % len(there)] if there else without


def _issue(step: Step, file: ContractFile) -> str:
    return _one(step, file.issues.by_id, "ISS-001")


def _notice(step: Step, file: ContractFile) -> str:
    return _one(step, file.notices.by_id, "NOT-001")


def _position(step: Step, file: ContractFile) -> int:
    """An entry on the file: every other time one that is itself about another entry, where there is one."""
    about = [r.position for r in file.known if any(isinstance(named, int) for _, _, named in references(r.entry))]
    if step.other % 2 and about:
        return about[step.which % len(about)]
    return 1 + step.which % max(file.position, 1)


def _corrected(step: Step, day: date, file: ContractFile) -> Entry:
    """The same entry on another day, or with other words."""
    position = _position(step, file)
    now = file.at(position)
    replacement = now.entry if now else file.known[position - 1].entry
    changes: dict[str, object] = {"happened_on": FIRST + timedelta(days=step.other)}
    for name in ("worked", "waiting", "destroyed"):
        if name in type(replacement).model_fields:
            changes[name] = None
    for name in ("nature", "words", "reason"):
        if getattr(replacement, name, None) is not None:
            changes[name] = Said(f"Corrected: {step.other}")
    replacement = replacement.model_copy(update=changes)
    return EntryCorrected(happened_on=day, position=position, reason=Said("It was wrong"), replacement=replacement)


def _served(step: Step, day: date, file: ContractFile) -> Entry:
    return NoticeServed(
        happened_on=day, clause="31.1",
        notice_kind=("default", "improvement", "termination", "dispute")[step.other % 4],
        issues=tuple(sorted(file.issues.by_id)[:2]), remedy_period=Period(count=10, unit="working-days"),
        method=("signed-for-post", "e-mail", "hand")[step.which % 3], address="1 High Street",
        recipients=(Addressee(person="Pia Prior"),), by=ANN,
    )  # fmt: skip


def _varied(step: Step, day: date, file: ContractFile) -> Entry:
    if step.which % 2:
        return VariationAgreed(
            happened_on=day, effective_from=day + timedelta(days=step.other % 90),
            changes=(TotalValueChange(becomes=Money(pence=1_000_000 * (1 + step.other))),), by=ANN,
        )  # fmt: skip
    change = EndDateChange(becomes=date(2027, 1, 31) + timedelta(days=step.other))
    return VariationAgreed(happened_on=day, changes=(change,), by=ANN)


def _spoken_of(step: Step, day: date, file: ContractFile) -> Entry:
    """At a meeting that was held, an issue or a step of it was looked at by name, mostly: once there are both."""
    held = file.meetings.held()
    if not file.issues.by_id:
        return IssueRaised(happened_on=day, nature=Said("Visits missed"), by=ANN)
    if not held:
        return MeetingHeld(happened_on=day, attendees=(Attendee(person="Ann Ashe"),))
    met = held[step.other % len(held)]
    named = [at for issue in file.issues.on_file((_issue(step, file),)) for at in issue.told_of_by]
    return AgendaItemConsidered(
        happened_on=met.held_on or day, meeting=met.id,
        item=("service-issues", "issues-raised-before", "risk-log")[step.which % 3],
        concerns=(named[-1 - step.other % len(named)],) if named and step.other % 5 else (),
    )  # fmt: skip


_WHAT: dict[str, Callable[[Step, date, ContractFile], Entry]] = {
    "risk": lambda s, d, f: RiskIdentified(happened_on=d, category="people", description=Said("Too few carers")),
    "rated": lambda s, d, f: RiskAssessed(
        happened_on=d, risk=_one(s, f.risks.by_id, "RSK-001"), likelihood=1 + s.which % 5, impact=1 + s.other % 5
    ),
    "audit": lambda s, d, f: AuditCommissioned(happened_on=d, subjects=("finance",), planned_for=d),
    "audited": lambda s, d, f: AuditReported(
        happened_on=d, commission=next(iter(f.assurance.commissioned), None) if s.other % 2 else None
    ),
    "budget": lambda s, d, f: BudgetPositionRecorded(
        happened_on=d, period=Span(first=FIRST, last=d), budget=Money(pence=1_000), actual=Money(pence=s.other)
    ),
    "note": lambda s, d, f: NoteMade(happened_on=d, words=Said(f"The scheduler rang, for the {s.other}th time")),
    "issue": lambda s, d, f: IssueRaised(
        happened_on=d, nature=Said("Visits missed"), by=ANN, standards=("S1",) * (s.which % 2)
    ),
    "told": lambda s, d, f: IssueNotifiedToProvider(happened_on=d, issue=_issue(s, f), means="e-mail", by=ANN),
    "told-at-a-meeting": lambda s, d, f: IssueNotifiedToProvider(
        happened_on=d, issue=_issue(s, f), means="minuted-meeting", by=ANN,
        meeting=_one(s, f.meetings.by_id, "") or None,
    ),
    "resolved": lambda s, d, f: IssueResolved(happened_on=d, issue=_issue(s, f), satisfactory=bool(s.other % 2)),
    "reopened": lambda s, d, f: IssueReopened(happened_on=d, issue=_issue(s, f), reason=Said("It came back")),
    "replied": lambda s, d, f: ProviderRepresentationsReceived(
        happened_on=d, answers=_position(s, f), notice=_one(s, f.notices.by_id, "") or None if s.other % 3 else None,
        issue=_issue(s, f) if s.other % 2 else None, stance=("accepts", "disputes", "explains")[s.which % 3],
        words=Said("It was the weather"),
    ),
    "answered": lambda s, d, f: RepresentationsAnswered(
        happened_on=d, representations=int(_one(s, map(str, f.issues.representations), "1")), by=ANN
    ),
    "to-be-right": lambda s, d, f: ResolutionPlanAgreed(
        happened_on=d, issues=(_issue(s, f),), complete_by=d + timedelta(days=s.other % 60)
    ),
    "summed-up": lambda s, d, f: ConversationSummarySent(
        happened_on=d, issue=_issue(s, f), recipients=(PIA,), by=ANN, words=Said("As we said")
    ),
    "in-touch": lambda s, d, f: ContactLogged(
        happened_on=d, direction=("to-provider", "from-provider")[s.other % 3 == 0], issue=_issue(s, f),
        means=("e-mail", "call")[s.which % 2], by=(ANN, PIA)[s.which % 5 == 0],
        participants=((), (PIA,), (COUNTY,))[s.other % 7 % 3], summary=Said("Visits missed"),
    ),
    "served": _served,
    "received": lambda s, d, f: NoticeReceiptConfirmed(happened_on=d, notice=_notice(s, f), received_on=d),
    "longer": lambda s, d, f: RemedyPeriodExtended(
        happened_on=d, notice=_notice(s, f), to_date=d + timedelta(days=s.other % 60)
    ),
    "clause": lambda s, d, f: NoticeClauseEntered(
        happened_on=d, clause="43", signed_by=("lead-officer",), methods=MODEL_SERVICES_EXAMPLE.methods, by=ANN
    ),
    "default": lambda s, d, f: DefaultClauseEntered(
        happened_on=d, clause="31.1", cure_period=Period(count=5 + s.other % 20, unit="working-days"), by=ANN
    ),
    "address": lambda s, d, f: NoticeAddressGiven(
        happened_on=d, party="provider",
        addresses=(NoticeAddress(method=("hand", "e-mail")[s.which % 2], address="1 High Street"),),
    ),
    "lead": lambda s, d, f: LeadOfficerAppointed(
        happened_on=d, person=("Ann Ashe", "Bea Birch")[s.which % 2], by=COUNTY,
        from_date=d + timedelta(days=s.other % 40),
    ),
    "representative": lambda s, d, f: RepresentativeAppointed(happened_on=d, person="Ruth Reed", by=ANN),
    "left": lambda s, d, f: RoleAppointmentEnded(happened_on=d, office="lead-officer"),
    "arranged": lambda s, d, f: MeetingScheduled(happened_on=d, planned_for=d + timedelta(days=s.other % 60)),
    "held": lambda s, d, f: MeetingHeld(
        happened_on=d, meeting=_one(s, f.meetings.by_id, "") or None, attendees=(Attendee(person="Ann Ashe"),)
    ),
    "minuted": lambda s, d, f: MeetingMinutesRecorded(happened_on=d, meeting=_one(s, f.meetings.by_id, "MTG-001")),
    "looked-at": lambda s, d, f: AgendaItemConsidered(
        happened_on=d, meeting=_one(s, f.meetings.by_id, "MTG-001"), item="Issues",
        confirmations=(Confirmation(issue=_issue(s, f), satisfactory=True, in_time=(None, True, False)[s.other % 3]),),
    ),
    "spoken-of": _spoken_of,
    "to-do": lambda s, d, f: ActionAssigned(
        happened_on=d, description=Said("Ring round"), issue=_issue(s, f) if s.other % 2 else None,
        plan=_one(s, (i for i in f.ids if i.startswith("PLN")), "") or None if s.which % 2 else None,
    ),
    "done": lambda s, d, f: ActionCompleted(happened_on=d, action=_one(s, f.actions.by_id, "ACT-001")),
    "varied": _varied,
    "points-clause": lambda s, d, f: PointsClauseEntered(
        happened_on=d, clause="12", window=Period(count=1 + s.other % 6, unit="months"),
        tariff=(PointsTariff(standard="S1", points=5),), counts_from=("award", "notice")[s.which % 2],
    ),
    "awarded": lambda s, d, f: PointsAwarded(
        happened_on=d, points=5, standard=("S1", "S2")[s.which % 2], notice=_one(s, f.notices.by_id, "") or None, by=ANN
    ),
    "disputed": lambda s, d, f: PointsDisputed(happened_on=d, award=_one(s, f.remedies.awards, "PTS-001")),
    "withdrawn": lambda s, d, f: PointsWithdrawn(
        happened_on=d, award=_one(s, f.remedies.awards, "PTS-001"), points=1 + s.other % 5
    ),
    "suspended": lambda s, d, f: SuspensionBegun(happened_on=d, review_by=d + timedelta(days=s.other % 60), by=ANN),
    "lifted": lambda s, d, f: SuspensionLifted(
        happened_on=d, suspension=_one(s, f.remedies.suspensions, "SUS-001")
    ),
    "due": lambda s, d, f: SumFellDue(happened_on=d, remedy="service-credit", amount=Money(pence=100 * (1 + s.other))),
    "settled": lambda s, d, f: SumSettled(
        happened_on=d, sum=_one(s, f.remedies.sums, "SUM-001"), how="paid", amount=Money(pence=100 * (1 + s.which))
    ),
    "formal": lambda s, d, f: FormalEscalationAuthorised(
        happened_on=d, dispute=_one(s, f.disputes.by_id, "") or None, issues=tuple(sorted(f.issues.by_id)[:1]), by=SMG
    ),
    "at-once": lambda s, d, f: ImmediateEscalationAuthorised(
        happened_on=d, issues=tuple(sorted(f.issues.by_id)[:1]), entry_stage=STAGES[s.which % len(STAGES)], by=PCC
    ),
    "in-writing": lambda s, d, f: DocumentFiled(
        happened_on=d, title="Letter", document_kind="letter", electronic_location="Records",
        belongs_to=(_agreed(s, f),),
    ),
    "met-on-it": lambda s, d, f: MeetingHeld(
        happened_on=d, meeting_kind="dispute", dispute=_one(s, f.disputes.by_id, "") or None
    ),
    "planned": lambda s, d, f: DisputeActionPlanAgreed(
        happened_on=d, dispute=_one(s, f.disputes.by_id, "") or None, complete_by=d + timedelta(days=s.other % 60)
    ),
    "plan-over": lambda s, d, f: DisputeActionPlanConcluded(
        happened_on=d, plan=_one(s, f.disputes.plans, "") or None,
        result=("resolved", "outcomes-missed", "not-agreed")[s.other % 3],
    ),
    "extended": lambda s, d, f: ExtensionDecided(
        happened_on=d, option=("A", "B", None)[s.which % 3], taken=s.which % 5 > 0,
        new_end_date=d + timedelta(days=900 + s.other) if s.other % 3 == 0 else None,
    ),
    "commenced": lambda s, d, f: ContractCommenced(happened_on=d, by=ANN),
    "proposed": lambda s, d, f: EarlyTerminationProposed(happened_on=d, grounds=("default",), by=ANN),
    "terminated": lambda s, d, f: ContractTerminated(happened_on=d, by=(ANN, LEGAL)[s.which % 2]),
    "authorised": lambda s, d, f: DepartureAuthorised(
        happened_on=d, rule=_departure(s, f)[1], what_for=Said("this once"), reason=Said("It could not wait"), by=COUNTY
    ),
    "ratified": lambda s, d, f: DepartureRatified(
        happened_on=d, position=_departure(s, f)[0], rule=_departure(s, f)[1], reason=Said("So it was"), by=COUNTY
    ),
    "refused": lambda s, d, f: DepartureRefused(
        happened_on=d, position=_left(s, f)[0], rule=_left(s, f)[1], reason=Said("It was not"), by=COUNTY
    ),
    "bound": lambda s, d, f: ProcedureBound(
        happened_on=d, procedure=("hampshire/1", "thames-valley/1")[s.which % 2], by=ANN
    ),
    "supplemented": lambda s, d, f: EntrySupplemented(
        happened_on=d, position=_position(s, f), words=Said("Standard 4.2")
    ),
    "reclassified": lambda s, d, f: EntryReclassified(
        happened_on=d, position=_position(s, f), new_audience=("shared", "legal")[s.other % 2],
        new_protection="open", reason=Said("On advice"), by=LEGAL,
    ),
    "corrected": _corrected,
    "struck": lambda s, d, f: EntryStruckOut(happened_on=d, position=_position(s, f), reason=Said("Made in error")),
    "erased": lambda s, d, f: WordsErased(
        happened_on=d, words=(Chosen(position=_position(s, f)),), ground="recorded-in-error",
        asked_by="the-authority", by=LEGAL, exceptions_weighed=("legal-claims",),
    ),
    "on-hold": lambda s, d, f: HoldPlaced(happened_on=d, purpose="dispute", reason=Said("A claim"), by=LEGAL),
    "off-hold": lambda s, d, f: HoldLifted(
        happened_on=d, hold=_one(s, f.retention.holds, "HLD-001"), reason=Said("Settled"), by=LEGAL
    ),
    "kept-for": lambda s, d, f: RetentionSet(happened_on=d, rule="Row 12", years=s.other % 12, by=ANN),
    "confirmed": lambda s, d, f: CorrectionConfirmed(happened_on=d, position=_waiting(s, f)),
    "outcome": lambda s, d, f: OutcomeIdentified(happened_on=d, wording=Said(f"Outcome {s.other}")),
    "specified": lambda s, d, f: OutcomeSpecified(
        happened_on=d, outcome=_one(s, f.outcomes.by_id, "OUT-001"), wording=Said("At home"),
        reach_by=d + timedelta(days=s.other),
    ),
    "activities": lambda s, d, f: ImplementationPlanAgreed(
        happened_on=d, activities=(
            PlannedActivity(id="A1", name="Recruit", days=1 + s.other % 90, after=("A2",) * (s.which % 2)),
            PlannedActivity(id="A2", name="Train", days=5, after=("A1",) * (s.which % 3 == 1)),
        ),
    ),
    "activity": lambda s, d, f: ImplementationActivityReported(
        happened_on=d, plan=_one(s, f.implementation.plans, "IPL-001"), activity=("A1", "A2")[s.which % 2],
        state=("started", "completed")[s.other % 2],
    ),
    "resources": lambda s, d, f: ResourcePlanAgreed(
        happened_on=d, period=Span(first=d, last=d + timedelta(days=s.other)),
        lines=(ResourceLine(id="L1", kind="human", name="Hours", unit="hours", planned="100"),),
    ),
    "used": lambda s, d, f: ResourceUseRecorded(
        happened_on=d, plan=_one(s, f.resources.plans, "RPL-001"), plan_line="L1", used=str(s.other),
        unit=("hours", "days")[s.which % 5 == 0], period=Span(first=d - timedelta(days=30), last=d),
    ),
    "variance": lambda s, d, f: VarianceAssessed(happened_on=d, planned="100", actual=str(s.other)),
}  # fmt: skip


def _departure(step: Step, file: ContractFile) -> tuple[int, str]:
    """A departure on record: its entry and its rule."""
    there = [(r.position, d) for r in file.entries for d in r.departures]
    found = [(position, d.rule) for position, d in there if d.level == "authorise" or step.other % 4 == 0]
    return found[step.which % len(found)] if found else (1, "variation.support-officer-consulted")


def _left(step: Step, file: ContractFile) -> tuple[int, str]:
    """A binding that took the contract off its procedure, else any departure on record."""
    found = [bound.position for bound in file.records.procedures if bound.by_another]
    return (found[step.which % len(found)], TAKEN_OFF) if found and step.other % 4 else _departure(step, file)


def _agreed(step: Step, file: ContractFile) -> int:
    """What was agreed to or authorised about a dispute, else any entry."""
    found = [given.position for given in file.disputes.escalations]
    return found[step.which % len(found)] if found else _position(step, file)


def _waiting(step: Step, file: ContractFile) -> int:
    found = [r.position for r in file.known if getattr(r.entry, "waiting", None)]
    return found[step.which % len(found)] if found else _position(step, file)


def steps(*, more: Sequence[str] = (), longest: int = 25) -> st.SearchStrategy[list[Step]]:
    """Return histories of up to so many steps; `more` are words of the caller's own, for what it does in between."""
    numbers = st.integers(0, 400)
    # A third of what happens, or few would meet one another.
    often = ["corrected", "struck", "confirmed", "served", "varied", "authorised", "ratified"] * 2
    step = st.builds(
        Step, what=st.sampled_from([*_WHAT, *often, *more]), day=st.integers(0, 600), which=st.integers(0, 60),
        other=numbers, account=st.integers(0, len(ACCOUNTS) - 1),
    )  # fmt: skip
    # Not from none: Hypothesis likes short lists, and little goes wrong in five steps.
    return st.lists(step, min_size=longest // 2, max_size=longest)


def much_amended(*, base: int = 6, longest: int = 14) -> st.SearchStrategy[list[Step]]:
    """Return histories of few facts and many amendments of them: corrected again, struck out, reinstated, waiting."""
    facts = st.sampled_from(["note", "issue", "told", "served", "default", "lead", "varied", "arranged", "proposed"])
    amending = st.sampled_from(["corrected", "corrected", "struck", "confirmed", "reclassified"])

    def of(what: st.SearchStrategy[str], which: int, other: int) -> st.SearchStrategy[Step]:
        return st.builds(
            Step, what=what, day=st.integers(0, 300), which=st.integers(0, which), other=st.integers(0, other),
            account=st.integers(0, 3),
        )  # fmt: skip

    facts_first = st.lists(of(facts, 60, 400), min_size=2, max_size=base)
    then = st.lists(of(amending, 5, 90), min_size=longest // 2, max_size=longest)
    return st.builds(lambda first, amended: [*first, *amended], facts_first, then)


def play(history: Iterable[Step]) -> Iterator[ContractFile]:
    """Yield a contract's file as it is after each thing that could be recorded, without a database."""
    stage = Stage(UUID(int=1), ContractFile())
    at, opening = RECORDED, Act("C-1", registered("C-1"))
    judge_together([opening], {"C-1": stage}, CLERK, acknowledge_all=True, at=at)
    yield stage.file
    for step in history:
        at += timedelta(minutes=1)
        now = Stage(stage.file_id, stage.file)
        try:
            act = Act("C-1", entry_of(step, stage.file), tuple(_relied_on(step, stage.file)))
            judge_together([act], {"C-1": now}, ACCOUNTS[step.account], acknowledge_all=True, at=at)
        except (Refused, Invalid):
            continue
        stage = now
        yield stage.file


@dataclass(slots=True)
class Told:
    """A history as it is recorded in a ledger with a simulated clock."""

    book: Book
    at: datetime = RECORDED

    def open(self, reference: str) -> None:
        """Open the file of a contract."""
        self.at += timedelta(minutes=1)
        self.book.record(reference, registered(reference), CLERK, recorded_at=self.at, acknowledge_all=True)

    def record(self, reference: str, step: Step) -> Recorded | None:
        """Record what happens by a step, None where it would contradict the file."""
        self.at += timedelta(minutes=1)
        file = self.book.file(reference)
        account: Account = ACCOUNTS[step.account]
        try:
            act = Act(reference, entry_of(step, file), tuple(_relied_on(step, file)))
            return self.book.record_together([act], account, recorded_at=self.at, acknowledge_all=True)[0]
        except (Refused, Invalid):
            return None


def _relied_on(step: Step, file: ContractFile) -> Iterator[Acknowledgement]:
    """Now and then an act relies on an authorisation that is on file."""
    if step.what in ("varied", "served") and step.other % 3 == 0:
        for given in list(file.records.authorisations.values())[-1:]:
            yield Acknowledgement(rule=given.rule, authorisation=given.id, reason=Said("As allowed"))
