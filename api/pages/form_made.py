"""A form made from the class of a kind of entry, for one file and one person; and read when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

from api.kind_schemas import schema_of
from api.pages.form import CORRECTION, Form
from api.pages.form_fields import Builder, Choices, Field, Option
from api.pages.form_typed import Typed, Understood, understood
from api.people import Person
from ledger.agenda_items import WAY_FORWARD, WAY_FORWARD_TITLE
from ledger.kinds import BY_NAME, RULES, rules_of
from ledger.procedures import Procedure
from ledger.refusals import Fault
from projections.procedure.procedure_words import said
from projections.procedure.setting_words import setting_in_words
from projections.view import FileView, in_words

_MINE = ("audience", "named", "protection")
"""What only the authority's people set: what a provider records is shared and open."""
_AS_THE_ORIGINAL = (CORRECTION, "entry-struck-out")
"""Kinds that have the marks of the entry they name, so that none are asked for."""
LASTING = ("absolute", "contradiction")
"""The levels of rules that nothing lifts."""
_SHORTEST = 60
"""Characters of an entry's sentence in a list to choose from."""


def make(
    name: str, typed: Typed, person: Person, view: FileView | None, procedure: Procedure, *, today: date,
    corrects: str | None = None, fresh: bool = False, others: Sequence[Procedure] = (),
) -> Form:  # fmt: skip
    """Return the form of a kind; for a correction, with the fields of the kind of entry it corrects.

    `procedure`: the one by which it is judged; `others`: those in an office of which it may have been done, too.
    """
    procedures = (procedure, *others)
    of = corrects or name
    named = named_on(view) | _meetings(view, of) | _entries_of_a_kind(view, of) if view else {}
    choices = Choices(named, _rules(procedure), _rows(view, procedures))
    fields = _all_fields(name, typed, choices, procedure, corrects)
    if fresh and _fill_defaults(fields, typed):
        fields = _all_fields(name, typed, choices, procedure, corrects)  # a list that wants an item has one now
    if person.is_provider or name in _AS_THE_ORIGINAL:
        fields = tuple(one for one in fields if one.name not in _MINE)
    office = _office(person, view, procedures, today)
    return Form(name, fields, typed, typed.get("_key") or uuid4().hex, person, procedure, office, f"{today:%-d %-m %Y}")


def _all_fields(
    name: str, typed: Typed, choices: Choices, procedure: Procedure, corrects: str | None
) -> tuple[Field, ...]:
    fields = _fields_of(name, typed, choices, procedure)
    if corrects is None:
        return fields
    inner = _fields_of(corrects, typed, choices, procedure, under="replacement.")
    group = Field("replacement", "The entry as it should have been", "", "group", required=True, children=inner)
    return tuple(group if one.name == "replacement" else one for one in fields)


def _fields_of(name: str, typed: Typed, choices: Choices, procedure: Procedure, under: str = "") -> tuple[Field, ...]:
    schema = schema_of(name)
    asked = _asked_by(name, procedure)
    built = Builder(schema, choices, typed.count, typed.get).fields(schema, under)
    called = (_as_its_kind_calls_it(name, _plain_where_nothing_to_choose(one)) for one in built)
    return tuple(replace(one, asked_by=asked[one.name]) if one.name in asked else one for one in called)


def _asked_by(name: str, procedure: Procedure) -> dict[str, str]:
    """The clause that asks for a field of a kind to be filled in, by the field: the first that does."""
    found: dict[str, str] = {}
    for rule in rules_of(BY_NAME[name]):
        level, _, cited = procedure.ruling(rule)
        for field in rule.asks_for if level else ():
            found.setdefault(field, cited.rpartition(" taken from ")[2])
    return found


_DAYS = {"issue-raised": ("Raised on", "The day it was raised. If it was noticed before, say that below.")}
"""What the day of an entry of a kind is, where it could be taken for another."""


def _as_its_kind_calls_it(name: str, one: Field) -> Field:
    if one.name != "happened_on" or name not in _DAYS:
        return one
    label, hint = _DAYS[name]
    return replace(one, label=label, hint=hint)


