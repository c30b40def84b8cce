"""Whether a contract was ended at once, for what, and by which notice (TVP-6.0-2).

Questions of several subjects: pure functions of a file and a day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.dates.working_days import dated
from ledger.end_decided import end_decided
from ledger.grounds import ended_for_a_failing, unsaid_for_what

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import Notice
    from ledger.subjects.termination.steps import Decision, Ending


class AtOnce(NamedTuple):
    """That a contract was ended at once, or is to be."""

    on: date
    """The day it was ended, or the earlier one on which that was decided."""
    why: str
    notice: int | None = None
    """The entry with the notice by which it was ended."""
    unsaid: str = ""
    """In words, that nothing on file says for what. Nothing of it for the provider, who need not see what does."""

    @property
    def in_full(self) -> str:
        """Why, and that nothing says for what: for the authority's own side."""
        return f"{self.why}{self.unsaid}"


def ended_at_once(file: ContractFile, day: date) -> AtOnce | None:
    """Return why the lead time before the end does not bind on a day: the contract was ended at once, as was decided,
    or under a clause or on a notice that gives no time (TVP-6.0-1 to TVP-6.0-3). None where it was for something else
    than a breach or a failing, which excuses nothing (docs/adr/0382)."""
    ended, decision = file.termination.ended_on(day), _decided(file, day)
    decided = decision if decision is not None and decision.immediate and decision.extent == "full" else None
    if (
        ended is not None
        and ended.how == "terminated"
        and ended.on == ended.act_on
        and not _time_was_given(file, ended)
    ):
        notice, since = rests_on(file, ended), min(ended.on, decided.on if decided else ended.on)
        why = f"the contract was ended at once on {dated(ended.on)} (entry {ended.position})"
        return _for_a_failing(file, ended.position, AtOnce(since, why), notice)
    if decided is None:
        return None
    why = f"it was decided on {dated(decided.on)} to end the contract at once (entry {decided.position})"
    return _for_a_failing(file, decided.position, AtOnce(decided.on, why))


def _decided(file: ContractFile, day: date) -> Decision | None:
    """The decision to end it that stands by the procedure of its day."""
    made = file.termination.decided(day)
    procedure = file.bound_to(made[-1].on) if made else None
    return end_decided(file, day, None, procedure) if procedure else next(iter(made[-1:]), None)


def _for_a_failing(file: ContractFile, position: int, found: AtOnce, notice: Notice | None = None) -> AtOnce | None:
    """What was found, if the act in that entry was for a breach or failing, and whether nothing says for which."""
    recorded, by = file.at(position), found._replace(notice=notice.position if notice else None)
    if recorded is None:
        return by
    if not ended_for_a_failing(file, recorded.entry, notice):
        return None
    return by._replace(unsaid=unsaid_for_what(file, recorded.entry, notice))


def _time_was_given(file: ContractFile, ended: Ending) -> bool:
    """Whether a contract that ended on the day of the act did so when a length of notice ran out: the clause asks for
    one, or the notice named a day later than that on which it counts."""
    notice = rests_on(file, ended)
    served = notice.served if notice else None
    cited = ended.clause or (served.clause if served else None)
    right = file.terms.termination_clause(cited, ended.act_on) if cited else None
    if right is not None and (right.says.immediate or right.says.notice_length is not None):
        return not right.says.immediate
    if notice is None or served is None or served.ends_on is None:
        return False
    return served.ends_on > (notice.counts_on or served.happened_on)


def rests_on(file: ContractFile, ended: Ending) -> Notice | None:
    """Return the notice of termination by which it ended: as the act names it, else the last that gave that day; none
    that counts for nothing."""
    if ended.how != "terminated":
        return None
    given = [
        notice for notice, served in file.notices.served("termination")
        if (notice.id == ended.notice if ended.notice else served.extent != "partial" and served.ends_on == ended.on)
        and not (notice.is_purported or notice.withdrawn or notice.valid is False)
    ]  # fmt: skip
    return given[-1] if given else None


__all__ = ["AtOnce", "ended_at_once", "rests_on"]
