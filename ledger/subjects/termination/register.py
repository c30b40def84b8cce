"""What was done before the contract was ended, and whether it has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar, assert_never

from ledger.entry import Recorded
from ledger.registers import Register, grouped, looked_up
from ledger.subjects.termination.entries import (
    CallInConcluded,
    ContractExpired,
    ContractTerminated,
    DecisionCalledIn,
    EarlyTerminationProposed,
    LegalAdviceReceived,
    LegalServicesConsulted,
    ProviderExclusionDecided,
    ProviderInformedOfIntention,
    TerminationAuthorised,
    TerminationCaseRecorded,
    TerminationEntry,
    TerminationEventOccurred,
    TerminationImpactAssessed,
)
from ledger.subjects.termination.steps import (
    IMPACT_ON,
    Advice,
    Case,
    Decision,
    Ending,
    EventOccurred,
    Exclusion,
    Impact,
    Informed,
    Proposal,
    Step,
)

S = TypeVar("S", bound=Step)


@dataclass(slots=True)
class Termination(Register[TerminationEntry]):
    """What was done towards ending the contract early, and its end."""

    events: list[EventOccurred] = field(default_factory=list)
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

    def enter(self, entry: TerminationEntry, recorded: Recorded) -> None:
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
            case TerminationEventOccurred():
                self.events.append(
                    EventOccurred(
                        event=entry.event, party=entry.party, on=on, known_on=entry.known_on or on,
                        clause=entry.clause, position=position,
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
                self.cases.append(_case(entry, position, proposal))
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
                        part=entry.part, immediate=entry.immediate, against=against, call_in_ends=entry.call_in_ends,
                    )
                )  # fmt: skip
            case DecisionCalledIn(decision=decision):
                self._call_in(decision, called_in=(on, position))
            case CallInConcluded(decision=decision):
                self._call_in(decision, call_in_outcome=(on, entry.outcome, position))
            case ContractTerminated():
                self.endings.append(_ending(entry, position, against))
            case ContractExpired():
                self.endings.append(Ending(on=on, act_on=on, position=position, how="expired"))
            case ProviderExclusionDecided():
                self.exclusions.append(exclusion_of(entry, position))
            case _:
                assert_never(entry)

    def _call_in(self, decision: int, **parts: object) -> None:
        self.decisions = [d.model_copy(update=parts) if d.position == decision else d for d in self.decisions]

    def events_of(self, event: str, held_by: str, day: date) -> list[EventOccurred]:
        """Return the events of a sort that were known by a day, of the party other than the one that has the right."""
        return [
            happened
            for happened in self.events
            if happened.event == event
            and happened.known_on <= day
            and (held_by == "either" or happened.party != held_by)
        ]

    def proposed(self, day: date, named: str | None = None) -> Proposal | None:
        """Return the proposal to end the contract that is in point on a day: the one named, else the latest by then."""
        if named is not None:
            return self.proposals.get(named)
        return max((p for p in self.proposals.values() if p.on <= day), key=lambda p: (p.on, p.position), default=None)

    def meant(self, day: date, named: str | None) -> str | None:
        """Return the proposal that a step of a day is for: the one it names, else the one in point then, else the first
        made since; None where there is none."""
        held = self.proposed(day, named) or min(self.proposals.values(), key=lambda p: (p.on, p.position), default=None)
        return named or (held.id if held else None)

    @looked_up
    def weighed_by_proposal(self) -> Mapping[str, frozenset[str]]:
        """Return, by the proposal its assessments are meant for ("": for none), the heads these weigh between them."""
        by_proposal = grouped(self.impacts, lambda one: (self.meant(one.on, one.proposal) or "",))
        return {name: frozenset[str]().union(*(one.weighed for one in made)) for name, made in by_proposal.items()}

    def informed(
        self, intention: Literal["revise", "terminate"], day: date, about: str | None = None
    ) -> list[Informed]:
        """Return each telling, by a day, of an intention (of that variation or proposal, or of none by name)."""
        return [
            told for told in self.told
            if told.intention == intention and told.on <= day
            and (about is None or (told.variation if intention == "revise" else told.proposal) in (None, about))
        ]  # fmt: skip

    def impact_assessed(self, day: date, proposal: str | None = None) -> Impact | None:
        """Return what had been weighed by a day for the proposal in point, all its assessments together."""
        found = self._for(self.impacts, day, proposal)
        if not found:
            return None
        return found[-1].model_copy(update={"weighed": frozenset().union(*(impact.weighed for impact in found))})

    def impacts_by_head(self, day: date, proposal: str | None = None) -> dict[str, Impact]:
        """Return, by the field of each head, the newest assessment by a day for the proposal in point that weighs it
        (HCC-9.3-a)."""
        return {name: impact for impact in self._for(self.impacts, day, proposal) for name in impact.weighed}

    def cases_recorded(self, day: date, proposal: str | None = None) -> list[Case]:
        """Return the cases on record on a day for the proposal in point, in order."""
        return self._for(self.cases, day, proposal)

    def legal_consulted(self, day: date, proposal: str | None = None, office: str | None = None) -> Step | None:
        """Return the first consultation of Legal Services by a day on the proposal in point, by an office if asked."""
        found = self._for(self.consultations, day, proposal)
        return next((s for s in found if office is None or (s.by is not None and s.by.office == office)), None)

    def advised(self, day: date, proposal: str | None = None) -> Advice | None:
        """Return the latest legal advice received by a day on the proposal in point."""
        found = self._for(self.advice, day, proposal)
        return found[-1] if found else None

    def decided(self, day: date, proposal: str | None = None) -> list[Decision]:
        """Return the decisions to end the contract by a day on the proposal in point, in order, whoever made them and
        none that is purported; which of them stand: ledger/end_decided.py."""
        return [d for d in self._for(self.decisions, day, proposal) if not d.against]

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


def _case(entry: TerminationCaseRecorded, position: int, proposal: str | None) -> Case:
    return Case(
        on=entry.happened_on, position=position, proposal=proposal, by=entry.by, clause=entry.clause, cited=entry.cited,
        trail_digest=entry.trail_digest,
    )  # fmt: skip


def _ending(entry: ContractTerminated, position: int, against: tuple[str, ...]) -> Ending:
    return Ending(
        on=entry.effective_on, act_on=entry.happened_on, position=position, how="terminated", extent=entry.extent,
        part=entry.part, by_party=entry.by_party, notice=entry.notice, clause=entry.clause, against=against,
        carried_out_by=entry.executor,
    )  # fmt: skip


def exclusion_of(entry: ProviderExclusionDecided, position: int) -> Exclusion:
    """Return an exclusion as it was decided by an entry."""
    return Exclusion(
        position=position, cause=entry.cause, since=entry.from_date or entry.happened_on, until=entry.until_date,
        provider=entry.provider, bodies=entry.buying_bodies, legal_basis=entry.legal_basis, rests_on=entry.rests_on,
    )  # fmt: skip
