from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from ledger.contract_file import ContractFile
from ledger.entry import Actor, Entry, Money
from ledger.kinds import rules_of
from ledger.procedures import Procedure, read
from ledger.procedures.folder import FOLDER, packaged
from ledger.rules import judge
from ledger.specification import ReturnSchedule
from ledger.subjects.agreement import (
    ContractCommenced,
    ContractRegistered,
    FileOpened,
    Identifier,
    LifecycleStageEntered,
    Organisation,
)
from ledger.subjects.people import DeputyOfficerAppointed, LeadOfficerAppointed, RepresentativeAppointed
from ledger.subjects.procurement import ServiceNeedEstablished
from ledger.subjects.records import DepartureRatified, DepartureRefused, ProcedureBound
from ledger.subjects.terms import ServiceLevelAgreementAgreed, ServiceSpecificationIssued
from ledger.words import Said
from projections.duties.due import duties
from projections.provider_evidence import contract_evidence
from projections.status.status import status
from tests.story import Story, changed, given
from tests.worked_through import view_of

COUNTY_MANAGER = Actor(person="Cleo Manager", office="county-manager-contracts")
HAVEN = Organisation(name="Haven Care Ltd", identifiers=(Identifier(scheme="GB-COH", id="01234567"),))


def registered(**said: object) -> ContractRegistered:
    terms: dict[str, object] = {
        "happened_on": date(2025, 1, 6),
        "reference": "C-1",
        "title": "Home care, north",
        "provider": HAVEN,
        "service_category": "social-care",
        "start_date": date(2025, 2, 1),
        "end_date": date(2027, 1, 31),
        "total_value": Money(pence=120_000_000),
    }
    return ContractRegistered.model_validate(terms | said)


def contract(file: ContractFile) -> ContractRegistered | FileOpened:
    assert file.agreement.contract is not None
    return file.agreement.contract


LEAD = LeadOfficerAppointed(happened_on=date(2025, 1, 7), person="Ann Ashe", post="Service Manager")
COMMENCED = ContractCommenced(happened_on=date(2025, 2, 1))


def test_a_registered_contract_is_what_its_file_is_about() -> None:
    """HCC-A2-b: the register of contracts."""
    story = given(registered())

    story.then(lambda file: contract(file).title == "Home care, north" and file.agreement.position == 1)
    story.keeps("contract.names-its-provider", "contract.social-care-only", "contract.spot-purchases-apart")


def test_a_contract_takes_effect_on_file_from_the_day_it_was_made() -> None:
    agreed = registered(agreed_on=date(2024, 12, 12))

    assert agreed.effective_on == date(2024, 12, 12)
    assert registered(agreed_on=date(2025, 1, 20)).effective_on == date(2025, 1, 6)


def test_the_start_of_a_contract_is_the_day_it_commenced_else_the_day_agreed() -> None:
    on_paper = given(registered())

    assert on_paper.file.started_on() == date(2025, 2, 1)
    late = on_paper.when(ContractCommenced(happened_on=date(2025, 3, 3)))
    late.then(lambda file: file.started_on() == date(2025, 3, 3) and file.agreement.commenced_on == date(2025, 3, 3))


def test_the_end_of_a_contract_is_on_file_as_registered() -> None:
    given(registered()).then(lambda file: file.end_date(date(2025, 6, 1)) == date(2027, 1, 31))


def test_a_file_taken_on_from_elsewhere_says_since_when_it_is_contemporaneous() -> None:
    opened = FileOpened(
        happened_on=date(2025, 6, 2), reference="C-1", title="Day care", provider=HAVEN,
        contemporaneous_since=date(2025, 6, 2), taken_on_from="paper file 7",
    )  # fmt: skip

    story = given(opened)

    story.then(lambda file: file.agreement.contemporaneous_since == date(2025, 6, 2))
    story.then(lambda file: contract(file).title == "Day care")
    given(registered()).then(lambda file: file.agreement.contemporaneous_since is None)


def test_a_contract_said_to_end_before_it_starts_is_registered_and_the_dates_are_asked_about() -> None:
    backwards = registered(end_date=date(2024, 1, 31))
    story = Story().when(backwards)

    assert (
        found(story, "contract.ends-after-it-starts")
        == "it ends on 31 January 2024, before it starts on 1 February 2025"
    )
    Story().when(backwards, acknowledge_all=False).asked("contract.ends-after-it-starts")
    Story().when(registered()).keeps("contract.ends-after-it-starts")


