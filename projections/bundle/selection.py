"""Which entries, words and exhibits of a file one bundle holds, and on what ground each of the others is left out.

Every entry that the proof of the file counts is either shown or named with a ground, so numbering hides nothing. An
entry that corrects, completes or strikes out one that is withheld is withheld with it. Words are redacted by leaving
out their opening: the entry's bytes, with the digest of the words, are in the bundle all the same. The same words, and
the same exhibit, are redacted wherever they stand, so that a correction does not give away what it repeats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import BaseModel

from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import fold
from ledger.privacy.vault import digests_in, held_in
from ledger.refusals import Fault, Invalid
from ledger.subjects.records import EntryCorrected, EvidenceBundleIssued, Marks
from ledger.subjects.retention import Erasure
from ledger.words import Document, Kept
from projections.answering.withholding import withheld
from projections.bundle.personal_fields import personal_in
from projections.bundle.purposes import Narrowing, Purpose
from projections.failings.trail import spoken
from projections.timeline.timeline import lines
from projections.view import FileView

Words = Mapping[str, str | Document]


@dataclass(frozen=True)
class Redaction:
    """Words to be left out: of which entry, which of its fields, and on what ground."""

    position: int
    field: str
    """As the entry has it: nature, exhibits.0, replacement.reason."""
    ground: str


@dataclass(frozen=True)
class Asked:
    """What somebody asks to be put together."""

    purpose: Purpose
    narrowed: tuple[Narrowing, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    person: str | None = None
    """For subject access: the pseudonym under which words about the person are held."""


Why = Literal["erased", "personal", "reasons", "redacted"]


@dataclass(frozen=True)
class Closed:
    """Words, or an exhibit, that an entry shown holds by digest and that are not opened, and why."""

    position: int
    field: str
    """As the entry has it; departures.0.reason for what was said of a departure."""
    digest: str
    why: Why
    ground: str


@dataclass(frozen=True)
class Selection:
    """What a bundle holds of a file."""

    asked: Asked
    view: FileView
    """The file folded from what is shown, with the words that are opened; those redacted say so instead."""
    shown: tuple[int, ...]
    """Positions of the entries in it, in order."""
    withheld: Mapping[int, str]
    """Position -> ground, of every other entry that the proof of the file counts."""
    redacted: Mapping[int, tuple[str, ...]]
    """Position -> fields of which the words are left out on purpose, each with its ground: "nature: names a child"."""
    opened: frozenset[str]
    """Digests of which the opening is in the bundle."""
    erased: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Position -> fields of which words or exhibit are gone for good: "exhibits.0: erased on 3 March 2025, by ..."."""
    closed: tuple[Closed, ...] = ()
    """All that entries shown hold and that is not opened. What is missing for no known reason is not among it."""

    @property
    def purpose(self) -> Purpose:
        """For what it is made."""
        return self.asked.purpose


