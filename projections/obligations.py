"""The obligations of both parties: what contract, specification and procedure ask of each, by when, and how it stands.

Those that rest on the contract (requirements and standards, indicators, reports, milestones, payment) are shown to
either party; what the authority's own procedure asks besides are its duties, and shown to its own side alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from ledger import meetings_due, returns_owed
from ledger.assessing import against_its_figures
from ledger.entry import Frozen
from ledger.names import among, counted, every, few, same_name
from ledger.provisions import beside, reached, standing
from ledger.returns_asked import ACTIVITY_INFORMATION
from ledger.specification import cites_method_statement
from ledger.subjects.design import ContractProvisionAgreed, Provision
from projections.clarifications import agreed_by_one, clarifications
from projections.disputed_clauses import DisputedClause, disputed_clauses
from projections.duties.due import due, duties
from projections.duties.duty import Party
from projections.failings.trail import spoken
from projections.forward_calendar import Coming, forward_calendar
from projections.monitoring.improvement_shown import improvement_shown
from projections.monitoring.improvements import improvements
from projections.monitoring.performance_shown import performance_shown
from projections.monitoring.returns_in_words import how_often
from projections.planning.agreed_steps import AgreedStep, agreed_steps
from projections.unvaried import Unvaried, not_as_agreed, unvaried
from projections.varied_terms import days_otherwise
from projections.view import FileView

ObligationState = Literal["kept", "not-kept", "late", "open", "standing"]


class Obligation(Frozen):
    """One obligation of one party."""

    id: str
    party: Party | None
    """None of an action of a dispute's plan that names nobody for it (TVP-5.2-4a), and of a clause that does not say
    whose it is (TVP-3.0-2)."""
    sentence: str
    source: str
    """The document or requirement it rests on."""
    due_on: date | None = None
    state: ObligationState
    """Kept or not kept, as last judged; late: past its day; open: to be done; standing: nothing says how it is kept."""
    why: str | None = None
    """What shows that."""
    entries: tuple[int, ...] = ()
    requirement: str | None = None
    """For an indicator: the requirement of the specification it measures (TVP-3.0-6)."""
    holds: tuple[str, ...] = ()
    """For a return: what it must show, by what was agreed and by the changes of it so far (HCC-6.1-e, HCC-8.2-b)."""


class Obligations(Frozen):
    """The obligations of both parties on a day (TVP-1.0-1)."""

    obligations: tuple[Obligation, ...]
    """Those of the contract, then those of the procedure; of each the provider's first."""
    calendar: tuple[Coming, ...]
    """What falls due in the next twelve months, what recurs as often as it does."""
    clarifications: tuple[str, ...]
    """Principles and clarifications of service level agreements in force (TVP-2.0-1)."""
    disputed: tuple[DisputedClause, ...]


def obligations(view: FileView, on: date, *, our_side: bool = True) -> Obligations:
    """Return the obligations of both parties on a day; without `our_side`, those that rest on the contract. Pure."""
    of_contract = (
        *_points(view, on), *_method(view, on), *_indicators(view, on, our_side=our_side), *_reports(view, on),
        *_by_feed(view, on), *_brought(view, on), *_provisions(view, on, our_side=our_side),
        *_undertaken(view, on), *_improvements(view, on), *_payments(view, on),
    )  # fmt: skip
    ours = tuple(_duties(view, on)) if our_side else ()
    if our_side and (marks := {one.position: one for one in unvaried(view, on)}):
        of_contract = tuple(_marked(view, one, marks) for one in of_contract)
    return Obligations(
        obligations=(*_provider_first(of_contract), *_provider_first(ours)),
        calendar=tuple(forward_calendar(view, on)) if our_side else (),
        clarifications=tuple(clarifications(view, on, our_side=our_side)),
        disputed=tuple(disputed_clauses(view, on)),
    )  # fmt: skip


def _marked(view: FileView, one: Obligation, marks: Mapping[int, Unvaried]) -> Obligation:
    """An obligation whose words were changed without a variation says so; the last of its entries has its words."""
    changed, (sort, _, named) = marks.get(one.entries[-1]) if one.entries else None, one.id.partition("/")
    mark = changed and (not_as_agreed(view, changed, named) if sort in ("requirement", "standard") else changed.mark)
    return one.model_copy(update={"why": f"{one.why}; {mark}" if one.why else mark}) if mark else one


def _provider_first(found: Iterable[Obligation]) -> list[Obligation]:
    return sorted(found, key=lambda one: (one.party != "provider", one.party is None))


