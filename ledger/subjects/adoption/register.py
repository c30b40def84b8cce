"""The procedures of the authority as its file has them: each version, its reviews, its audience, who has read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, assert_never

from ledger.entry import Actor, Frozen, Recorded
from ledger.names import name_key
from ledger.procedures import Procedure
from ledger.registers import Register
from ledger.subjects.adoption.entries import (
    AdoptionEntry,
    GoverningDocument,
    InstalledRules,
    MemberOfAudience,
    ProcedureAcknowledged,
    ProcedureAdopted,
    ProcedureAmended,
    ProcedureAudienceSet,
    ProcedureReviewed,
)
from ledger.words import Exhibit, Text


class Version(Frozen):
    """One version of a procedure, as it was adopted or became by amendment."""

    procedure: str
    """Name and version: hampshire/1."""
    title: str
    since: date
    """The day it took effect."""
    position: int
    adopted_on: date
    """The day it was adopted, or amended into."""
    by: Actor | None
    document_version: str | None
    authors: tuple[str, ...]
    status: str | None
    section: str | None
    master_copy: str | None
    authorising_body: str | None
    authorised_on: date | None
    last_reviewed_on: date | None
    """The day it was last reviewed before it was adopted, as was said then."""
    next_review_on: date | None
    """The day it is to be reviewed by, as was said when it was adopted or last amended with a word of that."""
    next_review_said: date
    """The day from which that was said: a review since then says it anew."""
    adopted_from: date
    """The day the version took effect that was adopted, of which this is an amendment or which it is itself."""
    governing_documents: tuple[GoverningDocument, ...]
    reference_documents: tuple[str, ...]
    rules: Exhibit | None
    installed: InstalledRules | None
    amends: str | None = None
    """The version it was amended from."""
    changes: Text | None = None
    reason: Text | None = None
    prompted_by: str | None = None
    """The law or initiative that prompted the amendment (CPC307-K8)."""

    @property
    def name(self) -> str:
        """The procedure without its version: hampshire."""
        return self.procedure.partition("/")[0]


def _borne(entry: ProcedureAdopted, before: Version | None) -> dict[str, Any]:
    """What a document bears besides its title (TVP-DC-1): of a version adopted anew, what the entry leaves out stays as
    it was, since it is the same version of the document (ADR 0471)."""
    return {
        name: getattr(entry, name) or (getattr(before, name) if before is not None else getattr(entry, name))
        for name in ("document_version", "authors", "status", "section", "master_copy")
    }


class Review(Frozen):
    """One review of a version."""

    procedure: str
    on: date
    by: Actor | None
    outcome: str
    next_review_on: date | None
    findings: Text | None
    position: int


class Acknowledgement(Frozen):
    """One person's acknowledgement of one version."""

    procedure: str
    person: str
    office: str | None
    on: date
    action_needed: Text | None
    position: int


class Audience(Frozen):
    """Who needs to know a procedure, from a day on."""

    procedure: str
    people: tuple[MemberOfAudience, ...]
    """Each of them once: whoever is named twice reads it once."""
    since: date
    position: int


