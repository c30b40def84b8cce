"""One contract planned and carried out, as it is recorded over HTTP: from outcomes wanted to the evaluation reported.

The days are 2025's. Home care in the north: people want to stay at home; a block contract is chosen; carers are
recruited a fortnight late; more hours are used than planned, and a variation follows; in the autumn it is evaluated.
"""

from __future__ import annotations

from typing import Any

ANN = {"person": "Ann Ashe", "office": "lead-officer"}
FORUM = {"who": "individuals", "name": "Users' forum", "how_many": 14}
CARERS = {"who": "families", "name": "Carers' network"}
HOURS = {"kind": "human", "name": "Care hours", "quantity": "900", "unit": "hours", "line": "L1"}
WANTED: list[dict[str, Any]] = [
    {"kind": "outcome-views-obtained", "happened_on": "2025-01-02", "asked": [FORUM, CARERS], "obtained": "directly",
     "channel": "public-meeting", "support_given": "An interpreter; papers in large print",
     "words": "We want to stay in our own homes"},
    {"kind": "outcome-identified", "happened_on": "2025-01-03", "wording": "People live at home as long as they wish",
     "wanted_by": [FORUM], "level": "individual", "aim": "Independent lives", "rests_on": [2]},
    {"kind": "outcome-identified", "happened_on": "2025-01-03", "sort": "objective", "objective": "price",
     "wording": "Within the yearly budget", "level": "local", "aim": "Sound money", "rests_on": [2]},
    {"kind": "outcome-implications-assessed", "happened_on": "2025-01-06", "outcomes": ["OUT-001", "OUT-002"],
     "resources": "Nights need staff", "risk": "Falls", "risk_categories": ["people"], "sustainability": "Less travel",
     "contract_management": "Visits are recorded", "affordability": "Just", "equality": "Three languages"},
    {"kind": "priority-conflict-identified", "happened_on": "2025-01-07", "outcomes": ["OUT-001", "OUT-002"],
     "parties": [FORUM, {"who": "managers"}], "cause": "money", "words": "Night visits cost more than there is"},
    {"kind": "outcomes-reviewed-with-users", "happened_on": "2025-01-08", "outcomes": ["OUT-001"], "groups": [FORUM],
     "covered": ["risk", "affordability"], "support_given": "Plain English", "decision": "changed"},
    {"kind": "priority-conflict-dealt-with", "happened_on": "2025-01-09", "conflict": "CFL-001", "how": "resolved",
     "remedy": "Nights by alarm call first", "agreed_with": [FORUM]},
    {"kind": "outcomes-recommended", "happened_on": "2025-01-10", "outcomes": ["OUT-001", "OUT-002"],
     "how_reached": "Visits morning and evening, alarms at night", "recipients": [{"person": "Cleo County"}]},
    {"kind": "outcome-specified", "happened_on": "2025-01-13", "outcome": "OUT-001", "user_directed": True,
     "wording": "95 in 100 people still live at home after a year", "measure": "The register", "target": "95",
     "unit": "percent", "priority": 1, "priority_factors": ["users-choice"], "agreed_by": [FORUM],
     "reach_by": "2025-09-30", "agreed_with_provider_on": "2025-01-20"},
    {"kind": "outcome-specified", "happened_on": "2025-01-13", "outcome": "OUT-002", "wording": "Within £240,000",
     "measure": "Payments", "priority": 2, "priority_factors": ["affordability"],
     "agree_with_provider_by": "2025-01-31"},
]  # fmt: skip
DESIGNED: list[dict[str, Any]] = [
    {"kind": "options-analysed", "happened_on": "2025-01-14", "subject": "outcomes", "outcomes": ["OUT-001"],
     "ways": [{"name": "One provider"}, {"name": "Four providers", "chosen": True}], "specification": "Simple",
     "market": "Eleven providers", "time": "Two months", "money": "£240,000", "risk_share": "Volume with the authority",
     "best_value": "The second"},
    {"kind": "contract-form-recommended", "happened_on": "2025-01-15", "contract_type": "block", "form": "Short form",
     "outcomes": ["OUT-001"], "reason": "Steady demand", "user_directed": "In each care plan"},
    {"kind": "contract-provision-agreed", "happened_on": "2025-01-16", "provision": "milestone", "clause": "7",
     "protects": ["OUT-001"], "due_on": "2025-03-14", "words": "All rounds are staffed"},
    {"kind": "contract-provision-agreed", "happened_on": "2025-01-16", "provision": "payment-time", "clause": "12",
     "protects": ["OUT-002"], "pay_within_days": 30},
]  # fmt: skip
PLANNED: list[dict[str, Any]] = [
    {"kind": "resource-plan-agreed", "happened_on": "2025-01-20", "title": "First year",
     "period": {"first": "2025-04-01", "last": "2026-03-31"}, "money_limit": {"pence": 24_000_000},
     "lines": [
         {"id": "L1", "kind": "human", "name": "Care hours", "unit": "hours", "planned": "12000",
          "available": "13000", "outcomes": ["OUT-001"], "responsible": "Ann Ashe"},
         {"id": "L2", "kind": "financial", "name": "Budget", "unit": "pounds", "planned": "240000",
          "outcomes": ["OUT-002"]}],
     "policy_check": "Within the care policy", "eligibility": ["Substantial or critical needs"],
     "availability_method": "Rota", "sustainability": "Walking rounds", "sustainability_method": "Travel survey",
     "inclusion": "Three languages", "rights_protected": "Choice of carer", "rationale": "Need first",
     "risks": [{"id": "R1", "category": "financial-loss", "words": "Pay rises", "likelihood": 2, "impact": 4,
                "managed_by": "A reserve"}]},
    {"kind": "implementation-plan-agreed", "happened_on": "2025-01-22", "title": "Mobilisation",
     "outcomes": ["OUT-001"], "resource_plan": "RPL-001", "agreed_with": [FORUM], "audience": "shared",
     "activities": [
         {"id": "A1", "name": "Recruit carers", "phase": "award", "starts_on": "2025-02-03", "days": 14,
          "resources": [HOURS], "outcomes": ["OUT-001"], "owner": "Pia Prior", "contingency": "Agency staff"},
         {"id": "A2", "name": "Train them", "phase": "award", "days": 10, "after": ["A1"], "resources": [HOURS]},
         {"id": "A3", "name": "Buy alarms", "phase": "award", "starts_on": "2025-02-03", "days": 5,
          "resources": [{"kind": "physical", "name": "Alarms", "quantity": "80", "unit": "alarms"}]},
         {"id": "A4", "name": "First visits", "phase": "performance", "days": 14, "after": ["A2", "A3"],
          "resources": [HOURS], "provision": "PRV-001"}],
     "risks": [{"id": "R1", "category": "poor-performance", "words": "Too few apply", "likelihood": 3, "impact": 3,
                "contingency": "Agency staff"}],
     "sustainability": "Walking rounds", "rights_protected": "Choice of carer", "supported_by": ["Analysis of need"]},
    {"kind": "implementation-plan-shared", "happened_on": "2025-01-24", "plan": "IPL-001", "groups": [FORUM, CARERS],
     "formats": ["plain-english", "large-print"], "channel": "meeting"},
    {"kind": "resource-responsibility-notified", "happened_on": "2025-01-24", "person": "Ann Ashe", "plan": "RPL-001",
     "plan_lines": ["L1"]},
    {"kind": "evaluation-criteria-set", "happened_on": "2025-01-27", "subject": "Care hours",
     "resource_plan": "RPL-001", "evaluate_by": "2025-10-31",
     "criteria": [{"id": "K1", "text": "Hours reach those who need them", "achieved": "The register",
                   "progress": "Share of the list", "quality": "What users say"}]},
]  # fmt: skip
CARRIED_OUT: list[dict[str, Any]] = [
    {"kind": "implementation-activity-reported", "happened_on": "2025-02-03", "plan": "IPL-001", "activity": "A1",
     "state": "started", "audience": "shared"},
    {"kind": "implementation-activity-reported", "happened_on": "2025-02-07", "plan": "IPL-001", "activity": "A3",
     "state": "completed", "audience": "shared"},
    {"kind": "contingency-invoked", "happened_on": "2025-02-14", "plan": "IPL-001", "activity": "A1", "risk": "R1",
     "contingency": "Agency staff for two weeks"},
    {"kind": "implementation-plan-monitored", "happened_on": "2025-02-17", "plan": "IPL-001",
     "outcomes_still_met": "in-doubt", "words": "Half of the carers are there"},
    {"kind": "implementation-plan-change-proposed", "happened_on": "2025-02-18", "plan": "IPL-001",
     "reason": "Few applied", "changes": [
         {"activity": "A1", "reason": "Another round of adverts",
          "becomes": {"id": "A1", "name": "Recruit carers", "phase": "award", "starts_on": "2025-02-03", "days": 28,
                      "resources": [HOURS], "outcomes": ["OUT-001"], "owner": "Pia Prior"}}]},
    {"kind": "implementation-plan-change-evaluated", "happened_on": "2025-02-19", "change": "CHG-001",
     "effect_on_outcome": "None", "effect_on_cost": "Agency staff", "effect_on_time": "14 days",
     "effect_on_risk": "Less", "recommendation": "make"},
    {"kind": "implementation-plan-change-decided", "happened_on": "2025-02-20", "change": "CHG-001",
     "decision": "made", "agreed_with": [FORUM]},
    {"kind": "implementation-activity-reported", "happened_on": "2025-03-02", "plan": "IPL-001", "activity": "A1",
     "state": "completed", "audience": "shared"},
    {"kind": "implementation-activity-reported", "happened_on": "2025-03-12", "plan": "IPL-001", "activity": "A2",
     "state": "completed", "audience": "shared"},
    {"kind": "milestone-reached", "happened_on": "2025-03-20", "provision": "PRV-001"},
]  # fmt: skip
USED: list[dict[str, Any]] = [
    {"kind": "activity-recorded", "happened_on": "2025-05-02", "measure": "hours", "delivered": "1250",
     "commissioned": "1000", "period": {"first": "2025-04-01", "last": "2025-04-30"}},
    {"kind": "invoice-received", "happened_on": "2025-05-02", "amount": {"pence": 2_475_000},
     "period": {"first": "2025-04-01", "last": "2025-04-30"}},
    {"kind": "payment-made", "happened_on": "2025-05-20", "amount": {"pence": 2_475_000}, "invoice": "INV-001",
     "period": {"first": "2025-04-01", "last": "2025-04-30"}},
    {"kind": "resource-use-recorded", "happened_on": "2025-05-02", "plan": "RPL-001", "plan_line": "L1",
     "period": {"first": "2025-04-01", "last": "2025-04-30"}, "used": "1250", "unit": "hours", "targeted": "1000",
     "accessed_by": [FORUM], "complete": True},
    {"kind": "variance-assessed", "happened_on": "2025-05-06", "plan": "RPL-001", "plan_line": "L1",
     "period": {"first": "2025-04-01", "last": "2025-04-30"}, "planned": "1000", "actual": "1250", "unit": "hours",
     "method": "budget-comparison", "causes": ["demand"], "variance_type": "volume", "likely_contract_change": True,
     "implication_clause": "12", "implication": "The volume may have to be varied"},
    {"kind": "variation-proposed", "happened_on": "2025-05-09", "variation_kind": "scope", "reason_code": "demand"},
    {"kind": "variance-action-taken", "happened_on": "2025-05-09", "variance": "RVA-001",
     "action": "A variation of the volume was proposed", "contractual": "variation", "led_to": 36},
    {"kind": "resource-trend-identified", "happened_on": "2025-05-12", "resource": "human", "plan": "RPL-001",
     "plan_line": "L1", "trend": "rising", "factors": ["demand"], "implications": "The hours end in January",
     "suggestion": "Rounds by district"},
]  # fmt: skip
EVALUATED: list[dict[str, Any]] = [
    {"kind": "feedback-sought", "happened_on": "2025-09-01", "subject": "use-of-resources", "groups": [FORUM],
     "asked": 80, "channel": "telephone", "closes_on": "2025-09-30"},
    {"kind": "feedback-received", "happened_on": "2025-09-20", "sought": "FBK-001", "group": FORUM, "answers": 52,
     "outcomes": ["OUT-001"], "outcomes_met": "yes"},
    {"kind": "performance-assessed", "happened_on": "2025-10-01", "judgement": "met", "words": "96 in 100 at home"},
    {"kind": "outcome-achievement-assessed", "happened_on": "2025-10-02", "outcome": "OUT-001", "actual": "96",
     "reached": {"achieved": "yes", "progress": "100", "quality": "good"}, "evidence": [41]},
    {"kind": "resource-management-evaluated", "happened_on": "2025-10-10", "evaluation": "EVA-001",
     "findings": [{"criterion": "K1", "achieved": "partly", "progress": "80", "quality": "good"}],
     "evidence": [34, 40, 42], "conclusions": "Well used, more than planned", "best_value": "£19.80 an hour"},
    {"kind": "evaluation-reported", "happened_on": "2025-10-20", "evaluation": "EVA-001", "recipients": [ANN],
     "formality": "formal", "channel": "meeting"},
    {"kind": "development-needs-counted", "happened_on": "2025-10-21", "looked": 6,
     "needs": [{"area": "monitoring", "people": 2, "action": "training"}]},
]  # fmt: skip
STAGES = (WANTED, DESIGNED, PLANNED, CARRIED_OUT, USED, EVALUATED)
