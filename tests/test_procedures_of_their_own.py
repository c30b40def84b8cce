"""An authority writes its own procedure: everything wrong with it is said by line, and it is read beside the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st

from ledger.procedures import ProcedureError, installed, procedures, read, versions
from ledger.procedures.checking import check, check_law, check_own_folder, settings_there_are
from ledger.procedures.folder import FOLDER, packaged
from ledger.procedures.laws import parse_law
from ledger.procedures.lines import lines_of
from ledger.procedures.reading import read_through
from tests.sampling import examples

HAMPSHIRE = packaged()["hampshire"].text
OWN = HAMPSHIRE.replace('id = "hampshire"', 'id = "marlshire"', 1)


def line_with(text: str, said: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if line == said)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return tmp_path


# --- lines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(packaged()))
def test_every_row_and_key_of_the_packaged_files_is_found_on_its_line(name: str) -> None:
    text = packaged()[name].text
    written = text.split("\n")

    for place, line in lines_of(text).items():
        says = written[line - 1]
        assert says.startswith(f"[[{place[0]}]]" if len(place) == 2 else f"{place[-1]} ="), (place, line)


def test_values_over_several_lines_and_keys_in_quotation_marks_do_not_put_the_lines_out() -> None:
    text = 'a = """\nx = 1\n[[q]]\n"""\nb = [\n  1,\n  [2],\n]\n[[q]] # [[z]]\nc = {x = 1}\n\n[[q]]\n"d e" = 1\n'

    assert lines_of(text) == {
        ("a",): 1, ("b",): 5, ("q", 0): 9, ("q", 0, "c"): 10, ("q", 1): 12, ("q", 1, "d e"): 13,
    }  # fmt: skip


# --- what is wrong ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("variation.contentious-to-county-manager", "is a rule no more: .*may be sought, and nobody need"),
        ("issue.settled-once-noticed", "what contradicts a file is refused by every procedure"),
    ],
)
def test_a_row_for_a_rule_that_is_none_any_more_is_to_be_taken_out(folder: Path, rule: str, why: str) -> None:
    """HCC-7.4-b: said by `procedure check`, and of the authority's own folder, with the line and the reason."""
    row = f'[[rule]]\nid = "{rule}"\nlevel = "advise"\ncitation = "HCC-7.4-b"\n'
    text = f"{OWN}\n{row}"

    _, [wrong] = check(text)
    assert wrong.line == line_with(text, f'id = "{rule}"') - 1
    assert re.search(f"{why}.*; take its .* row out$", str(wrong)), str(wrong)
    (folder / "marlshire.toml").write_text(text, encoding="utf-8")
    [found] = check_own_folder()
    assert found.endswith(str(wrong))


def test_a_procedure_that_is_right_has_nothing_wrong_with_it() -> None:
    procedure, wrong = check(OWN)

    assert (procedure and procedure.ref, wrong) == ("marlshire/1", ())


