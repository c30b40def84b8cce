"""The procedure as a controlled document: adopted, amended, reviewed, and acknowledged by whoever needs to know it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ledger.entry import Actor
from ledger.procedures import read
from ledger.procedures.folder import FOLDER, packaged
from ledger.subjects.adoption import (
    GoverningDocument,
    MemberOfAudience,
    ProcedureAcknowledged,
    ProcedureAdopted,
    ProcedureAmended,
    ProcedureAudienceSet,
    ProcedureReviewed,
)
from ledger.subjects.records import DocumentFiled, EntryCorrected, EntryStruckOut, EntrySupplemented, LedgerOpened
from ledger.words import Said
from projections.duties.due import due, duties
from projections.duties.how_late import Due
from projections.procedure.adopted import adopted
from projections.view import FileView
from tests.story import COUNTY, Story, changed, given

OPENED = LedgerOpened(
    happened_on=date(2016, 1, 4), authority="Marlshire", origin="marlshire.example/log", clock="simulated"
)
DEFAULT = "hampshire"
SMG = Actor(person="Sam Mercer", office="smg")
PDM = Actor(person="Pat Dean", office="pdm")
STANDING_ORDERS = GoverningDocument(
    title="Standing Orders on Contracts",
    version="2015",
    dated=date(2015, 4, 1),
    where="intranet",
    document_sha256="0" * 64,
)
REGULATIONS = GoverningDocument(title="Hampshire County Council Financial Regulations", version="2015")
NOTES = GoverningDocument(title="Contract Practice Notes, which supplement Standing Orders", dated=date(2014, 9, 1))
DEPARTMENTAL = GoverningDocument(title="Departmental Procedure on Contracts", version="2")
REFERRED_TO = (STANDING_ORDERS, REGULATIONS, NOTES, DEPARTMENTAL)
ADOPTED = ProcedureAdopted(
    happened_on=date(2016, 3, 14), by=COUNTY, procedure="hampshire/1", title="Contract management",
    authors=("Contracts section",), status="Final", authorising_body="Management Team", document_version="3.0",
    authorised_on=date(2016, 3, 14), section="All staff", master_copy="Drive F, commissioning",
    governing_documents=REFERRED_TO,
)  # fmt: skip
STRATEGY = ADOPTED.model_copy(
    update={"by": SMG, "procedure": "thames-valley/1", "title": "Strategy", "authorising_body": "SMG"}
)


def own(*entries: Any) -> Story:
    return given(OPENED, *entries)


def owed(story: Story, on: date) -> dict[str, Due]:
    view = FileView.of(story.file.known[0].file_id, story.file, {})
    return {one.duty.id: one for one in due(duties(view), on)}


# --- rules -----------------------------------------------------------------------------------------------------------


def test_an_adoption_holds_the_hash_of_the_rules_it_adopts() -> None:
    """HCC-POL-d, TVP-DC-1."""
    story = own().when(ADOPTED)

    [version] = story.file.adoption.versions
    assert version.installed is not None
    assert (version.installed.sha256, version.installed.packaged) == (packaged()["hampshire"].sha256, True)
    own().when(changed(ADOPTED, worked=version.installed)).refused("invalid", "worked out by the ledger")


def test_it_is_on_record_which_body_authorised_a_procedure_and_when() -> None:
    """TVP-DC-2."""
    own().when(changed(STRATEGY, authorised_on=None)).departs_from("procedure.adoption-authorised")
    own().when(changed(STRATEGY, authorising_body=None), acknowledge_all=False).asked("procedure.adoption-authorised")
    own().when(STRATEGY).keeps("procedure.adoption-authorised")


@pytest.mark.parametrize("missing", ["document_version", "authors", "master_copy", "section", "status"])
def test_a_controlled_document_bears_its_version_authors_master_copy_section_and_status(missing: str) -> None:
    """TVP-DC-1."""
    own().when(changed(STRATEGY, **{missing: None if missing != "authors" else ()})).departs_from(
        "procedure.controlled-document"
    )
    own().when(STRATEGY).keeps("procedure.controlled-document")


def test_a_version_adopted_anew_bears_what_it_bore_where_the_entry_says_nothing_of_it() -> None:
    """TVP-DC-1 (docs/adr/0471)."""
    nothing: dict[str, Any] = {"document_version": None, "authors": (), "section": None, "master_copy": None}
    again = changed(STRATEGY, happened_on=STRATEGY.happened_on + timedelta(days=9), status="Final, signed", **nothing)

    told = own(STRATEGY).when(again).keeps("procedure.controlled-document")
    first, second = told.file.adoption.versions
    for name in nothing:
        assert getattr(second, name) == getattr(first, name) == getattr(STRATEGY, name)
    assert second.status == "Final, signed"
    own(changed(STRATEGY, section=None)).when(again).departs_from("procedure.controlled-document")


@pytest.mark.parametrize(("status", "draft"), [("Draft", True), ("final draft", True), ("Final", False), (None, False)])
def test_a_draft_is_not_adopted_without_a_word(status: str | None, draft: bool) -> None:
    """TVP-DC-1."""
    rule, story = "procedure.adopted-no-draft", own().when(changed(STRATEGY, status=status))
    story.departs_from(rule) if draft else story.keeps(rule)


def test_the_documents_a_procedure_stands_under_are_named_by_version_and_date() -> None:
    """HCC-POL-b, HCC-POL-c."""
    bare = GoverningDocument(title="Contract Practice Notes")

    own().when(changed(ADOPTED, governing_documents=())).departs_from("procedure.governing-documents")
    own().when(changed(ADOPTED, governing_documents=(*REFERRED_TO, bare))).departs_from("procedure.governing-documents")
    own().when(changed(ADOPTED, governing_documents=(STANDING_ORDERS,))).departs_from("procedure.governing-documents")
    own().when(changed(STRATEGY, governing_documents=(STANDING_ORDERS,))).keeps("procedure.governing-documents")
    orders = GoverningDocument(title="Standing Orders", version="2015")
    for ref in ("hampshire/1", "hampshire/3"):  # of the one not installed, those that the newest installed names
        only = own(STRATEGY).when(changed(ADOPTED, procedure=ref, governing_documents=(orders,))).recorded()
        assert only.last is not None
        [found] = [one.found for one in only.last.departures if one.rule == "procedure.governing-documents"]
        assert found.startswith("it refers to Contract Practice Notes, which supplement Standing Orders, Hampshire")
        own(STRATEGY).when(changed(ADOPTED, procedure=ref)).keeps("procedure.governing-documents")
    notes = changed(NOTES, title="Contract Practice Notes, which supplement Standing Orders on Contracts")
    contracts = GoverningDocument(title="Contracts", version="1")  # a part of two titles: it says which of neither
    for rest, missing in (
        ((notes, REGULATIONS, DEPARTMENTAL), "Standing Orders on Contracts"),
        ((contracts, notes, REGULATIONS), "Standing Orders on Contracts, Departmental Procedure on Contracts"),
    ):
        left_out = own().when(changed(ADOPTED, governing_documents=rest)).recorded()
        assert left_out.last is not None
        [found] = [one.found for one in left_out.last.departures if one.rule == "procedure.governing-documents"]
        assert found.startswith(f"it refers to {missing}, and does not say")
    own().when(ADOPTED).keeps("procedure.governing-documents")


def test_rules_that_are_not_installed_are_said_to_be_so() -> None:
    own().when(changed(ADOPTED, procedure="marlshire/1")).departs_from("procedure.rules-installed")
    own().when(ADOPTED).keeps("procedure.rules-installed")


AMENDED = ProcedureAmended(
    happened_on=date(2017, 3, 1), by=COUNTY, from_procedure="hampshire/1", to_procedure="hampshire/2",
    changes=Said("Surveys every six months"),
)  # fmt: skip


def test_a_procedure_is_altered_only_by_the_office_that_owns_it() -> None:
    """HCC-POL-f, TVP-DC-4."""
    ann = Actor(person="Ann Ashe", office="lead-officer")
    amended = changed(AMENDED, by=SMG, from_procedure="thames-valley/1", to_procedure="thames-valley/2")

    own(ADOPTED).when(changed(AMENDED, by=ann)).departs_from("procedure.amended-by-its-owner")
    own(ADOPTED).when(changed(AMENDED, by=None)).departs_from("procedure.amended-by-its-owner")
    own(ADOPTED).when(AMENDED).keeps("procedure.amended-by-its-owner")
    own(STRATEGY).when(changed(amended, by=PDM)).departs_from("procedure.amended-by-its-owner")
    own(STRATEGY).when(amended).keeps("procedure.amended-by-its-owner")


def test_an_alteration_by_another_waits_for_the_owner_to_ratify_it() -> None:
    """TVP-DC-4, HCC-POL-f."""
    story = own(ADOPTED, changed(AMENDED, by=Actor(person="Ann Ashe", office="lead-officer")))

    [ratify] = [one for named, one in owed(story, date(2017, 3, 2)).items() if named.startswith("ratify/3/")]
    assert (ratify.duty.office, "amended-by-its-owner" in ratify.duty.id) == ("county-manager-contracts", True)


def test_what_is_recorded_of_a_procedure_is_judged_by_that_one_whichever_was_adopted_last() -> None:
    """TVP-DC-4, HCC-POL-f, TVP-DC-1: level, citation, who authorises, what offices are called."""
    tiered = changed(ADOPTED, procedure="tiered/1", title="Tiers", happened_on=date(2016, 6, 1))
    lead = Actor(person="Ann Ashe", office="lead-officer")
    story = own(ADOPTED, STRATEGY, tiered)

    for ref, citation, office in (
        ("thames-valley", "TVP-DC-4", "smg"), ("hampshire", "HCC-POL-f", "county-manager-contracts"),
    ):  # fmt: skip
        amended = story.when(changed(AMENDED, by=lead, from_procedure=f"{ref}/1", to_procedure=f"{ref}/2")).recorded()
        assert amended.last is not None
        [departure] = [d for d in amended.last.departures if d.rule == "procedure.amended-by-its-owner"]
        assert (departure.level, departure.citation) == ("authorise", citation)
        [ratify] = [one.duty for one in owed(amended, date(2017, 3, 2)).values() if one.duty.id.startswith("ratify/")]
        assert (ratify.office, ratify.title, ratify.citation) == (office, read(ref).office_title(office), citation)
        assert read(ref).office_title(office) in departure.found
        view = FileView.of(amended.last.file_id, amended.file, {})
        assert view.say(lead, amended.last.entry) == read(ref).person_in_office(lead)
        story.when(changed(AMENDED, by=read_owner(ref), from_procedure=f"{ref}/1", to_procedure=f"{ref}/2")).keeps(
            "procedure.amended-by-its-owner"
        )
    bare = own().when(changed(STRATEGY, document_version=None)).recorded()
    assert bare.last is not None
    assert [d.citation for d in bare.last.departures if d.rule == "procedure.controlled-document"] == ["TVP-DC-1"]


def read_owner(ref: str) -> Actor:
    return Actor(person="Sam Mercer", office=read(ref).owner)


def test_a_procedure_is_amended_into_another_version_of_itself() -> None:
    """TVP-DC-4."""
    own(ADOPTED).when(changed(AMENDED, to_procedure="hampshire/1")).refused(
        "procedure.amended-into-another-version", "into itself"
    )
    own(ADOPTED).when(changed(AMENDED, to_procedure="tiered/2")).refused(
        "procedure.amended-into-another-version", "another procedure"
    )
    own(ADOPTED).when(AMENDED).keeps("procedure.amended-into-another-version")


def test_earlier_versions_stay_readable_and_what_is_not_said_of_a_new_one_stays() -> None:
    """TVP-DC-4."""
    story = own(ADOPTED).when(AMENDED)

    assert [version.procedure for version in story.file.adoption.versions] == ["hampshire/1", "hampshire/2"]
    assert story.file.procedures_in_force(date(2016, 12, 31), DEFAULT)["hampshire"].procedure == "hampshire/1"
    now = story.file.procedures_in_force(date(2017, 3, 1), DEFAULT)["hampshire"]
    assert (now.procedure, now.amends, now.section) == ("hampshire/2", "hampshire/1", "All staff")
    assert now.governing_documents == REFERRED_TO


def test_who_authorised_an_amendment_and_the_version_of_its_document_are_its_own_or_not_said() -> None:
    """HCC-POL-f, TVP-DC-3: by whom the version before was authorised says nothing of this one, nor is it a review."""
    reviewed = ProcedureReviewed(happened_on=date(2016, 11, 24), by=COUNTY, procedure="hampshire/1", outcome="kept")
    bare = changed(AMENDED, authorised_on=date(2017, 3, 1))
    said = changed(bare, authorising_body="County Manager (Contracts)", document_version="4.0")

    def shown(*entries: Any) -> Any:
        [found] = adopted(FileView.of(UUID(int=1), own(ADOPTED, *entries).file, {}), date(2017, 4, 3))
        return found.in_force

    silent, told = shown(reviewed, bare), shown(said)
    assert (silent.authorising_body, silent.authorised_on, silent.document_version) == (None, date(2017, 3, 1), None)
    assert (silent.last_reviewed_on, silent.amended_by) == (
        date(2016, 11, 24),
        "Cleo County (County Manager (Contracts))",
    )
    assert (told.authorising_body, told.document_version) == ("County Manager (Contracts)", "4.0")
    assert told.last_reviewed_on is None


def test_an_amendment_of_what_was_never_adopted_is_a_version_of_its_own() -> None:
    story = own().when(AMENDED).recorded()

    assert story.file.procedures_in_force(date(2018, 1, 1), DEFAULT)["hampshire"].title == "hampshire/2"


def test_the_rules_of_a_version_are_not_changed_under_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TVP-DC-4: a file changed after contracts were bound to it is noticed."""
    text = packaged()["hampshire"].text.replace('id = "hampshire"', 'id = "marlshire"', 1)
    for name, said in (("was", text), ("now", text.replace("value = 12", "value = 6", 1)), ("gone", "")):
        (tmp_path / name).mkdir()
        if said:
            (tmp_path / name / "marlshire.toml").write_text(said, encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path / "was"))
    story = own().when(changed(ADOPTED, procedure="marlshire/1")).recorded()
    noticed = "procedure-unchanged/marlshire/1"

    assert noticed not in owed(story, date(2017, 1, 1))
    story.when(changed(ADOPTED, procedure="marlshire/1")).keeps("procedure.rules-as-adopted")

    monkeypatch.setenv(FOLDER, str(tmp_path / "now"))
    assert "marlshire.toml was changed since" in owed(story, date(2017, 1, 1))[noticed].sentence
    story.when(changed(ADOPTED, procedure="marlshire/1")).departs_from("procedure.rules-as-adopted")

    monkeypatch.setenv(FOLDER, str(tmp_path / "gone"))
    assert "not installed here any more" in owed(story, date(2017, 1, 1))[noticed].sentence


