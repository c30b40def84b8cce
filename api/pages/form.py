"""A form to record one kind of entry, made from its class: what is asked, what was typed, and what stands against it.

An objection stands beside the field it is about, with the rule's sentence, its citation and what was found. It can be
acknowledged there, and the form sent again. Nothing that was typed is ever lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from api.pages.fields_shown import name_of
from api.pages.form_fields import Field, Option, by_path
from api.pages.form_typed import Typed
from api.pages.looks import said_of, sentence
from api.people import Person
from ledger.kinds import BY_NAME, subject_of
from ledger.procedures import Procedure
from ledger.refusals import Fault
from ledger.rules import ASKED, Objection
from projections.stages_shown import StageInWords, stages_in_words

CORRECTION = "entry-corrected"
WHY_NOT = "Say why the procedure was not kept"
_WHEN = ("happened_on", "happened_at")
_LAST = ("by", "exhibits", "audience")
_MORE = ("happened_at", "about", "until", "noted_on", "source", "named", "protection")


@dataclass(frozen=True)
class Asked:
    """An objection that is shown with a form, and what was said to it."""

    objection: Objection
    number: int
    ticked: bool = False
    reason: str = ""
    authorisation: str = ""
    claimed: str = ""
    authorisations: tuple[Option, ...] = ()

    @property
    def to_acknowledge(self) -> bool:
        """Whether it must be acknowledged before the entry is recorded."""
        return self.objection.level in ASKED

    @property
    def lacks_reason(self) -> bool:
        """Whether it was acknowledged without the reason it asks for."""
        return self.ticked and self.objection.level == "explain" and not self.reason

    @property
    def path(self) -> str:
        """The beginning of the names of its inputs."""
        return f"_departure.{self.number}"


@dataclass
class Form:
    """One form, ready to be shown."""

    name: str
    fields: tuple[Field, ...]
    typed: Typed
    key: str
    person: Person
    procedure: Procedure
    office: Option | None = None
    """The office this person holds, offered as who did it."""
    example_day: str = "27 3 2025"
    """A day as it is typed: today."""
    errors: dict[str, list[str]] = field(default_factory=dict)
    """Path -> what is wrong there; under "" what belongs to no field."""
    asked: list[Asked] = field(default_factory=list)
    refusals: list[Objection] = field(default_factory=list)
    told: str = ""
    """What the file would say of a notice whose validity is not shown: said before it is recorded (docs/adr/0217)."""

    @property
    def heading(self) -> str:
        return BY_NAME[self.name].heading()

    @property
    def records(self) -> str:
        """What the kind of entry records."""
        return " ".join((BY_NAME[self.name].__doc__ or "").split())

    @property
    def stages(self) -> tuple[StageInWords, ...]:
        """The stages of a contract's life with what is asked at each, where one of them is recorded (IMP-24-a)."""
        return stages_in_words(self.procedure) if self.name == "lifecycle-stage-entered" else ()

    @property
    def main(self) -> list[Field]:
        """The fields always in view: when, the kind's own, then who, exhibits and who may read it."""
        own = [one for one in self.fields if one.name not in (*_WHEN, *_LAST, *_MORE)]
        hour = ("happened_at",) if self._needs_hour else ()
        order = ("happened_on", *hour)
        return [*self._named(order), *sorted(own, key=lambda one: not one.required), *self._named(_LAST)]

    @property
    def more(self) -> list[Field]:
        """The fields under "More": about the day, how it is known, and who may read it."""
        return [one for one in self._named(_MORE) if not (self._needs_hour and one.name == "happened_at")]

    @property
    def more_open(self) -> bool:
        """Whether something was typed there, or is wrong there."""
        paths = by_path(tuple(self.more))
        wrong = any(path in self.errors or self.refused_at(path) or self.asked_at(path) for path in paths)
        return wrong or any(self._differs(one) for one in paths.values())

    @property
    def somebody_else(self) -> bool:
        """Whether something was typed of another who did it, or is wrong there."""
        typed = any(
            name.startswith("by.") and name != "by.who" and any(said) for name, said in self.typed.values.items()
        )
        return typed or any(path == "by" or path.startswith("by.") for path in self.errors)

    @property
    def _needs_hour(self) -> bool:
        return subject_of(BY_NAME[self.name]) == "notices"

    def _named(self, names: Iterable[str]) -> list[Field]:
        there = {one.name: self._numbered(one) for one in self.fields}
        return [there[name] for name in names if name in there]

    def _numbered(self, one: Field) -> Field:
        """The field; who may read it says what the number given tells those who may not (docs/adr/0104)."""
        prefix = BY_NAME[self.name].gives
        if one.path != "audience" or prefix is None:
            return one
        told = (
            f"It is given the next number, {prefix}-001 and so on, also where it is not shared. Whoever may not read it"
        )
        return replace(one, hint=f"{told} can tell from the numbers that something lies between, and not what.")

    def _differs(self, one: Field) -> bool:
        inputs = [one.path, *(f"{one.path}-{part}" for part in ("day", "month", "year"))]
        return any(self.typed.get(name) not in ("", one.default) for name in inputs)

    # --- what is wrong ----------------------------------------------------------------------------------------------

    def wrong(self, faults: Iterable[Fault]) -> None:
        """Show these faults, each at the nearest field it has on this form."""
        there = by_path(self.fields)
        for fault in faults:
            path = _nearest(fault.field, there)
            said = self.errors.setdefault(path, [])
            why = fault.why if path else _named_fault(fault)
            if why not in said:
                said.append(why)

    def objected(self, objections: Iterable[Objection], authorisations: Mapping[str, tuple[Option, ...]]) -> None:
        """Show these objections, with what was said to them when the form was sent."""
        said = dict(acknowledged(self.typed))
        for number, objection in enumerate(objections):
            answer = said.get(objection.rule, {})
            self.asked.append(
                Asked(
                    objection, number, "yes" in answer, answer.get("reason", ""), answer.get("authorisation", ""),
                    answer.get("claimed", ""), authorisations.get(objection.rule, ()),
                )
            )  # fmt: skip

    def asked_at(self, path: str) -> list[Asked]:
        """Return the objections to show beside a field; what is about a part of it stands beside the whole."""
        return [one for one in self.asked if self._place(one.objection).partition(".")[0] == path]

    def refused_at(self, path: str) -> list[Objection]:
        """Return the contradictions to show beside a field."""
        return [one for one in self.refusals if self._place(one).partition(".")[0] == path]

    def _place(self, objection: Objection) -> str:
        return self.place(objection.field or "")

    @property
    def summary(self) -> list[dict[str, str]]:
        """What is wrong, for the summary at the top: each with a link to where it is put right."""
        there = by_path(self.fields)
        rows = [{"text": self.told, "href": "#told"}] if self.told else []
        for path, said in sorted(self.errors.items(), key=lambda pair: _position(pair[0], there)):
            one = there.get(path)
            for why in said:
                text = f"{_called(one, there)} {why}" if one else why[:1].upper() + why[1:]
                rows.append({"text": text, "href": f"#{one.first_id if one else path or 'record-form'}"})
        for objection in self.refusals:
            one = there.get(self._place(objection))
            rows.append({"text": said_of(objection), "href": f"#{one.first_id if one else 'record-form'}"})
        for asked in self.asked:
            if asked.lacks_reason:
                rows.append({"text": f"{WHY_NOT}: {asked.objection.found}", "href": f"#{asked.path}.reason"})
            elif asked.to_acknowledge and not asked.ticked:
                rows.append({"text": sentence(asked.objection.found), "href": f"#{asked.path}.yes"})
        return rows

    @property
    def departs(self) -> bool:
        """Whether nothing is wrong with what was typed but that it departs from the procedure."""
        return bool(self.summary) and not self.errors and not self.refusals and not self.told

    def place(self, field: str) -> str:
        """Return the field of this form at which something said of a field stands; empty where there is none."""
        return _nearest(field, by_path(self.fields))

    def error(self, path: str) -> str:
        """Return what is wrong at a field, as a sentence; empty where nothing is."""
        said = self.errors.get(path)
        there = by_path(self.fields).get(path)
        label = f"{there.label} " if there else ""
        return "; ".join(f"{label}{why}" for why in said) if said else ""


