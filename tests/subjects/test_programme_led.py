"""Who leads a programme: the SRM Lead, and never nobody without its being asked who does (IMP-13-a)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.entry import Actor
from ledger.subjects.knowledge import RoleLeft, RoleTaken
from ledger.subjects.programme import ProgrammeOpened, ProgrammeProgressReported, WorkstreamEstablished
from projections.duties.due import duties
from projections.duties.settled import settled
from projections.programme.tracker import tracker
from projections.view import FileView
from tests.story import Story, given

DAY = date(2026, 1, 5)
SUE = Actor(person="Sue Reed", office="srm-lead")
PETER = Actor(person="Peter Voss", office="lead-officer")
OPENED = ProgrammeOpened(
    happened_on=DAY, reference="P-1", title="Supplier management", lead="SRM Lead", advised_by="CSMG",
    procedure="tiered/1", by=SUE,
)  # fmt: skip
TAKEN = RoleTaken(happened_on=date(2026, 1, 10), role="programme-lead", person="Sue Reed", by=SUE)
LEFT = RoleLeft(happened_on=date(2026, 3, 1), role="ROL-001", by=SUE)
NEXT = RoleTaken(happened_on=date(2026, 4, 1), role="programme-lead", person="Noor Abbas")
RISK = WorkstreamEstablished(happened_on=DAY, title="Supply risk")
LED, REPORTED = "programme.led-by-whom-it-falls-to", "programme-report.by-whom-it-falls-to"


def test_a_programme_whose_lead_left_is_marked_and_another_is_to_be_named() -> None:
    """IMP-13-a: as of a unit whose member left; until somebody takes it on."""
    view = FileView.of(UUID(int=1), given(OPENED, TAKEN, LEFT).file, {})

    [wanted] = [one for one in duties(view) if one.id.startswith("programme-lead/")]
    assert (wanted.office, wanted.since) == ("srm-lead", date(2026, 3, 1))
    assert "nobody leads the programme since 1 March 2026" in tracker(view, date(2026, 3, 2)).silences
    assert not any("nobody leads" in said for said in tracker(view, date(2026, 2, 28)).silences)
    after = FileView.of(UUID(int=1), given(OPENED, TAKEN, LEFT, NEXT).file, {})
    assert not [one for one in duties(after) if one.id.startswith("programme-lead/")]
    assert [one.done_on for one in settled(after).duties if one.id == wanted.id] == [date(2026, 4, 1)]
    assert tracker(after, date(2026, 5, 1)).lead == "Noor Abbas"
    assert not any("nobody leads" in said for said in tracker(after, date(2026, 5, 1)).silences)


@pytest.mark.parametrize(
    ("lead", "by", "remarked"),
    [
        ("SRM Lead", PETER, False), ("Sue Reed", SUE, False), ("CSMG", SUE, True), ("BSP Commercial", SUE, True),
        ("Peter Voss", PETER, True),
    ],
)  # fmt: skip
def test_a_programme_opened_with_another_lead_than_the_srm_lead_is_remarked_on(
    lead: str, by: Actor, *, remarked: bool
) -> None:
    """IMP-13-a: the office the procedure names, or a person on file as in it."""
    story = Story(called="programme/P-1").when(OPENED.model_copy(update={"lead": lead, "by": by}))

    story.departs_from(LED) if remarked else story.keeps(LED)


def test_a_months_progress_is_reported_by_who_leads_the_workstream_or_the_programme() -> None:
    """IMP-13-a, IMP-13-d."""
    report = ProgrammeProgressReported(
        happened_on=date(2026, 2, 3), workstream="WST-001", month="2026-01", state="on-track", presented_to="CSMG"
    )
    by_peter, by_sue = (report.model_copy(update={"by": by}) for by in (PETER, SUE))

    given(OPENED, RISK).when(by_peter).departs_from(REPORTED)
    given(OPENED, RISK).when(by_sue).keeps(REPORTED)
    his = RISK.model_copy(update={"lead": "Peter Voss"})
    given(OPENED, his).when(by_peter).keeps(REPORTED)
    given(OPENED, his).when(by_sue).keeps(REPORTED)
