"""Procedure compliance of one contract: each rule kept, departed from, not kept, or not yet asked (HCC-3.1-a).

Each entry in force is judged again, by the rules of the procedure the file was bound to that day, against what is known
now to have been so before it: what was departed from when it was recorded stays so, save where the file has come to
show that it was kept, which is said; and what nobody noticed then is found. The file is folded once more, entry by
entry in the world's order, and each is judged before it is taken in; so a file of n entries costs one fold and n
judgements. What was left undone is among the duties: one past its day is not kept, one to be done now is asked, one to
come not yet. An office that stands empty while the service runs is not kept (HCC-4.1-a). That the contract has ended
since keeps nothing: what was due by then and was not done stays not kept.

A rule that is not asked of this contract, by an arrangement in force that day, is neither kept nor not: it is managed
otherwise (TVP-4.0-1), whatever acts there were before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger import kinds
from ledger.contract_file import ContractFile
from ledger.ending import AS_SEEN
from ledger.entry import Frozen, Recorded
from ledger.excess import PAID_FOR, Excess, excess
from ledger.procedures import Procedure
from ledger.rules import NOT_IN_POINT, AnyRule, Level
from ledger.subjects.performance import ActivityRecorded
from ledger.subjects.records import AMENDING
from projections.approvals import Decision, decisions
from projections.duties.ceasing import missed
from projections.duties.completed import came_late, is_completed, words_on_it
from projections.duties.due import due, every_duty
from projections.duties.how_late import Due
from projections.judged_again import KeptSince, before_each, kept_since
from projections.monitoring.tools_used import ToolKept, tools_kept, tools_used
from projections.procedure.kept_indicators import WHERE_SENT_ROUND, StandardCount, standards
from projections.procedure.managed_otherwise import ManagedOtherwise, managed_otherwise
from projections.procedure.met_alone import MetAlone, met_alone
from projections.status.standing import stage_on
from projections.status.status import status
from projections.status.status_facts import WholeStatus
from projections.view import FileView

RuleState = Literal["kept", "departed", "not-kept", "otherwise", "not-yet"]
State = RuleState | Literal["asked"]
"""Of a rule or a duty."""
LISTED = 20
"""At most so many entries are named of one rule."""


class RuleKept(Frozen):
    """One rule on one contract."""

    rule: str
    citation: str
    sentence: str
    level: Level
    """What the procedure asks where it is not kept, as last in point."""
    state: RuleState
    """Not kept: an act breaks it and no departure was recorded. Departed: with a departure on record. Otherwise: an
    arrangement agreed for this contract takes its place. Else kept, or not yet in point."""
    acts: int
    """How many acts it was in point of: of others of its kinds its condition did not arise."""
    departed: tuple[int, ...] = ()
    """Entries with a departure from it on record, the first so many."""
    departures: int = 0
    since: tuple[int, ...] = ()
    """Entries recorded with a departure from it, and kept by what has come on file since: that shows that it was kept
    in time, or adds the detail that was not on record."""
    unnoticed: tuple[int, ...] = ()
    """Entries that break it, by what is known now, without a departure on record, the first so many."""
    unnoticed_count: int = 0
    found: str | None = None
    """What was found against the first of them, departed ones first."""
    otherwise: str | None = None
    """The arrangement in force by which it is not asked, by its id (`Compliance.otherwise` has it in words)."""


class DutyKept(Frozen):
    """Something the procedure asks for and that is still to be done, or was left undone when it ceased."""

    duty: str
    citation: str
    sentence: str
    state: Literal["not-kept", "asked", "not-yet"]
    """Not kept: past its day, or an office that stands empty while the service runs. Asked: to be done now, and not
    done. Not yet: to come."""
    missed: bool = False
    """Whether it was left undone when it ceased, as with the contract, and nobody is asked to do it any more."""
    person: str | None
    """Who has to see to it; of what was missed, who had to when it ceased."""
    entries: tuple[int, ...] = ()


class Compliance(Frozen):
    """How the procedure is kept on one contract, on a day (TVP-2.0-2)."""

    procedure: str
    rules: tuple[RuleKept, ...]
    """Rules of acts: those not kept first, then those departed from, kept, not yet in point."""
    duties: tuple[DutyKept, ...]
    standards: tuple[StandardCount, ...]
    """Those of the seven standards that its procedure sets, of this contract alone, by its own clauses."""
    met_alone: tuple[MetAlone, ...]
    """Of the meetings counted among them, those with nobody of the provider by their entry (HCC-12.4-a)."""
    tools: tuple[ToolKept, ...]
    """The tools of the procedure's toolkit, used on this contract or not (TVP-4.0-17)."""
    decisions: tuple[Decision, ...]
    """Decisions on money and service, each with who made it (TVP-2.0-7)."""
    counts: tuple[tuple[State, int], ...]
    """How many rules and duties are in each state; none where the procedure does not cover the contract."""
    otherwise: tuple[ManagedOtherwise, ...] = ()
    """What was agreed for this contract in place of the procedure, in force on the day (TVP-4.0-1)."""
    outside: str | None = None
    """Why the procedure does not cover the contract: then nothing is counted of it, the standards neither (HCC-S-c)."""
    scope_unknown: str | None = None
    """Why it cannot be told whether the procedure covers the contract; it is counted as if it did (HCC-S-a)."""


