"""The link from a failing to the provider: when it was told, how, whom; and again each time the failing came back."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.contract_file import ContractFile
from ledger.entry import own
from ledger.names import counted
from ledger.procedures import Procedure
from ledger.subjects.issues import RECORDED_MEANS, Issue
from ledger.telling import (
    Telling,
    awaiting_minutes,
    knew_of_it,
    minutes_lacking,
    missed_the_provider,
    talked_of,
    told_again,
)
from projections.duties.owed import first_telling, procedure_for
from projections.failings.trail import Dated, Gap, Link, link, sentences, spoken
from projections.view import FileView

DAY = timedelta(days=1)


def told(view: FileView, issue: Issue) -> Link:
    """Link 3: when it was noticed, when the provider was told, how, and whom; and again each time it came back."""
    first = _first_told(view, issue)
    if (telling := first_telling(view, issue)) is None:
        return first
    asked, gaps = procedure_for(view, issue), [*_not_minuted(view, telling)]
    said = [first.sentence, *(gap.sentence for gap in gaps)]
    state, dates, entries = first.state, list(first.dates), [*first.entries]
    for back, _ in issue.reopened:
        again = told_again(view.file, issue.id, asked, back)
        dates.append(Dated(what="came back", on=back))
        if again is None:
            gaps.append(Gap(requirement="HCC-7.6-d", sentence=not_told_again(view.file, issue.id, asked, back)))
            said.append(gaps[-1].sentence)
            state = "missing"
            continue
        day, means, position = again
        procedure = view.procedure_on(day)
        days, allowed = (day - back).days, procedure.setting("issue.notify-within")
        dates.append(Dated(what="told again", on=day))
        entries.append(position)
        how = _means(view, means, position)
        said.append(f"it came back on {spoken(back)}; the provider was told again on {spoken(day)} {how}")
        unminuted = _not_minuted(view, again)
        gaps += unminuted
        said += [gap.sentence for gap in unminuted]
        if days > allowed:
            late = f"told again {counted(days, 'day')} after it came back; {procedure.given('issue.notify-within')}"
            gaps.append(Gap(requirement="HCC-7.6-d", sentence=late))
            said.append(late)
            state = "late" if state == "present" else state
    return first.model_copy(
        update={
            "state": state, "sentence": sentences(*said), "dates": tuple(dates),
            "entries": tuple(dict.fromkeys(entries)), "gaps": (*first.gaps, *gaps),
        }
    )  # fmt: skip


def not_told_again(file: ContractFile, issue: str, procedure: Procedure, back: date) -> str:
    """What is said where an issue came back and nothing on file tells the provider so."""
    none = f"no telling of the provider that {issue} came back on {spoken(back)} is on file"
    return none + waits_for_minutes(file, issue, procedure, back)


def waits_for_minutes(file: ContractFile, issue: str, procedure: Procedure, since: date = date.min) -> str:
    """What is said besides where the provider was told at a meeting and the minutes do not show it yet (TVP-5.1-2a)."""
    waits = awaiting_minutes(file, issue, procedure, since)
    return f"; that it was told at a meeting on {spoken(waits[0])} waits for the minutes: {waits[1]}" if waits else ""


def _means(view: FileView, means: str, position: int) -> str:
    """How the provider was told: by e-mail (Pia Prior), in a summary of a talk, by NOT-001."""
    entry = view.file.at(position)
    if means == "notice":
        return f"by {entry.given_id if entry else 'a notice'}"
    if means == "plan":
        return f"at the latest, as the plan in entry {position} shows"
    whom = own(entry.entry, "recipient") if entry else None
    by = "in a summary of a talk" if means == "summary" else f"by {view.say(means)}"
    return f"{by}{f' ({view.say(whom)})' if whom else ''}"


def _not_minuted(view: FileView, telling: Telling) -> tuple[Gap, ...]:
    """Minutes are part of the trail also where a note of the telling is enough to have told it (HCC-9.4-c)."""
    lacking = minutes_lacking(view.file, telling)
    return (Gap(requirement="HCC-9.4-c", sentence=f"that is to be shown by minutes: {lacking}"),) if lacking else ()


def _first_told(view: FileView, issue: Issue) -> Link:
    noticed, first = issue.noticed_on, first_telling(view, issue)
    unrecorded = [(day, position) for day, means, position in issue.notified if means not in RECORDED_MEANS]
    heard = talked_of(view.file, issue.id, first[0] - DAY if first else date.max)
    if heard is not None and heard[2] not in {position for _, position in unrecorded}:
        unrecorded.append((heard[0], heard[2]))
    dates: dict[str, date | None] = {"noticed": noticed}
    if first is None:
        talk = f"; a talk of {spoken(heard[0])} ({heard[1]}) left nothing in writing" if heard else ""
        missed = [r for _, _, position in issue.notified if (r := view.file.at(position)) is not None]
        passed_by = next((why for r in missed if (why := missed_the_provider(view.file, r.entry))), None)
        waits = waits_for_minutes(view.file, issue.id, procedure_for(view, issue))
        besides = (f"{talk}; {passed_by}" if passed_by else talk) + waits
        gap = Gap(
            requirement="HCC-7.6-e",
            sentence=f"no telling of {issue.id} to the provider in recorded form is on file{besides}",
        )
        entries = tuple(dict.fromkeys((*(p for *_, p in issue.notified), *(p for _, p in unrecorded))))
        return link("told", "missing", gap.sentence, dates=dates, entries=entries, gaps=(gap,))
    day, means, position = first
    dates["told"] = day
    said = f"the provider was told on {spoken(day)} {_means(view, means, position)}"
    if heard is not None and knew_of_it(view.file, issue.id, heard[0]) is None:
        said += f" and had first heard of it in a talk of {spoken(heard[0])} ({heard[1]})"
    if noticed is None:
        return link("told", "present", said, dates=dates, entries=(position,))
    procedure = view.procedure_on(day)
    days, allowed = (day - noticed).days, procedure.setting("issue.notify-within")
    if days < 0:
        said += f", {counted(-days, 'day')} before it was noticed on {spoken(noticed)}"
        soon = Gap(requirement="HCC-7.6-e", sentence=f"told {counted(-days, 'day')} before it was noticed")
        return link("told", "present", said, dates=dates, entries=(position,), gaps=(soon,))
    said += f", {counted(days, 'day')} after it was noticed on {spoken(noticed)}" if days else ", when it was noticed"
    late = days > allowed
    gap = Gap(
        requirement="HCC-7.6-d",
        sentence=f"told {counted(days, 'day')} after it was noticed; {procedure.given('issue.notify-within')}",
    )
    positions = (position, *(p for _, p in unrecorded if p != position))
    return link(
        "told", "late" if late else "present", said, procedure.given("issue.notify-within") if late else None,
        dates=dates, days=days, entries=positions, gaps=(gap,) if late else (),
    )  # fmt: skip
