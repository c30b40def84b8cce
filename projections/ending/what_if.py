"""What would follow if a notice were served on a day: valid or not, when it counts, what runs from then, by method.

Nothing is recorded and nothing is assumed in silence: whatever the answer supposes (that it is signed by the holder of
the office entitled, goes to the address in force, says all the clause asks for, arrives on the day it is sent where
arrival counts) is in `supposing`. The same functions work out the notices that were really served.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Literal

from ledger import ending, kinds
from ledger.clauses_cited import same_clause
from ledger.contract_file import ContractFile
from ledger.contract_terms import NoticeTerms, Party
from ledger.dates.calendar import CalendarError, DateWorking, days_from, shifted
from ledger.dates.working_days import working_day_from
from ledger.entry import Actor, Frozen
from ledger.fields import Hour
from ledger.governing import procedure_of
from ledger.procedures import Procedure
from ledger.rights import not_arisen, right_in_point
from ledger.serving.remedy_time import working_day
from ledger.serving.service_clauses import BY, ServiceMethod
from ledger.serving.validity import NoticeWorking, reckoned
from ledger.subjects.notices import Addressee, NoticeServed
from projections.failings.trail import spoken

Kind = Literal["default", "improvement", "breach", "termination", "suspension", "dispute", "general"]
ARRIVES: tuple[ServiceMethod, ...] = ("hand", "e-mail", "portal", "fax")
"""Ways by which a notice is supposed to arrive on the day and at the hour it is sent."""
CARRIED: tuple[ServiceMethod, ...] = ("signed-for-post", "courier")
"""Ways by which it is supposed to be delivered at noon of the next Working Day."""
NOON = time(12)
COLLECTED: tuple[ServiceMethod, ...] = ("first-class-post", "signed-for-post", "courier", "dx")
"""Ways by which nothing is sure to leave on a day on which nobody works: the latest safe day is a Working Day."""
LEGAL_SERVICES = Actor(person="Legal Services", office="legal-services")
BY_LEGAL_SERVICES = next(rule for rule in kinds.RULES if rule.id == "notice.termination-by-legal-services")
"""Where a procedure has this rule, a notice of termination that anybody else gives is purported."""
LOOK_BACK = 60
"""How many days before the last day a posting is looked for."""


class Served(Frozen):
    """What would follow from serving it by one method."""

    method: ServiceMethod
    valid: bool | None
    """Null where the file does not tell."""
    defects: tuple[str, ...]
    not_told: tuple[str, ...]
    counts_on: date | None
    counts_at: Hour | None
    remedy_ends: date | None
    earliest_end: date | None
    """The earliest day on which the contract could end: for a notice of termination, by the clause's length of notice;
    for a notice that gives time to remedy, if notice of termination went by the same method the day after that time."""
    earliest_end_working: DateWorking | None = None
    latest_to_count_by: date | None = None
    """The latest day on which it can go by this method and still count by the day asked for."""
    sentence: str
    working: NoticeWorking
    supposing: tuple[str, ...]


class WhatIf(Frozen):
    """What would follow if a notice of a kind were served on a day, by each method the contract provides for."""

    notice_kind: Kind
    on: date
    at: Hour | None
    clause: str | None
    must_count_by: date | None
    """The day it has to count by: as asked for, else the last day of the right it would use."""
    ended_on: date | None = None
    """The day the contract had ended by then, by what is on file; None where it was live."""
    stands_against: tuple[str, ...]
    """For a notice of termination: the right not shown, and the conditions unmet that nothing lifts, each in words."""
    by_method: tuple[Served, ...]


def what_if(
    file: ContractFile, day: date, kind: Kind, *, methods: Sequence[ServiceMethod] = (), at: time | None = None,
    clause: str | None = None, count_by: date | None = None, party: Party = "authority",
    default_procedure: str = "hampshire",
) -> WhatIf:  # fmt: skip
    """Return what would follow if a party served a notice of that kind on that day. Pure; records nothing.

    `methods`: those to look at; none means every one the contract provides for, or all where no clause is on file.
    """
    then = file.in_effect_on(day)
    terms = _terms(then, kind, party, day)
    provided = [rule.method for rule in terms.service.methods] if terms.service else list(BY)
    must_by = count_by or _last_day_of_right(then, day, kind, clause)
    wanted = tuple(methods) or tuple(dict.fromkeys(provided))
    ours, procedure = kind == "termination" and party == "authority", procedure_of(then, day, default_procedure)
    against = _stands_against(then, day, clause, procedure) if ours else ()
    by_legal = ours and procedure.ruling(BY_LEGAL_SERVICES)[0] is not None
    notices = (_notice(then, terms, day, at, kind, way, clause, party, by_legal) for way in wanted)
    served = tuple(_served(then, notice, must_by, procedure) for notice in notices)
    ended = then.termination.ended_on(day)
    return WhatIf(
        notice_kind=kind, on=day, at=at, clause=clause, must_count_by=must_by, ended_on=ended.on if ended else None,
        stands_against=against, by_method=served,
    )  # fmt: skip


def _terms(file: ContractFile, kind: Kind, party: Party, day: date) -> NoticeTerms:
    return file.terms.notice_clause(kind, party, day, file.country)


def _last_day_of_right(file: ContractFile, day: date, kind: Kind, clause: str | None) -> date | None:
    if kind != "termination":
        return None
    return min((r.until for r in right_in_point(file, day, clause) if r.state == "arisen" and r.until), default=None)


def _stands_against(file: ContractFile, day: date, clause: str | None, procedure: Procedure) -> tuple[str, ...]:
    asked_for = {row.id for row in procedure.conditions if row.applies}
    found_unmet = ending.unmet_as_seen(file, day).items()
    unmet = [f"{condition}: {found}" for condition, found in found_unmet if condition in asked_for]
    lacking = not_arisen(file, day, clause)
    held = right_in_point(file, day, clause)
    if not held:
        lacking = "no clause that gives the authority a right to end the contract is on file"
    elif clause is not None and not any(same_clause(right.clause, clause) for right in held):
        there = ", ".join(right.clause for right in held)
        lacking = f"no right of the authority to end the contract under clause {clause} is on file; there are: {there}"
    return (*([lacking] if lacking else []), *unmet)


def _notice(
    file: ContractFile, terms: NoticeTerms, day: date, at: time | None, kind: Kind, method: ServiceMethod,
    clause: str | None, party: Party, by_legal: bool,
) -> NoticeServed:  # fmt: skip
    other: Party = "provider" if party == "authority" else "authority"
    address = file.terms.address(other, day, method)
    received = _received(file, day, at, method)
    rights = [r.says for r in file.terms.termination_clauses(day) if clause and same_clause(r.says.clause, clause)]
    signing = next((right.signed_by for right in rights if right.signed_by), ()) or terms.signed_by
    signer = _signer(file, signing, party, day)
    if by_legal and (not signing or LEGAL_SERVICES.office in signing):
        signer = LEGAL_SERVICES
    addressee = next((_office(file, office, day) for office in terms.addressed_to), None)
    named = Addressee(office=address.says.addressee) if address and address.says.addressee else None
    return NoticeServed(
        happened_on=day, happened_at=at, notice_kind=kind, served_by_party=party, method=method, clause=clause,
        address=address.says.address if address else None, by=LEGAL_SERVICES if by_legal else signer,
        signed_by=signer if by_legal else None,
        recipients=tuple(to for to in (addressee, named) if to is not None) or _contact(file, other, day),
        states=terms.must_state, received_on=received[0], received_at=received[1],
    )  # fmt: skip


def _received(file: ContractFile, day: date, at: time | None, method: ServiceMethod) -> tuple[date | None, time | None]:
    if method in ARRIVES:
        return day, at
    if method in CARRIED:
        try:
            return working_day_from(shifted(day, 1), working_day(file, day)), NOON
        except CalendarError:  # a year without a table of bank holidays: no day can be supposed
            return None, None
    return None, None


def _contact(file: ContractFile, party: Party, day: date) -> tuple[Addressee, ...]:
    """Whom a notice goes to where no clause says: the other party's contract manager, or the lead officer."""
    office = "provider-contract-manager" if party == "provider" else "lead-officer"
    return (_office(file, office, day),)


