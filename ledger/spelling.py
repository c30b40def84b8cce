"""How what has to follow a pattern is written, in words and by an example: nobody is answered with a pattern."""

from __future__ import annotations

import re

_GIVEN_ID = re.compile(r"\^([A-Z]{3})-\[0-9\]\{3,\}\$")
WITHOUT_ID = {"DSP": "; a dispute that a notice alone began has none: leave it out"}
"""Of what may have no id, by how the ids of its sort begin: what is done then (docs/adr/0210)."""
_SHA_256 = "as a SHA-256: 64 characters 0-9 and a-f"
_WORDS = {
    r"^-?\d{1,9}(\.\d{1,6})?$": "as a number in digits, like 12.5: nine at most before the point and six after it, "
    "without a unit, a comma or a space",
    "^[A-Z]{3}$": "like GBP, three capital letters",
    r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$": "like HC-2025-014: letters, digits, dots, dashes, colons; 120 at most",
    r"^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$": "like C-0147: letters, digits, dots, dashes, strokes; 40 at most",
    "^[0-9a-f]{64}$": _SHA_256,
    "^([0-9a-f]{64})?$": _SHA_256,
    r"^[a-z][a-z0-9-]*/\d+$": "like hampshire/1: the procedure and its version",
    r"^[a-z][a-z0-9-]*(/\d+)?$": "like hampshire, or hampshire/1 with its version",
    r"^[a-z][a-z0-9-]*$": "like hampshire: small letters, digits and dashes, a letter first",
    "^[a-z][a-z0-9-]{1,60}$": "like lead-officer: small letters, digits and dashes; 61 at most",
    r"^TC-\d\d$": "like TC-04, as conditions of early termination are numbered",
    "^[a-z]+(-[a-z]+)*$": "like not-met: small letters and dashes",
    r"^\d{4}-(0[1-9]|1[0-2])$": "like 2017-10, a year and a month",
    r"^[a-z_][a-z0-9_]*(\.[a-z0-9_]+)*$": "like by.person: a field's name, after a dot that of one within it",
    "^[a-z0-9][a-z0-9./-]{2,80}$": "like log.example.org/contracts: small letters, digits, dots, dashes, strokes",
    "^[A-Za-z0-9_-]{43}$": "as a SHA-256 in base64url: 43 letters, digits, dashes and underscores",
    "^[A-Za-z0-9+/]{43}=$": "as a SHA-256 in base64: 43 characters and an equals sign",
    "^[A-Za-z0-9+/]+={0,2}$": "in base64",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$": "like 2025-03-31T09:30:00.000000Z, in UTC",
    r"^[0-9]+(\.[0-9]+)+$": "like 1.2.3: an object identifier, numbers with dots between",
}


def prefix_given(pattern: str) -> str | None:
    """Return how the ids the ledger gives begin that a pattern is of: MTG of MTG-001; None for any other pattern."""
    given = _GIVEN_ID.fullmatch(pattern)
    return given[1] if given else None


def how_written(pattern: str) -> str:
    """Return how something that has to follow a pattern is written: like MTG-001, the id the ledger gave."""
    if given := prefix_given(pattern):
        return f"like {given}-001, the id the ledger gave"
    return _WORDS.get(pattern, "otherwise; what the field is for says how")