# --- reviewed --------------------------------------------------------------------------------------------------------

KEPT = ProcedureReviewed(happened_on=date(2017, 10, 3), by=SMG, procedure="thames-valley/1", outcome="kept")


def test_a_procedure_is_reviewed_by_the_office_that_owns_it() -> None:
    """HCC-POL-e."""
    own(STRATEGY).when(changed(KEPT, by=PDM)).departs_from("procedure.reviewed-by-its-owner")
    own(STRATEGY).when(KEPT).keeps("procedure.reviewed-by-its-owner")


def test_a_review_by_another_than_its_owner_moves_no_day_and_is_not_the_last() -> None:
    """HCC-POL-e: what a lead officer makes of a procedure does not put off the Senior Management Group's review."""
    lead = Actor(person="Ann Ashe", office="lead-officer")
    later, review = date(2019, 6, 1), "procedure-reviewed/thames-valley/1"
    stories = [
        own(STRATEGY, KEPT, *more)
        for more in ((), (changed(KEPT, happened_on=date(2017, 11, 1), by=lead, next_review_on=later),))
    ]

    assert len({owed(story, date(2018, 1, 1))[review].duty.due_on for story in stories}) == 1
    for story in stories:
        [found] = adopted(FileView.of(UUID(int=1), story.file, {}), date(2018, 1, 1))
        assert found.in_force is not None
        assert found.in_force.last_reviewed_on == KEPT.happened_on


