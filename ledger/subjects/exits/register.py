"""What is on file of a contract's end: what was told, the exit plans and their steps, the transfer of the service."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from ledger.entry import Actor, Frozen, Recorded, reached_the_provider
from ledger.registers import ById, Register
from ledger.subjects.exits.entries import (
    ClientTransferArranged,
    ContractEndPlansCommunicated,
    ExitPlanAgreed,
    ExitPlanStepCompleted,
    ExitsEntry,
    ExitStep,
    ExitType,
    Section,
    ServiceTransferCompleted,
    ServiceTransferPlanReviewed,
    ServiceTransferPlanSigned,
    ServiceTransferPlanSubmitted,
    TransferItem,
    TransferItemHandedOver,
)
from ledger.words import Text

WRITTEN = ("e-mail", "letter", "portal")
"""Means by which something is told in writing; the minutes of a meeting are so where they are there as a document."""
SMALL_IMPACT = {"user_impact": "people who receive the service", "staff_impact": "the provider's staff"}
"""The heads of every exit plan (TVP-6.0-4), by field."""
HEADS: Mapping[ExitType, Mapping[str, str]] = {
    "decommission": {
        "alternatives_for_users": "where people turn to", "winding_down": "how the service is wound down",
    },
    "recommission": {
        "handover_to_new_provider": "the handover to the new provider", "staff_transfer": "the transfer of staff",
    },
    "retendered": {
        "handover_to_new_provider": "the handover to the new provider", "staff_transfer": "the transfer of staff",
    },
    "extension-not-taken": {"what_follows": "what becomes of the service"},
}  # fmt: skip
"""The further heads of each type of exit (TVP-6.0-5), by field."""
TEMPLATE: Mapping[Section, str] = {
    "services": "how the services are transferred (TVP-6.0-10)",
    "documents": "how documents are found and handed over (TVP-6.0-11)",
    "clients": "how clients go on being supported (TVP-6.0-12)",
}
"""What every service transfer plan covers."""


class Told(Frozen):
    """One telling of what is planned for the end."""

    on: date
    position: int
    plans: str | None
    written: bool
    means: str | None
    says_what: bool = True
    """Whether it says what is planned: that nothing is decided is no plan."""
    to_the_provider: bool = True
    """Whether somebody of the provider was told, and not by the provider itself; where nobody is named, it says so."""


class Step(Frozen):
    """A step of an exit plan, and when it was completed."""

    says: ExitStep
    completed: tuple[date, int] | None = None
    """(day, position) of its completion."""


class ExitPlan(Frozen):
    """One exit plan."""

    id: str
    on: date
    position: int
    exit_type: ExitType | None
    missing: tuple[str, ...]
    """The heads it leaves out."""
    service_ends: bool
    """Whether nobody takes the service over: as decommissioning has it, or as is said of an extension not used."""
    heads: tuple[tuple[str, Text], ...]
    """Each head it says something of, in words, and what it says."""
    agreed_for_authority: Actor | None
    agreed_for_provider: Actor | None
    steps: tuple[Step, ...] = ()
    replaced_by: str | None = None

    @property
    def unagreed(self) -> tuple[str, ...]:
        """Return the parties of which it does not say who agreed to it: the plan is made together (TVP-6.0-3)."""
        sides = (("authority", self.agreed_for_authority), ("provider", self.agreed_for_provider))
        return tuple(party for party, who in sides if who is None)

    def step(self, named: str) -> Step | None:
        """Return the step of that id, None where the plan has none."""
        return next((step for step in self.steps if step.says.id == named), None)


class PlanReview(Frozen):
    """One look at a transfer plan."""

    on: date
    position: int
    outcome: Literal["returned", "approved"]
    by: Actor | None
    reasons: Text | None = None


class Signature(Frozen):
    """One party's signature under a transfer plan."""

    party: Literal["authority", "provider"]
    on: date
    position: int
    signatory: Actor | None


