"""Records: how the file itself is kept: notes, corrections, consultations, documents, authority to depart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from pydantic import Field

from ledger.entry import (
    Actor,
    AnyEntry,
    Audience,
    Entry,
    Frozen,
    IssueId,
    Limit,
    Name,
    NoticeId,
    Position,
    ProposalId,
    Protection,
    Recorded,
    VariationId,
)
from ledger.procedures import ProcedureError, read
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Exhibit, Personal, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


class LedgerOpened(Entry):
    """The authority opened its ledger: the first entry of all, which says whose it is and whether its clock is real."""

    kind: Literal["ledger-opened/1"] = "ledger-opened/1"
    authority: Name
    """The public authority whose ledger this is."""
    origin: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9./-]{2,80}$")]
    """Name of the log, in the form of a schemeless address: ledger.example/county."""
    clock: Literal["real", "simulated"]
    """Whether times of recording are the database clock's, or a loader's (examples and tests). Never changes."""
    country: Literal["england-and-wales", "scotland", "northern-ireland"] = "england-and-wales"
    """Whose bank holidays count."""
    entry_format: Literal["cleartrail-entry/1"] = "cleartrail-entry/1"
    """Format of stored entries: ledger/mapper.py."""
    leaf_format: Literal["cleartrail-leaf/1"] = "cleartrail-leaf/1"
    """Format of the log's leaves: ledger/log/leaf.py."""

    opens = True
    files = ("authority",)
    line = "{authority} opened its ledger {origin} ({clock} clock)"


class NoteMade(Entry):
    """Somebody made a note of something that happened; what it was can be said later."""

    kind: Literal["note-made/1"] = "note-made/1"
    words: Personal | None = None
    """The note. A picture or document may stand in its place."""
    concerns: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries the note is about."""

    files = ("contract", "authority")
    line = "Note made[: {words}]"


class EntrySupplemented(Entry):
    """Something missing from an earlier entry was added; the earlier entry stays as it is."""

    kind: Literal["entry-supplemented/1"] = "entry-supplemented/1"
    position: Position
    """The entry supplemented."""
    words: Text
    """What is added: the missing standard, clause, recipient, document."""

    files = ("contract", "authority")
    line = "Entry {position} supplemented: {words}"


class _Amending(Entry):
    """What corrections and strike-outs share."""

    position: Position
    """The entry, by its number: an original, never a correction."""
    reason: Text
    """Why."""
    waiting: Annotated[str | None, Field(json_schema_extra={"readOnly": True})] = None
    """Worked out: why a second person must confirm this before it counts; null where nobody need."""


class EntryCorrected(_Amending):
    """An entry was found to be wrong and is replaced as a whole; both stay on record. (Not a variation of the deal.)"""

    kind: Literal["entry-corrected/1"] = "entry-corrected/1"
    replacement: AnyEntry
    """The entry as it should have been, complete, of the same kind."""

    files = ("contract", "authority")
    line = "Entry {position} corrected: {reason}"


class EntryStruckOut(_Amending):
    """An entry was struck out as made in error; it stays on record. Striking out a strike-out reinstates."""

    kind: Literal["entry-struck-out/1"] = "entry-struck-out/1"

    files = ("contract", "authority")
    line = "Entry {position} struck out: {reason}"


class CorrectionConfirmed(Entry):
    """A second person confirmed a correction or a strike-out, which counts from then on."""

    kind: Literal["correction-confirmed/1"] = "correction-confirmed/1"
    position: Position
    """The correction or strike-out confirmed."""

    files = ("contract", "authority")
    line = "Entry {position} confirmed by a second person"


class EntryReclassified(Entry):
    """Legal Services changed who may read an entry, or the privilege it is under."""

    kind: Literal["entry-reclassified/1"] = "entry-reclassified/1"
    position: Position
    """The entry whose marks change."""
    new_audience: Audience
    """Who may read it from now on."""
    new_protection: Protection
    """The protection it is under from now on."""
    reason: Text
    """Why."""

    files = ("contract", "authority")
    line = "Entry {position} reclassified: {new_audience}, {new_protection}"


class ProcedureAdopted(Entry):
    """The authority adopted a procedure for managing its contracts."""

    kind: Literal["procedure-adopted/1"] = "procedure-adopted/1"
    procedure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/\d+$")]
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
    """Standing orders, regulations and practice notes it rests on."""
    files = ("authority",)
    line = "Procedure {procedure} adopted: {title}"

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on


class ProcedureAmended(Entry):
    """The authority amended its procedure."""

    kind: Literal["procedure-amended/1"] = "procedure-amended/1"
    from_procedure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/\d+$")]
    """The version amended."""
    to_procedure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/\d+$")]
    """The version it became."""
    changes: Text
    """What changed."""
    reason: Text | None = None
    """Why."""
    authorised_on: date | None = None
    """The day it was authorised."""
    effective_from: date | None = None
    """The day it takes effect."""

    files = ("authority",)
    line = "Procedure {from_procedure} amended to {to_procedure}: {changes}"

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on


class ProcedureBound(Entry):
    """The contract was bound to a version of the authority's procedure."""

    kind: Literal["procedure-bound/1"] = "procedure-bound/1"
    procedure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/\d+$")]
    """The procedure and its version: hampshire/1."""
    reason: Text | None = None
    """Why this one."""

    line = "Bound to procedure {procedure}[: {reason}]"


