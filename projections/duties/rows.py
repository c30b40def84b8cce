"""Duties as rows, each under a number of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from projections.duties.due import Duty, duties
from projections.read_models.projection import Projection, Row, as_json
from projections.read_models.remembered import each_made
from projections.view import FileView


def _duty_rows(view: FileView) -> Iterator[Row]:
    """Each under a number made of its id: so one that comes or goes leaves the rows of all others as they are.

    The first 56 bits of the id's SHA-256 but the first of all, and how many of that id came before, in eight more.
    """
    before = Counter[str]()
    for number, duty, *columns in each_made(_duty_row, duties(view), view):
        yield number + before[duty], duty, view.reference, *columns
        before[duty] += 1


def _duty_row(duty: Duty) -> Row:
    number = int.from_bytes(sha256(duty.id.encode()).digest()[:7]) % 2**55 * 256
    persons = [duty.named] if duty.named else [term.person for term in duty.in_post]
    days = duty.since, duty.due_on, duty.warned_from, duty.ceases_on
    return number, duty.id, duty.office, persons, *days, as_json(duty)


DUTIES = Projection(
    name="duties",
    version=59,
    columns=(
        ("duty", 'text COLLATE "C"'), ("reference", 'text COLLATE "C"'), ("office", "text"), ("persons", "text[]"),
        ("since", "date"), ("due_on", "date"), ("warned_from", "date"), ("ceases_on", "date"), ("model", "jsonb"),
    ),
    rows=_duty_rows,
    indexes=(
        # As they are listed, of all offices and of one: what very many contracts have for one day is not put in order.
        "((coalesce(due_on, since)), reference, duty)", "(office, (coalesce(due_on, since)), reference, duty)",
        "USING gin (persons)", "(duty) WHERE duty LIKE 'next-contract/%'",
    ),
)  # fmt: skip
