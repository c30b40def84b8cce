"""What is held about one person, on all files: asked for by pseudonym, never in an address.

Everything said under the pseudonym is listed entry by entry, with what may have to be kept back and on what ground, and
whether others are spoken of in the same entry. Entries that write the pseudonym in the midst of other words are found,
and by searching those that only name the person in other words, for somebody to look at; documents are not looked
through. UK GDPR Art. 15; the exemptions are those of the Data Protection Act 2018, sch. 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from unicodedata import normalize
from uuid import UUID

from fastapi import APIRouter, Depends

from api.access import ERASE
from api.bodies import json_body
from api.history import HistoryRow, history_answer
from api.people import Person
from api.shown import Answered, links
from api.sight import Sight
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.contract_file import ContractFile
from ledger.encodings import base64url, from_base64url
from ledger.entry import Recorded
from ledger.file_names import name_opened
from ledger.privacy.vault import OpeningAltered
from ledger.refusals import Denied, Fault, Invalid, NotOnFile, Quarantined
from ledger.subjects.retention.chosen import words_of
from ledger.words import Document, text_of
from projections.answering.answers import NotReady
from projections.answering.withholding import marks_of
from projections.timeline.line import Filters

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["people"])
MOST_FOUND = 500  # entries found by words
LONGEST_PSEUDONYM, LONGEST_SEARCH = 80, 500  # characters
EXCLUSIONS: Mapping[str, str] = {
    "legal-advice": "legal professional privilege (DPA 2018 sch. 2 para. 19)",
    "litigation": "legal professional privilege (DPA 2018 sch. 2 para. 19)",
    "without-prejudice": "without prejudice: privilege and negotiations (DPA 2018 sch. 2 paras 19 and 23)",
    "without-prejudice-save-as-to-costs": "without prejudice: privilege, negotiations (DPA 2018 sch. 2 paras 19, 23)",
    "confidential": "confidential: the rights of others are weighed (DPA 2018 sch. 2 para. 16)",
}
"""On what ground an entry under a protection may have to be kept back."""
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object", "required": ["person"], "additionalProperties": False,
                "properties": {
                    "person": {"type": "string", "minLength": 1, "maxLength": LONGEST_PSEUDONYM},
                    "words": {"type": "string", "maxLength": LONGEST_SEARCH},
                },
                "example": {"person": "P-0147", "words": "Pomfret"},
            }
        }
    },
}  # fmt: skip


class HeldWords(Answered):
    """Words of the person in one field of an entry."""

    field: str
    """Which field, as the entry has it."""
    words: str | None = None
    """The words, or a document's title; left out where they may not be seen by who asks."""
    document: str | None = None
    """SHA-256 of the document, where it is one."""


class HeldEntry(Answered):
    """An entry that holds words of the person."""

    file: str
    title: str
    position: int
    heading: str
    happened_on: date
    recorded_at: datetime
    held: list[HeldWords]
    others: bool
    """Whether words of other people are in the same entry, so that their rights are weighed (sch. 2 para. 16)."""
    exclusion: str | None = None
    """On what ground it may have to be kept back; null where none is on record."""
    withheld: str | None = None
    """Why who asks may not see its words, where that is so."""
    links: dict[str, str]


class SubjectAccess(Answered):
    """What is held about one person."""

    entries: list[HeldEntry]
    """By file, in order of recording."""
    found: list[HistoryRow]
    """Other entries that write the pseudonym, or have the words searched for: for somebody to look at.

    What stands in documents is not searched.
    """
    found_more: bool = False
    """Whether there are more of these."""
    alike: tuple[str, ...] = ()
    """Other pseudonyms with the same letters and figures under which something is held: to be asked for too."""
    unreadable: tuple[str, ...] = ()
    """Files that are set aside, of which nothing can be said."""
    erasing: tuple[dict[str, Any], ...] = ()
    """For each file what would erase all of it, to be completed (ground, asked_by, by) and recorded together."""
    simulated: bool = False


@router.post("/subject-access", summary="What is held about one person", openapi_extra={"requestBody": _BODY})
def subject_access(
    body: Annotated[object, Depends(json_body)], wiring: TheWiring, person: ThePerson
) -> SubjectAccess:  # fmt: skip
    """Answer everything held under a pseudonym, on all files, and what else has the words searched for."""
    may_ask(person)
    if not isinstance(body, dict) or not set(body) <= {"person", "words"}:
        raise Invalid([Fault("", "should be an object with `person`, and perhaps `words` to search for")])
    return subject_access_answer(wiring, person, body.get("person"), body.get("words"))


def may_ask(person: Person) -> None:
    """Raise Denied for those to whom people's requests are not given."""
    if not person.has(*ERASE):
        raise Denied("what is held about a person is found by Legal Services and the data protection officer")


