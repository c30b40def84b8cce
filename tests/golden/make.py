"""Adds an entry of each kind, and with each field, that entries.jsonl has none of: python -m tests.golden.make

A line that is there is never changed and never removed: it is what a ledger somewhere holds, byte for byte. An entry
made here has every field of its kind filled in, so that each is read again by every later version.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import to_json

from ledger import mapper
from ledger.entry import KINDS, Account, Departure, Entry, Recorded
from ledger.kinds import BY_NAME
from ledger.store.asking import StoredRow
from ledger.words import Said

ENTRIES = Path(__file__).parent / "entries.jsonl"
FILE = UUID("6f1c1f0e-3c5b-5d0a-9a54-2f6f0f3f7a11")
COMMAND = UUID("2b9b1d4e-7a55-5c0e-8f43-9d1f6d1f0c22")
RECORDED = datetime(2026, 11, 20, 9, 30, 0, 123456, tzinfo=UTC)
BY = Account(account="clive", name="Clive Clerk")
NOTED = {"kind": "note-made/1", "happened_on": "2025-03-03", "words": "The scheduler rang"}
NOTE = 2
"""Position of a note, which entries about another entry are about."""
_IN_WORDS = {
    "date": "2025-03-03", "time-local": "14:30:00", "date-time": "2025-03-03T14:30:00Z", "uuid": str(FILE),
    "duration": "P1D",
}  # fmt: skip
_BY_PATTERN = (
    "a1", "hampshire/1", "GBP", "12.5", "0" * 64, "HC-1", "EH1 1AA", "2025/26", "12", "A", "GB-COH-01234567",
    "issue.told-at-once", "application/pdf", "S1", "A" * 43, "TC-18", "not-met",
)  # fmt: skip


def rows() -> list[StoredRow]:
    """Return every row that was made, in the order they were made."""
    return [_row(json.loads(line)) for line in ENTRIES.read_text(encoding="utf-8").splitlines()]


def _row(said: dict[str, Any]) -> StoredRow:
    state = said["state"].encode()
    if hashlib.sha256(state).hexdigest() != said["sha256"]:
        raise ValueError(f"the {said['kind']} here is not the one that was made: restore the line as it was")
    moments = [datetime.fromisoformat(said[name]) for name in ("recorded_at", "sealed_at")]
    return StoredRow(
        UUID(said["file_id"]), said["position"], said["kind"], state, moments[0], UUID(said["command_id"]),
        said["index"], moments[1],
    )  # fmt: skip


def filled(kind: type[Entry]) -> Entry:
    """Return an entry of a kind with every field filled in, from its schema for what is submitted."""
    schema = kind.model_json_schema(mode="validation")
    tries = 4  # where a field may be one thing or another, a kind may ask that they go together
    for choice in range(tries):
        said = _Sample(schema.get("$defs", {}), choice).of(schema)
        said["kind"] = kind.model_fields["kind"].default
        if "replacement" in said:
            said["replacement"] = NOTED
        try:
            return kind.model_validate_json(to_json(said))
        except ValidationError:
            if choice + 1 == tries:
                raise
    raise AssertionError("the last try returns or raises")


class _Sample:
    """Values that a JSON schema allows, each time the same."""

    def __init__(self, parts: dict[str, Any], choice: int) -> None:
        self.parts = parts
        self.choice = choice

    def of(self, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            schema = self.parts[schema["$ref"].rpartition("/")[2]] | {k: v for k, v in schema.items() if k != "$ref"}
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                ways = [way for way in schema[several] if way.get("type") != "null"]
                return self.of(ways[self.choice % len(ways)] | {k: v for k, v in schema.items() if k != several})
        if "const" in schema:
            return schema["const"]
        # The way of serving that takes a period goes only with a period that begins the day after.
        for word in ("after-sending", "after"):
            if word in schema.get("enum", ()):
                return word
        if "enum" in schema:
            return schema["enum"][0]
        return getattr(self, "_" + schema.get("type", "string"))(schema)

    def _object(self, schema: dict[str, Any]) -> Any:
        if "properties" in schema:
            said = {name: self.of(part) for name, part in schema["properties"].items()}
            if "counts" in said and "after" in said:
                said.pop("hours", None)  # a way of serving has a period or hours, never both
            return said | ({"closes": "17:00:00"} if "closes" in said else {})
        inside = schema.get("additionalProperties")
        return {"a1": self.of(inside)} if isinstance(inside, dict) else {}

    def _array(self, schema: dict[str, Any]) -> Any:
        if "prefixItems" in schema:
            return [self.of(part) for part in schema["prefixItems"]]
        return [self.of(schema.get("items", {}))]

    def _boolean(self, schema: dict[str, Any]) -> Any:
        return True

    def _integer(self, schema: dict[str, Any]) -> Any:
        return max(NOTE, schema.get("minimum", NOTE))

    def _string(self, schema: dict[str, Any]) -> Any:
        pattern = schema.get("pattern")
        if pattern is None:
            return _IN_WORDS.get(schema.get("format", ""), "Möbius & Sons")
        if "example" in schema:
            return schema["example"]
        given = re.match(r"\^([A-Z]{3})-", pattern)
        tried = ((f"{given[1]}-001",) if given else ()) + _BY_PATTERN
        return next(text for text in tried if re.search(pattern, text))


def made(kind: type[Entry], position: int, ids: set[str]) -> StoredRow:
    """Return a kind's row as the ledger would store it, at that position; `ids` are those given before."""
    entry = filled(kind)
    prefix = entry.begins()
    number = next(n for n in range(1, 100_000) if f"{prefix}-{n:03d}" not in ids)
    departure = Departure(
        rule="issue.told-at-once", level="authorise", citation="HCC-7.2-a", sentence="The provider is told at once.",
        found="told after 3 days", reason=Said("Nobody was there"), authorisation="AUT-001", claimed=Said("by phone"),
    )  # fmt: skip
    at = RECORDED + timedelta(seconds=position)
    new = mapper.stored(
        Recorded(entry, FILE, position, at, BY, (departure,), given_id=f"{prefix}-{number:03d}" if prefix else None)
    )
    return StoredRow(FILE, position, new.kind, new.state, at, COMMAND, position - 1, at + timedelta(seconds=1))


