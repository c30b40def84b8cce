"""The Hampshire procedure is whole and agrees with the program's rules; a wrong file is refused with its reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from ledger import ending, kinds
from ledger.procedures import Procedure, ProcedureError, parse, read, shipped
from ledger.procedures.laws import laid_over, law
from ledger.procedures.reading import where_silent
from ledger.rules import ASKED
from ledger.subjects.meetings import KindOfMeeting
from projections.ending.conditions import CONDITIONS, OF_FAILURE
from projections.ending.next_steps import NEXT_STEPS
from tests.requirements_table import known_ids

ROOT = Path(__file__).parent.parent
HAMPSHIRE = read("hampshire")
THAMES = read("thames-valley")
TIERED = read("tiered")
EACH = pytest.mark.parametrize("procedure", [HAMPSHIRE, THAMES, TIERED], ids=lambda p: p.id)
RULES = {rule.id: rule for rule in kinds.RULES}
NO_STAND = "give each a [[rule]] row: in the procedure whose document states it, for all others in where-silent.toml"
KNOWN_IDS = set(known_ids())
SMALL = """
id = "small"
version = 1
title = "Small"
authority = "Smalltown"
owner = "clerk"
citation = "HCC-POL-f"

[[office]]
id = "clerk"
title = "Town clerk"
appointed_on = "authority"
citation = "HCC-POL-f"

[[meeting]]
id = "regular"
title = "Meeting"
agenda = ["all"]
must_attend = ["clerk"]
citation = "HCC-7.1-a"

[[agenda-item]]
id = "all"
title = "Everything"
citation = "HCC-7.6-l"

[[setting]]
id = "survey.every"
value = 12
unit = "months"
citation = "HCC-6.2-a"

[[rule]]
id = "variation.in-form"
level = "authorise"
authorised_by = ["clerk"]
citation = "HCC-POL-f"

