"""How a contract was terminated: by whom, under which clause, and whether the contract has that clause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.contract_file import ContractFile
from ledger.ending import ended_under_no_right
from ledger.entry import Frozen
from ledger.names import clause_once
from ledger.subjects.termination import ContractTerminated
from projections.failings.trail import spoken
from projections.view import rules_in_words


class EndedRow(Frozen):
    """A termination, of all of the contract or of part: by whom, and under which clause."""

    sentence: str
    flaw: str | None
    """Why the clause it cites gives no right to it, by the clauses on file (HCC-A11-a). Nothing of it for the
    provider."""
    position: int
    purported: str | None = None
    """That it was declared and has not the effect, and why; None where it has. Nothing of it for the provider."""


def terminations(then: ContractFile, on: date, *, own_side: bool) -> Iterator[EndedRow]:
    """Yield each termination by a day. Pure. Without what is found against it where not for the `own_side`."""
    for end in then.termination.endings:
        recorded = then.at(end.position)
        if recorded is None or not isinstance(recorded.entry, ContractTerminated) or end.act_on > on:
            continue
        whose = "both" if end.by_party == "both" else f"the {end.by_party}"
        clause = f", under clause {end.clause}" if end.clause else ""
        notice = f", on {end.notice}" if end.notice else ""
        part = f" of {end.part}" if end.part and end.extent == "partial" else ""
        flaw = ended_under_no_right(then.in_effect_on(end.act_on), recorded.entry) if own_side else None
        yield EndedRow(
            sentence=clause_once(f"termination{part} by {whose} on {spoken(end.act_on)}{clause}{notice}"),
            flaw=flaw or None, position=end.position,
            purported=f"it did not keep {rules_in_words(end.against)}, and has ended nothing"
            if end.purported and own_side else None,
        )  # fmt: skip
