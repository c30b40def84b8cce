"""What was recorded while each officer led a contract, and how much of it departed from procedure (HCC-2.1-c)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.entry import Frozen, Recorded
from ledger.subjects.people import Appointment
from ledger.subjects.records import EntryCorrected
from projections.read_models.remembered import gone_through
from projections.view import FileView

NOBODY = "nobody"
"""Under whose name it is counted what was recorded while the contract had no lead officer."""


class OfficerFact(Frozen):
    """What was recorded while somebody led the contract, and how much of it departed from procedure."""

    officer: str
    acts: int
    departures: int
    rules: tuple[tuple[str, int], ...]
    """(rule, how often it was departed from), the most frequent first."""


def acts_led(view: FileView) -> list[OfficerFact]:
    """Return what was recorded by whoever led the contract on the day of each act, whoever did it: leading
    is answering for it (HCC-2.1-c)."""
    acts, broken = gone_through(_Led(view.file.people.holders("lead-officer")[::-1]), _NONE, view)
    return [
        OfficerFact(
            officer=officer, acts=number, departures=rules.total(), rules=tuple(rules.most_common()),
        )
        for officer, number in sorted(acts.items())
        for rules in [broken.get(officer, Counter())]
    ]  # fmt: skip


_Acts = tuple[Counter[str], dict[str, Counter[str]]]
"""By officer: how many acts, and how often each rule was departed from."""
_NONE: _Acts = (Counter(), {})


@dataclass(frozen=True)
class _Led:
    """Puts each act to whoever led the contract on its day."""

    terms: tuple[Appointment, ...]
    """Those of the lead officers, the last first."""

    def __call__(self, found: _Acts, entries: Sequence[Recorded]) -> _Acts:
        acts = Counter(found[0])
        broken = defaultdict(Counter, {officer: Counter(rules) for officer, rules in found[1].items()})
        for recorded in entries:
            if type(recorded.entry) is EntryCorrected:
                continue  # no other act: what it departs from is counted with the entry as corrected
            on = recorded.entry.happened_on
            leading = NOBODY
            for term in self.terms:
                if term.since <= on and (term.until is None or on <= term.until):
                    leading = term.person
                    break
            acts[leading] += 1
            if recorded.departures:
                broken[leading].update(departed.rule for departed in recorded.departures)
        return acts, broken
