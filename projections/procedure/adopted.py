"""The authority's procedures as its own file has them: what is in force, since when, until when, and who has read it.

A pure function of the authority's file and a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from ledger.dates.working_days import dated
from ledger.entry import Frozen
from ledger.names import name_key, same_name
from ledger.procedures import installed
from ledger.procedures_adopted import apart, as_changed
from ledger.registers import grouped
from ledger.subjects.adoption import Acknowledgement, Version
from ledger.words import Document
from projections.documents_filed import DocumentShown, documents_filed
from projections.duties.adoption import (
    acknowledged,
    differs,
    last_reviewed,
    not_filed,
    outstanding,
    owned_by,
    replaced_by,
    review_due,
)
from projections.programme.counted import Counted
from projections.view import FileView


class Governing(Frozen):
    """A document the procedure stands under (HCC-POL-b, HCC-POL-c)."""

    title: str
    reference: str | None = None
    version: str | None = None
    dated: date | None = None
    where: str | None = None
    document_sha256: str | None = None


class VersionShown(Frozen):
    """One version, with what a controlled document bears (TVP-DC-1)."""

    procedure: str
    title: str
    since: date
    position: int
    document_version: str | None
    authors: tuple[str, ...]
    status: str | None
    section: str | None
    master_copy: str | None
    authorising_body: str | None
    authorised_on: date | None
    last_reviewed_on: date | None
    """The day it was last reviewed, as is on record by the day asked (TVP-DC-3); of a version not in force, as was said
    when it was adopted."""
    rules_sha256: str | None
    """SHA-256 of the rules as data that were adopted; null where none were installed then."""
    governing_documents: tuple[Governing, ...]
    documents: tuple[DocumentShown, ...]
    """The procedure itself, as adopted: documents given with that entry, or filed as belonging to it (TVP-4.0-25)."""
    not_filed: bool
    """Whether the procedure itself is to be on file, and is not (HCC-H-c)."""
    amended_by: str | None
    """Who amended it into this version, in words; null where it was adopted (HCC-POL-f)."""
    amends: str | None = None
    changes: str | None = None
    reason: str | None = None
    """Why it was amended, in words."""
    prompted_by: str | None = None
    """The law or initiative that prompted the amendment (CPC307-K8)."""
    until: date | None = None
    """The last day it was in force; null where nothing has taken its place by the day asked, or did so on the very day
    it was to take effect."""
    followed_by: str | None = None
    """The version that took its place then (TVP-DC-5)."""
    not_authorised: str | None = None
    """That its owner, or the body entitled to authorise it, refused by the day what another did in their place, or that
    it waits for them; in words; null where neither is so (TVP-DC-2, TVP-DC-4, HCC-POL-f)."""
    replaces: tuple[str, ...] = ()
    """Versions it took the place of, which contracts may still be bound to."""


class ReviewShown(Frozen):
    """One review."""

    procedure: str
    on: date
    by: str | None
    outcome: str
    findings: str | None
    next_review_on: date | None
    position: int


class MemberShown(Frozen):
    """Somebody who needs to know it, when they acknowledged the version in force, and what they have to do by it."""

    person: str
    office: str | None = None
    unit: str | None = None
    acknowledged_on: date | None = None
    action_needed: str | None = None
    """Everything they said they have to do, whenever they acknowledged it (HCC-H-a)."""
    position: int | None = None


class AdoptedShown(Frozen):
    """One procedure of the authority, on a day."""

    name: str
    in_force: VersionShown | None
    """The version in force on the day; null where the first is still to take effect."""
    earlier: tuple[VersionShown, ...]
    coming: tuple[VersionShown, ...]
    refused: tuple[VersionShown, ...]
    """What somebody else changed, or authorised, and its owner or the body entitled refused by the day: none of them is
    in force (TVP-DC-2, TVP-DC-4)."""
    waiting: tuple[VersionShown, ...]
    """What was adopted anew of a version there is, and has to be ratified before it takes its place (TVP-DC-2)."""
    owner: str
    """The office that owns it, in words."""
    guided_by: str
    """The office that sees to it that it is known, in words."""
    review_due_on: date | None
    reviews: tuple[ReviewShown, ...]
    audience: tuple[MemberShown, ...]
    """Who needs to know it; empty where that was never settled."""
    others: tuple[MemberShown, ...]
    """Who acknowledged the version in force without being asked to."""
    outstanding: tuple[str, ...]
    """Who has still to acknowledge the version in force (HCC-H-b, TVP-4.0-2)."""
    no_rules: str | None
    """That no rules of the version in force are installed, so that nothing is judged by it; null where they are."""
    changed: str | None
    """How the rules installed differ from those adopted; null where they do not."""


class UnlistedShown(Frozen):
    """Who manages contracts under a procedure, is not among those who need to know it, and has not read it."""

    procedure: str
    """By its name."""
    person: str
    contracts: tuple[str, ...]
    """References of the contracts in force that they manage under it."""


class LeftBehind(Frozen):
    """Contracts in force that are still bound to a version another took the place of (IMP-30-b)."""

    bound_to: str
    in_force: str
    """The version in force on the day, which they are not bound to."""
    contracts: tuple[str, ...]
    """Their references."""


def left_behind(shown: Sequence[AdoptedShown], contracts: Iterable[Counted], on: date) -> tuple[LeftBehind, ...]:
    """Return which contracts in force on a day are bound to versions that others took the place of, by version: what is
    decided on them goes on by the old rules until they are bound to the new (HCC-POL-f, IMP-30-b). Pure."""
    replaced = {ref: one.in_force.procedure for one in shown if one.in_force and not one.no_rules
                for ref in one.in_force.replaces}  # fmt: skip
    bound = [facts for facts in contracts if facts.procedure in replaced and facts.is_live(on)]
    found = grouped(bound, lambda facts: (facts.procedure,))
    return tuple(
        LeftBehind(bound_to=ref, in_force=replaced[ref], contracts=tuple(facts.reference for facts in there))
        for ref, there in sorted(found.items())
    )


def unlisted(
    shown: Sequence[AdoptedShown], contracts: Iterable[Counted], on: date
) -> tuple[UnlistedShown, ...]:  # fmt: skip
    """Return who manages contracts under procedures on a day and neither is asked to know them nor has read the version
    in force (TVP-4.0-2). Pure."""
    known = {one.name: {name_key(member.person) for member in (*one.audience, *one.others)} for one in shown}
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for contract in contracts:
        name = contract.procedure.partition("/")[0]
        for term in contract.managing if contract.is_live(on) and name in known else ():
            key = name_key(term.person)
            if term.since <= on and (term.until is None or on <= term.until) and key not in known[name]:
                found.setdefault((name, key), (term.person, []))[1].append(contract.reference)
    return tuple(
        UnlistedShown(procedure=name, person=person, contracts=tuple(dict.fromkeys(references)))
        for (name, _), (person, references) in sorted(found.items())
    )


def adopted(view: FileView, on: date) -> tuple[AdoptedShown, ...]:
    """Return the authority's procedures as they stood on a day, by name. Pure."""
    names = dict.fromkeys(version.name for version in view.file.adoption.versions)
    return tuple(_adopted(view, name, on) for name in sorted(names))


