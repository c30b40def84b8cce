"""What is recorded of the file itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.agreements import Agreed
from ledger.entry import ANY_FILE, Actor, AnyEntry, Audience, Entry, Frozen, Protection, SharedAudience
from ledger.fields import (
    Count,
    Issues,
    Limit,
    MeetingId,
    Name,
    NoticeId,
    Office,
    Position,
    PositionOnRecord,
    ProcedureRef,
    ProposalId,
    VariationId,
    of_rows,
)
from ledger.words import Exhibit, Personal, Text

RuleToLeaveOut: TypeAlias = Annotated[
    Name, Field(json_schema_extra={"x-rows": "rule-to-leave-out", "example": "minutes.in-time"})
]
"""A rule that need not be kept on one contract, by its id; forms offer those that can be left out."""
RuleId: TypeAlias = Annotated[Name, Field(json_schema_extra={"x-rule": True, "example": "issue.told-at-once"})]
"""A rule of procedure, by its id; forms offer those there are."""


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

    may_precede = ("concerns",)
    files = ANY_FILE
    line = "Note made[: {words}]"


class EntrySupplemented(Entry):
    """Something missing from an earlier entry was added; the earlier entry stays as it is."""

    kind: Literal["entry-supplemented/1"] = "entry-supplemented/1"
    position: Position
    """The entry supplemented."""
    words: Text
    """What is added: the missing standard, clause, recipient, document."""
    completes: Annotated[tuple[RuleId, ...], Limit(longest=50)] = ()
    """Which of what the entry was found to lack, or gives no reason for, it says, each by its rule; what is not named
    stays to be completed, and to be explained."""

    may_precede = ("position",)
    files = ANY_FILE
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

    may_precede = ("position",)
    files = ANY_FILE
    line = "Entry {position} corrected: {reason}"


class EntryStruckOut(_Amending):
    """An entry was struck out as made in error; it stays on record. Striking out a strike-out reinstates."""

    kind: Literal["entry-struck-out/1"] = "entry-struck-out/1"

    may_precede = ("position",)
    files = ANY_FILE
    line = "Entry {position} struck out: {reason}"


class CorrectionConfirmed(Entry):
    """A second person confirmed a correction or a strike-out, which counts from then on."""

    kind: Literal["correction-confirmed/1"] = "correction-confirmed/1"
    position: Position
    """The correction or strike-out confirmed."""

    may_precede = ("position",)
    files = ANY_FILE
    line = "Entry {position} confirmed by a second person"


class EntryReclassified(Entry):
    """Legal Services changed who may read an entry, or the privilege it is under."""

    kind: Literal["entry-reclassified/1"] = "entry-reclassified/1"
    position: PositionOnRecord
    """The entry whose marks change; one that was struck out can still be read, and has marks too."""
    new_audience: Audience
    """Who may read it from now on."""
    new_protection: Protection
    """The protection it is under from now on."""
    new_named: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """The accounts that may read it from now on, where the new audience is named people."""
    reason: Text
    """Why."""

    files = ANY_FILE
    line = "Entry {position} reclassified: {new_audience}, {new_protection}"


class ProcedureBound(Entry):
    """The contract was bound to a version of the authority's procedure."""

    kind: Literal["procedure-bound/1"] = "procedure-bound/1"
    procedure: ProcedureRef
    """The procedure and its version: hampshire/1."""
    reason: Text | None = None
    """Why this one."""

    files = ("contract", "programme", "provider")
    line = "Bound to procedure {procedure}[: {reason}]"

    @property
    def about_procedure(self) -> str:
        return self.procedure


class SettingInstead(Frozen):
    """A number that applies to this contract in place of the procedure's."""

    id: Annotated[Name, of_rows("setting")]
    """The setting, by its id in the procedure: minutes.circulate-within."""
    value: Count
    """The number, in the setting's own unit; 0 where it is not asked for."""

    def __str__(self) -> str:
        return f"{self.id} {self.value}"


