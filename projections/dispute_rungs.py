"""The rungs of a dispute's ladder: what each is called, and how a stage is shown by its entries or their lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, TypeAlias

from ledger import disputing
from ledger.disputing import DisputeStage
from ledger.entry import Frozen, Recorded
from ledger.subjects.notices import Notice, NoticeServed
from projections.failings.trail import sentences, spoken
from projections.judged_again import kept_since, standing_now
from projections.view import FileView

RungName = Literal[
    "informal", "agreement", "notice", "meeting", "plan", "mediation", "arbitration", "litigation", "relief",
    "settlement", "sign-off",
]  # fmt: skip
State = Literal["taken", "under-way", "late", "left-out", "passed-over", "not-taken", "not-asked"]
"""Late: taken, or still to be taken, after its time. Left out: by authority. Passed over: considered and not taken.
Not asked: what ended it is nothing that the procedure has signed off."""
TITLES: dict[RungName, tuple[str, str]] = {
    "informal": ("Informal stage", "TVP-5.1-3a"),
    "agreement": ("Agreement to go formal", "TVP-5.2-1b"),
    "notice": ("Notice of dispute", "TVP-5.2-2a"),
    "meeting": ("Meeting with the provider", "TVP-5.2-2c"),
    "plan": ("Action plan", "TVP-5.2-4a"),
    "mediation": ("Mediation", "TVP-5.2-5"),
    "arbitration": ("Arbitration", "TVP-5.2-6a"),
    "litigation": ("The courts", "TVP-5.2-7"),
    "relief": ("Urgent relief from a court", "TVP-5.2-8b"),
    "settlement": ("Settled", "TVP-5.2-3a"),
    "sign-off": ("Signed off by senior management", "TVP-5.2-3b"),
}
"""The rungs in their order: what each is called, and what asks for it or allows it."""
Given: TypeAlias = Sequence[tuple[Notice, NoticeServed]]
"""The notices of a dispute."""


class Rung(Frozen):
    """One stage of a dispute."""

    name: RungName
    title: str
    citation: str
    state: State
    sentence: str
    due_on: date | None = None
    """By when, where the procedure gives a time and it is not taken yet."""
    entries: tuple[int, ...] = ()


def rung_of(
    view: FileView, name: RungName, state: State, *said: str | None, entries: tuple[int, ...] = (),
    due_on: date | None = None, cites: str | None = None,
) -> Rung:  # fmt: skip
    """Return a rung with what is said of it; it cites what binds by the procedure of the file."""
    title, citation = TITLES[name]
    return Rung(
        name=name, title=title, citation=view.procedure.binding(cites or citation), state=state, due_on=due_on,
        sentence=sentences(*said), entries=tuple(dict.fromkeys(entries)),
    )  # fmt: skip


def stage_rung(
    view: FileView, id: str, issues: tuple[str, ...], name: DisputeStage, positions: list[int], state: State = "taken"
) -> Rung:  # fmt: skip
    """Return a stage by its entries; without any it was left out, passed over, or is not taken."""
    rung: RungName = name  # type: ignore[assignment]  # "termination" is no stage of it, and never asked for here
    if positions:
        return rung_of(view, rung, state, *words_of(view, positions), entries=tuple(positions))
    gone_on = min(_later_than(view, id, issues, name), default=date.max)
    passed = disputing.by_passed(view.file, gone_on, view.procedure, id, issues)
    over = [p for p in view.file.disputes.passed_over if name in p.steps and disputing.same(p.dispute, id)]
    if over:
        return rung_of(view, rung, "passed-over", *words_of(view, [over[-1].position]), entries=(over[-1].position,))
    if passed is not None and disputing.left_out(passed, name):
        why = disputing.by_whose_authority(passed, view.procedure)
        return rung_of(view, rung, "left-out", why, entries=(passed.position,))
    passed = disputing.by_passed(view.file, date.max, view.procedure, id, issues)
    if passed is not None and disputing.left_out(passed, name):
        who = view.procedure.person_in_office(passed.by) if passed.by else "nobody named"
        why = f"passed over on {spoken(gone_on)} without authority; that of {who} came on {spoken(passed.on)}, after it"
        return rung_of(view, rung, "not-taken", why, entries=(passed.position,))
    return rung_of(view, rung, "not-taken", "not on file")


def _later_than(view: FileView, id: str, issues: tuple[str, ...], name: DisputeStage) -> Iterator[date]:
    """The days on which a later stage than this was taken: by then its leaving out has to have been authorised."""
    file, stages = view.file, disputing.STAGES
    taken: list[tuple[DisputeStage, date]] = [
        ("notice", s.happened_on) for n, s in disputing.notices_of(file, id, issues)
        if not (n.withdrawn or n.is_purported)
    ]  # fmt: skip
    taken += [
        ("meeting", m.held_on) for m in file.meetings.held()
        if m.kind == "dispute" and m.held_on and disputing.same(m.dispute, id)
    ]  # fmt: skip
    taken += [("plan", p.agreed_on) for p in file.disputes.plans.values() if disputing.same(p.dispute, id)]
    taken += [(r.to, r.on) for r in file.disputes.referrals if disputing.same(r.dispute, id)]
    return (day for stage, day in taken if stages.index(stage) > stages.index(name))


def words_of(view: FileView, positions: list[int]) -> Iterator[str]:
    """Yield what some entries say, each with its day, and what was not authorised of it, in the world's order."""
    found = (view.file.at(position) for position in dict.fromkeys(positions))
    for recorded in sorted((r for r in found if r), key=lambda r: (r.entry.happened_on, r.position)):
        yield f"on {spoken(recorded.entry.happened_on)}: {view.sentence(recorded)}"
        yield from _not_authorised(view, recorded)


def _not_authorised(view: FileView, step: Recorded) -> Iterator[str]:
    """What a step departs from without whoever may let it: it was taken, and waits for them or was refused by them
    (TVP-5.0-6, TVP-5.0-7)."""
    since = kept_since(view, [step])
    for departure in step.departures:
        held = standing_now(view, departure, step, since)
        if held.awaits:
            titles = view.procedure.one_of(held.awaits)
            yield f"it was not authorised: {titles} is to ratify or refuse it; {departure.found}"
        elif held.state == "refused" and held.on is not None:
            who = view.procedure.person_in_office(held.by)
            yield f"{who} refused it on {spoken(held.on)} (entry {held.position}); {departure.found}"


__all__ = ["TITLES", "Given", "Rung", "RungName", "State", "rung_of", "stage_rung", "words_of"]
