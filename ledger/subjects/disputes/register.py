"""The disputes of one contract: what allowed them, their plans, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from ledger.disputing import DisputeStage, same
from ledger.entry import Actor, Frozen, Recorded
from ledger.formal_route import AGREED_BY, BY_PASSED_BY, SIGNED_OFF_BY
from ledger.registers import Register
from ledger.subjects.disputes.entries import (
    ActionState,
    ArbitratorAppointed,
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
    DisputeReferralConcluded,
    DisputeReferred,
    DisputesEntry,
    DisputeSettled,
    DisputeSignedOff,
    DisputeStepPassedOver,
    FormalEscalationAuthorised,
    FormalEscalationRecommended,
    Forum,
    ImmediateEscalationAuthorised,
    InterimReliefSought,
    ReliefResult,
)


class Dispute(Frozen):
    """A dispute: the issues it is about, and the first entry on file of it."""

    id: str
    began_on: date
    position: int
    issues: tuple[str, ...]


class DisputeStep(Frozen):
    """One thing done about a dispute; None where it names none."""

    dispute: str | None
    on: date
    position: int
    by: Actor | None = None


class ReliefSought(DisputeStep):
    """What a court was asked for at once, whatever stage the dispute has come to (TVP-5.2-8b)."""

    result: ReliefResult | None
    """None where it is not said yet what came of it."""


class Escalation(DisputeStep):
    """What allows the formal route, or leaves stages out of it."""

    issues: tuple[str, ...]
    immediate: bool
    """True where stages are left out, False where senior management agreed to the formal route."""
    stage: DisputeStage
    """The stage begun with."""
    body: str | None = None
    form: str | None = None
    """The writing an agreement was given in."""

    @property
    def rule(self) -> str:
        """The rule that says whose it is to give: to agree to the formal route, or to leave stages out."""
        return BY_PASSED_BY if self.immediate else AGREED_BY


class DisputePlan(Frozen):
    """An action plan of a dispute."""

    id: str
    dispute: str | None
    agreed_on: date
    ends_on: date | None
    position: int
    incomplete: tuple[str, ...] = ()
    """What its actions lack, in words."""

    @property
    def on(self) -> date:
        """The day it was agreed, as every step of a dispute has its day."""
        return self.agreed_on


class ProgressReport(Frozen):
    """One report on how a plan is going."""

    on: date
    position: int
    to: Actor | None
    actions: tuple[ActionState, ...] = ()
    """How each action stood of which it tells."""
    says: bool = True
    """Whether it says how the plan goes: of its actions, in words, or by what was put on file with it."""


class PlanEnd(DisputeStep):
    """How a plan ended, or that none could be agreed."""

    plan: str | None
    result: Literal["resolved", "outcomes-missed", "not-agreed"]
    evidence: tuple[int, ...] = ()
    told_on: date | None = None
    with_report: bool = False
    """Whether the report with the plan as completed came with it."""


class Arbitrator(DisputeStep):
    """Somebody appointed to decide it."""

    name: str


class Settlement(DisputeStep):
    """A dispute settled."""

    at: Literal["meeting", "plan", "mediation", "arbitration", "litigation", "other"]
    """Where."""


class SignOff(DisputeStep):
    """Senior management's last word."""

    what: Literal["settlement", "completed-plan"]
    body: str | None = None
    told_on: date | None = None

    @property
    def rule(self) -> str:
        """The rule that says whose it is to give."""
        return SIGNED_OFF_BY


class PassedOver(DisputeStep):
    """Steps considered and not taken."""

    steps: tuple[DisputeStage, ...]


class Referral(DisputeStep):
    """A dispute taken to mediation, arbitration or court; or the end of that."""

    to: Forum
    result: str | None = None
    """None at its beginning."""


