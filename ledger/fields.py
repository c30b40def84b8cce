"""What a field of an entry holds, and how it is marked: limits, references, names, hours, the ids the ledger gives.

The shape is the class's business; limits are asked only of what is submitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import CoreSchema

from ledger.words import text_of


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit asked of a submitted entry and shown in schema and form, never asked when reading what is on record."""

    longest: int | None = None
    shortest: int | None = None
    least: int | None = None
    most: int | None = None

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        shown = dict(handler.resolve_ref_schema(handler(schema)))
        size = "Items" if shown.get("type") == "array" else "Length"
        words = {f"max{size}": self.longest, f"min{size}": self.shortest, "minimum": self.least, "maximum": self.most}
        return shown | {word: value for word, value in words.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field that names something on the same file by the id the ledger gave it ("ISS-004") or by position."""

    to: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(handler.resolve_ref_schema(handler(schema))) | {"x-refers-to": self.to}


def of_rows(rows: str) -> Any:
    """Return the mark of a field that names a row of the procedure, of those rows: a form offers them by their titles.

    Other words may stand there too; what they mean is told by the id or title they are (ledger/agenda_items.py).
    """
    return Field(json_schema_extra={"x-rows": rows})


def of_kind(kind: str) -> Any:
    """Return the mark of a field that names entries, of that kind as a rule: a form tells which of it are on file."""
    return Field(json_schema_extra={"x-entries-of": kind})


def of_menu(rows: str) -> Any:
    """Return the mark of a name that may be picked from rows of the procedure, or be another: a form tells them."""
    return Field(json_schema_extra={"x-menu": rows})


@dataclass(frozen=True, slots=True)
class OfficeId:
    """Marks a field that names an office by its id in the procedure: people are shown what the procedure calls it."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"x-rows": "office"} | dict(handler.resolve_ref_schema(handler(schema)))


def _plain_string(value: str) -> str:
    return text_of(value)


def _by_the_clock(hour: time) -> time:
    if hour.tzinfo is not None:
        raise PydanticCustomError(
            "hour", "should be an hour by the clock in London, such as 17:00, without a time zone"
        )
    return hour


Hour = Annotated[time, AfterValidator(_by_the_clock), WithJsonSchema({"type": "string", "format": "time-local"})]
"""An hour by the clock in London, "14:30:00": the registry of formats calls it time-local, RFC 3339 has none such."""
Name = Annotated[str, AfterValidator(_plain_string), Limit(longest=200, shortest=1)]
"""A name, title or reference: one line of open text, not held by digest."""
Position = Annotated[int, Ref("entry"), Limit(least=1)]
"""An entry in force on the same file, by its number."""
PositionOnRecord = Annotated[int, Ref("record"), Limit(least=1)]
"""An entry on the same file, by its number, in force or struck out: its words can be read either way."""
Percent = Annotated[str, Field(pattern=r"^-?\d{1,9}(\.\d{1,6})?$")]
"""An exact decimal, as a string; never a float."""
Count = Annotated[int, Limit(least=0)]
"""A number of people or things, none included."""
RowId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,60}$")]
"""The id of a row of a procedure: an office, a tier, a kind of resource."""
Office = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,60}$"), OfficeId()]
"""An office as the procedure names it: lead-officer, representative, provider-director ... Shown by its title there."""
ProcedureRef = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/\d+$")]
"""A procedure and its version: hampshire/1."""

