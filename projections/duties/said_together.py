"""What one entry leaves out and all that the file takes together with it says, whichever came first.

The assessments of what an early end means are taken together (HCC-9.3-b), and what is said of a provider (TVP-2.0-5).
Of everything else one later entry is to leave nothing of it out (`said_later`).
"""

from __future__ import annotations

from ledger import kinds
from ledger.entry import Departure, Entry, Recorded, own
from ledger.rules import Unsaid
from ledger.subjects.termination import TerminationImpactAssessed
from projections.view import FileView

KNOWN = "provider.known-as-a-customer"
"""The one whose breach whatever is said of the provider since mends (TVP-2.0-5)."""
WEIGHED = next(rule for rule in kinds.RULES if rule.id == "termination.impact-complete")
"""The one whose breach all assessments of one proposal mend together (HCC-9.3-b)."""


def said_together(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Return whether what an entry leaves out is said by all that the file takes together with it."""
    entry = recorded.entry
    if departure.rule == KNOWN:
        known = view.file.provider
        return any((known.business, known.ethos, known.sector))
    weighed = departure.rule == WEIGHED.id and isinstance(entry, TerminationImpactAssessed)
    return weighed and not _unweighed(view, entry)


def left_unweighed(view: FileView, assessed: TerminationImpactAssessed) -> str | None:
    """Return in words what no assessment of the same proposal says; None where between them they say all."""
    left, wanted = _unweighed(view, assessed), WEIGHED.found
    return wanted.found.format(missing=wanted.between.join(left)) if left and isinstance(wanted, Unsaid) else None


def _unweighed(view: FileView, assessed: Entry) -> list[str]:
    assert isinstance(WEIGHED.found, Unsaid)
    proposal = view.file.termination.meant(assessed.happened_on, own(assessed, "proposal"))
    heads = view.file.termination.weighed_by_proposal().get(proposal or "", ())
    return [
        words for fields, words in WEIGHED.found.wanted
        if not any(own(assessed, field) is not None or field in heads for field in fields)
    ]  # fmt: skip


__all__ = ["left_unweighed", "said_together"]
