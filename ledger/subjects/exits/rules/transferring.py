"""What is asked of a transfer as it is carried out: clients, things handed over, what comes last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import left_out, transfer_plans
from ledger.dates.working_days import dated
from ledger.expected_end import part_ended, without_their_notice
from ledger.names import counted, few
from ledger.offices import is_the_provider
from ledger.privacy.pseudonyms import not_pseudonyms
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.exits.entries import (
    ClientTransferArranged,
    ServiceTransferCompleted,
    ServiceTransferPlanSubmitted,
    TransferItemHandedOver,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _names_told(
    file: ContractFile, entry: ServiceTransferPlanSubmitted | ClientTransferArranged | TransferItemHandedOver,
    procedure: Procedure,
) -> str | None:  # fmt: skip
    clients = (entry.client,) if isinstance(entry, ClientTransferArranged) else entry.clients
    return not_pseudonyms(clients)


def _clients_left(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    left = file.exits.without_arrangement(entry.happened_on, without_their_notice(file, entry.happened_on))
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


def _not_listed(
    file: ContractFile, entry: TransferItemHandedOver | ClientTransferArranged, procedure: Procedure
) -> str | None:
    plans = file.exits.transfer_plans.values()
    if isinstance(entry, ClientTransferArranged):
        listed, named, what = {c for plan in plans for c in plan.clients}, entry.client, "client"
        left = left_out.without_arrangement(file, entry.happened_on)
    else:
        listed, named, what = {i.id.casefold() for plan in plans for i in plan.items}, entry.item.casefold(), "item"
        left = left_out.not_handed_over(file, entry.happened_on)
    listed |= {one.called.casefold() if one.item else one.called for plan in plans for one in plan.left_out}
    if not listed:
        return NOT_IN_POINT
    if named in listed:
        return None
    found = f"no transfer plan on file lists this {what}"
    return f"{found}; still open of those listed: {few(left)}; if it is one of these, name it so" if left else found


def _without_support(file: ContractFile, entry: ClientTransferArranged, procedure: Procedure) -> str | None:
    end = transfer_plans.supported_until(file, entry.client, entry.plan, entry.happened_on, procedure)
    if entry.starts_on is None or end is None:
        return NOT_IN_POINT
    days = (entry.starts_on - end).days - 1
    if days <= 0:
        return None
    return (
        f"it starts on {dated(entry.starts_on)}, and what they have now ends on {dated(end)}: for "
        f"{counted(days, 'day')} nobody supports them"
    )


def _with_the_provider_itself(file: ContractFile, entry: ClientTransferArranged, procedure: Procedure) -> str | None:
    """Of a part that ends the provider may keep a client in the rest; else what is arranged says how it goes on."""
    if not is_the_provider(file, entry.receiving_body) or entry.arrangement is not None:
        return None
    named = [plan for name, plan in file.exits.transfer_plans.items() if entry.plan in (None, name)]
    if any(part_ended(file, plan, entry.happened_on) for plan in named):
        return None
    return (
        f"{entry.receiving_body} is the provider whose contract ends; where it goes on to support them by another"
        " contract, say so as what was arranged"
    )


def _released_too_early(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    """A provider that is bound until the handover is released with it: from then on the days are counted."""
    arranged, on = [one for one in file.exits.arranged.values() if one.on <= entry.happened_on], entry.happened_on
    if not arranged:
        return NOT_IN_POINT
    late = [
        f"{one.client} for {counted(days, 'day')}, until {dated(one.starts_on)}"
        for one in arranged
        if (days := transfer_plans.days_without_support(file, one, on, procedure, on)) and one.starts_on
    ]  # fmt: skip
    unknown = [one.client for one in arranged if one.starts_on is None]
    found = [f"nobody supports {few(late)}"] if late else []
    found += [f"it is not said from which day others support {few(unknown)}"] if unknown else []
    return "; ".join(found) or None


def _not_gone_over(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    """Clients whom the provider supports beyond the day after: others begin only later, though nobody is left alone."""
    on = entry.happened_on
    listed, gone = {*file.exits.clients(on, without_their_notice(file, on))}, file.exits.arranged.values()
    arranged = [(one.client, one.starts_on) for one in gone if one.client in listed and one.starts_on and one.on <= on]
    if not arranged:
        return NOT_IN_POINT
    later = [f"{client} on {dated(day)}" for client, day in arranged if (day - on).days > 1]
    return f"by {dated(on)} it was complete, and these go over only later: {few(later)}" if later else None


def _items_left(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    if not any(plan.items for plan in file.exits.transfer_plans.values()):
        return NOT_IN_POINT
    left = left_out.not_handed_over(file, entry.happened_on)
    return f"by {dated(entry.happened_on)} these had not been handed over: {few(left)}" if left else None


def _not_on_a_signed_plan(file: ContractFile, entry: ServiceTransferCompleted, procedure: Procedure) -> str | None:
    held = file.exits.transfer_plans
    plan = held.get(entry.plan) if entry.plan else next(reversed(held.values()), None)
    if plan is None:
        return "no service transfer plan is on file"
    plan = transfer_plans.as_signed(file, plan)
    state = plan.state(entry.happened_on)
    if state == "signed":
        return None
    unsigned = " and the ".join(plan.unsigned(entry.happened_on))
    return (
        f"{plan.id} was {state}, and not signed by the {unsigned}" if state == "approved" else f"{plan.id} was {state}"
    )


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="transfer.clients-by-pseudonym", citation="TVP-6.0-12", level="contradiction",
        of=(ServiceTransferPlanSubmitted, ClientTransferArranged, TransferItemHandedOver), found=_names_told,
        sentence="A client is named by a pseudonym.",
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
        id="transfer.support-from-a-day", citation="TVP-6.0-12", level="advise", of=ClientTransferArranged,
        field="starts_on", asks=True, sentence="It is said from which day others support a client.",
        found=lacks("starts_on", found="it is not said from which day others support this client"),
    ),
    Rule(
        id="transfer.to-another-body", citation="TVP-6.0-12", level="advise", of=ClientTransferArranged,
        field="receiving_body", found=_with_the_provider_itself,
        sentence="A client goes on with another body than the provider whose contract ends.",
    ),
    Rule(
        id="transfer.released-once-supported", citation="TVP-6.0-12", level="explain", of=ServiceTransferCompleted,
        field="happened_on", found=_released_too_early,
        sentence="A transfer is complete when others support each client from the day after it, at the latest.",
    ),
    Rule(
        id="transfer.clients-gone-over", citation="TVP-6.0-12", level="advise", of=ServiceTransferCompleted,
        field="happened_on", sentence="A transfer is complete once each client that its plan lists has gone over.",
        found=_not_gone_over,
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
