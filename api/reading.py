"""Reading for somebody: what the reader answers, narrowed to what this person may see.

Whoever may see all of a file is answered from the stored rows. For anybody else the file is folded from what they may
see, and the same pure functions answer over that: readiness and alarms too, so that what is withheld moves no state, no
count and no order of theirs (docs/adr/0106). How many entries that leaves out is said beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from api.access import RECLASSIFY
from api.people import Person
from api.shown import Withheld
from api.sight import Sight
from api.times import asked_again
from api.wiring import Wiring, sight_of
from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.names import name_key
from ledger.opened import OpenedBy
from ledger.points import PointsCount, ThresholdStanding, points, thresholds
from ledger.refusals import Denied, Fault, Invalid, NotOnFile
from ledger.subjects.records import EntryReclassified
from ledger.subjects.retention import Erasure
from ledger.submission import EARLIEST, LATEST
from ledger.vault import digests_in
from projections import stored_lines, timeline
from projections.alarms import Alarm, alarms, raised_on
from projections.answers import Answer, Order, Page
from projections.background import Background, background
from projections.cursors import cursor_of, place_of
from projections.duties import duties
from projections.duties_settled import settled
from projections.duty import Due, due
from projections.eyes import Clearance, Eyes
from projections.failings import failings
from projections.heads import Head
from projections.kept_facts import KeptFacts
from projections.line import Filters, Line
from projections.readiness import Readiness, readiness
from projections.searching import SEARCHED
from projections.standing import responsible
from projections.status import Counts, WholeStatus, status
from projections.then_and_now import Looked, ThenAndNow, then_and_now
from projections.tier_facts import TierFacts
from projections.trail import Failing
from projections.view import FileView

RECLASSIFIED = "entry-reclassified"
"""The kind of entry of which is told who had been given the entry that it is about."""
M = TypeVar("M")
A = TypeVar("A", Answer[WholeStatus], Answer[list[Failing]], Answer[list[Due]], Answer[list[Alarm]], Page[Line])


@dataclass(frozen=True)
class Lines:
    """Some lines of a timeline, and where the next begin."""

    lines: tuple[Line | Withheld, ...]
    position: int
    next: str | None


class Reading:
    """One file, at one pair of times, as one person may see it."""

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
        known = (r for r in whole.file.known if whole.as_at is None or r.entry.effective_on <= whole.as_at)
        return sum(not self.sight.sees(recorded) for recorded in known)

    def check_own_side(self) -> None:
        """Raise Denied for the other party: what our side makes of the file is not shown to it."""
        if self.person.is_provider:
            why = "failings, readiness, duties and the count of points are the authority's own working"
            raise Denied(f"{why}, and not shown to a provider")

    def failings(self) -> list[Failing]:
        """Return the trail of every failing. Raises Denied for a provider."""
        self.check_own_side()
        answer = self._stored(lambda: self._wiring.reader.failings(*self._asked))
        return self.gave(answer.value if answer is not None else failings(self.view))

    def background(self) -> Background:
        """Return what bears on all failings together, up to the day. Raises Denied for a provider."""
        self.check_own_side()
        return self.gave(background(self.view, self.on))

    def readiness(self) -> Readiness:
        """Return what the file shows of the conditions before an early termination. Raises Denied for a provider."""
        self.check_own_side()
        return self.gave(readiness(self.view, self.on))

    def alarms(self) -> list[Alarm]:
        """Return what no longer holds in the case for ending the contract, the newest first. Raises Denied.

        As at a day: what had been taken away by then. An alarm is dated by the recording of the entry that raised it.
        """
        self.check_own_side()
        answer = self._stored(lambda: self._wiring.reader.alarms_of(self.reference)) if self.known is None else None
        raised = answer.value if answer is not None else alarms(self.view)
        return self.gave([one for one in reversed(raised) if self.as_at is None or raised_on(one) <= self.as_at])

    def then_and_now(self, size: int) -> ThenAndNow:
        """Return what a log of that size knew of the file, and what is known now, about the day. Raises NotOnFile.

        The other party is shown the differences in its status, and in what is shared with it. What is withheld from
        this reader takes no part in either side.
        """
        position = self.newest_in(size)
        if not position:
            raise NotOnFile(f"there is no file {self.reference} then; its first entry was recorded later")
        found = then_and_now(self._looked, position, self.on)
        return self.gave(found)

    def newest_in(self, size: int) -> int:
        """Return the newest entry of the file in a log of that size; 0 where it had none of it."""
        sealed = (r.position for r in self.whole.file.known if r.index is not None and r.index < size)
        return max(sealed, default=0)

    @property
    def _looked(self) -> Looked:
        if self.person.is_provider:
            return Looked(self.view, parts=("status",), shown_status=_for_the_provider)
        return Looked(self.view)

    def points(self) -> tuple[PointsCount, tuple[ThresholdStanding, ...]]:
        """Return how many points count, and at how many something follows. Raises Denied for a provider."""
        self.check_own_side()
        return points(self.view.file, self.on), thresholds(self.view.file, self.on)

    def duties(self) -> list[Due]:
        """Return what is still to be done. Raises Denied for a provider."""
        self.check_own_side()
        asked = (*self._asked, self.on)
        answer = self._stored(lambda: self._wiring.reader.duties(*asked)) if self.known is None else None
        return answer.value if answer is not None else due(duties(self.view), self.on)

    def settled(self) -> tuple[date | None, list[Due]]:
        """Return what was done, and what is not asked for and why, and since when that is told; always of a fold.

        Raises Denied for a provider.
        """
        self.check_own_side()
        found = settled(self.view)
        return found.since, due(found.duties, self.on)

    @cached_property
    def responsible(self) -> tuple[str, ...]:
        """Who carries responsibility for managing the contract on the day, as far as this reader may see."""
        return responsible(self._status[0], self.on)

    @property
    def authority(self) -> str:
        """The authority whose ledger this is."""
        return self._wiring.book.genesis.authority

    def status(self) -> tuple[WholeStatus, int]:
        """Return the dated facts of the contract's status, and the position they rest on."""
        return self._status

    @cached_property
    def _status(self) -> tuple[WholeStatus, int]:
        answer = self._stored(lambda: self._wiring.reader.status(*self._asked))
        if answer is not None:
            return answer.value, answer.basis.position or 0
        view = self.view
        return _for_the_provider(status(view)) if self.person.is_provider else status(view), self.position

    def timeline(self, filters: Filters, *, order: Order, newest_first: bool, after: str | None, limit: int) -> Lines:
        """Return lines of the timeline. To insiders what is withheld shows, unless something is looked for."""
        page = self._stored(
            lambda: self._wiring.reader.timeline(
                self.reference, filters, as_at=self.as_at, known=self.known, order=order, newest_first=newest_first,
                after=after, limit=limit,
            )
        )  # fmt: skip
        if page is not None:
            return Lines(self._given(page.items), page.basis.position or 0, page.next)
        whole = self.whole
        view = seen_view(whole, self.sight)
        found = list(self._found(view, filters))
        if filters == Filters() and not self.person.is_provider:
            found += [line for line in timeline.lines(whole) if line.position in self.sight.withheld]
        found.sort(key=lambda line: stored_lines.place_in(line, order), reverse=newest_first)
        if after is not None:
            place = place_of(after, *stored_lines.kinds_of(order))
            found = [line for line in found if _beyond(stored_lines.place_in(line, order), place, newest_first)]
        following = cursor_of(*stored_lines.place_in(found[limit - 1], order)) if len(found) > limit else None
        return Lines(self._given([self._shown(line) for line in found[:limit]]), self.position, following)

    def lines(self, filters: Filters) -> Mapping[int, Line]:
        """Return position -> line, of those that may be seen and are wanted."""
        return {line.position: self._discreet(line) for line in self._found(self.view, filters)}

    def line(self, position: int) -> Line | None:
        """Return the line of one entry, None where it may not be seen or took effect after the day asked for."""
        found = timeline.lines(self.view, [position])
        return next((line for line in self._given([self._discreet(found[0])]) if isinstance(line, Line)), None)

    # --- what was given out ---------------------------------------------------------------------------------------

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

    def _given(self, lines: Sequence[Line | Withheld]) -> tuple[Line | Withheld, ...]:
        self.note(line.position for line in lines if isinstance(line, Line))
        before = self.opened_before(
            line.position for line in lines if isinstance(line, Line) and line.kind == RECLASSIFIED
        )
        return tuple(
            line.model_copy(update={"opened_before": before[line.position]})
            if isinstance(line, Line) and line.position in before
            else line
            for line in lines
        )

    def _found(self, view: FileView, filters: Filters) -> Iterator[Line]:
        if self.person.is_provider:  # nor can it be told by a search what our side makes of an entry
            view = replace(view, file=_without_departures(view.file))
        told = [(line, text) for line, text in timeline.told(view) if filters.keep(line)]
        if filters.words:
            with self._wiring.database.transaction("app") as connection:
                texts = [text[:SEARCHED] for _, text in told]
                there = stored_lines.found_by_words(connection, filters.words, texts)
            told = [pair for pair, found in zip(told, there, strict=True) if found]
        return (line for line, _ in told)

    def _shown(self, line: Line) -> Line | Withheld:
        ground = self.sight.withheld.get(line.position)
        if ground is not None:
            return Withheld(position=line.position, withheld=ground)
        return self._discreet(line)

    def _discreet(self, line: Line) -> Line:
        """A line as the other party is shown it: without what our own side makes of the entry."""
        own: dict[str, Any] = {"departures": (), "worked": None, "redated": ()}
        if line.waiting:
            own["waiting"] = "a second person must confirm"  # which entry of ours cites it is not said
        return line.model_copy(update=own) if self.person.is_provider else line


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


