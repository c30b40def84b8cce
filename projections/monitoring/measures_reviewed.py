"""Whether a measure of performance was looked at again on the day set for that (CPC308-K17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.names import among, same_name
from ledger.specification import Indicator
from ledger.subjects.terms import APART, ServiceLevelAgreementAmended
from projections.view import FileView


def looked_at_again(view: FileView, measure: Indicator, document: str) -> bool:
    """Return whether a measure was agreed anew, or the agreement it stands in was, on the day set for that or later.

    What set it first is no second look, also where the day it gives had gone by. An amendment in words alone is of the
    points it names.
    """
    by = measure.review_on
    if by is None:
        return False
    if any(since >= by and where == document for since, _, where in sorted(_versions(view, measure))[1:]):
        return True
    amended = (r.entry for r in view.file.of(ServiceLevelAgreementAmended))
    return any(
        change.sla == document and change.effective_on >= by and change.becomes is None
        and among(measure.id, [point.what for point in change.changes])
        for change in amended if isinstance(change, ServiceLevelAgreementAmended)
    )  # fmt: skip


def _versions(view: FileView, measure: Indicator) -> Iterator[tuple[date, int, str]]:
    """Each time a measure was agreed: (since when, entry, document it stands in)."""
    terms = view.file.terms
    for name, held in terms.indicators_agreed.items():
        if same_name(name, measure.id):
            yield from ((agreed.since, agreed.position, APART) for agreed in held)
    for name, versions in terms.agreements.items():
        yield from (
            (version.since, version.position, name) for version in versions
            if among(measure.id, [one.id for one in version.says.indicators])
        )  # fmt: skip
