"""Duties that a contract's tier, risk and stage bring: to be classified, reviewed, scored, to have who answers for it.

What is asked for is the procedure's: under one that knows no tiers there is none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

from ledger.dates.working_days import months_later
from ledger.details import OWNED_AND_DATED
from ledger.names import in_a_row, same_name, same_person
from ledger.procedures import Procedure
from ledger.procedures.rows import ThematicReview
from ledger.subjects.people import Handover
from ledger.subjects.tiers import SENIOR, Classification, ThemeReviewed
from projections.duties.ceasing import watched_to, while_bound
from projections.duties.decided_changes import of_decided_changes
from projections.duties.duty import DAY, LEAD, Duty, duty
from projections.duties.scorecards import next_scorecard, scorecards_left_out
from projections.failings.trail import spoken
from projections.monitoring.improvements import improvements
from projections.status.tier_facts import left_out
from projections.view import FileView


def of_tiers(view: FileView) -> Iterator[Duty]:
    """Yield every open duty that the contract's tier and risk bring. Pure; whatever the day."""
    yield from while_bound(view, (*_standing(view), *scorecards_left_out(view), *_stage(view)))
    yield from of_decided_changes(view)
    yield from _handed_over(view)


def _standing(view: FileView) -> Iterator[Duty]:
    held = view.file.tiers.classified(watched_to(view))
    if held is None:
        yield from _unclassified(view)
        return
    yield from _reassessment(view, held)
    yield from _senior_officer(view, held)
    yield from _terms(view, held)
    yield from _of_its_tier(view, held)
    yield from _never_scored(view, held)
    for theme in view.procedure.thematic_reviews:
        yield from _thematic_review(view, held, theme)


def _unclassified(view: FileView) -> Iterator[Duty]:
    contract = view.file.agreement.contract
    if contract is not None and view.procedure.tiers:
        yield duty(
            view, "classify", "Put the contract into a tier", office=LEAD, since=contract.effective_on,
            citation=view.procedure.tiers[0].citation, opened_by=(view.file.agreement.position,),
        )  # fmt: skip


def _stage(view: FileView) -> Iterator[Duty]:
    """A contract whose service runs is in a stage of its life, where the procedure knows any (IMP-24-d)."""
    start = view.file.started_on()
    if start is not None and view.procedure.stages and not view.file.agreement.stages:
        yield duty(
            view, "stage", "Put on record which stage of its life the contract is in", office=LEAD, since=start,
            citation="IMP-24-d", opened_by=(view.file.agreement.position,),
        )  # fmt: skip


def _reassessment(view: FileView, held: Classification) -> Iterator[Duty]:
    every = view.procedure.setting("tier.reassess-every")
    due_on = held.reassess_on or (months_later(held.since, every) if every else None)
    if due_on is not None:
        yield duty(
            view, "reassess", f"Classify the contract anew: it has been {held.tier} since {spoken(held.since)}",
            office=LEAD, since=held.since, due_on=due_on, citation="IMP-17-c", opened_by=(held.position,),
            limit=None if held.reassess_on else "tier.reassess-every",
        )  # fmt: skip


def _senior_officer(view: FileView, held: Classification) -> Iterator[Duty]:
    """A contract of high risk has a Senior Responsible Officer; a vacancy is a duty (IMP-18-b)."""
    if held.risk != "high" or view.procedure.office(SENIOR) is None:
        return
    terms = view.file.people.holders(SENIOR)
    if any(term.until is None for term in terms):
        return
    last = max((term.until for term in terms if term.until), default=None)
    since = max(held.since, last + DAY) if last and last < date.max else held.since
    yield duty(
        view, f"vacancy/{SENIOR}", f"Name a {view.procedure.office_title(SENIOR)}: the contract is of high risk",
        office=view.procedure.owner, since=since, citation="IMP-18-b", opened_by=(held.position,),
    )  # fmt: skip


