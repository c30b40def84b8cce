"""One file as it is shown: its registers, the words behind its digests, and each entry said in a sentence.

Everything a projection looks at is in a `FileView`. It holds no clock and no database, so that rows written as entries
come in, rows rebuilt, and an answer worked out for a day in the past are the same function of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any, get_args
from uuid import UUID

from pydantic import BaseModel

from ledger import kinds
from ledger.alerting import briefings
from ledger.contract_file import ContractFile
from ledger.dates.bank_holidays import COUNTRY_NAMES
from ledger.dispute_results import last_of
from ledger.entry import Actor, Entry, Recorded
from ledger.fields import OfficeId
from ledger.file_names import name_opened
from ledger.governing import procedure_judging, procedure_of
from ledger.names import clause_once
from ledger.procedures import Procedure
from ledger.subjects.issues import Issue
from ledger.subjects.notices import Addressee
from ledger.subjects.retention import Erasure, erasures_of
from ledger.words import Document, Kept, Said
from projections.failings.trail import spoken
from projections.redated import Redated, folded, redated, redated_since

WITHHELD = "[withheld]"
_PROPER: dict[str, str] = {
    **COUNTRY_NAMES,
    **{day.lower(): day for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")},
    "users-choice": "what users choose",
    "carers-families": "carers' families",
    "unrecorded": "a talk of which nothing was written",
}  # fmt: skip
_COMPOUNDS = {"e mail": "e-mail", "half year": "half-year", "pre start": "pre-start", "call off": "call-off"}
_HYPHENATED = re.compile(r"[a-z]+(-[a-z]+)+")


@dataclass(frozen=True, slots=True)
class FileView:
    """One file, as known to a log of some size and as at some day, with the words that may be read."""

    file_id: UUID
    reference: str
    """The name of the file (ledger/file_names.py); the id where no entry gives one."""
    file: ContractFile
    words: Mapping[str, str | Document]
    """Digest -> words or document; what is missing was erased or is withheld."""
    procedure: Procedure
    """The procedure the file was last bound to, else the authority's own."""
    as_at: date | None = None
    """The day in the world it is shown as at; None for all that is on record."""
    default_procedure: str = "hampshire"
    erased: Mapping[str, Erasure] = field(default_factory=dict)
    """Digest -> by which entry its words were erased, by now: whatever is asked about, what is gone is gone."""
    at_hand: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out of this view and is wanted again, by whoever worked it out."""
    _people: dict[tuple[int, str | None, str | None, str | None], tuple[Procedure, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # fmt: skip
    """People in their offices, in words, as far as it was asked."""
    _otherwise: list[tuple[ContractFile, Mapping[int, tuple[Redated, ...]]]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )  # fmt: skip
    """What would come out otherwise, and of which state of the file; nothing where that was not asked yet."""

    @classmethod
    def of(
        cls, file_id: UUID, file: ContractFile, words: Mapping[str, str | Document], *, as_at: date | None = None,
        default_procedure: str = "hampshire", erased: Mapping[str, Erasure] | None = None,
    ) -> FileView:  # fmt: skip
        """Return the view of a file, with its reference and procedure found on it.

        `erased` is for a file of the past, or part of one: what was erased by entries that are not on it.
        """
        procedure, reference = procedure_of(file, date.max, default_procedure), reference_of(file, file_id)
        gone = erasures_of(file.retention, file.known) if erased is None else erased
        return cls(file_id, reference, file, words, procedure, as_at, default_procedure, gone)

    def procedure_on(self, day: date) -> Procedure:
        """Return the procedure the file was bound to on a day, by which acts of that day were judged."""
        return procedure_of(self.file, day, self.default_procedure)

    def judging(self, entry: Entry) -> Procedure:
        """Return the procedure an entry was judged by, which also says what its offices are called."""
        if entry.about_procedure is None:  # nearly all
            return self.procedure_on(entry.happened_on)
        return procedure_judging(self.file, entry, self.default_procedure)

    @classmethod
    def folded(
        cls, file_id: UUID, known: Iterable[Recorded], words: Mapping[str, str | Document],
        default_procedure: str = "hampshire",
    ) -> FileView:  # fmt: skip
        """Return the view of the file that these entries make; what would come out otherwise is found on the way."""
        file, otherwise = folded(known)
        view = cls.of(file_id, file, words, default_procedure=default_procedure)
        view._otherwise.append((file, otherwise))
        return view

    def otherwise(self) -> Mapping[int, tuple[Redated, ...]]:
        """Return what would come out otherwise now (`redated`), by position; for all who ask, worked out once."""
        if not self._otherwise:
            self._otherwise.append((self.file, redated(self.file)))
        file, found = self._otherwise[0]
        if file is not self.file:
            found = redated_since(self.file, file, found)
            self._otherwise[0] = self.file, found
        return found

    @property
    def knows_otherwise(self) -> bool:
        """Whether that was worked out, of this file or of another state of it."""
        return bool(self._otherwise)

    def goes_on_from(self, before: FileView) -> None:
        """Have what would come out otherwise worked out from what that was for another view of the same file.

        Folding a file of sixty entries anew for it took 1.2 ms, of each notice and of each meeting after one.
        """
        self._otherwise[:] = before._otherwise

    def as_stood(self, file: ContractFile, procedure: Procedure) -> FileView:
        """Return the view of another state of the file, of which nobody asks what would come out otherwise now: that
        is said in sentences, and to fold the file anew for it took half of judging what trails lack."""
        view = replace(self, file=file, procedure=procedure)
        view._otherwise.append((file, {}))
        return view

    def open(self, held: Kept | Said | None) -> str | Document | None:
        """Return the words or the document behind a digest; None where they are withheld or nothing is held."""
        if isinstance(held, Kept):
            return self.words.get(held.digest)
        return held.value if held else None

    def _naming(self, on: date | Entry | None) -> Procedure:
        """The procedure whose titles are used: of a day, of the one an entry was judged by, else of now."""
        if on is None:
            return self.procedure
        return self.procedure_on(on) if isinstance(on, date) else self.judging(on)

    def say(self, value: object, on: date | Entry | None = None) -> str:
        """Return a value in words, as a sentence has it: 3 March 2025, £1,200, Ann Ashe (lead officer).

        Offices are called as the procedure of a day has them, or that an entry was judged by; without one that of now.
        """
        match value:
            case str():
                return in_words(value)
            case None:
                return ""
            case Kept() | Said():
                opened = self.open(value)
                return (opened.title or "a document") if isinstance(opened, Document) else opened or self.unread(value)
            case bool():
                return "yes" if value else "no"
            case datetime():
                return f"{value:%-d %B %Y at %H:%M}"
            case date():
                return spoken(value)
            case time():
                return f"{value:%H:%M}"
            case tuple():
                return listed(self.say(item, on) for item in value)
            case Actor() | Addressee():
                return self._in_office(value, self._naming(on))
            case BaseModel() if type(value).__str__ is BaseModel.__str__:
                names = type(value).model_fields
                return listed(self.say_field(value, name, on) for name in names if not _is_empty(getattr(value, name)))
            case _:
                return str(value)

    def _in_office(self, who: Actor | Addressee, procedure: Procedure) -> str:
        """Somebody with the office they held; on one file it is the same few people, of nearly every line."""
        key = id(procedure), who.person, who.office, who.party if isinstance(who, Actor) else None
        if key not in self._people:  # with the procedure, so that no other takes its place in memory
            self._people[key] = procedure, procedure.person_in_office(who)
        return self._people[key][1]

    def say_field(self, of: BaseModel, name: str, on: date | Entry | None = None) -> str:
        """Return what stands in a field, in words; an office by its title."""
        value = getattr(of, name)
        return (
            self._offices(value, on) if names_office(type(of), name) and not _is_empty(value) else self.say(value, on)
        )

    def gone(self, held: Kept | Said | None) -> Erasure | None:
        """Return by which entry the words behind a digest were erased; None where they were not."""
        return self.erased.get(held.digest) if isinstance(held, Kept) and held.digest not in self.words else None

    def unread(self, held: Kept | Said) -> str:
        """Return what stands in the place of words that cannot be read: that they were erased, or are withheld."""
        gone = self.gone(held)
        return f"[{gone}]" if gone is not None else WITHHELD

    def sentence(self, recorded: Recorded) -> str:
        """Return the entry in one sentence, as its class says it (`Entry.line`)."""
        said = self._said(recorded, _template(type(recorded.entry)))
        return clause_once(said[:1].upper() + said[1:])

    def _said(self, recorded: Recorded, template: tuple[_Part, ...]) -> str:
        said = ""
        for part in template:
            if type(part) is str:
                more = part
            elif type(part) is _Field:
                more = self._field(recorded, part)
            else:
                assert type(part) is _Segment
                if _lacks(recorded, part):
                    continue
                more = self._said(recorded, part.parts)
            # A text that ends with a full stop goes on in our own sentence without it.
            said = (said[:-1] if said[-1:] == "." and more.startswith((";", ",", ":", ".")) else said) + more
        return said

    def _field(self, recorded: Recorded, wanted: _Field) -> str:
        value, entry = _value(recorded, wanted), recorded.entry
        if wanted.is_said:
            return self.say(value)
        return self._offices(value, entry) if wanted.is_office and not _is_empty(value) else self.say(value, entry)

    def _offices(self, value: Any, on: date | Entry | None) -> str:
        return ", ".join(map(self._naming(on).office_in_words, value if isinstance(value, tuple) else (value,)))


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    is_said: bool
    """Whether it is said as it stands: an id the entry was given, a rule."""
    is_office: bool


@dataclass(frozen=True, slots=True)
class _Segment:
    """What is left out when a field in it is empty."""

    parts: tuple[str | _Field, ...]
    fields: tuple[_Field, ...]


_Part = str | _Field | _Segment


@cache
def _template(kind: type[Entry]) -> tuple[_Part, ...]:
    """Return Entry.line taken apart: text, fields, and segments."""
    parts: list[_Part] = []
    for segment, outside in re.findall(r"\[([^\]]*)\]|([^\[]+)", kind.line or kind.heading()):
        found = tuple(_fields(kind, segment or outside))
        if segment:
            parts.append(_Segment(found, tuple(part for part in found if isinstance(part, _Field))))
        else:
            parts.extend(found)
    return tuple(parts)


def _fields(kind: type[Entry], text: str) -> Iterator[str | _Field]:
    for name, literal in re.findall(r"\{(\w+)\}|([^{]+)", text):
        yield _Field(name, name in ("id", "rule"), names_office(kind, name)) if name else literal


def _is_empty(value: object) -> bool:
    return value is None or (type(value) in (str, tuple) and not value)  # a model takes long to tell that it is not ""


def _lacks(recorded: Recorded, segment: _Segment) -> bool:
    for named in segment.fields:  # noqa: SIM110  # `any` of a generator takes twice as long, for every line
        if _is_empty(_value(recorded, named)):
            return True
    return False


def _value(recorded: Recorded, wanted: _Field) -> object:
    if wanted.name == "id":
        return recorded.given_id
    value = getattr(recorded.entry, wanted.name)
    return rule_in_words(value) if wanted.name == "rule" and isinstance(value, str) else value


@cache
def names_office(of: type[BaseModel], name: str) -> bool:
    """Return whether a field names an office by its id (ledger/entry.py)."""
    field = of.model_fields.get(name)
    if field is None:
        return False  # what a class works out of its fields, as a line may name it
    return _marks_office(field.annotation) or any(isinstance(mark, OfficeId) for mark in field.metadata)


def _marks_office(annotation: Any) -> bool:
    return any(isinstance(part, OfficeId) or _marks_office(part) for part in get_args(annotation))


@cache
def rule_in_words(rule: str) -> str:
    """Return a rule by what it says, in quotation marks; the id of a rule this program does not know, as it is."""
    known = kinds.RULE.get(rule)
    return f"“{known.sentence.rstrip('.')}”" if known else rule


def rules_in_words(rules: Iterable[str]) -> str:
    """Return several rules by what they say: “...”, “...”."""
    return ", ".join(rule_in_words(rule) for rule in rules)


def listed(said: Iterable[str]) -> str:
    """Return several things one after another: A, B; after a whole sentence a semicolon in place of its full stop."""
    first, *others = (*said,) or ("",)
    for one in others:
        first = (f"{first.removesuffix('.')}; " if first.endswith(".") else f"{first}, ") + one
    return first


@lru_cache(maxsize=10_000)
def in_words(name: str) -> str:
    """Return a name of the kind "service-failure" in words; any other text as it is."""
    if name in _PROPER or not _HYPHENATED.fullmatch(name):
        return _PROPER.get(name, name)
    words = name.replace("-", " ")
    for apart, together in _COMPOUNDS.items():
        words = re.sub(rf"\b{apart}\b", together, words)
    return words


def in_dispute(view: FileView, issue: str) -> tuple[str, ...]:
    """Return each dispute about an issue and where it stands: DSP-001: on 9 June 2025 it was taken to mediation."""
    return tuple(
        f"{dispute}: on {spoken(on)} {words}" for dispute, on, words in last_of(view.file, issue, view.procedure)
    )


def last_briefed(view: FileView, issue: Issue) -> date | None:
    """Return the day senior management was last briefed on an issue; None where that is not on file."""
    return max((on for on, *_ in briefings(issue, view.procedure)), default=None)


def reference_of(file: ContractFile, file_id: UUID) -> str:
    """Return the name of a file (ledger/file_names.py); its id where no entry gives one."""
    opening = file.known[0].entry if file.known and file.known[0].position == 1 else None
    if opening is None:
        return str(file_id)
    return name_opened(opening) if opening.opens or "authority" in opening.files else str(file_id)


@cache
def heading_of(kind: type[Entry]) -> str:
    """Return a kind in words: "Issue raised"."""
    return kind.heading()
