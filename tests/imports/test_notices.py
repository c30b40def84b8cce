"""What becomes of published notices: a file for each award, corrected, varied, assessed, ended, or asked about."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.imports import ocds
from api.imports.ocds import bring_in
from api.imports.sources import opened
from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.documents import Documents
from ledger.entry import Money
from ledger.refusals import NotRecorded
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.performance import PerformanceAssessed
from ledger.subjects.records import CorrectionConfirmed, DocumentFiled, EntryCorrected, NoteMade
from ledger.subjects.termination import ContractExpired, ContractTerminated
from ledger.subjects.variations import VariationAgreed, VariationProposed
from ledger.words import Said
from tests.imports.conftest import GENESIS, Ledger, one
from tests.imports.notices import BUYER, OCID, SUPPLIER, award, contract, lines, money, package, release, written
from tests.story import CLERK, COLLEAGUE

LATER, LATEST = "2025-03-11T10:07:26Z", "2025-05-01T09:00:00+01:00"


def value_of(file: ContractFile, day: date) -> object:
    held = file.value_of("total-value", day)
    return held.value if held else None


def kinds(file: ContractFile) -> list[str]:
    return [r.entry.kind.partition("/")[0] for r in file.known]


# --- opening ----------------------------------------------------------------------------------------------------------


def test_an_award_opens_a_file_with_its_supplier_value_period_and_the_notice(ledger: Ledger, tmp_path: Path) -> None:
    notice = release(description="Care at home.")

    outcome = one(ledger.take(lines(tmp_path, notice)))

    reference, file = ledger.only()
    held = ledger.contract()
    provider, buyer, published = held.provider, held.authority, held.published
    assert provider is not None
    assert buyer is not None
    assert published is not None
    assert outcome.taken == ["opened"]
    assert outcome.file == reference == held.reference
    assert (held.title, provider.name, buyer.name) == (
        "Home care, north", "Larkfield Home Care Ltd", "Exshire County Council",
    )  # fmt: skip
    assert [str(number) for number in provider.identifiers] == ["GB-COH 01234567"]
    assert (held.total_value, held.start_date, held.end_date) == (
        Money(pence=12000000),
        date(2025, 4, 1),
        date(2027, 3, 31),
    )
    assert (held.service_category, held.classifications) == ("social-care", ("85312000",))
    assert (published.ocid, published.release, published.award) == (OCID, "000100-2025", "1")
    assert kinds(file) == ["contract-registered", "document-filed"]
    [filed] = file.of(DocumentFiled)
    [document] = {w.sha256 for w in ledger.book.vault.words_of([filed]).values() if not isinstance(w, str)}
    assert ledger.documents.read(document).decode() == written(notice)
    assert filed.entry.source is not None
    assert filed.recorded_by == CLERK


def test_a_notice_in_a_package_is_filed_as_its_own_bytes(ledger: Ledger, tmp_path: Path) -> None:
    path = package(tmp_path, release(), indent=3)

    ledger.take(path)

    [filed] = ledger.only()[1].of(DocumentFiled)
    [document] = {w.sha256 for w in ledger.book.vault.words_of([filed]).values() if not isinstance(w, str)}
    found = ledger.documents.read(document)
    assert found in path.read_bytes()
    assert json.loads(found) == json.loads(written(release()))


def test_one_process_with_several_buyers_and_awards_makes_a_file_for_each(ledger: Ledger, tmp_path: Path) -> None:
    other = "GB-PPON-QQQQ-0000-AAAA"
    notices = [release("1", awards=(award("1"), award("2", value="5"))), release("2", buyer=other)]

    ledger.take(lines(tmp_path, *notices))

    assert len(ledger.files()) == 3


def test_gaps_are_no_errors(ledger: Ledger, tmp_path: Path) -> None:
    bare = {"id": "1", "status": "pending"}

    outcome = one(ledger.take(lines(tmp_path, release(awards=(bare,), description=None))))

    held = ledger.contract()
    assert outcome.taken == ["opened"]
    assert (held.provider, held.total_value, held.start_date, held.end_date) == (None, None, None, None)
    assert sum("a gap on the file" in flag for flag in outcome.flags) == 4


def test_several_suppliers_of_one_award_are_bound_together(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take(lines(tmp_path, release(awards=(award(suppliers=(SUPPLIER, "GB-COH-07654321", SUPPLIER)),))))

    held = ledger.contract()
    assert [one.name for one in held.providers] == ["Larkfield Home Care Ltd", "Brookside Care Ltd"]


@pytest.mark.parametrize(("tag", "more"), [("tender", {}), ("planning", {}), ("tenderAmendment", {})])
def test_what_was_never_awarded_is_skipped_and_said(
    ledger: Ledger, tmp_path: Path, tag: str, more: dict[str, str]
) -> None:
    outcome = one(ledger.take(lines(tmp_path, release(tag=(tag,), awards=()))))

    assert outcome.skipped is not None
    assert tag in outcome.skipped
    assert "nothing was awarded" in outcome.skipped
    assert ledger.files() == {}


def test_an_award_that_came_to_nothing_opens_no_file(ledger: Ledger, tmp_path: Path) -> None:
    outcome = one(ledger.take(lines(tmp_path, release(awards=(award() | {"status": "unsuccessful"},)))))

    assert outcome.skipped is not None
    assert "there is no contract" in outcome.skipped


def test_damaged_text_goes_on_file_as_found(ledger: Ledger, tmp_path: Path) -> None:
    outcome = one(ledger.take(lines(tmp_path, release(title="Careâ€¯at\nhome"))))

    assert ledger.contract().title == "Careâ€¯at\nhome"
    assert [flag.partition(": ")[2] for flag in outcome.flags] == [
        "UTF-8 read as another encoding; kept as found",
        "line breaks in one line of text; kept as found",
    ]


def test_a_record_gives_its_releases_or_else_its_compiled_release(ledger: Ledger, tmp_path: Path) -> None:
    compiled = release(id="x", tag=("compiled",), ocid="ocds-abc123-2")
    records = [
        {"ocid": OCID, "releases": [release()]},
        {"ocid": "ocds-abc123-2", "releases": [{"url": "https://notices.example/9"}], "compiledRelease": compiled},
        {"ocid": "ocds-abc123-3", "releases": [{"url": "https://notices.example/10"}]},
    ]
    path = tmp_path / "records.json"
    path.write_text(written({"records": records}, indent=2))

    report = ledger.take(path)

    assert len(ledger.files()) == 2
    assert [o.skipped for o in report.outcomes if o.skipped] == [
        "the record gives only addresses of its releases, or versions of fields; fetch the releases themselves"
    ]


# --- sameness ---------------------------------------------------------------------------------------------------------


def test_the_same_notices_again_record_nothing(ledger: Ledger, tmp_path: Path) -> None:
    notices = [release(), release("2", LATER, ("awardUpdate",), awards=(award(value="12"),))]
    ledger.take(lines(tmp_path, *notices))
    size = ledger.book.store.log_size()

    again = ledger.take(
        lines(tmp_path, *notices), package(tmp_path, *notices), package(tmp_path, notices[0], name="x.json")
    )

    assert {outcome.skipped for outcome in again.outcomes} == {"already on file"}
    assert (again.totals()["skipped"], again.records) == (5, 5)
    assert ledger.book.store.log_size() == size


def test_an_import_of_any_length_keeps_few_files_in_mind(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocds, "_KEPT_IN_MIND", 2)
    ocids = [f"ocds-abc123-{n}" for n in range(5)]
    mended = [release("2", LATER, ("awardUpdate",), ocid=ocid, awards=(award(value="7"),)) for ocid in ocids]
    path = lines(tmp_path, *(release(ocid=ocid) for ocid in ocids), *mended)

    with opened(path) as file:
        run = ocds._Run(ledger.book, ledger.documents, CLERK, [path.name], [file])
        run.find(lambda *_: None)
        run.take(lambda *_: None)

    assert len(run._known) == 2
    assert run.report.totals()["corrected"] == 5


def test_another_text_under_the_same_id_is_a_persons_to_look_at(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take(lines(tmp_path, release()))

    outcome = one(ledger.take(lines(tmp_path, release(title="Something else"))))

    assert "another text" in outcome.decide[0]
    assert ledger.contract().title == "Home care, north"
    assert ledger.only()[1].position == 2


def test_a_supplier_first_known_by_its_number_gets_its_name_later(ledger: Ledger, tmp_path: Path) -> None:
    unnamed = release("1", awards=(award(suppliers=("GB-COH-555",)),))
    named = award(suppliers=("GB-COH-555",)) | {"suppliers": [{"id": "GB-COH-555", "name": "Fifth Care Ltd"}]}

    report = ledger.take(lines(tmp_path, unnamed, release("2", LATER, ("awardUpdate",), awards=(named,))))

    assert report.outcomes[1].taken == ["corrected: provider from GB-COH-555 to Fifth Care Ltd"]


def test_a_name_cut_short_is_flagged(ledger: Ledger, tmp_path: Path) -> None:
    outcome = one(ledger.take(lines(tmp_path, release(awards=(award(suppliers=()) | {
        "suppliers": [{"id": "S", "name": "n" * 600}]},)))))  # fmt: skip

    assert any("of 600 characters the first 499" in flag for flag in outcome.flags)


@pytest.mark.parametrize("first", [0, 1])
def test_a_contract_that_names_no_award_is_asked_about_where_an_award_has_no_contract(
    ledger: Ledger, tmp_path: Path, first: int
) -> None:
    notices = [release("1"), release("2", LATER, ("contract",), awards=(), contracts=(contract("C", None),))]

    ledger.take(lines(tmp_path, notices[first]))
    outcome = one(ledger.take(lines(tmp_path, notices[1 - first])))

    assert outcome.taken == ["opened"]
    assert "the same contract? Decide which file stands" in outcome.decide[0]
    known = release("3", LATEST, ("contractUpdate",), awards=(), contracts=(contract("C", "9", title="As signed"),))
    assert one(ledger.take(lines(tmp_path, known))).taken[0].startswith("corrected: title")


# --- corrections and variations ---------------------------------------------------------------------------------------


def test_a_value_a_hundred_times_too_large_and_mended_minutes_later_is_a_correction(
    ledger: Ledger, tmp_path: Path
) -> None:
    slip = release("1", awards=(award(value="10932000"),))
    mended = release("2", LATER, ("awardUpdate",), awards=(award(value="109320"),))

    report = ledger.take(lines(tmp_path, mended, slip))

    _, file = ledger.only()
    assert [outcome.taken for outcome in report.outcomes] == [
        ["opened"], ["corrected: total value from £10,932,000 to £109,320"],
    ]  # fmt: skip
    assert ledger.contract().total_value == Money(pence=10932000)
    assert file.of(VariationAgreed) == []
    assert kinds(file) == ["contract-registered", "document-filed", "document-filed", "entry-corrected"]


def test_a_changed_term_published_as_a_correction_is_a_persons_to_decide(ledger: Ledger, tmp_path: Path) -> None:
    moved = award(value="130000", end="2027-06-30T23:59:59+01:00")

    report = ledger.take(lines(tmp_path, release(), release("2", LATER, ("awardUpdate",), awards=(moved,))))

    outcome = report.outcomes[1]
    held = ledger.contract()
    assert "changes the term: end date from 31 March 2027 to 30 June 2027" in outcome.decide[0]
    assert "awardUpdate; decide whether it is a variation or a correction" in outcome.decide[0]
    assert (held.end_date, held.total_value) == (date(2027, 3, 31), Money(pence=12000000))
    assert kinds(ledger.only()[1]) == ["contract-registered", "document-filed", "document-filed", "note-made"]
    [note] = ledger.only()[1].of(NoteMade)
    assert "For a person to decide" in str(ledger.book.vault.words_of([note]).values())


def test_a_variation_told_only_in_the_text_of_a_correction_is_a_persons_to_decide(
    ledger: Ledger, tmp_path: Path
) -> None:
    told = "Care at home for adults. Contract variation to extend the term from 11 March to 31 March 2025."
    option = "Care at home, with an option to extend by a year."
    first = release("1", description=option, ocid="ocds-abc123-opt")

    report = ledger.take(
        lines(
            tmp_path,
            release(),
            release("2", LATER, ("awardUpdate",), description=told),
            first,
            release(
                "2", LATER, ("awardUpdate",), description=option, awards=(award(value="7"),), ocid="ocds-abc123-opt"
            ),
        )
    )

    [asked] = [outcome for outcome in report.outcomes if outcome.decide]
    assert "speaks of a variation: “Contract variation to extend the term" in asked.decide[0]
    assert [o.taken for o in report.outcomes if o.taken and o.taken[0].startswith("corrected")] == [
        ["corrected: total value from £120,000 to £7"]
    ]


def test_an_update_that_is_the_first_notice_seen_and_speaks_of_a_variation_is_asked_about(
    ledger: Ledger, tmp_path: Path
) -> None:
    text = "PS24190. This contract has been extended to 31 March 2025."

    outcome = one(ledger.take(lines(tmp_path, release(tag=("awardUpdate",), description=text))))

    assert outcome.taken == ["opened"]
    assert "has been extended" in outcome.decide[0]


def test_another_supplier_in_place_of_the_first_is_a_persons_to_decide(ledger: Ledger, tmp_path: Path) -> None:
    other = award(suppliers=("GB-COH-07654321",))

    report = ledger.take(lines(tmp_path, release(), release("2", LATER, ("awardUpdate",), awards=(other,))))

    assert "names another supplier" in report.outcomes[1].decide[0]
    assert [p.name for p in ledger.contract().providers] == ["Larkfield Home Care Ltd"]


def test_an_amendment_varies_the_deal_and_leaves_the_registration(ledger: Ledger, tmp_path: Path) -> None:
    signed = contract(value=money("120000"), period={"startDate": "2025-04-01", "endDate": "2027-03-31"})
    change = {"id": "1", "date": "2025-04-28T00:00:00Z", "description": "Six months more."}
    changed = contract(value=money("150000"), period={"endDate": "2027-09-30"}, amendments=[change])
    notices = [
        release("1", tag=("award", "contract"), contracts=(signed,)),
        release("2", LATEST, ("contractAmendment",), awards=(), contracts=(changed,)),
        release(
            "3", "2025-06-01T09:00:00Z", ("contractUpdate",), awards=(), contracts=(contract(amendments=[change]),)
        ),
    ]

    report = ledger.take(lines(tmp_path, *notices))

    _, file = ledger.only()
    [agreed] = file.of(VariationAgreed)
    assert agreed.given_id == "VAR-001"
    assert agreed.entry.happened_on == date(2025, 4, 28)
    assert getattr(agreed.entry, "form", ...) is None
    assert file.end_date(date(2025, 12, 1)) == date(2027, 9, 30)
    assert value_of(file, date(2025, 12, 1)) == Money(pence=15000000)
    held = ledger.contract()
    assert (held.end_date, held.total_value) == (date(2027, 3, 31), Money(pence=12000000))
    assert file.of(EntryCorrected) == []
    assert "Six months more." in ledger.words(file)
    assert "varied (amendment 1)" in report.outcomes[1].taken[0]
    assert report.outcomes[2].taken == ["notice filed; no term of the file changed"]


@pytest.mark.parametrize("tag", ["contractUpdate", "contractTermination", "compiled"])
def test_a_notice_that_repeats_the_terms_as_varied_corrects_nothing(ledger: Ledger, tmp_path: Path, tag: str) -> None:
    varied: dict[str, Any] = {"value": money("150000"), "period": {"endDate": "2027-09-30"}}
    notices = [
        release("1", tag=("award", "contract"), contracts=(contract(value=money("120000")),)),
        release(
            "2", LATER, ("contractAmendment",), awards=(), contracts=(contract(**varied, amendments=[{"id": "1"}]),)
        ),
        release("3", LATEST, (tag,), awards=(), contracts=(contract(**varied),)),
    ]

    report = ledger.take(lines(tmp_path, *notices))

    held = ledger.contract()
    assert (held.end_date, held.total_value) == (date(2027, 3, 31), Money(pence=12000000))
    assert ledger.only()[1].of(EntryCorrected) == []
    assert not any("corrected" in what for outcome in report.outcomes for what in outcome.taken)


def test_a_change_listed_in_a_notice_tagged_as_an_update_is_never_recorded_as_a_correction(
    ledger: Ledger, tmp_path: Path
) -> None:
    told = {"id": "A1", "description": "Need for additional works."}
    notices = [
        release("1", tag=("contract",), contracts=(contract(value=money("100")),)),
        release("2", LATER, ("awardUpdate", "contractUpdate"), contracts=(
            contract(value=money("150"), amendments=[told]),)),
        release("3", LATEST, ("contractUpdate",), contracts=(
            contract(value=money("170"), amendments=[{"id": "A2", "value": money("170")}]),)),
    ]  # fmt: skip

    report = ledger.take(lines(tmp_path, *notices))

    _, file = ledger.only()
    [asked] = report.outcomes[1].decide
    assert "lists a change of the contract, and with it changes the total value from £100 to £150" in asked
    assert report.outcomes[2].taken == ["varied (amendment A2): total value from £100 to £170"]
    assert file.of(EntryCorrected) == []
    assert len(file.of(VariationAgreed)) == 2


def test_another_provider_by_an_amendment_is_a_variation_and_asked_about(ledger: Ledger, tmp_path: Path) -> None:
    novated = release("2", LATER, ("contractAmendment",), awards=(award(suppliers=("GB-COH-07654321",)),))

    report = ledger.take(lines(tmp_path, release(), novated))

    assert len(ledger.only()[1].of(VariationAgreed)) == 1
    assert "goes on naming the provider it was registered with" in report.outcomes[1].decide[0]


def test_changes_without_an_id_are_told_apart_by_what_they_say(ledger: Ledger, tmp_path: Path) -> None:
    def changed(id: str, date: str, *words: str) -> dict[str, Any]:
        listed = [{"description": said} for said in words]
        return release(id, date, ("contractAmendment",), awards=(), contracts=(contract(amendments=listed),))

    notices = [release("1"), changed("2", LATER, "Night visits."), changed("3", LATEST, "Night visits.", "Day visits.")]
    ledger.take(lines(tmp_path, *notices))

    _, file = ledger.only()
    assert len(file.of(VariationAgreed)) == 2
    assert {"Night visits.", "Day visits."} <= set(ledger.words(file))


def test_an_amendment_of_an_award_notice_is_no_variation_of_the_contract(ledger: Ledger, tmp_path: Path) -> None:
    mended = award(value="130000", amendments=[{"id": "1", "description": "Typing error in the value."}])
    told = award(amendments=[{"id": "2", "rationale": "The contract has been extended."}])
    notices = [
        release("1"), release("2", LATER, ("awardUpdate",), awards=(mended,)),
        release("3", LATEST, ("awardUpdate",), awards=(told,)),
    ]  # fmt: skip

    report = ledger.take(lines(tmp_path, *notices))

    assert report.outcomes[1].taken == ["corrected: total value from £120,000 to £130,000"]
    assert "has been extended" in report.outcomes[2].decide[0]
    assert ledger.only()[1].of(VariationAgreed) == []


def test_a_change_that_is_only_intended_is_proposed_and_then_agreed(ledger: Ledger, tmp_path: Path) -> None:
    amendment = {
        "id": "A1",
        "value": money("150000"),
        "rationaleClassifications": [{"id": "x", "description": "Demand"}],
    }
    notices = [
        release("1", tag=("award", "contract"), contracts=(contract(value=money("120000")),)),
        release("2", LATEST, ("contractAmendment",), awards=(), contracts=(contract(proposedAmendments=[amendment]),)),
        release(
            "3",
            "2025-06-01T09:00:00Z",
            ("contractAmendment",),
            awards=(),
            contracts=(contract(amendments=[amendment]),),
        ),
    ]

    ledger.take(lines(tmp_path, *notices))

    _, file = ledger.only()
    [proposed], [agreed] = file.of(VariationProposed), file.of(VariationAgreed)
    assert getattr(agreed.entry, "variation", None) == proposed.given_id == "VAR-001"
    assert value_of(file, date(2025, 12, 1)) == Money(pence=15000000)


def test_a_slip_published_as_a_change_without_a_word_is_no_variation(ledger: Ledger, tmp_path: Path) -> None:
    notices = [
        release("1", tag=("contract",), contracts=(contract(value=money("12000000")),)),
        release("2", LATER, ("contractAmendment",), awards=(), contracts=(contract(value=money("120000")),)),
    ]

    report = ledger.take(lines(tmp_path, *notices))

    assert "looks like a slip" in report.outcomes[1].decide[0]
    assert ledger.only()[1].of(VariationAgreed) == []


def test_a_correction_of_what_was_varied_is_a_persons_to_decide(ledger: Ledger, tmp_path: Path) -> None:
    notices = [
        release("1", tag=("contract",), contracts=(contract(value=money("120000")),)),
        release(
            "2",
            LATER,
            ("contractAmendment",),
            awards=(),
            contracts=(contract(value=money("150000"), amendments=[{"id": "1"}]),),
        ),
        release("3", LATEST, ("contractUpdate",), awards=(), contracts=(contract(value=money("155000")),)),
    ]

    report = ledger.take(lines(tmp_path, *notices))

    assert "changes what has been varied: total value from £150,000 to £155,000" in report.outcomes[2].decide[0]


def test_the_contract_as_signed_completes_the_award(ledger: Ledger, tmp_path: Path) -> None:
    signed = contract(
        "C9", dateSigned="2025-03-20T00:00:00Z", value=money("118000.50"),
        period={"startDate": "2025-05-01T00:00:00+01:00", "endDate": "2027-04-30T23:59:59+01:00"},
    )  # fmt: skip
    notices = [release(), release("2", LATER, ("contract",), contracts=(signed,), awards=())]

    report = ledger.take(lines(tmp_path, *notices))

    held = ledger.contract()
    assert report.outcomes[1].taken[0].startswith("completed from the contract as signed: ")
    assert (held.start_date, held.end_date, held.agreed_on) == (date(2025, 5, 1), date(2027, 4, 30), date(2025, 3, 20))
    assert (held.total_value, held.published and held.published.contract) == (Money(pence=11800050), "C9")


def test_each_contract_of_one_award_has_a_file_and_the_first_continues_the_award(
    ledger: Ledger, tmp_path: Path
) -> None:
    two = (contract("C1", value=money("1")), contract("C2", value=money("2")))

    ledger.take(lines(tmp_path, release(), release("2", LATER, ("contract",), contracts=two)))

    found = {file.agreement.contract.published.contract: file for file in ledger.files().values()
             if file.agreement.contract and file.agreement.contract.published}  # fmt: skip
    assert set(found) == {"C1", "C2"}
    assert len(found["C1"].of(DocumentFiled)) == 2
    assert all(file.agreement.contract and file.agreement.contract.provider for file in found.values())


def test_two_awards_alike_but_for_their_noughts_are_asked_about(ledger: Ledger, tmp_path: Path) -> None:
    notices = [
        release("1", awards=(award("1", value="18848731"),)),
        release("2", LATER, awards=(award("2", value="188487"),)),
    ]

    report = ledger.take(lines(tmp_path, *notices))

    assert len(ledger.files()) == 2
    assert "a value 100 times as large or small" in report.outcomes[1].decide[0]


def test_the_lots_of_one_notice_may_be_alike_and_of_several_notices_one_question_is_asked(
    ledger: Ledger, tmp_path: Path
) -> None:
    lots = tuple(award(str(n)) for n in range(3))

    report = ledger.take(lines(tmp_path, release("1", awards=lots), release("2", LATER, awards=(award("9"),))))

    assert [len(outcome.decide) for outcome in report.outcomes] == [0, 0, 0, 1]
    assert "the same value, as 2 more have: the same contract published twice?" in report.outcomes[3].decide[0]


def test_a_buyer_without_a_name_is_shown_by_its_id_until_it_is_named(ledger: Ledger, tmp_path: Path) -> None:
    unnamed = release("1", parties=[]) | {"buyer": {"id": BUYER}}

    report = ledger.take(lines(tmp_path, unnamed))
    shown = ledger.contract().authority
    assert shown is not None
    assert shown.name == BUYER
    assert any("buyer GB-PPON-PXYZ-1234-ABCD is not named" in flag for flag in one(report).flags)

    ledger.take(lines(tmp_path, release("2", LATER, ("awardUpdate",)), unnamed | {"id": "3", "date": LATEST}))
    held = ledger.contract().authority
    assert held is not None
    assert held.name == "Exshire County Council"


def test_what_a_person_corrected_meanwhile_is_not_overwritten(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take(lines(tmp_path, release()))
    reference, _ = ledger.only()
    mended = ledger.contract().model_copy(update={"total_value": Money(pence=777)})
    by_hand = EntryCorrected(
        happened_on=date(2026, 9, 1), position=1, reason=Said("Read from the paper"), replacement=mended
    )
    ledger.book.record(reference, by_hand, CLERK, acknowledge_all=True)

    outcome = one(ledger.take(lines(tmp_path, release("2", LATER, ("awardUpdate",), awards=(award(value="99"),)))))

    assert "the file holds neither" in outcome.decide[0]
    assert ledger.contract().total_value == Money(pence=777)


def test_a_correction_by_another_account_waits_for_a_second_person(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take(lines(tmp_path, release()))

    ledger.take(lines(tmp_path, release("2", LATER, ("awardUpdate",), awards=(award(value="99"),))), account=COLLEAGUE)

    assert ledger.contract().total_value == Money(pence=12000000)
    reference, file = ledger.only()
    ledger.book.record(reference, CorrectionConfirmed(happened_on=date(2026, 9, 1), position=file.position), CLERK)
    assert ledger.contract().total_value == Money(pence=9900)


def test_a_withdrawn_award_is_a_persons_to_decide(ledger: Ledger, tmp_path: Path) -> None:
    gone = release("2", LATER, ("awardCancellation",), awards=(award() | {"status": "cancelled"},))

    report = ledger.take(lines(tmp_path, release(), gone))

    assert "is cancelled; decide what becomes of the file" in report.outcomes[1].decide[0]


# --- what later notices leave out -------------------------------------------------------------------------------------


def test_a_supplier_that_a_later_notice_leaves_out_comes_from_an_earlier_one_never_the_other_way(
    ledger: Ledger, tmp_path: Path
) -> None:
    unnamed = award(suppliers=())
    unnamed["suppliers"] = [{"id": "GB-CFS-77"}]
    nameless = release("1", ocid="ocds-abc123-x", awards=(unnamed,))
    named = release(
        "2",
        LATER,
        ("awardUpdate",),
        ocid="ocds-abc123-x",
        awards=(award() | {"suppliers": [{"id": "GB-CFS-77", "name": "Late Ltd"}]},),
    )
    bare = release("2", LATER, ("implementation",), awards=(), contracts=(contract(),), buyer=None)

    report = ledger.take(lines(tmp_path, release(), bare), lines(tmp_path, nameless, named, name="n.jsonl"))

    files = {
        f.agreement.contract.published.ocid: f
        for f in ledger.files().values()
        if f.agreement.contract and f.agreement.contract.published
    }
    kept = files[OCID].agreement.contract
    assert kept is not None
    assert [p.name for p in kept.providers] == ["Larkfield Home Care Ltd"]
    opened = files["ocds-abc123-x"].known[0].entry
    assert isinstance(opened, ContractRegistered)
    assert [p.name for p in opened.providers] == ["GB-CFS-77"]
    assert any("is not named here or earlier" in flag for outcome in report.outcomes for flag in outcome.flags)


def test_a_notice_without_a_buyer_finds_its_file_in_an_earlier_import(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take(lines(tmp_path, release()))
    later = release("2", LATEST, ("contract",), buyer=None, awards=(), contracts=(contract(),))

    outcome = one(ledger.take(lines(tmp_path, later)))

    assert outcome.file == ledger.only()[0]


def test_a_notice_nobody_bought_under_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    outcome = one(ledger.take(lines(tmp_path, release(buyer=None))))

    assert outcome.refused is not None
    assert "no buyer is named" in outcome.refused


# --- how it went ------------------------------------------------------------------------------------------------------


def rated(metric: str, rating: str, **more: str) -> dict[str, object]:
    period = {"startDate": "2025-04-01T00:00:00+01:00", "endDate": "2025-06-30T23:59:59+01:00"}
    observation = {"id": "o1", "period": period, "measureClassification": {"id": rating, "description": rating.title()}}
    return {"id": metric, "title": f"Indicator {metric}", "observations": [observation | more]}


def test_indicators_are_noted_when_agreed_and_assessed_when_rated(ledger: Ledger, tmp_path: Path) -> None:
    agreed = {
        "id": "1",
        "title": "Visits in time",
        "observations": [{"id": "frequency", "period": {"durationInMonths": 3}}],
    }
    metrics = [rated("1", "met"), rated("2", "significantlyBelow"), rated("3", "other", notes="Only two were agreed.")]
    notices = [
        release("1", tag=("contract",), contracts=(contract(value=money("6000000"), agreedMetrics=[agreed]),)),
        release(
            "2",
            "2025-07-20T09:00:00Z",
            ("implementation",),
            awards=(),
            contracts=(contract(implementation={"metrics": metrics}),),
        ),
    ]

    report = ledger.take(lines(tmp_path, *notices, notices[1]))

    _, file = ledger.only()
    found = [r.entry for r in file.of(PerformanceAssessed)]
    assert [getattr(entry, "judgement", None) for entry in found] == ["met", "not-met", "not-measurable"]
    assert str(getattr(found[0], "period", None)) == "1 April 2025 to 30 June 2025"
    assert any("Visits in time, every 3 months" in words for words in ledger.words(file))
    assert "Other. Only two were agreed." in ledger.words(file)
    flags = report.outcomes[1].flags
    assert any("“Indicator 1” here and “Visits in time” where it was agreed" in flag for flag in flags)
    assert any("fewer than three indicators" in flag for flag in flags)


def test_failures_of_performance_are_a_persons_to_enter(ledger: Ledger, tmp_path: Path) -> None:
    failed = {"performanceFailures": [{"id": "1", "category": "breach", "description": "Visits missed"}]}
    notices = [
        release(),
        release("2", LATEST, ("implementation",), awards=(), contracts=(contract(implementation=failed),)),
    ]

    report = ledger.take(lines(tmp_path, *notices))

    assert "breach; Visits missed" in report.outcomes[1].decide[0]


def ended(reason: dict[str, str] | None, on: str | None, plural: bool = False) -> dict[str, object]:
    said = contract(status="terminated") | {"implementation": {"endDate": on, "finalValue": money("99")}}
    if reason is not None:
        named = "terminationRationaleClassifications" if plural else "terminationRationaleClassification"
        said |= {named: [reason] if plural else reason}
    return said


@pytest.mark.parametrize("plural", [False, True])
def test_a_contract_that_ran_its_course_expires(ledger: Ledger, tmp_path: Path, plural: bool) -> None:
    over = ended({"id": "contractCompleted"}, "2025-06-11T00:00:00+01:00", plural)
    notice = release("2", "2025-06-19T09:00:00Z", ("contractTermination",), awards=(), contracts=(over,))

    ledger.take(lines(tmp_path, release(), notice))

    _, file = ledger.only()
    [expired] = file.of(ContractExpired)
    assert expired.entry.happened_on == date(2025, 6, 11)
    assert file.termination.ended is not None
    assert "As published: contractCompleted. Final value £99." in ledger.words(file)


@pytest.mark.parametrize(
    ("reason", "party"),
    [
        ({"id": "supplierBreach", "description": "Breach by supplier"}, "authority"),
        ({"id": "mutualAgreement"}, "both"), ({"id": "insolvency"}, "authority"),
    ],
)  # fmt: skip
def test_an_early_end_is_a_termination_by_whom_the_reason_says(
    ledger: Ledger, tmp_path: Path, reason: dict[str, str], party: str
) -> None:
    notice = release("2", LATEST, ("contractTermination",), awards=(), contracts=(ended(reason, "2025-04-30"),))

    ledger.take(lines(tmp_path, release(), notice))

    [terminated] = ledger.only()[1].of(ContractTerminated)
    assert isinstance(terminated.entry, ContractTerminated)
    assert (terminated.entry.by_party, terminated.entry.happened_on) == (party, date(2025, 4, 30))


@pytest.mark.parametrize(
    ("reason", "on", "why"),
    [
        (None, "2025-04-30", "no reason is given"),
        ({"id": "zzz"}, "2025-04-30", "not one that tells"),
        ({"id": "supplierBreach"}, None, "no day is given"),
        ({"id": "contractCompleted"}, "2026-01-01", "after the notice"),
    ],
)
def test_an_end_that_cannot_be_told_is_a_persons_to_decide(
    ledger: Ledger, tmp_path: Path, reason: dict[str, str] | None, on: str | None, why: str
) -> None:
    notice = release("2", LATEST, ("contractTermination",), awards=(), contracts=(ended(reason, on),))

    report = ledger.take(lines(tmp_path, release(), notice))

    assert why in report.outcomes[1].decide[0]
    assert ledger.only()[1].of(ContractExpired, ContractTerminated) == []


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_one_bad_record_never_stops_the_rest_and_says_where_it_is(ledger: Ledger, tmp_path: Path) -> None:
    def other(number: int, **more: object) -> dict[str, object]:
        return release(ocid=f"ocds-abc123-{number}", **more)  # type: ignore[arg-type]

    bad = [
        other(1, awards=(award(value="1.005"),)),
        other(2, awards=(award(value="Infinity"),)),
        other(3, awards=(award(value="1e999"),)),
        other(4, awards=(award(value="-5"),)),
        other(5, date="yesterday"),
        other(6, awards=(award(end="2025-02-30"),)),
        other(7, awards=(award() | {"value": 5},)),
        '{"ocid": "ocds-abc123-8", "ocid": "ocds-abc123-9"}',
        '{"ocid": "ocds-abc123-10"',
        "[1, 2]",
        '{"hello": 1}',
        other(11, awards=({"status": "active"},)),
        other(12) | {"awards": "none"},
        other(13, date="2026-10-01T00:00:00Z"),
        '{"ocid": "\\ud800", "id": "1", "date": "2025-01-01"}',
    ]

    report = ledger.take(lines(tmp_path, release(), *bad, release(ocid="ocds-abc123-last")))

    refused = {outcome.where: outcome.refused for outcome in report.outcomes if outcome.refused}
    assert len(ledger.files()) == 2
    assert "/awards/0/value/amount has more than two decimal places" in (refused["notices.jsonl line 2"] or "")
    assert "Infinity" in (refused["notices.jsonl line 3"] or "")
    assert "/date is no moment" in (refused["notices.jsonl line 6"] or "")
    assert "/awards/0/value is a number" in (refused["notices.jsonl line 8"] or "")
    assert "stands twice" in (refused["notices.jsonl line 9"] or "")
    assert "after today" in (refused["notices.jsonl line 15"] or "")
    assert report.records == 17
    assert len(report.outcomes) == 17
    assert report.refused == 14  # the last of the bad ones is a release of nothing: skipped


def test_one_bad_award_does_not_cost_the_others_of_its_notice(ledger: Ledger, tmp_path: Path) -> None:
    report = ledger.take(lines(tmp_path, release(awards=(award("1", value="NaN"), award("2")))))

    assert [bool(outcome.taken) for outcome in report.outcomes] == [False, True]
    assert report.outcomes[0].refused == "/awards/0/value/amount is NaN, which is no amount of money"


def test_nothing_that_is_wrong_in_a_record_makes_the_import_fall_over(ledger: Ledger, tmp_path: Path) -> None:
    """Each part of a notice in turn made into something it cannot be."""
    whole = release(tag=("contract",), contracts=(contract(
        value=money(5), period={"endDate": "2025-05-05"}, amendments=[{"id": "1", "suppliersAdded": [{"name": "x"}]}],
        agreedMetrics=[{"id": "1", "observations": [{"period": {}}]}], implementation={"metrics": [rated("1", "met")]},
    ),))  # fmt: skip
    mangled = []
    wrongs: tuple[Any, ...] = (None, 7, "x", [], {}, [None], [[]], {"a": []}, True)
    for number, path in enumerate(paths(whole)):
        for wrong in wrongs:
            twin = json.loads(json.dumps(whole | {"ocid": f"ocds-abc123-{number}"}))
            at = twin
            for step in path[:-1]:
                at = at[step]
            at[path[-1]] = wrong
            mangled.append(json.dumps(twin))
    assert len(mangled) > 400

    report = ledger.take(lines(tmp_path, *mangled[::3], name="mangled.jsonl"))

    assert report.records == len(mangled[::3])


def paths(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [path] if path else []
    for name, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        found += paths(inner, (*path, name))
    return found


def test_a_contract_that_ends_before_it_starts_is_registered_as_published_and_asked_about(
    ledger: Ledger, tmp_path: Path
) -> None:
    outcome = one(ledger.take(lines(tmp_path, release(awards=(award(end="2024-01-01"),)))))

    assert "ends on 1 January 2024, before it starts on 1 April 2025" in outcome.decide[0]
    assert ledger.contract().end_date == date(2024, 1, 1)


def test_nothing_is_recorded_where_the_ledger_refuses(ledger: Ledger, tmp_path: Path) -> None:
    """A refusal by the ledger's own rules leaves no file, and the same award can be taken when it is mended."""
    outcome = one(ledger.take(lines(tmp_path, release(date="2026-10-01T00:00:00Z"))))
    assert outcome.refused is not None
    assert "is after today" in outcome.refused
    assert outcome.taken == []
    with pytest.raises(NotRecorded):
        ledger.book.record(outcome.file or "", NoteMade(happened_on=date(2026, 1, 1), words=Said("x")), CLERK)

    assert one(ledger.take(lines(tmp_path, release()))).taken == ["opened"]