def _adopted(view: FileView, name: str, on: date) -> AdoptedShown:
    held = view.file.adoption
    stand = view.file.procedure_versions(on, view.default_procedure)
    versions = [version for version in stand if version.name == name]
    left_out = [one for one in apart(view.file, on, view.default_procedure) if one[0].name == name]
    refused = [version for version, word in left_out if word is not None and word.state == "refused"]
    waiting = [version for version, word in left_out if word is not None and word.awaits and not version.amends]
    began = sorted((one for one in versions if one.since <= on), key=lambda one: (one.since, one.position))
    now = view.file.procedures_in_force(on, view.default_procedure).get(name)
    own = owned_by(view, now or (versions or refused)[-1])
    follows = dict(zip((one.position for one in began), began[1:], strict=False))
    return AdoptedShown(
        name=name, in_force=_version(view, now, on, last_reviewed(view, now, on)) if now else None,
        earlier=tuple(
            _version(view, one, on, one.last_reviewed_on, follows.get(one.position)) for one in versions
            if one.since <= on and one != now
        ),
        coming=tuple(_version(view, one, on, one.last_reviewed_on) for one in versions if one.since > on),
        refused=tuple(_version(view, one, on, one.last_reviewed_on) for one in refused),
        waiting=tuple(_version(view, one, on, one.last_reviewed_on) for one in waiting),
        owner=own.office_title(own.owner), guided_by=own.office_title(own.guided_by or own.owner),
        review_due_on=review_due(view, now) if now else None,
        reviews=tuple(
            ReviewShown(
                procedure=one.procedure, on=one.on, outcome=one.outcome,
                by=own.person_in_office(one.by) if one.by else None,
                findings=view.say(one.findings) or None, next_review_on=one.next_review_on, position=one.position,
            )
            for one in held.reviews if one.procedure.partition("/")[0] == name and one.on <= on
        ),
        audience=_audience(view, now, on) if now else (), others=_others(view, now, on) if now else (),
        outstanding=outstanding(view, now, on) if now else (), no_rules=_no_rules(now) if now else None,
        changed=differs(now) if now else None,
    )  # fmt: skip


