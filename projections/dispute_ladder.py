"""The dispute ladder: where each dispute stands, from the informal stage to its last word, and what comes next by when.

The stages are a dispute resolution procedure's own, in their order (TVP-5.2-0 to TVP-5.2-7; TVP-5.1-4a: senior
management is kept up to date). What is next is what is due (`duties`); where nothing is, what the procedure leaves the
authority to choose. A stage lawfully left out, or considered and not taken, is shown as that, never as missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from ledger import dispute_results, disputing
from ledger.dates.calendar import CalendarError
from ledger.entry import Frozen
from ledger.formal_route import SIGNED_OFF_BY
from ledger.matters import Matter
from ledger.names import counted
from ledger.sign_offs import SIGNED, sign_offs
from ledger.subjects.disputes import DisputeSettled, Referral, ReliefSought
from ledger.subjects.notices import Notice, NoticeServed
from projections.dispute_first_rungs import agreement, informal
from projections.dispute_plans import PlanLaidOut, dispute_plans
from projections.dispute_rungs import TITLES, Rung, State, rung_of, stage_rung, words_of
from projections.duties.due import Due, due, duties
from projections.duties.how_late import OPEN, When
from projections.failings.trail import sentences, spoken
from projections.planning.agreed_steps import agreed_steps
from projections.view import FileView, last_briefed

Forum = Literal["mediation", "arbitration", "litigation"]
FORUMS: tuple[Forum, ...] = get_args(Forum)
"""Where a dispute is taken that the parties do not settle between themselves."""
COMPLETED = "TVP-5.2-4c"
"""What asks for a dispute that its action plan resolved to be closed so, and signed off."""
OF_A_DISPUTE = (
    "go-formal", "dispute-notice", "receipt", "dispute-meeting", "dispute-plan", "plan-step", "plan-report",
    "plan-result", "litigation", "arbitrator", "dispute-settled", "sign-off-report", "sign-off", "dispute-told",
    "dispute-filed", "issue-settled",
)  # fmt: skip
"""The sorts of duty that take a dispute on."""


class NextStep(Frozen):
    """What takes a dispute on."""

    sentence: str
    citation: str
    due_on: date | None = None
    state: When | None = None
    """None for what nothing asks for by a day: what is awaited, and what the authority may choose."""
    title: str | None = None
    """Whose it is, in words; None where it is nobody's duty."""
    optional: bool = False
    """Whether the authority may choose it, and need not."""


class DisputeShown(Frozen):
    """One dispute, or what a notice began, where it stands on the ladder, and what is next."""

    id: str
    position: int
    began_on: date
    issues: tuple[str, ...]
    stands: str
    """The last thing that was done about it or came of it, in words with its day."""
    over_on: date | None
    """The day nothing further was to be done about its matter; None while it goes on."""
    rungs: tuple[Rung, ...]
    plans: tuple[PlanLaidOut, ...]
    """The action plans agreed for it, in their order."""
    next_steps: tuple[NextStep, ...]
    briefed_on: date | None = None
    """The day senior management was last briefed on one of its issues (TVP-5.1-4a)."""
    days_since_briefed: int | None = None
    """How many days before the day asked about that was."""


def dispute_ladder(view: FileView, on: date) -> list[DisputeShown]:
    """Return every dispute on a file with its ladder as on a day, those that go on first. Pure."""
    open_ = [one for one in due(duties(view), on) if one.state in OPEN]
    shown = [_shown(view, matter, on, open_) for matter in dispute_results.matters(view.file)]
    return sorted(shown, key=lambda one: (one.over_on is not None, one.began_on, one.position))


