"""The documents on a file, and which of them the paper's place is not known of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.assurance import ChecklistItemVerified
from ledger.subjects.issues import IssueRaised, ResolutionPlanAgreed
from ledger.subjects.meetings import MeetingHeld, MeetingMinutesRecorded
from ledger.subjects.performance import DataReturnReceived
from ledger.subjects.records import DocumentFiled, EntrySupplemented
from ledger.words import Document, Said
from projections.documents_filed import documents_filed, without_electronic, without_paper
from projections.monitoring.minutes_alike import minutes_of_another
from tests.story import given
from tests.worked_through import view_of

MARCH = date(2026, 3, 31)
VICTIMS = ContractRegistered(
    happened_on=date(2025, 10, 6), reference="C-1", title="Victims' support", procedure="thames-valley/1",
    start_date=date(2025, 10, 6),
)  # fmt: skip
MET = MeetingHeld(happened_on=date(2025, 12, 18), meeting_kind="regular")


def paper(title: str) -> Said:
    return Said(Document(title.encode().hex().ljust(64, "0")[:64], title))


MINUTES = MeetingMinutesRecorded(happened_on=date(2025, 12, 22), meeting="MTG-001", document=paper("Minutes"))
RETURN = DataReturnReceived(
    happened_on=date(2026, 1, 13), period=Span(first=date(2025, 10, 6), last=date(2026, 1, 5)),
    document=paper("Quarterly report"),
)  # fmt: skip
ISSUE = IssueRaised(happened_on=date(2026, 1, 20), nature=Said("Lists late"), exhibits=(paper("A list"),))
PLAN = ResolutionPlanAgreed(
    happened_on=date(2026, 2, 9), issues=("ISS-001",), complete_by=MARCH, exhibits=(paper("Plan"),)
)
STORY = (VICTIMS, MET, MINUTES, RETURN, ISSUE, PLAN)


def filed(**says: Any) -> DocumentFiled:
    return DocumentFiled(happened_on=MARCH, title="Papers of 2025", hard_copy_location="Folder 3", **says)


def without(*entries: Entry) -> tuple[str, ...]:
    return without_paper(view_of(given(*entries).file), MARCH)


def test_of_a_document_filed_on_paper_by_another_entry_the_place_is_known() -> None:
    """TVP-4.0-15: the paper and the electronic copy may come on file apart."""

    def copy(**says: Any) -> DocumentFiled:
        return DocumentFiled(happened_on=MARCH, **{"title": "Minutes of 18 December", "belongs_to": (2,)} | says)

    scan = copy(document=paper("Minutes of 18 December"), document_kind="minutes")
    on_paper = copy(hard_copy_location="Folder 3", document_kind="minutes", title="Minutes, signed")
    report, its_paper = copy(title="Report", document=paper("Report")), copy(title="report", hard_copy_location="F 4")

    assert without(VICTIMS, MET, scan) == ("Minutes of 18 December",)
    assert without(VICTIMS, MET, scan, on_paper) == without(VICTIMS, MET, on_paper, scan) == ()
    assert without(VICTIMS, MET, report, on_paper) == ("Report",)
    assert without(VICTIMS, MET, report, its_paper) == ()
    shown = documents_filed(view_of(given(VICTIMS, MET, scan, on_paper).file))
    assert [one.hard_copy_location for one in shown] == ["Folder 3", "Folder 3"]
    other = on_paper.model_copy(update={"dated": date(2025, 12, 22)})
    assert without(VICTIMS, MET, scan.model_copy(update={"dated": MARCH}), other) == ("Minutes of 18 December",)
    assert without(VICTIMS, MET, scan, on_paper.model_copy(update={"belongs_to": ()})) == ("Minutes of 18 December",)


def test_of_all_that_the_folder_is_to_hold_it_is_said_which_paper_has_no_known_place() -> None:
    """TVP-4.0-15: "Details of contracts, performance information, minutes of contract management meetings, action
    plans"; of what came as an exhibit with anything else no paper is asked for."""
    signed = VICTIMS.model_copy(update={"exhibits": (paper("Contract"),)})
    verified = ChecklistItemVerified(happened_on=MARCH, item="accreditation", exhibits=(paper("Certificate"),))
    added = EntrySupplemented(happened_on=MARCH, position=2, words=Said("With it"), exhibits=(paper("Annex"),))

    assert without(signed, *STORY[1:], verified) == ("Contract", "Minutes", "Quarterly report", "Plan")
    assert without(*STORY, added.model_copy(update={"position": 4}))[-1] == "Annex"
    assert "Annex" not in without(*STORY, added.model_copy(update={"position": 5}))
    hampshire = VICTIMS.model_copy(update={"procedure": "hampshire/1"})
    assert without(hampshire, *STORY[1:]) == ()  # D-13


def test_a_document_filed_says_where_the_paper_is_of_the_entries_it_belongs_to() -> None:
    """TVP-4.0-15: in whatever order they came on file."""
    whole = (*STORY, filed(belongs_to=(3, 4, 6)))
    places = {one.title: one.hard_copy_location for one in documents_filed(view_of(given(*whole).file))}

    assert without(*whole) == ()
    assert places == {
        "Minutes": "Folder 3", "Quarterly report": "Folder 3", "A list": None, "Plan": "Folder 3",
        "Papers of 2025": "Folder 3",
    }  # fmt: skip
    assert without(*STORY, filed(belongs_to=(4,))) == ("Minutes", "Plan")
    supplemented = EntrySupplemented(happened_on=MARCH, position=4, words=Said("More"), exhibits=(paper("Annex"),))
    assert without(*whole, supplemented) == ()


