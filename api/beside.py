"""What is said beside an entry that no rule can tell: it lies on other files, or in the words of several entries."""

from __future__ import annotations

from collections.abc import Sequence

from api.exclusions import exclusion_warnings
from api.handover_points import handover_warnings
from api.people import Person
from api.programme_answers import unreviewed
from api.reading import Reading
from api.shown import RecordedEntry
from api.wiring import Wiring
from ledger.entry import Entry
from ledger.judgement import Act
from ledger.refusals import NotOnFile, Quarantined
from ledger.subjects.outcomes import OutcomeIdentified, OutcomeSpecified
from ledger.subjects.variations import VariationAgreed
from projections.worded_alike import told_by_words


def said_beside(wiring: Wiring, person: Person, file: str, entry: Entry) -> list[str]:
    """Return what is said beside an entry of a file: that a tenderer is kept out, that a handover was at no point that
    was agreed for it, that contracts an action is to review were not, what its words and those on file tell together;
    nothing beside others."""
    return [
        *exclusion_warnings(wiring, person, entry), *handover_warnings(wiring, person, file, entry),
        *unreviewed(wiring, person, file, entry), *_told_by_words(wiring, person, file, entry),
    ]  # fmt: skip


def _told_by_words(wiring: Wiring, person: Person, file: str, entry: Entry) -> list[str]:
    """Said to the authority's own people: it is their working, and quotes words of other entries."""
    if not isinstance(entry, OutcomeIdentified | OutcomeSpecified | VariationAgreed) or person.is_confined:
        return []
    try:
        return list(told_by_words(Reading(wiring, file, person, noting=False).view, entry))
    except (NotOnFile, Quarantined):
        return []


def warned(
    wiring: Wiring, person: Person, acts: Sequence[Act], recorded: Sequence[RecordedEntry]
) -> list[RecordedEntry]:
    """Return entries just recorded with what is said beside them, each after the act that it records."""
    return [
        shown.model_copy(update={"warnings": said_beside(wiring, person, act.file, act.entry)})
        for act, shown in zip(acts, recorded, strict=True)
    ]


__all__ = ["said_beside", "warned"]