def _shown(view: FileView, held: Matter, on: date, open_: list[Due]) -> DisputeShown:
    file = view.file
    course = dispute_results.course(file, held.id, view.procedure)
    issues = disputing.issues_of(file, held.dispute) or held.issues
    over = dispute_results.matter_over_since(file, held)
    rungs = tuple(_rungs(view, held.id, issues, on))
    mine = {position for _, position, _ in course} | {i.raised for i in map(file.issues.by_id.get, issues) if i}
    mine_open = [
        one for one in open_ if _sort(one) in OF_A_DISPUTE and mine.intersection(one.duty.opened_by)
    ]  # fmt: skip
    asked = [
        NextStep(
            sentence=one.sentence, citation=one.duty.citation, due_on=one.duty.due_on, state=one.state,
            title=one.duty.title,
        )
        for one in mine_open
    ]  # fmt: skip
    last = course[-1] if course else (held.began_on, held.position, "it began")
    if rungs[-1].state == "under-way" and not any(_sort(one) == "sign-off" for one in mine_open):
        asked.append(_choice(view, rungs[-1].citation, "Senior management signs it off", optional=False))
    due_in_court = any(_sort(one) == "litigation" for one in mine_open)
    chosen = () if over else _choices(view, held.id, to_court=not due_in_court)
    told = [last_briefed(view, issue) for issue in map(file.issues.by_id.get, issues) if issue]
    briefed_on = max((day for day in told if day), default=None)
    return DisputeShown(
        id=held.id, position=held.position, began_on=held.began_on, issues=issues,
        stands=sentences(f"on {spoken(last[0])} {last[2]}"), over_on=over, rungs=rungs,
        plans=dispute_plans(view, held.id, on), next_steps=(*asked, *chosen), briefed_on=briefed_on,
        days_since_briefed=(on - briefed_on).days if briefed_on else None,
    )  # fmt: skip


def _sort(one: Due) -> str:
    return one.duty.id.partition("/")[0]


# --- the rungs --------------------------------------------------------------------------------------------------------


def _rungs(view: FileView, id: str, issues: tuple[str, ...], on: date) -> Iterator[Rung]:
    file = view.file
    given = [
        (n, s) for n, s in disputing.notices_of(file, id, issues) if not (n.withdrawn or n.is_purported)
    ]  # fmt: skip
    yield informal(view, id, issues, given)
    yield agreement(view, id, issues, given)
    yield stage_rung(
        view, id, issues, "notice", [p for n, _ in given for p in (n.position, *(r[2] for r in n.receipts))]
    )
    yield _meeting(view, id, issues, given, on)
    yield _plan(view, id, issues, on)
    for forum in FORUMS:
        yield _forum(view, id, issues, forum)
    yield from _relief(view, id)
    yield from _end(view, id)


def _meeting(
    view: FileView, id: str, issues: tuple[str, ...], given: list[tuple[Notice, NoticeServed]], on: date
) -> Rung:  # fmt: skip
    """Held with the provider within the business days the procedure gives from the notice, each day counted; or due by
    then. Where nobody of the provider came it is still to be held (docs/adr/0333)."""
    met = [m for m in view.file.meetings.held_on_disputes() if disputing.same(m.dispute, id)]
    held = [m for m in met if disputing.with_the_provider(view.file, m)]
    ours = [served for _, served in given if served.served_by_party == "authority"]
    rung, to_hold = stage_rung(view, id, issues, "meeting", [m.held for m in held if m.held]), "It is to be held."
    if met and rung.state == "not-taken":
        alone = [m.held for m in met if m.held]
        told = (*words_of(view, alone), disputing.held_alone(met))
        rung = rung_of(view, "meeting", "under-way", *told, entries=tuple(alone))
        to_hold = rung.sentence
    if not ours or rung.state in ("passed-over", "left-out"):
        return rung
    try:
        last = disputing.meet_by(view.file, ours[0], view.procedure_on(ours[0].happened_on))
    except CalendarError as error:
        return rung.model_copy(update={"sentence": f"{rung.sentence} By when cannot be counted: {error}."})
    if last is None:
        return rung if held else rung.model_copy(update={"state": "under-way", "sentence": to_hold})
    first = next((m.held_on for m in held if m.held_on and m.held_on >= ours[0].happened_on), None)
    late = (first or on) > last.end
    state: State = "late" if late else "taken" if first else "under-way"
    said = f"{rung.sentence if first else to_hold} {last.sentence}"
    return rung.model_copy(update={"state": state, "sentence": said, "due_on": None if first else last.end})