_NAMING_ONE = frozenset({"position", "act", "amends"})
_NAMING_SEVERAL = frozenset({"entries", "opened_by", "done_by", "made_by"})
"""The fields in which answers name the entries they show or rest on."""


def positions_in(answer: object) -> Iterator[int]:
    """Yield the position of every entry that an answer shows or names."""
    if isinstance(answer, BaseModel):
        for name in type(answer).model_fields:
            value = getattr(answer, name)
            if name in _NAMING_ONE and isinstance(value, int):
                if not isinstance(answer, WholeStatus):  # of a status it is how many entries there are
                    yield value
            elif name in _NAMING_SEVERAL and isinstance(value, tuple) and all(isinstance(one, int) for one in value):
                yield from value
            else:
                yield from positions_in(value)
    elif isinstance(answer, list | tuple):
        for item in answer:
            yield from positions_in(item)


def _without_departures(file: ContractFile) -> ContractFile:
    known, entries = (tuple(replace(r, departures=()) for r in held) for held in (file.known, file.entries))
    return replace(file, known=known, entries=entries)


def _beyond(place: tuple[Any, ...], after: tuple[Any, ...], newest_first: bool) -> bool:
    return place < after if newest_first else place > after


def seen_view(whole: FileView, sight: Sight) -> FileView:
    """Return a view of what may be seen of a file, called as the whole is, with the words of that alone."""
    seen = sight.seen(whole.file, whole.as_at)
    view = FileView.of(
        whole.file_id, seen, _words(whole.words, seen), as_at=whole.as_at, default_procedure=whole.default_procedure,
        erased=_erased(whole, sight),
    )  # fmt: skip
    return replace(view, reference=whole.reference)