def _points(view: FileView, on: date) -> Iterator[Obligation]:
    """Each requirement and standard of the specification (TVP-3.0-2)."""
    issues = view.file.issues.open()
    judged = [a for a in view.file.performance.assessments.values() if a.on is not None and a.on <= on]
    for point in view.file.terms.standards(on):
        if point.sort == "indicator":
            continue
        failing = [issue for issue in issues if among(point.id, issue.standards)]
        touching = [said for said in view.file.feedback.touching(point.id) if said.on is not None and said.on <= on]
        last = max((a for a in judged if among(point.id, a.standards)), key=lambda a: (a.on, a.position), default=None)
        if failing:
            state: ObligationState = "not-kept"
            why, entries = f"{', '.join(i.id for i in failing)} open", tuple(i.raised for i in failing)
        elif last is not None and last.judgement in ("met", "not-met"):
            against = against_its_figures(view.file, last.says) if last.says else None
            state = "standing" if against else "kept" if last.judgement == "met" else "not-kept"
            why, entries = f"{last.id}, {spoken(last.on or on)}{f': {against}' if against else ''}", (last.position,)
        else:
            state, why, entries = "standing", None, ()
        if touching:
            names = ", ".join(said.id or f"entry {said.position}" for said in touching)
            why, entries = f"{f'{why}; ' if why else ''}touched by {names}", (*entries, *(s.position for s in touching))
        yield Obligation(
            id=f"{point.sort}/{point.id}", party="provider", sentence=f"{point.id}: {view.say(point.text)}",
            source=point.source, state=state, why=why, entries=(*entries, point.position),
        )  # fmt: skip


def _method(view: FileView, on: date) -> Iterator[Obligation]:
    """The provider's method statement, which is part of the specification (TVP-3.0-1)."""
    issued = view.file.terms.specification(on)
    if issued is None or issued.says.method_statement is None:
        return
    failing = [issue for issue in view.file.issues.open() if any(map(cites_method_statement, issue.standards))]
    yield Obligation(
        id="method-statement", party="provider", sentence="Provide the service as the method statement says",
        source="specification", state="not-kept" if failing else "standing",
        why=f"{', '.join(issue.id for issue in failing)} open" if failing else None,
        entries=(*(issue.raised for issue in failing), issued.position),
    )  # fmt: skip


def _indicators(view: FileView, on: date, *, our_side: bool) -> Iterator[Obligation]:
    for one in performance_shown(view, on).indicators:
        newest = one.figures[-1] if one.figures else None
        states: dict[str, ObligationState] = {"met": "kept", "not-met": "not-kept"}
        of_it = f"{newest.actual} for {spoken(newest.first)} to {spoken(newest.last)}" if newest else None
        yield Obligation(
            id=f"indicator/{one.id}", party="provider",
            sentence=f"{one.id}{f', for requirement {one.requirement}' if one.requirement else ''}: {one.text}",
            source=one.document, requirement=one.requirement,
            state=states.get(one.state, "standing"), entries=((newest.position,) if newest else ()) + (one.position,),
            why="; ".join(filter(None, (of_it, agreed_by_one(view, one.position) if our_side else None))) or None,
        )  # fmt: skip


def _reports(view: FileView, on: date) -> Iterator[Obligation]:
    procedure = view.procedure_on(on)
    owed, issued = returns_owed.overdue_returns(view.file, on, procedure), view.file.terms.specification(on)
    for schedule in returns_owed.schedules(view.file, on, procedure):
        missing = [one for one in owed if one.kind == schedule.kind]
        received = view.file.performance.sent(schedule.kind)
        asked = [span for span, _ in returns_owed.asked_periods(view.file, schedule, on, procedure)]
        often = returns_owed.asked(view.file, schedule, procedure)
        # A row that is both reports is kept by neither alone, nor any by a part of its period (docs/adr/0283).
        kept = any(view.file.performance.covered_by(span, schedule.kind, often) for span in reversed(asked))
        short = "nothing that came is all of it for the whole of its period" if received and not kept else None
        changes = view.file.performance.return_changes(schedule.kind)
        rows = issued.says.return_schedule if issued else ()
        specified = schedule.kind == ACTIVITY_INFORMATION or any(same_name(row.kind, schedule.kind) for row in rows)
        now = returns_owed.asked_period_of(view.file, schedule, on, procedure)
        since = now[0].first if now else on  # a period holds what was asked for on its first day
        holds = (*schedule.contents, *view.file.performance.return_fields(since, schedule.kind))
        yield Obligation(
            id=f"report/{schedule.kind}", party="provider",
            sentence=how_often(view, schedule, on), holds=tuple(dict.fromkeys(holds)),
            source="reporting schedule" if schedule in view.file.terms.return_schedule(on)
            else "specification" if schedule.kind == ACTIVITY_INFORMATION else procedure.ref,
            due_on=missing[0].due_on if missing else None,
            state="late" if missing else "kept" if kept else "open",
            why=f"{counted(len(missing), 'period')} missing" if missing else short,
            entries=(
                *((received[-1].position,) if received else ()), *(position for *_, position in changes),
                *((issued.position,) if issued and specified else ()),
            ),
        )  # fmt: skip


