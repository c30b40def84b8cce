"""Notices: each notice given under the contract by either party, whether it was good, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias, assert_never

from pydantic import Field

from ledger.calendar import CalendarError, Hour, Period, period_end
from ledger.entry import (
    Actor,
    Audience,
    Entry,
    Exhibit,
    Frozen,
    IssueId,
    Limit,
    Name,
    NoticeId,
    Position,
    ProposalId,
    Recorded,
)
from ledger.registers import Register
from ledger.remedy_time import contract_time, working_day
from ledger.rules import AnyRule, Rule
from ledger.service_clauses import ServiceMethod
from ledger.validity import NoticeWorking, notice_length, office_differs, reckoned, same_clause
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

NoticeKind = Literal[
    "default", "improvement", "termination", "breach", "suspension", "dispute", "general", "court-document"
]
FORMAL: tuple[NoticeKind, ...] = ("default", "improvement")
"""The notices of the authority's default clause (HCC-9.1)."""


class Addressee(Frozen):
    """Whom a notice was addressed to."""

    person: Name | None = None
    """The person."""
    office: Name | None = None
    """The office or post it was marked for."""

    def __str__(self) -> str:
        office = self.office.replace("-", " ") if self.office else None
        return f"{self.person} ({office})" if self.person and office else self.person or office or "nobody named"


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
    issues: Annotated[tuple[IssueId, ...], Limit(longest=50)] = ()
    """The issues relied on."""
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
    ends_on: date | None = None
    """The day the contract, or the part of it, was to end."""
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
    audience: Audience = "shared"
    worked: NoticeWorking | None = Field(default=None, json_schema_extra={"readOnly": True})
    """Whether it was validly served, when it counts, and the time to remedy, each with its working."""

    gives = "NOT"
    noun = "notice"
    line = (
        "{id}: {notice_kind} notice by the {served_by_party}[ under clause {clause}][ about {issues}]"
        "[, served by {method}][; to be remedied by {remedy_by}][; to be remedied within {remedy_period}]"
        "[; the contract to end on {ends_on}]"
    )

    @property
    def signer(self) -> Actor | None:
        """Whoever signed it; where that is not said, whoever served it."""
        return self.signed_by or self.by

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
    audience: Audience = "shared"
    worked: NoticeWorking | None = Field(default=None, json_schema_extra={"readOnly": True})
    """The notice's dates as reckoned with this evidence; the earlier reckoning stays on the notice."""

    line = "Receipt of {notice} confirmed[: received on {received_on}][, {means}]"

    @property
    def shows_receipt(self) -> bool:
        """False where only the sending of a paper copy is shown."""
        return self.received_on is not None or self.paper_copy_on is None

    def work(self, file: ContractFile) -> Self:
        notice = file.notices.by_id.get(self.notice)
        if notice is None or notice.served is None:
            return self
        return self.model_copy(update={"worked": reckoned(file, notice.with_evidence(notice.served, self))})


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
    audience: Audience = "shared"

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


class NoticeWithdrawn(Entry):
    """A notice was withdrawn by the party that had given it."""

    kind: Literal["notice-withdrawn/1"] = "notice-withdrawn/1"
    notice: NoticeId
    """The notice."""
    reason: Text | None = None
    """Why."""
    audience: Audience = "shared"

    line = "{notice} withdrawn[: {reason}]"


NoticesEntry: TypeAlias = (
    NoticeServed | NoticeReceiptConfirmed | RemedyPeriodExtended | RemedyAssessed | NoticeWithdrawn
)


