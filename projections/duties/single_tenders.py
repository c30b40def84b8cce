"""Duties of buying by a single tender: its report, the decision of who may, the negotiation, and another way once it
came to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import awards as awarding
from ledger.single_tenders import (
    DECIDED_BY,
    asked_anew,
    granted,
    negotiated_without,
    report_with,
    standing,
    stood,
    without_effect,
)
from ledger.subjects.procurement import Procurement, SingleTender, SingleTenderNegotiationConcluded
from projections.duties.duty import Duty, as_paper_of
from projections.duties.passed_over import Act, first, unless_passed_over
from projections.duties.step_of_buying import addressed, by_nobody_entitled, recommend, step
from projections.failings.trail import spoken
from projections.view import FileView


def of_single_tenders(view: FileView, bought: Procurement) -> Iterator[Duty]:
    """Yield every open duty of buying from one provider alone. Pure; whatever the day."""
    begun = bought.begun
    negotiations = _negotiations(view, bought)
    awards = [one for one in bought.awards.values() if one.on is not None and (one.on, one.position) > begun]
    for asked in bought.single_tenders.values():
        if asked_anew(view.file, asked, view.procedure):
            continue
        of_now = asked.on is not None and (asked.on, asked.position) >= begun
        # What nobody who may decided is no step: the report stays asked for until a decision that is one.
        by_who_may = stood(view.file, asked, date.max, view.procedure)
        decided = next(((on, position) for on, _, position in by_who_may), None)
        given = None if asked.reported else first(view, report_with(view.file, asked.position))
        if not asked.reported and (of_now or decided):
            kind = "single-tender-authorisation-requested"
            yield from unless_passed_over(view, kind, decided, _report(view, asked), given)
        if not of_now:
            continue
        if standing(view.file, asked, date.max, view.procedure) is None:
            yield from _to_decide(view, asked)
        elif (leave := granted(view.file, asked, date.max, view.procedure)) and not negotiations and not awards:
            yield from step(
                view, f"negotiation/{asked.id}", f"Negotiate with {asked.provider or 'the provider'} ({asked.id})",
                kind="single-tender-negotiation-concluded", since=leave[0], citation="HCC-A5-a", opened_by=leave[1:],
            )  # fmt: skip
    agreed = [(on, position) for on, said, position in negotiations if said.outcome == "agreed"]
    if agreed and not awards and not _by_competition_since(bought, agreed[-1]):
        yield from recommend(view, "negotiation", "after the negotiation that came to terms", *agreed[-1])
    if not agreed and all(awarding.given_up(view.file, one, date.max, view.procedure) for one in awards):
        yield from _another_way(view, bought)


def _to_decide(view: FileView, asked: SingleTender) -> Iterator[Duty]:
    """Also where only somebody who may not has decided: that is ratified, or decided anew (docs/adr/0423)."""
    made = without_effect(view.file, asked, date.max, view.procedure)
    what = "is no decision of who may decide"
    by_nobody = f": {by_nobody_entitled(view, made[-1][1], DECIDED_BY, what)}" if made else ""
    yield from step(
        view, f"single-tender-decided/{asked.id}", f"Decide on {asked.id}, a single tender{by_nobody}",
        kind="single-tender-authorisation-decided", since=asked.on, citation="HCC-A4-b",
        opened_by=(asked.position, *(position for _, position in made)),
        office=addressed(view, asked.position, "single-tender-authorisation-decided"),
    )  # fmt: skip


def _report(view: FileView, asked: SingleTender) -> Iterator[Duty]:
    return step(
        view, f"single-tender-report/{asked.id}",
        f"Draft the report by which {asked.id} asks for a single tender, and place it on the file with it: "
        f"{as_paper_of(asked.position)}",
        kind="single-tender-authorisation-requested", since=asked.on, citation="HCC-A4-b", opened_by=(asked.position,),
    )  # fmt: skip


def _another_way(view: FileView, bought: Procurement) -> Iterator[Duty]:
    """Once every request of now was refused, or what was granted came to no terms, and nothing was chosen, asked for or
    called for since: how to buy is to be settled again (docs/adr/0423)."""
    of_now = [one for one in bought.single_tenders.values() if one.on and (one.on, one.position) > bought.begun]
    asked = [one for one in of_now if not asked_anew(view.file, one, view.procedure)]
    failed = [(on, position, said.request) for on, said, position in _negotiations(view, bought)]
    ended: dict[str, Act] = {}
    for one in asked:
        held = standing(view.file, one, date.max, view.procedure)
        if held is None:
            return
        since, decision, position = held
        of_it = [(on, at) for on, at, request in failed if request in (None, one.id) and (on, at) > (since, position)]
        if decision == "granted" and not of_it:
            return
        ended[one.id] = (since, position) if decision == "refused" else of_it[-1]
    if not ended or _gone_on(view, bought, last := max(ended.values())):
        return
    yield from step(
        view, "procurement/route", f"Settle how to buy it, or give it up, now that {' and '.join(ended)} came to"
        f" nothing on {spoken(last[0])}: by competition, or by a single tender sought again",
        kind="procurement-option-selected", since=last[0], citation="HCC-A3-a", opened_by=last[1:],
    )  # fmt: skip


def _negotiations(view: FileView, bought: Procurement) -> list[tuple[date, SingleTenderNegotiationConcluded, int]]:
    """Those held since buying was last begun anew, with authority or ratified: on others nothing rests."""
    without = negotiated_without(view.file, date.max, view.procedure)
    return [one for one in bought.negotiations if (one[0], one[2]) > bought.begun and one[2] not in without]


def _by_competition_since(bought: Procurement, agreed: Act) -> bool:
    """Whether competition was chosen after a negotiation had come to terms: then that is what goes on."""
    since, chosen, position = bought.routes[-1] if bought.routes else (date.min, None, 0)
    return chosen is not None and chosen.option == "competition" and (since, position) > agreed


def _gone_on(view: FileView, bought: Procurement, last: Act) -> bool:
    """Whether buying is by competition, or went on after that: a route chosen, tenders called for or evaluated, or the
    contract registered."""
    if bought.route(date.max) == "competition":
        return True
    contract = view.file.agreement.contract
    steps = [(on, position) for on, _, position in bought.routes]
    for tender in bought.tenders.values():
        steps += [*tender.called, *((on, position) for on, _, position in tender.evaluated)]
    steps += [(contract.happened_on, view.file.agreement.position)] if contract else []
    return any(one > last for one in steps)
