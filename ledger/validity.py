"""Whether a notice was validly served; then when it counts; then how long there is to put things right.

Three questions, always in this order, since each turns on the one before:

1. *Valid?* By the contract's own clauses as they stood on the day: signed by somebody entitled who held the office that
   day (where no clause says who: the lead officer, a representative, Legal Services), addressed to whom and where the
   contract says, by a method it allows for that kind of notice, stating what it asks for. The answer is yes, no, or
   that it cannot be told: no clause is on file, or what would decide it is not on record. A notice that is not valid
   has no date at all.
2. *When does it count?* By the contract's clause; without one on file, on proved receipt. The rules of court are for
   documents of court proceedings only (ledger/court_documents.py).
3. *How long to remedy?* The contract's period, counted as the contract counts; or what the notice itself gave, where
   that is longer. No time runs before the notice counts.

`NoticeWorking` is stored inside entries and so is a recorded format; it is never worked out again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ledger.bank_holidays import COUNTRY_NAMES
from ledger.calendar import CalendarError, Country, DateWorking, Hour, period_end, spoken
from ledger.contract_terms import InForce, NoticeTerms, Party, TerminationClause
from ledger.court_documents import claim_form_served, court_document_served
from ledger.entry import Frozen
from ledger.names import name_key
from ledger.offices import office_differs
from ledger.remedy_time import RemedyWorking, time_to_remedy, working_day
from ledger.service_clauses import BY, DayAndHour
from ledger.service_of_notices import ServiceWorking, when_counted

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import NoticeServed

ON_FILE_OFFICES = ("lead-officer", "deputy-lead-officer", "representative", "contract-support-officer")
"""Offices of the authority whose holders each contract's file names; those of the provider begin with provider-."""

ACTING = ("lead-officer", "representative")
"""Offices whose holders act for the authority where no clause says who signs; Legal Services always may."""
NO_METHOD = "How it was served is not on record"
NO_DEFINITION = (
    "No clause on file says what a Working Day is; Monday to Friday was taken, bank holidays left out of the count."
)


class NoticeWorking(Frozen):
    """Whether a notice was validly served, when it counts and how long there is to remedy, each with its reasons."""

    valid: bool | None = None
    """Whether it was validly served; null where that cannot be told from the file."""
    defects: tuple[str, ...] = ()
    """Why it was not."""
    not_told: tuple[str, ...] = ()
    """What would decide it and is not on file."""
    clauses: tuple[str, ...] = ()
    """The clauses of the contract it was judged by."""
    service: ServiceWorking | None = None
    """When it counts, and why; none where it is not valid."""
    counts_on: date | None = None
    """The day it counts as given; none where it does not, or not yet."""
    counts_at: Hour | None = None
    """The hour from which it counts, where that is known."""
    remedy: RemedyWorking | None = None
    """The time to put right what it complains of."""
    ends_no_earlier_than: DateWorking | None = None
    """For a notice of termination: the length of notice the contract asks for, from the day it counts."""
    sentence: str
    """All of this in words."""


@dataclass(slots=True)
class _Findings:
    defects: list[str] = field(default_factory=list)
    not_told: list[str] = field(default_factory=list)


def reckoned(file: ContractFile, notice: NoticeServed) -> NoticeWorking:
    """Return the working of a notice by the file and by what is known of its receipt. Never raises."""
    if notice.notice_kind == "court-document":
        return _court_document(notice, file.country)
    terms = file.terms.notice_clause(notice.notice_kind, notice.served_by_party, notice.happened_on, file.country)
    found = _Findings()
    if not terms.clauses:
        found.not_told.append("no clause of the contract on notices is on file")
    if terms.signed_by:
        _judge_signer(file, notice, terms.signed_by, found)
    elif terms.clauses and not _signed_by_its_own_clause(file, notice):
        _judge_giver(file, notice, found)
    _judge_addressee(file, notice, terms, found)
    _judge_content(notice, terms, found)
    _judge_method(notice, terms, found)
    _judge_termination_clause(file, notice, found)
    _judge_address(file, notice, found)
    service, problem = _service(notice, terms)
    if service is not None:
        _judge_paper_copy(notice, service, found)
    if found.defects:
        return NoticeWorking(
            valid=False, defects=tuple(found.defects), not_told=tuple(found.not_told), clauses=terms.clauses,
            sentence=f"Not validly served: {'; '.join(found.defects)}.",
        )  # fmt: skip
    return _dated(file, notice, terms, found, service, problem)