# Ids the ledger gives, per file: what an entry begins is named by later entries under it.
ActionId = Annotated[str, Field(pattern=r"^ACT-[0-9]{3,}$"), Ref("action")]
AssessmentId = Annotated[str, Field(pattern=r"^ASM-[0-9]{3,}$"), Ref("assessment")]
AuthorisationId = Annotated[str, Field(pattern=r"^AUT-[0-9]{3,}$"), Ref("authorisation")]
AwardId = Annotated[str, Field(pattern=r"^PTS-[0-9]{3,}$"), Ref("award")]
BreachId = Annotated[str, Field(pattern=r"^BRE-[0-9]{3,}$"), Ref("breach")]
ComplaintId = Annotated[str, Field(pattern=r"^CMP-[0-9]{3,}$"), Ref("complaint")]
ContactId = Annotated[str, Field(pattern=r"^CON-[0-9]{3,}$"), Ref("contact")]
HoldId = Annotated[str, Field(pattern=r"^HLD-[0-9]{3,}$"), Ref("hold")]
DisputeId = Annotated[str, Field(pattern=r"^DSP-[0-9]{3,}$"), Ref("dispute")]
InvoiceId = Annotated[str, Field(pattern=r"^INV-[0-9]{3,}$"), Ref("invoice")]
IssueId = Annotated[str, Field(pattern=r"^ISS-[0-9]{3,}$"), Ref("issue")]
MeetingId = Annotated[str, Field(pattern=r"^MTG-[0-9]{3,}$"), Ref("meeting")]
NoticeId = Annotated[str, Field(pattern=r"^NOT-[0-9]{3,}$"), Ref("notice")]
PlanId = Annotated[str, Field(pattern=r"^PLN-[0-9]{3,}$"), Ref("plan")]
ProposalId = Annotated[str, Field(pattern=r"^TRM-[0-9]{3,}$"), Ref("proposal")]
ReliefId = Annotated[str, Field(pattern=r"^REL-[0-9]{3,}$"), Ref("relief")]
ReviewId = Annotated[str, Field(pattern=r"^REV-[0-9]{3,}$"), Ref("review")]
SlaId = Annotated[str, Field(pattern=r"^SLA-[0-9]{3,}$"), Ref("agreement")]
StepInId = Annotated[str, Field(pattern=r"^STP-[0-9]{3,}$"), Ref("step-in")]
SumId = Annotated[str, Field(pattern=r"^SUM-[0-9]{3,}$"), Ref("sum")]
SuspensionId = Annotated[str, Field(pattern=r"^SUS-[0-9]{3,}$"), Ref("suspension")]
VariationId = Annotated[str, Field(pattern=r"^VAR-[0-9]{3,}$"), Ref("variation")]
Issues = Annotated[tuple[IssueId, ...], Limit(longest=50)]

# Of buying, from the need to the signed contract.
BidId = Annotated[str, Field(pattern=r"^BID-[0-9]{3,}$"), Ref("bid")]
RecommendedAwardId = Annotated[str, Field(pattern=r"^AWR-[0-9]{3,}$"), Ref("recommended-award")]
SingleTenderId = Annotated[str, Field(pattern=r"^STR-[0-9]{3,}$"), Ref("single-tender")]
TenderId = Annotated[str, Field(pattern=r"^TND-[0-9]{3,}$"), Ref("tender")]

# Of monitoring.
ImprovementTargetId = Annotated[str, Field(pattern=r"^TGT-[0-9]{3,}$"), Ref("improvement-target")]
RiskId = Annotated[str, Field(pattern=r"^RSK-[0-9]{3,}$"), Ref("risk")]

# Of outcomes, plans and resources.
ConflictId = Annotated[str, Field(pattern=r"^CFL-[0-9]{3,}$"), Ref("conflict")]
EvaluationId = Annotated[str, Field(pattern=r"^EVA-[0-9]{3,}$"), Ref("evaluation")]
FeedbackId = Annotated[str, Field(pattern=r"^FBK-[0-9]{3,}$"), Ref("feedback")]
ImplementationPlanId = Annotated[str, Field(pattern=r"^IPL-[0-9]{3,}$"), Ref("implementation-plan")]
OutcomeId = Annotated[str, Field(pattern=r"^OUT-[0-9]{3,}$"), Ref("outcome")]
PlanChangeId = Annotated[str, Field(pattern=r"^CHG-[0-9]{3,}$"), Ref("plan-change")]
ProvisionId = Annotated[str, Field(pattern=r"^PRV-[0-9]{3,}$"), Ref("provision")]
RecommendationId = Annotated[str, Field(pattern=r"^RRC-[0-9]{3,}$"), Ref("recommendation")]
ResourcePlanId = Annotated[str, Field(pattern=r"^RPL-[0-9]{3,}$"), Ref("resource-plan")]
VarianceId = Annotated[str, Field(pattern=r"^RVA-[0-9]{3,}$"), Ref("variance")]
