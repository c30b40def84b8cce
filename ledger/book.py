"""The book: the one way in. It reads the file, lets the entry be judged, and appends.

Only here is today's date learnt, and handed on. Everything recorded, by page, API, command or import, comes through
`record` or `record_together`; everything read of one file comes through `file`.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Literal
from uuid import UUID, uuid5

from ledger import mapper
from ledger.contract_file import ContractFile
from ledger.contradictions import refused
from ledger.dates.clock import LAST_YEAR, LONDON, check_not_far_ahead, check_year
from ledger.elsewhere import named_elsewhere
from ledger.entry import Account, Entry, Recorded
from ledger.errors import ClockRefused, Conflict, DatabaseAway, NoKeys
from ledger.file_names import AUTHORITY
from ledger.folding import fold
from ledger.governing import procedure_of
from ledger.judgement import Act, Stage, judge_together
from ledger.names_taken import NamesTaken
from ledger.opened import Opened
from ledger.privacy.erasure import destroy_keys, planned
from ledger.privacy.vault import Vault
from ledger.procedures import Procedure
from ledger.refusals import NotOnFile, NotRecorded, Quarantined, repeatable
from ledger.rules import Acknowledgement
from ledger.sending_again import command_for, command_of
from ledger.store.postgres import LedgerStore
from ledger.store.writes import Appended, Command, Erasing, FileWrite
from ledger.subjects.records import LedgerOpened
from ledger.subjects.retention import ERASING
from ledger.submission import check_submitted
from ledger.warm_files import WarmFiles, read_rows

_logger = logging.getLogger("cleartrail.book")
ATTEMPTS = 4
"""How often an entry is judged anew because somebody else wrote to the file first."""


class Book:
    """One authority's ledger, as people and programs use it. Safe to share between threads."""

    def __init__(self, store: LedgerStore, *, default_procedure: str = "hampshire") -> None:
        self.store = store
        self.vault = Vault(store)
        self.opened = Opened(store)
        self.default_procedure = default_procedure
        self._warm = WarmFiles(store)
        self._names = NamesTaken(store)

    # --- opening -------------------------------------------------------------------------------------------------

    @classmethod
    def open_ledger(
        cls, store: LedgerStore, opened: LedgerOpened, account: Account, recorded_at: datetime | None = None
    ) -> Book:
        """Open the ledger with its first entry (genesis) and return its book. Raises LedgerAlreadyOpen.

        In a simulated ledger `recorded_at` is where its clock begins.
        """
        if recorded_at is not None:
            check_year(recorded_at)
        secret = secrets.token_bytes(16)
        file_id = uuid5(UUID(bytes=secret), AUTHORITY)
        first = Recorded(opened, file_id, 1, recorded_at or datetime.now(LONDON), account)
        write = FileWrite(file_id, 0, [mapper.stored(first)])
        store.open(opened.origin, opened.clock, secret, secrets.token_bytes(32), [write], recorded_at)
        return cls(store)

    @cached_property
    def genesis(self) -> LedgerOpened:
        """The ledger's first entry. Raises LedgerNotOpen."""
        [row] = self.store.entries(self.file_id(AUTHORITY), upto=1)
        entry = mapper.read(row).entry
        assert isinstance(entry, LedgerOpened)
        return entry

    @cached_property
    def clock(self) -> Literal["real", "simulated"]:
        """Whether times of recording are the database's or, in examples and tests, the loader's."""
        return self.store.settings.clock

    def file_id(self, reference: str) -> UUID:
        """Return the id of the file of that reference: UUIDv5 under the authority's secret, so none is opened twice."""
        return _file_id(bytes(self.store.settings.file_key_secret[:16]), reference)

    def now(self) -> datetime:
        """Return the ledger's clock: the database's, or where a simulated one stands."""
        return self.store.now()

    def today(self) -> date:
        """Return today's date in Europe/London by the ledger's clock."""
        return self.now().astimezone(LONDON).date()

    # --- recording -----------------------------------------------------------------------------------------------

    def record(
        self, file: str, entry: Entry, account: Account, *, departures: Sequence[Acknowledgement] = (),
        expected: int | None = None, key: str | None = None, recorded_at: datetime | None = None,
        acknowledge_all: bool = False,
    ) -> Recorded:  # fmt: skip
        """Record one entry on one file; see `record_together`."""
        act = Act(file, entry, tuple(departures), expected)
        return self.record_together([act], account, key=key, recorded_at=recorded_at, acknowledge_all=acknowledge_all)[
            0
        ]

    def record_together(
        self, acts: Sequence[Act], account: Account, *, key: str | None = None, recorded_at: datetime | None = None,
        acknowledge_all: bool = False,
    ) -> tuple[Recorded, ...]:  # fmt: skip
        """Record several entries on one or more files, all or none, and return them as recorded, in the same order.

        After them come the entries the ledger added by itself (ledger/serving/revisions.py), if any.

        With a `key` (Idempotency-Key) the same request can be sent again at any time: it is recorded once and
        answered the same. `acknowledge_all` records every departure found without asking. Raises Invalid, Refused,
        Objected (nothing was recorded: say why or acknowledge), Conflict where a file is not at `expected`,
        CommandReused, CommandErased where words of what was recorded under the key are gone, and what the store raises.
        """
        command = command_for(self.store, self.file_id, acts, account, key)
        appended, writes, made = self._append(acts, account, command, recorded_at, acknowledge_all)
        if not writes:
            return self._read_back(appended, acts)
        return self._written(appended, writes, made, command, acts)

    def take_in(self, acts: Sequence[Act], account: Account, *, key: str, said: bytes) -> Appended:
        """Record what is handed in by the many, each departure acknowledged; return where it lies, and whether it did.

        As `record_together`, but that nothing is decoded for an answer, and that `said`, the bytes in which all of it
        was handed in, stands for the request.
        """
        command = command_of(self.store, self.file_id(acts[0].file), account, key, said)
        return self._append(acts, account, command, None, True)[0]

    def _append(
        self, acts: Sequence[Act], account: Account, command: Command | None, recorded_at: datetime | None,
        acknowledge_all: bool,
    ) -> tuple[Appended, Sequence[FileWrite], Sequence[Recorded]]:  # fmt: skip
        """Judge and append; returns where it lies, and what was written of which entries: nothing that was there."""
        with self._names.held(act.file for act in acts if act.entry.opens):
            return self._append_held(acts, account, command, recorded_at, acknowledge_all)

    def _append_held(
        self, acts: Sequence[Act], account: Account, command: Command | None, recorded_at: datetime | None,
        acknowledge_all: bool,
    ) -> tuple[Appended, Sequence[FileWrite], Sequence[Recorded]]:  # fmt: skip
        fresh = recorded_at is not None or self.clock == "simulated"
        for attempt in range(ATTEMPTS):
            try:
                stages, judged, at = self._judge(acts, account, recorded_at, acknowledge_all, fresh=fresh)
            except (NotRecorded, Conflict, Quarantined):
                if not fresh and attempt + 1 < ATTEMPTS:
                    fresh = True
                    continue
                # This request, or a twin of it, may have been recorded already, which is why it fits no more: then
                # that is the answer. Where it still fits, `append` finds that out by itself.
                if command is not None and (before := self.store.find_command(command)) is not None:
                    return before, (), ()
                raise
            writes = [
                FileWrite(s.file_id, s.added[0].position - 1, [mapper.stored(r) for r in s.added])
                for s in stages.values()
            ]
            made = [recorded for stage in stages.values() for recorded in stage.added]
            erasing = self._erasing(stages, judged)
            try:
                appended = self.store.append(writes, command, at if self.clock == "simulated" else None, erasing)
            except Conflict as conflict:
                self._warm.set_back(conflict.positions)
                if attempt + 1 == ATTEMPTS or any(act.expected is not None for act in acts):
                    raise
                fresh = True
                continue
            except ClockRefused:
                # Somebody recorded on another file meanwhile and moved a simulated clock past the moment taken here.
                if attempt + 1 == ATTEMPTS or recorded_at is not None:
                    raise
                continue
            if erasing:
                self._destroy_keys()
            return (appended, (), ()) if appended.repeated else (appended, writes, made)
        raise AssertionError("the last attempt returns or raises")

    def answered(self, acts: Sequence[Act], account: Account, key: str) -> tuple[Recorded, ...] | None:
        """Return what this account recorded by this very request under the key before; None where it did not, yet.

        Raises CommandReused where the key was used with another request, CommandErased where that cannot be told.
        """
        command = command_for(self.store, self.file_id, acts, account, key)
        before = self.store.find_command(command) if command is not None else None
        return self._read_back(before, acts) if before is not None else None

    def check(
        self,
        acts: Sequence[Act],
        account: Account,
        *,
        recorded_at: datetime | None = None,
        acknowledge_all: bool = True,
    ) -> tuple[Recorded, ...]:
        """Return what `record_together` would record, with the departures found; record nothing. Raises as it does."""
        stages, judged, _ = self._judge(acts, account, recorded_at, acknowledge_all, fresh=True)
        self._erasing(stages, judged)
        return tuple(judged)

    def _erasing(self, stages: Mapping[str, Stage], judged: Sequence[Recorded]) -> list[Erasing]:
        """What of that which is about to be recorded takes words away. Raises Refused where a hold keeps them."""
        of_file = {stage.file_id: stage for stage in stages.values()}
        plans = [
            planned(made, of_file[made.file_id].file, self.store, self.vault, number)
            for number, made in enumerate(judged) if isinstance(made.entry, ERASING)
        ]  # fmt: skip
        return [plan for plan in plans if plan is not None]

    def _destroy_keys(self) -> None:
        """The entry is recorded and its words are gone; a key that cannot be had now is destroyed later (Eraser)."""
        try:
            destroy_keys(self.store)
        except (NoKeys, OSError, DatabaseAway) as error:
            _logger.critical("words were erased, and their keys are still to be destroyed: %s", error)

    def _judge(
        self, acts: Sequence[Act], account: Account, recorded_at: datetime | None, acknowledge_all: bool, *,
        fresh: bool,
    ) -> tuple[dict[str, Stage], list[Recorded], datetime]:  # fmt: skip
        """Judge acts against their files: as they are now where `fresh`, else as they were when last looked at.

        The second asks the database nothing. Where a file, or the day, has moved on since, `append` finds the file
        elsewhere, or what is refused is judged once more: a third of what recording one entry takes.
        """
        now = None if fresh else self._warm.clock()
        stages: dict[str, Stage] = {}
        for reference in dict.fromkeys(act.file for act in acts):
            file_id = self.file_id(reference)
            file = None if now is None else self._warm.held(file_id)
            if file is None:
                file, now = self._warm.file_and_clock(file_id)
            stages[reference] = Stage(file_id, file)
        now = now or self.now()
        if recorded_at is not None:
            check_not_far_ahead(recorded_at, now, self.store)
        at = recorded_at or self._moment_after(now)
        today = at.astimezone(LONDON).date()
        for number, act in enumerate(acts):
            check_submitted(act.entry, today, number, act.departures)
        for act in acts:
            stage = stages[act.file]
            if act.expected is not None and act.expected != stage.file.position:
                raise Conflict({stage.file_id: stage.file.position})
        self._names.check(acts, stages)
        self._check_elsewhere(acts, stages)
        judged = judge_together(
            acts, stages, account, default_procedure=self.default_procedure, acknowledge_all=acknowledge_all, at=at
        )
        return stages, judged, at

    def _check_elsewhere(self, acts: Sequence[Act], stages: Mapping[str, Stage]) -> None:
        """Raise Refused where an entry refers to one of another file that is not there, nor comes with it."""
        for number, act in enumerate(acts):
            for path, named in named_elsewhere(act.entry):
                held = stages[named.file].file if named.file in stages else self._warm.file(self.file_id(named.file))
                there = held.position + sum(other.file == named.file for other in acts)
                if named.position > there:
                    it = f"its entries are numbered 1 to {there}" if there else "there is no such file"
                    missing = f"{path}: {repeatable(named.file)} has no entry {named.position}; {it}"
                    raise refused("entry.names-what-is-elsewhere", missing, number)

    def _moment_after(self, now: datetime) -> datetime:
        return now + timedelta(seconds=1) if self.clock == "simulated" and now.year < LAST_YEAR else now

    def _written(
        self, appended: Appended, writes: Sequence[FileWrite], made: Sequence[Recorded], command: Command | None,
        acts: Sequence[Act],
    ) -> tuple[Recorded, ...]:  # fmt: skip
        """The entries just recorded, as they would be read; the files have them from now on."""
        new, at = [entry for write in writes for entry in write.entries], appended.recorded_at
        first = command.command_id if command is not None else None  # it stands on the first entry of its append
        recorded = [
            mapper.kept(one, entry, at, None if number else first)
            for number, (one, entry) in enumerate(zip(made, new, strict=True))
        ]
        for file_id, of_file in groupby(recorded, key=lambda r: r.file_id):
            self._warm.take(file_id, list(of_file))
        return self._as_sent(recorded, acts)

    def _read_back(self, appended: Appended, acts: Sequence[Act]) -> tuple[Recorded, ...]:
        """The entries as they were recorded then."""
        rows = (self.store.entries(file_id, at.start - 1, at.stop - 1) for file_id, at in appended.positions.items())
        return self._as_sent([mapper.read(row) for of_file in rows for row in of_file], acts)

    def _as_sent(self, recorded: Sequence[Recorded], acts: Sequence[Act]) -> tuple[Recorded, ...]:
        """The entries in the order they were sent, then those the ledger added; on one file they lie in that order."""
        each = {file_id: iter([*of_file]) for file_id, of_file in groupby(recorded, key=lambda r: r.file_id)}
        sent = [next(each[self.file_id(act.file)]) for act in acts]
        return (*sent, *(recorded for left in each.values() for recorded in left))

    # --- reading -------------------------------------------------------------------------------------------------

    def file(self, reference: str, *, as_at: date | None = None, known: int | None = None) -> ContractFile:
        """Return a file: as at a day in the world, and as known to a log of that size (None: all that is recorded).

        Raises NotOnFile where there is none (or none was known then), Quarantined where an entry cannot be read.
        """
        return self.file_by_id(self.file_id(reference), reference, as_at=as_at, known=known)

    def file_by_id(
        self, file_id: UUID, reference: str | None = None, *, as_at: date | None = None, known: int | None = None
    ) -> ContractFile:
        """Return a file by its id; see `file`."""
        file = self._warm.file(file_id)
        if known is not None:
            rows = self.store.entries(file_id, known=known)
            file = fold(read_rows(rows), as_at)
        elif as_at is not None and file.entries and file.entries[-1].entry.effective_on > as_at:
            file = fold(file.known, as_at)
        if not file.known:
            missing = f"there is no file {repeatable(reference or str(file_id))}{' then' if known is not None else ''}"
            raise NotOnFile(f"{missing}; GET /api/v1/contracts lists those there are")
        return file

    def recorded(self, reference: str, positions: Iterable[int]) -> list[Recorded]:
        """Return some entries of a file as they were first recorded, which are read by themselves; those there are.

        Raises Quarantined where one of them cannot be read.
        """
        file_id = self.file_id(reference)
        return [r for p in positions for r in read_rows(self.store.entries(file_id, p - 1, p))]

    def day_of(self, size: int) -> date:
        """Return the day (Europe/London) on which the log came to that size; today for an empty one."""
        newest = self.store.log_page(size - 1, 1) if size else []
        sealed_at = newest[0].sealed_at if newest else None
        return (sealed_at or self.now()).astimezone(LONDON).date()

    def known_at(self, moment: datetime) -> int:
        """Return the size of the log at a moment: what was sealed by then."""
        return self.store.size_at(moment)

    def procedure_of(self, file: ContractFile, day: date) -> Procedure:
        """Return the procedure the file is bound to on a day, else the authority's own."""
        return procedure_of(file, day, self.default_procedure)


@lru_cache(10_000)
def _file_id(secret: bytes, reference: str) -> UUID:
    return uuid5(UUID(bytes=secret), reference)


__all__ = ["AUTHORITY", "Act", "Book"]