def _by_feed(view: FileView, on: date) -> Iterator[Obligation]:
    """The activity information the specification asks for, where a system brings it (HCC-6.2-b, HCC-8.1-a)."""
    fed, issued = returns_owed.activity_by_feed(view.file, on, view.procedure_on(on)), view.file.terms.specification(on)
    if fed is None or issued is None:
        return
    months, missing = fed
    rests = returns_owed.what_rests_on_returns(view.file)
    received = [sent for sent in view.file.performance.sent(ACTIVITY_INFORMATION) if sent.of_a_system]
    sentence = f"Submit activity information; it comes from a system, to be on file {every(months, 'month')}"
    yield Obligation(
        id=f"report/{ACTIVITY_INFORMATION}", party="provider", sentence=f"{sentence}{f'; {rests}' if rests else ''}",
        source="specification", state="open" if missing or not received else "kept",
        why=f"no figures from the system are on file for {few([*map(str, missing)])}" if missing else None,
        entries=(*((received[-1].position,) if received else ()), issued.position),
    )  # fmt: skip


def _brought(view: FileView, on: date) -> Iterator[Obligation]:
    """What the provider brings to monitoring meetings, and what it did not bring to the last (HCC-6.1-d)."""
    spec = view.file.terms.specification(on)
    met = view.file.meetings.held_between(date.min, on)
    last = met[-1] if met else None
    for what in meetings_due.to_bring(view.file, on):
        told = [one for one in last.information if same_name(one.what, what)] if last else []
        brought = told[-1].received if told else None
        states: dict[bool | None, ObligationState] = {True: "kept", False: "not-kept", None: "standing"}
        yield Obligation(
            id=f"meeting-information/{what}", party="provider", sentence=f"Bring to monitoring meetings: {what}",
            source="specification" if spec else "meeting", state=states[brought],
            why=f"not brought to {last.id} on {spoken(last.held_on or on)}" if last and brought is False else None,
            entries=tuple(at for at in (last.held if told and last else None, spec.position if spec else None) if at),
        )  # fmt: skip


def _provisions(view: FileView, on: date, *, our_side: bool) -> Iterator[Obligation]:
    """What stands by provisions of the contract; for our side beside it what an entry made of it by no variation."""
    for held in standing(view.file, on):
        said = held.says
        if said is None or said.provision not in ("milestone", "payment-time", "obligation"):
            continue
        source = f"clause {said.clause}" if said.clause else held.id
        instead = beside(view.file, held, on) if our_side else []
        told = "; ".join(_otherwise(view, one) for one in instead) or None
        entries = (*(one.position for one in instead), held.position)
        if said.provision == "payment-time":
            yield Obligation(
                id=f"provision/{held.id}", party="authority", sentence=f"Pay what is due{_within(said)}",
                source=source, state="standing", entries=entries,
                why="; ".join(filter(None, (days_otherwise(view, said) if our_side else None, told))) or None,
            )  # fmt: skip
            continue
        words, obliges = view.say(said.words), said.provision == "obligation"
        milestone = f"Reach the milestone {held.id}{f': {words}' if words else ''}"
        by = reached(view.file, held)
        done = by.reached if by is not None else None
        asked_by = by.says.due_on if by is not None and by.says is not None else said.due_on
        late = asked_by is not None and (done[0] if done else on) > asked_by
        state: ObligationState = "late" if late else "kept" if done else "open" if held.is_done_once else "standing"
        instead_of_it = f" as {by.id}" if by is not None and by.id != held.id else ""
        why = (
            f"{'done' if obliges else 'reached'} on {spoken(done[0])}{instead_of_it}" if done
            else None if held.owed_by else "whose it is was not said"
        )  # fmt: skip
        yield Obligation(
            id=f"provision/{held.id}", party=held.owed_by, source=source, due_on=said.due_on, state=state,
            sentence=(words or f"Keep {held.id}") if obliges else milestone,
            entries=(*((done[1],) if done else ()), *entries),
            why="; ".join(filter(None, (why, told))) or None,
        )  # fmt: skip


def _within(said: ContractProvisionAgreed) -> str:
    days = said.pay_within_days
    return " in time" if days is None else f" within {counted(days, 'day')}"