def _no_rules(now: Version) -> str | None:
    if installed(now.procedure) is not None:
        return None
    return f"no rules of {now.procedure} are installed here: nothing is judged by it until they are"


def _not_authorised(view: FileView, one: Version, on: date) -> str | None:
    word, own = as_changed(view.file, one, on, view.default_procedure), owned_by(view, one)
    if word is not None and word.state == "refused" and word.on is not None:
        return f"refused by {own.person_in_office(word.by)} on {dated(word.on)} (entry {word.position})"
    return f"waits for {own.one_of(word.awaits)} to ratify or refuse it" if word is not None and word.awaits else None


def _version(
    view: FileView, one: Version, on: date, reviewed_on: date | None, follows: Version | None = None
) -> VersionShown:  # fmt: skip
    own, same = owned_by(view, one), set(Governing.model_fields)
    in_time = follows is not None and follows.since > one.since
    return VersionShown(
        procedure=one.procedure, title=one.title, since=one.since, position=one.position,
        document_version=one.document_version, authors=one.authors, status=one.status, section=one.section,
        master_copy=one.master_copy, authorising_body=one.authorising_body, authorised_on=one.authorised_on,
        last_reviewed_on=reviewed_on, rules_sha256=one.installed.sha256 if one.installed else None,
        governing_documents=(
            *(Governing(**document.model_dump(include=same)) for document in one.governing_documents),
            *(Governing(title=title) for title in one.reference_documents),
        ),
        documents=tuple(_documents(view, one)), not_filed=not_filed(view, one),
        amended_by=own.person_in_office(one.by) if one.amends and one.by else None, amends=one.amends,
        changes=view.say(one.changes) or None, reason=view.say(one.reason) or None, prompted_by=one.prompted_by,
        until=follows.since - timedelta(days=1) if follows and in_time else None,
        followed_by=follows.procedure if follows else None, not_authorised=_not_authorised(view, one, on),
        replaces=replaced_by(view.file.procedure_versions(on, view.default_procedure), one),
    )  # fmt: skip


def _documents(view: FileView, one: Version) -> Iterator[DocumentShown]:
    made = (one.position, *view.file.records.supplements.get(one.position, ()))
    given = (view.open(exhibit) for r in map(view.file.at, made) if r for exhibit in r.entry.exhibits)
    hashes = {document.sha256 for document in given if isinstance(document, Document)}
    for filed in documents_filed(view):
        if one.position in filed.belongs_to or (filed.position in made and filed.sha256 in hashes):
            yield filed


def _audience(view: FileView, now: Version, on: date) -> tuple[MemberShown, ...]:
    audience, read = view.file.adoption.audience(now.name, on), acknowledged(view, now, on)
    members = []
    for one in audience.people if audience else ():
        said = [held for held in read if same_name(held.person, one.person)]
        members.append(_member(view, now, one.person, one.office, one.unit, said))
    return tuple(members)


def _others(view: FileView, now: Version, on: date) -> tuple[MemberShown, ...]:
    audience = view.file.adoption.audience(now.name, on)
    asked = {name_key(one.person) for one in audience.people} if audience else set()
    by = grouped(acknowledged(view, now, on), lambda held: (name_key(held.person),))
    return tuple(
        _member(view, now, said[0].person, said[0].office, None, said) for person, said in by.items()
        if person not in asked
    )  # fmt: skip


def _member(
    view: FileView, now: Version, person: str, office: str | None, unit: str | None, said: Sequence[Acknowledgement]
) -> MemberShown:
    called = owned_by(view, now).office_in_words(office) if office else None
    if not said:
        return MemberShown(person=person, office=called, unit=unit)
    to_do = dict.fromkeys(view.say(one.action_needed) for one in said if one.action_needed)
    return MemberShown(
        person=person, office=called, unit=unit, acknowledged_on=said[0].on, position=said[0].position,
        action_needed="; ".join(to_do) or None,
    )  # fmt: skip
