"""What is asked of a document that is filed, and of a note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.awards import to_be_decided
from ledger.dates.working_days import dated
from ledger.division_of_work import by_another_office
from ledger.entry import own
from ledger.names import few, same_name
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.single_tenders import asked_anew
from ledger.subjects.records.entries import DocumentFiled, NoteMade

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry
    from ledger.procedures import Procedure

_SETTLES = re.compile(r"\bsettle(?:d|ment)", re.IGNORECASE)
"""What the title of a paper says that tells how a dispute was settled (TVP-5.2-3c)."""


def _paper_not_located(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    if not procedure.setting("documents.hard-copies"):
        return NOT_IN_POINT
    if filed.hard_copy_location:
        return None
    return f"it is not said in which folder the paper of {filed.title} is"


def only_on_paper(file: ContractFile, filed: DocumentFiled, position: int = 0) -> bool:
    """Return whether of a document filed there is the paper's place alone: the document is neither with it, nor added
    to it, nor with an entry it belongs to, nor filed under its title (TVP-4.0-14). `position`: of one on file."""
    if not filed.hard_copy_location or _is_electronic(filed):
        return False
    belongs, minutes = set(filed.belongs_to), set[int]()
    for meeting in file.meetings.held():
        if meeting.held in belongs:
            minutes |= {one.position for one in meeting.minutes}
    of_it = {position, *belongs, *minutes}
    of_it |= {added for one in of_it for added in file.records.supplements.get(one, ())}
    there = [of.entry for one in of_it if (of := file.at(one)) is not None]
    there += [
        of.entry for of in file.of(DocumentFiled)
        if isinstance(of.entry, DocumentFiled)
        and (position in of.entry.belongs_to or same_name(of.entry.title, filed.title))
    ]  # fmt: skip
    return not any(map(_is_electronic, there))


def _is_electronic(entry: Entry) -> bool:
    """Whether a document is with an entry, or it says where one is kept electronically."""
    return bool(entry.exhibits or own(entry, "document") or own(entry, "electronic_location"))


def _paper_alone(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    if not filed.hard_copy_location:
        return NOT_IN_POINT
    if not only_on_paper(file, filed):
        return None
    return f"of {filed.title} only the paper is on file, and not where the document is kept electronically"


def _waiting(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> list[str]:
    """What waits on the file for a paper of that sort, each with the entry the paper would belong to."""
    match filed.document_kind:
        case "minutes":
            held = [m for m in file.meetings.held() if not file.minutes_filed(m.id)]
            belongs = [(f"the minutes of {m.id}", m.minutes[-1].position if m.minutes else m.held) for m in held]
        case "award-papers":
            waits = [a for a in file.procurement.awards.values() if to_be_decided(file, a, procedure)]
            belongs = [(f"the papers of {a.id}", a.position) for a in waits if not file.records.is_filed(a.position)]
        case "report":
            asked = [t for t in file.procurement.single_tenders.values() if t.on and not (t.decided or t.reported)]
            asked = [t for t in asked if not asked_anew(file, t, procedure)]
            belongs = [(f"the report of {t.id}", t.position) for t in asked if not file.records.is_filed(t.position)]
        case "letter" | "other" if procedure.by_dispute and _SETTLES.search(filed.title):  # no sort of its own
            settled = [s for s in file.disputes.settled if not _has_paper(file, s.position)]
            belongs = [(f"the paper of what was settled in {s.dispute or 'the dispute'}", s.position) for s in settled]
        case _:
            belongs = []
    return [f"{what} (entry {position})" for what, position in belongs]


def _has_paper(file: ContractFile, position: int) -> bool:
    recorded = file.at(position)
    there = recorded is not None and (own(recorded.entry, "document") or recorded.entry.exhibits)
    return bool(there) or file.records.is_filed(position)


def _belongs_nowhere(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    waiting = _waiting(file, filed, procedure)
    if not waiting:
        return NOT_IN_POINT
    if filed.document_kind == "minutes" and filed.belongs_to:
        there = [of for p in filed.belongs_to if (of := file.first_recorded(p)) is not None]
        met = ("meeting-held/1", "meeting-minutes-recorded/1")
        if there and not any(of.entry.kind in met for of in there):
            return f"entry {there[0].position} is no meeting; waiting for a paper: {few(waiting)}"
    if filed.belongs_to:
        return None
    return f"it is not said which entry it belongs to; waiting for a paper: {few(waiting)}"


def _not_there(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    return None if filed.is_there else f"of {filed.title} there is neither the document nor where it is kept"


def same_version(earlier: DocumentFiled, later: DocumentFiled) -> bool:
    """Return whether of two protocols filed under one title the later bears no other date: it is no newer version."""
    return later.dated is None or later.dated == earlier.dated


def _filed_before(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    """A protocol that is on file already, in this version, and of which nothing more is said: neither where it is, nor
    what it belongs to (CPC307-K9, CPC308-K10)."""
    if filed.document_kind != "protocol":
        return NOT_IN_POINT
    called = [
        (of.position, of.entry) for of in file.of(DocumentFiled)
        if isinstance(of.entry, DocumentFiled) and of.entry.document_kind == "protocol"
        and same_name(of.entry.title, filed.title)
    ]  # fmt: skip
    if not called:
        return NOT_IN_POINT
    there = [position for position, held in called if same_version(held, filed) and not _says_more(held, filed)]
    if not there:
        return None
    before = f"a protocol called {filed.title} is on file already (entry {there[-1]})"
    return f"{before}; a newer version is filed with the date it bears"


def _says_more(held: DocumentFiled, filed: DocumentFiled) -> bool:
    places = ("document", "exhibits", "electronic_location", "hard_copy_location")
    said_now = any(own(filed, place) and not own(held, place) for place in places)
    return said_now or not set(filed.belongs_to) <= set(held.belongs_to)


def _before_the_meeting(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    if filed.document_kind != "minutes":
        return NOT_IN_POINT
    on, said = filed.happened_on, "filed"
    if filed.dated is not None and filed.dated < on:
        on, said = filed.dated, "dated"
    later = [
        of for position in filed.belongs_to
        if (of := file.first_recorded(position)) is not None and of.entry.happened_on > on
    ]  # fmt: skip
    if later:
        its_day = dated(later[0].entry.happened_on)
        return f"they were {said} on {dated(on)}, and entry {later[0].position} is of {its_day}"
    return None if filed.belongs_to else NOT_IN_POINT


def _dated_later(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    if filed.dated is None:
        return NOT_IN_POINT
    if filed.dated <= filed.latest_on:
        return None
    return f"it bears the date {dated(filed.dated)}, and was filed on {dated(filed.latest_on)}, before that"


KEPT_ELECTRONICALLY: Rule[DocumentFiled] = Rule(
    id="document.kept-electronically", citation="TVP-4.0-14", level="advise", of=DocumentFiled, field="document",
    sentence="What is kept on paper is in the shared electronic folder as well.", found=_paper_alone,
)  # fmt: skip
RULES: tuple[AnyRule, ...] = (
    KEPT_ELECTRONICALLY,
    Rule(
        id="document.prepared-by-whom-it-falls-to", citation="HCC-A6-b", level="advise", of=DocumentFiled, field="by",
        sentence="The papers of buying a contract are prepared by the office it falls to.", found=by_another_office,
    ),
    Rule(
        id="note.says-something",
        citation="HCC-2.1-g",
        level="contradiction",
        of=NoteMade,
        field="words",
        sentence="A note has words or an exhibit.",
        found=lacks("words", "exhibits", found="it has neither words nor an exhibit"),
    ),
    Rule(
        id="document.paper-located",
        citation="TVP-4.0-15",
        level="advise",
        of=DocumentFiled,
        field="hard_copy_location",
        sentence="Hard-copy folders are kept besides the electronic file, and it is on record where.",
        found=_paper_not_located,
    ),
    Rule(
        id="document.there-or-located", citation="HCC-7.2-c", level="advise", of=DocumentFiled, field="document",
        found=_not_there, sentence="What is filed is there, or it is said where it is kept; else nothing is filed.",
    ),
    Rule(
        id="document.dated-by-then", citation="HCC-7.2-c", level="advise", of=DocumentFiled, field="dated",
        sentence="A document is filed on the day it bears, or after it.", found=_dated_later,
    ),
    Rule(
        id="document.protocol-filed-once", citation="CPC307-K9", level="advise", of=DocumentFiled, field="title",
        sentence="A protocol of partner organisations is on file once in each version.", found=_filed_before,
    ),
    Rule(
        id="document.minutes-after-the-meeting", citation="HCC-7.2-c", level="advise", of=DocumentFiled,
        field="belongs_to", found=_before_the_meeting,
        sentence="Minutes are filed once the meeting was held.",
    ),
    Rule(
        id="document.belongs-to-what-waits-for-it", citation="HCC-7.2-c", level="advise", of=DocumentFiled,
        field="belongs_to", found=_belongs_nowhere,
        sentence="A document that an entry waits for is filed as belonging to that entry.",
    ),
)  # fmt: skip
