"""A procedure in words, as whoever has to keep it reads it; and in what two procedures differ.

A pure function of the procedure's rows and the program's own table of rules. Every row has its citation, says whether
its number is the text's or was chosen, and whether it is the procedure's own or stands where procedures are silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ledger import kinds
from ledger.entry import KINDS, Entry, Frozen
from ledger.procedures import Procedure
from ledger.procedures.reading import where_silent
from ledger.procedures.rows import Row
from ledger.rules import AnyRule
from projections.procedure.setting_words import setting_in_words
from projections.view import heading_of, in_words

LEVELS = {
    "contradiction": "refused: it would contradict the file",
    "advise": "shown as a departure",
    "explain": "a reason is asked for",
    "authorise": "an authorisation is asked for",
    "absolute": "nothing lifts it: the act is recorded as purported",
    "off": "not asked for",
}
"""What becomes of an act that does not keep a rule, by the rule's level."""
UNITS = {
    "days": "day", "working-days": "working day", "months": "month", "years": "year", "people": "person",
}  # fmt: skip
EVERY_KIND = "Every entry"


class InWords(Frozen):
    """What every row says besides itself."""

    id: str
    citation: str
    note: str = ""
    silent: bool = False
    """True where it is not the procedure's own, but stands where procedures are silent."""


class RuleInWords(InWords):
    """A rule: what it asks, of which entries, and what becomes of an act that does not keep it."""

    sentence: str
    level: str
    means: str
    """What the level means."""
    authorised_by: tuple[str, ...]
    """The offices, by title, that may authorise a departure."""
    of: tuple[str, ...]
    """The kinds of entry it is asked of, by heading."""


class SettingInWords(InWords):
    """A number: its value with its unit, and whether the text states it."""

    words: str
    """What it is the number of."""
    value: int
    unit: str
    says: str
    """The value with its unit, or that it is off."""
    stated: bool
    """Whether the text states it; else it was chosen, and the note says so."""


class OfficeInWords(InWords):
    """An office, where it is appointed, and what else it is called."""

    title: str
    appointed_on: str
    always_filled: bool
    also_called: tuple[str, ...]
    advises_only: bool


class MeetingInWords(InWords):
    """A kind of meeting: how many a year, who is there, what it covers."""

    title: str
    per_year: int
    every_years: int
    often: str
    must_attend: tuple[str, ...]
    should_attend: tuple[str, ...]
    agenda: tuple[str, ...]


class ConditionInWords(InWords):
    """A condition before an early end."""

    title: str
    applies: bool
    absolute: bool
    force: str
    falls_to: str | None
    authorised_by: tuple[str, ...]
    bypass: tuple[str, ...]


class OtherRow(InWords):
    """A row of another table, in a sentence."""

    table: str
    words: str


class ProcedureInWords(Frozen):
    """One version of one procedure, in words."""

    id: str
    version: int
    ref: str
    title: str
    authority: str
    country: str
    citation: str
    owner: str
    """The office that may amend it, by title."""
    guided_by: str
    """The office that sees to it that it is known, by title."""
    covers: tuple[str, ...]
    """The sorts of services it covers; none where it covers all."""
    rules: tuple[RuleInWords, ...]
    settings: tuple[SettingInWords, ...]
    offices: tuple[OfficeInWords, ...]
    meetings: tuple[MeetingInWords, ...]
    conditions: tuple[ConditionInWords, ...]
    escalation: tuple[OtherRow, ...]
    """The ladder a matter climbs, from the first step."""
    others: tuple[OtherRow, ...]
    """Every other row: routes, tiers, reviews, stages, kinds of resources, types of contract."""


def procedure_in_words(procedure: Procedure) -> ProcedureInWords:
    """Return a procedure in words: every rule of the program as this procedure takes it, and every row of its own."""
    titles = procedure.office_title
    return ProcedureInWords(
        id=procedure.id, version=procedure.version, ref=procedure.ref, title=procedure.title,
        authority=procedure.authority, country=in_words(procedure.country), citation=procedure.citation,
        owner=titles(procedure.owner), guided_by=titles(procedure.guided_by or procedure.owner),
        covers=tuple(map(in_words, procedure.covers)),
        rules=rules_in_full(kinds.RULES, procedure), settings=tuple(_settings(procedure)),
        offices=tuple(
            OfficeInWords(
                **_row(row, "office"), title=row.title, appointed_on=row.appointed_on,
                always_filled=row.always_filled, also_called=row.also_called, advises_only=row.advises_only,
            )
            for row in procedure.offices
        ),
        meetings=tuple(
            MeetingInWords(
                **_row(row, "meeting"), title=row.title, per_year=row.per_year,
                every_years=row.every_years, often=row.often,
                must_attend=tuple(map(titles, row.must_attend)), should_attend=tuple(map(titles, row.should_attend)),
                agenda=tuple(next(i.title for i in procedure.agenda if i.id == item) for item in row.agenda),
            )
            for row in procedure.meetings
        ),
        conditions=tuple(
            ConditionInWords(
                **_row(row, "condition"), title=row.title, applies=row.applies, absolute=row.absolute, force=row.force,
                falls_to=titles(row.falls_to) if row.falls_to else None,
                authorised_by=tuple(map(titles, row.authorised_by)), bypass=tuple(map(in_words, row.bypass)),
            )
            for row in procedure.conditions
        ),
        escalation=tuple(
            OtherRow(**_row(row, "escalation"), table="escalation", words=f"{row.title}: {titles(row.office)}")
            for row in procedure.escalation
        ),
        others=tuple(_others(procedure)),
    )  # fmt: skip


