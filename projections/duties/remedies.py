"""Duties that arise from remedies and money: disputes and claims to answer, reviews to hold, sums to claim or pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import procurement_act, provisions
from ledger.dates.span import holding
from ledger.names import counted
from ledger.subjects.notices import FORMAL
from ledger.subjects.remedies import Measure, Sum
from projections.duties.ceasing import until_the_end
from projections.duties.duty import LEAD, PROVIDER, Duty, days_after, duty
from projections.failings.trail import spoken
from projections.view import FileView


def of_remedies(view: FileView) -> Iterator[Duty]:
    """Yield every open duty about points, sums, suspensions, relief, invoices and the provider's notices. Pure."""
    yield from _disputes(view)
    yield from _reliefs(view)
    for measure in view.file.remedies.suspensions.values():
        yield from _suspension(view, measure)
    for held in view.file.remedies.sums.values():
        yield from _sum(view, held)
    yield from _invoices(view)
    yield from _notices_of_the_provider(view)


def _disputes(view: FileView) -> Iterator[Duty]:
    for award in view.file.remedies.awards.values():
        dispute = award.dispute(date.max)
        if dispute is not None and award.remaining(date.max):
            on, position = dispute
            yield duty(
                view, f"points-dispute/{award.id}", f"Answer the provider's dispute of {award.id}: uphold or withdraw",
                office=LEAD, since=on, citation="HCC-2.1-b", opened_by=(award.position, position),
            )  # fmt: skip


def _reliefs(view: FileView) -> Iterator[Duty]:
    for relief in view.file.remedies.reliefs.values():
        if relief.on is not None and relief.decision(date.max) is None:
            ours = relief.claimed_by == "provider"
            yield duty(
                view, f"relief/{relief.id}", f"Answer the {relief.claimed_by}'s claim for relief {relief.id}",
                office=LEAD if ours else PROVIDER, party="authority" if ours else "provider", since=relief.on,
                due_on=relief.answer_by, citation="HCC-2.1-b", opened_by=(relief.position,),
            )  # fmt: skip


def _suspension(view: FileView, measure: Measure) -> Iterator[Duty]:
    """As long as the authority's suspension is in force it is looked at again; one with an end by that end."""
    if measure.since is None or measure.ended is not None or measure.party == "provider":
        return
    looked_at = measure.reviewed[-1][0] if measure.reviewed else measure.since
    by = measure.review_by or measure.until
    sentence = f"Review the suspension of {view.say(measure.of)} ({measure.id}): lift it, or say why it goes on"
    found = duty(
        view, f"suspension/{measure.id}", sentence, office=LEAD, since=looked_at, due_on=by, citation="HCC-2.1-b",
        opened_by=(measure.position, *(position for _, position in measure.reviewed)),
    )  # fmt: skip
    own_end = days_after(measure.until, 1) if measure.until else None
    yield until_the_end(view, found.model_copy(update={"ceases_on": own_end}))


def _sum(view: FileView, held: Sum) -> Iterator[Duty]:
    """A sum owed to the authority is claimed or taken by it; once claimed with a date, whoever owes it pays it."""
    if held.on is None or not held.is_open(date.max):
        return
    left = held.outstanding(date.max)
    what = f"{view.say(held.remedy)} {held.id}" + (f", {left} of it open" if left else "")
    last = held.claimed[-1] if held.claimed else None
    if last is not None or held.owed_by == "authority":
        provider = held.owed_by == "provider"
        yield duty(
            view, f"sum/{held.id}", f"Pay or credit the {what}", office=PROVIDER if provider else LEAD,
            party="provider" if provider else "authority", since=last.on if last else held.on,
            due_on=last.pay_by if last else None, citation="HCC-3.1-c",
            opened_by=(held.position, last.position if last else None),
        )  # fmt: skip
    else:
        yield duty(
            view, f"sum/{held.id}", f"Claim the {what}, take it off an invoice, or waive it", office=LEAD,
            since=held.on, citation="HCC-3.1-c", opened_by=(held.position,),
        )  # fmt: skip


def _otherwise(view: FileView, received: date) -> str:
    """The time for payment that an entry gives by no agreed variation: told beside the agreed one, which holds, with
    the last day on which that is so, where a variation was agreed since."""
    file, held = view.file, provisions.pay_by_otherwise(view.file, received)
    days = held.says.pay_within_days if held and held.says else None
    if held is None or days is None:
        return ""
    so = holding(provisions.turns(file, held), lambda day: provisions.told_beside(file, held, day))
    last = next((last for first, last in so if first <= received and (last is None or received <= last)), None)
    until = f" until {spoken(last)}" if last else ""
    return f"; {held.id} has {counted(days, 'day')}, by no agreed variation{until}"


def _invoices(view: FileView) -> Iterator[Duty]:
    for invoice in view.file.payments.invoices.values():
        left = view.file.payments.unpaid(invoice.id, date.max)
        if left is None:
            continue
        # The invoice's own day goes before the time the contract gives for payment (CPC307-S11), the law before both.
        by = provisions.pay_by(view.file, invoice.on)
        at_law = procurement_act.pay_by(view.procedure, invoice.on, invoice.due_on)
        agreed = invoice.due_on or (by[0] if by else None)
        latest = at_law is not None and (agreed is None or at_law < agreed)
        stands_in = "CPC307-S11" if by and not invoice.due_on else "HCC-2.1-b"
        otherwise = _otherwise(view, invoice.on) if by and not invoice.due_on and not latest else ""
        paid = view.file.payments.of_invoice(invoice.id, "made", "withheld")
        settled = left.pence <= 0
        if settled and not paid:
            continue  # nothing was to be paid
        yield duty(
            view, f"invoice/{invoice.id}",
            f"Pay {invoice.amount} of {invoice.id}" if settled else
            f"Pay {left} of {invoice.id}, or record why it is withheld{otherwise}", office=LEAD, since=invoice.on,
            due_on=at_law if latest else agreed,
            citation=view.procedure.cited("act.pay-within") if latest else stands_in,
            opened_by=(invoice.position, by[1] if by and not invoice.due_on else None),
            done=(paid[-1].on, paid[-1].position) if settled else None,
        )  # fmt: skip


def _notices_of_the_provider(view: FileView) -> Iterator[Duty]:
    """What the provider complains of is put right in the same time, by the same clock, as it has for ours."""
    for notice, served in view.file.notices.served(party="provider"):
        ends = notice.remedy_ends()
        settled = notice.withdrawn is not None or notice.is_purported or notice.result() == "remedied"
        if settled or notice.counts_on is None or ends is None:
            continue
        if served.notice_kind in (*FORMAL, "breach"):
            yield duty(
                view, f"their-notice/{notice.id}", f"Put right what the provider's notice {notice.id} complains of",
                office=LEAD, since=notice.counts_on, due_on=ends, citation="HCC-2.1-b", opened_by=(notice.position,),
            )  # fmt: skip
