"""The status of a contract as a row, with what contracts are found and sorted by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ledger.names import name_key
from ledger.organisations import Organisation
from projections.programme.counted import Counted
from projections.read_models.projection import Projection, Row, as_json
from projections.status.status import status
from projections.status.status_facts import Status, WholeStatus

NEVER = date(9999, 12, 31)
"""Sorts a contract without an end date after all others."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class StatusKeys(NamedTuple):
    """The first columns of a status: what contracts are found and sorted by, each key rising in the order shown."""

    position: int
    reference: str
    title_key: str
    words_key: str
    provider_key: str
    unit_key: str
    locality_key: str
    lead_key: str
    starts_on: date | None
    ended_on: date | None
    end_key: date
    last_key: int
    """Falls as time goes on, so that the newest comes first."""
    issues_key: int
    quarantined: str | None
    lacking: bool


def status_keys(facts: Status) -> StatusKeys:
    """Return what a contract is found and sorted by."""
    leads = [term.person for term in facts.people if term.office == "lead-officer"]
    words = (facts.reference, facts.title, facts.provider or "", *((facts.locality,) if facts.locality else ()))
    parties = facts.provider_facts.parties
    # A provider's own file has no contract: it is found by every name it goes by.
    called = (facts.provider,) if facts.provider else tuple(map(str, parties))
    providers = (*called, *numbers_of(parties))
    recorded = facts.last_entry.recorded_at if facts.last_entry else None
    return StatusKeys(
        position=facts.position, reference=facts.reference, title_key=facts.title.casefold(),
        words_key="\n".join(words).casefold(), provider_key="\n".join(providers).casefold(),
        unit_key=name_key(facts.unit or ""), locality_key=name_key(facts.locality or ""),
        lead_key=leads[-1].casefold() if leads else "", starts_on=facts.commenced_on or facts.start_date,
        ended_on=min((ended.on for ended in facts.ended), default=None),
        end_key=facts.end_dates[-1].ends_on if facts.end_dates else NEVER,
        last_key=-((recorded - _EPOCH) // timedelta(microseconds=1)) if recorded else 0,
        issues_key=-len(facts.issues), quarantined=facts.quarantined, lacking=bool(facts.lacking),
    )  # fmt: skip


def status_row(facts: WholeStatus) -> Row:
    """Return the row of a status, also that of a file set aside.

    Last in it, in JSON: what is counted across contracts, of this one (programme/counted.py); how the procedure is
    kept on it; and all the rest, which is what lists read.
    """
    return (1, *status_keys(facts), as_json(Counted.of(facts)), as_json(facts.kept), as_json(facts, "kept"))


def numbers_of(parties: Iterable[Organisation]) -> tuple[str, ...]:
    """The numbers that providers go by: a contract is found by them as by a name."""
    return tuple(str(identifier) for party in parties for identifier in party.identifiers)


STATUS = Projection(
    name="status",
    version=45,
    columns=(
        ("position", "bigint"), ("reference", 'text COLLATE "C"'), ("title_key", 'text COLLATE "C"'),
        ("words_key", "text"), ("provider_key", "text"), ("unit_key", "text"), ("locality_key", "text"),
        ("lead_key", "text"),
        ("starts_on", "date"), ("ended_on", "date"), ("end_key", "date"), ("last_key", "bigint"),
        ("issues_key", "bigint"), ("quarantined", "text"), ("lacking", "boolean"), ("counted", "text"),
        ("kept", "text"), ("facts", "jsonb"),
    ),
    rows=lambda view: [status_row(status(view))],
    indexes=(
        "(reference)", "(title_key, reference)", "(end_key, reference)", "(last_key, reference)",
        "(issues_key, reference)", "(unit_key, reference)", "(locality_key, reference)", "(starts_on)", "(ended_on)",
        "(reference) WHERE quarantined IS NOT NULL", "(file_id) WHERE lacking",
    ),
    one_row=True,
)  # fmt: skip
