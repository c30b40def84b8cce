"""What somebody orders of a bundle of evidence: from a body, a form or a command, each fault named with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import to_json

from ledger.entry import Frozen
from ledger.fields import Limit
from ledger.refusals import Fault, Invalid
from ledger.words import text_of
from projections.bundle.bates import Bates
from projections.bundle.purposes import PURPOSES, Name, Narrowing
from projections.bundle.selection import Asked, Redaction

LONGEST = 200  # characters of a name


def _prefix(said: str) -> str:
    Bates(said)
    return said


class RedactionWanted(Frozen):
    """Words to be left out."""

    position: Annotated[int, Field(ge=1)]
    """The entry they stand in."""
    field: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    """The field, as the entry has it: nature, exhibits.0."""
    ground: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    """Why: it stands in their place."""


class BundleOrder(Frozen):
    """What bundle somebody wants."""

    purpose: Name
    """For what: it decides what is in."""
    withhold: tuple[Narrowing, ...] = ()
    """Marks that are to be withheld besides, as the bundle then says."""
    redact: Annotated[tuple[RedactionWanted, ...], Limit(longest=500), Field(max_length=500)] = ()
    """Words to be left out."""
    person: Annotated[str, Field(min_length=1, max_length=LONGEST)] | None = None
    """For subject access: the pseudonym of the person who asks."""
    as_at: date | None = None
    """The day in the world; left out, everything on record."""
    known_at: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    """A size of the log, or a moment with its zone; left out, what is signed now."""
    recipient: Annotated[str, Field(min_length=1, max_length=LONGEST)] | None = None
    """Whom it is issued to, which is recorded on the file (for subject access without a name); left out, a draft."""
    bates: Annotated[str, AfterValidator(_prefix)] | None = None
    """Prefix of a Bates-numbered load file; left out, none is made."""

    @property
    def asked(self) -> Asked:
        """What is to be selected."""
        redactions = tuple(Redaction(one.position, one.field, text_of(one.ground)) for one in self.redact)
        return Asked(PURPOSES[self.purpose], self.withhold, redactions, self.person)


class Whose(Frozen):
    """Whom a bundle for subject access was about."""

    person: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    """The pseudonym of who asked, which is kept nowhere."""


def order_of(body: object) -> BundleOrder:
    """Return the order a body makes. Raises Invalid with every fault."""
    if not isinstance(body, dict):
        raise Invalid([Fault("", 'should be an object: {"purpose": "disclosure"}')])
    return read_body(BundleOrder, body)


Body = TypeVar("Body", bound=BaseModel)


def read_body(of: type[Body], body: object) -> Body:
    """Return a body as what it should be. Raises Invalid with every fault."""
    try:
        return of.model_validate_json(to_json(body))
    except ValidationError as error:
        faults = [
            Fault(".".join(map(str, one["loc"])), _should(one["msg"])) for one in error.errors(include_input=False)
        ]
        raise Invalid(faults) from None


def _should(said: str) -> str:
    """What pydantic says, as it follows the name of a field: should be ..."""
    return re.sub(r"^(string|input|value error,) ", "", said[:1].lower() + said[1:])


def redactions_of(lines: Iterable[str]) -> list[dict[str, object]]:
    """Return redactions written ENTRY:FIELD:GROUND, as an order has them. Raises Invalid, naming each that is none."""
    orders: list[dict[str, object]] = []
    faults = []
    for number, said in enumerate(lines):
        position, _, rest = said.strip().partition(":")
        field, _, ground = (part.strip() for part in rest.partition(":"))
        if not (position.isascii() and position.isdecimal() and 0 < int(position[:10]) < 10**9 and field and ground):
            why = "should be an entry, its field and the ground, such as 12:nature:names a child"
        elif len(field) > LONGEST or len(ground) > LONGEST:
            why = f"has a field or a ground of more than {LONGEST} characters"
        else:
            orders.append({"position": int(position), "field": field, "ground": ground})
            continue
        faults.append(Fault(f"redact.{number}", why))
    if faults:
        raise Invalid(faults)
    return orders


__all__ = ["BundleOrder", "RedactionWanted", "Whose", "order_of", "read_body", "redactions_of"]
