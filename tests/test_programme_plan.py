"""The packaged plan is the document's: its 29 actions with owners and months as printed, and what its text adds."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.contract_file import ContractFile
from ledger.programmes import PlanError, parse, read, shipped
from ledger.subjects.programme import Action
from tests.story import given

PLAN = read("supplier-management-2017")
TABLES = """
IMP-W1-01 | BSP Commercial         | 2017-10
IMP-W1-02 | SRM Lead               | 2017-10
IMP-W1-03 | CSMG                   | 2017-12
IMP-W1-04 | SRM Lead               | 2017-10
IMP-W1-05 | OD                     | 2017-10
IMP-W1-06 | CSMG                   | 2017-12
IMP-W1-07 | SRM Lead, Assurance    | 2017-12
IMP-W1-08 | SRM Lead, CSMG         | 2017-12
IMP-W1-09 | SRM Lead               | 2017-10
IMP-W1-10 | CSMG                   | 2017-12
IMP-W1-11 | CSMG                   | 2017-06
IMP-W1-12 | CSMG                   | 2017-06
IMP-W1-13 | CSMG                   | 2017-12, 2018-05
IMP-W2-01 | SRM Lead               | 2018-01
IMP-W2-02 | SRM Lead               | 2018-03
IMP-W2-03 | OD                     | 2018-01
IMP-W2-04 | CMA EUG                | 2018-01
IMP-W2-05 | SRM Lead               | 2017-12
IMP-W2-06 | SRM Lead               | 2018-01
IMP-W2-07 | SRM Lead               |
IMP-W2-08 | CSMG                   | 2018-03
IMP-W2-09 | CSMG                   | 2017-12
IMP-W2-10 | CMA EUG                | 2018-01
IMP-W3-01 | SRM Lead               | 2018-03
IMP-W3-02 | CMSG                   | 2018-03
IMP-W3-03 | CMA EUG                | 2018-03
IMP-W3-04 | CSMG                   | 2018-03
IMP-W3-05 | SRM Lead               | 2017-12
IMP-W3-06 | OD                     | 2017-12
"""
"""The three tables of the plan, read by hand from the document."""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLES.strip().splitlines()]
THEMES = {
    "W1-03": "supplier-development", "W1-06": "risk", "W1-10": "governance", "W2-08": "service-improvement",
    "W3-04": "value-for-money",
}  # fmt: skip


@pytest.fixture(scope="module")
def taken_on() -> ContractFile:
    return given(*PLAN.entries("SRM-2017", date(2017, 4, 3), ("Adults", "Highways"))).file


def numbered(file: ContractFile, number: str) -> Action:
    action = file.programme.numbered(number)
    assert action is not None, f"no action {number}"
    return action


def test_nine_areas_of_improvement_are_nine_workstreams_of_one_programme(taken_on: ContractFile) -> None:
    """IMP-12-a, K-20."""
    assert len(taken_on.programme.workstreams) == 9
    assert all(taken_on.programme.of_workstream(stream) for stream in taken_on.programme.workstreams)
    assert taken_on.programme.opened is not None
    assert taken_on.programme.opened.business_units == ("Adults", "Highways")


@pytest.mark.parametrize(("row", "owners", "months"), ROWS, ids=[row[0] for row in ROWS])
def test_every_action_of_the_tables_has_its_owners_and_months_as_printed(
    taken_on: ContractFile, row: str, owners: str, months: str
) -> None:
    action = numbered(taken_on, row.removeprefix("IMP-"))

    assert ", ".join(action.owners) == owners
    assert ", ".join(action.months) == months
    assert action.wave == int(row[5])
    assert action.ongoing == (not months)
    assert action.theme == THEMES.get(action.number)
    assert next(planned.citation for planned in PLAN.actions if planned.number == action.number) == row


def test_there_are_29_actions_in_three_waves_and_seven_the_tables_have_no_line_for(taken_on: ContractFile) -> None:
    """K-19, N-24."""
    actions = taken_on.programme.actions.values()

    assert [sum(action.wave == wave for action in actions) for wave in (1, 2, 3)] == [13, 10, 6]
    assert [action.number for action in actions if action.wave is None] == [
        "13-b", "13-d", "14-b", "19-d", "20-c", "20-e", "21-b",
    ]  # fmt: skip


def test_whom_the_text_names_for_what_the_tables_have_no_line_for_is_its_owner(taken_on: ContractFile) -> None:
    """IMP-19-d, IMP-21-b: paragraphs 19 and 21 say whose it is; the others name nobody."""
    owned = {action.number: action.owners for action in taken_on.programme.actions.values() if action.wave is None}

    assert {number: owners for number, owners in owned.items() if owners} == {
        "19-d": ("CSMG members", "Contract management team leaders"), "21-b": ("All contract management staff",),
    }  # fmt: skip


def test_who_leads_is_kept_apart_from_who_owns(taken_on: ContractFile) -> None:
    """N-22: the SRM Lead works it out with the group; the table names the group alone."""
    action = numbered(taken_on, "W2-09")

    assert (action.owners, action.lead) == (("CSMG",), "SRM Lead")


SMALL = """
id = "small"
title = "Small"
citation = "IMP-12-a"
[[workstream]]
id = "one"
title = "One"
wave = 1
aims = "To improve"
citation = "IMP-12-a"
[[action]]
number = "A"
workstream = "one"
action = "Act"
review = ["Oct 17"]
citation = "IMP-T-a"
"""


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ('"Oct 17"', '"17 Oct"', "write it like Oct 17"),
        ('"Oct 17"', '"2017-10"', "write it like Oct 17"),
        ('workstream = "one"', 'workstream = "two"', "no workstream 'two' among"),
        ('action = "Act"', 'action = "Act"\ndepends_on = ["B"]', "no action 'B' to depend on"),
        ('citation = "IMP-T-a"', "", "Field required"),
        ("[[action]]", "[action]", "action"),
        ('title = "Small"', "title = ", "not TOML"),
    ],
)
def test_a_wrong_plan_is_refused_naming_file_row_and_reason(was: str, now: str, why: str) -> None:
    assert parse(SMALL, "small.toml").actions[0].months == ("2017-10",)

    with pytest.raises(PlanError, match=r"^small\.toml: ") as refused:
        parse(SMALL.replace(was, now, 1), "small.toml")

    assert why in str(refused.value)


def test_an_action_that_stands_twice_is_refused() -> None:
    with pytest.raises(PlanError, match="A stands twice"):
        parse(SMALL + SMALL[SMALL.index("[[action]]") :], "small.toml")


def test_a_plan_that_is_not_there_is_refused_and_those_there_are_named() -> None:
    with pytest.raises(PlanError, match="supplier-management-2017"):
        read("../../etc/passwd")
    assert shipped() == ["supplier-management-2017"]
