"""In what two procedures differ, row by row, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.entry import Frozen
from ledger.procedures import Procedure
from projections.procedure.procedure_words import (
    ConditionInWords,
    InWords,
    MeetingInWords,
    OfficeInWords,
    OtherRow,
    RuleInWords,
    SettingInWords,
    procedure_in_words,
)


class Difference(Frozen):
    """One thing in which two procedures differ."""

    table: str
    id: str
    words: str
    """What it is, in words."""
    one: str
    other: str
    one_cites: str
    other_cites: str


class Compared(Frozen):
    """In what one procedure differs from another."""

    one: str
    other: str
    differences: tuple[Difference, ...]


def compared(one: Procedure, other: Procedure) -> Compared:
    """Return in what two procedures differ: rules, settings, offices, meetings, conditions, and every other row."""
    here, there = procedure_in_words(one), procedure_in_words(other)
    found: list[Difference] = []
    for table in ("rules", "settings", "offices", "meetings", "conditions", "escalation", "others"):
        mine, theirs = ({_key(row): row for row in getattr(side, table)} for side in (here, there))
        for key in dict.fromkeys((*mine, *theirs)):
            found += _difference(key, mine.get(key), theirs.get(key))
    return Compared(one=one.ref, other=other.ref, differences=tuple(found))


def _key(row: InWords) -> tuple[str, str]:
    return (row.table if isinstance(row, OtherRow) else "", row.id)


def _difference(key: tuple[str, str], one: InWords | None, other: InWords | None) -> Iterator[Difference]:
    says, counter = (_says(row) for row in (one, other))
    held = one or other
    if says == counter or held is None:
        return
    yield Difference(
        table=_table(held), id=key[1], words=_name(held), one=says, other=counter,
        one_cites=one.citation if one else "", other_cites=other.citation if other else "",
    )  # fmt: skip


def _table(row: InWords) -> str:
    match row:
        case OtherRow():
            return row.table
        case _:
            return type(row).__name__.removesuffix("InWords").lower()


def _name(row: InWords) -> str:
    match row:
        case RuleInWords():
            return row.sentence
        case SettingInWords():
            return row.words
        case OtherRow():
            return row.id.replace("-", " ")
        case _:
            return str(getattr(row, "title", row.id))


def _says(row: InWords | None) -> str:
    """What a row comes to, in words: what is compared."""
    match row:
        case None:
            return "no such row"
        case RuleInWords():
            by = f", by {' or '.join(row.authorised_by)}" if row.authorised_by else ""
            return row.means + by
        case SettingInWords():
            return row.says
        case OfficeInWords():
            filled = "; in post on every contract" if row.always_filled else ""
            advises = "; advises only" if row.advises_only else ""
            return f"{row.title}, appointed on {_where(row.appointed_on)}{filled}{advises}"
        case MeetingInWords():
            return f"{row.often}; must attend: {_few(row.must_attend)}; covers: {_few(row.agenda)}"
        case ConditionInWords():
            if not row.applies:
                return "does not apply"
            lifted = f"; authorised by {' or '.join(row.authorised_by)}" if row.authorised_by else ""
            passed = f"; left out by {_few(row.bypass)}" if row.bypass else ""
            return f"{row.force}{', absolute' if row.absolute else ''}{lifted}{passed}"
        case OtherRow():
            return row.words
        case _:
            return row.id


def _where(appointed_on: str) -> str:
    return {"file": "the contract's file", "authority": "the authority's side", "provider": "the provider's side"}[
        appointed_on
    ]


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