def _terms(view: FileView, held: Classification) -> Iterator[Duty]:
    """The terms of governance of a contract of high risk give its Senior Responsible Officer a part (IMP-18-b): the
    newest do, from the day the contract is of high risk or such terms gave way to others."""
    adopted = sorted(view.file.tiers.governance, key=lambda one: (one[0], one[2]))
    if (
        held.risk != "high"
        or view.procedure.office(SENIOR) is None
        or (adopted and adopted[-1][1].names_senior_officer)
    ):
        return
    high = list(takewhile(lambda one: one.risk == "high", reversed(view.file.tiers.classifications)))[-1]
    named = [number for number, (_, terms, _) in enumerate(adopted) if terms.names_senior_officer]
    gave_way = [adopted[named[-1] + 1][0]] if named else []
    senior, lacking = view.procedure.office_title(SENIOR), "it has none on file"
    if adopted:
        lacking = f"those of {spoken(adopted[-1][0])} (entry {adopted[-1][2]}) give no {senior} a part"
    yield duty(
        view, "governance-terms",
        f"Have terms of governance adopted that name the {senior}: the contract is of high risk, and {lacking}",
        office=LEAD, since=max([high.since, *gave_way]), citation="IMP-18-b",
        opened_by=(high.position, *(position for *_, position in adopted[-1:])),
    )  # fmt: skip


def _of_its_tier(view: FileView, held: Classification) -> Iterator[Duty]:
    tier, tiers = view.procedure.tier(held.tier), view.file.tiers
    if tier is None:
        return
    since = next(c.since for c in tiers.classifications if c.tier == held.tier)
    yield from next_scorecard(view, tier, held, since)
    plan = next((one for one in reversed(tiers.continuity_plans) if one.on <= watched_to(view)), None)
    if tier.continuity_plan and (plan is None or plan.valid_until is not None):
        yield duty(
            view, "continuity-plan", "Have the provider's business continuity plan" + (" renewed" if plan else ""),
            office=LEAD, since=plan.on if plan else since, due_on=plan.valid_until if plan else None,
            citation="IMP-17-a", opened_by=(plan.position if plan else held.position,),
        )  # fmt: skip
    developed = tiers.reviewed("supplier-development", date.max)
    targets = any(True for _ in improvements(view, date.max))
    if tier.development_plan and not targets and not _is_a_plan(view, developed):
        what = f"Agree how the service is developed or improved, as of a {tier.title} contract"
        if developed is not None and developed.actions:
            what = f"Say who does what entry {developed.position} agreed for supplier development, and by when"
        yield duty(
            view, "development-plan", what, office=LEAD, since=since, citation=tier.citation,
            opened_by=(developed.position if developed else held.position,),
        )  # fmt: skip


def _is_a_plan(view: FileView, developed: ThemeReviewed | None) -> bool:
    """Whether a review for supplier development agreed to do something of which it is said who does it, and by when, in
    the review or a supplement: words that nobody answers for are no plan (IMP-16-a)."""
    if developed is None or not developed.further_actions:
        return False
    return any(step.owner and step.due_on for step in developed.further_actions) or bool(
        view.file.records.completing(developed.position, OWNED_AND_DATED)
    )


def low_scores(
    theme: ThematicReview, scores: Sequence[tuple[date, int]], tiers: Sequence[tuple[date, str]], procedure: Procedure
) -> Iterator[tuple[int, date]]:
    """Yield the scores that ask for a review for a theme, each by its number among them, and since when it asks.

    One that is low asks on its day, in the tier of that day, whatever is scored later; if that tier was none of the
    theme's, once the contract comes into one while the score is still the newest (IMP-17-c, IMP-18-c). Both are in
    the order of their days: (day, percent) and (first day, tier).
    """
    for number, (on, percent) in enumerate(scores):
        if theme.scored is None or not procedure.is_low(theme.scored, percent):
            continue
        held = next((tier for since, tier in reversed(tiers) if since <= on), None)
        newer = scores[number + 1][0] if number + 1 < len(scores) else date.max
        later = (since for since, tier in tiers if tier in theme.tiers and on < since < newer)
        asks_since = on if held in theme.tiers else next(later, None)
        if asks_since is not None:
            yield number, asks_since


