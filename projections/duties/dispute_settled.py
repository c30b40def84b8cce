"""Duties once a dispute was settled, or its plan completed: to record it, have it signed off, tell of it and file it.

The procedure has each go to senior management, and on the contract's file as a paper (TVP-5.2-3a to TVP-5.2-4e).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ledger import alerting, disputing, formal_route, sign_offs, telling
from ledger.dispute_results import met_and_settled, over_since
from ledger.entry import own
from ledger.formal_route import SIGNED_OFF_BY
from ledger.subjects.disputes import REPORTED_BY, DisputeStep, PlanEnd, SignOff
from projections.duties.duty import LEAD, Duty, as_paper_of, duty, falls_to
from projections.view import FileView


def settled_at_meeting(view: FileView) -> Iterator[Duty]:
    """What was settled at a meeting is put in writing, with what was agreed (TVP-5.2-3a)."""
    for on, met in met_and_settled(view.file):
        procedure = view.procedure_on(on)
        recorded = any(s.on >= on and disputing.same(s.dispute, met.dispute) for s in _settlements(view))
        over = over_since(view.file, met.dispute, (), on) is not None
        if met.held is None or recorded or not procedure.by_dispute or over:
            continue
        yield duty(
            view, f"dispute-settled/{met.id}",
            f"Record how {met.dispute or 'the dispute'} was settled at {met.id}, with what was agreed, in writing",
            office=falls_to(procedure, "TC-11"), since=on, citation="TVP-5.2-3a", opened_by=(met.held,),
        )  # fmt: skip


def sign_off(view: FileView) -> Iterator[Duty]:
    """What was settled or resolved goes to senior management; a plan's end to the provider (TVP-5.2-3b, -4c, -4d)."""
    given = sign_offs.sign_offs(view.file)
    stands = [s for s, standing in given if standing == "stands"]
    resolved = [e for e in view.file.disputes.plan_ends if e.result == "resolved"]
    for done, what, citation in (
        *((s, "settlement", "TVP-5.2-3b") for s in _settlements(view)),
        *((e, "completed plan", "TVP-5.2-4c") for e in resolved),
    ):  # fmt: skip
        procedure, which = view.procedure_on(done.on), f"the {what} of {done.dispute or 'the dispute'}"
        offices, reporting = procedure.entitled(SIGNED_OFF_BY), procedure.entitled(REPORTED_BY)
        if not offices or any(_signs(s, done) for s in stands):
            continue
        waiting = [s for s, how in given if how == "by-another" and _signs(s, done)]
        others = [formal_route.by_another(view.file, s, date.max, procedure) for s in waiting]
        why = f": {others[-1]}" if others else ""
        if reporting and not alerting.reported_for_sign_off(view.file, done.dispute, done.on, reporting, procedure):
            about = " or ".join(disputing.issues_of(view.file, done.dispute)) or "an issue of it"
            yield duty(
                view, f"sign-off-report/{done.position}", f"Report {which} to the {procedure.one_of(offices)}, for it"
                f" to be signed off, by a briefing on {about} that says who gave it", office=reporting[0],
                since=done.on, citation=citation, opened_by=(done.position,),
            )  # fmt: skip
        yield duty(
            view, f"sign-off/{done.position}", f"Sign off {which}{why}",
            office=offices[0], since=done.on, citation=citation, opened_by=(done.position,),
        )  # fmt: skip
    for those in _of_one_plan((s for s in stands if s.what == "completed-plan"), resolved):
        first, procedure = those[0], view.procedure_on(those[0].on)
        if procedure.by_dispute and not any(telling.told_of_sign_off(view.file, s, procedure) for s in those):
            yield duty(
                view, f"dispute-told/{first.position}",
                f"Tell the provider in writing how {first.dispute or 'the dispute'} was signed off: by a contact "
                f"or notice about it, or a letter filed as belonging to entry {first.position}", office=LEAD,
                since=first.on, citation="TVP-5.2-4d", opened_by=(first.position,),
            )  # fmt: skip


def _of_one_plan(signed: Iterable[SignOff], resolved: Sequence[PlanEnd]) -> Iterable[list[SignOff]]:
    """Sign-offs put together by the completed plan they are of: found completed or signed off twice, it is told of once
    (TVP-5.2-4d)."""
    found: dict[tuple[str | None, str | None], list[SignOff]] = {}
    for one in signed:
        last = max((end for end in resolved if _signs(one, end)), key=lambda end: (end.on, end.position), default=None)
        found.setdefault((one.dispute, last.plan if last else None), []).append(one)
    return found.values()


def _signs(signed: DisputeStep, done: DisputeStep) -> bool:
    return signed.on >= done.on and disputing.same(signed.dispute, done.dispute)


def _settlements(view: FileView) -> Iterator[DisputeStep]:
    """Each settlement, also one that mediation, arbitration or the courts ended with and no other entry tells of."""
    held = view.file.disputes
    yield from held.settled
    for end in held.referral_ends:
        if end.result == "settled" and not any(disputing.same(end.dispute, s.dispute) for s in held.settled):
            yield end


def filed(view: FileView) -> Iterator[Duty]:
    """What was settled, and a completed plan, go on the contract's file as papers (TVP-5.2-3c, TVP-5.2-4e)."""
    held = view.file.disputes
    resolved = [e for e in held.plan_ends if e.result == "resolved"]
    for done, what, presented, citation in (
        *((s, "what was settled", "settlement", "TVP-5.2-3c") for s in _settlements(view)),
        *((e, "the completed plan", "completed-plan", "TVP-5.2-4e") for e in resolved),
    ):  # fmt: skip
        signed = (s for s in held.signed_off if s.what == presented and s.on >= done.on)
        reports = [s.position for s in signed if disputing.same(s.dispute, done.dispute)]
        there = any(_has_paper(view, position) for position in (done.position, *reports))
        if there or not view.procedure_on(done.on).by_dispute:
            continue
        yield duty(
            view, f"dispute-filed/{done.position}",
            f"Place the paper of {what} in {done.dispute or 'the dispute'} on the contract file: "
            f"{as_paper_of(done.position)}", office=LEAD,
            since=done.on, citation=citation, opened_by=(done.position,),
        )  # fmt: skip


def _has_paper(view: FileView, position: int) -> bool:
    """Whether a paper is on file with an entry or as belonging to it: with a sign-off, the report presented for it."""
    recorded = view.file.at(position)
    paper = own(recorded.entry, "document") or own(recorded.entry, "report") if recorded else None
    return paper is not None or bool(recorded and recorded.entry.exhibits) or view.file.records.is_filed(position)
