"""How often deals were changed, and why: by contract and by care group (HCC-7.4-c).

"Revision after the start should be rare": so each variation proposed, agreed or rejected is one, under the ground that
was given for it. Pure functions of contracts' statuses on a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ledger.entry import Frozen
from projections.status.status_facts import VariationFact

MOST_NAMED = 100
"""So many of the contracts that were varied are named."""


class VariationCount(Frozen):
    """How many variations there are of something, and on what grounds."""

    variations: int = 0
    agreed: int = 0
    rejected: int = 0
    """Among them those agreed all the same: each of these is counted as both."""
    open: int = 0
    """Proposed, and neither agreed nor rejected."""
    grounds: tuple[tuple[str, int], ...] = ()
    """(ground, how many), the most frequent first: demand, user-need, other words, not-said."""


class OfContract(VariationCount):
    """The variations of one contract."""

    reference: str
    title: str
    care_group: str | None


class OfCareGroup(VariationCount):
    """The variations of the contracts for one care group."""

    care_group: str | None
    """The care group; None of contracts of which that is not said."""
    contracts: int
    """How many contracts there are for it, varied or not."""
    varied: int
    """How many of them were varied, or were to be."""


class VariationsCounted(Frozen):
    """The variations of all contracts."""

    contracts: tuple[OfContract, ...] = ()
    """The contracts that have any, those with most first: at the most MOST_NAMED."""
    not_named: int = 0
    """How many more have any."""
    care_groups: tuple[OfCareGroup, ...] = ()


def counted_of(facts: Iterable[VariationFact], on: date) -> VariationCount:
    """Return how many variations there were by a day, and on what grounds."""
    there = [fact for fact in facts if _is_there(fact, on)]
    agreed = sum(_is_by(fact.agreed_on, on) for fact in there)
    rejected = sum(_is_by(fact.rejected_on, on) for fact in there)
    ended = sum(_is_by(fact.agreed_on, on) or _is_by(fact.rejected_on, on) for fact in there)
    return VariationCount(
        variations=len(there), agreed=agreed, rejected=rejected, open=len(there) - ended,
        grounds=_ranked(Counter(fact.ground for fact in there)),
    )  # fmt: skip


class Varied(NamedTuple):
    """A contract, and its variations."""

    reference: str
    title: str
    care_group: str | None
    of: VariationCount


def variations_counted(contracts: Iterable[Varied]) -> VariationsCounted:
    """Return the variations of contracts, by contract and by care group. Pure."""
    groups: dict[str, list[Varied]] = {}
    for one in contracts:
        groups.setdefault((one.care_group or "").casefold(), []).append(one)
    varied = [one for there in groups.values() for one in there if one.of.variations]
    varied.sort(key=lambda one: (-one.of.variations, one.reference))
    return VariationsCounted(
        contracts=tuple(
            OfContract(reference=one.reference, title=one.title, care_group=one.care_group, **dict(one.of))
            for one in varied[:MOST_NAMED]
        ),
        not_named=max(0, len(varied) - MOST_NAMED),
        care_groups=tuple(_group(groups[name]) for name in sorted(groups, key=lambda name: (not name, name))),
    )  # fmt: skip


def _group(there: Sequence[Varied]) -> OfCareGroup:
    counts = [one.of for one in there if one.of.variations]
    grounds = Counter[str]()
    for count in counts:
        grounds.update(dict(count.grounds))
    return OfCareGroup(
        care_group=there[0].care_group, contracts=len(there), varied=len(counts),
        variations=sum(count.variations for count in counts), agreed=sum(count.agreed for count in counts),
        rejected=sum(count.rejected for count in counts), open=sum(count.open for count in counts),
        grounds=_ranked(grounds),
    )  # fmt: skip


def _ranked(grounds: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(grounds.items(), key=lambda ground: (-ground[1], ground[0])))


def _is_there(fact: VariationFact, on: date) -> bool:
    return any(_is_by(day, on) for day in (fact.proposed_on, fact.agreed_on, fact.rejected_on))


def _is_by(day: date | None, on: date) -> bool:
    return day is not None and day <= on
