"""What is found of a condition before early termination on one day: shown or not, by which entries, in one sentence.

The vocabulary of `projections/conditions*.py`. A finding is made on one file folded as at one day; what was late or
lifted is worked out from several findings in `projections/ending/readiness.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger import disputing, kinds
from ledger.contract_file import ContractFile
from ledger.contract_terms import OF_DEFAULT
from ledger.entry import Entry, Recorded
from ledger.failing_shown import relied_on
from ledger.grounds import alleges_failure
from ledger.procedures import Procedure
from ledger.subjects.issues import Issue
from ledger.subjects.notices import Notice, NoticeServed
from ledger.subjects.termination import Proposal
from projections.failings.trail import CaseToRecord, LinkMissing
from projections.view import FileView


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found of one condition on one day."""

    shown: bool
    """Whether the file shows that it was met."""
    sentence: str
    """What was found, without a full stop."""
    entries: tuple[int, ...] = ()
    """Positions of the entries that show it, or show that it was not so."""
    applies: bool = True
    """False where there is nothing it could be about."""
    late: bool = False
    """Shown, but done after the time the procedure gives."""
    disputed: bool = False
    """Shown, and the provider contests it."""
    departures: tuple[tuple[Recorded, str], ...] = ()
    """(act, rule) of each departure on record because it was not met."""
    by_when: tuple[date, str] | None = None
    """The day the procedure gives for what is not shown, and how that day was reckoned."""
    done: bool = False
    """Nothing is left to do about it, though it is not shown, or was late: what is asked for was done and came out
    otherwise, or why it was late is on record."""
    next_step: str | None = None
    """What there is still to be done, where part of what the condition asks for has come about."""
    not_admitted: tuple[LinkMissing, ...] = ()
    """What is missing from the trails a case rests on, and is not admitted."""
    to_record: CaseToRecord | None = None
    """The case that would admit it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a condition is asked of: a file as at a day, that day's procedure, and the proposal and acts in point."""

    view: FileView
    """Where what it asks may be read, by whoever asks."""
    file: ContractFile
    day: date
    procedure: Procedure
    proposal: Proposal | None
    acts: tuple[Recorded, ...] = ()
    """The decision, notice and ending under this proposal, in order."""
    since: date | None = None
    """Only failings noticed and notices served from this day on are looked at; None for all."""
    only: tuple[str, ...] = ()
    """Only these failings are looked at; none for all."""

    @property
    def name(self) -> str | None:
        """The id of the proposal in point."""
        return self.proposal.id if self.proposal else None

    @property
    def for_failure(self) -> bool:
        """Whether the provider's failure is alleged: otherwise there is no failing to prove."""
        return self.proposal is None or alleges_failure(self.proposal.grounds)

    def failings(self) -> list[Issue]:
        """Return the issues relied on: those the proposal and its notices name, else every issue noticed by the day."""
        return self._looked_at(self._named() or [issue for issue in self.file.issues.by_id.values() if issue.raised])

    def relied_on(self) -> list[Issue]:
        """Return the issues the proposal and its notices name; none where there is no proposal, or it names none."""
        return self._looked_at(self._named())

    def _named(self) -> list[Issue]:
        if self.proposal is None:
            return []
        return self.file.issues.on_file(relied_on(self.file, self.proposal.issues, self.proposal.notices))

    def _looked_at(self, issues: Iterable[Issue]) -> list[Issue]:
        found = [i for i in issues if not self.only or i.id in self.only]
        return [i for i in found if self.since is None or i.noticed_on is None or i.noticed_on >= self.since]

    def notices(self) -> list[tuple[Notice, NoticeServed]]:
        """Return the formal notices relied on: those the proposal names, and those about what these leave out.

        Where there is none, those that name no failing, which can be about any; with nothing relied on, all. A notice
        about another failing shows nothing of those relied on (HCC-9.4-b).
        """
        given = [
            (n, served) for n, served in self.file.notices.served(*OF_DEFAULT, party="authority")
            if self.since is None or served.happened_on >= self.since
        ]  # fmt: skip
        named = self.proposal.notices if self.proposal else ()
        relied_on = [pair for pair in given if pair[0].id in named]
        left = self.without_notice(served for _, served in relied_on)
        issues = set(left) if relied_on else {issue.id for issue in self.failings()}
        about = [pair for pair in given if pair in relied_on or issues & set(pair[1].issues)]
        return about or [pair for pair in given if not (pair[1].issues and self.relied_on())]

    def without_notice(self, given: Iterable[NoticeServed]) -> list[str]:
        """Return the issues relied on that none of these notices names, where all of them name what they are about."""
        put = [set(served.issues) for served in given]
        if not all(put):
            return []
        return [issue.id for issue in self.relied_on() if not any(issue.id in about for about in put)]

    def dispute_notices(self) -> list[tuple[Notice, NoticeServed]]:
        """Return the notices of dispute relied on, not withdrawn or purported: of its failings, or naming no issue."""
        given = [
            (n, served) for n, served in disputing.notices(self.file, self.day)
            if not n.is_purported and not (n.withdrawn and n.withdrawn[0] <= self.day)
            and (self.since is None or served.happened_on >= self.since)
        ]  # fmt: skip
        failings = [issue.id for issue in self.failings()]
        return [pair for pair in given if disputing.about(self.file, pair[1].dispute, pair[1].issues, None, failings)]

    def found(self, rule: str, entry: Entry, file: ContractFile | None = None) -> str | None:
        """Return what the rule of that id finds against an entry: the predicate it was judged by when recorded.

        None too where this procedure does not have the rule.
        """
        if self.procedure.ruling(kinds.RULE[rule])[0] is None:
            return None
        return kinds.RULE[rule].found(file or self.file, entry, self.procedure) or None


Condition = Callable[[Question], Finding]


def departing(acts: Sequence[Recorded], *rules: str) -> tuple[tuple[Recorded, str], ...]:
    """Return (act, rule) of each departure from these rules recorded on these acts."""
    return tuple((act, d.rule) for act in acts for d in act.departures if d.rule in rules)


def shown(
    sentence: str, *entries: int | None, late: bool = False, disputed: bool = False, done: bool = False
) -> Finding:
    """Return that a condition was met, and what shows it.

    `done`: where it was late, that why it was is on record.
    """
    return Finding(True, sentence, _given(entries), late=late, disputed=disputed, done=done)


def not_shown(
    sentence: str, *entries: int | None, departures: tuple[tuple[Recorded, str], ...] = (),
    by_when: tuple[date, str] | None = None, done: bool = False, next_step: str | None = None,
    not_admitted: tuple[LinkMissing, ...] = (), to_record: CaseToRecord | None = None,
) -> Finding:  # fmt: skip
    """Return that a condition is not shown to have been met, what was found instead, and by when it is to be done.

    `done`: what is asked for was done, and came out otherwise.
    """
    return Finding(
        False, sentence, _given(entries), departures=departures, by_when=by_when, done=done, next_step=next_step,
        not_admitted=not_admitted, to_record=to_record,
    )  # fmt: skip


def nothing_to_ask(sentence: str) -> Finding:
    """Return that a condition has nothing to be about."""
    return Finding(False, sentence, applies=False)


def _given(entries: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(e for e in entries if e))
