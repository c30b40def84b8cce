"""Every document on a file, with its hash, where it is, and the entry it came with (HCC-A9-f, TVP-4.0-15)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ledger.contents import walk
from ledger.entry import Entry, Frozen, Recorded
from ledger.kinds import subject_of
from ledger.names import name_key
from ledger.subjects.default_process import ImprovementPlanAgreed
from ledger.subjects.disputes import DisputeActionPlanAgreed
from ledger.subjects.issues import ResolutionPlanAgreed
from ledger.subjects.meetings import MeetingMinutesRecorded
from ledger.subjects.procurement import ContractCountersigned, ContractSignedByAuthority
from ledger.subjects.records import KEPT_ELECTRONICALLY, DocumentFiled, EntrySupplemented, only_on_paper, same_version
from ledger.subjects.variations import VariationAgreed
from ledger.words import Document, Kept, Said
from projections.view import FileView

IN_THE_FOLDER = frozenset((
    DocumentFiled, ContractSignedByAuthority, ContractCountersigned, VariationAgreed, MeetingMinutesRecorded,
    ResolutionPlanAgreed, DisputeActionPlanAgreed, ImprovementPlanAgreed,
))  # fmt: skip
"""Whose documents are kept on paper as well: minutes, action plans, details of the contract (TVP-4.0-15) ..."""
SUBJECTS_IN_THE_FOLDER = frozenset(("agreement", "terms", "performance"))
"""... and all that its terms and performance information are given with."""


class DocumentShown(Frozen):
    """One document, as one entry cites it."""

    title: str
    """What the entry that files it calls it; else its own title."""
    kind: str
    """What sort of document it was filed as; else the kind of entry it was given with."""
    sha256: str | None
    """SHA-256 of its bytes, in hex; None where only its paper, or another place, is on file."""
    position: int
    """The entry that cites it."""
    on: date
    """The day of that entry."""
    dated: date | None = None
    """The date it bears."""
    hard_copy_location: str | None = None
    """Where the paper is, by the entry or a document filed as belonging to it; None where that is not on record
    (TVP-4.0-15)."""
    electronic_location: str | None = None
    """Where else it is kept electronically."""
    belongs_to: tuple[int, ...] = ()
    """Entries it belongs to."""
    same_as: int | None = None
    """Of a protocol of partner organisations: the entry by which this version of it was on file already (CPC307-K9)."""
    replaced_by: int | None = None
    """And the entry by which its newest version is on file; None of that one."""


def documents_filed(view: FileView) -> list[DocumentShown]:
    """Return the documents of all entries in force, in the world's order; those withheld or erased left out. Pure."""
    found, papers, versions = [], _papers(view), _versions(view)
    for recorded in view.file.entries:
        entry, position = recorded.entry, recorded.position
        cited = [(document, value) for _, value, _ in walk(entry) if (document := _document(view, value)) is not None]
        filed = entry if isinstance(entry, DocumentFiled) else None
        kind = filed.document_kind if filed else type(entry).heading()
        cited_or_paper: list[tuple[Document | None, object]] = [*cited] or ([(None, None)] if filed else [])
        for document, value in cited_or_paper:
            own = document.title if document and not (filed and value is filed.document) else None
            found.append(
                DocumentShown(
                    title=own or (filed.title if filed else "a document"), kind=kind,
                    sha256=document.sha256 if document else None, position=position, on=entry.happened_on,
                    dated=filed.dated if filed else None,
                    hard_copy_location=(filed.hard_copy_location if filed else None) or papers.get(position)
                    or papers.get(_of(view, recorded).position),
                    electronic_location=filed.electronic_location if filed else None,
                    belongs_to=filed.belongs_to if filed else (),
                    same_as=versions.get(position, _ONLY).same_as,
                    replaced_by=versions.get(position, _ONLY).replaced_by,
                )
            )  # fmt: skip
    return found


class _Version(NamedTuple):
    """Which other entry has the same version of a protocol, and which one its newest."""

    same_as: int | None
    replaced_by: int | None


_ONLY = _Version(None, None)


def _versions(view: FileView) -> dict[int, _Version]:
    """By the entry that files it, how a protocol stands among those of its title: by the date each bears, else by the
    day it was filed (CPC307-K9, CPC308-K10). Other bytes under the same date are another text."""
    protocols: dict[str, list[tuple[date, int, DocumentFiled]]] = {}
    for recorded in view.file.of(DocumentFiled):
        filed = recorded.entry
        if isinstance(filed, DocumentFiled) and filed.document_kind == "protocol":
            by = filed.dated or filed.happened_on
            protocols.setdefault(name_key(filed.title), []).append((by, recorded.position, filed))
    texts = {at: _document(view, filed.document) for called in protocols.values() for _, at, filed in called}

    def same_text(one: int, other: int) -> bool:
        bytes_of = {text.sha256 for at in (one, other) if (text := texts[at]) is not None}
        return len(bytes_of) < 2

    found: dict[int, _Version] = {}
    for called in protocols.values():
        called.sort(key=lambda one: one[:2])
        first_of: dict[int, int] = {}
        _, first, says = called[0]
        for _, position, filed in called:
            if not same_version(says, filed):
                first, says = position, filed
            first_of[position] = first
        newest = first
        found |= {
            at: _Version(of if of != at and same_text(of, at) else None, newest if of != newest else None)
            for at, of in first_of.items()
        }
    return found


