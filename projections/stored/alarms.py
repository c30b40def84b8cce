"""Questions put to the stored alarms of all contracts, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from ledger.store.database import Connection
from projections.alarms import Alarm
from projections.answering.answers import AlarmHere
from projections.read_models.generation import Generation
from projections.stored.rows import Given, Rows, selected


def alarms_raised(
    connection: Connection, generation: Generation, of: Rows, without: Sequence[UUID],
    before: tuple[Any, ...] | None, limit: int,
) -> list[AlarmHere]:  # fmt: skip
    """Return stored alarms of all contracts but some, the newest first."""
    conditions: list[LiteralString] = ["a.file_id <> ALL(%(without)s)"]
    given: Given = {"limit": limit, "without": list(without)}
    if before is not None:
        conditions.append("a.recorded_at <= %(before0)s")  # which the index ends with
        conditions.append("(a.recorded_at, s.reference, a.number) < (%(before0)s, %(before1)s, %(before2)s)")
        given |= {f"before{n}": part for n, part in enumerate(before)}
    rows = selected(
        connection, generation,
        "SELECT page.reference, coalesce(page.counted::json->>'title', ''), page.number, page.model::text FROM"
        " (SELECT s.reference, s.counted, a.number, a.model FROM {alarms} a JOIN {status} s USING (file_id)",
        conditions, "ORDER BY a.recorded_at DESC, s.reference DESC, a.number DESC LIMIT %(limit)s) page", given, of=of,
    )  # fmt: skip
    return [
        AlarmHere(reference, title, number, Alarm.model_validate_json(text)) for reference, title, number, text in rows
    ]


def alarm_place(held: AlarmHere) -> tuple[datetime, str, int]:
    """Return where an alarm stands among those of all contracts, the newest last."""
    return held.alarm.recorded_at, held.reference, held.number