def _dated(
    file: ContractFile, notice: NoticeServed, terms: NoticeTerms, found: _Findings, service: ServiceWorking | None,
    problem: str | None,
) -> NoticeWorking:  # fmt: skip
    """The working of a notice against which nothing stands: when it counts, and what follows from that day."""
    counts_on, counts_at = _counted(notice, terms, service)
    remedy, no_remedy = time_to_remedy(file, notice, counts_on) if counts_on else (None, None)
    length = notice_length(file, notice, counts_on) if counts_on else None
    by_working_days = bool(service and service.table) or bool(remedy and remedy.reads_working_days)
    said = [
        f"Whether it was validly served cannot be told: {'; '.join(found.not_told)}."
        if found.not_told
        else f"Validly served by {_clauses(terms.clauses)} of the contract.",
        service.sentence if service else problem,
        remedy.sentence if remedy else no_remedy,
        f"Notice of {length.period} before the end: {length.sentence}" if length else None,
        NO_DEFINITION if by_working_days and file.terms.working_day(notice.happened_on) is None else None,
    ]
    return NoticeWorking(
        valid=None if found.not_told else True, not_told=tuple(found.not_told), clauses=terms.clauses, service=service,
        counts_on=counts_on, counts_at=counts_at, remedy=remedy, ends_no_earlier_than=length,
        sentence=" ".join(part for part in said if part),
    )  # fmt: skip


# --- 1. valid? ---------------------------------------------------------------------------------------------------


def _judge_signer(file: ContractFile, notice: NoticeServed, entitled: tuple[str, ...], found: _Findings) -> None:
    if not entitled:
        return
    signer, day = notice.signer, notice.happened_on
    wanted = _either(file, entitled, day)
    if signer is None:
        found.not_told.append(f"who signed it is not on record; the contract asks for {wanted}")
        return
    if any(file.people.holds(office, signer.person, day, signer.office) for office in entitled):
        return
    if signer.office not in entitled:
        found.defects.append(f"it was signed by {file.person_in_office(signer, day)}; the contract asks for {wanted}")
        return
    differs = office_differs(file, signer.person, signer.office, day)
    if differs:
        found.defects.append(f"it was signed by {signer.person}, but {differs}")
    elif _kept_on_file(signer.office):
        found.not_told.append(f"no appointment to the office of {file.office_in_words(signer.office, day)} is on file")


def _signed_by_its_own_clause(file: ContractFile, notice: NoticeServed) -> bool:
    """Whether the clause that gives the right to end the contract says itself who signs: it is judged by that."""
    return any(right.says.signed_by for right in _rights_cited(file, notice))


def _judge_giver(file: ContractFile, notice: NoticeServed, found: _Findings) -> None:
    """Where no clause says who signs: somebody who on that day held an office that acts for the party, as on file."""
    giver, day, party = notice.signer, notice.happened_on, notice.served_by_party
    if giver is None:
        found.not_told.append("who gave it is not on record")
        return
    offices = _acting_for(file, party)
    held = [term for office in offices for term in file.people.holders(office)]
    if any(file.people.holds(office, giver.person, day, giver.office) for office in offices):
        return
    if party == "authority" and giver.office == "legal-services":
        return
    by = file.person_in_office(giver, day)
    if party == "authority" and held:
        in_office = [
            f"{term.person} ({file.office_in_words(term.office, day)})" for term in held if term.in_office(day)
        ]
        there = " and ".join(in_office) or "nobody"
        found.defects.append(
            f"it was given by {by}; on {spoken(day)} {there} acted for the authority, by what is on file"
        )
        return
    differs = office_differs(file, giver.person, giver.office, day)
    if differs:
        found.defects.append(f"it was given by {by}, but {differs}")
    else:
        found.not_told.append(f"who could give notice for the {party} on {spoken(day)} is not on file")


def _acting_for(file: ContractFile, party: Party) -> tuple[str, ...]:
    if party == "authority":
        return ACTING
    return tuple(office for office in file.people.terms if office.startswith("provider-"))


def _judge_addressee(file: ContractFile, notice: NoticeServed, terms: NoticeTerms, found: _Findings) -> None:
    day = notice.happened_on
    wanted = _either(file, terms.addressed_to, day)
    if not notice.recipients:
        asks = f"; the contract asks for {wanted}" if wanted else ""
        found.not_told.append(f"whom it was addressed to is not on record{asks}")
        return
    if not terms.addressed_to:
        return
    against = []
    for recipient in notice.recipients:
        if recipient.person and any(
            file.people.holds(o, recipient.person, day, recipient.office) for o in terms.addressed_to
        ):
            return
        office = recipient.office and recipient.office.casefold().replace(" ", "-")
        if office in terms.addressed_to:
            differs = office_differs(file, recipient.person, office, day) if recipient.person else None
            if differs is None:
                return
            against.append(f"it was addressed to {file.person_in_office(recipient, day)}, but {differs}")
        else:
            against.append(
                f"it was addressed to {file.person_in_office(recipient, day)}; the contract asks for {wanted}"
            )
    found.defects += against