def _plain_where_nothing_to_choose(one: Field) -> Field:
    """What has nothing to choose from says so; a required one can then only be refused, with the reason."""
    if one.widget in ("choice", "checks") and not one.options:
        return replace(one, hint=f"{one.hint} There is none on this file yet.".strip())
    return one


def _fill_defaults(fields: Sequence[Field], typed: Typed) -> bool:
    """Put in what the class takes where nothing is said, so that the form shows what it will record.

    Returns whether a list was given an item.
    """
    given = False
    for one in fields:
        if one.widget == "lines" and (lines := typed.get(f"{one.path}.lines")):
            typed.put(one.path, lines)
        if one.default and one.path not in typed.values and one.widget in ("choice", "yesno", "tick"):
            typed.put(one.path, one.default)
        if one.widget == "group":
            _fill_lines(one.children, typed)
        if one.widget == "list" and one.required and not typed.count(one.path):
            typed.put(f"{one.path}.count", "1")
            given = True
    return given


def _fill_lines(fields: Sequence[Field], typed: Typed) -> None:
    for one in fields:
        if one.widget == "lines" and (lines := typed.get(f"{one.path}.lines")):
            typed.put(one.path, lines)
        _fill_lines(one.children, typed)


def named_on(view: FileView) -> dict[str, tuple[Option, ...]]:
    """Return what can be named on a file: by noun, the ids given, each with the sentence of the entry that began it."""
    found: dict[str, list[Option]] = {}
    for given, position in view.file.ids.items():
        recorded = view.file.at(position)
        if recorded is not None and recorded.entry.noun:
            said = view.sentence(recorded)
            short = said if len(said) <= _SHORTEST else said[: _SHORTEST - 1].rstrip() + "…"
            text = short if short.startswith(given) else f"{given}: {short}"
            found.setdefault(recorded.entry.noun, []).append(Option(given, text))
    return {noun: tuple(sorted(options, key=lambda o: o.value, reverse=True)) for noun, options in found.items()}


def _entries_of_a_kind(view: FileView, name: str) -> dict[str, tuple[Option, ...]]:
    """The entries on file of the kinds that the fields of a kind name as a rule, by kind."""
    parts = schema_of(name).get("properties", {}).values()
    kinds = {part["x-entries-of"] for part in parts if "x-entries-of" in part}
    return {
        kind: tuple(
            Option(str(held.position), f"entry {held.position}, of {held.entry.happened_on:%-d %B %Y}")
            for held in view.file.of(BY_NAME[kind])
        )
        for kind in kinds
    }


_OF_ONE_HELD = ("agenda-item-considered", "meeting-minutes-recorded", "meeting-minutes-circulated", "case-considered")


def _meetings(view: FileView, name: str) -> dict[str, tuple[Option, ...]]:
    """The meetings that a kind of entry can be of: those still to be held, or those that were; each as it stands now.

    Nothing else would be taken of those kinds (ledger/subjects/meetings/rules).
    """
    said = {option.value: option for option in named_on(view).get("meeting", ())}
    offered = []
    for given, option in said.items():
        meeting = view.file.meetings.by_id.get(given)
        held = meeting.held_on if meeting else None
        off = meeting is not None and meeting.cancelled is not None
        if (name == "meeting-held" and (held or off)) or (name in _OF_ONE_HELD and held is None):
            continue
        offered.append(Option(given, f"{given}: held on {held:%-d %B %Y}") if held else option)
    return {"meeting": tuple(offered)} if offered or said else {}


def _rules(procedure: Procedure) -> tuple[Option, ...]:
    lifted = (rule for rule in RULES if procedure.ruling(rule)[0] in ("authorise", "absolute"))
    return tuple(Option(rule.id, rule.sentence) for rule in lifted)


