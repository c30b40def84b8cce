"""Terms of a contract that were changed without a variation that was agreed, and when they stood so (TVP-3.0-3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import TypedDict, cast

from ledger.contract_file import ContractFile
from ledger.dates.span import holding
from ledger.entry import Entry, Frozen, Recorded
from ledger.names import same_name
from ledger.provisions import stands, told_beside, turns
from ledger.provisions_agreed import covering, told_on
from ledger.specification import Point
from ledger.subjects.design import ContractProvisionAgreed, Provision
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.subjects.terms.entries import ClauseEntry
from ledger.subjects.terms.standards import latest
from ledger.varied import varied_only_since
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
    agreed: int | None = None
    """The entry that has what was agreed; None where none on file has."""

    brought_in: bool = False
    """Whether it took the place of nothing: the contract did not provide for it until then."""
    named: str | None = None
    """The variation it names, where that was agreed only after the change;"""
    named_on: date | None = None
    """and when it was."""

    @property
    def mark(self) -> str:
        """What is said of it wherever the term is shown, beside its entry."""
        agreed = f": entry {self.agreed} has what was agreed" if self.agreed else ""
        if self.brought_in:
            return "brought in by no agreed variation"
        if self.named_on is not None:
            named = f"{self.named}, the variation named for it, was agreed on {spoken(self.named_on)}"
            return f"changed before {named}{agreed}"
        return f"changed by no agreed variation{agreed}"

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
    rules = {r.position: next(d for d in r.departures if d.rule in FIXED) for r in those}
    unagreed = {position for position, departed in rules.items() if (position, departed.rule) not in since}
    for recorded in (r for r in those if r.position in unagreed):
        for first, last in _times(view.file, recorded):
            yield Unvaried(
                term=_term(recorded), since=first, until=last, level=rules[recorded.position].level,
                position=recorded.position, agreed=_agreed(view.file, recorded, first, unagreed),
                brought_in=_brought_in(view.file, recorded) is not None, **_named(view.file, recorded.entry),
            )  # fmt: skip


def _brought_in(file: ContractFile, recorded: Recorded) -> Provision | None:
    """The provision of an entry, where it took the place of nothing and no agreed variation is named for it; of what
    stands in the contract by itself, nothing else can stand in its place (docs/adr/0470)."""
    if not isinstance(recorded.entry, ContractProvisionAgreed):
        return None
    held = file.design.provisions.get(recorded.given_id or "")
    if held is None or held.position != recorded.position or told_on(file, held) is not None:
        return None
    return None if covering(file, recorded.entry) else held


class _Named(TypedDict, total=False):
    named: str
    named_on: date


def _named(file: ContractFile, issued: Entry) -> _Named:
    """The variation that a specification names, and when it was agreed, where that was after the change: a clause that
    names one agreed later is not taken, and a provision that does stands from then on."""
    if not isinstance(issued, ServiceSpecificationIssued) or issued.variation is None:
        return {}
    on = varied_only_since(file, issued, issued.variation)
    return {"named": issued.variation, "named_on": on} if on else {}


def _agreed(file: ContractFile, recorded: Recorded, day: date, unagreed: Collection[int]) -> int | None:
    """The entry that has what was agreed of a term, in the place of which an entry stands from a day on."""
    match recorded.entry:
        case ServiceSpecificationIssued():
            before = [(one.since, one.position) for one in file.terms.specifications]
        case ContractProvisionAgreed():
            held = file.design.provisions.known(recorded.given_id or "")
            before = [(day, one.position) for one in file.design.beside(held) if stands(file, one, day)]
        case ExtensionDecided():
            eve = file.value_of("end-date", day - timedelta(days=1))
            before = [(eve.since, eve.position)] if eve is not None else []
        case clause:
            before = [(one.since, one.position) for one in file.terms.versions(cast(ClauseEntry, clause))]
    own = day, recorded.position
    agreed = [position for on, position in before if (on, position) < own and position not in unagreed]
    return agreed[-1] if agreed else None


def not_as_agreed(view: FileView, one: Unvaried, point: str) -> str | None:
    """Return what is said of a requirement or a standard, by its id, of a specification that no agreed variation
    changed: what was agreed of it; None where it says what it did, and so stands agreed.

    Of words that are withheld or were erased nobody can tell whether they are the same: then the mark alone.
    """
    as_changed, agreed = (_point(view, at, point) for at in (one.position, one.agreed))
    if as_changed is None or one.agreed is None:
        return one.mark
    if agreed is None:
        return f"brought in by no agreed variation: entry {one.agreed} has nothing of it"
    now, before = view.open(as_changed.text), view.open(agreed.text)
    if not isinstance(now, str) or not isinstance(before, str):
        return one.mark
    return None if now == before else f"{one.mark}, “{before.rstrip('.')}”"


def _point(view: FileView, position: int | None, named: str) -> Point | None:
    issued = view.file.as_now(position or 0)
    if not isinstance(issued, ServiceSpecificationIssued):
        return None
    return next((one for one in (*issued.requirements, *issued.standards) if same_name(one.id, named)), None)


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
    beside what was agreed, which goes on (docs/adr/0397), but for one that took the place of nothing."""
    match recorded.entry:
        case ServiceSpecificationIssued():
            issued = file.terms.specification(day)
            return issued is not None and issued.position == recorded.position
        case ContractProvisionAgreed():
            held = file.design.provisions.get(recorded.given_id or "")
            if held is None or held.position != recorded.position:
                return False
            return told_beside(file, held, day) or (_brought_in(file, recorded) is held and stands(file, held, day))
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