[[condition]]
id = "TC-01"
title = "People in post"
force = "must"
falls_to = "clerk"
citation = "HCC-4.1-a"
"""


# --- Hampshire is whole ----------------------------------------------------------------------------------------------


def test_all_twenty_one_conditions_are_there_with_their_force_and_their_part_in_what_is_absolute() -> None:
    """Requirements, section I."""
    assert [c.id for c in HAMPSHIRE.conditions] == [f"TC-{number:02}" for number in range(1, 22)]
    assert {c.id for c in HAMPSHIRE.conditions if c.absolute} == {"TC-15", "TC-16", "TC-18", "TC-19", "TC-21"}
    assert {c.id for c in HAMPSHIRE.conditions if not c.applies} == {"TC-07", "TC-09", "TC-11"}
    assert {c.id for c in HAMPSHIRE.conditions if "fundamental-breach" in c.bypass} == {
        "TC-06", "TC-10", "TC-12", "TC-14",
    }  # fmt: skip
    assert HAMPSHIRE.entitled("TC-14") == ("county-manager-contracts",)


@EACH
def test_every_condition_has_a_predicate_a_next_step_and_whoever_has_to_see_to_it(procedure: Procedure) -> None:
    names = {c.id for c in procedure.conditions}

    assert set(CONDITIONS) == set(NEXT_STEPS) == names
    assert names > OF_FAILURE
    assert set(ending.ABSOLUTE) < {c.id for c in HAMPSHIRE.conditions if c.absolute}
    assert all(c.falls_to for c in procedure.conditions if c.applies)


@EACH
def test_what_is_off_or_left_open_says_why(procedure: Procedure) -> None:
    assert all(c.note for c in procedure.conditions if not c.applies)
    assert all(s.note for s in procedure.settings if not s.stated)
    assert all(r.note for r in procedure.rules if r.level == "off")


LAW = {"Equality Act 2010, s 149", "Local Government Act 2000, s 9F", "SI 2012/2089, reg 13(4)"}
"""What rows rest on that no source document asks for."""


@EACH
def test_every_row_cites_a_requirement_there_is_or_the_law(procedure: Procedure) -> None:
    tables = (
        procedure.offices, procedure.routes, procedure.meetings, procedure.agenda, procedure.settings,
        procedure.rules, procedure.conditions,
    )  # fmt: skip
    cited = {row.citation for rows in tables for row in rows}
    cited |= {also for c in procedure.conditions for also in c.also} | {procedure.citation}

    assert {c for c in cited - KNOWN_IDS if not c.startswith("Procurement ")} == LAW


def test_every_matter_of_the_minimum_agenda_is_on_the_agenda_of_every_monitoring_meeting() -> None:
    """HCC-7.6-a to HCC-7.6-k, of which c, d and e are one bullet; 7.7 is the extra meeting (N-06)."""
    for kind in ("first", "regular", "ad-hoc"):
        meeting = HAMPSHIRE.meeting(kind)
        assert meeting is not None
        cited = {item.citation for item in HAMPSHIRE.agenda if item.id in meeting.agenda}
        assert cited == {f"HCC-7.6-{letter}" for letter in "abcfghijk"}


def test_the_numbers_the_text_states_are_its_own() -> None:
    """Requirements, section K."""
    stated = {s.id: (s.value, s.unit) for s in HAMPSHIRE.settings if s.stated}
    regular = HAMPSHIRE.meeting("regular")

    assert stated == {
        "meeting.support-officer-before-end": (12, "months"),
        "return.every": (1, "months"),
        "survey.every": (12, "months"),
        "review.before-end": (12, "months"),
        "issue.told-by-a-note": (1, "on"),
        "minutes.sent-round": (1, "on"),
        "procedure.filed": (1, "on"),
        "results.shared": (1, "on"),
        "specification.issued": (1, "on"),
    }
    assert regular is not None
    assert regular.per_year == 2


# --- Thames Valley is whole ------------------------------------------------------------------------------------------


def test_thames_valleys_conditions_are_those_of_the_table_with_their_force_and_bypass() -> None:
    """Requirements, section I: what rests on Hampshire's document alone does not apply."""
    rows = {c.id: c for c in THAMES.conditions}

    assert list(rows) == [f"TC-{number:02}" for number in range(1, 22)]
    assert {c.id for c in rows.values() if not c.applies} == {
        "TC-08", "TC-15", "TC-16", "TC-17", "TC-18", "TC-19",
    }  # fmt: skip
    assert {c.id for c in rows.values() if c.force != "must"} == {"TC-06", "TC-08", "TC-14", "TC-20"}
    assert {c.id for c in rows.values() if "immediate-escalation" in c.bypass} == {
        "TC-05", "TC-06", "TC-10", "TC-11", "TC-12", "TC-14",
    }  # fmt: skip
    assert all(c.stage for c in rows.values() if "immediate-escalation" in c.bypass)
    assert [c.id for c in rows.values() if c.absolute] == ["TC-21"]


def test_the_numbers_thames_valleys_text_states_are_its_own() -> None:
    """Requirements, section K: K-02, K-05, K-06, K-08, K-11 to K-15; N-10."""
    stated = {s.id: (s.value, s.unit) for s in THAMES.settings if s.stated}
    meetings = {m.id: m.per_year for m in THAMES.meetings}

    assert stated == {
        "significance.value": (10, "percent"),
        "significance.clients": (10, "percent"),
        "significance.harm": (1, "on"),
        "significance.reputation": (1, "on"),
        "dispute.meeting-within": (10, "working-days"),
        "risk.log-kept": (1, "on"),
        "report.performance-every": (3, "months"),
        "report.financial-every": (3, "months"),
        "audit.remind-after": (12, "months"),
        "audit.most-a-year": (1, "per-year"),
        "exclusion.longest": (5, "years"),
        "procedure.review-every": (12, "months"),
        "documents.hard-copies": (1, "on"),
        "exit.plans-told-before-end": (6, "months"),
        "exit.plan": (1, "on"),
        "specification.issued": (1, "on"),
        "sla.agreed": (1, "on"),
        "transfer-plan.on-notice": (1, "on"),
        "transfer.provider-bound": (1, "on"),
        "post-review.held": (1, "on"),
    }
    assert meetings == {"regular": 4, "strategic-half-year": 2, "strategic-annual": 1, "dispute": 0}


