"""Acts judged again, against what is known now to have been so before them: the file once more, entry by entry.

What was acknowledged when an act was recorded stays on it. Where what it rested on was struck out or corrected since,
and the rule is kept by what is left, nobody is asked any more to explain it, or to ratify it (design, idea 5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ledger import kinds
from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from projections.view import FileView


def before_each(
    file: ContractFile, wanted: Collection[int] | None = None
) -> Iterator[tuple[Recorded, ContractFile]]:  # fmt: skip
    """Yield each entry in force, in the world's order, with the file of all before it; it changes with the next.

    Only those at the positions `wanted`, where these are given: to put the entries before each together costs as many
    steps as there are of them (docs/adr/0180).
    """
    then = ContractFile(known=file.known, undone=file.undone)
    for place, recorded in enumerate(file.entries):
        if wanted is None or recorded.position in wanted:
            then.entries = file.entries[:place]
            yield recorded, then
        then.take(recorded)


def without_cause(view: FileView) -> dict[tuple[int, str], int]:
    """Return (position, rule) of each departure whose cause was struck out or corrected -> the entry that did that.

    Asked only where something on file before an act was undone after it: then the file is folded once more.
    """
    undone = view.file.undone.items()
    asked = {
        recorded.position: [departed.rule for departed in recorded.departures if departed.level in _ASKED]
        for recorded in view.file.entries
        if recorded.departures and any(was < recorded.position < by for was, by in undone)
    }
    asked = {position: rules for position, rules in asked.items() if rules}
    if not asked:
        return {}
    rules, found = {rule.id: rule for rule in kinds.RULES}, {}
    for recorded, then in before_each(view.file, asked):
        for rule in asked[recorded.position]:
            judged = rules.get(rule)
            # The departures of a correction are those of what it puts in place, and that is judged in its place.
            if judged is None or not isinstance(recorded.entry, judged.of):
                continue
            if not judged.found(then, recorded.entry, view.judging(recorded.entry)):
                by = max(by for was, by in undone if was < recorded.position < by)
                found[recorded.position, rule] = by
    return found


_ASKED = ("explain", "authorise")

__all__ = ["before_each", "without_cause"]