def _otherwise(view: FileView, held: Provision) -> str:
    """What an entry made of the clause by no agreed variation: told, and not owed (docs/adr/0397)."""
    said = held.says
    assert said is not None, "it is told by what it says"
    words = _within(said).strip() if said.provision == "payment-time" else view.say(said.words).rstrip(".")
    return f"{held.id} (entry {held.position}) has{f' “{words}”' if words else ' it otherwise'}, by no agreed variation"


def _undertaken(view: FileView, on: date) -> Iterator[Obligation]:
    """What either party undertook in a plan agreed for an issue, on a notice or of a dispute (TVP-1.0-1)."""
    for step in agreed_steps(view):
        if step.agreed_on > on:
            continue
        done = step.done if step.done is not None and step.done[0] <= on else None
        if done is None and step.until is not None and step.until <= on:
            continue  # nobody asks for it any more
        late = step.due_on is not None and (done[0] if done else on) > step.due_on
        by = f" ({step.says.owner})" if step.says.owner else ""
        yield Obligation(
            id=f"plan-step/{step.id}", party=step.party, sentence=f"{view.say(step.says.what).rstrip('.')}{by}",
            source=step.plan, due_on=step.due_on, state="late" if late else "kept" if done else "open",
            why=f"done on {spoken(done[0])}" if done else _not_agreed(view, step),
            entries=(*((done[1],) if done else ()), step.position),
        )  # fmt: skip


def _not_agreed(view: FileView, step: AgreedStep) -> str | None:
    """What the plan does not say of a step: who does it, or by when."""
    if step.party is None and step.position in view.file.records.supplements:
        return f"{step.plan} names nobody for it; what was added to entry {step.position} may say who does it"
    if step.party is None:
        return f"{step.plan} names nobody for it{'' if step.due_on else ', and no day'}"
    return f"no day of its own: {step.plan} is to be complete then" if step.by_the_plans_end else None


def _improvements(view: FileView, on: date) -> Iterator[Obligation]:
    """What was agreed to improve, in a service level agreement or by itself (TVP-1.0-1, TVP-3.0-8)."""
    for aim in improvements(view, on):
        if aim.agreed_on > on:
            continue
        shown = improvement_shown(view, aim, on)
        late: ObligationState = "not-kept" if aim.results else "late"
        states: dict[str, ObligationState] = {
            "reached": "kept",
            "not-reached": late,
            "not-known": late,
            "on-the-way": "open",
            "where-it-began": "open",
            "further-off": "open",
            "no-figure": "open",
        }
        last = aim.results[-1] if aim.results else None
        found = f"{last.id}, {spoken(last.on or on)}{f': {shown.against}' if shown.against else ''}" if last else None
        yield Obligation(
            id=f"improvement-target/{aim.id}", party="provider", sentence=f"{aim.id}, {aim.improves}: {aim.text}",
            source=aim.source, due_on=aim.due_on, state="standing" if shown.against else states[shown.state],
            why=found or (f"now {shown.newest}" if shown.newest else None),
            entries=(*((shown.newest_at,) if shown.newest_at else ()), aim.position),
        )  # fmt: skip


def _payments(view: FileView, on: date) -> Iterator[Obligation]:
    """The authority's side of the bargain: each invoice that is not paid, by the day its duty is due."""
    by = {one.id: one.due_on for one in duties(view) if one.id.startswith("invoice/")}
    for invoice in view.file.payments.invoices.values():
        left = view.file.payments.unpaid(invoice.id, on)
        if left is None or not left.pence:
            continue
        due_on = by.get(f"invoice/{invoice.id}", invoice.due_on)
        yield Obligation(
            id=f"invoice/{invoice.id}", party="authority", sentence=f"Pay {left} of {invoice.id}", source=invoice.id,
            due_on=due_on, state="late" if due_on is not None and due_on < on else "open", entries=(invoice.position,),
        )  # fmt: skip


OF_THE_CONTRACT = ("return/", "plan-step/", "milestone/", "invoice/")
"""Duties that stand among what the contract asks for: reports, what was undertaken, provisions, payments."""


def _duties(view: FileView, on: date) -> Iterator[Obligation]:
    for one in due(duties(view), on):
        if one.duty.id.startswith(OF_THE_CONTRACT):
            continue
        yield Obligation(
            id=one.duty.id, party=one.duty.party, sentence=one.sentence, source=one.duty.citation,
            due_on=one.duty.due_on, state="late" if one.state == "overdue" else "open",
            why=f"{one.person} has to see to it" if one.person else None, entries=one.duty.opened_by,
        )  # fmt: skip
