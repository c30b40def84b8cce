"""What somebody sends to be recorded: an entry's own fields, and around them the file, the kind and the departures.

The same envelope everywhere, API, command line and forms:

    {"file": "C-1", "kind": "issue-raised", "happened_on": "2025-03-03", ...,
     "departures": [{"rule": "...", "reason": "..."}]}

`kind` is named with or without its version. No fault repeats what was sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from api.access import check_recorder
from api.errors import NothingNear
from api.people import Person
from ledger.described import descriptions
from ledger.entry import Entry
from ledger.judgement import Act
from ledger.kinds import BY_NAME, giving
from ledger.procedures import procedures
from ledger.procedures import read as read_procedure
from ledger.refusals import Fault, Invalid, repeatable
from ledger.rules import Acknowledgement
from ledger.spelling import WITHOUT_ID, how_written, prefix_given
from ledger.submission import WORKED_OUT
from ledger.words import SUBMITTED

_ACKNOWLEDGEMENTS: TypeAdapter[tuple[Acknowledgement, ...]] = TypeAdapter(tuple[Acknowledgement, ...])
_OF_THE_LEDGER = {
    "position": "is given by the ledger; leave it out",
    "id": "is given by the ledger; leave it out",
    "recorded_at": "is stated for the whole batch, beside `entries`, and only in a simulated ledger",
    "worked": "is worked out by the ledger; leave it out",
    "waiting": "is worked out by the ledger; leave it out",
    "destroyed": "is worked out by the ledger; leave it out",
}
SHOULD = {
    "missing": "is missing",
    "date_from_datetime_parsing": "should be a day such as 2025-03-31",
    "date_parsing": "should be a day such as 2025-03-31",
    "date_type": "should be a day such as 2025-03-31",
    "date_from_datetime_inexact": "should be a day such as 2025-03-31, without an hour",
    "time_parsing": "should be an hour such as 14:30:00",
    "time_type": "should be an hour such as 14:30:00",
    "string_type": "should be text",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_parsing_size": "should be a whole number, and not so long a one",
    "bool_type": "should be true or false",
    "tuple_type": "should be a list",
    "model_type": "should be an object with its own fields",
    "model_attributes_type": "should be an object with its own fields",
}
"""What would be right, by what pydantic calls the fault."""


def act_of(
    body: object, person: Person, number: int = 0, *, file: str | None = None, kind: type[Entry] | None = None,
    expected: int | None = None,
) -> Act:  # fmt: skip
    """Return the act a submitted object describes; `file` and `kind` where the address has said them already.

    Raises Invalid with every fault, NothingNear for a kind there is not, Denied for another's name as recorder.
    """
    if not isinstance(body, dict):
        raise Invalid([Fault("", "should be an object with the entry's fields", number)])
    fields: dict[str, Any] = dict(body)
    check_recorder(fields, person, number)
    named = fields.pop("file", file)
    if not isinstance(named, str) or not named:
        raise Invalid([Fault("file", "is missing: the reference of the file to record on", number)])
    if file is not None and named != file:
        raise Invalid([Fault("file", f"differs from the file in the address, {file}; leave it out", number)])
    kind = _kind(fields.pop("kind", None), kind, number)
    departures = fields.pop("departures", ())
    entry = _read(kind, fields, number)
    return Act(named, entry, _departures(departures, number), expected)


def _kind(said: object, kind: type[Entry] | None, number: int) -> type[Entry]:
    if said is None and kind is not None:
        return kind
    if not isinstance(said, str):
        raise Invalid([Fault("kind", "is missing: the kind of entry, such as issue-raised", number)])
    name, _, version = said.partition("/")
    found = BY_NAME.get(name)
    if found is None:
        near = get_close_matches(name, BY_NAME, n=3, cutoff=0.5)
        hint = f"; the nearest are {', '.join(near)}" if near else ""
        raise Invalid([Fault("kind", f"is not a kind of entry{hint}; GET /api/v1/kinds lists them", number)])
    written = _written(found)
    if version and said != written:
        raise Invalid([Fault("kind", f"is recorded in its newest version, {written}", number)])
    if kind is not None and found is not kind:
        wanted = str(kind.model_fields["kind"].default).partition("/")[0]
        raise Invalid([Fault("kind", f"differs from the kind in the address, {wanted}; leave it out", number)])
    return found


def _read(kind: type[Entry], fields: Mapping[str, Any], number: int) -> Entry:
    written = _written(kind)
    ours = [
        Fault(name, why, number) for name, why in _OF_THE_LEDGER.items() if name in fields and not _takes(kind, name)
    ]
    if ours:
        raise Invalid(ours)
    if written == "entry-corrected/1":
        fields = {**fields, "replacement": _with_version(fields.get("replacement"))}
    try:
        return kind.model_validate_json(to_json({**fields, "kind": written}), context=SUBMITTED)
    except ValidationError as error:
        raise Invalid(faults_of(error, kind, number)) from None


@cache
def _written(kind: type[Entry]) -> str:
    """How a kind is written out, with its version."""
    return str(kind.model_fields["kind"].default)


def _takes(kind: type[Entry], name: str) -> bool:
    info = kind.model_fields.get(name)
    return info is not None and name not in WORKED_OUT


def _with_version(replacement: object) -> object:
    """A replacement names its kind with or without the version, as everything else that is sent."""
    if isinstance(replacement, dict) and isinstance(name := replacement.get("kind"), str) and name in BY_NAME:
        return replacement | {"kind": BY_NAME[name].model_fields["kind"].default}
    return replacement


def _departures(said: object, number: int) -> tuple[Acknowledgement, ...]:
    try:
        return _ACKNOWLEDGEMENTS.validate_json(to_json(said), context=SUBMITTED) if said != () else ()
    except ValidationError as error:
        raise Invalid(
            [Fault(f"departures.{f.field}", f.why, number) for f in faults_of(error, Acknowledgement)]
        ) from None


def faults_of(error: ValidationError, model: type[Any], number: int = 0) -> list[Fault]:
    """Return what pydantic found, field by field, saying what would be right and never repeating what was sent."""
    return [
        Fault(".".join(repeatable(str(part)) for part in found["loc"]), _why(found, model), number)
        for found in error.errors(include_url=False)
    ]


def _why(found: Any, model: type[Any]) -> str:
    name = str(found["loc"][0]) if found["loc"] else ""
    info = model.model_fields.get(name)
    match found["type"]:
        case "missing" if len(found["loc"]) == 1 and info is not None:
            return f"is missing: {descriptions(model).get(name, 'it is required')}"
        case "missing":
            return "is missing"
        case "extra_forbidden" if len(found["loc"]) == 1:
            near = get_close_matches(name, model.model_fields, n=3, cutoff=0.6)
            there = near or [field for field in model.model_fields if field not in ("kind", *WORKED_OUT)]
            return f"is no field of this kind; {'perhaps' if near else 'its fields are'} {', '.join(there)}"
        case "extra_forbidden":
            return "is no field here"
        case "union_tag_not_found":
            return f"is missing its {found['ctx']['discriminator'].strip(chr(39))}, which says what else belongs to it"
        case "union_tag_invalid":
            named, tags = found["ctx"]["discriminator"].strip("'"), found["ctx"]["expected_tags"].replace("'", "")
            return f"has a {named} that is none of {tags}"
        case "string_pattern_mismatch" if found["ctx"]["pattern"] == _OF_A_ROW:
            of, such = _ROWS.get(next(str(p) for p in reversed(found["loc"]) if isinstance(p, str)), _AN_OFFICE)
            ids = _offices_titled(found["input"]) if of == _AN_OFFICE[0] else []
            such = (" or ".join(ids), "its title") if ids else such
            return (
                f"should be the id of {of}, as the procedure has it, in small letters, digits and dashes: {such[0]}, "
                f"not {such[1]}; /procedures lists them"
            )
        case "string_pattern_mismatch":
            pattern = found["ctx"]["pattern"]
            return f"should be written {how_written(pattern)}{_with_what(pattern)}"
        case type_ if type_ in SHOULD:
            return SHOULD[type_]
        case _:
            message = str(found["msg"]).removeprefix("Value error, ").removeprefix("Input ")
            return message[:1].lower() + message[1:]


def _offices_titled(said: str) -> list[str]:
    """The ids of the offices that a title means, by whatever procedure: which one judges is told only by the file."""
    if len(said) > LONGEST_TITLE:
        return []
    called = (read_procedure(name).office_called(said) for name in procedures())
    return sorted({office.id for office in called if office is not None})


def _with_what(pattern: str) -> str:
    """With the recording of which kinds the ledger gives such an id, and what has none; "" where it gives none."""
    prefix = prefix_given(pattern) or ""
    kinds = [f'"{kind.heading()}"' for kind in giving(prefix)]
    return f" when {' or '.join(kinds)} was recorded{WITHOUT_ID.get(prefix, '')}" if kinds else ""


LONGEST_TITLE = 200
"""No office is called by more characters."""
_OF_A_ROW = "^[a-z][a-z0-9-]{1,60}$"
_AN_OFFICE = ("an office", ("lead-officer", "its title, nor whoever holds it"))
_KIND_OF_RESOURCE = ("a kind of resource", ("human", "what it is called there"))
_ROWS = {
    "tier": ("a tier", ("platinum", "Platinum")), "kind": _KIND_OF_RESOURCE, "resource": _KIND_OF_RESOURCE,
}  # fmt: skip
"""Field -> the row of a procedure that it names by its id, and how that is written right and wrong; else an office."""


def kind_named(name: str, there: Sequence[str]) -> type[Entry]:
    """Return the kind of that name, where it is one of those recorded there. Raises NothingNear."""
    if name not in there:
        raise NothingNear(f"there is no kind of entry {repeatable(name)!r} to record there", name, there)
    return BY_NAME[name]