def test_the_pcc_lets_stages_be_left_out_and_the_senior_management_group_agrees_to_going_formal() -> None:
    """TVP-5.0-7, TVP-5.2-1b."""
    entitled = {row.id: row.authorised_by for row in THAMES.rules if row.level == "authorise"}

    assert entitled == {
        "dispute.formal-route-agreed-by-the-office-entitled": ("smg",),
        "dispute.agreed-before-notice": ("smg", "pcc"),
        "dispute.by-passed-by-the-office-entitled": ("pcc",),
        "dispute.informal-stage-first": ("pcc",),
        "dispute.stages-in-order": ("pcc",),
        "dispute.signed-off-by-the-office-entitled": ("smg",),
        "procedure.amended-by-its-owner": ("smg",),
        "procedure.left-by-the-office-entitled": ("smg",),
        "procedure.authorised-by-the-body-entitled": ("smg",),
        "termination.decided-by-the-office-entitled": ("pcc",),
        "notice.termination-decided": ("pcc",),
        "commencement.lead-officer-in-office": ("smg",),
    }
    assert {r.id for r in RULES.values() if THAMES.ruling(r)[0] == "authorise"} == set(entitled)


def test_thames_valley_takes_a_stand_on_every_rule_of_hampshires_that_asks_for_something() -> None:
    """Off, its own, or taken over with a note: never by accident. What only shows a gap is shown under either."""
    asking = {r.id for r in RULES.values() if r.level in ASKED and not r.citation.startswith("TVP-")}
    rows = {row.id: row for row in THAMES.rules}

    assert asking - set(rows) == set(), NO_STAND
    assert all(row.note or row.citation.startswith("TVP-") for row in rows.values())


@pytest.mark.parametrize(
    ("spelling", "office"),
    [
        ("contract-manager", "lead-officer"),
        ("senior-management-group", "smg"),
        ("police-and-crime-commissioner", "pcc"),
        ("policy-development-manager", "pdm"),
    ],
)
def test_an_office_may_be_called_as_the_text_calls_it(spelling: str, office: str) -> None:
    """N-14: the contract manager and the lead officer are one, by an alias."""
    assert THAMES.is_office(spelling, (office,))
    assert not THAMES.is_office(spelling, ("legal-services",))


# --- it agrees with the program --------------------------------------------------------------------------------------


@EACH
def test_every_rule_it_speaks_of_is_a_rule_of_the_program(procedure: Procedure) -> None:
    assert {row.id for row in procedure.rules} - set(RULES) == set()


def test_it_says_who_may_authorise_each_departure_that_needs_authority() -> None:
    """HCC-POL-f."""
    needing = {r.id for r in RULES.values() if HAMPSHIRE.ruling(r)[0] == "authorise"}

    assert needing
    assert needing == {row.id for row in HAMPSHIRE.rules if row.level == "authorise"}
    assert {HAMPSHIRE.entitled(rule) for rule in needing} == {("county-manager-contracts",)}


def test_it_takes_a_stand_on_every_rule_that_rests_on_another_document() -> None:
    """Off, or taken over with a note: never by accident."""
    theirs = {r.id for r in RULES.values() if r.level != "contradiction" and not r.citation.startswith("HCC-")}
    rows = {row.id: row for row in HAMPSHIRE.rules}

    assert theirs - set(rows) == set(), NO_STAND
    assert all(rows[rule].note for rule in theirs)


@pytest.mark.parametrize("name", ["hampshire", "thames-valley", "tiered"])
def test_no_procedure_repeats_a_row_that_stands_where_procedures_are_silent(name: str) -> None:
    own = tomllib.loads((ROOT / "ledger/procedures" / f"{name}.toml").read_text(encoding="utf-8"))

    repeated = [row["id"] for table, rows in where_silent().items() for row in rows if row in own.get(table, [])]

    assert not repeated


