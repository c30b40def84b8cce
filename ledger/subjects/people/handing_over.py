"""What is asked of handing the management of a contract over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.names import same_name, same_person
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.people.entries import ContractManagementHandedOver
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


def _to_one_not_in_office_yet(
    file: ContractFile, entry: ContractManagementHandedOver, procedure: Procedure
) -> str | None:  # fmt: skip
    """Whoever takes over is appointed, and manages it only later: until then nobody does. One of whom no appointment is
    on file may be given it next."""
    day = max(entry.latest_on, entry.accepted_on or entry.latest_on)
    terms = [term for office in (LEAD, DEPUTY, DELEGATED) for term in file.people.holders(office)]
    theirs = [
        term
        for term in terms
        if same_person(entry.to_person, term.person) and (term.until is None or term.until >= day)
    ]
    if not theirs:
        return NOT_IN_POINT
    first = min(theirs, key=lambda term: term.since)
    if first.since <= day:
        return None
    title = procedure.office_in_words(first.office)
    return f"{entry.to_person} is {title} only from {dated(first.since)} (entry {first.position}), after {dated(day)}"


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
        id="handover.to-who-manages-it", citation="IMP-24-d", level="advise", of=ContractManagementHandedOver,
        field="to_person", sentence="A contract is handed over to somebody who manages it by then.",
        found=_to_one_not_in_office_yet,
    ),
)  # fmt: skip
