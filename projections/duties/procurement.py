"""Duties of buying: the next step from the need to the countersigned contract, each with the office it falls to.

Which office that is, the procedure's division of work says, and who is on file in one of those it names; where it
divides none, it is the lead officer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import awards
from ledger.countersigning import came_back, sent_to_the_provider
from ledger.division_of_work import held_by_one_of, offices_managing_tenders, offices_stating_the_case
from ledger.said_since import documents_of
from ledger.subjects.procurement import Award, Procurement, Tender
from ledger.subjects.records import DocumentFiled
from projections.duties.duty import LEAD, SUPPORT, Duty, as_paper_of, days_after, duty
from projections.duties.passed_over import case_with, contract_there, first, unless_passed_over
from projections.duties.single_tenders import of_single_tenders
from projections.duties.step_of_buying import addressed, by_nobody_entitled, recommend, step
from projections.failings.trail import each_of, spoken
from projections.view import FileView


def of_procurement(view: FileView) -> Iterator[Duty]:
    """Yield every open duty of buying the contract. Pure; whatever the day. None where buying was given up."""
    bought = view.file.procurement
    if bought.given_up(date.max):
        return
    awarded = awards.awarded(view.file, date.max, view.procedure) is not None
    yield from _signing(view, bought)
    yield from (
        one for one in (*_route(view, bought), *of_single_tenders(view, bought)) if not (one.is_open and awarded)
    )
    if not awarded:
        for tender in bought.tenders.values():
            if _is_of_now(bought, tender) and not _called_anew(bought, tender):
                yield from _tender(view, bought, tender)
    for award in bought.awards.values():
        yield from _award(view, bought, award)
    if bought.routes and not bought.signed:
        yield from _papers(view, bought)


def _route(view: FileView, bought: Procurement) -> Iterator[Duty]:
    if bought.need is not None and not bought.routes and not bought.tenders and not bought.single_tenders:
        kind = "procurement-option-selected"
        asked = step(
            view, "procurement/route", "Settle how to buy it: by a single tender or by competition", kind=kind,
            since=bought.need.happened_on, citation="HCC-A3-a", opened_by=(bought.need_position,),
        )  # fmt: skip
        if view.file.agreement.contemporaneous_since is None:
            yield from unless_passed_over(view, kind, contract_there(view), asked)
    if not bought.routes:
        return
    yield from _case(view, bought)
    since, chosen, position = bought.routes[-1]
    taken = _taken(bought)
    if chosen.option == "single-tender" and not taken:
        yield from step(
            view, "procurement/single-tender", "Ask for authority to negotiate a single tender",
            kind="single-tender-authorisation-requested", since=since, citation="HCC-A4-b", opened_by=(position,),
        )  # fmt: skip
    advertised = any(one.advertised for one in bought.tenders.values() if _is_of_now(bought, one))
    if chosen.option == "competition" and not (taken and advertised):
        yield from unless_passed_over(
            view, "tender-advertised", taken,
            step(
                view, "procurement/tender", "Advertise the tender", kind="tender-advertised", since=since,
                citation="HCC-A7-c", opened_by=(position,),
            ),
        )  # fmt: skip


def _case(view: FileView, bought: Procurement) -> Iterator[Duty]:
    """What whoever manages the service supplies for authority to be had, by either route, until the next step.

    Once for a route, however often the same is said again. What a supplement to the choice says is not read: it closes
    it (docs/adr/0284), as the next step does; where that states no case, it was passed over (docs/adr/0360).
    """
    office, records = held_by_one_of(view.file, offices_stating_the_case(view.procedure)), view.file.records
    said = [one for one in bought.routes if (one[0], one[2]) > bought.turned]
    added = (
        at for *_, chosen in said for at in (*records.supplements.get(chosen, ()), *documents_of(view.file, chosen))
    )
    taken = _taken(bought)
    given = min(filter(None, (first(view, added), case_with(view, taken[1]) if taken else None)), default=None)
    if office is None or not said:
        return
    since, chosen, position = said[0]
    what = "negotiate a single tender" if chosen.option == "single-tender" else "invite tenders"
    asked = duty(
        view, "procurement/case",
        f"Supply the facts, and the case where it is needed, for authority to {what}: {as_paper_of(position)}",
        office=office, since=since, citation="HCC-A4-a", opened_by=(position,),
    )  # fmt: skip
    yield from unless_passed_over(view, None, taken, (asked,), given)


def _taken(bought: Procurement) -> tuple[date, int] | None:
    """When the step that the route last chosen asks for was first taken since buying took that way: (day, position) of
    a single tender asked for, or of tenders called for; None where it was not."""
    if bought.routes[-1][1].option == "single-tender":
        steps = [(one.on, one.position) for one in bought.single_tenders.values() if one.on is not None]
    else:
        tenders = [one for one in bought.tenders.values() if _is_of_now(bought, one)]
        evaluated = ((on, position) for one in tenders for on, _, position in one.evaluated)
        steps = [*evaluated, *(call for one in tenders for call in one.called)]  # one that was out may be gone on with
    return min((step for step in steps if step > bought.turned), default=None)


def _is_of_now(bought: Procurement, tender: Tender) -> bool:
    """Whether a tender was called for since buying was last begun anew; one given up asks for nothing."""
    return not tender.called or max(tender.called) > bought.begun


def _called_anew(bought: Procurement, tender: Tender) -> bool:
    """Whether a tender for which it is on file that nothing came in was called for again, under another id, from the
    day it closed on: then buying goes on with that one (docs/adr/0483)."""
    none = bought.unanswered(tender)
    if none is None or tender.evaluated:
        return False
    closed = tender.closes_on or none[0]
    others = (one.called for one in bought.tenders.values() if one.id != tender.id and one.called)
    return any(min(called) > max(tender.called, default=none) and min(called)[0] >= closed for called in others)


def _tender(view: FileView, bought: Procurement, tender: Tender) -> Iterator[Duty]:
    bids, evaluated = bought.bids_for(tender.id), bought.evaluated(tender)
    if not any(said.invited for _, said, _ in tender.invited) and not bids and not evaluated:
        unsaid = f": entry {tender.invited[-1][2]} names nobody who was" if tender.invited else ""
        yield from step(
            view, f"tenders-invited/{tender.id}", f"Invite tenders for {tender.id}{unsaid}", kind="tenders-invited",
            since=tender.on, due_on=tender.closes_on, citation="HCC-A7-d", opened_by=(tender.position,),
        )  # fmt: skip
    unanswered = bought.unanswered(tender) is not None
    if (unanswered or not bids) and not evaluated and tender.called:
        yield from _nothing_received(view, bought, tender)
    if bids and not evaluated and not unanswered:
        came = max(bid.on for bid in bids)
        yield from step(
            view, f"tenders-evaluated/{tender.id}", f"Evaluate the tenders that came in for {tender.id}",
            kind="tenders-evaluated", since=max(came, tender.closes_on or came), citation="HCC-A8-a",
            opened_by=[bid.position for bid in bids],
        )  # fmt: skip
    of_it = {bid.id for bid in bids}
    standing = (one for one in bought.awards.values() if not awards.given_up(view.file, one, date.max, view.procedure))
    if evaluated and not any(award.bid in of_it for award in standing):
        on, _, position = evaluated[-1]
        yield from recommend(view, tender.id, f"of {tender.id}, now that its tenders are evaluated", on, position)


def _nothing_received(view: FileView, bought: Procurement, tender: Tender) -> Iterator[Duty]:
    """Once a tender is closed and none is on file, whoever manages the tendering is asked what came of it, and how
    buying goes on where nothing did; not where it took another way since, or has come further without."""
    went_on = bought.awards or bought.signed or bought.countersigned or contract_there(view)
    closed = tender.closes_on
    if went_on or bought.route(date.max) == "single-tender":
        return
    office = held_by_one_of(view.file, offices_managing_tenders(view.procedure))
    if none := bought.unanswered(tender):
        yield from step(
            view, f"tenders-unanswered/{tender.id}", f"Say how buying goes on, since no tender came in for {tender.id}:"
            " by a new closing day, another route or the same begun anew, or that it is given up",
            kind="procurement-option-selected", since=none[0], citation="HCC-A7-a", opened_by=(none[1],),
            office=office,
        )  # fmt: skip
        return
    if closed is None:
        return
    yield from step(
        view, f"tenders-received/{tender.id}", f"Record what came in for {tender.id}, which closed on"
        f" {spoken(closed)}: each tender received; where none was, that, a new closing day, or that buying is given up"
        " or begun anew", kind="tender-received", since=days_after(closed, 1), citation="HCC-A7-a",
        opened_by=[max(tender.called)[1]], office=office,
    )  # fmt: skip


def _award(view: FileView, bought: Procurement, award: Award) -> Iterator[Duty]:
    if award.on is None or awards.given_up(view.file, award, date.max, view.procedure):
        return
    held = awards.authorised(view.file, award, date.max, view.procedure)
    if held is None and (award.on, award.position) < view.file.procurement.begun:
        return
    if held is None and awards.replaced_by(view.file, award, view.procedure):
        return
    there = contract_there(view)
    if held is None:
        yield from unless_passed_over(view, "award-authorised", there, _to_authorise(view, award))
    if not view.file.records.is_filed(award.position):
        papers = step(
            view, f"award-papers/{award.id}",
            f"Prepare the contract papers to be put forward with {award.id}: {as_paper_of(award.position)}",
            kind="document-filed", since=award.on, citation="HCC-A9-b", opened_by=(award.position,),
        )  # fmt: skip
        yield from unless_passed_over(view, "document-filed", held or there, papers)
    if held is None:
        return
    tender = bought.tenders.get(bought.bids[award.bid].tender) if award.bid in bought.bids else None
    if tender is None:
        return
    left = [
        bid.id
        for bid in awards.unsuccessful(view.file, tender.id, view.procedure)
        if bid.id not in tender.told_by(date.max)
    ]
    if left:
        yield from step(
            view, f"unsuccessful-told/{tender.id}", f"Tell {each_of(left)} that their tender was not chosen",
            kind="unsuccessful-tenderers-notified", since=held[0], citation="HCC-A9-c", opened_by=held[1:],
        )  # fmt: skip


def _to_authorise(view: FileView, award: Award) -> Iterator[Duty]:
    """Also where only somebody who may not has authorised it: that is ratified, or it is decided anew (ADR 0490)."""
    made = awards.without_effect(view.file, award, date.max, view.procedure)
    what = "is no authorisation of who may give it"
    by_nobody = f": {by_nobody_entitled(view, made[-1][1], awards.AUTHORISED_BY, what)}" if made else ""
    if award.given_up is not None:  # which does not stand, or nothing were asked for
        up = "gives it up, and is not of who may"
        by_nobody += f": {by_nobody_entitled(view, award.given_up[1], awards.AUTHORISED_BY, up)}"
        made = [*made, award.given_up]
    yield from step(
        view, f"award-authorised/{award.id}", f"Decide on the award recommended as {award.id}{by_nobody}",
        kind="award-authorised", since=award.on, citation="HCC-A9-a",
        opened_by=(award.position, *(position for _, position in made)),
        office=addressed(view, award.position, "award-authorised"),
    )  # fmt: skip


def _papers(view: FileView, bought: Procurement) -> Iterator[Duty]:
    since, _, position = bought.routes[0]
    specification = view.file.terms.specification(date.max)
    if specification is None:
        yield from step(
            view, "procurement/specification", "Prepare the service specification with the support officer",
            kind="service-specification-issued", since=since, citation="HCC-A6-a", opened_by=(position,),
        )  # fmt: skip
        return
    filed = (r.entry for r in view.file.of(DocumentFiled))
    if not any(isinstance(d, DocumentFiled) and d.document_kind in ("contract-draft", "contract") for d in filed):
        yield from step(
            view, "procurement/contract-draft", "Prepare the contract documents", kind="document-filed",
            since=max(since, specification.since), citation="HCC-A6-b", opened_by=(specification.position,),
        )  # fmt: skip


def _signing(view: FileView, bought: Procurement) -> Iterator[Duty]:
    award, sent_out = awards.awarded(view.file, date.max, view.procedure), sent_to_the_provider(view.file)
    held = awards.authorised(view.file, award, date.max, view.procedure) if award else None
    back = came_back(view.file)
    if award is not None and held is not None and not bought.signed and not back:
        yield from step(
            view, "contract-signed", f"Sign the contract awarded by {award.id} for the authority",
            kind="contract-signed-by-authority", since=held[0], citation="HCC-A9-d", opened_by=held[1:],
        )  # fmt: skip
    if bought.signed and not sent_out and not back:
        since, position = bought.signed[-1]
        yield from step(
            view, "contract-sent", "Send the signed contract to the provider to be countersigned",
            kind="contract-issued-for-countersignature", since=since, citation="HCC-A9-d", opened_by=(position,),
        )  # fmt: skip
    if sent_out and not back:
        since, wanted, position = sent_out[-1].on, sent_out[-1].wanted_back_by, sent_out[-1].position
        within = view.procedure_on(since).setting("countersignature.within")
        by = wanted or (days_after(since, within) if within else None)
        sent = f"See that the contract sent out on {spoken(since)} comes back countersigned"
        yield duty(
            view, "contract-countersigned", sent, office=_support(view), since=since, due_on=by, citation="HCC-A9-e",
            opened_by=(position,), limit=None if wanted else "countersignature.within",
        )  # fmt: skip
    if back and view.file.agreement.contract is None:
        since, position = back[-1].on, back[-1].position
        yield from step(
            view, "contract-registered", "Register the contract, which has come back countersigned",
            kind="contract-registered", since=since, citation="HCC-A2-b", opened_by=(position,),
        )  # fmt: skip


def _support(view: FileView) -> str:
    return SUPPORT if view.procedure.office(SUPPORT) else LEAD
