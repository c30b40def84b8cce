"""Terms of a contract that were changed without a variation that was agreed, and when they stood so (TVP-3.0-3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from ledger.contract_file import ContractFile
from ledger.dates.span import holding
from ledger.entry import Frozen, Recorded
from ledger.provisions import told_beside, turns
from ledger.subjects.design import ContractProvisionAgreed
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.subjects.terms.entries import ClauseEntry
from ledger.subjects.terms.register import latest
from projections.failings.trail import spoken
from projections.judged_again import departing, kept_since
from projections.view import FileView

FIXED = ("term.fixed-unless-varied", "provision.fixed-unless-varied", "extension.as-the-contract-gives-it")
"""The rules that a term is changed by a variation alone."""


class Unvaried(Frozen):
    """A term that stands as an entry changed it, which no variation that was agreed covers."""

    term: str
    """What was changed, in words: the specification, clause 12, the end date."""
    since: date
    until: date | None = None
    """The last day on which it stands so, before another takes its place; None where that goes on."""
    level: str
    """How the procedure holds the rule it departs from."""
    position: int
    """The entry that changed it."""

    @property
    def mark(self) -> str:
        """What is said of it wherever the term is shown, beside its entry."""
        return "changed by no agreed variation"

    def is_over(self, day: date) -> bool:
        """Return whether another had taken its place by a day."""
        return self.until is not None and self.until < day


def unvaried(view: FileView, day: date) -> Iterator[Unvaried]:
    """Yield each term that stands on a day as it was changed without a variation. Pure."""
    return (one for one in ever_unvaried(view) if one.since <= day and not one.is_over(day))


def ever_unvaried(view: FileView) -> Iterator[Unvaried]:
    """Yield each time in which a term stands as it was changed without a variation, past or to come. Pure.

    By what was found when it was recorded; of what is known now to have been agreed by then, nothing is said.
    """
    those = [r for r in departing(view) if any(d.rule in FIXED for d in r.departures)]
    since = kept_since(view, those)
    for recorded in those:
        departed = next(d for d in recorded.departures if d.rule in FIXED)
        if (recorded.position, departed.rule) in since:
            continue
        for first, last in _times(view.file, recorded):
            yield Unvaried(
                term=_term(recorded), since=first, until=last, level=departed.level, position=recorded.position
            )


def _times(file: ContractFile, recorded: Recorded) -> Iterator[tuple[date, date | None]]:
    """The times in which the term stands as this entry has it: (first day, last day), None where that goes on."""
    yield from holding(sorted(set(_days(file, recorded))), lambda day: _stands(file, recorded, day))


def _days(file: ContractFile, recorded: Recorded) -> Iterator[date]:
    """The days from which what stands in the place of what an entry changed may be another."""
    match recorded.entry:
        case ServiceSpecificationIssued():
            yield from (issued.since for issued in file.terms.specifications)
        case ContractProvisionAgreed():
            yield from turns(file, file.design.provisions.known(recorded.given_id or ""))
        case ExtensionDecided():
            yield from (extension.on for extension in file.reviews.extensions)
            for made in file.variations_agreed(date.max):
                yield from _first_and_after((made.agreement.since, made.agreement.until or date.max))
        case clause:
            yield from (version.since for version in file.terms.versions(cast(ClauseEntry, clause)))


def _first_and_after(days: tuple[date, date]) -> Iterator[date]:
    yield days[0]
    if days[1] < date.max:
        yield days[1] + timedelta(days=1)


def _stands(file: ContractFile, recorded: Recorded, day: date) -> bool:
    """Whether the term stands on a day as this entry has it: no later one took its place. A provision is only told so,
    beside what was agreed, which goes on (docs/adr/0397)."""
    match recorded.entry:
        case ServiceSpecificationIssued():
            issued = file.terms.specification(day)
            return issued is not None and issued.position == recorded.position
        case ContractProvisionAgreed():
            held = file.design.provisions.get(recorded.given_id or "")
            return held is not None and held.position == recorded.position and told_beside(file, held, day)
        case ExtensionDecided():
            end = file.value_of("end-date", day)
            return end is not None and end.position == recorded.position
        case clause:
            last = latest(file.terms.versions(cast(ClauseEntry, clause)), day)
            return last is not None and last.position == recorded.position


def _term(recorded: Recorded) -> str:
    match recorded.entry:
        case ServiceSpecificationIssued():
            return "the specification"
        case ExtensionDecided(new_end_date=end):
            return f"the end date, {spoken(end)}" if end else "the end date"
        case ContractProvisionAgreed(clause=clause):
            return f"clause {clause} ({recorded.given_id})" if clause else f"{recorded.given_id}"
        case clause:
            return f"clause {cast(ClauseEntry, clause).clause}"
