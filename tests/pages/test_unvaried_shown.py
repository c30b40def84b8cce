"""What was changed without a variation, on the page of Status: that it is not agreed, and where what was agreed is."""

from __future__ import annotations

from tests.pages.conftest import Site
from tests.pages.test_planned import told


def test_status_says_of_what_was_changed_without_a_variation_where_what_was_agreed_is(site: Site) -> None:
    """TVP-3.0-3."""
    opened = {
        "kind": "contract-registered", "happened_on": "2025-03-03", "reference": "C-2", "title": "Support",
        "start_date": "2025-04-01", "end_date": "2027-03-31", "procedure": "thames-valley/1",
    }  # fmt: skip
    first, second = (
        {"kind": "service-specification-issued", "happened_on": day,
         "requirements": [{"id": "R1", "text": f"Within {days} days"}]}
        for day, days in (("2025-03-03", 2), ("2025-06-02", 5))
    )  # fmt: skip
    entries = (opened, first, second)
    body = {"entries": [{"file": "C-2"} | one for one in entries], "recorded_at": "2025-06-03T18:00:00Z"}
    token = {"Authorization": "Bearer demo-lead-officer"}
    answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text
    officer = site.as_("lead-officer")

    status, owed = officer.get("/contracts/C-2"), officer.get("/contracts/C-2/obligations")

    said = "The specification, since 2 June 2025 (entry 3); not agreed: what was agreed is in entry 2"
    assert said in told(status).replace(" ;", ";")
    assert "/contracts/C-2/entries/2" in status.links
    assert "changed by no agreed variation: entry 2 has what was agreed, “Within 2 days”" in told(owed)
