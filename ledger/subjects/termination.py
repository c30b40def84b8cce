"""Termination: what must come before a contract is ended early, what was done, and whether the contract has ended.

A contract ends only by a `ContractTerminated` that stands or by `ContractExpired`. A termination recorded with a
departure from an absolute rule (conditions TC-15, 16, 18, 19 and 21) stands as *purported*: it happened and is on file
for ever, but it has not ended the contract. The same holds for an authorisation to terminate. The right to terminate is
the contract's own and is not decided here; these are the procedure's conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar, assert_never

from pydantic import Field

from ledger import ending
from ledger.entry import (
    Actor,
    Audience,
    Entry,
    Frozen,
    IssueId,
    Limit,
    Name,
    NoticeId,
    Position,
    ProposalId,
    Protection,
    Recorded,
    VariationId,
)
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Personal, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Ground = Literal[
    "default", "fundamental-breach", "insolvency", "change-of-need", "funding", "convenience", "agreement", "other"
]
NO_FAULT: frozenset[str] = frozenset({"change-of-need", "funding", "convenience", "agreement"})
"""Grounds that allege no failure of the provider, so that there is nothing a default process could put right."""
Extent = Literal["full", "partial"]
Party = Literal["authority", "provider", "both"]


class ProviderInformedOfIntention(Entry):
    """The provider was told that the authority intends to revise the contract or to end it."""

    kind: Literal["provider-informed-of-intention/1"] = "provider-informed-of-intention/1"
    intention: Literal["revise", "terminate"]
    """What is intended."""
    variation: VariationId | None = None
    """The variation intended."""
    proposal: ProposalId | None = None
    """The proposal to terminate."""
    recipient: Name | None = None
    """Who was told at the provider."""
    means: Literal["e-mail", "letter", "minuted-meeting", "portal", "unrecorded"] | None = None
    """How: unrecorded means a call or talk of which nothing was written."""
    words: Text | None = None
    """What was said."""
    audience: Audience = "shared"

    line = "Provider informed of the intention to {intention}[ {variation}][ ({recipient})][: {words}]"


class EarlyTerminationProposed(Entry):
    """It was proposed to end the contract before its end date."""

    kind: Literal["early-termination-proposed/1"] = "early-termination-proposed/1"
    grounds: Annotated[tuple[Ground, ...], Limit(longest=8)] = ()
    """On what grounds."""
    reasons: Text | None = None
    """Why, in words."""
    issues: Annotated[tuple[IssueId, ...], Limit(longest=100)] = ()
    """The issues relied on."""
    notices: Annotated[tuple[NoticeId, ...], Limit(longest=100)] = ()
    """The notices relied on."""

    gives = "TRM"
    noun = "proposal"
    line = "{id}: early termination proposed[ on grounds of {grounds}][: {reasons}]"


class TerminationImpactAssessed(Entry):
    """The consequences of ending the contract early were weighed, above all for the people who receive the service."""

    kind: Literal["termination-impact-assessed/1"] = "termination-impact-assessed/1"
    proposal: ProposalId | None = None
    """The proposal."""
    users_affected: Annotated[int, Limit(least=0)] | None = None
    """How many people who receive the service are affected."""
    user_impact: Personal | None = None
    """What it would mean for them."""
    vulnerability: Personal | None = None
    """How vulnerable they are."""
    alternative_arrangements: Text | None = None
    """How the service would be provided instead."""
    timescales: Text | None = None
    """How long the alternative arrangements take."""
    equality: Text | None = None
    """Effects on equality and rights."""

    line = "Impact of ending the contract assessed[ for {proposal}][: {users_affected} people affected]"


class TerminationCaseRecorded(Entry):
    """The case for ending the contract early was put on record, with the entries that prove the failure."""

    kind: Literal["termination-case-recorded/1"] = "termination-case-recorded/1"
    proposal: ProposalId | None = None
    """The proposal."""
    grounds: Text | None = None
    """The case in words."""
    clause: Name | None = None
    """The clause of the contract relied on."""
    cited: Annotated[tuple[Position, ...], Limit(longest=1000)] = ()
    """The entries that show the failure, by their numbers."""
    trail_digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """SHA-256, in hex, of the trail of evidence the case rests on, as it was then."""
    gaps_acknowledged: Annotated[tuple[Text, ...], Limit(longest=100)] = ()
    """What is missing from the trail and is known to be missing."""

    line = "Case for termination recorded[ for {proposal}][ under {clause}][, citing entries {cited}][: {grounds}]"


class LegalServicesConsulted(Entry):
    """Legal Services were consulted on ending the contract early."""

    kind: Literal["legal-services-consulted/1"] = "legal-services-consulted/1"
    proposal: ProposalId | None = None
    """The proposal."""
    consulted: Name | None = None
    """Who was consulted at Legal Services."""
    bundle: Position | None = None
    """The entry that records the bundle of evidence they were given."""
    words: Text | None = None
    """What they were asked."""
    protection: Protection = "legal-advice"

    line = "Legal Services consulted[ on {proposal}][ ({consulted})]"


class LegalAdviceReceived(Entry):
    """Legal Services advised on ending the contract early."""

    kind: Literal["legal-advice-received/1"] = "legal-advice-received/1"
    proposal: ProposalId | None = None
    """The proposal."""
    recommends: Literal["proceed", "wait", "other"] | None = None
    """What they recommend."""
    advice: Text | None = None
    """Their advice."""
    audience: Audience = "legal"
    protection: Protection = "legal-advice"

    line = "Legal advice received[ on {proposal}][: {recommends}]"


class TerminationAuthorised(Entry):
    """It was decided to end the contract early."""

    kind: Literal["termination-authorised/1"] = "termination-authorised/1"
    proposal: ProposalId | None = None
    """The proposal decided on."""
    extent: Extent = "full"
    """Whether the whole contract is to end or part of it."""
    immediate: bool = False
    """Whether it is to end at once."""
    reason: Text | None = None
    """Why."""

    line = "Termination authorised[ on {proposal}] ({extent})[: {reason}]"


class ContractTerminated(Entry):
    """The contract, or part of it, was ended before its end date."""

    kind: Literal["contract-terminated/1"] = "contract-terminated/1"
    notice: NoticeId | None = None
    """The notice of termination it rests on."""
    proposal: ProposalId | None = None
    """The proposal carried out; left out, the latest one."""
    ends_on: date | None = None
    """The day the contract ends, where that is later than the day of the act."""
    extent: Extent = "full"
    """Whether the whole contract ended or part of it."""
    by_party: Party = "authority"
    """Who ended it: the authority, the provider, or both by agreement."""
    carried_out_by: Actor | None = None
    """Who carried the termination out, in what office, where that is not whoever `by` names."""
    clause: Name | None = None
    """The clause it was ended under."""
    audience: Audience = "shared"

    line = "Contract ended early by {by_party} ({extent})[ under {clause}][, on notice {notice}][, from {ends_on}]"

    @property
    def effective_on(self) -> date:
        return self.ends_on or self.happened_on

    @property
    def executor(self) -> Actor | None:
        """Who carried it out: as named for that, else whoever did it."""
        return self.carried_out_by or self.by


class ContractExpired(Entry):
    """The contract came to its end date."""

    kind: Literal["contract-expired/1"] = "contract-expired/1"
    words: Text | None = None
    """Anything to be said about it: an extension not taken."""
    audience: Audience = "shared"

    line = "Contract expired[: {words}]"


class ProviderExclusionDecided(Entry):
    """It was decided to keep the provider out of tenders for a time."""

    kind: Literal["provider-exclusion-decided/1"] = "provider-exclusion-decided/1"
    provider: Name | None = None
    """The provider, where it is not the contract's own."""
    cause: Literal["termination", "repeated-poor-performance"]
    """What led to it."""
    buying_bodies: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """Whose tenders it is kept out of."""
    from_date: date | None = None
    """The first day of the exclusion; left out, the day it was decided."""
    until_date: date | None = None
    """The last day of it."""
    legal_basis: Name | None = None
    """The law it rests on."""
    reason: Text | None = None
    """Why."""

    line = "Provider excluded from tenders for {cause}[ until {until_date}][: {reason}]"