class LeftOut(Frozen):
    """A client or an item that an earlier version of a transfer plan listed, and a revised one does not."""

    plan: str
    on: date
    position: int
    """The entry of the version that leaves it out."""
    client: str | None = None
    item: TransferItem | None = None

    @property
    def called(self) -> str:
        """The client's pseudonym, or what the plan calls the item."""
        return self.item.id if self.item is not None else self.client or ""

    def is_among(self, clients: Collection[str], items: Collection[str]) -> bool:
        """Whether it is one of some clients or of some items, these by their ids whatever their case."""
        return self.client in clients if self.item is None else self.item.id.casefold() in items


class TransferPlan(Frozen):
    """One service transfer plan, through all its versions."""

    id: str
    notice: str | None = None
    submitted: tuple[tuple[date, int], ...] = ()
    """(day, position) of each version."""
    sections: tuple[Section, ...] = ()
    """What its newest version covers."""
    items: tuple[TransferItem, ...] = ()
    clients: tuple[str, ...] = ()
    no_clients: bool = False
    """Whether it was said that there are none."""
    left_out: tuple[LeftOut, ...] = ()
    """What earlier versions listed, and its newest lists do not (TVP-6.0-12)."""
    reviews: tuple[PlanReview, ...] = ()
    signed: tuple[Signature, ...] = ()
    """The signatures under its newest version."""

    def state(self, day: date) -> Literal["submitted", "returned", "approved", "signed", "not-submitted"]:
        """Return where it stood on a day: a version submitted after it was returned is looked at afresh."""
        submitted = [(on, position) for on, position in self.submitted if on <= day]
        if not submitted:
            return "not-submitted"
        reviewed = [review for review in self.reviews if review.on <= day]
        last = reviewed[-1] if reviewed else None
        if last is None or (last.on, last.position) < submitted[-1]:
            return "submitted"
        if last.outcome == "approved" and not self.unsigned(day):
            return "signed"
        return last.outcome

    @property
    def leaves_clients_out(self) -> bool:
        """Whether it neither lists clients nor says that there are none, whether or not it is said to cover them
        (TVP-6.0-10, TVP-6.0-12)."""
        return bool(self.submitted) and not self.clients and not self.no_clients

    def unsigned(self, day: date) -> tuple[str, ...]:
        """Return the parties that had not signed by a day since it was approved (TVP-6.0-9)."""
        approved = max((review.on for review in self.reviews if review.outcome == "approved"), default=date.max)
        there = {signature.party for signature in self.signed if approved <= signature.on <= day}
        return tuple(party for party in ("authority", "provider") if party not in there)


class Arranged(Frozen):
    """Who supports a client after the contract."""

    client: str
    plan: str | None
    """The service transfer plan it carries out, where one is named."""
    receiving_body: str
    starts_on: date | None
    on: date
    position: int


class HandedOver(Frozen):
    """Something handed over."""

    item: str
    sort: str
    plan: str | None
    receiving_body: str | None
    received_by: str | None
    receipt: bool
    """Whether the receipt is on file: that somebody is named who took it is none."""
    on: date
    position: int


class Completed(Frozen):
    """The end of a transfer."""

    on: date
    position: int
    plan: str | None
    receiving_body: str | None


