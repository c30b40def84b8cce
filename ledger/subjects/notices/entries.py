"""What is recorded of a notice and of what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias

from pydantic import Field

from ledger.contract_terms import NoticeKind as ContractualNotice
from ledger.dates.calendar import Hour, Period
from ledger.entry import Actor, Entry, Frozen, SharedAudience
from ledger.fields import DisputeId, Issues, Limit, MeetingId, Name, NoticeId, Position, ProposalId
from ledger.serving.service_clauses import ServiceMethod
from ledger.serving.validity import NoticeWorking, reckoned
from ledger.words import Exhibit, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


NoticeKind = Literal[ContractualNotice, "court-document"]
FORMAL: tuple[NoticeKind, ...] = ("default", "improvement")
"""The notices of the authority's default clause (HCC-9.1-a)."""


class Addressee(Frozen):
    """Whom a notice was addressed to."""

    person: Name | None = None
    """The person."""
    office: Name | None = None
    """The office or post it was marked for."""

    def __str__(self) -> str:
        office = self.office.replace("-", " ") if self.office else None
        return f"{self.person} ({office})" if self.person and office else self.person or office or "nobody named"


class ConditionAsShown(Frozen):
    """How one condition before an early termination stood, as readiness showed it."""

    condition: Annotated[str, Field(pattern=r"^TC-\d\d$")]
    """The condition: TC-18."""
    state: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    """Its state then: met, late, not-met ..."""

    def __str__(self) -> str:
        return f"{self.condition} {self.state.replace('-', ' ')}"


class NoticeServed(Entry):
    """A notice under the contract was given by one party to the other."""

    kind: Literal["notice-served/1"] = "notice-served/1"
    notice_kind: NoticeKind
    """What sort of notice it was."""
    served_by_party: Literal["authority", "provider"] = "authority"
    """Whose notice it was."""
    clause: Name | None = None
    """The clause it was given under."""
    standards_breached: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """Standards or requirements not met, by their ids in the specification."""
    issues: Issues = ()
    """The issues relied on."""
    meeting: MeetingId | None = None
    """The meeting after which it was thought of, where there was one."""
    states: Annotated[tuple[Name, ...], Limit(longest=30)] = ()
    """What else the contract's clause asks a notice to state and this one stated, in the clause's words."""
    default_kind: Name | None = None
    """The kind of default, in the contract's own word: remediable, material, persistent."""
    cumulative_count: Annotated[int, Limit(least=1)] | None = None
    """Which notice of its kind this was, where the contract counts them."""
    remedy_required: Text | None = None
    """What was to be put right."""
    remedy_by: date | None = None
    """The date to remedy, where the notice named a day."""
    remedy_period: Period | None = None
    """The time to remedy, where the notice gave a length of time."""
    proposal: ProposalId | None = None
    """The proposal to terminate that a termination notice carried out."""
    extent: Literal["full", "partial"] | None = None
    """Whether a termination notice ended the whole contract or a part of it."""
    part: Name | None = None
    """The part it ended, where not the whole contract."""
    ends_on: date | None = None
    """The day the contract, or the part of it, was to end."""
    conditions: Annotated[tuple[ConditionAsShown, ...], Limit(longest=50)] = ()
    """How the conditions before an early termination stood when it was given, as whoever gave it was shown them."""
    dispute: DisputeId | None = None
    """The dispute that a notice of dispute put to the other party."""
    concern: Text | None = None
    """What a notice of dispute said is of concern."""
    meeting_requested_by: date | None = None
    """The day by which a notice of dispute asked to meet."""
    court_document: Literal["claim-form", "other"] | None = None
    """Which rule of court it came under, for a document of court proceedings only."""
    method: ServiceMethod | None = None
    """How it was served. The day and the hour of sending or handing over are those it happened on and at."""
    address: Name | None = None
    """The address used: postal or e-mail."""
    recipients: Annotated[tuple[Addressee, ...], Limit(longest=20)] = ()
    """Whom it was addressed to."""
    signed_by: Actor | None = None
    """Who signed it, where that was another than whoever served it."""
    authority_reference: Name | None = None
    """The delegation or decision under which it was given."""
    receipt_requested: bool = False
    """Whether confirmation of receipt was asked for."""
    received_on: date | None = None
    """The day it was received, where that can be proved already."""
    received_at: Hour | None = None
    """The hour it was received, where that can be proved already."""
    receipt_evidence: Text | None = None
    """What proves the receipt."""
    paper_copy_on: date | None = None
    """The day a paper copy followed, where one did."""
    paper_copy_method: ServiceMethod | None = None
    """How the paper copy went."""
    document: Exhibit | None = None
    """The notice itself."""
    reservation_of_rights: Text | None = None
    """The words by which it reserved other rights."""
    audience: SharedAudience = "shared"
    worked: NoticeWorking | None = Field(default=None, json_schema_extra={"readOnly": True})
    """Whether it was validly served, when it counts, and the time to remedy, each with its working."""

    may_precede = ("dispute",)
    gives = "NOT"
    noun = "notice"
    line = (
        "{id}: {notice_kind} notice by the {served_by_party}[ under clause {clause}][ about {issues}]"
        "[, after {meeting}][, served by {method}][; to be remedied by {remedy_by}]"
        "[; to be remedied within {remedy_period}]"
        "[; the contract to end on {ends_on}][ {in_part}][; a meeting asked for by {meeting_requested_by}]"
    )

    @property
    def in_part(self) -> str | None:
        """In words, that it ends a part of the contract, and which; None where it ends the whole, or nothing."""
        if self.extent != "partial":
            return None
        return f"in part: {self.part}" if self.part else "in part"

    @property
    def signer(self) -> Actor | None:
        """Whoever signed it; where that is not said, whoever served it."""
        return self.signed_by or self.by

    @property
    def actors(self) -> tuple[Actor, ...]:
        return tuple(actor for actor in (self.by, self.signed_by) if actor)

    @property
    def counts_on(self) -> date | None:
        """The day it counts as given by what was known when it was recorded; None where it does not, or not yet."""
        return self.worked.counts_on if self.worked else None

    def work(self, file: ContractFile) -> Self:
        return self.model_copy(update={"worked": reckoned(file, self)})