@pytest.mark.parametrize(
    ("was", "now", "line", "row", "why"),
    [
        (
            'id = "variation.in-form"', 'id = "variation.in-from"', None, "[[rule]] variation.in-from",
            "there is no such rule; perhaps variation.in-form is meant",
        ),
        (
            'id = "survey.every"\nvalue = 12', 'id = "survey.every"\nvalue = -12', "value = -12",
            "[[setting]] survey.every", "value should be greater than or equal to 0",
        ),
        (
            'id = "survey.every"\nvalue = 12', 'id = "survey.every"\nvalue = 12.5', "value = 12.5",
            "[[setting]] survey.every", "integer",
        ),
        (
            'id = "survey.every"\nvalue = 12\nunit = "months"', 'id = "survey.every"\nvalue = 365\nunit = "days"', None,
            "[[setting]] survey.every", "is counted in months, not in days",
        ),
        (
            'id = "survey.every"\nvalue = 12', 'id = "survey.every"\nvalue = 9999', None,
            "[[setting]] survey.every", "9999 months is too much: at most 1200",
        ),
        (
            'id = "survey.every"', 'id = "survey.evry"', None, "[[setting]] survey.evry",
            "there is no such setting; perhaps survey.every is meant",
        ),
        ('citation = "HCC-6.2-a"\n', "", None, "[[setting]] survey.every", "has no citation"),
        ('citation = "HCC-6.2-a"', 'citation = " "', 'citation = " "', "[[setting]] survey.every",
         "citation says nothing: every row names the clause it rests on"),
        ('id = "survey.every"', "id = [1]", "id = [1]", "[[setting]] number", "id should be a valid string"),
        ("version = 1", "version = 0", "version = 0", "", "version should be greater than or equal to 1"),
        ('id = "marlshire"', 'id = "Marl shire"', 'id = "Marl shire"', "", "id should be written like hampshire"),
        ('title = "Lead officer"', 'titel = "Lead officer"', 'titel = "Lead officer"', "[[office]] lead-officer",
         "titel is not a key it can have; perhaps title is meant"),
        ('falls_to = "lead-officer"', 'falls_to = "led-officer"', None, "[[condition]]",
         "no office 'led-officer' among"),
        ('owner = "county-manager-contracts"', 'owner = "mayor"', 'owner = "mayor"', "owner", "no office 'mayor'"),
        ('id = "TC-07"', 'id = "TC-22"', None, "[[condition]] TC-22", "there are TC-01 to TC-21"),
        ('id = "TC-07"', 'id = "TC-22"', None, "[[condition]] TC-07", "is missing"),
        ("per_year = 2", "per_year = 2\nevery_years = 2", None, "[[meeting]] regular",
         "every_years is for a longer meeting"),
        ('id = "regular"', 'id = "occasional"', None, "[[meeting]] occasional", "is no kind of meeting"),
        ('authorised_by = ["county-manager-contracts"]\ncitation = "HCC-POL-f"', 'citation = "HCC-POL-f"', None,
         "[[rule]] procedure.amended-by-its-owner", "names no office that may authorise it"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line_its_row_and_the_reason(
    was: str, now: str, line: str | None, row: str, why: str
) -> None:
    changed = OWN.replace(was, now, 1)
    assert changed != OWN

    _, wrong = check(changed)
    found = [one for one in wrong if row in one.row and why in one.why]

    assert found, [str(one) for one in wrong]
    if why == "is missing":
        assert found[0].line is None
        return
    assert found[0].line is not None
    assert str(found[0]).startswith(f"line {found[0].line}: ")
    says = changed.split("\n")[found[0].line - 1]
    assert says == (line or row.partition(" ")[0])


VALUES = ("5", "-1", '"x"', '""', "[1]", "[[1]]", "{a = 1}", "[{}]", "true", "1.5", "nan", "1979-05-27")
KEYS = [number for number, line in enumerate(OWN.split("\n")) if re.match(r"[a-z_]+ = (?!\[$)", line)]


@settings(max_examples=25)
@whatever(st.sampled_from(KEYS), st.sampled_from(VALUES))
def test_whatever_stands_in_the_place_of_a_value_is_answered_with_its_line(number: int, value: str) -> None:
    lines = OWN.split("\n")
    lines[number] = lines[number].partition(" = ")[0] + f" = {value}"

    _, wrong = check("\n".join(lines))

    assert all(one.line is None or 0 < one.line <= len(lines) for one in wrong)
    assert value not in ("[[1]]", "{a = 1}", "[{}]") or any(one.line == number + 1 for one in wrong)


@pytest.mark.parametrize("table", ["office", "setting", "rule", "condition", "meeting", "escalation"])
@pytest.mark.parametrize("value", ["5", "[1]", "[{}]", "{a = 1}", '"x"'])
def test_a_table_that_is_none_is_answered(table: str, value: str) -> None:
    _, wrong = check(f"{table} = {value}\n" + OWN.replace(f"[[{table}]]", "[[other]]"))

    assert any(one.line == 1 for one in wrong), [str(one) for one in wrong]


def test_a_rule_that_contradicts_the_file_cannot_be_set_otherwise() -> None:
    more = '\n[[rule]]\nid = "note.says-something"\nlevel = "off"\nnote = "x"\ncitation = "Own 1"\n'

    _, [wrong] = check(OWN + more)

    assert wrong.line == OWN.count("\n") + 2
    assert "refused by every procedure" in wrong.why


def test_everything_wrong_is_said_at_once_and_in_the_order_of_the_lines() -> None:
    changed = (
        OWN.replace('owner = "county-manager-contracts"', 'owner = "mayor"', 1)
        .replace('title = "Lead officer"\n', "", 1)
        .replace('id = "survey.every"', 'id = "survey.evry"', 1)
        .replace('falls_to = "legal-services"', 'falls_to = "lawyers"', 1)
        .replace('id = "variation.in-form"', 'id = "variation.inform"', 1)
    )

    _, wrong = check(changed)
    whys = [one.why for one in wrong]

    assert [one.line or 0 for one in wrong] == sorted(one.line or 0 for one in wrong)
    for said in ("no office 'mayor'", "has no title", "no such setting", "no office 'lawyers'", "no such rule"):
        assert any(said in why for why in whys), (said, whys)
    assert not any("no office 'lead-officer'" in why for why in whys), "its row is there, and only misshapen"


def test_what_is_no_toml_is_said_with_its_line() -> None:
    [wrong] = check("a = 1\nb = = 2\n")[1]

    assert (wrong.line, wrong.why.startswith("not TOML")) == (2, True)


@whatever(st.text(alphabet="[]{}=\"'\\\n#abc 1.,-", max_size=60))
def test_no_text_whatever_is_read_without_an_answer(text: str) -> None:
    through = read_through(text)

    assert through.wrong, "it cannot be a procedure"


@settings(max_examples=25)
@whatever(st.integers(0, OWN.count("\n")))
def test_a_file_with_one_line_left_out_is_right_or_said_to_be_wrong(left_out: int) -> None:
    lines = OWN.split("\n")
    procedure, wrong = check("\n".join(lines[:left_out] + lines[left_out + 1 :]))

    assert procedure is not None or wrong
    assert all(one.line is None or 0 < one.line < len(lines) for one in wrong)


def test_each_setting_has_one_unit_in_all_procedures() -> None:
    units = settings_there_are()

    assert all(row.unit == units[row.id] for name in procedures() for row in read(name).settings)


# --- the authority's own folder -------------------------------------------------------------------------------------


def test_a_procedure_in_the_folder_is_read_beside_the_packaged_ones(folder: Path) -> None:
    (folder / "marlshire.toml").write_text(OWN, encoding="utf-8")

    assert check_own_folder() == []
    assert procedures() == ["hampshire", "marlshire", "thames-valley", "tiered"]
    assert read("marlshire").ref == read("marlshire/1").ref == "marlshire/1"
    file, ours = installed("marlshire/1"), installed("hampshire/1")
    assert file is not None
    assert ours is not None
    assert (file.packaged, ours.packaged, len(file.sha256)) == (False, True, 64)
    assert installed("marlshire/2") is None


def test_every_version_is_a_file_and_can_still_be_read(folder: Path) -> None:
    """TVP-DC-4: earlier versions stay readable."""
    (folder / "marlshire-1.toml").write_text(OWN, encoding="utf-8")
    second = OWN.replace("version = 1", "version = 2", 1).replace(
        'id = "survey.every"\nvalue = 12', 'id = "survey.every"\nvalue = 6'
    )
    (folder / "marlshire-2.toml").write_text(second, encoding="utf-8")

    assert [procedure.ref for procedure in versions("marlshire")] == ["marlshire/2", "marlshire/1"]
    assert read("marlshire").version == 2
    assert (read("marlshire/1").setting("survey.every"), read("marlshire/2").setting("survey.every")) == (12, 6)
    with pytest.raises(
        ProcedureError, match="no version 3 of procedure 'marlshire'; there is marlshire/1, marlshire/2"
    ):
        read("marlshire/3")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"own.toml": HAMPSHIRE}, "'hampshire' comes with the program"),
        ({"a.toml": OWN, "b.toml": OWN}, "marlshire/1 stands in a.toml already"),
        ({"own.toml": "x = 1"}, "has no owner"),
        ({"own.toml": OWN.replace('id = "survey.every"', 'id = "tea.every"')}, "no such setting"),
        ({"own.toml": "\udcff"}, "cannot be read"),
    ],
)
def test_a_folder_with_a_wrong_file_is_refused(folder: Path, files: dict[str, str], why: str) -> None:
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))

    found = check_own_folder()

    assert any(why in one for one in found), found