@pytest.mark.parametrize("reference", ["", " HC-1", "-HC", "HC/1", "H" * 121])
def test_a_reference_can_stand_in_an_address(reference: str) -> None:
    with pytest.raises(ValidationError):
        registered(reference=reference)


def test_a_spot_purchase_is_put_under_the_procedure_only_by_authority_of_the_county_manager() -> None:
    """HCC-S-b."""
    Story().when(registered(is_spot=True)).departs_from("contract.spot-purchases-apart")
    Story().when(registered(is_spot=True), acknowledge_all=False).asked("contract.spot-purchases-apart")


@pytest.mark.parametrize("called", ["spot", "Spot purchase", "spot purchase contract"])
def test_a_contract_of_the_procedures_type_for_spot_purchases_is_one(called: str) -> None:
    """HCC-S-b: whatever else is said of it; under a procedure that takes them in, it is one inside."""
    spot = registered(contract_type=called, procedure="hampshire/1")
    bound = ProcedureBound(happened_on=date(2025, 1, 8), procedure="hampshire/1")

    story = Story().when(spot).departs_from("contract.spot-purchases-apart")
    shown = status(view_of(story.file))
    assert shown.is_spot
    assert "it is a spot purchase, reviewed under the Care Management Manual" in (shown.outside or "")
    Story().when(registered(contract_type="block", procedure="hampshire/1")).keeps("contract.spot-purchases-apart")
    there = given(registered(contract_type=called, procedure="tiered/1"))
    assert (status(view_of(there.file)).is_spot, status(view_of(there.file)).outside) == (True, None)
    there.when(bound).departs_from("procedure.spot-purchases-apart")


def test_a_spot_purchase_registered_under_another_procedure_is_no_departure_from_this_one() -> None:
    """HCC-S-b."""
    hampshire = read("hampshire")
    elsewhere = hampshire.model_copy(update={"id": "elsewhere"})
    file = Story().file

    def broken(contract: ContractRegistered, procedure: Procedure) -> list[str]:
        return [objection.rule for objection in judge(rules_of(ContractRegistered), file, file, contract, procedure)]

    spot = registered(is_spot=True, procedure="hampshire/1")
    assert "contract.spot-purchases-apart" in broken(spot, hampshire)
    assert "contract.spot-purchases-apart" not in broken(spot, elsewhere)


def test_a_spot_purchase_bound_to_the_procedure_later_needs_the_same_authority() -> None:
    """HCC-S-b."""
    bound = ProcedureBound(happened_on=date(2025, 1, 8), procedure="hampshire/1")

    given(registered(is_spot=True)).when(bound).departs_from("procedure.spot-purchases-apart")
    given(registered()).when(bound).keeps("procedure.spot-purchases-apart")


@pytest.mark.parametrize("left", ["thames-valley/1", "tiered/1"])
def test_a_spot_purchase_of_another_procedure_is_asked_about_by_the_one_it_is_bound_to(left: str) -> None:
    """HCC-S-b: what it leaves may take spot purchases in; what it joins does not."""
    rule, there = "procedure.spot-purchases-apart", registered(is_spot=True, procedure=left)
    bound = ProcedureBound(happened_on=date(2025, 1, 8), procedure="hampshire/1")

    given(there).when(bound, acknowledge_all=False).asked(rule)
    story = given(there).when(bound).departs_from(rule)
    given(registered(procedure=left)).when(bound).keeps(rule)
    back = changed(bound, happened_on=date(2025, 2, 3), procedure=left)
    story.when(back).keeps(rule)

    [waiting] = [duty for duty in duties(view_of(story.file)) if duty.id == f"ratify/2/{rule}"]
    assert (waiting.id, waiting.office) == (f"ratify/2/{rule}", "county-manager-contracts")