def _row(row: Row, table: str) -> dict[str, Any]:
    said = row.id, row.citation, getattr(row, "note", "")
    return {"id": row.id, "citation": row.citation, "note": said[2], "silent": said in _silent(table)}


@cache
def _silent(table: str) -> frozenset[tuple[str, str, str]]:
    """Of each row that stands where procedures are silent: id, citation, note."""
    return frozenset((row["id"], row["citation"], row.get("note", "")) for row in where_silent().get(table, ()))


def rules_in_full(rules: Iterable[AnyRule], procedure: Procedure) -> tuple[RuleInWords, ...]:
    """Return rules of the program as a procedure takes them."""
    return tuple(_rule(rule, procedure) for rule in rules)


def _rule(rule: AnyRule, procedure: Procedure) -> RuleInWords:
    row = procedure.rule_rows.get(rule.id)
    level, authorised_by, citation = procedure.ruling(rule)
    shown = level or "off"
    said = _row(row, "rule") if row else {"id": rule.id, "citation": citation, "note": "", "silent": False}
    return RuleInWords(
        **said, sentence=rule.sentence, level=shown, means=LEVELS[shown],
        authorised_by=tuple(map(procedure.office_title, authorised_by if shown == "authorise" else ())),
        of=_kinds(rule.of),  # type: ignore[arg-type]  # mypy does not take a class for hashable
    )  # fmt: skip


@cache  # many rules are asked of the same kinds
def _kinds(of: type[Entry] | tuple[type[Entry], ...]) -> tuple[str, ...]:
    asked = [kind for kind in KINDS.values() if issubclass(kind, of)]
    return (EVERY_KIND,) if len(asked) == len(KINDS) else tuple(map(heading_of, asked))


def _settings(procedure: Procedure) -> Iterator[SettingInWords]:
    for row in sorted(procedure.settings, key=lambda row: row.id):
        yield SettingInWords(
            **_row(row, "setting"), words=setting_in_words(row.id), value=row.value, unit=row.unit,
            says=said(row.value, row.unit), stated=row.stated,
        )  # fmt: skip


def said(value: int, unit: str) -> str:
    """Return the value of a setting with its unit, as a sentence has it: 10 working days, 2 a year, on, off."""
    if unit == "on":
        return "on" if value else "off"
    if not value:
        return "off"
    match unit:
        case "percent":
            return f"{value} percent"
        case "per-year":
            return f"{value} a year"
        case "rating":
            return f"rating of {value}"
        case "pounds":
            return f"£{value:,}"
        case "number":
            return f"{value:,}"
        case _:
            one = UNITS[unit]
            return f"{value} {one}" if value == 1 else f"{value} {'people' if one == 'person' else one + 's'}"


_SHOWN_APART = ("office", "meeting", "agenda-item", "setting", "rule", "condition", "escalation")


def _others(procedure: Procedure) -> Iterator[OtherRow]:
    """The rows of every table that is not shown in a way of its own."""
    for name, info in Procedure.model_fields.items():
        if info.alias and info.alias not in _SHOWN_APART:
            for row in getattr(procedure, name):
                yield OtherRow(**_row(row, info.alias), table=info.alias, words=_sentence(row))


_APART = ("id", "citation", "note", "title")


def _sentence(row: Row) -> str:
    """A row as a sentence: its title, and each further field that says something."""
    title = str(getattr(row, "title", None) or in_words(row.id))
    held = ((name, getattr(row, name)) for name in type(row).model_fields if name not in _APART)
    more = [
        f"{name.replace('_', ' ')} {_value(value)}" for name, value in held if value not in ((), 0, False, None, "")
    ]
    return f"{title}: {'; '.join(more)}" if more else title


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    return "yes" if value is True else in_words(str(value))
