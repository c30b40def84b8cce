"""The forms and the classes agree: everything a kind can say is asked for, and what is typed is what is recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from api.envelope import act_of
from api.kind_schemas import schema_of
from api.pages.form_fields import Field, by_path
from api.pages.form_made import make, read
from api.pages.form_typed import Typed, as_typed, understood
from api.people import DEMO_PEOPLE
from api.record import ON_CONTRACTS
from ledger.entry import Recorded
from ledger.kinds import BY_NAME
from ledger.procedures import read as read_procedure
from ledger.procedures.rows import Row
from ledger.words import Reading
from tests.each import each
from tests.pages.conftest import Site
from tests.pages.reading import Visitor
from tests.sampling import some

ANN = DEMO_PEOPLE["lead-officer"]
TODAY = date(2026, 6, 6)
FILES = ("MCC-HC-014", "MCC-DC-003")


def said(name: str) -> Any:
    return make(name, Typed(), ANN, None, read_procedure("hampshire"), today=TODAY, fresh=True)


@each("name", ON_CONTRACTS)
def test_what_a_form_says_of_a_field_is_for_people_and_more_than_its_label(name: str) -> None:
    fields = by_path(said(name).fields).values()

    assert [one.hint for one in fields if re.search(r"\bnull\b", one.hint)] == []
    assert [one.path for one in fields if one.hint.rstrip(".") in (one.label, f"The {one.label.lower()}")] == []


def test_a_form_says_what_is_assumed_of_a_return_where_how_often_it_comes_is_left_empty() -> None:
    """HCC-6.1-e."""
    rows = Typed({"return_schedule.count": ["1"]})
    form = make("service-specification-issued", rows, ANN, None, read_procedure("hampshire"), today=TODAY, fresh=True)

    hints = [one.hint for path, one in by_path(form.fields).items() if path.endswith(".every_months")]

    assert hints == [
        "How many months lie between two; empty where that is not said: then it is assumed to come every month."
    ]


@each("name", ON_CONTRACTS)
def test_a_form_asks_for_everything_its_class_can_say(name: str) -> None:
    form = said(name)

    asked = {one.name for one in (*form.main, *form.more)}

    schema, own = schema_of(name), {"kind", "departures"}
    if name in ("entry-corrected", "entry-struck-out"):
        own |= {"audience", "named", "protection"}  # those of the entry that it names
    assert asked == set(schema["properties"]) - own
    assert {one.name for one in form.fields if one.required} == set(schema["required"])


@each("name", BY_NAME)
def test_a_form_offers_every_value_of_each_list_that_is_chosen_from(name: str) -> None:
    """CPC307-V1: of a field with several lists, too."""
    schema = schema_of(name)

    def listed(part: Any) -> set[str]:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        own = [*part.get("enum", ()), *([part["const"]] if "const" in part else ())]
        return {
            *own,
            *(
                value
                for one in (*part.get("anyOf", ()), *([part["items"]] if "items" in part else ()))
                for value in listed(one)
            ),
        }

    for one in said(name).fields:
        if one.widget in ("choice", "checks"):
            missing = listed(schema["properties"][one.name]) - {option.value for option in one.options}
            assert missing <= {"erased-before"}, one.name  # what only the ledger itself says


@pytest.mark.parametrize("name", ["contract-registered", "file-opened"])
def test_the_form_of_a_contract_offers_england_and_wales_each_and_both_together(name: str) -> None:
    """CPC307-V1."""
    country = by_path(said(name).fields)["country"]

    offered = {option.value: option.text for option in country.options}
    assert (offered["england-and-wales"], offered["england"], offered["wales"]) == (
        "England and Wales", "England", "Wales",
    )  # fmt: skip


@each("name", ON_CONTRACTS)
def test_a_blank_form_records_no_more_than_the_class_takes_where_nothing_is_said(name: str) -> None:
    found = read(said(name))

    assert found.faults == []
    asked_in_parts = {one.name for one in said(name).fields if one.widget == "group" and one.required}
    for field, value in found.body.items():
        if field in asked_in_parts:
            assert value == {}  # and its own parts are then found missing, each at its field
            continue
        info = BY_NAME[name].model_fields[field]
        assert json.loads(json.dumps(value)) == info.default, f"{field} would be recorded as {value!r}"


@pytest.mark.parametrize(
    ("name", "procedure", "title"),
    [
        ("agenda-item-considered", "hampshire", "Surveys of users' satisfaction"),
        ("agenda-item-considered", "hampshire", "The review of the contract, and the way forward at its end"),
        ("checklist-item-verified", "thames-valley", "Confidentiality agreements are signed"),
    ],
)
def test_an_item_of_the_procedure_is_chosen_by_its_title(name: str, procedure: str, title: str) -> None:
    """HCC-7.6-h, TVP-4.0-19."""
    form = make(name, Typed(), ANN, None, read_procedure(procedure), today=TODAY, fresh=True)
    item = next(one for one in form.fields if one.name == "item")

    assert item.widget == "choice"
    assert title in [option.text for option in item.options]


@pytest.mark.parametrize("file", FILES)
def test_every_entry_of_the_example_can_be_typed_into_its_form_and_comes_out_the_same(example: Site, file: str) -> None:
    """One entry in four, others in each run."""
    held = example.book.file(file)
    words = example.book.vault.words_of(held.known)

    differing = []
    for recorded in some(held.known, 4):
        shown = recorded.entry.model_dump(mode="json", context=Reading(words), exclude_none=True)
        if shown["kind"].startswith("entry-corrected"):
            continue  # its form is that of the entry it puts in place
        if typed_again(recorded, shown) != wanted(shown):
            differing.append((recorded.position, shown["kind"]))
    assert differing == []


def typed_again(recorded: Recorded, shown: dict[str, Any]) -> dict[str, Any]:
    """The entry as it comes out of its form when everything it says is typed in."""
    name = shown["kind"].partition("/")[0]
    form = make(name, as_typed(shown), ANN, None, read_procedure("hampshire"), today=TODAY, fresh=True)
    found = read(form)
    assert found.faults == [], f"{recorded.position}: {found.faults}"
    again = act_of(found.body, ANN, file="C", kind=BY_NAME[name]).entry
    return wanted(again.model_dump(mode="json", exclude_none=True))


def wanted(shown: dict[str, Any]) -> dict[str, Any]:
    """What is the recorder's to say; that the ledger works out the rest is its own business."""
    return {name: value for name, value in shown.items() if name not in ("worked", "waiting")}


