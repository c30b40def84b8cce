"""The transfer of a service: plans for it, what is handed over, and who supports each client from then on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger import expected_end, left_out, transfer_plans
from ledger.contract_file import ContractFile
from ledger.entry import Frozen
from ledger.names import counted
from ledger.procedures import Procedure
from ledger.subjects.exits import TransferPlan, sections_missing
from ledger.subjects.notices import Notice
from projections.duties.exit import entered_as_our_own
from projections.failings.trail import spoken
from projections.view import FileView


class TransferPlanRow(Frozen):
    """One service transfer plan."""

    id: str
    notice: str | None
    state: str
    versions: int
    submitted_on: date | None
    sections: tuple[str, ...]
    """What it is said to cover."""
    missing: tuple[str, ...]
    """What it does not cover."""
    returned: tuple[str, ...]
    """Each time it was returned, and why."""
    unsigned: tuple[str, ...]
    """The parties that have still to sign, once it is approved."""
    signed_by_the_other: tuple[str, ...] = ()
    """Of these: by whom of the other party, and in which entry, it is signed for one, which is no signature of its own
    (TVP-6.0-9)."""
    position: int | None
    clients: Literal["none", "not-said"] | None = None
    """That it says there are none, or covers them without a list; None where it lists them, or does not cover them."""
    notice_gone: str | None = None
    """That the notice it answers was withdrawn since, and nothing more is asked of it until it is submitted again."""
    filed: bool = False
    """Whether the newest version itself is with its entry (TVP-6.0-10)."""


class ItemRow(Frozen):
    """Something to be handed over, or handed over."""

    item: str
    what: str | None
    sort: str
    handed_over_on: date | None
    receiving_body: str | None
    received_by: str | None
    receipt: bool
    """Whether the receipt is on file (TVP-6.0-11); that somebody is named who took it is none."""
    position: int | None = None


class ClientRow(Frozen):
    """One client, by a pseudonym, and who supports them from then on."""

    client: str
    receiving_body: str | None
    starts_on: date | None
    position: int | None = None
    days_without: int = 0
    """For how many days nobody supports them, between what they have now and that (TVP-6.0-12)."""


def transfer_plan_row(view: FileView, then: ContractFile, plan: TransferPlan, on: date) -> TransferPlanRow:
    """Return a service transfer plan as it stood on a day. Pure."""
    signed = transfer_plans.as_signed(then, plan)
    submitted, state = [s for s in plan.submitted if s[0] <= on], signed.state(on)
    gone = _in_words(notice) if (notice := expected_end.notice_gone(then, plan, on)) else None
    unsigned = signed.unsigned(on) if state == "approved" and gone is None else ()
    return TransferPlanRow(
        id=plan.id, notice=plan.notice, state=state, versions=len(submitted),
        submitted_on=submitted[-1][0] if submitted else None, sections=plan.sections,
        missing=sections_missing(plan.sections), filed=bool(submitted) and _is_on_file(then, submitted[-1][1]),
        clients="not-said" if plan.leaves_clients_out else "none" if plan.no_clients and not plan.clients else None,
        returned=tuple(
            f"{spoken(r.on)}{f': {view.say(r.reasons)}' if r.reasons else ''}"
            for r in plan.reviews if r.outcome == "returned"
        ),
        unsigned=unsigned, notice_gone=gone, position=submitted[-1][1] if submitted else None,
        signed_by_the_other=tuple(_signed_by_the_other(view, then, plan, unsigned, on)),
    )  # fmt: skip


def _signed_by_the_other(
    view: FileView, then: ContractFile, plan: TransferPlan, unsigned: tuple[str, ...], on: date
) -> Iterator[str]:  # fmt: skip
    for party in unsigned:
        held = transfer_plans.signed_for_another(then, plan, party, on)
        if held is not None and held.signatory is not None:
            other = "provider" if party == "authority" else "authority"
            who = view.procedure.person_in_office(held.signatory)
            yield f"it is signed for the {party} by {who}, of the {other} (entry {held.position})"


def _in_words(gone: Notice) -> str | None:
    if gone.withdrawn is None:
        return None
    on, position = gone.withdrawn
    return (
        f"{gone.id} was withdrawn on {spoken(on)} (entry {position}): nothing more is asked of this plan, unless it is"
        " submitted again"
    )


def _is_on_file(then: ContractFile, position: int) -> bool:
    """Whether a plan is with its entry, or was filed as belonging to it."""
    recorded = then.at(position)
    with_it = recorded is not None and any(getattr(recorded.entry, name) for name in ("document", "exhibits"))
    return with_it or then.records.is_filed(position, "plan")


def awaited_for(view: FileView, then: ContractFile) -> Iterator[str]:
    """Yield each notice of termination for which a transfer plan is still to come from the provider. Pure."""
    for notice, served in then.notices.served("termination", party="authority"):
        void = notice.withdrawn or notice.is_purported or notice.valid is False
        if not void and transfer_plans.supplied_on(then, notice.id) is None:
            part = f", of {served.part}" if served.extent == "partial" and served.part else ""
            ours = entered_as_our_own(then, notice.id)
            yield f"{notice.id}, served on {spoken(served.happened_on)}{part}{ours}"


def items_of(view: FileView, then: ContractFile, on: date) -> Iterator[ItemRow]:
    """Yield what is to be handed over, and what was, each thing once. Pure."""
    given = {handed.item.casefold(): handed for handed in then.exits.handed_over}
    gone, plans = expected_end.without_their_notice(then, on), then.exits.transfer_plans.values()
    open_still = {item.id.casefold() for plan in plans if plan.id not in gone for item in plan.items}
    listed = {item.id.casefold(): item for plan in plans for item in plan.items}
    listed = {name: item for name, item in listed.items() if name in open_still or name in given}
    listed |= {one.item.id.casefold(): one.item for one in left_out.left_out(then, on) if one.item}
    for name, item in listed.items():
        handed = given.get(name)
        yield ItemRow(
            item=item.id, what=view.say(item.what) or None, sort=item.sort,
            handed_over_on=handed.on if handed else None, receiving_body=handed.receiving_body if handed else None,
            received_by=handed.received_by if handed else None, receipt=handed.receipt if handed else False,
            position=handed.position if handed else None,
        )  # fmt: skip
    for name, handed in given.items():
        if name not in listed:
            yield ItemRow(
                item=handed.item, what=None, sort=handed.sort, handed_over_on=handed.on,
                receiving_body=handed.receiving_body, received_by=handed.received_by, receipt=handed.receipt,
                position=handed.position,
            )  # fmt: skip


def clients_of(then: ContractFile, on: date, procedure: Procedure) -> Iterator[ClientRow]:
    """Yield each client, with who supports them from then on. Pure."""
    arranged, gone = then.exits.arranged, expected_end.without_their_notice(then, on)
    for client in dict.fromkeys((*then.exits.clients(on, gone), *left_out.without_arrangement(then, on), *arranged)):
        held = arranged.get(client)
        yield ClientRow(
            client=client, receiving_body=held.receiving_body if held else None,
            starts_on=held.starts_on if held else None, position=held.position if held else None,
            days_without=transfer_plans.days_without_support(then, held, on, procedure) if held else 0,
        )  # fmt: skip


def without_support(clients: tuple[ClientRow, ...]) -> Iterator[str]:
    """Yield in sentences whom nobody supports for a time, and whom from a day that is not said."""
    for one in clients:
        if one.receiving_body and one.starts_on is None:
            yield f"it is not said from which day {one.receiving_body} supports {one.client}"
        if one.starts_on and one.days_without:
            yield f"nobody supports {one.client} for {counted(one.days_without, 'day')}, until {spoken(one.starts_on)}"
