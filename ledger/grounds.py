"""On what grounds a contract is ended early, and whether a failure of the provider is among them.

As the proposal states them, the clause cited, or that both parties agreed. Questions of several subjects: pure
functions of a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.entry import own

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry
    from ledger.subjects.notices import Notice


NO_FAULT: frozenset[str] = frozenset({"change-of-need", "funding", "convenience", "agreement", "insolvency"})
"""Grounds that allege no failure of the provider, so that there is nothing a default process could put right.

Insolvency is an event, with a trigger of its own in a contract's clauses: the process is for where a default or
improvement notice needs to be served (HCC-9.1-a), and none is for that."""

IN_WORDS = ("reason", "reasons", "grounds", "default_kind", "document", "decision_record", "exhibits")
"""Where an act towards the end, or its notice, may say for what it is in words or by a document."""


def alleges_failure(grounds: tuple[str, ...]) -> bool:
    """Return whether the provider's failure is among the grounds; where none are stated it is taken to be."""
    return not grounds or not set(grounds) <= NO_FAULT


def of_an_act(file: ContractFile, act: Entry, case: str | None = None) -> tuple[str, ...]:
    """Return the grounds an act towards an early end gives by itself: that both parties agreed to it, and what the
    clause it cites (else its notice, else the `case` made for it) makes a ground."""
    notice = file.notices.by_id.get(own(act, "notice") or "")
    cited = own(act, "clause") or (notice.served.clause if notice and notice.served else None) or case
    clause = file.terms.termination_clause(cited, act.happened_on) if cited else None
    agreed = ("agreement",) if own(act, "by_party") == "both" else ()
    return (*agreed, clause.says.trigger) if clause is not None else agreed


def ended_for_a_failing(file: ContractFile, act: Entry, notice: Notice | None = None) -> bool:
    """Return whether a decision to end a contract, or its end, is for a breach or a failing by all that is said of it
    on file: by its proposal, which may name issues and notices, its case, its clause, its notice (the one given, where
    it names none); where nothing is said it is taken to be (TVP-6.0-2, docs/adr/0382)."""
    relied_on, grounds = _said(file, act, notice)
    return relied_on or alleges_failure(grounds)


def unsaid_for_what(file: ContractFile, act: Entry, notice: Notice | None = None) -> str:
    """Return in words that nothing says for what a contract is ended, by the same; "" where something does, a case that
    cites what shows it among that. Words and documents say it to who reads them (TVP-6.0-2, docs/adr/0422)."""
    if any(_said(file, act, notice)):
        return ""
    told = [act, *_before(file, act, notice)]
    if any(own(one, "cited") for one in told):
        return ""
    alone = any(own(one, name) for one in told for name in IN_WORDS)
    ground = "its ground is on file in words or a document alone" if alone else "no ground for that is on file"
    return f", and {ground}: it is taken to be a breach or failing"


def _said(file: ContractFile, act: Entry, notice: Notice | None) -> tuple[bool, tuple[str, ...]]:
    """Whether issues, notices or standards are relied on for it, and the grounds that are stated."""
    named, day = own(act, "proposal"), act.happened_on
    proposal, cases = file.termination.proposed(day, named), file.termination.cases_recorded(day, named)
    held = file.notices.by_id.get(own(act, "notice") or "") or notice
    served = held.served if held else None
    relied_on = bool(proposal and (proposal.issues or proposal.notices))
    relied_on |= bool(served and (served.issues or served.standards_breached))
    clause = (served.clause if served else None) or (cases[-1].clause if cases else None)
    return relied_on, (*(proposal.grounds if proposal else ()), *of_an_act(file, act, clause))


def _before(file: ContractFile, act: Entry, notice: Notice | None) -> Iterator[Entry]:
    """The proposal, case, decision and notice before it."""
    named, day = own(act, "proposal"), act.happened_on
    steps = (
        file.termination.proposed(day, named), *file.termination.cases_recorded(day, named),
        *file.termination.decided(day, named)[-1:], file.notices.by_id.get(own(act, "notice") or "") or notice,
    )  # fmt: skip
    for step in steps:
        recorded = file.at(step.position) if step else None
        if recorded is not None:
            yield recorded.entry


__all__ = ["NO_FAULT", "alleges_failure", "ended_for_a_failing", "of_an_act", "unsaid_for_what"]