def _plan(view: FileView, id: str, issues: tuple[str, ...], on: date) -> Rung:
    held = view.file.disputes
    plans = [p for p in held.plans.values() if disputing.same(p.dispute, id)]
    ends = [e for e in held.plan_ends if disputing.same(e.dispute, id)]
    reports = [report.position for p in plans for report in held.reports.get(p.id, ())]
    rung = stage_rung(view, id, issues, "plan", [*(p.position for p in plans), *reports, *(e.position for e in ends)])
    running = [p for p in plans if held.plan_end(p, date.max) is None and not held.taken_place_by(p)]
    if not running:
        return rung
    by = running[-1].ends_on
    steps = [step for step in agreed_steps(view) if step.plan == running[-1].id]
    done = sum(step.done is not None and step.done[0] <= on for step in steps)
    said = f"{rung.sentence} {done} of {counted(len(steps), 'action')} done." if steps else rung.sentence
    state: State = "late" if by and by < on else "under-way"
    return rung.model_copy(update={"state": state, "due_on": by, "sentence": said})


def _forum(view: FileView, id: str, issues: tuple[str, ...], forum: Forum) -> Rung:
    begun, ended = _taken_to(view, id, forum), _ended_in(view, id, forum)
    named = [a.position for a in view.file.disputes.arbitrators if disputing.same(a.dispute, id)]
    positions = [r.position for r in (*begun, *ended)]
    rung = stage_rung(view, id, issues, forum, [*positions, *(named if forum == "arbitration" else ())])
    if rung.state == "taken" and not begun:  # an arbitrator, or what came of it, takes nobody there (TVP-5.2-6a)
        said = f"{rung.sentence} That it was referred to {disputing.WORDS[forum]} is not on file."
        return rung.model_copy(update={"state": "not-taken", "sentence": said})
    return rung.model_copy(update={"state": "under-way"}) if forum in _under_way(view, id) else rung


def _relief(view: FileView, id: str) -> Iterator[Rung]:
    """What a court was asked for meanwhile: open to either party at any time, and so no stage that could lack."""
    return (_sought(view, sought) for sought in dispute_results.relief_in(view.file, id))


def relief_apart(view: FileView) -> list[Rung]:
    """Return the urgent relief that courts were asked for where it belongs to no dispute shown: no procedure need have
    been followed first (TVP-5.2-8b). Pure."""
    return [_sought(view, sought) for sought in dispute_results.relief_in(view.file, None)]


def _sought(view: FileView, sought: ReliefSought) -> Rung:
    state: State = "under-way" if sought.result in (None, "pending") else "taken"
    return rung_of(view, "relief", state, *words_of(view, [sought.position]), entries=(sought.position,))


def _taken_to(view: FileView, id: str, forum: str) -> list[Referral]:
    return [r for r in view.file.disputes.referrals if r.to == forum and disputing.same(r.dispute, id)]


def _under_way(view: FileView, id: str) -> list[Forum]:
    """Where it was taken and goes on: each party may refer it, and one result ends all that was begun before."""
    going_on = {referral.to for referral in dispute_results.under_way(view.file, date.max, (id,))}
    return [forum for forum in FORUMS if forum in going_on]


def _ended_in(view: FileView, id: str, forum: str) -> list[Referral]:
    return [r for r in view.file.disputes.referral_ends if r.to == forum and disputing.same(r.dispute, id)]


