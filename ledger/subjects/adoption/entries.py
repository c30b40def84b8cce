"""What is recorded of the procedure itself: adopted, amended, reviewed, shown to people, and taken in by each of them.

On the authority's own file. The rules behind a version are a file of data (ledger/procedures); the entry that adopts it
holds that file's SHA-256, so that a file changed afterwards is noticed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field

from ledger.entry import Entry, Frozen, own
from ledger.fields import Limit, Name, ProcedureRef
from ledger.procedures import installed
from ledger.words import Exhibit, Text

ProcedureName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*(/\d+)?$", json_schema_extra={"example": "hampshire"})]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


# HCC-POL-b, HCC-POL-c: Contract Practice Notes, Standing Orders, Financial Regulations.
class GoverningDocument(Frozen):
    """A document the procedure stands under: standing orders, regulations, practice notes, law."""

    title: Name
    """What it is called."""
    reference: Name | None = None
    """The number or name it goes by."""
    version: Name | None = None
    """Its version."""
    dated: date | None = None
    """The date it bears."""
    where: Name | None = None
    """Where it is found: an address, a place."""
    document_sha256: Sha256 | None = None
    """SHA-256 of its bytes, in hex, so that it can be told whether it is still the same."""

    def __str__(self) -> str:
        return self.title + (f", version {self.version}" if self.version else "")


class InstalledRules(Frozen):
    """The rules as data that this program read for a version when it was adopted."""

    sha256: Sha256
    """SHA-256 of the file they were read from, in hex."""
    packaged: bool
    """Whether they came with the program; else from the authority's own folder."""


class _OnTheAuthoritysFile(Entry):
    """What the kinds share that are about the authority's procedure."""

    files = ("authority",)

    @property
    def about_procedure(self) -> str | None:
        return str(own(self, "from_procedure") or own(self, "procedure"))


# HCC-POL-d, TVP-DC-1, TVP-DC-2, TVP-4.0-5: the fields of a controlled document.
class ProcedureAdopted(_OnTheAuthoritysFile):
    """The authority adopted a procedure for managing its contracts."""

    kind: Literal["procedure-adopted/1"] = "procedure-adopted/1"
    procedure: ProcedureRef
    """The procedure and its version: hampshire/1."""
    title: Name
    """Its title."""
    authors: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Who wrote it."""
    status: Name | None = None
    """Draft, final."""
    authorising_body: Name | None = None
    """The body that authorised it."""
    authorised_on: date | None = None
    """The day it was authorised."""
    effective_from: date | None = None
    """The day it took effect."""
    next_review_on: date | None = None
    """The day it is to be reviewed by."""
    reference_documents: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """Standing orders, law, regulations, codes of practice and practice notes it rests on (CPC307-K6, CPC307-K7,
    CPC308-K6, CPC308-K7)."""
    rules: Exhibit | None = None
    """Its rules as data, as the program read them from then on."""
    document_version: Name | None = None
    """The version the document itself bears, such as 3.0."""
    section: Name | None = None
    """The section of the organisation it is for, or belongs to."""
    master_copy: Name | None = None
    """Where the master copy is kept."""
    last_reviewed_on: date | None = None
    """The day it was last reviewed before."""
    governing_documents: Annotated[tuple[GoverningDocument, ...], Limit(longest=50)] = ()
    """The documents it stands under, each with version, date, place and SHA-256."""
    worked: InstalledRules | None = Field(default=None, json_schema_extra={"readOnly": True})
    """Worked out: the rules as data that this program has for it; null where it has none."""

    line = (
        "Procedure {procedure} adopted: {title}[, version {document_version}][, authorised by {authorising_body}]"
        "[ on {authorised_on}][, to be reviewed by {next_review_on}]"
    )

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on

    def work(self, file: object) -> Self:
        return self.model_copy(update={"worked": _rules_of(self.procedure)})


# HCC-POL-f, HCC-8.2-b, TVP-DC-4, IMP-30-b.
class ProcedureAmended(_OnTheAuthoritysFile):
    """The authority amended its procedure."""

    kind: Literal["procedure-amended/1"] = "procedure-amended/1"
    from_procedure: ProcedureRef
    """The version amended."""
    to_procedure: ProcedureRef
    """The version it became."""
    changes: Text
    """What changed."""
    reason: Text | None = None
    """Why."""
    prompted_by: Name | None = None
    """The law or government initiative that prompted it (CPC307-K8, CPC308-K8)."""
    authorised_on: date | None = None
    """The day it was authorised."""
    effective_from: date | None = None
    """The day it takes effect."""
    authorising_body: Name | None = None
    """The body that authorised it."""
    document_version: Name | None = None
    """The version the document itself bears from then on."""
    next_review_on: date | None = None
    """The day it is to be reviewed by; left out for what the procedure's own interval gives."""
    rules: Exhibit | None = None
    """The rules of the new version as data."""
    worked: InstalledRules | None = Field(default=None, json_schema_extra={"readOnly": True})
    """Worked out: the rules as data that this program has for the new version; null where it has none."""

    line = (
        "Procedure {from_procedure} amended to {to_procedure}[, version {document_version}]"
        "[, authorised by {authorising_body}]: {changes}[; prompted by {prompted_by}]"
    )

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on

    def work(self, file: object) -> Self:
        return self.model_copy(update={"worked": _rules_of(self.to_procedure)})


