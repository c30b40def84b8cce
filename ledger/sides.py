"""Acts that are the authority's alone: entered as the provider's, they are on file and have no effect.

What the provider weighs, decides or tells itself does nothing that the authority has to do: no duty is done by it,
and no condition before an early end is met (docs/adr/0175). A finding of fundamental breach, a telling of an issue and
an alert are looked at where they are read, since what they lack is said there.
"""

from __future__ import annotations

from ledger.entry import Entry

AUTHORITYS_ALONE = frozenset({
    "senior-management-briefed", "issue-significance-assessed", "performance-results-shared",
    "supervision-session-held", "complaint-handling-reviewed", "contract-classified", "scorecard-recorded",
    "thematic-review-completed", "contract-review-completed", "renewal-decided", "renewal-warning-given",
    "purchasing-intention-communicated", "provider-informed-of-intention", "consultation-recorded",
    "termination-impact-assessed", "termination-case-recorded", "termination-authorised", "legal-services-consulted",
    "legal-advice-received",
})  # fmt: skip
"""The kinds, without their versions."""


def is_authoritys(entry: Entry) -> bool:
    """Return whether an entry is of a kind that only the authority can do."""
    return entry.kind.partition("/")[0] in AUTHORITYS_ALONE


def has_no_effect(entry: Entry) -> bool:
    """Return whether an act that is the authority's alone is entered as the provider's."""
    return entry.by is not None and entry.by.is_of_the_provider and is_authoritys(entry)
