"""The fields of a form, made from the JSON schema of what is recorded: one for each thing the class asks for.

A field knows how it is asked for (three boxes for a day, radios for a choice, a fieldset for a value with parts) and
where it stands in the entry (`steps.0.due_on`). Nothing here knows what was typed but how many items each list has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Literal

from api.pages.fields_shown import name_of
from api.pages.looks import sentence
from ledger.submission import WORKED_OUT
from projections.failings.trail import TITLES
from projections.view import in_words

Schema = dict[str, Any]
Widget = Literal[
    "date", "time", "line", "words", "lines", "number", "money", "choice", "checks", "yesno", "tick", "documents",
    "document", "group", "list", "variants", "entries",
]  # fmt: skip
FEW = ("office", "office-to-leave-out", "risk-kind")
"""Rows of which several are ticked: there are few."""
_LEFT_OUT = ("kind", "departures", *WORKED_OUT)
_HINTS = {
    "exhibits": "Documents that show it: letters, minutes, pictures. Up to 25 MB each.",
    "happened_on": "The day it happened.",
    "about": "The day is only approximately known",
    "audience": "",
}  # fmt: skip
_WORD = re.compile(r"\w+")
_SAYS_NOTHING = frozenset({"a", "it", "its", "of", "the", "was", "what", "whether", "which"})


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    text: str


@dataclass(frozen=True)
class Choices:
    """What there is to choose from on this file: ids by what they name, and the rows of its procedure."""

    named: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    rules: tuple[Option, ...] = ()
    """The rules a departure can be authorised, ratified or refused from."""
    rows: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    """Rows of the procedure, by what they are of: its offices, its tiers, the items of an agenda, of the checklist."""


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    path: str
    label: str
    hint: str
    widget: Widget
    required: bool = False
    nullable: bool = True
    options: tuple[Option, ...] = ()
    default: str = ""
    """What is chosen where nobody has chosen yet; the form shows it."""
    usual: str = ""
    """What counts where it is left empty; the form says it."""
    longest: int | None = None
    asked_by: str = ""
    """The clause that asks for it, where it may be left out all the same."""
    person: bool = False
    """Whether its words may be about a person who receives services."""
    children: tuple[Field, ...] = ()
    """The fields of a group; the items of a list."""
    variants: tuple[Option, ...] = ()
    """For a list whose items are of several sorts: the sorts."""
    sort: str = ""
    """For an item of such a list: its sort, and the name of the property that says so."""
    sort_by: str = ""

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition(".")[2]

    @property
    def first_id(self) -> str:
        """The id of the first thing in it that can be filled in, for a link from the summary of errors."""
        match self.widget:
            case "date":
                return f"{self.path}-day"
            case "group" if self.children:
                return self.children[0].first_id
            case "list" if self.children:
                return self.children[0].first_id
            case "list" | "variants":
                return f"{self.path}-add"
            case "documents":
                return f"{self.path}.file"
            case "document":
                return f"{self.path}.file"
            case _:
                return self.path


@dataclass(frozen=True)
class Builder:
    """Makes fields from a schema with its `$defs`."""

    schema: Schema
    choices: Choices
    count: Callable[[str], int]
    """How many items the list at a path has."""
    sort: Callable[[str], str]
    """What the input of a name says: of what sort a list's item is."""

    def fields(self, schema: Schema, under: str = "", *, top: bool = True) -> tuple[Field, ...]:
        """Return the fields of an object."""
        required = set(schema.get("required", ()))
        found = []
        for name, part in schema["properties"].items():
            if name in _LEFT_OUT and top:
                continue
            made = self._field(f"{under}{name}", part, top=top)
            found.append(replace(made, required=True) if name in required else made)
        return tuple(found)

    def _field(self, path: str, part: Schema, *, top: bool = False) -> Field:
        core, nullable = self._core(part)
        name = path.rpartition(".")[2]
        described = str(part.get("description") or core.get("description") or "")
        hint = _HINTS.get(name, described) if top else described
        hint = hint.replace("; null where", "; empty where")  # null is for programs
        base = Field(
            path, name_of(name), _beyond(name_of(name), hint), "line", nullable=nullable, usual=self._usual(part, top),
            default=self._default(part, top), longest=core.get("maxLength"),
        )  # fmt: skip
        return self._shaped(base, core, part, top)

    def _shaped(self, base: Field, core: Schema, part: Schema, top: bool) -> Field:
        match core.get("type"):
            case "array":
                return self._array(base, core, top)
            case "object" if "properties" not in core:
                return replace(base, widget="group")  # the entry that a correction puts in the place of another
            case "object" if "sha256" in core["properties"]:
                return replace(base, widget="document")
            case "object" if "pence" in core["properties"]:
                return replace(base, widget="money")
            case "object":
                return replace(base, widget="group", children=self.fields(core, f"{base.path}.", top=False))
            case "boolean" if top and part.get("default") is False:
                return replace(base, widget="tick")
            case "boolean":
                unknown = (Option("", "Not on file"),) if base.nullable and top else ()
                return replace(base, widget="yesno", options=(Option("true", "Yes"), Option("false", "No"), *unknown))
            case "integer":
                return replace(base, widget="number")
            case _:
                return self._string(base, core)

    def _string(self, base: Field, core: Schema) -> Field:
        if "enum" in core:
            return replace(base, widget="choice", options=options_of(core["enum"], base.name))
        if "x-refers-to" in core:
            return replace(base, widget="choice", options=self.choices.named.get(core["x-refers-to"], ()))
        if rows := self.choices.rows.get(core.get("x-rows", "")):
            hint = base.hint.partition(": lead-officer")[0]  # ids are for programs: a form offers the titles
            return replace(base, widget="choice", options=rows, hint=hint)
        if core.get("x-rule") and self.choices.rules:
            return replace(base, widget="choice", options=self.choices.rules)
        if core.get("format") == "date":
            return replace(base, widget="date")
        if core.get("format") == "time-local":
            return replace(base, widget="time")
        if menu := self.choices.rows.get(core.get("x-menu", "")):
            there = "; ".join(f"{one.value}, {one.text}" for one in menu)
            return replace(base, hint=f"{base.hint} On the menu: {there}.")
        if "pattern" in core or "maxLength" in core or "const" in core:
            return base
        return replace(base, widget="words", person=bool(core.get("x-person")))

    def _array(self, base: Field, core: Schema, top: bool) -> Field:
        items, _ = self._core(core["items"])
        if items.get("type") == "object" and "sha256" in items["properties"]:
            return replace(base, widget="documents")
        if "oneOf" in items:
            return self._variants(base, items)
        if items.get("x-refers-to") == "entry":
            there = ", ".join(one.text for one in self.choices.named.get(core.get("x-entries-of", ""), ()))
            return replace(base, widget="entries", hint=f"{base.hint} On file: {there}." if there else base.hint)
        if "enum" in items or "x-refers-to" in items or items.get("x-rows") in FEW:
            return replace(base, widget="checks", options=self._string(base, items).options)
        offered = items.get("x-rows") in self.choices.rows or bool(items.get("x-rule") and self.choices.rules)
        short = (
            not offered and "maxLength" in items and ("pattern" not in items or "example" in items)
        )  # a month, as 2017-10
        if items.get("type") == "string" and short:
            return replace(base, widget="lines", longest=None)
        numbers = range(self.count(base.path))
        children = tuple(self._item(base, core["items"], number) for number in numbers)
        return replace(base, widget="list", children=children)

    def _item(self, base: Field, items: Schema, number: int) -> Field:
        made = self._field(f"{base.path}.{number}", items)
        return replace(made, label=f"{base.label}, {number + 1}", hint="")

    def _variants(self, base: Field, items: Schema) -> Field:
        by = items["discriminator"]["propertyName"]
        sorts = {self._resolved(one)["properties"][by]["const"]: self._resolved(one) for one in items["oneOf"]}
        children = []
        for number in range(self.count(base.path)):
            path = f"{base.path}.{number}"
            sort = self.sort(f"{path}.{by}")
            if sort not in sorts:
                continue
            inside = [f for f in self.fields(sorts[sort], f"{path}.", top=False) if f.name != by]
            label = f"{base.label}, {number + 1}: {in_words(sort)}"
            children.append(
                Field(path, label, "", "group", children=tuple(inside), sort=sort, sort_by=by)
            )  # fmt: skip
        return replace(
            base, widget="variants", children=tuple(children), variants=options_of(list(sorts)), sort_by=by
        )  # fmt: skip

    # --- reading the schema -----------------------------------------------------------------------------------------

    def _resolved(self, part: Schema) -> Schema:
        reference = part.get("$ref")
        found: Schema = self.schema["$defs"][reference.rpartition("/")[2]] if reference else part
        return found

    def _core(self, part: Schema) -> tuple[Schema, bool]:
        """The part itself, without the null that may stand beside it; of several lists to choose from all of them;
        words with their person are words."""
        options = [self._resolved(one) for one in part.get("anyOf", ())]
        if not options:
            return self._resolved(part), False
        nullable = any(one.get("type") == "null" for one in options)
        [core, *more] = [one for one in options if one.get("type") != "null"]
        lists = [one.get("enum") or [one["const"]] for one in (core, *more) if "enum" in one or "const" in one]
        if len(lists) > 1:
            return core | {"enum": list(dict.fromkeys(chain.from_iterable(lists)))}, nullable
        return (core | {"x-person": True}) if more else core, nullable

    def _default(self, part: Schema, top: bool) -> str:
        default = part.get("default")
        if not top or default is None or default == []:
            return ""
        return str(default).lower() if isinstance(default, bool) else str(default) if isinstance(default, str) else ""

    def _usual(self, part: Schema, top: bool) -> str:
        default = part.get("default")
        return in_words(default) if isinstance(default, str) and not top else ""