def _rows(view: FileView | None, procedures: Sequence[Procedure]) -> dict[str, tuple[Option, ...]]:
    """The rows that items are chosen from: the procedure's agenda with what was put on those of this file, its offices
    and those of the others, its tiers, kinds of resource and checklist, and what standing orders ask of tenders."""
    procedure = procedures[0]
    own = (item for meeting in view.file.meetings.by_id.values() for item in meeting.agenda) if view else ()
    others = dict.fromkeys(item for item in own if procedure.agenda_item(item) is None)
    forward = Option(WAY_FORWARD, WAY_FORWARD_TITLE)
    agenda = tuple(Option(row.id, row.title) for row in procedure.agenda)
    return {
        "agenda": (*agenda, forward, *(Option(item, in_words(item)) for item in others)) if agenda else (),
        **{
            named: tuple(Option(row.id, row.title) for row in rows)
            for named, rows in (
                ("checklist", procedure.checklist),
                ("tender-check", procedure.tender_checks),
                ("tier", procedure.tiers),
                ("resource-kind", procedure.resource_kinds),
                ("risk-kind", procedure.risk_kinds),
            )
        },
        "indicator": tuple(
            Option(row.id, f"{row.title}{' (core)' if row.core else ''}") for row in procedure.indicators
        ),
        "contract-type": _contract_types(procedures),
        "office": _offices(procedures),
        **_to_be_arranged(procedure),
    }


def _contract_types(procedures: Sequence[Procedure]) -> tuple[Option, ...]:
    """The types of contract of procedures: which of them a new contract is bound to is said on the same form."""
    rows = {row.id: row.title for procedure in reversed(procedures) for row in procedure.contract_types}
    return tuple(Option(*row) for row in rows.items())


def _offices(procedures: Sequence[Procedure]) -> tuple[Option, ...]:
    """The offices of procedures; of several, each with whose it is."""
    called: dict[str, dict[str, list[str]]] = {}
    for procedure in procedures:
        for row in procedure.offices:
            called.setdefault(row.id, {}).setdefault(row.title, []).append(procedure.ref)
    if len(procedures) == 1:
        return tuple(Option(office, title) for office, titles in called.items() for title in titles)
    return tuple(
        Option(office, "; ".join(f"{title}, of {', '.join(refs)}" for title, refs in titles.items()))
        for office, titles in called.items()
    )


_BY_SENTENCE = tuple(sorted(RULES, key=lambda rule: (rule.sentence, rule.id)))


def _to_be_arranged(procedure: Procedure) -> dict[str, tuple[Option, ...]]:
    """What can be arranged otherwise for one contract, each in words and as the procedure has it (TVP-4.0-1)."""
    asked = (rule for rule in _BY_SENTENCE if procedure.ruling(rule)[0] not in (None, *LASTING))
    numbers = sorted((f"{setting_in_words(row.id)}: {said(row.value, row.unit)}", row.id) for row in procedure.settings)
    return {
        "rule-to-leave-out": tuple(Option(rule.id, rule.sentence) for rule in asked),
        "setting": tuple(Option(setting, words) for words, setting in numbers),
        "meeting-kind": tuple(
            Option(row.id, f"{row.title}: {row.often}") for row in procedure.meetings if row.per_year
        ),
        "office-to-leave-out": tuple(Option(row.id, row.title) for row in procedure.offices if row.always_filled),
    }


def _office(
    person: Person, view: FileView | None, procedures: Sequence[Procedure], today: date
) -> Option | None:  # fmt: skip
    """The office somebody holds: on this file's own word, else by their role in the organisation."""
    held = view.file.people.offices_of(person.name, today) if view else ()
    for procedure in procedures:
        for wanted in (*held, *sorted(person.roles)):
            office = procedure.office(wanted)
            if office is not None:
                return Option(office.id, office.title)
    return Option("provider-staff", "Provider's member of staff") if person.is_provider else None


def read(form: Form) -> Understood:
    """Return what was typed as the entry's fields; who did it may be whoever is signed in."""
    found = understood(form.fields, form.typed)
    if form.typed.get("by.who") == "me" and "by" in found.body:
        found.faults.append(Fault("by", "should be you or somebody else, not both"))
    elif form.typed.get("by.who") == "me":
        office = {"office": form.office.value} if form.office else {}
        party = "provider" if form.person.is_provider else "authority"
        found.body["by"] = {"person": form.person.name, **office, "party": party}
    elif "by" in found.body and form.person.is_provider:
        found.body["by"].setdefault("party", "provider")
    return found
