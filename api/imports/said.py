"""What one release says of one award or contract, in the ledger's own words and nothing added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from ledger.entry import Money
from ledger.subjects.agreement import Organisation

Manner = Literal["new", "update", "amendment", "cancellation", "compiled"]
"""What sort of word a release is: the first, a correction (`...Update`), a change of the deal (`contractAmendment`), a
withdrawal, or a summary of everything said so far (`compiled`)."""
OF_TENDER, OF_AWARD, OF_CONTRACT = 1, 2, 3
"""Where a fact was said: of the tender as a whole, of the award, of the contract. A later stage outranks an earlier."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, and of what it was said."""

    rank: int
    value: Any


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of the deal as published: agreed, or (before it is made) only proposed."""

    id: str
    on: date | None
    words: str | None
    ends_on: date | None = None
    value: Money | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class AgreedMetric:
    """An indicator agreed with the supplier, and how often it is looked at."""

    id: str
    title: str
    words: str | None
    every_months: int | None


@dataclass(frozen=True, slots=True)
class Rating:
    """What an indicator was rated for a period."""

    metric: str
    observation: str
    title: str
    rating: str
    description: str | None
    notes: str | None
    first: date | None
    last: date | None

    @property
    def key(self) -> tuple[str, str, str]:
        """By which it is known when another notice repeats it."""
        return (self.metric, self.observation, self.rating)


@dataclass(frozen=True, slots=True)
class Ended:
    """That a contract is over: why, when, and what it came to."""

    reasons: tuple[tuple[str, str], ...]
    """Code and description of each reason given."""
    on: date | None
    final_value: Money | None


@dataclass(frozen=True, slots=True)
class Release:
    """The release something was said in."""

    ocid: str
    id: str
    at: datetime
    day: date
    tags: tuple[str, ...]
    sha256: str
    """Of its bytes as found."""

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Sorts releases by when they were published."""
        return (self.at, self.id, self.sha256)

    @property
    def manner(self) -> Manner:
        """What sort of word it is."""
        if "compiled" in self.tags:
            return "compiled"
        if "contractAmendment" in self.tags:
            return "amendment"
        if "awardCancellation" in self.tags:
            return "cancellation"
        return "update" if any(tag.endswith("Update") for tag in self.tags) else "new"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one release says of one award or contract."""

    release: Release
    path: str
    """Where in the release, as a JSON pointer."""
    award: str | None
    contract: str | None
    buyer: str | None
    buyer_as: Organisation | None
    facts: Mapping[str, Fact]
    """Keyed by field of the registration: title, description, providers, start_date, end_date, total_value ..."""
    parties: Mapping[str, Organisation] = field(default_factory=dict)
    """Suppliers named anywhere in the release, for references to them that give no name."""
    supplier_ids: tuple[str, ...] = ()
    """Ids of the suppliers, named or not."""
    award_status: str | None = None
    contract_status: str | None = None
    notice: str = "Notice"
    """What sort of notice it is, in words."""
    number: str | None = None
    """The notice's own number."""
    address: str | None = None
    """Where it was published."""
    amendments: tuple[Amendment, ...] = ()
    agreed_metrics: tuple[AgreedMetric, ...] = ()
    ratings: tuple[Rating, ...] = ()
    failures: tuple[str, ...] = ()
    """Failures of performance it reports, in words."""
    ended: Ended | None = None
    text: str = ""
    """Everything it says in free words, in which a variation may hide."""
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What it is about: ("award", id), or ("contract", id) where no award is named."""
        return ("award", self.award) if self.award is not None else ("contract", self.contract or "")
