"""What is recorded of how long a file is kept: retention, holds, words erased, and the file's disposal.

The source documents set no retention period (requirements.md, J-14): the authority's own schedule does, and is cited by
the entry. Whose details are erased, and on whose request, is said by codes alone: no name or pseudonym stands here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias

from pydantic import Field

from ledger.entry import ANY_FILE, Actor, Entry, Frozen
from ledger.fields import HoldId, Limit, Name, Position, PositionOnRecord
from ledger.names import counted
from ledger.subjects.retention.chosen import digests_chosen, erased_before, everything
from ledger.words import Personal, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile

Digest = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""Base64url, without padding, of a SHA-256: of an opening (ledger/words.py), or as the field says."""
Ground = Literal[
    "no-longer-necessary", "consent-withdrawn", "objection", "unlawful-processing", "legal-obligation",
    "childs-consent", "recorded-in-error", "court-order", "erased-before",
]  # fmt: skip
Exemption = Literal[
    "freedom-of-expression", "legal-obligation-or-public-task", "public-health", "archiving-or-research", "legal-claims"
]


class RetentionSet(Entry):
    """It was settled how long the contract's file is kept, and by which rule."""

    kind: Literal["retention-set/1"] = "retention-set/1"
    rule: Name
    """The rule it follows from: the row of the authority's retention schedule."""
    years: Annotated[int, Limit(least=0, most=200)] | None = None
    """Whole years from the day the contract ended."""
    keep_until: date | None = None
    """The last day it is kept, where that is set as a day."""
    legal_basis: Name | None = None
    """What the rule rests on: Limitation Act 1980 s.5 (six years), s.8 (twelve years for a deed) ..."""
    review_on: date | None = None
    """The day by which it is to be looked at again."""

    files = ANY_FILE
    line = "Retention set by {rule}[: {years} years from the end of the contract][, until {keep_until}]"


class HoldPlaced(Entry):
    """What is on the file must be kept, whatever its retention: for a dispute, proceedings, an inquiry."""

    kind: Literal["hold-placed/1"] = "hold-placed/1"
    purpose: Literal["dispute", "litigation", "inquiry", "audit", "information-request", "other"]
    """What it must be kept for."""
    scope: Literal["file", "person"] = "file"
    """Whether everything on the file is held, or what concerns one person."""
    matter: Personal | None = None
    """For one person's matter: what it is about, under that person's pseudonym."""
    reason: Text
    """Why."""
    review_on: date | None = None
    """The day by which it is to be looked at whether the hold is still needed."""

    files = ANY_FILE
    gives = "HLD"
    noun = "hold"
    line = "{id}: legal hold placed on the {scope} for {purpose}: {reason}"


class HoldLifted(Entry):
    """A legal hold was lifted."""

    kind: Literal["hold-lifted/1"] = "hold-lifted/1"
    hold: HoldId
    """The hold lifted."""
    reason: Text
    """Why it is no longer needed."""

    files = ANY_FILE
    line = "Legal hold {hold} lifted: {reason}"


class Chosen(Frozen):
    """Words of one entry that are to be erased."""

    position: PositionOnRecord
    """The entry. What corrected it is taken with it."""
    field: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*(\.[a-z0-9_]+)*$"), Limit(longest=120)] | None = None
    """Which of its fields, as the entry has it (words, exhibits.0, departures.0.reason); left out, all its words."""


class Destroyed(Frozen):
    """What an erasure or a disposal takes away, as it was when that was recorded."""

    digests: tuple[Digest, ...] = ()
    """The digests whose openings are erased; for a disposal left out, since it takes all up to a position."""
    upto: int | None = None
    """For a disposal: every opening of the file's entries up to this one is destroyed."""
    openings: int
    """How many openings: texts, names, and exhibits."""
    exhibits: int
    """How many of them are exhibits."""
    digests_sha256: Digest | None = None
    """For a disposal: SHA-256 over the digests destroyed, 32 bytes each, sorted."""


