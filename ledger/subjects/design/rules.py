"""What is asked of a contract's design: that ways were compared, and that each provision protects something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ledger.citing import indicator_not_in_force
from ledger.clauses_cited import alike
from ledger.dates.working_days import dated
from ledger.names import few, repeated
from ledger.provisions import reached, times
from ledger.provisions_agreed import applies_by
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.design.entries import (
    ContractFormRecommended,
    ContractProvisionAgreed,
    OptionsAnalysed,
)
from ledger.subjects.design.fixed import FIXED
from ledger.subjects.design.reaching import REACHING
from ledger.subjects.design.register import Provision
from ledger.subjects.design.replacing import REPLACING

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _nothing_compared(file: ContractFile, entry: OptionsAnalysed, procedure: Procedure) -> str | None:
    if again := repeated(way.name for way in entry.ways):
        return f"{few(again)} stands among the ways more than once"
    if len(entry.ways) < 2:
        return "fewer than two ways are compared"
    return None if entry.chosen else "none of the ways is chosen"


def _bare_ways(file: ContractFile, entry: OptionsAnalysed, procedure: Procedure) -> str | None:
    if not entry.ways:
        return NOT_IN_POINT
    return f"nothing is said of {few(entry.bare)}: neither what it is nor how it does" if entry.bare else None


def _of_what_was_dropped(
    file: ContractFile, entry: OptionsAnalysed | ContractFormRecommended | ContractProvisionAgreed, procedure: Procedure
) -> str | None:
    named = entry.protects if isinstance(entry, ContractProvisionAgreed) else entry.outcomes
    if not named:
        return NOT_IN_POINT
    held = ((one, file.outcomes.by_id.get(one)) for one in named)
    dropped = [(one, outcome.dropped_at) for one, outcome in held if outcome is not None]
    found = [f"{one} was dropped on {dated(at[0])} (entry {at[1]})" for one, at in dropped if at is not None]
    return f"{few(found)} by those concerned, and was not taken up again" if found else None


def _not_of_its_outcomes(file: ContractFile, entry: OptionsAnalysed, procedure: Procedure) -> str | None:
    held = [file.outcomes.by_id.get(named) for named in entry.outcomes]
    named = [(it.id, it.identified) for it in held if it is not None and it.identified is not None]
    if not named:
        return NOT_IN_POINT
    sort = entry.subject.removesuffix("s")
    found = [f"{one} is on file as an {said.sort}" for one, said in named if said.sort != sort]
    if sort == "objective" and entry.objectives:
        found += [
            f"{one} is about {said.objective.replace('-', ' ')}" for one, said in named
            if said.sort == sort and said.objective is not None and said.objective not in entry.objectives
        ]  # fmt: skip
    about = f" about {', '.join(entry.objectives).replace('-', ' ')}" if entry.objectives else ""
    return f"it is of {entry.subject}{about}, and {few(found)}" if found else None


def _several_chosen(file: ContractFile, entry: OptionsAnalysed, procedure: Procedure) -> str | None:
    chosen = [way.name for way in entry.ways if way.chosen]
    if not chosen or len(entry.outcomes) > 1:
        return NOT_IN_POINT
    return f"{few(chosen)} are all chosen, and it is not said for what each" if len(chosen) > 1 else None


def _type_unknown(file: ContractFile, entry: ContractFormRecommended, procedure: Procedure) -> str | None:
    return procedure.not_a_type(entry.contract_type) if procedure.contract_types else NOT_IN_POINT


def _after_it_was_made(file: ContractFile, entry: ContractFormRecommended, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None:
        return NOT_IN_POINT
    began = min((day for day in (contract.start_date, file.agreement.commenced_on) if day), default=None)
    made = contract.agreed_on or began
    if made is None:
        return NOT_IN_POINT
    step = "was agreed" if contract.agreed_on else "began"
    return f"the contract {step} on {dated(made)}, before that" if made < entry.happened_on else None


def _user_directed_left_out(file: ContractFile, entry: ContractFormRecommended, procedure: Procedure) -> str | None:
    outcomes = file.outcomes.by_id.values()
    directed = [o.id for o in outcomes if o.specification is not None and o.specification.user_directed]
    if not directed:
        return NOT_IN_POINT
    if entry.user_directed:
        return None
    return f"users direct {', '.join(directed)}, and it does not say how these are specified beside the others"


def _beside_what_it_may_move(file: ContractFile, entry: ContractProvisionAgreed, procedure: Procedure) -> str | None:
    """Of what is done once: what else of its sort a variation's clause asks for, or what took the place of the same
    already; or that it replaces what was done."""
    if entry.replaces is not None:
        held = file.design.provisions.known(entry.replaces)
        by = reached(file, held)
        if by is not None and by.reached is not None:
            on, position = by.reached
            return f"{by.id} was reached on {dated(on)} (entry {position}): nothing of it is left to move"
        there = _due_beside(file, entry, file.design.after(held))
        taken = f"{few(there)} took the place of {held.id} already"
        return f"{taken}, and stays to be done beside it; if it moves that, say so" if there else None
    if entry.variation is None or not Provision(id="", says=entry).is_done_once:
        return NOT_IN_POINT
    alike_it = [
        held for held in file.design.provisions.values() if held.says is not None
        and (held.says.provision, alike(held.says.clause or "")) == (entry.provision, alike(entry.clause or ""))
    ]  # fmt: skip
    there = _due_beside(file, entry, alike_it)
    if not there:
        return NOT_IN_POINT
    where = f" in clause {entry.clause}" if entry.clause else ""
    return f"{few(there)}{where} stays to be done beside it; if this takes the place of that, say so"


def _due_beside(file: ContractFile, entry: ContractProvisionAgreed, those: Iterable[Provision]) -> list[str]:
    """Those still to be done on a day on which this applies: but what one variation brings, as where it divides
    something, is due together (docs/adr/0464)."""
    first, last = applies_by(file, entry)
    return [
        f"{held.id} (entry {held.position})" for held in those
        if held.says is not None and held.is_done_once and reached(file, held) is None
        and (entry.variation is None or held.says.variation != entry.variation)
        and any(since <= last and first <= (until or last) for since, until in times(file, held))
    ]  # fmt: skip


def _no_date(file: ContractFile, entry: ContractProvisionAgreed, procedure: Procedure) -> str | None:
    if entry.provision == "milestone":
        return "a milestone has a day, and none is given" if entry.due_on is None else None
    if entry.provision == "payment-time":
        return "a payment time has a number of days, and none is given" if entry.pay_within_days is None else None
    return NOT_IN_POINT


def _indicator_not_there(file: ContractFile, entry: ContractProvisionAgreed, procedure: Procedure) -> str | None:
    return indicator_not_in_force(file, entry.indicator, entry.happened_on, date.max)


def _no_indicator_yet(file: ContractFile, entry: ContractProvisionAgreed, procedure: Procedure) -> str | None:
    if entry.indicator is None:
        return NOT_IN_POINT
    if any(True for day in (entry.happened_on, date.max) for _ in file.terms.indicators(day)):
        return None  # whether it is one of those is asked by itself
    return f"no indicator is on file, {entry.indicator} or another; agree it, or correct this"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="design.five-factors-weighed", citation="CPC307-AB", level="advise", of=OptionsAnalysed,
        sentence="A contract is designed with an eye to specification, market, time, money and the share of risk.",
        found=leaves_out(
            {
                "specification": "specification", "market": "market", "time": "time", "money": "money",
                "risk_share": "how risk is shared",
            },
            found="nothing is said of {missing}",
        ),
    ),
    Rule(
        id="design.ways-compared", citation="CPC307-B1", level="advise", of=OptionsAnalysed, field="ways", asks=True,
        sentence="The best way to reach what is wanted is found by comparing ways.", found=_nothing_compared,
    ),
    Rule(
        id="design.each-way-looked-at", citation="CPC307-B1", level="advise", of=OptionsAnalysed, field="ways",
        sentence="Of each way compared it is said what it is, or how it does by a criterion.", found=_bare_ways,
    ),
    Rule(
        id="design.for-what-is-wanted", citation="CPC307-K11", level="advise",
        of=(OptionsAnalysed, ContractFormRecommended, ContractProvisionAgreed), found=_of_what_was_dropped,
        sentence="A contract is designed for outcomes that are wanted, and not for those that were dropped.",
    ),
    Rule(
        id="design.outcomes-named", citation="CPC307-B1", level="advise", of=OptionsAnalysed, field="outcomes",
        sentence="An analysis of outcomes says which outcomes it is of.",
        found=lacks(
            "outcomes", where=lambda entry: entry.subject == "outcomes", found="it does not say which outcomes it is of"
        ),
    ),
    Rule(
        id="design.objectives-named", citation="CPC307-B2", level="advise", of=OptionsAnalysed, field="objectives",
        sentence="Objectives of the contract are analysed as outcomes are, each by what it is about.",
        found=lacks(
            "objectives", where=lambda entry: entry.subject == "objectives",
            found="it does not say what the objectives are about: quality, price, delivery ...",
        ),
    ),
    Rule(
        id="design.best-value", citation="CPC307-K5", level="advise", of=OptionsAnalysed, field="best_value",
        sentence="Planning a contract promotes best value.",
        found=lacks("best_value", found="nothing is said of best value"),
    ),
    Rule(
        id="design.type-with-its-reason", citation="CPC307-B3", level="advise", of=ContractFormRecommended,
        field="reason", sentence="The type of contract that suits the outcomes best is recommended, saying why.",
        found=lacks("reason", "factors", found="it does not say why it suits best"),
    ),
    Rule(
        id="design.form-by-factors", citation="CPC307-S8", level="advise", of=ContractFormRecommended, field="factors",
        sentence="It is on record what influenced the form of contract that is recommended.",
        found=lacks("factors", found="nothing is said of what influenced it, such as who bears risk, or the terms"),
    ),
    Rule(
        id="design.type-of-the-procedure", citation="CPC307-S10", level="advise", of=ContractFormRecommended,
        field="contract_type", sentence="The type of contract is one the procedure knows.", found=_type_unknown,
    ),
    Rule(
        id="design.form-before-the-contract", citation="CPC307-B3", level="advise", of=ContractFormRecommended,
        field="happened_on", found=_after_it_was_made,
        sentence="Which contract to make is recommended before it is made.",
    ),
    Rule(
        id="design.user-directed-beside-others", citation="CPC307-B4", level="advise", of=ContractFormRecommended,
        field="user_directed", found=_user_directed_left_out,
        sentence="It is recommended how outcomes directed by users are specified beside national and local ones.",
    ),
    Rule(
        id="provision.protects-an-outcome", citation="CPC307-B6", level="advise", of=ContractProvisionAgreed,
        field="protects", sentence="A provision is there to secure outcomes or objectives.",
        found=lacks(
            "protects", found="it names no outcome it protects", where=lambda entry: entry.provision != "obligation"
        ),
    ),
    Rule(
        id="provision.says-whose-it-is", citation="TVP-3.0-2", level="explain", of=ContractProvisionAgreed,
        field="owed_by", sentence="An obligation in the contract is that of one of the parties.",
        found=lacks(
            "owed_by", found="it does not say whose it is", where=lambda entry: entry.provision == "obligation"
        ),
    ),
    Rule(
        id="provision.says-where-it-stands", citation="CPC307-K17", level="advise", of=ContractProvisionAgreed,
        field="clause", sentence="A provision that was agreed stands in the contract: its clause or document is named.",
        found=lacks("clause", "entered", "exhibits", found="neither its clause nor a document that shows it is named"),
    ),
    Rule(
        id="provision.says-what-it-replaces", citation="TVP-3.0-3", level="advise", of=ContractProvisionAgreed,
        field="replaces", found=_beside_what_it_may_move,
        sentence="What a variation brings that is done once says which of what is still to be done it replaces.",
    ),
    Rule(
        id="provision.with-its-date", citation="CPC307-S11", level="advise", of=ContractProvisionAgreed,
        field="due_on", sentence="A milestone has its day, a payment time its days.", found=_no_date,
    ),
    Rule(
        id="provision.indicator-on-file", citation="CPC307-S11", level="explain", of=ContractProvisionAgreed,
        field="indicator", sentence="A measure of performance is an indicator that was agreed, on file.",
        found=_indicator_not_there,
    ),
    Rule(
        id="provision.indicator-agreed", citation="CPC307-S11", level="advise", of=ContractProvisionAgreed,
        field="indicator", sentence="An indicator that a provision measures by is agreed, and on file.",
        found=_no_indicator_yet,
    ),
    Rule(
        id="design.of-what-was-identified", citation="CPC307-B2", level="advise", of=OptionsAnalysed, field="outcomes",
        sentence="Ways are compared for outcomes, or for objectives, as they were identified.",
        found=_not_of_its_outcomes,
    ),
    Rule(
        id="design.one-way-chosen", citation="CPC307-B1", level="advise", of=OptionsAnalysed, field="ways",
        sentence="Of the ways compared, one is chosen.", found=_several_chosen,
    ),
    *FIXED,
    *REACHING,
    *REPLACING,
)  # fmt: skip