TerminationEntry: TypeAlias = (
    ProviderInformedOfIntention | EarlyTerminationProposed | TerminationImpactAssessed | TerminationCaseRecorded
    | LegalServicesConsulted | LegalAdviceReceived | TerminationAuthorised | ContractTerminated | ContractExpired
    | ProviderExclusionDecided
)  # fmt: skip


class Proposal(Frozen):
    """A proposal to end the contract early."""

    id: str
    on: date
    position: int
    by: Actor | None
    grounds: tuple[str, ...]
    issues: tuple[str, ...]
    notices: tuple[str, ...]


def alleges_failure(grounds: tuple[str, ...]) -> bool:
    """Return whether the provider's failure is among the grounds; where none are stated it is taken to be."""
    return not grounds or not set(grounds) <= NO_FAULT


class Step(Frozen):
    """Something done towards ending the contract early, for one proposal or for whichever then stood."""

    on: date
    position: int
    proposal: str | None
    by: Actor | None


class Informed(Step):
    """The provider told of an intention."""

    intention: Literal["revise", "terminate"]
    variation: str | None
    means: str | None


IMPACT_ON = ("user_impact", "alternative_arrangements", "timescales")
"""What must be weighed before the contract is ended (HCC-9.3-a, 9.3-b)."""


class Impact(Step):
    """The consequences weighed; several assessments of one proposal complete one another."""

    weighed: frozenset[str]
    """Fields of the assessment that were filled in."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be weighed and was not."""
        return tuple(name for name in IMPACT_ON if name not in self.weighed)


