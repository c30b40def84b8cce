"""What is said beside an entry that no rule can tell: it lies on other files, in the words of several entries, or in
what was corrected since."""

from __future__ import annotations

from collections.abc import Sequence

from api.exclusions import exclusion_warnings
from api.existing_contracts import existing_warnings
from api.handover_points import handover_warnings
from api.models_elsewhere import model_warnings
from api.people import Person
from api.programme_answers import unreviewed
from api.reading import Reading
from api.shown import RecordedEntry
from api.wiring import Wiring
from ledger.entry import Entry
from ledger.judgement import Act
from ledger.refusals import NotOnFile, Quarantined
from ledger.subjects.meetings import MeetingMinutesRecorded
from ledger.subjects.outcomes import OutcomeIdentified, OutcomeSpecified
from ledger.subjects.performance import PerformanceResultsShared
from ledger.subjects.records import DocumentFiled
from ledger.subjects.variations import VariationAgreed
from projections.monitoring.given_again import corrected_since
from projections.monitoring.minutes_alike import minutes_of_another
from projections.worded_alike import told_by_words


def said_beside(
    wiring: Wiring, person: Person, file: str, entry: Entry, position: int, reading: Reading | None = None
) -> list[str]:  # fmt: skip
    """Return what is said beside an entry of a file: that a tenderer, or who is to have the contract, is kept out, that
    a handover was at no point that was agreed for it, that contracts an action is to review were not, that a contract
    named as going on ended, what its words and those on file tell together, that results given to the provider were
    corrected since, that minutes are those of another meeting, that a model of governance is in no library; nothing
    beside others.

    `position`: where it is recorded. `reading`: by which it is read, at its times; none of one recorded just now.
    """
    return [
        *exclusion_warnings(wiring, person, entry), *handover_warnings(wiring, person, file, entry),
        *unreviewed(wiring, person, file, entry), *existing_warnings(wiring, person, entry),
        *model_warnings(wiring, person, file, entry),
        *_told_by_others(wiring, person, file, entry, position, reading),
    ]  # fmt: skip


TELL = (
    ((OutcomeIdentified, OutcomeSpecified, VariationAgreed), told_by_words),
    ((PerformanceResultsShared,), corrected_since),
    ((MeetingMinutesRecorded, DocumentFiled), minutes_of_another),
)
"""Of which kinds of entry other entries of their file tell something, and what does."""


def _told_by_others(
    wiring: Wiring, person: Person, file: str, entry: Entry, position: int, reading: Reading | None
) -> list[str]:  # fmt: skip
    """Said to the authority's own people: it is their working, and quotes other entries, which are given out too."""
    tell = next((tell for kinds, tell in TELL if isinstance(entry, kinds)), None)
    if tell is None or person.is_confined:
        return []
    try:
        reading = reading or Reading(wiring, file, person)
        told = list(tell(reading.view, position))
    except (NotOnFile, Quarantined):
        return []
    reading.note(at for one in told for at in one.entries)
    return [one.says for one in told]


def warned(
    wiring: Wiring, person: Person, acts: Sequence[Act], recorded: Sequence[RecordedEntry]
) -> list[RecordedEntry]:
    """Return entries just recorded with what is said beside them, each after the act that it records."""
    return [
        shown.model_copy(update={"warnings": said_beside(wiring, person, act.file, act.entry, shown.position)})
        for act, shown in zip(acts, recorded, strict=True)
    ]


__all__ = ["said_beside", "warned"]
