"""What is asked for on the way to a step of buying, once the step was taken without it: left undone, not lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ledger.division_of_work import falls_to
from ledger.subjects.procurement import SingleTenderAuthorisationRequested
from projections.duties.duty import Duty, left_undone
from projections.view import FileView


def states_the_case(view: FileView, position: int) -> bool:
    """Return whether a request for a single tender gives the case for it, or something was added to it that does."""
    held, records = view.file.at(position), view.file.records
    said = held.entry if held and isinstance(held.entry, SingleTenderAuthorisationRequested) else None
    stated = said is not None and (said.supporting_statement or said.report or said.exhibits)
    return bool(stated) or (said is not None and (records.is_filed(position) or position in records.supplements))


def unless_passed_over(
    view: FileView, kind: str | None, step: tuple[date, int] | None, asked: Iterable[Duty]
) -> Iterator[Duty]:
    """Yield what is asked for before a step; once that was taken without it, as left undone, where the procedure gives
    the work to an office. What came on file of the way only after the step was never asked for (docs/adr/0360)."""
    for one in asked:
        if step is None:
            yield one
        elif (one.since, *one.opened_by[-1:]) < step and (kind is None or falls_to(kind, view.procedure)):
            by = f"{one.sentence.partition(': ')[0].rstrip('.')}: passed over by entry {step[1]}."
            yield left_undone(one, step[0], "next-step").model_copy(
                update={"sentence": by, "opened_by": (*one.opened_by, step[1])}
            )