def test_a_folder_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "nowhere"))

    assert check_own_folder() == [f"{FOLDER}: there is no folder {tmp_path}/nowhere"]


# --- laws -------------------------------------------------------------------------------------------------------------

LAW = packaged()["procurement-act-2023"].text


def test_the_packaged_law_has_nothing_wrong_with_it() -> None:
    found, wrong = check_law(LAW)

    assert (found and found.ref, wrong) == ("procurement-act-2023/1", ())


def test_everything_wrong_with_a_law_is_said_at_once_by_line_row_and_reason() -> None:
    """As of a procedure: a unit there is not, a row twice, a rule there is not, a key it cannot have."""
    text = LAW.replace('unit = "pounds"', 'unit = "shillings"', 1).replace("value = 3\n", 'value = 3\nnotes = "x"\n', 1)
    text = text.replace('id = "act.standstill-kept"', 'id = "act.standstil-kept"', 1)
    text += '\n[[rule]]\nid = "act.ground-first"\nlevel = "explain"\ncitation = "s 74"\n'
    _, wrong = check_law(text)
    said = {(one.line, one.row): one.why for one in wrong}

    unit, notes = line_with(text, 'unit = "shillings"'), line_with(text, 'notes = "x"')
    misspelt, twice = line_with(text, 'id = "act.standstil-kept"') - 1, text.count("\n") - 3
    assert [one.line for one in wrong] == sorted(one.line or 0 for one in wrong)
    assert said[unit, "[[setting]] act.indicators-over"].startswith("unit should be")
    assert "perhaps note is meant" in said[notes, "[[setting]] act.indicators-at-least"]
    assert "perhaps act.standstill-kept is meant" in said[misspelt, "[[rule]] act.standstil-kept"]
    assert said[twice, "[[rule]] act.ground-first"] == "stands twice"
    with pytest.raises(ProcedureError, match=rf"act\.toml: line {unit}: .*\n.*act\.toml: line {notes}: "):
        parse_law(text, "act.toml")


def test_a_law_without_a_day_or_that_is_no_toml_is_answered() -> None:
    no_day = re.sub(r'\[\[in-force\]\]\nid = "procurements"\n(.+\n)+', "", LAW)

    assert next(str(one) for one in check_law(no_day)[1]).endswith(
        "in-force: no row 'procurements' says since when procurements are under it"
    )
    assert str(check_law("id = x\n")[1][0]).startswith("line 1: not TOML")


@settings(max_examples=examples(30), deadline=None, database=None)
@whatever(left_out=st.integers(min_value=0, max_value=LAW.count("\n") - 1))
def test_a_law_with_one_line_left_out_is_right_or_said_to_be_wrong(left_out: int) -> None:
    lines = LAW.split("\n")
    found, wrong = check_law("\n".join(lines[:left_out] + lines[left_out + 1 :]))

    assert wrong or found is not None
