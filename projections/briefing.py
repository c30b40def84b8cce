"""A briefing on one contract, laid out for whoever reads it: what concerns them first, and what is asked of them.

One argument in the same three steps for every reader (CPC308-K16): the conclusion, the reasons, each with its entries,
and what is asked. Which reasons, and in which order, is the reader's; the facts are the same as on every other page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from ledger.entry import Frozen, own
from ledger.names import counted
from ledger.subjects.issues import Issue
from ledger.telling import noted, told_again
from projections.duties.ceasing import missed
from projections.duties.due import due, duties
from projections.duties.duty import Party
from projections.duties.failings import asked_since_told
from projections.duties.owed import first_telling, procedure_for
from projections.failings.trail import spoken
from projections.planning.budget import money_shown
from projections.planning.outcome_achievement import outcomes_shown
from projections.provider_evidence import contract_evidence
from projections.status.standing import is_over, standing
from projections.status.status import status
from projections.status.status_facts import NoticeGiven
from projections.view import FileView

Reader: TypeAlias = Literal["managers", "members", "auditors", "users", "provider"]
OUTSIDE: tuple[Reader, ...] = ("users", "provider")
"""Readers outside the authority: theirs rests on what is shared with the provider alone."""
OF_ITS_STEPS: tuple[Reader, ...] = ("managers", "auditors")
"""Who is told how many of the authority's own steps are late, or were left undone."""
MOST = 10
"""Points in one section; how many more there are is said."""

HIGHEST = 25
"""The most a risk is rated: likelihood times impact."""


class BriefingPoint(Frozen):
    """One reason, in a sentence, and the entries it rests on."""

    words: str
    entries: tuple[int, ...] = ()


class Section(Frozen):
    """Reasons of one sort."""

    heading: str
    points: tuple[BriefingPoint, ...]


class Briefing(Frozen):
    """What a contract comes to, for one reader."""

    reader: Reader
    why: str
    """What this reader needs, which is why it is laid out so."""
    conclusion: str
    sections: tuple[Section, ...]
    asked: tuple[BriefingPoint, ...]
    """What is asked of the reader."""


_REACHED = {"yes": "reached", "partly": "partly reached", "no": "not reached"}


def _outcomes(view: FileView, on: date) -> Iterator[BriefingPoint]:
    return _judged(view, on, ": not judged yet")


def _outcomes_told(view: FileView, on: date) -> Iterator[BriefingPoint]:
    """Where no judgement is shared nothing is said of judging: there may be one all the same."""
    return _judged(view, on, "")


def _judged(view: FileView, on: date, otherwise: str) -> Iterator[BriefingPoint]:
    """What users dropped is nobody's to judge any more (CPC307-K11)."""
    for one in outcomes_shown(view, on).outcomes:
        judged = _REACHED.get(one.achieved or "", view.say(one.achieved))
        reached = f": judged {judged} on {view.say(one.judged_on)}" if one.achieved else otherwise
        on_no_result = ", on no result" if one.on_no_result else ", on nothing" if one.on_nothing else ""
        reached += ", on activity alone" if one.on_activity else on_no_result
        if one.state == "dropped":
            reached = ": dropped by those who use the service"
        at = (one.position, one.judged_at) if one.judged_at else (one.position,)
        yield BriefingPoint(words=f"{one.wording.rstrip('.')}{reached}", entries=at)


def _said_of_it(view: FileView, on: date) -> Iterator[BriefingPoint]:
    for row in contract_evidence(view, on).rows:
        if row.sort in ("complaint", "compliment", "survey"):
            yield BriefingPoint(words=row.sentence.rstrip("."), entries=(row.position,))


def _performance(view: FileView, on: date) -> Iterator[BriefingPoint]:
    for row in contract_evidence(view, on).rows:
        if row.sort in ("assessment", "audit"):
            yield BriefingPoint(words=row.sentence.rstrip("."), entries=(row.position,))


def _money(view: FileView, on: date) -> Iterator[BriefingPoint]:
    ended = view.file.termination.ended_on(on)
    for held in money_shown(view, on).budgets:
        over = "; over it" if held.over else ""
        left = f", {held.left} left" if held.kept_here else ""
        paid = f"{held.paid} paid of {held.budget}"
        if not held.kept_here:
            paid = f"no invoice or payment is on file; the budget is {held.budget}"
        if ended is not None and ended.on <= held.last:
            until = f"the year to {spoken(held.last)}; the contract ended on {spoken(ended.on)}"
            yield BriefingPoint(words=f"{paid} for {until}{over}")
        else:
            yield BriefingPoint(words=f"{paid} to {spoken(held.last)}{left}{over}")
    spent = status(view).kept.budget
    if spent is not None:
        by = f", {spent.forecast} expected by its end" if spent.by_forecast else ""
        way = "under" if (spent.percent or "").startswith("-") else "over"
        share = (spent.percent or "").removeprefix("-")
        beyond = "" if spent.percent is None or spent.within else f"{by}, {share} percent {way} the budget"
        words = f"{spent.spent} by the report of {spoken(spent.on)}{beyond}"
        yield BriefingPoint(words=words, entries=(spent.position,))