class Case(Step):
    """The case for ending it, as recorded."""

    clause: str | None
    cited: tuple[int, ...]
    trail_digest: str | None
    gaps: int
    """How many gaps in the trail it acknowledges."""


class Advice(Step):
    """Legal advice received. What it says is privileged: nothing outside Legal Services' own view may show it."""

    recommends: str | None


class Decision(Step):
    """A decision to end the contract early."""

    extent: Extent
    immediate: bool
    against: tuple[str, ...]
    """Absolute rules it did not keep: while there are any it authorises nothing."""


class Ending(Frozen):
    """The end of the contract or of part of it, or what purports to be that."""

    on: date
    """The day it takes effect."""
    act_on: date
    position: int
    how: Literal["terminated", "expired"]
    extent: Extent = "full"
    by_party: Party = "authority"
    notice: str | None = None
    carried_out_by: Actor | None = None
    against: tuple[str, ...] = ()
    """Absolute rules the act did not keep: while there are any it is purported only."""

    @property
    def purported(self) -> bool:
        """True where the act has not ended anything: an absolute rule was not kept."""
        return bool(self.against)


class Exclusion(Frozen):
    """A provider kept out of tenders."""

    position: int
    cause: str
    since: date
    until: date | None


S = TypeVar("S", bound=Step)


