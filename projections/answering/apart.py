"""Files whose stored rows are not asked: they have grown since those were written, or some of them is withheld from
whoever asks. They are folded, and take their place among the others by what is left of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from ledger.refusals import NotOnFile, Quarantined
from ledger.store.database import Database
from projections.alarms import alarms, numbered
from projections.answering.answers import AlarmHere, HistoryLine
from projections.answering.eyes import Eyes, Left, LeftOver
from projections.answering.on_demand import OnDemand
from projections.duties.due import duties
from projections.read_models.files import SetAside, guarded
from projections.status.status import status
from projections.stored import lines as stored_lines
from projections.stored.searching import SEARCHED
from projections.timeline import timeline
from projections.timeline.line import Filters, Line
from projections.timeline.told_lines import Told, ToldLines
from projections.view import FileView


class FilesApart:
    """Folds files that are set apart and keeps what is left of them at hand. Safe to share between threads."""

    def __init__(self, on_demand: OnDemand, database: Database) -> None:
        self._on_demand = on_demand
        self._database = database
        self._left_over = LeftOver[Left | None](lambda left: left is None or left.status.quarantined is None)
        self._raised = LeftOver[tuple[AlarmHere, ...]]()
        self._told = ToldLines()

    def left(self, file_id: UUID, head: int, eyes: Eyes | None) -> Left | None:
        """Return how a file stands for somebody; None where nothing of it is on file."""
        if eyes is None:
            return self._worked_out(file_id, head, None)
        return self._left_over.of(file_id, head, eyes, lambda: self._worked_out(file_id, head, eyes))

    def _worked_out(self, file_id: UUID, head: int, eyes: Eyes | None) -> Left | None:
        try:
            view = self._view(file_id, eyes)
            if not view.file.known:
                return None
            facts = guarded(file_id, view.file.known, head, lambda: status(view))
            own = guarded(file_id, view.file.known, head, lambda: tuple(duties(view)))
            if isinstance(facts, SetAside):  # as it is listed by its stored row
                facts = self._on_demand.set_aside(file_id, facts.status.quarantined or "")
            return Left(facts, () if isinstance(own, SetAside) else own, view.file.title, view.reference)
        except Quarantined as error:
            facts = self._on_demand.set_aside(file_id, error.found)
            return Left(facts, reference=facts.reference)
        except NotOnFile:
            return None

    def lines_of(self, view: FileView, filters: Filters) -> list[Line]:
        """Return the lines of a folded file that are wanted."""
        told = list(timeline.told(view))
        return [line for (line, _), wanted in zip(told, self._wanted(told, filters), strict=True) if wanted]

    def _wanted(self, told: Sequence[Told], filters: Filters) -> list[bool]:
        """Which lines are wanted; for words the database is asked, as it is for stored lines."""
        kept = [filters.keep(line) for line, _ in told]
        if not filters.words or not any(kept):
            return kept
        texts = [text[:SEARCHED] for (_, text), keep in zip(told, kept, strict=True) if keep]
        with self._database.transaction("app") as connection:
            found = iter(stored_lines.found_by_words(connection, filters.words, texts))
        return [keep and next(found) for keep in kept]

    def lines_within(
        self, files: Iterable[UUID], after: int, before: int | None, filters: Filters, eyes: Eyes | None
    ) -> list[HistoryLine]:
        """Return the wanted lines of files whose entries stand between two places in the log, on any page."""
        there = [held for file_id in files for held in self._told_within(file_id, after, before, eyes)]
        told = [(line, text) for _, _, line, text in there]
        return [
            HistoryLine(reference, title, line.index, line.position, line.model_dump_json())
            for (reference, title, line, _), wanted in zip(there, self._wanted(told, filters), strict=True) if wanted
        ]  # fmt: skip

    def _told_within(
        self, file_id: UUID, after: int, before: int | None, eyes: Eyes | None
    ) -> list[tuple[str, str, Line, str]]:
        """Reference, title, line and text of a file's entries between two places in the log."""
        try:
            now = self._view(file_id, None)
        except (Quarantined, NotOnFile):
            return []
        view = _left_of(now, eyes)
        there = [
            r.position for r in view.file.known
            if (before is None if r.index is None else r.index > after and (before is None or r.index < before))
        ]  # fmt: skip
        key = eyes.key if eyes is not None else None
        found = guarded(file_id, view.file.known, view.file.position, lambda: self._told.of(now, view, key, there))
        if isinstance(found, SetAside):
            return []
        title = view.file.title
        return [(view.reference, title, line, text) for line, text in found]

    def alarms_of(self, file_id: UUID, head: int, eyes: Eyes | None) -> tuple[AlarmHere, ...]:
        """Return the alarms of a file as what may be seen of it makes them."""

        def work() -> tuple[AlarmHere, ...]:
            try:
                view = self._view(file_id, eyes)
            except (Quarantined, NotOnFile):
                return ()
            raised = guarded(file_id, view.file.known, head, lambda: alarms(view))
            if isinstance(raised, SetAside):
                return ()
            title = view.file.title
            return tuple(AlarmHere(view.reference, title, number, alarm) for number, alarm in numbered(raised))

        return work() if eyes is None else self._raised.of(file_id, head, eyes, work)

    def _view(self, file_id: UUID, eyes: Eyes | None) -> FileView:
        """A file as it is now, or what is left of it for somebody. Raises NotOnFile, Quarantined."""
        return _left_of(self._on_demand.view_by_id(file_id), eyes)


def _left_of(view: FileView, eyes: Eyes | None) -> FileView:
    return view if eyes is None else replace(eyes.left_of(view), reference=view.reference)