def _called(one: Field, there: Mapping[str, Field]) -> str:
    """What a field is called away from its place: a part with the value it is a part of."""
    whole = there.get(one.path.rpartition(".")[0])
    return f"{whole.label}: {one.label.lower()}" if whole is not None and whole.widget == "group" else one.label


def _nearest(path: str, there: Mapping[str, Field]) -> str:
    """The field of that path, or the nearest around it; a fault in a value of several sorts names the sort too."""
    parts = path.split(".")
    found = ""
    for part in parts:
        nearer = f"{found}.{part}" if found else part
        if nearer in there:
            found = nearer
    return found


def _named_fault(fault: Fault) -> str:
    return f"{name_of(fault.field)} {fault.why}" if fault.field else fault.why


def _position(path: str, there: Mapping[str, Field]) -> int:
    order = list(there)
    return order.index(path) if path in there else -1


def acknowledged(typed: Typed) -> Iterable[tuple[str, dict[str, str]]]:
    """Yield (rule, what was said) for each objection that was shown with the form."""
    number = 0
    while rule := typed.get(f"_departure.{number}.rule"):
        parts = ("yes", "reason", "authorisation", "claimed")
        said = {part: typed.get(f"_departure.{number}.{part}").strip() for part in parts}
        yield rule, {part: text for part, text in said.items() if text}
        number += 1