@pytest.mark.parametrize(("kind", "left"), [("minutes", ()), ("letter", ("Minutes",))])
def test_minutes_filed_as_belonging_to_their_meeting_are_where_their_paper_is(kind: str, left: tuple[str, ...]) -> None:
    """TVP-4.0-15, HCC-7.2-c."""
    assert without(VICTIMS, MET, MINUTES, filed(belongs_to=(2,), document_kind=kind)) == left


def test_the_same_document_filed_with_its_place_is_where_its_paper_is() -> None:
    """TVP-4.0-15: known by its bytes."""
    assert without(VICTIMS, MET, MINUTES, filed(document=paper("Minutes"))) == ()
    assert without(VICTIMS, MET, MINUTES, filed(document=paper("Others"))) == ("Minutes",)


def test_of_a_document_kept_on_paper_alone_it_is_said_that_the_electronic_folder_lacks_it() -> None:
    """TVP-4.0-14: "saved to a shared electronic contract management folder, as well as hardcopy folders"; HCC-H-c,
    CPC308-S7: where the text has one of the two, none is asked for."""
    rule, story, alone = "document.kept-electronically", given(VICTIMS, MET, MINUTES, ISSUE), filed(belongs_to=(2,))
    again = filed(document=paper("Scan")).model_copy(update={"title": "papers of 2025"})
    added = EntrySupplemented(happened_on=MARCH, position=3, words=Said("Scanned"), exhibits=(paper("Scan"),))
    hampshire = VICTIMS.model_copy(update={"procedure": "hampshire/1"})

    def left(*entries: Entry) -> tuple[str, ...]:
        return without_electronic(view_of(given(*entries).file), MARCH)

    story.when(filed()).departs_from(rule)
    given(VICTIMS, MET).when(alone).departs_from(rule)
    for kept in (alone, filed(belongs_to=(3,)), filed(belongs_to=(4,)), filed(document=paper("Scan"))):
        story.when(kept).keeps(rule)
    story.when(filed(electronic_location="K:/C-1")).keeps(rule)
    given(hampshire).when(filed()).keeps(rule)

    assert left(VICTIMS, MET, filed()) == left(VICTIMS, MET, alone) == ("Papers of 2025",)
    assert left(VICTIMS, MET, filed(), again) == left(VICTIMS, MET, filed(), added) == ()
    assert left(VICTIMS, MET, MINUTES, alone) == left(hampshire, MET, filed()) == ()


def test_of_a_protocol_of_partners_it_is_said_what_is_on_file_already_and_what_was_replaced() -> None:
    """CPC307-K9, CPC308-K10: by the date each version bears."""
    protocol = DocumentFiled(
        happened_on=date(2025, 11, 3), title="Protocol with the NHS", document_kind="protocol",
        dated=date(2025, 9, 1), document=paper("Protocol"),
    )  # fmt: skip
    again = protocol.model_copy(update={"happened_on": MARCH, "title": "protocol with the  NHS"})
    newer = again.model_copy(update={"dated": date(2026, 2, 1)})

    def listed(*entries: Entry) -> list[tuple[int, int | None, int | None]]:
        there = documents_filed(view_of(given(VICTIMS, MET, *entries).file))
        return [(one.position, one.same_as, one.replaced_by) for one in there]

    assert listed(protocol, again, newer) == [(3, None, 5), (4, 3, 5), (5, None, None)]
    assert listed(newer, protocol) == [(4, None, 3), (3, None, None)]
    other = again.model_copy(update={"document": paper("Another text")})
    assert listed(protocol, other) == [(3, None, None), (4, None, None)]
    assert listed(protocol) == [(3, None, None)]


def test_minutes_that_are_byte_for_byte_those_of_another_meeting_say_so() -> None:
    """HCC-7.2-a, docs/adr/0426: whatever each is called, and by whichever entry they came on file."""
    again = MET.model_copy(update={"happened_on": date(2026, 1, 15)})
    same = Said(Document(paper("Minutes").value.sha256, "Minutes of January"))  # type: ignore[union-attr]
    written = MINUTES.model_copy(update={"happened_on": date(2026, 1, 19), "meeting": "MTG-002", "document": same})
    papers = DocumentFiled(
        happened_on=date(2026, 1, 19), title="Minutes", document_kind="minutes", document=same, belongs_to=(4,)
    )
    said = "the same document is on file as the minutes of MTG-00{} (entry {}); where one of them is wrong, correct it"

    def told(position: int, *entries: Entry) -> list[tuple[str, tuple[int, ...]]]:
        view = view_of(given(VICTIMS, MET, MINUTES, again, *entries).file)
        return [(one.says, one.entries) for one in minutes_of_another(view, position)]

    for one in (written, papers, written.model_copy(update={"document": None, "exhibits": (same,)})):
        assert told(5, one) == [(said.format(1, 3), (3,))]
        assert told(3, one) == [(said.format(2, 5), (5,))]
    other = written.model_copy(update={"document": paper("Those of January")})
    attached = other.model_copy(update={"exhibits": (same,)})  # the minutes before went out with these
    for apart in (other, attached, MINUTES, papers.model_copy(update={"belongs_to": (2,)}), filed(document=same)):
        assert told(5, apart) == told(3, apart) == [], apart