def _failings(view: FileView, on: date) -> Iterator[BriefingPoint]:
    for issue in status(view).issues:
        told = f", the provider told on {spoken(issue.first_told)}" if issue.first_told else ", the provider not told"
        disputed = f"; dispute {'; '.join(issue.disputes)}" if issue.disputes else ""
        yield BriefingPoint(words=f"{issue.id}: {issue.nature.rstrip('.')}{told}{disputed}", entries=(issue.position,))


def _failings_told(view: FileView, on: date) -> Iterator[BriefingPoint]:
    """What the provider was told of each, in the words of the telling: of the others it is told nothing here."""
    for issue in view.file.issues.open():
        raised, told = view.file.at(issue.raised), [r for at in _tellings(view, issue) if (r := view.file.at(at))]
        said = [view.say(own(raised.entry, "nature")).rstrip(".")] if raised else []
        said += [f"on {spoken(r.entry.happened_on)}: {view.sentence(r).rstrip('.')}" for r in told]
        if said:
            entries = tuple(r.position for r in (raised, *told) if r)
            yield BriefingPoint(words=f"{issue.id}: {'; '.join(said)}", entries=entries)


def _tellings(view: FileView, issue: Issue) -> tuple[int, ...]:
    """The entries that told the provider of it: first, and again after it last came back."""
    first = first_telling(view, issue) or noted(view.file, issue.id) or next(iter(issue.notified), None)
    asked = procedure_for(view, issue)
    again = told_again(view.file, issue.id, asked, issue.reopened[-1][0]) if issue.reopened else None
    return tuple(dict.fromkeys(told[2] for told in (first, again) if told))


def _notices(view: FileView, on: date) -> Iterator[BriefingPoint]:
    for running in standing(status(view), on).notices:
        notice, state = running.notice, view.say(running.state)
        words = f"{_given(view, notice)}: {state}"
        yield BriefingPoint(words=words, entries=(notice.position,))


def _notices_told(view: FileView, on: date) -> Iterator[BriefingPoint]:
    """What the other party knows of them, until nothing further comes of them: not what our side makes of their
    validity."""
    for notice in status(view).notices:
        if notice.served_on <= on and not is_over(notice, on):
            yield BriefingPoint(words=_given(view, notice), entries=(notice.position,))


def _given(view: FileView, notice: NoticeGiven) -> str:
    part = f" {notice.in_part}," if notice.in_part else ""
    return f"{notice.id}, {view.say(notice.kind)},{part} served on {spoken(notice.served_on)}"


def _matters(view: FileView, on: date) -> Iterator[BriefingPoint]:
    """Its tier and risk, its newest scorecard, the risks that are open."""
    facts = status(view)
    held, card = facts.tiers.tier(on), facts.tiers.last_scorecard(on)
    if held is not None:
        risk = f", of {held.risk} risk" if held.risk else ""
        yield BriefingPoint(
            words=f"{view.say(held.tier).capitalize()}{risk}, since {spoken(held.since)}", entries=(held.position,)
        )
    if card is not None:
        rated = ", ".join(f"{side} {rating}" for side, rating in card.ratings)
        yield BriefingPoint(words=f"Scorecard to {spoken(card.period_ends)}: {rated}", entries=(card.position,))
    for one in facts.kept.risks:
        rated = f"rated {one.rating} of {HIGHEST}" if one.rating is not None else "not rated"
        beyond = ", beyond what the organisation takes" if one.beyond else ""
        yield BriefingPoint(words=f"Risk {one.id}, {view.say(one.category)}: {rated}{beyond}", entries=(one.position,))


def _record(view: FileView, on: date) -> Iterator[BriefingPoint]:
    counts = status(view).counts
    yield BriefingPoint(
        words=f"{counted(counts.departures, 'departure')} from procedure, {counts.unauthorised} not authorised"
    )
    yield BriefingPoint(
        words=f"{counted(counts.corrections, 'correction')}, {counted(counts.struck_out, 'strike-out')}"
    )
    yield BriefingPoint(words=f"{counts.late} recorded more than a week after the fact")


