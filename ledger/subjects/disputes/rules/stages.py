"""What is asked of every step of a dispute: the stages in order, of one that is on file and not over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger.dates.working_days import dated
from ledger.dispute_results import under_way, under_way_since
from ledger.disputing import (
    STAGES,
    WORDS,
    DisputeStage,
    about,
    by_passed,
    issues_of,
    left_out,
    only_one,
    same,
    with_the_provider,
)
from ledger.formal_route import LIFTED
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.sign_offs import signed_off
from ledger.subjects.disputes.entries import (
    ArbitratorAppointed,
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeReferralConcluded,
    DisputeReferred,
    DisputeSettled,
    DisputeStepPassedOver,
)
from ledger.subjects.disputes.register import PlanEnd
from ledger.subjects.disputes.rules.referring import referrals_going_on

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


IN_ORDER = "dispute.stages-in-order"
OfThePlan: TypeAlias = DisputeActionPlanAgreed | DisputeActionPlanConcluded


def _out_of_order(file: ContractFile, entry: DisputeReferred | OfThePlan, procedure: Procedure) -> str | None:
    if isinstance(entry, DisputeReferred):
        return _referred_out_of_order(file, entry, procedure)
    if isinstance(entry, DisputeActionPlanConcluded) and entry.result != "not-agreed":
        return NOT_IN_POINT  # asked of the plan as it was agreed
    return _before_they_met(file, entry, procedure)


def _before_they_met(file: ContractFile, entry: OfThePlan, procedure: Procedure) -> str | None:
    """TVP-5.2-2a, TVP-5.2-2c, TVP-5.2-4a: a plan is agreed, or cannot be, where the meeting asked for settled nothing;
    a provider that stays away from it holds nothing up (docs/adr/0333)."""
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
    ended = [e for e in mine if e.result != "resolved"]
    if not left_out(passed, "plan") and not ended:
        return f"no action plan is on file as having failed, or as not to be agreed, by {dated(day)}"
    if not left_out(passed, "plan") and (early := _not_to_be_agreed_too_early(file, ended, procedure)):
        return early
    chosen = [r for r in referrals_going_on(file, entry) if r.to == "arbitration"]
    if entry.to != "arbitration" and chosen:
        return under_way_since(chosen[-1])
    if entry.to == "mediation":
        return None
    without = entry.mediation or left_out(passed, "mediation") or _is_over(file, entry, "mediation")
    if without or (entry.to == "litigation" and _is_over(file, entry, "arbitration")):
        return None
    return "mediation is on file neither as declined nor as failed"


def _not_to_be_agreed_too_early(file: ContractFile, ended: Sequence[PlanEnd], procedure: Procedure) -> str | None:
    """What came of the plan, where all that did is that none could be agreed, before the stages that come first, and
    nobody who may let that be (TVP-5.2-0)."""
    for end in ended:
        held = file.standing(end.position, IN_ORDER, procedure)
        if held is None or held.state in LIFTED:
            return None
    last = ended[-1]
    return f"that no plan could be agreed was found on {dated(last.on)} (entry {last.position}), out of its order"


def _taken_all_the_same(file: ContractFile, entry: DisputeStepPassedOver, procedure: Procedure) -> str | None:
    """TVP-5.2-8a: what was taken was not left; what is under way comes to its end, and that is said of it."""
    if entry.dispute is None and not only_one(file):
        return None  # it cannot be told of which dispute
    found = dict(_taken_by(file, entry))
    taken = [f"{WORDS[step]} as not taken, and {found[step]}" for step in entry.steps if step in found]
    return f"it names {'; '.join(taken)}; leave that out, or record how it ended" if taken else None


def _taken_by(file: ContractFile, entry: DisputeStepPassedOver) -> Iterator[tuple[DisputeStage, str]]:
    """Yield each step that the file has as taken in a dispute, in words; what has ended can be taken, or left, anew."""
    held, day = file.disputes, entry.latest_on
    for notice, served in file.notices.served("dispute"):  # either party's, as on the ladder
        counts = served.happened_on <= day and not (notice.withdrawn or notice.is_purported)
        if counts and about(file, served.dispute, served.issues, entry.dispute, ()):
            yield "notice", f"{notice.id} was given on {dated(served.happened_on)} (entry {notice.position})"
    for met in file.meetings.held_on_disputes():
        came = same(met.dispute, entry.dispute) and with_the_provider(file, met)
        if came and met.held_on is not None and met.held_on <= day:
            yield "meeting", f"{met.id} was held on {dated(met.held_on)} (entry {met.held})"
    for plan in held.plans.values():
        if plan.on <= day and same(plan.dispute, entry.dispute) and held.plan_end(plan, day) is None:
            yield "plan", f"{plan.id} was agreed on {dated(plan.on)} (entry {plan.position})"
    for referral in under_way(file, day, (entry.dispute,) if entry.dispute else held.by_id):
        yield referral.to, under_way_since(referral)


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


def _is_over(file: ContractFile, entry: DisputeReferred, step: str) -> bool:
    held, day = file.disputes, entry.happened_on
    declined = any(step in p.steps and p.on <= day and same(p.dispute, entry.dispute) for p in held.passed_over)
    failed = any(e.to == step and e.on <= day and same(e.dispute, entry.dispute) for e in held.referral_ends)
    return declined or failed


Following: TypeAlias = DisputeActionPlanAgreed | DisputeReferred | DisputeSettled | DisputeStepPassedOver


def _signed_off_before(file: ContractFile, entry: Following, procedure: Procedure) -> str | None:
    signed = [done for done in signed_off(file) if entry.dispute and done.dispute == entry.dispute]
    if not signed:
        return NOT_IN_POINT
    for done in signed:
        if done.on < entry.happened_on:
            return f"{entry.dispute} was signed off on {dated(done.on)} (entry {done.position})"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id=IN_ORDER, citation="TVP-5.2-0", level="authorise",
        of=(DisputeReferred, DisputeActionPlanAgreed, DisputeActionPlanConcluded),
        sentence="The stages of a dispute are followed in order unless the office entitled lets it begin later.",
        found=_out_of_order,
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
        id="dispute.passed-over-with-a-reason", citation="TVP-5.2-8a", level="advise", of=DisputeStepPassedOver,
        field="reason", sentence="It is on record why a step was not taken.",
        found=lacks("reason", found="it gives no reason"),
    ),
    Rule(
        id="dispute.passed-over-is-not-taken", citation="TVP-5.2-8a", level="contradiction", of=DisputeStepPassedOver,
        field="steps", sentence="A step that was taken in a dispute was not left out of it.",
        found=_taken_all_the_same,
    ),
    Rule(
        id="dispute.not-signed-off", citation="TVP-5.2-4c", level="explain",
        of=(DisputeActionPlanAgreed, DisputeReferred, DisputeSettled, DisputeStepPassedOver), field="dispute",
        sentence="Nothing further is done about a dispute that was signed off.", found=_signed_off_before,
    ),
)  # fmt: skip
