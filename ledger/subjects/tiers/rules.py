"""What is asked of classifying a contract, of reviewing it by theme, and of its scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import Span, not_begun, out_of_order
from ledger.dates.working_days import dated
from ledger.details import ACTS_ON_WHAT_IS_SHORT, SAYS_ITS_RISK, added_since
from ledger.names import few
from ledger.offices import MANAGERS, in_office
from ledger.rules import NOT_IN_POINT, AnyRule, Predicate, Rule, lacks, leaves_out
from ledger.subjects.tiers import self_assessment
from ledger.subjects.tiers.entries import (
    BusinessContinuityPlanReceived,
    ContractClassified,
    Decision,
    GovernanceTermsAdopted,
    ScorecardRecorded,
    SelfAssessmentSubmitted,
    ThematicReviewCompleted,
)
from ledger.subjects.tiers.register import left_out, sides
from ledger.themes import Theme

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

SENIOR = "senior-responsible-officer"


# --- contradictions -------------------------------------------------------------------------------------------------


def _variation_for_nothing(file: ContractFile, entry: ThematicReviewCompleted, procedure: Procedure) -> str | None:
    if entry.variation is None or entry.decision == "change-now":
        return None
    return f"{entry.variation} is named, and the decision is not to change the contract now"


# --- procedure ------------------------------------------------------------------------------------------------------


def _tier_unknown(file: ContractFile, entry: ContractClassified, procedure: Procedure) -> str | None:
    if not procedure.tiers:
        return NOT_IN_POINT
    if procedure.tier(entry.tier) is not None:
        return None
    return f"{entry.tier} is no tier of {procedure.ref}; there are {', '.join(tier.id for tier in procedure.tiers)}"


def _value_says_otherwise(file: ContractFile, entry: ContractClassified, procedure: Procedure) -> str | None:
    value = file.value_of("annual-value", entry.happened_on)
    pence = getattr(value.value, "pence", None) if value else None
    asked = [tier for tier in procedure.tiers if tier.annual_value_from]
    if pence is None or not asked:
        return NOT_IN_POINT
    reached = [tier for tier in asked if pence >= tier.annual_value_from * 100]
    by_value = max(reached, key=lambda tier: tier.annual_value_from, default=None)
    if by_value is None:
        return NOT_IN_POINT
    if by_value.id == entry.tier:
        return None
    return f"it is worth {value.value if value else ''} a year, which makes it {by_value.id}"


def _risk_never_said(file: ContractFile, entry: ContractClassified, procedure: Procedure) -> str | None:
    before = file.tiers.classified(entry.happened_on)
    if entry.risk is not None or (before is not None and before.risk is not None):
        return None
    return "no classification says how high its risk is"


def _no_senior_officer(file: ContractFile, entry: ContractClassified, procedure: Procedure) -> str | None:
    if entry.risk != "high":
        return NOT_IN_POINT
    if file.people.holder(SENIOR, entry.happened_on) is not None:
        return None
    return f"on {dated(entry.happened_on)} it had no {procedure.office_title(SENIOR)}"


IMPROVEMENT: Theme = "service-improvement"
MONEY: Theme = "value-for-money"
HEADS: tuple[tuple[Theme, str, str], ...] = (
    ("risk", "IMP-17-c", "A review for risk says what is in place already."),
    ("governance", "IMP-18-c", "A review for governance says what is in place already."),
    (IMPROVEMENT, "IMP-22-a", "A review for service improvement says what is there, monitored, and reached."),
    (MONEY, "IMP-25-a", "A review for value for money says what is secured, applied, and came of it."),
)
"""What a review for each theme says, but for supplier development."""
"""The themes of which it is asked to decide what becomes of what is lacking: IMP-22-b, and IMP-25-b."""


def _nothing_decided(theme: Theme) -> Predicate:
    """The predicate of a rule on what becomes of what a review for a theme found lacking."""

    def undecided(file: ContractFile, entry: ThematicReviewCompleted, procedure: Procedure) -> str | None:
        if entry.theme != theme or "no" not in (entry.in_place, entry.monitored):
            return NOT_IN_POINT
        if entry.decision not in (None, "none"):
            return None
        what = "absent" if entry.in_place == "no" else "not tracked or not used"
        if entry.decision == "none":
            return f"what was looked for is {what}, and it was decided to change neither this contract nor the next"
        return (
            f"what was looked for is {what}, and it is not said whether the contract is changed now or the next one is"
        )

    return undecided


def _heads_left_out(theme: Theme) -> Predicate:
    """The rule that a review for a theme says what that asks for."""

    def leaving_out(file: ContractFile, entry: ThematicReviewCompleted, procedure: Procedure) -> str | None:
        if entry.theme != theme:
            return NOT_IN_POINT
        missing = left_out(entry)
        return f"it does not say: {', '.join(missing)}" if missing else None

    return leaving_out


def _without_the_manager(file: ContractFile, entry: ThematicReviewCompleted, procedure: Procedure) -> str | None:
    if entry.theme not in ("risk", "governance"):
        return NOT_IN_POINT
    there = [*entry.participants, *((entry.by,) if entry.by else ())]
    if any(in_office(file, one, MANAGERS, entry.happened_on, procedure) for one in there):
        return None
    if not entry.participants:
        return "it is not said who took part"
    held = file.people.holder("lead-officer", entry.happened_on)
    who = f"{held.person}, who manages the contract," if held else "whoever manages the contract"
    return f"{who} is not said to have taken part"


def _nothing_agreed(file: ContractFile, entry: ThematicReviewCompleted, procedure: Procedure) -> str | None:
    short = [
        words for extent, words in ((entry.in_place, "in place"), (entry.monitored, "tracked, applied or used"))
        if extent in ("no", "partly")
    ]  # fmt: skip
    low = _scored_low(file, entry, procedure) if entry.theme == "risk" else None
    if not short and low is None:
        return NOT_IN_POINT
    if entry.further_actions or entry.decision in TO_BE_CHANGED:
        return None
    why = f"what was looked for is not wholly {' nor '.join(short)}" if short else f"risk was scored {low} percent"
    return f"{why}, and no further action was agreed"


TO_BE_CHANGED: tuple[Decision, ...] = ("change-now", "next-contract")
"""Decisions by which more is to be done."""


def _scored_low(file: ContractFile, entry: ThematicReviewCompleted, procedure: Procedure) -> int | None:
    """The low score for risk that a review looks at: one since the last review that agreed to do more, or had something
    added that may say so, whatever was scored after it."""
    acts = added_since(file, ACTS_ON_WHAT_IS_SHORT)
    seen_to = [
        held.on for held in file.tiers.reviews
        if held.theme == "risk" and held.on <= entry.happened_on
        and (held.actions or held.decision in TO_BE_CHANGED or acts(held.position))
    ]  # fmt: skip
    scores = [
        percent for on, percent, _ in file.tiers.scores.get("risk", [])
        if on <= entry.happened_on and (not seen_to or on > seen_to[-1])
    ]  # fmt: skip
    return next((percent for percent in scores if procedure.is_low("risk", percent)), None)


def _further_action_left_open(file: ContractFile, entry: ThematicReviewCompleted, procedure: Procedure) -> str | None:
    if not entry.further_actions:
        return NOT_IN_POINT
    found = []
    for number, step in enumerate(entry.further_actions, 1):
        missing = [*(() if step.owner else ("who does it",)), *(() if step.due_on else ("by when",))]
        found += [f"of further action {number} it is not said {' nor '.join(missing)}"] if missing else []
        if step.due_on is not None and step.due_on < entry.happened_on:
            found.append(f"further action {number} is due on {dated(step.due_on)}, before it was agreed")
    return "; ".join(found) or None


def _period_not_over(file: ContractFile, entry: ScorecardRecorded, procedure: Procedure) -> str | None:
    if entry.period.last <= entry.happened_on:
        return None
    return (
        f"its period ends on {dated(entry.period.last)}, after it was recorded on {dated(entry.happened_on)}; "
        "until it is over the scorecard is still due"
    )


def _scored_otherwise(file: ContractFile, entry: ScorecardRecorded, procedure: Procedure) -> str | None:
    period, cards = entry.period, file.tiers.scorecards
    before = [card for card in cards if card.period == period]
    twice = [c for c in cards if c.period != period and c.period.first <= period.last and period.first <= c.period.last]
    if not before and twice:
        both = [(c, Span(first=max(c.period.first, period.first), last=min(c.period.last, period.last))) for c in twice]
        scored = few([f"entry {c.position} scored {c.period} already: {shared} counts in both" for c, shared in both])
        return f"{scored}; correct the period of one of them"
    if not before:
        return NOT_IN_POINT
    last = before[-1]
    was, now = dict(last.ratings), sides(entry)
    differ = [f"{side} {now[side]}, before {was[side]}" for side in was if side in now and now[side] != was[side]]
    return f"entry {last.position} scored {entry.period} already: {', '.join(differ)}; correct it" if differ else None


def _before_the_contract(file: ContractFile, entry: ScorecardRecorded, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or contract.start_date is None:
        return NOT_IN_POINT
    if entry.period.last >= contract.start_date:
        return None
    return f"its period ends on {dated(entry.period.last)}; the contract began on {dated(contract.start_date)}"


def _sides_left_out(file: ContractFile, entry: ScorecardRecorded, procedure: Procedure) -> str | None:
    left_out = [side for side in ("cost", "performance", "risk", "users") if side not in sides(entry)]
    return f"it leaves out {', '.join(left_out)}" if left_out else None


def _without_senior_officer(file: ContractFile, entry: GovernanceTermsAdopted, procedure: Procedure) -> str | None:
    held = file.tiers.classified(entry.happened_on)
    if held is None or held.risk != "high":
        return NOT_IN_POINT
    if entry.names_senior_officer:
        return None
    return "the contract is of high risk, and the terms give no Senior Responsible Officer a part"


RULES: tuple[AnyRule, ...] = (
    *self_assessment.RULES,
    Rule(
        id="classification.reassessed-later", citation="IMP-17-c", level="contradiction", of=ContractClassified,
        field="reassess_on", sentence="A contract is reassessed after it was classified.", found=out_of_order(
            "reassess_on", "happened_on", same_day=False,
            found="it is to be reassessed by {later}, which is not after {earlier}",
        ),
    ),
    Rule(
        id="scorecard.period-begun", citation="IMP-23-c", level="contradiction",
        of=(ScorecardRecorded, SelfAssessmentSubmitted), field="period", found=not_begun,
        sentence="What is scored is a period that has begun.",
    ),
    Rule(
        id="continuity-plan.tested-before", citation="IMP-17-a", level="contradiction",
        of=BusinessContinuityPlanReceived, field="tested_on", found=out_of_order(
            "happened_on", "tested_on", found="it was tested on {earlier}, after it was received on {later}",
        ),
        sentence="A plan that is received as tested was tested before.",
    ),
    Rule(
        id="continuity-plan.holds-still", citation="IMP-17-a", level="advise", of=BusinessContinuityPlanReceived,
        field="valid_until", sentence="A plan that is received holds still.", found=out_of_order(
            "valid_until", "happened_on", found="it held until {later}, and was received on {earlier}",
        ),
    ),
    Rule(
        id="thematic-review.variation-where-changed", citation="IMP-22-b", level="contradiction",
        of=ThematicReviewCompleted, field="variation", found=_variation_for_nothing,
        sentence="A variation is named where it was decided to change the contract now.",
    ),
    Rule(
        id="classification.tier-of-the-procedure", citation="IMP-16-a", level="explain", of=ContractClassified,
        field="tier", sentence="A contract is put into one of the procedure's tiers.", found=_tier_unknown,
    ),
    Rule(
        id="classification.by-value", citation="IMP-16-a", level="advise", of=ContractClassified, field="tier",
        sentence="A contract is in the tier its yearly value puts it in, where the procedure says so.",
        found=_value_says_otherwise,
    ),
    Rule(
        id=SAYS_ITS_RISK, citation="IMP-18-b", level="advise", of=ContractClassified, field="risk", asks=True,
        sentence="It is said how high the risk of a contract is.", found=_risk_never_said,
    ),
    Rule(
        id="classification.senior-officer-for-high-risk", citation="IMP-18-b", level="explain", of=ContractClassified,
        field="risk", sentence="Every contract of high risk has a Senior Responsible Officer.",
        found=_no_senior_officer,
    ),
    Rule(
        id="thematic-review.decides-where-lacking", citation="IMP-22-b", level="explain", of=ThematicReviewCompleted,
        field="decision", found=_nothing_decided(IMPROVEMENT),
        sentence="Where something is absent or unused, it is decided to change the contract now or the next one.",
    ),
    Rule(
        id="thematic-review.decides-on-value-for-money", citation="IMP-25-b", level="explain",
        of=ThematicReviewCompleted, field="decision", found=_nothing_decided(MONEY),
        sentence="Where value for money is not secured or tested, it is decided to change this contract or the next.",
    ),
    Rule(
        id="thematic-review.none-where-all-is-well", citation="IMP-22-b", level="advise", of=ThematicReviewCompleted,
        field="decision",
        found=leaves_out(
            {"in_place": "whether it is in place", "monitored": "whether it is used"},
            where=lambda entry: entry.decision == "none" and entry.theme in (IMPROVEMENT, MONEY),
            found="it was decided to change neither this contract nor the next, and it is not said {missing}",
            between=" nor ",
        ),
        sentence="That nothing is changed is decided where what was looked for is in place and used.",
    ),
    Rule(
        id="thematic-review.under-its-heads", citation="IMP-16-b", level="advise", of=ThematicReviewCompleted,
        field="theme", sentence="A review for supplier development says what is there, could be, and is to be done.",
        found=_heads_left_out("supplier-development"),
    ),
    Rule(
        id="thematic-review.with-market-intelligence", citation="IMP-16-a", level="advise", of=ThematicReviewCompleted,
        field="market_intelligence", found=lacks(
            "market_intelligence", where=lambda entry: entry.theme == "supplier-development",
            found="it does not say what market intelligence there is, and how it is used",
        ),
        sentence="A review for supplier development looks at the use of market intelligence.",
    ),
    *(
        Rule(
            id=f"thematic-review.heads-of-{theme}", citation=citation, level="advise", of=ThematicReviewCompleted,
            field="theme", sentence=sentence, found=_heads_left_out(theme),
        )
        for theme, citation, sentence in HEADS
    ),
    Rule(
        id="thematic-review.held-with-the-manager", citation="IMP-18-c", level="advise", of=ThematicReviewCompleted,
        field="participants", sentence="A review for risk or governance is held with whoever manages the contract.",
        found=_without_the_manager,
    ),
    Rule(
        id="thematic-review.acts-on-what-is-short", citation="IMP-17-c", level="advise", of=ThematicReviewCompleted,
        field="further_actions",
        sentence="Where a review finds something short, or risk was scored low, more is agreed to do.",
        found=_nothing_agreed,
    ),
    Rule(
        id="thematic-review.further-actions-owned-and-dated", citation="IMP-17-c", level="advise",
        of=ThematicReviewCompleted, field="further_actions", found=_further_action_left_open,
        sentence="What a review agrees to do has somebody who does it and a day to come.",
    ),
    Rule(
        id="scorecard.period-over", citation="IMP-23-c", level="advise", of=ScorecardRecorded, field="period",
        sentence="A period is scored when it is over.", found=_period_not_over,
    ),
    Rule(
        id="scorecard.once-for-a-period", citation="IMP-23-c", level="advise", of=ScorecardRecorded, field="period",
        sentence="A time is scored once, and what was wrong is corrected.", found=_scored_otherwise,
    ),
    Rule(
        id="scorecard.of-the-contracts-time", citation="IMP-23-c", level="advise", of=ScorecardRecorded,
        field="period", sentence="What is scored is a time of the contract.", found=_before_the_contract,
    ),
    Rule(
        id="scorecard.has-all-sides", citation="IMP-23-b", level="explain", of=ScorecardRecorded, field="cost",
        asks=("cost", "performance", "risk", "users"),
        sentence="A scorecard has at least cost, performance, risk and users.", found=_sides_left_out,
    ),
    Rule(
        id="governance.terms-on-file", citation="IMP-18-a", level="advise", of=GovernanceTermsAdopted,
        field="structure", sentence="Terms of governance that are adopted are on file.", found=lacks(
            "model", "structure", "exhibits",
            found="neither the model they follow nor a structure is given, nor the terms themselves",
        ),
    ),
    Rule(
        id="governance.senior-officer-has-a-part", citation="IMP-18-b", level="explain", of=GovernanceTermsAdopted,
        field="names_senior_officer", found=_without_senior_officer,
        sentence="The terms of a contract of high risk give the Senior Responsible Officer a part.",
    ),
)  # fmt: skip