_IN_FULL: Mapping[str, Mapping[str, str]] = {
    "audience": {
        "shared": "Shared with the provider", "internal": "Internal to the authority", "legal": "Legal Services only",
        "named": "Named people only",
    },
    "protection": {"open": "None: it is open"},
    "how": {
        "saw": "Saw it", "heard": "Heard it", "told": "Was told", "document": "Read it in a document",
        "system": "Took it from a system",
    },
    "ground": {"childs-consent": "Child’s consent, to a service offered online"},
    "link": {name: TITLES[name] for name in TITLES},
}  # fmt: skip
"""What some choices are called, by field, where their own names are too short to choose by."""
_NOT_OFFERED = frozenset({("ground", "erased-before")})
"""What only the ledger itself says (api/access.py)."""


def options_of(values: list[str], field: str = "") -> tuple[Option, ...]:
    """Return the values of an enumeration as options, in words."""
    called = _IN_FULL.get(field.removeprefix("new_"), {})
    offered = (value for value in values if (field, value) not in _NOT_OFFERED)
    return tuple(Option(value, called.get(value) or sentence(value)) for value in offered)


def _beyond(label: str, hint: str) -> str:
    """The hint, where it says more than the label; else nothing."""
    said = set(_WORD.findall(hint.lower())) - set(_WORD.findall(label.lower()))
    return hint if said - _SAYS_NOTHING else ""


def by_path(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Return path -> field, for all of them and those inside them."""
    found: dict[str, Field] = {}
    for one in fields:
        found[one.path] = one
        found |= by_path(one.children)
    return found
