"""The entries a release makes on a contract's file: registration, corrections, variations, how it went, its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.imports.changes import Change, in_words
from api.imports.plan import Plan, Step
from api.imports.registration import changed, exhibit_of, fields, plain, registered, source_of, title_of
from api.imports.said import Amendment, Ended, Rating
from ledger.contents import references
from ledger.contract_file import ContractFile
from ledger.entry import Actor, Entry, Recorded
from ledger.names import every
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.performance import PerformanceAssessed, Span
from ledger.subjects.records import DocumentFiled, EntryCorrected, EntryStruckOut, NoteMade
from ledger.subjects.termination import ContractExpired, ContractTerminated
from ledger.subjects.variations import (
    EndDateChange,
    OtherChange,
    ScopeChange,
    TotalValueChange,
    VariationAgreed,
    VariationProposed,
)
from ledger.words import Document, Said

_COMPLETED = re.compile(r"complet|expir|discharg|end of (?:the )?(?:term|contract)|fulfilled", re.IGNORECASE)
_AGREED = re.compile(r"mutual|by agreement|consent", re.IGNORECASE)
_BY_AUTHORITY = re.compile(
    r"breach|default|perform|insolven|exclu|debar|convenience|unilateral|authority|unlawful|no longer required",
    re.IGNORECASE,
)
_BY_SUPPLIER = re.compile(
    r"by the supplier|supplier (?:has )?(?:terminated|withdr)|withdrawal of the supplier", re.IGNORECASE
)
_JUDGEMENTS = {"met": "met", "slightlyBelow": "not-met", "below": "not-met", "significantlyBelow": "not-met"}


@dataclass(slots=True)
class Written:
    """The entries for one release on one file, in order, and in words what they record and leave to a person."""

    entries: list[Entry] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    decide: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is at hand when entries are written: the file as it is, its words, and whose ledger it is."""

    reference: str
    authority: str
    file: ContractFile | None
    words: Mapping[str, str | Document]
    doubts: tuple[str, ...] = ()
    """What a person has to decide about the file itself."""


def write(desk: Desk, step: Step, before: Plan, after: Plan) -> Written:
    """Return what goes on file for a release: `before` is what the releases on file came to, `after` with this one."""
    written = Written(decide=[*step.decide, *desk.doubts])
    position = desk.file.position if desk.file else 0
    if desk.file is None:
        written.entries.append(registered(after, desk.reference, desk.authority))
        written.taken.append("opened")
        position += 1
    written.entries.append(_filed(step))
    filed_at = position + 1
    if desk.file is not None:
        _correct(desk, step, before, after, written)
    for amendment in step.proposed:
        if (amendment.id, True) not in before.amendments:
            _propose(step, amendment, written)
    _vary_all(desk, step, before, after, written)
    _agreed(step, before, filed_at, written)
    ratings = [rating for rating in step.ratings if rating.key not in before.rated]
    for rating in ratings:
        written.entries.append(_assessed(step, rating, filed_at))
    if ratings:
        by = [entry.judgement for entry in written.entries if isinstance(entry, PerformanceAssessed)]
        count = ", ".join(f"{by.count(each)} {each}" for each in dict.fromkeys(by))
        written.taken.append(f"{len(by)} assessments ({count})" if len(by) > 1 else f"1 assessment ({count})")
    if before.over is None:
        _end(desk, step, after, written)
    if written.decide:
        written.entries.append(_question(step, written.decide, filed_at))
    if not written.taken:
        written.taken.append("notice filed; no term of the file changed")
    return written


def _filed(step: Step) -> DocumentFiled:
    said = step.said
    return DocumentFiled(
        happened_on=said.release.day, document=exhibit_of(said), title=title_of(said), document_kind="source-notice",
        dated=said.release.day, electronic_location=said.address, source=source_of(said.release.id), audience="shared",
    )  # fmt: skip


def _correct(desk: Desk, step: Step, before: Plan, after: Plan, written: Written) -> None:
    """Correct the registration in the fields this release makes different, unless a person has changed them since."""
    file = desk.file
    assert file is not None
    held = file.agreement.contract
    was, becomes = fields(before, desk.authority), fields(after, desk.authority)
    names = changed(was, becomes)
    if not names or not isinstance(held, ContractRegistered):
        return
    new: dict[str, Any] = {}
    for name in names:
        on_file = plain(getattr(held, name), desk.words)
        if on_file == plain(becomes[name]):
            continue
        if on_file != plain(was[name]) and name != "published":
            written.decide.append(
                f"the notice changes the {in_words(Change(name, was[name], becomes[name]))}; the file holds neither "
                "(it was corrected here, or a correction waits to be confirmed). Nothing was changed"
            )
            continue
        new[name] = becomes[name]
    if not new:
        return
    replacement = ContractRegistered(**{n: getattr(held, n) for n in type(held).model_fields} | new)
    changes = [Change(name, was[name], becomes[name]) for name in new if name != "published"]
    said = step.said
    why = "The contract as signed" if step.signed else "Corrected"
    what = "; ".join(in_words(change) for change in changes) or "the id of the contract"
    written.entries.append(
        EntryCorrected(
            happened_on=said.release.day, position=file.agreement.position, replacement=replacement,
            reason=Said(f"{why}, by the {title_of(said)} of {said.release.day:%-d %B %Y}: {what}."),
            source=source_of(said.release.id), exhibits=(exhibit_of(said),), audience="shared",
        )
    )  # fmt: skip
    written.taken.append(f"{'completed from the contract as signed' if step.signed else 'corrected'}: {what}")