# --- what is typed ----------------------------------------------------------------------------------------------------


def typed(widget: Any, text: str, path: str = "x") -> Any:
    found = understood([Field(path, "X", "", widget)], Typed({path: [text]}))
    return found.faults[0].why if found.faults else found.body.get(path)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1250", 125000), ("1,250.50", 125050), ("£1,250.5", 125050), ("0.07", 7), ("£ 12", 1200), ("-3.20", -320),
        ("999999999999999.99", 99999999999999999), ("0.1", 10), ("1.10", 110), ("70368744177664.01", 7036874417766401),
    ],
)  # fmt: skip
def test_money_is_read_digit_by_digit(text: str, pence: int) -> None:
    assert typed("money", text) == {"pence": pence}


@pytest.mark.parametrize("text", ["12.345", "1,25", "1e3", "NaN", "Infinity", "£", "twelve", "1.2.3", "١٢", "12,3456"])
def test_money_that_cannot_be_read_is_told_what_would_be_right(text: str) -> None:
    assert typed("money", text) == "must be pounds and pence, such as 1,250 or 1250.50"


@pytest.mark.parametrize(
    ("text", "hour"),
    [("14:30", "14:30:00"), ("9.05", "09:05:00"), ("9am", "09:00:00"), ("12 am", "00:00:00"), ("12:15pm", "12:15:00")],
)
def test_an_hour_is_read_as_people_write_it(text: str, hour: str) -> None:
    assert typed("time", text) == hour


@pytest.mark.parametrize("text", ["25:00", "14:60", "noon", "13pm", "0am", "1430"])
def test_an_hour_that_cannot_be_is_told_what_would_be_right(text: str) -> None:
    assert typed("time", text) == "must be an hour such as 14:30"