class NoticeReceiptConfirmed(Entry):
    """It was confirmed, or later shown, that a notice had been received."""

    kind: Literal["notice-receipt-confirmed/1"] = "notice-receipt-confirmed/1"
    notice: NoticeId
    """The notice."""
    received_on: date | None = None
    """The day it was received; left out, the day of the confirmation."""
    received_at: Hour | None = None
    """The hour it was received."""
    means: Name | None = None
    """What confirms it: reply, signature, carrier's record, read receipt."""
    paper_copy_on: date | None = None
    """The day a paper copy of it went, where that is what is shown."""
    paper_copy_method: ServiceMethod | None = None
    """How the paper copy went."""
    audience: SharedAudience = "shared"
    worked: NoticeWorking | None = Field(default=None, json_schema_extra={"readOnly": True})
    """The notice's dates as reckoned with this evidence; the earlier reckoning stays on the notice."""

    line = "Receipt of {notice} confirmed[: received on {received_on}][, {means}]"

    @property
    def effective_on(self) -> date:
        """The day of what is shown: a notice received on Tuesday counted on Tuesday, though shown on Wednesday."""
        return max((day for day in (self.received_on, self.paper_copy_on) if day), default=self.happened_on)

    @property
    def shows_receipt(self) -> bool:
        """False where only the sending of a paper copy is shown."""
        return self.received_on is not None or self.paper_copy_on is None

    def work(self, file: ContractFile) -> Self:
        notice = file.notices.by_id.get(self.notice)
        if notice is None or notice.served is None:
            return self
        return self.model_copy(update={"worked": reckoned(file, notice.with_evidence(notice.served, self))})


class DatesRevised(Entry):
    """The dates of a notice, as once worked out, came out otherwise by what has been put on file since."""

    kind: Literal["dates-revised/1"] = "dates-revised/1"
    notice: NoticeId
    """The notice."""
    cause: Literal["correction", "late-entry", "holiday-table", "other"]
    """What changed: an entry was corrected or struck out, one was entered late, or there is a new table of holidays."""
    because_of: Position | None = None
    """The entry that changed it."""
    since: date | None = None
    """The day from which it holds, as a rule that of the notice; left out, the day it was revised."""
    words: Text | None = None
    """Anything to be said about it."""
    worked: NoticeWorking | None = Field(default=None, json_schema_extra={"readOnly": True})
    """The notice's dates as they come out now; the earlier reckoning stays on the notice."""

    line = "Dates of {notice} revised[ because of entry {because_of}] ({cause})[: {words}]"

    @property
    def effective_on(self) -> date:
        return self.since or self.happened_on

    def work(self, file: ContractFile) -> Self:
        notice = file.notices.by_id.get(self.notice)
        if notice is None or notice.served is None:
            return self
        then = file.in_effect_on(notice.served.happened_on)
        return self.model_copy(update={"worked": reckoned(then, notice.with_evidence(notice.served))})


class RemedyPeriodExtended(Entry):
    """The time to put right what a notice complained of was extended."""

    kind: Literal["remedy-period-extended/1"] = "remedy-period-extended/1"
    notice: NoticeId
    """The notice."""
    from_date: date | None = None
    """The day the time had been to end."""
    to_date: date
    """The day it ends now."""
    reason: Text | None = None
    """Why."""
    agreed_by: Name | None = None
    """Who agreed to it for the other party."""
    audience: SharedAudience = "shared"

    line = "Time to remedy {notice} extended[ from {from_date}] to {to_date}[: {reason}]"


class RemedyAssessed(Entry):
    """It was assessed whether what a notice complained of had been put right."""

    kind: Literal["remedy-assessed/1"] = "remedy-assessed/1"
    notice: NoticeId
    """The notice."""
    result: Literal["remedied", "partly", "not-remedied"]
    """What was found."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries it rests on."""
    findings: Text | None = None
    """What was found, in words."""
    shared_with_provider_on: date | None = None
    """The day the provider was told the result."""

    line = "{notice} assessed: {result}[: {findings}]"

    @property
    def was_shared(self) -> bool:
        """Whether the provider was told the result: on a day before it was found, nobody was."""
        return self.shared_with_provider_on is not None and self.shared_with_provider_on >= self.happened_on


class NoticeWithdrawn(Entry):
    """A notice was withdrawn by the party that had given it."""

    kind: Literal["notice-withdrawn/1"] = "notice-withdrawn/1"
    notice: NoticeId
    """The notice."""
    reason: Text | None = None
    """Why."""
    audience: SharedAudience = "shared"

    line = "{notice} withdrawn[: {reason}]"


NoticesEntry: TypeAlias = (
    NoticeServed | NoticeReceiptConfirmed | DatesRevised | RemedyPeriodExtended | RemedyAssessed | NoticeWithdrawn
)