@pytest.mark.parametrize("entry", [ADOPTED, AMENDED, KEPT])
def test_the_next_review_is_after_the_day_it_is_settled(entry: Any) -> None:
    story = own(ADOPTED, STRATEGY)

    story.when(changed(entry, next_review_on=entry.happened_on)).departs_from("procedure.next-review-later")
    story.when(changed(entry, next_review_on=date(2030, 1, 1))).keeps("procedure.next-review-later")


def test_what_takes_effect_later_is_reviewed_after_that() -> None:
    """TVP-DC-3: a version is not overdue before it applies."""
    rule, story = "procedure.next-review-later", own(ADOPTED)
    effect = date(2017, 6, 1)

    amended = changed(AMENDED, effective_from=effect)
    told = story.when(changed(amended, next_review_on=date(2017, 5, 30))).departs_from(rule)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said.endswith("is to be by 30 May 2017, which is not after 1 June 2017, when it takes effect")
    story.when(changed(amended, next_review_on=date(2017, 6, 2))).keeps(rule)


def test_the_next_review_is_within_the_interval_that_the_procedure_itself_gives() -> None:
    """TVP-DC-3: Hampshire's text gives none."""
    rule, story = "procedure.next-review-within-its-interval", own(ADOPTED, STRATEGY)

    told = story.when(changed(KEPT, next_review_on=date(2020, 10, 3)), acknowledge_all=False).departs_from(rule)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said == (
        "its next review is to be by 3 October 2020; the procedure asks for it every 12 months, by 3 October 2018"
    )
    story.when(changed(KEPT, next_review_on=date(2018, 10, 3))).keeps(rule)
    own().when(changed(ADOPTED, next_review_on=date(2020, 10, 3))).keeps(rule)