def test_buyers_are_known_again_by_number_or_name(ledger: Ledger, tmp_path: Path) -> None:
    renamed = release("2", LATER, ("awardUpdate",), awards=(award(value="7"),), buyer=None)
    renamed |= {"buyer": {"id": "GB-FTS-99", "name": "exshire  county council"}}

    ledger.take(lines(tmp_path, release(), renamed))

    assert len(ledger.files()) == 1
    assert ledger.contract().total_value == Money(pence=700)


def test_two_who_import_the_same_notices_at_once_record_them_once(database: Database, tmp_path: Path) -> None:
    book = Book.open_ledger(LedgerStore(database), GENESIS.model_copy(update={"clock": "real"}), CLERK)
    ledger = Ledger(database, book, Documents(database))
    notices = []
    for number in range(25):
        ocid = f"ocds-abc123-{number}"
        notices += [release(ocid=ocid), release("2", LATER, ("awardUpdate",), awards=(award(value="7"),), ocid=ocid)]
    path = lines(tmp_path, *notices)

    with ThreadPoolExecutor(2) as both:
        reports = list(both.map(lambda who: bring_in([path], book, ledger.documents, who), (CLERK, COLLEAGUE)))

    assert [report.refused for report in reports] == [0, 0]
    assert sum(bool(outcome.taken) for report in reports for outcome in report.outcomes) == 50
    assert len(ledger.files()) == 25
    assert {file.position for file in ledger.files().values()} == {4}