def test_a_contract_is_taken_off_its_procedure_by_the_office_that_may_vary_it() -> None:
    """HCC-POL-f: under Hampshire's the County Manager's; by another, or by nobody named, it is to be ratified."""
    rule, there = "procedure.left-by-the-office-entitled", registered(procedure="hampshire/1")
    lead = Actor(person="Ann Ashe", office="lead-officer")
    bound = ProcedureBound(happened_on=date(2025, 5, 12), procedure="thames-valley/1", by=lead)

    given(there).when(bound, acknowledge_all=False).asked(rule)
    story = given(there).when(bound).departs_from(rule)
    assert found(story, rule) == (
        "the contract is taken off hampshire/1 by Ann Ashe (lead officer); to vary that procedure lies with the County "
        "Manager (Contracts), and it is not said why"
    )
    to_another = given(there).when(changed(bound, procedure="tiered/1")).departs_from(rule)
    assert "Ann Ashe (lead officer)" in found(to_another, rule)  # as the one it leaves calls the office
    given(there).when(changed(bound, by=None)).departs_from(rule)
    given(there).when(changed(bound, by=COUNTY_MANAGER)).keeps(rule)
    given(registered()).when(bound).departs_from(rule)
    given(registered()).when(changed(bound, happened_on=date(2025, 1, 6))).keeps(rule)
    given(there).when(changed(bound, procedure="hampshire/1")).keeps(rule)

    def waiting(*since: Entry) -> list[tuple[str, str | None]]:
        file = given(there, changed(bound, reason=Said("Ours now")), *since).file
        return [(one.id, one.office) for one in duties(view_of(file)) if one.id.startswith("ratify/2") and one.is_open]

    assert waiting() == [(f"ratify/2/{rule}", "county-manager-contracts")]
    word = DepartureRatified(happened_on=date(2025, 5, 20), position=2, rule=rule, reason=Said("Yes"), by=lead)
    assert waiting(word) == waiting()
    assert waiting(changed(word, by=COUNTY_MANAGER)) == []
    given(there, bound).when(changed(word, by=lead)).departs_from("departure.by-the-office-entitled")
    given(there, bound).when(changed(word, by=COUNTY_MANAGER)).keeps("departure.by-the-office-entitled")


@pytest.mark.parametrize("opened_under", ["hampshire/1", None])
def test_a_binding_that_the_office_entitled_refused_is_not_in_force_from_that_day(opened_under: str | None) -> None:
    """HCC-POL-f: until then it is, and marked; what another says of it changes nothing, and a later word does."""
    rule, there = "procedure.left-by-the-office-entitled", registered(procedure=opened_under)
    lead, reason = Actor(person="Ann Ashe", office="lead-officer"), Said("Ours now")
    bound = ProcedureBound(happened_on=date(2025, 5, 12), procedure="thames-valley/1", by=lead, reason=reason)
    refused = DepartureRefused(happened_on=date(2025, 5, 20), position=2, rule=rule, reason=Said("No"), by=lead)
    refused = changed(refused, by=COUNTY_MANAGER)
    before, after, later = date(2025, 5, 19), date(2025, 5, 20), date(2025, 6, 2)

    def in_force(*since: Entry) -> list[str]:
        view = view_of(given(there, bound, *since).file)
        return [view.procedure_on(day).ref for day in (before, after, later)]

    def marked(*since: Entry) -> list[tuple[str, bool]]:
        return [
            (one.says, one.refused_on is not None) for one in status(view_of(given(there, bound, *since).file)).bound
        ]

    assert in_force() == in_force(changed(refused, by=lead)) == ["thames-valley/1"] * 3
    assert in_force(refused) == ["thames-valley/1", "hampshire/1", "hampshire/1"]
    assert status(view_of(given(there, bound, refused).file)).procedure == "hampshire/1"
    ratified = DepartureRatified(happened_on=later, position=2, rule=rule, reason=Said("Now yes"), by=COUNTY_MANAGER)
    assert in_force(refused, ratified) == ["thames-valley/1", "hampshire/1", "thames-valley/1"]
    assert marked() == [("waits for the County Manager (Contracts) to ratify or refuse it", False)]
    said = "refused by Cleo Manager (County Manager (Contracts)) on 20 May 2025 (entry 3), and not in force since"
    assert marked(refused) == [(said, True)]
    assert marked(refused, ratified) == marked(changed(ratified, happened_on=after)) == []


def test_the_office_that_takes_a_contract_off_its_procedure_says_why() -> None:
    """HCC-POL-f."""
    rule, there = "procedure.leaving-says-why", registered(procedure="hampshire/1")
    bound = ProcedureBound(happened_on=date(2025, 5, 12), procedure="thames-valley/1", by=COUNTY_MANAGER)

    given(there).when(bound).departs_from(rule)
    given(there).when(changed(bound, reason=Said("The service is theirs"))).keeps(rule)
    given(there).when(changed(bound, procedure="hampshire/1")).keeps(rule)
    given(there).when(changed(bound, by=Actor(person="Ann Ashe", office="lead-officer"))).keeps(rule)


