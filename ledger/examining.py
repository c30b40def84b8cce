"""Whether a meeting examined, under an item of its agenda, what had come on file by then: complaints and compliments,
surveys, and activity that came to less or more than was aimed at (HCC-7.6-b, HCC-7.6-g, HCC-7.6-h).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ledger.agenda_items import item_called
from ledger.entry import own
from ledger.names import few, name_key
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.meetings import AgendaItemConsidered
    from ledger.subjects.performance import ActivityRecorded

ACTIVITY = "activity-against-target"
"""The item of an agenda under which activity is compared with its target."""
SURVEYS = "satisfaction-surveys"
"""The item under which surveys of users are examined."""
STATISTICS = "statistics-and-indicators"
"""The item under which the figures that the specification asks for are looked at."""
COMPLAINTS = "complaints-and-compliments"
"""The item under which complaints and compliments are examined."""
_OVERVIEW = "complaints-overview"
"""What Thames Valley calls that item (TVP-3.1-6)."""
_CALLED = {ACTIVITY: "figures of activity", SURVEYS: "survey", STATISTICS: "statistics or indicator"}
_RECORD: Mapping[str, frozenset[str]] = {
    ACTIVITY: frozenset((
        "activity-recorded", "data-return-received", "performance-report-received", "document-filed",
        "performance-assessed", "variance-assessed", "implementation-activity-reported", "resource-use-recorded",
    )),
    SURVEYS: frozenset(("satisfaction-survey-received", "feedback-received", "document-filed")),
    STATISTICS: frozenset((
        "data-return-received", "performance-report-received", "financial-report-received", "activity-recorded",
        "performance-assessed", "performance-results-shared", "satisfaction-survey-received", "scorecard-recorded",
        "document-filed", "implementation-activity-reported", "resource-use-recorded", "staff-counts-reported",
        "staff-churn-assessed",
    )),
}  # fmt: skip
"""The kinds of entry that can record what is examined under an item (HCC-7.6-f to HCC-7.6-h, HCC-10.2-a); a
specification may ask for what users say among its indicators."""


def can_record(file: ContractFile, item: str, position: int) -> bool:
    """Return whether an entry can record what is examined under an item: by its kind, or with a document of its own;
    of complaints and compliments any entry can."""
    recorded, kinds = file.at(position), _RECORD.get(item)
    if recorded is None or kinds is None:
        return recorded is not None
    return recorded.entry.kind.partition("/")[0] in kinds or bool(recorded.entry.exhibits)


def sets_up(file: ContractFile, position: int) -> bool:
    """Return whether an entry only says what the contract is, who looks after it or when it is talked about, and has no
    document: what a provider brings to a meeting is none of it, but for whom it names as its own people."""
    recorded = file.at(position)
    if recorded is None or recorded.entry.exhibits or recorded.entry.kind.startswith("provider-contact-named/"):
        return False
    subjects = (file.agreement, file.people, file.procurement, file.terms, file.meetings)
    return any(isinstance(recorded.entry, subject.kinds()) for subject in subjects)


def looked_at(file: ContractFile, concerns: Iterable[int]) -> set[int]:
    """Return the entries that a matter concerns, with what each names as its evidence."""
    named = {*concerns}
    held = [recorded for at in named if (recorded := file.at(at)) is not None]
    return named.union(*(own(recorded.entry, "evidence") or () for recorded in held))


def nothing_of_it_named(file: ContractFile, entry: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Return what a rule finds against a matter under which nothing that was looked at can record what the matter is:
    no survey, no figures, no statistics. Of what is not on file yet nobody can tell."""
    item = item_called(entry.item, procedure)
    if item not in _RECORD or not entry.covered or not entry.concerns:
        return NOT_IN_POINT
    if any(file.at(at) is None or can_record(file, item, at) for at in looked_at(file, entry.concerns)):
        return None
    entries, what = few([f"entry {at}" for at in entry.concerns]), _CALLED[item]
    return f"{entries}, named as looked at, can record no {what}: by this none was; name those that were, or nothing"


def unexamined(
    file: ContractFile, item: str, came: Collection[tuple[int, date]], day: date, procedure: Callable[[date], Procedure]
) -> set[int]:
    """Return which of some entries, as (position, day), no meeting up to a day examined once they had come.

    One that covered the item examined all there were; where it names some of them, or what rests on some, those alone,
    and where it names nothing but what can be none, none. `procedure`: by which a meeting of a day was held.
    """
    came_on, examined, upto = dict(came), set[int](), date.min
    oldest = min(came_on.values(), default=day)
    for meeting in reversed(file.meetings.held()):
        held_on = meeting.held_on
        if held_on is None or held_on > day:
            continue
        if held_on < max(oldest, upto):
            break  # whatever had come by then was examined since, or nothing had
        for one in meeting.items:
            if one.covered and _examined_under(one.item, procedure(held_on)) == item:
                seen = looked_at(file, one.concerns)
                named = seen & came_on.keys()
                examined.update(at for at in named if came_on[at] <= held_on)
                if not named and (not seen or any(can_record(file, item, at) for at in seen)):
                    upto = max(upto, held_on)
    return {at for at, on in came_on.items() if upto < on <= day} - examined


def _examined_under(name: str, procedure: Procedure) -> str:
    """The item that a name means, of complaints by one id whatever the procedure calls it."""
    called = item_called(name, procedure)
    return COMPLAINTS if called == _OVERVIEW else called


def shortfalls(file: ContractFile, day: date, named: Collection[int] = ()) -> dict[int, ActivityRecorded]:
    """Return, by position, those of the figures that are `off_target` that came to less than was aimed at."""
    return {at: one for at, one in off_target(file, day, named).items() if one.compared and one.compared[2] < 0}


def off_target(file: ContractFile, day: date, named: Collection[int] = ()) -> dict[int, ActivityRecorded]:
    """Return, by position, the figures of activity put on file by a day that came to less or more than was aimed at; of
    each time and measure the newest, with what was said before of the figure it does not give. None from before the
    file was kept as things happened. `named`: what was looked at, of which a newer one that was not takes no place."""
    since = file.agreement.contemporaneous_since or date.min
    newest: dict[object, tuple[int, ActivityRecorded]] = {}
    for at, one in file.performance.activity:
        if since <= one.happened_on <= day:
            time = name_key(one.measure), one.period.first, one.period.last
            if time in newest and newest[time][0] in named and at not in named:
                continue
            newest[time] = at, _completed(one, newest[time][1]) if time in newest else one
    return {at: one for at, one in newest.values() if one.compared and one.compared[2]}


def _completed(one: ActivityRecorded, before: ActivityRecorded) -> ActivityRecorded:
    """Figures that tell no difference, with the half of it that those before them of the same time had."""
    if one.compared:
        return one
    if one.actual is None and one.delivered is None:
        reached = {"actual": before.actual, "delivered": before.delivered}
    else:
        reached = {"actual": one.actual, "delivered": one.delivered}
    aims = {"target": one.target or before.target, "commissioned": one.commissioned or before.commissioned}
    return one.model_copy(update=reached | aims)