def subject_access_answer(wiring: Wiring, person: Person, pseudonym: object, words: object = None) -> SubjectAccess:
    """Return what is held under a pseudonym. Raises Denied, Invalid, NotReady."""
    may_ask(person)
    about, searched = _asked("person", pseudonym, LONGEST_PSEUDONYM), ""
    if not about:
        raise Invalid([Fault("person", "should be the pseudonym the person is kept under")])
    if words is not None:
        searched = _asked("words", words, LONGEST_SEARCH)
    by_file: dict[UUID, dict[int, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for file_id, position, digest in wiring.book.store.openings_of_person(about):
        by_file[file_id][position].append(digest)
    entries: list[HeldEntry] = []
    unreadable: list[str] = []
    erasing: list[dict[str, Any]] = []
    for file_id, places in by_file.items():
        try:
            file = wiring.book.file_by_id(file_id)
        except (NotOnFile, Quarantined):
            unreadable.append(str(file_id))
            continue
        held = _of_file(wiring, person, file, places)
        entries += held
        erasing.append(_erasing(held))
    found, more = _found(wiring, person, (_phrase(about), searched), {(e.file, e.position) for e in entries})
    return SubjectAccess(
        entries=entries, found=found, found_more=more, alike=tuple(wiring.book.store.pseudonyms_like(about)),
        unreadable=tuple(unreadable), erasing=tuple(erasing),
        simulated=wiring.book.clock == "simulated",
    )  # fmt: skip


def _asked(field: str, said: object, longest: int) -> str:
    if not isinstance(said, str) or len(said) > longest or "\x00" in said:
        raise Invalid([Fault(field, f"should be text of at most {longest} characters")])
    return text_of(normalize("NFC", said.strip()))


def _of_file(
    wiring: Wiring, person: Person, file: ContractFile, places: Mapping[int, Sequence[bytes]]
) -> list[HeldEntry]:
    sight = Sight(person, file, wiring.book.today)
    reference, title = name_opened(file.known[0].entry), file.title
    seen = [p for p in places if (r := file.first_recorded(p)) is not None and sight.sees(r)]
    wiring.book.opened.note(person.as_reader(), [(file.known[0].file_id, p) for p in seen])
    found = []
    for position, digests in sorted(places.items()):
        recorded = file.first_recorded(position)
        if recorded is None:
            continue
        entry = recorded.entry
        marks = marks_of(file, recorded)
        found.append(
            HeldEntry(
                file=reference, title=title, position=position, heading=type(entry).heading(),
                happened_on=entry.happened_on, recorded_at=recorded.recorded_at,
                held=_held(wiring, recorded, {base64url(d) for d in digests}, readable=sight.sees(recorded)),
                others=_others(wiring, recorded, digests), exclusion=EXCLUSIONS.get(marks.protection),
                withheld=sight.withheld.get(position), links=links(reference, position),
            )
        )  # fmt: skip
    return found


def _held(wiring: Wiring, recorded: Recorded, digests: set[str], *, readable: bool) -> list[HeldWords]:
    own = [(path, digest) for path, digest in words_of(recorded) if digest in digests]
    try:
        words = wiring.book.vault.words(digest for _, digest in own) if readable else {}
    except OpeningAltered:
        words = {}
    return [_words(path, words.get(digest)) for path, digest in own]


def _words(path: str, said: str | Document | None) -> HeldWords:
    if isinstance(said, Document):
        return HeldWords(field=path, words=said.title, document=said.sha256)
    return HeldWords(field=path, words=said)


def _others(wiring: Wiring, recorded: Recorded, own: Sequence[bytes]) -> bool:
    """Whether the entry holds words under another pseudonym."""
    every = [from_base64url(digest) for _, digest in words_of(recorded)]
    persons = wiring.book.store.persons(every)
    mine = {persons[digest] for digest in own if digest in persons}
    return bool(set(persons.values()) - mine)


def _erasing(held: Sequence[HeldEntry]) -> dict[str, Any]:
    words = [{"position": entry.position, "field": one.field} for entry in held for one in entry.held]
    return {"file": held[0].file, "kind": "words-erased", "scope": "one-person", "words": words} if held else {}


def _found(
    wiring: Wiring, person: Person, searches: Sequence[str], known: set[tuple[str, int]]
) -> tuple[list[HistoryRow], bool]:  # fmt: skip
    """Other entries that have the words of one of the searches, and whether there are more of them."""
    found: dict[tuple[str, int], HistoryRow] = {}
    more = False
    for words in filter(None, searches):
        try:
            answer = history_answer(wiring, person, Filters(words=words), None, MOST_FOUND)
        except NotReady:
            raise NotReady("the lists are being built; ask again shortly") from None
        found |= {(row.file, row.line.position): row for row in answer.entries}
        more = more or answer.next is not None
    return [row for place, row in found.items() if place not in known], more


def _phrase(pseudonym: str) -> str:
    """What is searched for to find a pseudonym that somebody wrote in the midst of other words."""
    return '"' + pseudonym.replace('"', " ") + '"'


__all__ = ["EXCLUSIONS", "SubjectAccess", "may_ask", "router", "subject_access_answer"]
