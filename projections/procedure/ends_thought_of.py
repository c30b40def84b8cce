"""The early ends of a contract that were thought of for a failing, and what of the process went before (HCC-12.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import ending
from ledger.contract_file import ContractFile
from ledger.entry import Frozen
from ledger.folding import looked_at_on
from ledger.subjects.termination import ContractTerminated, rests_on_failings, rests_on_no_failing
from projections.ending.acts import Course, courses, proposal_of
from projections.view import FileView


class ProposalKept(Frozen):
    """That ending the contract early for a failing was thought of, and what went before that (HCC-12.5)."""

    id: str
    """The proposal; "entry 84" of a decision, notice or ending that nobody had proposed."""
    on: date
    lacking: str | None
    """What of the process was not worked through, nor excepted by a fundamental breach; None where nothing was."""
    position: int


def ends_thought_of(view: FileView) -> Iterator[ProposalKept]:
    """Yield the authority's own proposals for failings, whatever they call themselves, and what was done towards an end
    that nobody had proposed: with no proposal it was thought of by then (HCC-12.5). Others need no process."""
    proposals = [one for one in view.file.termination.proposals.values() if rests_on_failings(one)]
    unproposed = [
        course for course in courses(view.file, date.max)
        if proposal_of(view.file, course.first) is None
        and not any(rests_on_no_failing(view.file, act.entry) for act in course.acts)
    ]  # fmt: skip
    thought_of = {proposal.id: proposal.on for proposal in proposals}
    for course in unproposed:
        first, on = course.first, course.first.entry.happened_on
        goes_on = (one for one in proposals if _goes_on(view.file, course, one.on))
        later = min(goes_on, key=lambda one: (one.on, one.position), default=None)
        if later is not None:  # it counts once, by what was on file for its first act (docs/adr/0350)
            thought_of[later.id] = min(on, thought_of[later.id])
        else:
            yield _thought_of(view, f"entry {first.position}", on, first.position)
    for one in proposals:
        yield _thought_of(view, one.id, thought_of[one.id], one.position, one.notices, one.issues)


def _goes_on(file: ContractFile, course: Course, proposed_on: date) -> bool:
    """Whether a later proposal goes on from a course nobody had proposed: nothing had ended by it, nor was its notice
    withdrawn, by then."""
    if course.first.entry.happened_on >= proposed_on or any(
        isinstance(act.entry, ContractTerminated) for act in course.acts
    ):
        return False
    notices = (file.notices.by_id.get(act.given_id or "") for act in course.acts)
    withdrawn = (notice.withdrawn for notice in notices if notice is not None)
    return all(gone is None or gone[0] > proposed_on for gone in withdrawn)


def _thought_of(
    view: FileView, id: str, on: date, position: int, notices: tuple[str, ...] = (), issues: tuple[str, ...] = ()
) -> ProposalKept:
    lacking = ending.not_worked_through(looked_at_on(view.file, on), on, view.procedure_on(on), notices, issues)
    return ProposalKept(id=id, on=on, lacking=lacking, position=position)