class DepartureAuthorised(Entry):
    """An office entitled to do so authorised a departure from the procedure."""

    kind: Literal["departure-authorised/1"] = "departure-authorised/1"
    rule: Name
    """Id of the rule that need not be kept."""
    what_for: Text
    """The act or proposal it is given for."""
    reason: Text
    """Why."""
    scope: Literal["once", "contract"] = "once"
    """Whether it covers one act or every such act on this contract."""
    alternative: Text | None = None
    """What is to be done instead."""

    gives = "AUT"
    noun = "authorisation"
    line = "{id}: departure from {rule} authorised for {what_for}: {reason}"


class DepartureRatified(Entry):
    """The office entitled approved, afterwards, a departure it had not authorised."""

    kind: Literal["departure-ratified/1"] = "departure-ratified/1"
    position: Position
    """The entry that departed from the procedure."""
    rule: Name
    """Id of the rule that was not kept."""
    reason: Text
    """Why it is approved."""

    line = "Departure from {rule} in entry {position} ratified: {reason}"


class DepartureRefused(Entry):
    """The office entitled declined to approve a departure."""

    kind: Literal["departure-refused/1"] = "departure-refused/1"
    position: Position
    """The entry that departed from the procedure."""
    rule: Name
    """Id of the rule that was not kept."""
    reason: Text
    """Why it is not approved."""

    line = "Departure from {rule} in entry {position} not approved: {reason}"


class DocumentFiled(Entry):
    """A document was placed on the contract file."""

    kind: Literal["document-filed/1"] = "document-filed/1"
    document: Exhibit | None = None
    """The document itself."""
    title: Name
    """What it is called."""
    document_kind: Literal[
        "contract", "specification", "minutes", "letter", "report", "notice", "plan", "source-notice", "other"
    ] = "other"
    """What sort of document."""
    dated: date | None = None
    """The date it bears."""
    electronic_location: Name | None = None
    """Where else it is kept electronically."""
    hard_copy_location: Name | None = None
    """Where the paper is."""
    belongs_to: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries it belongs to: the meeting whose minutes it is."""

    files = ("contract", "authority")
    line = "Document filed: {title}[, dated {dated}]"


class ConsultationRecorded(Entry):
    """Somebody was consulted before an act that is another's to take."""

    kind: Literal["consultation-recorded/1"] = "consultation-recorded/1"
    subject: Literal["notice", "variation", "termination", "procurement", "other"]
    """What it was about."""
    consulted: Actor
    """Who was consulted, in what office."""
    means: Name | None = None
    """Meeting, call, e-mail."""
    advice: Text | None = None
    """What they said."""
    issues: Annotated[tuple[IssueId, ...], Limit(longest=50)] = ()
    """The issues it was about."""
    notice: NoticeId | None = None
    """The notice it was about, where it has been served already."""
    variation: VariationId | None = None
    """The variation it was about."""
    proposal: ProposalId | None = None
    """The proposal to terminate it was about."""
    contentious: bool | None = None
    """Whether the matter was found contentious (HCC-7.4-b)."""

    line = "{consulted} consulted about {subject}[: {advice}]"


class EvidenceBundleIssued(Entry):
    """A bundle of evidence was made from this file and handed to somebody."""

    kind: Literal["evidence-bundle-issued/1"] = "evidence-bundle-issued/1"
    up_to: Position
    """The last entry it holds."""
    recipient: Name
    """Who was given it."""
    purpose: Name
    """What for."""
    bundle: Exhibit | None = None
    """The bundle."""
    withheld: Annotated[tuple[Position, ...], Limit(longest=2000)] = ()
    """Entries withheld from it."""

    line = "Bundle of evidence up to entry {up_to} issued to {recipient} for {purpose}"