def _office(file: ContractFile, office: str, day: date) -> Addressee:
    held = file.people.holder(office, day)
    return Addressee(person=held.person if held else None, office=office)


def _signer(file: ContractFile, offices: Sequence[str], party: Party, day: date) -> Actor | None:
    for office in offices or ("representative", "lead-officer"):
        held = file.people.holder(office, day)
        if held is not None:
            return Actor(person=held.person, office=office, party=party)
    return None


def _served(file: ContractFile, notice: NoticeServed, must_by: date | None, procedure: Procedure) -> Served:
    assert notice.method is not None
    working = reckoned(file, notice)
    ends = working.remedy.ends_on if working.remedy else None
    latest = _latest_day(file, notice, must_by) if must_by else None
    earliest_end, length = _earliest_end(file, notice, working) if working.counts_on else (None, None)
    if earliest_end is None and ends is not None:
        earliest_end, length = _after_remedy(file, notice, ends)
    return Served(
        method=notice.method, valid=working.valid, defects=working.defects, not_told=working.not_told,
        counts_on=working.counts_on, counts_at=working.counts_at, remedy_ends=ends,
        earliest_end=earliest_end, earliest_end_working=length, latest_to_count_by=latest,
        sentence=working.sentence, working=working, supposing=_supposing(notice, procedure),
    )  # fmt: skip