@dataclass(slots=True)
class Exits(Register[ExitsEntry]):
    """The end of one contract, and the transfer of its service."""

    told: list[Told] = field(default_factory=list)
    plans: dict[str, ExitPlan] = field(default_factory=dict)
    transfer_plans: ById[TransferPlan] = field(default_factory=lambda: ById(TransferPlan))
    arranged: dict[str, Arranged] = field(default_factory=dict)
    """Client -> who supports them after the contract, as last arranged."""
    handed_over: list[HandedOver] = field(default_factory=list)
    completed: list[Completed] = field(default_factory=list)

    def enter(self, entry: ExitsEntry, recorded: Recorded) -> None:
        on, position, given = recorded.entry.happened_on, recorded.position, recorded.given_id or ""
        match entry:
            case ContractEndPlansCommunicated():
                written = entry.means in WRITTEN or entry.document is not None
                self.told.append(
                    Told(
                        on=on, position=position, plans=entry.plans, written=written, means=entry.means,
                        says_what=says_what_is_planned(entry), to_the_provider=told_the_provider(entry),
                    )
                )  # fmt: skip
            case ExitPlanAgreed():
                self.plans[given] = ExitPlan(
                    id=given, on=on, position=position, exit_type=entry.exit_type, missing=heads_missing(entry),
                    service_ends=entry.service_ends or entry.exit_type == "decommission",
                    heads=tuple(_heads_said(entry)),
                    agreed_for_authority=entry.agreed_for_authority, agreed_for_provider=entry.agreed_for_provider,
                    steps=tuple(Step(says=step) for step in entry.steps),
                )  # fmt: skip
                if entry.replaces in self.plans and entry.replaces != given:  # a correction could once name itself
                    self.plans[entry.replaces] = self.plans[entry.replaces].model_copy(update={"replaced_by": given})
            case ExitPlanStepCompleted():
                self._step(entry.plan, entry.step, (on, position))
            case ServiceTransferPlanSubmitted():
                self._submitted(entry, entry.plan or given, on, position)
            case ServiceTransferPlanReviewed():
                review = PlanReview(on=on, position=position, outcome=entry.outcome, by=entry.by, reasons=entry.reasons)
                self.transfer_plans.add(entry.plan, reviews=review)
            case ServiceTransferPlanSigned():
                signature = Signature(
                    party=entry.party, on=on, position=position, signatory=entry.signatory or entry.by
                )
                self.transfer_plans.add(entry.plan, signed=signature)
            case ClientTransferArranged():
                self.arranged[entry.client] = Arranged(
                    client=entry.client, plan=entry.plan, receiving_body=entry.receiving_body,
                    starts_on=entry.starts_on, on=on, position=position,
                )  # fmt: skip
            case TransferItemHandedOver():
                self.handed_over.append(
                    HandedOver(
                        item=entry.item, sort=entry.sort, plan=entry.plan, receiving_body=entry.receiving_body,
                        received_by=entry.received_by, receipt=entry.receipt is not None, on=on,
                        position=position,
                    )
                )  # fmt: skip
            case ServiceTransferCompleted():
                self.completed.append(
                    Completed(on=on, position=position, plan=entry.plan, receiving_body=entry.receiving_body)
                )
            case _:
                assert_never(entry)

    def _step(self, plan: str, named: str, completed: tuple[date, int]) -> None:
        held = self.plans.get(plan)
        if held is not None:
            steps = tuple(
                s.model_copy(update={"completed": completed}) if s.says.id == named else s for s in held.steps
            )
            self.plans[plan] = held.model_copy(update={"steps": steps})

    def _submitted(self, entry: ServiceTransferPlanSubmitted, named: str, on: date, position: int) -> None:
        held = self.transfer_plans.known(named)
        # A version that lists nothing leaves the earlier lists as they are: a letter may bring a changed page only.
        self.transfer_plans.change(
            named, notice=entry.notice or held.notice, submitted=(*held.submitted, (on, position)),
            sections=entry.sections or held.sections, items=entry.items or held.items,
            clients=entry.clients or held.clients, no_clients=entry.no_clients or held.no_clients, signed=(),
            left_out=leaves_out_of_lists(held, entry, position),
        )  # fmt: skip

    def heard(self, day: date) -> list[Told]:
        """Return what the provider was told in writing of any end, by a day, be it that nothing is decided, the
        earliest first."""
        told = (t for t in self.told if t.written and t.to_the_provider and t.on <= day)
        return sorted(told, key=lambda t: (t.on, t.position))

    def standing_plan(self, day: date) -> ExitPlan | None:
        """Return the exit plan that stood on a day, None where there was none."""
        agreed = [plan for plan in self.plans.values() if plan.on <= day]
        return next((plan for plan in reversed(agreed) if not _replaced(self, plan, day)), None)

    def in_place_of(self, plan: str, day: date) -> ExitPlan | None:
        """Return the exit plan that stood on a day in place of one, through all that replaced it; itself where none
        did, None where it is not known."""
        held = self.plans.get(plan)
        while held is not None and _replaced(self, held, day):
            held = self.plans.get(held.replaced_by or "")
        return held

    def clients(self, day: date, but: Collection[str] = ()) -> tuple[str, ...]:
        """Return every client listed in a transfer plan by a day, `but` in some plans, in the order of the lists."""
        plans = (plan for plan in self.transfer_plans.values() if plan.id not in but)
        listed = (plan.clients for plan in plans if plan.state(day) != "not-submitted")
        return tuple(dict.fromkeys(client for clients in listed for client in clients))

    def without_arrangement(self, day: date, but: Collection[str] = ()) -> tuple[str, ...]:
        """Return the clients listed of whom it was not arranged by a day who supports them (TVP-6.0-12)."""
        there = {client for client, arranged in self.arranged.items() if arranged.on <= day}
        return tuple(client for client in self.clients(day, but) if client not in there)

    def not_handed_over(self, day: date, but: Collection[str] = ()) -> tuple[str, ...]:
        """Return the items listed in transfer plans that were not handed over by a day, by their ids (TVP-6.0-11)."""
        done = {given.item.casefold() for given in self.handed_over if given.on <= day}
        listed = (item.id for plan in self.transfer_plans.values() if plan.id not in but for item in plan.items)
        return tuple(item for item in dict.fromkeys(listed) if item.casefold() not in done)


