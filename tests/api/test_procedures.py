"""An authority writes its own procedure, checks it, adopts it, has it acknowledged and opens a contract under it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
import pytest

from api.access import COOKIE
from api.cli import main
from api.commands.running import ledger_status
from api.commands.wired import wiring_of
from api.settings import Settings, read_settings
from ledger.procedures import ProcedureError, installed, read, shipped
from ledger.procedures.folder import FOLDER, packaged
from ledger.store.database_settings import DatabaseSettings, SettingsRefused
from projections.read_models.catalogue import made_by
from tests.api.conftest import CONTRACT, Ledger, User, served
from tests.ledgers import Ledgers

OWN = (
    packaged()["hampshire"].text.replace('id = "hampshire"', 'id = "marlshire"', 1)
    .replace('id = "survey.every"\nvalue = 12', 'id = "survey.every"\nvalue = 6', 1)
    .replace("HCC-6.2-a", "Marlshire 4.2")
)  # fmt: skip
ADOPTED = {
    "happened_on": "2025-01-02", "procedure": "marlshire/1", "title": "How Marlshire manages contracts",
    "by": {"person": "Ruth Dale", "office": "county-manager-contracts"}, "authors": ["Contracts section"],
    "document_version": "1.0", "master_copy": "Register room 3", "section": "All staff", "status": "Final",
    "authorising_body": "Cabinet", "authorised_on": "2024-12-12", "next_review_on": "2025-12-12",
    "governing_documents": [
        {"title": "Standing Orders on Contracts", "version": "2024", "document_sha256": "1" * 64},
        {"title": "Hampshire County Council Financial Regulations", "dated": "2024-04-01"},
        {"title": "Contract Practice Notes, which supplement Standing Orders", "version": "7"},
        {"title": "Departmental Procedure on Contracts", "version": "2"},
    ],
}  # fmt: skip


def written(tmp_path: Path) -> Path:
    """The authority's own folder, with a procedure of its own in it."""
    made = tmp_path / "procedures"
    made.mkdir(exist_ok=True)
    (made / "marlshire-1.toml").write_text(OWN, encoding="utf-8")
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(written(tmp_path)))
    return tmp_path / "procedures"


