"""What is asked of a contract when it is registered and when it commences."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from ledger import procurement_act
from ledger.awards import awarded
from ledger.countersigning import came_back
from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.division_of_work import by_another_office
from ledger.organisations import same_organisation
from ledger.procedures import not_here
from ledger.procedures.rows import StageId
from ledger.returns_asked import is_of_service
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.stages import missing_records
from ledger.subjects.agreement.entries import (
    ContractCommenced,
    ContractOpened,
    ContractRegistered,
    FileOpened,
    LifecycleStageEntered,
)

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.organisations import Organisation
    from ledger.procedures import Procedure
    from ledger.procedures.rows import LifecycleStage


def _commenced_before(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    if file.agreement.commencements:
        day, position = file.agreement.commencements[0]
        return f"it commenced on {dated(day)} already (entry {position}); correct that entry if the day is wrong"
    return None


def _governed(contract: ContractOpened, procedure: Procedure) -> bool:
    """Whether this procedure is the one the contract is registered under, or the need it was bought from was."""
    return contract.procedure is None or contract.procedure == procedure.ref


def _spot(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    if not contract.is_for_one_person(procedure) or not _governed(contract, procedure):
        return NOT_IN_POINT
    return f"it is a spot purchase and is put under {procedure.title} ({procedure.ref})"


def _out_of_scope(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    category = file.said_at_first("service_category", contract)
    if category is None or not procedure.covers or not _governed(contract, procedure):
        return NOT_IN_POINT
    if procedure.takes_in(category):
        return None
    return f"it buys {category.replace('-', ' ')} and is put under {procedure.title} ({procedure.ref})"


def _type_unknown(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    if contract.contract_type is None or not procedure.contract_types or not _governed(contract, procedure):
        return NOT_IN_POINT
    return procedure.not_a_type(contract.contract_type)


def _sort_unsaid(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    if not procedure.covers or not _governed(contract, procedure):
        return NOT_IN_POINT
    if file.said_at_first("service_category", contract) is not None:
        return None
    covered = ", ".join(procedure.covers).replace("-", " ")
    return f"it is not said what sort of service it buys, and {procedure.title} ({procedure.ref}) is for {covered}"


def _locality_unsaid(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    if not _governed(contract, procedure):
        return NOT_IN_POINT
    said = file.said_at_first("locality", contract)
    return None if said else "it is not said which locality it serves, and it is on the register of none; correct it"


def _year_worth_more(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    year, total, first, last = contract.annual_value, contract.total_value, contract.start_date, contract.end_date
    if year is None or total is None or year.currency != total.currency:
        return NOT_IN_POINT
    if first is not None and last is not None and first <= last and (last - first).days < 364:
        return NOT_IN_POINT  # of a shorter time, what a whole year would cost is more than all of it
    if year.pence <= total.pence:
        return None
    return f"a year is worth {year}, and the whole of it {total}"


def _procedure_unknown(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    if contract.procedure is None:
        return NOT_IN_POINT  # the authority's own is used
    unknown = not_here(contract.procedure)
    return f"{unknown}; {procedure.ref} is used instead" if unknown else None


def _nobody_in(office: str, file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    if file.people.holder(office, entry.happened_on) is not None:
        return None
    held = file.people.holders(office)
    title = procedure.office_title(office)
    last = f"; the last was {held[-1].person}, until {dated(held[-1].until)}" if held and held[-1].until else ""
    return f"on {dated(entry.happened_on)} nobody held the office of {title}{last}"


def _in_standstill(file: ContractFile, entry: ContractCommenced | ContractOpened, procedure: Procedure) -> str | None:
    agreed_on = None if isinstance(entry, ContractCommenced) else entry.agreed_on
    return procurement_act.entered_in_standstill(file, procedure, agreed_on or procurement_act.entered_on(file))


def _no_lead(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    return _nobody_in("lead-officer", file, entry, procedure)


def _no_deputy(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    both = file.people.own_deputy(entry.happened_on)
    if both is not None:
        return f"on {dated(entry.happened_on)} {both} was lead officer, and the deputy as well"
    return _nobody_in("deputy-lead-officer", file, entry, procedure)


def _no_representative(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    return _nobody_in("representative", file, entry, procedure)


def _no_returns(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or contract.data_source != "returns":
        return NOT_IN_POINT
    agreed = file.terms.return_schedule(entry.happened_on)
    if any(map(is_of_service, agreed)):
        return None
    found = "its data come from the provider's returns, and no specification or agreement on file asks for any"
    return f"{found} of data on the service, only for: {', '.join(row.kind for row in agreed)}" if agreed else found


def _source_unsaid(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or contract.data_source is not None:
        return NOT_IN_POINT
    if any(map(is_of_service, file.terms.return_schedule(entry.happened_on))):
        return NOT_IN_POINT
    return "it is not said whether its data come from a feed of a system or from returns, and none are asked for"


def _buyer_named(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    found = "a person who buys for themselves is named; give a reference, such as P-0147, never a name"
    return found if _is_somebodys(contract.authority) else None


def _provider_named(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    found = "a person who provides the service is named; give a reference, such as P-0147, never a name"
    return found if any(map(_is_somebodys, contract.providers)) else None


def _is_somebodys(party: Organisation | None) -> bool:
    """Whether an individual is named: a name without a single digit is far more likely a person's own than a
    reference."""
    return bool(party and party.individual and not any(letter.isdigit() for letter in party.name))


def _not_as_awarded(file: ContractFile, contract: ContractOpened, procedure: Procedure) -> str | None:
    award = awarded(file, contract.happened_on, procedure)
    if award is None or award.says is None:
        return NOT_IN_POINT
    if any(same_organisation(award.says.provider, p) for p in contract.providers):
        return None
    named = " and ".join(map(str, contract.providers)) or "nobody"
    return f"{award.id} awards it to {award.says.provider}, and it is registered with {named}"


def _not_countersigned(file: ContractFile, entry: ContractCommenced, procedure: Procedure) -> str | None:
    sent = [(sent.on, sent.position) for sent in file.procurement.issued if sent.on <= entry.happened_on]
    if not sent:
        return NOT_IN_POINT
    if any(back.on <= entry.happened_on for back in came_back(file)):
        return None
    return f"it was sent out on {dated(sent[-1][0])} (entry {sent[-1][1]}) and had not come back countersigned"


def _leaves_records_behind(file: ContractFile, entry: LifecycleStageEntered, procedure: Procedure) -> str | None:
    left = procedure.stage(file.agreement.stage(entry.happened_on))
    if left is not None and (left.id == entry.stage or not left.needs):
        left = None
    passed = [stage for stage in _passed_over(file, entry, procedure) if stage.needs]
    if left is None and not passed and not entry.records_missing:
        return NOT_IN_POINT  # no stage is left or passed over, or none that asks for anything
    missing = missing_records(file, left, entry.happened_on, procedure) if left is not None else ()
    said = tuple(f"{name} (by its own account)" for name in entry.records_missing)
    lacking = {stage.title: missing_records(file, stage, entry.happened_on, procedure) for stage in passed}
    found = [f"not on record: {', '.join((*missing, *said))}"] if missing or said else []
    found += [f"{title} was passed over, without {', '.join(words)}" for title, words in lacking.items() if words]
    return "; ".join(found) or None


def _passed_over(file: ContractFile, entry: LifecycleStageEntered, procedure: Procedure) -> list[LifecycleStage]:
    """The stages of the procedure before the one entered, and after the one left, that were never entered; where none
    was, all before it; those of a file taken on that were over before it came are history."""
    order, entered = [stage.id for stage in procedure.stages], {stage for _, stage, _ in file.agreement.stages}
    if entry.stage not in order:
        return []
    left, since = file.agreement.stage(entry.happened_on), file.agreement.contemporaneous_since
    first = order.index(left) if left in order else 0
    if since is not None:
        then = _stage_by_its_dates(file, since)
        if entry.happened_on <= since or then not in order:
            return []
        first = max(first, order.index(then))
    return [stage for stage in procedure.stages[first : order.index(entry.stage)] if stage.id not in entered]


def _stage_by_its_dates(file: ContractFile, day: date) -> StageId:
    """The stage of its life that a contract had come to by a day, as far as the dates on file tell: they tell neither
    of a review nor of when it is closed."""
    start, end = file.started_on(), file.end_date(day)
    if file.termination.ended_on(day) is not None or (end is not None and end < day):
        return "exit"
    return "mobilisation" if start is not None and start > day else "operation"


def _in_that_stage_already(file: ContractFile, entry: LifecycleStageEntered, procedure: Procedure) -> str | None:
    before = [one for one in file.agreement.stages if one[0] <= entry.happened_on]
    if not before:
        return NOT_IN_POINT
    on, stage, position = before[-1]
    same = stage == entry.stage
    return f"it is on file as having entered that stage on {dated(on)} (entry {position})" if same else None


def _goes_back(file: ContractFile, entry: LifecycleStageEntered, procedure: Procedure) -> str | None:
    before = [one for one in file.agreement.stages if one[0] <= entry.happened_on]
    order: list[str] = [stage.id for stage in procedure.stages]
    order = order or list(get_args(StageId))
    if not before or before[-1][1] not in order or entry.stage not in order:
        return NOT_IN_POINT
    on, left, position = before[-1]
    if order.index(entry.stage) >= order.index(left) or entry.reason is not None:
        return None
    if (left, entry.stage) == ("review", "operation"):  # which goes on while it is reviewed
        return None
    return (
        f"it goes back to {entry.stage} from {left}, which it entered on {dated(on)} (entry {position}), and no reason "
        "is given"
    )


def _closed_while_it_lasts(file: ContractFile, entry: LifecycleStageEntered, procedure: Procedure) -> str | None:
    if entry.stage != "closed" or file.agreement.contract is None:
        return NOT_IN_POINT
    day = entry.happened_on
    if _stage_by_its_dates(file, day) == "exit":
        return None
    end = file.end_date(day)
    return f"the contract had not ended by {dated(day)}{f': it lasts to {dated(end)}' if end else ''}"


OPENING = (ContractRegistered, FileOpened)
SAYS_ITS_LOCALITY: Rule[ContractOpened] = Rule(
    id="contract.says-its-locality",
    citation="HCC-A2-b",
    level="advise",
    of=OPENING,
    field="locality",
    asks=True,
    sentence="Where each locality's contracts are registered, a contract says which it serves.",
    found=_locality_unsaid,
)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="contract.registered-by-whom-it-falls-to", citation="HCC-A2-b", level="advise",
        of=(ContractRegistered, FileOpened), field="by", found=by_another_office,
        sentence="The register of contracts is kept by the office it falls to.",
    ),
    Rule(
        id="stage.records-of-the-last", citation="IMP-24-d", level="explain", of=LifecycleStageEntered, field="stage",
        sentence="Before a contract leaves a stage of its life, or passes one over, what that asks for is on record.",
        found=_leaves_records_behind,
    ),
    Rule(
        id="stage.entered-once", citation="IMP-24-d", level="advise", of=LifecycleStageEntered, field="stage",
        sentence="A contract enters another stage of its life than it is in.", found=_in_that_stage_already,
    ),
    Rule(
        id="stage.goes-forward", citation="IMP-24-a", level="advise", of=LifecycleStageEntered, field="reason",
        sentence="A contract goes from one stage of its life to a later one, or it is said why it goes back.",
        found=_goes_back,
    ),
    Rule(
        id="stage.closed-once-it-ended", citation="IMP-24-d", level="advise", of=LifecycleStageEntered, field="stage",
        sentence="A contract is closed once it has ended.", found=_closed_while_it_lasts,
    ),
    Rule(
        id="contract.ends-after-it-starts", citation="TVP-3.0-2", level="explain", of=OPENING, field="end_date",
        sentence="A contract does not end before it starts.", found=out_of_order(
            "end_date", "start_date", found="it ends on {later}, before it starts on {earlier}",
        ),
    ),
    Rule(
        id="contract.year-within-the-whole", citation="TVP-3.0-2", level="explain", of=OPENING, field="annual_value",
        sentence="A year of a contract is worth no more than the whole of it.", found=_year_worth_more,
    ),
    Rule(
        id="contract.procedure-known", citation="HCC-POL-f", level="explain", of=OPENING, field="procedure",
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
        id="contract.says-what-it-buys", citation="HCC-S-a", level="advise", of=OPENING, field="service_category",
        asks=True, sentence="Where a procedure is for some services only, a contract under it says which it buys.",
        found=_sort_unsaid,
    ),
    Rule(
        id="contract.type-of-the-procedure", citation="CPC307-S10", level="advise", of=OPENING, field="contract_type",
        sentence="A contract is of a type the procedure knows.", found=_type_unknown,
    ),
    Rule(
        id="contract.provider-as-awarded", citation="HCC-A9-a", level="explain", of=OPENING, field="provider",
        sentence="A contract is registered with the provider it was awarded to.", found=_not_as_awarded,
    ),
    Rule(
        id="commencement.contract-countersigned", citation="HCC-A9-e", level="advise", of=ContractCommenced,
        sentence="The contract has come back countersigned when the service begins.", found=_not_countersigned,
    ),
    Rule(
        id="contract.names-its-provider", citation="HCC-A2-b", level="advise", of=OPENING, field="provider",
        sentence="The register of contracts names the provider of each.",
        found=lacks("providers", found="no provider is named"),
    ),
    SAYS_ITS_LOCALITY,
    Rule(
        id="contract.individual-by-pseudonym", citation="CPC307-K1", level="contradiction", of=OPENING,
        field="authority", found=_buyer_named,
        sentence="A person who buys for themselves is named by a pseudonym.",
    ),
    Rule(
        id="contract.individual-provider-by-pseudonym", citation="CPC307-K1", level="contradiction", of=OPENING,
        field="provider", sentence="A person who provides the service themselves is named by a pseudonym.",
        found=_provider_named,
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
    Rule(
        id="commencement.data-source-said", citation="HCC-8.1-b", level="advise", of=ContractCommenced,
        sentence="It is on file where a contract's data come from: a feed, or returns that it requires.",
        found=_source_unsaid,
    ),
    Rule(
        id="act.standstill-kept", citation="Procurement Act 2023, s 51(1)", level="explain",
        of=(ContractCommenced, *OPENING), field="happened_on", found=_in_standstill,
        sentence="A contract is not entered into before the standstill after its award notice is over.",
    ),
)  # fmt: skip