def _replaced(exits: Exits, plan: ExitPlan, day: date) -> bool:
    later = exits.plans.get(plan.replaced_by or "")
    return later is not None and later.on <= day


def leaves_out_of_lists(
    held: TransferPlan, entry: ServiceTransferPlanSubmitted, position: int
) -> tuple[LeftOut, ...]:  # fmt: skip
    """Return what versions of a plan up to this one listed, and it does not; a list it does not give stands."""
    clients = entry.clients or held.clients
    items = {item.id.casefold() for item in entry.items or held.items}
    on = entry.happened_on
    every = (
        *held.left_out,
        *(LeftOut(plan=held.id, on=on, position=position, client=client) for client in held.clients),
        *(LeftOut(plan=held.id, on=on, position=position, item=item) for item in held.items),
    )
    return tuple(one for one in every if not one.is_among(clients, items))


def heads_missing(plan: ExitPlanAgreed) -> tuple[str, ...]:
    """Return what an exit plan leaves out of the heads of every plan and those of its type (TVP-6.0-4, TVP-6.0-5)."""
    heads = SMALL_IMPACT | dict(HEADS[plan.exit_type] if plan.exit_type else {})
    return tuple(words for name, words in heads.items() if getattr(plan, name) is None)


def _heads_said(plan: ExitPlanAgreed) -> Iterator[tuple[str, Text]]:
    """Yield each head of any type that a plan says something of: more than its own type asks for is shown, too."""
    every = SMALL_IMPACT | {name: words for heads in HEADS.values() for name, words in heads.items()}
    for name, words in every.items():
        if (said := getattr(plan, name)) is not None:
            yield words, said


def sections_missing(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return what a service transfer plan leaves out of what every one covers, in words."""
    return tuple(words for section, words in TEMPLATE.items() if section not in sections)


def says_what_is_planned(entry: ContractEndPlansCommunicated) -> bool:
    """Return whether what was told is a plan: one that is named, or told in words or in the letter that is there."""
    if entry.plans is not None:
        return entry.plans != "not-decided"
    return entry.content is not None or entry.document is not None


def told_the_provider(entry: ContractEndPlansCommunicated) -> bool:
    """Return whether what is planned for the end was told to somebody of the provider, by somebody else."""
    by_itself = entry.by is not None and entry.by.is_of_the_provider
    return not by_itself and reached_the_provider((entry.recipient,) if entry.recipient else ())