AMENDING = (EntryCorrected, EntryStruckOut, CorrectionConfirmed)
"""Kinds that change which entries are in force: after one of them the file is folded afresh."""

RecordsEntry: TypeAlias = (
    LedgerOpened | NoteMade | EntrySupplemented | EntryCorrected | EntryStruckOut | CorrectionConfirmed
    | EntryReclassified | ProcedureAdopted | ProcedureAmended | ProcedureBound | DepartureAuthorised
    | DepartureRatified | DepartureRefused | DocumentFiled | ConsultationRecorded | EvidenceBundleIssued
)  # fmt: skip


class Authorisation(Frozen):
    """A departure authorised: by whom, when, for which rule, once or for the contract."""

    id: str
    rule: str
    by: Actor | None
    on: date
    position: int
    scope: Literal["once", "contract"]


class Consultation(Frozen):
    """A consultation, as rules look for it."""

    position: int
    on: date
    subject: str
    by: Actor | None
    consulted: Actor
    about: tuple[str, ...]
    """Ids of the issues, notice, variation and proposal it names."""
    contentious: bool = False
    """Whether the matter was found contentious."""


class Verdict(Frozen):
    """The office's later word on a departure it had not authorised."""

    position: int
    on: date
    by: Actor | None
    approved: bool


@dataclass(slots=True)
class Records(Register):
    """How the file is kept."""

    authorisations: dict[str, Authorisation] = field(default_factory=dict)
    verdicts: dict[tuple[int, str], Verdict] = field(default_factory=dict)
    """(position of the entry that departed, rule) -> ratified or refused."""
    consultations: list[Consultation] = field(default_factory=list)
    documents: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Position of a document filed -> positions it belongs to."""
    supplements: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Position of an entry -> positions of what supplemented it."""
    marks: dict[int, tuple[Audience, Protection]] = field(default_factory=dict)
    """Position of a reclassified entry -> its marks now."""
    procedures: list[tuple[date, str]] = field(default_factory=list)
    """Procedures bound, with the day from which."""

    def apply(self, recorded: Recorded) -> None:
        entry: RecordsEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        match entry:
            case DepartureAuthorised():
                assert recorded.given_id is not None
                self.authorisations[recorded.given_id] = Authorisation(
                    id=recorded.given_id, rule=entry.rule, by=entry.by, on=entry.happened_on,
                    position=recorded.position, scope=entry.scope,
                )  # fmt: skip
            case DepartureRatified() | DepartureRefused():
                approved = isinstance(entry, DepartureRatified)
                self.verdicts[entry.position, entry.rule] = Verdict(
                    position=recorded.position, on=entry.happened_on, by=entry.by, approved=approved
                )
            case ConsultationRecorded():
                about = (*entry.issues, *(i for i in (entry.notice, entry.variation, entry.proposal) if i))
                self.consultations.append(
                    Consultation(
                        position=recorded.position, on=entry.happened_on, subject=entry.subject, by=entry.by,
                        consulted=entry.consulted, about=about, contentious=bool(entry.contentious),
                    )
                )  # fmt: skip
            case DocumentFiled():
                self.documents[recorded.position] = entry.belongs_to
            case EntrySupplemented(position=position):
                self.supplements[position] = (*self.supplements.get(position, ()), recorded.position)
            case EntryReclassified(position=position):
                self.marks[position] = (entry.new_audience, entry.new_protection)
            case ProcedureBound() | ProcedureAdopted():
                self.procedures.append((entry.effective_on, entry.procedure))
            case ProcedureAmended():
                self.procedures.append((entry.effective_on, entry.to_procedure))
            case LedgerOpened() | NoteMade() | EvidenceBundleIssued():
                pass  # on record; nothing else depends on them
            case EntryCorrected() | EntryStruckOut() | CorrectionConfirmed():
                pass  # resolved before the fold: contract_file.in_force
            case _:
                assert_never(entry)

    def procedure_on(self, day: date) -> str | None:
        """Return the procedure the file is bound to on a day, None where it is bound to none of its own."""
        bound = [name for since, name in self.procedures if since <= day]
        return bound[-1] if bound else None

    def consulted(self, office: str, subject: str, day: date, about: str | None = None) -> Iterator[Consultation]:
        """Yield an office's consultations on a subject up to a day; of those that name ids, the ones about `about`."""
        for held in self.consultations:
            in_point = about is None or not held.about or about in held.about
            if in_point and held.consulted.office == office and held.subject == subject and held.on <= day:
                yield held

    def is_filed(self, position: int) -> bool:
        """Return whether a document belonging to that entry was placed on the file."""
        return any(position in belongs for belongs in self.documents.values())