@pytest.fixture
def ours(ledgers: Ledgers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A ledger whose read models were lent: they are of the packaged procedures, and so are there before the folder."""
    with ledgers.lent(tmp_path / "keys", read_models=True) as database, served(database, tmp_path) as running:
        monkeypatch.setenv(FOLDER, str(written(tmp_path)))
        yield running


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["cleartrail", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


# --- the command ------------------------------------------------------------------------------------------------------


def test_a_file_that_is_right_is_said_to_be_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not run(monkeypatch, "procedure", "check", str(folder / "marlshire-1.toml"))
    assert "marlshire/1: nothing is wrong with it" in capsys.readouterr().out


def test_a_wrong_file_is_refused_with_every_line_and_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = folder / "wrong.toml"
    text = OWN.replace('id = "variation.in-form"', 'id = "variation.informal"', 1).replace(
        "value = 6", 'value = "6"', 1
    )
    wrong.write_text(text.replace('owner = "county-manager-contracts"', 'owner = "mayor"', 1), encoding="utf-8")

    assert run(monkeypatch, "procedure", "check", str(wrong), str(folder / "marlshire-1.toml")) == 1
    said = capsys.readouterr()

    lines = said.err.splitlines()
    assert len(lines) == 3, said.err
    for line, why in zip(lines, ("no office 'mayor'", "value should be", "there is no such rule"), strict=True):
        file, number, reason = line.split(":", 2)
        assert (file, number.isdecimal(), why in reason) == (str(wrong), True, True), line
    assert "marlshire/1" in said.out

    assert run(monkeypatch, "procedure", "check", "--json", str(wrong)) == 1
    [answer] = json.loads(capsys.readouterr().out)
    assert [one["line"] for one in answer["wrong"]] == [int(line.split(":")[1]) for line in lines]


def test_who_decides_an_end_named_in_the_rule_alone_is_said_to_move_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """IMP-30-b: control may move to the corporate level, and decisions are judged by the office of TC-20."""
    rule, file = 'id = "termination.decided-by-the-office-entitled"\nlevel = "authorise"\n', tmp_path / "centre-1.toml"
    text = packaged()["tiered"].text.replace('id = "tiered"', 'id = "centre"', 1)
    both = 'authorised_by = ["business-unit-board", "senior-responsible-officer"]'
    moved = text.replace(f"{rule}{both}", f'{rule}authorised_by = ["senior-responsible-officer"]')
    assert moved != text

    file.write_text(moved, encoding="utf-8")
    assert not run(monkeypatch, "procedure", "check", str(file))
    assert (
        "Look at this again: rule termination.decided-by-the-office-entitled names senior-responsible-officer, and "
        "condition TC-20 names business-unit-board, senior-responsible-officer, by which decisions are judged; to move "
        "who decides, name it there."
    ) in capsys.readouterr().out
    assert not run(monkeypatch, "procedure", "check", "--json", str(file))
    assert len(json.loads(capsys.readouterr().out)[0]["remarks"]) == 1
    for name in packaged().keys() & set(shipped()):
        file.write_text(packaged()[name].text, encoding="utf-8")
        assert not run(monkeypatch, "procedure", "check", "--json", str(file))
        assert json.loads(capsys.readouterr().out)[0]["remarks"] == []


def test_a_file_that_cannot_be_read_is_another_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "latin.toml").write_bytes(b"title = '\xe9'")

    assert run(monkeypatch, "procedure", "check", str(tmp_path / "none.toml")) == 2
    assert run(monkeypatch, "procedure", "check", str(tmp_path / "latin.toml")) == 2
    assert capsys.readouterr().err.count("cannot be read") == 2


def test_a_packaged_file_is_shown_to_begin_ones_own_with_and_in_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not run(monkeypatch, "procedure", "show", "hampshire", "--toml")
    assert capsys.readouterr().out == packaged()["hampshire"].text
    assert not run(monkeypatch, "procedure", "show", "marlshire/1")
    assert "Every contract has an appointed lead officer." in capsys.readouterr().out
    assert not run(monkeypatch, "procedure", "compare", "marlshire", "hampshire", "--json")
    assert [one["id"] for one in json.loads(capsys.readouterr().out)["differences"]] == ["survey.every"]
    assert not run(monkeypatch, "procedure", "list", "--json")
    assert {one["procedure"] for one in json.loads(capsys.readouterr().out)} >= {"marlshire/1", "tiered/1"}
    assert run(monkeypatch, "procedure", "show", "marlshir") == 1
    assert "marlshire" in capsys.readouterr().err


def test_the_program_does_not_start_with_a_wrong_procedure(folder: Path, tmp_path: Path) -> None:
    database = DatabaseSettings(data_directory=tmp_path)
    assert read_settings(database=database).procedure == "hampshire"

    (folder / "b.toml").write_text(OWN.replace("value = 6", "value = 6000"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as there:
        (folder.parent / "again").mkdir()
        (folder.parent / "again" / "b.toml").write_bytes((folder / "b.toml").read_bytes())
        there.setenv(FOLDER, str(folder.parent / "again"))
        with pytest.raises(SettingsRefused, match=r"again/b\.toml: line \d+: \[\[setting\]\] survey\.every: 6000"):
            read_settings(database=database)


def test_the_authoritys_own_procedure_is_a_setting(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = DatabaseSettings(data_directory=tmp_path)
    monkeypatch.setenv("CLEARTRAIL_PROCEDURE", "marlshire/1")
    assert read_settings(database=database).procedure == "marlshire/1"

    monkeypatch.setenv("CLEARTRAIL_PROCEDURE", "marlshire/2")
    with pytest.raises(SettingsRefused, match="CLEARTRAIL_PROCEDURE: no version 2 of procedure 'marlshire'"):
        read_settings(database=database)


def test_rows_worked_out_by_another_file_are_worked_out_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made_by("hampshire")
    other = folder.parent / "other"
    other.mkdir()
    (other / "marlshire-1.toml").write_text(OWN.replace("value = 6", "value = 7"), encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(other))

    assert made_by("hampshire") != before


# --- the story ------------------------------------------------------------------------------------------------------


def adopt(ledger: Ledger) -> User:
    county = ledger.as_("county-manager")
    [made] = county.record({"file": "authority", "kind": "procedure-adopted", **ADOPTED}, at="2025-02-03T09:00:00Z")
    assert made["departures"] == []
    return county


def authority(user: User, **asked: str) -> Any:
    answer = user.get("/authority", **asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_authority_adopts_its_own_procedure_has_it_acknowledged_and_opens_a_contract_under_it(ours: Ledger) -> None:
    """HCC-H-a, HCC-H-b, HCC-H-c, HCC-POL-b, HCC-POL-c, TVP-DC-1, TVP-DC-2, TVP-4.0-2."""
    county = adopt(ours)
    [mine] = authority(county)["procedures"]
    assert mine["in_force"]["rules_sha256"] == sha_of("marlshire/1")
    assert mine["in_force"]["governing_documents"][0]["document_sha256"] == "1" * 64
    assert (mine["review_due_on"], mine["changed"]) == ("2025-12-12", None)

    people = {"happened_on": "2025-01-03", "procedure": "marlshire",
              "people": [{"person": "Ann Ashe", "office": "lead officer"}, {"person": "Bo Birch"}]}  # fmt: skip
    assert county.post("/authority/entries/procedure-audience-set", people).status_code == 201
    ann = ours.as_("lead-officer")
    read_it = {"happened_on": "2025-01-06", "procedure": "marlshire/1", "person": "Ann Ashe",
               "action_needed": "Survey my contracts twice a year"}  # fmt: skip
    assert ann.post("/authority/entries/procedure-acknowledged", {**read_it, "person": "Bo Birch"}).status_code == 403
    assert ann.post("/authority/entries/procedure-acknowledged", read_it).status_code == 201
    [mine] = authority(ann)["procedures"]
    assert mine["outstanding"] == ["Bo Birch"]
    assert mine["audience"][0]["action_needed"] == "Survey my contracts twice a year"
    due = county.get("/authority/duties", as_at="2025-03-01").json()["duties"]
    assert any("acknowledged by Bo Birch" in one["sentence"] for one in due), due

    opened = {**CONTRACT, "procedure": "marlshire/1", "service_category": "social-care", "locality": "North"}
    opened.pop("file")
    opened.pop("kind")
    answer = ann.post("/contracts", opened)
    assert answer.status_code == 201, answer.text
    assert answer.json()["departures"] == []
    assert ann.get("/contracts/C-1").json()["facts"]["procedure"] == "marlshire/1"
    bare = {**CONTRACT, "reference": "C-2", "file": "C-2"}
    ann.record(bare)
    for person in ("Ann Ashe", "Cy Cole"):
        appointed = {"file": "C-1", "kind": "lead-officer-appointed", "happened_on": "2025-01-06", "person": person}
        ann.record(appointed)
    unlisted = authority(ann)["unlisted"]
    assert unlisted == [{"procedure": "marlshire", "person": "Cy Cole", "contracts": ["C-1"]}]
    assert authority(ann, as_at="2025-01-03")["unlisted"] is None
    surveys = {}
    for reference in ("C-1", "C-2"):
        duties = ann.get(f"/contracts/{reference}/duties", as_at="2026-12-01").json()["duties"]
        [survey] = [one["duty"] for one in duties if one["duty"]["id"].startswith("survey")]
        surveys[reference] = survey["every_months"]
    assert surveys["C-1"] == 6
    assert surveys["C-2"] == 12


def test_contracts_still_bound_to_a_version_amended_away_are_named_and_say_so_themselves(ours: Ledger) -> None:
    """HCC-POL-f, IMP-30-b: decisions on them go by the old rules until they are bound, and somebody is told."""
    second = Path(os.environ[FOLDER]) / "marlshire-2.toml"  # there from the start: the folder is read once
    second.write_text(OWN.replace("version = 1", "version = 2", 1), encoding="utf-8")
    county, ann = adopt(ours), ours.as_("lead-officer")
    for reference in ("C-1", "C-2"):
        ann.record({**CONTRACT, "file": reference, "reference": reference, "procedure": "marlshire/1"})
    amended = {
        "file": "authority", "kind": "procedure-amended", "happened_on": "2025-01-20", "changes": "Who ends contracts",
        "from_procedure": "marlshire/1", "to_procedure": "marlshire/2", "authorising_body": "Cabinet",
        "by": {"person": "Ruth Dale", "office": "county-manager-contracts"},
    }  # fmt: skip
    assert authority(ann)["left_behind"] == []

    county.record(amended)

    there = {"bound_to": "marlshire/1", "in_force": "marlshire/2"}
    assert authority(ann)["left_behind"] == [{**there, "contracts": ["C-1", "C-2"]}]
    assert "record/procedure-bound?procedure=marlshire" in page_of(ours, "/contracts/C-1")
    assert "Still bound to marlshire/1" in page_of(ours, "/authority")
    ann.record({"file": "C-2", "kind": "procedure-bound", "happened_on": "2025-01-27", "procedure": "marlshire/2"})
    assert authority(ann)["left_behind"] == [{**there, "contracts": ["C-1"]}]
    assert "bind the contract to it" not in page_of(ours, "/contracts/C-2")
    assert authority(ann, as_at="2025-01-21")["left_behind"] is None


def page_of(ours: Ledger, path: str) -> str:
    answer = ours.client.get(path, headers={"Cookie": f"{COOKIE}=lead-officer"})
    assert answer.status_code == 200, answer.text
    return answer.text


def sha_of(ref: str) -> str:
    file = installed(ref)
    assert file is not None
    return file.sha256


def test_a_file_changed_after_it_was_adopted_is_noticed(
    ours: Ledger, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """TVP-DC-4."""
    county = adopt(ours)
    other = folder.parent / "other"
    other.mkdir()
    (other / "marlshire-1.toml").write_text(OWN.replace("value = 6", "value = 7", 1), encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(other))

    [mine] = authority(county)["procedures"]
    rows = {row["name"]: row for row in county.get("/procedures").json()["procedures"]}
    duties = [one["duty"]["id"] for one in county.get("/authority/duties", as_at="2025-01-02").json()["duties"]]

    assert "marlshire-1.toml was changed since" in mine["changed"]
    assert "was changed since" in rows["marlshire"]["changed"]
    assert "procedure-unchanged/marlshire/1" in duties
    settings = Settings(database=DatabaseSettings(data_directory=folder), demo=True)
    [warning] = ledger_status(wiring_of(ours.database, settings))["warnings"]
    assert warning.startswith("the rules of marlshire/1 are not those adopted on 2 January 2025: the file marlshire-1")


def test_a_procedure_is_amended_and_contracts_keep_the_version_they_are_bound_to(ours: Ledger, folder: Path) -> None:
    """TVP-DC-4, HCC-POL-f: earlier versions stay readable; D-16."""
    county = adopt(ours)
    amended = {
        "happened_on": "2025-01-04", "from_procedure": "marlshire/1", "to_procedure": "marlshire/2",
        "changes": "Surveys once a year", "by": {"person": "Ann Ashe", "office": "lead-officer"},
    }  # fmt: skip

    asked = county.post("/authority/entries/procedure-amended", amended)
    assert asked.status_code == 422, asked.text
    assert "procedure.amended-by-its-owner" in asked.text
    by_ruth = amended | {"by": ADOPTED["by"]}
    assert county.post("/authority/entries/procedure-amended", by_ruth).status_code == 201
    [mine] = authority(county)["procedures"]
    assert (mine["in_force"]["procedure"], mine["in_force"]["changes"]) == ("marlshire/2", "Surveys once a year")
    assert [one["procedure"] for one in mine["earlier"]] == ["marlshire/1"]
    first = county.get("/procedures/marlshire/words", version=1).json()["procedure"]
    assert next(row["says"] for row in first["settings"] if row["id"] == "survey.every") == "6 months"
    assert county.get("/procedures/marlshire/words", version=2).status_code == 404
    before = county.get("/authority", as_at="2025-01-03").json()["procedures"]
    assert before[0]["in_force"]["procedure"] == "marlshire/1"


# --- in words ---------------------------------------------------------------------------------------------------------


def test_everybody_who_is_signed_in_can_read_a_procedure_and_the_authoritys_file_stays_its_own(ours: Ledger) -> None:
    """HCC-H-c, TVP-4.0-25."""
    adopt(ours)
    for person in ("lead-officer", "contract-support-officer", "auditor", "provider"):
        user = ours.as_(person)
        answer = user.get("/procedures/marlshire/words")
        assert answer.status_code == 200
        assert answer.json()["procedure"]["ref"] == "marlshire/1"
        assert (answer.json()["in_force"] is None) == (person == "provider")
        assert user.get("/procedures").status_code == 200
    assert ours.as_("provider").get("/authority").status_code == 404


def test_a_procedure_in_words_has_each_rule_with_level_office_citation_and_note(ours: Ledger) -> None:
    """HCC-POL-d, TVP-4.0-5."""
    words = ours.as_("auditor").get("/procedures/thames-valley/words").json()["procedure"]
    rules = {row["id"]: row for row in words["rules"]}

    amended = rules["procedure.amended-by-its-owner"]
    assert amended["sentence"] == "A procedure is altered only by the office that owns it."
    assert (amended["level"], amended["authorised_by"]) == ("authorise", ["Senior Management Group"])
    assert (amended["citation"], amended["of"], amended["silent"]) == ("TVP-DC-4", ["Procedure amended"], False)
    assert rules["procedure.rules-installed"]["silent"]
    meeting = next(row for row in words["settings"] if row["id"] == "dispute.meeting-within")
    assert (meeting["says"], meeting["stated"], meeting["citation"]) == ("10 working days", True, "TVP-5.2-2c")
    assert [step["words"].rpartition(": ")[2] for step in words["escalation"]] == [
        "Lead officer", "Policy Development Manager", "Senior Management Group", "Police and Crime Commissioner",
    ]  # fmt: skip
    assert words["guided_by"] == "Policy Development Manager"
    assert len(words["conditions"]) == 21


def test_contracts_of_a_sort_the_procedure_does_not_cover_are_listed_and_not_counted(ours: Ledger) -> None:
    """HCC-S-c, D-17."""
    officer = ours.as_("lead-officer")
    inside = {**CONTRACT, "service_category": "social-care"}
    officer.record(inside, {**CONTRACT, "file": "C-2", "reference": "C-2", "service_category": "goods"})
    officer.record(
        {**CONTRACT, "file": "C-3", "reference": "C-3", "service_category": "goods", "procedure": "tiered/1"}
    )
    officer.record({**CONTRACT, "file": "C-4", "reference": "C-4", "service_category": None})
    officer.record({"file": "programme/P", "kind": "programme-opened", "reference": "P", "title": "SRM",
                    "happened_on": "2025-01-01", "procedure": "tiered/1"})  # fmt: skip

    answer = wait_for(
        lambda: officer.get("/procedures/hampshire/outside").json(),
        lambda found: found["outside"] and found["not_known"],
    )
    [row] = answer["outside"]

    assert (row["reference"], answer["covers"]) == ("C-2", ["social-care"])
    assert row["why"] == "it buys goods, and Contract management: social care contracts covers social care"
    assert [row["reference"] for row in answer["not_known"]] == ["C-4"]
    assert answer["not_known"][0]["why"].startswith("it is not said what it buys, and Contract management")
    assert officer.get("/contracts/C-4/compliance").json()["compliance"]["scope_unknown"]
    assert "what sort of service it buys" in str(officer.get("/contracts/C-4/duties").json())
    counted = officer.get("/programmes/P").json()["contracts"]
    assert (counted["counted"], counted["outside"]) == (3, ["C-2"])
    assert officer.get("/procedures/tiered/outside").json()["outside"] == []
    assert ours.as_("provider").get("/procedures/hampshire/outside").status_code == 403


def wait_for(ask: Callable[[], Any], enough: Callable[[Any], object]) -> Any:
    """Ask until the lists have caught up."""
    until = time.monotonic() + 10
    while not enough(found := ask()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def test_two_procedures_are_compared_row_by_row(ours: Ledger) -> None:
    compared = ours.as_("auditor").get("/procedures/hampshire/compared", to="thames-valley/1").json()["compared"]
    rows = {(row["table"], row["id"]): row for row in compared["differences"]}

    assert (rows["setting", "return.every"]["one"], rows["setting", "return.every"]["other"]) == ("1 month", "off")
    reports = rows["setting", "report.performance-every"]
    assert (reports["one"], reports["other"]) == ("off", "3 months")
    assert rows["route", "default"]["other"] == "no such row"
    assert "4 a year" in rows["meeting", "regular"]["other"]
    assert ours.as_("auditor").get("/procedures/hampshire/compared", to="tiered/7").status_code == 404
    assert ours.as_("auditor").get("/procedures/nowhere/words").status_code == 404


def test_the_document_bears_version_and_hash_and_is_the_same_every_time(ours: Ledger) -> None:
    """TVP-DC-5: a PDF to be read and not written in."""
    adopt(ours)
    user = ours.as_("contract-support-officer")
    answer = user.get("/procedures/marlshire/document")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    pages = pypdfium2.PdfDocument(answer.content)
    first = pages[0].get_textpage().get_text_range()

    assert sha_of("marlshire/1") in first.replace("\r\n", "")
    for said in ("marlshire/1", "How Marlshire manages contracts", "Cabinet", "12 December 2024", "Register room 3"):
        assert said in first
    assert user.get("/procedures/marlshire/document").content == answer.content


def test_the_document_is_of_the_version_in_force_and_says_until_when_an_earlier_one_was(
    ours: Ledger, folder: Path
) -> None:
    """TVP-DC-5: the next version lies ready a while before it is adopted."""
    (folder / "marlshire-2.toml").write_text(OWN.replace("version = 1", "version = 2", 1), encoding="utf-8")
    county = adopt(ours)

    def first_page(**asked: int) -> str:
        made = county.get("/procedures/marlshire/document", **asked)
        assert made.status_code == 200
        page: str = pypdfium2.PdfDocument(made.content)[0].get_textpage().get_text_range()
        return page

    before = first_page()
    amended = {
        "happened_on": "2025-01-04", "from_procedure": "marlshire/1", "to_procedure": "marlshire/2",
        "changes": "Surveys once a year", "by": ADOPTED["by"],
    }  # fmt: skip
    assert county.post("/authority/entries/procedure-amended", amended).status_code == 201

    assert "marlshire/1" in before
    assert "In force until" not in before
    assert "marlshire/2" in first_page()
    assert "3 January 2025; marlshire/2 took its place" in first_page(version=1).replace("\r\n", " ")
    [mine] = authority(county)["procedures"]
    assert [(one["until"], one["followed_by"]) for one in mine["earlier"]] == [("2025-01-03", "marlshire/2")]


def test_a_procedure_that_is_not_there_is_said_by_name(folder: Path) -> None:
    with pytest.raises(ProcedureError, match="there are: hampshire, marlshire, thames-valley, tiered"):
        read("marlshyre")
