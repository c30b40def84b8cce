"""The handing over of a contract's service, and how long the outgoing provider stays bound.

Where a service goes on with somebody else, because an extension was not used, it was tendered again or notice was
given, the provider is held to the contract until the handover is complete (TVP-6.0-6). Pure functions of a file and
the procedure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger.at_once import rests_on
from ledger.dates.working_days import dated
from ledger.entry import Frozen
from ledger.expected_end import expected, part_ended, without_their_notice
from ledger.extending import decisions_that_count
from ledger.extension_options import options_undecided
from ledger.names import few

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.notices import Notice


class Transition(Frozen):
    """A service that is being handed over to others."""

    opened_on: date
    position: int
    """The entry by which it is known that it will be."""
    why: str
    notice: str | None = None
    """The notice of termination that is all that shows it, and is not shown to have been received."""
    completed_on: date | None = None
    completed_by: int | None = None

    @property
    def if_it_stands(self) -> str:
        """What is to be said of it: that it is so only if a notice stands; "" where that is settled."""
        return f", if {self.notice} stands" if self.notice else ""


def after_the_end(file: ContractFile, due_on: date | None, day: date, procedure: Procedure) -> str:
    """Return in words that something of a plan is due after the contract ends, by what is on file on a day: then its
    provider is bound to it no longer. "" where it is not, and while the service is handed over to others (TVP-6.0-6).
    """
    known = expected(file, day)
    if due_on is None or known is None or due_on <= known.end or transition(file, procedure) is not None:
        return ""
    return f"after the contract ends, on {dated(known.end)}{known.if_it_stands}"


def transition(file: ContractFile, procedure: Procedure) -> Transition | None:
    """Return the handing over of the contract's service, by all that is on file; None where none is asked for."""
    if not procedure.setting("transfer.provider-bound"):
        return None
    opened, unproved = min(_openings(file), default=None), None
    if opened is None:
        if (unproved := min(_unproved(file), default=None)) is None:
            return None
        opened = unproved[:3]
    on, position, why = opened
    completed = next((done for done in file.exits.completed if done.on >= on), None)
    return Transition(
        opened_on=on, position=position, why=why, notice=unproved[3] if unproved else None,
        completed_on=completed.on if completed else None, completed_by=completed.position if completed else None,
    )  # fmt: skip


def _openings(file: ContractFile) -> list[tuple[date, int, str]]:
    """What shows that the whole service goes on elsewhere: (day, position, why) of each; nothing does where the plan in
    force says that it ends (TVP-6.0-5)."""
    plan = file.exits.standing_plan(date.max)
    if plan is not None and plan.service_ends:
        return []
    found = [said for notice, said in _notices_to_end(file) if notice.counts_on is not None or _ended_by(file, notice)]
    unused = next(iter(decisions_that_count(file)[-1:]), None)
    if unused is not None and not unused.taken:
        found.append((unused.on, unused.position, "an extension was not used"))
    if plan is not None and plan.exit_type:
        found.append((plan.on, plan.position, f"{plan.id} plans for it: {plan.exit_type.replace('-', ' ')}"))
    else:
        found += (*_lapsed(file), *_left_to_hand_over(file))
    return found


def _notices_to_end(file: ContractFile) -> Iterator[tuple[Notice, tuple[date, int, str]]]:
    for notice, served in file.notices.served("termination", party="authority"):
        if served.extent != "partial" and not (notice.is_purported or notice.withdrawn or notice.valid is False):
            yield notice, (served.happened_on, notice.position, f"{notice.id} gave notice of termination")


def _ended_by(file: ContractFile, notice: Notice) -> bool:
    """Whether the contract ended by a notice: whether it was received no longer decides that."""
    ended = file.termination.ended
    return ended is not None and rests_on(file, ended) == notice


def _unproved(file: ContractFile) -> Iterator[tuple[date, int, str, str]]:
    """The notices by which it will, where nothing else shows it, if they stand: whoever waits for that prepares for it,
    as for the day they give (`expected`)."""
    plan = file.exits.standing_plan(date.max)
    if plan is None or not plan.service_ends:
        yield from ((*said, notice.id) for notice, said in _notices_to_end(file))


def _lapsed(file: ContractFile) -> Iterator[tuple[date, int, str]]:
    """An option that nobody decided on is not taken up either (TVP-6.0-6): known once the contract expired, and of no
    account where the service was handed over before."""
    ended = file.termination.ended
    left = options_undecided(file, ended.on) if ended else []
    if ended is None or ended.how != "expired" or not left or any(done.on < ended.on for done in file.exits.completed):
        return
    yield ended.on, ended.position, f"the option to extend, {left[0].id}, lapsed without a decision"