def test_who_takes_a_contract_off_another_procedure_is_that_procedures_to_say() -> None:
    """HCC-POL-f, TVP-DC-4: the strategy's is the Senior Management Group's; where the text is silent, the owner's."""
    rule, bound = (
        "procedure.left-by-the-office-entitled",
        ProcedureBound(happened_on=date(2025, 5, 12), procedure="hampshire/1", by=COUNTY_MANAGER),
    )

    for left, owner in (("thames-valley/1", "smg"), ("tiered/1", "srm-lead")):
        story = given(registered(procedure=left))
        story.when(bound).departs_from(rule)
        story.when(changed(bound, by=Actor(person="Owen Grey", office=owner))).keeps(rule)


def found(story: Story, rule: str) -> str:
    """What was found against a rule, as it is on record."""
    last = story.recorded().last
    assert last is not None
    [what] = [d.found for d in last.departures if d.rule == rule]
    return what


def test_under_a_procedure_that_is_not_installed_the_authoritys_own_is_used_and_that_is_told() -> None:
    bound = ProcedureBound(happened_on=date(2025, 1, 8), procedure="hampshire/9")

    assert (
        found(Story().when(registered(procedure="bronze/1")), "contract.procedure-known")
        == "procedure bronze/1 is not installed here (no procedure 'bronze'; there are: hampshire, thames-valley, "
        "tiered); hampshire/1 is used instead"
    )
    assert (
        found(given(registered()).when(bound), "procedure.is-known")
        == "procedure hampshire/9 is not installed here (no version 9 of procedure 'hampshire'; there is hampshire/1); "
        "hampshire/1 is used instead"
    )
    law = found(Story().when(registered(procedure="procurement-act-2023/1")), "contract.procedure-known")
    assert "'procurement-act-2023' is a law, laid over whatever procedure a contract has, and none itself" in law
    assert "there are: hampshire, thames-valley, tiered); hampshire/1 is used instead" in law
    Story().when(registered(procedure="bronze/1"), acknowledge_all=False).asked("contract.procedure-known")
    given(registered()).when(bound, acknowledge_all=False).asked("procedure.is-known")
    Story().when(registered(procedure="hampshire/1")).keeps("contract.procedure-known")
    installed = bound.model_copy(update={"procedure": "hampshire/1"})
    given(registered(procedure="bronze/1")).when(installed).keeps("procedure.is-known")


@pytest.mark.parametrize("category", ["goods", "other-services"])
def test_the_procedure_is_for_social_care(category: str) -> None:
    """HCC-S-a, HCC-S-c."""
    Story().when(registered(service_category=category)).departs_from("contract.social-care-only")
    Story().when(registered(service_category=None)).keeps("contract.social-care-only")


def test_what_a_contract_buys_is_asked_where_the_procedure_is_for_some_services_only() -> None:
    """HCC-S-a: without it nobody can tell whether the procedure covers it."""
    rule, unsaid = "contract.says-what-it-buys", registered(service_category=None, procedure="hampshire/1")

    Story().when(unsaid).departs_from(rule)
    Story().when(registered(service_category="social-care", procedure="hampshire/1")).keeps(rule)
    Story().when(registered(service_category=None, procedure="thames-valley/1")).keeps(rule)


