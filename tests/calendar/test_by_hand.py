"""A calendar of deadlines worked out by hand (by_hand.toml) is what the ledger works out too, row by row."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic_core import to_json

from ledger.dates.calendar import Period, monday_to_friday, period_end
from ledger.entry import Entry, Money
from ledger.file_names import name_opened
from ledger.kinds import BY_NAME
from ledger.procurement_act import standstill
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.programme import ProgrammeOpened
from ledger.subjects.records import LedgerOpened
from ledger.subjects.regulation import ProcurementRegimeRecorded
from projections.duties.due import Due, due, every_duty
from projections.duties.settled import settled
from projections.view import FileView
from tests.story import Story

ROWS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("by_hand.toml").read_text(encoding="utf-8")
)


def rows(table: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", ROWS[table], ids=lambda row: f"{row['of']}: {row['case']}")


@rows("period")
def test_a_period_ends_on_the_day_worked_out_by_hand(row: dict[str, Any]) -> None:
    period = Period(count=row["count"], unit=row["unit"], begins=row["begins"], roll=row.get("roll", "none"))
    working_day = monday_to_friday(row["country"]) if "country" in row else None

    assert period_end(period, row["from"], working_day).end == row["end"], row["why"]


@rows("standstill")
def test_a_standstill_ends_on_the_day_worked_out_by_hand(row: dict[str, Any]) -> None:
    found = standstill(row["published"], row["days"])

    assert found is not None
    assert found.end == row["end"], row["why"]


@rows("duty")
def test_a_duty_is_due_on_the_day_worked_out_by_hand(row: dict[str, Any]) -> None:
    view = FileView.of(UUID(int=1), _told(row["contract"], row.get("entries", [])), {})
    on = row.get("on", date(2099, 1, 1))
    found = due((*every_duty(view), *settled(view).duties), on)
    one = _there(found, row["duty"], row.get("state"))

    assert one.duty.due_on == row.get("due"), row["why"]
    if "state" in row:
        assert one.state == row["state"], one.sentence
    if "over" in row:
        assert one.days_over == row["over"], one.sentence
    if "warned" in row:
        assert one.duty.warned_from == row["warned"], row["why"]
    if "by" in row:
        [position] = one.duty.done_by
        recorded = view.file.at(position)
        assert recorded is not None
        assert recorded.entry.kind.partition("/")[0] == row["by"]


def _there(found: list[Due], name: str, state: str | None) -> Due:
    """The duty of that name and state; of what recurs and was done before, the one that is open, else the last."""
    named = [one for one in found if one.duty.id == name and state in (None, one.state)]
    assert named, f"{name} is not among {[(one.duty.id, one.state) for one in found]}"
    return named[-1] if state == "done" else named[0]


def _told(contract: dict[str, Any], entries: list[dict[str, Any]]) -> Any:
    """The file of a contract or a programme, with what is on it recorded in order, long after it all."""
    opened = _opened(contract)
    story = Story(called=name_opened(opened)).when(opened, today=date(2040, 1, 1)).recorded()
    law = [ProcurementRegimeRecorded(
        happened_on=story.file.entries[0].entry.happened_on, procurement_began_on=contract["began"],
        special=tuple(contract.get("special", ())),
    )] if "began" in contract else []  # fmt: skip
    for entry in (*law, *map(_entry, entries)):
        story = story.when(entry, today=date(2040, 1, 1)).recorded()
    return story.file


def _opened(contract: dict[str, Any]) -> Entry:
    if contract.get("file") == "programme":
        return ProgrammeOpened(
            happened_on=contract["start"], reference="P-1", title="Suppliers", procedure=contract["procedure"]
        )
    if contract.get("file") == "authority":
        return LedgerOpened(
            happened_on=contract["start"], authority="County", origin="ledger.example/county", clock="simulated"
        )
    worth = Money(pence=contract["worth"] * 100) if "worth" in contract else None
    return ContractRegistered(
        happened_on=contract.get("agreed", contract["start"]), reference="C-1", title="Home care",
        procedure=contract["procedure"], agreed_on=contract.get("agreed"), start_date=contract["start"],
        end_date=contract.get("end"), total_value=worth, data_source=contract.get("data_source"),
        country=contract.get("country", "england-and-wales"),
    )  # fmt: skip


def _entry(said: dict[str, Any]) -> Entry:
    kind = BY_NAME[said["kind"]]
    name = str(kind.model_fields["kind"].default)
    return kind.model_validate_json(to_json(said | {"kind": name}))


def test_there_are_enough_rows_and_each_says_why() -> None:
    every = [row for table in ROWS.values() for row in table]

    assert len(every) >= 60
    assert all(row["why"] and row["of"] and row["case"] for row in every)
    assert {f"K-{number:02}" for number in (*range(1, 13), *range(16, 20))} <= {row["of"] for row in every}
