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


NO_FAULT: frozenset[str] = frozenset({"change-of-need", "funding", "convenience", "agreement", "insolvency"})
"""Grounds that allege no failure of the provider, so that there is nothing a default process could put right.

Insolvency is an event, with a trigger of its own in a contract's clauses: the process is for where a default or
improvement notice needs to be served (HCC-9.1-a), and none is for that."""


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


def ended_for_a_failing(file: ContractFile, act: Entry) -> bool:
    """Return whether a decision to end a contract, or its end, is for a breach or a failing by all that is said of it
    on file: by its proposal, which may name issues and notices, its case, its clause, its notice; where nothing is said
    it is taken to be (TVP-6.0-2, docs/adr/0382)."""
    named, day = own(act, "proposal"), act.happened_on
    proposal, cases = file.termination.proposed(day, named), file.termination.cases_recorded(day, named)
    if proposal is not None and (proposal.issues or proposal.notices):
        return True
    if any(_relied_on(file, act)):
        return True
    stated = proposal.grounds if proposal else ()
    return alleges_failure((*stated, *of_an_act(file, act, cases[-1].clause if cases else None)))


def _relied_on(file: ContractFile, act: Entry) -> Iterator[str]:
    """The failings that the notice it rests on names."""
    notice = file.notices.by_id.get(own(act, "notice") or "")
    if notice is not None and notice.served is not None:
        yield from (*notice.served.issues, *notice.served.standards_breached)


__all__ = ["NO_FAULT", "alleges_failure", "ended_for_a_failing", "of_an_act"]