def _judge_address(file: ContractFile, notice: NoticeServed, found: _Findings) -> None:
    """By the addresses for notices in force that day; where the party has given none at all, none is asked for."""
    other: Party = "provider" if notice.served_by_party == "authority" else "authority"
    in_force = {method: held.says for method, held in file.terms.addresses(other, notice.happened_on).items()}
    place = in_force.get(notice.method) if notice.method else None
    if place is None:
        used = notice.address and _alike(notice.address)
        if in_force and notice.method and all(_alike(given.address) != used for given in in_force.values()):
            found.not_told.append(f"no address of the {other} for service {BY[notice.method]} is on file")
        return
    if notice.address is None:
        found.not_told.append(f"the address it went to is not on record; in force was “{place.address}”")
    elif _alike(notice.address) != _alike(place.address):
        day = spoken(notice.happened_on)
        found.defects.append(f"it went to “{notice.address}”; the address in force on {day} was “{place.address}”")
    if place.addressee is None:
        return
    marked = [name for r in notice.recipients for name in (r.person, r.office) if name]
    if not marked:
        found.not_told.append(f"whom it was marked for is not on record; it had to be {place.addressee}")
    elif all(_alike(_words(name)) != _alike(_words(place.addressee)) for name in marked):
        found.defects.append(f"it was marked for {marked[0]}; it had to be {place.addressee}")


def _judge_method(notice: NoticeServed, terms: NoticeTerms, found: _Findings) -> None:
    if terms.service is None:
        return
    if notice.method is None:
        found.not_told.append("how it was served is not on record")
    elif terms.service.rule_for(notice.method, notice.notice_kind) is None:
        what = f"a notice of this kind ({_words(notice.notice_kind)}) {BY[notice.method]}"
        found.defects.append(f"clause {terms.service.clause} does not allow {what}")


STATED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("date", "time", "period", "days", "when", "by which"), ("remedy_by", "remedy_period", "ends_on")),
    (("remed", "put right", "action", "step"), ("remedy_required",)),
    (("standard", "requirement", "specification"), ("standards_breached",)),
    (("clause", "provision", "term"), ("clause",)),
    (("breach", "default", "fail", "ground", "fact", "issue"), ("issues", "standards_breached", "default_kind")),
)
"""Words of a clause on what a notice must state -> the fields of the notice of which one then must not be empty."""


def _judge_content(notice: NoticeServed, terms: NoticeTerms, found: _Findings) -> None:
    stated = {_alike(part) for part in notice.states}
    for part in terms.must_state:
        if _alike(part) in stated:
            continue
        fields = next((fields for words, fields in STATED if any(word in part.casefold() for word in words)), ())
        if not fields:
            found.not_told.append(f"whether it states “{part}” is not on record")
        elif not any(getattr(notice, name) for name in fields):
            found.defects.append(f"it does not state “{part}”, which the contract asks of it")


def _judge_termination_clause(file: ContractFile, notice: NoticeServed, found: _Findings) -> None:
    """What the clause that gives the right to end the contract itself asks of the notice."""
    for right in _rights_cited(file, notice):
        _judge_signer(file, notice, right.says.signed_by, found)
        if right.says.methods and notice.method and notice.method not in right.says.methods:
            ways = " or ".join(BY[way] for way in right.says.methods)
            was = BY[notice.method]
            found.defects.append(f"clause {right.says.clause} asks that it be served {ways}; it was served {was}")
        if right.says.held_by not in ("either", notice.served_by_party):
            found.defects.append(f"clause {right.says.clause} gives the right to the {right.says.held_by}")
        if notice.extent == "full" and right.says.extent == "partial":
            found.defects.append(
                f"clause {right.says.clause} lets part of the contract be ended, and it ends the whole"
            )
        if notice.extent == "partial" and right.says.extent == "full":
            found.not_told.append(
                f"whether clause {right.says.clause} lets a part be ended, being entered for the whole"
            )


def _rights_cited(file: ContractFile, notice: NoticeServed) -> list[InForce[TerminationClause]]:
    """The rights to end the contract that a notice of termination cites by their clause."""
    if notice.notice_kind != "termination" or notice.clause is None:
        return []
    rights = file.terms.termination_clauses(notice.happened_on)
    return [right for right in rights if same_clause(right.says.clause, notice.clause)]