def test_of_two_reviews_of_one_day_the_one_recorded_later_counts() -> None:
    """HCC-POL-e: that says when the next is to be."""
    first, again = changed(KEPT, next_review_on=date(2018, 4, 1)), changed(KEPT, next_review_on=date(2018, 7, 1))

    found = owed(own(STRATEGY, first, again), date(2017, 12, 1))["procedure-reviewed/thames-valley/1"]
    assert found.duty.due_on == date(2018, 7, 1)


def test_thames_valleys_strategy_is_due_for_review_twelve_months_after_the_last() -> None:
    """TVP-DC-3: last reviewed 3 October 2017, due again 3 October 2018; K-16."""
    review = "procedure-reviewed/thames-valley/1"

    assert owed(own(STRATEGY), date(2017, 1, 1))[review].duty.due_on == date(2017, 3, 14)
    story = own(STRATEGY, KEPT)
    found = owed(story, date(2018, 10, 4))[review]
    assert (found.duty.due_on, found.state, found.duty.office) == (date(2018, 10, 3), "overdue", "smg")
    assert owed(story, date(2018, 9, 19))[review].state == "due"
    said = own(STRATEGY, changed(KEPT, next_review_on=date(2018, 4, 1)))
    assert owed(said, date(2017, 12, 1))[review].duty.due_on == date(2018, 4, 1)


def test_a_review_before_the_adoption_is_the_one_from_which_the_next_is_counted() -> None:
    """TVP-DC-3: twelve months after the last review, whichever day the version took effect."""
    story = own(changed(STRATEGY, last_reviewed_on=date(2015, 12, 14)))
    view = FileView.of(UUID(int=1), story.file, {})

    found = owed(story, date(2016, 12, 15))["procedure-reviewed/thames-valley/1"]
    assert (found.duty.due_on, found.state) == (date(2016, 12, 14), "overdue")
    said = own(changed(STRATEGY, last_reviewed_on=date(2015, 12, 14), next_review_on=date(2017, 3, 14)))
    assert owed(said, date(2016, 5, 1))["procedure-reviewed/thames-valley/1"].duty.due_on == date(2017, 3, 14)
    [shown] = adopted(view, date(2016, 5, 1))
    assert shown.in_force is not None
    assert shown.in_force.last_reviewed_on == date(2015, 12, 14)


def test_a_procedure_was_last_reviewed_by_the_day_it_is_adopted() -> None:
    """TVP-DC-3: a review still to come puts off no other."""
    rule, on = "procedure.last-reviewed-by-then", STRATEGY.happened_on
    own().when(changed(STRATEGY, last_reviewed_on=date(2016, 7, 20))).refused(
        rule, "adopted on 14 March 2016, and is said to have been last reviewed on 20 July 2016, after that"
    )
    own().when(changed(STRATEGY, last_reviewed_on=on)).keeps(rule)
    own().when(STRATEGY).keeps(rule)


@pytest.mark.parametrize(("on", "last"), [(date(2017, 10, 2), None), (date(2017, 10, 3), date(2017, 10, 3))])
def test_a_version_was_last_reviewed_on_the_day_that_was_recorded(on: date, last: date | None) -> None:
    """TVP-DC-3: from that day, and not before it."""
    [shown] = adopted(FileView.of(UUID(int=1), own(STRATEGY, KEPT).file, {}), on)

    assert shown.in_force is not None
    assert shown.in_force.last_reviewed_on == last