def select(
    now: ContractFile, whole: FileView, entries: int, asked: Asked, persons: Mapping[str, str | None],
    unseen: Mapping[int, str],
) -> Selection:  # fmt: skip
    """Return what a bundle holds.

    `now` is the file as it is now, for the marks that count; `whole` the file at the two times asked for, with all its
    words; `entries` how many the proof of the file counts; `persons` the pseudonym of whom words are about, by digest;
    `unseen` position -> why, of what whoever makes the bundle may not see: nobody is given more by making one.
    Raises Invalid for a redaction of what is not there.
    """
    if (asked.purpose.personal == "own") != (asked.person is not None):
        raise Invalid([Fault("person", "is given for subject access, and for nothing else")])
    hidden = {**unseen, **withheld(now, lambda recorded, marks: _ground(asked, now, recorded, marks))}
    if asked.person is not None:
        hidden = _about(whole, asked.person, persons) | hidden
    visible = [recorded for recorded in whole.file.known if recorded.position not in hidden]
    file = fold(visible, whole.as_at)
    seen = replace(whole, file=file)
    shown = tuple(line.position for line in lines(seen))  # those in effect by the day
    others = sorted(set(range(1, entries + 1)) - set(shown))
    grounds = {position: hidden.get(position) or _not_yet(whole, position) for position in others}
    there = [r for r in (*file.known, *file.entries) if r.position in set(shown)]
    redacted = _redactions(there, whole.words, asked.redactions, entries)
    opened = _opened(there, asked, persons) - redacted.keys()
    words: dict[str, str | Document] = {digest: whole.words[digest] for digest in opened if digest in whole.words}
    personal = dict(_personal_grounds(there, asked, opened, redacted))
    for digest, ground in (*personal.items(), *redacted.items()):
        gone = digest in whole.erased and digest not in whole.words  # whoever asks, that is said of it
        if not gone and not isinstance(whole.words.get(digest), Document):
            words[digest] = f"[redacted: {ground}]"
    # That words are gone is said; by which entry and on what ground, where that entry is shown.
    erased = {d: by if by.position in set(shown) else Erasure(on=by.on) for d, by in whole.erased.items()}
    view = FileView.of(
        whole.file_id, file, words, as_at=whole.as_at, default_procedure=whole.default_procedure, erased=erased
    )
    # Whoever asks what is held about them is told of each thing that is not given to them.
    named = redacted if asked.person is None else {**personal, **redacted}
    fields = _by_position(there, named)
    lost = {d: str(by) for d, by in erased.items() if d not in whole.words}
    opened &= whole.words.keys()
    closed = _closed(file.known, set(shown), asked.purpose, opened, redacted, {d: erased[d] for d in lost})
    return Selection(
        asked, replace(view, reference=whole.reference), shown, grounds,
        fields, frozenset(opened), _by_position(there, lost), tuple(closed),
    )  # fmt: skip


def _ground(asked: Asked, now: ContractFile, recorded: Recorded, marks: Marks) -> str | None:
    """Why an entry is withheld by itself: by its marks, or since it says who asked for what is held about them."""
    found = asked.purpose.ground(marks, asked.narrowed)
    if found is None and asked.purpose.requests and _tells_of_request(now, recorded):
        found = asked.purpose.requests
    return found


def _tells_of_request(now: ContractFile, recorded: Recorded) -> bool:
    """Whether an entry, as recorded, as it is now or by what it puts in place, issues a bundle on such a request.

    Whom it was issued to stands in the open in entries of earlier versions, and in what is entered by hand.
    """
    entry, in_force = recorded.entry, now.at(recorded.position)
    said = [
        entry,
        *([in_force.entry] if in_force else []),
        *([entry.replacement] if isinstance(entry, EntryCorrected) else []),
    ]
    return any(
        isinstance(one, EvidenceBundleIssued) and "subject access" in one.purpose.casefold().replace("-", " ")
        for one in said
    )


def _not_yet(whole: FileView, position: int) -> str:
    if position > whole.file.position:
        return "recorded after what this bundle was asked to show"
    assert whole.as_at is not None, "nothing else leaves an entry out that no ground withholds"
    return f"in effect only after {spoken(whole.as_at)}, the day as at which this bundle is made"


def _about(whole: FileView, person: str, persons: Mapping[str, str | None]) -> dict[int, str]:
    """Everything that holds no words about the person who asks, nor completes or corrects what does."""
    grounds = {}
    for recorded in whole.file.known:
        if person not in {persons.get(digest) for digest in digests_in(recorded)}:
            grounds[recorded.position] = "keeps no words under the pseudonym of the person who asks"
    return grounds


def _opened(there: Iterable[Recorded], asked: Asked, persons: Mapping[str, str | None]) -> set[str]:
    """The digests whose openings the purpose lets out."""
    out: set[str] = set()
    for recorded in there:
        if asked.purpose.personal == "own":
            out.update(digest for _, digest in _held(recorded.entry) if persons.get(digest) == asked.person)
            continue
        for _, digest in _held(recorded.entry):
            out.add(digest)
        if asked.purpose.personal == "withheld":
            out.difference_update(personal_in(recorded.entry))
        if asked.purpose.reasons:
            out.update(digest for departure in recorded.departures for _, digest in _held(departure))
    return out


_REASONS = "reasons given for departures from procedure are not for this purpose"