@dataclass(slots=True)
class Termination(Register):
    """What was done towards ending the contract early, and its end."""

    proposals: dict[str, Proposal] = field(default_factory=dict)
    told: list[Informed] = field(default_factory=list)
    impacts: list[Impact] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    consultations: list[Step] = field(default_factory=list)
    """Consultations of Legal Services."""
    advice: list[Advice] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)

    def apply(self, recorded: Recorded) -> None:
        entry: TerminationEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        on, position, by = recorded.entry.happened_on, recorded.position, recorded.entry.by
        against = tuple(d.rule for d in recorded.departures if d.level == "absolute")
        match entry:
            case ProviderInformedOfIntention(proposal=proposal):
                self.told.append(
                    Informed(
                        on=on, position=position, proposal=proposal, by=by, intention=entry.intention,
                        variation=entry.variation, means=entry.means,
                    )
                )  # fmt: skip
            case EarlyTerminationProposed():
                given_id = recorded.given_id or ""
                self.proposals[given_id] = Proposal(
                    id=given_id, on=on, position=position, by=by, grounds=entry.grounds, issues=entry.issues,
                    notices=entry.notices,
                )  # fmt: skip
            case TerminationImpactAssessed(proposal=proposal):
                parts = (*IMPACT_ON, "users_affected", "vulnerability", "equality")
                weighed = frozenset(name for name in parts if getattr(entry, name) is not None)
                self.impacts.append(Impact(on=on, position=position, proposal=proposal, by=by, weighed=weighed))
            case TerminationCaseRecorded(proposal=proposal):
                self.cases.append(
                    Case(
                        on=on, position=position, proposal=proposal, by=by, clause=entry.clause, cited=entry.cited,
                        trail_digest=entry.trail_digest, gaps=len(entry.gaps_acknowledged),
                    )
                )  # fmt: skip
            case LegalServicesConsulted(proposal=proposal):
                self.consultations.append(Step(on=on, position=position, proposal=proposal, by=by))
            case LegalAdviceReceived(proposal=proposal):
                self.advice.append(
                    Advice(on=on, position=position, proposal=proposal, by=by, recommends=entry.recommends)
                )
            case TerminationAuthorised(proposal=proposal):
                self.decisions.append(
                    Decision(
                        on=on, position=position, proposal=proposal, by=by, extent=entry.extent,
                        immediate=entry.immediate, against=against,
                    )
                )  # fmt: skip
            case ContractTerminated():
                self.endings.append(
                    Ending(
                        on=entry.effective_on, act_on=on, position=position, how="terminated", extent=entry.extent,
                        by_party=entry.by_party, notice=entry.notice, carried_out_by=entry.executor, against=against,
                    )
                )  # fmt: skip
            case ContractExpired():
                self.endings.append(Ending(on=on, act_on=on, position=position, how="expired"))
            case ProviderExclusionDecided():
                self.exclusions.append(
                    Exclusion(position=position, cause=entry.cause, since=entry.from_date or on, until=entry.until_date)
                )
            case _:
                assert_never(entry)

    def proposed(self, day: date, named: str | None = None) -> Proposal | None:
        """Return the proposal to end the contract that is in point on a day: the one named, else the latest by then."""
        if named is not None:
            return self.proposals.get(named)
        return max((p for p in self.proposals.values() if p.on <= day), key=lambda p: (p.on, p.position), default=None)

    def informed(
        self, intention: Literal["revise", "terminate"], day: date, about: str | None = None
    ) -> Informed | None:
        """Return when the provider was first told, by a day, of an intention (of that variation or proposal)."""
        for told in self.told:
            named = told.variation if intention == "revise" else told.proposal
            if told.intention == intention and told.on <= day and (about is None or named in (None, about)):
                return told
        return None

    def impact_assessed(self, day: date, proposal: str | None = None) -> Impact | None:
        """Return what had been weighed by a day for the proposal in point, all its assessments together."""
        found = self._for(self.impacts, day, proposal)
        if not found:
            return None
        return found[-1].model_copy(update={"weighed": frozenset().union(*(impact.weighed for impact in found))})

    def case_recorded(self, day: date, proposal: str | None = None) -> Case | None:
        """Return the case on record on a day for the proposal in point: the last that cites entries, else the last."""
        found = self._for(self.cases, day, proposal)
        return next((case for case in reversed(found) if case.cited), found[-1] if found else None)

    def legal_consulted(self, day: date, proposal: str | None = None, office: str | None = None) -> Step | None:
        """Return the first consultation of Legal Services by a day on the proposal in point, by an office if asked."""
        found = self._for(self.consultations, day, proposal)
        return next((s for s in found if office is None or (s.by is not None and s.by.office == office)), None)

    def advised(self, day: date, proposal: str | None = None) -> Advice | None:
        """Return the latest legal advice received by a day on the proposal in point."""
        found = self._for(self.advice, day, proposal)
        return found[-1] if found else None

    def authorised(self, day: date, proposal: str | None = None) -> Decision | None:
        """Return the decision to end the contract that stood on a day; a purported one is never it."""
        return next((d for d in reversed(self._for(self.decisions, day, proposal)) if not d.against), None)

    def _for(self, steps: Sequence[S], day: date, named: str | None) -> list[S]:
        # A step that names no proposal is taken for the one in point if it was taken since that was made.
        proposal = self.proposed(day, named)
        return [
            step
            for step in steps
            if step.on <= day
            and (proposal is None or step.proposal == proposal.id or (step.proposal is None and step.on >= proposal.on))
        ]

    @property
    def ended(self) -> Ending | None:
        """The end of the whole contract, None while it is live: a purported termination has ended nothing."""
        return next((e for e in self.endings if e.extent == "full" and not e.purported), None)

    def ended_on(self, day: date) -> Ending | None:
        """Return the end of the whole contract if it had ended by a day, None if it was live."""
        return next((e for e in self.endings if e.extent == "full" and not e.purported and e.on <= day), None)

    @property
    def ended_in_part(self) -> list[Ending]:
        """Terminations of part of the contract that stand."""
        return [e for e in self.endings if e.extent == "partial" and not e.purported]

    @property
    def purported(self) -> list[Ending]:
        """Terminations that were declared and have not the effect, each with the absolute rules it did not keep."""
        return [e for e in self.endings if e.purported]


