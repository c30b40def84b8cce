"""The seven standards a procedure sets for itself, counted over contracts on a day (HCC-12.1 to HCC-12.7).

Pure functions of contracts' statuses and a day. They are Hampshire's: a contract under another procedure is counted in
those that its own procedure has a counterpart to, and named where it has none. A contract of which a standard cannot be
asked yet (it is not live, not a year old, has no specification, its review is not due) is left out of that standard's
count, and named. What was to be done while it lived is counted also where it has ended since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from ledger.dates.working_days import months_later, shifted
from ledger.entry import Frozen
from ledger.procedures import ProcedureError, read
from projections.failings.trail import percent
from projections.monitoring.tools_used import Kept, ToolCount, ToolKept, counted_by_tool, tools_kept
from projections.procedure.acts_led import NOBODY, OfficerFact
from projections.procedure.kept_facts import ReviewFact
from projections.status.standing import in_office, responsible, stage_on
from projections.status.status_facts import Counts, WholeStatus

Found = Literal["met", "not-met", "not-yet"]


class OwnMeetings(Frozen):
    """A contract for which another number of monitoring meetings is asked than the procedure has."""

    reference: str
    asked: int
    """A year, by its specification, or as agreed for it."""
    held: int
    """In the twelve months."""


class StandardCount(Frozen):
    """One standard, over some contracts."""

    number: str
    """As the procedure numbers it: 12.1; of one contract under another procedure, that one's clause."""
    citation: str
    sentence: str
    met: int
    of: int
    """What it was counted over: contracts, or, where the sentence says so, meetings and proposals."""
    share: str | None
    """Met, in percent of that, to one decimal place, half up; None where there is nothing to count."""
    not_met: tuple[str, ...]
    """The contracts, by reference, that do not meet it."""
    not_yet: tuple[str, ...]
    """The contracts it cannot be asked of yet."""
    not_asked: tuple[str, ...] = ()
    """The contracts whose procedure sets no such standard."""
    own_meetings: tuple[OwnMeetings, ...] = ()
    """Of 12.4a: those counted for which another number is asked. The share is that of the standard (HCC-12.4-a)."""


class OfOfficer(Frozen):
    """The standards over the contracts somebody leads on the day (HCC-2.1-d)."""

    officer: str
    """The lead officer; "nobody" for contracts without one."""
    contracts: tuple[str, ...]
    standards: tuple[StandardCount, ...]
    acts: int
    """Entries recorded of these and other contracts while the officer led them."""
    departures: int
    """Departures from procedure among them."""
    rules: tuple[tuple[str, int], ...]
    """(rule, how often it was departed from), the most frequent first, at most ten."""


class OfProvider(Frozen):
    """Departures from procedure on the contracts of a provider (HCC-2.1-c)."""

    provider: str
    contracts: int
    acts: int
    """Entries recorded; a correction is one with the entry it corrects."""
    departures: int
    unauthorised: int
    """Departures an office still has to ratify or refuse."""
    per_hundred: str
    """Departures for each hundred entries, to one decimal place: where one provider's stands out, one is treated
    otherwise than the others."""


class KeptByAuthority(Frozen):
    """How the procedure is kept on all contracts."""

    contracts: int
    """Contracts that are live on the day."""
    standards: tuple[StandardCount, ...]
    officers: tuple[OfOfficer, ...]
    """By name; that of nobody last."""
    providers: tuple[OfProvider, ...]
    tools: tuple[ToolCount, ...] = ()
    """Each tool of a procedure's toolkit: on how many of its live contracts it is used, and on whose it is not
    (TVP-4.0-17)."""
    outside: tuple[str, ...] = ()
    """Contracts their procedure does not cover, by reference: no figure counts them (HCC-S-c)."""


COUNTED_FROM = frozenset({
    "commenced_on", "contemporaneous_since", "counts", "ended", "need_on", "outside", "people", "procedure", "provider",
    "quarantined", "start_date",
})  # fmt: skip
"""The facts of a status that are counted, besides how the procedure is kept: a quarter of what it says."""


