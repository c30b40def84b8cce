"""A notice of termination drafted for Legal Services to settle, from what the file shows; or why none is drafted.

Cleartrail drafts nothing while the right is not shown to have arisen or a condition that nothing lifts is unmet
(requirements.md, I: TC-15, 16, 18 and 19; TC-21 is for who signs and serves). A draft is not a notice: nobody is sent
it, and recording that one was served is an entry of its own.
"""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.names import clause_once
from ledger.rights import Right, right_in_point
from ledger.serving.service_clauses import BY, ServiceMethod
from projections.ending.what_if import Served, what_if
from projections.failings.trail import spoken
from projections.view import FileView


class NotDrafted(Exception):
    """Nothing is drafted: `against` says what is not shown, each in words."""

    def __init__(self, against: tuple[str, ...]) -> None:
        self.against = against
        super().__init__("; ".join(against))


class Draft(Frozen):
    """The text of a notice of termination, as far as the file can give it."""

    clause: str
    on: date
    method: ServiceMethod
    text: str
    """Plain text; what the file does not say is in [square brackets]."""
    rests_on: tuple[int, ...]
    """The entries by which the right is shown."""
    doubts: tuple[str, ...] = ()
    """What could be said against the right and the file does not settle: for Legal Services, never in the notice."""


def draft_of_termination(view: FileView, day: date, clause: str, method: ServiceMethod) -> Draft:
    """Return the draft of a notice of termination under a clause, to be served on a day. Raises NotDrafted. Pure."""
    answer = what_if(
        view.file, day, "termination", methods=(method,), clause=clause, default_procedure=view.default_procedure
    )
    if answer.stands_against:
        raise NotDrafted(answer.stands_against)
    there = [right for right in right_in_point(view.file.in_effect_on(day), day, clause) if right.state == "arisen"]
    if not there:
        raise NotDrafted((f"no right under clause {clause} is there to be used on {spoken(day)}: it was used already",))
    right = there[0]
    [served] = answer.by_method
    if served.valid is False:
        raise NotDrafted(tuple(f"served {BY[method]} it would not be valid: {defect}" for defect in served.defects))
    return Draft(
        clause=right.clause, on=day, method=method, rests_on=right.entries, doubts=right.doubts,
        text=_text(view, day, right, served),
    )  # fmt: skip


def _text(view: FileView, day: date, right: Right, served: Served) -> str:
    method, ends = served.method, served.earliest_end
    contract = view.file.agreement.contract
    provider = contract.provider.name if contract and contract.provider else "[name of the provider]"
    address = view.file.terms.address("provider", day, method)
    title = contract.title if contract else "[title of the contract]"
    begins = f" dated {spoken(contract.agreed_on) if contract and contract.agreed_on else '[date of the contract]'}"
    counted = _counted(served, day)
    end = spoken(ends) if ends else "[the day, by the length of notice the clause asks for]"
    return clause_once("\n\n".join(
        (
            "DRAFT for Legal Services to settle, sign and serve. It has not been sent.",
            f"To: {provider}\n{address.says.address if address else '[address for notices]'}\nServed {BY[method]}",
            f"{title} ({view.reference}){begins}: notice of termination under clause {right.clause}",
            f"1. We give you notice that we end the contract under clause {right.clause} with effect from {end}.",
            f"2. The right arose on {spoken(right.arisen_on) if right.arisen_on else '[day]'}. {_facts(right)}",
            f"3. {counted}",
            "4. We reserve all other rights and remedies, whether or not mentioned in this notice.",
            "Signed for the authority by: ______________________  (Legal Services)        Date: ______________",
        )
    ))  # fmt: skip


def _counted(served: Served, day: date) -> str:
    service = served.working.service
    if service is None or service.clause is None:
        return "[No clause on service is on file: from which day this notice counts is for Legal Services to say.]"
    counts = spoken(served.counts_on) if served.counts_on else "[the day its receipt is proved]"
    return f"By clause {service.clause}, a notice served {BY[served.method]} on {spoken(day)} counts from {counts}."


def _facts(right: Right) -> str:
    """The facts the right rests on, as found: not what was made of them, nor what is doubted on our side."""
    facts = right.grounds[0].facts
    return f"{facts[:1].upper()}{facts[1:]}."
