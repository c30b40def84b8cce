"""What is asked of a contract's end: told in time, planned together, transferred with nobody left without support."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger import transition
from ledger.names import counted, few
from ledger.pseudonyms import not_pseudonyms
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out, twice
from ledger.subjects.exits.entries import (
    ClientTransferArranged,
    ContractEndPlansCommunicated,
    ExitPlanAgreed,
    ExitPlanStepCompleted,
    ServiceTransferCompleted,
    ServiceTransferPlanReviewed,
    ServiceTransferPlanSigned,
    ServiceTransferPlanSubmitted,
    TransferItemHandedOver,
)
from ledger.subjects.exits.register import (
    HEADS,
    SMALL_IMPACT,
    WRITTEN,
    TransferPlan,
    sections_missing,
    told_the_provider,
)
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


# --- contradictions -------------------------------------------------------------------------------------------------


def _no_such_step(file: ContractFile, entry: ExitPlanStepCompleted, procedure: Procedure) -> str | None:
    plan = file.exits.plans.get(entry.plan)
    if plan is None:
        return None
    step = plan.step(entry.step)
    if step is None:
        there = ", ".join(s.says.id for s in plan.steps) or "none"
        return f"{plan.id} has no step {entry.step}; its steps: {there}"
    if step.completed is not None:
        return f"{entry.step} was completed on {dated(step.completed[0])} already (entry {step.completed[1]})"
    return None


def _no_notice_of_termination(
    file: ContractFile, entry: ServiceTransferPlanSubmitted, procedure: Procedure
) -> str | None:
    notice = file.notices.by_id.get(entry.notice or "")
    if notice is None or notice.served is None or notice.served.notice_kind == "termination":
        return None
    return f"{notice.id} is a notice of {notice.served.notice_kind.replace('-', ' ')}, not of termination"


def _names_told(
    file: ContractFile, entry: ServiceTransferPlanSubmitted | ClientTransferArranged | TransferItemHandedOver,
    procedure: Procedure,
) -> str | None:  # fmt: skip
    clients = (entry.client,) if isinstance(entry, ClientTransferArranged) else entry.clients
    return not_pseudonyms(clients)


def _plan_of(file: ContractFile, entry: ServiceTransferPlanReviewed | ServiceTransferPlanSigned) -> TransferPlan | None:
    return file.exits.transfer_plans.get(entry.plan)


def _nothing_to_review(file: ContractFile, entry: ServiceTransferPlanReviewed, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    if plan is None:
        return None
    match plan.state(entry.happened_on):
        case "not-submitted":
            return f"{plan.id} was not submitted by {dated(entry.happened_on)}"
        case "approved" | "signed" if entry.outcome == "approved":
            return f"{plan.id} was approved already; correct that entry if it is wrong"
        case "signed":
            return f"{plan.id} was signed by both parties; a revised version is submitted first"
        case _:
            return None


def _returned(file: ContractFile, entry: ServiceTransferPlanSigned, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    state = plan.state(entry.happened_on) if plan else None
    if plan is None or state not in ("returned", "not-submitted"):
        return None
    if state == "not-submitted":
        return f"{plan.id} was not submitted by {dated(entry.happened_on)}"
    last = [review for review in plan.reviews if review.on <= entry.happened_on][-1]
    return (
        f"{plan.id} was returned on {dated(last.on)} (entry {last.position}) and no revised version has been submitted"
        " since; a plan is signed once it is approved"
    )


def _signed_already(file: ContractFile, entry: ServiceTransferPlanSigned, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    before = [s for s in plan.signed if s.party == entry.party] if plan else []
    if plan is None or not before or entry.party in plan.unsigned(date.max):
        return None
    return f"the {entry.party} signed it on {dated(before[-1].on)} already (entry {before[-1].position})"


def _clients_left(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    left = file.exits.without_arrangement(entry.happened_on)
    if not left:
        return None
    return (
        f"by {dated(entry.happened_on)} it had not been arranged who supports {few(left)}; record"
        " client-transfer-arranged for each first"
    )


def _completed_already(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    before = next((done for done in file.exits.completed if done.plan == entry.plan), None)
    if before is None:
        return None
    return f"it was completed on {dated(before.on)} already (entry {before.position}); correct that entry"


# --- procedure ------------------------------------------------------------------------------------------------------


def _not_in_writing(file: ContractFile, entry: ContractEndPlansCommunicated, procedure: Procedure) -> str | None:
    if entry.means in WRITTEN or entry.document is not None:
        return None
    how = {
        "unrecorded": "in a talk of which nothing was written",
        "minuted-meeting": "at a meeting, and no paper of it",
    }
    return f"it was told {how[entry.means]}" if entry.means else "it is not said how it was told"


def _told_another(file: ContractFile, entry: ContractEndPlansCommunicated, procedure: Procedure) -> str | None:
    if told_the_provider(entry):
        return NOT_IN_POINT if entry.recipient is None else None
    if entry.by is not None and entry.by.is_of_the_provider:
        return f"it is entered as told by {entry.by}, of the provider itself"
    return f"{entry.recipient} was told, who is not entered as of the provider, and nobody of the provider"


def _told_late(file: ContractFile, entry: ContractEndPlansCommunicated, procedure: Procedure) -> str | None:
    due = transition.plans_due(file, entry.happened_on, procedure)
    if due is None or file.exits.first_told(due.due_on) is not None:
        return NOT_IN_POINT
    if entry.happened_on <= due.due_on:
        return None
    days = (entry.happened_on - due.due_on).days
    before = f"{procedure.setting('exit.plans-told-before-end')} months before the end on {dated(due.end)}"
    short = f", when the end on {dated(due.end)} came to be known" if due.too_short else f", {before}"
    return f"it was told {counted(days, 'day')} after it was due on {dated(due.due_on)}{short}"


def _heads_left_out(file: ContractFile, plan: ExitPlanAgreed, procedure: Procedure) -> str | None:
    if plan.exit_type is None:
        return "it does not say what sort of exit it plans for"
    missing = [words for name, words in HEADS[plan.exit_type].items() if getattr(plan, name) is None]
    return f"for {plan.exit_type.replace('-', ' ')} it leaves out {' and '.join(missing)}" if missing else None


def _sections_left_out(file: ContractFile, plan: ServiceTransferPlanSubmitted, procedure: Procedure) -> str | None:
    held = file.exits.transfer_plans.get(plan.plan or "")
    missing = sections_missing(plan.sections or (held.sections if held else ()))
    return f"it does not say {', nor '.join(missing)}" if missing else None


def _lists_left_out(file: ContractFile, plan: ServiceTransferPlanSubmitted, procedure: Procedure) -> str | None:
    held = file.exits.transfer_plans.get(plan.plan or "")
    lists = {
        "clients": plan.clients or (held.clients if held else ()),
        "documents": plan.items or (held.items if held else ()),
    }
    covered = [name for name in lists if name in plan.sections]
    if not covered:
        return NOT_IN_POINT
    missing = [name for name in covered if not lists[name]]
    return f"it covers {' and '.join(missing)}, and lists none" if missing else None


def _not_approved(file: ContractFile, entry: ServiceTransferPlanSigned, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    if plan is None:
        return NOT_IN_POINT
    if plan.state(entry.happened_on) != "submitted":
        return None
    return f"by {dated(entry.happened_on)} {plan.id} had not been approved"


def _approved_as_returned(file: ContractFile, entry: ServiceTransferPlanReviewed, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    if plan is None or entry.outcome != "approved" or plan.state(entry.happened_on) != "returned":
        return None
    last = dated(plan.reviews[-1].on)
    return f"{plan.id} was returned on {last}, and no revised version was submitted since; record it first"


def _returned_after_all(file: ContractFile, entry: ServiceTransferPlanReviewed, procedure: Procedure) -> str | None:
    plan = _plan_of(file, entry)
    if plan is None or entry.outcome != "returned":
        return NOT_IN_POINT
    signed = [f"the {s.party} signed it on {dated(s.on)} (entry {s.position})" for s in plan.signed]
    if plan.state(entry.happened_on) == "approved":
        last = [review for review in plan.reviews if review.on <= entry.happened_on][-1]
        signed = [f"{plan.id} was approved on {dated(last.on)} (entry {last.position})", *signed]
    return "; ".join(signed) or None


def _not_listed(
    file: ContractFile, entry: TransferItemHandedOver | ClientTransferArranged, procedure: Procedure
) -> str | None:
    plans = file.exits.transfer_plans.values()
    if isinstance(entry, ClientTransferArranged):
        listed, named, what = {c for plan in plans for c in plan.clients}, entry.client, "client"
    else:
        listed, named, what = {i.id.casefold() for plan in plans for i in plan.items}, entry.item.casefold(), "item"
    if not listed:
        return NOT_IN_POINT
    return None if named in listed else f"no transfer plan on file lists this {what}"


def _without_support(file: ContractFile, entry: ClientTransferArranged, procedure: Procedure) -> str | None:
    end = transition.supported_until(file, entry.client, entry.plan, entry.happened_on, procedure)
    if entry.starts_on is None or end is None:
        return NOT_IN_POINT
    days = (entry.starts_on - end).days - 1
    if days <= 0:
        return None
    return (
        f"it starts on {dated(entry.starts_on)}, and what they have now ends on {dated(end)}: for "
        f"{counted(days, 'day')} nobody supports them"
    )


def _items_left(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    if not any(plan.items for plan in file.exits.transfer_plans.values()):
        return NOT_IN_POINT
    left = file.exits.not_handed_over(entry.happened_on)
    return f"by {dated(entry.happened_on)} these had not been handed over: {few(left)}" if left else None


def _not_on_a_signed_plan(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    held = file.exits.transfer_plans
    plan = held.get(entry.plan) if entry.plan else next(reversed(held.values()), None)
    if plan is None:
        return "no service transfer plan is on file"
    state = plan.state(entry.happened_on)
    if state == "signed":
        return None
    unsigned = " and the ".join(plan.unsigned(entry.happened_on))
    return (
        f"{plan.id} was {state}, and not signed by the {unsigned}" if state == "approved" else f"{plan.id} was {state}"
    )


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="exit.ids-differ", citation="TVP-6.0-3", level="contradiction",
        of=(ExitPlanAgreed, ServiceTransferPlanSubmitted), found=twice(
            lambda entry: [part.id for part in (entry.steps if isinstance(entry, ExitPlanAgreed) else entry.items)],
            found="{twice} stands twice; give each an id of its own",
        ),
        sentence="Each step of a plan, and each item, has an id of its own.",
    ),
    Rule(
        id="exit-step.of-the-plan", citation="TVP-6.0-3", level="contradiction", of=ExitPlanStepCompleted,
        field="step", sentence="A step that is completed stands in the plan, and is completed once.",
        found=_no_such_step,
    ),
    Rule(
        id="transfer-plan.on-a-notice-of-termination", citation="TVP-6.0-7", level="contradiction",
        of=ServiceTransferPlanSubmitted, field="notice", found=_no_notice_of_termination,
        sentence="A service transfer plan answers a notice of termination.",
    ),
    Rule(
        id="transfer.clients-by-pseudonym", citation="TVP-6.0-12", level="contradiction",
        of=(ServiceTransferPlanSubmitted, ClientTransferArranged, TransferItemHandedOver), found=_names_told,
        sentence="A client is named by a pseudonym.",
    ),
    Rule(
        id="transfer-plan.reviewed-when-submitted", citation="TVP-6.0-8", level="contradiction",
        of=ServiceTransferPlanReviewed, field="plan", found=_nothing_to_review,
        sentence="A service transfer plan is reviewed after it was submitted, and approved once.",
    ),
    Rule(
        id="transfer-plan.not-signed-when-returned", citation="TVP-6.0-9", level="contradiction",
        of=ServiceTransferPlanSigned, field="plan", found=_returned,
        sentence="A service transfer plan that was returned is not signed.",
    ),
    Rule(
        id="transfer-plan.signed-once-by-each", citation="TVP-6.0-9", level="contradiction",
        of=ServiceTransferPlanSigned, field="party", found=_signed_already,
        sentence="Each party signs a version of the plan once.",
    ),
    Rule(
        id="transfer.no-client-left", citation="TVP-6.0-12", level="contradiction", of=ServiceTransferCompleted,
        field="happened_on", found=_clients_left,
        sentence="A transfer is complete when it is arranged for every client who supports them from then on.",
    ),
    Rule(
        id="transfer.completed-once", citation="TVP-6.0-6", level="contradiction", of=ServiceTransferCompleted,
        field="plan", sentence="A transfer is completed once.", found=_completed_already,
    ),
    Rule(
        id="end-plans.in-writing", citation="TVP-6.0-1", level="explain", of=ContractEndPlansCommunicated,
        field="means", sentence="What is planned for the contract's end is told in writing.", found=_not_in_writing,
    ),
    Rule(
        id="end-plans.told-the-provider", citation="TVP-6.0-1", level="explain", of=ContractEndPlansCommunicated,
        field="recipient", found=_told_another,
        sentence="What is planned for the contract's end is told to the provider; told to others it tells it nothing.",
    ),
    Rule(
        id="end-plans.in-time", citation="TVP-6.0-1", level="explain", of=ContractEndPlansCommunicated,
        field="happened_on", found=_told_late,
        sentence="What is planned for the contract's end is told at least six months before it.",
    ),
    Rule(
        id="exit-plan.keeps-disruption-small", citation="TVP-6.0-4", level="explain", of=ExitPlanAgreed,
        field="user_impact",
        found=leaves_out(SMALL_IMPACT, "it does not say how the impact is kept small on {missing}", " or on "),
        sentence="An exit plan says how users and the provider's staff are disrupted little.",
    ),
    Rule(
        id="exit-plan.heads-of-its-type", citation="TVP-6.0-5", level="explain", of=ExitPlanAgreed, field="exit_type",
        sentence="An exit plan says what its sort of exit asks for.", found=_heads_left_out,
    ),
    Rule(
        id="exit-plan.agreed-together", citation="TVP-6.0-3", level="explain", of=ExitPlanAgreed,
        field="agreed_for_provider", sentence="Authority and provider agree the exit plan together.",
        found=leaves_out(
            {"agreed_for_authority": "the authority", "agreed_for_provider": "the provider"},
            "it is not said who agreed to it for {missing}", " or for ",
        ),
    ),
    Rule(
        id="transfer-plan.covers-its-template", citation="TVP-6.0-10", level="explain",
        of=ServiceTransferPlanSubmitted, field="sections", found=_sections_left_out,
        sentence="A service transfer plan covers services, documents and clients.",
    ),
    Rule(
        id="transfer-plan.lists-what-it-covers", citation="TVP-6.0-11", level="advise",
        of=ServiceTransferPlanSubmitted, field="items", found=_lists_left_out,
        sentence="A service transfer plan lists the documents to be handed over and the clients.",
    ),
    Rule(
        id="transfer-plan.approved-as-revised", citation="TVP-6.0-8", level="contradiction",
        of=ServiceTransferPlanReviewed, field="outcome", found=_approved_as_returned,
        sentence="A plan that was returned is approved as revised.",
    ),
    Rule(
        id="transfer-plan.not-returned-when-approved", citation="TVP-6.0-8", level="explain",
        of=ServiceTransferPlanReviewed, field="outcome", found=_returned_after_all,
        sentence="A plan that was approved, or that a party has signed, is not returned: a revised one is asked for.",
    ),
    Rule(
        id="transfer-plan.returned-with-reasons", citation="TVP-6.0-8", level="advise",
        of=ServiceTransferPlanReviewed, field="reasons",
        found=lacks(
            "reasons", where=lambda entry: entry.outcome == "returned", found="it is not said why it is returned",
        ),
        sentence="A plan is returned with what it lacks.",
    ),
    Rule(
        id="transfer-plan.signed-after-approval", citation="TVP-6.0-9", level="explain", of=ServiceTransferPlanSigned,
        field="happened_on", sentence="A service transfer plan is signed once it is approved.", found=_not_approved,
    ),
    Rule(
        id="handover.with-receipt", citation="TVP-6.0-11", level="explain", of=TransferItemHandedOver,
        field="receipt", sentence="What is handed over is receipted.",
        found=lacks("receipt", found="no receipt is on file; that somebody is named who took it is none"),
    ),
    Rule(
        id="transfer.as-listed", citation="TVP-6.0-12", level="advise",
        of=(TransferItemHandedOver, ClientTransferArranged), found=_not_listed,
        sentence="What is handed over, and who goes on elsewhere, stands in the transfer plan.",
    ),
    Rule(
        id="transfer.support-without-a-gap", citation="TVP-6.0-12", level="explain", of=ClientTransferArranged,
        field="starts_on", found=_without_support,
        sentence="A client's new support starts by the day after the one they have ends.",
    ),
    Rule(
        id="transfer.everything-handed-over", citation="TVP-6.0-11", level="explain", of=ServiceTransferCompleted,
        field="happened_on", sentence="A transfer is complete when what was listed is handed over.",
        found=_items_left,
    ),
    Rule(
        id="transfer.on-a-signed-plan", citation="TVP-6.0-9", level="explain", of=ServiceTransferCompleted,
        field="plan", sentence="A service is transferred by a plan that both parties signed.",
        found=_not_on_a_signed_plan,
    ),
)  # fmt: skip