def without_paper(view: FileView, on: date) -> tuple[str, ...]:
    """Return the titles of documents of which the paper's place is not on record; none where the procedure keeps no
    hard copies, by a setting (D-13).

    Of those that are filed, and those given with details of the contract, performance information, minutes and action
    plans, which the folder is to hold (TVP-4.0-15): what else came as an exhibit need not be there on paper. Pure.
    """
    if not view.procedure_on(on).setting("documents.hard-copies"):
        return ()
    there = documents_filed(view)
    located = {one.sha256 for one in there if one.hard_copy_location and one.sha256}
    kinds = {recorded.position: type(_of(view, recorded).entry) for recorded in view.file.entries}
    return tuple(
        dict.fromkeys(
            one.title for one in there
            if not one.hard_copy_location and one.sha256 not in located and _is_in_the_folder(kinds[one.position])
        )
    )  # fmt: skip


def without_electronic(view: FileView, on: date) -> tuple[str, ...]:
    """Return the titles of documents filed of which there is only paper; none where the procedure asks for no shared
    electronic folder (TVP-4.0-14). Pure."""
    if view.procedure_on(on).ruling(KEPT_ELECTRONICALLY)[0] is None:
        return ()
    filed = [(of.entry, of.position) for of in view.file.of(DocumentFiled) if isinstance(of.entry, DocumentFiled)]
    return tuple(dict.fromkeys(one.title for one, position in filed if only_on_paper(view.file, one, position)))


def _papers(view: FileView) -> dict[int, str]:
    """Where the paper of an entry is, by its position: as the newest filed says that is it or belongs to it."""
    found: dict[int, str] = {}
    of_minutes: dict[int, str] = {}
    for recorded in view.file.of(DocumentFiled):
        filed = recorded.entry
        if isinstance(filed, DocumentFiled) and (where := filed.hard_copy_location):
            found |= dict.fromkeys((recorded.position, *filed.belongs_to), where)
            if filed.document_kind == "minutes":
                of_minutes |= dict.fromkeys(filed.belongs_to, where)
    for met in view.file.meetings.held():  # minutes are filed as belonging to their meeting, too
        if met.held in of_minutes:
            found = dict.fromkeys((minutes.position for minutes in met.minutes), of_minutes[met.held]) | found
    return _of_its_other_copies(view, found) | found


def _of_its_other_copies(view: FileView, papers: dict[int, str]) -> dict[int, str]:
    """Where the paper is of documents filed without it, by position, that were filed as paper by another entry: under
    the same title, or as minutes, and as belonging to the same entry; of another date, it is another document."""
    filed = [(at.entry, at.position) for at in view.file.of(DocumentFiled) if isinstance(at.entry, DocumentFiled)]
    of_a_date: dict[object, str] = {}
    of_any: dict[object, str] = {}
    for one, position in filed:
        if one.hard_copy_location:
            of_any |= dict.fromkeys(_called(one), papers[position])
            of_a_date |= dict.fromkeys(((called, one.dated) for called in _called(one)), papers[position])
    return {
        position: where for one, position in filed if not one.hard_copy_location for called in _called(one)
        if (where := of_a_date.get((called, one.dated)) or of_a_date.get((called, None))
            or (of_any.get(called) if one.dated is None else None))
    }  # fmt: skip


def _called(filed: DocumentFiled) -> list[tuple[str, str, int]]:
    title = "" if filed.document_kind == "minutes" else name_key(filed.title)
    return [(filed.document_kind, title, position) for position in filed.belongs_to]


def _of(view: FileView, recorded: Recorded) -> Recorded:
    """The entry a supplement is to; any other is itself."""
    entry = recorded.entry
    return (view.file.at(entry.position) if isinstance(entry, EntrySupplemented) else None) or recorded


def _is_in_the_folder(kind: type[Entry]) -> bool:
    return kind in IN_THE_FOLDER or subject_of(kind) in SUBJECTS_IN_THE_FOLDER


def _document(view: FileView, value: object) -> Document | None:
    opened = view.open(value) if isinstance(value, Kept | Said) else None
    return opened if isinstance(opened, Document) else None