class _Layout(NamedTuple):
    """What a reader needs, the sections in their order, and whose duties are asked of them."""

    why: str
    sections: Mapping[str, Callable[[FileView, date], Iterator[BriefingPoint]]]
    asked: Party | None


LAYOUTS: Mapping[Reader, _Layout] = {
    "managers": _Layout(
        "What has to be acted on now, then how the service and the money stand",
        {"Failings that are open": _failings, "Notices": _notices, "Tier and risks": _matters,
         "Performance": _performance, "Money": _money, "Outcomes": _outcomes}, "authority",
    ),
    "members": _Layout(
        "Whether people get what was bought, what it costs, and what may become public",
        {"Outcomes": _outcomes, "Money": _money, "What users say": _said_of_it, "Failings that are open": _failings},
        None,
    ),
    "auditors": _Layout(
        "Whether procedure was kept and the record can be relied on, then what it shows",
        {"The record": _record, "Notices": _notices, "Performance": _performance, "Money": _money}, None,
    ),
    "users": _Layout(
        "What the service is for, and what was made of what people said, without the authority's own working",
        {"What the service is for": _outcomes_told, "What people said": _said_of_it}, None,
    ),
    "provider": _Layout(
        "What the provider has been told, and what it is still asked for",
        {"What was found": _performance, "Failings put to you": _failings_told, "Notices": _notices_told}, "provider",
    ),
}  # fmt: skip


def briefing(view: FileView, reader: Reader, on: date, *, whole: FileView | None = None) -> Briefing:
    """Return a briefing for a reader on a day. Pure; for those outside, `view` is what is shared, and `whole` the file
    that shows whether an issue they were told of is still to be answered."""
    layout = LAYOUTS[reader]
    if not view.file.entries:
        nothing = "Nothing on this contract is shared with those outside."
        return Briefing(reader=reader, why=layout.why, conclusion=nothing, sections=(), asked=())
    sections = [Section(heading=name, points=_few(list(points(view, on)))) for name, points in layout.sections.items()]
    return Briefing(
        reader=reader, why=layout.why, conclusion=_conclusion(view, on, reader),
        sections=tuple(section for section in sections if section.points),
        asked=_few(list(_asked(view, layout.asked, on, whole or view))),
    )  # fmt: skip


def _few(points: list[BriefingPoint]) -> tuple[BriefingPoint, ...]:
    more = len(points) - MOST
    return (*points[:MOST], *((BriefingPoint(words=f"and {more} more"),) if more > 0 else ()))


def _conclusion(view: FileView, on: date, reader: Reader) -> str:
    judged = [one for one in outcomes_shown(view, on).outcomes if one.achieved]
    by_activity = sum(one.on_activity for one in judged)  # no outcome reached, whatever was judged (CPC307-D0)
    by_no_result, by_nothing = (sum(one.on_no_result for one in judged), sum(one.on_nothing for one in judged))
    shown = (one for one in judged if not (one.on_activity or one.on_no_result or one.on_nothing))
    met = sum(one.achieved == "yes" for one in shown)
    reached = f"; {met} of {counted(len(judged), 'outcome')} judged reached" if judged else ""
    reached += f", {by_activity} on activity alone" if by_activity else ""
    reached += f", {by_no_result} on no result" if by_no_result else ""
    reached += f", {by_nothing} on nothing" if by_nothing else ""
    failing = len(list(_failings_told(view, on))) if reader == "provider" else len(status(view).issues)
    open_ = f"; {counted(failing, 'failing')} open" if failing and reader != "users" else ""
    open_now = [one for one in duties(view) if one.party == "authority"]
    late = [one for one in due(open_now, on) if one.state == "overdue"]
    left = due(filter(None, map(missed, open_now)), on)
    overdue = f"; {counted(len(late), 'step')} of ours overdue" if late and reader in OF_ITS_STEPS else ""
    overdue += (
        f"; {counted(len(left), 'step')} of ours left undone at the end" if left and reader in OF_ITS_STEPS else ""
    )
    how = standing(status(view), on).how
    return f"{view.file.title}: {how}{reached}{open_}{overdue}."


def _asked(view: FileView, party: Party | None, on: date, whole: FileView) -> Iterator[BriefingPoint]:
    asked = duties(view) if party else []
    if party == "provider" and whole is not view:
        still = {one.id for one in duties(whole)}
        asked += [one for one in asked_since_told(view) if one.id in still]
    for one in due(asked, on):
        if one.duty.party == party and one.state != "coming":
            yield BriefingPoint(words=one.sentence.rstrip("."), entries=one.duty.opened_by)
