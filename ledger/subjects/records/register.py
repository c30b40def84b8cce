"""The authorities, consultations, documents and marks on file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, assert_never

from ledger.arranged import ARRANGED_BY
from ledger.entry import Actor, Audience, Frozen, Protection, Recorded
from ledger.registers import Register
from ledger.subjects.records.entries import (
    AlternativeArrangementAgreed,
    ConsultationRecorded,
    CorrectionConfirmed,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
    DocumentFiled,
    EntryCorrected,
    EntryReclassified,
    EntryStruckOut,
    EntrySupplemented,
    EvidenceBundleIssued,
    LedgerOpened,
    NoteMade,
    ProcedureBound,
    RecordsEntry,
)

TAKEN_OFF = "procedure.left-by-the-office-entitled"
"""The rule by which it is asked who takes a contract off its procedure (docs/adr/0376)."""
ENTITLED = "departure.by-the-office-entitled"
"""The rule by which it is asked who lets a rule be departed from (HCC-POL-f)."""


class Marks(NamedTuple):
    """Who may read an entry, and the privilege it is under."""

    audience: Audience
    protection: Protection
    named: tuple[str, ...] = ()
    """The accounts that may read it, where the audience is named people."""


class Authorisation(Frozen):
    """A departure authorised: by whom, when, for which rule, once or for the contract."""

    id: str
    rule: str
    by: Actor | None
    on: date
    position: int
    scope: Literal["once", "contract"]
    proposal: str | None = None
    """The proposal it is given for; None for any."""
    entitled: bool = True
    """Whether it was recorded as that of the office the procedure gives it to (HCC-POL-f)."""


class Arrangement(Frozen):
    """Another way of managing this contract, agreed for it (TVP-4.0-1)."""

    id: str
    position: int
    since: date
    until: date | None
    by: Actor | None
    rules: tuple[str, ...]
    settings: tuple[tuple[str, int], ...]
    """(setting, the number that applies instead)."""
    offices: tuple[str, ...] = ()
    """Offices that nobody is asked to be in."""
    meetings: tuple[tuple[str, int], ...] = ()
    """(kind of meeting, how many a year are asked for instead)."""
    relies_on: str | None = None
    """The authorisation it was agreed on, where another agreed than the office that may (docs/adr/0435)."""

    def applies(self, day: date) -> bool:
        """Return whether it applies on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


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
    meeting: str | None = None
    """The meeting it was about."""


class Verdict(Frozen):
    """The office's later word on a departure it had not authorised."""

    position: int
    on: date
    by: Actor | None
    approved: bool
    entitled: bool = True
    """Whether it was recorded as that of the office the procedure gives it to (HCC-POL-f)."""


class Binding(NamedTuple):
    """A procedure the file was bound to, and since when."""

    since: date
    procedure: str
    position: int
    by_another: bool
    """Whether another bound it than the office that may take it off the procedure it left (HCC-POL-f)."""
    relies_on: str | None
    """The authorisation that other relied on."""


def _by_the_entitled(word: Recorded) -> bool:
    return all(one.rule != ENTITLED for one in word.departures)


def _authorisation(entry: DepartureAuthorised, recorded: Recorded) -> Authorisation:
    assert recorded.given_id is not None
    return Authorisation(
        id=recorded.given_id, rule=entry.rule, by=entry.by, on=entry.happened_on, position=recorded.position,
        scope=entry.scope, proposal=entry.proposal, entitled=_by_the_entitled(recorded),
    )  # fmt: skip


def _arrangement(entry: AlternativeArrangementAgreed, recorded: Recorded) -> Arrangement:
    return Arrangement(
        id=recorded.given_id or "", position=recorded.position, since=entry.effective_on, until=entry.until_date,
        by=entry.by, rules=_rules_of(entry), offices=entry.offices_not_asked,
        settings=tuple((instead.id, instead.value) for instead in entry.settings),
        meetings=tuple((instead.id, instead.a_year) for instead in entry.meetings),
        relies_on=next((d.authorisation for d in recorded.departures if d.rule == ARRANGED_BY), None),
    )  # fmt: skip


