"""Whether a failing was looked at when the parties next met (HCC-7.6-a)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from ledger.confirming import found_otherwise, naming_no_issue
from ledger.contract_file import ContractFile
from ledger.disputing import meetings_about
from ledger.in_time import against_its_plan, term_of
from ledger.subjects.issues import Issue
from ledger.subjects.meetings import Confirmation, Meeting
from projections.failings.trail import Gap, Link, link, spoken
from projections.view import FileView, in_words


def monitoring_meetings(file: ContractFile) -> list[Meeting]:
    """Return the meetings held that count as monitoring the contract, in order of the day."""
    return [meeting for meeting in file.meetings.held() if meeting.counts]


def next_meeting(met: Sequence[Meeting], issue: Issue) -> Meeting | None:
    """Return the first of these meetings, in their order, after an issue was noticed; None where there is none yet."""
    after = bisect_right(met, issue.noticed_on or date.min, key=lambda m: m.held_on or date.min)
    return met[after] if after < len(met) else None


def check(view: FileView, issue: Issue, met: Sequence[Meeting]) -> Link:
    """Link 5: whether the next meeting (of those that count, in order) looked at it, found it settled, and in time.

    One that considered it by name looked at it, whatever it found; a meeting about its dispute did, too (TVP-5.2-2c).
    """
    since, next_one = issue.noticed_on or date.min, next_meeting(met, issue)
    looked = sorted(_looked(view, issue, since), key=lambda one: (_when(one[0]), one[1]))
    if not looked:
        if next_one is None:
            return link("check", "not-applicable", f"no meeting has been held since {issue.id} was noticed")
        gap, entries = _not_looked(view, issue, next_one)
        return link(
            "check", "missing", gap.sentence, dates={next_one.id: next_one.held_on}, entries=entries, gaps=(gap,)
        )
    late = next_one is not None and _when(next_one) < _when(looked[0][0])
    gaps = (_not_looked(view, issue, next_one)[0],) if next_one is not None and late else ()
    return link(
        "check", "late" if gaps else "present", *(said for _, _, said in looked), *(gap.sentence for gap in gaps),
        dates={m.id: m.held_on for m, _, _ in looked}, gaps=gaps,
        entries=(*(p for _, p, _ in looked), *(at for m, _, _ in looked for at in view.file.minutes_of(m))),
    )  # fmt: skip


def _looked(view: FileView, issue: Issue, since: date) -> list[tuple[Meeting, int, str]]:
    """(meeting, entry, what is said of it): what each found; where it found nothing, that it considered the issue or
    was about its dispute."""
    file = view.file
    looked = [(m, at, _found(view, issue, m, found)) for m, found, at in file.meetings.confirmations(issue.id)]
    confirmed = {m.id for m, _, _ in looked}
    looked += [
        (m, at, _considered(view, issue, m, at)) for m, at in file.meetings.looked(issue.told_of_by)
        if m.id not in confirmed
    ]  # fmt: skip
    seen = {m.id for m, _, _ in looked}
    looked += [(m, m.held, _met_about(view, m)) for m in meetings_about(file, issue.id) if m.held and m.id not in seen]
    return [one for one in looked if one[0].held_on and one[0].held_on > since]


def _not_looked(view: FileView, issue: Issue, meeting: Meeting) -> tuple[Gap, tuple[int, ...]]:
    """What is so of a meeting that no entry says looked at an issue, and the entries that show it."""
    held = f"{meeting.id}, the next meeting, held on {spoken(meeting.held_on or date.min)},"
    said = f"{held} is not on file as having looked at {issue.id}"
    if unnamed := naming_no_issue(view.file, meeting):
        items = ", ".join(f"{in_words(one.item)} (entry {one.position})" for one in unnamed)
        said = f"{held} considered {items}, and it is not on file whether {issue.id} was looked at under that"
    entries = (*((meeting.held,) if meeting.held else ()), *(one.position for one in unnamed))
    return Gap(requirement="HCC-7.6-a", sentence=said), entries


def _when(meeting: Meeting) -> tuple[date, int]:
    return meeting.held_on or date.max, meeting.held or 0


def _met_about(view: FileView, meeting: Meeting) -> str:
    of = f" {meeting.dispute}" if meeting.dispute else " the dispute"
    came = f": {view.say(meeting.dispute_outcome)}" if meeting.dispute_outcome else ""
    return f"{meeting.id} on {spoken(meeting.held_on or date.min)} was about{of}{came}"


def _considered(view: FileView, issue: Issue, meeting: Meeting, position: int) -> str:
    recorded = view.file.at(position)
    said = view.sentence(recorded) if recorded is not None else meeting.id
    return f"on {spoken(meeting.held_on or date.min)}: {said}; whether {issue.id} was settled is not confirmed by it"


def _found(view: FileView, issue: Issue, meeting: Meeting, found: Confirmation) -> str:
    minutes = "" if view.file.is_minuted(meeting) else "; of that meeting no minutes are on file"
    settled = "settled" if found.satisfactory else "not settled"
    in_time = {True: ", in time", False: ", not in time", None: ""}[found.in_time]
    on = meeting.held_on or date.min
    term = term_of(view.file, issue, on)
    past = (
        f", though it was to be right by {term.in_words}"
        if term is not None and found.in_time
        and against_its_plan(view.file, issue.id, on, found.in_time)
        else ""
    )  # fmt: skip
    otherwise = found_otherwise(view.file, issue, on, well=found.satisfactory, meeting=meeting.id)
    before = f", though {otherwise.removeprefix(f'{issue.id}: ')}" if otherwise else ""
    return f"{meeting.id} on {spoken(on)} found it {settled}{in_time}{past}{before}{minutes}"