def test_a_contract_is_of_a_type_of_its_procedures_own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CPC307-S10, D-20: an authority's own type by an own row; what was recorded under the old menu reads as it did."""
    own = packaged()["thames-valley"].text.replace('id = "thames-valley"', 'id = "grants"', 1)
    own += '\n[[contract-type]]\nid = "grant"\ntitle = "Grant agreement"\ncounts_as = "block"\ncitation = "Own"\n'
    (tmp_path / "grants.toml").write_text(own, encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    rule = "contract.type-of-the-procedure"

    granted = Story().when(registered(contract_type="grant", procedure="grants/1"))
    granted.keeps(rule)
    assert contract_evidence(view_of(granted.file), date(2025, 3, 3)).block
    Story().when(registered(contract_type="Grant agreement", procedure="grants/1")).keeps(rule)
    Story().when(registered(contract_type="grant", procedure="thames-valley/1")).departs_from(rule)
    Story().when(registered(contract_type="other", procedure="thames-valley/1")).departs_from(rule)
    Story().when(registered(contract_type="spot", procedure="thames-valley/1")).departs_from(rule)
    for known in ("individual", "multiple", "block", "framework", "call-off", "services", None):
        Story().when(registered(contract_type=known, procedure="thames-valley/1")).keeps(rule)
    Story().when(registered(contract_type="spot", procedure="hampshire/1")).keeps(rule)


def test_a_contract_without_a_provider_is_recorded_with_that_gap_shown() -> None:
    """HCC-A2-b."""
    Story().when(registered(provider=None)).departs_from("contract.names-its-provider")


def test_the_register_of_contracts_is_kept_by_the_office_it_falls_to() -> None:
    """HCC-A2-b, HCC-POL-d: Hampshire's row 2; the other procedures name nobody."""
    rule = "contract.registered-by-whom-it-falls-to"
    lead, support = (Actor(person="Ann Ashe", office=office) for office in ("lead-officer", "contract-support-officer"))

    told = Story().when(registered(procedure="hampshire/1", by=lead)).departs_from(rule)
    assert told.last is not None
    assert any("falls to the Contract Support Officer" in d.found for d in told.last.departures)
    Story().when(registered(procedure="hampshire/1", by=support)).keeps(rule)
    Story().when(registered(procedure="hampshire/1")).keeps(rule)
    for other in ("thames-valley/1", "tiered/1"):
        Story().when(registered(procedure=other, by=lead)).keeps(rule)


def test_a_contract_that_says_no_locality_is_on_the_register_of_none() -> None:
    """HCC-A2-b: remarked on where each locality's contracts are registered, unless its need said where it serves."""
    rule, need = "contract.says-its-locality", ServiceNeedEstablished(
        happened_on=date(2025, 1, 3), reference="C-1", title="Home care, north", procedure="hampshire/1"
    )  # fmt: skip
    plainly = registered(procedure="hampshire/1")

    Story().when(plainly).departs_from(rule)
    Story().when(registered(procedure="hampshire/1", locality="North")).keeps(rule)
    given(need).when(plainly).departs_from(rule)
    given(need.model_copy(update={"locality": "North"})).when(plainly).keeps(rule)
    Story().when(registered(procedure="thames-valley/1")).keeps(rule)


def test_a_contract_commences_once() -> None:
    story = given(registered(), LEAD, COMMENCED).when(ContractCommenced(happened_on=date(2025, 2, 8)))

    story.refused("commencement.once", "1 February 2025", "entry 3")


def test_a_contract_that_commences_without_a_lead_officer_is_recorded_as_a_departure() -> None:
    """HCC-4.1-a."""
    story = given(registered()).when(COMMENCED)

    story.departs_from("commencement.lead-officer-in-office")
    given(registered()).when(COMMENCED, acknowledge_all=False).asked("commencement.lead-officer-in-office")


def test_a_lead_officer_appointed_the_day_after_does_not_make_the_commencement_good() -> None:
    """HCC-4.1-a."""
    late = LeadOfficerAppointed(happened_on=date(2025, 2, 2), person="Ann Ashe", post="Service Manager")

    given(registered(), late).when(COMMENCED).departs_from("commencement.lead-officer-in-office")
    given(registered(), LEAD).when(COMMENCED).keeps("commencement.lead-officer-in-office")


def test_a_contract_that_commences_without_a_representative_shows_the_gap() -> None:
    """HCC-5.1-a."""
    representative = RepresentativeAppointed(happened_on=date(2025, 1, 8), person="Ann Ashe")

    given(registered(), LEAD).when(COMMENCED).departs_from("commencement.representative-in-office")
    given(registered(), LEAD, representative).when(COMMENCED).keeps("commencement.representative-in-office")


def test_a_deputy_is_asked_for_only_where_the_procedure_has_one() -> None:
    """TVP-4.0-8; section H, D-10."""
    procedure = read("hampshire")
    with_deputy = procedure.model_copy(update={"rules": ()})
    without = given(registered(), LEAD).file
    deputised = given(
        registered(), LEAD, DeputyOfficerAppointed(happened_on=date(2025, 1, 9), person="Dee Deputy")
    ).file

    def broken(file: ContractFile, rules: Procedure) -> list[str]:
        return [objection.rule for objection in judge(rules_of(type(COMMENCED)), file, file, COMMENCED, rules)]

    assert "commencement.deputy-in-office" in broken(without, with_deputy)
    assert "commencement.deputy-in-office" not in broken(deputised, with_deputy)
    assert "commencement.deputy-in-office" not in broken(without, procedure)
    own = given(registered(), LEAD, DeputyOfficerAppointed(happened_on=date(2025, 1, 9), person=LEAD.person)).file
    assert "commencement.deputy-in-office" in broken(own, with_deputy)


def test_under_thames_valleys_strategy_too_each_contract_has_a_lead_officer() -> None:
    """TVP-4.0-7: the Senior Management Group lets one begin without."""
    strategy = registered(procedure="thames-valley/1")

    story = given(strategy).when(COMMENCED).departs_from("commencement.lead-officer-in-office")
    given(strategy, LEAD).when(COMMENCED).keeps("commencement.lead-officer-in-office")
    assert story.last is not None
    [found] = [one for one in story.last.departures if one.rule == "commencement.lead-officer-in-office"]
    assert (found.level, found.citation) == ("authorise", "TVP-4.0-7")
    assert read("thames-valley").entitled(found.rule) == ("smg",)


def test_where_data_come_from_returns_the_contract_must_ask_for_returns_before_it_commences() -> None:
    """HCC-8.1-b."""
    by_returns = registered(data_source="returns")
    monthly = (ReturnSchedule(kind="activity return"),)
    specification = ServiceSpecificationIssued(happened_on=date(2025, 1, 10), return_schedule=monthly)
    agreement = ServiceLevelAgreementAgreed(happened_on=date(2025, 1, 10), reporting_schedule=monthly)

    given(by_returns, LEAD).when(COMMENCED).departs_from("commencement.returns-required")
    given(registered(), LEAD).when(COMMENCED).departs_from("commencement.data-source-said")
    given(registered(), LEAD, specification).when(COMMENCED).keeps("commencement.data-source-said")
    given(by_returns, LEAD).when(COMMENCED).keeps("commencement.data-source-said")
    given(registered(data_source="system-feed"), LEAD).when(COMMENCED).keeps("commencement.data-source-said")
    given(registered(data_source="system-feed"), LEAD).when(COMMENCED).keeps("commencement.returns-required")
    given(by_returns, LEAD, specification).when(COMMENCED).keeps("commencement.returns-required")
    given(by_returns, LEAD, agreement).when(COMMENCED).keeps("commencement.returns-required")


@pytest.mark.parametrize(
    ("row", "provides"),
    [
        (ReturnSchedule(kind="financial report", every_months=3), False),
        (ReturnSchedule(kind="quarterly performance report"), False),
        (ReturnSchedule(kind="staffing report", contents=("vacancies", "sickness")), False),
        (ReturnSchedule(kind="complaints return", contents=("complaints received",)), False),
        (ReturnSchedule(kind="financial report", contents=("bank statements",)), False),
        (ReturnSchedule(kind="financial report", contents=("sums owed by clients", "reviews of prices")), False),
        (ReturnSchedule(kind="county form", contents=("nature of the expenditure",)), False),
        (ReturnSchedule(kind="staffing report", contents=("number of people employed",)), False),
        (ReturnSchedule(kind="Audited accounts"), False),
        (ReturnSchedule(kind="insurance certificate"), False),
        (ReturnSchedule(kind="financial statements"), False),
        (ReturnSchedule(kind="staffing report", contents=("vacancies", "number of service users")), True),
        (ReturnSchedule(kind="financial report", contents=("visits made",)), True),
        (ReturnSchedule(kind="performance report", contents=("number of clients", "reviews held")), True),
        (ReturnSchedule(kind="service return", contents=("nature of the service", "statements issued")), True),
        (ReturnSchedule(kind="return on statements of service"), True),
        (ReturnSchedule(kind="Client return"), True),
        (ReturnSchedule(kind="monthly data"), True),
    ],
)
def test_a_schedule_of_other_reports_is_no_provision_for_data_returns(row: ReturnSchedule, provides: bool) -> None:
    """HCC-8.1-b: returns that confirm the service, who receives it, statements, assessments and reviews."""
    specification = ServiceSpecificationIssued(happened_on=date(2025, 1, 10), return_schedule=(row,))
    by_returns, unsaid = (given(registered(data_source=source), LEAD, specification) for source in ("returns", None))

    if provides:
        by_returns.when(COMMENCED).keeps("commencement.returns-required")
        unsaid.when(COMMENCED).keeps("commencement.data-source-said")
    else:
        story = by_returns.when(COMMENCED).departs_from("commencement.returns-required")
        assert story.last is not None
        [found] = [one.found for one in story.last.departures if one.rule == "commencement.returns-required"]
        assert found.endswith(f"asks for any of data on the service, only for: {row.kind}")
        unsaid.when(COMMENCED).departs_from("commencement.data-source-said")


def test_the_stage_of_a_contract_is_known_on_any_day() -> None:
    """TVP-6.0-6."""
    story = given(
        registered(),
        LifecycleStageEntered(happened_on=date(2025, 1, 6), stage="mobilisation"),
        LifecycleStageEntered(happened_on=date(2025, 2, 1), stage="operation", records_missing=("insurance",)),
    )

    assert story.file.agreement.stage(date(2025, 1, 5)) is None
    assert story.file.agreement.stage(date(2025, 1, 31)) == "mobilisation"
    assert story.file.agreement.stage(date(2025, 2, 1)) == "operation"


def test_the_procedure_of_a_contract_is_the_one_it_was_registered_under_until_it_is_bound_to_another() -> None:
    bound = ProcedureBound(happened_on=date(2025, 5, 1), procedure="hampshire/1")

    file = given(registered(procedure="hampshire/1")).file
    unbound = given(registered(), bound).file

    assert file.procedure_on(date(2025, 4, 30)) == "hampshire/1"
    assert unbound.procedure_on(date(2025, 4, 30)) is None
    assert unbound.procedure_on(date(2025, 5, 1)) == "hampshire/1"


def test_who_buys_may_be_a_body_or_one_person_and_a_person_is_named_by_a_pseudonym() -> None:
    """CPC307-D4, CPC308-D5, CPC307-K1."""
    buyer = Organisation(name="P-0147", individual=True)
    own = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="My care", authority=buyer)

    story = Story().when(own).recorded()
    named = own.model_copy(update={"authority": Organisation(name="Edna Green", individual=True)})
    Story().when(named).refused("contract.individual-by-pseudonym", "P-0147", "never a name")
    body = own.model_copy(update={"authority": Organisation(name="Care Ltd", individual=False)})
    Story().when(body).recorded()
    theirs = own.model_copy(update={"provider": named.authority})
    Story().when(theirs).refused("contract.individual-provider-by-pseudonym", "P-0147", "never a name")

    assert story.file.agreement.contract is not None
    assert story.file.agreement.contract.authority == buyer