def _on(day: date) -> str:
    return f"{day:%-d %B %Y}"


Act: TypeAlias = TerminationAuthorised | ContractTerminated


def _in_point(file: ContractFile, act: Act) -> bool:
    """Whether the procedure's conditions bind the act: the authority's own (or agreed) ending, before the end date."""
    if isinstance(act, TerminationAuthorised):
        return True
    end = file.end_date(act.happened_on)
    return act.by_party != "provider" and (end is None or act.effective_on < end)


def _applies(condition: str, procedure: Procedure) -> bool:
    return all(row.applies for row in procedure.conditions if row.id == condition)


def _unmet(condition: str) -> Callable[[ContractFile, Any, Procedure], str | None]:
    def found(file: ContractFile, act: Act, procedure: Procedure) -> str | None:
        if not _applies(condition, procedure):
            return None
        return ending.ABSOLUTE[condition](file, act.happened_on, act.proposal) if _in_point(file, act) else None

    return found


def _process_not_worked_through(
    file: ContractFile, act: EarlyTerminationProposed | Act, procedure: Procedure
) -> str | None:
    if not _applies("TC-14", procedure):
        return None
    if isinstance(act, EarlyTerminationProposed):
        by_provider = act.by is not None and act.by.party == "provider"
        if by_provider or not alleges_failure(act.grounds):
            return None
        return ending.process_not_concluded(file, act.happened_on, act.notices)
    proposal = file.termination.proposed(act.happened_on, act.proposal)
    if not _in_point(file, act) or (proposal is not None and not alleges_failure(proposal.grounds)):
        return None
    return ending.process_not_concluded(file, act.happened_on, proposal.notices if proposal else ())


