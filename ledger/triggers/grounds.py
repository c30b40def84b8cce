"""A ground on which a contract may be ended, or nearly: what the triggers find, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger.contract_terms import OF_DEFAULT, InForce, TerminationClause
from ledger.dates.calendar import CalendarError, DateWorking, Period, period_end
from ledger.dates.working_days import dated
from ledger.entry import Frozen
from ledger.serving.remedy_time import working_day

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import Notice, NoticeServed


class Fallen(Frozen):
    """What a ground rested on, and no longer does."""

    on: date
    why: str
    entries: tuple[int, ...] = ()


class Ground(Frozen):
    """One thing that gives the right under a clause, or would if what is lacking were there."""

    about: str
    """NOT-001, BRE-001, 3 notices."""
    arisen_on: date | None = None
    """The first day on which the right was there; none where it is not shown."""
    sentence: str
    """The facts that show it, or what is lacking, without a full stop."""
    besides: tuple[str, ...] = ()
    """What was looked at and not relied on, each in words."""
    entries: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()
    workings: tuple[DateWorking, ...] = ()
    fallen: tuple[Fallen, ...] = ()
    """What took the right away again, each with its day."""

    @property
    def told(self) -> str:
        """The facts with all that is to be told beside them."""
        return "; ".join((self.sentence, *self.besides, *self.doubts))


Clause = InForce[TerminationClause]
"""A clause looked at for one party: one that gives the right to either is looked at for each (ledger/rights.py)."""
Trigger = Callable[["ContractFile", Clause, date], list[Ground]]


def given_under(file: ContractFile, clause: TerminationClause, day: date) -> Iterator[tuple[Notice, NoticeServed]]:
    """The notices the clause is about, given by a day by the party that has the right."""
    for notice, served in file.notices.served(party=clause.held_by):
        if clause.is_about(served.notice_kind) and served.happened_on <= day:
            yield notice, served


def without_effect(notice: Notice, day: date) -> str | None:
    """Return why a notice had no effect on a day, its withdrawal apart; None where it had."""
    if notice.is_purported:
        return "is purported only: a rule that nothing lifts was not kept in giving it"
    if notice.valid is False:
        return f"was not validly served: {'; '.join(notice.worked.defects) if notice.worked else ''}"
    if notice.counts_on is None:
        return "does not count as given: its receipt is not shown"
    if notice.counts_on > day:
        return f"counts only from {dated(notice.counts_on)}"
    return None


def withdrawn(notice: Notice, day: date) -> str | None:
    """Return that a notice was withdrawn by a day; None where it was not."""
    if notice.withdrawn is not None and notice.withdrawn[0] <= day:
        return f"was withdrawn on {dated(notice.withdrawn[0])}"
    return None


def doubts_of(notice: Notice) -> Iterator[str]:
    if notice.valid is None and notice.worked is not None and notice.worked.not_told:
        yield f"whether {notice.id} was validly served cannot be told: {', '.join(notice.worked.not_told)}"


def counted_from(file: ContractFile, period: Period, start: date) -> DateWorking | None:
    try:
        return period_end(period, start, working_day(file, start))
    except CalendarError:
        return None


def nothing(sentence: str) -> Ground:
    return Ground(about="nothing on file", sentence=sentence)


def kinds_of(clause: TerminationClause) -> str:
    return clause.first_notice or " or ".join(OF_DEFAULT)