class Notice(Frozen):
    """One notice and what became of it, each step by the position of the entry that records it."""

    id: str
    position: int = 0
    served: NoticeServed | None = None
    """The notice as it was recorded."""
    worked: NoticeWorking | None = None
    """Its dates as reckoned last."""
    absolute: tuple[str, ...] = ()
    """The rules nothing lifts that were not kept in giving it: such a notice is only purported."""
    receipts: tuple[tuple[date, time | None, int], ...] = ()
    """(day, hour, position) of each proof of receipt."""
    paper_copy: tuple[date, ServiceMethod | None] | None = None
    extended: tuple[tuple[date, date, int], ...] = ()
    """(agreed on, new end, position) of each extension of the time to remedy."""
    assessed: tuple[tuple[date, str, int], ...] = ()
    """(day, result, position) of each assessment."""
    withdrawn: tuple[date, int] | None = None
    """(day, position) of its withdrawal."""

    @property
    def is_purported(self) -> bool:
        """True where it was given against a rule nothing lifts: on record, without the effect of a notice."""
        return bool(self.absolute)

    @property
    def valid(self) -> bool | None:
        """Whether it was validly served; None where that cannot be told from the file."""
        return self.worked.valid if self.worked else None

    @property
    def counts_on(self) -> date | None:
        """The day it counts as given; None where it does not, or not yet."""
        return self.worked.counts_on if self.worked else None

    @property
    def counts_at(self) -> time | None:
        """The hour on that day, where it is known."""
        return self.worked.counts_at if self.worked else None

    def remedy_ends(self, day: date | None = None) -> date | None:
        """Return when the time to remedy ends, with what was agreed up to that day; None where none runs."""
        if self.worked is None or self.worked.remedy is None:
            return None
        return max([self.worked.remedy.ends_on, *(end for on, end, _ in self.extended if day is None or on <= day)])

    def result(self, day: date | None = None) -> str | None:
        """Return what the last assessment up to that day found; None where there was none."""
        results = [result for on, result, _ in self.assessed if day is None or on <= day]
        return results[-1] if results else None

    def stands(self, day: date) -> bool:
        """Return whether it had effect on that day: it counted by then, is not bad or purported, was not withdrawn."""
        counted = self.counts_on is not None and self.counts_on <= day and self.valid is not False
        return counted and not self.is_purported and not (self.withdrawn and self.withdrawn[0] <= day)

    def with_evidence(self, served: NoticeServed, new: NoticeReceiptConfirmed) -> NoticeServed:
        """Return the notice as served had all proof of receipt been known then: the earliest receipt counts."""
        receipts = [(day, at) for day, at, _ in self.receipts]
        if new.shows_receipt:
            receipts.append((new.received_on or new.happened_on, new.received_at))
        # A receipt without an hour is not shown to be earlier than one with an hour on the same day.
        day, at = min(receipts, key=lambda receipt: (receipt[0], receipt[1] or time.max), default=(None, None))
        copy = (new.paper_copy_on, new.paper_copy_method) if new.paper_copy_on else self.paper_copy or (None, None)
        return served.model_copy(
            update={"received_on": day, "received_at": at, "paper_copy_on": copy[0], "paper_copy_method": copy[1]}
        )


