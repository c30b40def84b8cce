"""What is asked of going to the formal procedure: recommended, agreed to, or gone to at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias, cast, get_args

from ledger import significance
from ledger.alerting import KNEW, not_alerted
from ledger.dispute_results import over_since
from ledger.disputing import about, issues_of
from ledger.entry import own
from ledger.formal_route import AGREED_BY, BY_PASSED_BY
from ledger.offices import in_office
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.sides import of_the_other_party
from ledger.subjects.disputes.entries import (
    FormalEscalationAuthorised,
    FormalEscalationRecommended,
    ImmediateEscalationAuthorised,
)
from ledger.subjects.disputes.rules.entitled import by_another, not_entitled

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.issues import IssueSignificanceAssessed


ASKED_FOR_BY = "dispute.agreement-asked-for-by-whom"
SIGNIFICANT = "dispute.by-passed-where-significant"
Opening: TypeAlias = FormalEscalationRecommended | FormalEscalationAuthorised | ImmediateEscalationAuthorised


def _without_reason(
    file: ContractFile, entry: FormalEscalationRecommended | FormalEscalationAuthorised, procedure: Procedure
) -> str | None:
    """Asked of what opens a dispute: what goes on with one, or answers a recommendation, need not say it again."""
    if isinstance(entry, FormalEscalationAuthorised) and (
        entry.dispute in file.disputes.by_id
        or any(about(file, step.dispute, (), None, entry.issues) for step in file.disputes.recommended)
    ):
        return NOT_IN_POINT
    return None if entry.reason else "it does not say why ordinary management is not enough"


def _in_a_dispute_already(file: ContractFile, entry: Opening, procedure: Procedure) -> str | None:
    """An issue whose dispute goes on is taken further in it: opened again, it has two that are both to be led to an
    end."""
    mine = file.disputes.by_id.get(entry.dispute or "")
    new = [issue for issue in entry.issues if mine is None or issue not in mine.issues]
    found = [
        f"{issue} is in {held.id} (entry {held.position}), which is not over"
        for issue in new for held in file.disputes.by_id.values()
        if held.id != entry.dispute and issue in issues_of(file, held.id) and held.began_on <= entry.happened_on
        and (over_since(file, held.id, (), held.began_on) or date.max) > entry.happened_on
    ]  # fmt: skip
    if found:
        return f"{'; '.join(found)}: name that dispute if this is about it"
    return None if new else NOT_IN_POINT


def _writing_not_with_it(file: ContractFile, entry: FormalEscalationAuthorised, procedure: Procedure) -> str | None:
    if entry.form is None and entry.document is None:
        return NOT_IN_POINT
    if entry.document is not None or entry.exhibits:
        return None
    return "the minutes it was given in are not with it" if entry.form == "minutes" else "the e-mail is not with it"


def _office_above_not_alerted(
    file: ContractFile, entry: FormalEscalationAuthorised, procedure: Procedure
) -> str | None:
    issues = [named for named in issues_of(file, entry.dispute, entry.issues) if named in file.issues.by_id]
    if not issues or not procedure.condition(KNEW).applies:
        return NOT_IN_POINT
    return not_alerted(file, issues, entry.happened_on, entry.requested_by, procedure)


def _not_significant(file: ContractFile, entry: ImmediateEscalationAuthorised, procedure: Procedure) -> str | None:
    """TVP-5.0-6: at least one of the four tests is met for each issue, by the assessment cited or the last of it. At
    the discretion of whoever may leave stages out, what it does not rest on itself is not asked for."""
    if entry.significance is None and _at_discretion(file, entry, procedure):
        return NOT_IN_POINT
    issues = issues_of(file, entry.dispute, entry.issues)
    cited = file.at(entry.significance) if entry.significance else None
    of: str | None = own(cited.entry, "issue") if cited else None
    found = [] if entry.significance is None else [_shows_none(file, entry.significance, procedure)]
    for issue in file.issues.on_file(name for name in issues if name != of):
        none = f"no assessment of whether {issue.id} is significant is on file"
        found.append(_shows_none(file, issue.assessed[-1], procedure) if issue.assessed else none)
    if not found:
        return "no assessment of whether it is significant is on file"
    return "; ".join(what for what in found if what) or None


def _at_discretion(file: ContractFile, entry: ImmediateEscalationAuthorised, procedure: Procedure) -> bool:
    """Whether an office that the procedure leaves it to goes formal at once, or ends the contract, and says why: how
    severe the issue is counts where the formal procedure is begun at a later stage (TVP-5.0-7, TVP-5.2-0)."""
    offices = procedure.entitled(SIGNIFICANT)
    entitled = in_office(file, entry.by, offices, entry.happened_on, procedure)
    return entitled and entry.reason is not None and entry.entry_stage in ("notice", "termination")


def _shows_none(file: ContractFile, position: int, procedure: Procedure) -> str | None:
    """That an assessment shows no test to be met, by the procedure of its own day; the newest of an issue, where it
    finds it significant, together with what stands of those before it (docs/adr/0359, docs/adr/0378)."""
    recorded = file.at(position)
    if recorded is None or not recorded.entry.kind.startswith("issue-significance-assessed/"):
        return f"entry {position} is no assessment of significance"
    assessed = cast("IssueSignificanceAssessed", recorded.entry)
    issue = file.issues.by_id.get(assessed.issue)
    newest = issue is not None and issue.assessed[-1:] == (position,)
    beside = issue.beside if issue is not None and newest and assessed.significant else ()
    if significance.met(file, assessed, file.judging(position, procedure)):
        return None
    if significance.left_standing(file, assessed, beside, procedure):
        return None
    return f"the assessment in entry {position} shows none of the four tests to be met by {assessed.issue}"


def _recommended_for_the_other(
    file: ContractFile, entry: FormalEscalationRecommended, procedure: Procedure
) -> str | None:
    return of_the_other_party(entry, entry.by, procedure)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="dispute.reason-stated", citation="TVP-5.0-1", level="advise",
        of=(FormalEscalationRecommended, FormalEscalationAuthorised), field="reason", found=_without_reason,
        sentence="It is on record why ordinary management of the contract cannot or should not settle the matter.",
    ),
    Rule(
        id="dispute.recommended-by-whoever-made-it", citation="TVP-5.1-4b", level="contradiction",
        of=FormalEscalationRecommended, field="recommended_by", found=_recommended_for_the_other,
        sentence="A recommendation is that of the party of whoever made it.",
    ),
    Rule(
        id="dispute.one-of-an-issue", citation="TVP-5.2-0", level="advise", of=get_args(Opening), field="dispute",
        sentence="An issue is in one dispute at a time, whose stages are followed.", found=_in_a_dispute_already,
    ),
    Rule(
        id=AGREED_BY, citation="TVP-5.2-1b", level="authorise", of=FormalEscalationAuthorised, field="by",
        sentence="Going to the formal procedure is agreed by the office the procedure gives that to.",
        found=not_entitled,
    ),
    Rule(
        id="dispute.formal-route-agreed-in-writing", citation="TVP-5.2-1b", level="explain",
        of=FormalEscalationAuthorised, field="form",
        found=lacks("form", "document", found="nothing tells of an e-mail or of minutes it was given in"),
        sentence="Going to the formal procedure is agreed in writing, by e-mail or in minutes.",
    ),
    Rule(
        id="dispute.written-agreement-with-it", citation="TVP-5.2-1b", level="advise", of=FormalEscalationAuthorised,
        field="document", found=_writing_not_with_it,
        sentence="The e-mail or minutes in which the formal procedure was agreed to are on file.",
    ),
    Rule(
        id=ASKED_FOR_BY, citation="TVP-5.2-1b", level="advise", of=FormalEscalationAuthorised, field="requested_by",
        sentence="Agreement to the formal procedure is asked for by the office the procedure has ask for it.",
        found=by_another(
            ASKED_FOR_BY, "requested_by", "it was asked for by {who}; the procedure has the {offices} ask for it"
        ),
    ),
    Rule(
        id="dispute.alerted-before-agreed", citation="TVP-5.2-1a", level="explain", of=FormalEscalationAuthorised,
        field="requested_by", found=_office_above_not_alerted,
        sentence="The office that asks for agreement to the formal procedure was alerted to the issue first.",
    ),
    Rule(
        id=BY_PASSED_BY, citation="TVP-5.0-7", level="authorise", of=ImmediateEscalationAuthorised, field="by",
        sentence="Leaving stages out is authorised by the office the procedure gives that to.", found=not_entitled,
    ),
    Rule(
        id=SIGNIFICANT, citation="TVP-5.0-6", level="explain",
        of=ImmediateEscalationAuthorised, field="significance", found=_not_significant,
        sentence="Going to the formal procedure at once is for a significant issue: one of the four tests is met.",
    ),
    Rule(
        id="dispute.by-pass-says-why", citation="TVP-5.0-7", level="advise", of=ImmediateEscalationAuthorised,
        field="reason", sentence="It is on record why stages are left out.",
        found=lacks("reason", found="it gives no reason"),
    ),
)  # fmt: skip