def _not_by_legal_services(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    executor = act.executor
    if not _in_point(file, act) or (executor is not None and executor.office == "legal-services"):
        return None
    return f"it was carried out by {executor or 'nobody named'}"


def _notice_does_not_stand(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not _in_point(file, act) or act.by_party == "both":
        return None
    if act.notice is None:
        return "it names no notice of termination"
    notice = file.notices.by_id.get(act.notice)
    if notice is None or notice.served is None:
        return f"{act.notice} is not on file for {_on(act.happened_on)} or before"
    if notice.served.served_by_party != act.by_party:
        return f"{act.notice} is the {notice.served.served_by_party}'s, and the {act.by_party} ended the contract"
    if notice.served.notice_kind != "termination":
        return f"{act.notice} is a notice of {notice.served.notice_kind.replace('-', ' ')}, not of termination"
    if notice.is_purported:
        return f"{act.notice} is itself only purported: it did not keep {', '.join(notice.absolute)}"
    if notice.valid is False:
        return f"{act.notice} was not validly served"
    if notice.withdrawn and notice.withdrawn[0] <= act.happened_on:
        return f"{act.notice} was withdrawn on {_on(notice.withdrawn[0])}"
    return None


def _notice_too_short(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(act.notice or "")
    if notice is None or notice.valid is False or not _in_point(file, act):
        return None
    if notice.counts_on is None or notice.counts_on > act.effective_on:
        counts = f"it counts on {_on(notice.counts_on)}" if notice.counts_on else "its receipt is not shown"
        return f"the contract is ended from {_on(act.effective_on)}, when {notice.id} does not yet count: {counts}"
    length = notice.worked.ends_no_earlier_than if notice.worked else None
    if length is not None and act.effective_on < length.end:
        return f"the contract is ended from {_on(act.effective_on)}; the length of notice runs to {_on(length.end)}"
    return None


def _provider_not_told(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not _in_point(file, act) or act.by_party == "both":
        return None  # a provider that agreed to the end needed no telling
    return ending.provider_not_told(file, act.happened_on, act.proposal)


def _not_decided(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not _in_point(file, act) or file.termination.authorised(act.happened_on, act.proposal):
        return None
    return f"no decision to end the contract that stands is on file for {_on(act.happened_on)} or before"


def _not_by_decider(file: ContractFile, act: TerminationAuthorised, procedure: Procedure) -> str | None:
    entitled = next((c.authorised_by for c in procedure.conditions if c.id == "TC-20"), ())
    if not entitled or (act.by is not None and act.by.office in entitled):
        return None
    titles = " or ".join(procedure.office_title(office) for office in entitled)
    return f"it was decided by {act.by or 'nobody named'}; the procedure gives it to {titles}"


def _no_advice(file: ContractFile, act: TerminationAuthorised, procedure: Procedure) -> str | None:
    # Says only whether there is advice: what it says is privileged and this sentence is not.
    if file.termination.advised(act.happened_on, act.proposal):
        return None
    return f"no advice of Legal Services is on file for {_on(act.happened_on)} or before"


def _impact_incomplete(file: ContractFile, impact: TerminationImpactAssessed, procedure: Procedure) -> str | None:
    parts = {
        "how many people are affected": impact.users_affected,
        "what it means for them": impact.user_impact,
        "how vulnerable they are": impact.vulnerability,
        "the alternative arrangements": impact.alternative_arrangements,
        "how long those take": impact.timescales,
        "equality": impact.equality,
    }
    missing = [what for what, said in parts.items() if said is None]
    return f"it says nothing of {', '.join(missing)}" if missing else None


def _case_incomplete(file: ContractFile, case: TerminationCaseRecorded, procedure: Procedure) -> str | None:
    parts = {
        "grounds": case.grounds, "a clause of the contract": case.clause, "entries that show failure": case.cited,
        "the digest of the trail of evidence": case.trail_digest,
    }  # fmt: skip
    missing = [what for what, said in parts.items() if not said]
    return f"it names no {', no '.join(missing)}" if missing else None


def _ended_already(file: ContractFile, act: ContractTerminated | ContractExpired, procedure: Procedure) -> str | None:
    ended = file.termination.ended
    if ended is None:
        return None
    return f"the contract {ended.how} on {_on(ended.on)} (entry {ended.position}); correct that entry if it is wrong"


def _expired_early(file: ContractFile, act: ContractExpired, procedure: Procedure) -> str | None:
    end = file.end_date(act.happened_on)
    if end is None or act.happened_on >= end:
        return None
    return f"its end date on file is {_on(end)}, which is later: an earlier end is a termination"


def _ends_before_act(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if act.ends_on is not None and act.ends_on < act.happened_on:
        return f"it ends the contract on {_on(act.ends_on)}, before the act on {_on(act.happened_on)}"
    return None


def _excluded_too_long(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    since, until = decided.from_date or decided.happened_on, decided.until_date
    years = procedure.setting("exclusion.longest")
    if until is None:
        return f"it names no end; the longest is {years} years"
    if (until.year - years, until.month, until.day) < (since.year, since.month, since.day):
        return None
    return f"it lasts from {_on(since)} to {_on(until)}; the longest is {years} years"


def _no_legal_basis(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    return None if decided.legal_basis else "it names no legal basis"


ACTS = (TerminationAuthorised, ContractTerminated)

RULES: tuple[AnyRule, ...] = (
    *(
        Rule(id=rule, citation=citation, level="absolute", of=ACTS, sentence=sentence, found=_unmet(condition))
        for condition, rule, citation, sentence in (
            (
                "TC-15", "termination.support-officer-consulted", "HCC-9.2-a",
                "Early termination is discussed with the Contract Support Officer once it is proposed.",
            ),
            (
                "TC-16", "termination.impact-assessed", "HCC-9.3-a",
                "What it means for the people served, what replaces it and how long that takes are weighed first.",
            ),
            (
                "TC-18", "termination.case-recorded", "HCC-9.4-a",
                "The case for early termination is on record and shows a clear trail of evidence of failure.",
            ),
            (
                "TC-19", "termination.legal-services-consulted", "HCC-9.4-e",
                "The County Manager (Contracts) consults Legal Services where a contract may be ended early.",
            ),
        )
    ),
    Rule(
        id="termination.process-worked-through", citation="HCC-9.1-c", level="authorise",
        of=(EarlyTerminationProposed, *ACTS), authorised_by=("county-manager-contracts",),
        sentence="The default process is worked through before early termination, save for a clear fundamental breach.",
        found=_process_not_worked_through,
    ),
    Rule(
        id="termination.by-legal-services", citation="HCC-9.4-f", level="absolute", of=ContractTerminated,
        field="carried_out_by", sentence="Early termination is carried out by Legal Services.",
        found=_not_by_legal_services,
    ),
    Rule(
        id="termination.on-a-notice-that-stands", citation="HCC-A11-a", level="absolute", of=ContractTerminated,
        field="notice", sentence="The contract is ended by a notice of termination that was validly given.",
        found=_notice_does_not_stand,
    ),
    Rule(
        id="termination.length-of-notice", citation="HCC-A11-a", level="explain", of=ContractTerminated,
        field="ends_on", sentence="The contract ends only when the notice counts and its length has run.",
        found=_notice_too_short,
    ),
    Rule(
        id="termination.provider-informed", citation="HCC-9.5-b", level="explain", of=ContractTerminated,
        sentence="The provider is kept informed of any intention to end the contract.", found=_provider_not_told,
    ),
    Rule(
        id="termination.decided", citation="TVP-5.0-7", level="explain", of=ContractTerminated, field="proposal",
        sentence="The contract is ended on a decision that is on record.", found=_not_decided,
    ),
    Rule(
        id="termination.decided-by-the-office-entitled", citation="TVP-5.0-7", level="explain",
        of=TerminationAuthorised, field="by", found=_not_by_decider,
        sentence="Ending the contract is decided by the office the procedure gives that to.",
    ),
    Rule(
        id="termination.advice-received", citation="HCC-9.4-e", level="advise", of=TerminationAuthorised,
        sentence="Legal Services have advised before it is decided.", found=_no_advice,
    ),
    Rule(
        id="termination.impact-complete", citation="HCC-9.3-b", level="advise", of=TerminationImpactAssessed,
        sentence="The assessment covers users, numbers, vulnerability, alternatives, timescales and equality.",
        found=_impact_incomplete,
    ),
    Rule(
        id="termination.case-complete", citation="HCC-9.4-b", level="advise", of=TerminationCaseRecorded,
        sentence="The case names its grounds, its clause, the entries that prove it and the trail as it then was.",
        found=_case_incomplete,
    ),
    Rule(
        id="termination.once", citation="HCC-2.1-g", level="contradiction", of=(ContractTerminated, ContractExpired),
        sentence="A contract that has ended does not end again.", found=_ended_already,
    ),
    Rule(
        id="termination.ends-after-the-act", citation="HCC-2.1-g", level="contradiction", of=ContractTerminated,
        field="ends_on", sentence="A contract is not ended for a day that has passed.", found=_ends_before_act,
    ),
    Rule(
        id="expiry.at-the-end-date", citation="TVP-3.0-10", level="explain", of=ContractExpired, field="happened_on",
        sentence="A contract expires on its end date.", found=_expired_early,
    ),
    Rule(
        id="exclusion.no-longer-than-allowed", citation="TVP-5.2-9a", level="explain", of=ProviderExclusionDecided,
        field="until_date", sentence="A provider is kept out of tenders for five years at most.",
        found=_excluded_too_long,
    ),
    Rule(
        id="exclusion.on-a-legal-basis", citation="TVP-5.2-9c", level="advise", of=ProviderExclusionDecided,
        field="legal_basis", sentence="An exclusion names the law it rests on.", found=_no_legal_basis,
    ),
)  # fmt: skip