def _vary_all(desk: Desk, step: Step, before: Plan, after: Plan, written: Written) -> None:
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


def _propose(step: Step, amendment: Amendment, written: Written) -> None:
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


def _agreed(step: Step, before: Plan, filed_at: int, written: Written) -> None:
    metrics = [metric for metric in step.agreed_metrics if before.metrics.get(metric.id) != metric]
    if not metrics:
        return
    lines = [
        f"{metric.id}. {metric.title}"
        + (f", {every(metric.every_months, 'month')}" if metric.every_months else "")
        + (f": {metric.words}" if metric.words else "")
        for metric in metrics
    ]
    said = step.said
    words = f"Performance indicators agreed, as the {title_of(said)} gives them.\n" + "\n".join(lines)
    written.entries.append(
        NoteMade(
            happened_on=said.release.day, words=Said(words[:20_000]), concerns=(filed_at,), audience="shared",
            source=source_of(said.release.id, "agreed metrics"),
        )
    )  # fmt: skip
    written.taken.append(f"{len(metrics)} agreed indicators noted")


def _assessed(step: Step, rating: Rating, filed_at: int) -> PerformanceAssessed:
    said = step.said
    last = rating.last if rating.last and rating.last <= said.release.day else None
    period = Span(first=rating.first, last=last) if rating.first and last and rating.first <= last else None
    words = ". ".join(part.rstrip(".") for part in (rating.description or rating.rating, rating.notes) if part) + "."
    judgement: Any = _JUDGEMENTS.get(rating.rating, "not-measurable")
    return PerformanceAssessed(
        happened_on=said.release.day, period=period, indicator=rating.title, judgement=judgement,
        evidence=(filed_at,), words=Said(words[:20_000]), by=_buyer(step), audience="shared",
        source=source_of(said.release.id, f"metric {rating.metric}, {rating.observation}"),
        exhibits=(exhibit_of(said),),
    )  # fmt: skip


def _end(desk: Desk, step: Step, after: Plan, written: Written) -> None:
    ended = step.ended
    if ended is None:
        return
    on, how = _when(step, after, ended), _how(ended)
    reasons = "; ".join(words or code for code, words in ended.reasons)
    held = desk.file.termination.ended if desk.file else None
    why = None
    if held is not None:
        why = None if held.on == on else f"the file says that it ended on {held.on:%-d %B %Y}"
    elif how is None:
        why = f"the reason given is not one that tells who ended it: {reasons}" if reasons else "no reason is given"
    elif on is None:
        why = "no day is given on which it ended"
    elif how == "expired" and on > step.said.release.day:
        why = f"it is to end on {on:%-d %B %Y}, after the notice"
    if why is not None:
        written.decide.append(f"the notice says that the contract is over, and {why}; decide what to record")
    elif held is None and on is not None:
        written.entries.append(_ending(step, how or "", on, reasons, ended))
        written.taken.append(f"ended on {on:%-d %B %Y} ({how}{': ' + reasons if reasons else ''})")


def _when(step: Step, after: Plan, ended: Ended) -> date | None:
    if ended.on is not None:
        return ended.on
    end = after.standing.get("end_date")
    if end is not None and end.value <= step.said.release.day and _how(ended) == "expired":
        step.flags.append("no day of the end is given; taken as the end date of the contract")
        return date.fromisoformat(end.value.isoformat())
    return None


def _how(ended: Ended) -> str | None:
    """How it ended: expired, or terminated by whom; None where the reasons do not tell, or tell different things."""
    told = set()
    for code, words in ended.reasons:
        said = f"{re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', code)} {words}"
        patterns = (
            ("expired", _COMPLETED), ("both", _AGREED), ("provider", _BY_SUPPLIER), ("authority", _BY_AUTHORITY),
        )  # fmt: skip
        told.add(next((how for how, pattern in patterns if pattern.search(said)), None))
    return told.pop() if len(told) == 1 else None


def _ending(step: Step, how: str, on: date, reasons: str, ended: Ended) -> Entry:
    said = step.said
    common: dict[str, Any] = {
        "source": source_of(said.release.id, "end"), "exhibits": (exhibit_of(said),), "audience": "shared",
    }  # fmt: skip
    if how == "expired":
        worth = f" Final value {ended.final_value}." if ended.final_value else ""
        return ContractExpired(happened_on=on, words=Said(f"As published: {reasons}.{worth}"[:20_000]), **common)
    act_on = min(on, said.release.day)
    by_party: Any = how
    return ContractTerminated(
        happened_on=act_on, ends_on=on if on > act_on else None, by_party=by_party,
        by=_buyer(step) if how == "authority" else None, **common,
    )  # fmt: skip


def _question(step: Step, decide: list[str], filed_at: int) -> NoteMade:
    said = step.said
    words = f"For a person to decide, from the {title_of(said)} of {said.release.day:%-d %B %Y}: " + " — ".join(decide)
    return NoteMade(
        happened_on=said.release.day, words=Said(words[:20_000]), concerns=(filed_at,),
        source=source_of(said.release.id, "to decide"),
    )  # fmt: skip


def _buyer(step: Step) -> Actor | None:
    buyer = step.said.buyer_as
    return Actor(person=buyer.name[:200]) if buyer else None