class WordsErased(Entry):
    """Words were erased for good: those of one person, or some that should not have been kept. Their digests stay."""

    kind: Literal["words-erased/1"] = "words-erased/1"
    scope: Literal["one-person", "chosen-words"] = "chosen-words"
    """Whether they are everything of one person on this file, or words chosen one by one."""
    words: Annotated[tuple[Chosen, ...], Limit(longest=2000, shortest=1)]
    """The words erased."""
    ground: Ground
    """On what ground: UK GDPR Art. 17(1)(a) to (f), in that order; recorded in error; a court's order."""
    exceptions_weighed: Annotated[tuple[Exemption, ...], Limit(longest=5)] = ()
    """Exceptions that were weighed and do not stand in the way: UK GDPR Art. 17(3)(a) to (e), in that order."""
    asked_by: Literal["the-person", "a-representative", "the-authority", "the-commissioner", "a-court"]
    """Who asked for it; never by name."""
    asked_on: date | None = None
    """The day it was asked for."""
    destroyed: Annotated[Destroyed | None, Field(json_schema_extra={"readOnly": True})] = None
    """Worked out: what was erased."""

    files = ANY_FILE
    line = "Words erased[: {texts}] ({scope}; {ground}; asked for by {asked_by})"

    @property
    def texts(self) -> str | None:
        """How many texts, names and exhibits were erased, in words."""
        return counted(self.destroyed.openings, "text", ",") if self.destroyed else None

    def work(self, file: ContractFile) -> Self:
        found = digests_chosen(file, [(one.position, one.field) for one in self.words])
        gone = erased_before(file)
        left = [d for d in found if d not in gone]
        exhibits = sum(found[d] for d in left)
        destroyed = Destroyed(digests=tuple(sorted(left)), openings=len(left), exhibits=exhibits)
        return self.model_copy(update={"destroyed": destroyed})


class FileDisposed(Entry):
    """The contract's file was disposed of, and this is the certificate: its words and documents are gone for good."""

    kind: Literal["file-disposed/1"] = "file-disposed/1"
    authority: Name
    """What it was done by authority of: the row of the retention schedule, the order."""
    ground: Literal["retention-ended", "court-order", "transferred", "other"] = "retention-ended"
    """Why now."""
    because: Name | None = None
    """In open words, where the ground is not that retention ended. Nothing here is held by digest: the key goes too."""
    retention: Position | None = None
    """The entry that set how long it is kept."""
    authorised_by: Actor
    """Who authorised it."""
    witnessed_by: Actor
    """Who witnessed it."""
    destroyed: Annotated[Destroyed | None, Field(json_schema_extra={"readOnly": True})] = None
    """Worked out: what was destroyed."""

    line = (
        "File disposed of under {authority} ({ground}[: {because}]), authorised by {authorised_by}, witnessed by"
        " {witnessed_by}[; {texts} destroyed, {exhibits_among_them} among them]"
    )

    @property
    def texts(self) -> str | None:
        """How many texts, names and exhibits were destroyed, in words."""
        return counted(self.destroyed.openings, "text", ",") if self.destroyed else None

    @property
    def exhibits_among_them(self) -> str | None:
        """How many of them were exhibits, in words."""
        return counted(self.destroyed.exhibits, "exhibit", ",") if self.destroyed else None

    @property
    def actors(self) -> tuple[Actor, ...]:
        return tuple(actor for actor in (self.by, self.authorised_by, self.witnessed_by) if actor)

    def work(self, file: ContractFile) -> Self:
        found, upto, together = everything(file)
        destroyed = Destroyed(
            upto=upto, openings=len(found), exhibits=sum(found.values()), digests_sha256=together,
        )  # fmt: skip
        return self.model_copy(update={"destroyed": destroyed})


RetentionEntry: TypeAlias = RetentionSet | HoldPlaced | HoldLifted | WordsErased | FileDisposed
