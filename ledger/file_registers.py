"""The registers of one file, one of each subject, with the entries they were folded from: by position, by id."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ledger.contents import references
from ledger.dates.working_days import dated
from ledger.entry import Entry, Recorded, own
from ledger.subjects import (
    actions,
    adoption,
    agreement,
    assurance,
    checkpoints,
    contacts,
    default_process,
    design,
    disputes,
    evaluation,
    exits,
    feedback,
    implementation,
    issues,
    knowledge,
    lessons,
    meetings,
    money,
    notices,
    outcomes,
    payments,
    people,
    performance,
    procurement,
    programme,
    provider,
    records,
    regulation,
    remedies,
    resources,
    retention,
    reviews,
    risks,
    termination,
    terms,
    tiers,
    variations,
)

T = TypeVar("T")


@dataclass
class FileRegisters:
    """The registers of one file, and the entries they were folded from."""

    agreement: agreement.Agreement = field(default_factory=agreement.Agreement)
    procurement: procurement.Procurement = field(default_factory=procurement.Procurement)
    people: people.People = field(default_factory=people.People)
    terms: terms.Terms = field(default_factory=terms.Terms)
    meetings: meetings.Meetings = field(default_factory=meetings.Meetings)
    actions: actions.Actions = field(default_factory=actions.Actions)
    contacts: contacts.Contacts = field(default_factory=contacts.Contacts)
    performance: performance.Performance = field(default_factory=performance.Performance)
    feedback: feedback.Feedback = field(default_factory=feedback.Feedback)
    assurance: assurance.Assurance = field(default_factory=assurance.Assurance)
    risks: risks.Risks = field(default_factory=risks.Risks)
    money: money.WhatMoneyBuys = field(default_factory=money.WhatMoneyBuys)
    issues: issues.Issues = field(default_factory=issues.Issues)
    notices: notices.Notices = field(default_factory=notices.Notices)
    default_process: default_process.DefaultProcess = field(default_factory=default_process.DefaultProcess)
    remedies: remedies.Remedies = field(default_factory=remedies.Remedies)
    payments: payments.Payments = field(default_factory=payments.Payments)
    disputes: disputes.Disputes = field(default_factory=disputes.Disputes)
    variations: variations.Variations = field(default_factory=variations.Variations)
    regulation: regulation.Regulation = field(default_factory=regulation.Regulation)
    reviews: reviews.Reviews = field(default_factory=reviews.Reviews)
    termination: termination.Termination = field(default_factory=termination.Termination)
    exits: exits.Exits = field(default_factory=exits.Exits)
    lessons: lessons.Lessons = field(default_factory=lessons.Lessons)
    tiers: tiers.Tiers = field(default_factory=tiers.Tiers)
    programme: programme.Programme = field(default_factory=programme.Programme)
    provider: provider.Provider = field(default_factory=provider.Provider)
    knowledge: knowledge.Knowledge = field(default_factory=knowledge.Knowledge)
    retention: retention.Retention = field(default_factory=retention.Retention)
    records: records.Records = field(default_factory=records.Records)
    adoption: adoption.Adoption = field(default_factory=adoption.Adoption)
    checkpoints: checkpoints.Checkpoints = field(default_factory=checkpoints.Checkpoints)
    outcomes: outcomes.OutcomesWanted = field(default_factory=outcomes.OutcomesWanted)
    design: design.Design = field(default_factory=design.Design)
    resources: resources.Resources = field(default_factory=resources.Resources)
    implementation: implementation.Implementation = field(default_factory=implementation.Implementation)
    evaluation: evaluation.Evaluations = field(default_factory=evaluation.Evaluations)

    known: tuple[Recorded, ...] = ()
    """Every entry on record, in order of recording, struck and corrected ones as they were first recorded."""
    entries: tuple[Recorded, ...] = ()
    """The entries in force as at the day asked, in the world's order, each as corrected."""
    undone: dict[int, int] = field(default_factory=dict)
    """Position of an entry that is no longer in force -> position of the strike-out or correction that says so."""
    ids: dict[str, int] = field(default_factory=dict)
    """Every id given to something in force -> position of the entry that began it."""
    _places: tuple[int, dict[int, Recorded]] = field(default=(0, {}), init=False, repr=False, compare=False)
    """How many of `entries` have been put down by position, from the first on, and those."""
    _stood: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What the terms stood at on the days asked about: status and duties ask it thirty times over, which took a fifth
    of what they cost. Shared by files with the same terms, and left behind by one that takes in what may change them.
    """

    _on_record: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was made of all that is on record. Shared by files with the same record, and left behind by one that has
    another."""
    _decided: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Since when which decisions stand. Shared by files to which further decisions came, and left behind by one that
    takes in what may say who may decide, or what became of a decision (docs/adr/0515)."""

    def of_the_record(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes of what is `known` and `undone`, whatever day the file is of, or made of the same
        for whoever asked before."""
        if what not in self._on_record:
            self._on_record[what] = make()
        found: T = self._on_record[what]
        return found

    def of_the_decisions(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes of one decision, by who may make it and what was said of it, or made of the same for
        whoever asked before."""
        if what not in self._decided:
            self._decided[what] = make()
        found: T = self._decided[what]
        return found

    def of_the_terms(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes of the terms, or of what says by which procedure they are put, or made of the same
        for whoever asked before."""
        if what not in self._stood:
            self._stood[what] = make()
        found: T = self._stood[what]
        return found

    @property
    def position(self) -> int:
        """Return the number of the newest entry known; 0 for a file with none."""
        return self.known[-1].position if self.known else 0

    def at(self, position: int) -> Recorded | None:
        """Return the entry in force at that position, as corrected; None where there is none."""
        counted, places = self._places
        if len(self.entries) - counted > _LOOKED_THROUGH:
            counted, places = self._places = len(self.entries), {r.position: r for r in self.entries}
        return places.get(position) or next((r for r in self.entries[counted:] if r.position == position), None)

    def begun_by(self, given: str) -> int | None:
        """Return the position of the entry in force that an id was given to; None where it was given to none."""
        return self.ids.get(given)

    def first_recorded(self, position: int) -> Recorded | None:
        """Return the entry at that position as it was first recorded; None where it is not known (or not seen)."""
        place = bisect_left(self.known, position, key=lambda r: r.position)
        found = self.known[place] if place < len(self.known) else None
        return found if found is not None and found.position == position else None

    def as_now(self, position: int) -> Entry | None:
        """Return the entry at that position as it stands by now, also where by the day of the file it is not there yet;
        None where it was struck out, or is not known."""
        undoing = self.first_recorded(self.undone[position]) if position in self.undone else None
        if undoing is not None:
            replacement: Entry | None = own(undoing.entry, "replacement")
            return replacement
        first = self.first_recorded(position)
        return first.entry if first else None

    def next_id(self, prefix: str) -> str:
        """Return the id the next entry of that prefix is given: after the last ever given, struck out since or not."""
        given = (r.given_id.partition("-") for r in reversed(self.known) if r.given_id)
        last = next((int(number) for its, _, number in given if its == prefix), 0)
        return f"{prefix}-{last + 1:03}"

    def dangling(self, entry: Entry) -> list[str]:
        """Return a sentence for each thing the entry names that is not on this file (or is not in force on it)."""
        missing = []
        for path, noun, named in references(entry):
            if noun == "record":
                there = self.first_recorded(int(named)) is not None
            else:
                there = self.at(named) is not None if isinstance(named, int) else named in self.ids
            if not there:
                what = f"entry {named}" if isinstance(named, int) else f"{noun.replace('-', ' ')} {named}"
                none = f"there is no {what} on this file{self._nearest(noun, named)}"
                missing.append(f"{path}: {f'{what} is struck out' if self._struck_out(named) else none}")
        return missing

    def not_there_yet(self, entry: Entry) -> list[str]:
        """Return a sentence for each thing the entry names that came only after the day of the entry.

        Nothing is said where a day is only approximately known, nor of what may come first (`Entry.may_precede`).
        """
        found = []
        for path, noun, named in references(entry):
            if noun == "record" or path.partition(".")[0] in ("evidence", *entry.may_precede):
                continue
            position = named if isinstance(named, int) else self.ids.get(named)
            there = self.at(position) if position else None
            if there is None or there.entry.about or entry.about or there.entry.there_on <= entry.latest_on:
                continue
            what = f"entry {position}" if isinstance(named, int) else f"{named} (entry {position})"
            found.append(f"{path}: {what} is of {dated(there.entry.there_on)}, after {dated(entry.latest_on)}")
        return found

    def _struck_out(self, named: str | int) -> bool:
        began = (r.position for r in reversed(self.known) if named in (r.position, r.given_id))
        return next(began, None) in self.undone

    def _nearest(self, noun: str, named: str | int) -> str:
        if isinstance(named, int):
            return f"; its entries are numbered 1 to {self.position}" if self.position else "; it has no entries"
        same = sorted(i for i in self.ids if i.partition("-")[0] == named.partition("-")[0])
        same = same or sorted(i for i, at in self.ids.items() if (r := self.at(at)) and r.entry.noun == noun)
        said = noun.replace("-", " ")
        called = (self._with_its_number(i) for i in same[:12])
        return f"; there are {', '.join(called)}" if same else f"; no {said} has been recorded on it"

    def _with_its_number(self, given: str) -> str:
        """An id, with the number that what it was given to has of its own: PAC-005 (W1-08)."""
        began = self.at(self.ids[given])
        number = own(began.entry, "number") if began else None
        return f"{given} ({number})" if number else given


_LOOKED_THROUGH = 64
"""So many of the newest entries are looked through for a position, and not put down: each is on files of its own."""