def _judge_paper_copy(notice: NoticeServed, service: ServiceWorking, found: _Findings) -> None:
    due, rule = service.hard_copy_by, service.method_rule
    if due is None or rule is None or rule.hard_copy is None:
        return
    ways = " or ".join(BY[way] for way in rule.hard_copy.methods)
    if notice.paper_copy_on is None:
        found.not_told.append(f"it is good only if a paper copy went {ways} by {spoken(due.end)}, and none is on file")
    elif notice.paper_copy_on > due.end:
        went = spoken(notice.paper_copy_on)
        found.defects.append(f"its paper copy went on {went}; it had to go by {spoken(due.end)}")
    elif notice.paper_copy_method is None:
        found.not_told.append(f"how its paper copy went is not on record; it had to go {ways}")
    elif notice.paper_copy_method not in rule.hard_copy.methods:
        found.defects.append(f"its paper copy went {BY[notice.paper_copy_method]}; it had to go {ways}")


# --- 2. when does it count? --------------------------------------------------------------------------------------


def _sent(notice: NoticeServed) -> DayAndHour:
    return DayAndHour(day=notice.happened_on, hour=notice.happened_at)


def _received(notice: NoticeServed) -> DayAndHour | None:
    return DayAndHour(day=notice.received_on, hour=notice.received_at) if notice.received_on else None


def _service(notice: NoticeServed, terms: NoticeTerms) -> tuple[ServiceWorking | None, str | None]:
    """When it counts with its working, or why that cannot be said."""
    if notice.method is None and terms.service is not None:
        return None, f"{NO_METHOD}, so it cannot be told when it counts."
    if notice.method is None:
        counts = f"it counts on {received}" if (received := _received(notice)) else "no receipt is proved"
        return None, f"{NO_METHOD}, and without a clause on service a notice counts on proved receipt: {counts}."
    try:
        return when_counted(notice.method, _sent(notice), _received(notice), terms.service, notice.notice_kind), None
    except CalendarError as error:
        return None, f"When it counts cannot be reckoned: {error}."


def _counted(
    notice: NoticeServed, terms: NoticeTerms, service: ServiceWorking | None
) -> tuple[date | None, Hour | None]:
    if service is not None:
        return service.counts_on, service.counts_at
    if notice.method is None and terms.service is None:
        return notice.received_on, notice.received_at
    return None, None


def _court_document(notice: NoticeServed, country: Country) -> NoticeWorking:
    not_told = "the rules of court on who may be served and where are judged by the court"
    service, problem = None, None
    if country != "england-and-wales":
        problem = f"The rules of court of {COUNTRY_NAMES[country]} are not held here."
    elif notice.method is None:
        problem = f"{NO_METHOD}, so it cannot be told when it counts."
    else:
        served = claim_form_served if notice.court_document == "claim-form" else court_document_served
        try:
            service = served(notice.method, _sent(notice))
        except CalendarError as error:
            problem = f"When it counts cannot be reckoned: {error}."
    return NoticeWorking(
        valid=None, not_told=(not_told,), service=service, counts_on=service.counts_on if service else None,
        counts_at=service.counts_at if service else None,
        sentence=f"{service.sentence if service else problem} Validity is not judged here: {not_told}.",
    )  # fmt: skip


def notice_length(file: ContractFile, notice: NoticeServed, start: date) -> DateWorking | None:
    """Return the earliest day a termination notice may end the contract on, by the clause it cites, if that says."""
    for right in _rights_cited(file, notice):
        if right.says.notice_length is not None:
            try:
                return period_end(right.says.notice_length, start, working_day(file, notice.happened_on))
            except CalendarError:
                return None
    return None


# --- words -------------------------------------------------------------------------------------------------------


def same_clause(one: str, other: str) -> bool:
    """Return whether two numbers of clauses are the same, with or without the word clause."""
    return _alike(one) == _alike(other)


def _kept_on_file(office: str) -> bool:
    return office in ON_FILE_OFFICES or office.startswith("provider-")


def _either(file: ContractFile, offices: tuple[str, ...], day: date) -> str:
    return " or ".join(file.office_in_words(office, day) for office in offices)


def _clauses(numbers: tuple[str, ...]) -> str:
    *most, last = dict.fromkeys(numbers)
    return f"clauses {', '.join(most)} and {last}" if most else f"clause {last}"


def _words(slug: str) -> str:
    return slug.replace("-", " ")


def _alike(text: str) -> str:
    return name_key(text).removeprefix("clause ")
