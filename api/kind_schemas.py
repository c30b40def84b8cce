"""What each kind of entry takes, as JSON Schema made from its class, for description, forms and command line.

The schema of a submission takes the words themselves, leaves out what the ledger works out, and has the envelope's
`departures` beside the entry's own fields.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from api.kind_examples import example_of
from ledger.entry import Entry
from ledger.kinds import BY_NAME, subject_of
from ledger.rules import Acknowledgement
from ledger.submission import WORKED_OUT

MOST_TOGETHER = 1_000
"""Entries that one request may hold."""
_TEMPLATE = "#/components/schemas/{model}"
_DEPARTURES = {
    "type": "array",
    "items": {"$ref": _TEMPLATE.format(model="Acknowledgement")},
    "default": [],
    "description": "Rules of procedure knowingly not kept, as the answer of type /problems/objections names them.",
}


@cache
def components() -> dict[str, Any]:
    """Return the schemas of every kind and of what they hold, by name, as OpenAPI's components/schemas has them."""
    return _of(list(BY_NAME))


def _of(names: list[str]) -> dict[str, Any]:
    """The schemas of these kinds and of what they hold: of all of them a second's work, of one a hundredth of that."""
    kinds = [BY_NAME[name] for name in names]
    models = [(kind, "validation") for kind in kinds] + [(Acknowledgement, "validation")]
    _, definitions = models_json_schema(models, ref_template=_TEMPLATE)  # type: ignore[arg-type]  # a list of literals
    found: dict[str, Any] = definitions["$defs"]
    for name, kind in zip(names, kinds, strict=True):
        found[kind.__name__] = _submitted(name, kind, found[kind.__name__])
    return _reachable(found, [kind.__name__ for kind in kinds])


def _submitted(name: str, kind: type[Entry], schema: dict[str, Any]) -> dict[str, Any]:
    written = kind.model_fields["kind"].default
    properties = {field: part for field, part in schema["properties"].items() if not _worked_out(field, part)}
    properties["kind"] = {
        "enum": [name, written],
        "description": f"{name}, with or without its version; may be left out where the address says it.",
    }  # fmt: skip
    if "replacement" in properties:
        properties["replacement"] = {
            "type": "object", "required": ["kind", "happened_on"], "additionalProperties": True,
            "description": "The entry as it should have been, complete, of the same kind: see the schema of that kind.",
            "example": {"kind": "note-made", "happened_on": "2025-03-03", "words": "As it should have been."},
        }  # fmt: skip
    required = [field for field in schema.get("required", ()) if field in properties and field != "kind"]
    return schema | {
        "title": kind.heading(),
        "properties": properties | {"departures": _DEPARTURES},
        "required": required,
    }


def _worked_out(field: str, part: dict[str, Any]) -> bool:
    return field in WORKED_OUT or part.get("readOnly") is True


def _reachable(schemas: dict[str, Any], roots: list[str]) -> dict[str, Any]:
    """Return the schemas that these refer to, themselves among them: what only a worked-out field held is left out."""
    wanted: dict[str, Any] = {}
    pending = list(roots)
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted[name] = schemas[name]
            pending += _named_in(schemas[name])
    return dict(sorted(wanted.items()))


def _named_in(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [str(part["$ref"]).rpartition("/")[2]] if "$ref" in part else []
        return own + [name for inner in part.values() for name in _named_in(inner)]
    if isinstance(part, list):
        return [name for inner in part for name in _named_in(inner)]
    return []


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a submission of one kind, complete in itself."""
    found = _of([name])
    root = BY_NAME[name].__name__
    needed = {part: schema for part, schema in found.items() if part != root}
    text: dict[str, Any] = _local({**found[root], "$defs": needed} if needed else found[root])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **text}


def _local(part: Any) -> Any:
    """The same schema with its references into itself."""
    if isinstance(part, dict):
        return {
            name: _local(inner) if name != "$ref" else f"#/$defs/{inner.rpartition('/')[2]}"
            for name, inner in part.items()
        }
    return [_local(inner) for inner in part] if isinstance(part, list) else part


_TAKES = "x-takes"


def takes(name: str) -> dict[str, Any]:
    """Return what a route says of itself that takes one entry of a kind, until `with_bodies` puts the body there."""
    return {_TAKES: name}


def with_bodies(operation: dict[str, Any]) -> None:
    """Describe in OpenAPI's terms the body of an operation that takes one entry of a kind.

    Not as the route is made: it takes the schemas of all kinds, a second's work, which no other command needs.
    """
    if (name := operation.pop(_TAKES, None)) is not None:
        operation["requestBody"] = _entry_body(name)


def _entry_body(name: str) -> dict[str, Any]:
    reference = {"$ref": _TEMPLATE.format(model=BY_NAME[name].__name__)}
    example = example_of(components()[BY_NAME[name].__name__], components())
    return {"required": True, "content": {"application/json": {"schema": reference, "example": example}}}


def batch_body() -> dict[str, Any]:
    """Return OpenAPI's description of a body that is several entries, each with its file and kind."""
    entry = {
        "type": "object",
        "required": ["file", "kind", "happened_on"],
        "properties": {
            "file": {
                "type": "string",
                "description": 'Reference of a contract, "authority", or "programme/" or "provider/" and a reference.',
            },
            "kind": {
                "enum": sorted(BY_NAME),
                "description": "The kind of entry; its own fields stand beside: GET /api/v1/kinds/{kind}.",
            },
            "happened_on": {"type": "string", "format": "date"},
            "departures": _DEPARTURES,
        },
        "additionalProperties": True,
    }
    entries = {"type": "array", "items": entry, "minItems": 1, "maxItems": MOST_TOGETHER}
    moment = {
        "type": "string",
        "format": "date-time",
        "description": "In a simulated ledger: the time of recording, which never falls.",
    }
    together = {
        "type": "object",
        "required": ["entries"],
        "properties": {"entries": entries, "recorded_at": moment},
        "additionalProperties": False,
    }
    return {"required": True, "content": {"application/json": {"schema": {"anyOf": [entries, together]}}}}


def kind_row(name: str) -> dict[str, Any]:
    """Return what is known of a kind in a list: its name, heading, sentence, subject, files and the id it is given."""
    kind = BY_NAME[name]
    return {
        "kind": name, "version": kind.model_fields["kind"].default, "heading": kind.heading(),
        "description": " ".join((kind.__doc__ or "").split()), "subject": subject_of(kind), "files": list(kind.files),
        "opens_a_file": kind.opens, "is_given_id": kind.gives,
        "links": {"self": f"/api/v1/kinds/{name}"},
    }  # fmt: skip