class _Tally:
    def __init__(self) -> None:
        self.acts = 0
        self.departed: list[int] = []
        self.since: list[int] = []
        self.unnoticed: list[int] = []
        self.found: dict[int, str] = {}
        self.level: Level | None = None
        self.citation = ""


def compliance(view: FileView, on: date) -> Compliance:
    """Return how the procedure is kept on a contract, on a day. Pure."""
    tallies = {rule.id: _Tally() for rule in kinds.RULES if rule.level != "contradiction"}
    since = kept_since(view, view.file.entries)
    for recorded, then in before_each(view.file):
        _judge(view, recorded, then, tallies, since)
    otherwise = managed_otherwise(view, on)
    rules = sorted(_rules(view, on, tallies, otherwise), key=lambda rule: (_RANK[rule.state], rule.citation, rule.rule))
    facts, procedure, every = status(view), view.procedure_on(on), every_duty(view)
    open_now = [one for one in every if one.is_open]
    left = [one for one in every if one.missed_on is not None]
    runs = stage_on(facts, on) == "live"
    undone = tuple(
        DutyKept(
            duty=one.duty.id, citation=one.duty.citation, sentence=one.sentence, person=one.person,
            state=_state(one, runs=runs), missed=one.state == "missed", entries=one.duty.opened_by,
        )
        for one in due((*open_now, *left, *filter(None, map(missed, open_now))), on)
    )  # fmt: skip
    states: list[State] = [*(rule.state for rule in rules), *(duty.state for duty in undone)]
    return Compliance(
        procedure=procedure.ref, rules=tuple(rules), duties=undone, outside=facts.outside,
        scope_unknown=facts.scope_unknown,
        standards=() if facts.outside else tuple(_standards(facts, procedure, on)),
        met_alone=() if facts.outside else tuple(met_alone(view, on)),
        tools=tools_kept(procedure.ref, tools_used(view), on),
        decisions=tuple(decisions(view)), otherwise=otherwise,
        counts=() if facts.outside else tuple((state, states.count(state)) for state in _RANK),
    )  # fmt: skip


def _state(one: Due, *, runs: bool) -> Literal["not-kept", "asked", "not-yet"]:
    """How a duty is kept on the day. `runs`: whether the service does, so that no office may stand empty."""
    empty = runs and one.state == "due" and one.duty.due_on is None and one.duty.id.startswith("vacancy/")
    if one.state in ("overdue", "missed") or empty:
        return "not-kept"
    return "asked" if one.state == "due" else "not-yet"


def _standards(facts: WholeStatus, procedure: Procedure, on: date) -> Iterator[StandardCount]:
    """The standards of the contract's own procedure, each by the clause with which that sets it: the numbers they are
    counted by over all contracts are Hampshire's."""
    asked_of_minutes = ", filed and sent round" if procedure.setting("minutes.sent-round") else " and filed"
    for one in standards([facts], on):
        if not one.not_asked:
            own, said = procedure.binding(one.citation), one.sentence.replace(WHERE_SENT_ROUND, asked_of_minutes)
            named = {} if own == one.citation else {"number": own, "citation": own}
            yield one.model_copy(update={"sentence": said} | named)


