"""How many monitoring meetings a contract is to have, by when the next is to be held, and where they were left out.

The specification's own number goes before the procedure's (HCC-6.1-c). Pure functions of a file, a day and the
procedure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING

from ledger import arranged
from ledger.dates.parts_of_year import Part, in_years, missed, next_by, over_by, parts, went_by, years_later
from ledger.dates.working_days import months_after, shifted
from ledger.monitoring import specification, watched_since
from ledger.names import among
from ledger.returns_owed import OverdueReturn
from ledger.transition import watched_until

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.meetings import Gap, Meeting
    from ledger.subjects.records import Arrangement


REGULAR = "regular"
"""The kind of meeting by which a contract is watched."""
EXTRA = "ad-hoc"
"""The kind of one that is held beside them, where problems go on."""


def meetings_a_year(file: ContractFile, day: date, procedure: Procedure) -> int:
    """Return how many monitoring meetings a year are asked for on a day (HCC-6.1-c, HCC-7.1-a, HCC-7.1-b).

    By the specification in force, more in its start-up time, or as agreed for the contract (TVP-4.0-1), whichever came
    later; else by the procedure. 0 where none asks for any.
    """
    agreed = meetings_agreed(file, day, procedure)
    if agreed is not None:
        return dict(agreed.meetings)[REGULAR]
    spec = specification(file, day)
    if spec and spec.start_up_meetings_per_year:
        settled = start_up_ends(file, day)
        if settled is not None and day < settled:
            return spec.start_up_meetings_per_year
    if spec and spec.meetings_per_year is not None:
        return spec.meetings_per_year
    regular = arranged.bound_then(file, day, procedure).meeting(REGULAR)
    return regular.per_year if regular else 0


def standard_meetings(file: ContractFile, day: date, procedure: Procedure) -> int:
    """Return how many monitoring meetings a year are the standard on a day (HCC-12.4-a, K-01): as the procedure has it,
    whatever a specification asks for; fewer only where that was agreed for the contract (docs/adr/0226)."""
    regular = arranged.bound_then(file, day, procedure).meeting(REGULAR)
    return min(regular.per_year, arranged.a_year(file, REGULAR, day, procedure)) if regular else 0


def meetings_agreed(file: ContractFile, day: date, procedure: Procedure) -> Arrangement | None:
    """Return the arrangement by which so many monitoring meetings are asked for on a day, or none; None where the
    procedure says it, or a specification that took effect after it."""
    agreed, issued = arranged.of_meetings(file, REGULAR, day, procedure), file.terms.specification(day)
    return agreed if agreed is not None and (issued is None or issued.since <= agreed.since) else None


def met_between(file: ContractFile, first: date, last: date, procedure: Procedure) -> list[Meeting]:
    """Return the meetings between two days that count among those asked for in a year, in order.

    Whether a longer meeting counts as that quarter's or comes on top of it, the procedure says (N-10).
    """
    return file.meetings.held_between(first, last, longer=_longer_count(procedure))


def _longer_count(procedure: Procedure) -> bool:
    return bool(procedure.setting("meeting.longer-counts"))


def next_meeting_by(file: ContractFile, day: date, procedure: Procedure) -> date | None:
    """Return the day by which, after the last monitoring meeting up to a day, the next is to be held at the latest.

    Counted by the parts of the contract's year (dates/parts_of_year.py): twice a year is one by the end of its first
    half and two by its end. None where no meetings are asked for, or no start is on file.
    """
    since = watched_since(file)
    if since is None or (arranged.bound_on(file) and not meetings_a_year(file, day, procedure)):
        return None  # what was missed before a procedure was bound that asks for none stays a gap
    held = _days_held(file, since, day, procedure)
    return next_by(held, held[-1] if held else since, asked_parts(file, procedure), in_each=in_each_part(procedure))


def meetings_left_out(file: ContractFile, day: date, procedure: Procedure) -> list[tuple[Part, date, date | None]]:
    """Return, of the monitoring meetings up to a day, each that was left out before a later one: its part of the year,
    when the later one was held, and by when that was due itself, if at all (TVP-3.1-1)."""
    since = watched_since(file)
    held = _days_held(file, since, day, procedure) if since else []
    return list(went_by(held, asked_parts(file, procedure), in_each=in_each_part(procedure)))


def in_each_part(procedure: Procedure) -> bool:
    """Return whether one meeting is asked for in each part of the year, or so many by the end of each."""
    return bool(procedure.setting("meeting.one-in-each-part"))


def asked_parts(file: ContractFile, procedure: Procedure) -> Iterator[Part]:
    """Yield the parts of the contract's years in which a monitoring meeting is asked for, from the first."""
    since = watched_since(file)
    if since is None:
        return iter(())
    found = parts(
        since, lambda day: meetings_a_year(file, day, procedure), _rate_changes(file),
        lambda part, day: _goes_on(file, since, part, day, procedure),
    )  # fmt: skip
    return _but_agreed(file, REGULAR, found, lambda day: meetings_a_year(file, day, procedure), procedure)


