"""A contract's status as the other party is shown it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from projections.procedure.kept_facts import KeptFacts
from projections.status.status_facts import Counts, WholeStatus
from projections.status.tier_facts import TierFacts

UNASSESSED: Mapping[str, Any] = {
    "significant": None, "significant_by": (), "assessed_at": None, "never_briefed": False,
}  # fmt: skip
"""An issue as the other party is shown it: not how significant our side thinks it, nor that nobody above was told."""


def for_the_provider(facts: WholeStatus) -> WholeStatus:
    """A status as the other party is shown it: the facts, not what our side makes of them."""
    untold = {"valid": None, "defects": (), "purported": False}
    notices = tuple(notice.model_copy(update=untold) for notice in facts.notices)
    issues = tuple(issue.model_copy(update=UNASSESSED) for issue in facts.issues)
    counts = Counts(entries=facts.counts.entries)
    remedies = facts.remedies.model_copy(update={"points": None})
    update = {
        "notices": notices, "issues": issues, "counts": counts, "purported": (), "unvaried": (), "proposals": (),
        "outside": None, "scope_unknown": None,
        "remedies": remedies,
        "tiers": TierFacts(), "kept": KeptFacts(),
    }  # fmt: skip
    return facts.model_copy(update=update)
