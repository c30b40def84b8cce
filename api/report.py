"""The whole ledger at a moment that is past: every contract as it was known to a log of some size, as at some day.

Lists across files answer now, from what was worked out beforehand. This is folded anew from the first N entries of the
log, file by file, each by the very reads that answer for one file: slower, and for any N there ever was. It is given
out as it is worked out, so a reader sees it begin at once, and only one file is held at a time. Who led which contract
on any day is in it too (TVP-4.0-6). docs/adr/0086.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from api.lists import ContractRow, contract_row
from api.people import Person
from api.reading import Reading
from api.shown import PREFIX, Answered
from api.times import Times, asked_again
from api.wiring import Wiring
from ledger.encodings import base64
from ledger.errors import LedgerError, NotSigned
from ledger.file_names import sort_of
from ledger.log import proofs
from ledger.log.tiles import root_at
from ledger.refusals import Denied, NotOnFile, Quarantined
from projections.ending.readiness import NOT_SHOWN, Readiness
from projections.programme.variations_counted import VariationCount, counted_of
from projections.read_models.files import readable, set_aside, where

_logger = logging.getLogger("cleartrail.report")


class SignedUnder(Answered):
    """The smallest checkpoint that covers a size of the log."""

    size: int
    note: str
    """The checkpoint as it was signed (C2SP tlog-checkpoint)."""
    consistency: str
    """Where the proof is that a log of the report's size became this one."""


class ReportHead(Answered):
    """What a report is of, and by what it can be checked."""

    known_at: int
    """The size of the log: the report rests on its first so many entries, and on no other."""
    as_at: date | None
    """The day asked about; null for everything on record by then."""
    on: date
    """The day it is read on: the day asked about, else that of what was known, else today."""
    root: str
    """The root hash of the log at that size, base64, as a checkpoint of that size has it (RFC 9162, section 2.1)."""
    checkpoint: SignedUnder | None
    """The checkpoint under which that can be checked; null where none is signed over it yet."""
    files: int
    """How many contracts' files there were."""
    readiness: bool
    """Whether readiness was asked for."""
    simulated: bool
    says: str = "Folded anew from the log for this answer, file by file: slower than the lists, which answer now."


class OverdueDuty(Answered):
    """A duty past its date on the day."""

    id: str
    sentence: str
    office: str
    person: str | None
    due_on: date | None


class ReadinessSummary(Answered):
    """What the file showed of the conditions before an early termination, in short."""

    sentence: str
    rights: dict[str, str]
    """Clause -> state, of the rights looked at on the day."""
    not_shown: list[str]
    """The conditions not shown to have been met in time."""
    conditions: dict[str, int]
    """State -> how many conditions are in it."""


class ReportRow(ContractRow):
    """One contract as it was known then and stood on the day."""

    ended_on: date | None = None
    """The day it ended, where it had; `end_date` is then the day it was to end on."""
    care_group: str | None = None
    """For whom the service is."""
    variations: VariationCount = VariationCount()
    """How often the deal was changed, or was to be, and on what grounds (HCC-7.4-c)."""
    failings_open: tuple[str, ...] = ()
    """Failings that were open, by their issues."""
    duties_overdue: tuple[OverdueDuty, ...] = ()
    duties_due: int = 0
    """Duties due on the day and not past their date."""
    readiness: ReadinessSummary | None = None
    withheld: int = 0
    """Entries on file then that this reader may not see: counted, and not told."""


class ReportEnd(Answered):
    """That a report is whole, and what is in it altogether."""

    contracts: int
    stages: dict[str, int]
    failings_open: int
    duties_overdue: int
    withheld: int
    set_aside: int
    """Files with an entry that cannot be read, or that could not be worked out."""