@dataclass(slots=True)
class Notices(Register):
    """The notices of one contract, by id, of both parties."""

    by_id: dict[str, Notice] = field(default_factory=dict)

    def apply(self, recorded: Recorded) -> None:
        entry: NoticesEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        position, day = recorded.position, recorded.entry.happened_on
        match entry:
            case NoticeServed():
                given_id = recorded.given_id or ""
                absolute = tuple(d.rule for d in recorded.departures if d.level == "absolute")
                earlier = self.by_id.get(given_id)
                self._change(
                    given_id, position=position, served=entry, absolute=absolute,
                    worked=earlier.worked if earlier and earlier.worked else entry.worked,
                )  # fmt: skip
                if entry.received_on:
                    self._add(given_id, "receipts", (entry.received_on, entry.received_at, position))
                if entry.paper_copy_on:
                    self._change(given_id, paper_copy=(entry.paper_copy_on, entry.paper_copy_method))
            case NoticeReceiptConfirmed():
                if entry.shows_receipt:
                    self._add(entry.notice, "receipts", (entry.received_on or day, entry.received_at, position))
                if entry.paper_copy_on:
                    self._change(entry.notice, paper_copy=(entry.paper_copy_on, entry.paper_copy_method))
                if entry.worked and not self._counted_before(entry.notice, entry.worked):
                    self._change(entry.notice, worked=entry.worked)
            case RemedyPeriodExtended():
                self._add(entry.notice, "extended", (day, entry.to_date, position))
            case RemedyAssessed():
                self._add(entry.notice, "assessed", (day, entry.result, position))
            case NoticeWithdrawn():
                self._change(entry.notice, withdrawn=(day, position))
            case _:
                assert_never(entry)

    def _change(self, named: str, **parts: object) -> None:
        # In the world's order a step may come before the notice it is about: the record stands either way.
        self.by_id[named] = self.by_id.get(named, Notice(id=named)).model_copy(update=parts)

    def _add(self, named: str, name: str, part: object) -> None:
        notice = self.by_id.get(named, Notice(id=named))
        self.by_id[named] = notice.model_copy(update={name: (*getattr(notice, name), part)})

    def _counted_before(self, named: str, new: NoticeWorking) -> bool:
        """Whether other evidence shows already that it counted earlier: proof of receipt may come in any order."""
        held = self.by_id[named].worked if named in self.by_id else None
        if held is None or held.counts_on is None or new.counts_on is None:
            return False
        return held.valid == new.valid and held.counts_on < new.counts_on

    def served(self, *kinds: NoticeKind, party: str | None = None) -> Iterator[tuple[Notice, NoticeServed]]:
        """Yield each notice of these kinds (none: of any kind) and party with its entry, in the world's order."""
        for notice in self.by_id.values():
            entry = notice.served
            if entry and (not kinds or entry.notice_kind in kinds) and party in (None, entry.served_by_party):
                yield notice, entry

    def running(self, day: date) -> list[Notice]:
        """Return the notices whose time to remedy was running on that day and which were not found remedied by then."""
        return [
            notice
            for notice in self.by_id.values()
            if notice.stands(day) and (notice.remedy_ends(day) or date.min) >= day and notice.result(day) != "remedied"
        ]

    def expired_unremedied(self, day: date) -> list[Notice]:
        """Return the notices whose time to remedy was over on that day and which were not found remedied by then."""
        return [
            notice
            for notice in self.by_id.values()
            if notice.stands(day) and (notice.remedy_ends(day) or date.max) < day and notice.result(day) != "remedied"
        ]

    def ending(self, day: date) -> list[Notice]:
        """Return the termination notices that had effect on that day. A purported or bad one is never among them."""
        return [notice for notice, _ in self.served("termination") if notice.stands(day)]


# --- rules -------------------------------------------------------------------------------------------------------


def _is_formal(notice: NoticeServed) -> bool:
    """Whether it is a notice the authority gives under its default clause (HCC-9.1)."""
    return notice.notice_kind in FORMAL and notice.served_by_party == "authority"


def _is_early_ending(file: ContractFile, notice: NoticeServed) -> bool:
    """Whether it is a notice by which the authority would end the contract, or a part of it, before its end date."""
    if notice.notice_kind != "termination" or notice.served_by_party != "authority":
        return False
    end = file.end_date(notice.happened_on)
    return end is None or notice.ends_on is None or notice.ends_on < end