@dataclass(slots=True)
class Disputes(Register[DisputesEntry]):
    """The disputes of one contract. Lists are in the world's order."""

    by_id: dict[str, Dispute] = field(default_factory=dict)
    recommended: list[DisputeStep] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    plans: dict[str, DisputePlan] = field(default_factory=dict)
    reports: dict[str, tuple[ProgressReport, ...]] = field(default_factory=dict)
    """Plan -> each report on its progress."""
    plan_ends: list[PlanEnd] = field(default_factory=list)
    settled: list[Settlement] = field(default_factory=list)
    signed_off: list[SignOff] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    referral_ends: list[Referral] = field(default_factory=list)
    arbitrators: list[Arbitrator] = field(default_factory=list)
    relief: list[ReliefSought] = field(default_factory=list)

    def enter(self, entry: DisputesEntry, recorded: Recorded) -> None:
        position, on, by, given_id = recorded.position, entry.happened_on, entry.by, recorded.given_id
        match entry:
            case FormalEscalationRecommended():
                dispute = self._begun(entry.dispute, entry.issues, recorded)
                self.recommended.append(DisputeStep(dispute=dispute, on=on, position=position, by=by))
            case FormalEscalationAuthorised() | ImmediateEscalationAuthorised():
                dispute = self._begun(entry.dispute, entry.issues, recorded)
                self.escalations.append(_escalation(entry, dispute, position))
            case DisputeActionPlanAgreed():
                self.plans[given_id or ""] = DisputePlan(
                    id=given_id or "", dispute=entry.dispute, agreed_on=on, ends_on=entry.ends_on, position=position,
                    incomplete=lacking(entry),
                )  # fmt: skip
            case DisputeActionPlanProgressReported(plan=plan, reported_to=to):
                report = ProgressReport(
                    on=on, position=position, to=to, actions=entry.actions, says=entry.says_how_it_goes
                )  # fmt: skip
                self.reports[plan] = (*self.reports.get(plan, ()), report)
            case DisputeActionPlanConcluded():
                self.plan_ends.append(
                    PlanEnd(
                        dispute=entry.dispute, on=on, position=position, by=by, plan=entry.plan, result=entry.result,
                        evidence=entry.evidence, told_on=entry.shared_with_provider_on,
                        with_report=bool(entry.report or entry.exhibits),
                    )
                )  # fmt: skip
            case DisputeSettled():
                self.settled.append(
                    Settlement(dispute=entry.dispute, on=on, position=position, by=by, at=entry.settled_at)
                )
            case DisputeSignedOff():
                self.signed_off.append(
                    SignOff(
                        dispute=entry.dispute, on=on, position=position, by=by, what=entry.what, body=entry.body,
                        told_on=entry.reported_to_provider_on,
                    )
                )  # fmt: skip
            case DisputeStepPassedOver():
                self.passed_over.append(
                    PassedOver(dispute=entry.dispute, on=on, position=position, by=by, steps=entry.steps)
                )
            case DisputeReferred():
                self.referrals.append(Referral(dispute=entry.dispute, on=on, position=position, by=by, to=entry.to))
            case DisputeReferralConcluded():
                self.referral_ends.append(
                    Referral(
                        dispute=entry.dispute, on=on, position=position, by=by, to=entry.forum, result=entry.result
                    )
                )
            case ArbitratorAppointed():
                self.arbitrators.append(
                    Arbitrator(dispute=entry.dispute, on=on, position=position, by=by, name=entry.arbitrator)
                )
            case InterimReliefSought():
                self.relief.append(
                    ReliefSought(dispute=entry.dispute, on=on, position=position, by=by, result=entry.result)
                )
            case _:
                assert_never(entry)

    def _begun(self, named: str | None, issues: tuple[str, ...], recorded: Recorded) -> str | None:
        """The dispute an entry is about: begun by it, or named by it; then its issues are the dispute's too."""
        held = self.by_id.get(named) if named else None
        if held is not None:
            together = tuple(dict.fromkeys((*held.issues, *issues)))
            self.by_id[held.id] = held.model_copy(update={"issues": together})
        elif recorded.given_id is not None:
            self.by_id[recorded.given_id] = Dispute(
                id=recorded.given_id, began_on=recorded.entry.happened_on, position=recorded.position, issues=issues
            )
        return named or recorded.given_id

    def plan_end(self, plan: DisputePlan, day: date) -> PlanEnd | None:
        """Return how a plan had ended by a day, None where it had not."""
        for end in reversed(self.plan_ends):
            unnamed = end.plan is None and end.result != "not-agreed" and same(end.dispute, plan.dispute)
            if end.on <= day and (end.plan == plan.id or unnamed):
                return end
        return None

    def taken_place_by(self, plan: DisputePlan) -> tuple[DisputePlan, ...]:
        """Return the plans agreed anew for the dispute of a plan after it, in order: it ends with the first of them.

        One that names no dispute can be of the only one on file.
        """
        alone = len(self.by_id) <= 1
        later = (other for other in self.plans.values() if (other.on, other.position) > (plan.on, plan.position))
        anew = (o for o in later if o.dispute == plan.dispute or (alone and None in (o.dispute, plan.dispute)))
        return tuple(sorted(anew, key=lambda other: (other.on, other.position)))


def lacking(plan: DisputeActionPlanAgreed) -> tuple[str, ...]:
    """Return what the actions of a plan lack of times, owners and outcomes, in words (TVP-5.2-4a)."""
    if not plan.actions:
        return ("it has no actions",)
    found = []
    for number, action in enumerate(plan.actions, start=1):
        parts = {"owner": action.owner, "day": action.due_on, "outcome": action.outcome}
        missing = [name for name, said in parts.items() if said is None]
        if missing:
            found.append(f"action {number} has no {' and no '.join(missing)}")
    return tuple(found)


def _escalation(
    entry: FormalEscalationAuthorised | ImmediateEscalationAuthorised, dispute: str | None, position: int
) -> Escalation:
    on, by, issues = entry.happened_on, entry.by, entry.issues
    if isinstance(entry, ImmediateEscalationAuthorised):
        return Escalation(
            dispute=dispute, on=on, position=position, by=by, issues=issues, immediate=True, stage=entry.entry_stage
        )
    return Escalation(
        dispute=dispute, on=on, position=position, by=by, issues=issues, immediate=False, stage="notice",
        body=entry.body, form=entry.form or ("document" if entry.document or entry.exhibits else None),
    )  # fmt: skip