def kept_by_authority(statuses: Iterable[WholeStatus], on: date) -> KeptByAuthority:
    """Return the seven standards over all contracts and for each lead officer, and departures by provider. Pure.

    Of each status only what is counted is kept at hand: those of 20,000 contracts take a gigabyte.
    """
    there = [_Asked.of(facts, on) for facts in statuses if not facts.quarantined]
    known = [one for one in there if not one.outside]
    led, provided = defaultdict[str, list[_Asked]](list), defaultdict[str, list[_Asked]](list)
    terms = defaultdict[str, list[OfficerFact]](list)
    for one in known:
        provided[one.provider].append(one)
        for term in one.terms:
            terms[term.officer].append(term)
        if one.live:
            led[one.lead].append(one)
    live = [one for one in known if one.live]
    # Meetings of the twelve months, proposals to end a contract, and its review, count also where it has ended since.
    ended = [one for one in known if not one.live]
    officers = sorted(led, key=lambda name: (name == NOBODY, name))
    return KeptByAuthority(
        contracts=len(live), standards=_counted([*live, *ended]),
        officers=tuple(_of_officer(name, led[name], terms[name]) for name in officers),
        providers=tuple(_of_provider(name, provided[name]) for name in sorted(provided)),
        tools=counted_by_tool((Kept(one.reference, one.procedure, one.lead, one.tools) for one in live), NOBODY),
        outside=tuple(one.reference for one in there if one.outside),
    )  # fmt: skip


UNNAMED = "no provider named"


def _of_officer(name: str, own: Sequence[_Asked], led: Sequence[OfficerFact]) -> OfOfficer:
    rules: Counter[str] = Counter()
    for one in led:
        rules.update(dict(one.rules))
    return OfOfficer(
        officer=name, contracts=tuple(one.reference for one in own), standards=_counted(own),
        acts=sum(one.acts for one in led), departures=sum(one.departures for one in led),
        rules=tuple(rules.most_common()),
    )  # fmt: skip


def _of_provider(name: str, own: Sequence[_Asked]) -> OfProvider:
    acts = sum(one.counts.entries - one.counts.corrections for one in own)
    departures = sum(one.counts.departures for one in own)
    return OfProvider(
        provider=name, contracts=len(own), acts=acts, departures=departures,
        unauthorised=sum(one.counts.unauthorised for one in own), per_hundred=percent(departures, acts) or "0.0",
    )  # fmt: skip


def standards(contracts: Iterable[WholeStatus], on: date) -> tuple[StandardCount, ...]:
    """Return the seven standards over these contracts on a day; those not live count in 12.4b, 12.5 and 12.7 alone."""
    return _counted([_Asked.of(facts, on) for facts in contracts])


# --- one contract ---------------------------------------------------------------------------------------------------


