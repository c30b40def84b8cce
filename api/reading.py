"""Reading for somebody: what the reader answers, narrowed to what this person may see.

Whoever may see all of a file is answered from the stored rows. For anybody else the file is folded from what they may
see, and the same pure functions answer over that: readiness and alarms too, so that what is withheld moves no state, no
count and no order of theirs (docs/adr/0106). How many entries that leaves out is said beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from api.for_the_provider import for_the_provider
from api.narrowed import Narrowed
from api.seen import seen_view
from api.shown import Withheld
from ledger.contract_file import ContractFile
from ledger.points import PointsCount, ThresholdStanding, points, thresholds
from ledger.refusals import NotOnFile
from projections.alarms import Alarm, alarms, raised_on
from projections.answering.answers import Order
from projections.duties.due import duties
from projections.duties.how_late import Due, due
from projections.duties.settled import settled
from projections.ending.background import Background, background
from projections.ending.readiness import Readiness, readiness
from projections.failings.failings import failings
from projections.failings.trail import Failing
from projections.status.standing import responsible
from projections.status.status import status
from projections.status.status_facts import WholeStatus
from projections.stored import lines as stored_lines
from projections.stored.cursors import comes_after, cursor_of, place_of
from projections.stored.searching import SEARCHED
from projections.timeline import timeline
from projections.timeline.line import Filters, Line
from projections.timeline.then_and_now import Looked, ThenAndNow, then_and_now
from projections.view import FileView

RECLASSIFIED = "entry-reclassified"
"""The kind of entry of which is told who had been given the entry that it is about."""


@dataclass(frozen=True)
class Lines:
    """Some lines of a timeline, and where the next begin."""

    lines: tuple[Line | Withheld, ...]
    position: int
    next: str | None


class Reading(Narrowed):
    """One file, at one pair of times, as one person may see it."""

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
            return Looked(self.view, parts=("status",), shown_status=for_the_provider)
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
        """Return what was done or missed, what is not asked for and why, and since when that is told; always of a fold.

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
        return for_the_provider(status(view)) if self.person.is_provider else status(view), self.position

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
            found = [line for line in found if comes_after(stored_lines.place_in(line, order), place, newest_first)]
        following = cursor_of(*stored_lines.place_in(found[limit - 1], order)) if len(found) > limit else None
        return Lines(self._given([self._shown(line) for line in found[:limit]]), self.position, following)

    def lines(self, filters: Filters) -> Mapping[int, Line]:
        """Return position -> line, of those that may be seen and are wanted."""
        return {line.position: self._discreet(line) for line in self._found(self.view, filters)}

    def line(self, position: int) -> Line | None:
        """Return the line of one entry, None where it may not be seen or came after the day asked for."""
        found = timeline.lines(self.view, [position])
        return next((line for line in self._given([self._discreet(found[0])]) if isinstance(line, Line)), None)

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


def _without_departures(file: ContractFile) -> ContractFile:
    known, entries = (tuple(replace(r, departures=()) for r in held) for held in (file.known, file.entries))
    return replace(file, known=known, entries=entries)
