"""Improvement plans as data, which an authority can take on: their workstreams and actions as they were printed.

Read from TOML, every row with its citation. A plan that is wrong (a workstream there is not, a month that is none, a
number twice) is refused with file, row and reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import Field, ValidationError, model_validator
from pydantic_core import to_json

from ledger.dates.months import in_words, month_later, months_between
from ledger.entry import Entry, Frozen
from ledger.fields import Name
from ledger.names import repeated
from ledger.subjects.programme import (
    ProgrammeActionPlanned,
    ProgrammeActionReviewed,
    ProgrammeOpened,
    WorkstreamEstablished,
)
from ledger.themes import Brought, Theme
from ledger.words import Said

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PRINTED = re.compile(r"(" + "|".join(_MONTHS) + r") (\d\d)")
_ONGOING = "Ongoing"


class PlanError(ValueError):
    """A plan that cannot be read; the message names the file, the row and what would be right."""


class PlannedWorkstream(Frozen):
    """One workstream."""

    id: Name
    title: Name
    wave: int
    aims: str
    citation: Name


class PlannedAction(Frozen):
    """One action, with its owners and review dates as printed."""

    number: Name
    workstream: Name | None = None
    recommendation: Name | None = None
    action: Name
    owners: tuple[Name, ...] = ()
    lead: Name | None = None
    wave: int | None = None
    review: tuple[Name, ...] = ()
    """As printed: "Oct 17", or "Ongoing"."""
    depends_on: tuple[Name, ...] = ()
    theme: Theme | None = None
    brings: tuple[Brought, ...] = ()
    note: str = ""
    citation: Name

    @property
    def months(self) -> tuple[str, ...]:
        """The review dates as months: 2017-10."""
        found = (_PRINTED.fullmatch(printed) for printed in self.review)
        return tuple(f"20{m[2]}-{_MONTHS.index(m[1]) + 1:02}" for m in found if m)

    @model_validator(mode="after")
    def _dates_are_dates(self) -> PlannedAction:
        for printed in self.review:
            if printed != _ONGOING and not _PRINTED.fullmatch(printed):
                raise ValueError(f"{self.number}: {printed!r} is no review date; write it like Oct 17, or {_ONGOING}")
        return self


class Plan(Frozen):
    """A plan of improvement."""

    id: Name
    title: Name
    lead: Name | None = None
    advised_by: Name | None = None
    procedure: Name | None = None
    citation: Name
    workstreams: tuple[PlannedWorkstream, ...] = Field(alias="workstream")
    actions: tuple[PlannedAction, ...] = Field(alias="action")

    @model_validator(mode="after")
    def _rows_agree(self) -> Plan:
        streams = [stream.id for stream in self.workstreams]
        numbers = [action.number for action in self.actions]
        for twice in (*repeated(streams), *repeated(numbers)):
            raise ValueError(f"{twice} stands twice")
        for action in self.actions:
            if action.workstream is not None and action.workstream not in streams:
                raise ValueError(f"{action.number}: no workstream {action.workstream!r} among {sorted(streams)}")
            for needed in action.depends_on:
                if needed not in numbers:
                    raise ValueError(f"{action.number}: no action {needed!r} to depend on")
        return self

    def entries(
        self, reference: str, on: date, business_units: tuple[str, ...] = (), starts: str | None = None
    ) -> Iterator[Entry]:
        """Yield what is recorded where a programme is set up by this plan, in order, on a file not opened yet.

        Where it starts in another month than the plan, every review is put off by as many months; the months the plan
        has stay on file as planned.
        """
        yield ProgrammeOpened(
            happened_on=on, reference=reference, title=self.title, lead=self.lead, advised_by=self.advised_by,
            business_units=business_units, procedure=self.procedure,
        )  # fmt: skip
        given = {stream.id: f"WST-{number:03}" for number, stream in enumerate(self.workstreams, 1)}
        for stream in self.workstreams:
            yield WorkstreamEstablished(happened_on=on, title=stream.title, wave=stream.wave, aims=Said(stream.aims))
        for number, row in enumerate(self.actions, 1):
            yield ProgrammeActionPlanned(
                happened_on=on, number=row.number, workstream=given[row.workstream] if row.workstream else None,
                recommendation=row.recommendation, action=row.action, owners=row.owners, lead=row.lead, wave=row.wave,
                review_months=row.months, ongoing=_ONGOING in row.review, depends_on=row.depends_on, theme=row.theme,
                brings=row.brings,
                note=Said(row.note) if row.note else None,
            )  # fmt: skip
            yield from self._put_off(f"PAC-{number:03}", row.months, on, starts)

    def _put_off(self, action: str, months: tuple[str, ...], on: date, starts: str | None) -> Iterator[Entry]:
        first = min((month for row in self.actions for month in row.months), default=None)
        if first is None or starts is None:
            return
        by, why = months_between(first, starts), f"it starts in {in_words(starts)}, the plan in {in_words(first)}"
        for month in sorted(months, reverse=by > 0):  # so that no month moves on to one that has yet to move
            to = month_later(month, by) if by else None
            if to is not None:
                yield ProgrammeActionReviewed(
                    happened_on=on, action=action, outcome="rescheduled", review_month=month, to_month=to,
                    note=Said(why),
                )  # fmt: skip


@cache
def read(name: str) -> Plan:
    """Return the packaged plan of that name. Raises PlanError."""
    if name not in shipped():
        raise PlanError(f"there is no such plan; there are: {', '.join(shipped())}")
    return parse(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def shipped() -> list[str]:
    """Return the names of the packaged plans."""
    return sorted(f.name.removesuffix(".toml") for f in files(__name__).iterdir() if f.name.endswith(".toml"))


def parse(text: str, name: str) -> Plan:
    """Return the plan a TOML text describes. Raises PlanError naming the file, the row and the reason."""
    try:
        return Plan.model_validate_json(to_json(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise PlanError(f"{name}: not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        row = ".".join(str(part) for part in first["loc"]) or "the file"
        raise PlanError(f"{name}: {row}: {first['msg']}") from None


__all__ = ["Plan", "PlanError", "parse", "read", "shipped"]
