"""What is recorded when a contract is registered, its file opened, and its life begun."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from ledger.dates.bank_holidays import NamedCountry
from ledger.dates.calendar import Period
from ledger.entry import Entry, Frozen, SharedAudience, Worth
from ledger.fields import Limit, Name, ProcedureRef, of_rows
from ledger.organisations import FileReference, Organisation, ServiceCategory, Title
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.procedures import Procedure


class Extension(Frozen):
    """An option to extend the contract."""

    id: Name
    """What the contract calls it."""
    months: Annotated[int, Limit(least=1, most=600)] | None = None
    """By how many months it extends the contract."""
    until: date | None = None
    """Or the last day it extends the contract to."""
    notice: Period | None = None
    """How long before the end it must be taken up."""
    words: Text | None = None
    """What else it says."""


class Publication(Frozen):
    """Where the contract was published: the ids its notice gives (Open Contracting Data Standard)."""

    ocid: Name | None = None
    """Id of the contracting process. One process may hold many contracts of many buyers."""
    release: Name | None = None
    """Id of the release it was read from."""
    award: Name | None = None
    """Id of the award."""
    contract: Name | None = None
    """Id of the contract."""
    notice: Name | None = None
    """Number of the notice."""
    where: Title | None = None
    """Address of the notice."""


class ContractOpened(Entry):
    """What the kinds share that open a contract's file: the contract as agreed."""

    reference: FileReference
    """The contract's own reference, by which its file is found."""
    title: Title
    """What the contract is called."""
    provider: Organisation | None = None
    """The provider."""
    joint_providers: Annotated[tuple[Organisation, ...], Limit(longest=200)] = ()
    """Further providers bound by the same contract."""
    authority: Organisation | None = None
    """The public authority that buys, where the notice or contract names it otherwise than this ledger does."""
    agreed_on: date | None = None
    """The day it was signed or made, where that is earlier than the day it was registered."""
    start_date: date | None = None
    """First day of the service as agreed."""
    end_date: date | None = None
    """Last day as agreed, without extensions."""
    extensions: Annotated[tuple[Extension, ...], Limit(longest=20)] = ()
    """Options to extend it."""
    total_value: Worth | None = None
    """Value over its whole length, without extensions."""
    annual_value: Worth | None = None
    """Value in a year."""
    description: Text | None = None
    """What is bought."""
    business_unit: Name | None = None
    """Unit of the authority that it serves."""
    locality: Name | None = None
    """Locality it serves."""
    care_group: Name | None = None
    """Care group it serves."""
    service_category: ServiceCategory | None = None
    """What sort of thing is bought: the procedure covers some of them."""
    classifications: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """Codes of the common procurement vocabulary."""
    contract_type: Annotated[Name, of_rows("contract-type")] | None = None
    """The type of contract, as the procedure calls it: individual, multiple, block, framework, or one of its own."""
    is_spot: bool = False
    """Whether it is a spot purchase for one person, which is reviewed under another manual; its type may say so too."""
    payment_basis: Literal["delivered", "block", "other"] | None = None
    """Whether service delivered is paid for, or a block whether used or not."""
    client_group_size: Annotated[int, Limit(least=1)] | None = None
    """How many people receive the service."""
    default_clause: Name | None = None
    """Number of the clause on default."""
    data_source: Literal["system-feed", "returns"] | None = None
    """Whether data on the service come from the authority's systems or from the provider's returns (HCC-8.1-a)."""
    indicator_linked: bool = False
    """Whether national indicators rest on its activity data."""
    activity_paid: bool = False
    """Whether payment rests on its activity data."""
    procedure: ProcedureRef | None = None
    """The procedure it is managed by, and its version; left out for the authority's own."""
    country: NamedCountry = "england-and-wales"
    """The law it is under, and so whose bank holidays count; of England and Wales, also which of the two, since
    each has its own codes of practice."""
    published: Publication | None = None
    """Where it was published."""
    audience: SharedAudience = "shared"

    opens = True
    opened_with = "contract"

    @property
    def effective_on(self) -> date:
        return min(self.agreed_on or self.happened_on, self.happened_on)

    @property
    def providers(self) -> tuple[Organisation, ...]:
        """Every provider bound by it."""
        return ((self.provider,) if self.provider else ()) + self.joint_providers

    def is_for_one_person(self, procedure: Procedure) -> bool:
        """Return whether it is a spot purchase: said so, or of the type that a procedure has for them (HCC-S-b)."""
        return self.is_spot or procedure.is_spot(self.contract_type)


class ContractRegistered(ContractOpened):
    """The contract was entered in the ledger, and its file opened."""

    kind: Literal["contract-registered/1"] = "contract-registered/1"

    line = "Contract {reference} registered: {title}[, provider {provider}][, from {start_date}][ to {end_date}]"


class FileOpened(ContractOpened):
    """The file of a contract already under way was taken on from elsewhere; its earlier history is as taken on."""

    kind: Literal["file-opened/1"] = "file-opened/1"
    contemporaneous_since: date
    """From this day on entries were made as things happened; what is older is shown as taken on."""
    taken_on_from: Name | None = None
    """Where its earlier history was kept: another system, a paper file, another authority."""
    earlier_records: Text | None = None
    """What there is of it, and where."""

    line = (
        "File of contract {reference} taken on[ from {taken_on_from}], contemporaneous since "
        "{contemporaneous_since}: {title}[, provider {provider}]"
    )


class ContractCommenced(Entry):
    """The service under the contract began."""

    kind: Literal["contract-commenced/1"] = "contract-commenced/1"
    preconditions_checked: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """What was checked before: lead officer, representative, specification, insurance."""
    audience: SharedAudience = "shared"

    line = "Contract commenced[; checked before: {preconditions_checked}]"


class LifecycleStageEntered(Entry):
    """The contract entered a stage of its life."""

    kind: Literal["lifecycle-stage-entered/1"] = "lifecycle-stage-entered/1"
    stage: Literal["need", "tender", "award", "mobilisation", "operation", "review", "exit", "closed"]
    """The stage."""
    records_checked: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """Records the stage asks for that were found."""
    records_missing: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """Records the stage asks for that were not found."""
    reason: Text | None = None
    """Why, where it goes back to a stage that lies before the one the contract is in."""

    line = "Stage entered: {stage}[; missing: {records_missing}][: {reason}]"


AgreementEntry: TypeAlias = ContractRegistered | FileOpened | ContractCommenced | LifecycleStageEntered