def _left_to_hand_over(file: ContractFile) -> Iterator[tuple[date, int, str]]:
    """Without an exit plan that says how it goes on, a plan for the transfer of the service does, where the contract
    expired with clients or items of it still to go to others, and its provider was not told last that the service is to
    end (TVP-6.0-6)."""
    ended = file.termination.ended
    if ended is None or ended.how != "expired" or any(done.on < ended.on for done in file.exits.completed):
        return
    heard = file.exits.heard(ended.on)
    if heard and heard[-1].plans == "decommission":
        return
    gone = without_their_notice(file, ended.on)
    left = {*file.exits.without_arrangement(ended.on, gone), *file.exits.not_handed_over(ended.on, gone)}
    for plan in file.exits.transfer_plans.values():
        if plan.id in gone:
            continue
        waiting = [one for one in (*plan.clients, *(item.id for item in plan.items)) if one in left]
        if waiting and plan.state(ended.on) != "not-submitted" and part_ended(file, plan, ended.on) is None:
            yield ended.on, ended.position, f"{few(waiting)} of {plan.id} had still to go to others"
            return


def others_may_follow(file: ContractFile, day: date, procedure: Procedure) -> str | None:
    """Return in words what is on file of others who may carry the service on after the end, by a day, where nothing
    says whether they do: no exit plan that says how it goes on or that it ends, no completed handover, nothing by which
    the provider is bound (TVP-6.0-6; docs/adr/0407). None where nothing is, where the provider was told last that the
    service is to end, or where the procedure binds none."""
    plan, heard = file.exits.standing_plan(day), file.exits.heard(day)
    settled = plan is not None and (plan.service_ends or plan.exit_type is not None)
    if settled or file.exits.completed or (heard and heard[-1].plans == "decommission"):
        return None
    if not procedure.setting("transfer.provider-bound") or transition(file, procedure) is not None:
        return None
    return "; ".join(of_others(file, day)) or None


def of_others(file: ContractFile, day: date) -> list[str]:
    """Return what is on file by a day of the service being bought again, or going to another body, in words."""
    told, renewal = file.exits.heard(day)[-1:], file.reviews.decided(day)
    found = [
        f"the provider was told that it is to be bought anew (entry {one.position})"
        for one in told if one.plans == "recommission"
    ]  # fmt: skip
    if renewal is not None and renewal.renew and renewal.tender_route is not None:
        route = renewal.tender_route.replace("-", " ")
        found.append(f"it was decided to tender it again, by {route} (entry {renewal.position})")
    gone = [(one.on, one.position, one.client, one.receiving_body) for one in file.exits.arranged.values()]
    gone += [(one.on, one.position, one.item, one.receiving_body or "") for one in file.exits.handed_over]
    first = min((one for one in gone if one[0] <= day and one[3]), default=None)
    return [*found, *([f"{first[2]} goes to {first[3]} (entry {first[1]})"] if first else [])]


def watched_until(file: ContractFile, procedure: Procedure) -> date | None:
    """Return the last day on which the contract is watched, by all that is on file; None where no day is known.

    While its service is handed over to others it goes on being watched, also after its end (TVP-6.0-6).
    """
    return _handed_over(file, procedure, file.end_date(date.max), date.max)


def provided_until(file: ContractFile, procedure: Procedure, day: date = date.max) -> date | None:
    """Return the last day of which returns are owed, by what is on file by a day; None where none is known.

    They are of a service that is provided (HCC-8.2-a): none of the time after a contract was ended before its end date,
    unless its provider stays bound until the service is handed over (TVP-6.0-6).
    """
    agreed, ended = file.end_date(day), file.termination.ended_on(day)
    last = min((one for one in (agreed, ended.on if ended else None) if one is not None), default=None)
    return _handed_over(file, procedure, last, day)


def _handed_over(file: ContractFile, procedure: Procedure, end: date | None, day: date) -> date | None:
    held = transition(file, procedure)
    if end is None or held is None or held.opened_on > day:
        return end
    return max(end, held.completed_on) if held.completed_on and held.completed_on <= day else None


def bound_until(file: ContractFile, procedure: Procedure) -> date | None:
    """Return the day from which nothing is asked any more as of a running contract; None while it runs, or is handed
    over: the end of the contract, or the completion of the transfer where that came later (TVP-6.0-6)."""
    ended = file.termination.ended
    if ended is None:
        return None
    held = transition(file, procedure)
    if held is None:
        return ended.on
    return max(ended.on, held.completed_on) if held.completed_on else None