@dataclass
class Report:
    """One report: what it is of, and its rows, worked out as they are asked for."""

    wiring: Wiring
    person: Person
    times: Times
    with_readiness: bool = True
    told: Callable[[int, int], None] = lambda done, of: None
    """Told after each file how many of how many are folded."""
    files: list[tuple[str, str | None]] = field(init=False)
    """(reference, why it cannot be read) of every contract's file then, in the order of references."""

    def __post_init__(self) -> None:
        if self.person.is_confined:
            raise Denied("a report of all contracts is the authority's own working, shown to its own people")
        assert self.times.known is not None, "a report is of a size of the log"
        self.known = self.times.known
        self.files = sorted(self._there())

    def _there(self) -> Iterator[tuple[str, str | None]]:
        for row in self.wiring.book.store.first_entries(self.known):
            known, why = readable([row])
            reference = set_aside(row.file_id, known, 1, why or "").status.reference
            if sort_of(reference) == "contract":
                yield reference, why

    def head(self) -> ReportHead:
        """Return what the report is of."""
        book = self.wiring.book
        with self.wiring.database.transaction("app") as connection:
            root = base64(root_at(connection, self.known))
            try:
                signed = proofs.covering(connection, self.known)
            except NotSigned:
                signed = None
        under = None
        if signed is not None:
            link = f"/log/consistency?old={self.known}&size={signed[0]}"
            under = SignedUnder(size=signed[0], note=signed[1].decode(), consistency=link)
        on = self.times.as_at or self.times.known_on or book.today()
        return ReportHead(
            known_at=self.known, as_at=self.times.as_at, on=on, root=root, checkpoint=under, files=len(self.files),
            readiness=self.with_readiness, simulated=book.clock == "simulated",
        )  # fmt: skip

    def rows(self, after: str = "", limit: int | None = None) -> Iterator[ReportRow]:
        """Yield a row for each contract in the order of references, from after one on, at most so many."""
        wanted = [one for one in self.files if one[0] > after][:limit]
        for number, (reference, why) in enumerate(wanted, 1):
            try:
                row = self._set_aside(reference, why) if why else self._row(reference)
            except Quarantined as error:
                row = self._set_aside(reference, error.found)
            except LedgerError:
                raise  # the database is away: what is given out so far has no end
            except Exception as error:  # noqa: BLE001  # a mistake of ours in one file's meaning stops no other
                _logger.error("a file is set aside in a report: %s", where(error))
                row = self._set_aside(reference, f"it cannot be worked out where it stands ({where(error)})")
            self.told(number, len(wanted))
            yield row

    def _row(self, reference: str) -> ReportRow:
        t = self.times
        reading = Reading(  # a row counts and names; it shows nobody the words of an entry
            self.wiring, reference, self.person, as_at=t.as_at, known=t.known, known_on=t.known_on, noting=False
        )
        on, due = reading.on, reading.duties()
        facts, _ = reading.status()
        late = tuple(
            OverdueDuty(
                id=one.duty.id, sentence=one.sentence, office=one.duty.title, person=one.person, due_on=one.duty.due_on
            )
            for one in due
            if one.state == "overdue"
        )
        row = contract_row(facts, on)
        again = asked_again(t.as_at, t.known)
        return ReportRow(
            **dict(row) | {"links": {name: address + again for name, address in row.links.items()}},
            care_group=facts.care_group, variations=counted_of(facts.variations, on),
            ended_on=next((one.on for one in facts.ended if one.on <= on), None),
            failings_open=tuple(one.issue for one in reading.failings() if one.open), duties_overdue=late,
            duties_due=sum(one.state == "due" for one in due), withheld=reading.withheld,
            readiness=_summary(reading.readiness()) if self.with_readiness else None,
        )  # fmt: skip

    def _set_aside(self, reference: str, why: str) -> ReportRow:
        """A file in quarantine, as the list has it: which of its entries may be read cannot be told, then or now."""
        title, position = "", 0
        try:
            held = self.wiring.reader.status(reference).value
            title, position, why = held.title, held.position, held.quarantined or why
        except (NotOnFile, Quarantined):
            pass  # not even its first entry can be read: it is called by its id
        return ReportRow(
            reference=reference, title=title, provider=None, unit=None, stage="not-known",
            how="no start date is on file", lead_officer=None, start_date=None, end_date=None, open_issues=0,
            notices=0, position=position, last_recorded_at=None, quarantined=why,
            links={"self": f"{PREFIX}/contracts/{reference}"},
        )  # fmt: skip


def _summary(found: Readiness) -> ReadinessSummary:
    judged = found.in_point
    return ReadinessSummary(
        sentence=judged.sentence, rights={right.clause: right.state for right in found.rights},
        not_shown=[one.id for one in judged.conditions if one.state in NOT_SHOWN],
        conditions=dict(Counter(one.state for one in judged.conditions)),
    )  # fmt: skip


class Totals:
    """What is in a report altogether, counted as its rows go out."""

    def __init__(self) -> None:
        self._stages: Counter[str] = Counter()
        self._sums: Counter[str] = Counter()

    def add(self, row: ReportRow) -> ReportRow:
        """Count a row, and return it."""
        self._stages[row.stage] += 1
        self._sums["failings_open"] += len(row.failings_open)
        self._sums["duties_overdue"] += len(row.duties_overdue)
        self._sums["withheld"] += row.withheld
        self._sums["set_aside"] += row.quarantined is not None
        return row

    def end(self) -> ReportEnd:
        """Return the totals of the rows so far."""
        sums = {name: self._sums[name] for name in ("failings_open", "duties_overdue", "withheld", "set_aside")}
        return ReportEnd(contracts=sum(self._stages.values()), stages=dict(self._stages), **sums)