def _earliest_end(
    file: ContractFile, notice: NoticeServed, working: NoticeWorking
) -> tuple[date | None, DateWorking | None]:
    """The earliest day a notice of termination can end the contract on, with the working of its length if it has one:
    by the clause's length of notice or, where the clause lets the contract be ended at once, the day it counts."""
    if working.ends_no_earlier_than is not None:
        return working.ends_no_earlier_than.end, working.ends_no_earlier_than
    held = file.terms.termination_clauses(notice.happened_on) if notice.notice_kind == "termination" else []
    at_once = any(r.says.immediate and notice.clause and same_clause(r.says.clause, notice.clause) for r in held)
    return (working.counts_on if at_once else None), None


def _after_remedy(
    file: ContractFile, notice: NoticeServed, remedy_ends: date
) -> tuple[date | None, DateWorking | None]:
    """The same for notice of termination by the same method, the day after the time to remedy was over."""
    rights = (held.says for held in file.terms.termination_clauses(notice.happened_on))
    right = next(
        (
            right
            for right in rights
            if right.trigger == "unremedied-default"
            and right.first_notice in (None, notice.notice_kind)
            and right.held_by in ("either", notice.served_by_party)
        ),
        None,
    )
    if right is None or remedy_ends == date.max:
        return None, None
    moved = _moved(file, notice, shifted(remedy_ends, 1))
    ending_notice = moved.model_copy(update={"notice_kind": "termination", "clause": right.clause})
    return _earliest_end(file, ending_notice, reckoned(file, ending_notice))


def _moved(file: ContractFile, notice: NoticeServed, day: date) -> NoticeServed:
    """The notice, had it gone on another day by the same method and at the same hour."""
    assert notice.method is not None
    received_on, received_at = _received(file, day, notice.happened_at, notice.method)
    update = {"happened_on": day, "received_on": received_on, "received_at": received_at}
    return notice.model_copy(update=update)


def _latest_day(file: ContractFile, notice: NoticeServed, must_by: date) -> date | None:
    """The latest day from which it counts by then; None where none of the days before is early enough."""
    first = date.fromordinal(max(1, must_by.toordinal() - LOOK_BACK))
    for day in reversed([day for day in days_from(first, must_by) if _leaves_on(file, notice, day)]):
        counts = reckoned(file, _moved(file, notice, day)).counts_on
        if counts is not None and counts <= must_by:
            return day
    return None


def _leaves_on(file: ContractFile, notice: NoticeServed, day: date) -> bool:
    """Whether what is sent by its method is sure to leave on a day. A year without a table is not taken for sure."""
    try:
        return notice.method not in COLLECTED or working_day(file, day).closed_because(day) is None
    except CalendarError:
        return False


def _supposing(notice: NoticeServed, procedure: Procedure) -> tuple[str, ...]:
    by_legal, signer = notice.by == LEGAL_SERVICES, notice.signer
    signed = f"{procedure.person_in_office(signer)} signs it" if signer else None
    if by_legal:
        signed = (
            "Legal Services sign and serve it" if signer == LEGAL_SERVICES else f"{signed}, and Legal Services serve it"
        )
    to = " and ".join(map(procedure.person_in_office, notice.recipients))
    sent = f"it goes to {notice.address}" if notice.address else None
    arrives = f"its arrival on {spoken(notice.received_on)} can be proved" if notice.received_on else None
    says = f"it states {', '.join(notice.states)}" if notice.states else None
    return tuple(part for part in (signed, f"it is addressed to {to}" if to else None, sent, arrives, says) if part)