def missing(there: list[StoredRow]) -> dict[type[Entry], list[str]]:
    """Return the kinds that have no row yet, or none with one of their fields, and which fields these are."""
    told: dict[str, set[str]] = {}
    for row in there:
        told.setdefault(row.kind, set()).update(_fields(json.loads(row.state)))
    with_all = {kind: _fields(json.loads(made(kind, NOTE + 1, set()).state)) for kind in KINDS.values()}
    lacking = {kind: fields - told.get(kind.model_fields["kind"].default, set()) for kind, fields in with_all.items()}
    return {kind: sorted(fields) for kind, fields in lacking.items() if fields}


def _fields(value: Any, at: str = "") -> set[str]:
    """The paths of everything a value says, however deep: of a list, those of all that is in it."""
    if isinstance(value, list):
        return set[str]().union(*(_fields(one, at) for one in value))
    if isinstance(value, dict):
        return {at}.union(*(_fields(one, f"{at}.{name}") for name, one in value.items()))
    return {at}


def main() -> None:
    """Write a line for each kind that has none, or none with one of its fields."""
    assert BY_NAME
    there = rows() if ENTRIES.exists() else []
    for kind in list(missing(there)):
        ids = {r.given_id for r in map(mapper.read, there) if r.given_id}
        row = made(kind, len(there) + 1, ids)
        said = row._asdict() | {"state": row.state.decode(), "sha256": hashlib.sha256(row.state).hexdigest()}
        with ENTRIES.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(said, default=_plain, ensure_ascii=False) + "\n")
        there.append(row)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


if __name__ == "__main__":
    main()