def test_a_procedures_own_row_takes_the_place_of_the_one_for_the_silent() -> None:
    silent = {row["id"]: row for row in where_silent()["setting"]}
    row = next(row for row in silent.values() if row["unit"] == "months")
    own = f'\n[[setting]]\nid = "{row["id"]}"\nvalue = 77\nunit = "{row["unit"]}"\ncitation = "HCC-2.1-g"\n'

    assert parse(SMALL, "small.toml").setting(row["id"]) == row["value"] != 77
    assert parse(SMALL + own, "small.toml").setting(row["id"]) == 77


@EACH
def test_every_setting_the_program_asks_for_is_there_and_none_is_there_for_nothing(procedure: Procedure) -> None:
    asked: set[str] = set()
    for folder in ("ledger", "projections"):
        for path in (ROOT / folder).rglob("*.py"):
            asked |= set(re.findall(r"""\.setting\(\s*["']([a-z.-]+)["']""", path.read_text(encoding="utf-8")))

    under_the_law = laid_over(procedure, law("procurement-act-2023"))

    there = {setting.id for setting in under_the_law.settings}
    assert asked == there, "each has a row in the procedure or in where-silent.toml, and is asked for by its id"


@EACH
def test_every_kind_of_meeting_it_names_can_be_recorded(procedure: Procedure) -> None:
    assert {meeting.id for meeting in procedure.meetings} <= set(get_args(KindOfMeeting))


def test_offices_go_by_every_spelling_of_the_text() -> None:
    """N-07: Contract, Contracts and Contact Support Officer are one."""
    for spelling in ("contract-support-officer", "contracts-support-officer", "contact-support-officer"):
        office = HAMPSHIRE.office(spelling)
        assert office is not None
        assert office.id == "contract-support-officer"


# --- wrong files -----------------------------------------------------------------------------------------------------


def test_a_small_file_that_is_right_is_read() -> None:
    procedure = parse(SMALL, "small.toml")

    assert isinstance(procedure, Procedure)
    assert (procedure.ref, procedure.setting("survey.every")) == ("small/1", 12)
    assert procedure.condition("TC-01").requirements == ("HCC-4.1-a",)


