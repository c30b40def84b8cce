"""The models of governance in the libraries of other files, which a contract may have adopted (IMP-18-a)."""

from __future__ import annotations

from collections.abc import Iterator

from api.history import MOST
from api.known_elsewhere import as_it_reads_now
from api.reading import Reading
from api.seen import eyes_of
from api.wiring import Wiring
from ledger.subjects.knowledge import KnowledgeShared, Shared
from projections.programme.models import Models, SharedElsewhere
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


def note_given(wiring: Wiring, reading: Reading, models: Models) -> None:
    """Write down that this person is given the entries of other files that stand among the models."""
    given = [(wiring.book.file_id(row.file), row.number) for row in models.rows if row.file and row.number]
    wiring.book.opened.note(reading.person.as_reader(), given)


__all__ = ["models_elsewhere", "note_given"]
