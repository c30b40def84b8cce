"""An improvement programme through the forms, by a browser without JavaScript: opened, planned on, and looked at."""

from __future__ import annotations

from typing import Any

from tests.pages.conftest import Site
from tests.pages.reading import Visitor, date_typed
from tests.pages.test_every_page import check

DAY = date_typed("happened_on", 3, 4, 2025)
P1 = "/programmes/P-1"


def sent(visitor: Visitor, path: str, **typed: Any) -> str:
    page = visitor.send(visitor.get(path), DAY | typed)
    assert page.status == 200, page.text
    check(page)
    return str(page.text)


def test_a_programme_is_opened_planned_and_reviewed_by_its_forms(site: Site, officer: Visitor) -> None:
    """IMP-T-a."""
    sent(officer, "/programmes/new", reference="P-1", title="Supplier management")
    sent(officer, f"{P1}/record/workstream-established", title="Supply risk")
    wrong = officer.send(
        officer.get(f"{P1}/record/programme-action-planned"),
        DAY | {"number": "A", "action": "Act", "review_months": "May 25"},
    )
    assert wrong.status == 422
    assert "such as 2017-10" in wrong.text
    check(wrong)
    right = officer.send(wrong, {"review_months": "2025-05\n2025-11"})
    assert right.status == 200, right.text
    kinds = officer.get(f"{P1}/record")
    assert f"{P1}/record/programme-action-planned" in kinds.links
    assert f"{P1}/record/issue-raised" not in kinds.links

    assert site.book.file("programme/P-1").programme.actions["PAC-001"].months == ("2025-05", "2025-11")
    for part in ("", "/boards", "/library", "/timeline", "/due", "/entries/1"):
        page = officer.get(P1 + part)
        assert page.status == 200, page.text
        check(page)
    assert "Supply risk" in officer.get(P1).text
    assert officer.get("/programmes/NONE").status == 404
    assert officer.get(f"{P1}/boards", as_at="2025-04-03").status == 422