def _goes_on(file: ContractFile, since: date, part: Part, day: date, procedure: Procedure) -> bool:
    """Whether a part in which a specification, or a procedure bound, asks for fewer from a day on goes on for that: no
    meeting was held in it by then, and the new interval, from the last that was, ends after it (docs/adr/0420). The
    same of what is left of a year after such a part, or after fewer were agreed as an arrangement (docs/adr/0444).

    The part in which fewer were agreed as an arrangement has a rule of its own (`_but_agreed`); and those after the
    start-up time were agreed with it.
    """
    agreed = {held.since for held in arranged.agreed(file, procedure)}
    if day not in agreed.union((held.since for held in file.terms.specifications), arranged.bound_on(file)):
        return False
    if _agreed_within(file, REGULAR, part, lambda on: meetings_a_year(file, on, procedure), procedure):
        return False
    held, then = _days_held(file, since, day, procedure), meetings_a_year(file, part.last, procedure)
    if held and held[-1] >= part.first:
        return False
    return not then or (over := years_later(held[-1] if held else since, Fraction(1, then))) is None or over > part.last


def _rate_changes(file: ContractFile) -> list[date]:
    """The days on which another number of monitoring meetings may come to be asked for."""
    issued = [held.since for held in file.terms.specifications]
    settled = (ends for since in issued if (ends := start_up_ends(file, since)) is not None)
    return [*issued, *settled, *arranged.changes(file), *arranged.bound_on(file)]


def longer_parts(file: ContractFile, kind: str, procedure: Procedure) -> Iterator[Part]:
    """Yield the parts of the contract's years in which a longer meeting of a kind is asked for, from the first; years
    together where one is asked for in several (N-10)."""
    since = watched_since(file)
    if since is None:
        return iter(())
    changes = (*arranged.changes(file), *arranged.bound_on(file))
    found = parts(since, lambda day: arranged.a_year(file, kind, day, procedure), changes)
    found = _but_agreed(file, kind, found, lambda day: arranged.a_year(file, kind, day, procedure), procedure)
    return in_years(found, lambda day: arranged.every_years(file, kind, day, procedure))


def _but_agreed(
    file: ContractFile, kind: str, found: Iterator[Part], a_year: Callable[[date], int], procedure: Procedure
) -> Iterator[Part]:
    """The parts of the years, but those in which it was agreed that from then on fewer are held (TVP-4.0-1), or a
    procedure was bound that asks for none (IMP-30-b)."""
    if bound := arranged.bound_on(file):
        found = (part for part in found if a_year(part.last) or not any(part.first < day <= part.last for day in bound))
    if not file.records.arrangements:
        return found
    return (part for part in found if not _agreed_within(file, kind, part, a_year, procedure))


def _agreed_within(
    file: ContractFile, kind: str, part: Part, a_year: Callable[[date], int], procedure: Procedure
) -> bool:  # fmt: skip
    held = arranged.of_meetings(file, kind, part.last, procedure)
    return held is not None and held.since > part.first and a_year(part.last) < a_year(part.first)