@pytest.mark.parametrize(
    ("month", "number"), [("3", "03"), ("03", "03"), ("mar", "03"), ("March", "03"), ("sept", "09")]
)
def test_a_month_is_read_by_number_or_name(month: str, number: str) -> None:
    day = Typed({"x-day": ["1"], "x-month": [month], "x-year": ["2025"]})

    assert understood([Field("x", "X", "", "date")], day).body == {"x": f"2025-{number}-01"}


def test_numbers_of_entries_are_read_with_commas_or_blanks_between_them() -> None:
    assert typed("entries", "12, 15 9") == [12, 15, 9]
    assert typed("entries", "12, fifteen") == "must be numbers of entries, such as 12, 15"


def test_a_form_never_grows_beyond_a_hundred_items() -> None:
    kept = Typed({"steps.count": ["999999999999999999999"]})
    assert kept.count("steps") == 0

    kept.put("steps.count", "100")
    kept.add("steps")

    assert kept.count("steps") == 100


@pytest.mark.parametrize("path", ["steps", "steps.x", "steps.7", "steps.-1", ".", "", "steps.0.what"])
def test_taking_out_what_is_not_there_changes_nothing(path: str) -> None:
    kept = Typed({"steps.count": ["1"], "steps.0.what": ["x"]})

    kept.remove(path)

    assert kept.values == {"steps.count": ["1"], "steps.0.what": ["x"]}


def test_every_field_has_a_name_and_a_place_of_its_own() -> None:
    for name in ON_CONTRACTS:
        form = said(name)
        paths = [path for one in form.fields for path in by_path((one,))]
        assert len(paths) == len(set(paths))
        assert all(one.label for one in by_path(form.fields).values())


def test_the_form_says_what_the_number_that_is_given_tells_others(officer: Visitor) -> None:
    said = "can tell from the numbers that something lies between"

    assert said in officer.get("/contracts/C-1/record/issue-raised").text
    assert said not in officer.get("/contracts/C-1/record/note-made").text


def test_what_can_be_arranged_otherwise_for_one_contract_is_offered_in_words() -> None:
    """TVP-4.0-1: nobody knows the ids by which rules, numbers, meetings and offices go."""
    typed = Typed({f"{name}.count": ["1"] for name in ("rules_not_asked", "settings", "meetings")})
    form = make(
        "alternative-arrangement-agreed", typed, ANN, None, read_procedure("thames-valley"), today=TODAY, fresh=True
    )
    paths = ("rules_not_asked.0", "settings.0.id", "meetings.0.id", "offices_not_asked")
    fields = by_path(form.fields)
    rules, numbers, meetings, offices = ({o.value: o.text for o in fields[path].options} for path in paths)

    assert [fields[path].widget for path in paths] == ["choice", "choice", "choice", "checks"]
    assert rules["meeting.deputy-attends"] == "The deputy to the lead officer attends where possible."
    assert "termination.right-arisen" not in rules
    assert numbers["exit.plans-told-before-end"] == "What is planned for the end is told before it by: 6 months"
    assert meetings == {
        "regular": "Quarterly contract monitoring meeting: 4 a year",
        "strategic-half-year": "Longer half-yearly meeting: 2 a year",
        "strategic-annual": "Longer annual meeting: 1 a year",
    }
    assert offices == {"lead-officer": "Lead officer", "deputy-lead-officer": "Deputy officer"}


@pytest.mark.parametrize("name", ["legal-services-consulted", "note-made"])
def test_a_form_says_that_its_protection_decides_who_sees_what_was_done(name: str) -> None:
    """HCC-9.4-e: the duty to consult Legal Services stays for whoever may not see that they were."""
    assert "It decides who sees that" in by_path(said(name).fields)["protection"].hint