def _closed(
    known: Iterable[Recorded], shown: set[int], purpose: Purpose, opened: set[str], redacted: Mapping[str, str],
    erased: Mapping[str, Erasure],
) -> Iterator[Closed]:  # fmt: skip
    """Why each digest is not opened: erased, first, where the entry that says so is shown and can be checked."""
    others = purpose.personal == "own"  # of whoever asks for their own, every other word is somebody else's
    for recorded in known:
        if recorded.position not in shown:
            continue
        personal = set(personal_in(recorded.entry))
        models: list[tuple[str, BaseModel]] = [("", recorded.entry)]
        models += [(f"departures.{n}.", departure) for n, departure in enumerate(recorded.departures)]
        for under, model in models:
            for path, digest in _held(model):
                gone = erased.get(digest)
                whys: list[tuple[bool, Why, str]] = [
                    (gone is not None and gone.position is not None, "erased", str(gone)),
                    (digest in redacted, "redacted", redacted.get(digest, "")),
                    (digest in personal or (others and not under), "personal", purpose.personal_ground),
                    (bool(under) and not purpose.reasons, "reasons", _REASONS),
                    (gone is not None, "erased", str(gone)),
                ]
                found = next(((why, ground) for is_so, why, ground in whys if is_so), None)
                if digest not in opened and found is not None:
                    yield Closed(recorded.position, under + path, digest, *found)


def _personal_grounds(
    there: Iterable[Recorded], asked: Asked, opened: set[str], redacted: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for recorded in there:
        own = asked.purpose.personal == "own"
        for digest in (digest for _, digest in _held(recorded.entry)) if own else personal_in(recorded.entry):
            if digest not in opened and digest not in redacted:
                yield digest, asked.purpose.personal_ground


def _redactions(there: list[Recorded], words: Words, wanted: Iterable[Redaction], entries: int) -> dict[str, str]:
    """Digest -> ground, of what was asked for and of everything that says the same. Raises Invalid for each."""
    grounds: dict[str, str] = {}
    by_value: dict[str | Document, str] = {}
    faults = []
    for number, redaction in enumerate(wanted):
        fields = {path: digest for r in there if r.position == redaction.position for path, digest in _held(r.entry)}
        if redaction.field not in fields:
            faults.append(Fault(f"redact.{number}", _not_to_redact(redaction.position, sorted(fields), entries)))
            continue
        for recorded in there:
            if recorded.position == redaction.position:
                grounds |= {d: redaction.ground for path, d in _held(recorded.entry) if path == redaction.field}
        value = words.get(fields[redaction.field])
        if value is not None:
            by_value[Document(value.sha256) if isinstance(value, Document) else value] = redaction.ground
    if faults:
        raise Invalid(faults)
    for recorded in there:
        models: tuple[BaseModel, ...] = (recorded.entry, *recorded.departures)
        for model in models:
            for _, digest in _held(model):
                value = words.get(digest)
                if value is None:
                    continue
                ground = by_value.get(Document(value.sha256) if isinstance(value, Document) else value)
                if ground is not None:
                    grounds.setdefault(digest, ground)
    return grounds


def _not_to_redact(position: int, fields: list[str], entries: int) -> str:
    """Why a redaction names nothing that can be left out, and what would be right."""
    if position > entries:
        return f"names entry {position}; the file has {entries} in this bundle's log"
    if not fields:
        return f"names entry {position}, of which nothing can be redacted: it holds no words here, or is left out whole"
    return f"names no words of entry {position}; what can be redacted of it is {', '.join(fields)}"


def _by_position(there: Iterable[Recorded], grounds: Mapping[str, str]) -> dict[int, tuple[str, ...]]:
    """Position -> fields with a ground, of an entry as it was recorded and as it is in force."""
    found: dict[int, dict[str, None]] = {}
    for recorded in there:
        for said in _fields_of(recorded, grounds):
            found.setdefault(recorded.position, {})[said] = None
    return {position: tuple(said) for position, said in found.items()}


def _fields_of(recorded: Recorded, redacted: Mapping[str, str]) -> Iterator[str]:
    for path, digest in _held(recorded.entry):
        if digest in redacted:
            yield f"{path}: {redacted[digest]}"


def _held(model: BaseModel) -> Iterator[tuple[str, str]]:
    for path, held in held_in(model):
        if isinstance(held, Kept):
            yield path, held.digest