def meetings_asked(file: ContractFile, first: date, last: date, procedure: Procedure) -> int:
    """Return how many monitoring meetings are asked for in the parts of a year that are over by its last day, or are
    to be, whatever the day. A part that ends after the contract is no longer watched asks for none."""
    return len(_parts_over(file, first, last, procedure))


def meetings_missed(file: ContractFile, first: date, last: date, procedure: Procedure) -> int:
    """Return for how many of these parts of a year no meeting was held: in themselves, where one is asked for in each
    (TVP-3.1-1); else how many fewer were held than they are (HCC-7.1-a).

    Where parts add up one held late is that of a part before it, as `next_meeting_by` and `meetings_left_out` count:
    twice a year is twice, though both come in its second half. The time without it is a gap (`overlong_gaps`).
    """
    found, held = _parts_over(file, first, last, procedure), _days_held(file, first, last, procedure)
    if in_each_part(procedure):
        return sum(1 for _ in missed(held, found, in_each=True))
    return max(len(found) - len(held), 0)


def _parts_over(file: ContractFile, first: date, last: date, procedure: Procedure) -> list[Part]:
    found = over_by(asked_parts(file, procedure), min(last, watched_until(file, procedure) or last))
    return [part for part in found if part.first >= first]


def overlong_gaps(file: ContractFile, day: date, procedure: Procedure) -> list[Gap]:
    """Return the stretches without a monitoring meeting that were longer than asked for, in order (HCC-2.1-e).

    A part of the year ended in them without its meeting.
    From the start of the contract to its end or that day, whichever is earlier.
    """
    since, end = watched_since(file), file.end_date(day)
    until = min(day, end) if end else day
    if since is None or until <= since:
        return []
    asked = tuple(takewhile(lambda part: part.first <= until, asked_parts(file, procedure)))
    lacking = [
        part.last for part in missed(_days_held(file, since, until, procedure), asked, in_each=in_each_part(procedure))
    ]
    gaps = file.meetings.gaps(since, until, longer=_longer_count(procedure))
    return [gap for gap in gaps if any(gap.since <= day < gap.until for day in lacking)]


def asked_a_year_in(file: ContractFile, gap: Gap, procedure: Procedure) -> list[int]:
    """Return at what rates meetings were asked for in the parts of a year that ended in a gap without theirs, in order:
    monthly as the service started up, say, and quarterly after it."""
    asked = tuple(takewhile(lambda part: part.last < gap.until, asked_parts(file, procedure)))
    held = _days_held(file, date.min, gap.until, procedure)
    lacking = [part for part in missed(held, asked, in_each=in_each_part(procedure)) if part.last >= gap.since]
    return list(dict.fromkeys(meetings_a_year(file, part.by, procedure) for part in lacking))


def start_up_ends(file: ContractFile, day: date) -> date | None:
    """Return the first day after the start-up time, by the specification in force on a day; None where it has none."""
    spec, start = specification(file, day), file.started_on()
    if spec is None or start is None or not spec.start_up_months or not spec.start_up_meetings_per_year:
        return None
    return months_after(start, spec.start_up_months)


def extra_counted(file: ContractFile, day: date, procedure: Procedure) -> list[Meeting]:
    """Return the extra meetings up to a day that are among those asked for with the last one held: of its year, where
    the parts of a year add up; where one is asked for in each, of its part, where no other was held in that."""
    since = watched_since(file)
    held = met_between(file, since, day, procedure) if since else []
    if not any(m.kind == EXTRA for m in held):
        return []
    last, in_each = held[-1].held_on or day, in_each_part(procedure)
    upto = list(takewhile(lambda part: part.first <= last, asked_parts(file, procedure)))
    if not upto:
        return []
    first = next(part.first for part in (upto[-1:] if in_each else upto) if part.year == upto[-1].year)
    those = [m for m in held if m.held_on and m.held_on >= first]
    return [m for m in those if m.kind == EXTRA] if not in_each or all(m.kind == EXTRA for m in those) else []