@pytest.mark.parametrize(
    ("name", "path", "rows"),
    [
        ("contract-classified", "tier", read_procedure("tiered").tiers),
        ("resource-plan-agreed", "lines.0.kind", read_procedure("tiered").resource_kinds),
        ("resource-trend-identified", "resource", read_procedure("tiered").resource_kinds),
        ("notice-served", "by.office", read_procedure("tiered").offices),
        ("risk-identified", "category", read_procedure("tiered").risk_kinds),
        ("outcome-implications-assessed", "risk_categories", read_procedure("tiered").risk_kinds),
        ("contract-registered", "contract_type", read_procedure("tiered").contract_types),
        ("contract-form-recommended", "contract_type", read_procedure("tiered").contract_types),
    ],
)
def test_a_row_of_the_procedure_is_chosen_from_rows_of_its_sort(name: str, path: str, rows: Sequence[Row]) -> None:
    """IMP-16-a, CPC308-S2: tiers and kinds of resource are written as offices are, and are none."""
    form = make(name, Typed({"lines.count": ["1"]}), ANN, None, read_procedure("tiered"), today=TODAY, fresh=True)

    assert [option.value for option in by_path(form.fields)[path].options] == [row.id for row in rows]


def test_the_form_of_a_measure_tells_what_is_on_the_menu_and_which_of_it_are_core() -> None:
    """TVP-4.0-24."""

    def hint(procedure: str) -> str:
        name = "performance-indicator-agreed"
        form = make(name, Typed(), ANN, None, read_procedure(procedure), today=TODAY)
        return by_path(form.fields)["indicator.id"].hint

    menu = hint("thames-valley").partition(" On the menu: ")[2]
    assert "; first-contact, Share of referrals contacted within the time agreed (core); " in menu
    assert "; cases-closed, Cases closed as planned, of those closed; " in menu
    assert "On the menu" not in hint("hampshire")


@each("name", ON_CONTRACTS)
def test_every_field_that_names_a_row_of_the_procedure_says_of_which_rows(name: str) -> None:
    def named(part: Any) -> Iterator[str | None]:
        if isinstance(part, dict) and part.get("pattern") == "^[a-z][a-z0-9-]{1,60}$":
            yield part.get("x-rows")
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from named(inner)

    assert set(named(schema_of(name))) <= {
        "office",
        "tier",
        "resource-kind",
        "risk-kind",
        "office-to-leave-out",
        "meeting-kind",
    }


def test_a_field_that_a_clause_asks_for_says_which_and_one_it_does_not_is_optional(officer: Visitor) -> None:
    """HCC-6.1-a, TVP-3.0-1: by the procedure in force on the file; what each can leave out all the same is said."""
    made = (
        make("service-specification-issued", Typed(), ANN, None, read_procedure(name), today=TODAY)
        for name in ("hampshire", "thames-valley")
    )
    ours, theirs = ({one.name: one.asked_by for one in form.fields} for form in made)

    assert (ours["scope"], theirs["scope"]) == ("HCC-6.1-a", "TVP-3.0-1")
    assert (ours["method_statement"], theirs["method_statement"]) == ("", "TVP-3.0-1")
    assert (ours["meetings_per_year"], ours["survey_interval_months"]) == ("HCC-6.1-c", "HCC-6.2-a")
    assert theirs["survey_interval_months"] == ""  # that procedure asks for none
    assert ours["version"] == ours["happened_on"] == ""

    shown = officer.get("/contracts/C-1/record/service-specification-issued")

    assert "Scope (asked for by HCC-6.1-a)" in shown.text
    assert "Version (optional)" in shown.text


def test_the_form_of_a_review_says_which_surveys_are_on_file(site: Site) -> None:
    """HCC-10.2-a: they are named by their numbers, which nobody has by heart."""
    form = "/contracts/C-1/record/contract-review-completed"
    assert "On file: entry" not in site.as_("lead-officer").get(form).text
    record = {"kind": "satisfaction-survey-received", "happened_on": "2025-03-03", "respondents": 7, "file": "C-1"}
    answer = site.client.post(
        "/api/v1/entries?acknowledge=all", json={"entries": [record]},
        headers={"Authorization": "Bearer demo-lead-officer"},
    )  # fmt: skip
    assert answer.status_code == 201, answer.text

    assert "On file: entry 2, of 3 March 2025." in site.as_("lead-officer").get(form).text