def test_a_year_of_a_contract_is_worth_no_more_than_the_whole_of_it() -> None:
    """TVP-3.0-2. Of a contract of nine months a whole year would cost more, and may be said."""
    rule, more = "contract.year-within-the-whole", Money(pence=130_000_000)

    Story().when(registered(annual_value=more), acknowledge_all=False).asked(rule)
    Story().when(registered(annual_value=Money(pence=60_000_000))).keeps(rule)
    Story().when(registered(annual_value=more, end_date=date(2025, 10, 31))).keeps(rule)


def test_what_happened_before_a_contract_was_registered_is_put_under_what_it_was_registered_under() -> None:
    """IMP-30-b: an entry dated before the registration is not judged by another procedure than the contract's."""
    early = date(2025, 1, 2)
    story = given(registered(procedure="tiered/1", service_category=None))
    lead = LeadOfficerAppointed(happened_on=early, person="Ann Ashe", post="Contract manager")
    hampshire = given(registered(service_category="social-care"))

    assert story.file.procedure_on(early) == story.file.in_effect_on(early).procedure_on(early) == "tiered/1"
    story.when(lead).keeps("lead-officer.operational-manager")
    hampshire.when(lead).departs_from("lead-officer.operational-manager")
    later = story.when(ProcedureBound(happened_on=date(2025, 6, 2), procedure="hampshire/1")).recorded().file
    assert [later.procedure_on(on) for on in (early, date(2025, 6, 2))] == ["tiered/1", "hampshire/1"]
