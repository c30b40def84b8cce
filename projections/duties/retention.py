"""Duties of keeping the file as long as it must be and no longer: retention to set, it and holds to look at again."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.dates.working_days import months_later
from ledger.subjects.retention import Hold
from projections.duties.duty import Duty, duty
from projections.view import FileView

LAWYERS, LEAD = "legal-services", "lead-officer"


def of_retention(view: FileView) -> Iterator[Duty]:
    """Yield every open duty of how long the file is kept. Pure; whatever the day.

    The authority's own file is kept as long as the ledger, by default: the proofs of every contract rest on it, and it
    is never disposed of. Where the authority's schedule sets a day for it, words of it are looked at then.
    """
    kept = view.file.retention
    if kept.disposed is not None:
        return
    for hold in kept.in_force():
        yield _hold(view, hold)
    ended, rule = view.file.termination.ended, kept.kept_for
    if rule is None:
        if ended is not None:
            yield duty(
                view, "retention/set", "Settle how long the file is kept, now that the contract has ended", office=LEAD,
                since=ended.on, citation="TVP-4.0-14", opened_by=(ended.position,),
            )  # fmt: skip
        return
    if rule.review_on is not None:
        yield duty(
            view, f"retention/review/{rule.position}", "Look again at how long the file is kept", office=_office(view),
            since=rule.on, due_on=rule.review_on, citation="TVP-4.0-14", opened_by=(rule.position,),
        )  # fmt: skip
    last = rule.last_day(ended.on if ended else None)
    if last is not None and view.file.agreement.contract is None:
        yield duty(
            view, f"retention/ended/{rule.position}",
            f"Decide which words of the authority's file are erased, or why they are kept: by {rule.rule} they are "
            f"kept until {view.say(last)}",
            office=LAWYERS, since=last, citation="TVP-4.0-14", opened_by=(rule.position,),
        )  # fmt: skip
    if last is not None and ended is not None and not any(True for _ in kept.in_force()):
        yield duty(
            view, f"retention/ended/{rule.position}",
            f"Decide whether the file is disposed of, or why it is kept: by {rule.rule} it is kept until "
            f"{view.say(last)}",
            office=LEAD, since=last, citation="TVP-4.0-14", opened_by=(rule.position,),
        )  # fmt: skip


def _office(view: FileView) -> str:
    return LEAD if view.file.agreement.contract is not None else LAWYERS


def _hold(view: FileView, hold: Hold) -> Duty:
    """A hold is looked at again every so many months, by a supplement to its entry, until it is lifted."""
    supplements = (view.file.at(position) for position in view.file.records.supplements.get(hold.position, ()))
    last = max((r.entry.happened_on for r in supplements if r is not None), default=None)
    every = view.procedure.setting("hold.review-every")
    again = months_later(last or hold.on, every) if every else None
    due_on = hold.review_on if last is None and hold.review_on is not None else again
    return duty(
        view, f"hold/{hold.id}",
        f"Look again whether {hold.id} must stay in place: lift it, or supplement entry {hold.position} with why it is "
        "still needed",
        office=LAWYERS, since=hold.on, due_on=due_on, citation="CPC307-K1", opened_by=(hold.position,),
        every_months=every or None, last_on=last, limit="hold.review-every" if due_on == again else None,
    )  # fmt: skip