class _Tally(NamedTuple):
    """What one contract adds to a standard."""

    met: int = 0
    of: int = 0
    not_yet: bool = False
    asked: bool = True
    """Whether its procedure sets such a standard."""
    own_meetings: OwnMeetings | None = None

    @classmethod
    def found(cls, found: Found) -> _Tally:
        """Return what is added where there is one thing to ask of a contract."""
        return cls(met=int(found == "met"), of=int(found != "not-yet"), not_yet=found == "not-yet")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is counted of one contract."""

    reference: str
    procedure: str
    provider: str
    lead: str
    live: bool
    outside: bool
    counts: Counts
    terms: tuple[OfficerFact, ...]
    tallies: tuple[_Tally, ...]
    """By standard, in the order of _STANDARDS."""
    tools: tuple[ToolKept, ...]

    @classmethod
    def of(cls, facts: WholeStatus, on: date) -> _Asked:
        """Return what is counted of a contract on a day."""
        leads, live = responsible(facts, on), stage_on(facts, on) == "live"
        return cls(
            reference=facts.reference, procedure=facts.procedure, provider=facts.provider or UNNAMED,
            lead=leads[-1] if leads else NOBODY, live=live, outside=bool(facts.outside), counts=facts.counts,
            terms=facts.kept.officers,
            tallies=tuple(
                _NOT_ASKED if not _asks(facts, standard.citation)
                else standard.tally(facts, on) if live or standard.ended_too
                else _Tally()
                for standard in _STANDARDS
            ),
            tools=tools_kept(facts.procedure, facts.kept.tools, on) if live else (),
        )  # fmt: skip


_NOT_ASKED = _Tally(asked=False)


def _counted(contracts: Sequence[_Asked]) -> tuple[StandardCount, ...]:
    """The standards over some contracts."""
    return tuple(
        _count(standard, [(one, one.tallies[n]) for one in contracts]) for n, standard in enumerate(_STANDARDS)
    )


def _count(standard: _Standard, found: Sequence[tuple[_Asked, _Tally]]) -> StandardCount:
    met, of = sum(tally.met for _, tally in found), sum(tally.of for _, tally in found)
    return StandardCount(
        number=standard.number, citation=standard.citation, sentence=standard.sentence, met=met, of=of,
        share=percent(met, of), not_met=tuple(one.reference for one, tally in found if tally.met < tally.of),
        not_yet=tuple(one.reference for one, tally in found if tally.not_yet),
        not_asked=tuple(one.reference for one, tally in found if one.live and not tally.asked),
        own_meetings=tuple(tally.own_meetings for _, tally in found if tally.own_meetings),
    )  # fmt: skip


def _asks(facts: WholeStatus, citation: str) -> bool:
    """Whether the standard is one of the contract's own procedure; one that cannot be read here asks what ours asks."""
    try:
        return read(facts.procedure).speaks_of(citation)
    except ProcedureError:
        return True


def _held(office: str) -> Callable[[WholeStatus, date], Found]:
    return lambda facts, on: (
        "met" if any(term.office == office and in_office(term, on) for term in facts.people) else "not-met"
    )


def _specified(facts: WholeStatus, on: date) -> Found:
    held = next((one for one in reversed(facts.kept.specifications) if one.since <= on), None)
    if held is None:
        return "not-yet"
    return "met" if held.activity and held.survey else "not-met"


def year_to(on: date) -> date:
    """Return the first day of the twelve months that end with a day."""
    before = months_later(on, -12)
    return shifted(before, 1) if before else date.min


def _met_often(facts: WholeStatus, on: date) -> _Tally:
    since, kept = facts.commenced_on or facts.start_date, facts.kept
    standard = next((number for first, number in reversed(kept.meetings_standard) if first <= on), 0)
    kept_since = max(filter(None, (since, facts.contemporaneous_since)), default=None)
    if not standard or kept_since is None or kept_since > year_to(on):
        return _Tally.found("not-yet")
    held = len({meeting.on for meeting in kept.meetings if year_to(on) <= meeting.on <= on})
    _, by_procedure = kept.meetings_standard[0]
    own = OwnMeetings(reference=facts.reference, asked=kept.meetings_asked, held=held)
    return _Tally.found("met" if held >= standard else "not-met")._replace(
        own_meetings=own if own.asked != by_procedure else None
    )


def _documented(facts: WholeStatus, on: date) -> _Tally:
    held = [meeting.full for meeting in facts.kept.meetings if year_to(on) <= meeting.on <= on]
    return _Tally(sum(held), len(held))


def _after_process(facts: WholeStatus, on: date) -> _Tally:
    made = [proposal.lacking is None for proposal in facts.kept.proposals if proposal.on <= on]
    return _Tally(sum(made), len(made))