SECOND = changed(
    AMENDED, by=SMG, happened_on=date(2017, 6, 20), from_procedure="thames-valley/1", to_procedure="thames-valley/2"
)
EARLY = changed(KEPT, happened_on=date(2017, 1, 10))


def test_a_review_of_an_earlier_document_is_none_of_what_was_adopted_anew_or_of_its_amendment() -> None:
    """TVP-DC-3: version 2 says when it was last reviewed, and to amend it is not to review it."""
    anew = changed(
        STRATEGY, procedure="thames-valley/2", happened_on=date(2018, 6, 1), last_reviewed_on=date(2018, 5, 1)
    )
    third = changed(
        SECOND, happened_on=date(2018, 6, 20), from_procedure="thames-valley/2", to_procedure="thames-valley/3"
    )
    reviewed = changed(KEPT, happened_on=date(2018, 6, 10), procedure="thames-valley/2")

    for entries, last in (
        ((anew,), date(2018, 5, 1)), ((anew, third), date(2018, 5, 1)), ((anew, reviewed, third), date(2018, 6, 10)),
    ):  # fmt: skip
        story = own(STRATEGY, EARLY, *entries)
        [shown] = adopted(FileView.of(UUID(int=1), story.file, {}), date(2018, 7, 1))
        assert shown.in_force is not None
        found = owed(story, date(2018, 7, 1))[f"procedure-reviewed/{shown.in_force.procedure}"]
        assert (shown.in_force.last_reviewed_on, found.duty.due_on) == (last, last.replace(year=2019))


def test_an_amendment_that_says_nothing_of_it_leaves_the_day_stated_for_the_next_review() -> None:
    """TVP-DC-3, HCC-POL-e: whether the adoption or the last review stated it, and also where no interval is set."""
    by = date(2019, 1, 10)
    stating, ours = changed(EARLY, next_review_on=by), changed(EARLY, by=COUNTY, procedure="hampshire/1")

    for story, of, due_on in (
        (own(changed(STRATEGY, next_review_on=by), SECOND), "thames-valley/2", by),
        (own(STRATEGY, stating, SECOND), "thames-valley/2", by),
        (own(ADOPTED, changed(ours, next_review_on=by), AMENDED), "hampshire/2", by),
        (own(STRATEGY, stating, changed(SECOND, next_review_on=date(2018, 2, 1))), "thames-valley/2", date(2018, 2, 1)),
        (own(STRATEGY, changed(SECOND, next_review_on=by), KEPT), "thames-valley/2", date(2018, 10, 3)),
    ):  # fmt: skip
        assert owed(story, date(2017, 11, 1))[f"procedure-reviewed/{of}"].duty.due_on == due_on


def test_a_leap_day_is_followed_by_the_last_of_february() -> None:
    """TVP-DC-3."""
    story = own(changed(STRATEGY, happened_on=date(2020, 2, 29)))

    assert owed(story, date(2020, 3, 1))["procedure-reviewed/thames-valley/1"].duty.due_on == date(2021, 2, 28)


def test_a_review_that_finds_it_wanting_is_followed_by_an_amendment() -> None:
    """HCC-POL-e, TVP-DC-3."""
    story = own(STRATEGY, changed(KEPT, outcome="to-be-amended"))
    amended = changed(
        AMENDED, happened_on=date(2017, 12, 1), by=SMG, from_procedure="thames-valley/1", to_procedure="thames-valley/2"
    )

    assert "procedure-changed/thames-valley/1" in owed(story, date(2017, 11, 1))
    after = owed(story.when(amended), date(2017, 12, 2))
    assert not [named for named in after if named.startswith("procedure-changed")]
    assert after["procedure-reviewed/thames-valley/2"].duty.due_on == date(2018, 10, 3)  # a year after it was reviewed


# --- known -----------------------------------------------------------------------------------------------------------

AUDIENCE = ProcedureAudienceSet(
    happened_on=date(2016, 4, 1), procedure="thames-valley", by=PDM,
    people=(MemberOfAudience(person="Ann Ashe", office="lead officer"), MemberOfAudience(person="Bo Birch")),
)  # fmt: skip
READ = ProcedureAcknowledged(happened_on=date(2016, 4, 20), procedure="thames-valley/1", person="ann  ashe")


def test_what_is_acknowledged_is_the_version_in_force() -> None:
    """HCC-H-a."""
    own().when(READ).departs_from("procedure.acknowledged-in-force")
    own(STRATEGY).when(changed(READ, procedure="thames-valley/2")).departs_from("procedure.acknowledged-in-force")
    own(STRATEGY).when(READ).keeps("procedure.acknowledged-in-force")


def test_whoever_needs_to_know_it_is_asked_until_they_acknowledge_the_version_in_force() -> None:
    """HCC-H-a, HCC-H-b: per person and version; the list of an earlier day counts no more."""
    story = own(STRATEGY, AUDIENCE, READ)
    mine, theirs = (f"procedure-acknowledged/thames-valley/1/{name}" for name in ("ann-ashe", "bo-birch"))

    assert mine not in owed(story, date(2016, 5, 1))
    asked = owed(story, date(2016, 5, 1))[theirs]
    assert (asked.person, asked.duty.due_on, asked.state) == ("Bo Birch", date(2016, 4, 29), "overdue")

    second = story.when(changed(AMENDED, by=SMG, from_procedure="thames-valley/1", to_procedure="thames-valley/2"))
    assert "procedure-acknowledged/thames-valley/2/ann-ashe" in owed(second, date(2017, 3, 2))

    fewer = story.when(changed(AUDIENCE, happened_on=date(2016, 5, 2), people=AUDIENCE.people[:1]))
    assert not [named for named in owed(fewer, date(2016, 5, 3)) if named.startswith("procedure-acknowledged")]


