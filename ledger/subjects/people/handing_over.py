"""What is asked of handing the management of a contract over."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.names import same_name, same_person
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.people.entries import (
    ContractManagementDelegated,
    ContractManagementHandedOver,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
)
from ledger.subjects.people.register import DAY, DELEGATED, DEPUTY, LEAD

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _to_oneself(file: ContractFile, entry: ContractManagementHandedOver, procedure: Procedure) -> str | None:
    if not same_name(entry.from_person, entry.to_person):
        return None
    return f"{entry.from_person} cannot hand it over to the same person; name who took it over"


def _by_a_stranger(file: ContractFile, entry: ContractManagementHandedOver, procedure: Procedure) -> str | None:
    day = entry.happened_on
    managing = [t.person for office in (LEAD, DEPUTY, DELEGATED) for t in file.people.in_office(office, day)]
    managing += [t.person for t in file.people.holders(LEAD) if t.until is not None and t.until + DAY >= day]
    if not managing:
        return NOT_IN_POINT
    if any(same_person(entry.from_person, person) for person in managing):
        return None
    return f"{entry.from_person} did not manage it, as far as the file says; {', '.join(dict.fromkeys(managing))} did"


def _not_all_handed_over(file: ContractFile, entry: ContractManagementHandedOver, procedure: Procedure) -> str | None:
    if not entry.checklist:
        return "no checklist says what was handed over"
    left = [item.item for item in entry.checklist if not item.done]
    return f"not handed over: {', '.join(left)}" if left else None


ToManage: TypeAlias = LeadOfficerAppointed | DeputyOfficerAppointed | ContractManagementDelegated


def _took_it_over_before(file: ContractFile, entry: ToManage, procedure: Procedure) -> str | None:
    """Whoever is appointed had taken it over before, and was in no office by which a contract is managed until now."""
    since = entry.effective_on
    taken = [one for one in file.people.handovers if same_person(entry.person, one.to_person)]
    if not taken:
        return NOT_IN_POINT
    day = max(taken[-1].on, taken[-1].accepted_on or taken[-1].on)
    held = [term for office in (LEAD, DEPUTY, DELEGATED) for term in file.people.holders(office)]
    held_before = any(term.since < since and same_person(entry.person, term.person) for term in held)
    if day >= since or held_before:
        return None
    took = f"{entry.person} took it over on {dated(day)} (entry {taken[-1].position})"
    return f"{took}, and is appointed from {dated(since)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="handover.accepted-afterwards", citation="IMP-24-d", level="contradiction", of=ContractManagementHandedOver,
        field="accepted_on", sentence="A handover is accepted once it was made.", found=out_of_order(
            "accepted_on", "happened_on", found="it was accepted on {later}, before it was handed over on {earlier}",
        ),
    ),
    Rule(
        id="handover.to-another", citation="IMP-24-d", level="contradiction", of=ContractManagementHandedOver,
        field="to_person", sentence="A contract is handed over to somebody else.", found=_to_oneself,
    ),
    Rule(
        id="handover.by-who-managed-it", citation="IMP-24-d", level="advise", of=ContractManagementHandedOver,
        field="from_person", sentence="A contract is handed over by who managed it.", found=_by_a_stranger,
    ),
    Rule(
        id="handover.checklist-complete", citation="IMP-24-d", level="explain", of=ContractManagementHandedOver,
        field="checklist", asks=True,
        sentence="What is handed over stands on a checklist, and all of it is handed over.",
        found=_not_all_handed_over,
    ),
    Rule(
        id="handover.to-who-manages-it", citation="IMP-24-d", level="advise", of=get_args(ToManage),
        field="from_date", sentence="Whoever takes a contract over is appointed to manage it by then.",
        found=_took_it_over_before,
    ),
)  # fmt: skip