# HCC-POL-e, TVP-DC-3.
class ProcedureReviewed(_OnTheAuthoritysFile):
    """The procedure was reviewed by whoever has to: kept as it is, or found to need amending."""

    kind: Literal["procedure-reviewed/1"] = "procedure-reviewed/1"
    procedure: ProcedureRef
    """The version reviewed."""
    outcome: Literal["kept", "to-be-amended", "to-be-withdrawn"]
    """What was decided."""
    findings: Text | None = None
    """What was found: how far it is kept, what does not work."""
    next_review_on: date | None = None
    """The day it is to be reviewed again; left out for what the procedure's own interval gives."""

    line = "Procedure {procedure} reviewed: {outcome}[; next review by {next_review_on}][: {findings}]"


class MemberOfAudience(Frozen):
    """Somebody who needs to know the procedure."""

    person: Name
    """The officer."""
    office: Name | None = None
    """The office or post held."""
    unit: Name | None = None
    """The unit or workplace."""

    def __str__(self) -> str:
        return self.person


# HCC-H-b, TVP-4.0-2.
class ProcedureAudienceSet(_OnTheAuthoritysFile):
    """It was settled who needs to know the procedure: from then on these people, and nobody else, are asked."""

    kind: Literal["procedure-audience-set/1"] = "procedure-audience-set/1"
    procedure: ProcedureName
    """The procedure: whichever version is in force."""
    people: Annotated[tuple[MemberOfAudience, ...], Limit(longest=2000, shortest=1)]
    """Each of them; a list set earlier no longer counts."""

    line = "Audience of procedure {procedure} set: {people}"


# HCC-H-a, TVP-4.0-2.
class ProcedureAcknowledged(_OnTheAuthoritysFile):
    """Somebody acknowledged that they have read the procedure and understood it."""

    kind: Literal["procedure-acknowledged/1"] = "procedure-acknowledged/1"
    procedure: ProcedureRef
    """The version read."""
    person: Name
    """Who acknowledged it."""
    office: Name | None = None
    """The office or post held."""
    action_needed: Text | None = None
    """What the person has to do because of it, where it applies to them."""

    line = "Procedure {procedure} acknowledged by {person}[; to do: {action_needed}]"


def _rules_of(procedure: str) -> InstalledRules | None:
    found = installed(procedure)
    return InstalledRules(sha256=found.sha256, packaged=found.packaged) if found else None


AdoptionEntry: TypeAlias = (
    ProcedureAdopted | ProcedureAmended | ProcedureReviewed | ProcedureAudienceSet | ProcedureAcknowledged
)
