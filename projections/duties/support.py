"""What contracts support staff are told of, so that they can support whoever manages the contract (HCC-A10-b).

Returns that are missing, issues that may come to more, notices whose matter is not settled, disputes, proposals to end
the contract: each is a duty of the office that the procedure's division of work names, for as long as it is so. None
where it names none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ledger.dispute_results import over_since
from ledger.procedures import Procedure
from ledger.procedures.rows import Work
from projections.duties.ceasing import until_the_end
from projections.duties.duty import Duty, duty
from projections.failings.trail import spoken
from projections.view import FileView

DAY = timedelta(days=1)


def supporting(procedure: Procedure) -> Work | None:
    """Return the part of the work that is supporting the monitoring of a contract; None where it is nobody's."""
    return next((part for part in procedure.work if part.id == "monitoring-supported"), None)


def of_support(view: FileView, found: Iterable[Duty]) -> Iterator[Duty]:
    """Yield what the support officer is to be told of; `found`: the other duties on it. Pure; whatever the day."""
    part = supporting(view.procedure)
    if part is None:
        return
    told = (*_missing_returns(found), *_issues(view), *_notices(view), *_disputes(view), *_proposals(view))
    for of, sentence, since, opened_by in told:
        made = duty(
            view, f"support/{of}", sentence, office=part.offices[0], since=since, citation=part.citation,
            opened_by=opened_by,
        )  # fmt: skip
        yield until_the_end(view, made)


_Told = tuple[str, str, date, tuple[int, ...]]


def _missing_returns(found: Iterable[Duty]) -> Iterator[_Told]:
    for missing in found:
        if missing.id.startswith("return/") and missing.due_on is not None and missing.due_on < date.max:
            words = f"Help to get what is missing: {missing.sentence[:1].lower()}{missing.sentence[1:]}"
            yield missing.id, words, missing.due_on + DAY, missing.opened_by


def _issues(view: FileView) -> Iterator[_Told]:
    """Each open issue, of which a dispute, a default or an early end may come, unless it was found not to be
    significant, is of no contractual nature and was taken to no higher office (docs/adr/0315)."""
    for issue in view.file.issues.open():
        small = issue.significant is False and not issue.contractual and not issue.escalated
        if issue.raised_on is None or small:
            continue
        since, position = issue.reopened[-1] if issue.reopened else (issue.raised_on, issue.raised)
        words = f"Support the lead officer over the issue {issue.id}, raised on {spoken(issue.raised_on)}"
        yield f"issue/{issue.id}", words, since, (position,)


def _notices(view: FileView) -> Iterator[_Told]:
    for notice, served in view.file.notices.served():
        if notice.withdrawn is None and notice.result() != "remedied":
            kind, by = view.say(served.notice_kind), served.served_by_party
            words = f"Support the lead officer over {notice.id}, a notice ({kind}) served by the {by}"
            yield f"notice/{notice.id}", words, served.happened_on, (notice.position,)


def _disputes(view: FileView) -> Iterator[_Told]:
    for held in view.file.disputes.by_id.values():
        if over_since(view.file, held.id, held.issues, held.began_on) is None:
            words = f"Support the lead officer over the dispute {held.id}, begun on {spoken(held.began_on)}"
            yield f"dispute/{held.id}", words, held.began_on, (held.position,)


def _proposals(view: FileView) -> Iterator[_Told]:
    for proposal in view.file.termination.proposals.values():
        words = f"Support the lead officer over {proposal.id}, a proposal to end the contract early"
        yield f"termination/{proposal.id}", words, proposal.on, (proposal.position,)
