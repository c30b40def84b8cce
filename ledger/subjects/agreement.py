"""The agreement: which contract this is, between whom, for what, from when to when and at what value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from pydantic import AfterValidator, Field

from ledger.calendar import Country, Period
from ledger.entry import Audience, Entry, Frozen, Limit, Money, Name, Recorded
from ledger.procedures import ProcedureError, read
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Text, text_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Title = Annotated[str, AfterValidator(text_of), Limit(longest=500, shortest=1)]
"""A title as long as published notices give them."""
ProcedureRef = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/\d+$")]


class Identifier(Frozen):
    """A number an organisation goes by in a register of organisations."""

    scheme: Name
    """The register: GB-COH, GB-PPON, GB-CHC ..."""
    id: Name
    """The number in it."""

    def __str__(self) -> str:
        return f"{self.scheme} {self.id}"


class Organisation(Frozen):
    """A body that is party to the contract."""

    name: Title
    """Its name."""
    identifiers: Annotated[tuple[Identifier, ...], Limit(longest=20)] = ()
    """Numbers it goes by."""
    small: bool | None = None
    """Whether it is a small or medium-sized enterprise; null where not held."""
    voluntary: bool | None = None
    """Whether it is a voluntary, community or social enterprise; null where not held."""

    def __str__(self) -> str:
        return self.name


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


class _ContractOpened(Entry):
    """What the kinds share that open a contract's file: the contract as agreed."""

    reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$")]
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
    total_value: Money | None = None
    """Value over its whole length, without extensions."""
    annual_value: Money | None = None
    """Value in a year."""
    description: Text | None = None
    """What is bought."""
    business_unit: Name | None = None
    """Unit of the authority that it serves."""
    locality: Name | None = None
    """Locality it serves."""
    care_group: Name | None = None
    """Care group it serves."""
    service_category: Literal["social-care", "health", "housing", "other-services", "goods", "works"] | None = None
    """What sort of thing is bought: the procedure covers some of them."""
    classifications: Annotated[tuple[Name, ...], Limit(longest=100)] = ()
    """Codes of the common procurement vocabulary."""
    contract_type: Literal["individual", "multiple", "block", "framework", "call-off", "other"] | None = None
    """The form of contract."""
    is_spot: bool = False
    """True for a spot purchase for one person, which is reviewed under another manual."""
    payment_basis: Literal["delivered", "block", "other"] | None = None
    """Whether service delivered is paid for, or a block whether used or not."""
    client_group_size: Annotated[int, Limit(least=1)] | None = None
    """How many people receive the service."""
    default_clause: Name | None = None
    """Number of the clause on default."""
    data_source: Literal["system-feed", "returns"] | None = None
    """Whether data on the service come from the authority's systems or from the provider's returns."""
    indicator_linked: bool = False
    """Whether national indicators rest on its activity data."""
    activity_paid: bool = False
    """Whether payment rests on its activity data."""
    procedure: ProcedureRef | None = None
    """The procedure it is managed by, and its version; null for the authority's own."""
    country: Country = "england-and-wales"
    """The law it is under, and so whose bank holidays count."""
    published: Publication | None = None
    """Where it was published."""
    audience: Audience = "shared"

    opens = True

    @property
    def effective_on(self) -> date:
        return min(self.agreed_on or self.happened_on, self.happened_on)

    @property
    def providers(self) -> tuple[Organisation, ...]:
        """Every provider bound by it."""
        return ((self.provider,) if self.provider else ()) + self.joint_providers


class ContractRegistered(_ContractOpened):
    """The contract was entered in the ledger, and its file opened."""

    kind: Literal["contract-registered/1"] = "contract-registered/1"

    line = "Contract {reference} registered: {title}[, provider {provider}][, from {start_date}][ to {end_date}]"


class FileOpened(_ContractOpened):
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
    audience: Audience = "shared"

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

    line = "Stage entered: {stage}[; missing: {records_missing}]"


AgreementEntry: TypeAlias = ContractRegistered | FileOpened | ContractCommenced | LifecycleStageEntered


@dataclass(slots=True)
class Agreement(Register):
    """The contract as agreed at first; what variations and extensions made of it: ContractFile.value_of."""

    contract: ContractRegistered | FileOpened | None = None
    """The contract as registered."""
    position: int = 0
    """The entry that registered it."""
    commencements: list[tuple[date, int]] = field(default_factory=list)
    """(day, position) of its commencement."""
    stages: list[tuple[date, str, int]] = field(default_factory=list)
    """(day, stage, position) of each stage entered."""

    def apply(self, recorded: Recorded) -> None:
        entry: AgreementEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        match entry:
            case ContractRegistered() | FileOpened():
                self.contract, self.position = entry, recorded.position
            case ContractCommenced():
                self.commencements.append((entry.happened_on, recorded.position))
            case LifecycleStageEntered():
                self.stages.append((entry.happened_on, entry.stage, recorded.position))
            case _:
                assert_never(entry)

    @property
    def commenced_on(self) -> date | None:
        """The day the service began, None where that is not on file."""
        return self.commencements[0][0] if self.commencements else None

    @property
    def contemporaneous_since(self) -> date | None:
        """The day from which a file taken on from elsewhere was kept as things happened; None for a file of our own."""
        return self.contract.contemporaneous_since if isinstance(self.contract, FileOpened) else None

    def stage(self, day: date) -> str | None:
        """Return the stage of its life the contract was in on a day, None where none is on file."""
        entered = [stage for since, stage, _ in self.stages if since <= day]
        return entered[-1] if entered else None


