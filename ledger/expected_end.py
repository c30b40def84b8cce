"""When a contract is expected to end, and by when its provider is told what is planned for that.

Pure functions of a file, a day and the procedure (TVP-6.0-1 to TVP-6.0-3).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.at_once import ended_at_once, rests_on
from ledger.dates.working_days import dated, months_before
from ledger.notices_answered import answered_unnamed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.exits import TransferPlan
    from ledger.subjects.notices import Notice, NoticeServed


class Conclusion(NamedTuple):
    """The day a contract concludes, as far as the file says."""

    end: date
    since: date
    """The day from which that was on file."""
    position: int
    """The entry that says so."""
    notice: str | None = None
    """The notice of termination that says so and is not shown to have been received: it ends then if that stands."""
    agreed: date | None = None
    """The end date on file, where it expired only later: what is due ahead of the end was due ahead of that day."""

    @property
    def prepared_for(self) -> date:
        """The day ahead of which its end is prepared."""
        return self.agreed or self.end

    @property
    def if_it_stands(self) -> str:
        """What is to be said of that day: that it is the one only if a notice stands; "" where that is settled."""
        return f", if {self.notice} stands" if self.notice else ""


class PlansDue(NamedTuple):
    """By when the provider is to be told in writing what is planned for the end."""

    due_on: date
    end: date
    since: date
    """The day from which that end was on file."""
    position: int
    too_short: bool
    """Whether there was less time than the procedure asks for when the end came to be known."""
    if_it_stands: str = ""
    """What is to be said of that end: that it is the one only if a notice stands."""
    counted_from: date | None = None
    """The end date that the time is counted from, where that is another: its day came first, and stays the day."""

    @property
    def ahead_of(self) -> str:
        """The end that the time is counted back from, in words."""
        if self.counted_from is not None:
            return f"the end date on file, {dated(self.counted_from)} (no notice puts that day back)"
        return f"the end on {dated(self.end)}{self.if_it_stands}"


def concludes(file: ContractFile, day: date) -> Conclusion | None:
    """Return when the contract concludes, by what was on file on a day: by a notice of termination that has effect, as
    it was ended, or by its end date. None where nothing says so."""
    agreed = _agreed_end(file, day)
    for notice in file.notices.ending(day):
        served = notice.served
        if served is not None and served.extent != "partial" and served.ends_on is not None:
            found = Conclusion(served.ends_on, served.happened_on, notice.position)
            return agreed if agreed is not None and agreed.end == found.end else found
    ended = file.termination.ended
    if ended is not None and ended.act_on <= day:
        rested = rests_on(file, ended)
        told = rested.served if rested else None
        since = told.happened_on if told and told.ends_on == ended.on else ended.act_on
        if agreed is not None and (agreed.end == ended.on or (ended.how == "expired" and agreed.end < ended.on)):
            # it came to the end that was on file, and known since that was
            return agreed._replace(end=ended.on, agreed=agreed.end)
        return Conclusion(ended.on, min(since, ended.act_on), ended.position)
    return agreed


def _agreed_end(file: ContractFile, day: date) -> Conclusion | None:
    """Its end date, as it stood on a day."""
    end = file.value_of("end-date", day)
    if end is None or not isinstance(end.value, date) or end.value.year < 1900:
        return None
    return Conclusion(end.value, end.since, end.position)


def expected(file: ContractFile, day: date) -> Conclusion | None:
    """Return when the contract concludes by what was on file on a day, and if the last notice to end the whole of it
    stands whose receipt is not shown yet: whoever waits for that plans for the day it gives.
    """
    known, waiting = concludes(file, day), None
    for notice, served in file.notices.served("termination"):
        open_ = notice.valid is not False and not notice.is_purported and notice.withdrawn is None
        if not open_ or notice.counts_on is not None or served.extent == "partial" or served.happened_on > day:
            continue
        if served.ends_on is not None:
            waiting = Conclusion(served.ends_on, served.happened_on, notice.position, notice.id)
    if waiting is None or file.notices.ending(day) or file.termination.ended_on(day) is not None:
        return known
    return waiting


def part_ended(file: ContractFile, plan: TransferPlan, day: date) -> tuple[Notice, NoticeServed] | None:
    """Return the notice that ends only a part of the contract and that a transfer plan answers, by what was on file on
    a day: the one it names, or was open when it came, or the only one to end anything. None where it is about the
    whole."""
    standing = [
        (notice, served) for notice, served in file.notices.served("termination")
        if served.happened_on <= day and not (notice.is_purported or notice.withdrawn or notice.valid is False)
    ]  # fmt: skip
    unnamed = () if plan.notice else answered_unnamed(file, file.exits.transfer_plans.values()).get(plan.id, ())
    answers = (plan.notice,) if plan.notice else unnamed
    named = [pair for pair in standing if pair[0].id in answers] if answers else standing
    return named[0] if len(named) == 1 and named[0][1].extent == "partial" else None


def notice_gone(file: ContractFile, plan: TransferPlan, day: date) -> Notice | None:
    """Return the notice that a transfer plan answers and that was withdrawn by a day, after the plan's newest version:
    then nothing more is asked of the plan until it is submitted again (docs/adr/0401). None where there is none."""
    notice = file.notices.by_id.get(plan.notice or "")
    withdrawn = notice.withdrawn if notice is not None else None
    if withdrawn is None or withdrawn[0] > day:
        return None
    newer = any(version > withdrawn and version[0] <= day for version in plan.submitted)
    return None if newer else notice


def without_their_notice(file: ContractFile, day: date) -> frozenset[str]:
    """Return the transfer plans of which nothing more is asked on a day, since the notice they answer was withdrawn."""
    return frozenset(p.id for p in file.exits.transfer_plans.values() if notice_gone(file, p, day) is not None)


def plans_due(file: ContractFile, day: date, procedure: Procedure) -> PlansDue | None:
    """Return by when plans for the end are told, by what was on file on a day (TVP-6.0-1); None where none are asked,
    as where the contract was ended at once (TVP-6.0-2)."""
    return lead_time(file, day, procedure) if ended_at_once(file, day) is None else None


def lead_time(file: ContractFile, day: date, procedure: Procedure) -> PlansDue | None:
    """Return by when plans for the end are told at the latest, however it comes; None where the procedure asks none.

    That is so many months before it is `expected` to end; where the contract is shorter than that, or came to end
    earlier, the day from which its end was known: nobody can be late before. Counted from the end date where that day
    is the earlier: a notice may bring it forward, and puts back none that was missed (docs/adr/0289).
    """
    months, known = procedure.setting("exit.plans-told-before-end"), expected(file, day)
    if not months or known is None:
        return None
    due, agreed = _told_before(known, months), _agreed_end(file, day)
    first = _told_before(agreed, months) if agreed is not None and agreed.end != known.end else due
    if due.due_on <= first.due_on:
        return due
    return first._replace(end=known.end, if_it_stands=known.if_it_stands, counted_from=first.end)


def _told_before(known: Conclusion, months: int) -> PlansDue:
    by = months_before(known.prepared_for, months)
    return PlansDue(
        max(by, known.since), known.prepared_for, known.since, known.position, by < known.since, known.if_it_stands
    )


def disregarded(file: ContractFile, day: date) -> list[str]:
    """Return the termination notices by which the contract does not end on a day, each in a sentence that says why."""
    found = []
    for notice, served in file.notices.served("termination"):
        if served.happened_on > day or served.extent == "partial" or notice.stands(day):
            continue
        if notice.withdrawn and notice.withdrawn[0] <= day:
            why = f"it was withdrawn on {dated(notice.withdrawn[0])}"
        elif notice.is_purported:
            why = "it was given against a rule that nothing lifts, and has no effect"
        elif notice.valid is False:
            why = "it was not validly served"
        elif notice.counts_on is None:
            why = "it is not shown to have been received"
        else:
            why = f"it counts as given only from {dated(notice.counts_on)}"
        says = f", which says {dated(served.ends_on)}," if served.ends_on else ""
        found.append(f"{notice.id}{says} is left out of account: {why} (entry {notice.position})")
    return found
