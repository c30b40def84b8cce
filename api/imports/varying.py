"""Variations that a release makes: proposed, agreed, mended and struck out."""

from __future__ import annotations

from typing import Any

from api.imports.changes import Change, in_words
from api.imports.plan import Plan, Step
from api.imports.registration import exhibit_of, source_of, title_of
from api.imports.said import Amendment
from api.imports.written import Desk, Written
from ledger.contents import references
from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.subjects.records import EntryCorrected, EntryStruckOut
from ledger.subjects.variations import (
    EndDateChange,
    OtherChange,
    ScopeChange,
    TotalValueChange,
    VariationAgreed,
    VariationProposed,
)
from ledger.words import Said


def vary_all(desk: Desk, step: Step, before: Plan, after: Plan, written: Written) -> None:
    """Record each variation that is new, and mend those that a release which came in late shows in another light."""
    known, now = _variations(before), _variations(after)
    for key, (other, amendment, _) in known.items():
        if key not in now:
            _strike(desk, step, other, amendment, written)
    for key, (other, amendment, changes) in now.items():
        if key not in known:
            _vary(desk, other, amendment, changes, written)
        elif _agreement(*known[key]) != _agreement(other, amendment, changes):
            _mend(desk, step, other, amendment, changes, written)
    seen = {one.said.release.id: one.decide for one in before.steps}
    for other in after.steps:
        if other is not step:
            of = f"the {title_of(other.said)} of {other.said.release.day:%-d %B %Y}"
            asked = seen.get(other.said.release.id, [])
            written.decide += [f"of {of}: {what}" for what in other.decide if what not in asked]


def _variations(plan: Plan) -> dict[str, tuple[Step, Amendment, tuple[Change, ...]]]:
    """Each variation in a plan, by the id of its amendment, or of the release where it has none."""
    return {
        amendment.id or f"of release {step.said.release.id}": (step, amendment, changes)
        for step in plan.steps
        for amendment, changes in step.varied
    }


def _agreement(step: Step, amendment: Amendment, changes: tuple[Change, ...]) -> dict[str, Any]:
    """What an entry says of a variation, but for the variation it was proposed as."""
    said = step.said
    return {
        "happened_on": min(amendment.on or said.release.day, said.release.day),
        "effective_from": amendment.on if amendment.on and amendment.on > said.release.day else None,
        "changes": _changes(amendment, changes),
        "source": source_of(said.release.id, _item(amendment)),
        "exhibits": (exhibit_of(said),),
    }


def _mend(
    desk: Desk, step: Step, other: Step, amendment: Amendment, changes: tuple[Change, ...], written: Written
) -> None:
    """Correct a variation on file by what a release that came in late tells of it, or of what stood before."""
    for recorded in _on_file(desk, other, amendment):
        agreed = recorded.entry
        assert isinstance(agreed, VariationAgreed)
        written.entries.append(
            EntryCorrected(
                happened_on=max(agreed.happened_on, step.said.release.day), position=recorded.position,
                replacement=agreed.model_copy(update=_agreement(other, amendment, changes)),
                reason=Said(f"An earlier notice, which came in later, tells more of it: {title_of(step.said)}."),
                source=source_of(step.said.release.id), exhibits=(exhibit_of(step.said),), audience="shared",
            )
        )  # fmt: skip
        written.taken.append(f"{recorded.given_id} corrected")


def _strike(desk: Desk, step: Step, other: Step, amendment: Amendment, written: Written) -> None:
    """Strike out what was taken for a variation and, by a release that came in late, is none."""
    why = f"by the {title_of(step.said)}, which came in later, it changes nothing that stood before"
    for recorded in _on_file(desk, other, amendment):
        cited = (
            [r for r in desk.file.entries if recorded.given_id in {n for _, _, n in references(r.entry)}]
            if desk.file
            else []
        )
        if cited:
            written.decide.append(f"{recorded.given_id} is no variation: {why}. Entry {cited[0].position} cites it")
            continue
        written.entries.append(
            EntryStruckOut(
                happened_on=max(recorded.entry.happened_on, step.said.release.day), position=recorded.position,
                reason=Said(f"No variation: {why}."), source=source_of(step.said.release.id),
                exhibits=(exhibit_of(step.said),), audience="shared",
            )
        )  # fmt: skip
        written.taken.append(f"{recorded.given_id} struck out")


def _on_file(desk: Desk, step: Step, amendment: Amendment) -> list[Recorded]:
    """The variation on file that an import recorded for an amendment."""
    found = []
    for recorded in desk.file.of(VariationAgreed) if desk.file else ():
        source = recorded.entry.source
        of_amendment = amendment.id and source and (source.whom or "").endswith(f", {_item(amendment)[:79]}")
        if of_amendment or (source and source == source_of(step.said.release.id, "amendment")):
            found.append(recorded)
    return found


def propose(step: Step, amendment: Amendment, written: Written) -> None:
    """Record a variation that is proposed and not agreed."""
    said = step.said
    written.entries.append(
        VariationProposed(
            happened_on=said.release.day, reason=Said(amendment.words) if amendment.words else None,
            changes=_changes(amendment, (), words=False), source=source_of(said.release.id, _item(amendment)),
            exhibits=(exhibit_of(said),),
        )
    )  # fmt: skip
    written.taken.append(f"variation proposed (amendment {amendment.id})")


def _vary(desk: Desk, step: Step, amendment: Amendment, changes: tuple[Change, ...], written: Written) -> None:
    agreement = _agreement(step, amendment, changes)
    written.entries.append(VariationAgreed(variation=_proposed_as(desk.file, amendment), **agreement))
    what = "; ".join(in_words(change) for change in changes) or "no term in figures"
    written.taken.append(f"varied ({_item(amendment)}): {what}")


def _proposed_as(file: ContractFile | None, amendment: Amendment) -> str | None:
    """The variation on file that this amendment was proposed as, None where there is none."""
    for recorded in file.of(VariationProposed) if file and amendment.id else ():
        source, named = recorded.entry.source, recorded.given_id or ""
        known = file.variations.by_id.get(named) if file else None
        if source and (source.whom or "").endswith(f", {_item(amendment)[:79]}") and known and not known.agreements:
            return named
    return None


def _item(amendment: Amendment) -> str:
    return f"amendment {amendment.id}" if amendment.id else "amendment"


def _changes(amendment: Amendment, changes: tuple[Change, ...], words: bool = True) -> tuple[Any, ...]:
    made: list[Any] = []
    proposed = [
        Change(name, None, value)
        for name, value in (("end_date", amendment.ends_on), ("total_value", amendment.value))
        if amendment.proposed and value is not None
    ]
    for change in (*changes, *proposed):
        match change.name:
            case "end_date":
                made.append(EndDateChange(was=change.was, becomes=change.becomes))
            case "total_value":
                made.append(TotalValueChange(was=change.was, becomes=change.becomes))
            case "description":
                made.append(ScopeChange(was=change.was, becomes=change.becomes))
            case name:
                was, _, becomes = in_words(change).partition(" from ")[2].partition(" to ")
                made.append(OtherChange(name=name.replace("_", " "), was=Said(was), becomes=Said(becomes)))
    for what, names in (("suppliers added", amendment.added), ("suppliers removed", amendment.removed)):
        if names:
            made.append(OtherChange(name=what, becomes=Said("; ".join(names)[:20_000])))
    if words and amendment.words:
        made.append(OtherChange(name="as the notice says", becomes=Said(amendment.words[:20_000])))
    return tuple(made[:50])