def _never_scored(view: FileView, held: Classification) -> Iterator[Duty]:
    """Whether a contract is reviewed for risk and governance goes by its self-assessment: one that never had any is to
    have it (IMP-17-c, IMP-18-c). The text gives no day for it."""
    tiers = view.file.tiers
    themes = [one for one in view.procedure.thematic_reviews if one.scored is not None and held.tier in one.tiers]
    wanted = [one for one in themes if not tiers.scores.get(one.scored or "")]
    if not wanted:
        return
    since = next(one.since for one in tiers.classifications if one.tier == held.tier)
    what = in_a_row([view.say(one.title) for one in wanted])
    yield duty(
        view, "self-assessment", f"Have the contract's self-assessment of {what}, by which it is reviewed or not",
        office=LEAD, since=since, citation=wanted[0].citation, opened_by=(held.position,),
    )  # fmt: skip


def _thematic_review(view: FileView, held: Classification, theme: ThematicReview) -> Iterator[Duty]:
    """A review is held for it once; where that goes by a score, after each that is low. A better one holds none, nor
    does one for risk or governance without whoever manages the contract, one for risk that agreed to do nothing more
    (IMP-17-c, IMP-18-c), or one that leaves out what its theme asks for, until that is said: as the tracker of the
    programme counts them (IMP-W1-03, IMP-W2-08, IMP-W3-04)."""
    if held.tier not in theme.tiers:
        return
    tiers = view.file.tiers
    there = [review for review in tiers.reviews if review.theme == theme.id and not left_out(view, review)]
    reviewed = there[-1] if there else None
    asked = [(held.since, f", as every {held.tier} contract", held.position)] if reviewed is None else []
    if theme.scored is not None:
        scores = tiers.scores.get(theme.scored, [])
        classified = [(one.since, one.tier) for one in tiers.classifications]
        asked = [
            (since, f": {_scored(scores, number)}", scores[number][2])
            for number, since in low_scores(theme, [score[:2] for score in scores], classified, view.procedure)
            if reviewed is None or reviewed.on < scores[number][0]
        ]
    for since, why, position in asked[:1]:
        yield duty(
            view, f"thematic-review/{theme.id}", f"Review the contract for {view.say(theme.title)}{why}", office=LEAD,
            since=since, citation=theme.citation, opened_by=(position,),
        )  # fmt: skip


def _scored(scores: Sequence[tuple[date, int, int]], number: int) -> str:
    """What a score says that asks for a review, and what the newest does, where that is another."""
    (on, percent, _), (newest_on, newest, _) = scores[number], scores[-1]
    if number == len(scores) - 1 or (on, percent) == (newest_on, newest):
        return f"its self-assessment says {percent}%"
    return f"its self-assessment of {spoken(on)} says {percent}%; the newest, of {spoken(newest_on)}, says {newest}%"


def _handed_over(view: FileView) -> Iterator[Duty]:
    """A handover is open until whoever took over accepts it, and is then followed by the appointment (IMP-24-d)."""
    handovers = view.file.people.handovers
    for number, handover in enumerate(handovers):
        accepted = any(h.accepted_on and same_name(h.to_person, handover.to_person) for h in handovers[number:])
        if not accepted:
            yield duty(
                view, f"handover/{handover.position}", f"Accept the contract handed over by {handover.from_person}",
                office=LEAD, named=handover.to_person, since=handover.on, citation="IMP-24-d",
                opened_by=(handover.position,),
            )  # fmt: skip
    last = handovers[-1] if handovers else None
    if last is not None and last.accepted_on is not None and not _in_post(view, last):
        yield duty(
            view, f"handover-appointment/{last.position}",
            f"Record that {last.to_person}, who took the contract over from {last.from_person}, manages it",
            office=LEAD, named=last.to_person, since=last.accepted_on, citation="IMP-24-d", opened_by=(last.position,),
        )  # fmt: skip


def _in_post(view: FileView, handover: Handover) -> bool:
    """Whether who took over came into an office of the authority's then, or was in one, or somebody came after."""
    terms = [t for office, held in view.file.people.terms.items() if not office.startswith("provider-") for t in held]
    own = (t for t in terms if same_person(t.person, handover.to_person))
    return any(t.until is None or t.until >= handover.on for t in own) or any(
        t.since > handover.on for t in view.file.people.holders(LEAD)
    )
