"""The clauses of a contract that are in dispute, by the notices that say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.dispute_results import over_since
from ledger.entry import Frozen
from projections.view import FileView


class DisputedClause(Frozen):
    """A clause that a notice of dispute is about, as long as the dispute goes on."""

    clause: str
    dispute: str | None
    """The dispute, where the notice begins or names one."""
    notice: str
    position: int


def disputed_clauses(view: FileView, on: date) -> Iterator[DisputedClause]:
    """Yield each clause that is in dispute on a day, by each notice that says so."""
    begun = {dispute.position: dispute.id for dispute in view.file.disputes.by_id.values()}
    for notice in view.file.notices.by_id.values():
        served = notice.served
        if served is None or served.notice_kind != "dispute" or not served.clause or served.happened_on > on:
            continue
        dispute = served.dispute or begun.get(notice.position)
        over = over_since(view.file, dispute, served.issues, served.happened_on)
        if not any(day is not None and day <= on for day in (over, notice.withdrawn[0] if notice.withdrawn else None)):
            yield DisputedClause(clause=served.clause, dispute=dispute, notice=notice.id, position=notice.position)