@pytest.mark.parametrize(
    ("was", "now", "row", "reason"),
    [
        ('level = "authorise"', 'level = "forbid"', "[[rule]] variation.in-form", "'authorise'"),
        ('authorised_by = ["clerk"]', 'authorised_by = ["mayor"]', "[[rule]] variation.in-form", "no office 'mayor'"),
        ('falls_to = "clerk"', 'falls_to = "mayor"', "[[condition]] TC-01", "no office 'mayor'"),
        ('must_attend = ["clerk"]', 'must_attend = ["mayor"]', "[[meeting]] regular", "no office 'mayor'"),
        ('agenda = ["all"]', 'agenda = ["some"]', "[[meeting]] regular", "no agenda item 'some'"),
        ('id = "TC-01"', 'id = "TC-1"', "[[condition]] TC-1", "like TC-04"),
        ("value = 12", 'value = "twelve"', "[[setting]] survey.every", "valid integer"),
        ("value = 12", "value = 1.5", "[[setting]] survey.every", "valid integer"),
        ("value = 12", "value = nan", "[[setting]] survey.every", "integer"),
        ('unit = "months"', 'unit = "moons"', "[[setting]] survey.every", "'months'"),
        ('unit = "months"', 'unit = "months"\nstated = false', "[[setting]] survey.every", "needs a note"),
        ('unit = "months"', 'unit = "months"\nsurprise = true', "[[setting]] survey.every", "surprise is not a key"),
        ("version = 1", "version = 1\nversion = 2", "not TOML", ""),
        ('title = "Small"', 'title = "Sm\u0000all"', "not TOML", ""),
        ('[[office]]', "[office]", "not TOML", ""),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_naming_file_row_and_reason(was: str, now: str, row: str, reason: str) -> None:
    changed = SMALL.replace(was, now, 1)
    if now == "[office]":
        changed += "\n[[office]]\nid = 'other'\n"

    with pytest.raises(ProcedureError) as refused:
        parse(changed, "small.toml")

    assert changed != SMALL
    assert str(refused.value).startswith("small.toml: ")
    assert row in str(refused.value)
    assert reason in str(refused.value)


@pytest.mark.parametrize("table", ["office", "meeting", "setting", "rule", "condition"])
def test_a_row_without_a_citation_is_refused_and_so_is_a_row_that_stands_twice(table: str) -> None:
    rows = {
        name: f"[[{name}]]{block}"
        for name, block in re.findall(r"\[\[([a-z-]+)\]\]([^\[]*(?:\[[^\[\]]*\][^\[]*)*)", SMALL)
    }
    uncited = re.sub(r'\ncitation = "[^"]*"', "", rows[table])

    with pytest.raises(ProcedureError, match="citation"):
        parse(SMALL.replace(rows[table], uncited), "small.toml")
    with pytest.raises(ProcedureError, match="stands twice"):
        parse(SMALL + "\n" + rows[table], "small.toml")


@pytest.mark.parametrize("hostile", ["", "[" * 5000, "a = '''" + "x" * 100, "id = 1979-05-27T07:32:00Z", "\x00", "= 1"])
def test_what_is_no_procedure_at_all_is_refused(hostile: str) -> None:
    with pytest.raises(ProcedureError, match=r"hostile\.toml"):
        parse(hostile, "hostile.toml")


@pytest.mark.parametrize("name", ["../../etc/passwd", "nowhere", "hampshire/9", "hampshire/../hampshire", ""])
def test_a_procedure_that_is_not_shipped_is_refused_and_the_others_are_named(name: str) -> None:
    with pytest.raises(ProcedureError):
        read(name)


def test_everything_shipped_can_be_read() -> None:
    assert "hampshire" in shipped()
    assert all(read(name).id == name for name in shipped())


@pytest.mark.parametrize(
    ("value", "unit", "limit", "given"),
    [
        (1, "months", "1 month", "1 is allowed"),
        (1, "working-days", "1 working day", "1 is allowed"),
        (3, "months", "3 months", "3 are allowed"),
    ],
)
def test_a_limit_of_one_is_one_month(value: int, unit: str, limit: str, given: str) -> None:
    row = next(row for row in HAMPSHIRE.settings if not row.stated)
    asked = HAMPSHIRE.model_copy(update={"settings": (row.model_copy(update={"value": value, "unit": unit}),)})

    assert asked.limit(row.id) == f"{limit} (assumed; the text gives none)"
    assert asked.given(row.id) == f"{given} (assumed; the text gives none)"


def test_a_setting_that_is_not_there_is_asked_for_with_the_name_of_the_procedure() -> None:
    with pytest.raises(ProcedureError, match=r"hampshire/1 has no setting 'tea\.served-by'"):
        HAMPSHIRE.setting("tea.served-by")


# --- the council of the improvement plan -----------------------------------------------------------------------------


def test_the_tiered_procedure_asks_of_an_ending_what_its_text_and_the_contract_ask_and_no_more() -> None:
    """D-08, D-09, requirements, section I: document 004 has no rule on ending a contract."""
    rows = {c.id: c for c in TIERED.conditions}

    assert list(rows) == [f"TC-{number:02}" for number in range(1, 22)]
    assert [c.id for c in rows.values() if not c.applies] == [
        *(f"TC-{number:02}" for number in range(3, 20)),
    ]  # fmt: skip
    assert [c.id for c in rows.values() if c.absolute] == ["TC-21"]
    assert TIERED.entitled("TC-20") == ("business-unit-board", "senior-responsible-officer")


def test_the_numbers_the_improvement_plan_states_are_its_own() -> None:
    """K-17: a report every month; everything else the text leaves open (D-02, D-18, IMP-17-c)."""
    assert {s.id: (s.value, s.unit) for s in TIERED.settings if s.stated} == STATED_BY_THE_PLAN
    assert all(not tier.annual_value_from and tier.note for tier in TIERED.tiers)


STATED_BY_THE_PLAN = {"programme.report-every": (1, "months")}


def test_each_thematic_review_is_of_the_tiers_the_text_names() -> None:
    """IMP-16-b, IMP-17-c, IMP-18-c, IMP-22-a, IMP-25-a; N-16 and N-20 are noted."""
    rows = {review.id: review for review in TIERED.thematic_reviews}

    assert {name: set(review.tiers) for name, review in rows.items()} == {
        "supplier-development": {"platinum"}, "risk": {"gold", "platinum"}, "governance": {"gold", "platinum"},
        "service-improvement": {"silver", "gold", "platinum"}, "value-for-money": {"silver", "platinum"},
    }  # fmt: skip
    assert (rows["risk"].scored, rows["governance"].scored) == ("risk", "governance")
    assert "N-16" in rows["value-for-money"].note
    assert "N-20" in rows["governance"].note


@pytest.mark.parametrize(
    ("spelling", "office"),
    [
        ("CMSG", "csmg"), ("CSMG", "csmg"), ("Commissioning and Supplier Management Group", "csmg"),
        ("SRM Lead", "srm-lead"), ("cma eug", "cma-eug"), ("Contract Manager", "lead-officer"), ("SRO",
        "senior-responsible-officer"), ("nobody", None),
    ],
)  # fmt: skip
def test_owners_go_by_every_spelling_of_the_plan(spelling: str, office: str | None) -> None:
    """N-23, IMP-W3-02: CMSG is printed for CSMG."""
    found = TIERED.office_called(spelling)

    assert (found.id if found else None) == office


def test_the_forum_that_advises_may_authorise_nothing() -> None:
    """IMP-28-c, N-21."""
    lifted = [*TIERED.rules, *TIERED.conditions]

    assert [office.id for office in TIERED.offices if office.advises_only] == ["csmg"]
    assert not any("csmg" in row.authorised_by for row in lifted)


def test_the_centre_keeps_the_procedure_and_the_business_units_decide() -> None:
    """IMP-28-a, IMP-28-b: hub and spoke."""
    deciding = {office for row in (*TIERED.rules, *TIERED.conditions) for office in row.authorised_by}

    assert TIERED.owner == "srm-lead"
    assert deciding == {"business-unit-board", "senior-responsible-officer", "cabinet-member-for-resources"}


def test_the_tiered_procedure_takes_a_stand_on_every_rule_that_asks_for_something() -> None:
    asking = {r.id for r in RULES.values() if r.level in ASKED and not r.citation.startswith("IMP-")}
    rows = {row.id: row for row in TIERED.rules}

    assert asking - set(rows) == set(), NO_STAND
    assert all(row.note or row.authorised_by or row.citation.startswith("IMP-") for row in rows.values())


TIER = '\n[[tier]]\nid = "gold"\ntitle = "Gold"\ncitation = "IMP-17-c"\n'


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (
            '[[thematic-review]]\nid = "risk"\ntitle = "risk"\ntiers = ["bronze"]\ncitation = "IMP-17-c"',
            "no tier 'bronze'",
        ),
        (
            '[[thematic-review]]\nid = "tea"\ntitle = "tea"\ntiers = ["gold"]\ncitation = "IMP-17-c"',
            "[[thematic-review]] tea: id should be",
        ),
        (
            '[[stage]]\nid = "need"\ntitle = "Need"\nfocus = "x"\nneeds = ["tea"]\ncitation = "IMP-24-a"',
            "no record 'tea'",
        ),
        (
            '[[stage]]\nid = "lunch"\ntitle = "Lunch"\nfocus = "x"\ncitation = "IMP-24-a"',
            "[[stage]] lunch: id should be",
        ),
        (
            '[[stage-responsibility]]\nid = "x"\nstage = "need"\noffice = "a"\ntask = "x"\ncitation = "IMP-24-a"',
            "no stage 'need'",
        ),
        ("annual_value_from = -1", "[[tier]] gold: annual_value_from should be"),
        (TIER, "[[tier]] gold: stands twice"),
    ],
)
def test_a_wrong_tier_theme_or_stage_is_refused(more: str, reason: str) -> None:
    assert parse(SMALL + TIER, "small.toml").tiers[0].id == "gold"

    with pytest.raises(ProcedureError) as refused:
        parse(SMALL + TIER + more, "small.toml")

    assert reason in str(refused.value)
