"""The models of governance in the libraries of other files, which a contract may have adopted (IMP-18-a)."""

from __future__ import annotations

from collections.abc import Iterator

from api.history import MOST
from api.known_elsewhere import as_it_reads_now
from api.people import Person
from api.reading import Reading
from api.seen import eyes_of
from api.wiring import Wiring
from ledger.entry import Entry
from ledger.refusals import NotOnFile, Quarantined
from ledger.subjects.knowledge import KnowledgeShared, Shared, plain
from ledger.subjects.tiers import GovernanceTermsAdopted
from projections.answering.answers import NotReady
from projections.programme.models import Models, SharedElsewhere, is_model_of_governance
from projections.timeline.line import Filters

MODELS = Filters(kinds=("knowledge-shared",), words="model terms governance", struck=False)
"""The line of a model of governance says its form, and governance is what it is on (`is_model_of_governance`)."""


def models_elsewhere(wiring: Wiring, reading: Reading) -> Iterator[SharedElsewhere]:
    """Yield what other files share as model terms on governance that this person may see, as things stand now: of the
    newest hundred. Raises NotReady."""
    eyes, own = eyes_of(reading.person, wiring.book.today), wiring.book.file_id(reading.reference)
    for one in wiring.reader.history(MODELS, limit=MOST, eyes=eyes, but=own).items:
        read = as_it_reads_now(wiring, one)
        if read is not None and isinstance(read[1], KnowledgeShared):
            said = Shared.of(read[1], read[0]).model_dump() | {"position": one.position}
            yield SharedElsewhere(**said, file=one.reference)


def model_warnings(wiring: Wiring, person: Person, file: str, entry: Entry) -> list[str]:
    """Return that the model which terms of governance were adopted after is in no library this person may see, where it
    is named and the terms themselves are not with it; nothing beside others (IMP-18-a)."""
    if not isinstance(entry, GovernanceTermsAdopted) or entry.model is None or entry.exhibits or person.is_confined:
        return []
    try:
        there = [*filter(is_model_of_governance, models_elsewhere(wiring, Reading(wiring, file, person)))]
    except NotReady:
        return [
            f"{entry.model}: whether it is in a library cannot be told now, since lists are being built: look again"
        ]
    except (NotOnFile, Quarantined):
        return []
    if any(plain(entry.model) in item.names for item in there):
        return []
    return [f"no library that you may see has a model of governance called {entry.model}, and no terms are with it"]


def note_given(wiring: Wiring, reading: Reading, models: Models) -> None:
    """Write down that this person is given the entries of other files that stand among the models."""
    given = [(wiring.book.file_id(row.file), row.number) for row in models.rows if row.file and row.number]
    wiring.book.opened.note(reading.person.as_reader(), given)


__all__ = ["model_warnings", "models_elsewhere", "note_given"]