def test_a_version_adopted_again_gives_nobody_longer_to_read_it_unless_it_is_another_document() -> None:
    """HCC-H-a, HCC-H-b, TVP-DC-4 (docs/adr/0441): a second adoption by mistake."""
    mine, theirs = (f"procedure-acknowledged/thames-valley/1/{name}" for name in ("ann-ashe", "bo-birch"))
    again = changed(STRATEGY, happened_on=date(2016, 9, 1))

    late = owed(own(STRATEGY, AUDIENCE, READ, again), date(2016, 9, 2))
    assert mine not in late
    assert (late[theirs].duty.due_on, late[theirs].state) == (date(2016, 4, 29), "overdue")
    other = owed(own(STRATEGY, AUDIENCE, READ, changed(again, document_version="99")), date(2016, 9, 2))
    assert {other[mine].duty.due_on, other[theirs].duty.due_on} == {date(2016, 9, 29)}


def test_whoever_needs_to_know_it_is_one_person_however_often_the_list_names_them() -> None:
    """HCC-H-b: people are counted, and not the places they stand in."""
    other = MemberOfAudience(person="BO  Birch", office="clerk")
    doubled = changed(AUDIENCE, people=(*AUDIENCE.people, other))
    story = own(STRATEGY).when(doubled).departs_from("procedure.audience-names-each-once")
    assert story.last is not None
    assert "Bo Birch" in story.last.departures[0].found
    own(STRATEGY).when(AUDIENCE).keeps("procedure.audience-names-each-once")

    [found] = adopted(FileView.of(UUID(int=1), story.file, {}), date(2016, 5, 1))
    assert [(one.person, one.office) for one in found.audience] == [("Ann Ashe", "lead officer"), ("Bo Birch", None)]
    assert found.outstanding == ("Ann Ashe", "Bo Birch")


def test_a_list_that_a_later_one_took_the_place_of_says_nothing_of_who_needs_to_know_it_since() -> None:
    """HCC-H-b: the list of the latest day counts, whichever was recorded last."""
    rule, earlier = "procedure.audience-after-the-last", changed(AUDIENCE, happened_on=date(2016, 3, 20))
    late = own(STRATEGY, AUDIENCE).when(earlier).departs_from(rule)
    assert late.last is not None
    assert "1 April 2016 on (entry 3)" in late.last.departures[0].found
    own(STRATEGY, AUDIENCE).when(AUDIENCE).keeps(rule)
    own(STRATEGY, earlier).when(AUDIENCE).keeps(rule)
    own(STRATEGY, AUDIENCE).when(changed(earlier, procedure="hampshire/1")).keeps(rule)

    struck = EntryStruckOut(happened_on=date(2016, 4, 2), position=3, reason=Said("Never settled"))
    later = EntryCorrected(
        happened_on=date(2016, 4, 2), position=3, reason=Said("A slip"),
        replacement=changed(AUDIENCE, happened_on=date(2016, 3, 10)),
    )  # fmt: skip
    for mended in (struck, later):
        own(STRATEGY, AUDIENCE).when(mended).recorded().when(earlier).keeps(rule)
    own(STRATEGY, AUDIENCE).when(earlier).when(changed(earlier, happened_on=date(2016, 3, 15))).departs_from(rule)


def test_what_a_later_acknowledgement_says_is_to_be_done_is_shown_beside_what_the_first_did() -> None:
    """HCC-H-a: read, understood and, where appropriate, acted on."""
    again = changed(READ, happened_on=date(2016, 6, 1), action_needed=Said("Set monthly supervision"))
    other = changed(READ, person="Dan Low", action_needed=Said("Learn the return form"))
    more = changed(other, happened_on=date(2016, 7, 1), action_needed=Said("File the returns"))

    def shown(*entries: ProcedureAcknowledged) -> Any:
        file = own(STRATEGY, AUDIENCE, changed(READ, action_needed=None), *entries).file
        [found] = adopted(FileView.of(UUID(int=1), file, {}), date(2016, 8, 1))
        return found

    [member] = [one for one in shown(again).audience if one.person == "Ann Ashe"]
    assert (member.acknowledged_on, member.action_needed) == (READ.happened_on, "Set monthly supervision")
    [beside] = shown(other, more).others
    assert (beside.person, beside.action_needed) == ("Dan Low", "Learn the return form; File the returns")


def test_what_was_read_before_a_version_was_adopted_is_not_that_version() -> None:
    """HCC-H-a: it is still to be acknowledged; from the day it was adopted it can be, before it takes effect."""
    to_come = changed(STRATEGY, effective_from=date(2016, 5, 2))
    late = changed(AUDIENCE, happened_on=date(2016, 5, 3))
    mine = "procedure-acknowledged/thames-valley/1/ann-ashe"

    early = changed(READ, happened_on=date(2016, 3, 13))
    for adopted_so in (STRATEGY, to_come):
        assert mine in owed(own(adopted_so, late, early), date(2016, 5, 10))
        assert mine not in owed(own(adopted_so, late, changed(READ, happened_on=date(2016, 3, 14))), date(2016, 5, 10))
    [found] = adopted(FileView.of(UUID(int=1), own(STRATEGY, AUDIENCE, early).file, {}), date(2016, 5, 1))
    assert found.audience[0].acknowledged_on is None
    assert "Ann Ashe" in found.outstanding


