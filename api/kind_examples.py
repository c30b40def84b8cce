"""An example of each kind of entry, made from its schema: the fields that must be there, each with a value it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_BY_PATTERN = {
    "^[A-Z]{3}$": "GBP",
    r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$": "HC-2025-014",
    r"^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$": "C-0147",
    "^[a-z][a-z0-9-]{1,60}$": "lead-officer",
    r"^[a-z_][a-z0-9_]*(\.[a-z0-9_]+)*$": "words",
    r"^[a-z][a-z0-9-]*/\d+$": "hampshire/1",
    r"^-?\d{1,9}(\.\d{1,6})?$": "12.5",
}
_BY_FORMAT = {"date": "2025-03-03", "time-local": "14:30:00", "date-time": "2025-03-03T14:30:00Z"}
_BY_TYPE: Mapping[str, Any] = {"integer": 1, "boolean": True, "object": {}, "null": None}


def example_of(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Any:
    """Return a smallest value that a schema takes; `definitions` are those that its references name."""
    if "example" in schema:
        return schema["example"]
    if "$ref" in schema:
        return example_of(definitions[str(schema["$ref"]).rpartition("/")[2]], definitions)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return example_of(schema[several][0], definitions)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "string":
            return _text(schema)
        case "array":
            return [example_of(schema["items"], definitions)] * max(1, int(schema.get("minItems", 1)))
        case "object" if "properties" in schema:
            needed = schema.get("required", ())
            return {name: example_of(schema["properties"][name], definitions) for name in needed}
        case other:
            return _BY_TYPE[str(other)]


def _text(schema: Mapping[str, Any]) -> str:
    if "format" in schema:
        return _BY_FORMAT[schema["format"]]
    pattern = str(schema.get("pattern", ""))
    if given := re.match(r"\^([A-Z]{3})-", pattern):
        return f"{given[1]}-001"
    return _BY_PATTERN.get(pattern, "In the authority's own words.")