def due_after(file: ContractFile, by: date, procedure: Procedure) -> tuple[date, ...]:
    """Return when monitoring meetings fall due after one due by a day, as long as they do so unevenly: to the end of
    the year in which how many are asked for changes for the last time. Empty where nothing changes after the day."""
    last = max((day for day in _rate_changes(file) if day > (watched_since(file) or day)), default=None)
    if last is None or by - last > _A_YEAR:
        return ()
    found = takewhile(lambda part: part.first - last <= _A_YEAR, asked_parts(file, procedure))
    return tuple(part.last for part in found if part.last > by)


def rate_due(file: ContractFile, by: date, procedure: Procedure) -> tuple[int, bool]:
    """Return how many meetings a year are asked for in the part of it that ends on a day, and whether that is within
    the start-up time."""
    part = next((part for part in asked_parts(file, procedure) if part.last >= by), None)
    return rate_from(file, part.first if part else by, procedure)


def rate_from(file: ContractFile, day: date, procedure: Procedure) -> tuple[int, bool]:
    """Return how many meetings a year are asked for in the part of it that begins on a day, and whether that is within
    the start-up time."""
    ends = start_up_ends(file, day)
    return meetings_a_year(file, day, procedure), ends is not None and day < ends


def rate_changed(file: ContractFile, by: date, procedure: Procedure) -> tuple[date, int] | None:
    """Return (first day, how many a year) where within the part of a year that ends on a day another number of
    meetings comes to be asked for (HCC-6.1-c); None where it is one throughout.

    For a higher one the part ends sooner (docs/adr/0396); for a lower one it goes on for longer (docs/adr/0420), or the
    meeting that is due by its end is so by the number it began with.
    """
    part = next((part for part in asked_parts(file, procedure) if part.last >= by), None)
    began = meetings_a_year(file, part.first, procedure) if part else 0
    if part is None or meetings_a_year(file, by, procedure) == began:
        return None
    days = (part.first + timedelta(days=number) for number in range((by - part.first).days + 1))
    first = next(day for day in days if meetings_a_year(file, day, procedure) != began)
    return first, meetings_a_year(file, by, procedure)


_A_YEAR = timedelta(days=366)


def _days_held(file: ContractFile, first: date, last: date, procedure: Procedure) -> list[date]:
    return file.meetings.days_met(met_between(file, first, last, procedure))


def continuing_problems(
    file: ContractFile, day: date, overdue: Iterable[OverdueReturn]
) -> list[tuple[date, str | OverdueReturn]]:  # fmt: skip
    """Return the problems that go on on a day, as (the day each arose, what it is), the oldest first (HCC-7.7-a).

    Issues that are open and returns that are `overdue`. None of those there on the day of an extra meeting, held or
    arranged, for it was called for them; until another arises after it: then what goes on still counts with that, from
    that day (docs/adr/0509).
    """
    extra = [m.day for m in file.meetings.by_id.values() if m.kind == EXTRA and m.day and not m.cancelled]
    found: list[tuple[date, str | OverdueReturn]]
    found = [(issue.noticed_on, issue.id) for issue in file.issues.open() if issue.noticed_on]
    found += [(shifted(owed.due_on, 1), owed) for owed in overdue]
    called_for = max(extra, default=date.min)
    again = min((since for since, _ in found if called_for < since <= day), default=None)
    if again is None:
        return []
    return sorted(((max(since, again), what) for since, what in found if since <= day), key=lambda one: one[0])


def to_bring(file: ContractFile, day: date) -> tuple[str, ...]:
    """Return what the provider brings to its next monitoring meeting: what the specification lists, and what it was to
    bring to the last one and did not (HCC-6.1-d)."""
    spec = specification(file, day)
    listed = spec.meeting_information if spec else ()
    last = next(iter(reversed(file.meetings.held_between(date.min, day))), None)
    missing = (one.what for one in last.information if not one.received) if last else ()
    return (*listed, *(what for what in missing if not among(what, listed)))