def test_who_has_not_acknowledged_it_is_told_to_whoever_guides_them() -> None:
    """TVP-4.0-2: the Policy Development Manager; under Hampshire's procedure the County Manager."""
    told = owed(own(STRATEGY, AUDIENCE, READ), date(2016, 5, 1))["procedure-acknowledgements/thames-valley/1"]
    assert (told.duty.office, "Bo Birch" in told.sentence, "Ann" in told.sentence) == ("pdm", True, False)

    settle = owed(own(ADOPTED), date(2016, 5, 1))["procedure-audience/hampshire/1"]
    assert settle.duty.office == "county-manager-contracts"


def test_the_text_of_a_procedure_is_to_be_on_file_where_the_procedure_asks_for_that() -> None:
    """HCC-H-c: of each version its own; Thames Valley's strategy does not ask for it."""
    filed = DocumentFiled(
        happened_on=date(2016, 4, 4), title="The procedure", belongs_to=(2,), electronic_location="Intranet"
    )
    asked = "procedure-filed/hampshire/1"

    duty = owed(own(ADOPTED), date(2016, 5, 1))[asked].duty
    assert (duty.office, duty.citation) == ("county-manager-contracts", "HCC-H-c")
    assert asked not in owed(own(ADOPTED, filed), date(2016, 5, 1))
    assert asked in owed(own(ADOPTED, changed(filed, electronic_location=None)), date(2016, 5, 1))
    assert "procedure-filed/thames-valley/1" not in owed(own(STRATEGY), date(2016, 5, 1))
    later = own(ADOPTED, filed, AMENDED)
    assert "procedure-filed/hampshire/2" in owed(later, date(2017, 3, 2))
    agreed = own(ADOPTED, changed(AMENDED, happened_on=date(2016, 5, 2), effective_from=date(2017, 4, 1)))
    for on, number in ((date(2016, 6, 1), 1), (date(2017, 3, 31), 1), (date(2017, 4, 1), 2)):
        [filing] = [named for named in owed(agreed, on) if named.startswith("procedure-filed/")]
        assert filing == f"procedure-filed/hampshire/{number}"
    anew = own(ADOPTED, changed(ADOPTED, happened_on=date(2016, 6, 1)))  # once more, and one text of it
    asked_for = [one for one in duties(FileView.of(UUID(int=1), anew.file, {})) if one.id == asked]
    assert [(one.opened_by, one.ceases_on) for one in asked_for] == [((3,), None)]
    [shown] = adopted(FileView.of(UUID(int=1), later.file, {}), date(2017, 3, 2))
    assert shown.in_force is not None
    assert shown.in_force.not_filed
    assert [(one.procedure, [d.title for d in one.documents]) for one in shown.earlier] == [
        ("hampshire/1", ["The procedure"])
    ]


def test_a_new_version_is_followed_by_what_becomes_of_contracts_that_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HCC-POL-f, IMP-30-b: a new version binds no contract by itself, and who amended it is told so."""
    for number in (1, 2):
        text = packaged()["hampshire"].text.replace('id = "hampshire"', 'id = "marlshire"', 1)
        (tmp_path / f"{number}.toml").write_text(text.replace("version = 1", f"version = {number}", 1), "utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    first = changed(ADOPTED, procedure="marlshire/1")
    second = changed(AMENDED, from_procedure="marlshire/1", to_procedure="marlshire/2")
    anew = changed(ADOPTED, procedure="marlshire/2", happened_on=second.happened_on)
    asked, after = "procedure-contracts/marlshire/2", date(2017, 3, 2)
    said = EntrySupplemented(happened_on=second.happened_on, position=3, words=Said("All are bound to it in April"))

    for brought in ((first, second), (first, anew)):
        duty = owed(own(*brought), after)[asked].duty
        assert (duty.office, duty.citation) == ("county-manager-contracts", "HCC-POL-f")
        assert duty.sentence.startswith("Bind contracts under marlshire/1 to marlshire/2, or add to entry 3 which stay")
    assert asked not in owed(own(first, second, said), after)
    assert not [named for named in owed(own(first), after) if named.startswith("procedure-contracts/")]


def test_the_text_is_filed_by_the_office_that_sees_to_it_that_the_procedure_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HCC-H-c, TVP-4.0-2: where that is another than the one that owns it."""
    asked = '[[setting]]\nid = "procedure.filed"\nvalue = 1\nunit = "on"\ncitation = "HCC-H-c"\n'
    text = packaged()["thames-valley"].text.replace('id = "thames-valley"', 'id = "marlshire"', 1)
    (tmp_path / "marlshire.toml").write_text(f"{text}\n{asked}", encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))

    filing = owed(own(changed(STRATEGY, procedure="marlshire/1")), date(2016, 5, 1))["procedure-filed/marlshire/1"]
    assert (filing.duty.office, read("marlshire/1").owner) == ("pdm", "smg")


def test_a_version_without_rules_is_in_force_as_a_document_only() -> None:
    """TVP-DC-4: nothing is judged by what is not installed, and the page that says what is in force says so."""
    file, later = given(OPENED, ADOPTED, AMENDED).file, date(2030, 1, 1)
    [now] = adopted(FileView.of(UUID(int=1), file, {}), later)
    [before] = adopted(FileView.of(UUID(int=1), given(OPENED, ADOPTED).file, {}), later)

    assert now.in_force is not None
    assert (now.in_force.procedure, before.no_rules) == ("hampshire/2", None)
    assert now.no_rules == "no rules of hampshire/2 are installed here: nothing is judged by it until they are"