def _consultation(entry: ConsultationRecorded, recorded: Recorded) -> Consultation:
    about = (*entry.issues, *(i for i in (entry.notice, entry.variation, entry.proposal) if i))
    return Consultation(
        position=recorded.position, on=entry.happened_on, subject=entry.subject, by=entry.by,
        consulted=entry.consulted, about=about, contentious=bool(entry.contentious), meeting=entry.meeting,
    )  # fmt: skip


def _binding(entry: ProcedureBound, recorded: Recorded) -> Binding:
    left = [one for one in recorded.departures if one.rule == TAKEN_OFF]
    leave = next((one.authorisation for one in left), None)
    return Binding(entry.effective_on, entry.procedure, recorded.position, bool(left), leave)


_FILLED_BY = {
    "lead-officer": "commencement.lead-officer-in-office",
    "deputy-lead-officer": "commencement.deputy-in-office",
    "representative": "commencement.representative-in-office",
}
"""The rule that an office is filled, which is not asked where that is not."""


def _rules_of(entry: AlternativeArrangementAgreed) -> tuple[str, ...]:
    filled = (_FILLED_BY[office] for office in entry.offices_not_asked if office in _FILLED_BY)
    return tuple(dict.fromkeys((*entry.rules_not_asked, *filled)))


@dataclass(slots=True)
class Records(Register[RecordsEntry]):
    """How the file is kept."""

    authorisations: dict[str, Authorisation] = field(default_factory=dict)
    verdicts: dict[tuple[int, str], tuple[Verdict, ...]] = field(default_factory=dict)
    """(position of the entry that departed, rule) -> each word on it, ratified or refused, in order."""
    consultations: list[Consultation] = field(default_factory=list)
    documents: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Position of a document filed -> positions it belongs to."""
    filed: dict[int, tuple[tuple[date, str | None, int], ...]] = field(default_factory=dict)
    """Position of an entry that documents filed belong to -> (day, sort, position) of each; None for what a supplement
    added."""
    supplements: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Position of an entry -> positions of what supplemented it."""
    added: dict[int, tuple[tuple[int, tuple[str, ...]], ...]] = field(default_factory=dict)
    """The same -> (position, the rules it names as what it completes) of each of these."""
    marks: dict[int, Marks] = field(default_factory=dict)
    """Position of a reclassified entry -> its marks now."""
    bundles: list[tuple[date, int]] = field(default_factory=list)
    """(day, position) of each bundle of evidence that was handed out; its receipt names what it held."""
    procedures: list[Binding] = field(default_factory=list)
    """Procedures bound, in order of the day from which, those refused since among them."""
    arrangements: list[Arrangement] = field(default_factory=list)

    def enter(self, entry: RecordsEntry, recorded: Recorded) -> None:
        match entry:
            case DepartureAuthorised():
                authorised = _authorisation(entry, recorded)
                self.authorisations[authorised.id] = authorised
            case AlternativeArrangementAgreed():
                self.arrangements.append(_arrangement(entry, recorded))
            case DepartureRatified() | DepartureRefused():
                approved = isinstance(entry, DepartureRatified)
                said = Verdict(
                    position=recorded.position, on=entry.happened_on, by=entry.by, approved=approved,
                    entitled=_by_the_entitled(recorded),
                )  # fmt: skip
                departed = entry.position, entry.rule
                self.verdicts[departed] = (*self.verdicts.get(departed, ()), said)
            case ConsultationRecorded():
                self.consultations.append(_consultation(entry, recorded))
            case DocumentFiled():
                self.documents[recorded.position] = entry.belongs_to
                for position in entry.belongs_to if entry.is_there else ():
                    self._file(position, entry.happened_on, entry.document_kind, recorded.position)
            case EntrySupplemented(position=position):
                if entry.exhibits:
                    self._file(position, entry.happened_on, None, recorded.position)
                self.supplements[position] = (*self.supplements.get(position, ()), recorded.position)
                self.added[position] = (*self.added.get(position, ()), (recorded.position, entry.completes))
            case EntryReclassified(position=position):
                self.marks[position] = Marks(entry.new_audience, entry.new_protection, entry.new_named)
            case ProcedureBound():
                self.procedures.append(_binding(entry, recorded))
            case EvidenceBundleIssued():
                self.bundles.append((entry.happened_on, recorded.position))
            case LedgerOpened() | NoteMade():
                pass  # on record; nothing else depends on them
            case EntryCorrected() | EntryStruckOut() | CorrectionConfirmed():
                pass  # resolved before the fold: folding.in_force
            case _:
                assert_never(entry)

    def completing(self, position: int, rule: str) -> tuple[int, ...]:
        """Return the positions of the supplements to an entry that name a rule as what they complete."""
        return tuple(at for at, named in self.added.get(position, ()) if rule in named)

    def explaining(self, position: int, rule: str) -> tuple[int, ...]:
        """Return the positions of the supplements to an entry that are taken for the reason why it departs from a rule:
        those that name it, and those that name nothing (docs/adr/0383)."""
        return tuple(at for at, named in self.added.get(position, ()) if rule in named or not named)

    def procedure_on(self, day: date) -> str | None:
        """Return the procedure the file is bound to on a day, None where it is bound to none of its own: the last whose
        day has come that was not refused by then (docs/adr/0386)."""
        bound = (one.procedure for one in reversed(self.procedures) if one.since <= day and not self.refused(one, day))
        return next(bound, None)

    def refused(self, bound: Binding, day: date = date.max) -> Verdict | None:
        """Return the word by which the office that may take the file off its procedure refused to have it bound to
        another, where that is its last by a day; None where it said no such thing (HCC-POL-f)."""
        said = [word for word in self._words_on(bound) if word.on <= day]
        return said[-1] if said and not said[-1].approved else None

    def _words_on(self, bound: Binding) -> Iterator[Verdict]:
        leave = self.authorisations.get(bound.relies_on) if bound.relies_on else None
        if bound.by_another and not (leave and leave.entitled and leave.rule == TAKEN_OFF):
            yield from (word for word in self.verdicts.get((bound.position, TAKEN_OFF), ()) if word.entitled)

    def binding_days(self) -> list[date]:
        """Return the days on which the procedure the file is bound to may become another, in order."""
        words = (word.on for bound in self.procedures for word in self._words_on(bound))
        return sorted({*(bound.since for bound in self.procedures), *words})

    def procedures_by_day(self) -> list[tuple[date, str | None]]:
        """Return which procedure the file is bound to from each of these days on."""
        return [(day, self.procedure_on(day)) for day in self.binding_days()]

    def consulted(self, subject: str, day: date, about: str | None = None) -> Iterator[Consultation]:
        """Yield the consultations on a subject up to a day; of those that name ids, the ones about `about`."""
        for held in self.consultations:
            in_point = about is None or not held.about or about in held.about
            if in_point and held.subject == subject and held.on <= day:
                yield held

    def is_filed(self, position: int, sort: str | None = None, since: date = date.min) -> bool:
        """Return whether a document belonging to that entry was placed on the file: filed as such, or added to it.

        `sort`: what sort it is to be, where only that will do; `since`: the first day on which there can have been one.
        """
        return any(
            on >= since and (sort is None or held in (sort, "other", None))
            for on, held, _ in self.filed.get(position, ())
        )

    def _file(self, position: int, on: date, sort: str | None, filed: int) -> None:
        self.filed[position] = (*self.filed.get(position, ()), (on, sort, filed))
