"""What a question about contracts is answered with: the answer, what it rests on, and where the next page begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from ledger.file_names import Sort
from projections.alarms import Alarm
from projections.duties.how_late import NOTHING_DUE, Due, DutyCount
from projections.status.standing import Stage
from projections.status.status_facts import Status, WholeStatus
from projections.timeline.line import Line

T = TypeVar("T")
Order = Literal["happened", "recorded"]


class NotReady(Exception):
    """A question across contracts cannot be answered yet: the read models are being built. Ask again shortly."""


class BadCursor(ValueError):
    """A cursor that this reader did not give out; leave it out to begin at the first page."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on."""

    log_size: int
    """How many sealed entries of the log it takes in at least; what is recorded and not yet sealed may be in it too."""
    position: int | None = None
    """How many entries of the file it takes in; None for an answer across files."""
    as_at: date | None = None
    """The day in the world; None for now."""
    known: int | None = None
    """The size of the log it was asked for; None for all that is recorded."""
    stored: bool = True
    """Whether it was read from stored rows, or folded on demand."""
    quarantined: str | None = None
    """Why the file is set aside, where it is: the answer rests on the entries before the one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """One answer about one file."""

    value: T
    basis: Basis


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of many, in order."""

    items: tuple[T, ...]
    basis: Basis
    next: str | None = None
    """Cursor of the next page; None on the last."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history across contracts."""

    reference: str
    title: str
    index: int | None
    """Its place in the log; None until it is sealed."""
    position: int
    json: str
    """The line as it is answered."""

    @property
    def line(self) -> Line:
        """The line, read."""
        return Line.model_validate_json(self.json)


@dataclass(frozen=True, slots=True)
class AlarmHere:
    """One alarm among those of all contracts."""

    reference: str
    title: str
    number: int
    """Which of its file's it is (`projections.alarms.numbered`)."""
    alarm: Alarm


@dataclass(frozen=True, slots=True)
class Listed:
    """One contract in the list."""

    status: Status
    duties: DutyCount = NOTHING_DUE
    """How much is to be done on it today, where that was asked for."""

    @property
    def whole(self) -> WholeStatus:
        """Its status with how the procedure is kept on it, where that was asked for."""
        assert isinstance(self.status, WholeStatus), "it was asked for"
        return self.status


@dataclass(frozen=True, slots=True)
class ContractFilters:
    """Which contracts are wanted; nothing set: all."""

    words: str | None = None
    """Part of the reference, title, provider's name or locality."""
    provider: str | None = None
    """Part of the provider's name."""
    unit: str | None = None
    locality: str | None = None
    """The locality they serve, in full (HCC-A2-b)."""
    lead: str | None = None
    """Part of the lead officer's name."""
    stage: Stage | None = None
    with_open_issues: bool = False
    quarantined: bool | None = None
    sort: Literal["reference", "title", "end-date", "last-recorded", "open-issues"] = "reference"
    files: Sort = "contract"
    """Which sort of file is listed."""
    references: tuple[str, ...] | None = None
    """None but these."""
    without_locality: bool = False
    """Only those in no locality's list (HCC-A2-b)."""


@dataclass(frozen=True, slots=True)
class DutyHere:
    """One duty among those of all contracts."""

    reference: str
    title: str
    due: Due
    outside: str | None = None
    """Why the procedure does not cover its contract."""


DutySort = Literal["next-contract"]
"""Sorts of duty that are asked for apart: decided for the next contract, and not yet recorded as a lesson of it."""


@dataclass(frozen=True, slots=True)
class DutyFilters:
    """Which duties are wanted; nothing set: all that have arisen."""

    office: str | None = None
    person: str | None = None
    """Who has to see to it on the day."""
    overdue: bool = False
    sort: DutySort | None = None
    """Only those of one sort, by what their ids begin with."""


EVERY_DUTY = DutyFilters()
EVERY_CONTRACT = ContractFilters()
