"""How much of a file somebody may see, at one pair of times, and that what they are given is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

from api.access import RECLASSIFY
from api.named_positions import positions_in
from api.people import Person
from api.seen import clearance_of, seen_view
from api.sight import Sight
from api.times import asked_again
from api.wiring import Wiring, sight_of
from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.opened import OpenedBy
from ledger.refusals import Denied, Fault, Invalid
from ledger.subjects.records import EntryReclassified
from ledger.submission import EARLIEST, LATEST
from projections.alarms import Alarm
from projections.answering.answers import Answer, Page
from projections.answering.heads import Head
from projections.duties.how_late import Due
from projections.failings.trail import Failing
from projections.status.status_facts import WholeStatus
from projections.timeline.line import Line
from projections.view import FileView

M = TypeVar("M")
A = TypeVar("A", Answer[WholeStatus], Answer[list[Failing]], Answer[list[Due]], Answer[list[Alarm]], Page[Line])


class Narrowed:
    """One file, at one pair of times, and how much of it one person may see; what they are given is written down."""

    def __init__(
        self, wiring: Wiring, reference: str, person: Person, *, as_at: date | None = None, known: int | None = None,
        known_on: date | None = None, noting: bool = True, head: Head | None = None,
    ) -> None:  # fmt: skip
        """`noting`: that this person is given what is read is written down; not where no words of it are shown.

        `head`: how the file stands, for whoever has just asked. Raises NothingNear.
        """
        if as_at is not None and not EARLIEST <= as_at <= LATEST:
            why = f"should be a day between {EARLIEST.isoformat()} and {LATEST.isoformat()}"
            raise Invalid([Fault("query.as_at", why)])
        self._wiring = wiring
        self._known_on = known_on
        self._noting = noting
        self.as_at, self.known = as_at, known
        self.reference = reference
        self.person = person
        self.given: set[int] = set()
        """The entries that were given out."""
        self._folded: tuple[ContractFile, Sight] | None = None
        self.head = head or wiring.reader.head(reference, clearance_of(person))
        self.newest = self.head.position
        """The newest entry that anything read here took in, or may have."""
        if not self.sees_all:
            self._fold()

    def _fold(self) -> tuple[ContractFile, Sight]:
        if self._folded is None:
            self._folded = sight_of(self._wiring.book, self.reference, self.person)
        return self._folded

    @property
    def now(self) -> ContractFile:
        """The file as it is now, whatever times are asked about."""
        return self._fold()[0]

    @property
    def sight(self) -> Sight:
        """What this person may see of it."""
        return self._fold()[1]

    @property
    def simulated(self) -> bool:
        """Whether the ledger's clock is simulated."""
        return self._wiring.book.clock == "simulated"

    @cached_property
    def on(self) -> date:
        """The day it is read on: the day asked for, else that of what was known, else today by the ledger's clock."""
        return self.as_at or self._known_on or self.head.today

    @property
    def asked_again(self) -> str:
        """What an address ends with to ask for the same times again."""
        return asked_again(self.as_at, self.known)

    @property
    def _asked(self) -> tuple[str, date | None, int | None]:
        return self.reference, self.as_at, self.known

    @property
    def sees_all(self) -> bool:
        """Whether nothing of the file is withheld, so that the stored rows may answer.

        Where those tell, nothing is folded for it; they never say that something may be seen that may not.
        """
        if self.person.is_confined:
            return False
        return not self.sight.withheld if self.head.withheld or self._folded is not None else True

    @cached_property
    def whole(self) -> FileView:
        """The whole file at these times: never to be shown as it is."""
        whole = self._wiring.reader.view(*self._asked).value
        self._look_again(whole.file.position)
        return whole

    def _stored(self, ask: Callable[[], A]) -> A | None:
        """What the stored rows answer; None where they take in something this person may not see."""
        answer = ask() if self.sees_all else None
        if answer is not None:
            self._look_again(answer.basis.position or 0)
        return answer if self.sees_all else None

    def _look_again(self, position: int) -> None:
        """Look anew where an answer takes in entries recorded after the last look: they may have to be withheld."""
        self.newest = max(self.newest, position)
        if position > (self.head.position if self._folded is None else self._folded[1].upto):
            self.head, self._folded = self._wiring.reader.head(self.reference, clearance_of(self.person)), None
            if not self.sees_all:
                self._fold()

    @cached_property
    def view(self) -> FileView:
        """The file folded from what may be seen, with the words of that alone."""
        whole = self.whole
        return whole if self.sees_all else seen_view(whole, self.sight)

    @property
    def position(self) -> int:
        """The newest position at these times that this person is told of."""
        if self.person.is_provider:
            return self.sight.position(self.whole.file)
        return self.newest if self.known is None else self.whole.file.position

    @property
    def withheld(self) -> int:
        """How many entries on file at these times this person may not see."""
        if self.sees_all or not self.sight.withheld:
            return 0
        whole = self.whole
        known = (r for r in whole.file.known if whole.as_at is None or r.entry.came_by(whole.as_at))
        return sum(not self.sight.sees(recorded) for recorded in known)

    def check_own_side(self) -> None:
        """Raise Denied for the other party: what our side makes of the file is not shown to it."""
        if self.person.is_provider:
            why = "failings, readiness, duties and the count of points are the authority's own working"
            raise Denied(f"{why}, and not shown to a provider")

    def gave(self, answer: M) -> M:
        """Return the answer, once it is written down that this person is given the entries it shows or names."""
        self.note(positions_in(answer))
        return answer

    def note(self, positions: Iterable[int]) -> None:
        """Write down that this person is given these entries, those that are withheld from them apart."""
        given = {p for p in positions if self._tells(p)}
        self.given |= given
        if self._noting:
            file_id = self._wiring.book.file_id(self.reference)
            self._wiring.book.opened.note(self.person.as_reader(), [(file_id, p) for p in given])

    def _tells(self, position: int) -> bool:
        if self._folded is None and self.sees_all:
            return 0 < position <= self.head.position
        return self.sight.tells(position)

    def opened_before(self, positions: Iterable[int]) -> Mapping[int, tuple[OpenedBy, ...]]:
        """Return, of the reclassifications among these entries, who had been given the entry reclassified before.

        For Legal Services; to anybody else, nothing.
        """
        return opened_before(self._wiring.book, self.reference, self.person, positions)


def opened_before(
    book: Book, reference: str, person: Person, positions: Iterable[int]
) -> Mapping[int, tuple[OpenedBy, ...]]:
    """Return, of reclassifications among these entries of a file, who had been given the entry reclassified before.

    For Legal Services; to anybody else, nothing.
    """
    if not person.has(*RECLASSIFY):
        return {}
    changed = {r.position: r for r in book.recorded(reference, positions)}
    about = {p: r.entry.position for p, r in changed.items() if isinstance(r.entry, EntryReclassified)}
    openers = book.opened.by_entry(book.file_id(reference), set(about.values())) if about else {}
    return {p: tuple(by for by in openers[about[p]] if by.first_at < changed[p].recorded_at) for p in about}