def _end(view: FileView, id: str) -> Iterator[Rung]:
    held = view.file.disputes
    ended = [r for r in dispute_results.results(view.file, date.max, (id,)) if r.over]
    plans = {end.position for end in held.plan_ends}
    cites = COMPLETED if ended and ended[-1].position in plans else None
    if ended:
        entries = tuple(r.position for r in ended)
        said = [what for r in ended for what in (f"on {spoken(r.on)} {r.words}", *_settlement(view, r.position))]
        yield rung_of(view, "settlement", "taken", *said, entries=entries, cites=cites)
    elif met := [(on, m) for on, m in dispute_results.met_and_settled(view.file) if disputing.same(m.dispute, id)]:
        on, last = met[-1]
        settled = f"on {spoken(on)} it was settled at {last.id}, as its outcome says"
        entries = (last.held,) if last.held else ()
        lacking = "no record of what was settled and agreed is on file"
        yield rung_of(view, "settlement", "under-way", settled, lacking, entries=entries)
    else:
        yield rung_of(view, "settlement", "not-taken", "it is neither settled nor decided")
    given = [(s, standing) for s, standing in sign_offs(view.file) if disputing.same(s.dispute, id)]
    if given:
        signed = [s.position for s, _ in given]
        of = COMPLETED if given[-1][0].what == "completed-plan" else None
        state: State = "taken" if any(standing == "stands" for _, standing in given) else "under-way"
        if all(standing == "too-early" for _, standing in given) and not ended:
            state = "not-taken"
        early = [f"on {spoken(s.on)} {SIGNED['too-early']}" for s, standing in given if standing == "too-early"]
        yield rung_of(view, "sign-off", state, *words_of(view, signed), *early, entries=tuple(signed), cites=of)
    elif not ended:
        yield rung_of(view, "sign-off", "not-taken", "not on file")
    elif any(r.by_agreement and view.procedure_on(r.on).entitled(SIGNED_OFF_BY) for r in ended):
        yield rung_of(view, "sign-off", "under-way", "not on file", cites=cites)
    else:
        decided = "it was decided; only what was settled, or a completed plan, goes to senior management"
        agreed = any(r.by_agreement for r in ended)
        yield rung_of(view, "sign-off", "not-asked", "this procedure does not ask for it" if agreed else decided)


def _settlement(view: FileView, position: int) -> Iterator[str]:
    """The outcome and the agreements of a settlement recorded by itself (TVP-5.2-3a)."""
    recorded = view.file.at(position)
    if recorded is not None and isinstance(recorded.entry, DisputeSettled):
        if outcome := view.say(recorded.entry.outcome):
            yield f"what came of it: {outcome}"
        if agreements := [view.say(one).rstrip(".") for one in recorded.entry.agreements]:
            yield f"agreed: {'; '.join(agreements)}"


# --- what is next -----------------------------------------------------------------------------------------------------


def _choices(view: FileView, id: str, *, to_court: bool) -> Iterator[NextStep]:
    """What the procedure leaves the authority to choose, and what is under way and has no time.

    `to_court`: whether the courts are still a choice, and no duty.
    """
    running = _under_way(view, id)
    for forum in running:
        yield _choice(view, TITLES[forum][1], f"Record how {disputing.WORDS[forum]} ends", optional=False)
    last = dispute_results.latest(view.file, date.max, (id,))
    if running or not any(result.stands for result in last):
        return
    tried: set[str] = {f for f in FORUMS if _taken_to(view, id, f)}
    tried |= {step for p in view.file.disputes.passed_over if disputing.same(p.dispute, id) for step in p.steps}
    if not tried & set(FORUMS):
        yield _choice(view, "TVP-5.2-5", "Mediation under the CEDR model procedure may be tried")
    if not tried & {"arbitration", "litigation"}:
        yield _choice(view, "TVP-5.2-6a", "Arbitration may be chosen, without mediation or where it failed")
    if to_court and "litigation" not in tried:
        yield _choice(view, "TVP-5.2-7", "Where arbitration is not taken up the courts remain")
    yield _choice(view, "TVP-5.2-8a", "None of it keeps either party from ending the contract as the contract allows")


def _choice(view: FileView, citation: str, said: str, *, optional: bool = True) -> NextStep:
    return NextStep(sentence=sentences(said), citation=view.procedure.binding(citation), optional=optional)
