"""What is asked for on the way to a step of buying, once the step was taken without it: left undone, not lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ledger.division_of_work import falls_to
from ledger.single_tenders import report_with
from ledger.subjects.procurement import SingleTenderAuthorisationRequested
from projections.duties.ceasing import left_undone
from projections.duties.duty import Duty
from projections.view import FileView

WITH_ITS_CASE = "single-tender.with-its-case"
"""By which a request for a single tender is remarked on that gives no case for it."""
Act = tuple[date, int]


def states_the_case(view: FileView, position: int) -> bool:
    """Return whether a request for a single tender gives the case for it, or something was added to it that does."""
    return case_with(view, position) is not None


def case_with(view: FileView, position: int) -> Act | None:
    """Return when, and by which entry, the case for a single tender came with the request for it: stated there, in a
    supplement that names it or names nothing, or in a paper that belongs to it, of which the report is one."""
    held, added = view.file.at(position), view.file.records.explaining(position, WITH_ITS_CASE)
    if held is None or not isinstance(said := held.entry, SingleTenderAuthorisationRequested):
        return None
    if said.supporting_statement or said.report or said.exhibits:
        return said.happened_on, position
    return first(view, (*added, *report_with(view.file, position)))


def first(view: FileView, positions: Iterable[int]) -> Act | None:
    """Return the first of some entries, by its day; None of none."""
    held = [recorded for at in positions if (recorded := view.file.at(at)) is not None]
    return min(((r.entry.happened_on, r.position) for r in held), default=None)


def contract_there(view: FileView) -> Act | None:
    """Return when, and by which entry, the contract was first there, however it was bought: registered with its
    provider, or started. One taken on was bought elsewhere. None where it is not there."""
    agreement, there = view.file.agreement, list[Act]()
    if agreement.contract is not None and agreement.contract.provider is not None:
        there.append((agreement.contract.happened_on, agreement.position))
    return min([*there, *agreement.commencements], default=None)


def unless_passed_over(
    view: FileView, kind: str | None, step: Act | None, asked: Iterable[Duty], given: Act | None = None
) -> Iterator[Duty]:
    """Yield what is asked for before a step; once that was taken without it, as left undone, where the procedure gives
    the work to an office. What came on file of the way only after the step was never asked for (docs/adr/0360).

    `given`: when, and by which entry, it was supplied all the same: it was done then, and not by the step.
    """
    for one in asked:
        if step is None:
            yield from () if given else (one,)
        elif (given and given <= step) or not _asked_before(view, kind, step, one):
            continue
        elif given:
            yield one.model_copy(update={"done_on": given[0], "done_by": given[1:]})
        else:
            by = f"{one.sentence.partition(': ')[0].rstrip('.')}: passed over by entry {step[1]}."
            yield left_undone(one, step[0], "next-step").model_copy(
                update={"sentence": by, "opened_by": (*one.opened_by, step[1])}
            )


def _asked_before(view: FileView, kind: str | None, step: Act, one: Duty) -> bool:
    return (one.since, *one.opened_by[-1:]) < step and (kind is None or bool(falls_to(kind, view.procedure)))