def _ends_before_it_starts(file: ContractFile, contract: _ContractOpened, procedure: Procedure) -> str | None:
    if contract.start_date and contract.end_date and contract.end_date < contract.start_date:
        return f"it ends on {contract.end_date:%-d %B %Y}, before it starts on {contract.start_date:%-d %B %Y}"
    return None


def _commenced_before(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    if file.agreement.commencements:
        day, position = file.agreement.commencements[0]
        return f"it commenced on {day:%-d %B %Y} already (entry {position}); correct that entry if the day is wrong"
    return None


def _governed(contract: _ContractOpened, procedure: Procedure) -> bool:
    """Whether this procedure is the one the contract is registered under."""
    return contract.procedure is None or contract.procedure == procedure.ref


def _spot(file: ContractFile, contract: _ContractOpened, procedure: Procedure) -> str | None:
    if contract.is_spot and _governed(contract, procedure):
        return f"it is a spot purchase and is put under {procedure.title} ({procedure.ref})"
    return None


def _out_of_scope(file: ContractFile, contract: _ContractOpened, procedure: Procedure) -> str | None:
    category = contract.service_category
    if category in (None, "social-care") or not _governed(contract, procedure):
        return None
    return f"it buys {category.replace('-', ' ')} and is put under {procedure.title} ({procedure.ref})"


def _procedure_unknown(file: ContractFile, contract: _ContractOpened, procedure: Procedure) -> str | None:
    try:
        read(contract.procedure or procedure.ref)
    except ProcedureError as error:
        return str(error)
    return None


def _no_provider(file: ContractFile, contract: _ContractOpened, procedure: Procedure) -> str | None:
    return None if contract.providers else "no provider is named"


def _nobody_in(office: str, file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    if file.people.holder(office, entry.happened_on) is not None:
        return None
    held = file.people.holders(office)
    title = procedure.office_title(office)
    last = f"; the last was {held[-1].person}, until {held[-1].until:%-d %B %Y}" if held and held[-1].until else ""
    return f"on {entry.happened_on:%-d %B %Y} nobody held the office of {title}{last}"


def _no_lead(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    return _nobody_in("lead-officer", file, entry, procedure)


def _no_deputy(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    return _nobody_in("deputy-lead-officer", file, entry, procedure)


def _no_representative(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    return _nobody_in("representative", file, entry, procedure)


def _no_returns(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or contract.data_source != "returns" or file.terms.return_schedule(entry.happened_on):
        return None
    return "its data come from the provider's returns, and no specification or agreement on file asks for any"


OPENING = (ContractRegistered, FileOpened)

RULES: tuple[AnyRule, ...] = (
    Rule(
        id="contract.ends-after-it-starts", citation="TVP-3.0-2", level="contradiction", of=OPENING, field="end_date",
        sentence="A contract does not end before it starts.", found=_ends_before_it_starts,
    ),
    Rule(
        id="contract.procedure-known", citation="HCC-POL-f", level="contradiction", of=OPENING, field="procedure",
        sentence="A contract is registered under a procedure the ledger has.", found=_procedure_unknown,
    ),
    Rule(
        id="contract.spot-purchases-apart", citation="HCC-S-b", level="authorise", of=OPENING, field="is_spot",
        sentence="Spot purchases are reviewed under the Care Management Manual, not under this procedure.",
        found=_spot, authorised_by=("county-manager-contracts",),
    ),
    Rule(
        id="contract.social-care-only", citation="HCC-S-a", level="advise", of=OPENING, field="service_category",
        sentence="The procedure is confined to contracts for social care services.", found=_out_of_scope,
    ),
    Rule(
        id="contract.names-its-provider", citation="HCC-A2-b", level="advise", of=OPENING, field="provider",
        sentence="The register of contracts names the provider of each.", found=_no_provider,
    ),
    Rule(
        id="commencement.once", citation="HCC-2.1-g", level="contradiction", of=ContractCommenced, field="happened_on",
        sentence="A contract commences once.", found=_commenced_before,
    ),
    Rule(
        id="commencement.lead-officer-in-office", citation="HCC-4.1-a", level="authorise", of=ContractCommenced,
        sentence="Every contract has an appointed lead officer.", found=_no_lead,
        authorised_by=("county-manager-contracts",),
    ),
    Rule(
        id="commencement.deputy-in-office", citation="TVP-4.0-8", level="advise", of=ContractCommenced,
        sentence="Every contract has a named deputy to its lead officer.", found=_no_deputy,
    ),
    Rule(
        id="commencement.representative-in-office", citation="HCC-5.1-a", level="advise", of=ContractCommenced,
        sentence="A representative is empowered to act for the authority towards the provider.",
        found=_no_representative,
    ),
    Rule(
        id="commencement.returns-required", citation="HCC-8.1-b", level="authorise", of=ContractCommenced,
        sentence="Where no feed from a system is possible, the contract requires data returns of the provider.",
        found=_no_returns, authorised_by=("county-manager-contracts",),
    ),
)  # fmt: skip
