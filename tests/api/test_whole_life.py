"""One contract's whole life over HTTP, from the need to the lessons, told once under each of three procedures.

The life is that of tests/whole_life.py, the same acts under each. What differs is what each procedure asks for, and
what each says of the same act: both are worked out by hand here, from the contract's days and the documents' numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.api.conftest import CONTRACT, Ledger, User, problem, served
from tests.ledgers import Ledgers
from tests.whole_life import ANN, LARKFIELD, MINUTES, MINUTES_WORDS, PROCEDURES, REFERENCE, Procedure, whole_life

HERE = f"/contracts/{REFERENCE}"
SERIOUS = {"explain", "authorise"}
"""The levels of departures that somebody has to answer for."""


@dataclass
class Life:
    """A life that was told, and who reads of it."""

    user: User
    procedure: Procedure
    entries: list[dict[str, Any]] = field(repr=False)
    """What was recorded, each with its departures."""

    def read(self, part: str, **query: Any) -> dict[str, Any]:
        answer = self.user.get(f"{HERE}/{part}".rstrip("/"), **query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def open_on(self, day: str) -> dict[str, str | None]:
        """What is to be done as at a day, and by when."""
        return {one["duty"]["id"]: one["duty"]["due_on"] for one in self.read("duties", as_at=day)["duties"]}

    def settled(self) -> dict[str, Any]:
        """What was done, and what is not asked for, by the end."""
        return {one["duty"]["id"]: one for one in self.read("duties", settled="true")["settled"]}

    def position(self, kind: str, day: str) -> int:
        """Where an act stands on the file."""
        [found] = [e["position"] for e in self.entries if (e["kind"], e["happened_on"]) == (kind, day)]
        return int(found)


def told(ledger: Ledger, procedure: Procedure) -> Life:
    """The life told, act by act acknowledged, each batch recorded on its last day."""
    user, clock, entries = ledger.as_("lead-officer"), "", []
    assert user.file(MINUTES_WORDS) == MINUTES["sha256"]
    for batch in whole_life(procedure):
        clock = max(clock, *(f"{entry['happened_on']}T18:00:00Z" for entry in batch))
        made = user.record(*({"file": REFERENCE} | entry for entry in batch), at=clock)
        entries += [
            entry | {key: one[key] for key in ("position", "departures")}
            for entry, one in zip(batch, made, strict=True)
        ]
    return Life(user, procedure, entries)


@pytest.fixture(scope="module", params=PROCEDURES)
def life(request: pytest.FixtureRequest, ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    folder = tmp_path_factory.mktemp("life")
    with ledgers.lent(folder / "keys", read_models=True) as database, served(database, folder) as running:
        yield told(running, request.param)


# --- the same life ----------------------------------------------------------------------------------------------------

STAGES = (
    ("2025-01-10", "not-known", "being bought"), ("2025-06-15", "not-commenced", ""), ("2025-06-23", "live", ""),
    ("2028-06-21", "live", ""), ("2028-06-22", "ended", ""), ("2028-12-31", "ended", ""),
)  # fmt: skip


def test_it_is_bought_then_lives_and_ends(life: Life) -> None:
    for day, stage, words in STAGES:
        stands = life.read("", as_at=day)["standing"]
        assert (stands["stage"], words in stands["how"]) == (stage, True), (day, stands["how"])
    facts = life.read("")["facts"]
    assert (facts["title"], facts["provider"]) == ("Home care in the north", LARKFIELD)


def test_while_it_is_bought_the_next_step_is_due_and_no_other(life: Life) -> None:
    """The route while there is none; the recommendation once the tenders are judged; none once it has begun."""
    assert "procurement/route" in life.open_on("2025-01-10")
    assert "procurement/route" not in life.open_on("2025-02-01")
    assert "tenders-evaluated/TND-001" in life.open_on("2025-04-01")
    assert "award-recommended/TND-001" in life.open_on("2025-04-08")
    begun = life.open_on("2025-06-23")
    assert not [duty for duty in begun if duty.startswith(("procurement/", "tenders-", "award-", "contract-"))]
    steps = {step["title"]: step["state"] for step in life.read("procurement")["procurement"]["steps"]}
    assert set(steps.values()) == {"done", "not-needed"}


def test_outcomes_are_reached_and_the_plan_is_carried_out(life: Life) -> None:
    outcomes = life.read("outcomes")["outcomes"]["outcomes"]
    [plan] = life.read("plans")["plans"]

    assert [(one["id"], one["state"]) for one in outcomes] == [("OUT-001", "specified"), ("OUT-002", "specified")]
    assert {one["state"] for one in plan["activities"]} == {"completed"}
    assert plan["version"] == 2
    before = life.open_on("2025-06-23")
    assert (before["milestone/PRV-001"], before["outcome-judged/OUT-001"]) == ("2025-07-31", "2026-02-04")
    assert not {"milestone/PRV-001", "outcome-judged/OUT-001"} & set(life.open_on("2026-03-01"))


def test_procurement_law_binds_it_whatever_the_procedure(life: Life) -> None:
    """Bought from 24 February 2025 for 720,000: a change of 80,000 needs a notice; no indicators below 5 million."""
    settled = life.settled()

    def done(duty: str) -> tuple[str, list[int]]:
        return settled[duty]["state"], settled[duty]["duty"]["done_by"]

    assert done("act/contract-change/VAR-001") == (
        "done", [life.position("statutory-notice-published", "2026-05-18")],
    )  # fmt: skip
    assert done("act/contract-details") == ("done", [life.position("statutory-notice-published", "2025-06-13")])
    assert settled["act/indicators"]["state"] == "not-applicable"
    assert "act/contract-termination" not in life.open_on("2028-12-31")
    assert life.read("", as_at="2026-06-22")["standing"]["total_value"]["pence"] == 72_000_000
    assert life.read("", as_at="2026-06-23")["standing"]["total_value"]["pence"] == 80_000_000


def test_its_provider_stands_where_it_left_it(life: Life) -> None:
    opened = life.user.post(
        "/providers", {"happened_on": "2028-07-13", "reference": "LARK", "name": LARKFIELD, "business": "Home care"}
    )
    assert opened.status_code == 201, opened.text

    standing = life.user.get("/providers/LARK").json()["standing"]

    assert [contract["reference"] for contract in standing["contracts"]] == [REFERENCE]
    assert (standing["exclusions"], [body["excluded"] for body in standing["bodies"] if body["excluded"]]) == ([], [])


def test_its_pages_are_shown_at_the_end(life: Life) -> None:
    for part in ("", "/due", "/readiness", "/exit", "/compliance", "/performance", "/plan", "/outcomes", "/resources"):
        page = life.user.client.get(f"{HERE}{part}", headers=life.user._headers())
        assert (page.status_code, "Home care in the north" in page.text) == (200, True), part


def test_it_is_handed_over_and_learnt_from(life: Life) -> None:
    found = life.read("exit")["exit"]
    assert (found["completed_on"], found["in_transition"]) == ("2028-06-30", False)
    assert (found["transfer_plans"][0]["state"], found["items"][0]["received_by"]) == ("signed", "Nora New")
    [lesson] = life.user.get("/lessons").json()["lessons"]
    assert (lesson["file"], "evening" in lesson["line"]["sentence"]) == (REFERENCE, True)
    evidence = life.user.get("/provider-evidence", provider="larkfield").json()
    assert [of["reference"] for of in evidence["contracts"]] == [REFERENCE]


# --- what each procedure asks for -------------------------------------------------------------------------------------

OF_EVERY: dict[str, str | None] = {
    "activity/IPL-001/A1": "2025-06-22", "milestone/PRV-001": "2025-07-31", "plan-watched/IPL-001": "2025-09-23",
    "outcome-judged/OUT-002": "2026-06-23",  # a year from the day the service began: it has no day of its own
    "outcome-judged/OUT-001": "2026-02-04", "evaluation/EVA-001": "2026-03-06",
    "feedback-sought/RPL-001": None,  # nobody was asked what they think of it
}  # fmt: skip
AT_THE_START: dict[Procedure, dict[str, str | None]] = {
    # Two meetings a year, supervision every three months, a survey a year, a review twelve months before the end; the
    # budget first looked at within six months.
    "hampshire": {
        "budget-position": "2025-12-23",
        "meeting": "2025-12-22", "supervision": "2025-09-12", "survey": "2026-06-23", "review": "2027-06-22",
    },
    # Four meetings a year, two of them longer; value for money tested every year; plans told six months before the
    # end; looked back upon by the end; whom of the provider it deals with at more than one level. Its specification
    # sets a standard, and no indicators are agreed for it.
    "thames-valley": {
        "value-for-money": "2026-06-23", "service-level-agreement": None,
        "meeting": "2025-09-22", "meeting/strategic-half-year": "2025-12-22", "meeting/strategic-annual": "2026-06-22",
        "end-plans": "2027-12-22", "post-review": "2028-06-22", "checklist/accreditation": None,
        "provider-levels": None,
        "checklist/confidentiality-agreement": None, "checklist/strategy-in-sla": None,
        "checklist/strategy-in-tender-papers": None,
    },
    # By its tier: three reviews, a self-assessment and two plans at once, a scorecard a quarter, classified anew in a
    # year; of high risk, terms that give the senior officer a part.
    "tiered": {
        "governance-terms": None, "stage": None, "self-assessment": None,
        "continuity-plan": None, "development-plan": None, "thematic-review/service-improvement": None,
        "thematic-review/supplier-development": None, "thematic-review/value-for-money": None,
        "scorecard": "2025-10-12", "reassess": "2026-06-12",
    },
}  # fmt: skip


def test_on_its_first_day_each_procedure_asks_for_its_own(life: Life) -> None:
    """TVP-4.0-4: whether the strategy is in the service level agreement is checked under Thames Valley alone."""
    open_ones = {duty: day for duty, day in life.open_on("2025-06-23").items() if not duty.startswith("explain/")}

    assert open_ones == OF_EVERY | AT_THE_START[life.procedure]
    checked = [one["duty"]["done_by"] for duty, one in life.settled().items() if duty == "checklist/strategy-in-sla"]
    verified = [e["position"] for e in life.entries if e.get("item") == "strategy-in-sla"]
    assert checked == ([verified] if life.procedure == "thames-valley" else [])


ROUND_KEPT: dict[Procedure, tuple[list[tuple[int, int]], set[str], list[str]]] = {
    # meetings held and asked for in each year; what is returned; how each return stands, to the last day of the handing
    # over: where the specification names no return, those of activity are the activity information that it asks for
    "hampshire": ([(2, 2), (2, 2), (1, 2)], {"activity return"}, ["in-time"] * 36),
    "thames-valley": ([(4, 4), (4, 4), (3, 4)], {"performance report", "financial report"}, ["in-time"] * 26),
    "tiered": ([], set(), []),
}


def test_its_round_of_meetings_and_returns_was_kept(life: Life) -> None:
    watched = life.read("performance", as_at="2028-07-13")["monitoring"]
    years, kinds, returns = ROUND_KEPT[life.procedure]

    asked = [(year["held"], year["asked"]) for year in watched["years"] if year["asked"]]
    assert asked[:3] == years
    assert {one["kind"] for one in watched["returns"]} == kinds
    assert [one["state"] for one in watched["returns"]] == returns


def test_a_failure_takes_the_way_of_the_procedure(life: Life) -> None:
    """TVP-5.2-1a, TVP-5.1-4a: the PDM is told at once, and senior management until it is settled."""
    early, settled = set(life.open_on("2027-01-12")), life.settled()

    assert {duty for duty in early if duty.endswith("/ISS-002")} == FAILING[life.procedure]
    if life.procedure == "thames-valley":
        told = settled["escalate/ISS-002"]
        assert (told["state"], told["duty"]["done_by"]) == ("done", [life.position("issue-escalated", "2027-01-13")])
        assert "brief/ISS-002" in life.open_on("2027-01-14")
        assert "brief/ISS-002" not in life.open_on("2027-01-15")
        assert "brief-settled/ISS-002" in life.open_on("2027-03-05")
        assert life.read("", as_at="2027-02-12")["standing"]["notices"] == []  # settled that day
    for day, running in (("2027-02-10", ["NOT-001"]), ("2027-03-09", [])):
        stands = life.read("", as_at=day)["standing"]
        assert [one["notice"]["id"] for one in stands["notices"]] == running


FAILING: dict[Procedure, set[str]] = {
    "hampshire": {"plan/ISS-002", "support/issue/ISS-002"}, "thames-valley": {"plan/ISS-002", "escalate/ISS-002"},
    "tiered": {"plan/ISS-002"},
}  # fmt: skip

# Which of the 21 conditions for ending a contract early rest on another document alone.
NOT_ASKED: dict[Procedure, set[int]] = {
    "hampshire": {7, 9, 11}, "thames-valley": {8, 15, 16, 17, 18, 19},
    "tiered": {*range(3, 20)},  # the improvement plan has no procedure for a failure
}  # fmt: skip


def test_readiness_to_end_it_early_is_asked_by_its_own_conditions(life: Life) -> None:
    [judgement] = life.read("readiness", as_at="2027-03-01")["readiness"]["judgements"][:1]

    assert len(judgement["conditions"]) == 21
    not_asked = {int(row["id"][3:]) for row in judgement["conditions"] if row["state"] == "not-applicable"}
    assert not_asked == NOT_ASKED[life.procedure]


# --- the same acts, and what each procedure has against them ----------------------------------------------------------

AGAINST: dict[tuple[str, str], dict[Procedure, set[str]]] = {
    # A specification that asks for no yearly survey.
    ("service-specification-issued", "2025-02-14"): {"hampshire": {"specification.yearly-survey"}},
    # A variation about which neither the Contract Support Officer was asked nor the provider told.
    ("variation-agreed", "2026-06-01"): {
        "hampshire": {"variation.support-officer-consulted", "variation.provider-informed"},
    },
    # A second audit seven months after the first.
    ("audit-commissioned", "2026-10-05"): {"thames-valley": {"audit.one-more-for-a-reason"}},
    # A default notice about which the Contract Support Officer was not asked (Thames Valley takes another way).
    ("notice-served", "2027-02-01"): {"hampshire": {"notice.support-officer-consulted"}},
    # A review eight months before the end, plans told five months before it, looked back upon after it.
    ("contract-review-completed", "2027-10-15"): {"hampshire": {"review.in-time"}},
    ("contract-end-plans-communicated", "2028-01-31"): {"thames-valley": {"end-plans.in-time"}},
    ("post-contract-review-held", "2028-07-10"): {
        "thames-valley": {"post-review.everybody-concerned", "post-review.before-the-end"},
    },
}  # fmt: skip


def test_the_same_acts_depart_from_different_rules(life: Life) -> None:
    """Of all that was recorded in the life, these acts and no others are to be answered for."""
    found = {
        (entry["kind"], entry["happened_on"]): rules
        for entry in life.entries
        if (rules := {d["rule"] for d in entry["departures"] if d["level"] in SERIOUS})
    }

    assert found == {act: by[life.procedure] for act, by in AGAINST.items() if life.procedure in by}


def test_procedure_compliance_names_what_was_departed_from(life: Life) -> None:
    """And of what another procedure has against the same acts, nothing."""
    departed = {rule["rule"] for rule in life.read("compliance")["compliance"]["rules"] if rule["state"] == "departed"}
    of_its_own = {rule for by in AGAINST.values() for rule in by.get(life.procedure, ())}
    of_all = {rule for by in AGAINST.values() for rules in by.values() for rule in rules}

    assert {rule for rule in departed & of_all if not rule.startswith("post-review.")} == {
        rule for rule in of_its_own if not rule.startswith("post-review.")
    }  # looking back after the end is advice under the other two
    assert "not-kept" not in {rule["state"] for rule in life.read("compliance")["compliance"]["rules"]}


def test_in_the_end_nothing_is_due_but_to_answer_for_the_departures(life: Life) -> None:
    """Whatever the contract owed has gone with it, was done or has passed on; what was departed from stays."""
    expected = {
        f"{'ratify' if rule == 'variation.support-officer-consulted' else 'explain'}/{life.position(*act)}/{rule}"
        for act, by in AGAINST.items()
        for rule in by.get(life.procedure, ())
    }

    assert set(life.open_on("2028-12-31")) == expected
    owed = life.read("obligations", as_at="2028-12-31")["owed"]
    assert {one["id"] for one in owed["obligations"] if one["state"] in ("late", "open")} == expected
    assert owed["calendar"] == []


def test_the_provider_is_bound_beyond_the_end_where_the_procedure_says_so(life: Life) -> None:
    """TVP-6.0-6: meetings go on until the service is handed over."""
    day = "2028-06-26"

    assert life.read("", as_at=day)["standing"]["in_transition"] is (life.procedure == "thames-valley")
    assert ("meeting" in life.open_on(day)) is (life.procedure == "thames-valley")
    assert ("transfer" in life.open_on(day)) is (life.procedure == "thames-valley")


# --- the same act asked about, before it is recorded ------------------------------------------------------------------

LATE: tuple[tuple[dict[str, Any], dict[Procedure, str]], ...] = (
    ({"kind": "contract-review-completed", "happened_on": "2027-06-30", "by": ANN}, {"hampshire": "review.in-time"}),
    ({"kind": "contract-end-plans-communicated", "happened_on": "2027-07-01", "plans": "recommission"},
     {"thames-valley": "end-plans.in-time"}),
)  # fmt: skip


def test_the_same_act_is_asked_about_under_one_procedure_and_taken_under_another(ledger: Ledger) -> None:
    user = ledger.as_("lead-officer")
    user.record(
        *(CONTRACT | {"file": p, "reference": p, "procedure": f"{p}/1"} for p in PROCEDURES), at="2027-07-02T09:00:00Z"
    )
    for act, objected in LATE:
        said = {name: value for name, value in act.items() if name != "kind"}
        for procedure in PROCEDURES:
            answer = user.post(f"/contracts/{procedure}/entries/{act['kind']}", said)
            if procedure in objected:
                asked = problem(answer, 422, "objections")
                assert objected[procedure] in {one["rule"] for one in asked["objections"]}
            else:
                assert answer.status_code == 201, (procedure, answer.text)