def _note_is_empty(file: ContractFile, note: NoteMade, procedure: Procedure) -> str | None:
    return "it has neither words nor an exhibit" if note.words is None and not note.exhibits else None


def _ends_before_it_begins(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if entry.until is not None and entry.until < entry.happened_on:
        return f"it may have happened until {entry.until:%-d %B %Y}, which is before {entry.happened_on:%-d %B %Y}"
    return None


def _not_that_departure(
    file: ContractFile, entry: DepartureRatified | DepartureRefused, procedure: Procedure
) -> str | None:
    target = file.at(entry.position)
    if target is not None and all(d.rule != entry.rule for d in target.departures):
        rules = ", ".join(d.rule for d in target.departures) or "none"
        return f"entry {entry.position} records no departure from {entry.rule}; the departures on it are: {rules}"
    return None


def _not_entitled(
    file: ContractFile, entry: DepartureAuthorised | DepartureRatified | DepartureRefused, procedure: Procedure
) -> str | None:
    entitled = procedure.entitled(entry.rule)
    office = entry.by.office if entry.by else None
    if entitled and office not in entitled:
        titles = " or ".join(procedure.office_title(o) for o in entitled)
        who = procedure.office_title(office) if office else "nobody named"
        return f"it was done by {who}; the procedure gives it to {titles}"
    return None


def _unknown(file: ContractFile, bound: ProcedureBound, procedure: Procedure) -> str | None:
    try:
        read(bound.procedure)
    except ProcedureError as error:
        return str(error)
    return None


def _spot(file: ContractFile, bound: ProcedureBound, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or not contract.is_spot or _unknown(file, bound, procedure):
        return None
    to = read(bound.procedure)
    if to.ruling(_SPOT)[0] is None:
        return None  # this procedure takes spot purchases in (section H, D-17)
    return f"the contract is a spot purchase and is bound to {to.title} ({to.ref})"


def _by_legal_services(file: ContractFile, entry: EntryReclassified, procedure: Procedure) -> str | None:
    return None if entry.by and entry.by.office == "legal-services" else "it was not done by Legal Services"


_SPOT: AnyRule = Rule(
    id="procedure.spot-purchases-apart", citation="HCC-S-b", level="authorise", of=ProcedureBound, field="procedure",
    sentence="Spot purchases are reviewed under the Care Management Manual, not under this procedure.",
    found=_spot, authorised_by=("county-manager-contracts",),
)  # fmt: skip

RULES: tuple[AnyRule, ...] = (
    Rule(
        id="entry.span",
        citation="HCC-2.1-a",
        level="contradiction",
        of=Entry,
        field="until",
        sentence="The last day something may have happened on is not before the first.",
        found=_ends_before_it_begins,
    ),
    Rule(
        id="note.says-something",
        citation="HCC-2.1-g",
        level="contradiction",
        of=NoteMade,
        field="words",
        sentence="A note has words or an exhibit.",
        found=_note_is_empty,
    ),
    Rule(
        id="departure.is-on-record",
        citation="HCC-POL-f",
        level="contradiction",
        of=(DepartureRatified, DepartureRefused),
        field="rule",
        sentence="Only a departure that is on record can be ratified or refused.",
        found=_not_that_departure,
    ),
    Rule(
        id="departure.by-the-office-entitled",
        citation="HCC-POL-f",
        level="explain",
        of=(DepartureAuthorised, DepartureRatified, DepartureRefused),
        field="by",
        sentence="A departure is authorised, ratified or refused by the office the procedure gives that to.",
        found=_not_entitled,
    ),
    Rule(
        id="procedure.is-known",
        citation="HCC-POL-f",
        level="contradiction",
        of=ProcedureBound,
        field="procedure",
        sentence="A contract is bound to a procedure the ledger has.",
        found=_unknown,
    ),
    _SPOT,
    Rule(
        id="marks.changed-by-legal-services",
        citation="CPC307-K1",
        level="absolute",
        of=EntryReclassified,
        field="by",
        sentence="Only Legal Services change who may read an entry or the privilege it is under.",
        found=_by_legal_services,
    ),
)