class MeetingsInstead(Frozen):
    """How many meetings of a kind a year are asked for on this contract in place of what the procedure asks for."""

    id: Annotated[Name, of_rows("meeting-kind")]
    """The kind of meeting, by its id in the procedure: regular, strategic-annual."""
    a_year: Annotated[int, Limit(least=0, most=366)]
    """How many a year; 0 where none is asked for."""

    def __str__(self) -> str:
        return f"{self.id} {self.a_year}"


# TVP-4.0-1: the same process for every contract, unless another arrangement was agreed for it.
class AlternativeArrangementAgreed(Agreed):
    """It was agreed that this contract is managed otherwise than the procedure has it, in what is named here."""

    kind: Literal["alternative-arrangement-agreed/1"] = "alternative-arrangement-agreed/1"
    rules_not_asked: Annotated[tuple[RuleToLeaveOut, ...], Limit(longest=50)] = ()
    """The rules that need not be kept on it."""
    settings: Annotated[tuple[SettingInstead, ...], Limit(longest=50)] = ()
    """Numbers that apply to it in place of the procedure's."""
    meetings: Annotated[tuple[MeetingsInstead, ...], Limit(longest=20)] = ()
    """How often the kinds of meeting named here are held, in place of what the procedure asks for, and of what a
    specification asked for that was in force before."""
    offices_not_asked: Annotated[tuple[Annotated[Office, of_rows("office-to-leave-out")], ...], Limit(longest=20)] = ()
    """Offices that nobody need be in on it."""
    arrangement: Text
    """What is done instead."""
    reason: Text | None = None
    """Why."""
    agreed_with: Actor | None = None
    """Who agreed to it at the provider."""
    from_date: date | None = None
    """The first day it applies; left out, the day it was agreed. Of days before that it changes nothing."""
    until_date: date | None = None
    """The last day it applies; left out where it goes on."""
    audience: SharedAudience = "shared"

    parties = ((("agreed_with",), "who agreed to it at the provider"),)
    gives = "ALT"
    noun = "arrangement"
    line = (
        "{id}: another arrangement agreed for this contract[, with {agreed_with}]: {arrangement}"
        "[; rules not asked: {rules_not_asked}][; numbers instead: {settings}][; meetings a year: {meetings}]"
        "[; not to be filled: {offices_not_asked}][, until {until_date}]"
        "[; because {reason}]"
    )

    @property
    def effective_on(self) -> date:
        return max(self.from_date or self.happened_on, self.happened_on)