@dataclass(slots=True)
class Adoption(Register[AdoptionEntry]):
    """Every procedure of the authority."""

    versions: list[Version] = field(default_factory=list)
    """In the order they took effect; which of them stand, the file says (`procedures_in_force`)."""
    reviews: list[Review] = field(default_factory=list)
    audiences: list[Audience] = field(default_factory=list)
    acknowledged: list[Acknowledgement] = field(default_factory=list)

    def enter(self, entry: AdoptionEntry, recorded: Recorded) -> None:
        on, position = entry.happened_on, recorded.position
        match entry:
            case ProcedureAdopted():
                before = self.version(entry.procedure)
                self.versions.append(
                    Version(
                        procedure=entry.procedure, title=entry.title, since=entry.effective_on, position=position,
                        adopted_on=on, by=entry.by, **_borne(entry, before),
                        authorising_body=entry.authorising_body, authorised_on=entry.authorised_on,
                        last_reviewed_on=entry.last_reviewed_on, next_review_on=entry.next_review_on,
                        next_review_said=entry.effective_on, adopted_from=entry.effective_on,
                        governing_documents=entry.governing_documents,
                        reference_documents=entry.reference_documents, rules=entry.rules, installed=entry.worked,
                    )
                )  # fmt: skip
            case ProcedureAmended():
                self.versions.append(self._amended(entry, position))
            case ProcedureReviewed():
                self.reviews.append(
                    Review(
                        procedure=entry.procedure, on=on, by=entry.by, outcome=entry.outcome,
                        next_review_on=entry.next_review_on, findings=entry.findings, position=position,
                    )
                )  # fmt: skip
            case ProcedureAudienceSet():
                name = entry.procedure.partition("/")[0]
                people = {name_key(one.person): one for one in reversed(entry.people)}
                each = tuple(one for one in entry.people if people[name_key(one.person)] is one)
                self.audiences.append(Audience(procedure=name, people=each, since=on, position=position))
            case ProcedureAcknowledged():
                self.acknowledged.append(
                    Acknowledgement(
                        procedure=entry.procedure, person=entry.person, office=entry.office, on=on,
                        action_needed=entry.action_needed, position=position,
                    )
                )  # fmt: skip
            case _:
                assert_never(entry)

    def _amended(self, entry: ProcedureAmended, position: int) -> Version:
        """The version an amendment made: what it does not say of it stays as it was. But who authorised it, and which
        version its document bears, is said of one version alone; and to amend is not to review (TVP-DC-3)."""
        before = self.version(entry.from_procedure)
        said = {
            "procedure": entry.to_procedure, "since": entry.effective_on, "position": position, "by": entry.by,
            "adopted_on": entry.happened_on,
            "authorising_body": entry.authorising_body, "authorised_on": entry.authorised_on,
            "document_version": entry.document_version, "rules": entry.rules, "installed": entry.worked,
            "amends": entry.from_procedure, "changes": entry.changes, "reason": entry.reason,
            "prompted_by": entry.prompted_by,
        }  # fmt: skip
        if entry.next_review_on is not None:
            said |= {"next_review_on": entry.next_review_on, "next_review_said": entry.effective_on}
        if before is not None:
            return before.model_copy(update=said)
        nothing: dict[str, object] = {
            "authors": (), "status": None, "section": None, "master_copy": None, "governing_documents": (),
            "reference_documents": (), "last_reviewed_on": None, "next_review_on": None,
            "next_review_said": date.min, "adopted_from": date.min,
        }  # fmt: skip
        return Version.model_validate({"title": entry.to_procedure, **nothing, **said})

    def version(self, procedure: str) -> Version | None:
        """Return a version by name and number, as last adopted; None where it was never adopted."""
        return next((version for version in reversed(self.versions) if version.procedure == procedure), None)

    def newest_on(self, day: date) -> str | None:
        """Return the procedure, with its version, that took effect last by a day; None where none did."""
        taken = [version.procedure for version in self.versions if version.since <= day]
        return taken[-1] if taken else None

    def reviewed(self, version: Version, own: Procedure, day: date = date.max) -> Review | None:
        """Return the last review by a day since the version was adopted that this one is, or is an amendment of; None
        where there was none (TVP-DC-3). `own`: its rules; one by another office than its owner's is not the owner's
        review (HCC-POL-e), one of which no office is said may be. Of two of one day the one recorded later."""
        of_it = [
            review for review in self.reviews
            if review.procedure.partition("/")[0] == version.name and version.adopted_from <= review.on <= day
            and (review.by is None or review.by.office is None or own.is_office(review.by.office, (own.owner,)))
        ]  # fmt: skip
        return max(of_it, key=lambda review: (review.on, review.position), default=None)

    def audience(self, name: str, day: date) -> Audience | None:
        """Return who needs to know a procedure, as last settled by a day; None where that was never settled."""
        settled = [one for one in self.audiences if one.procedure == name and one.since <= day]
        return settled[-1] if settled else None

    def acknowledgements(self, procedure: str, standing: Iterable[Version]) -> tuple[Acknowledgement, ...]:
        """Return every acknowledgement of a version since it was adopted; of one adopted again as another document,
        those of that document (TVP-DC-4). What was there to be read before that is not the version (HCC-H-a).

        `standing`: the versions that stand; one that was refused starts nothing anew (TVP-DC-2)."""
        adopted = [version for version in standing if version.procedure == procedure]
        first = self.first_of_document(procedure, adopted)
        if first is None:
            return ()
        since, there = first.position if first is not adopted[0] else 0, min(first.adopted_on, first.since)
        return tuple(
            one for one in self.acknowledged
            if one.procedure == procedure and one.position > since and one.on >= there
        )  # fmt: skip

    def first_of_document(self, procedure: str, standing: Iterable[Version]) -> Version | None:
        """Return the first adoption of a version as the document it is now, None where none stands: adopted again as
        another it is to be read anew, and else nobody has longer to read it (TVP-DC-4, HCC-H-a, ADR 0441)."""
        first: Version | None = None
        for one in standing:
            if one.procedure == procedure and (first is None or one.document_version != first.document_version):
                first = one
        return first