def test_a_version_in_force_as_a_document_only_is_reviewed_by_the_body_that_owns_the_procedure() -> None:
    """TVP-DC-3, TVP-4.0-2: nothing is installed of version 3, and it is the strategy all the same."""
    story = own(changed(STRATEGY, procedure="thames-valley/3", next_review_on=date(2017, 3, 14)), AUDIENCE, READ)
    asked = owed(story, date(2016, 5, 1))

    offices = {named: (one.duty.office, one.duty.title) for named, one in asked.items()}
    assert offices["procedure-reviewed/thames-valley/3"] == ("smg", "Senior Management Group")
    assert offices["procedure-acknowledgements/thames-valley/3"] == ("pdm", "Policy Development Manager")
    [shown] = adopted(FileView.of(UUID(int=1), story.file, {}), date(2016, 5, 1))
    assert (shown.owner, shown.guided_by) == ("Senior Management Group", "Policy Development Manager")


# --- authorised by whom, in what order, and which version -----------------------------------------------------------


def test_a_strategy_is_authorised_by_the_body_its_own_document_names() -> None:
    """TVP-DC-2: Thames Valley's by SMG, under whatever of its titles; Hampshire's does not say by whom."""
    rule = "procedure.authorised-by-the-body-entitled"
    own().when(changed(STRATEGY, authorising_body="Tea Club")).departs_from(rule)
    own().when(changed(STRATEGY, authorising_body="the PCC's Senior Management Group (SMG)")).keeps(rule)
    own().when(changed(ADOPTED, authorising_body="Tea Club")).keeps(rule)
    amended = ProcedureAmended(
        happened_on=date(2017, 3, 6), by=SMG, from_procedure="thames-valley/1", to_procedure="thames-valley/2",
        changes=Said("Monthly meetings"), authorising_body="Tea Club", authorised_on=date(2017, 3, 6),
    )  # fmt: skip
    own(changed(STRATEGY, authorising_body="SMG")).when(amended).departs_from(rule)


def test_a_procedure_takes_effect_once_it_is_authorised() -> None:
    """TVP-DC-2."""
    rule, day = "procedure.in-force-once-authorised", date(2016, 3, 14)
    own().when(changed(ADOPTED, effective_from=date(2016, 3, 1))).departs_from(rule)
    own().when(changed(ADOPTED, happened_on=date(2016, 3, 20), authorised_on=date(2016, 3, 21))).departs_from(rule)
    own().when(changed(ADOPTED, effective_from=day)).keeps(rule)
    own().when(changed(ADOPTED, effective_from=date(2016, 5, 1))).keeps(rule)


def test_the_same_version_is_not_adopted_again_without_a_word() -> None:
    """TVP-DC-4."""
    again = changed(ADOPTED, happened_on=date(2017, 3, 6), document_version="4.0")
    told = own(ADOPTED).when(again).departs_from("procedure.adopted-once")
    assert told.last is not None
    assert "hampshire/1 was adopted on 14 March 2016 already (entry 2)" in str(told.last.departures)
    own().when(ADOPTED).keeps("procedure.adopted-once")
    read_it = ProcedureAcknowledged(happened_on=date(2016, 4, 4), procedure="hampshire/1", person="Ann Ashe")
    for readopted, counts in ((again, 0), (changed(again, document_version="3.0"), 1)):
        story = own(ADOPTED, read_it, readopted)
        assert len(story.file.adoption.acknowledgements("hampshire/1", story.file.adoption.versions)) == counts
    anew = own(ADOPTED, read_it, again, changed(read_it, happened_on=date(2017, 4, 3)))
    assert len(anew.file.adoption.acknowledgements("hampshire/1", anew.file.adoption.versions)) == 1
    own(ADOPTED).when(changed(again, procedure="tiered/1")).keeps("procedure.adopted-once")


@pytest.mark.parametrize("ref", ["hampshire/9", "marlshire/1"])
def test_what_is_reviewed_and_made_known_is_a_version_there_is(ref: str) -> None:
    """HCC-POL-e, HCC-H-b."""
    reviewed = ProcedureReviewed(happened_on=date(2017, 3, 6), procedure=ref, outcome="kept", by=COUNTY)
    shown = ProcedureAudienceSet(
        happened_on=date(2017, 3, 6), procedure=ref, people=(MemberOfAudience(person="Ann Ashe"),)
    )
    for entry in (reviewed, shown):
        own(ADOPTED).when(entry).refused("procedure.one-there-is", f"{ref} was never adopted", "there is hampshire/1")
        own(ADOPTED).when(changed(entry, procedure="hampshire/1")).recorded()
        own(changed(ADOPTED, procedure=ref)).when(entry).recorded()


def test_whoever_is_sent_a_procedure_acknowledges_it_and_nobody_for_them() -> None:
    """HCC-H-a: "understood and taken in" is theirs to say."""
    rule = "procedure.acknowledged-by-whoever-read-it"
    ann, story = Actor(person="Ann Ashe", office="lead-officer"), own(STRATEGY)

    told = story.when(changed(READ, by=COUNTY)).departs_from(rule)
    assert told.last is not None
    assert any("acknowledged it for ann  ashe" in d.found for d in told.last.departures)
    story.when(changed(READ, by=ann)).keeps(rule)
    story.when(changed(READ, by=None)).keeps(rule)