_KEPT_BY_PRIVILEGED = ("termination.legal-services-consulted", "notice.termination-legal-services-consulted")
"""Rules that an entry keeps which may be withheld from whoever reads (docs/adr/0218)."""
_RANK: dict[State, int] = {"not-kept": 0, "departed": 1, "otherwise": 2, "asked": 3, "kept": 4, "not-yet": 5}


def _judge(
    view: FileView, recorded: Recorded, then: ContractFile, tallies: dict[str, _Tally], since: KeptSince
) -> None:
    entry, procedure = recorded.entry, view.judging(recorded.entry)
    if isinstance(entry, ActivityRecorded) and (shown := excess(then, entry)) is not None:
        _shown_in_excess(tallies[PAID_FOR], shown)
    recorded_then = {departed.rule: departed for departed in recorded.departures}
    for rule in kinds.rules_of(type(entry)):
        if rule.level == "contradiction":
            continue
        level, _, citation = procedure.ruling(rule)
        departed = recorded_then.get(rule.id)
        if level is None and departed is None:
            continue
        tally = tallies[rule.id]
        found = rule.found(then, entry, procedure) if departed is None and not isinstance(entry, AMENDING) else None
        if found == NOT_IN_POINT:
            continue  # its condition did not arise: it was neither kept nor not
        tally.acts += 1
        tally.level, tally.citation = (departed.level, departed.citation) if departed else (level, citation)
        if departed is not None and ((recorded.position, rule.id) in since or is_completed(view, recorded, departed)):
            tally.since.append(recorded.position)
        elif departed is not None:
            tally.departed.append(recorded.position)
            since_then = f"{came_late(view, recorded, departed)}{words_on_it(view, recorded, departed)}"
            tally.found[recorded.position] = f"{departed.found}{since_then}"
        elif found is not None:
            tally.unnoticed.append(recorded.position)
            tally.found[recorded.position] = f"{found}, {AS_SEEN}" if rule.id in _KEPT_BY_PRIVILEGED else found


def _shown_in_excess(tally: _Tally, shown: Excess) -> None:
    """What was certified as delivered was not, by the newest figures since (HCC-6.3-a)."""
    positions = [one.position for one in shown.payments]
    tally.unnoticed = [one for one in tally.unnoticed if one not in positions]
    if shown.found is not None:
        tally.unnoticed += positions
        tally.found |= dict.fromkeys(positions, shown.found.partition(";")[0])


def _rules(
    view: FileView, on: date, tallies: dict[str, _Tally], otherwise: tuple[ManagedOtherwise, ...]
) -> Iterator[RuleKept]:
    procedure = view.procedure_on(on)
    instead = {rule: held.id for held in otherwise for rule, _ in held.rules}
    for rule in kinds.RULES:
        tally = tallies.get(rule.id)
        if tally is None or "contract" not in _files_of(rule):
            continue
        level, _, citation = procedure.ruling(rule)
        lifted = instead.get(rule.id) if level is None else None  # what nothing lifts is asked all the same
        if tally.level is None and level is None and lifted is None:
            continue  # the procedure has no such rule
        named = [*tally.departed, *tally.unnoticed]
        state: RuleState = (
            "not-kept"
            if tally.unnoticed
            else "departed"
            if tally.departed
            else "otherwise"
            if lifted
            else "kept"
            if tally.acts
            else "not-yet"
        )
        yield RuleKept(
            rule=rule.id, citation=tally.citation or citation, sentence=rule.sentence,
            level=tally.level or level or rule.level, state=state, acts=tally.acts,
            departed=tuple(tally.departed[:LISTED]), departures=len(tally.departed),
            unnoticed=tuple(tally.unnoticed[:LISTED]), unnoticed_count=len(tally.unnoticed),
            found=tally.found[named[0]] if named else None, since=tuple(tally.since[:LISTED]),
            otherwise=lifted,
        )  # fmt: skip


def _files_of(rule: AnyRule) -> set[str]:
    of = rule.of if isinstance(rule.of, tuple) else (rule.of,)
    return {file for kind in of for file in kind.files}