class DepartureAuthorised(Entry):
    """Leave was given to depart from a rule of the procedure."""

    kind: Literal["departure-authorised/1"] = "departure-authorised/1"
    rule: RuleId
    """Id of the rule that need not be kept."""
    what_for: Text
    """The act or proposal it is given for."""
    proposal: ProposalId | None = None
    """The proposal to terminate it is given for, where it is given for one only."""
    concerns: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries that record what it is given for, or what it rests on."""
    reason: Text
    """Why."""
    scope: Literal["once", "contract"] = "once"
    """Whether it covers one act or every such act on this contract."""
    alternative: Text | None = None
    """What is to be done instead."""

    may_precede = ("proposal", "concerns")
    gives = "AUT"
    noun = "authorisation"
    files = ANY_FILE
    line = "{id}: departure from {rule} authorised for {what_for}: {reason}"


class DepartureRatified(Entry):
    """A departure that had not been authorised was approved afterwards."""

    kind: Literal["departure-ratified/1"] = "departure-ratified/1"
    position: Position
    """The entry that departed from the procedure."""
    rule: RuleId
    """Id of the rule that was not kept."""
    reason: Text
    """Why it is approved."""

    files = ANY_FILE
    line = "Departure from {rule} in entry {position} ratified: {reason}"


class DepartureRefused(Entry):
    """Approval of a departure was declined."""

    kind: Literal["departure-refused/1"] = "departure-refused/1"
    position: Position
    """The entry that departed from the procedure."""
    rule: RuleId
    """Id of the rule that was not kept."""
    reason: Text
    """Why it is not approved."""

    files = ANY_FILE
    line = "Departure from {rule} in entry {position} not approved: {reason}"


class DocumentFiled(Entry):
    """A document was placed on the contract file."""

    kind: Literal["document-filed/1"] = "document-filed/1"
    document: Exhibit | None = None
    """The document itself."""
    title: Name
    """What it is called."""
    document_kind: Literal[
        "contract", "specification", "minutes", "letter", "report", "notice", "plan", "source-notice", "protocol",
        "other", "contract-draft", "tender-papers", "award-papers", "advertisement",
    ] = "other"  # fmt: skip
    """What sort of document; a contract draft is made with the specification (HCC-A6-b); a protocol is what was agreed
    with partner organisations (CPC307-K9, CPC308-K10)."""
    dated: date | None = None
    """The date it bears."""
    electronic_location: Name | None = None
    """Where else it is kept electronically."""
    hard_copy_location: Name | None = None
    """Where the paper is; that of the entries it belongs to, too."""
    belongs_to: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries it belongs to: the meeting whose minutes it is."""

    may_precede = ("belongs_to",)
    files = ANY_FILE
    line = "Document filed: {title}[, dated {dated}]"

    @property
    def is_there(self) -> bool:
        """Whether the document is on file, or it is said where it is kept: a title alone files nothing."""
        return bool(self.document or self.exhibits or self.electronic_location or self.hard_copy_location)


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
    issues: Issues = ()
    """The issues it was about."""
    notice: NoticeId | None = None
    """The notice it was about, where it has been served already."""
    variation: VariationId | None = None
    """The variation it was about."""
    proposal: ProposalId | None = None
    """The proposal to terminate it was about."""
    contentious: bool | None = None
    """Whether the matter was found contentious (HCC-7.4-b)."""
    meeting: MeetingId | None = None
    """The meeting it was about: one that whoever was consulted was asked to (HCC-7.5-d)."""

    may_precede = ("issues", "notice", "variation", "proposal", "meeting")
    line = "{consulted} consulted about {matter}[ and {meeting}][: {advice}]"

    @property
    def in_offices(self) -> tuple[Actor, ...]:
        """Who was consulted, too, but for the support officer, of whom a rule of its own asks."""
        its_own = self.consulted.office == "contract-support-officer"
        return self.actors if its_own else (*self.actors, self.consulted)

    @property
    def matter(self) -> str:
        """What it was about, as the line says it."""
        return "another matter" if self.subject == "other" else self.subject


class EvidenceBundleIssued(Entry):
    """A bundle of evidence was made from this file and handed to somebody."""

    kind: Literal["evidence-bundle-issued/1"] = "evidence-bundle-issued/1"
    up_to: PositionOnRecord
    """The last entry it holds."""
    recipient: Name
    """Who was given it."""
    purpose: Name
    """What for."""
    bundle: Exhibit | None = None
    """Its receipt, which holds the SHA-256 of the bundle's manifest (projections/bundle/issuing.py)."""
    withheld: Annotated[tuple[PositionOnRecord, ...], Limit(longest=2000)] = ()
    """Entries withheld from it."""
    redacted: Annotated[tuple[PositionOnRecord, ...], Limit(longest=2000)] = ()
    """Entries of which it holds all but some words."""

    line = "Bundle of evidence up to entry {up_to} issued to {recipient} for {purpose}"


AMENDING = (EntryCorrected, EntryStruckOut, CorrectionConfirmed)
"""Kinds that change which entries are in force: after one of them the file is folded afresh."""


RecordsEntry: TypeAlias = (
    LedgerOpened | NoteMade | EntrySupplemented | EntryCorrected | EntryStruckOut | CorrectionConfirmed
    | EntryReclassified | ProcedureBound | AlternativeArrangementAgreed | DepartureAuthorised | DepartureRatified
    | DepartureRefused | DocumentFiled | ConsultationRecorded | EvidenceBundleIssued
)  # fmt: skip
