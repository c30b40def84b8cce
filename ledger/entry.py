"""What every entry in a file carries, and the entry as the ledger holds it (`Recorded`).

An entry is one fact in the past tense. What a person submits, what is stored, what the timeline shows and what a
form asks for are the same class. Only what happened and when are mandatory; everything else that is missing is a gap
to be completed by `EntrySupplemented`, not a reason to refuse a fact (design: record first).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, PlainSerializer, WrapValidator
from pydantic_core import PydanticCustomError, to_json
from pydantic_core.core_schema import ValidatorFunctionWrapHandler

from ledger.fields import AuthorisationId, Hour, Limit, Name, Office
from ledger.frozen import Frozen as Frozen
from ledger.names import same_name
from ledger.words import Exhibit, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


class Money(Frozen):
    """An amount in whole pence (or the currency's smallest unit) and its ISO 4217 code."""

    pence: int
    """Whole pence: £1,234.50 is 123450."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "GBP"
    """ISO 4217 code."""

    def __str__(self) -> str:
        sign = {"GBP": "£"}.get(self.currency, self.currency + " ")
        amount = Decimal(abs(self.pence)) / 100
        minus = "-" if self.pence < 0 else ""
        return f"{minus}{sign}{amount:,.2f}".removesuffix(".00")


Worth = Annotated[Money, Limit(least=0)]
"""What something costs or is worth: no less than nothing."""


class Actor(Frozen):
    """A person or body that did something, and the office they held that day. Never an account: see `Recorded`."""

    person: Name
    """Name of the person or body."""
    office: Office | None = None
    """Office held that day, as the procedure names it: lead-officer, legal-services, provider-contract-manager ..."""
    party: Literal["authority", "provider", "third-party"] = "authority"
    """Whose side they acted for."""

    @property
    def is_of_the_provider(self) -> bool:
        """Whether they are on the provider's side, as is said or by their office."""
        return self.party == "provider" or (self.office is not None and self.office.startswith("provider-"))

    @property
    def side(self) -> str:
        """Whose side they are on: the party that is said, or the provider where their office is one of its own."""
        return "provider" if self.is_of_the_provider else self.party

    def __str__(self) -> str:
        office = self.office.replace("-", " ") if self.office else None
        return f"{self.person} ({office})" if office and not same_name(office, self.person) else self.person


def reached_the_provider(recipients: Sequence[Actor]) -> bool:
    """Return whether something sent to the provider went to it: where nobody is named, as the entry itself says."""
    return not recipients or any(recipient.is_of_the_provider for recipient in recipients)


class Source(Frozen):
    """How it is known: the recorder saw or heard it, was told, read it, or a system reported it."""

    how: Literal["saw", "heard", "told", "document", "system"]
    """Saw it, heard it, was told by somebody, read it in a document, or took it from a system."""
    whom: Name | None = None
    """Who told it, or which document or system: an office or organisation rather than the name of a person who receives
    services or speaks for one, since this stands in the open for good."""


Audience = Literal["shared", "internal", "legal", "named"]
SharedAudience = Annotated[
    Audience, Field(description="Who may read it: by its nature shared with the provider, unless said otherwise.")
]
"""For kinds that are by nature between the parties, with "shared" as default."""
Protection = Literal[
    "open", "legal-advice", "litigation", "without-prejudice", "without-prejudice-save-as-to-costs", "confidential"
]


class Entry(Frozen):
    """One fact of a file, in the past tense."""

    kind: str
    """Name and version of the kind of entry, such as issue-raised/1: part of the stored format."""
    happened_on: date
    """The day it happened (Europe/London)."""
    happened_at: Hour | None = None
    """The hour by the clock in London, where it matters."""
    about: bool = False
    """Whether the day is only approximately known."""
    until: date | None = None
    """The last day it may have happened on, where only a span is known."""
    by: Actor | None = None
    """Who did it, in what office. Whoever enters it here is recorded apart."""
    source: Source | None = None
    """How it is known."""
    noted_on: date | None = None
    """When the note or document behind it was made, where that is earlier than its recording."""
    exhibits: Annotated[tuple[Exhibit, ...], Limit(longest=50)] = ()
    """Documents that show it, each by the SHA-256 of its bytes."""
    audience: Audience = "internal"
    """Who may read it: shared with the provider, internal, legal services only, or the people named."""
    named: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """The accounts that may read it, where the audience is named people. Legal Services may as well; whoever records it
    may only where named."""
    protection: Protection = "open"
    """Privilege or confidence it is under. It decides who sees that it was done: to all others it is not on file."""

    gives: ClassVar[str | None] = None
    """Prefix of the id the ledger gives to what this entry begins: ISS for ISS-004."""
    noun: ClassVar[str | None] = None
    """What that id names: issue, notice, meeting; matched by `Ref`."""
    opens: ClassVar[bool] = False
    """True for the kinds that may be the first entry of a file."""
    opened_with: ClassVar[str] = ""
    """What of a file such a kind states, once: of a contract's file both the need for one, and the contract."""
    files: ClassVar[tuple[str, ...]] = ("contract",)
    """The kinds of file it belongs on."""
    may_precede: ClassVar[tuple[str, ...]] = ()
    """The fields naming what it may have come before: a talk about a proposal that was made only afterwards. What is
    cited as `evidence` may always have come to hand later."""
    line: ClassVar[str] = ""
    """How the timeline says it: {field} is replaced; a [segment] is left out when a field in it is empty."""

    @property
    def effective_on(self) -> date:
        """The day it took effect in the world; kinds with a day of their own say so here."""
        return self.happened_on

    def came_by(self, day: date) -> bool:
        """Return whether it is on a file as at a day: it was done by then, or had taken effect (docs/adr/0318)."""
        return min(self.happened_on, self.effective_on) <= day

    @property
    def about_procedure(self) -> str | None:
        """The procedure it is about and so judged by, whatever its file is bound to; kinds that name one say so."""
        return None

    @property
    def latest_on(self) -> date:
        """The last day it may have happened on."""
        return self.until or self.happened_on

    @property
    def there_on(self) -> date:
        """The first day on which another act could rest on it; kinds that were there sooner say so here."""
        return self.happened_on

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody whose act it is: whoever did it, and whoever is said to have signed it or carried it out."""
        return (self.by,) if self.by else ()

    @property
    def in_offices(self) -> tuple[Actor, ...]:
        """Everybody who is said to have been in an office that day: whose act it is, and of some kinds who came to it,
        or whom it was taken to."""
        return self.actors

    def begins(self) -> str | None:
        """Return the prefix of the id this entry is given, None where it begins nothing of its own."""
        return self.gives

    def work(self, file: ContractFile) -> Self:
        """Return the entry with its `worked` dates, reckoned from the file as it stood on the day of the act.

        Called once, before recording; replay never reckons again (design: dates show their working).
        """
        return self

    @classmethod
    def heading(cls) -> str:
        """Return the kind in words: "Issue raised"."""
        return _kind_name(cls).replace("-", " ").capitalize()


def _kind_name(kind: type[Entry]) -> str:
    return str(kind.model_fields["kind"].default).partition("/")[0]


def own(entry: Entry, name: str) -> Any:
    """Return the value of a field that only some kinds have; None for the others.

    As `getattr` with None would, which for a pydantic model that has no such field takes ten times as long.
    """
    return entry.__dict__.get(name)


ANY_FILE = ("contract", "authority", "programme", "provider")
"""For kinds that belong on every sort of file (ledger/file_names.py)."""
KINDS: dict[str, type[Entry]] = {}
"""The closed index from "issue-raised/1" to its class. Filled once, by ledger/kinds.py."""


def _read_any(value: Any, handler: ValidatorFunctionWrapHandler, info: Any) -> Entry:
    if isinstance(value, Entry):
        return value
    kind = value.get("kind") if isinstance(value, dict) else None
    found = KINDS.get(kind) if isinstance(kind, str) else None
    if found is None:
        raise PydanticCustomError("kind", "should be an entry of a known kind, with its kind named")
    return found.model_validate_json(to_json(value), context=info.context)  # strict models take days from JSON only


def _write_any(entry: Entry, info: Any) -> Any:
    return entry.model_dump(mode="json", context=info.context, exclude_none=True)


AnyEntry = Annotated[Entry, WrapValidator(_read_any), PlainSerializer(_write_any)]


class Account(Frozen):
    """Who made an entry in the ledger: the account that was signed in, and the name it goes by."""

    account: Name
    name: Name
    party: Literal["authority", "provider"] = "authority"


class Departure(Frozen):
    """A rule of procedure that an act did not keep, as it was acknowledged when the act was recorded."""

    rule: str
    """Id of the rule."""
    level: Literal["advise", "explain", "authorise", "absolute"]
    """What the procedure asks for: see ledger/rules.py."""
    citation: str
    """The requirement the rule rests on."""
    sentence: str
    """What the rule says."""
    found: str
    """What was found instead."""
    reason: Text | None = None
    """Why, in the words of whoever recorded it."""
    authorisation: AuthorisationId | None = None
    """The authorisation entry relied on."""
    claimed: Text | None = None
    """An authority only claimed, shown as claimed."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as the ledger holds it. Hashes are the log's business, not the entry's."""

    entry: Entry
    file_id: UUID
    position: int
    recorded_at: datetime
    """The database's clock, UTC (a simulated ledger: its loader's)."""
    recorded_by: Account
    departures: tuple[Departure, ...] = ()
    given_id: str | None = None
    """The id the ledger gave: ISS-004."""
    command_id: UUID | None = None
    signature: bytes | None = None
    """Room for the acting party's own signature."""
    index: int | None = None
    """Where it lies in the log; None until it is sealed."""
    sealed_at: datetime | None = None
    corrected_at: int | None = None
    """Position of the correction whose replacement `entry` is; None for an entry as first recorded."""

    @property
    def originator_id(self) -> UUID:
        return self.file_id

    @property
    def originator_version(self) -> int:
        return self.position

    @property
    def world_order(self) -> tuple[date, time, int]:
        """Sorts entries as the world had them: effective day, hour where known, then order of recording."""
        return (self.entry.effective_on, self.entry.happened_at or time.min, self.position)