def _budget_kept(facts: WholeStatus, on: date) -> Found:
    budget, first_by = facts.kept.budget, facts.kept.first_position_by
    if (budget is None or budget.on > on) and first_by is not None and on <= first_by:
        return "not-yet"
    return "met" if budget and budget.on <= on <= budget.current_until and budget.within else "not-met"


def _reviewed(facts: WholeStatus, on: date) -> _Tally:
    """Also of a contract that has ended, whose review was due by then: that it ended has not reviewed it. Each review
    ahead of an end that was moved counts, too, kept or not (docs/adr/0306)."""
    now, earlier = _reviewed_by_its_end(facts, on), [
        one for one in facts.kept.earlier_reviews
        if one.moved_on is not None and one.moved_on <= on and _in_its_time(facts, one)
    ]  # fmt: skip
    if not earlier:
        return now
    met = sum(_in_time(one) for one in earlier)
    return _Tally(now.met + met, now.of + len(earlier))


def _in_time(review: ReviewFact) -> bool:
    return review.done_on is not None and review.done_on <= review.due_on


def _in_its_time(facts: WholeStatus, review: ReviewFact) -> bool:
    """Whether the contract had begun when its review was due: not one of a year or less."""
    return facts.start_date is None or facts.start_date <= review.due_on


def _reviewed_by_its_end(facts: WholeStatus, on: date) -> _Tally:
    """The review ahead of the end that stands."""
    review, ended = facts.kept.review, next((end.on for end in facts.ended if end.on <= on), None)
    if ended is None and stage_on(facts, on) != "live":
        return _Tally()
    was_due = review is not None and review.due_on < on and (ended is None or review.due_on <= ended)
    begun = review is None or _in_its_time(facts, review)
    # Of one that runs a year or less nothing is counted: twelve months before its end it had not begun.
    if review is None or not begun or not (was_due or review.done_on is not None):
        return _Tally() if ended else _Tally.found("not-yet")
    return _Tally.found("met" if _in_time(review) else "not-met")


class _Standard(NamedTuple):
    """One of them, and what a contract adds to it on a day."""

    number: str
    citation: str
    sentence: str
    tally: Callable[[WholeStatus, date], _Tally]
    ended_too: bool = False
    """Whether it is asked of contracts that are not live, too."""


def _of_contracts(
    number: str, citation: str, sentence: str, found: Callable[[WholeStatus, date], Found]
) -> _Standard:  # fmt: skip
    return _Standard(number, citation, f"Contracts of which {sentence}", lambda f, on: _Tally.found(found(f, on)))


WHERE_SENT_ROUND = ", filed and, where the procedure has it so, sent round"
"""What is asked of minutes over the contracts of all procedures: of one it is said as its own has it."""
_STANDARDS = (
    _of_contracts("12.1", "HCC-12.1", "a lead officer is in post", _held("lead-officer")),
    _of_contracts("12.2", "HCC-12.2", "a representative is in post", _held("representative")),
    _of_contracts(
        "12.3", "HCC-12.3", "the specification asks for activity data and a yearly survey of users", _specified
    ),
    _Standard(
        "12.4a", "HCC-12.4-a",
        "Contracts of which at least as many monitoring meetings as the procedure has in a year were held in twelve "
        "months, whatever the specification asks", _met_often,
    ),
    _Standard(
        "12.4b", "HCC-12.4-b",
        f"Monitoring meetings of the last twelve months whose minutes were written{WHERE_SENT_ROUND}", _documented,
        ended_too=True,
    ),
    _Standard(
        "12.5", "HCC-12.5",
        "Early terminations for a failing, proposed or only begun, after its process was worked through, or by an "
        "exception",
        _after_process, ended_too=True,
    ),
    _of_contracts(
        "12.6", "HCC-12.6", "a current budget position is on record, and within the tolerance", _budget_kept
    ),
    _Standard(
        "12.7", "HCC-12.7", "Contracts of which the full review was done by the day it was due", _reviewed,
        ended_too=True,
    ),
)  # fmt: skip