def eyes_of(person: Person, today: Callable[[], date]) -> Eyes:
    """Return somebody as a reader across files (projections/eyes.py)."""

    def left_of(view: FileView) -> FileView:
        sight = Sight(person, view.file, today)
        return seen_view(view, sight) if sight.withheld else view

    names, reads_all, privileged = _cleared(person)
    return Eyes(
        key=(person.account, person.name, person.roles, person.granted, today()), names=names, reads_all=reads_all,
        privileged=privileged, told=tuple(map(name_key, (*names, *person.granted))), left_of=left_of,
    )  # fmt: skip


def clearance_of(person: Person) -> Clearance | None:
    """Return from what stored rows can tell what is withheld from somebody; None for who is shown single contracts."""
    return None if person.is_confined else _cleared(person)


def _cleared(person: Person) -> Clearance:
    reads_all = person.has("operator", "legal-services")
    return Clearance((person.account, person.name), reads_all, reads_all or "*" in person.granted)


def _erased(whole: FileView, sight: Sight) -> dict[str, Erasure]:
    """That words are gone is said to everybody; by which entry and why, to those who may see it."""
    return {
        digest: gone if sight.tells(gone.position) else Erasure(on=gone.on) for digest, gone in whole.erased.items()
    }


def _words(words: Mapping[str, Any], seen: ContractFile) -> dict[str, Any]:
    there = {digest for recorded in (*seen.known, *seen.entries) for digest in digests_in(recorded)}
    return {digest: held for digest, held in words.items() if digest in there}


UNASSESSED: Mapping[str, Any] = {"significant": None, "significant_by": (), "assessed_at": None}
"""An issue as the other party is shown it: not how significant our side thinks it."""


def _for_the_provider(facts: WholeStatus) -> WholeStatus:
    """A status as the other party is shown it: the facts, not what our side makes of them."""
    untold = {"valid": None, "defects": (), "purported": False}
    notices = tuple(notice.model_copy(update=untold) for notice in facts.notices)
    issues = tuple(issue.model_copy(update=UNASSESSED) for issue in facts.issues)
    counts = Counts(entries=facts.counts.entries)
    remedies = facts.remedies.model_copy(update={"points": None})
    update = {
        "notices": notices, "issues": issues, "counts": counts, "purported": (), "proposals": (), "remedies": remedies,
        "tiers": TierFacts(), "kept": KeptFacts(),
    }  # fmt: skip
    return facts.model_copy(update=update)


__all__ = ["RECLASSIFIED", "Lines", "Reading", "clearance_of", "eyes_of", "opened_before", "seen_view"]
