"""Whether a notice went where and how the contract says, and states what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.clauses_cited import alike, in_plain_words, rights_cited
from ledger.contract_terms import NoticeTerms, Party
from ledger.dates.calendar import spoken
from ledger.serving.notice_people import Findings, judge_signer
from ledger.serving.service_clauses import BY
from ledger.serving.service_of_notices import ServiceWorking

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import NoticeServed


def judge_address(file: ContractFile, notice: NoticeServed, found: Findings) -> None:
    """By the addresses for notices in force that day; where the party has given none at all, none is asked for."""
    other: Party = "provider" if notice.served_by_party == "authority" else "authority"
    in_force = {method: held.says for method, held in file.terms.addresses(other, notice.happened_on).items()}
    place = in_force.get(notice.method) if notice.method else None
    if place is None:
        used = notice.address and alike(notice.address)
        if in_force and notice.method and all(alike(given.address) != used for given in in_force.values()):
            found.not_told.append(f"no address of the {other} for service {BY[notice.method]} is on file")
        return
    if notice.address is None:
        found.not_told.append(f"the address it went to is not on record; in force was “{place.address}”")
    elif alike(notice.address) != alike(place.address):
        day = spoken(notice.happened_on)
        found.defects.append(f"it went to “{notice.address}”; the address in force on {day} was “{place.address}”")
    if place.addressee is None:
        return
    marked = [name for r in notice.recipients for name in (r.person, r.office) if name]
    if not marked:
        found.not_told.append(f"whom it was marked for is not on record; it had to be {place.addressee}")
    elif all(alike(in_plain_words(name)) != alike(in_plain_words(place.addressee)) for name in marked):
        found.defects.append(f"it was marked for {marked[0]}; it had to be {place.addressee}")


def judge_method(notice: NoticeServed, terms: NoticeTerms, found: Findings) -> None:
    """By the ways in which the contract's clause lets a notice of this kind be served."""
    if terms.service is None:
        return
    if notice.method is None:
        found.not_told.append("how it was served is not on record")
    elif terms.service.rule_for(notice.method, notice.notice_kind) is None:
        what = f"a notice of this kind ({in_plain_words(notice.notice_kind)}) {BY[notice.method]}"
        found.defects.append(f"clause {terms.service.clause} does not allow {what}")


STATED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("date", "time", "period", "days", "when", "by which"), ("remedy_by", "remedy_period", "ends_on")),
    (("remed", "put right", "action", "step"), ("remedy_required",)),
    (("standard", "requirement", "specification"), ("standards_breached",)),
    (("clause", "provision", "term"), ("clause",)),
    (("breach", "default", "fail", "ground", "fact", "issue"), ("issues", "standards_breached", "default_kind")),
)
"""Words of a clause on what a notice must state -> the fields of the notice of which one then must not be empty."""


def judge_content(notice: NoticeServed, terms: NoticeTerms, found: Findings) -> None:
    """By what the contract asks a notice to state."""
    stated = {alike(part) for part in notice.states}
    for part in terms.must_state:
        if alike(part) in stated:
            continue
        fields = next((fields for words, fields in STATED if any(word in part.casefold() for word in words)), ())
        if not fields:
            found.not_told.append(f"whether it states “{part}” is not on record")
        elif not any(getattr(notice, name) for name in fields):
            found.defects.append(f"it does not state “{part}”, which the contract asks of it")


def judge_termination_clause(file: ContractFile, notice: NoticeServed, found: Findings) -> None:
    """What the clause that gives the right to end the contract itself asks of the notice."""
    for right in rights_cited(file, notice):
        judge_signer(file, notice, right.says.signed_by, found)
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


def judge_paper_copy(notice: NoticeServed, service: ServiceWorking, found: Findings) -> None:
    """By the paper copy that has to follow, where the clause asks for one."""
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
