"""The contract's terms as dated facts: its ends and values from each day on which they changed, and its variations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.dates.calendar import spoken
from ledger.entry import Money
from ledger.offices import was_consulted
from ledger.subjects.variations import Term, TermValue, Variation
from projections.status.status_facts import EndDate, Value, VariationFact
from projections.view import FileView

DAY = timedelta(days=1)


def _history(view: FileView, term: Term) -> Iterator[TermValue]:
    """Yield what a term stood at, from each day on which that changed."""
    contract, file = view.file.agreement.contract, view.file
    agreed = file.variations_agreed(date.max)
    days = {contract.effective_on} if contract else set()
    for made in (agreement.agreement for agreement in agreed):
        days |= {made.since, made.on} | ({made.until + DAY} if made.until and made.until < date.max else set())
    days |= {extension.on for extension in file.reviews.extensions}
    last: TermValue | None = None
    for day in sorted(days):
        value = file.value_of(term, day)
        if value is not None and value != last:
            last = value
            yield value.model_copy(update={"since": day})


def end_dates(view: FileView) -> Iterator[EndDate]:
    """Yield the ends of the contract, each from the day on which it was agreed so."""
    for v in _history(view, "end-date"):
        if isinstance(v.value, date):
            yield EndDate(
                ends_on=v.value, since=v.since, position=v.position, variation=v.variation, by_option=v.by_option
            )  # fmt: skip


def total_values(view: FileView) -> Iterator[Value]:
    """Yield what the contract is worth over its whole length, from each day on which that changed."""
    return _values(view, "total-value")


def annual_values(view: FileView) -> Iterator[Value]:
    """Yield what it is worth a year, from each day on which that changed."""
    return _values(view, "annual-value")


def _values(view: FileView, term: Term) -> Iterator[Value]:
    for v in _history(view, term):
        if isinstance(v.value, Money):
            yield Value(amount=v.value, since=v.since, position=v.position, variation=v.variation)


def variation_facts(view: FileView) -> Iterator[VariationFact]:
    """Yield each variation, proposed or agreed or rejected, with what its form lacks."""
    lacking = {made.agreement.position: made.form_lacking for made in view.file.variations_agreed(date.max)}
    for variation in view.file.variations.by_id.values():
        last = variation.agreements[-1] if variation.agreements else None
        rejected = variation.rejected[-1] if variation.rejected else None
        yield VariationFact(
            id=variation.id, proposed_on=variation.proposed_on, agreed_on=last.on if last else None,
            effective_from=last.since if last else None, rejected_on=rejected[0] if rejected else None,
            form_not_met=lacking.get(last.position) if last else None, guidance=_guidance(view, variation),
            kind=variation.variation_kind, waits=variation.waits,
            ground=variation.reason_code or ("other" if variation.reason else "not-said"),
            reason=view.say(variation.reason) or None, rejected_why=view.say(variation.rejected_why) or None,
            position=last.position if last else rejected[2] if rejected else variation.proposed,
        )  # fmt: skip


def _guidance(view: FileView, variation: Variation) -> str | None:
    """HCC-7.4-b: a contentious revision may be put to the County Manager (Contracts): shown, and asked of nobody."""
    talks = [c for c in view.file.records.consultations if c.subject == "variation" and variation.id in c.about]
    if not variation.contentious and not any(talk.contentious for talk in talks):
        return None
    asked = [talk for talk in talks if was_consulted(view.file, talk, "county-manager-contracts")]
    if not asked:
        return "found contentious; that the County Manager (Contracts) was asked for guidance is not on file"
    first = asked[0]
    whom, on = view.say(first.consulted, first.on), spoken(first.on)
    return f"found contentious; {whom} was asked for guidance on {on} (entry {first.position})"