def _officer_not_consulted(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_formal(notice):
        return None
    day, issues = notice.happened_on, set(notice.issues)
    for held in file.records.consulted("contract-support-officer", "notice", day):
        # A consultation that led to an earlier notice does not serve for a further one about the same matter.
        since = [n for _, n in file.notices.served(*FORMAL, party="authority") if held.on <= n.happened_on < day]
        spent = {issue for n in since for issue in n.issues}
        about = {named for named in held.about if named.startswith("ISS-")}
        if (issues & about) - spent or (not since and (not about or not issues)):
            return None
    return f"no consultation of the contract support officer about this notice is on file for {_on(day)} or before"


def _too_short(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_formal(notice):
        return None
    if notice.remedy_by is not None and notice.remedy_by <= notice.happened_on:
        return (
            f"the date to remedy, {_on(notice.remedy_by)}, is not after {_on(notice.happened_on)}, when it was served"
        )
    start = notice.counts_on or notice.happened_on  # it counts no earlier than it was sent
    try:
        allowed = contract_time(file, notice, start)
        period = period_end(notice.remedy_period, start, working_day(file, start)).end if notice.remedy_period else None
    except CalendarError:
        return None  # the working says why it cannot be counted
    ends = max((end for end in (notice.remedy_by, period) if end), default=None)
    if ends is None:
        return None
    if allowed is not None:
        clause, contract = allowed
        if ends >= contract.end:
            return None
        return f"it is to be remedied by {_on(ends)}; clause {clause} allows {contract.period}, to {_on(contract.end)}"
    days, least = (ends - start).days, procedure.setting("notice.time-to-remedy")
    if days >= least:
        return None
    return f"it allows {days} days, to {_on(ends)}; no clause on file gives a time, and the procedure has {least} days"


def _not_authorised(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    """By what is on file: lead officer, representative, an office the contract entitles; Legal Services always."""
    if notice.served_by_party != "authority" or notice.notice_kind == "court-document":
        return None
    signer, day = notice.signer, notice.happened_on
    if signer is None:
        return "it is not on record who gave it"
    by_clause = file.terms.notice_clause(notice.notice_kind, "authority", day).signed_by
    entitled = by_clause or ("lead-officer", "representative")
    if any(file.people.holds(office, signer.person, day) for office in entitled) or signer.office == "legal-services":
        return None
    differs = office_differs(file, signer.person, signer.office, day)
    if differs:
        return f"it was given by {signer}, but {differs}"
    titles = " or ".join(procedure.office_title(office) for office in entitled)
    if signer.office in entitled:
        kept = procedure.office(signer.office)
        if kept is not None and kept.appointed_on != "file":
            return None
        return f"it was given by {signer}, of whose appointment to that office nothing is on file for {_on(day)}"
    return f"it was given by {signer}; entitled was {titles}"


def _not_by_legal_services(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_early_ending(file, notice):
        return None
    if notice.by is not None and notice.by.office == "legal-services":
        return None
    return f"it was carried out by {notice.by or 'nobody named'}"


def _provider_not_told(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    day = notice.happened_on
    if not _is_early_ending(file, notice) or file.termination.informed("terminate", day, notice.proposal):
        return None
    return f"the provider had not been told, by {_on(day)}, of the intention to end the contract"


def _unmet(condition: str) -> Callable[[ContractFile, NoticeServed, Procedure], str | None]:
    def found(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
        row = next((c for c in procedure.conditions if c.id == condition), None)
        if not _is_early_ending(file, notice) or (row is not None and not row.applies):
            return None
        return file.unmet_before_ending(notice.happened_on, notice.proposal).get(condition)

    return found


def _short_notice(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    length = notice_length(file, notice, notice.counts_on or notice.happened_on)
    if length is None or notice.ends_on is None or notice.ends_on >= length.end:
        return None
    return f"it ends the contract on {_on(notice.ends_on)}; {length.period} of notice run to {_on(length.end)}"


def _clause_not_on_file(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if notice.notice_kind != "termination":
        return None
    if notice.clause is None:
        return "it cites no clause"
    rights = file.terms.termination_clauses(notice.happened_on)
    if any(same_clause(right.says.clause, notice.clause) for right in rights):
        return None
    there = ", ".join(right.says.clause for right in rights)
    return f"it cites clause {notice.clause}; the rights to end the contract on file are under: {there or 'none'}"


def _remedied_not_concluded(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if not _is_formal(notice):
        return None
    concluded = {named for done in file.default_process.concluded for named in done.notices}
    for earlier, entry in file.notices.served(*FORMAL, party="authority"):
        if earlier.withdrawn or earlier.id in concluded or earlier.result(notice.happened_on) != "remedied":
            continue
        if set(entry.issues) & set(notice.issues):
            return f"{earlier.id} about the same issue was found remedied and the process was not concluded"
    return None


def _received_before_sent(
    file: ContractFile, entry: NoticeServed | NoticeReceiptConfirmed, procedure: Procedure
) -> str | None:
    if isinstance(entry, NoticeServed):
        served, day = entry, entry.received_on
    else:
        notice = file.notices.by_id.get(entry.notice)
        if notice is None or notice.served is None or not entry.shows_receipt:
            return None
        served, day = notice.served, entry.received_on or entry.happened_on
    sent, sent_at, at = served.happened_on, served.happened_at, entry.received_at
    if day is None or day > sent or (day == sent and (at is None or sent_at is None or at >= sent_at)):
        return None
    return f"it was sent on {_moment(sent, sent_at)} and is said to have been received on {_moment(day, at)}"


def _signed_for_the_other(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    signer = notice.signer
    if signer is None or signer.party in ("third-party", notice.served_by_party):
        return None
    return (
        f"it is entered as the {notice.served_by_party}'s notice and {signer} acted for the {signer.party}; "
        f"served_by_party should be {signer.party}, or the person's party {notice.served_by_party}"
    )


Later: TypeAlias = NoticeReceiptConfirmed | RemedyPeriodExtended | RemedyAssessed | NoticeWithdrawn


def _before_service(file: ContractFile, entry: Later, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    if notice is None or notice.served is None or entry.happened_on >= notice.served.happened_on:
        return None
    return f"{entry.notice} was served on {_on(notice.served.happened_on)}, after {_on(entry.happened_on)}"


def _withdrawn_before(
    file: ContractFile, entry: RemedyAssessed | RemedyPeriodExtended, procedure: Procedure
) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    if notice is None or notice.withdrawn is None or notice.withdrawn[0] >= entry.happened_on:
        return None
    return f"{entry.notice} was withdrawn on {_on(notice.withdrawn[0])} (entry {notice.withdrawn[1]})"


def _withdrawn_twice(file: ContractFile, entry: NoticeWithdrawn, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    if notice is None or notice.withdrawn is None:
        return None
    return f"{entry.notice} was withdrawn on {_on(notice.withdrawn[0])} already (entry {notice.withdrawn[1]})"


def _assessed_early(file: ContractFile, entry: RemedyAssessed, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    ends = notice.remedy_ends(entry.happened_on) if notice else None
    if entry.result == "remedied" or ends is None or entry.happened_on > ends:
        return None
    return f"it was assessed on {_on(entry.happened_on)}; the time to remedy {entry.notice} ran to {_on(ends)}"


def _not_shared(file: ContractFile, entry: RemedyAssessed, procedure: Procedure) -> str | None:
    return None if entry.shared_with_provider_on else "it is not on record that the provider was told the result"


def _not_extended(file: ContractFile, entry: RemedyPeriodExtended, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    ends = notice.remedy_ends(entry.happened_on) if notice else None
    if ends is None or entry.to_date > ends:
        return None
    return f"the time to remedy {entry.notice} ran to {_on(ends)} already"


def _lacks(*fields: str, found: str) -> Callable[[ContractFile, NoticeServed, Procedure], str | None]:
    def lacking(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
        return found if _is_formal(notice) and not any(getattr(notice, name) for name in fields) else None

    return lacking


def _on(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _moment(day: date, at: time | None) -> str:
    return _on(day) + (f" at {at:%H:%M}" if at is not None else "")


CONTENT: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("clause", ("clause",), "The notice cites the clause it is given under.", "no clause is cited"),
    ("standards", ("standards_breached",), "The notice names the standard that was not met.", "no standard is named"),
    ("issues", ("issues",), "The notice names the issues it relies on.", "no issue is named"),
    ("remedy", ("remedy_required",), "The notice says what is to be put right.", "it does not say what"),
    ("date", ("remedy_by", "remedy_period"), "The notice says by when it is to be put right.", "it gives no time"),
    ("server", ("by", "signed_by"), "It is on record who served the notice.", "nobody is named"),
    ("method", ("method",), "It is on record how the notice was served.", "it does not say how it was served"),
)
"""What a default or improvement notice and its service show (HCC-9.1-b): name, fields, sentence, what was found."""

RULES: tuple[AnyRule, ...] = (
    *(
        Rule(
            id=f"notice.states-{name}", citation="HCC-9.1-b", level="advise", of=NoticeServed, field=fields[0],
            sentence=sentence, found=_lacks(*fields, found=found),
        )
        for name, fields, sentence, found in CONTENT
    ),
    Rule(
        id="notice.of-the-signers-party", citation="HCC-5.1-a", level="contradiction", of=NoticeServed,
        field="served_by_party", found=_signed_for_the_other,
        sentence="A notice is that of the party for which it was signed.",
    ),
    Rule(
        id="notice.received-after-sent", citation="HCC-9.1-b", level="contradiction",
        of=(NoticeServed, NoticeReceiptConfirmed), field="received_on",
        sentence="A notice is received no earlier than it is sent.", found=_received_before_sent,
    ),
    Rule(
        id="notice.served-first", citation="HCC-9.1-b", level="contradiction",
        of=(NoticeReceiptConfirmed, RemedyPeriodExtended, RemedyAssessed, NoticeWithdrawn), field="happened_on",
        sentence="What follows on a notice does not come before it was served.", found=_before_service,
    ),
    Rule(
        id="notice.not-withdrawn", citation="HCC-9.1-c", level="contradiction",
        of=(RemedyAssessed, RemedyPeriodExtended), field="notice", found=_withdrawn_before,
        sentence="A notice that was withdrawn is neither assessed nor extended.",
    ),
    Rule(
        id="notice.withdrawn-once", citation="HCC-9.1-c", level="contradiction", of=NoticeWithdrawn, field="notice",
        sentence="A notice is withdrawn once.", found=_withdrawn_twice,
    ),
    Rule(
        id="notice.support-officer-consulted", citation="HCC-9.1-a", level="explain", of=NoticeServed,
        sentence="The contract support officer is consulted before a default or improvement notice is served.",
        found=_officer_not_consulted,
    ),
    Rule(
        id="notice.reasonable-time", citation="HCC-9.4-d", level="explain", of=NoticeServed, field="remedy_by",
        sentence="The provider is given reasonable time to put failings right, and no less than the contract allows.",
        found=_too_short,
    ),
    Rule(
        id="notice.by-a-person-authorised", citation="HCC-5.1-a", level="explain", of=NoticeServed, field="by",
        sentence="A notice to the provider is given by a person authorised to act for the authority that day.",
        found=_not_authorised,
    ),
    Rule(
        id="notice.earlier-one-concluded", citation="HCC-9.1-c", level="advise", of=NoticeServed, field="issues",
        sentence="The process on a notice that was remedied is concluded before another on the same issue is served.",
        found=_remedied_not_concluded,
    ),
    Rule(
        id="notice.termination-by-legal-services", citation="HCC-9.4-f", level="absolute", of=NoticeServed, field="by",
        sentence="An early termination is carried out by Legal Services.", found=_not_by_legal_services,
    ),
    Rule(
        id="notice.termination-discussed", citation="HCC-9.2-a", level="absolute", of=NoticeServed,
        sentence="Early termination is discussed with the contract support officer first (TC-15).",
        found=_unmet("TC-15"),
    ),
    Rule(
        id="notice.termination-impact-assessed", citation="HCC-9.3-a", level="absolute", of=NoticeServed,
        sentence="The consequences of early termination are fully considered first (TC-16).", found=_unmet("TC-16"),
    ),
    Rule(
        id="notice.termination-case-recorded", citation="HCC-9.4-a", level="absolute", of=NoticeServed,
        sentence="The case for early termination is recorded first (TC-18).", found=_unmet("TC-18"),
    ),
    Rule(
        id="notice.termination-legal-services-consulted", citation="HCC-9.4-e", level="absolute", of=NoticeServed,
        sentence="The County Manager (Contracts) consults Legal Services first (TC-19).", found=_unmet("TC-19"),
    ),
    Rule(
        id="notice.provider-informed", citation="HCC-9.5-b", level="explain", of=NoticeServed,
        sentence="The provider is kept informed of any intention to end the contract.", found=_provider_not_told,
    ),
    Rule(
        id="notice.termination-cites-its-clause", citation="HCC-A11-a", level="advise", of=NoticeServed, field="clause",
        sentence="A notice of termination cites the clause of the contract that gives the right.",
        found=_clause_not_on_file,
    ),
    Rule(
        id="notice.termination-long-enough", citation="HCC-A11-a", level="explain", of=NoticeServed, field="ends_on",
        sentence="A notice of termination gives as long as the clause asks for.", found=_short_notice,
    ),
    Rule(
        id="remedy.assessed-when-time-is-over", citation="HCC-9.4-d", level="explain", of=RemedyAssessed,
        field="happened_on", found=_assessed_early,
        sentence="A failing is found not remedied only when the time to remedy it is over.",
    ),
    Rule(
        id="remedy.result-shared", citation="HCC-9.1-c", level="advise", of=RemedyAssessed,
        field="shared_with_provider_on", found=_not_shared,
        sentence="The provider is told whether a failing was found remedied.",
    ),
    Rule(
        id="remedy.extended-to-later", citation="HCC-9.4-d", level="explain", of=RemedyPeriodExtended, field="to_date",
        sentence="An extension gives more time than there was.", found=_not_extended,
    ),
)  # fmt: skip
