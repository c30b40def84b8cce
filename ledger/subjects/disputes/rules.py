"""What is asked of going formal, of a plan, of each further stage, and of signing a dispute off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias, cast, get_args

from ledger import significance
from ledger.alerting import KNEW, not_alerted
from ledger.dispute_results import DECIDES, latest, over_since, under_way, under_way_since
from ledger.disputing import (
    AGREED_BY,
    BY_PASSED_BY,
    PROGRESS_TO,
    STAGES,
    WORDS,
    DisputeStage,
    about,
    by_passed,
    issues_of,
    left_out,
    only_one,
    reached,
    same,
)
from ledger.entry import own
from ledger.names import same_name
from ledger.offices import given_by, in_office
from ledger.plans import due_after_the_end, no_such_step
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.span import out_of_order
from ledger.subjects.disputes.entries import (
    ArbitratorAppointed,
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
    DisputeReferralConcluded,
    DisputeReferred,
    DisputeSettled,
    DisputeSignedOff,
    DisputeStepPassedOver,
    FormalEscalationAuthorised,
    FormalEscalationRecommended,
    Forum,
    ImmediateEscalationAuthorised,
)
from ledger.subjects.disputes.register import Referral, lacking
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.issues import IssueSignificanceAssessed

ASKED_FOR_BY = "dispute.agreement-asked-for-by-whom"
SIGNED_OFF_BY = "dispute.signed-off-by-the-office-entitled"
MODEL = ("cedr", "centre for effective dispute resolution")
"""How the rules are called that a mediation is held under: the model procedure of the CEDR."""
Opening: TypeAlias = FormalEscalationRecommended | FormalEscalationAuthorised | ImmediateEscalationAuthorised
Given: TypeAlias = FormalEscalationAuthorised | ImmediateEscalationAuthorised | DisputeSignedOff
RULE_OF: dict[type, str] = {
    FormalEscalationAuthorised: AGREED_BY,
    ImmediateEscalationAuthorised: BY_PASSED_BY,
    DisputeSignedOff: SIGNED_OFF_BY,
}


def _not_entitled(file: ContractFile, entry: Given, procedure: Procedure) -> str | None:
    entitled = procedure.entitled(RULE_OF[type(entry)])
    body = None if isinstance(entry, ImmediateEscalationAuthorised) else entry.body
    if not entitled:
        return NOT_IN_POINT
    if in_office(file, entry.by, entitled, entry.happened_on, procedure, body=body):
        return None
    titles = procedure.one_of(entitled)
    return f"it was given by {given_by(entry.by, body, procedure)}; the procedure gives it to {titles}"


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


def _reported_to_another(
    file: ContractFile, report: DisputeActionPlanProgressReported, procedure: Procedure
) -> str | None:
    if report.reported_to is None:
        return "nobody is named"
    if reached(report.reported_to, procedure):
        return None
    titles = " or ".join(procedure.office_title(office) for office in procedure.entitled(PROGRESS_TO))
    return f"it was reported to {report.reported_to}; it goes to the {titles}"


def _writing_not_with_it(file: ContractFile, entry: FormalEscalationAuthorised, procedure: Procedure) -> str | None:
    if entry.form is None and entry.document is None:
        return NOT_IN_POINT
    if entry.document is not None or entry.exhibits:
        return None
    return "the minutes it was given in are not with it" if entry.form == "minutes" else "the e-mail is not with it"


def _asked_for_by_another(file: ContractFile, entry: FormalEscalationAuthorised, procedure: Procedure) -> str | None:
    offices = procedure.entitled(ASKED_FOR_BY)
    if entry.requested_by is None or not offices:
        return NOT_IN_POINT
    if in_office(file, entry.requested_by, offices, entry.happened_on, procedure):
        return None
    who = procedure.person_in_office(entry.requested_by)
    return f"it was asked for by {who}; the procedure has the {procedure.one_of(offices)} ask for it"


def _office_above_not_alerted(
    file: ContractFile, entry: FormalEscalationAuthorised, procedure: Procedure
) -> str | None:
    issues = [named for named in issues_of(file, entry.dispute, entry.issues) if named in file.issues.by_id]
    if not issues or not procedure.condition(KNEW).applies:
        return NOT_IN_POINT
    return not_alerted(file, issues, entry.happened_on, entry.requested_by, procedure)


def _not_significant(file: ContractFile, entry: ImmediateEscalationAuthorised, procedure: Procedure) -> str | None:
    """TVP-5.0-6: at least one of the four tests is met for each issue, by the assessment cited or the last of it."""
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


def _shows_none(file: ContractFile, position: int, procedure: Procedure) -> str | None:
    recorded = file.at(position)
    if recorded is None or not recorded.entry.kind.startswith("issue-significance-assessed/"):
        return f"entry {position} is no assessment of significance"
    assessed = cast("IssueSignificanceAssessed", recorded.entry)
    if significance.met(file, assessed, procedure):
        return None
    return f"the assessment in entry {position} shows none of the four tests to be met by {assessed.issue}"


def _incomplete(file: ContractFile, entry: DisputeActionPlanAgreed, procedure: Procedure) -> str | None:
    return "; ".join(lacking(entry)) or None


def _before_it_is_over(file: ContractFile, entry: DisputeActionPlanConcluded, procedure: Procedure) -> str | None:
    plan = file.disputes.plans.get(entry.plan or "")
    if entry.result != "outcomes-missed" or plan is None or plan.ends_on is None:
        return NOT_IN_POINT
    if plan.ends_on < entry.happened_on:
        return None
    return f"{plan.id} runs to {dated(plan.ends_on)}"


def _after_its_end(file: ContractFile, entry: DisputeActionPlanProgressReported, procedure: Procedure) -> str | None:
    over = next((e for e in file.disputes.plan_ends if e.plan == entry.plan and e.on < entry.happened_on), None)
    if over is None:
        return None
    return f"{entry.plan} was concluded on {dated(over.on)} (entry {over.position}); strike that out if it goes on"


def _of_no_action(file: ContractFile, entry: DisputeActionPlanProgressReported, procedure: Procedure) -> str | None:
    return no_such_step(file, entry.plan, (action.number for action in entry.actions))


def _nothing_to_sign(file: ContractFile, entry: DisputeSignedOff, procedure: Procedure) -> str | None:
    held, day = file.disputes, entry.happened_on
    if entry.what == "settlement":
        settlements = (*held.settled, *(end for end in held.referral_ends if end.result == "settled"))
        there = any(s.on <= day and same(s.dispute, entry.dispute) for s in settlements)
        return None if there else f"no settlement in writing is on file for {dated(day)} or before"
    resolved = [e for e in held.plan_ends if e.on <= day and same(e.dispute, entry.dispute) and e.result == "resolved"]
    return None if resolved else f"no plan is on file as having resolved the matter by {dated(day)}"


def _out_of_order(
    file: ContractFile, entry: DisputeReferred | DisputeActionPlanAgreed, procedure: Procedure
) -> str | None:
    return (
        _before_they_met(file, entry, procedure)
        if isinstance(entry, DisputeActionPlanAgreed)
        else _referred_out_of_order(file, entry, procedure)
    )


def _before_they_met(file: ContractFile, entry: DisputeActionPlanAgreed, procedure: Procedure) -> str | None:
    """TVP-5.2-2a, TVP-5.2-2c, TVP-5.2-4a: a plan is agreed where the meeting asked for settled nothing."""
    day = entry.happened_on
    passed = by_passed(file, day, procedure, entry.dispute, issues_of(file, entry.dispute))
    given = [
        n for _, n in file.notices.served("dispute")
        if n.happened_on <= day and about(file, n.dispute, n.issues, entry.dispute, ())
    ]  # fmt: skip
    met = [m for m in file.meetings.held_on_disputes() if m.held_on and m.held_on <= day]
    there: dict[DisputeStage, bool] = {
        "notice": bool(given), "meeting": any(same(m.dispute, entry.dispute) for m in met),
    }  # fmt: skip
    missing = [WORDS[stage] for stage, done in there.items() if not done and not left_out(passed, stage)]
    return f"by {dated(day)} not on file: {' and '.join(missing)}" if missing else None


def _referred_out_of_order(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    """TVP-5.2-5 to 5.2-7: the plan first; then mediation; arbitration once it was declined or failed, or the courts.

    Going to court is itself the choice against arbitration, as long as that is not under way.
    """
    held, day = file.disputes, entry.happened_on
    passed = by_passed(file, day, procedure, entry.dispute, issues_of(file, entry.dispute))
    if entry.by_party == "provider":
        return NOT_IN_POINT  # the order is the authority's to keep
    if passed is not None and STAGES.index(passed.stage) >= STAGES.index(entry.to):
        return None
    mine = [e for e in held.plan_ends if e.on <= day and same(e.dispute, entry.dispute)]
    if not left_out(passed, "plan") and not any(e.result != "resolved" for e in mine):
        return f"no action plan is on file as having failed, or as not to be agreed, by {dated(day)}"
    chosen = [r for r in _going_on(file, entry) if r.to == "arbitration"]
    if entry.to != "arbitration" and chosen:
        return under_way_since(chosen[-1])
    if entry.to == "mediation":
        return None
    without = entry.mediation or left_out(passed, "mediation") or _is_over(file, entry, "mediation")
    if without or (entry.to == "litigation" and _is_over(file, entry, "arbitration")):
        return None
    return "mediation is on file neither as declined nor as failed"


def _taken_there_already(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    """The same dispute at the same place twice is one referral told twice, unless the two go by different numbers."""
    if not (going_on := [r for r in _going_on(file, entry) if r.to == entry.to]):
        return NOT_IN_POINT
    for referral in going_on:
        before = file.at(referral.position)
        number = before.entry.reference if before and isinstance(before.entry, DisputeReferred) else None
        if number is None or entry.reference is None or same_name(number, entry.reference):
            return (
                f"{under_way_since(referral)}; supplement or correct that entry, or record what came of it before "
                "the dispute is taken there again"
            )
    return None


def _going_on(file: ContractFile, entry: DisputeReferred) -> list[Referral]:
    """Where the dispute was taken before and has not come to an end, as far as it is told apart from others."""
    if entry.dispute is None and not only_one(file):
        return []
    return under_way(file, entry.happened_on, (entry.dispute,) if entry.dispute else file.disputes.by_id)


def _recommended_for_the_other(
    file: ContractFile, entry: FormalEscalationRecommended, procedure: Procedure
) -> str | None:
    if entry.by is None or entry.by.side in ("third-party", entry.recommended_by):
        return None
    return (
        f"it is entered as the {entry.recommended_by}'s and {procedure.person_in_office(entry.by)} made it; "
        f"recommended_by should be {entry.by.side}, or the person's party {entry.recommended_by}"
    )


def _under_other_rules(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    if entry.to != "mediation":
        return NOT_IN_POINT
    if entry.model_procedure is None:
        return "it does not say under which rules"
    if any(name in entry.model_procedure.casefold() for name in MODEL):
        return None
    return f"it is held under {entry.model_procedure}, and the procedure names the CEDR model procedure"


def _mediator_decided(file: ContractFile, entry: DisputeReferralConcluded, procedure: Procedure) -> str | None:
    if entry.forum in DECIDES or entry.result not in ("for-the-authority", "for-the-provider"):
        return None
    return (
        f"a mediator decides for nobody, and the result is {entry.result}; "
        "it is settled, not-settled, in-part where part was settled, or withdrawn"
    )


def _settled_in_mediation(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    """What came of it last is that both settled it: then arbitration follows no mediation that failed.

    The courts are open all the same, for one who would have the settlement kept.
    """
    if entry.to == "litigation":
        return None
    last = latest(file, entry.latest_on, (entry.dispute,) if entry.dispute else file.disputes.by_id)
    ends = {end.position: end for end in file.disputes.referral_ends if end.result == "settled"}
    settled = [ends.get(result.position) for result in last]
    end = settled[0] if settled else None
    if end is None or None in settled:
        return None
    return (
        f"{end.to} ended on {dated(end.on)} with the dispute settled (entry {end.position}); correct that entry or "
        "strike it out if it was not, or record what began another"
    )


def _by_the_provider_alone(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    if entry.to == "litigation":
        return NOT_IN_POINT
    if entry.by_party != "provider":
        return None
    return f"the provider took it to {entry.to} by itself"


OfADispute: TypeAlias = (
    DisputeReferred | ArbitratorAppointed | DisputeActionPlanAgreed | DisputeActionPlanConcluded | DisputeSettled
    | DisputeReferralConcluded
)  # fmt: skip


def _no_dispute(file: ContractFile, entry: OfADispute, procedure: Procedure) -> str | None:
    """The provider can go to court without a word before; all else is of a dispute that both know of."""
    day = entry.latest_on
    if isinstance(entry, DisputeReferred) and entry.to == "litigation" and entry.by_party == "provider":
        return None
    began = [held.began_on for held in file.disputes.by_id.values()]
    began += [notice.happened_on for _, notice in file.notices.served("dispute")]
    began += [referral.on for referral in file.disputes.referrals]
    if any(on <= day for on in began):
        return None
    return (
        f"no dispute is on file for {dated(day)} or before, and {_what(entry)} is of one; record first what began it: "
        "either party's notice of dispute, or that the formal procedure was agreed to"
    )


def _what(entry: OfADispute) -> str:
    match entry:
        case DisputeReferred(to=forum) | DisputeReferralConcluded(forum=forum):
            return forum
        case ArbitratorAppointed():
            return "arbitration"
        case DisputeSettled():
            return "a settlement"
        case _:
            return "an action plan"


def _settled_before(file: ContractFile, entry: OfADispute, procedure: Procedure) -> str | None:
    """What was under way when the dispute was settled may still come to its end; nothing begins, or is settled anew."""
    day, held = entry.happened_on, file.disputes
    if isinstance(entry, DisputeActionPlanConcluded) and entry.plan is not None:
        return None
    if isinstance(entry, DisputeReferralConcluded) and entry.result in ("settled", "withdrawn"):
        return None
    if isinstance(entry, DisputeReferred) and entry.to == "litigation" and entry.by_party == "provider":
        return None  # a settlement keeps nobody from a court
    again = isinstance(entry, DisputeSettled)
    for settled in held.settled:
        earlier = settled.on <= day if again else settled.on < day
        if earlier and (settled.dispute == entry.dispute if entry.dispute else only_one(file)):
            which = entry.dispute or "the dispute"
            return (
                f"{which} was settled on {dated(settled.on)} (entry {settled.position}); correct that entry or strike "
                "it out if the dispute goes on, or record what began another"
            )
    return None


def _no_arbitration(file: ContractFile, entry: ArbitratorAppointed, procedure: Procedure) -> str | None:
    held, day = file.disputes, entry.happened_on
    referred = [
        r.on for r in held.referrals if r.to == "arbitration" and same(r.dispute, entry.dispute) and r.on <= day
    ]
    if not referred:
        return f"by {dated(day)} no dispute had been referred to arbitration"
    ended = [r for r in held.referral_ends if r.to == "arbitration" and same(r.dispute, entry.dispute)]
    over = next((r for r in ended if max(referred) <= r.on <= day), None)
    return f"the arbitration came to its end on {dated(over.on)} (entry {over.position})" if over else None


def _another_arbitrator(file: ContractFile, entry: ArbitratorAppointed, procedure: Procedure) -> str | None:
    held, day = file.disputes, entry.happened_on
    ended = [r.on for r in held.referral_ends if r.to == "arbitration" and same(r.dispute, entry.dispute)]
    before = [a for a in held.arbitrators if same(a.dispute, entry.dispute) and a.on <= day]
    if not before:
        return NOT_IN_POINT
    there = next((a for a in before if not any(a.on <= end <= day for end in ended)), None)
    return f"{there.name} was appointed on {dated(there.on)} (entry {there.position}), and stands" if there else None


def _is_over(file: ContractFile, entry: DisputeReferred, step: str) -> bool:
    held, day = file.disputes, entry.happened_on
    declined = any(step in p.steps and p.on <= day and same(p.dispute, entry.dispute) for p in held.passed_over)
    failed = any(e.to == step and e.on <= day and same(e.dispute, entry.dispute) for e in held.referral_ends)
    return declined or failed


def _never_referred(
    file: ContractFile, entry: DisputeReferralConcluded | DisputeSettled, procedure: Procedure
) -> str | None:
    forum = entry.forum if isinstance(entry, DisputeReferralConcluded) else entry.settled_at
    there = (r for r in file.disputes.referrals if r.to == forum and same(r.dispute, entry.dispute))
    if forum not in get_args(Forum) or any(r.on <= entry.latest_on for r in there):
        return None
    return (
        f"that the dispute was taken to {forum} is not on file for {dated(entry.latest_on)} or before; "
        "record dispute-referred first"
    )


Following: TypeAlias = DisputeActionPlanAgreed | DisputeReferred | DisputeSettled | DisputeStepPassedOver


def _signed_off_before(file: ContractFile, entry: Following, procedure: Procedure) -> str | None:
    signed_off = [done for done in file.disputes.signed_off if entry.dispute and done.dispute == entry.dispute]
    if not signed_off:
        return NOT_IN_POINT
    for done in signed_off:
        if done.on < entry.happened_on:
            return f"{entry.dispute} was signed off on {dated(done.on)} (entry {done.position})"
    return None


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
        found=_not_entitled,
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
        found=_asked_for_by_another,
    ),
    Rule(
        id="dispute.alerted-before-agreed", citation="TVP-5.2-1a", level="explain", of=FormalEscalationAuthorised,
        field="requested_by", found=_office_above_not_alerted,
        sentence="The office that asks for agreement to the formal procedure was alerted to the issue first.",
    ),
    Rule(
        id=BY_PASSED_BY, citation="TVP-5.0-7", level="authorise", of=ImmediateEscalationAuthorised, field="by",
        sentence="Leaving stages out is authorised by the office the procedure gives that to.", found=_not_entitled,
    ),
    Rule(
        id="dispute.by-passed-where-significant", citation="TVP-5.0-6", level="explain",
        of=ImmediateEscalationAuthorised, field="significance", found=_not_significant,
        sentence="Going to the formal procedure at once is for a significant issue: one of the four tests is met.",
    ),
    Rule(
        id="dispute.by-pass-says-why", citation="TVP-5.0-7", level="advise", of=ImmediateEscalationAuthorised,
        field="reason", sentence="It is on record why stages are left out.",
        found=lacks("reason", found="it gives no reason"),
    ),
    Rule(
        id="dispute.plan-complete", citation="TVP-5.2-4a", level="explain", of=DisputeActionPlanAgreed, field="actions",
        sentence="Each action of the plan has its time, its owner and its outcome.", found=_incomplete,
    ),
    Rule(
        id=PROGRESS_TO, citation="TVP-5.2-4b", level="explain", of=DisputeActionPlanProgressReported,
        field="reported_to", found=_reported_to_another,
        sentence="Progress of a plan is reported to the office the procedure gives that to.",
    ),
    Rule(
        id="dispute.plan-goes-on-where-reported", citation="TVP-5.2-4b", level="contradiction",
        of=DisputeActionPlanProgressReported, field="plan", found=_after_its_end,
        sentence="Progress is reported on a plan that has not been concluded.",
    ),
    Rule(
        id="dispute.progress-of-the-plans-actions", citation="TVP-5.2-4b", level="contradiction",
        of=DisputeActionPlanProgressReported, field="actions", found=_of_no_action,
        sentence="What is reported on is an action of the plan.",
    ),
    Rule(
        id="dispute.plan-ends-after-agreed", citation="TVP-5.2-4a", level="contradiction", of=DisputeActionPlanAgreed,
        field="complete_by", sentence="A plan is to be complete no earlier than it was agreed.",
        found=out_of_order(
            "complete_by", "happened_on",
            found="it is to be complete by {later}, before it was agreed on {earlier}",
        ),
    ),
    Rule(
        id="dispute.plan-actions-within-its-time", citation="TVP-5.2-4a", level="advise", of=DisputeActionPlanAgreed,
        field="complete_by", sentence="Each action of a plan is due by the day the plan is to be complete.",
        found=due_after_the_end("actions"),
    ),
    Rule(
        id="dispute.plan-run-out", citation="TVP-5.2-5", level="explain", of=DisputeActionPlanConcluded,
        field="happened_on", sentence="A plan has missed its outcomes only when its time is over.",
        found=_before_it_is_over,
    ),
    Rule(
        id="dispute.plan-result-shown", citation="TVP-5.2-5", level="advise", of=DisputeActionPlanConcluded,
        field="evidence",
        found=lacks(
            "evidence", where=lambda entry: entry.result == "outcomes-missed", found="no entry that shows it is cited",
        ),
        sentence="That a plan missed its outcomes rests on entries it cites.",
    ),
    Rule(
        id="dispute.settled-in-writing", citation="TVP-5.2-3a", level="advise", of=DisputeSettled, field="document",
        sentence="A settlement and its agreements are put in writing.",
        found=lacks("document", "exhibits", found="nothing in writing is with it"),
    ),
    Rule(
        id=SIGNED_OFF_BY, citation="TVP-5.2-4c", level="authorise", of=DisputeSignedOff, field="by",
        sentence="A dispute is signed off by the office the procedure gives that to.", found=_not_entitled,
    ),
    Rule(
        id="dispute.something-to-sign-off", citation="TVP-5.2-3b", level="explain", of=DisputeSignedOff, field="what",
        sentence="What is signed off is a settlement or a completed plan that is on file.", found=_nothing_to_sign,
    ),
    Rule(
        id="dispute.provider-told-of-the-end", citation="TVP-5.2-4d", level="advise", of=DisputeSignedOff,
        field="reported_to_provider_on", sentence="The result is reported to the provider.",
        found=lacks("reported_to_provider_on", found="it is not on record that the provider was told"),
    ),
    Rule(
        id="dispute.referral-is-the-authoritys", citation="TVP-5.2-6a", level="advise", of=DisputeReferred,
        field="by_party", found=_by_the_provider_alone,
        sentence="Mediation and arbitration are the authority's to choose; the courts are open to either party.",
    ),
    Rule(
        id="dispute.stages-in-order", citation="TVP-5.2-0", level="authorise",
        of=(DisputeReferred, DisputeActionPlanAgreed),
        sentence="The stages of a dispute are followed in order unless the office entitled lets it begin later.",
        found=_out_of_order,
    ),
    Rule(
        id="dispute.court-and-reference", citation="TVP-5.2-7", level="advise", of=DisputeReferred, field="court",
        sentence="Of a dispute taken to court it is on record to which, and under what number.",
        found=leaves_out(
            {"court": "to which court", "reference": "under what number there"}, "it does not say {missing}", " or ",
            where=lambda entry: entry.to == "litigation",
        ),
    ),
    Rule(
        id="dispute.taken-there-once", citation="TVP-5.2-7", level="advise", of=DisputeReferred, field="to",
        sentence="A dispute is not taken again to where it is under way.", found=_taken_there_already,
    ),
    Rule(
        id="dispute.mediated-under-the-model", citation="TVP-5.2-5", level="advise", of=DisputeReferred,
        field="model_procedure", found=_under_other_rules,
        sentence="A mediation is held under the CEDR model procedure.",
    ),
    Rule(
        id="dispute.mediator-decides-for-nobody", citation="TVP-5.2-5", level="contradiction",
        of=DisputeReferralConcluded, field="result", found=_mediator_decided,
        sentence="A mediation settles a dispute, in whole or in part, or does not; nobody decides it there.",
    ),
    Rule(
        id="dispute.mediation-as-on-file", citation="TVP-5.2-6a", level="contradiction", of=DisputeReferred,
        field="mediation", found=_settled_in_mediation,
        sentence="Arbitration is chosen without mediation or where it failed, not once mediation settled the dispute.",
    ),
    Rule(
        id="dispute.there-is-one", citation="TVP-5.2-0", level="contradiction", of=get_args(OfADispute),
        field="dispute", found=_no_dispute,
        sentence="What is planned, settled or taken further is a dispute that is on file.",
    ),
    Rule(
        id="dispute.not-settled-already", citation="TVP-5.2-3a", level="contradiction", of=get_args(OfADispute),
        field="dispute", found=_settled_before,
        sentence="A dispute is settled once, and nothing further begins in it then.",
    ),
    Rule(
        id="dispute.arbitrator-by-a-route", citation="TVP-5.2-6b", level="advise", of=ArbitratorAppointed,
        field="route", found=lacks("route", found="it does not say by which"),
        sentence="The arbitrator is agreed by both or appointed by the President of the Law Society.",
    ),
    Rule(
        id="dispute.one-arbitrator", citation="TVP-5.2-6b", level="explain", of=ArbitratorAppointed,
        field="arbitrator", sentence="A dispute is referred to a single arbitrator.", found=_another_arbitrator,
    ),
    Rule(
        id="dispute.arbitrator-of-an-arbitration", citation="TVP-5.2-6b", level="explain", of=ArbitratorAppointed,
        field="happened_on", found=_no_arbitration,
        sentence="An arbitrator is appointed once arbitration was chosen, and before it is over.",
    ),
    Rule(
        id="dispute.president-failing-agreement", citation="TVP-5.2-6b", level="advise", of=ArbitratorAppointed,
        field="failure_to_agree",
        found=lacks(
            "failure_to_agree", where=lambda entry: entry.route == "law-society-president",
            found="the President appointed, and it is not said that or how the parties failed to agree",
        ),
        sentence="The President of the Law Society appoints the arbitrator where the parties fail to agree.",
    ),
    Rule(
        id="dispute.referred-before-concluded", citation="TVP-5.2-5", level="contradiction",
        of=(DisputeReferralConcluded, DisputeSettled), found=_never_referred,
        sentence="What comes to an end, or is settled, in mediation, arbitration or court was taken there first.",
    ),
    Rule(
        id="dispute.passed-over-with-a-reason", citation="TVP-5.2-8a", level="advise", of=DisputeStepPassedOver,
        field="reason", sentence="It is on record why a step was not taken.",
        found=lacks("reason", found="it gives no reason"),
    ),
    Rule(
        id="dispute.not-signed-off", citation="TVP-5.2-4c", level="explain",
        of=(DisputeActionPlanAgreed, DisputeReferred, DisputeSettled, DisputeStepPassedOver), field="dispute",
        sentence="Nothing further is done about a dispute that was signed off.", found=_signed_off_before,
    ),
)  # fmt: skip
