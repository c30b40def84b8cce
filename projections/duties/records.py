"""Duties of keeping the record: departures to explain, ratify or refuse, corrections to confirm, details to add."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.details import NOT_BY_WORDS, may_be_said
from ledger.entry import Recorded
from ledger.serving.revisions import by_newer_holidays
from ledger.subjects.records import AMENDING, CorrectionConfirmed, EntryCorrected, EntryStruckOut
from projections.duties.ceasing import while_bound
from projections.duties.completed import failings_told, is_completed, left_to_say, still_missing
from projections.duties.duty import LEAD, Duty, duty
from projections.duties.no_longer_missing import is_past, no_more_from
from projections.duties.unvaried import to_be_varied
from projections.judged_again import KeptSince, departing, kept_since, standing_now
from projections.view import FileView, rule_in_words

_ASKED = ("explain", "authorise")


def of_records(view: FileView) -> Iterator[Duty]:
    """Yield every open duty of keeping the record. Pure; whatever the day."""
    those = departing(view)
    since = kept_since(view, (r for r in those if _is_open(view, r)))
    for recorded in those:
        yield from _departures(view, recorded, since)
        yield from _details(view, recorded)
        yield from while_bound(view, _failings_told(view, recorded))
    yield from _corrections(view)
    yield from while_bound(view, to_be_varied(view))
    for notice, now in by_newer_holidays(view.file):
        yield duty(
            view, f"revise/{notice.id}",
            f"Record the dates of {notice.id} revised: by the newest table of bank holidays, {now.sentence}",
            office=LEAD, since=notice.served.happened_on if notice.served else date.min, citation="HCC-9.1-b",
            opened_by=(notice.position,),
        )  # fmt: skip


def _is_open(view: FileView, recorded: Recorded) -> bool:
    """Whether a departure of an act is still to be explained, or ratified, by what was found when it was recorded."""
    held = (standing_now(view, d, recorded, {}) for d in recorded.departures if d.level in _ASKED)
    return any(one.awaits or one.state == "no-reason-given" for one in held)


def _departures(view: FileView, recorded: Recorded, since: KeptSince) -> Iterator[Duty]:
    entry = recorded.entry
    for departure in recorded.departures:
        if departure.level not in _ASKED:
            continue
        procedure = view.judging(entry)
        held = standing_now(view, departure, recorded, since)
        what = f"the departure in entry {recorded.position} from {rule_in_words(departure.rule)} ({departure.found})"
        if held.state == "no-reason-given":
            ours = entry.by is not None and entry.by.party == "authority"
            yield duty(
                view, f"explain/{recorded.position}/{departure.rule}", f"Explain {what}",
                office=(entry.by.office if entry.by and ours else None) or LEAD,
                named=entry.by.person if entry.by and ours else None, since=entry.happened_on,
                citation=departure.citation, opened_by=(recorded.position,), procedure=procedure,
            )  # fmt: skip
        for office in held.awaits[:1]:
            others = procedure.one_of(held.awaits[1:])
            yield duty(
                view, f"ratify/{recorded.position}/{departure.rule}",
                f"Ratify or refuse {what}{f'; {others} may do so too' if others else ''}", office=office,
                since=entry.happened_on, citation=departure.citation, opened_by=(recorded.position,),
                procedure=procedure,
            )  # fmt: skip


def _details(view: FileView, recorded: Recorded) -> Iterator[Duty]:
    missing = [d for d in still_missing(view, recorded) if not is_past(view, recorded, d)]
    if not missing:
        return
    what = "; ".join(left_to_say(view, recorded, d) for d in missing)
    name = recorded.given_id or type(recorded.entry).heading().lower()
    of_a_contract = not view.file.programme.opened
    yield duty(
        view, f"details/{recorded.position}", f"Complete entry {recorded.position} ({name}): {what}",
        office=LEAD if of_a_contract else view.procedure.owner,
        since=recorded.entry.happened_on, citation=missing[0].citation, opened_by=(recorded.position,),
    ).model_copy(update={"ceases_on": no_more_from(view, recorded, missing)})  # fmt: skip


def _failings_told(view: FileView, recorded: Recorded) -> Iterator[Duty]:
    """A failing that a return or an audit itself tells of is raised as an issue that cites it."""
    for departure in failings_told(view, recorded):
        yield duty(
            view, f"failing-told/{recorded.position}/{departure.rule}",
            f"Raise an issue that cites entry {recorded.position} ({type(recorded.entry).heading().lower()}): "
            f"{departure.found}",
            office=LEAD, since=recorded.entry.happened_on, citation=departure.citation, opened_by=(recorded.position,),
        )  # fmt: skip


def left_to_name(view: FileView, recorded: Recorded) -> list[str]:
    """Return the rules that a further supplement to an entry can name: of what is still not said, and of departures to
    which no reason is on record (docs/adr/0383, 0434)."""
    asked = [d for d in recorded.departures if d.level == "explain"]
    since = kept_since(view, [recorded]) if asked else {}
    unexplained = [d for d in asked if standing_now(view, d, recorded, since).state == "no-reason-given"]
    can_be_said = [d for d in recorded.departures if may_be_said(recorded.entry, d)]
    unsaid = [d for d in can_be_said if not is_completed(view, recorded, d)]
    told = {d.rule for d in failings_told(view, recorded)}
    return [d.rule for d in (*unsaid, *unexplained) if d.rule not in told and d.rule not in NOT_BY_WORDS]


def _corrections(view: FileView) -> Iterator[Duty]:
    amending = view.file.of(*AMENDING)
    confirmed = {r.entry.position for r in amending if isinstance(r.entry, CorrectionConfirmed)}
    for recorded in amending:
        entry = recorded.entry
        if isinstance(entry, EntryCorrected | EntryStruckOut) and entry.waiting and recorded.position not in confirmed:
            what = "correction" if isinstance(entry, EntryCorrected) else "striking out"
            yield duty(
                view, f"confirm/{recorded.position}",
                f"Confirm the {what} of entry {entry.position}, or leave it as it is: {entry.waiting}", office=None,
                since=entry.happened_on, citation="HCC-2.1-a", opened_by=(recorded.position, entry.position),
            )  # fmt: skip
